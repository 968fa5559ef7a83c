"""The life of people: renamed, given other rights, gone from the company."""

from __future__ import annotations

import datetime as dt

from bot.service.desk import Desk
from bot.service.ports import Answer, Came, Nothing, PersonChanged
from flows.model.ids import ClaimKey, split_programme
from flows.model.leaving_events import PersonLeft


async def changed(desk: Desk, came: PersonChanged, at: dt.datetime) -> Answer:
    """Names and rights are looked up afresh; what somebody who is gone held falls to others, in every programme."""
    desk.audiences.forget_person(came.who)
    if came.gone:
        for programme in await desk.store.programmes(came.team):
            _, channel = split_programme(programme)
            # One event, a turn for each programme: each claims a key of its own.
            key = ClaimKey(f"{came.key}:{programme}")
            keyed = Came(key=key, team=came.team, by=came.by, by_team=came.by_team, channel=channel)
            await desk.turn(keyed, programme, PersonLeft(came.who), at)
    return Nothing()
