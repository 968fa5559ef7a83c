"""How long something that failed is tried again: the pauses between, and when the bot stops waiting for a messenger that is in trouble."""

from __future__ import annotations

import datetime as dt

from flows.model.effects import Posting

MOST_TRIES = 12
"""As often a posting may fail by a fault that is not the messenger's passing trouble."""
LONGEST_OUTAGE = dt.timedelta(days=3)
"""As long a posting is kept from being given up while the messenger is in trouble."""
OUTAGE = "down_for_days"
"""Why a posting is given up that waited longer."""
_KEPT = 10_000
"""Postings whose troubles are remembered; the oldest are forgotten first."""


def pause_after(failures: int) -> dt.timedelta:
    """How long to wait after so many failed tries: one second, doubling, at most five minutes."""
    return dt.timedelta(seconds=min(2 ** min(failures, 9), 300))


class Patience:
    """How often each posting met the messenger in trouble. In memory: a new start, and a posting played again, try soon, and often enough."""

    def __init__(self) -> None:
        self._met: dict[int, int] = {}

    def met(self, posting: Posting, now: dt.datetime) -> dt.timedelta | None:
        """It has met trouble: how long to wait until the next try; None where it is to be given up.

        Age alone gives up nothing: a bot that stood still for days, or whose clock was set ahead, first tries about half an hour."""
        times = self._met.pop(posting.number, 0)
        if times >= MOST_TRIES and now - posting.queued > LONGEST_OUTAGE:
            return None
        self._met[posting.number] = times + 1
        while len(self._met) > _KEPT:
            del self._met[next(iter(self._met))]
        return pause_after(times)
