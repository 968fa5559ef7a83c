"""The ticker: wakes programmes whose time has come, and has people reminded. Whoever else runs may do so too: a programme
that was woken is not due any more."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from uuid import uuid4

import structlog

from bot.service.desk import Desk
from bot.service.guarding import Apart
from bot.service.pacing import PACE, Bucket, Pace, Rate
from bot.service.ports import Audience, Came
from bot.service.reminders import remind
from flows.model.events import Ticked
from flows.model.ids import ChannelId, ClaimKey, PersonId, ProgrammeId, TeamId, split_programme
from flows.model.programme import Reach
from state.errors import StoreError

log = structlog.get_logger(__name__)

EVERY = dt.timedelta(seconds=30)
AT_ONCE = 10_000
"""Programmes taken from one scan, which gives their ids alone."""
MOST_LOOKS = 4
"""How often a channel is looked at where it is only too early; then its programme is left to the next scan."""
REST = dt.timedelta(hours=1)
"""How long a programme that could not be woken is left alone."""
IN_HAND = 3
"""Turns that a workspace's programmes may be ahead of their posts."""
A_WHILE = 10.0
"""Seconds that a workspace's programmes wait for such a look."""


AT_WILL = Bucket(Rate(0.0))
"""As fast as it goes; it keeps nothing."""

Rests = dict[ProgrammeId, dt.datetime]
"""Until when a programme is left alone, so that it costs no look at its channel at every scan: one that could not be woken, or was looked at."""


async def tick_on(desk: Desk, pace: Pace = PACE) -> None:
    """Until cancelled. A store that fails is tried again next time. ``pace``: what is woken in a workspace has something to post, so it is woken
    as fast as that may be posted, and no faster: what could only wait in the outbox would keep people waiting here."""
    left: Rests = {}
    turns = Bucket(Rate(pace.workspace.every, IN_HAND))
    while True:
        try:
            while await tick(desk, left, turns) + await remind(desk):
                pass
        except StoreError as error:
            failed(desk, "ticker_store", error)
        await asyncio.sleep(EVERY.total_seconds())


async def tick(desk: Desk, left: Rests | None = None, turns: Bucket = AT_WILL) -> int:
    """Wake what is due now, the longest due first; how many were woken. What cannot be woken is put into ``left``, and left alone for a while.
    ``turns``: how fast each workspace's may come.

    Before a programme is woken, its channel is looked at unless it was lately (see `ahead`), and a workspace allows so many looks in a minute.
    So each workspace's programmes come one after another, beside those of the others. Their turns come one by one: who presses a button
    meanwhile waits for one, not for hundreds.
    """
    left, now = {} if left is None else left, desk.clock.now()
    due = [programme for programme in await desk.store.waking(now, AT_ONCE) if not rests(left, programme, now)]
    one_by_one, lanes = asyncio.Lock(), by_workspace(due)
    woken = (_wake_each(desk, mine, one_by_one, left, partial(turns.take, team)) for team, mine in lanes.items())
    return sum(await asyncio.gather(*woken))


def by_workspace(programmes: Sequence[ProgrammeId]) -> dict[TeamId, list[ProgrammeId]]:
    """The programmes of each workspace, in the order given."""
    lanes: dict[TeamId, list[ProgrammeId]] = {}
    for programme in programmes:
        lanes.setdefault(split_programme(programme)[0], []).append(programme)
    return lanes


def rests(left: Rests, programme: ProgrammeId, now: dt.datetime) -> bool:
    """Whether a programme is left alone now; one that is not any more is taken out of ``left``. Of a clock that ran ahead and was set back, no
    rest stays."""
    resting = dt.timedelta() < left.get(programme, now) - now <= REST
    if not resting:
        left.pop(programme, None)
    return resting


async def _wake_each(
    desk: Desk, programmes: Sequence[ProgrammeId], one_by_one: asyncio.Lock, left: Rests, turn: Callable[[float], float]
) -> int:
    """Wake these, one after another; how many were woken. One that cannot be woken keeps none of the others waiting, whatever is wrong with it.
    ``turn``: at a time in seconds, how long until the next may come; 0 where it may, and it is counted."""
    woken, ticks = 0, asyncio.get_running_loop().time
    for programme in programmes:
        while wait := turn(ticks()):  # noqa: ASYNC110  (nothing but time brings it)
            await asyncio.sleep(wait)
        try:
            with Apart(desk.meter, "waking_fault", programme=programme) as apart:
                woken += await _wake(desk, programme, one_by_one)
            if not apart.well:
                left[programme] = desk.clock.now() + REST
        except StoreError as error:
            failed(desk, "ticker_store", error)
    return woken


async def _wake(desk: Desk, programme: ProgrammeId, one_by_one: asyncio.Lock) -> bool:
    """Wake one; not yet where its channel cannot be looked at just now, since who is there decides what may be told."""
    head = await desk.head(programme)
    if head is None:
        return False
    team, channel = split_programme(programme)
    outsiders = False
    if head.reach is Reach.OPEN:
        audience = await look(desk, channel)
        if audience.again:
            return False
        outsiders = audience.outsiders
    async with one_by_one:
        await desk.courtesy.after_you()
        head, now = await desk.head(programme), desk.clock.now()
        if head is None or head.wakes is None or head.wakes > now:
            return False  # somebody else woke it meanwhile, or the clock was set back
        # Its own word says whether it is due, also where two wake it at once; by its time alone it could be woken for that only once, ever.
        key = ClaimKey(f"tick:{programme}:{uuid4().hex}")
        came = Came(key=key, team=team, by=PersonId(""), by_team=team, channel=channel)
        return (await desk.turn(came, programme, Ticked(outsiders), now)).fresh


async def look(desk: Desk, channel: ChannelId, *, fresh: bool = False) -> Audience:
    """Who is in a channel (``fresh``: now, whatever is known); where it is a little too early to look, when its workspace's turn has come."""
    audience = await desk.audiences.look(channel, fresh=fresh)
    for _ in range(MOST_LOOKS - 1):
        if not 0 < audience.again <= A_WHILE:
            break
        await asyncio.sleep(audience.again)
        audience = await desk.audiences.look(channel, fresh=fresh)
    return audience


def failed(desk: Desk, what: str, error: StoreError) -> None:
    """Count and log a store that failed; ``what`` names the line."""
    desk.meter.failed(type(error).__name__)
    log.error(what, error=type(error).__name__)
