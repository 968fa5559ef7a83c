"""When somebody is reminded of what is due, over all their programmes: one batch a day, in their own morning. Pure.

A person has an alarm as a programme has one: it is set anew by each decision about them, and the store sets it off at once when their work
changes. Whatever comes of clocks that are set back, of a second ticker or of days without a bot: what was told until a day is told.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import msgspec

from flows.engine.readers import Context, Heard, Read, Unclear, read
from flows.engine.readers.bare import bare
from flows.engine.readers.patterns import Pattern
from flows.model.effects import Effect, Remind, Reminded
from flows.model.ids import ChannelId, ClaimKey, PersonId, ProgrammeId, SessionId, TeamId, desk_of
from flows.model.reminders import Due, Habits, RenewReminder, Way, Workload
from flows.model.values import Day, Given, Kind
from flows.rules.calendar import is_zone
from flows.rules.reminders import DEFAULT_ZONE, HOURS, LONGEST, first_wanted, is_told, slot

_DAY = msgspec.structs.replace(bare(Kind.DATE), past=False)
_UNTIL = Pattern(r"\b(?:until|till?)\b", re.IGNORECASE)
_FOR = Pattern(r"\A(?:for )?(?:the next )?(?=\S)", re.IGNORECASE)
UNSEEN = dt.timedelta(minutes=15)
"""When to look again at somebody of whom nothing could be learned."""


def weighed(standing: Workload, team: TeamId, person: PersonId, now: dt.datetime, zone: str) -> Reminded:
    """Whether it is time to remind somebody, of what, and when to look next. ``zone``: theirs, "" where it is not known now."""
    habits = seen(standing.habits or Habits(), zone)
    first = first_wanted(habits, standing.dues)
    if first is None:
        return Reminded(habits, None)
    day, begins = slot(habits, first, now, ZoneInfo(habits.zone))
    if begins > now:
        return Reminded(habits, begins)
    told = [due for due in standing.dues if is_told(due, habits.since, day, ZoneInfo(habits.zone))]
    kept = msgspec.structs.replace(habits, since=day, before=habits.since, snoozed=None, away=None)
    claim = ClaimKey(f"remind:{team}:{person}:{day}")
    return Reminded(kept, alarm(kept, standing.dues, now), _postings(habits, team, person, day, told), claim)


def alarm(habits: Habits, dues: Sequence[Due], now: dt.datetime) -> dt.datetime | None:
    """When somebody is to be reminded next; None where nothing is open with them, or they want no reminders."""
    first = first_wanted(habits, dues)
    return slot(habits, first, now, ZoneInfo(habits.zone or DEFAULT_ZONE))[1] if first is not None else None


def renewed(
    standing: Workload, team: TeamId, person: PersonId, place: tuple[ChannelId, str], now: dt.datetime
) -> Reminded:
    """Something was done from a reminder that stands at ``place``: it is to tell what is still open of the last batch."""
    habits = standing.habits or Habits()
    renew = RenewReminder(person, habits.since or now.date(), *place, habits.before)
    return Reminded(habits, alarm(habits, standing.dues, now), ((desk_of(team, person), renew),))


def put_off(standing: Workload, until: dt.datetime) -> Reminded:
    """Nothing now; look again then, if there is anything to say at all."""
    habits = standing.habits or Habits()
    return Reminded(habits, until if standing.dues or standing.leads or habits.portfolio else None)


def preferred(standing: Workload, wanted: Habits, now: dt.datetime) -> Reminded | None:
    """New habits as somebody wants them, with the alarm that follows; None for an hour or a day that makes no sense.

    A change starts from what is :func:`present`, so that only a day that they just picked is refused."""
    today = _today(wanted, now)
    days = [day for day in (wanted.snoozed, wanted.away) if day is not None]
    if wanted.hour not in HOURS or not all(today < day <= today + LONGEST for day in days):
        return None
    return Reminded(wanted, alarm(wanted, standing.dues, now))


def present(habits: Habits, now: dt.datetime) -> Habits:
    """The same, without a snooze or an absence that is over: it holds nothing any more, and is no reason to refuse a change."""
    today = _today(habits, now)
    snoozed, away = (day if day is not None and day > today else None for day in (habits.snoozed, habits.away))
    return msgspec.structs.replace(habits, snoozed=snoozed, away=away)


def rests_until(said: str, habits: Habits, now: dt.datetime) -> dt.date:
    """The day that the form of a snooze shows: the one that ``said`` names ("until tuesday", "for two weeks") where reminders can rest until it,
    else the one until which they rest already, else tomorrow."""
    kept, today = present(habits, now), _today(habits, now)
    context = Context(now, kept.zone or DEFAULT_ZONE, "en_GB")
    last = _UNTIL.split(said)[-1].strip()
    readings = (read(_DAY, words, context) for words in (last, _FOR.sub("in ", said.strip())) if words)
    named = (value for heard in readings for value in _values(heard) if isinstance(value, Day))
    fits = (value.day for value in named if today < value.day <= today + LONGEST)
    return next(fits, kept.snoozed or today + dt.timedelta(days=1))


def _values(heard: Heard) -> tuple[Given, ...]:
    return (heard.value,) if isinstance(heard, Read) else heard.values if isinstance(heard, Unclear) else ()


def seen(habits: Habits, zone: str) -> Habits:
    """The same, with the zone that somebody is in now; the last one known where that cannot be told."""
    known = next((name for name in (zone, habits.zone) if name and is_zone(name)), DEFAULT_ZONE)
    return habits if habits.zone == known else msgspec.structs.replace(habits, zone=known)


def _today(habits: Habits, now: dt.datetime) -> dt.date:
    return now.astimezone(ZoneInfo(habits.zone or DEFAULT_ZONE)).date()


def _postings(
    habits: Habits, team: TeamId, person: PersonId, day: dt.date, told: Sequence[Due]
) -> tuple[tuple[ProgrammeId, Effect], ...]:
    """One direct message; or one in each thread where something is due, and one for what stands in none."""
    if habits.way is Way.DIRECT:
        return ((desk_of(team, person), Remind(person, day, habits.since)),)
    threads: dict[tuple[ProgrammeId, SessionId | None], None] = dict.fromkeys(
        (due.programme, due.session) for due in told
    )
    placed = [(of, session) for of, session in threads if session is not None]
    postings = tuple((of, Remind(person, day, habits.since, session)) for of, session in placed)
    if len(placed) < len(threads):
        return (*postings, (desk_of(team, person), Remind(person, day, habits.since, apart=True)))
    return postings
