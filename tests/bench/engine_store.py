"""Engine and store together, durable, against raw SQLite writing the same parts with the same grouping of commits."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path

from flows.engine.advance import advance
from flows.model.effects import Outcome
from flows.model.events import Envelope
from flows.model.flow import Library
from flows.model.ids import ClaimKey
from flows.model.programme import Snapshot
from state.sqlite import SqliteStore, open_store
from tests.bench import sample
from tests.bench.floor import Storage
from tests.bench.measure import Figure, Scale, against

GROUP = 20


async def fill(store: SqliteStore, library: Library, channels: int) -> None:
    """Write the flow and the sample programme of so many channels."""
    await store.keep_flow(next(iter(library.flows.values())))
    for number in range(channels):
        saves = sample.filled(number)
        key = ClaimKey(f"fill{number}")
        await store.turn(key, sample.key(number), lambda _, s=saves: Outcome(saves=s), sample.START)


class Subject:
    """Programmes that answer their next questions in turn, twenty at a time."""

    def __init__(self, store: SqliteStore, library: Library, groups: int, turns: int) -> None:
        self._store, self._library, self._groups, self._turns = store, library, groups, turns
        self._done = 0

    async def __call__(self) -> int:
        for _ in range(self._turns // GROUP):
            step, first = divmod(self._done, self._groups)
            await asyncio.gather(*(self._turn(first * GROUP + number, step) for number in range(GROUP)))
            self._done += 1
        return self._turns

    async def _turn(self, number: int, at_step: int) -> None:
        key = sample.key(number)
        event = sample.event(sample.played().steps[at_step], at_step)
        at = sample.START + dt.timedelta(seconds=at_step)
        envelope = Envelope(
            ClaimKey(f"t{number}:{at_step}"), sample.TEAM, sample.channel(number), key, sample.WHO, at, event
        )

        def decide(snapshot: Snapshot) -> Outcome:
            return advance(snapshot, envelope, self._library)

        receipt = await self._store.turn(envelope.key, key, decide, at)
        assert not receipt.refused, receipt


async def measure(folder: Path, library: Library, scale: Scale) -> Figure:
    """Engine and store over the storage floor."""
    groups = -(-scale.turns * (scale.rounds + 1) // (sample.MEASURED * GROUP))
    store = await open_store(folder / "subject.sqlite3", sample.SEAL)
    await fill(store, library, groups * GROUP)
    floor = Storage(folder / "floor.sqlite3", groups * GROUP)
    done = iter(range(10**9))

    async def straight() -> int:
        for _ in range(scale.turns // GROUP):
            first = next(done) % groups * GROUP
            floor.group(range(first, first + GROUP))
        return scale.turns

    try:
        subject = Subject(store, library, groups, scale.turns)
        return await against("engine and store, durable", 3, straight, subject, scale.rounds)
    finally:
        await store.close()
        floor.close()
