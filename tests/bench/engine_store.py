"""Engine and store together, durable, against raw SQLite writing the same parts with the same grouping of commits."""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
from pathlib import Path

import msgspec

from flows.engine.advance import advance
from flows.model.effects import Outcome, SaveItem, SaveProgramme, SaveSession
from flows.model.events import Answered, Envelope
from flows.model.flow import Library
from flows.model.ids import ClaimKey, PersonId, ProgrammeId, split_programme
from flows.model.programme import Snapshot
from flows.model.session import Spot
from flows.model.values import Choice, Kind, Text, YesNo
from state.sqlite import SqliteStore, open_store
from tests.bench import sample
from tests.bench.measure import Figure, against

CHANNELS = 40
GROUP = 20
TURNS = 400


class Subject:
    """Forty programmes, each answering its next question in turn, twenty at a time."""

    def __init__(self, store: SqliteStore, library: Library) -> None:
        self.store, self.library = store, library
        self.left: dict[ProgrammeId, list[Spot]] = {}
        self.at = sample.START
        self.count = 0

    async def fill(self) -> None:
        """Write the programmes."""
        await self.store.keep_flow(next(iter(self.library.flows.values())))
        for number in range(CHANNELS):
            head, items, session, left = sample.programme(number)
            saves = (SaveProgramme(head), SaveSession(session), *(SaveItem(item) for item in items))
            await self.store.turn(ClaimKey(f"fill{number}"), head.id, lambda _, s=saves: Outcome(saves=s), sample.START)
            self.left[head.id] = list(left)

    async def __call__(self) -> int:
        kinds = {q.id: q.kind for s in sample.flow().sections for q in s.questions}
        done = 0
        while done < TURNS:
            batch = [key for key in self.left if self.left[key]][:GROUP]
            if len(batch) < GROUP:
                await self._again()
                continue
            await asyncio.gather(*(self._turn(key, kinds) for key in batch))
            done += len(batch)
            self.left = {**{k: v for k, v in self.left.items() if k not in batch}, **{k: self.left[k] for k in batch}}
        return done

    async def _again(self) -> None:
        for number in range(CHANNELS):
            head, _, session, left = sample.programme(number)
            self.count += 1
            await self.store.turn(
                ClaimKey(f"again{self.count}"),
                head.id,
                lambda _, s=session: Outcome(saves=(SaveSession(s),)),
                sample.START,
            )
            self.left[head.id] = list(left)

    async def _turn(self, key: ProgrammeId, kinds: dict[str, Kind]) -> None:
        spot = self.left[key].pop(0)
        self.count += 1
        self.at += dt.timedelta(milliseconds=1)
        kind = kinds[spot.question]
        given = (
            YesNo(True)
            if kind is Kind.YES_NO
            else Choice("employee")
            if kind is Kind.ONE_OF
            else Text("As somebody would type it.")
        )
        team, channel = split_programme(key)
        event = Answered(next(iter(_sessions)), spot, 0, given)
        envelope = Envelope(ClaimKey(f"t{self.count}"), team, channel, key, PersonId("UBENCH"), self.at, event)

        def decide(snapshot: Snapshot) -> Outcome:
            return advance(snapshot, envelope, self.library)

        receipt = await self.store.turn(envelope.key, key, decide, self.at)
        assert not receipt.refused, receipt


_sessions = (sample.programme(0)[2].id,)

FLOOR_SCHEMA = """
CREATE TABLE claims (key TEXT PRIMARY KEY, at INTEGER) WITHOUT ROWID;
CREATE TABLE heads (pk INTEGER PRIMARY KEY, id TEXT UNIQUE, version INTEGER, doc BLOB);
CREATE TABLE sessions (pk INTEGER PRIMARY KEY, head INTEGER, doc BLOB);
CREATE TABLE answers (pk INTEGER PRIMARY KEY, session INTEGER, spot TEXT, doc BLOB, UNIQUE (session, spot));
CREATE TABLE entries (pk INTEGER PRIMARY KEY, head INTEGER, doc BLOB);
CREATE TABLE outbox (number INTEGER PRIMARY KEY AUTOINCREMENT, lane TEXT, effect BLOB);
CREATE INDEX outbox_by_lane ON outbox (lane, number);
"""


class Floor:
    """The same parts, written straight: claim, read head and session, save both, one answer, one entry, two effects; twenty a commit."""

    def __init__(self, path: Path) -> None:
        self.rows = sqlite3.connect(path, isolation_level=None)
        self.rows.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;" + FLOOR_SCHEMA)
        head, _, session, _ = sample.programme(0)
        self.head = msgspec.json.encode(head)
        self.session = msgspec.json.encode(msgspec.structs.replace(session, answers={}))
        self.answer = msgspec.json.encode(next(iter(session.answers.values())))
        self.entry, self.effect = self.answer * 2, self.answer
        for number in range(CHANNELS):
            self.rows.execute("INSERT INTO heads VALUES (?, ?, 0, ?)", (number, f"T:C{number}", self.head))
            self.rows.execute("INSERT INTO sessions VALUES (?, ?, ?)", (number, number, self.session))
        self.count = 0

    async def __call__(self) -> int:
        for _ in range(TURNS // GROUP):
            self.rows.execute("BEGIN IMMEDIATE")
            for _ in range(GROUP):
                self._turn(self.count % CHANNELS)
            self.rows.execute("COMMIT")
        return TURNS

    def _turn(self, number: int) -> None:
        run = self.rows.execute
        self.count += 1
        # Bytes that differ each time, as a turn's do: SQLite writes no page that is as it was.
        stamp = b"%08d" % self.count
        run("SAVEPOINT job")
        run("INSERT INTO claims VALUES (?, ?) ON CONFLICT DO NOTHING", (f"k{self.count}", self.count))
        run("SELECT pk, version, doc FROM heads WHERE id = ?", (f"T:C{number}",)).fetchone()
        run("SELECT doc FROM sessions WHERE pk = ?", (number,)).fetchone()
        run("UPDATE heads SET doc = ?, version = version + 1 WHERE pk = ?", (self.head + stamp, number))
        run("UPDATE sessions SET doc = ? WHERE pk = ?", (self.session + stamp, number))
        run(
            "INSERT INTO answers (session, spot, doc) VALUES (?, ?, ?)", (number, f"s{self.count}", self.answer + stamp)
        )
        run("INSERT INTO entries (head, doc) VALUES (?, ?)", (number, self.entry + stamp))
        run("INSERT INTO outbox (lane, effect) VALUES (?, ?)", (f"l{number}", self.effect + stamp))
        run("INSERT INTO outbox (lane, effect) VALUES (?, ?)", (f"l{number}", self.effect + stamp))
        run("RELEASE job")


async def measure(folder: Path, texts: dict[str, str]) -> Figure:
    """Engine and store over the storage floor."""
    store = await open_store(folder / "subject.sqlite3")
    subject = Subject(store, sample.library(texts))
    await subject.fill()
    floor = Floor(folder / "floor.sqlite3")
    try:
        return await against("engine and store, durable", 3, floor, subject)
    finally:
        await store.close()
        floor.rows.close()
