"""When claims may be forgotten by the clock: not after it was set, until it has gone evenly for a while."""

from __future__ import annotations

import datetime as dt

from bot.service.upkeep import SETTLED, EvenClock

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


class Clocks:
    """A clock that can be set, and one that cannot."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.set_by = dt.timedelta()

    def now(self) -> dt.datetime:
        return NOON + self.set_by + dt.timedelta(seconds=self.passed)

    def steady(self) -> float:
        return 1000 + self.passed


def test_a_clock_that_nobody_sets_is_even_from_the_start() -> None:
    clocks = Clocks()
    even = EvenClock(clocks, clocks.steady)
    assert even.even_for() == dt.timedelta()
    clocks.passed += SETTLED.total_seconds()
    assert even.even_for() == SETTLED


def test_a_leap_either_way_begins_it_anew() -> None:
    clocks = Clocks()
    even = EvenClock(clocks, clocks.steady)
    for leap in (dt.timedelta(days=30), dt.timedelta(days=-30)):
        clocks.passed += 2 * SETTLED.total_seconds()
        clocks.set_by += leap
        assert even.even_for() == dt.timedelta()
        clocks.passed += 60
        assert even.even_for() == dt.timedelta(minutes=1)


def test_a_clock_that_is_a_little_slow_is_even() -> None:
    clocks = Clocks()
    even = EvenClock(clocks, clocks.steady)
    for _ in range(60):
        clocks.passed += 30
        clocks.set_by -= dt.timedelta(seconds=2)
        even.even_for()
    assert even.even_for() == dt.timedelta(minutes=30)
