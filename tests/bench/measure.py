"""How things are measured: in rounds that alternate between floor and subject, so that a drift of the machine touches both; medians quoted."""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import psutil

Run = Callable[[], Awaitable[int]]
"""Does some operations and says how many."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is done: ``turns`` or requests a round, ``rounds``, and ``channels`` where there are many. ``workspaces``: of a
    fan-out, and ``bots``: processes that share them. ``slower``: by how much Slack's limits are slowed down, where the machine and not the
    pace would set the time."""

    turns: int = 400
    rounds: int = 5
    channels: int = 20_000
    workspaces: int = 100
    bots: int = os.cpu_count() or 1
    slower: int = 1


FULL = Scale()
SMALL = Scale(turns=40, rounds=1, channels=2_000, workspaces=4)
"""Enough to see that the machinery works; its figures say little."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Medians over rounds of the floor and of the subject, and the median of the rounds' ratios. ``unit``: of floor and subject."""

    name: str
    floor: float
    subject: float
    ratio: float
    budget: float
    unit: str = "µs CPU"

    @property
    def within(self) -> bool:
        """Whether the budget is kept."""
        return self.ratio <= self.budget


def figure(name: str, budget: float, floors: list[float], subjects: list[float], unit: str = "µs CPU") -> Figure:
    """A figure of rounds that were measured in turns."""
    ratio = statistics.median(s / f for s, f in zip(subjects, floors, strict=True))
    return Figure(name, statistics.median(floors), statistics.median(subjects), ratio, budget, unit)


async def cpu(run: Run) -> float:
    """CPU microseconds per operation of one run, all threads of this process counted."""
    began = time.process_time()
    count = await run()
    return (time.process_time() - began) / count * 1e6


async def against(name: str, budget: float, floor: Run, subject: Run, rounds: int) -> Figure:
    """Measure two runs of this process in turns, after one of each that does not count."""
    floors: list[float] = []
    subjects: list[float] = []
    await floor()
    await subject()
    for _ in range(rounds):
        floors.append(await cpu(floor))
        subjects.append(await cpu(subject))
    return figure(name, budget, floors, subjects)


def cpu_seconds(pid: int) -> float:
    """CPU seconds of another process, all its threads counted, as finely as the system tells."""
    if sys.platform == "linux":
        return time.clock_gettime(~pid << 3 | 2)  # the process's CPU clock, by clock_getcpuclockid(3)
    told = psutil.Process(pid).cpu_times()
    return told.user + told.system
