"""What a lease and a turn cost does not grow with what waits: counted in steps of SQLite's machine, not in time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest

from flows.model.effects import OpenThread
from flows.model.ids import ProgrammeId, TeamId
from state.codec import EFFECT
from state.moments import micros
from state.sqlite import SqliteStore
from state.store import AtRest, Unopened
from tests.state.samples import IP, NOW, SECOND, begin, decides, key, tell

WORKSPACES = 100
PLAIN = EFFECT.encode(tell("a"))


async def fill(sqlite: SqliteStore, channels: int, deep: int = 1) -> None:
    """So many channels in each workspace, with so many postings in one lane of each."""
    rows = [(f"T{team:03}:C{n}", IP, micros(NOW), PLAIN) for n in range(channels) for team in range(WORKSPACES)]
    statement = "INSERT INTO outbox (programme, lane, queued_at, effect) VALUES (?, ?, ?, ?)"

    def work(connection: sqlite3.Connection) -> None:
        for _ in range(deep):
            connection.executemany(statement, rows)

    await sqlite._writer.run(work)


async def steps(sqlite: SqliteStore, call: Callable[[], object]) -> int:
    """How many steps the writer's machine takes for a call."""
    counted = 0

    def count() -> int:
        nonlocal counted
        counted += 1
        return 0

    await sqlite._writer.run(lambda rows: rows.set_progress_handler(count, 1))
    await call()  # type: ignore[misc]
    await sqlite._writer.run(lambda rows: rows.set_progress_handler(None, 1))
    return counted


@pytest.mark.parametrize(
    "rest",
    [
        None,
        AtRest(),
        AtRest(after=TeamId("T050")),
        AtRest(frozenset(TeamId(f"T{team:03}") for team in range(90)), frozenset(f"T095:C{n}" for n in range(2))),
    ],
    ids=["in order", "in turn", "from the middle", "most at rest"],
)
async def test_a_lease_costs_the_same_with_a_thousand_heads_and_with_ten_thousand(
    sqlite: SqliteStore, rest: AtRest | None
) -> None:
    async def lease() -> None:
        assert len(await sqlite.lease(NOW, 8, 0 * SECOND, rest)) == 8

    await fill(sqlite, channels=10)
    few = await steps(sqlite, lease)
    await fill(sqlite, channels=100)
    many = await steps(sqlite, lease)
    assert many < 1.1 * few + 50


async def test_a_lease_costs_the_same_whatever_waits_behind_the_heads(sqlite: SqliteStore) -> None:
    async def lease() -> None:
        assert len(await sqlite.lease(NOW, 8, 0 * SECOND, AtRest())) == 8

    await fill(sqlite, channels=10)
    few = await steps(sqlite, lease)
    await fill(sqlite, channels=10, deep=9)
    assert await steps(sqlite, lease) < 1.1 * few + 50


async def test_one_kind_is_found_in_a_lane_without_opening_what_else_waits(sqlite: SqliteStore) -> None:
    """What an older version queued has no kind beside it and is opened; it says itself what it is."""
    home = ProgrammeId("T1:C1")
    await begin(sqlite, home, *(tell(str(n)) for n in range(50)), OpenThread(IP))

    def age(rows: sqlite3.Connection) -> None:
        rows.execute("UPDATE outbox SET what = NULL WHERE number IN (1, 51)")
        rows.execute("UPDATE outbox SET effect = CAST('no document' AS BLOB) WHERE number BETWEEN 2 AND 50")

    await sqlite._writer.run(age)
    assert [one.number for one in await sqlite.waiting(home, IP, OpenThread)] == [51]
    assert sum(isinstance(one, Unopened) for one in await sqlite.waiting(home, IP)) == 49


async def test_a_turn_costs_the_same_however_much_waits_to_be_sent(sqlite: SqliteStore) -> None:
    async def turn() -> None:
        await sqlite.turn(
            key(str(await sqlite.outbox_depth())), ProgrammeId("T1:C1"), decides(effects=(tell("a"),)), NOW
        )

    await begin(sqlite)
    await turn()
    few = await steps(sqlite, turn)
    await fill(sqlite, channels=100)
    assert await steps(sqlite, turn) < 1.1 * few + 50
