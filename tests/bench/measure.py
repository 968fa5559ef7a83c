"""How things are timed: CPU seconds of this process, in rounds that alternate between floor and subject, medians quoted."""

from __future__ import annotations

import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

Run = Callable[[], Awaitable[int]]
"""Does some operations and says how many."""


@dataclass(frozen=True, slots=True)
class Figure:
    """CPU microseconds per operation of the floor and of the subject, medians over rounds, and the median of the rounds' ratios."""

    name: str
    floor: float
    subject: float
    ratio: float
    budget: float

    def row(self) -> str:
        """A row of docs/performance.md."""
        verdict = "within" if self.ratio <= self.budget else "over"
        return f"| {self.name} | {self.floor:,.0f} | {self.subject:,.0f} | {self.ratio:.2f} | {self.budget:g} | {verdict} |"


async def cpu(run: Run) -> float:
    """CPU microseconds per operation of one run, all threads of this process counted."""
    began = time.process_time()
    count = await run()
    return (time.process_time() - began) / count * 1e6


async def against(name: str, budget: float, floor: Run, subject: Run, rounds: int = 7) -> Figure:
    """Measure in turns, floor then subject, so that a drift of the machine touches both."""
    floors: list[float] = []
    subjects: list[float] = []
    await floor()
    await subject()
    for _ in range(rounds):
        floors.append(await cpu(floor))
        subjects.append(await cpu(subject))
    ratio = statistics.median(s / f for s, f in zip(subjects, floors, strict=True))
    return Figure(name, statistics.median(floors), statistics.median(subjects), ratio, budget)
