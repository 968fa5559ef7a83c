"""Composing a weekly digest, in the middle of the sample: three hundred answers, and a week in which ninety more were given."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from flows.engine.digest import compose
from flows.model.flow import Library
from flows.model.programme import Snapshot
from state.sqlite import open_store
from tests.bench import sample
from tests.bench.engine_store import GROUP, Subject, fill
from tests.bench.measure import Figure, Scale, cpu, figure

ALLOWED = 1_000.0
"""Microseconds of CPU that a digest may cost."""
AT = sample.START + dt.timedelta(days=7)


async def measure(folder: Path, library: Library, scale: Scale) -> Figure:
    """A digest composed from a programme that is at hand, against its allowance."""
    store = await open_store(folder / "digest.sqlite3", sample.SEAL)
    await fill(store, library, GROUP)
    week = Subject(store, library, 1, GROUP)
    for _ in range(sample.MEASURED):
        await week()
    times = max(1, scale.turns // 10)

    async def composed() -> int:
        await store.read(sample.key(0), lambda snapshot: _again(snapshot, library, times))
        return times

    try:
        await composed()
        spent = [await cpu(composed) for _ in range(scale.rounds)]
    finally:
        await store.close()
    return figure("composing a digest of 390 answers", 1, [ALLOWED] * scale.rounds, spent)


def _again(snapshot: Snapshot, library: Library, times: int) -> None:
    head = snapshot.programme
    assert head is not None
    for _ in range(times):
        told = compose(snapshot, head, library, AT)
        assert told.opened
