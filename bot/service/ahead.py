"""Looks ahead: who is in the channels of programmes that are to be woken soon, so that at their time nothing waits for a look.

A workspace allows fifty looks at channels in a minute, and hundreds of its programmes may want to be woken in the same one. A look counts for
ten minutes, and is dropped as soon as an event tells that somebody came, so one of eight minutes ago is as good as one of now. What was not
looked at ahead, or has changed since, is looked at when it is due.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence

from bot.service.desk import Desk
from bot.service.guarding import Apart
from bot.service.ticker import AT_ONCE, REST, Rests, by_workspace, failed, look, rests
from flows.model.ids import ProgrammeId, split_programme
from flows.model.programme import Reach
from state.errors import StoreError

AHEAD = dt.timedelta(minutes=8)
"""How long before a programme's time its channel is looked at; two minutes of what a look is good for are left for what is posted then."""
GAP = dt.timedelta(seconds=2)
"""Between two looks in a workspace: 30 a minute, so that whoever presses a button need not wait for theirs."""
EVERY = dt.timedelta(seconds=30)
AT_A_TIME = 15
"""Programmes of a workspace between two scans: what is due first comes first, and a workspace of many keeps no other from its turn."""


async def look_ahead_on(desk: Desk, gap: dt.timedelta = GAP) -> None:
    """Until cancelled. A store that fails is tried again next time."""
    seen: Rests = {}
    while True:
        try:
            while await look_ahead(desk, seen, gap):
                pass
        except StoreError as error:
            failed(desk, "ahead_store", error)
        await asyncio.sleep(EVERY.total_seconds())


async def look_ahead(desk: Desk, seen: Rests, gap: dt.timedelta = GAP) -> int:
    """Look at the channels of some programmes that are to be woken soon, the first to be woken first; at how many. ``seen``: which were, and
    until when that is enough. What could not be looked at just now is left to the next time, or to when it is due.

    Each workspace's channels come one after another, beside those of the others, as in the ticker.
    """
    now = desk.clock.now()
    for programme in list(seen):
        rests(seen, programme, now)
    soon = [programme for programme in await desk.store.waking(now + AHEAD, AT_ONCE) if programme not in seen]
    lanes = by_workspace(soon).values()
    return sum(await asyncio.gather(*(_look_at_each(desk, mine[:AT_A_TIME], seen, gap) for mine in lanes)))


async def _look_at_each(desk: Desk, programmes: Sequence[ProgrammeId], seen: Rests, gap: dt.timedelta) -> int:
    """Look at these, one after another; at how many. One with which anything is wrong is left alone for a while."""
    looks = 0
    for programme in programmes:
        try:
            with Apart(desk.meter, "ahead_fault", programme=programme) as apart:
                looks += await _look_at(desk, programme, seen, gap)
            if not apart.well:
                seen[programme] = desk.clock.now() + REST
        except StoreError as error:
            failed(desk, "ahead_store", error)
    return looks


async def _look_at(desk: Desk, programme: ProgrammeId, seen: Rests, gap: dt.timedelta) -> bool:
    """Look at one whose time is still to come and where anything can be said; whether it was seen."""
    head, now = await desk.head(programme), desk.clock.now()
    if head is None or head.reach is not Reach.OPEN or head.wakes is None or head.wakes <= now:
        seen[programme] = now + AHEAD
        return False
    audience = await look(desk, split_programme(programme)[1], fresh=True)
    if not audience.again:
        seen[programme] = now + AHEAD
    await asyncio.sleep(gap.total_seconds())
    return not audience.again
