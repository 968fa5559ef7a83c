"""Where messages stand, what waits for them, and small notes: the address book and the inbox of the SQLite store."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from flows.model.ids import ChannelId, ClaimKey, ProgrammeId, SessionId, TeamId
from state.moments import micros, moment
from state.records import Address, AddressKind, HeldEvent
from state.sqlite_call import Calls
from state.sqlite_queries import SQL

REMEMBER = SQL["remember"]
HELD, NOTE = "held event", "note"
"""What the seal calls them."""

AddressRow = tuple[ProgrammeId, str, SessionId, str, ChannelId, str]


def remember(rows: sqlite3.Connection, address: Address) -> bool:
    """Remember an address, unless its programme is gone. For calls that have more to do in the same commit."""
    where = (address.kind, address.session or "", address.name, address.channel, address.ts)
    return bool(rows.execute(REMEMBER, (*where, address.programme)).rowcount)


def team_of(scope: str) -> str:
    """The workspace of a note's scope: what a note is sealed for, since a channel may come to go by another id."""
    return scope.partition(":")[0]


def _addresses(found: list[AddressRow]) -> Iterator[Address]:
    for programme, kind, session, name, channel, ts in found:
        yield Address(programme, AddressKind(kind), channel, ts, session or None, name)


def _address(found: list[AddressRow]) -> Address | None:
    return next(_addresses(found), None)


class SqlitePlaces(Calls):
    """See :class:`state.store.Addresses`, :class:`state.store.Inbox` and the notes of :class:`state.store.Upkeep`."""

    async def remember(self, address: Address) -> bool:
        return await self._writer.run(lambda rows: remember(rows, address))

    async def address(
        self, programme: ProgrammeId, kind: AddressKind, session: SessionId | None = None, name: str = ""
    ) -> Address | None:
        return _address(await self._rows(SQL["address"], (programme, kind, session or "", name)))

    async def session_at(self, team: TeamId, channel: ChannelId, thread_ts: str) -> SessionId | None:
        rows: list[tuple[SessionId]] = await self._rows(SQL["session_at"], (channel, thread_ts, team))
        return rows[0][0] if rows else None

    async def message_at(self, channel: ChannelId, ts: str) -> Address | None:
        return _address(await self._rows(SQL["message_at"], (channel, ts)))

    async def said(self, programme: ProgrammeId, channel: ChannelId) -> tuple[Address, ...]:
        return tuple(_addresses(await self._rows(SQL["said"], (programme, channel))))

    async def forget(self, address: Address) -> None:
        place = (address.programme, address.kind, address.session or "", address.name)
        await self._change(SQL["forget"], (*place, address.channel, address.ts))

    async def forget_thread(self, programme: ProgrammeId, session: SessionId, root: str) -> None:
        await self._change(SQL["forget_thread"], (programme, session, root))

    async def hold(self, held: HeldEvent) -> bool:
        where = (held.key, held.team, held.channel, held.thread_ts)
        payload = self._seal.close(held.payload, HELD, held.team, held.key)
        return bool(await self._change(SQL["hold"], (*where, micros(held.at), payload)))

    async def held(self, channel: ChannelId, thread_ts: str) -> tuple[HeldEvent, ...]:
        rows: list[tuple[ClaimKey, TeamId, ChannelId, str, bytes, int]] = await self._rows(
            SQL["held"], (channel, thread_ts)
        )
        return tuple(
            HeldEvent(key, team, of, thread, self._seal.open(payload, HELD, team, key), moment(at))
            for key, team, of, thread, payload, at in rows
        )

    async def stranded(self) -> tuple[tuple[ChannelId, str], ...]:
        rows: list[tuple[ChannelId, str]] = await self._rows(SQL["stranded"], ())
        return tuple(rows)

    async def release(self, key: ClaimKey) -> None:
        await self._change(SQL["release"], (key,))

    async def put_note(self, scope: str, key: str, value: str) -> None:
        word: str | bytes = value
        if self._seal.keys:
            word = self._seal.close(value.encode(), NOTE, team_of(scope), key)
        await self._change(SQL["put_note"], (scope, key, word))

    async def note(self, scope: str, key: str) -> str | None:
        rows: list[tuple[str | bytes]] = await self._rows(SQL["note"], (scope, key))
        for (word,) in rows:
            return word if isinstance(word, str) else self._seal.open(word, NOTE, team_of(scope), key).decode()
        return None
