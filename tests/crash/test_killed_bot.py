"""Killed eight times in one conversation, the bot goes on where it was, and people read the same as if it had never died."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path

import aiohttp
import pytest

from bot.config import Mode
from bot.playground.company import ATLAS, JON, MARIA, PRIYA
from bot.playground.records import Json
from tests.crash.doom import Point
from tests.crash.house import Bot, Held, Kill, delivered, free_port, held, playground
from tests.crash.people import Colleague
from tests.crash.talk import Talk
from tests.e2e.script import IP_STRATEGY

pytestmark = [pytest.mark.crash, pytest.mark.slow]

KILLS = 8
Transcript = dict[str, list[str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all stores lie, so that the content is compiled once."""
    return tmp_path_factory.mktemp("crash")


@pytest.fixture(scope="module")
def calm(folder: Path) -> Transcript:
    """What people read where nobody is killed."""

    async def conversation() -> Transcript:
        async with beside(Mode.SOCKET, folder / "calm", ()) as (talk, bot):
            await talk.complete()
            await delivered(bot.path)
            return await talk.transcript()

    return asyncio.run(conversation())


@contextlib.asynccontextmanager
async def beside(mode: Mode, path: Path, kills: Sequence[Kill]) -> AsyncGenerator[tuple[Talk, Bot]]:
    """A playground with people, and a bot that is killed beside it. At each death what was acknowledged is looked for."""
    port = free_port()
    async with playground(mode, port) as served, aiohttp.ClientSession() as session:

        async def died() -> None:
            nothing_acknowledged_is_lost(talk, await held(bot.path))

        bot = Bot(served.settings | {"RINGFENCE_DATABASE": str(path.with_suffix(".sqlite3"))}, kills, died)
        talk = Talk(*(Colleague(session, served.url, user, bot.up) for user in (MARIA, JON, PRIYA)))
        async with asyncio.TaskGroup() as group:
            group.create_task(bot.live())
            await bot.up()
            yield talk, bot
            bot.stop()


def nothing_acknowledged_is_lost(talk: Talk, store: Held) -> None:
    """At a death: every acknowledged answer is there, none besides but the one under way, and the same question stands."""
    assert talk.acknowledged <= store.answers
    assert store.answers <= talk.acknowledged | talk.under_way
    if talk.under_way and not talk.under_way & store.answers:
        assert store.session is not None
        assert store.session.spot is not None
        assert store.session.spot.key in talk.under_way


async def posted_twice(talk: Talk) -> list[int]:
    """The marks that more than one message carries."""
    seen = {message["ts"]: message for found in (await talk.seen()).values() for message in found}
    marks = Counter(mark for message in seen.values() if (mark := mark_of(message)))
    return [mark for mark, times in marks.items() if times > 1]


def mark_of(message: Json) -> int:
    """The number of a message's posting, 0 for what people wrote."""
    return int(message.get("metadata", {}).get("event_payload", {}).get("posting", 0))


def kills(point: Point, mode: Mode) -> tuple[Kill, ...]:
    """Eight seeded kills. The first two strike the first passages, where thread and card are posted."""
    seed = random.Random(f"{point} over {mode}")
    return tuple((point, 1 if number < 2 else seed.randint(1, 4)) for number in range(KILLS))


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("point", list(Point))
async def test_a_bot_killed_eight_times_at_one_point_says_what_it_would_have_said(
    point: Point, mode: Mode, folder: Path, calm: Transcript
) -> None:
    async with beside(mode, folder / f"{point}-{mode}", kills(point, mode)) as (talk, bot):
        await talk.complete()
        await delivered(bot.path)
        assert bot.deaths == KILLS
        assert await posted_twice(talk) == []
        assert await talk.transcript() == calm
        assert (await held(bot.path)).answers == talk.acknowledged


async def test_a_post_in_doubt_that_cannot_be_looked_up_is_repeated_once(folder: Path, calm: Transcript) -> None:
    async with beside(Mode.SOCKET, folder / "doubt", [(Point.ACCEPTED, 9)]) as (talk, bot):
        await talk.maria.act(do="fault", method="conversations.replies", error="missing_scope", times=1000)
        await talk.complete()
        await delivered(bot.path)
        assert bot.deaths == 1
        assert len(await posted_twice(talk)) == 1
        transcript = await talk.transcript()
        extra = Counter(transcript["thread"]) - Counter(calm["thread"])
        assert extra.total() == 1
        assert {**transcript, "thread": calm["thread"]} == calm
        assert (await held(bot.path)).answers == talk.acknowledged


@pytest.mark.parametrize("point", [Point.CLAIM, Point.COMMIT, Point.COMMITTED])
async def test_a_bot_killed_as_it_hears_that_its_thread_is_gone_makes_one_new_thread(
    point: Point, folder: Path
) -> None:
    answers = IP_STRATEGY[:3]
    async with beside(Mode.SOCKET, folder / f"gone-{point}", [(point, len(answers) + 2)]) as (talk, bot):
        await talk.start()
        for line in answers:
            await talk.answer(await talk.question(line.question), line)
        await delivered(bot.path)
        await talk.maria.act(do="delete", channel=ATLAS, ts=talk.root)
        await talk.move()
        await talk.question(IP_STRATEGY[3].question)
        await delivered(bot.path)
        assert bot.deaths == 1
        assert len(await talk.roots()) == 1
        assert [mark_of(message) > 0 for message in await talk.thread()] == [True, True]
