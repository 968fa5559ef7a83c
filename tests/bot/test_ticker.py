"""The ticker: each workspace's programmes one after another, workspaces beside each other, and none that keeps the others waiting."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import sqlite3
from collections.abc import AsyncGenerator
from pathlib import Path

import msgspec

from bot.clock import SystemClock
from bot.service.desk import Desk
from bot.service.ports import Audience
from bot.service.ticker import tick
from bot.slack import connect
from bot.slack.audience import SlackAudiences
from bot.slack.sender import SlackSender
from flows.model.effects import SaveProgramme
from flows.model.ids import ChannelId, PersonId, TeamId, programme_id
from flows.model.programme import Programme
from state.sqlite import SqliteStore, open_store
from tests.bench import sample, wire
from tests.bench.fake_api import FakeApi
from tests.bench.growth import copied

ONE, OTHER, NEXT = ChannelId("C1"), ChannelId("C2"), ChannelId("C3")


def due(team: str, channel: ChannelId) -> Programme:
    """A programme whose digest is due by now."""
    [head] = [save.programme for save in sample.begun() if isinstance(save, SaveProgramme)]
    of = {"id": programme_id(TeamId(team), channel), "team": TeamId(team), "channel": channel}
    return msgspec.structs.replace(head, **of, wakes=SystemClock().now() - dt.timedelta(minutes=1))


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
async def at_desk(path: Path, *heads: Programme) -> AsyncGenerator[tuple[Desk, Watched, SqliteStore]]:
    """A desk over a store with those programmes."""
    store = await open_store(path)
    copied(path, heads)
    await store.keep_flow(sample.flow())
    async with FakeApi().serving() as api, connect.web_client("xoxb-test", api.url) as client:
        audiences = Watched(client, SystemClock(), sample.TEAM, PersonId(wire.BOT))
        library = sample.library({})
        yield Desk(store, library, audiences, SlackSender(client, audiences), SystemClock()), audiences, store
    await store.close()


async def test_a_workspace_whose_looks_are_slow_keeps_no_other_waiting(tmp_path: Path) -> None:
    heads = (due("T1", ONE), due("T1", NEXT), due("T2", OTHER))
    async with at_desk(tmp_path / "ringfence.sqlite3", *heads) as (desk, audiences, _):
        async with asyncio.timeout(10):
            assert await tick(desk) == 3
        assert audiences.looked.index(NEXT) > audiences.looked.index(OTHER)


async def test_a_programme_that_cannot_be_read_keeps_no_other_waiting_and_is_not_tried_without_end(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ringfence.sqlite3"
    async with at_desk(path, due("T1", NEXT), due("T1", OTHER)) as (desk, _, store):
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as rows:
            rows.execute("UPDATE programmes SET doc = x'7b' WHERE pk = 1")
        assert await tick(desk) == 1
        woken = await store.read(programme_id(TeamId("T1"), OTHER), lambda snapshot: snapshot.programme)
        assert woken is not None and woken.digest is not None
        assert await tick(desk) == 0
