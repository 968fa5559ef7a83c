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
from flows.model.phasing import APPROVALS
from flows.model.programme import Action, Item, Programme
from flows.model.session import Answer, Session
from state.codec import ACTION, ANSWER, ENTRY, FLOW, ITEM, PROGRAMME, SESSION
from state.moments import micros, moment
from state.parts import Parts
from state.records import Load
from state.seal import Seal
from state.sqlite_queries import SQL

HEAD = SQL["head"]
ADD_HEAD, COUNT_TURN = SQL["add_head"], SQL["count_turn"]
SESSION_ROW, SESSION_ROWS, SAVE_SESSION = SQL["session"], SQL["sessions"], SQL["save_session"]
ANSWERS, SAVE_ANSWER, DROP_ANSWER = SQL["answers"], SQL["save_answer"], SQL["drop_answer"]
ITEMS, SAVE_ITEM = SQL["items"], SQL["save_item"]
ACTIONS, SAVE_ACTION = SQL["actions"], SQL["save_action"]
VERSION, ADD_VERSION, ADD_ENTRY = SQL["version"], SQL["add_version"], SQL["add_entry"]
ENTRIES_SINCE, ENTRIES_OF_KINDS, KINDS_SINCE = SQL["entries_since"], SQL["entries_of_kinds"], SQL["kinds_since"]
FLOW_ROW = SQL["flow"]
LOAD = SQL["load"]

EntryRow = tuple[int, int, bytes, str | None]

PROGRAMMES_CACHED = 128
PASSING_CACHED = 128
"""Of programmes in which nobody was at work lately: thousands of digests at once push none out in which people are."""
FLOWS_CACHED = 32


