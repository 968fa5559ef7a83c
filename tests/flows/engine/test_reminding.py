"""Whether it is time to remind somebody: one batch a day over all programmes, in their own morning, and the alarm for the next."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from flows.engine.reminding import alarm, preferred, present, put_off, renewed, rests_until, weighed
from flows.model.effects import Remind, Reminded
from flows.model.ids import ChannelId, PersonId, ProgrammeId, SessionId, TeamId
from flows.model.reminders import Due, Habits, Matter, RenewReminder, Way, Workload

TEAM, JON = TeamId("T1"), PersonId("U1")
DESK = ProgrammeId("T1:U1")
MONDAY = dt.date(2026, 11, 23)
DAY = dt.timedelta(days=1)
NINE = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
"""Nine in Warsaw."""
WARSAW = "Europe/Warsaw"


def due(day: dt.date = MONDAY, channel: str = "C1", session: str | None = "s-1", since: dt.date | None = None) -> Due:
    of, where = ProgrammeId(f"T1:{channel}"), SessionId(session) if session else None
    rested = dt.datetime.combine(since or day - 20 * DAY, dt.time(12), dt.UTC)
    return Due(of, JON, Matter.ACTION, day, rested, where, "action-1")


def weigh(now: dt.datetime, *dues: Due, habits: Habits | None = None, zone: str = WARSAW) -> Reminded:
    return weighed(Workload(habits, dues), TEAM, JON, now, zone)


@pytest.mark.parametrize(
    ("said", "until"),
    [
        ("", "2026-11-28"),
        ("until tuesday", "2026-12-01"),
        ("please until 3 December", "2026-12-03"),
        ("for two weeks", "2026-12-11"),
        ("for the next 3 days", "2026-11-30"),
        ("until 1 January 2020", "2026-11-28"),
        ("until I say so", "2026-11-28"),
    ],
)
def test_the_form_of_a_snooze_shows_the_day_that_was_said(said: str, until: str) -> None:
    friday = dt.datetime(2026, 11, 27, 9, tzinfo=dt.UTC)
    assert str(rests_until(said, Habits(zone="UTC"), friday)) == until
    resting = Habits(zone="UTC", snoozed=dt.date(2026, 12, 2))
    assert str(rests_until(said, resting, friday)) == (until if until != "2026-11-28" else "2026-12-02")


def test_with_nothing_open_there_is_nothing_to_say_until_something_changes() -> None:
    assert weigh(NINE) == Reminded(Habits(zone=WARSAW), None)


def test_two_programmes_are_one_batch_in_the_persons_own_morning() -> None:
    early = weigh(NINE - DAY / 24, due(), due(channel="C2"), habits=Habits(since=MONDAY - DAY))
    assert (early.postings, early.wakes) == ((), NINE)
    done = weigh(NINE, due(), due(channel="C2"), habits=Habits(since=MONDAY - DAY))
    assert done.postings == ((DESK, Remind(JON, MONDAY, MONDAY - DAY)),)
    assert done.claim == "remind:T1:U1:2026-11-23"
    assert done.habits == Habits(zone=WARSAW, since=MONDAY, before=MONDAY - DAY)
    assert done.wakes == NINE + 3 * DAY


def test_whoever_was_reminded_today_is_not_reminded_again_whatever_comes() -> None:
    told = weigh(NINE, due()).habits
    for later in (NINE, NINE + 5 * DAY / 24, NINE - 3 * DAY):
        again = weigh(later, due(), due(channel="C2"), habits=told)
        assert again.postings == () and again.wakes is not None and again.wakes > NINE
    west = weigh(NINE + DAY / 24, due(), habits=told, zone="Pacific/Honolulu")
    assert west.postings == ()


def test_days_without_a_bot_come_as_one_batch_and_not_in_the_evening() -> None:
    habits = Habits(since=MONDAY - 10 * DAY, zone=WARSAW)
    late = weigh(NINE + 12 * DAY / 24, due(), due(MONDAY - 3 * DAY), habits=habits)
    assert late.postings == () and late.wakes == NINE + DAY
    then = weigh(NINE + DAY, due(), due(MONDAY - 3 * DAY), habits=late.habits)
    assert then.postings == ((DESK, Remind(JON, MONDAY + DAY, MONDAY - 10 * DAY)),)


def test_a_snooze_and_an_absence_end_with_the_batch_after_them() -> None:
    away = Habits(snoozed=MONDAY + DAY, away=MONDAY + 2 * DAY, zone=WARSAW)
    assert weigh(NINE, due(), habits=away).wakes == NINE + 2 * DAY
    back = weigh(NINE + 2 * DAY, due(), habits=away)
    assert len(back.postings) == 1
    assert (back.habits.snoozed, back.habits.away, back.habits.since) == (None, None, MONDAY + 2 * DAY)


def test_a_zone_that_is_not_known_now_is_the_last_one_known() -> None:
    assert weigh(NINE, habits=Habits(zone=WARSAW), zone="").habits.zone == WARSAW
    assert weigh(NINE, zone="Atlantis").habits.zone == "UTC"
    assert weigh(NINE, due(), zone="").wakes == NINE + DAY / 24


def test_in_threads_each_thread_gets_its_own_and_what_stands_in_none_comes_by_message() -> None:
    habits = Habits(Way.THREAD, zone=WARSAW)
    work = (due(), due(session="s-2"), due(channel="C2"), due(MONDAY + 40 * DAY, session="s-3"))
    done = weigh(NINE, *work, habits=habits)
    places = [(of, effect.session) for of, effect in done.postings if isinstance(effect, Remind)]
    assert places == [("T1:C1", "s-1"), ("T1:C1", "s-2"), ("T1:C2", "s-1")]
    apart = weigh(NINE, due(), due(session=None), habits=habits).postings
    assert apart[-1] == (DESK, Remind(JON, MONDAY, apart=True)) and len(apart) == 2


def test_a_reminder_that_stands_is_renewed_with_what_its_batch_was_about() -> None:
    place = (ChannelId("D1"), "1.0")
    told = Workload(Habits(zone=WARSAW, since=MONDAY, before=MONDAY - DAY), (due(MONDAY + 2 * DAY),))
    done = renewed(told, TEAM, JON, place, NINE)
    assert done.postings == ((DESK, RenewReminder(JON, MONDAY, *place, MONDAY - DAY)),)
    assert (done.habits, done.wakes, done.claim) == (told.habits, NINE + DAY, None)
    first = renewed(Workload(None, ()), TEAM, JON, place, NINE)
    assert first.postings == ((DESK, RenewReminder(JON, MONDAY, *place)),)


def test_nobody_is_looked_at_again_before_what_was_put_off() -> None:
    assert put_off(Workload(None, (due(),)), NINE) == Reminded(Habits(), NINE)
    assert put_off(Workload(Habits(hour=7), ()), NINE) == Reminded(Habits(hour=7), None)
    assert put_off(Workload(None, (), frozenset({DESK})), NINE) == Reminded(Habits(), NINE)


def test_habits_are_taken_over_with_the_alarm_that_follows_and_refused_where_they_make_no_sense() -> None:
    standing, wanted = Workload(None, (due(MONDAY + 2 * DAY),)), Habits(hour=7, zone=WARSAW)
    assert preferred(standing, wanted, NINE) == Reminded(wanted, NINE + DAY - 2 * DAY / 24)
    muted = msgspec.structs.replace(wanted, muted=True)
    assert preferred(standing, muted, NINE) == Reminded(muted, None)
    for wrong in ({"hour": 3}, {"snoozed": MONDAY}, {"away": MONDAY - DAY}, {"away": dt.date.max}):
        assert preferred(standing, msgspec.structs.replace(wanted, **wrong), NINE) is None
    assert alarm(Habits(), (due(MONDAY + 2 * DAY),), NINE) == NINE + DAY + DAY / 24


def test_a_day_that_is_over_is_forgotten_before_a_change_and_one_ahead_is_kept() -> None:
    for over in (MONDAY, MONDAY - DAY):
        assert present(Habits(hour=7, snoozed=over, away=over), NINE) == Habits(hour=7)
    assert present(ahead := Habits(snoozed=MONDAY + DAY, away=MONDAY + DAY), NINE) == ahead
    evening = Habits(zone="Pacific/Auckland", away=MONDAY + DAY)
    assert present(evening, NINE + DAY / 2).away is None, "tomorrow has begun where they are"
