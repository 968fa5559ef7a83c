"""A programme's rows: read part by part, written part by part. Runs on the connection's thread, inside a transaction.

What was read or written of a programme stays in a small cache under its version. Every turn that saves counts the
version up, so parts of that version are what the rows hold, whoever wrote them; the head's row is read in every turn
to know.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Iterable
from itertools import compress
from operator import is_not
from typing import assert_never

import msgspec

from flows.model.effects import Entry, Save, SaveAction, SaveItem, SaveProgramme, SaveSession
from flows.model.flow import Flow
from flows.model.ids import ActionId, FlowHash, ItemId, ProgrammeId, RegisterId, SessionId
from flows.model.programme import Action, Item, Programme
from flows.model.session import Answer, Session
from state.codec import ACTION, ANSWER, ENTRY, FLOW, ITEM, PROGRAMME, SESSION
from state.moments import micros
from state.parts import Parts
from state.sqlite_queries import SQL

HEAD = SQL["head"]
ADD_HEAD, COUNT_TURN = SQL["add_head"], SQL["count_turn"]
SESSION_ROW, SESSION_ROWS, SAVE_SESSION = SQL["session"], SQL["sessions"], SQL["save_session"]
ANSWERS, SAVE_ANSWER, DROP_ANSWER = SQL["answers"], SQL["save_answer"], SQL["drop_answer"]
ITEMS, SAVE_ITEM = SQL["items"], SQL["save_item"]
ACTIONS, SAVE_ACTION = SQL["actions"], SQL["save_action"]
VERSION, ADD_VERSION, ADD_ENTRY = SQL["version"], SQL["add_version"], SQL["add_entry"]
ENTRIES_SINCE = SQL["entries_since"]
FLOW_ROW = SQL["flow"]

PROGRAMMES_CACHED = 128
FLOWS_CACHED = 32


class Cache:
    """Decoded parts by programme and version, and flows by hash. Used from two threads; what it gives is never changed.

    Parts of a turn are staged until :meth:`settle` says what became of its commit.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._parts: OrderedDict[int, tuple[int, Parts]] = OrderedDict()
        self._staged: set[int] = set()
        self._flows: OrderedDict[FlowHash, Flow] = OrderedDict()

    def get(self, pk: int, version: int) -> Parts | None:
        """The parts of a programme at a version."""
        with self._lock:
            found = self._parts.get(pk)
            if found is None or found[0] != version:
                return None
            self._parts.move_to_end(pk)
            return found[1]

    def keep(self, pk: int, version: int, parts: Parts) -> None:
        """Keep parts read from rows, unless newer ones are there."""
        with self._lock:
            found = self._parts.get(pk)
            if found is None or found[0] < version:
                self._put(pk, version, parts)

    def stage(self, pk: int, version: int, parts: Parts) -> None:
        """Keep parts that a turn leaves, until its commit is settled."""
        with self._lock:
            self._staged.add(pk)
            self._put(pk, version, parts)

    def _put(self, pk: int, version: int, parts: Parts) -> None:
        self._parts[pk] = (version, parts)
        self._parts.move_to_end(pk)
        if len(self._parts) > PROGRAMMES_CACHED:
            self._parts.popitem(last=False)

    def clear(self) -> None:
        """Forget all programmes: after an erasure nothing of it may stay."""
        with self._lock:
            self._parts.clear()

    def settle(self, committed: bool) -> None:
        """The staged turns were committed, or none of them was."""
        with self._lock:
            if not committed:
                for pk in self._staged:
                    self._parts.pop(pk, None)
            self._staged.clear()

    def flow(self, connection: sqlite3.Connection, flow_hash: FlowHash) -> Flow | None:
        """The flow kept under a hash."""
        with self._lock:
            found = self._flows.get(flow_hash)
        if found is None:
            row = connection.execute(FLOW_ROW, (flow_hash,)).fetchone()
            if row is None:
                return None
            found = FLOW.decode(row[0])
            with self._lock:
                self._flows[flow_hash] = found
                if len(self._flows) > FLOWS_CACHED:
                    self._flows.popitem(last=False)
        return found