class Cache:
    """Decoded parts by programme and version, and flows by hash. Used from two threads; what it gives is never changed.

    Parts of a turn are staged until :meth:`settle` says what became of its commit. Programmes whose sessions went on are kept apart
    from those that were only read or woken, and either push out only their own, the one that was not asked for longest first.

    :param seal: what the rows are read and written with
    """

    def __init__(self, seal: Seal) -> None:
        self.seal = seal
        self._lock = threading.Lock()
        self._worked: OrderedDict[int, tuple[int, Parts]] = OrderedDict()
        self._passing: OrderedDict[int, tuple[int, Parts]] = OrderedDict()
        self._staged: set[int] = set()
        self._flows: OrderedDict[FlowHash, Flow] = OrderedDict()

    def get(self, pk: int, version: int) -> Parts | None:
        """The parts of a programme at a version."""
        with self._lock:
            found = self._found(pk)
            if found is None or found[0] != version:
                return None
            self._put(pk, *found)
            return found[1]

    def keep(self, pk: int, version: int, parts: Parts) -> None:
        """Keep parts read from rows, unless newer ones are there."""
        with self._lock:
            found = self._found(pk)
            if found is None or found[0] < version:
                self._put(pk, version, parts)

    def stage(self, pk: int, version: int, parts: Parts, *, worked: bool = False) -> None:
        """Keep parts that a turn leaves, until its commit is settled. ``worked``: one of its sessions went on."""
        with self._lock:
            self._staged.add(pk)
            self._put(pk, version, parts, worked=worked)

    def _found(self, pk: int) -> tuple[int, Parts] | None:
        return self._worked.get(pk) or self._passing.get(pk)

    def _put(self, pk: int, version: int, parts: Parts, *, worked: bool = False) -> None:
        """Put it where it belongs, as the one that was asked for last."""
        if worked or pk in self._worked:
            self._passing.pop(pk, None)
            place, most = self._worked, PROGRAMMES_CACHED
        else:
            place, most = self._passing, PASSING_CACHED
        place[pk] = (version, parts)
        place.move_to_end(pk)
        if len(place) > most:
            place.popitem(last=False)

    def clear(self) -> None:
        """Forget all programmes: after an erasure nothing of it may stay."""
        with self._lock:
            self._worked.clear()
            self._passing.clear()

    def settle(self, committed: bool) -> None:
        """The staged turns were committed, or none of them was."""
        with self._lock:
            if not committed:
                for pk in self._staged:
                    self._worked.pop(pk, None)
                    self._passing.pop(pk, None)
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
        self.seal = cache.seal
        self._staged = staged
        row = connection.execute(HEAD, (programme,)).fetchone()
        self.pk, self.version = (row[0], row[1]) if row else (0, 0)
        self.parts = Parts(items={}, actions={})
        if row:
            self.parts = cache.get(self.pk, self.version) or self._fresh(row[2])

    def _fresh(self, doc: bytes) -> Parts:
        parts = Parts(self.seal.read(PROGRAMME, doc, self.pk))
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
                found = self.parts.sessions[session] = self._session(session, *row)
        return found

    def sessions(self) -> tuple[Session, ...]:
        """All sessions, in the order they began."""
        rows = self._connection.execute(SESSION_ROWS, (self.pk,)).fetchall()
        return tuple(self._session(name, pk, doc) for name, pk, doc in rows)

    def _session(self, name: SessionId, pk: int, doc: bytes) -> Session:
        rows: list[tuple[str, bytes]] = self._connection.execute(ANSWERS, (pk,)).fetchall()
        bare = self.seal.read(SESSION, doc, self.pk, name)
        return msgspec.structs.replace(
            bare, answers={spot: self.seal.read(ANSWER, one, self.pk, f"{pk}:{spot}") for spot, one in rows}
        )

    def items(self, register: RegisterId) -> tuple[Item, ...]:
        self.all_items()
        return self.parts.register(register)

    def all_items(self) -> dict[ItemId, Item]:
        """The rows of every register, by id."""
        if self.parts.items is None:
            rows: list[tuple[ItemId, bytes]] = self._connection.execute(ITEMS, (self.pk,)).fetchall()
            self.parts.items = {name: self.seal.read(ITEM, doc, self.pk, name) for name, doc in rows}
        return self.parts.items

    def actions(self, session: SessionId) -> tuple[Action, ...]:
        self.all_actions()
        return self.parts.opened_by(session)

    def all_actions(self) -> dict[ActionId, Action]:
        """The actions of every session, oldest first, by id."""
        if self.parts.actions is None:
            rows: list[tuple[ActionId, bytes]] = self._connection.execute(ACTIONS, (self.pk,)).fetchall()
            self.parts.actions = {name: self.seal.read(ACTION, doc, self.pk, name) for name, doc in rows}
        return self.parts.actions

    def before(self, save: Save) -> Save | None:
        """The part that is saved, as it is before; None where it is not there, or is of no matter to anybody's work."""
        match save:
            case SaveProgramme():
                return SaveProgramme(self.parts.programme) if self.parts.programme is not None else None
            case SaveSession():
                session = self.session(save.session.id)
                return SaveSession(session) if session is not None else None
            case SaveAction():
                action = self.all_actions().get(save.action.id)
                return SaveAction(action) if action is not None else None
            case SaveItem(item=item) if item.register == APPROVALS:
                row = self.all_items().get(item.id)
                return SaveItem(row) if row is not None else None
            case _:
                return None

    def entries(self, since: dt.datetime, kinds: frozenset[str] | None = None) -> tuple[Entry, ...]:
        if kinds is None:
            return self._entries(ENTRIES_SINCE, (self.pk, micros(since)))
        found = self._entries(ENTRIES_OF_KINDS, (self.pk, micros(since), _as_list(kinds)))
        return tuple(entry for entry in found if entry.what in kinds)  # those of before have no kind beside them

    def happened(self, since: dt.datetime) -> frozenset[str]:
        kinds = {kind for (kind,) in self._connection.execute(KINDS_SINCE, (self.pk, micros(since)))}
        if None in kinds:
            kinds |= {entry.what for entry in self._entries(ENTRIES_OF_KINDS, (self.pk, micros(since), _as_list(())))}
        return frozenset(kind for kind in kinds if kind is not None)

    def _entries(self, statement: str, of: tuple[int | str, ...]) -> tuple[Entry, ...]:
        return read_entries(self.seal, self._connection.execute(statement, of).fetchall())

    def flow(self, flow: FlowHash) -> Flow | None:
        return self._cache.flow(self._connection, flow)


