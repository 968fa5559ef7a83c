"""What a store says when the file, the disk or another process is in the way, and that nothing is lost by it."""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from flows.model.effects import Outcome, SaveItem
from flows.model.errors import RingfenceError
from flows.model.ids import RegisterId
from flows.model.programme import Snapshot
from state import errors
from state.errors import (
    DocumentDamaged,
    DocumentNewer,
    StoreCorrupt,
    StoreError,
    StoreFailing,
    StoreFull,
    StoreLocked,
    StoreMissing,
    StoreReadOnly,
    of_sqlite,
)
from state.migrations import CHECKED_BYTES, migrate
from state.sqlite import SqliteStore, open_store
from tests.house.tree import ROOT
from tests.state.samples import AWAY, HOME, NOW, begin, decides, item, key, programme

SHORT = dt.timedelta(milliseconds=40)
KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, StoreError) and kind is not StoreError
]


def read(path: Path) -> bytes:
    return path.read_bytes()


def write(path: Path, data: bytes) -> bytes:
    path.write_bytes(data)
    return data


async def refused(path: Path) -> str:
    """What opening the store says."""
    with pytest.raises(RingfenceError) as told:
        await open_store(path, busy=SHORT)
    assert str(path) in str(told.value)
    return f"{type(told.value).__name__}: {told.value}"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_says_what_it_is_about_and_leaves_no_blank(kind: type[StoreError]) -> None:
    told = str(kind("/data/store"))
    assert "/data/store" in told and "{" not in told and "  " not in told


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.__subclasses__()], ids=lambda kind: kind.__name__)
def test_every_error_that_is_raised_says_how_to_mend_it(kind: type[StoreError]) -> None:
    assert "Mend: " in str(kind("/data/store"))


async def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    assert (await refused(tmp_path / "nowhere" / "store")).startswith("StoreMissing: ")


async def test_a_folder_in_the_place_of_the_file_is_named(tmp_path: Path) -> None:
    assert (await refused(tmp_path)).startswith("StoreMissing: ")


async def test_a_file_that_is_no_database_is_left_as_it_is(path: Path) -> None:
    diary = write(path, b"Dear diary, " * 500)
    assert (await refused(path)).startswith("StoreCorrupt: ")
    assert read(path) == diary


async def test_a_store_with_a_damaged_page_is_refused_when_it_is_opened(path: Path) -> None:
    store = await open_store(path)
    await begin(store)
    await store.close()
    whole = read(path)
    damaged = write(path, whole[: 2 * 4096] + b"\xff" * (8 * 4096) + whole[10 * 4096 :])
    assert (await refused(path)).startswith("StoreCorrupt: ")
    assert read(path) == damaged


