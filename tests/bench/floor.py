"""The storage floor: what the sample's turns leave, written straight to SQLite in as few statements as the parts allow."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from flows.model.effects import Entry, RefreshCard, SaveAction, SaveProgramme, SaveSession
from flows.model.session import Session
from tests.bench import sample

SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE claims (key TEXT PRIMARY KEY, at INTEGER) WITHOUT ROWID;
CREATE TABLE heads (pk INTEGER PRIMARY KEY, id TEXT UNIQUE, version INTEGER, doc BLOB);
CREATE TABLE sessions (pk INTEGER PRIMARY KEY, head INTEGER, doc BLOB);
CREATE TABLE answers (pk INTEGER PRIMARY KEY, session INTEGER, spot TEXT, doc BLOB, UNIQUE (session, spot));
CREATE TABLE actions (pk INTEGER PRIMARY KEY, head INTEGER, doc BLOB);
CREATE TABLE entries (pk INTEGER PRIMARY KEY, head INTEGER, doc BLOB);
CREATE TABLE outbox (number INTEGER PRIMARY KEY AUTOINCREMENT, lane TEXT, effect BLOB);
CREATE INDEX outbox_by_lane ON outbox (lane, number);
"""


@dataclass(frozen=True, slots=True)
class Written:
    """The documents that one turn writes, as bytes."""

    head: bytes | None
    session: bytes
    answer: bytes
    entries: tuple[bytes, ...]
    actions: tuple[bytes, ...]
    effects: tuple[bytes, ...]


def _bare(session: Session) -> bytes:
    return msgspec.json.encode(msgspec.structs.replace(session, answers={}))


def written(step: sample.Step) -> Written:
    """What a step of the sample writes."""
    saves, encode = step.outcome.saves, msgspec.json.encode
    session = next(save.session for save in saves if isinstance(save, SaveSession))
    head = next((encode(save.programme) for save in saves if isinstance(save, SaveProgramme)), None)
    return Written(
        head,
        _bare(session),
        encode(session.answers[step.spot.key]),
        tuple(encode(save) for save in saves if isinstance(save, Entry)),
        tuple(encode(save.action) for save in saves if isinstance(save, SaveAction)),
        tuple(encode(effect) for effect in step.outcome.effects if not isinstance(effect, RefreshCard)),
    )


class Storage:
    """The floor's file. Turns come by the channel's number, in groups that share a commit."""

    def __init__(self, path: Path, channels: int) -> None:
        # The HTTP floor writes from a thread, one group at a time.
        self.rows = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self.rows.executescript(SCHEMA)
        played = sample.played()
        head, session = (save for save in played.saves[:2])
        assert isinstance(head, SaveProgramme)
        assert isinstance(session, SaveSession)
        self._steps = [written(step) for step in played.steps]
        self._head = msgspec.json.encode(head.programme)
        heads = [(number, sample.key(number), self._head) for number in range(channels)]
        self.rows.executemany("INSERT INTO heads VALUES (?, ?, 0, ?)", heads)
        sessions = [(number, number, _bare(session.session)) for number in range(channels)]
        self.rows.executemany("INSERT INTO sessions VALUES (?, ?, ?)", sessions)
        self._count = 0

    def group(self, channels: Iterable[int]) -> None:
        """A turn in each of these channels, and one commit."""
        self.rows.execute("BEGIN IMMEDIATE")
        for number in channels:
            self._turn(number)
        self.rows.execute("COMMIT")

    def _turn(self, number: int) -> None:
        run = self.rows.execute
        self._count += 1
        documents = self._steps[self._count % len(self._steps)]
        # Bytes that differ each time, as a turn's do: SQLite writes no page that is as it was.
        stamp = b"%08d" % self._count
        run("SAVEPOINT job")
        run("INSERT INTO claims VALUES (?, ?) ON CONFLICT DO NOTHING", (f"k{self._count}", self._count))
        run("SELECT pk, version, doc FROM heads WHERE id = ?", (sample.key(number),)).fetchone()
        run("SELECT doc FROM sessions WHERE pk = ?", (number,)).fetchone()
        run("UPDATE heads SET doc = coalesce(?, doc), version = version + 1 WHERE pk = ?", (documents.head, number))
        run("UPDATE sessions SET doc = ? WHERE pk = ?", (documents.session + stamp, number))
        answer = (number, f"s{self._count}", documents.answer)
        run("INSERT INTO answers (session, spot, doc) VALUES (?, ?, ?)", answer)
        for document in documents.actions:
            run("INSERT INTO actions (head, doc) VALUES (?, ?)", (number, document))
        for document in documents.entries:
            run("INSERT INTO entries (head, doc) VALUES (?, ?)", (number, document))
        for document in documents.effects:
            run("INSERT INTO outbox (lane, effect) VALUES (?, ?)", (f"l{number}", document))
        run("RELEASE job")

    def close(self) -> None:
        """Close the file."""
        self.rows.close()
