"""When counsel hears of what was raised: one brief a day over all their programmes, on the first morning after it, as reminders come. Pure.

What cannot wait is no part of it (see `findings`). Who gets it is whoever is counsel of a programme, or its owner where there is none. Which news
somebody has heard of is counted per programme, so that no clock decides what is told.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import msgspec

from flows.engine.reminding import seen
from flows.model.briefs import News, SendBrief
from flows.model.effects import Effect, Reminded
from flows.model.ids import ClaimKey, PersonId, ProgrammeId, TeamId, desk_of
from flows.model.reminders import Briefed, Due, Habits, Workload
from flows.rules.reminders import DAY, DEFAULT_ZONE, morning, slot


def told_news(
    standing: Workload, team: TeamId, person: PersonId, now: dt.datetime, zone: str, *, apart: bool = False
) -> Reminded | None:
    """The brief, where its morning has come; None where it has not, or where there is nothing to tell.

    ``apart``: one for each programme, queued there, since this person may get none and each falls to the owner of its own.
    """
    habits = _with_wanted(seen(standing.habits or Habits(), zone), standing)
    day, begins = _slot(habits, now)
    if begins is None or begins > now:
        return None
    briefed = habits.briefed
    of = tuple(News(due.programme, _heard(briefed, due), int(due.name)) for due in _unheard(briefed, standing))
    heard = {due.programme: int(due.name) for due in standing.news}
    postings: tuple[tuple[ProgrammeId, Effect], ...] = ((desk_of(team, person), SendBrief(person, of)),)
    if apart:
        postings = tuple((one.programme, SendBrief(person, (one,))) for one in of)
    kept = msgspec.structs.replace(habits, briefed=Briefed(heard, day))
    # Looked at again at once, for what is due.
    return Reminded(kept, now, postings, ClaimKey(f"brief:{team}:{person}:{day}"))


def expected(done: Reminded, standing: Workload, now: dt.datetime) -> Reminded:
    """A decision about a person, with the next brief in mind: on which day it is wanted, and that they are looked at then."""
    habits = _with_wanted(done.habits, standing)
    _, begins = _slot(habits, now)
    wakes = done.wakes if begins is None else min(done.wakes or begins, begins)
    return msgspec.structs.replace(done, habits=habits, wakes=wakes)


def _with_wanted(habits: Habits, standing: Workload) -> Habits:
    """The same, with the day from which on a brief is wanted: that of the first morning after what was raised. Once there is one it stays, so
    that what comes later, morning after morning, does not put it off."""
    briefed = habits.briefed
    fresh = _unheard(briefed, standing)
    wanted = min((_first(habits, due) for due in fresh), default=None)
    if wanted is not None and briefed.wanted is not None:
        wanted = min(wanted, briefed.wanted)
    return habits if wanted == briefed.wanted else _put(habits, wanted)


def _put(habits: Habits, wanted: dt.date | None) -> Habits:
    return msgspec.structs.replace(habits, briefed=msgspec.structs.replace(habits.briefed, wanted=wanted))


def _first(habits: Habits, due: Due) -> dt.date:
    """The day of the first morning after something was raised."""
    zone = ZoneInfo(habits.zone or DEFAULT_ZONE)
    day = due.since.astimezone(zone).date()
    return day if due.since < morning(day, habits.hour, zone) else day + DAY


def _slot(habits: Habits, now: dt.datetime) -> tuple[dt.date, dt.datetime | None]:
    """The morning of the next brief, at most one a day, and none while its reader is away or lets all rest; None where none is wanted.

    Who wants no reminders gets it all the same: it is what the part of counsel is for.
    """
    briefed, zone = habits.briefed, ZoneInfo(habits.zone or DEFAULT_ZONE)
    if briefed.wanted is None:
        return now.date(), None
    after = briefed.last + DAY if briefed.last is not None else None
    days = (briefed.wanted, after, habits.snoozed, habits.away)
    return slot(habits, max(day for day in days if day is not None), now, zone)


def _unheard(briefed: Briefed, standing: Workload) -> list[Due]:
    return [due for due in standing.news if int(due.name) > _heard(briefed, due)]


def _heard(briefed: Briefed, due: Due) -> int:
    return briefed.heard.get(due.programme, 0)
