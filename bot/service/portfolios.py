"""The portfolio: how all programmes of one person stand, over the channels that they are in now."""

from __future__ import annotations

import asyncio
import datetime as dt
from zoneinfo import ZoneInfo

from bot.service.desk import Desk, of_the_company
from bot.service.ports import Answer, Came, Private
from flows.engine.portfolio import Held, held
from flows.engine.screens import portfolio
from flows.model.errors import NotHere
from flows.model.ids import PersonId, ProgrammeId, TeamId, split_programme
from flows.model.programme import Snapshot


async def shown(desk: Desk, came: Came, at: dt.datetime) -> Answer:
    """The portfolio as it stands, to the one who asks."""
    if not await of_the_company(desk, came):
        return desk.say("outsider")
    found = await over_channels(desk, came.team, came.by, at)
    if found is None:
        return desk.say("portfolio.unknown")
    who = await desk.audiences.person(came.by)
    week = at.astimezone(ZoneInfo(who.zone)).isocalendar().week
    return Private(portfolio.portfolio(desk.library.texts, found, week, None))


async def over_channels(desk: Desk, team: TeamId, person: PersonId, at: dt.datetime) -> tuple[Held, ...] | None:
    """How the programmes stand whose channels this person is in now; None where that cannot be looked up."""
    desk.audiences.forget_person(person)
    channels = await desk.audiences.channels_of(person)
    if channels is None:
        return None
    here = [one for one in await desk.store.programmes(team) if split_programme(one)[1] in channels]
    found = await asyncio.gather(*(_held(desk, one, at) for one in here))
    return tuple(one for one in found if one is not None)


async def _held(desk: Desk, programme: ProgrammeId, at: dt.datetime) -> Held | None:
    def view(snapshot: Snapshot) -> Held | None:
        head = snapshot.programme
        try:
            return held(snapshot, head, desk.library, at) if head is not None else None
        except NotHere:
            return None

    return await desk.store.read(programme, view)