def write(connection: sqlite3.Connection, pk: int, snapshot: RowSnapshot, saves: Iterable[Save], card: bool) -> None:
    """Write what a turn saves of the programme whose head has the number ``pk``, and count the turn.

    ``card``: its card is out of date from this turn on.
    """
    head: bytes | None = None
    seal = snapshot.seal
    wakes: int | None = None
    written: dict[SessionId, Session] = {}
    for save in saves:
        match save:
            case SaveProgramme():
                head = seal.write(PROGRAMME, save.programme, pk)
                wakes = micros(save.programme.wakes) if save.programme.wakes is not None else None
            case SaveSession():
                now = save.session
                before = written.get(now.id) or snapshot.session(now.id)
                _write_session(connection, seal, pk, before, now)
                written[now.id] = now
            case SaveItem():
                connection.execute(SAVE_ITEM, (pk, save.item.id, seal.write(ITEM, save.item, pk, save.item.id)))
            case SaveAction():
                doc = seal.write(ACTION, save.action, pk, save.action.id)
                connection.execute(SAVE_ACTION, (pk, save.action.id, doc))
            case Entry():
                _add_entry(connection, seal, pk, save)
            case _:
                assert_never(save)
    connection.execute(COUNT_TURN, (head, wakes, card, pk))


def _write_session(connection: sqlite3.Connection, seal: Seal, pk: int, before: Session | None, now: Session) -> None:
    """Write a session's own row, and of its answers those that changed."""
    bare = msgspec.structs.replace(now, answers={})
    [(session,)] = connection.execute(SAVE_SESSION, (pk, now.id, seal.write(SESSION, bare, pk, now.id))).fetchall()
    known: dict[str, Answer] = before.answers if before else {}
    # Hundreds of answers, of which one changed: compared without a step of Python for each.
    moved = list(compress(now.answers.items(), map(is_not, now.answers.values(), map(known.get, now.answers))))
    for spot, answer in moved:
        doc = seal.write(ANSWER, answer, pk, f"{session}:{spot}")
        connection.execute(SAVE_ANSWER, (session, spot, doc))
    if len(now.answers) != len(known) + sum(spot not in known for spot, _ in moved):
        for spot in known.keys() - now.answers.keys():
            connection.execute(DROP_ANSWER, (session, spot))


def _add_entry(connection: sqlite3.Connection, seal: Seal, pk: int, entry: Entry) -> None:
    """Add a line to the audit log, its flow's hash by number."""
    version: int | None = None
    if entry.flow_hash is not None:
        row = connection.execute(VERSION, (entry.flow_hash,)).fetchone()
        version = row[0] if row else connection.execute(ADD_VERSION, (entry.flow_hash,)).lastrowid
    at = micros(entry.at)
    doc = seal.write(ENTRY, msgspec.structs.replace(entry, flow_hash=None), pk, at)
    connection.execute(ADD_ENTRY, (pk, version, at, entry.what, doc))


def _as_list(kinds: Iterable[str]) -> str:
    """Kinds of line as a statement takes them."""
    return msgspec.json.encode(sorted(kinds)).decode()


def read_entries(seal: Seal, rows: Iterable[EntryRow]) -> tuple[Entry, ...]:
    """Lines of the audit log from their rows: the programme's number, the time, the document, the flow's hash."""
    found = ((seal.read(ENTRY, doc, pk, at), flow_hash) for pk, at, doc, flow_hash in rows)
    return tuple(
        entry if flow_hash is None else msgspec.structs.replace(entry, flow_hash=FlowHash(flow_hash))
        for entry, flow_hash in found
    )


def read_load(rows: sqlite3.Connection, now: dt.datetime) -> Load:
    """How much there is to do at that time."""
    waiting, since, parked, due = rows.execute(LOAD, (micros(now),)).fetchone()
    return Load(waiting, moment(since) if since is not None else None, parked, due)
