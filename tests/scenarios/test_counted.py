"""“Two years from signing” at a question for the last day: worked out from the day of signing that was answered before, and shown back."""

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
sources:
  method: {title: The method, publisher: Its publisher, as_of: 2026-11-01}
sections:
  - section: term
    title: The term
    questions:
      - {ask: signed_on, kind: date, future: false, text: On which day did the last side sign?, why: W., source: method}
      - {ask: ends_on, kind: date, text: Until which day can you rely on it?, why: W., source: method}
"""


async def test_a_term_that_counts_from_signing_is_worked_out_and_saved_by_a_yes(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = ways.content(tmp_path, FLOW)
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            maria = Someone(playground, MARIA)
            await maria.command(ATLAS, "start")
            root = str((await maria.sees_text(ATLAS, "We begin"))["ts"])
            await maria.sees_text(ATLAS, "did the last side sign", root)
            await maria.says(ATLAS, "3 May 2025", root)
            await maria.sees_text(ATLAS, "Until which day", root)
            await maria.says(ATLAS, "2 years from signing", root)
            asked = await maria.sees_text(ATLAS, "I read “2 years from signing” as 3 May 2027", root)
            assert not any("Noted: 3 May 2027" in text for text in said_by_bot(maria, root))
            await maria.presses(ATLAS, asked, "Yes")
            await maria.sees_text(ATLAS, "Noted: 3 May 2027", root)
