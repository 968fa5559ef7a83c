"""The ticker: wakes programmes whose time has come, and has people reminded. Whoever else runs may do so too: each time is claimed once."""

from __future__ import annotations

import asyncio
import datetime as dt

import structlog

from bot.service.desk import Desk
from bot.service.ports import Came
from bot.service.reminders import remind
from flows.model.events import Ticked
from flows.model.ids import ClaimKey, PersonId, ProgrammeId, split_programme
from flows.model.programme import Programme, Reach
from state.errors import StoreError

log = structlog.get_logger(__name__)

EVERY = dt.timedelta(seconds=30)
AT_ONCE = 100
"""Programmes taken from one scan."""


async def tick_on(desk: Desk) -> None:
    """Until cancelled. A store that fails is tried again next time."""
    while True:
        try:
            while await tick(desk) + await remind(desk):
                pass
        except StoreError as error:
            desk.meter.failed(type(error).__name__)
            log.error("ticker_store", error=type(error).__name__)
        await asyncio.sleep(EVERY.total_seconds())


async def tick(desk: Desk) -> int:
    """Wake what is due now, the longest due first; how many were woken."""
    due = await desk.store.waking(desk.clock.now(), AT_ONCE)
    return sum([await _wake(desk, programme) for programme in due])


async def _wake(desk: Desk, programme: ProgrammeId) -> bool:
    """Wake one; not yet where its channel cannot be looked at just now, since who is there decides what may be told."""
    head = await desk.head(programme)
    if head is None:
        return False
    team, channel = split_programme(programme)
    outsiders = False
    if head.reach is Reach.OPEN:
        audience = await desk.audiences.look(channel, fresh=True)
        if audience.again:
            return False
        outsiders = audience.outsiders
    key = ClaimKey(f"tick:{programme}:{_time(head)}")
    came = Came(key=key, team=team, by=PersonId(""), by_team=team, channel=channel)
    await desk.turn(came, programme, Ticked(outsiders), desk.clock.now())
    return True


def _time(head: Programme) -> str:
    return head.wakes.isoformat() if head.wakes is not None else "first"
