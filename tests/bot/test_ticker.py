"""The ticker: each workspace's programmes one after another, workspaces beside each other, and none that keeps the others waiting."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import sqlite3
import time
from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from bot.clock import SystemClock
from bot.metrics import Metrics
from bot.service.courtesy import AT_MOST
from bot.service.desk import Desk
from bot.service.frontdesk import FrontDesk
from bot.service.pacing import FREE, Bucket, Rate
from bot.service.ports import Audience, MessageSaid
from bot.service.reminders import remind
from bot.service.ticker import Rests, tick
from bot.slack import connect
from bot.slack.audience import SlackAudiences
from bot.slack.sender import SlackSender
from flows.model.effects import Reminded, SaveProgramme
from flows.model.ids import ChannelId, ClaimKey, PersonId, TeamId, programme_id, split_programme
from flows.model.programme import Programme
from flows.model.reminders import Habits
from state.records import Receipt
from state.sqlite import SqliteStore, open_store
from tests.bench import sample, wire
from tests.bench.fake_api import FakeApi
from tests.bench.growth import copied

Looks = TypeVar("Looks", bound=SlackAudiences)
ONE, OTHER, NEXT = ChannelId("C1"), ChannelId("C2"), ChannelId("C3")


def due(team: str, channel: ChannelId) -> Programme:
    """A programme whose digest is due by now."""
    [head] = [save.programme for save in sample.begun() if isinstance(save, SaveProgramme)]
    of = {"id": programme_id(TeamId(team), channel), "team": TeamId(team), "channel": channel}
    here = SystemClock().now().astimezone(ZoneInfo(head.settings.zone)).replace(minute=0, second=0, microsecond=0)
    digest = msgspec.structs.replace(head.settings.digest, weekday=here.weekday(), hour=here.hour)
    settings = msgspec.structs.replace(head.settings, digest=digest)
    return msgspec.structs.replace(head, **of, settings=settings, wakes=here.astimezone(dt.UTC))


class Watched(SlackAudiences):
    """Looks, and notes where; a look at ``ONE`` waits for one at ``OTHER``."""

    def __init__(self, *parts: object) -> None:
        super().__init__(*parts)  # type: ignore[arg-type]
        self.looked: list[ChannelId] = []
        self.seen_other = asyncio.Event()

    async def look(self, channel: ChannelId, *, fresh: bool = False) -> Audience:
        self.looked.append(channel)
        if channel == OTHER:
            self.seen_other.set()
        if channel == ONE:
            await self.seen_other.wait()
        return await super().look(channel, fresh=fresh)


@contextlib.asynccontextmanager
async def at_desk(
    path: Path, *heads: Programme, audiences: type[Looks]
) -> AsyncGenerator[tuple[Desk, Looks, SqliteStore]]:
    """A desk over a store with those programmes, that looks so."""
    store = await open_store(path)
    copied(path, heads)
    await store.keep_flow(sample.flow())
    async with FakeApi().serving() as api, connect.web_client("xoxb-test", api.url, FREE) as client:
        looks = audiences(client, SystemClock(), sample.TEAM, PersonId(wire.BOT))
        library = sample.library({})
        yield Desk(store, library, looks, SlackSender(client, looks), SystemClock()), looks, store
    await store.close()


async def test_a_workspace_whose_looks_are_slow_keeps_no_other_waiting(tmp_path: Path) -> None:
    heads = (due("T1", ONE), due("T1", NEXT), due("T2", OTHER))
    async with at_desk(tmp_path / "ringfence.sqlite3", *heads, audiences=Watched) as (desk, looks, _):
        async with asyncio.timeout(10):
            assert await tick(desk) == 3
        assert looks.looked.index(NEXT) > looks.looked.index(OTHER)


async def test_a_programme_that_cannot_be_read_keeps_no_other_waiting_and_is_not_tried_without_end(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ringfence.sqlite3"
    async with at_desk(path, due("T1", NEXT), due("T1", OTHER), audiences=SlackAudiences) as (desk, _, store):
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as rows:
            rows.execute("UPDATE programmes SET doc = x'7b' WHERE pk = 1")
        assert await tick(desk) == 1
        woken = await store.read(programme_id(TeamId("T1"), OTHER), lambda snapshot: snapshot.programme)
        assert woken is not None and woken.digest is not None
        assert await tick(desk) == 0


class Counted:
    """The same store; knows how many turns were under way together at most."""

    def __init__(self, store: SqliteStore) -> None:
        self._store, self._under_way, self.most = store, 0, 0
        self.begun: list[tuple[str, float]] = []
        """The workspaces of the turns and when they began, in seconds."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def turn(self, *call: Any) -> Receipt:
        self._under_way += 1
        self.begun.append((split_programme(call[1])[0], time.monotonic()))
        self.most = max(self.most, self._under_way)
        try:
            return await self._store.turn(*call)
        finally:
            self._under_way -= 1


async def test_whoever_acts_meanwhile_waits_for_one_programme_and_not_for_all_that_are_due(tmp_path: Path) -> None:
    heads = [due(f"T{number}", ChannelId(f"C{number}0")) for number in range(12)]
    async with at_desk(tmp_path / "ringfence.sqlite3", *heads, audiences=SlackAudiences) as (desk, _, store):
        counted: Any = Counted(store)
        assert await tick(replace(desk, store=counted)) == len(heads)
        assert counted.most == 1