class RowSnapshot:
    """A programme as its rows hold it within the open transaction; loads what it is asked for. ``pk`` is 0 where it
    has no head."""

    def __init__(
        self, connection: sqlite3.Connection, programme: ProgrammeId, cache: Cache, *, staged: bool = False
    ) -> None:
        self._connection = connection
        self._cache = cache
        self._staged = staged
        row = connection.execute(HEAD, (programme,)).fetchone()
        self.pk, self.version = (row[0], row[1]) if row else (0, 0)
        self.parts = Parts(items={}, actions={})
        if row:
            self.parts = cache.get(self.pk, self.version) or self._fresh(row[2])

    def _fresh(self, doc: bytes) -> Parts:
        parts = Parts(PROGRAMME.decode(doc))
        keep = self._cache.stage if self._staged else self._cache.keep
        keep(self.pk, self.version, parts)
        return parts

    @property
    def programme(self) -> Programme | None:
        return self.parts.programme

    def session(self, session: SessionId) -> Session | None:
        found = self.parts.sessions.get(session)
        if found is None and self.pk:
            row = self._connection.execute(SESSION_ROW, (self.pk, session)).fetchone()
            if row is not None:
                found = self.parts.sessions[session] = self._session(*row)
        return found

    def sessions(self) -> tuple[Session, ...]:
        """All sessions, in the order they began."""
        rows = self._connection.execute(SESSION_ROWS, (self.pk,)).fetchall()
        return tuple(self._session(*row) for row in rows)

    def _session(self, pk: int, doc: bytes) -> Session:
        rows: list[tuple[str, bytes]] = self._connection.execute(ANSWERS, (pk,)).fetchall()
        return msgspec.structs.replace(SESSION.decode(doc), answers={spot: ANSWER.decode(one) for spot, one in rows})

    def items(self, register: RegisterId) -> tuple[Item, ...]:
        self.all_items()
        return self.parts.register(register)

    def all_items(self) -> dict[ItemId, Item]:
        """The rows of every register, by id."""
        if self.parts.items is None:
            rows: list[tuple[bytes]] = self._connection.execute(ITEMS, (self.pk,)).fetchall()
            self.parts.items = {item.id: item for item in (ITEM.decode(doc) for (doc,) in rows)}
        return self.parts.items

    def actions(self, session: SessionId) -> tuple[Action, ...]:
        self.all_actions()
        return self.parts.opened_by(session)

    def all_actions(self) -> dict[ActionId, Action]:
        """The actions of every session, oldest first, by id."""
        if self.parts.actions is None:
            rows: list[tuple[bytes]] = self._connection.execute(ACTIONS, (self.pk,)).fetchall()
            self.parts.actions = {action.id: action for action in (ACTION.decode(doc) for (doc,) in rows)}
        return self.parts.actions

    def entries(self, since: dt.datetime) -> tuple[Entry, ...]:
        rows: list[tuple[bytes, str | None]] = self._connection.execute(
            ENTRIES_SINCE, (self.pk, micros(since))
        ).fetchall()
        return tuple(read_entry(doc, flow_hash) for doc, flow_hash in rows)

    def flow(self, flow: FlowHash) -> Flow | None:
        return self._cache.flow(self._connection, flow)


def write(connection: sqlite3.Connection, pk: int, snapshot: RowSnapshot, saves: Iterable[Save], card: bool) -> None:
    """Write what a turn saves of the programme whose head has the number ``pk``, and count the turn.

    ``card``: its card is out of date from this turn on.
    """
    head: bytes | None = None
    wakes: int | None = None
    written: dict[SessionId, Session] = {}
    for save in saves:
        match save:
            case SaveProgramme():
                head = PROGRAMME.encode(save.programme)
                wakes = micros(save.programme.wakes) if save.programme.wakes is not None else None
            case SaveSession():
                now = save.session
                _write_session(connection, pk, written.get(now.id) or snapshot.session(now.id), now)
                written[now.id] = now
            case SaveItem():
                connection.execute(SAVE_ITEM, (pk, save.item.id, ITEM.encode(save.item)))
            case SaveAction():
                connection.execute(SAVE_ACTION, (pk, save.action.id, ACTION.encode(save.action)))
            case Entry():
                _add_entry(connection, pk, save)
            case _:
                assert_never(save)
    connection.execute(COUNT_TURN, (head, wakes, card, pk))


def _write_session(connection: sqlite3.Connection, pk: int, before: Session | None, now: Session) -> None:
    """Write a session's own row, and of its answers those that changed."""
    bare = msgspec.structs.replace(now, answers={})
    [(session,)] = connection.execute(SAVE_SESSION, (pk, now.id, SESSION.encode(bare))).fetchall()
    known: dict[str, Answer] = before.answers if before else {}
    # Hundreds of answers, of which one changed: compared without a step of Python for each.
    moved = list(compress(now.answers.items(), map(is_not, now.answers.values(), map(known.get, now.answers))))
    for spot, answer in moved:
        connection.execute(SAVE_ANSWER, (session, spot, ANSWER.encode(answer)))
    if len(now.answers) != len(known) + sum(spot not in known for spot, _ in moved):
        for spot in known.keys() - now.answers.keys():
            connection.execute(DROP_ANSWER, (session, spot))


def _add_entry(connection: sqlite3.Connection, pk: int, entry: Entry) -> None:
    """Add a line to the audit log, its flow's hash by number."""
    version: int | None = None
    if entry.flow_hash is not None:
        row = connection.execute(VERSION, (entry.flow_hash,)).fetchone()
        version = row[0] if row else connection.execute(ADD_VERSION, (entry.flow_hash,)).lastrowid
    doc = ENTRY.encode(msgspec.structs.replace(entry, flow_hash=None))
    connection.execute(ADD_ENTRY, (pk, version, micros(entry.at), doc))


def read_entry(doc: bytes, flow_hash: str | None) -> Entry:
    """A line of the audit log from its row."""
    entry = ENTRY.decode(doc)
    return entry if flow_hash is None else msgspec.structs.replace(entry, flow_hash=FlowHash(flow_hash))
