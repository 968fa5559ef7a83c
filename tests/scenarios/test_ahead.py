"""Looks at channels made ahead of a digest: it needs none when it is due, and whatever changes in between counts all the same."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.app import Running, running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, DEV, JON, Playground, Someone
from bot.playground.faults import Fault
from bot.service.ahead import AHEAD, look_ahead
from bot.service.ticker import Rests, tick
from flows.model.ids import ChannelId, TeamId, programme_id
from tests.scenarios import ways
from tests.scenarios.talk import letter, soon, started
from tests.scenarios.test_line import QUICK, another_link

WEDNESDAY = dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)
NOW, SECOND = dt.timedelta(), dt.timedelta(seconds=1)

House = tuple[Playground, Running, ways.SetClock, Someone, dt.datetime]


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[House]:
    """A programme whose digest is due in a few minutes."""
    async with ways.at(tmp_path, WEDNESDAY) as (playground, bot, clock):
        maria, _ = await started(playground)
        await ways.delivered(bot)
        yield playground, bot, clock, maria, await soon_due(playground, bot, clock)


async def soon_due(playground: Playground, bot: Running, clock: ways.SetClock) -> dt.datetime:
    """The time goes on until a digest is due in a few minutes: when it will be."""
    head = await bot.desk.head(programme_id(TeamId(playground.workspace.team), ChannelId(ATLAS)))
    assert head is not None and head.wakes is not None
    clock.set(head.wakes - AHEAD)
    return head.wakes


def looks(playground: Playground) -> int:
    return sum(method in ("conversations.info", "conversations.members") for method, _ in playground.calls)


def digests(someone: Someone) -> list[str]:
    return [text for m in someone.sees(ATLAS) if "The week of" in (text := someone.text(m))]


def comes_untold(playground: Playground) -> None:
    """Somebody from outside is there, and the bot never hears of it."""
    playground.workspace.channel(ATLAS).members.append(DEV)


async def held_back(playground: Playground, maria: Someone, bot: Running) -> None:
    """The digest is in no channel, and its owner knows."""
    await letter(maria, "the digest is not posted there")
    await ways.delivered(bot)
    assert digests(maria) == digests(Someone(playground, DEV)) == []


async def test_a_channel_that_was_looked_at_ahead_is_not_looked_at_when_its_digest_is_due(here: House) -> None:
    playground, bot, clock, maria, due = here
    before = looks(playground)
    assert await look_ahead(bot.desk, {}, NOW) == 1
    assert looks(playground) == before + 2
    clock.set(due)
    assert await tick(bot.desk) == 1
    await maria.sees_text(ATLAS, "The week of")
    assert looks(playground) == before + 2


async def test_a_look_is_made_once_for_each_time_and_not_before_its_minutes_have_come(here: House) -> None:
    playground, bot, clock, _, due = here
    seen: Rests = {}
    for at, wanted in ((due - AHEAD - SECOND, 0), (due - AHEAD, 1), (due - SECOND, 0)):
        clock.set(at)
        assert await look_ahead(bot.desk, seen, NOW) == wanted
    clock.set(due)
    assert await tick(bot.desk) == 1
    assert await look_ahead(bot.desk, seen, NOW) == 0
    assert await soon_due(playground, bot, clock) - due == dt.timedelta(weeks=1)
    assert await look_ahead(bot.desk, seen, NOW) == 1, "the next week's"


async def test_an_outsider_who_comes_after_the_look_is_not_shown_the_digest(here: House) -> None:
    playground, bot, clock, maria, due = here
    assert await look_ahead(bot.desk, {}, NOW) == 1
    await maria.act(do="join", channel=ATLAS, user=DEV)
    await letter(maria, "Someone from outside")
    clock.set(due)
    assert await tick(bot.desk) == 1
    await held_back(playground, maria, bot)


async def test_an_outsider_who_comes_while_slack_is_asked_is_not_shown_the_digest(here: House) -> None:
    playground, bot, clock, maria, due = here
    playground.faults.add(Fault("conversations.members", "slow", after_accept=True))
    before = looks(playground)
    looking = asyncio.create_task(look_ahead(bot.desk, {}, NOW))
    await soon(lambda: looks(playground) == before + 2, "Slack is asked who is there, and has not answered yet")
    await maria.act(do="join", channel=ATLAS, user=DEV)
    await letter(maria, "Someone from outside")
    assert await looking == 1
    clock.set(due)
    assert await tick(bot.desk) == 1
    await held_back(playground, maria, bot)


async def test_where_a_colleague_turns_into_a_guest_after_the_look_the_digest_is_held_back(here: House) -> None:
    playground, bot, clock, maria, due = here
    assert await look_ahead(bot.desk, {}, NOW) == 1
    playground.workspace.people[JON].restricted = True
    playground.delivery.tell({"type": "user_change", "user": {"id": JON}}, None)
    await playground.delivery.settled()
    clock.set(due)
    assert await tick(bot.desk) == 1
    await letter(maria, "the digest is not posted there")


async def test_an_outsider_who_left_after_the_look_holds_nothing_back(here: House) -> None:
    playground, bot, clock, maria, due = here
    await maria.act(do="join", channel=ATLAS, user=DEV)
    await letter(maria, "Someone from outside")
    assert await look_ahead(bot.desk, {}, NOW) == 1
    await maria.act(do="leave", channel=ATLAS, user=DEV)
    await playground.delivery.settled()
    clock.set(due)
    assert await tick(bot.desk) == 1
    await maria.sees_text(ATLAS, "The week of")


@pytest.mark.parametrize("late", [dt.timedelta(), dt.timedelta(hours=1)])
async def test_a_bot_that_is_started_between_looks_anew_whoever_came_meanwhile(
    tmp_path: Path, late: dt.timedelta
) -> None:
    async with Playground().serving() as playground:
        clock, settings = ways.SetClock(playground, WEDNESDAY), demo_settings(playground, tmp_path)
        async with running(settings, clock, card_every=ways.OFTEN, pace=ways.FREE) as bot:
            maria, _ = await started(playground)
            await ways.delivered(bot)
            due = await soon_due(playground, bot, clock)
            assert await look_ahead(bot.desk, {}, NOW) == 1
        comes_untold(playground)
        clock.set(due + late)
        async with running(settings, clock, card_every=ways.OFTEN, pace=ways.FREE) as bot:
            await held_back(playground, maria, bot)


async def test_what_was_seen_before_the_line_was_lost_counts_no_more(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        playground.delivery.ping_every = 0.1
        clock, settings = ways.SetClock(playground, WEDNESDAY), demo_settings(playground, tmp_path)
        async with running(settings, clock, card_every=ways.OFTEN, pace=ways.FREE, bounds=QUICK) as bot:
            maria, _ = await started(playground)
            await ways.delivered(bot)
            due = await soon_due(playground, bot, clock)
            assert await look_ahead(bot.desk, {}, NOW) == 1
            silent = playground.delivery.links[0]
            await maria.act(do="silence")
            comes_untold(playground)
            await another_link(playground, silent)
            clock.set(due)
            assert await tick(bot.desk) == 1
            await held_back(playground, maria, bot)
