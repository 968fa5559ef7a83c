"""The workspace's clock: the machine's time, or one that was set."""

from __future__ import annotations

import time


class WorkspaceClock:
    """Seconds since 1970. ``set`` freezes it, ``advance`` moves it, ``set(None)`` lets it run again."""

    def __init__(self) -> None:
        self._frozen: float | None = None
        self._last = 0  # in whole microseconds: of fractions that small, a float of that size loses one in ten

    def now(self) -> float:
        return time.time() if self._frozen is None else self._frozen

    def set(self, now: float | None) -> None:
        self._frozen = now

    def advance(self, seconds: float) -> None:
        self._frozen = self.now() + seconds

    def ts(self) -> str:
        """A message's name: the time to the microsecond, never the same twice, always later than the one before."""
        self._last = max(round(self.now() * 1_000_000), self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06}"
