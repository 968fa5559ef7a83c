"""One turn on SQLite: claim, decide, write, queue. Runs on the connection's thread, in the savepoint that the desk
laid.

The transaction was begun with the write lock taken, so nobody can come between reading a version and counting it up; a
store that reads before it locks has to compare.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass

from flows.model.effects import Outcome, RefreshCard, SaveProgramme, SaveSession, Silent
from flows.model.ids import ClaimKey, ProgrammeId, TeamId, split_programme
from state.agenda import moved
from state.codec import REPLY
from state.moments import micros
from state.parts import heads_first
from state.records import Receipt, repeated
from state.sqlite_agenda import list_dues
from state.sqlite_outbox import queue
from state.sqlite_queries import SQL
from state.sqlite_rows import ADD_HEAD, Cache, RowSnapshot, write
from state.store import Decide

CLAIM, CLAIMED, CLAIM_REPLY = SQL["claim"], SQL["claimed"], SQL["claim_reply"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn to take; see :meth:`state.store.Programmes.turn`."""

    key: ClaimKey
    programme: ProgrammeId
    decide: Decide
    at: dt.datetime
    cache: Cache

    def __call__(self, connection: sqlite3.Connection) -> Receipt:
        fresh = connection.execute(CLAIM, (self.key, micros(self.at))).rowcount
        snapshot = RowSnapshot(connection, self.programme, self.cache, staged=True)
        if not fresh:
            [(reply, of)] = connection.execute(CLAIMED, (self.key,)).fetchall()
            known = self.cache.seal.read(REPLY, reply, split_programme(of)[0], self.key) if reply else None
            return repeated(known, snapshot.version)
        outcome = self.decide(snapshot)
        saves = () if outcome.refused else heads_first(self.programme, bool(snapshot.pk), outcome.saves)
        pk = snapshot.pk or (self._found(connection, saves[0]) if saves else 0)
        card = bool(pk) and any(isinstance(effect, RefreshCard) for effect in outcome.effects)
        version = snapshot.version + (1 if saves or card else 0)
        if saves or card:
            parts = moved(saves, self.programme, snapshot.before)
            write(connection, pk, snapshot, saves, card)
            list_dues(connection, pk, self.programme, parts)
        queued, last = self._queue(connection, outcome)
        reply = None if isinstance(outcome.reply, Silent) else outcome.reply
        if reply is not None:
            sealed = self.cache.seal.write(REPLY, reply, self._team, self.key)
            connection.execute(CLAIM_REPLY, (self.programme, sealed, self.key))
        if version > snapshot.version:  # last: what is staged must not outlive a savepoint that is rolled back
            worked = any(isinstance(save, SaveSession) for save in saves)
            self.cache.stage(pk, version, snapshot.parts.after(saves), worked=worked)
        return Receipt(True, reply, outcome.refused, version, queued, card, last - queued + 1 if queued else 0)

    @property
    def _team(self) -> TeamId:
        return split_programme(self.programme)[0]

    def _found(self, connection: sqlite3.Connection, head: object) -> int:
        """Make the row of a programme that begins with this turn; return its number."""
        assert isinstance(head, SaveProgramme)  # noqa: S101 - heads_first put it there or raised
        # Sealed with the number of its row, which is known only once there is one: `write` follows and puts the head in.
        return connection.execute(ADD_HEAD, (self.programme, self._team, b"")).lastrowid or 0

    def _queue(self, connection: sqlite3.Connection, outcome: Outcome) -> tuple[int, int]:
        """Put the effects into the outbox; return how many, and the last one's number. No other turn comes between them."""
        seal = self.cache.seal
        numbers = [queue(connection, seal, self.programme, effect, self.at) for effect in outcome.effects]
        return sum(number > 0 for number in numbers), max(numbers, default=0)
