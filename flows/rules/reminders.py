"""On which days somebody is reminded of what is due, and at which hour: from a matter, a day and what was said before. Pure, no words.

Each matter has days ahead on which it is told of, and the day itself; what stays open after it is told of after three days, after seven, and then
every week. A day that falls on a weekend, or into an absence, or into a time when the bot was down, is made up for on the next morning.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from flows.model.reminders import Due, Habits, Matter

AHEAD: dict[Matter, tuple[int, ...]] = {
    Matter.ACTION: (1, 0),
    Matter.QUESTION: (1, 0),
    Matter.APPROVAL: (0,),
    Matter.EVIDENCE: (30, 7, 1, 0),
    Matter.NOTICE: (90, 60, 30, 7, 0),
}
"""How many days before its day each matter is told of."""
AFTER = (3, 7)
AGAIN = 7
"""Days between reminders of what stays open for longer."""
WORKING = range(5)
"""Monday to Friday."""
LONGEST = dt.timedelta(days=366)
"""How far ahead somebody may let reminders rest."""
HOURS = range(6, 17)
"""The hours at which somebody can be reminded, in their own zone."""
QUIET_FROM = 18
"""The hour from which nobody is reminded any more that day: what comes late comes the next morning."""

DAY = dt.timedelta(days=1)
DEFAULT_ZONE = "UTC"
"""Where somebody is of whom that is not known."""


def next_told(matter: Matter, day: dt.date, after: dt.date) -> dt.date:
    """The first day after ``after`` on which something due on ``day`` is told of."""
    # Counted in numbers of days, since a day may be the first or the last there is.
    own, since = day.toordinal(), after.toordinal()
    turns = (own - ahead for ahead in AHEAD[matter])
    found = next((turn for turn in (*turns, *(own + more for more in AFTER)) if turn > since), None)
    if found is None:
        last = own + AFTER[-1]
        found = last + ((since - last) // AGAIN + 1) * AGAIN
    return dt.date.fromordinal(min(found, dt.date.max.toordinal()))


def told_next(due: Due, since: dt.date | None, zone: ZoneInfo) -> dt.date:
    """When a piece of open work is told of next, to somebody in that zone who was last reminded on ``since``."""
    rested = due.since.astimezone(zone).date()
    return next_told(due.matter, due.day, max(since, rested) if since is not None else rested)


def is_told(due: Due, since: dt.date | None, today: dt.date, zone: ZoneInfo) -> bool:
    """Whether something belongs into the reminder of today: its turn came since the last one, or it is due by tomorrow or was due before.

    Not what came up today, or what its holder moved today: the days are theirs.
    """
    rested = due.since.astimezone(zone).date()
    return rested < today and (told_next(due, since, zone) <= today or due.day <= today + DAY)


def first_wanted(habits: Habits, dues: Iterable[Due]) -> dt.date | None:
    """The first day on which somebody is to be reminded of anything; None where there is nothing, or they want none."""
    zone = ZoneInfo(habits.zone or DEFAULT_ZONE)
    days = [told_next(due, habits.since, zone) for due in dues]
    if habits.muted or not days:
        return None
    return max(day for day in (min(days), habits.snoozed, habits.away) if day is not None)


def morning(day: dt.date, hour: int, zone: ZoneInfo) -> dt.datetime:
    """That hour of a day as an instant in UTC; one that the clocks skip is the instant right after, one that comes twice the first."""
    return dt.datetime.combine(day, dt.time(hour), zone).astimezone(dt.UTC)


def slot(habits: Habits, first: dt.date, now: dt.datetime, zone: ZoneInfo) -> tuple[dt.date, dt.datetime]:
    """The first working day from ``first`` on whose waking hours are not over yet, and the instant at which they begin.

    Where that instant is past, it is time now.
    """
    day = max(first, now.astimezone(zone).date())
    while day.weekday() not in WORKING or now >= morning(day, QUIET_FROM, zone):
        day += DAY
    return day, morning(day, habits.hour, zone)
