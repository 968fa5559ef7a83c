"""How long something that failed is tried again: the pauses between, and when the bot stops waiting for a messenger that is in trouble."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import NamedTuple

from flows.model.effects import Posting

MOST_TRIES = 12
"""As often a posting may fail by a fault that is not the messenger's passing trouble."""
LONGEST_OUTAGE = dt.timedelta(days=3)
"""As long a posting is kept from being given up while the messenger is in trouble."""
OUTAGE = "down_for_days"
"""Why a posting is given up that waited longer."""
MOST_ALONE = 24
"""As often a posting may fail although, since its last try, others were taken at the same place: about an hour and a half at the least. What is
taken elsewhere tells nothing: one channel may fail for hours while the rest of Slack works. Where so many calls fail that nobody else's get
through, that is an outage; where half of them do, hardly one in ten million postings is given up for it."""
ALONE = "fails_alone"
"""Why a posting is given up that failed as often."""
_KEPT = 10_000
"""Postings whose troubles are remembered; the oldest are forgotten first."""


def pause_after(failures: int) -> dt.timedelta:
    """How long to wait after so many failed tries: one second, doubling, at most five minutes."""
    return dt.timedelta(seconds=min(2 ** min(failures, 9), 300))


class Patience:
    """How often each posting met the messenger in trouble. In memory: a new start, and a posting played again, try soon, and often enough."""

    def __init__(self) -> None:
        self._met: dict[int, _Trouble] = {}
        self._passed: Counter[str] = Counter()

    def passed(self, posting: Posting, there: str) -> None:
        """It was taken there: by a call of that kind, at that place."""
        self._met.pop(posting.number, None)
        self._passed[there] += 1

    def met(self, posting: Posting, now: dt.datetime, there: str) -> dt.timedelta | str:
        """It has met trouble: how long to wait until the next try, or why it is to be given up.

        ``there``: which call failed and at what place, as for :meth:`passed`, where the fault may be in the posting itself; "" where it surely is
        not. Age alone gives up nothing: a bot that stood still for days, or whose clock was set ahead, first tries about half an hour."""
        before = self._met.pop(posting.number, _Trouble())
        passed = self._passed[there] if there else before.passed
        alone = before.alone + (before.times > 0 and passed > before.passed)
        if alone >= MOST_ALONE:
            return ALONE
        if before.times >= MOST_TRIES and now - posting.queued > LONGEST_OUTAGE:
            return OUTAGE
        self._met[posting.number] = _Trouble(before.times + 1, alone, passed)
        while len(self._met) > _KEPT:
            del self._met[next(iter(self._met))]
        return pause_after(before.times)


class _Trouble(NamedTuple):
    """``times``: how often it was met. ``alone``: how often although others were taken there; ``passed``: how many of those there had been."""

    times: int = 0
    alone: int = 0
    passed: int = 0
