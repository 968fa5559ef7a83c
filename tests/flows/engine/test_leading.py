"""When a lead gets the portfolio: once a week, in their own Monday morning, and who is one."""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.engine.leading import is_lead, told_week, woken
from flows.model.effects import Reminded
from flows.model.ids import PersonId, ProgrammeId, TeamId
from flows.model.reminders import Habits, Workload
from flows.model.sendings import SendPortfolio

TEAM, ANNA = TeamId("T1"), PersonId("U1")
WARSAW = "Europe/Warsaw"
MONDAY = dt.datetime(2026, 11, 30, 9, tzinfo=dt.UTC)
"""Ten in Warsaw: an hour after a reminder."""
HOUR, DAY, WEEK = dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(weeks=1)


def leads(count: int = 2) -> frozenset[ProgrammeId]:
    return frozenset(ProgrammeId(f"T1:C{number}") for number in range(count))


def lead(habits: Habits | None = None, count: int = 2) -> Workload:
    return Workload(habits, (), leads(count))


def known(told: str = "2026-W48", **more: object) -> Habits:
    return msgspec.structs.replace(Habits(zone=WARSAW, told=told), **more)


def at(now: dt.datetime, standing: Workload, zone: str = WARSAW) -> Reminded | None:
    return told_week(standing, TEAM, ANNA, now, zone)


def test_two_programmes_make_a_lead_unless_they_said_otherwise() -> None:
    assert not is_lead(lead(count=1)) and is_lead(lead())
    assert is_lead(lead(known(portfolio=True), count=0))
    assert not is_lead(lead(known(portfolio=False), count=5))
    assert not is_lead(lead(known(muted=True))), "no reminders, and no portfolio unasked"
    assert is_lead(lead(known(muted=True, portfolio=True)))


def test_it_comes_on_monday_at_their_hour_and_once() -> None:
    assert at(MONDAY - HOUR, lead(known())) is None
    done = at(MONDAY, lead(known()))
    assert done is not None and [effect for _, effect in done.postings] == [SendPortfolio(ANNA)]
    assert done.claim == "portfolio:T1:U1:2026-W49" and done.habits.told == "2026-W49"
    assert at(MONDAY + HOUR, lead(done.habits)) is None
    assert at(MONDAY - WEEK, lead(done.habits)) is None, "a clock set back brings no second one"
    later = at(MONDAY + WEEK, lead(done.habits))
    assert later is not None and later.claim == "portfolio:T1:U1:2026-W50"


def test_within_a_day_it_is_made_up_for_and_later_it_is_left_out() -> None:
    assert at(MONDAY + 20 * HOUR, lead(known())) is not None
    assert at(MONDAY + 2 * DAY, lead(known())) is None


def test_in_another_zone_it_comes_in_that_morning_and_not_twice() -> None:
    done = at(MONDAY, lead(known()))
    assert done is not None
    assert at(MONDAY + 8 * HOUR, lead(done.habits), "America/Boise") is None
    assert at(MONDAY + WEEK + 8 * HOUR - HOUR, lead(done.habits), "America/Boise") is None
    assert at(MONDAY + WEEK + 8 * HOUR, lead(done.habits), "America/Boise") is not None


def test_an_hour_that_the_clocks_skip_or_show_twice_brings_one() -> None:
    santiago = known(hour=6, zone="America/Santiago", told="2026-W35")
    for monday in (dt.datetime(2026, 9, 7, 10, tzinfo=dt.UTC), dt.datetime(2027, 4, 5, 11, tzinfo=dt.UTC)):
        assert at(monday - HOUR, lead(santiago), "America/Santiago") is None
        assert at(monday, lead(santiago), "America/Santiago") is not None


def test_whoever_becomes_a_lead_gets_the_next_one_and_whoever_is_none_gets_none() -> None:
    for now, told in ((MONDAY - HOUR, "2026-W48"), (MONDAY + HOUR, "2026-W49")):
        begun = at(now, lead())
        assert begun is not None and not begun.postings and begun.habits.told == told and begun.wakes == now
    for resting in (Habits(away=MONDAY.date() + 30 * DAY), Habits(snoozed=MONDAY.date() + 30 * DAY)):
        away = at(MONDAY + HOUR, lead(resting))
        assert away is not None and away.habits.told == "2026-W49"
    assert at(MONDAY, lead(known(portfolio=False))) is None


def test_while_they_are_away_or_snooze_none_comes() -> None:
    late, soon = (MONDAY + 10 * DAY).date(), (MONDAY + DAY).date()
    for there in (known(away=late), known(snoozed=late), known(away=late, snoozed=soon)):
        assert at(MONDAY, lead(there)) is None
        assert woken(Reminded(there, None), lead(there), MONDAY).wakes == MONDAY + 2 * WEEK


def test_they_are_looked_at_for_whatever_comes_first() -> None:
    habits, standing = known(), lead(known())
    assert woken(Reminded(habits, None), standing, MONDAY - HOUR).wakes == MONDAY
    assert woken(Reminded(habits, MONDAY - 3 * HOUR), standing, MONDAY - DAY).wakes == MONDAY - 3 * HOUR
    assert woken(Reminded(habits, MONDAY + DAY), standing, MONDAY - DAY).wakes == MONDAY
    assert woken(Reminded(Habits(), None), standing, MONDAY).wakes == MONDAY, "at once, where nothing was told yet"
    assert woken(Reminded(habits, None), lead(habits, count=1), MONDAY).wakes is None
