"""The outbox of the SQLite store."""

from __future__ import annotations

import datetime as dt
import sqlite3

from flows.model.effects import Effect, Posting
from flows.model.ids import ProgrammeId, split_programme
from state.codec import EFFECT
from state.moments import micros, moment
from state.records import Address, Parked
from state.sqlite_call import Calls
from state.sqlite_places import remember
from state.sqlite_queries import SQL

LEASE, MARK_LEASED, SENT = SQL["lease"], SQL["mark_leased"], SQL["sent"]


class SqliteOutbox(Calls):
    """See :class:`state.store.Outbox`."""

    async def lease(self, now: dt.datetime, limit: int, lease_for: dt.timedelta) -> tuple[Posting, ...]:
        at, until = micros(now), micros(now + lease_for)

        def work(rows: sqlite3.Connection) -> tuple[Posting, ...]:
            taken: list[Posting] = []
            for number, programme, name, effect, tries, doubt, leased in rows.execute(LEASE, (at, limit)).fetchall():
                doubtful = bool(doubt) or leased is not None
                rows.execute(MARK_LEASED, (until, doubtful, number))
                taken.append(Posting(number, programme, name, self._effect(effect, programme, name), tries, doubtful))
            return tuple(taken)

        return await self._writer.run(work)

    def _effect(self, stored: bytes, programme: ProgrammeId, name: str) -> Effect:
        return self._seal.read(EFFECT, stored, split_programme(programme)[0], name)

    async def sent(self, posting: Posting, address: Address | None = None) -> None:
        def work(rows: sqlite3.Connection) -> None:
            if rows.execute(SENT, (posting.number,)).rowcount and address is not None:
                remember(rows, address)

        await self._writer.run(work)

    async def retry(self, posting: Posting, at: dt.datetime, why: str, doubtful: bool | None = None) -> bool:
        mine = (posting.number, posting.tries + 1)
        return bool(await self._change(SQL["retry"], (micros(at), why, doubtful, *mine)))

    async def park(self, posting: Posting, why: str, at: dt.datetime) -> bool:
        mine = (posting.number, posting.tries + 1)
        return bool(await self._change(SQL["park"], (micros(at), why, *mine)))

    async def parked(self, programme: ProgrammeId | None = None) -> tuple[Parked, ...]:
        rows: list[tuple[int, ProgrammeId, str, bytes, int, int, str, int]] = await self._rows(SQL["parked"], ())
        return tuple(
            Parked(Posting(number, of, name, self._effect(effect, of, name), tries, bool(doubtful)), why, moment(at))
            for number, of, name, effect, tries, doubtful, why, at in rows
            if programme in (None, of)
        )

    async def replay(self, number: int) -> bool:
        return bool(await self._change(SQL["replay"], (number,)))

    async def reclaim(self) -> int:
        return await self._change(SQL["reclaim"], ())

    async def outbox_depth(self) -> int:
        [(depth,)] = await self._rows(SQL["depth"], ())
        return depth
