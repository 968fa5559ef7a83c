"""Counsel's brief of the day, over all programmes of one person, put together when it is sent; and all that is open of it, on request."""

from __future__ import annotations

import datetime as dt

from bot.service import deliveries
from bot.service.desk import Desk, of_the_company
from bot.service.guarding import Apart
from bot.service.ports import Answer, Came, FormSent, Later, Pressed, Private, Unsure
from bot.service.reminders import is_stranger
from flows.engine.screens import asides, counsel
from flows.engine.screens.counsel import Meant
from flows.model.briefs import SendBrief
from flows.model.effects import Mention, Note, Posting
from flows.model.ids import PersonId, ProgrammeId, programme_id
from flows.model.people import Role
from state.records import AddressKind

MORE = "counsel_open"
"""The press that shows what is open, a page at a time (its number in ``arg``)."""


async def composed(desk: Desk, posting: Posting, effect: SendBrief, now: dt.datetime) -> deliveries.Delivery:
    """The brief, of what is still open and of programmes that this person still is the counsel of. Raises Unsure where it can't be told
    who they are."""
    who = await desk.audiences.person(effect.to)
    if not who.name:
        raise Unsure(who.unknown or "person_unknown", who.again)
    own = posting.programme not in {one.programme for one in effect.of}
    if own and is_stranger(who):
        return deliveries.Nothing()
    found = [
        meant
        for one in effect.of
        for meant in await _meant(desk, effect.to, one.programme, (one.after, one.until), now)
    ]
    screen = counsel.daily(desk.library.texts, found)
    return deliveries.Direct(effect.to, screen, AddressKind.COUNSEL) if screen is not None else deliveries.Nothing()


async def _meant(
    desk: Desk, person: PersonId, programme: ProgrammeId, between: tuple[int, int] | None, now: dt.datetime
) -> tuple[Meant, ...]:
    """What one programme has for a brief; nothing of one that can't be read, which is counted and keeps nobody waiting."""
    found: tuple[Meant, ...] = ()
    with Apart(desk.meter, "brief_fault", programme=programme):
        found = await desk.store.read(
            programme, lambda snapshot: counsel.news(snapshot, desk.library, person, between, now)
        )
    return found


def pressed(desk: Desk, came: Pressed | FormSent, at: dt.datetime) -> Answer:
    """A page of all that is open."""
    return shown(desk, came, at, int(came.ref.arg) if came.ref.arg.isdecimal() else 0)


def shown(desk: Desk, came: Came, at: dt.datetime, page: int = 0) -> Answer:
    """All that is open, with what it means, to whoever is the counsel: over many programmes, so it is put together when they were acknowledged."""
    return Later(lambda: _open(desk, came, at, page))


async def _open(desk: Desk, came: Came, at: dt.datetime, page: int) -> Private:
    if not await of_the_company(desk, came):
        return desk.say("outsider")
    led = sorted(await desk.store.leads(came.team, came.by))
    found = [meant for one in led for meant in await _meant(desk, came.by, one, None, at)]
    head = await desk.head(programme_id(came.team, came.channel)) if not found else None
    if head is not None and came.by != (whose := head.holder(Role.COUNSEL) or head.owner):
        return Private(asides.bare(desk.library.texts, (Note("counsel.not_yours", {"who": Mention(whose)}),), ()))
    return Private(counsel.open_page(desk.library.texts, found, page))
