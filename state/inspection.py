"""A look into the store's file from another process, beside a running bot or without one: for the operator's commands.

Reads through a connection that cannot write: columns, and of each session its state; never what people wrote. The one thing
it does is to put a parked posting back.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from state import migrations
from state.codec import SESSION
from state.errors import DocumentError, StoreAbsent, StoreCorrupt, StoreOlder, of_sqlite
from state.moments import moment
from state.records import Load
from state.seal import PLAIN, Seal
from state.sqlite_queries import SQL
from state.sqlite_rows import read_load

UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Resting:
    """A posting as it lies in the outbox, since it was ``queued``. ``why``: the last error's name. ``parked``: since when it is given up;
    None while it waits."""

    number: int
    programme: str
    lane: str
    tries: int
    why: str
    queued: dt.datetime
    parked: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """What the store holds. ``sessions``: how many by their state (UNREADABLE for those that need a key). ``wakes``: when the next
    programme is due. ``held``: events that wait for a message. ``cards``: cards out of date. ``open``: pieces of work that wait for somebody;
    ``reminds``: when the next person is looked at."""

    version: int
    programmes: int
    teams: int
    sessions: dict[str, int]
    load: Load
    oldest: Resting | None
    parked: tuple[Resting, ...]
    wakes: dt.datetime | None
    held: int
    cards: int
    open: int
    reminds: dt.datetime | None


def overview(path: Path, now: dt.datetime, seal: Seal = PLAIN) -> Overview:
    """Look at the store at ``path``; ``seal`` opens the sessions, to tell their states. Blocks.

    Raises StoreAbsent where there is none, and the error for what else is wrong.
    """
    with looking(path) as rows:
        version = _version(rows, path)
        programmes, teams, wakes, held, cards, work, reminds = rows.execute(SQL["census"]).fetchone()
        return Overview(
            version,
            programmes,
            teams,
            dict(Counter(_state(seal, *row) for row in rows.execute(SQL["every_session"]))),
            read_load(rows, now),
            _waiting(rows),
            _parked(rows),
            moment(wakes) if wakes is not None else None,
            held,
            cards,
            work,
            moment(reminds) if reminds is not None else None,
        )


def _state(seal: Seal, of: int, name: str, doc: bytes) -> str:
    """The state of a session, UNREADABLE where its key is not here."""
    try:
        return seal.read(SESSION, doc, of, name).state.value
    except DocumentError:
        return UNREADABLE


def parked(path: Path) -> tuple[Resting, ...]:
    """What was given up, oldest first. Raises as :func:`overview`. Blocks."""
    with looking(path) as rows:
        _version(rows, path)
        return _parked(rows)


def waiting(path: Path) -> Resting | None:
    """The posting that has waited longest to be sent, None where none waits. Raises as :func:`overview`. Blocks."""
    with looking(path) as rows:
        _version(rows, path)
        return _waiting(rows)


def replay(path: Path, number: int) -> bool:
    """Put a parked posting back into its lane, due at once; a running bot finds it by itself. False if none of that number is parked.

    Raises as :func:`overview`. Blocks.
    """
    with looking(path) as rows:
        _version(rows, path)
    with migrations.opened(path) as rows:
        return bool(rows.execute(SQL["replay"], (number,)).rowcount)


def examine(path: Path) -> int:
    """Whether the store is there, sound, of this program's version and can be written to; its version.

    Raises the error for the first that does not hold; its words say how to mend it. Blocks.
    """
    with looking(path) as rows:
        version = _version(rows, path)
        if rows.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise StoreCorrupt(path)
    with migrations.opened(path) as rows:
        rows.execute("BEGIN IMMEDIATE")
        rows.execute("ROLLBACK")
    return version


@contextmanager
def looking(path: Path) -> Generator[sqlite3.Connection]:
    """A connection that cannot write, for a while. Never makes a file: where there is none it raises StoreAbsent."""
    if not migrations.size_of(path):
        raise StoreAbsent(path.absolute())
    try:
        rows = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=migrations.BUSY_SECONDS)
        try:
            yield rows
        finally:
            rows.close()
    except sqlite3.Error as error:
        raise of_sqlite(error, path) from error


def _version(rows: sqlite3.Connection, path: Path) -> int:
    newest = len(migrations.shipped())
    version = migrations.version_of(rows, path, newest)
    if version < newest:
        raise StoreOlder(path)
    return version


def _parked(rows: sqlite3.Connection) -> tuple[Resting, ...]:
    found: list[tuple[int, str, str, int, str, int, int]] = rows.execute(SQL["parked_plainly"]).fetchall()
    return tuple(
        Resting(number, of, lane, tries, why, moment(queued), moment(at))
        for number, of, lane, tries, why, queued, at in found
    )


def _waiting(rows: sqlite3.Connection) -> Resting | None:
    """The posting that has waited longest."""
    found: list[tuple[int, str, str, int, str, int]] = rows.execute(SQL["outbox_oldest"]).fetchall()
    for number, of, lane, tries, why, queued in found:
        return Resting(number, of, lane, tries, why, moment(queued))
    return None
