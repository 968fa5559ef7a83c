"""The outbox of the SQLite store."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3

from flows.model.effects import Effect, Posting
from flows.model.ids import ProgrammeId, TeamId, split_programme
from state.codec import EFFECT
from state.errors import DocumentError
from state.lanes import lane
from state.moments import micros, moment
from state.records import Address, AtRest, Parked, Unopened
from state.seal import Seal
from state.sqlite_call import Calls
from state.sqlite_places import remember
from state.sqlite_queries import SQL

QUEUE, SENT = SQL["queue"], SQL["sent"]
LEASE, LEASE_IN_TURN, MARK_LEASED = SQL["lease"], SQL["lease_in_turn"], SQL["mark_leased"]
LAST = TeamId("\U0010ffff")
"""Behind every workspace in the alphabet."""

HeadRow = tuple[int, ProgrammeId, str, bytes, int, int, int, int, int | None]
WaitingRow = tuple[int, bytes, int, int, int, int]
ParkedRow = tuple[int, ProgrammeId, str, bytes, int, int, int, int, str, int]


class SqliteOutbox(Calls):
    """See :class:`state.store.Outbox`."""

    async def lease(
        self, now: dt.datetime, limit: int, lease_for: dt.timedelta, rest: AtRest | None = None
    ) -> tuple[Posting | Unopened, ...]:
        at, until = micros(now), micros(now + lease_for)

        def work(rows: sqlite3.Connection) -> tuple[Posting | Unopened, ...]:
            taken: list[Posting | Unopened] = []
            for number, programme, name, effect, tries, failures, queued, doubt, leased in _heads(
                rows, at, limit, rest
            ):
                doubtful = bool(doubt) or leased is not None
                rows.execute(MARK_LEASED, (until, doubtful, number))
                taken.append(self._opened(number, programme, name, effect, tries, doubtful, queued, failures))
            return tuple(taken)

        return await self._writer.run(work)

    def _opened(
        self,
        number: int,
        programme: ProgrammeId,
        lane: str,
        stored: bytes,
        tries: int,
        doubtful: bool,
        queued: int,
        failures: int,
    ) -> Posting | Unopened:
        try:
            effect: Effect = self._seal.read(EFFECT, stored, split_programme(programme)[0], lane)
        except DocumentError as error:
            return Unopened(number, programme, lane, tries, type(error).__name__)
        return Posting(number, programme, lane, effect, tries, doubtful, moment(queued), failures)

    async def sent(self, posting: Posting, address: Address | None = None) -> None:
        def work(rows: sqlite3.Connection) -> None:
            if rows.execute(SENT, (posting.number,)).rowcount and address is not None:
                remember(rows, address)

        await self._writer.run(work)

    async def retry(
        self, posting: Posting, at: dt.datetime, why: str, doubtful: bool | None = None, *, failed: bool = True
    ) -> bool:
        mine = (posting.number, posting.tries + 1)
        return bool(await self._change(SQL["retry"], (micros(at), why, failed, doubtful, *mine)))

    async def park(self, posting: Posting | Unopened, why: str, at: dt.datetime) -> bool:
        mine = (posting.number, posting.tries + 1)
        return bool(await self._change(SQL["park"], (micros(at), why, *mine)))

    async def waiting(
        self, programme: ProgrammeId, lane: str, kind: type[Effect] | None = None
    ) -> tuple[Posting | Unopened, ...]:
        rows: list[WaitingRow] = await self._rows(SQL["waiting"], (programme, lane, kind and _word(kind)))
        found = (
            self._opened(number, programme, lane, effect, tries, bool(doubtful), queued, failures)
            for number, effect, tries, failures, queued, doubtful in rows
        )
        return tuple(one for one in found if _is_of(one, kind))  # those of before have no kind beside them

    async def parked(self, programme: ProgrammeId | None = None) -> tuple[Parked, ...]:
        rows: list[ParkedRow] = await self._rows(SQL["parked"], ())
        return tuple(
            Parked(self._opened(number, of, lane, effect, tries, bool(doubtful), queued, failures), why, moment(at))
            for number, of, lane, effect, tries, failures, queued, doubtful, why, at in rows
            if programme in (None, of)
        )

    async def replay(self, number: int) -> bool:
        return bool(await self._change(SQL["replay"], (number,)))

    async def reclaim(self) -> int:
        return await self._change(SQL["reclaim"], ())

    async def outbox_depth(self) -> int:
        [(depth,)] = await self._rows(SQL["depth"], ())
        return depth


def queue(rows: sqlite3.Connection, seal: Seal, programme: ProgrammeId, effect: Effect, at: dt.datetime) -> int:
    """Put an effect into the outbox, in the transaction that is open; return its number, 0 for one that the outbox does not deliver."""
    name = lane(effect)
    if name is None:
        return 0
    sealed = seal.write(EFFECT, effect, split_programme(programme)[0], name)
    return rows.execute(QUEUE, (programme, name, micros(at), _word(type(effect)), sealed)).lastrowid or 0


def _word(kind: type[Effect]) -> str:
    """What a kind of effect is called where it is stored."""
    return str(kind.__struct_config__.tag)


def _is_of(one: Posting | Unopened, kind: type[Effect] | None) -> bool:
    return kind is None or isinstance(one, Unopened) or isinstance(one.effect, kind)


def _heads(rows: sqlite3.Connection, at: int, limit: int, rest: AtRest | None) -> list[HeadRow]:
    """The heads that may go now."""
    if rest is None:
        return rows.execute(LEASE, (at, limit)).fetchall()
    but = (json.dumps(sorted(rest.teams)), json.dumps(sorted(rest.places)))
    found: list[HeadRow] = rows.execute(LEASE_IN_TURN, (at, limit, rest.after, LAST, *but)).fetchall()
    if rest.after and len(found) < limit:
        found += rows.execute(LEASE_IN_TURN, (at, limit - len(found), "", rest.after, *but)).fetchall()
    return found