async def test_a_workspaces_programmes_are_woken_no_faster_than_their_posts_may_come(tmp_path: Path) -> None:
    heads = [due("T1", ChannelId(f"C{number}")) for number in range(4)] + [due("T2", OTHER)]
    async with at_desk(tmp_path / "ringfence.sqlite3", *heads, audiences=SlackAudiences) as (desk, _, store):
        counted: Any = Counted(store)
        began = time.monotonic()
        assert await tick(replace(desk, store=counted), None, Bucket(Rate(0.2, 2))) == len(heads)
        own = [at for team, at in counted.begun if team == "T1"]
        assert own[3] - began >= 0.4, "two at once, and then one in a fifth of a second"
        assert next(at for team, at in counted.begun if team == "T2") < own[2], "nobody else waits for it"


class Asked(Counted):
    """The same; which thread is whose is told when it is let go."""

    def __init__(self, store: SqliteStore) -> None:
        super().__init__(store)
        self.asked, self.let_go = asyncio.Event(), asyncio.Event()

    async def session_at(self, *call: Any) -> None:
        self.asked.set()
        await self.let_go.wait()


async def test_whoever_is_being_answered_goes_first_and_no_longer_than_a_moment(tmp_path: Path) -> None:
    heads = [due("T1", ONE), due("T1", NEXT)]
    async with at_desk(tmp_path / "ringfence.sqlite3", *heads, audiences=SlackAudiences) as (desk, _, store):
        asked: Any = Asked(store)
        polite = replace(desk, store=asked)
        who = {"team": TeamId("T1"), "by": PersonId("U1"), "by_team": TeamId("T1"), "channel": OTHER}
        said = MessageSaid(key=ClaimKey("said"), **who, ts="2.0", text="yes", thread="1.0")
        answering = asyncio.create_task(FrontDesk(polite).arrived(said, desk.clock.now()))
        await asked.asked.wait()
        began = time.monotonic()
        assert await tick(polite) == 2
        assert all(at - began >= times * AT_MOST for times, (_, at) in enumerate(asked.begun, 1)), "they go first"
        asked.let_go.set()
        await answering
        await asyncio.wait_for(polite.courtesy.after_you(), AT_MOST)


class Early(SlackAudiences):
    """Looks are too early at first, so many times."""

    times = 2

    async def look(self, channel: ChannelId, *, fresh: bool = False) -> Audience:
        if self.times:
            self.times -= 1
            return Audience(channel, "", private=False, member=False, external=True, unknown="ratelimited", again=0.01)
        return await super().look(channel, fresh=fresh)


async def test_where_it_is_too_early_to_look_a_programme_waits_for_its_turn_and_its_digest_is_not_withheld(
    tmp_path: Path,
) -> None:
    async with at_desk(tmp_path / "ringfence.sqlite3", due("T1", NEXT), audiences=Early) as (desk, _, store):
        assert await tick(desk) == 1
        woken = await store.read(programme_id(TeamId("T1"), NEXT), lambda snapshot: snapshot.programme)
        assert woken is not None and woken.digest is not None and not woken.digest.withheld


async def test_somebody_whose_habits_do_not_open_keeps_nobody_waiting_and_comes_again_in_a_day(tmp_path: Path) -> None:
    path, team, now = tmp_path / "ringfence.sqlite3", TeamId("T1"), SystemClock().now()
    broken, behind = PersonId("U1"), PersonId("U2")
    async with at_desk(path, audiences=SlackAudiences) as (desk, _, store):
        for who in (broken, behind):
            await store.weigh(team, who, lambda _: Reminded(Habits(), now), now)
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as rows:
            rows.execute("UPDATE people SET doc = x'7b' WHERE person = ?", (broken,))
        metered = replace(desk, meter=Metrics())
        assert await remind(metered) == 2
        assert b"DocumentDamaged" in metered.meter.page()
        assert await remind(desk) == 0, "neither comes first again"
        assert (team, broken) in await store.reminding(now + dt.timedelta(days=2), 10)
        with contextlib.closing(sqlite3.connect(path)) as rows:
            assert rows.execute("SELECT doc FROM people WHERE person = ?", (broken,)).fetchall() == [(b"{",)]


class Broken(SlackAudiences):
    """Looks; one at ``ONE`` meets a mistake of ours."""

    looked = 0

    async def look(self, channel: ChannelId, *, fresh: bool = False) -> Audience:
        if channel == ONE:
            self.looked += 1
            raise KeyError(channel)
        return await super().look(channel, fresh=fresh)


async def test_a_programme_with_which_anything_is_wrong_keeps_no_other_waiting_and_is_left_alone_for_an_hour(
    tmp_path: Path,
) -> None:
    heads = (due("T1", ONE), due("T1", NEXT), due("T2", OTHER))
    async with at_desk(tmp_path / "ringfence.sqlite3", *heads, audiences=Broken) as (desk, looks, _):
        rests: Rests = {}
        metered = replace(desk, meter=Metrics())
        assert await tick(metered, rests) == 2
        assert b'errors_total{kind="KeyError"} 1.0' in metered.meter.page()
        assert await tick(metered, rests) == 0 and looks.looked == 1
        [until] = rests.values()
        for now, tries in ((until - dt.timedelta(seconds=1), 1), (until, 2), (until - dt.timedelta(days=2), 2)):
            await tick(replace(metered, clock=Stands(now)), rests)
            assert looks.looked == tries


class Stands:
    """A clock that stands still."""

    def __init__(self, now: dt.datetime) -> None:
        self._now = now

    def now(self) -> dt.datetime:
        return self._now
