"""What events missed: once a day each programme's channel and people are looked at, and what changed comes about as if it had been told. So do values
of countries that came with new content, for whatever leaned on the old ones.

Events get lost when the bot is down for longer than Slack tells them again, and some are never sent: a public channel that turns private
drops the bot without a word. A lane of its own, slow enough to leave Slack's limits to everything else.
"""

from __future__ import annotations

import asyncio
import datetime as dt

import structlog

from bot.service.channels import LOOKED, outsiders
from bot.service.desk import Desk
from bot.service.guarding import Apart
from bot.service.messenger import UNINSTALLED
from bot.service.ports import Audience, Came
from flows.engine.leaving import at_work
from flows.engine.reopening import untold
from flows.model.events import CountriesMoved, Event, ReachChanged, Renamed
from flows.model.ids import ClaimKey, PersonId, ProgrammeId, split_programme
from flows.model.leaving_events import PersonLeft
from flows.model.programme import Programme, Reach
from state.errors import StoreError

log = structlog.get_logger(__name__)

EVERY = dt.timedelta(hours=1)
GAP = dt.timedelta(seconds=3)
"""Between two programmes: 20 looks a minute, where Slack allows 50 to all that the bot does."""
MOST_LOOKS = 60
"""At one programme while we are too fast: a look at a channel of many goes on where the last one stopped."""
MOST_REST = 60.0
"""Seconds between two of these."""

UNSEEN = frozenset({"channel_not_found", "not_in_channel"})
"""Deleted, or private without us: Slack does not say which."""


async def reconcile_on(desk: Desk, gap: dt.timedelta = GAP) -> None:
    """Until cancelled. A store that fails is tried again next time."""
    while True:
        try:
            for programme in await due(desk):
                with Apart(desk.meter, "reconcile_fault", programme=programme):
                    await _patiently(desk, programme)
                await asyncio.sleep(gap.total_seconds())
        except StoreError as error:
            desk.meter.failed(type(error).__name__)
            log.error("reconcile_store", error=type(error).__name__)
        await asyncio.sleep(EVERY.total_seconds())


async def _patiently(desk: Desk, programme: ProgrammeId) -> None:
    """The same for one, until its look tells something; twice as slowly as it might, so that half of what Slack allows is left to others."""
    for _ in range(MOST_LOOKS):
        again = await reconcile(desk, programme)
        if not again:
            return
        await asyncio.sleep(min(2 * again, MOST_REST))


async def due(desk: Desk) -> list[ProgrammeId]:
    """The programmes of which no look told anything today."""
    today = _today(desk)
    return [name for name in await desk.store.programmes() if await desk.store.note(name, LOOKED) != today]


async def reconcile(desk: Desk, programme: ProgrammeId) -> float:
    """Look at one programme's channel and people now, and let happen what was missed. In how many seconds a look that came too early may be
    tried again; 0 where that is not why it failed, and where it told something."""
    head = await desk.head(programme)
    if head is None:
        return 0.0
    now = desk.clock.now()
    if await desk.store.read(programme, lambda snapshot: untold(snapshot, desk.library, now)):
        await _happened(desk, programme, "countries", CountriesMoved())
    _, channel = split_programme(programme)
    desk.audiences.forget(channel)
    audience = await desk.audiences.look(channel, fresh=True)
    reach = reach_of(audience, head)
    if reach is None:
        # It stays due, and comes again within the hour.
        return audience.again if audience.unknown == "ratelimited" else 0.0
    await desk.store.put_note(programme, LOOKED, _today(desk))
    if reach is not head.reach:
        await _happened(desk, programme, f"reach-{reach}", ReachChanged(reach))
    if not audience.unknown:
        await _compared(desk, programme, head, audience, reach)
    return 0.0


async def _compared(desk: Desk, programme: ProgrammeId, head: Programme, audience: Audience, reach: Reach) -> None:
    """What is known of a channel and its people, with what was seen."""
    name = f"#{audience.name.lstrip('#')}"
    if audience.name and name != head.name:
        await _happened(desk, programme, f"name-{name}", Renamed(name))
    if reach is Reach.OPEN:
        await outsiders(desk, _came(desk, programme, "outsiders"), programme, audience, desk.clock.now())
    for person in sorted(await desk.store.read(programme, at_work)):
        if (await desk.audiences.person(person)).gone:
            await _happened(desk, programme, f"left-{person}", PersonLeft(person))


def reach_of(audience: Audience, head: Programme) -> Reach | None:
    """Whether the bot can speak there by what was seen; None where that tells nothing."""
    if audience.unknown in UNINSTALLED:
        return Reach.UNINSTALLED
    if audience.unknown in UNSEEN:
        return Reach.DELETED if head.reach is Reach.DELETED else Reach.NOT_A_MEMBER
    if audience.unknown:
        return None
    if audience.archived:
        return Reach.ARCHIVED
    return Reach.OPEN if audience.member else Reach.NOT_A_MEMBER


async def _happened(desk: Desk, programme: ProgrammeId, what: str, event: Event) -> None:
    log.info("missed", programme=programme, kind=type(event).__name__)
    await desk.turn(_came(desk, programme, what), programme, event, desk.clock.now())


def _came(desk: Desk, programme: ProgrammeId, what: str) -> Came:
    """As if it had been told, by nobody: named by what was found and the day."""
    team, channel = split_programme(programme)
    key = ClaimKey(f"reconcile:{programme}:{what}:{_today(desk)}")
    return Came(key=key, team=team, by=PersonId(""), by_team=team, channel=channel)


def _today(desk: Desk) -> str:
    return desk.clock.now().date().isoformat()
