"""When counsel hears of what was raised: one brief a day, on the first morning after, counted and not clocked."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import msgspec

from flows.engine.briefing import expected, told_news
from flows.model.briefs import News, SendBrief
from flows.model.effects import Reminded
from flows.model.ids import PersonId, ProgrammeId, TeamId
from flows.model.reminders import Briefed, Due, Habits, Matter, Workload

TEAM, PRIYA = TeamId("T"), PersonId("P")
ATLAS, BOLT = ProgrammeId("T:A"), ProgrammeId("T:B")
WARSAW = ZoneInfo("Europe/Warsaw")
HABITS = Habits(zone="Europe/Warsaw")


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """An hour in Warsaw in December 2026; the 1st is a Tuesday."""
    return dt.datetime(2026, 12, day, hour, minute, tzinfo=WARSAW).astimezone(dt.UTC)


def raised(number: int, when: dt.datetime, of: ProgrammeId = ATLAS) -> Due:
    return Due(of, PRIYA, Matter.NEWS, when.date(), when, name=str(number))


def told(habits: Habits, now: dt.datetime, *news: Due) -> Reminded | None:
    return told_news(Workload(habits, (), news=news), TEAM, PRIYA, now, "Europe/Warsaw")


def next_look(habits: Habits, now: dt.datetime, *news: Due) -> tuple[Habits, dt.datetime | None]:
    done = expected(Reminded(habits, None), Workload(habits, (), news=news), now)
    return done.habits, done.wakes


def sent(done: Reminded | None) -> tuple[News, ...]:
    assert done is not None and done.claim is not None
    ((_, effect),) = done.postings
    assert isinstance(effect, SendBrief) and effect.to == PRIYA
    return effect.of


def test_all_of_a_day_is_one_brief_on_the_next_morning_in_the_readers_own_zone() -> None:
    habits, wakes = next_look(HABITS, at(1, 10), raised(1, at(1, 10)))
    assert wakes == at(2, 9) and told(habits, at(1, 17), raised(7, at(1, 17))) is None
    done = told(habits, at(2, 9), raised(7, at(1, 17)), raised(3, at(1, 11), BOLT))
    assert sent(done) == (News(ATLAS, 0, 7), News(BOLT, 0, 3))
    assert done is not None and done.habits.briefed == Briefed({ATLAS: 7, BOLT: 3}, dt.date(2026, 12, 2))


def test_what_was_raised_before_the_hour_is_told_that_morning() -> None:
    _, wakes = next_look(HABITS, at(1, 7), raised(1, at(1, 7)))
    assert wakes == at(1, 9)


def test_work_that_goes_on_over_the_hour_does_not_put_the_brief_off() -> None:
    habits, _ = next_look(HABITS, at(1, 10), raised(1, at(1, 10)))
    habits, wakes = next_look(habits, at(2, 9, 1), raised(2, at(2, 9, 1)))
    assert wakes == at(2, 9) and sent(told(habits, at(2, 9, 1), raised(2, at(2, 9, 1)))) == (News(ATLAS, 0, 2),)


def test_there_is_at_most_one_a_day_and_the_next_tells_only_what_is_new() -> None:
    first = told(HABITS, at(2, 9), raised(4, at(1, 10)))
    assert first is not None and told(first.habits, at(2, 10), raised(4, at(1, 10))) is None, "nothing new"
    assert told(first.habits, at(2, 12), raised(5, at(2, 8))) is None, "the day had its brief, whatever the clock says"
    assert sent(told(first.habits, at(3, 9), raised(5, at(2, 8)))) == (News(ATLAS, 4, 5),)


def test_quiet_hours_weekends_absence_and_a_snooze_are_kept_and_nothing_is_lost() -> None:
    assert next_look(HABITS, at(4, 10), raised(1, at(4, 10)))[1] == at(7, 9), "raised on Friday, told on Monday"
    assert next_look(HABITS, at(2, 19), raised(1, at(1, 10)))[1] == at(3, 9), "the day is over"
    away = msgspec.structs.replace(HABITS, away=dt.date(2026, 12, 10))
    assert next_look(away, at(1, 10), raised(1, at(1, 10)))[1] == at(10, 9)
    assert told(away, at(9, 12), raised(1, at(1, 10))) is None
    assert sent(told(away, at(10, 9), raised(1, at(1, 10)))) == (News(ATLAS, 0, 1),)


def test_who_wants_no_reminders_is_briefed_all_the_same() -> None:
    muted = msgspec.structs.replace(HABITS, muted=True)
    assert sent(told(muted, at(2, 9), raised(1, at(1, 10)))) == (News(ATLAS, 0, 1),)


def test_whoever_becomes_counsel_hears_of_what_is_open_and_an_earlier_look_stays() -> None:
    knows = msgspec.structs.replace(HABITS, briefed=Briefed({ATLAS: 4}, dt.date(2026, 12, 1)))
    done = told(knows, at(3, 9), raised(4, at(1, 8)), raised(9, at(2, 8), BOLT))
    assert sent(done) == (News(BOLT, 0, 9),), "of the other programme all, of this one nothing new"
    soon = Reminded(knows, at(1, 12))
    assert expected(soon, Workload(knows, (), news=(raised(5, at(1, 10)),)), at(1, 10)).wakes == at(1, 12)


def test_where_its_reader_may_get_none_there_is_one_for_each_programme_that_falls_to_its_owner() -> None:
    standing = Workload(HABITS, (), news=(raised(1, at(1, 10)), raised(2, at(1, 10), BOLT)))
    done = told_news(standing, TEAM, PRIYA, at(2, 9), "Europe/Warsaw", apart=True)
    assert done is not None and [of for of, _ in done.postings] == [ATLAS, BOLT]
