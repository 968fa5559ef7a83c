"""The portfolio: how all programmes of one person stand, over the channels that they are in now; on request, and every week to leads.

Which programmes it tells of is looked up when it is sent, and where that cannot be looked up nothing is told.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from bot.service import deliveries
from bot.service.desk import Desk, of_the_company
from bot.service.guarding import Apart
from bot.service.ports import Answer, Came, FormSent, Later, Person, Pressed, Private, Unsure
from bot.service.reminders import is_stranger
from flows.engine.leading import begun, hour_of, is_lead, woken
from flows.engine.portfolio import PortfolioLine, held
from flows.engine.reminding import alarm
from flows.engine.screens import portfolio
from flows.model.effects import Posting, Reminded
from flows.model.errors import NotHere
from flows.model.ids import PersonId, ProgrammeId, TeamId, split_programme
from flows.model.programme import Snapshot
from flows.model.reminders import Habits, Workload
from flows.model.screens import Screen
from flows.model.sendings import SendPortfolio
from flows.rules.calendar import is_zone
from state.records import AddressKind

SWITCHES = {"portfolio_on": True, "portfolio_off": False}
"""Words that say whether somebody gets it every week."""


def shown(desk: Desk, came: Came, at: dt.datetime) -> Answer:
    """The portfolio as it stands, to the one who asks: over many channels, so it is put together when they were acknowledged."""
    return Later(lambda: _shown(desk, came, at))


async def _shown(desk: Desk, came: Came, at: dt.datetime) -> Private:
    if not await of_the_company(desk, came):
        return desk.say("outsider")
    try:
        return Private(await _screen(desk, came.team, await desk.audiences.person(came.by), at))
    except Unsure:
        return desk.say("failed.not_now")


async def switched(desk: Desk, came: Pressed | FormSent, at: dt.datetime) -> Answer:
    """Every week, or only on request."""
    if not await of_the_company(desk, came):
        return desk.say("outsider")
    zone, wanted = (await desk.audiences.person(came.by)).zone, SWITCHES[came.ref.do]

    def weigh(standing: Workload) -> Reminded:
        before = standing.habits or Habits()
        habits = msgspec.structs.replace(before, portfolio=wanted, zone=zone if is_zone(zone) else before.zone)
        habits = begun(habits, at)
        return woken(Reminded(habits, alarm(habits, standing.dues, at)), standing, at)

    await desk.store.weigh(came.team, came.by, weigh, at)
    return desk.say("portfolio.switched_on" if wanted else "portfolio.switched_off")


async def composed(desk: Desk, posting: Posting, effect: SendPortfolio, now: dt.datetime) -> deliveries.Delivery:
    """The weekly one, for whoever still is one of the company. Raises Unsure where that, or their channels, can't be told now."""
    team, _ = split_programme(posting.programme)
    who = await desk.audiences.person(effect.to)
    if not who.name:
        raise Unsure(who.unknown or "person_unknown", who.again)
    if is_stranger(who):
        return deliveries.Nothing()
    found = await _over_channels(desk, team, effect.to, now)
    if not found:
        return deliveries.Nothing()
    return deliveries.Direct(effect.to, await _worded(desk, team, who, found, now), AddressKind.NOTE)


async def _screen(desk: Desk, team: TeamId, who: Person, at: dt.datetime) -> Screen:
    return await _worded(desk, team, who, await _over_channels(desk, team, who.id, at), at)


async def _worded(desk: Desk, team: TeamId, who: Person, found: tuple[PortfolioLine, ...], at: dt.datetime) -> Screen:
    habits = await desk.store.habits(team, who.id)
    weekly = is_lead(Workload(habits, (), await desk.store.leads(team, who.id)))
    week = who.clock(at).isocalendar().week
    return portfolio.portfolio(desk.library.texts, found, week, hour_of(habits or Habits()) if weekly else None)


async def _over_channels(desk: Desk, team: TeamId, person: PersonId, at: dt.datetime) -> tuple[PortfolioLine, ...]:
    """How the programmes stand whose channels this person is in now, and that can be read. Raises Unsure where those cannot be looked up."""
    desk.audiences.forget_places(person)
    channels = await desk.audiences.channels_of(person)
    if channels is None:
        raise Unsure("channels_unknown", 1.0)
    here = [one for one in await desk.store.programmes(team) if split_programme(one)[1] in channels]
    found: list[PortfolioLine | None] = []
    for programme in here:
        with Apart(desk.meter, "portfolio_fault", programme=programme):
            found.append(await _held(desk, programme, at))
    return tuple(one for one in found if one is not None)


async def _held(desk: Desk, programme: ProgrammeId, at: dt.datetime) -> PortfolioLine | None:
    """How one stands; None where it is gone meanwhile."""

    def view(snapshot: Snapshot) -> PortfolioLine | None:
        head = snapshot.programme
        try:
            return held(snapshot, head, desk.library, at) if head is not None else None
        except NotHere:
            return None

    return await desk.store.read(programme, view)
