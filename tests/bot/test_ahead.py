"""Looks ahead: a few of each workspace at a time, workspaces beside each other, and none that keeps the others waiting."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import sqlite3
from dataclasses import replace
from pathlib import Path

import msgspec

from bot.clock import SystemClock
from bot.metrics import Metrics
from bot.service.ahead import AT_A_TIME, look_ahead
from bot.service.ports import Audience
from bot.service.ticker import Rests
from bot.slack.audience import SlackAudiences
from flows.model.ids import ChannelId
from flows.model.programme import Programme, Reach
from tests.bot.test_ticker import NEXT, ONE, OTHER, Watched, at_desk, due

NOW = dt.timedelta()


def soon(team: str, channel: ChannelId, minutes: int = 5, reach: Reach = Reach.OPEN) -> Programme:
    """A programme that is to be woken in so many minutes."""
    wakes = SystemClock().now() + dt.timedelta(minutes=minutes)
    return msgspec.structs.replace(due(team, channel), wakes=wakes, reach=reach)


async def test_a_workspace_whose_looks_are_slow_keeps_no_other_waiting_and_its_first_due_comes_first(
    tmp_path: Path,
) -> None:
    heads = (soon("T1", NEXT, 6), soon("T1", ONE), soon("T2", OTHER))
    async with at_desk(tmp_path / "ringfence.sqlite3", *heads, audiences=Watched) as (desk, looks, _):
        async with asyncio.timeout(10):
            assert await look_ahead(desk, {}, NOW) == 3
        assert [one for one in looks.looked if one != OTHER] == [ONE, NEXT]


async def test_a_workspace_of_many_is_looked_at_a_part_at_a_time(tmp_path: Path) -> None:
    heads = [soon("T1", ChannelId(f"C{number}")) for number in range(AT_A_TIME + 1)]
    async with at_desk(tmp_path / "ringfence.sqlite3", *heads, audiences=SlackAudiences) as (desk, _, _):
        seen: Rests = {}
        assert [await look_ahead(desk, seen, NOW) for _ in range(3)] == [AT_A_TIME, 1, 0]


async def test_where_nothing_can_be_said_or_it_is_too_late_nothing_is_looked_at(tmp_path: Path) -> None:
    heads = (soon("T1", ONE, reach=Reach.ARCHIVED), soon("T1", NEXT, -1), soon("T1", OTHER, 9))
    async with at_desk(tmp_path / "ringfence.sqlite3", *heads, audiences=Watched) as (desk, looks, _):
        assert await look_ahead(desk, {}, NOW) == 0 and looks.looked == []


class Refused(SlackAudiences):
    """Looks; the first at ``ONE`` comes too early, by a minute."""

    looked = 0

    async def look(self, channel: ChannelId, *, fresh: bool = False) -> Audience:
        self.looked += 1
        if channel == ONE and self.looked == 1:
            return Audience(channel, "", private=False, member=False, external=True, unknown="ratelimited", again=60)
        return await super().look(channel, fresh=fresh)


async def test_what_could_not_be_looked_at_is_looked_at_the_next_time(tmp_path: Path) -> None:
    heads = (soon("T1", ONE), soon("T1", NEXT, 6))
    async with at_desk(tmp_path / "ringfence.sqlite3", *heads, audiences=Refused) as (desk, looks, _):
        seen: Rests = {}
        assert await look_ahead(desk, seen, NOW) == 1
        assert await look_ahead(desk, seen, NOW) == 1 and looks.looked == 3
        assert await look_ahead(desk, seen, NOW) == 0 and looks.looked == 3


async def test_a_programme_that_cannot_be_read_keeps_no_other_waiting_and_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ringfence.sqlite3"
    async with at_desk(path, soon("T1", ONE), soon("T1", NEXT, 6), audiences=SlackAudiences) as (desk, _, _):
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as rows:
            rows.execute("UPDATE programmes SET doc = x'7b' WHERE pk = 1")
        metered, seen = replace(desk, meter=Metrics()), Rests()
        assert await look_ahead(metered, seen, NOW) == 1
        assert await look_ahead(metered, seen, NOW) == 0
        assert b'errors_total{kind="DocumentDamaged"} 1.0' in metered.meter.page()
