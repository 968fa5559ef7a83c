"""What a file weighs, and whether a turn stays as fast when there are many channels."""

from __future__ import annotations

import asyncio
import datetime as dt
import random
import sqlite3
from collections.abc import Iterable
from pathlib import Path

import msgspec

from flows.engine.advance import advance
from flows.model.effects import Outcome, SaveItem, SaveProgramme, SaveSession
from flows.model.events import Envelope
from flows.model.flow import Library
from flows.model.ids import ClaimKey
from flows.model.programme import Programme, Snapshot
from flows.model.session import Spot
from state.codec import ANSWER, ITEM, PROGRAMME, SESSION
from state.moments import micros
from state.sqlite import SqliteStore, open_store
from state.sqlite_queries import SQL
from tests.bench import sample
from tests.bench.engine_store import GROUP, Subject, fill
from tests.bench.measure import Figure, Scale, against

AN_EVENT = 200
FEW = 1_000
LEASE = dt.timedelta(minutes=1)
OF_EVENTS = ("claims", "entries")
"""Tables that hold what happened; what was answered, and where the session stands, are the channel's."""


def record(row: tuple[object, ...]) -> int:
    """The bytes of a row by SQLite's file format (sqlite.org/fileformat2.html, 2.1): a header, and what it holds."""
    return sum(_value(value) + 1 + (isinstance(value, str | bytes) and len(value) > 57) for value in row) + 4


def _value(value: object) -> int:
    match value:
        case str():
            return len(value.encode())
        case bytes():
            return len(value)
        case int():
            return next(
                size for size in (0, 1, 2, 3, 4, 6, 8) if -(1 << 8 * size >> 1) <= value <= (1 << 8 * size >> 1)
            )
        case _:
            return 0


