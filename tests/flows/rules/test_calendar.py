"""When a digest is due: once a week by the wall clock of its zone, whatever the clocks do."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.model.programme import DigestSettings, Settings
from flows.rules.calendar import is_late, is_missed, is_zone, iso_week, next_digest

ZONES = [
    "UTC",
    "Europe/Warsaw",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Pacific/Apia",
    "Africa/Cairo",
]


def at(text: str, zone: str = "UTC") -> dt.datetime:
    """A local time, as an instant."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)


def weekly(zone: str = "UTC", **digest: object) -> Settings:
    return Settings(zone=zone, digest=DigestSettings(**digest))  # type: ignore[arg-type]


def test_a_digest_is_due_on_its_day_and_hour_in_the_zone_of_the_programme() -> None:
    warsaw = weekly("Europe/Warsaw", weekday=3, hour=14)
    assert next_digest(warsaw, at("2026-11-23T09:00")) == at("2026-11-26T14:00", "Europe/Warsaw")


def test_what_is_due_now_is_due_again_in_a_week() -> None:
    monday = at("2026-11-23T09:00")
    assert next_digest(weekly(), monday) == at("2026-11-30T09:00")


def test_an_hour_that_the_clocks_skip_is_due_right_after() -> None:
    sundays = weekly("Europe/Warsaw", weekday=6, hour=2)
    due = next_digest(sundays, at("2027-03-26T12:00"))
    assert due == at("2027-03-28T03:00", "Europe/Warsaw")


def test_an_hour_that_comes_twice_is_due_once() -> None:
    sundays = weekly("Europe/Warsaw", weekday=6, hour=2)
    first = next_digest(sundays, at("2026-10-22T12:00"))
    assert first == dt.datetime(2026, 10, 25, 0, tzinfo=dt.UTC)
    assert next_digest(sundays, first) == at("2026-11-01T02:00", "Europe/Warsaw")


def test_a_week_that_was_told_of_has_no_second_digest_whatever_is_set_meanwhile() -> None:
    monday = at("2026-11-23T09:00")
    assert next_digest(weekly(weekday=4), monday, iso_week(monday)) == at("2026-12-04T09:00")


def test_a_snooze_leaves_out_what_is_due_before_its_end() -> None:
    snoozed = weekly(snoozed=dt.date(2026, 12, 7))
    assert next_digest(snoozed, at("2026-11-23T10:00")) == at("2026-12-07T09:00")
    assert next_digest(snoozed, at("2026-12-08T10:00")) == at("2026-12-14T09:00")
    midnight = weekly(hour=0, snoozed=dt.date(2026, 12, 7))
    assert next_digest(midnight, at("2026-11-23T10:00")) == at("2026-12-07T00:00")


def test_a_muted_digest_is_never_due() -> None:
    assert next_digest(weekly(muted=True), at("2026-11-23T09:00")) is None


@pytest.mark.parametrize(
    ("hours", "late", "missed"),
    [(0, False, False), (1, False, False), (2, True, False), (24, True, False), (25, False, True)],
)
def test_within_a_day_it_is_late_and_after_that_it_is_left_out(hours: int, late: bool, missed: bool) -> None:
    due = at("2026-11-23T09:00")
    now = due + dt.timedelta(hours=hours)
    assert (is_late(due, now), is_missed(due, now)) == (late, missed)


@given(st.sampled_from(ZONES), st.integers(0, 6), st.integers(0, 23), st.integers(0, 365 * 20))
@settings(max_examples=60, deadline=None)
def test_in_any_zone_every_week_of_a_year_has_one(zone: str, weekday: int, hour: int, day: int) -> None:
    now = dt.datetime(2015, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=day)
    chosen, weeks = weekly(zone, weekday=weekday, hour=hour), []
    for _ in range(54):
        due = next_digest(chosen, now, weeks[-1] if weeks else "")
        assert due is not None and due > now
        local = due.astimezone(ZoneInfo(zone))
        # Samoa once left a whole day out; all else keeps its day.
        assert local.weekday() == weekday or zone == "Pacific/Apia"
        weeks.append(iso_week(local))
        now = due
    assert len(set(weeks)) == 54


@pytest.mark.parametrize(
    ("name", "known"), [("Europe/Warsaw", True), ("Europe/Nowhere", False), ("../etc", False), ("", False)]
)
def test_a_zone_is_one_that_the_database_knows(name: str, known: bool) -> None:
    assert is_zone(name) is known
