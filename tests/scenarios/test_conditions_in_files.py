"""A file with a plain yes where one stands on a condition: shown first, and the condition falls only where that was ticked."""

from __future__ import annotations

from pathlib import Path

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, MARIA, PRIYA, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.talk import Json, name_counsel, note
from tests.scenarios.test_registers import asked, form, typed

FLOW = """\
flow: titles
version: 1
title: Titles
stage: first
reviewed: 2026-11-20
intro: Papers of assets.
registers:
  asset: {one: asset, many: assets}
sources:
  ours: {title: Ours, publisher: Us, as_of: 2026-11-01}
sections:
  - section: naming
    title: Naming
    questions:
      - {ask: assets, kind: item, register: asset, adds: true, many: true, text: Which assets?, why: W., source: ours}
  - section: cleared
    title: Cleared
    each: asset
    questions:
      - {ask: cleared, kind: yes_no, role: counsel, text: "Is {asset} cleared?", why: It counts., source: ours}
      - {ask: more, kind: text, text: "More on {asset}?", why: It counts., source: ours}
"""
REGISTERS = "- {register: asset, title: Assets, one: asset, about: All., columns: {cleared: Cleared}}\n"
CHANGE, UNBIND = {"value": "yes"}, {"value": "unbind"}


async def test_a_condition_falls_by_a_file_only_once_it_was_shown_and_ticked(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = ways.content(tmp_path, FLOW)
        (settings.content / "registers.yaml").write_text(REGISTERS)
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            maria, priya = Someone(playground, MARIA), Someone(playground, PRIYA)
            await maria.command(ATLAS, "start")
            root = (await maria.sees_text(ATLAS, "Papers of assets."))["ts"]
            await name_counsel(maria)
            await maria.says(ATLAS, "Engine", root)
            await maria.sees_text(ATLAS, "Is Engine cleared?", root)
            await priya.says(ATLAS, "yes, but only for the UK", root)
            bounded = await maria.sees_text(ATLAS, "is that a yes on a condition?", root)
            await priya.presses(ATLAS, bounded, "Yes, on condition: only for the UK")
            await maria.sees_text(ATLAS, "More on Engine?", root)

            async def taken(*ticks: Json) -> str:
                view = await form(priya, await asked(priya, "register assets", "Assets (1)"), "Import", "Import rows")
                before = len(priya.private_notes(ATLAS))
                picked: Json = {"type": "checkboxes", "selected_options": list(ticks)}
                await priya.submits({"pasted": typed("Name,Cleared\nEngine,yes\n"), "overwrite": picked}, view)
                await priya.until(lambda: len(priya.private_notes(ATLAS)) > before, "what became of it")
                return priya.text(priya.private_notes(ATLAS)[-1])

            for ticks in ((), (CHANGE,)):
                told = await taken(*ticks)
                assert "the yes stands on condition: only for the UK" in told and "It was left" in told
                await asked(priya, "register assets", "on condition: only for the UK")
            assert "Answers given: 1." in await taken(CHANGE, UNBIND)
            await priya.command(ATLAS, "register assets")
            await note(priya, ATLAS, "Cleared: Yes")
            assert "on condition" not in priya.text(priya.private_notes(ATLAS)[-1])
