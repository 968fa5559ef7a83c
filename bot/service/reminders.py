"""Reminders: who is to be reminded now, what they may see of what is due, and all that is open with somebody who asks.

A batch is decided on in one commit with its claim, so that nobody gets two a day; it is put together when it is sent, from what is still open
then, and only of programmes in whose channel that person then is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import structlog

from bot.service import deliveries
from bot.service.desk import Desk
from bot.service.guarding import Apart
from bot.service.ports import Came, Person, Unsure
from flows.engine.briefing import told_news
from flows.engine.leading import told_week, woken
from flows.engine.reminding import UNSEEN, put_off, renewed, weighed
from flows.engine.screens import reminder
from flows.engine.screens.reminder import Told
from flows.model.effects import Posting, Remind, Reminded
from flows.model.ids import ChannelId, PersonId, ProgrammeId, SessionId, TeamId, split_programme
from flows.model.reminders import Due, Habits, RenewReminder, Workload
from flows.model.screens import Screen
from flows.rules.reminders import DEFAULT_ZONE, is_told
from state.records import Address, AddressKind

log = structlog.get_logger(__name__)

AT_ONCE = 100
"""People taken from one scan."""
BROKEN = dt.timedelta(days=1)
"""When to look again at somebody about whom nothing could be decided, unless they get other work before."""
STRANGER = dt.timedelta(days=1)
"""When to look again at somebody who gets no reminders: gone, or not of the company."""


async def remind(desk: Desk) -> int:
    """Decide about whoever is to be looked at now, the longest due first; how many there were.

    Somebody whose habits do not open, or who cannot be decided about, keeps nobody waiting, and does not come first again at every look.
    """
    due = await desk.store.reminding(desk.clock.now(), AT_ONCE)
    for team, person in due:
        with Apart(desk.meter, "reminding_fault", person=person) as apart:
            await _decide(desk, team, person)
        if not apart.well:
            await desk.store.look_later(team, person, desk.clock.now() + BROKEN)
    return len(due)


async def _decide(desk: Desk, team: TeamId, person: PersonId) -> None:
    who, now = await desk.audiences.person(person), desk.clock.now()
    postings = 0

    def weigh(standing: Workload) -> Reminded | None:
        nonlocal postings
        if is_unknown(standing):
            return None
        done: Reminded | None
        if is_stranger(who):
            # What is for the counsel falls to the owner, who is told in their place (see `handover`); all else rests.
            done = told_news(standing, team, person, now, who.zone, apart=True) if who.name else None
            done = done or put_off(standing, now + (STRANGER if who.name else UNSEEN))
        else:
            done = told_week(standing, team, person, now, who.zone) or told_news(standing, team, person, now, who.zone)
            done = woken(done or weighed(standing, team, person, now, who.zone), standing, now)
        postings = len(done.postings)
        return done

    if await desk.store.weigh(team, person, weigh, now) and postings:
        desk.woken.set()
        log.info("reminded", person=person, postings=postings)


def is_unknown(standing: Workload) -> bool:
    """Whether nothing is kept of somebody, or nothing any more: then nothing is to be kept, or an erasure meanwhile would be undone."""
    return standing.habits is None and not standing.dues and not standing.leads


def is_stranger(who: Person) -> bool:
    """Whether somebody is nobody to be told anything: not of the company, gone, an app, or unknown."""
    return who.outside or who.gone or who.bot


# ── what is sent ─────────────────────────────────────────────────────────────


async def composed(
    desk: Desk, posting: Posting, effect: Remind | RenewReminder, now: dt.datetime
) -> deliveries.Delivery:
    """A reminder in words, for what is open and may be seen when it is sent. Raises Unsure where that can't be told now."""
    team, channel = split_programme(posting.programme)
    who = await desk.audiences.person(effect.to)
    if not who.name:
        raise Unsure(who.unknown or "person_unknown", who.again)
    if is_stranger(who):
        return deliveries.Nothing()
    habits = await desk.store.habits(team, effect.to) or Habits()
    zone = ZoneInfo(habits.zone or DEFAULT_ZONE)  # in which the batch was decided on
    dues = [due for due in await desk.store.dues(team, effect.to) if _is_of(due, posting.programme, effect)]
    found = await _told(desk, effect.to, [due for due in dues if is_told(due, effect.since, effect.day, zone)], now)
    today, texts = who.clock(now).date(), desk.library.texts
    if isinstance(effect, RenewReminder):
        stands = Address(posting.programme, AddressKind.NOTE, effect.channel, effect.ts)
        screen = reminder.batch(texts, found, today, habits)
        return deliveries.Edit(screen, stands.kind, SessionId(""), at=stands)
    if not found:
        return deliveries.Nothing()
    if effect.session is not None and await desk.store.address(posting.programme, AddressKind.ROOT, effect.session):
        audience = await desk.audiences.look(channel)
        if audience.again:
            raise Unsure(audience.unknown, audience.again)
        if not audience.outsiders:
            screen = reminder.in_thread(texts, found, today, effect.to)
            return deliveries.Post(screen, AddressKind.NOTE, effect.session)
    return deliveries.Direct(effect.to, reminder.batch(texts, found, today, habits), AddressKind.NOTE)


def _is_of(due: Due, programme: ProgrammeId, effect: Remind | RenewReminder) -> bool:
    """Whether something belongs into this posting: of its thread, of no thread, or simply of that person."""
    if isinstance(effect, RenewReminder):
        return True
    if effect.session is not None:
        return (due.programme, due.session) == (programme, effect.session)
    return due.session is None or not effect.apart


async def _told(desk: Desk, person: PersonId, dues: Sequence[Due], now: dt.datetime) -> tuple[Told, ...]:
    """Open work in words, soonest first: of the programmes in whose channel this person is now, and that can be read. Raises Unsure where
    it can't be told which those are."""
    if not dues:
        return ()
    channels = await desk.audiences.channels_of(person)
    if channels is None:
        raise Unsure("channels_unknown", 1.0)
    found: dict[Due, Told] = {}
    for programme in dict.fromkeys(due.programme for due in dues):
        if split_programme(programme)[1] in channels:
            mine = [due for due in dues if due.programme == programme]
            with Apart(desk.meter, "told_fault", programme=programme):
                words = await desk.store.read(
                    programme, lambda at, mine=mine: reminder.told(at, mine, desk.library, now)
                )
                found |= {one.due: one for one in words}
    return tuple(found[due] for due in dues if due in found)


async def renew(desk: Desk, came: Came, place: tuple[ChannelId, str], at: dt.datetime) -> None:
    """Something was done from the reminder that stands at ``place``: have it tell what is left."""

    def weigh(standing: Workload) -> Reminded | None:
        return None if is_unknown(standing) else woken(renewed(standing, came.team, came.by, place, at), standing, at)

    await desk.store.weigh(came.team, came.by, weigh, at)
    desk.woken.set()


# ── what is shown to who asks ────────────────────────────────────────────────


async def mine(desk: Desk, team: TeamId, person: PersonId, at: dt.datetime, *, here: bool) -> Screen:
    """All that is open with somebody, over all their programmes. Raises Unsure where it can't be told which they may see."""
    found = await _told(desk, person, await desk.store.dues(team, person), at)
    who = await desk.audiences.person(person)
    return reminder.mine(desk.library.texts, found, who.clock(at).date(), here=here)
