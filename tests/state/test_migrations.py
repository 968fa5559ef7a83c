"""The schema is the sum of its migrations; a store moves forward whole or stays as it was, with a copy beside it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest
from syrupy.assertion import SnapshotAssertion

from flows.model.effects import Reminded
from flows.model.ids import ProgrammeId
from flows.model.reminders import Habits, Matter
from flows.model.session import Assignment
from state.codec import ACTION, ENTRY, PROGRAMME, SESSION
from state.errors import StoreError, StoreForeign, StoreLocked, StoreMissing, StoreNewer, StoreOlder
from state.migrations import APPLICATION_ID, Migrated, Migration, in_order, make_ready, migrate, shipped, size_of
from state.moments import micros
from state.sqlite import open_store
from state.sqlite_queries import SQL, parse
from tests.house.tree import ROOT, modules
from tests.state.samples import (
    ANNA,
    BEN,
    HOME,
    NOW,
    SEAL,
    SECOND,
    TEAM,
    action,
    begin,
    decides,
    entry,
    key,
    programme,
    session,
    spot,
)

NEXT = len(shipped()) + 1
COLOURS = Migration(
    NEXT, "colours", "-- New.\nCREATE TABLE colours (name TEXT);\nINSERT INTO colours VALUES ('a;b');\n"
)
BROKEN = Migration(NEXT, "broken", "CREATE TABLE shades (name TEXT);\nALTER TABLE nowhere ADD COLUMN x;\n")


def schema(path: Path) -> str:
    """Every table, index and trigger of a store, as SQLite keeps them."""
    with sqlite3.connect(path) as rows:
        found = rows.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name").fetchall()
    rows.close()
    return "\n\n".join(sql for (sql,) in found)


def look(path: Path, statement: str) -> list[tuple[object, ...]]:
    rows = sqlite3.connect(path)
    try:
        return rows.execute(statement).fetchall()
    finally:
        rows.close()


def test_the_schema_is_the_sum_of_its_migrations(path: Path, snapshot: SnapshotAssertion) -> None:
    assert migrate(path) == Migrated(0, len(shipped()))
    assert schema(path) == snapshot


def test_a_step_at_a_time_leads_where_one_leap_does(path: Path, tmp_path: Path) -> None:
    migrate(path)
    for number in range(1, len(shipped()) + 1):
        migrate(tmp_path / "slow", shipped()[:number])
    assert schema(tmp_path / "slow") == schema(path)


def test_a_new_store_is_known_as_ours_and_keeps_a_write_ahead_log(path: Path) -> None:
    migrate(path)
    assert look(path, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert look(path, "PRAGMA user_version") == [(len(shipped()),)]
    assert look(path, "PRAGMA journal_mode") == [("wal",)]


@pytest.mark.skipif(os.name != "posix", reason="modes are a matter of POSIX")
async def test_a_new_store_and_what_lies_beside_it_are_its_owners_alone(path: Path) -> None:
    store = await open_store(path)
    await begin(store)
    modes = {one.name: one.stat().st_mode & 0o777 for one in path.parent.iterdir()}
    assert modes == dict.fromkeys((path.name, f"{path.name}-wal", f"{path.name}-shm"), 0o600)
    await store.close()


def test_a_store_that_is_up_to_date_is_left_alone(path: Path) -> None:
    migrate(path)
    assert migrate(path) == Migrated(len(shipped()), len(shipped()))
    assert [found.name for found in path.parent.iterdir() if "backup" in found.name] == []


async def test_a_store_moves_forward_with_all_it_holds_and_a_copy_beside_it(path: Path) -> None:
    store = await open_store(path)
    await begin(store)
    await store.close()
    done = migrate(path, (*shipped(), COLOURS))
    assert (done.before, done.after) == (NEXT - 1, NEXT)
    assert done.backup is not None and done.backup.name == f"ringfence.sqlite3.version-{NEXT - 1}.backup"
    assert look(path, "SELECT name FROM colours") == [("a;b",)]
    assert look(path, "SELECT id FROM programmes") == look(done.backup, "SELECT id FROM programmes") == [(HOME,)]
    copy = await open_store(done.backup)
    assert await copy.read(HOME, lambda s: s.programme) == programme()
    await copy.close()


def test_an_earlier_copy_is_never_overwritten(path: Path) -> None:
    migrate(path)
    taken = path.with_name(f"{path.name}.version-{NEXT - 1}.backup")
    taken.write_text("mine")
    done = migrate(path, (*shipped(), COLOURS))
    assert done.backup is not None and done.backup.name.endswith(".backup-2")
    assert taken.read_text() == "mine"


def test_a_copy_that_a_killed_migration_left_unfinished_is_made_anew(path: Path) -> None:
    migrate(path)
    path.with_name(f"{path.name}.version-{NEXT - 1}.backup.partial").write_text("half a copy")
    done = migrate(path, (*shipped(), COLOURS))
    assert done.backup is not None and look(done.backup, "PRAGMA quick_check") == [("ok",)]


CRAMPED = """
import resource, sys
from pathlib import Path
from state.errors import StoreError
from state.migrations import Migration, migrate, shipped
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, resource.RLIM_INFINITY))
try:
    migrate(Path(sys.argv[1]), (*shipped(), Migration(len(shipped()) + 1, "more", "CREATE TABLE more (x);")))
