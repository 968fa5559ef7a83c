"""Knowing less is no progress: "not sure" in place of an answer that raised a finding withdraws it, and the readiness does not rise."""

from __future__ import annotations

from pathlib import Path

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, MARIA, Playground, Someone
from tests.scenarios import ways

FLOW = """\
flow: sample
version: 1
title: A sample
stage: first
reviewed: 2026-11-20
intro: We begin.
sources:
  method: {title: The method, publisher: Its publisher, as_of: 2026-11-01}
sections:
  - section: law
    title: The law
    questions:
      - {ask: plain, kind: yes_no, weight: 4, text: Is it plain?, why: W., source: method}
      - ask: filed
        kind: yes_no
        weight: 2
        text: Is it filed at home?
        why: W.
        source: method
        findings:
          - {when: no, id: unfiled, severity: high, say: It is not filed., counsel: C., do: File it, owner: owner, due: 3 days, source: method}
"""


async def test_not_sure_in_place_of_a_bad_answer_does_not_raise_the_readiness(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = ways.content(tmp_path, FLOW)
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            maria = Someone(playground, MARIA)
            await maria.command(ATLAS, "start")
            root = str((await maria.sees_text(ATLAS, "We begin"))["ts"])
            await maria.sees_text(ATLAS, "Is it plain?", root)
            await maria.says(ATLAS, "yes", root)
            filed = await maria.sees_text(ATLAS, "Is it filed at home?", root)
            await maria.presses(ATLAS, filed, "No")
            review = await maria.sees_text(ATLAS, "Finish", root)
            await maria.presses(ATLAS, review, "Finish")
            await maria.sees_text(ATLAS, "Readiness 75 %", root)
            await maria.presses(ATLAS, filed, "Change")
            await maria.sees_text(ATLAS, "What should it be?", root)
            await maria.says(ATLAS, "not sure", root)
            asked = await maria.sees_text(ATLAS, "no longer", root)
            await maria.presses(ATLAS, asked, "Change it")
            told = await maria.sees_text(ATLAS, "Not known any more", root)
            await maria.presses(ATLAS, told, "Show the summary")
            await maria.noted(ATLAS, "2 of them are not known any more")
            assert "Readiness 75 %" in maria.text(maria.private_notes(ATLAS)[-1])
