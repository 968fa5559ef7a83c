"""When a lead gets the portfolio: once a week, on Monday in their own zone, an hour after the hour of their reminders. Pure.

A lead is whoever owns or is counsel of two programmes or more, and whoever asked for it; nobody who said that they do not want it, or that
they want no reminders and did not ask for it.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import msgspec

from flows.engine.briefing import expected
from flows.engine.reminding import seen
from flows.model.effects import Reminded
from flows.model.ids import ClaimKey, PersonId, TeamId, desk_of
from flows.model.programme import DigestSettings, Settings
from flows.model.reminders import Habits, Workload
from flows.model.sendings import SendPortfolio
from flows.rules.calendar import LATE_WITHIN, iso_week, next_digest
from flows.rules.reminders import DEFAULT_ZONE

FEWEST = 2
"""Programmes of which whoever leads them gets a portfolio unasked."""
WEEK = dt.timedelta(weeks=1)


def is_lead(standing: Workload) -> bool:
    """Whether somebody gets the portfolio every week. Who wants no reminders gets none unasked."""
    habits = standing.habits or Habits()
    if habits.portfolio is not None:
        return habits.portfolio
    return len(standing.leads) >= FEWEST and not habits.muted


def told_week(standing: Workload, team: TeamId, person: PersonId, now: dt.datetime, zone: str) -> Reminded | None:
    """The portfolio, where its time has come, within a day; None where it has not. Whoever is a lead since this week gets the next one."""
    if not is_lead(standing):
        return None
    habits = seen(standing.habits or Habits(), zone)
    if not habits.told:
        return Reminded(begun(habits, now), now)
    slot = _slot(habits, now - LATE_WITHIN)
    week = _week(slot, habits)
    if slot > now or week <= habits.told:  # the latter where the clock was set back
        return None
    # Looked at again at once, for what is due.
    return Reminded(
        msgspec.structs.replace(habits, told=week),
        now,
        ((desk_of(team, person), SendPortfolio(person)),),
        ClaimKey(f"portfolio:{team}:{person}:{week}"),
    )


def hour_of(habits: Habits) -> int:
    """The hour at which the portfolio comes, so that it and the reminder of a Monday do not come at once."""
    return habits.hour + 1


def begun(habits: Habits, now: dt.datetime) -> Habits:
    """The same, of somebody who gets the next portfolio as their first: what came before counts as told."""
    last = _slot(msgspec.structs.replace(habits, away=None, snoozed=None), now - WEEK)
    return habits if habits.told else msgspec.structs.replace(habits, told=_week(last, habits))


def woken(done: Reminded, standing: Workload, now: dt.datetime) -> Reminded:
    """A decision about a person, with the next brief and the next portfolio in mind: they are looked at when the first of all is due."""
    done = expected(done, standing, now)
    if not is_lead(Workload(done.habits, standing.dues, standing.leads)):
        return done
    slot = _slot(done.habits, now) if done.habits.told else now
    return msgspec.structs.replace(done, wakes=min(done.wakes or slot, slot))


def _slot(habits: Habits, after: dt.datetime) -> dt.datetime:
    """The first Monday morning after ``after``, in a week that was not told yet, on which they are there and nothing rests."""
    rests = max((day for day in (habits.away, habits.snoozed) if day is not None), default=None)
    mondays = DigestSettings(weekday=0, hour=hour_of(habits), snoozed=rests)
    weekly = Settings(zone=habits.zone or DEFAULT_ZONE, digest=mondays)
    slot = next_digest(weekly, after, habits.told)
    assert slot is not None  # noqa: S101  (these settings are never muted)
    return slot


def _week(slot: dt.datetime, habits: Habits) -> str:
    return iso_week(slot.astimezone(ZoneInfo(habits.zone or DEFAULT_ZONE)))
