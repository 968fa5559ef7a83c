"""The look from another process: beside an open store, after it was closed, at a file that cannot be used, and never a write."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import msgspec
import pytest

from flows.model.effects import RefreshCard, SaveProgramme, SaveSession
from flows.model.ids import ClaimKey
from flows.model.session import SessionState
from state import inspection
from state.errors import StoreAbsent, StoreCorrupt, StoreForeign, StoreNewer, StoreOlder
from state.records import Load
from state.sqlite import SqliteStore
from tests.state.samples import AWAY, HOME, NOW, SEAL, SECOND, begin, decides, key, programme, queue, session, tell

LEASE = 30 * SECOND


async def filled(store: SqliteStore) -> None:
    """Two programmes, one done with its session; a posting given up, one refused once, one waiting; a digest to come."""
    await begin(store)
    await begin(store, AWAY)
    done = msgspec.structs.replace(session(of=AWAY), state=SessionState.DONE)
    await store.turn(key("done"), AWAY, decides(SaveSession(done)), NOW)
    waking = msgspec.structs.replace(programme(), wakes=NOW + 3600 * SECOND)
    await store.turn(key("wakes"), HOME, decides(SaveProgramme(waking)), NOW)
    await queue(store, tell("secret words"))
    first, second = await store.lease(NOW, 2, LEASE)
    await store.park(first, "is_archived", NOW)
    await store.retry(second, NOW + SECOND, "ratelimited")


async def test_beside_an_open_store_the_look_sees_what_was_committed(sqlite: SqliteStore, path: Path) -> None:
    await filled(sqlite)
    seen = inspection.overview(path, NOW, SEAL)
    assert (seen.programmes, seen.teams, seen.sessions) == (2, 1, {"asking": 1, "done": 1})
    assert seen.load == await sqlite.load(NOW) == Load(waiting=2, since=NOW, parked=1)
    assert seen.oldest is not None
    assert (seen.oldest.number, seen.oldest.programme, seen.oldest.why, seen.oldest.tries) == (
        2,
        AWAY,
        "ratelimited",
        1,
    )
    assert [(one.number, one.why, one.parked) for one in seen.parked] == [(1, "is_archived", NOW)]
    assert (seen.wakes, seen.cards, seen.held) == (NOW + 3600 * SECOND, 2, 0)
    assert inspection.overview(path, NOW + dt.timedelta(days=1)).load.due == 1
    assert "secret words" not in repr(seen)


async def test_a_turn_goes_on_while_somebody_looks_and_is_seen_by_the_next_look(
    sqlite: SqliteStore, path: Path
) -> None:
    await begin(sqlite)
    with inspection.looking(path) as rows:
        rows.execute("BEGIN")
        rows.execute("SELECT count(*) FROM programmes").fetchone()
        await sqlite.turn(ClaimKey("meanwhile"), HOME, decides(effects=(tell("a"), RefreshCard())), NOW)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            rows.execute("DELETE FROM programmes")
    assert inspection.overview(path, NOW).load.waiting == 2


async def test_after_the_bot_the_look_finds_the_same_and_leaves_the_file_as_it_is(
    sqlite: SqliteStore, path: Path
) -> None:
    await filled(sqlite)
    before = inspection.overview(path, NOW)
    await sqlite.close()
    content = _bytes(path)
    assert inspection.overview(path, NOW) == before
    assert inspection.parked(path) == before.parked
    assert _bytes(path) == content


async def test_a_replayed_posting_comes_again_at_its_place(sqlite: SqliteStore, path: Path) -> None:
    await filled(sqlite)
    assert inspection.replay(path, 1)
    assert not inspection.replay(path, 1)
    assert not inspection.replay(path, 99)
    assert 1 in [posting.number for posting in await sqlite.lease(NOW + SECOND, 9, LEASE)]


async def test_a_sound_store_is_examined_beside_a_bot(sqlite: SqliteStore, path: Path) -> None:
    await begin(sqlite)
    assert inspection.examine(path) == inspection.overview(path, NOW).version


def test_no_look_makes_a_file(path: Path) -> None:
    for look in (
        lambda: inspection.overview(path, NOW),
        lambda: inspection.examine(path),
        lambda: inspection.replay(path, 1),
    ):
        with pytest.raises(StoreAbsent, match="RINGFENCE_DATABASE"):
            look()
    assert not path.exists()


def test_what_cannot_be_used_is_named(path: Path) -> None:
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreCorrupt):
        inspection.examine(path)
    path.unlink()
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE theirs (a)")
    made.close()
    with pytest.raises(StoreForeign):
        inspection.examine(path)


@pytest.mark.parametrize(("moved", "error"), [(-1, StoreOlder), (1, StoreNewer)])
async def test_another_version_is_named(sqlite: SqliteStore, path: Path, moved: int, error: type[Exception]) -> None:
    await sqlite.close()
    with sqlite3.connect(path) as rows:
        [(version,)] = rows.execute("PRAGMA user_version").fetchall()
        rows.execute(f"PRAGMA user_version = {version + moved}")
    rows.close()
    for look in (
        lambda: inspection.overview(path, NOW),
        lambda: inspection.examine(path),
        lambda: inspection.parked(path),
    ):
        with pytest.raises(error):
            look()


async def test_sessions_whose_document_cannot_be_read_here_are_counted_apart(sqlite: SqliteStore, path: Path) -> None:
    await begin(sqlite)
    await sqlite.close()
    with sqlite3.connect(path) as rows:
        rows.execute("UPDATE sessions SET doc = ?", (b"\x01\x00\xffsealed",))
    rows.close()
    assert inspection.overview(path, NOW).sessions == {inspection.UNREADABLE: 1}


def _bytes(path: Path) -> bytes:
    return path.read_bytes()
