"""The life of a channel and its people: another id, people who leave, what events missed. Through the front door."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

from bot.app import Running
from bot.playground.driver import ATLAS, MARIA, Playground, Someone
from flows.model.ids import ChannelId, TeamId, programme_id
from flows.model.programme import Programme
from tests.scenarios import ways

Here = tuple[Playground, Running, ways.SetClock]
BEGIN = dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Here]:
    async with ways.at(tmp_path, BEGIN) as house:
        yield house


async def started(playground: Playground) -> tuple[Someone, str]:
    """Maria, and the thread of a programme that she started."""
    maria = Someone(playground, MARIA)
    await maria.command(ATLAS, "start")
    root = str((await maria.sees_text(ATLAS, "Know what you own"))["ts"])
    await maria.sees_text(ATLAS, "What are you about to outsource", root)
    await maria.sees_text(ATLAS, "Outsourcing programme")
    return maria, root


async def head(here: Here, channel: str = ATLAS) -> Programme | None:
    playground, running, _ = here
    return await running.desk.head(programme_id(TeamId(playground.workspace.team), ChannelId(channel)))


async def letter(someone: Someone, words: str) -> dict[str, Any]:
    """A direct message of the bot with these words."""

    def find() -> dict[str, Any] | None:
        return next((m for m in reversed(someone.direct()) if words in someone.text(m)), None)

    found: dict[str, Any] = await someone.until(find, words)
    return found


# ── another id ───────────────────────────────────────────────────────────────


async def test_a_channel_with_another_id_keeps_its_programme_and_its_older_buttons_lead_on(here: Here) -> None:
    playground, running, _ = here
    maria, root = await started(playground)
    question = await maria.sees_text(ATLAS, "What are you about to outsource", root)
    old = json.loads(json.dumps(question))
    channel = playground.workspace.channel(ATLAS)
    await maria.act(do="change_id", channel=ATLAS)
    assert channel.id != ATLAS
    await ways.soon(lambda: head(here, channel.id))
    await ways.delivered(running)
    moved = await head(here, channel.id)
    assert moved is not None and moved.channel == channel.id and await head(here) is None
    question.update(old)
    await maria.presses(channel.id, question, "Software: code, apps, data work")
    await maria.sees_text(channel.id, "Who has the last word", root)
    await maria.says(channel.id, f"<@{MARIA}>", root)
    await maria.sees_text(channel.id, "Do you have a lawyer", root)
    log = await running.desk.store.audit(moved.id)
    assert [(line.what, line.about) for line in log if line.what == "moved"] == [("moved", ATLAS)]


async def test_the_move_told_twice_moves_once(here: Here) -> None:
    playground, running, _ = here
    maria, _ = await started(playground)
    channel = playground.workspace.channel(ATLAS)
    await maria.act(do="change_id", channel=ATLAS)
    told = {"type": "channel_id_changed", "old_channel_id": ATLAS, "new_channel_id": channel.id}
    playground.workspace.tell({**told, "event_ts": playground.workspace.clock.ts()}, channel)
    await ways.soon(lambda: head(here, channel.id))
    await ways.delivered(running)
    assert await running.desk.store.programmes() == (f"{playground.workspace.team}:{channel.id}",)


async def test_a_button_of_what_was_erased_says_so_kindly(here: Here) -> None:
    playground, running, _ = here
    maria, root = await started(playground)
    question = await maria.sees_text(ATLAS, "What are you about to outsource", root)
    channel = playground.workspace.channel(ATLAS)
    await maria.act(do="change_id", channel=ATLAS)
    await ways.soon(lambda: head(here, channel.id))
    await ways.delivered(running)
    await running.desk.store.erase(programme_id(TeamId(playground.workspace.team), ChannelId(channel.id)))
    await maria.presses(channel.id, question, "Software: code, apps, data work")
    await maria.until(
        lambda: [m for m in maria.private_notes(channel.id) if "not here any more" in maria.text(m)], "a word"
    )
