"""“Same as for Kodex” where each vendor is asked about in a run of its own: the answer given there is asked back, and saved by a yes alone."""

from __future__ import annotations

from pathlib import Path

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, MARIA, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.talk import said_by_bot

FLOW = """\
flow: sample
version: 1
title: A sample
stage: first
reviewed: 2026-11-20
intro: We begin.
per: vendor
registers:
  vendor: {one: vendor, many: vendors}
sources:
  method: {title: The method, publisher: Its publisher, as_of: 2026-11-01}
sections:
  - section: gate
    title: The gate
    questions:
      - ask: kept
        kind: one_of
        text: "Where does {vendor} keep it?"
        why: W.
        source: method
        options: {room: In a room of its own, open: In the open}
"""


async def test_the_answer_of_another_vendors_run_is_asked_back(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = ways.content(tmp_path, FLOW)
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            maria = Someone(playground, MARIA)
            roots: list[str] = []
            for vendor in ("Kodex", "Brightline"):
                await maria.command(ATLAS, f"start sample {vendor}")
                root = await maria.sees_text(ATLAS, f"A sample: {vendor}")
                roots.append(str(root["ts"]))
                await maria.sees_text(ATLAS, f"Where does {vendor} keep it?", roots[-1])
                if vendor == "Kodex":
                    await maria.says(ATLAS, "in the open", roots[0])
                    await maria.sees_text(ATLAS, "Finish", roots[0])
            await maria.says(ATLAS, "same as for Kodex", roots[1])
            asked = await maria.sees_text(ATLAS, "I read “same as for Kodex” as In the open", roots[1])
            assert not any("Noted" in text for text in said_by_bot(maria, roots[1]))
            await maria.presses(ATLAS, asked, "Yes")
            await maria.sees_text(ATLAS, "Noted: In the open", roots[1])
