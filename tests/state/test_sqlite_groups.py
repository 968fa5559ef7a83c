"""Concurrent turns share one COMMIT, each in its own SAVEPOINT, and nobody is told before it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec
import pytest

from flows.model.effects import Outcome, SaveItem, SaveProgramme
from flows.model.ids import FlowHash, ProgrammeId, RegisterId
from flows.model.programme import Snapshot
from state.errors import StoreFull
from state.parts import Parts
from state.sqlite import SqliteStore, open_store
from state.sqlite_rows import PASSING_CACHED, PROGRAMMES_CACHED, Cache
from tests.state.samples import HOME, IP, NOW, SEAL, begin, decides, flow, item, key, programme

ASSETS = RegisterId("asset")


async def traced(store: SqliteStore) -> list[str]:
    """The statements that the writer runs from now on."""
    said: list[str] = []
    await store._writer.run(lambda rows: rows.set_trace_callback(said.append))
    await asyncio.sleep(0)
    said.clear()
    return said


async def test_turns_that_come_together_share_one_commit(sqlite: SqliteStore) -> None:
    await begin(sqlite)
    said = await traced(sqlite)
    await asyncio.gather(*(sqlite.turn(key(str(n)), HOME, decides(SaveItem(item(n))), NOW) for n in range(40)))
    assert said.count("COMMIT") == 1
    assert said.count("SAVEPOINT job") == said.count("RELEASE job") == 40


async def test_turns_that_come_while_a_group_is_at_work_share_the_next(sqlite: SqliteStore) -> None:
    await begin(sqlite)
    said = await traced(sqlite)
    first = asyncio.ensure_future(sqlite.turn(key("first"), HOME, decides(), NOW))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    rest = [asyncio.ensure_future(sqlite.turn(key(str(n)), HOME, decides(), NOW)) for n in range(20)]
    await asyncio.gather(first, *rest)
    assert said.count("COMMIT") == 2


async def test_a_turn_alone_is_one_hop_and_one_commit(sqlite: SqliteStore) -> None:
    await begin(sqlite)
    said = await traced(sqlite)
    await sqlite.turn(key("1"), HOME, decides(SaveItem(item(1))), NOW)
    assert [said[0], said[1], said[-2], said[-1]] == ["BEGIN IMMEDIATE", "SAVEPOINT job", "RELEASE job", "COMMIT"]


async def test_nobody_is_told_before_the_commit(sqlite: SqliteStore) -> None:
    order: list[str] = []
    await begin(sqlite)

    def note(statement: str) -> None:
        if statement == "COMMIT":
            order.append("commit")

    await sqlite._writer.run(lambda rows: rows.set_trace_callback(note))
    order.clear()

    async def turn(number: int) -> None:
        await sqlite.turn(key(str(number)), HOME, decides(), NOW)
        order.append("told")

    await asyncio.gather(*map(turn, range(5)))
    assert order == ["commit", *["told"] * 5]


async def test_a_view_reads_from_rows_not_yet_seen_and_from_the_cache_alike(sqlite: SqliteStore) -> None:
    await begin(sqlite)
    await sqlite.turn(key("1"), HOME, decides(SaveItem(item(1))), NOW)
    warm = await sqlite.everything(HOME), await sqlite.read(HOME, lambda s: s.items(ASSETS))
    sqlite._cache.clear()
    assert (await sqlite.everything(HOME), await sqlite.read(HOME, lambda s: s.items(ASSETS))) == warm


async def test_a_group_that_cannot_be_committed_is_undone_whole_and_nothing_of_it_is_remembered(
    sqlite: SqliteStore,
) -> None:
    await begin(sqlite)

    def grow(snapshot: Snapshot) -> Outcome:
        head = snapshot.programme
        assert head is not None
        return Outcome(saves=(SaveProgramme(msgspec.structs.replace(head, created=head.created + 1)),))

    big = SaveItem(item(1, name="x" * 200_000))
    await sqlite._writer.run(lambda rows: rows.execute("PRAGMA max_page_count = 1").fetchall())
    turns = [sqlite.turn(key(str(n)), HOME, grow if n else decides(big), NOW) for n in (1, 2, 0, 3)]
    outcomes = await asyncio.gather(*turns, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [StoreFull] * 4
    await sqlite._writer.run(lambda rows: rows.execute("PRAGMA max_page_count = 1073741823").fetchall())
    receipts = [await sqlite.turn(key(str(n)), HOME, grow, NOW) for n in range(4)]
    assert [receipt.version for receipt in receipts] == [2, 3, 4, 5]
    assert await sqlite.read(HOME, lambda s: s.programme and s.programme.created) == 4


async def test_a_programme_that_another_process_moved_is_read_anew(sqlite: SqliteStore) -> None:
    await begin(sqlite)
    await sqlite.read(HOME, lambda s: s.programme)
    other = await open_store(sqlite.path, SEAL)
    renamed = msgspec.structs.replace(programme(), name="Renamed")
    await other.turn(key("1"), HOME, decides(SaveProgramme(renamed), SaveItem(item(1))), NOW)
    assert await sqlite.read(HOME, lambda s: (s.programme, s.items(ASSETS))) == (renamed, (item(1),))
    await other.erase(HOME)
    assert await sqlite.read(HOME, lambda s: s.programme) is None
    await other.close()


async def test_more_programmes_than_the_cache_holds_are_all_there(sqlite: SqliteStore) -> None:
    names = [ProgrammeId(f"T1:C{number}") for number in range(200)]
    await asyncio.gather(*(begin(sqlite, name) for name in names))
    found = [await sqlite.read(name, lambda s: s.programme and s.programme.id) for name in names]
    assert found == names


@pytest.mark.parametrize("count", [1, 7])
async def test_the_receipts_of_a_group_go_to_whom_they_belong(sqlite: SqliteStore, count: int) -> None:
    await begin(sqlite)
    turns = [sqlite.turn(key(str(n)), HOME, decides(SaveItem(item(n))), NOW) for n in range(count)]
    assert [receipt.version for receipt in await asyncio.gather(*turns)] == list(range(2, count + 2))


async def test_a_thread_that_trips_tells_everybody_who_waits_and_goes_on(sqlite: SqliteStore) -> None:
    await begin(sqlite)
    settle = sqlite._writer._seat.settle

    def trip(committed: bool) -> None:
        raise LookupError("tripped")

    sqlite._writer._seat.settle = trip
    turns = [sqlite.turn(key(str(n)), HOME, decides(SaveItem(item(n))), NOW) for n in range(3)]
    told = await asyncio.gather(*turns, return_exceptions=True)
    assert [str(one) for one in told] == ["tripped"] * 3
    sqlite._writer._seat.settle = settle
    assert (await sqlite.turn(key("after"), HOME, decides(), NOW)).fresh


async def test_a_turn_that_waits_while_the_store_closes_is_still_taken(sqlite: SqliteStore) -> None:
    first = asyncio.ensure_future(sqlite.turn(key("1"), HOME, decides(), NOW))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    second = asyncio.ensure_future(sqlite.turn(key("2"), HOME, decides(), NOW))
    await asyncio.sleep(0)
    await sqlite.close()
    assert [receipt.fresh for receipt in await asyncio.gather(first, second)] == [True, True]


async def test_more_flows_than_the_cache_holds_are_all_there(sqlite: SqliteStore) -> None:
    hashes = [FlowHash(f"{number:064x}") for number in range(40)]
    for one in hashes:
        await sqlite.keep_flow(flow(one))
    assert [await sqlite.flow(one) for one in hashes] == [flow(one) for one in hashes]


async def test_what_an_erasure_frees_is_overwritten(sqlite: SqliteStore) -> None:
    await begin(sqlite)
    secret = "the valve closes at ninety bar"
    await sqlite.turn(key("1"), HOME, decides(*(SaveItem(item(n, name=secret)) for n in range(200))), NOW)
    await sqlite.erase(HOME)
    await sqlite.close()
    assert secret.encode() not in read(sqlite.path)


def read(path: Path) -> bytes:
    return path.read_bytes()


def test_parts_read_late_do_not_push_out_newer_ones() -> None:
    cache, older, newer = Cache(SEAL), Parts(), Parts()
    cache.stage(1, 5, newer)
    cache.keep(1, 4, older)
    assert cache.get(1, 5) is newer and cache.get(1, 4) is None
    cache.settle(committed=False)
    assert cache.get(1, 5) is None
    cache.keep(1, 4, older)
    cache.settle(committed=False)
    assert cache.get(1, 4) is older


@pytest.mark.parametrize("worked", [True, False])
def test_a_thousand_programmes_that_are_read_or_woken_push_out_none_in_which_somebody_is_at_work(worked: bool) -> None:
    cache, parts = Cache(SEAL), Parts()
    cache.stage(1, 1, parts, worked=worked)
    cache.stage(1, 2, parts)  # it was woken since
    cache.settle(committed=True)
    for pk in range(2, 1_002):
        cache.keep(pk, 1, Parts())
        cache.stage(pk, 2, Parts())
    assert (cache.get(1, 2) is parts) is worked


def test_of_those_in_which_somebody_is_at_work_the_one_not_asked_for_longest_goes_first() -> None:
    cache, many = Cache(SEAL), range(1, PROGRAMMES_CACHED + 2)
    for pk in many:
        cache.stage(pk, 1, Parts(), worked=True)
        assert cache.get(1, 1) is not None
    assert [pk for pk in many if cache.get(pk, 1) is None] == [2]


def test_a_turn_that_was_undone_leaves_nothing_of_the_programme_in_which_somebody_is_at_work() -> None:
    cache = Cache(SEAL)
    cache.stage(1, 1, Parts(), worked=True)
    cache.settle(committed=True)
    cache.stage(1, 2, Parts())
    cache.settle(committed=False)
    assert cache.get(1, 2) is None and cache.get(1, 1) is None


async def test_where_somebody_answers_the_session_is_not_read_again_however_many_programmes_are_woken(
    sqlite: SqliteStore,
) -> None:
    def looks(snapshot: Snapshot) -> Outcome:
        assert snapshot.session(IP) is not None
        return Outcome()

    await begin(sqlite)
    others = [ProgrammeId(f"T1:C9{number}") for number in range(PASSING_CACHED + 1)]
    woken = (sqlite.turn(key(other), other, decides(SaveProgramme(programme(other))), NOW) for other in others)
    await asyncio.gather(*woken)
    said = await traced(sqlite)
    await sqlite.turn(key("looks"), HOME, looks, NOW)
    assert not any("answer" in statement for statement in said)
    sqlite._cache.clear()
    await sqlite.turn(key("looks again"), HOME, looks, NOW)
    assert any("answer" in statement for statement in said), (
        "so that the line above cannot pass for looking for nothing"
    )


async def test_a_store_closes_even_after_its_worker_was_cancelled(sqlite: SqliteStore) -> None:
    turn = asyncio.ensure_future(sqlite.turn(key("1"), HOME, decides(), NOW))
    await asyncio.sleep(0)
    worker = sqlite._writer._worker
    assert worker is not None
    worker.cancel()
    await sqlite.close()
    turn.cancel()
    await asyncio.gather(turn, return_exceptions=True)
