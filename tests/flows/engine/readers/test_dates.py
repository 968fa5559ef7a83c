"""Days ahead, days gone by, and stretches of days."""

from __future__ import annotations

import pytest

from flows.engine.readers import Aside, Heard
from flows.model.values import Kind
from tests.flows.engine.readers.setting import NOBODY, TALK, asked, asking, check, day, hedged, nonsense, sure

AHEAD = [
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