except StoreError as error:
    print(type(error).__name__)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
"""


async def test_a_store_whose_maker_was_killed_before_its_first_table_is_made_by_the_next(path: Path) -> None:
    look(path, "PRAGMA journal_mode = WAL")
    assert size_of(path) > 0
    await (await open_store(path)).close()
    assert look(path, "PRAGMA user_version") == [(len(shipped()),)]


def test_where_there_is_no_room_for_the_copy_the_store_stays_as_it_was(path: Path) -> None:
    migrate(path)
    said = subprocess.run([sys.executable, "-c", CRAMPED, str(path)], cwd=ROOT, capture_output=True, text=True)
    assert said.stdout.split() == ["StoreFailing"]
    assert look(path, "PRAGMA user_version") == [(NEXT - 1,)]
    assert not [found.name for found in path.parent.iterdir() if "backup" in found.name]


def test_a_migration_that_fails_leaves_the_store_as_it_was(path: Path) -> None:
    migrate(path)
    before = schema(path)
    with pytest.raises(StoreError):
        migrate(path, (*shipped(), BROKEN))
    assert schema(path) == before
    assert look(path, "PRAGMA user_version") == [(NEXT - 1,)]
    assert not list(path.parent.glob("*.partial"))


def test_a_copy_that_cannot_be_made_stops_the_migration(path: Path) -> None:
    migrate(path)
    path.with_name(f"{path.name}.version-{NEXT - 1}.backup.partial").mkdir()
    with pytest.raises(StoreMissing):
        migrate(path, (*shipped(), COLOURS))
    assert look(path, "PRAGMA user_version") == [(NEXT - 1,)]


def test_a_store_of_a_newer_program_is_refused_and_left_alone(path: Path) -> None:
    migrate(path, (*shipped(), COLOURS))
    before = path.read_bytes()
    for touch in (migrate, make_ready):
        with pytest.raises(StoreNewer, match=r"newer Ringfence.*Mend"):
            touch(path)
    assert path.read_bytes() == before


async def test_a_store_of_an_older_program_is_not_opened_before_it_is_migrated(path: Path) -> None:
    older(path)
    with pytest.raises(StoreOlder, match="ringfence migrate"):
        await open_store(path)


def older(path: Path) -> None:
    """A store of ours, of version 0: what a program that knew fewer migrations left."""
    migrate(path)
    rows = sqlite3.connect(path)
    rows.execute("PRAGMA user_version = 0")
    rows.close()


@pytest.mark.parametrize("sql", ["CREATE TABLE theirs (x)", "PRAGMA user_version = 7"])
def test_a_database_of_somebody_else_is_refused_and_left_alone(path: Path, sql: str) -> None:
    rows = sqlite3.connect(path)
    rows.execute(sql)
    rows.close()
    for touch in (migrate, make_ready):
        with pytest.raises(StoreForeign, match="not one of Ringfence's"):
            touch(path)
    assert look(path, "PRAGMA application_id") == [(0,)]


def test_a_store_that_somebody_writes_to_is_not_migrated_meanwhile(path: Path) -> None:
    migrate(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreLocked, match="Another process"):
        migrate(path, (*shipped(), COLOURS), busy=0.05)
    other.close()
    assert migrate(path, (*shipped(), COLOURS)).after == NEXT


def test_a_file_that_somebody_holds_for_himself_is_not_turned_to_a_store(path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreLocked):
        migrate(path, busy=0.05)
    other.close()


def test_a_file_that_somebody_reads_is_not_turned_to_a_store_meanwhile(path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT * FROM sqlite_master").fetchall()
    with pytest.raises(StoreLocked):
        migrate(path, busy=0.05)
    other.close()
    assert migrate(path).after == NEXT - 1


RACE = """
import sys, time
from pathlib import Path
from state.migrations import Migration, migrate, shipped
steps = (*shipped(), Migration(len(shipped()) + 1, "colours", "CREATE TABLE colours (name TEXT);"))
while time.time() < float(sys.argv[2]): pass
print(migrate(Path(sys.argv[1]), steps).before)
"""


@pytest.mark.parametrize("made", [False, True])
def test_of_processes_that_race_to_migrate_one_does_it(path: Path, made: bool) -> None:
    if made:
        migrate(path)
    start = str(time.time() + 1.0)
    racers = [
        subprocess.Popen([sys.executable, "-c", RACE, str(path), start], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    told = sorted(int(racer.communicate(timeout=60)[0]) for racer in racers)
    assert told == [NEXT - 1 if made else 0, NEXT, NEXT, NEXT]
    assert len(list(path.parent.glob("*backup*"))) == made
    assert look(path, "SELECT count(*) FROM colours") == [(0,)]


def test_migrations_are_numbered_without_a_gap() -> None:
    assert [step.number for step in shipped()] == list(range(1, NEXT))


def test_every_statement_is_used_and_makes_sense_to_sqlite(path: Path) -> None:
    migrate(path)
    text = "".join(module.text for module in modules("state"))
    for name, statement in SQL.items():
        assert f'"{name}"' in text, f"{name} is used nowhere"
        numbered = {number for number in ("?1", "?2", "?3", "?4", "?5", "?6") if number in statement}
        rows = sqlite3.connect(path)
        rows.execute(f"EXPLAIN {statement}", (None,) * (len(numbered) or statement.count("?")))
        rows.close()


@pytest.mark.parametrize("numbers", [(1, 3), (2,), (1, 1)])
def test_a_gap_in_the_numbers_is_noticed(numbers: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="1, 2, 3"):
        in_order(Migration(number, "step", "") for number in numbers)


def test_a_statement_that_stands_twice_is_noticed() -> None:
    with pytest.raises(ValueError, match="twice"):
        parse("-- name: a\nSELECT 1;\n-- name: a\nSELECT 2;\n")


async def test_the_audit_log_cannot_be_changed(path: Path) -> None:
    store = await open_store(path)
    await begin(store)
    await store.close()
    rows = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
        rows.execute("UPDATE entries SET doc = 'x'")
    rows.close()


async def test_what_the_first_version_held_is_found_by_its_time_after_the_second(path: Path) -> None:
    first = shipped()[0]
    migrate(path, (first,))
    rows = sqlite3.connect(path)
    rows.execute(
        "INSERT INTO programmes (id, team, version, doc) VALUES (?, 'T1', 1, ?)", (HOME, PROGRAMME.encode(programme()))
    )
    rows.execute("INSERT INTO entries (programme, doc) VALUES (1, ?)", (ENTRY.encode(entry("founded")),))
    rows.commit()
    rows.close()
    migrate(path)
    store = await open_store(path)
    assert await store.waking(NOW, 10) == (HOME,)
    whole = NOW.replace(microsecond=0)
    assert len(await store.read(HOME, lambda snapshot: snapshot.entries(whole))) == 1
    assert await store.read(HOME, lambda snapshot: snapshot.entries(NOW + SECOND)) == ()
    await store.close()


async def test_open_work_of_before_there_was_a_list_is_found_once_the_store_is_opened(path: Path) -> None:
    migrate(path, shipped()[:3])
    rows = sqlite3.connect(path)
    asked = msgspec.structs.replace(session(), assignments=(Assignment(spot("owner"), BEN, ANNA, NOW.date()),))
    add = "INSERT INTO {} (programme, id, doc) VALUES (?, ?, ?)"
    for number in range(1, 46):
        named = programme(ProgrammeId(f"T1:C{number}"))
        doc = SEAL.write(PROGRAMME, named, number) if number != 7 else b"damaged"
        rows.execute("INSERT INTO programmes (id, team, version, doc) VALUES (?, 'T1', 1, ?)", (named.id, doc))
        work = msgspec.structs.replace(action(1), owner=BEN)
        rows.execute(add.format("actions"), (number, work.id, SEAL.write(ACTION, work, number, work.id)))
    rows.execute(add.format("sessions"), (1, asked.id, SEAL.write(SESSION, asked, 1, asked.id)))
    rows.commit()
    rows.close()
    migrate(path)
    store = await open_store(path, SEAL)
    found = await store.dues(TEAM, BEN)
    assert len(found) == 45 and len({due.programme for due in found}) == 44
    assert found[0].matter is Matter.QUESTION
    assert len(await store.leads(TEAM, ANNA)) == 44
    assert await store.reminding(NOW, 10) == ((TEAM, ANNA), (TEAM, BEN))
    for who in (ANNA, BEN):
        await store.weigh(TEAM, who, lambda _: Reminded(Habits(), None), NOW)
    await store.close()
    again = await open_store(path, SEAL)
    assert await again.reminding(NOW, 10) == () and await again.dues(TEAM, BEN) == found
    await again.close()


async def test_lines_of_before_their_kind_stood_beside_them_are_known_by_it_all_the_same(path: Path) -> None:
    migrate(path, shipped()[:5])
    rows = sqlite3.connect(path)
    head = SEAL.write(PROGRAMME, programme(), 1)
    rows.execute("INSERT INTO programmes (id, team, version, doc) VALUES (?, 'T1', 1, ?)", (HOME, head))
    at = micros(NOW)
    for what in ("founded", "answered"):
        line = SEAL.write(ENTRY, entry(what), 1, at)
        rows.execute("INSERT INTO entries (programme, at, doc) VALUES (1, ?, ?)", (at, line))
    rows.commit()
    rows.close()
    migrate(path)
    store = await open_store(path, SEAL)
    await store.turn(key("1"), HOME, decides(entry("digest")), NOW)
    assert await store.read(HOME, lambda snapshot: snapshot.happened(NOW)) == {"founded", "answered", "digest"}
    kinds = frozenset({"answered", "digest"})
    assert await store.read(HOME, lambda snapshot: snapshot.entries(NOW, kinds)) == (entry("answered"), entry("digest"))
    assert len(await store.read(HOME, lambda snapshot: snapshot.entries(NOW))) == 3
    await store.close()
