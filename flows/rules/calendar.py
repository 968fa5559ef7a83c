"""When the weekly digest is due: in the programme's own zone, right across the days on which clocks change. And which zones there are."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim

from flows.model.programme import Settings

LOOK_AT = 7
"""The hour at which phases that were opened are looked at, every day."""
LATE_WITHIN = dt.timedelta(days=1)
"""A digest that comes later than this after it was due is left out; the next one tells of that time too."""


def next_digest(settings: Settings, after: dt.datetime, told: str = "") -> dt.datetime | None:
    """The first time after ``after`` at which a digest is due, in UTC; None where there is to be none.

    An hour that the clocks skip is due right after the gap; one that comes twice is due once. ``told``: the ISO week of the last digest,
    in which no second one is due.
    """
    digest, zone = settings.digest, ZoneInfo(settings.zone)
    if digest.muted:
        return None
    begin = after.astimezone(zone)
    if digest.snoozed is not None:
        begin = max(begin, dt.datetime.combine(digest.snoozed, dt.time(), zone) - dt.timedelta(minutes=1))
    # cron counts Sunday as 0.
    times = CronSim(f"0 {digest.hour} * * {(digest.weekday + 1) % 7}", begin)
    due = next(at for at in times if at > after and iso_week(at) != told)
    return due.astimezone(dt.UTC)


def next_morning(zone: str, after: dt.datetime) -> dt.datetime:
    """The first time after ``after`` at which phases are looked at, in UTC: every day at :data:`LOOK_AT` of a zone."""
    at = next(at for at in CronSim(f"0 {LOOK_AT} * * *", after.astimezone(ZoneInfo(zone))) if at > after)
    return at.astimezone(dt.UTC)


def iso_week(at: dt.datetime) -> str:
    """The ISO week of a local time, as "2026-W48"."""
    year, week, _ = at.isocalendar()
    return f"{year}-W{week:02}"


def is_late(due: dt.datetime, now: dt.datetime) -> bool:
    """Whether a digest due then is told as late now: by more than an hour, within the day."""
    return dt.timedelta(hours=1) < now - due <= LATE_WITHIN


def is_missed(due: dt.datetime, now: dt.datetime) -> bool:
    """Whether a digest due then is folded into the next."""
    return now - due > LATE_WITHIN


def is_zone(name: str) -> bool:
    """Whether the time zone database knows that name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
