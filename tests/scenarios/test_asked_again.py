"""A question that ticks rows is asked again since others were added: "not sure" and "none of them" are about those, and what stands is kept."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, MARIA, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.talk import Json, note

FLOW = """\
flow: sample
version: 1
title: A sample
stage: first
reviewed: 2026-11-20
intro: We begin.
registers:
  asset: {one: asset, many: assets}
sources:
  method: {title: The method, publisher: Its publisher, as_of: 2026-11-01}
sections:
  - section: naming
    title: Naming
    questions:
      - {ask: assets, kind: item, register: asset, adds: true, many: true, text: Which assets are there?, why: W., source: method}
      - {ask: secret, kind: item, register: asset, many: true, sets: secret, text: Which are secret?, why: W., source: method}
"""
SECRET = "Which are secret?"


@pytest.fixture
async def asked(tmp_path: Path) -> AsyncGenerator[tuple[Someone, str]]:
    """Maria said that the engine is secret and the app is not, and is asked again since a deck was added."""
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = ways.content(tmp_path, FLOW)
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            maria = Someone(playground, MARIA)
            await maria.command(ATLAS, "start")
            root = str((await maria.sees_text(ATLAS, "We begin"))["ts"])
            await maria.sees_text(ATLAS, "Which assets are there?", root)
            await maria.says(ATLAS, "Engine, App", root)
            await maria.sees_text(ATLAS, SECRET, root)
            await maria.says(ATLAS, "Engine", root)
            await maria.sees_text(ATLAS, "Finish", root)
            await maria.command(ATLAS, "register asset")
            await maria.presses(ATLAS, await note(maria, ATLAS, "(2)"), "Import")
            view = await maria.until(maria.view, "the form")
            await maria.submits({"pasted": {"type": "plain_text_input", "value": "Deck"}}, view)
            await maria.sees_text(ATLAS, "More were added since", root)
            yield maria, root


async def open_question(maria: Someone, root: str) -> Json:
    return await maria.sees_text(ATLAS, f"*{SECRET}*", root)


async def reviewed(maria: Someone, root: str) -> str:
    """The review that stands in the thread now."""
    return maria.text(await maria.sees_text(ATLAS, "Finish", root))


async def test_not_sure_keeps_what_stands_and_leaves_the_new_ones_open(asked: tuple[Someone, str]) -> None:
    maria, root = asked
    await maria.presses(ATLAS, await open_question(maria, root), "Not sure")
    told = maria.text(await maria.sees_text(ATLAS, "What stands is kept: Engine.", root))
    assert "Of those that were added since nothing is known yet." in told and "Left open." in told
    assert "Which are secret?\n*Engine, and not known of what was added since* · Maria" in await reviewed(maria, root)


async def test_none_of_them_says_what_it_would_take_away(asked: tuple[Someone, str]) -> None:
    maria, root = asked
    await maria.presses(ATLAS, await open_question(maria, root), "None of them")
    which = await maria.sees_text(ATLAS, "what stands, and none of the new ones, or none at all?", root)
    await maria.presses(ATLAS, which, "Engine")
    assert "Which are secret?\n*Engine* · Maria" in await reviewed(maria, root)