async def test_a_store_cut_short_is_refused_when_it_is_opened(path: Path) -> None:
    store = await open_store(path)
    await begin(store)
    await store.close()
    whole = read(path)
    write(path, whole[: len(whole) // 2])
    assert (await refused(path)).startswith("StoreCorrupt: ")


async def test_a_store_that_somebody_writes_to_is_not_opened(path: Path) -> None:
    migrate(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert (await refused(path)).startswith("StoreLocked: ")
    other.close()
    await (await open_store(path)).close()


def test_a_loop_that_ends_with_a_store_that_could_not_be_opened_leaves_no_thread_behind(path: Path) -> None:
    """It would tell of itself on the error output: its loop is gone."""
    migrate(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    before = threading.active_count()
    for _ in range(20):
        assert asyncio.run(refused(path)).startswith("StoreLocked: ")
    until = time.monotonic() + 10  # the last of them may be on its way out still
    while threading.active_count() > before and time.monotonic() < until:
        time.sleep(0.01)
    assert threading.active_count() <= before
    other.close()


async def test_a_store_held_by_another_process_keeps_nothing_and_goes_on_after(path: Path) -> None:
    store = await open_store(path, busy=SHORT)
    await begin(store)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreLocked, match="stop the other process"):
        await store.turn(key("1"), HOME, decides(SaveItem(item(1))), NOW)
    with pytest.raises(StoreLocked):
        await store.ping()
    assert await store.read(HOME, lambda s: s.programme) is not None
    other.close()
    assert (await store.turn(key("1"), HOME, decides(SaveItem(item(1))), NOW)).fresh
    await store.close()


async def test_a_full_disk_keeps_nothing_of_the_turn_and_all_of_what_was_before(sqlite: SqliteStore) -> None:
    await begin(sqlite)
    await sqlite._writer.run(lambda rows: rows.execute("PRAGMA max_page_count = 1").fetchall())
    before = await sqlite.everything(HOME)
    with pytest.raises(StoreFull, match="free space"):
        await sqlite.turn(key("1"), HOME, decides(SaveItem(item(1, name="x" * 100_000))), NOW)
    assert await sqlite.everything(HOME) == before
    await sqlite._writer.run(lambda rows: rows.execute("PRAGMA max_page_count = 1000000").fetchall())
    receipt = await sqlite.turn(key("1"), HOME, decides(SaveItem(item(1))), NOW)
    assert receipt.fresh and receipt.version == 2


async def test_a_store_that_may_only_be_read_says_so(sqlite: SqliteStore) -> None:
    await begin(sqlite)
    await sqlite._writer.run(lambda rows: rows.execute("PRAGMA query_only = ON").fetchall())
    with pytest.raises(StoreReadOnly, match="the right to write"):
        await sqlite.turn(key("1"), HOME, decides(SaveItem(item(1))), NOW)


async def test_a_part_written_by_a_newer_program_stops_the_turn_and_stays(sqlite: SqliteStore) -> None:
    await begin(sqlite)
    await sqlite.turn(key("1"), HOME, decides(SaveItem(item(1))), NOW)
    newer = b'{"v":99,"id":"asset-1"}'
    await sqlite._writer.run(lambda rows: rows.execute("UPDATE items SET doc = ?", (newer,)).rowcount)
    sqlite._cache.clear()

    def decide(snapshot: Snapshot) -> Outcome:
        return Outcome(saves=tuple(map(SaveItem, snapshot.items(RegisterId("asset")))))

    with pytest.raises(DocumentNewer, match="register item, version 99"):
        await sqlite.turn(key("2"), HOME, decide, NOW)
    assert await sqlite._rows("SELECT doc FROM items", ()) == [(newer,)]
    assert await sqlite._rows("SELECT count(*) FROM claims", ()) == [(2,)]


async def test_a_damaged_head_stops_its_programme_and_no_other(sqlite: SqliteStore) -> None:
    await begin(sqlite)
    await begin(sqlite, AWAY)
    spoil = "UPDATE programmes SET doc = x'00' WHERE id = ?"
    await sqlite._writer.run(lambda rows: rows.execute(spoil, (HOME,)).rowcount)
    sqlite._cache.clear()
    with pytest.raises(DocumentDamaged):
        await sqlite.read(HOME, lambda s: s.programme)
    assert await sqlite.read(AWAY, lambda s: s.programme) == programme(AWAY)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_IOERR_FSYNC, StoreFailing),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, StoreLocked),
        (sqlite3.SQLITE_CORRUPT_INDEX, StoreCorrupt),
        (sqlite3.SQLITE_CANTOPEN, StoreMissing),
        (sqlite3.SQLITE_READONLY_DBMOVED, StoreReadOnly),
        (sqlite3.SQLITE_MISUSE, StoreError),
        (None, StoreError),
    ],
)
def test_what_sqlite_reports_gets_the_right_name(code: int | None, kind: type[StoreError]) -> None:
    error = sqlite3.OperationalError("told by sqlite")
    if code is not None:
        error.sqlite_errorcode = code
    assert type(of_sqlite(error, "/data/store")) is kind


async def test_a_statement_that_sqlite_refuses_undoes_its_group_and_no_more(sqlite: SqliteStore) -> None:
    await begin(sqlite)
    with pytest.raises(StoreError):
        await sqlite._writer.run(lambda rows: rows.execute("INSERT INTO nowhere VALUES (1)").rowcount)
    assert (await sqlite.turn(key("1"), HOME, decides(SaveItem(item(1))), NOW)).version == 2


async def test_a_large_store_opens_without_being_read_whole(path: Path) -> None:
    store = await open_store(path)
    await begin(store)
    await store.close()
    grow(path)
    store = await open_store(path)
    assert await store.read(HOME, lambda s: s.programme) == programme()
    await store.close()


def grow(path: Path) -> None:
    """Make the file larger than what is checked at the start; the rest is a hole."""
    with path.open("r+b") as file:
        file.truncate(CHECKED_BYTES + 4096)


AS_NOBODY = """
import asyncio, os, sys
from pathlib import Path
import state.sqlite as sqlite
from state.errors import StoreError
asyncio.run(asyncio.to_thread(int))  # loads what cannot be loaded later
if os.geteuid() == 0:
    os.setuid(65534)  # to root nothing is read-only
try:
    asyncio.run(sqlite.open_store(Path(sys.argv[1])))
except StoreError as error:
    print(type(error).__name__)
"""


@pytest.mark.parametrize(
    ("file", "folder", "said"),
    [
        (0o444, 0o555, {"StoreReadOnly", "StoreMissing"}),
        (0o000, 0o555, {"StoreMissing"}),
        (0o444, 0o000, {"StoreMissing"}),
    ],
)
def test_a_file_without_the_rights_to_it_is_named(file: int, folder: int, said: set[str]) -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as place:
        path = Path(place) / "store"
        migrate(path)
        path.chmod(file)
        path.parent.chmod(folder)
        command = [sys.executable, "-c", AS_NOBODY, str(path)]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
        path.parent.chmod(0o755)
    assert {*ran.stdout.split()} <= said and ran.stdout, ran.stderr
