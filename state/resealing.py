"""Sealing anew: everything a SQLite store holds, under its newest key, a few rows at a time and beside a running bot.

It can be ended at any point and begun again: what is sealed with the newest key is passed over. It changes how documents
lie in their rows, never what they say, so nothing that is cached grows stale.
"""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

from state import codec, migrations
from state.errors import DocumentError, KeyMissing, KeyUntried, StoreLocked, StoreOlder, of_sqlite
from state.seal import Key, Seal
from state.sqlite_places import HELD, NOTE
from state.sqlite_queries import SQL
from state.sqlite_seals import check

BATCH = 200
PAUSE = 0.002
"""Seconds between two batches, in which a bot that waits for the lock comes in."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """One kind of what is sealed: what the seal calls it, the statements that find and replace it, and what comes
    before its first place."""

    kind: str
    stale: str
    reseal: str
    start: int | str = 0


KINDS = (
    Sealed(codec.PROGRAMME.kind, SQL["stale_programmes"], SQL["reseal_programme"]),
    Sealed(codec.SESSION.kind, SQL["stale_sessions"], SQL["reseal_session"]),
    Sealed(codec.ANSWER.kind, SQL["stale_answers"], SQL["reseal_answer"]),
    Sealed(codec.ITEM.kind, SQL["stale_items"], SQL["reseal_item"]),
    Sealed(codec.ACTION.kind, SQL["stale_actions"], SQL["reseal_action"]),
    Sealed(codec.HABITS.kind, SQL["stale_people"], SQL["reseal_person"], start=""),
    Sealed(codec.ENTRY.kind, SQL["stale_entries"], SQL["reseal_entry"]),
    Sealed(codec.REPLY.kind, SQL["stale_replies"], SQL["reseal_reply"], start=""),
    Sealed(codec.EFFECT.kind, SQL["stale_effects"], SQL["reseal_effect"]),
    Sealed(HELD, SQL["stale_held"], SQL["reseal_held"]),
    Sealed(NOTE, SQL["stale_notes"], SQL["reseal_note"], start=""),
)


@dataclass(frozen=True, slots=True)
class Resealed:
    """What was done. ``documents``: how many were sealed anew. ``damaged``: those that do not open, by name; while there
    are any, no key is let go. ``retired``: ids of the keys that nothing is sealed with any more. ``swept``: whether the
    file was written anew, so that nothing of what was before is left in its free space."""

    documents: int
    damaged: tuple[str, ...]
    retired: tuple[str, ...]
    swept: bool


def reseal(path: Path, seal: Seal, batch: int = BATCH, busy: float = migrations.BUSY_SECONDS) -> Resealed:
    """Seal all that the store at ``path`` holds with the newest key of ``seal``. Blocks.

    :param batch: documents to a transaction
    :raises StoreSealed: if a key of the store is not given
    :raises KeyUntried: if no bot has begun to work with the newest key
    :raises StoreUnavailable: if another process holds the file for too long; what was sealed until then stays
    """
    key = seal.newest
    if key is None:
        raise KeyMissing(path)
    if not migrations.size_of(path):
        raise KeyUntried(f"{key.id}; {path} does not exist")
    with migrations.opened(path, busy) as rows:
        _ready(rows, path)
        known = check(rows, seal, path)
        if key.id not in known:
            raise KeyUntried(key.id)
        done, damaged = 0, dict[str, None]()
        for kind in KINDS:
            more, spoilt = _reseal(rows, seal, key, kind, batch)
            done += more
            damaged |= dict.fromkeys(spoilt)
        retired = tuple(sorted(known - {key.id})) if not damaged else ()
        if retired:
            rows.execute(SQL["retire_seals"], (key.id,))
        return Resealed(done, tuple(damaged), retired, _sweep(rows, path))


def _ready(rows: sqlite3.Connection, path: Path) -> None:
    steps = len(migrations.shipped())
    if migrations.version_of(rows, path, steps) < steps:
        raise StoreOlder(path)
    rows.execute("PRAGMA synchronous = FULL")
    rows.execute("PRAGMA secure_delete = ON")
    rows.execute("PRAGMA foreign_keys = ON")


def _reseal(rows: sqlite3.Connection, seal: Seal, key: Key, kind: Sealed, batch: int) -> tuple[int, list[str]]:
    """Seal one kind anew; how many documents, and the names of those that do not open."""
    done, after, damaged = 0, kind.start, list[str]()
    while True:
        rows.execute("BEGIN IMMEDIATE")  # before reading, so that what is put back is what was read
        found = rows.execute(kind.stale, (after, key.mark, batch)).fetchall()
        for place, of, row, stored in found:
            after = place
            try:
                document = seal.open(stored, kind.kind, of, row)
            except DocumentError as error:
                damaged.append(error.about)
                continue
            rows.execute(kind.reseal, (place, seal.close(document, kind.kind, of, row)))
            done += 1
        rows.execute("COMMIT")
        if len(found) < batch:
            return done, damaged
        time.sleep(PAUSE)


def _sweep(rows: sqlite3.Connection, path: Path) -> bool:
    """Write the file anew and empty its log, so that nothing of what was before stays in their free space. False where
    somebody held the file meanwhile."""
    try:
        rows.execute("VACUUM")
        [(waited, _, _)] = rows.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except sqlite3.OperationalError as error:
        told = of_sqlite(error, path)
        if isinstance(told, StoreLocked):
            return False
        raise told from error
    return not waited
