"""A part that is finished when the bot starts again with content that asks more: offered on the card and in the digest, moved on by a press."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, MARIA, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.talk import note

HEAD = """\
flow: scope
version: {version}
title: The scope
stage: first
reviewed: 2026-11-20
intro: Two questions.
registers:
  vendor: {{one: vendor, many: vendors}}
sources:
  ours: {{title: Ours, publisher: Us, as_of: 2026-11-01}}
sections:
  - section: cut
    title: The cut
    questions:
      - {{ask: vendors, kind: item, register: vendor, adds: true, many: true, text: Which vendors?, why: They see it., source: ours}}
  - section: brake
    title: The brake
{each}    questions:
      - ask: agreed
        kind: yes_no
        text: "{asks}"
        why: It counts.
        source: ours
        findings:
          - {{when: "no", id: no_brake, severity: high, say: A way back is wanted., counsel: Ask., do: Agree on one, owner: owner,
             due: 5 days, source: ours}}
"""
FOR_ALL = HEAD.format(version=1, each="", asks="Is there a way back?")
FOR_EACH = HEAD.format(version=2, each="    each: vendor\n", asks="Is there a way back with {vendor}?")


@pytest.fixture
async def here() -> Any:
    async with Playground().serving() as playground:
        yield playground


async def test_a_finished_part_that_asks_more_now_is_offered_and_goes_on_with_its_answers(
    here: Playground, tmp_path: Path
) -> None:
    maria = Someone(here, MARIA)

    def at_work(flow: str) -> Any:
        """The bot with that content, as an operator would start it."""
        settings = demo_settings(here, tmp_path)
        (tmp_path / str(len(flow))).mkdir()
        settings.content = ways.content(tmp_path / str(len(flow)), flow)
        return running(settings, card_every=ways.OFTEN, pace=ways.FREE)

    async with at_work(FOR_ALL):
        await maria.command(ATLAS, "start")
        root = (await maria.sees_text(ATLAS, "Two questions."))["ts"]
        await maria.sees_text(ATLAS, "Which vendors?", root)
        await maria.says(ATLAS, "Kodex and Brightline", root)
        await maria.sees_text(ATLAS, "Is there a way back?", root)
        await maria.says(ATLAS, "no", root)
        await maria.presses(ATLAS, await maria.sees_text(ATLAS, "Review: The scope", root), "Finish")
        await maria.sees_text(ATLAS, "Summary", root)
    async with at_work(FOR_EACH):
        await maria.command(ATLAS, "status")
        card = await note(maria, ATLAS, "finished, and a newer version of its questions asks more")
        assert "1 finding open" in maria.text(card), "what stands counts on"
        await maria.command(ATLAS, "digest")
        await maria.presses(
            ATLAS, await note(maria, ATLAS, "See what the newer version of “The scope” asks"), "Send it now"
        )
        digest = await maria.until(
            lambda: next(
                (m for m in maria.sees(ATLAS) if not m.get("ephemeral") and "The week of" in maria.text(m)), None
            ),
            "the digest",
        )
        assert "1 Preview" in str(digest["blocks"])
        await maria.presses(ATLAS, card, "Preview")
        told = await note(maria, ATLAS, "What the newer version brings: The scope")
        each = "Asked for each now, since one answer stood for all (No): Is there a way back with "
        assert f"{each}*Kodex*?" in maria.text(told) and f"{each}*Brightline*?" in maria.text(told)
        await maria.presses(ATLAS, told, "Go on with it")
        await maria.sees_text(ATLAS, "This goes on with the newer version", root)
        await maria.sees_text(ATLAS, "Is there a way back with Kodex?", root)
        await maria.says(ATLAS, "yes", root)
        await maria.sees_text(ATLAS, "Is there a way back with Brightline?", root)
        await maria.says(ATLAS, "yes", root)
        await maria.sees_text(ATLAS, "Ready for review", root)
        await maria.command(ATLAS, "status")
        await note(maria, ATLAS, "ready for review")
        assert "a newer version" not in maria.text(maria.private_notes(ATLAS)[-1])
