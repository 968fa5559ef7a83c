"""The portfolio through the front door: over the channels that somebody is in now, to that person alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.app import Running
from bot.playground.driver import ATLAS, DEV, GENERAL, JON, KODEX, MARIA, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.talk import note

Here = tuple[Playground, Running, ways.SetClock]


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Here]:
    async with ways.at(tmp_path, dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)) as house:
        yield house


async def programme(playground: Playground, name: str = "", *others: str) -> str:
    """A programme of Maria's, in a private channel of that name with these others; in her first one without a name. The channel."""
    maria, workspace = Someone(playground, MARIA), playground.workspace
    channel = ATLAS
    if name:
        channel = str((await maria.act(do="create_channel", name=name, private=True))["channel"])
        for who in (workspace.app.user, *others):
            workspace.join(workspace.channel(channel), who, MARIA)
    await maria.command(channel, "start")
    root = str((await maria.sees_text(channel, "never write the secret itself"))["ts"])
    await maria.presses(
        channel,
        await maria.sees_text(channel, "What are you about to outsource", root),
        "Software: code, apps, data work",
    )
    await maria.sees_text(channel, "Who has the last word", root)
    return channel


async def asked(someone: Someone, channel: str = GENERAL) -> str:
    """The portfolio on request, wherever it is asked for."""
    await someone.command(channel, "portfolio")
    return someone.text(await note(someone, channel, "Your programmes"))


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("• ")]


async def test_it_tells_a_line_a_programme_with_the_way_to_its_channel_in_any_channel(here: Here) -> None:
    await programme(here[0])
    borealis = await programme(here[0], "borealis")
    told = await asked(Someone(here[0], MARIA))
    assert "2 programmes: " in told
    assert sorted(line.partition(">")[0] for line in lines(told)) == sorted(f"• <#{one}" for one in (ATLAS, borealis))


async def test_a_channel_that_somebody_is_not_in_is_never_told_of(here: Here) -> None:
    workspace = here[0].workspace
    await programme(here[0])
    borealis = await programme(here[0], "borealis", JON)
    jon = Someone(here[0], JON)
    assert len(lines(await asked(jon))) == 2
    workspace.leave(workspace.channel(borealis), JON)
    told = await asked(jon, ATLAS)
    assert [line.partition(">")[0] for line in lines(told)] == [f"• <#{ATLAS}"]


async def test_nobody_from_outside_gets_one(here: Here) -> None:
    await programme(here[0])
    dev = Someone(here[0], DEV)
    await dev.act(do="post", channel=KODEX, text=f"<@{here[0].workspace.app.user}> portfolio", thread_ts=None)
    refused = await note(dev, KODEX, "members of the team")
    assert "#" not in dev.text(refused)
