"""The store in one SQLite file: what a single bot runs on. Opens it, and hands each call to the thread of the right
desk.

Two connections: one writes, in groups that share a commit; one reads, so that a view never waits for a disk.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
from collections.abc import Callable
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import TypeVar

from flows.model.effects import Entry
from flows.model.flow import Flow
from flows.model.ids import ChannelId, ClaimKey, FlowHash, PersonId, ProgrammeId, TeamId
from flows.model.programme import Snapshot
from state import migrations
from state.codec import FLOW
from state.lanes import direct
from state.moments import micros
from state.pseudonyms import Pseudonym
from state.records import DirtyCard, Everything, Load, Receipt
from state.seal import PLAIN, Seal
from state.sqlite_agenda import SqliteAgenda, list_unlisted
from state.sqlite_desk import Desk, GroupConnection
from state.sqlite_disguise import Disguise, drop_claims
from state.sqlite_move import move
from state.sqlite_outbox import SqliteOutbox
from state.sqlite_places import SqlitePlaces
from state.sqlite_queries import SQL
from state.sqlite_rows import Cache, RowSnapshot, read_entries, read_load
from state.sqlite_seals import admit
from state.sqlite_turn import Turn
from state.store import Decide

T = TypeVar("T")

BUSY = dt.timedelta(seconds=migrations.BUSY_SECONDS)

# Every commit reaches the disk before it is acknowledged (FULL). What is deleted is overwritten where that costs no
# write of its
# own (FAST). Mapping the file keeps a turn flat as it grows.
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = FAST",
    "PRAGMA mmap_size = 268435456",
    "PRAGMA cache_size = -16384",
    "PRAGMA journal_size_limit = 67108864",
    "PRAGMA temp_store = MEMORY",
)


async def open_store(path: Path, seal: Seal = PLAIN, busy: dt.timedelta = BUSY) -> SqliteStore:
    """Open the store at ``path``, making it if there is no file.

    :param seal: what documents are sealed and opened with
    :param busy: how long to wait for another process that holds the file
    :raises state.errors.StoreUnusable: for a file that this program may not or cannot use; it is left as it was. An
    older
        store is not migrated here: :func:`state.migrations.migrate` does that
    :raises state.errors.StoreSealed: if a key is not given with which something was sealed; nothing was read or written
    :raises state.errors.StoreUnavailable: if another process holds it, or the disk is full or failing
    """
    await asyncio.to_thread(migrations.make_ready, path, busy.total_seconds())
    cache = Cache(seal)
    async with AsyncExitStack() as undo:
        writer = await Desk.open(path, partial(_seat_writer, seal=seal, path=path, busy=busy, settle=cache.settle))
        undo.push_async_callback(writer.close)
        await list_unlisted(writer, seal)
        reader = await Desk.open(path, partial(_seat_reader, busy=busy))
        undo.pop_all()
    return SqliteStore(writer, reader, cache)


def _seat_writer(
    seat: GroupConnection, *, seal: Seal, path: Path, busy: dt.timedelta, settle: Callable[[bool], None]
) -> None:
    """Make the connection that writes ready. It takes the write lock once, so that a file that cannot be written to
    shows now, and so does a key that is not given."""
    seat.writes, seat.settle = True, settle
    _set(seat, busy)
    seat.execute("BEGIN IMMEDIATE")
    admit(seat, seal, path)
    seat.execute("COMMIT")


def _seat_reader(seat: GroupConnection, *, busy: dt.timedelta) -> None:
    """Make the connection that reads ready."""
    seat.writes, seat.settle = False, _settle_nothing
    _set(seat, busy)
    seat.execute("PRAGMA query_only = ON")


def _set(seat: GroupConnection, busy: dt.timedelta) -> None:
    seat.execute(f"PRAGMA busy_timeout = {busy // dt.timedelta(milliseconds=1)}")
    for pragma in PRAGMAS:
        seat.execute(pragma)


def _settle_nothing(committed: bool) -> None:
    """A reader leaves nothing to settle."""


class SqliteStore(SqliteAgenda, SqliteOutbox, SqlitePlaces):
    """The store. See :class:`state.store.Store`."""

    def __init__(self, writer: Desk, reader: Desk, cache: Cache) -> None:
        super().__init__(writer, reader, cache.seal)
        self._cache = cache

    @property
    def path(self) -> Path:
        """The file."""
        return self._writer.path

    # ── programmes ──

    async def turn(self, key: ClaimKey, programme: ProgrammeId, decide: Decide, at: dt.datetime) -> Receipt:
        return await self._writer.run(Turn(key, programme, decide, at, self._cache))

    async def read(self, programme: ProgrammeId, view: Callable[[Snapshot], T]) -> T:
        return await self._reader.run(lambda rows: view(RowSnapshot(rows, programme, self._cache)))

    async def audit(self, programme: ProgrammeId) -> tuple[Entry, ...]:
        return await self._reader.run(lambda rows: _entries(rows, self._seal, programme))

    async def everything(self, programme: ProgrammeId) -> Everything | None:
        return await self._reader.run(lambda rows: _everything(rows, RowSnapshot(rows, programme, self._cache)))

    async def programmes(self, team: TeamId | None = None) -> tuple[ProgrammeId, ...]:
        statement, of = (SQL["programmes"], ()) if team is None else (SQL["programmes_of_team"], (team,))
        rows: list[tuple[ProgrammeId]] = await self._rows(statement, of)
        return tuple(name for (name,) in rows)

    async def waking(self, now: dt.datetime, limit: int) -> tuple[ProgrammeId, ...]:
        rows: list[tuple[ProgrammeId]] = await self._rows(SQL["waking"], (micros(now), limit))
        return tuple(name for (name,) in rows)

    async def keep_flow(self, flow: Flow) -> None:
        await self._change(SQL["keep_flow"], (flow.hash, FLOW.encode(flow)))

    async def flow(self, flow_hash: FlowHash) -> Flow | None:
        return await self._reader.run(lambda rows: self._cache.flow(rows, flow_hash))

    # ── cards ──

    async def dirty_cards(self, now: dt.datetime, limit: int = 100) -> tuple[DirtyCard, ...]:
        rows: list[tuple[ProgrammeId, int]] = await self._rows(SQL["dirty_cards"], (micros(now), limit))
        return tuple(DirtyCard(name, version) for name, version in rows)

    async def card_done(self, programme: ProgrammeId, version: int) -> None:
        await self._change(SQL["card_done"], (version, programme))

    async def card_later(self, programme: ProgrammeId, at: dt.datetime) -> None:
        await self._change(SQL["card_later"], (micros(at), programme))

    # ── upkeep ──

    async def move(self, programme: ProgrammeId, to: ChannelId) -> bool:
        moved = await self._writer.run(lambda rows: move(rows, self._cache.seal, programme, to))
        self._cache.clear()
        return moved

    async def disguise(self, programme: ProgrammeId, pseudonym: Pseudonym) -> None:
        await self._overwriting(lambda rows: Disguise(rows, self._cache.seal, pseudonym).put_into(programme))

    async def forget_person(self, team: TeamId, person: PersonId) -> None:
        def work(rows: sqlite3.Connection) -> None:
            rows.execute(SQL["forget_habits"], (team, person))
            drop_claims(rows, person, team)
            rows.execute(SQL["forget_letters"], (team, direct(person)))

        await self._overwriting(work)

    async def erase(self, programme: ProgrammeId, still: Callable[[Snapshot], bool] | None = None) -> bool:
        names = ("erase_postings", "erase_replies", "erase_held", "erase_notes", "erase_head")
        return bool(await self._erase(names, programme, still))

    async def erase_team(self, team: TeamId) -> int:
        parts = (
            "erase_team_postings",
            "erase_team_replies",
            "erase_team_held",
            "erase_team_notes",
            "erase_team_people",
        )
        return await self._erase((*parts, "erase_team_heads"), team)

    async def _erase(self, names: tuple[str, ...], of: str, still: Callable[[Snapshot], bool] | None = None) -> int:
        """Run these deletions in one commit, overwriting what they free; return how many rows the last took."""

        def work(rows: sqlite3.Connection) -> int:
            if still is not None and not still(RowSnapshot(rows, ProgrammeId(of), Cache(self._cache.seal))):
                return 0
            return [rows.execute(SQL[name], (of,)).rowcount for name in names][-1]

        return await self._overwriting(work)

    async def _overwriting(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do something in one commit, overwriting what it frees; nothing of before stays at hand."""

        def careful(rows: sqlite3.Connection) -> T:
            rows.execute("PRAGMA secure_delete = ON")
            try:
                return work(rows)
            finally:
                rows.execute("PRAGMA secure_delete = FAST")

        done = await self._writer.run(careful)
        self._cache.clear()
        return done

    async def prune(self, before: dt.datetime) -> int:
        return await self._change(SQL["prune_claims"], (micros(before),)) + await self._change(
            SQL["prune_held"], (micros(before),)
        )

    async def come_loose(self, after: dt.datetime) -> int:
        at = micros(after)
        if not (await self._rows(SQL["stuck"], (at,)))[0][0]:
            return 0

        def work(rows: sqlite3.Connection) -> int:
            loose = [
                rows.execute(SQL[name], (at,)).rowcount for name in ("loosen_due", "loosen_leased", "loosen_cards")
            ]
            return loose[0] + loose[1]

        return await self._writer.run(work)

    async def load(self, now: dt.datetime) -> Load:
        return await self._reader.run(lambda rows: read_load(rows, now))

    async def ping(self) -> None:
        await self._writer.run(_write_the_same)

    async def close(self) -> None:
        await self._writer.close()
        await self._reader.close()


def _write_the_same(rows: sqlite3.Connection) -> None:
    """Write a page, and change nothing: a statement that touches no row would reach no disk, however full it is."""
    [(version,)] = rows.execute("PRAGMA user_version")
    rows.execute(f"PRAGMA user_version = {version}")


def _entries(rows: sqlite3.Connection, seal: Seal, programme: ProgrammeId) -> tuple[Entry, ...]:
    return read_entries(seal, rows.execute(SQL["entries"], (programme,)).fetchall())


def _everything(rows: sqlite3.Connection, snapshot: RowSnapshot) -> Everything | None:
    head = snapshot.programme
    if head is None:
        return None
    items = sorted(snapshot.all_items().values(), key=lambda item: (item.register, item.number))
    actions = tuple(snapshot.all_actions().values())
    return Everything(head, snapshot.sessions(), tuple(items), actions, _entries(rows, snapshot.seal, head.id))
