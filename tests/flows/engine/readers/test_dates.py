"""Days ahead, days gone by, and stretches of days."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.engine.readers import Aside, Context, Heard
from flows.model.values import Kind
from tests.flows.engine.readers.setting import NOBODY, TALK, asked, asking, check, day, hedged, located, nonsense, sure

AHEAD = [
    ("until the main agreement is signed, end of march at the latest", asked(day("2027-03-31"))),
    ("as soon as we can, but no later than 5 March", asked(day("2027-03-05"))),
    ("until it is signed, latest 31 March", asked(day("2027-03-31"))),
    ("until it is signed, soon at the latest", nonsense("reading.date")),
    ("Friday the 4th", asked(day("2026-12-04"))),
    ("Mon 30 Nov", sure(day("2026-11-30"))),
    ("Tue 1 December 2026", sure(day("2026-12-01"))),
    ("Fri 1 December 2026", asked(day("2026-12-01"))),
    ("2027-02-03", sure(day("2027-02-03"))),
    ("2027/02/03", sure(day("2027-02-03"))),
    ("2027-02-03T10:00", sure(day("2027-02-03"))),
    ("20270203", sure(day("2027-02-03"))),
    ("3 february 2027", sure(day("2027-02-03"))),
    ("3rd of February, 2027", sure(day("2027-02-03"))),
    ("Feb 3, 2027", sure(day("2027-02-03"))),
    ("feb 3", sure(day("2027-02-03"))),
    ("1 jan", sure(day("2027-01-01"))),
    ("Friday 4 December", sure(day("2026-12-04"))),
    ("tomorrow", sure(day("2026-11-24"))),
    ("today", sure(day("2026-11-23"))),
    ("Tomorrow!", sure(day("2026-11-24"))),
    ("day after tomorrow", sure(day("2026-11-25"))),
    ("friday", sure(day("2026-11-27"))),
    ("next friday", sure(day("2026-11-27"))),
    ("on Monday", sure(day("2026-11-30"))),
    ("by friday", sure(day("2026-11-27"))),
    ("this friday", sure(day("2026-11-27"))),
    ("next monday at 10:00", sure(day("2026-11-30"))),
    ("tomorrow, 3pm", sure(day("2026-11-24"))),
    ("due on 3 feb 2027", sure(day("2027-02-03"))),
    ("let's say 1 march", sure(day("2027-03-01"))),
    ("13/04/2027", sure(day("2027-04-13"))),
    ("13.04.2027", sure(day("2027-04-13"))),
    ("31.12.26", sure(day("2026-12-31"))),
    ("31/12/2026", sure(day("2026-12-31"))),
    ("12/25", sure(day("2026-12-25"))),
    ("25/12", sure(day("2026-12-25"))),
    ("3 days", sure(day("2026-11-26"))),
    ("in 5 minutes", sure(day("2026-11-23"))),
    ("I think friday", hedged(day("2026-11-27"))),
    ("probably tomorrow", hedged(day("2026-11-24"))),
    ("٠٣/٠٢/٢٠٢٧", asked(day("2027-02-03"), day("2027-03-02"))),
    ("2027-02-03 I guess", hedged(day("2027-02-03"))),
    ("next friday-ish", asked(day("2026-11-27"))),
    ("around 3 march", asked(day("2027-03-03"))),
    ("03/04/2027", asked(day("2027-04-03"), day("2027-03-04"))),
    ("3/4", asked(day("2027-04-03"), day("2027-03-04"))),
    ("3-4-27", asked(day("2027-04-03"), day("2027-03-04"))),
    ("2.1", asked(day("2027-01-02"))),
    ("next month", asked(day("2026-12-01"), day("2026-12-31"))),
    ("this month", asked(day("2026-11-30"), day("2026-11-01"))),
    ("next week", asked(day("2026-11-30"), day("2026-12-06"))),
    ("this week", asked(day("2026-11-23"), day("2026-11-29"))),
    ("in two weeks", asked(day("2026-12-07"))),
    ("in 3 months", asked(day("2027-02-23"))),
    ("12 months", asked(day("2027-11-23"))),
    ("a year from now", asked(day("2027-11-23"))),
    ("2027", asked(day("2027-01-01"), day("2027-12-31"))),
    ("March 2027", asked(day("2027-03-01"), day("2027-03-31"))),
    ("march", asked(day("2027-03-01"), day("2027-03-31"))),
    ("may", asked(day("2027-05-01"), day("2027-05-31"))),
    ("november", asked(day("2026-11-30"), day("2026-11-01"))),
    ("12/2026", asked(day("2026-12-01"), day("2026-12-31"))),
    ("3–5 March", asked(day("2027-03-03"), day("2027-03-05"))),
    ("3 to 5 March 2027", asked(day("2027-03-03"), day("2027-03-05"))),
    ("between the 3rd and the 5th of March", asked(day("2027-03-03"), day("2027-03-05"))),
    ("March 3-5, 2028", asked(day("2028-03-03"), day("2028-03-05"))),
    ("by Christmas", asked(day("2026-12-24"), day("2026-12-25"))),
    ("Christmas Eve", asked(day("2026-12-24"))),
    ("X-mas 2027", asked(day("2027-12-24"), day("2027-12-25"))),
    ("New Year's Day", asked(day("2027-01-01"))),
    ("before New Year", asked(day("2026-12-31"), day("2027-01-01"))),
    ("by New Year 2028", asked(day("2027-12-31"), day("2028-01-01"))),
    ("20 to 25 November", asked(day("2026-11-25"), day("2026-11-20"))),
    ("3-5 November", asked(day("2027-11-03"), day("2027-11-05"))),
    ("5-3 March", nonsense("reading.date")),
    ("30 to 31 February", nonsense("reading.date")),
    ("March 3, 27", sure(day("2027-03-03"))),
    ("Q1 2027", asked(day("2027-01-01"), day("2027-03-31"))),
    ("q4", asked(day("2026-12-31"), day("2026-10-01"))),
    ("next quarter", asked(day("2027-01-01"), day("2027-03-31"))),
    ("end of month", asked(day("2026-11-30"))),
    ("eom", asked(day("2026-11-30"))),
    ("end of next month", asked(day("2026-12-31"))),
    ("end of the year", asked(day("2026-12-31"))),
    ("eoy", asked(day("2026-12-31"))),
    ("beginning of march", asked(day("2027-03-01"))),
    ("mid march", asked(day("2027-03-16"))),
    ("early 2027", asked(day("2027-01-01"), day("2027-07-01"))),
    ("late 2027", asked(day("2027-07-01"), day("2027-12-31"))),
    ("second half of 2027", asked(day("2027-07-01"), day("2027-12-31"))),
    ("the 5th", asked(day("2026-12-05"))),
    ("asap", asked(day("2026-11-23"))),
    ("1 décembre", asked(day("2026-12-01"))),
    ("1. Dezember 2027", asked(day("2027-12-01"))),
    ("3 marca 2027", asked(day("2027-03-03"))),
    ("yesterday", asked(day("2026-11-22"))),
    ("2020-01-01", asked(day("2020-01-01"))),
    ("3 march 2025", asked(day("2025-03-03"))),
    ("last friday", asked(day("2026-11-20"))),
    ("12", nonsense("reading.date")),
    ("3", nonsense("reading.date")),
    ("1 2", nonsense("reading.date")),
    ("10:30", nonsense("reading.date")),
    ("noon", nonsense("reading.date")),
    ("31 Feb 2027", nonsense("reading.date")),
    ("2027-13-45", nonsense("reading.date")),
    ("99/99/2027", nonsense("reading.date")),
    ("0000-00-00", nonsense("reading.date")),
    ("9999-99-99", nonsense("reading.date")),
    ("1850-01-01", nonsense("reading.date")),
    ("2300-01-01", nonsense("reading.date")),
    ("in 5000 years", nonsense("reading.date")),
    ("a day", nonsense("reading.date")),
    ("some day", nonsense("reading.date")),
    ("monday or tuesday", nonsense("reading.date")),
    ("hello there", nonsense("reading.date")),
    ("second", nonsense("reading.date")),
    ("1e5", nonsense("reading.date")),
    ("12 monkeys", nonsense("reading.date")),
    ("next year of the dragon", nonsense("reading.date")),
    ("when does it end?", TALK),
    ("it leaked yesterday", Aside("leak")),
    ("n/a", NOBODY),
    ("no idea", NOBODY),
]


@pytest.mark.parametrize(("phrase", "wanted"), AHEAD)
def test_a_day_to_come_is_read(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.DATE, past=False), phrase, wanted)


BEHIND = [
    ("March 3, 25", sure(day("2025-03-03"))),
    ("28 to 30 November", asked(day("2025-11-28"), day("2025-11-30"))),
    ("between 3 and 5 March", asked(day("2026-03-03"), day("2026-03-05"))),
    ("at Christmas", asked(day("2025-12-24"), day("2025-12-25"))),
    ("yesterday", sure(day("2026-11-22"))),
    ("2 days ago", sure(day("2026-11-21"))),
    ("last friday", sure(day("2026-11-20"))),
    ("friday", sure(day("2026-11-20"))),
    ("3 march", sure(day("2026-03-03"))),
    ("25/12", sure(day("2025-12-25"))),
    ("2025-03-03", sure(day("2025-03-03"))),
    ("we sent it on 3 march 2025", sure(day("2025-03-03"))),
    ("we sent it last week", asked(day("2026-11-16"), day("2026-11-22"))),
    ("it was signed yesterday", sure(day("2026-11-22"))),
    ("03/04/2025", asked(day("2025-04-03"), day("2025-03-04"))),
    ("2019", asked(day("2019-01-01"), day("2019-12-31"))),
    ("in 2019", asked(day("2019-01-01"), day("2019-12-31"))),
    ("since 2019", asked(day("2019-01-01"), day("2019-12-31"))),
    ("march 2019", asked(day("2019-03-01"), day("2019-03-31"))),
    ("march", asked(day("2026-03-01"), day("2026-03-31"))),
    ("q1", asked(day("2026-01-01"), day("2026-03-31"))),
    ("2 weeks ago", asked(day("2026-11-09"))),
    ("a year ago", asked(day("2025-11-23"))),
    ("last month", asked(day("2026-10-01"), day("2026-10-31"))),
    ("last year", asked(day("2025-01-01"), day("2025-12-31"))),
    ("around 3 march 2019", asked(day("2019-03-03"))),
    ("before 3 march 2019", asked(day("2019-03-03"))),
    ("the 5th", asked(day("2026-11-05"))),
    ("3/4/68", asked(day("2068-04-03"), day("2068-03-04"))),
    ("3/4/99", asked(day("1999-04-03"), day("1999-03-04"))),
    ("tomorrow", asked(day("2026-11-24"))),
    ("2030-01-01", asked(day("2030-01-01"))),
    ("we sent it to Kodex", Aside("shared_already")),
    ("we sent the app to them", Aside("shared_already")),
]


@pytest.mark.parametrize(("phrase", "wanted"), BEHIND)
def test_a_day_gone_by_is_read(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.DATE, future=False), phrase, wanted)


EITHER = [
    ("next friday", sure(day("2026-11-27"))),
    ("friday", asked(day("2026-11-27"), day("2026-11-20"))),
    ("3 march", asked(day("2027-03-03"), day("2026-03-03"))),
    ("25/12", asked(day("2026-12-25"), day("2025-12-25"))),
    ("yesterday", sure(day("2026-11-22"))),
    ("tomorrow", sure(day("2026-11-24"))),
    ("november", asked(day("2026-11-01"), day("2026-11-30"))),
]


@pytest.mark.parametrize(("phrase", "wanted"), EITHER)
def test_a_day_that_may_lie_on_either_side_is_asked_back(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.DATE), phrase, wanted)


ORDERS = [
    ("en_US", "03/04/2027", asked(day("2027-03-04"), day("2027-04-03"))),
    ("en_US", "3.4.2027", sure(day("2027-04-03"))),
    ("en_US", "12/25", sure(day("2026-12-25"))),
    ("en_US", "4/4/2027", sure(day("2027-04-04"))),
    ("de_DE", "03/04/2027", asked(day("2027-04-03"), day("2027-03-04"))),
    ("sv_SE", "03/04/2027", asked(day("2027-04-03"), day("2027-03-04"))),
    ("de_DE", "morgen", sure(day("2026-11-24"))),
    ("de_DE", "next friday", sure(day("2026-11-27"))),
    ("pl_PL", "3 marca 2027", sure(day("2027-03-03"))),
    ("tlh", "tomorrow", sure(day("2026-11-24"))),
]


@pytest.mark.parametrize(("locale", "phrase", "wanted"), ORDERS)
def test_the_locale_says_which_comes_first_and_which_words_are_known(locale: str, phrase: str, wanted: Heard) -> None:
    check(asking(Kind.DATE, past=False), phrase, wanted, located(locale))


ZONES = [
    ("Pacific/Auckland", "2026-11-24"),  # 22:00 there
    ("America/Los_Angeles", "2026-11-23"),
    ("Nowhere/At_all", "2026-11-23"),
    ("../etc/passwd", "2026-11-23"),
    ("", "2026-11-23"),
]


@pytest.mark.parametrize(("zone", "today"), ZONES)
def test_today_is_the_day_in_the_programmes_zone(zone: str, today: str) -> None:
    late = Context(dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC), zone, "en_GB")
    check(asking(Kind.DATE), "today", sure(day(today)), late)


@pytest.mark.parametrize(
    "phrase", ["friday", "next week", "1/1", "the 5th", "2 days ago", "next month", "end of next year"]
)
@pytest.mark.parametrize("year", [1, 9999])
def test_at_either_end_of_time_nothing_breaks(phrase: str, year: int) -> None:
    edge = Context(dt.datetime(year, 12 if year > 1 else 1, 31, 12, 0, tzinfo=dt.UTC), "UTC", "en_GB")
    for question in (asking(Kind.DATE), asking(Kind.DATE, past=False), asking(Kind.DATE, future=False)):
        check(question, phrase, nonsense("reading.date" if question.future else "reading.date.past"), edge)


def test_the_note_gives_a_day_as_an_example() -> None:
    check(asking(Kind.DATE), "xyz", nonsense("reading.date", example="2026-12-31"))
    check(asking(Kind.DATE, future=False), "xyz", nonsense("reading.date.past", example="2025-12-31"))


def test_a_long_text_is_no_date() -> None:
    check(asking(Kind.DATE), "tomorrow" + " " * 10 + "x" * 80, nonsense("reading.date"))
