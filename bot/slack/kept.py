"""What was looked up, kept for a while. What is dropped while it is looked up is not kept: the answer may be of before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.service.ports import Clock

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Mark:
    """When a look began, and how much had been dropped by then."""

    at: dt.datetime
    drops: int


class Kept(Generic[K, V]):
    """Answers by their keys, each for as long as ``fresh``."""

    def __init__(self, clock: Clock, fresh: dt.timedelta) -> None:
        self._clock, self._fresh = clock, fresh
        self._found: dict[K, tuple[dt.datetime, V]] = {}
        self._drops = self._all = 0
        self._dropped: dict[K, int] = {}
        """For each key the number of its last drop."""

    def get(self, key: K) -> V | None:
        """What is known; nothing where it is too old, or of a time to come."""
        known = self._found.get(key)
        if known is None or not dt.timedelta() <= self._clock.now() - known[0] < self._fresh:
            return None
        return known[1]

    def mark(self) -> Mark:
        """A look begins."""
        return Mark(self._clock.now(), self._drops)

    def holds(self, key: K, mark: Mark) -> bool:
        """Whether it was not dropped since a look began."""
        return max(self._all, self._dropped.get(key, 0)) <= mark.drops

    def put(self, key: K, found: V, mark: Mark) -> None:
        """What a look found that began at ``mark``."""
        if self.holds(key, mark):
            self._found[key] = (mark.at, found)

    def drop(self, key: K) -> None:
        """It has changed."""
        self._drops += 1
        self._dropped[key] = self._drops
        self._found.pop(key, None)

    def clear(self) -> None:
        """All of it may have changed."""
        self._drops += 1
        self._all = self._drops
        self._dropped.clear()
        self._found.clear()

    def all(self) -> list[tuple[K, V]]:
        """All that is there, however old."""
        return [(key, found) for key, (_, found) in self._found.items()]
