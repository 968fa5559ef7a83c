"""The portfolio through the front door: over the channels that somebody is in now, to that person alone."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.app import Running, running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, DEV, GENERAL, JON, KODEX, MARIA, Playground, Someone
from bot.playground.faults import Fault
from bot.service.reminders import remind
from bot.service.ticker import tick
from tests.scenarios import ways
from tests.scenarios.talk import direct_channel, letter, note, soon

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


# ── every week ───────────────────────────────────────────────────────────────

MONDAY = dt.datetime(2026, 11, 30, 9, tzinfo=dt.UTC)
"""Ten in Warsaw, where Maria is: an hour after her reminders."""


async def passes(here: Here, until: dt.datetime) -> None:
    """Time passes; whoever is to be told something is, and it is delivered."""
    _, bot, clock = here
    clock.set(until)
    while await tick(bot.desk) + await remind(bot.desk):
        pass
    await ways.delivered(bot)


def letters(someone: Someone) -> list[str]:
    return [text for m in someone.direct() if "Your programmes" in (text := someone.text(m))]


async def test_a_lead_gets_it_in_their_own_monday_morning_once_a_week_and_others_do_not(here: Here) -> None:
    await programme(here[0])
    borealis = await programme(here[0], "borealis", JON)
    maria, jon = Someone(here[0], MARIA), Someone(here[0], JON)
    await passes(here, MONDAY - dt.timedelta(hours=1))
    assert letters(maria) == []
    for minutes in (0, 1, 60):
        await passes(here, MONDAY + dt.timedelta(minutes=minutes))
    (told,) = letters(maria)
    assert len(lines(told)) == 2 and f"<#{borealis}>" in told
    await passes(here, MONDAY + dt.timedelta(weeks=1))
    assert len(letters(maria)) == 2
    assert letters(jon) == []


async def test_started_anew_the_bot_sends_no_second_one(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        clock = ways.SetClock(playground, MONDAY - dt.timedelta(days=1))
        for _ in range(2):
            async with running(
                demo_settings(playground, tmp_path), clock, card_every=ways.OFTEN, pace=ways.FREE
            ) as bot:
                house = (playground, bot, clock)
                if clock.now() < MONDAY:
                    await programme(playground)
                    await programme(playground, "borealis")
                    await passes(house, MONDAY - dt.timedelta(hours=1))
                await passes(house, MONDAY + dt.timedelta(minutes=1))
        assert len(letters(Someone(playground, MARIA))) == 1


async def test_whoever_asks_for_it_gets_it_every_week_and_whoever_does_not_want_it_none(here: Here) -> None:
    playground = here[0]
    await programme(playground)
    await programme(playground, "borealis")
    maria, jon = Someone(playground, MARIA), Someone(playground, JON)
    for someone, press, said in (
        (jon, "Send it every week", "every week from now on"),
        (maria, "No longer every week", "comes no more"),
    ):
        await asked(someone, ATLAS)
        await someone.presses(ATLAS, await note(someone, ATLAS, "Your programmes"), press)
        await note(someone, ATLAS, said)
    await passes(here, MONDAY + dt.timedelta(hours=12))
    assert len(letters(jon)) == 1 and letters(maria) == []
    await jon.presses(direct_channel(jon), await letter(jon, "Your programmes"), "No longer every week")
    await note(jon, direct_channel(jon), "comes no more")
    await passes(here, MONDAY + dt.timedelta(weeks=1, hours=12))
    assert len(letters(jon)) == 1


async def test_a_lead_who_left_every_channel_is_told_of_none(here: Here) -> None:
    workspace = here[0].workspace
    channels = [await programme(here[0]), await programme(here[0], "borealis")]
    await passes(here, MONDAY - dt.timedelta(hours=1))
    for channel in channels:
        workspace.leave(workspace.channel(channel), MARIA)
    await passes(here, MONDAY)
    assert letters(Someone(here[0], MARIA)) == []


async def test_where_the_channels_cannot_be_looked_up_it_comes_later_and_whoever_asks_is_told_so(here: Here) -> None:
    playground, bot, clock = here
    await programme(playground)
    await programme(playground, "borealis")
    maria = Someone(playground, MARIA)
    await passes(here, MONDAY - dt.timedelta(hours=1))
    playground.faults.add(Fault("users.conversations", "internal_error", times=2))
    await maria.command(ATLAS, "portfolio")
    await note(maria, ATLAS, "Please try again in a minute")
    clock.set(MONDAY)
    assert await remind(bot.desk) > 0
    await soon(
        lambda: sum(call[0] == "users.conversations" for call in playground.calls) == 2, "a look at the channels"
    )
    await ways.soon(bot.desk.store.outbox_depth)
    assert letters(maria) == []
    clock.set(MONDAY + dt.timedelta(minutes=5))
    bot.desk.woken.set()
    await maria.until(lambda: letters(maria), "the portfolio")


async def test_what_has_to_be_looked_up_over_many_channels_is_acknowledged_before(here: Here) -> None:
    playground, _, _ = here
    await programme(playground)
    maria = Someone(playground, MARIA)
    playground.delivery.ack_within = 1.0  # a look takes longer
    playground.faults.add(Fault("users.conversations", "slow", times=2))
    await asyncio.gather(*(maria.command(GENERAL, word) for word in ("portfolio", "actions")))
    await note(maria, GENERAL, "Your programmes")
    await note(maria, GENERAL, "open with you")
    assert not [told for told in maria.private_notes(GENERAL) if "failed" in maria.text(told)]
