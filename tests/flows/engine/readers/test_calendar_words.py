"""Days in words that no library reads."""

from __future__ import annotations

import pytest

from flows.engine.readers import Heard
from flows.engine.readers.calendar_words import Counted, counted_from
from flows.engine.readers.wording import hear
from flows.model.values import Kind
from tests.flows.engine.readers.setting import asked, asked_hedged, asking, check, day, nonsense, sure

AHEAD = [
    ("end of March next year", asked(day("2027-03-31"))),
    ("31 March next year", sure(day("2027-03-31"))),
    ("the thirty-first of March 2027", sure(day("2027-03-31"))),
    ("twenty second of may", sure(day("2027-05-22"))),
    ("March the third", sure(day("2027-03-03"))),
    ("the twelfth of March 2027", sure(day("2027-03-12"))),
    ("first monday of june", sure(day("2027-06-07"))),
    ("the last Friday in November", sure(day("2026-11-27"))),
    ("the 3rd Monday of June 2027", sure(day("2027-06-21"))),
    ("around the first monday of june", asked(day("2027-06-07"))),
    ("two years from signing", nonsense("reading.date.from_event")),
    ("three months before it ends", nonsense("reading.date.from_event")),
    ("in half a year", asked(day("2027-05-23"))),
    ("half a year from now", asked(day("2027-05-23"))),
    ("a half year from now", asked(day("2027-05-23"))),
    ("in six months or so", asked_hedged(day("2027-05-23"))),
    ("in a year and a half", asked(day("2028-05-23"))),
    ("in two and a half years", asked(day("2029-05-23"))),
    ("in 2 and a half months", asked(day("2027-02-01"))),
    ("in a quarter", asked(day("2027-02-23"))),
    ("in 2 quarters", asked(day("2027-05-23"))),
    ("this afternoon", sure(day("2026-11-23"))),
    ("30 days after the effective date", nonsense("reading.date.from_event")),
    ("the second", nonsense("reading.date")),
    ("the first monday", nonsense("reading.date")),
    ("in two years", asked(day("2028-11-23"))),
]


@pytest.mark.parametrize(("phrase", "wanted"), AHEAD)
def test_days_in_words_are_read(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.DATE, past=False), phrase, wanted)


GONE_BY = [
    ("this morning", sure(day("2026-11-23"))),
    ("it was this morning at about 9", sure(day("2026-11-23"))),
    ("we noticed it this morning, around 9:30", sure(day("2026-11-23"))),
    ("this afternoon at about 3", sure(day("2026-11-23"))),
    ("tonight", sure(day("2026-11-23"))),
    ("earlier today", sure(day("2026-11-23"))),
    ("just now", sure(day("2026-11-23"))),
    ("an hour ago", sure(day("2026-11-23"))),
    ("half an hour ago", sure(day("2026-11-23"))),
    ("a few minutes ago", sure(day("2026-11-23"))),
    ("yesterday evening", sure(day("2026-11-22"))),
    ("yesterday at about half past nine", sure(day("2026-11-22"))),
    ("last night", sure(day("2026-11-22"))),
    ("the night before last", sure(day("2026-11-21"))),
    ("overnight", asked(day("2026-11-23"), day("2026-11-22"))),
    ("half a year ago", asked(day("2026-05-23"))),
    ("this friday", sure(day("2026-11-20"))),
]


@pytest.mark.parametrize(("phrase", "wanted"), GONE_BY)
def test_a_part_of_a_day_is_read_as_that_day(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.DATE, future=False), phrase, wanted)


SAID_MORE = [
    ("31 Aug 2027 but it depends on the renewal", asked(day("2027-08-31"))),
    ("31 August 2027, unless it is renewed", asked(day("2027-08-31"))),
    ("2027-08-31 says clause 5", asked(day("2027-08-31"))),
    ("depends on the renewal, 31.8.2027", asked(day("2027-08-31"))),
    (
        "that depends on how long they take, but as things stand I would say that it is going to be August 31st, 2027",
        asked(day("2027-08-31")),
    ),
    ("31 Aug 2027 or 30 Sep 2027", asked(day("2027-08-31"), day("2027-09-30"))),
    ("3 Feb 2020 or, if they renew, 3 Feb 2028", asked(day("2028-02-03"))),
    ("3 Feb 2020 according to clause 2", asked(day("2020-02-03"))),
    ("not 31 Aug 2027", nonsense("reading.date")),
    ("31 Aug 2027 is wrong", nonsense("reading.date")),
    ("two months before 31 Aug 2027", nonsense("reading.date")),
    ("31 Feb 2027 but it depends", nonsense("reading.date")),
    ("1 May 2027, 2 May 2027, 3 May 2027, all of them count", nonsense("reading.date")),
]


@pytest.mark.parametrize(("phrase", "wanted"), SAID_MORE)
def test_a_day_of_which_more_is_said_is_asked_back_as_that_day(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.DATE, past=False), phrase, wanted)


def test_without_a_year_it_is_on_the_side_to_which_the_question_looks() -> None:
    check(asking(Kind.DATE, future=False), "first monday of june", sure(day("2026-06-01")))
    check(asking(Kind.DATE), "first monday of june", asked(day("2027-06-07"), day("2026-06-01")))
    check(asking(Kind.DATE), "the first of March this year", sure(day("2026-03-01")))


TO_END = "(?:end|expir|until|last day)"
COUNTED = (
    ("Two years from signing", Counted("sign", months=24)),
    ("it runs for 18 months from the signing date.", Counted("sign", months=18)),
    ("a year after it was signed", Counted("sign", months=12)),
    ("2 yrs from the last signature", Counted("sign", months=24)),
    ("3 weeks after execution", Counted("sign", days=21)),
    ("90 days after delivery", Counted("deliver", days=90)),
    ("three months before it ends", Counted(TO_END, months=-3)),
    ("at the latest 90 days before the end of the contract", Counted(TO_END, days=-90)),
    ("90 days before the end date", Counted(TO_END, days=-90)),
    ("we have to give notice two weeks before the contract expires", Counted(TO_END, days=-14)),
    ("half a year before it ends", Counted(TO_END, months=-6)),
    ("five years from the effective date", None),
    ("two and a half years from signing", Counted("sign", months=30)),
    ("zero years after signing", None),
    ("2000 years after signing", None),
    ("99999 days after signing", None),
    ("two years", None),
)


@pytest.mark.parametrize(("phrase", "counted"), COUNTED)
def test_what_counts_from_an_event_is_read_with_the_event(phrase: str, counted: Counted | None) -> None:
    assert counted_from(hear(phrase).key) == counted
