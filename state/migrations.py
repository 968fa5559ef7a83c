"""The SQLite file's schema: which version it is, and how it gets to this program's. The only place that changes a
schema.

Migrations are the numbered files ``sql/sqlite/NNN_*.sql``, applied in order, all in one transaction with the version
they lead to (``PRAGMA user_version``). They expand first (a new table, a new column with a default) and contract in a
later release, so that a program one version behind still finds what it knows while a new one rolls out. A shipped file
is never edited.
"""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from state.errors import (
    StoreCorrupt,
    StoreError,
    StoreForeign,
    StoreLocked,
    StoreMissing,
    StoreNewer,
    StoreOlder,
    of_sqlite,
)

APPLICATION_ID = 0x52464E43
"""``RFNC``: how a file is known as ours (``PRAGMA application_id``)."""

BUSY_SECONDS = 5.0
"""How long to wait for another process that holds the file."""

CHECKED_BYTES = 64 * 1024 * 1024
"""Files up to this size are checked whole when opened; larger ones would delay the start, and damage shows when it is
read."""

_FILE = re.compile(r"^(\d{3})_\w+\.sql$")


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered step."""

    number: int
    name: str
    sql: str


@dataclass(frozen=True, slots=True)
class Migrated:
    """What a migration did: the versions before and after, and the copy made before (None for a new store or nothing
    to do)."""

    before: int
    after: int
    backup: Path | None = None


def shipped() -> tuple[Migration, ...]:
    """The migrations of this program, in order."""
    entries = ((_FILE.match(entry.name), entry) for entry in files("state").joinpath("sql/sqlite").iterdir())
    return in_order(
        Migration(int(named[1]), entry.name, entry.read_text(encoding="utf-8")) for named, entry in entries if named
    )


def in_order(found: Iterable[Migration]) -> tuple[Migration, ...]:
    """Migrations by number. Raises ValueError where a number is missing or stands twice."""
    steps = tuple(sorted(found, key=lambda migration: migration.number))
    if [step.number for step in steps] != list(range(1, len(steps) + 1)):
        raise ValueError("migrations are not numbered 1, 2, 3 and so on")
    return steps


def migrate(path: Path, steps: tuple[Migration, ...] | None = None, busy: float = BUSY_SECONDS) -> Migrated:
    """Bring the store at ``path`` to this program's version, making it if there is none. Safe to race: one does it,
    one waits.

    A store that holds something is copied first, beside itself, as ``<name>.version-<n>.backup``. All or nothing.
    Blocks. Raises the error for what is wrong (see `state.errors`); then the store is as it was.
    """
    steps = shipped() if steps is None else steps
    with opened(path, busy) as connection:
        if version_of(connection, path, len(steps)) < len(steps):
            _to_wal(connection, path, busy)
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute("BEGIN IMMEDIATE")
            before = version_of(connection, path, len(steps))  # again: another process may have been quicker
            backup = _back_up(path, before) if 0 < before < len(steps) else None
            for step in steps[before:]:
                _apply(connection, step)
            connection.execute("COMMIT")
            return Migrated(before, len(steps), backup)
        return Migrated(len(steps), len(steps))


def make_ready(path: Path, busy: float = BUSY_SECONDS) -> None:
    """Make the store at ``path`` if there is none; raise unless it then is sound and of this program's version. Blocks.

    ``busy``: seconds to wait for another process that holds the file.
    """
    # A program that was killed while it made the store may have left a file with nothing in it.
    if not size_of(path) or _is_empty(path, busy):
        migrate(path, busy=busy)
    with opened(path, busy) as connection:
        steps = len(shipped())
        if version_of(connection, path, steps) < steps:
            raise StoreOlder(path)
        if size_of(path) <= CHECKED_BYTES:
            told = connection.execute("PRAGMA quick_check(1)").fetchone()
            if told[0] != "ok":
                raise StoreCorrupt(path)


def _is_empty(path: Path, busy: float) -> bool:
    """Whether there is nothing at all in the file."""
    with opened(path, busy) as connection:
        return connection.execute("SELECT 1 FROM sqlite_master").fetchone() is None


def size_of(path: Path) -> int:
    """The file's size, 0 where there is none."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
    except OSError as error:
        raise StoreMissing(path) from error


@contextmanager
def opened(path: Path, busy: float = BUSY_SECONDS) -> Generator[sqlite3.Connection]:
    """A plain connection for a while; what SQLite raises becomes ours, and what was begun is rolled back.

    A file that is made here is its owner's alone; what SQLite makes beside it has the same mode.
    """
    with suppress(OSError):  # it is there already, or SQLite says why it cannot be
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        connection = sqlite3.connect(path, timeout=busy, isolation_level=None)
        try:
            yield connection
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise of_sqlite(error, path) from error


def version_of(connection: sqlite3.Connection, path: Path, newest: int) -> int:
    """The store's version, 0 for an empty file. Raises StoreForeign or StoreNewer for one that this program must not
    touch."""
    ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if not ours and (version or connection.execute("SELECT 1 FROM sqlite_master").fetchone()):
        raise StoreForeign(path)
    if version > newest:
        raise StoreNewer(path)
    return version


def _to_wal(connection: sqlite3.Connection, path: Path, busy: float) -> None:
    """Switch the file to the write-ahead log. SQLite does not always wait for others here, so we do."""
    until = time.monotonic() + busy
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise StoreLocked(path) from error
            time.sleep(0.02)


def _apply(connection: sqlite3.Connection, step: Migration) -> None:
    """Run one migration's statements within the transaction that is open (``executescript`` would commit it)."""
    statement = ""
    for line in step.sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {step.number}")


def _back_up(path: Path, version: int) -> Path:
    """Copy the store as it stands, through a connection of its own: it reads what is committed while the writer
    waits."""
    target = _free(path, version)
    partial = target.with_name(target.name + ".partial")
    try:
        partial.unlink(missing_ok=True)  # what a killed migration left
        with opened(path) as source, opened(partial) as copy:
            source.backup(copy)
        os.replace(partial, target)
    except OSError as error:
        raise StoreMissing(target) from error
    except StoreError:
        partial.unlink(missing_ok=True)
        raise
    return target


def _free(path: Path, version: int) -> Path:
    """A name for the backup that nothing has yet: an earlier backup is never overwritten."""
    plain = path.with_name(f"{path.name}.version-{version}.backup")
    number, target = 1, plain
    while target.exists():
        number += 1
        target = plain.with_name(f"{plain.name}-{number}")
    return target
