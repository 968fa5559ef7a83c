"""When somebody is reminded of what: each matter's days, weekends and absences made up for, mornings right across clock changes."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise, takewhile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.model.ids import PersonId, ProgrammeId
from flows.model.reminders import Due, Habits, Matter
from flows.rules.reminders import AHEAD, first_wanted, is_told, morning, next_told, slot, told_next

DAY = dt.timedelta(days=1)
MONDAY = dt.date(2026, 11, 23)
LONG_AGO = dt.date(2026, 1, 1)
WARSAW = ZoneInfo("Europe/Warsaw")


def due(day: dt.date, matter: Matter = Matter.ACTION, since: dt.date = LONG_AGO) -> Due:
    return Due(ProgrammeId("T:C"), PersonId("U1"), matter, day, dt.datetime.combine(since, dt.time(12), WARSAW))


def told_on(matter: Matter, day: dt.date, after: dt.date, until: dt.date) -> list[int]:
    """The days on which it is told of, counted from its own."""
    days: list[dt.date] = []
    while (at := next_told(matter, day, days[-1] if days else after)) <= until:
        days.append(at)
    return [(at - day).days for at in days]


@pytest.mark.parametrize(
    ("matter", "days"),
    [
        (Matter.ACTION, [-1, 0, 3, 7, 14, 21]),
        (Matter.QUESTION, [-1, 0, 3, 7, 14, 21]),
        (Matter.APPROVAL, [0, 3, 7, 14, 21]),
        (Matter.EVIDENCE, [-30, -7, -1, 0, 3, 7, 14, 21]),
        (Matter.NOTICE, [-90, -60, -30, -7, 0, 3, 7, 14, 21]),
    ],
)
def test_each_matter_has_its_days_and_what_stays_open_is_told_of_every_week(matter: Matter, days: list[int]) -> None:
    assert told_on(matter, MONDAY, MONDAY - 400 * DAY, MONDAY + 27 * DAY) == days


@given(st.sampled_from(sorted(AHEAD)), st.integers(-200, 400), st.integers(0, 60))
def test_the_next_day_is_the_first_one_after_and_moves_only_forward(matter: Matter, after: int, more: int) -> None:
    start = MONDAY + after * DAY
    found = next_told(matter, MONDAY, start)
    assert found > start
    assert found <= max(
        start + 7 * DAY, MONDAY - min(AHEAD[matter], key=lambda n: (MONDAY - n * DAY <= start, -n)) * DAY
    )
    assert next_told(matter, MONDAY, start + more * DAY) >= found


def test_the_first_and_the_last_day_there_are_do_no_harm() -> None:
    assert next_told(Matter.NOTICE, dt.date.min, MONDAY) > MONDAY
    assert next_told(Matter.NOTICE, dt.date.max, MONDAY) == dt.date.max - 90 * DAY
    assert next_told(Matter.ACTION, dt.date.max, dt.date.max - DAY) == dt.date.max
    assert next_told(Matter.ACTION, dt.date.max, dt.date.max) == dt.date.max


def test_what_came_up_or_was_moved_by_its_holder_today_is_not_told_today() -> None:
    assert told_next(due(MONDAY, since=MONDAY), None, WARSAW) == MONDAY + 3 * DAY
    assert told_next(due(MONDAY, since=MONDAY), LONG_AGO, WARSAW) == MONDAY + 3 * DAY
    assert told_next(due(MONDAY), MONDAY - 2 * DAY, WARSAW) == MONDAY - DAY
    assert not is_told(due(MONDAY, since=MONDAY), None, MONDAY, WARSAW)


def test_the_day_on_which_somebody_acted_is_the_one_where_they_are() -> None:
    # Monday evening in Warsaw is Tuesday morning in Auckland.
    acted = Due(ProgrammeId("T:C"), PersonId("U1"), Matter.ACTION, MONDAY, dt.datetime(2026, 11, 23, 20, tzinfo=WARSAW))
    auckland = ZoneInfo("Pacific/Auckland")
    assert is_told(acted, None, MONDAY + DAY, WARSAW) and not is_told(acted, None, MONDAY + DAY, auckland)
    assert first_wanted(Habits(zone="Pacific/Auckland"), [acted]) == MONDAY + 3 * DAY


@pytest.mark.parametrize(
    ("day", "matter", "since", "told"),
    [
        (MONDAY, Matter.ACTION, MONDAY - DAY, True),
        (MONDAY + DAY, Matter.ACTION, MONDAY - DAY, True),
        (MONDAY + 2 * DAY, Matter.ACTION, MONDAY - DAY, False),
        (MONDAY - 40 * DAY, Matter.ACTION, MONDAY - DAY, True),
        (MONDAY + 30 * DAY, Matter.NOTICE, MONDAY - DAY, True),
        (MONDAY + 29 * DAY, Matter.NOTICE, MONDAY - DAY, False),
        (MONDAY + 29 * DAY, Matter.NOTICE, MONDAY - 3 * DAY, True),
    ],
)
def test_a_batch_holds_what_is_due_by_tomorrow_and_whose_turn_came_since_the_last(
    day: dt.date, matter: Matter, since: dt.date, told: bool
) -> None:
    assert is_told(due(day, matter), since, MONDAY, WARSAW) is told


def test_nobody_is_reminded_of_nothing_or_against_their_will_or_while_away() -> None:
    one = [due(MONDAY), due(MONDAY + 9 * DAY)]
    assert first_wanted(Habits(since=MONDAY - 5 * DAY), one) == MONDAY - DAY
    assert first_wanted(Habits(), []) is None
    assert first_wanted(Habits(muted=True), one) is None
    assert first_wanted(Habits(snoozed=MONDAY + DAY, since=MONDAY - 5 * DAY), one) == MONDAY + DAY
    assert first_wanted(Habits(away=MONDAY + 5 * DAY, snoozed=MONDAY, since=MONDAY - 5 * DAY), one) == MONDAY + 5 * DAY


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=WARSAW)


@pytest.mark.parametrize(
    ("now", "first", "expected"),
    [
        (at(23, 7), 20, at(23, 9)),  # before the hour: at it
        (at(23, 17, 59), 20, at(23, 9)),  # late, and not quiet yet: time now
        (at(23, 18), 20, at(24, 9)),  # quiet: the next morning
        (at(20, 18), 20, at(23, 9)),  # a Friday evening: Monday
        (at(23, 7), 28, at(30, 9)),  # a Saturday: Monday
    ],
)
def test_the_morning_is_a_working_one_and_evenings_are_quiet(
    now: dt.datetime, first: int, expected: dt.datetime
) -> None:
    day, begins = slot(Habits(), dt.date(2026, 11, first), now.astimezone(dt.UTC), WARSAW)
    assert (day, begins) == (expected.date(), expected)


def test_the_morning_keeps_its_hour_across_the_days_on_which_clocks_change() -> None:
    # In Warsaw on 25 October, in Boston on 1 November, in Lord Howe on 4 October 2026.
    for zone, first in (("Europe/Warsaw", 23), ("America/New_York", 30), ("Australia/Lord_Howe", 2)):
        month = 10
        days = [dt.date(2026, month, first) + number * DAY for number in range(6)]
        mornings = [morning(day, 9, ZoneInfo(zone)) for day in days]
        assert {one.astimezone(ZoneInfo(zone)).hour for one in mornings} == {9}
        assert len({after - before for before, after in pairwise(mornings)}) == 2
    skipped = morning(dt.date(2026, 3, 29), 2, WARSAW)
    assert skipped == dt.datetime(2026, 3, 29, 1, tzinfo=dt.UTC)


def test_what_fell_into_an_absence_is_told_once_after_it() -> None:
    back = MONDAY + 14 * DAY
    habits = Habits(since=MONDAY, away=back)
    work = [due(MONDAY + number * DAY, since=MONDAY - DAY) for number in (2, 5, 9)]
    assert first_wanted(habits, work) == back
    assert all(is_told(one, habits.since, back, WARSAW) for one in work)
    later = [told_next(one, back, WARSAW) for one in work]
    assert list(takewhile(lambda day: day > back, later)) == later
