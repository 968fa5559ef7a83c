"""Housekeeping while the bot runs: claims older than a week are forgotten, what is to be erased is, and what got stuck comes loose."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable

import structlog

from bot.service.desk import Desk
from bot.service.erasing import surely, sweep
from bot.service.messages import take_up_stranded
from bot.service.ports import Clock
from state.errors import StoreError

log = structlog.get_logger(__name__)

EVERY = dt.timedelta(hours=6)
CLAIMS_KEPT = dt.timedelta(days=7)
SETTLED = dt.timedelta(minutes=15)
"""How long the clock must have gone evenly before claims are forgotten by it. An event is told again for six minutes at most, so what a clock
that leapt ahead makes look a week old is not needed any more by then."""
LEAP = 60.0
"""Seconds from one look to the next that a clock may go wrong without having been set."""
LOOK = dt.timedelta(seconds=30)
LONGEST = dt.timedelta(hours=1)
"""Nothing is put off for longer by a clock that is right."""


class EvenClock:
    """Tells for how long a clock has gone as evenly as ``steady``, the seconds of a clock that nobody sets."""

    def __init__(self, clock: Clock, steady: Callable[[], float]) -> None:
        self._clock, self._steady = clock, steady
        self._since, self._apart = steady(), self._difference()

    def _difference(self) -> float:
        """How far the two are apart: seconds that mean nothing but by how they change."""
        return self._clock.now().timestamp() - self._steady()

    def even_for(self) -> dt.timedelta:
        """For how long, by now. A leap begins it anew."""
        apart = self._difference()
        if abs(apart - self._apart) > LEAP:
            log.warning("clock_leapt", seconds=round(apart - self._apart))
            self._since = self._steady()
        self._apart = apart
        return dt.timedelta(seconds=self._steady() - self._since)


async def keep_up(desk: Desk) -> None:
    """Until cancelled. A store that fails is tried again next time."""
    clock = EvenClock(desk.clock, asyncio.get_running_loop().time)
    due, left = True, 0.0
    while True:
        try:
            even = clock.even_for() >= SETTLED
            await _come_loose(desk)
            now = surely(desk.clock.now(), desk.told()) if left <= 0 else None
            if now is not None:
                await sweep(desk.store, now, desk.erase_after, desk.meter)
                due, left = True, EVERY.total_seconds()
            if due and even:
                log.debug("pruned", claims=await desk.store.prune(desk.clock.now() - CLAIMS_KEPT))
                due = False
        except StoreError as error:
            desk.meter.failed(type(error).__name__)
            log.error("upkeep_store", error=type(error).__name__)
        await asyncio.sleep(LOOK.total_seconds())
        left -= LOOK.total_seconds()


async def _come_loose(desk: Desk) -> None:
    """What a clock that ran ahead put off comes now, and so do replies that nobody took up."""
    loose = await desk.store.come_loose(desk.clock.now() + LONGEST)
    if loose:
        log.warning("put_off_too_long", postings=loose)
        desk.woken.set()
    await take_up_stranded(desk)