def tables(rows: sqlite3.Connection) -> dict[str, int]:
    """The bytes of each table's rows; those of no programme are left out."""
    names = [name for (name,) in rows.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    ours = [name for name in names if not name.startswith("sqlite_") and name not in ("flows", "migrations")]
    return {name: sum(record(row) for row in rows.execute(f"SELECT * FROM {name}")) for name in ours}  # noqa: S608


async def weight(folder: Path, library: Library, scale: Scale) -> list[Figure]:
    """A channel's bytes over its rows' bytes; and what an event adds to what happened, against its allowance."""
    path, weighed = folder / "weight.sqlite3", max(GROUP, scale.turns // 10)
    store = await open_store(path, sample.SEAL)
    await fill(store, library, weighed)
    turns = Subject(store, library, weighed // GROUP, GROUP)
    for _ in range(sample.MEASURED * weighed // GROUP):
        await turns()
        await _delivered(store)
    await store.close()
    rows = sqlite3.connect(path)
    held = tables(rows)
    [(size,)] = rows.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
    events = sample.MEASURED * weighed
    rows.close()
    row_bytes, of_events = sum(held.values()) / weighed, sum(held[name] for name in OF_EVENTS) / events
    a_channel, ratio = size / weighed, size / weighed / row_bytes
    return [
        Figure("bytes a channel", row_bytes, a_channel, ratio, 1.25, "bytes"),
        Figure("bytes an event adds", AN_EVENT, of_events, of_events / AN_EVENT, 1, "bytes"),
    ]


async def _delivered(store: SqliteStore) -> None:
    """Empty the outbox, as a courier does."""
    while leased := await store.lease(sample.START + dt.timedelta(days=1), 100, LEASE):
        await asyncio.gather(*(store.sent(posting) for posting in leased))


# ── many channels ──


def copied(path: Path, heads: Iterable[Programme]) -> None:
    """Fill a file with programmes that have answered what is asked once, by copying rows: quicker than by turns."""
    begun = sample.begun()
    sessions = [save.session for save in begun if isinstance(save, SaveSession)]
    items = [(save.item.id, ITEM.encode(save.item)) for save in begun if isinstance(save, SaveItem)]
    answers = [(spot, ANSWER.encode(one)) for spot, one in sessions[0].answers.items()]
    bare = msgspec.structs.replace(sessions[0], answers={})
    rows = sqlite3.connect(path, isolation_level=None)
    rows.execute("PRAGMA synchronous = OFF")
    rows.execute("BEGIN")
    for head in heads:
        n = _add_head(rows, head)
        document = SESSION.encode(msgspec.structs.replace(bare, programme=head.id))
        [(session,)] = rows.execute(SQL["save_session"], (n, bare.id, document)).fetchall()
        rows.executemany(SQL["save_answer"], ((session, *one) for one in answers))
        rows.executemany(SQL["save_item"], ((n, *one) for one in items))
    rows.execute("COMMIT")
    rows.close()


def _add_head(rows: sqlite3.Connection, head: Programme) -> int:
    number = rows.execute(SQL["add_head"], (head.id, head.team, b"")).lastrowid
    wakes = micros(head.wakes) if head.wakes is not None else None
    rows.execute(SQL["count_turn"], (PROGRAMME.encode(head), wakes, False, number))
    assert number is not None
    return number


def _named(number: int) -> Programme:
    [head] = [save.programme for save in sample.begun() if isinstance(save, SaveProgramme)]
    return msgspec.structs.replace(head, id=sample.key(number), channel=sample.channel(number))


class Wanderer:
    """Answers the next question of a channel here and there, twenty channels at a time."""

    def __init__(self, store: SqliteStore, library: Library, channels: int, turns: int) -> None:
        self._store, self._library, self._channels, self._turns = store, library, channels, turns
        self._visits = [0] * (channels + 1)
        self._random = random.Random(7)
        self._section = sample.flow().sections[1]

    async def __call__(self) -> int:
        for _ in range(self._turns // GROUP):
            numbers = self._random.sample(range(1, self._channels + 1), GROUP)
            await asyncio.gather(*(self._turn(number) for number in numbers))
        return self._turns

    async def _turn(self, number: int) -> None:
        visit = self._visits[number]
        self._visits[number] += 1
        question = self._section.questions[visit]
        step = sample.Step(Spot(question.id, sample.ITEMS[0].id), question.kind, Outcome())
        claim, key, at = ClaimKey(f"w{number}:{visit}"), sample.key(number), sample.START
        came = Envelope(claim, sample.TEAM, sample.channel(number), key, sample.WHO, at, sample.event(step, visit))

        def decide(snapshot: Snapshot) -> Outcome:
            return advance(snapshot, came, self._library)

        receipt = await self._store.turn(claim, key, decide, at)
        assert not receipt.refused, receipt


async def crowd(folder: Path, library: Library, scale: Scale) -> Figure:
    """A turn where there are many channels over one where there are a thousand."""
    stores: list[SqliteStore] = []
    runs: list[Wanderer] = []
    few = min(FEW, scale.channels // 2)
    for channels in (few, scale.channels):
        path = folder / f"crowd{channels}.sqlite3"
        stores.append(await open_store(path, sample.SEAL))
        copied(path, map(_named, range(1, channels + 1)))
        await stores[-1].keep_flow(sample.flow())
        runs.append(Wanderer(stores[-1], library, channels, scale.turns))
    try:
        name = f"a turn at {scale.channels:,} channels over {few:,}"
        return await against(name, 1.6, runs[0], runs[1], scale.rounds)
    finally:
        for store in stores:
            await store.close()


# ── many to be woken ──

DUE = 100
MANY = 100_000


class Scanner:
    """Asks again and again which programmes are to be woken: a hundred are due, of however many there are."""

    def __init__(self, store: SqliteStore, times: int) -> None:
        self._store, self._times = store, times

    async def __call__(self) -> int:
        for _ in range(self._times):
            due = await self._store.waking(sample.START, 10 * DUE)
            assert len(due) == DUE
        return self._times


async def scan(folder: Path, scale: Scale) -> Figure:
    """Which programmes are to be woken, asked where there are very many, over the same where there are a thousand."""
    stores: list[SqliteStore] = []
    many = MANY if scale.channels >= FEW * 10 else scale.channels
    for channels in (FEW, many):
        path = folder / f"scan{channels}.sqlite3"
        stores.append(await open_store(path, sample.SEAL))
        _sleepers(path, channels)
    try:
        few, crowded = (Scanner(store, scale.turns) for store in stores)
        return await against(f"due scan at {many:,} programmes over {FEW:,}", 1.2, few, crowded, scale.rounds)
    finally:
        for store in stores:
            await store.close()


def _sleepers(path: Path, channels: int) -> None:
    """Programmes of which a hundred are due, scattered among the rest, who wake in the week that follows."""
    rows = sqlite3.connect(path, isolation_level=None)
    rows.execute("PRAGMA synchronous = OFF")
    rows.execute("BEGIN")
    for number in range(1, channels + 1):
        due = number % (channels // DUE) == 0
        wakes = sample.START + dt.timedelta(minutes=-1 if due else 1 + number % (7 * 24 * 60))
        _add_head(rows, msgspec.structs.replace(_named(number), wakes=wakes))
    rows.execute("COMMIT")
    rows.close()
