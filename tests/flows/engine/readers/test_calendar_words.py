"""Days in words that no library reads."""

from __future__ import annotations

import pytest

from flows.engine.readers import Heard
from flows.model.values import Kind
from tests.flows.engine.readers.setting import asked, asking, check, day, nonsense, sure

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
    ("30 days after the effective date", nonsense("reading.date.from_event")),
    ("the second", nonsense("reading.date")),
    ("the first monday", nonsense("reading.date")),
    ("in two years", asked(day("2028-11-23"))),
]


@pytest.mark.parametrize(("phrase", "wanted"), AHEAD)
def test_days_in_words_are_read(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.DATE, past=False), phrase, wanted)


def test_without_a_year_it_is_on_the_side_to_which_the_question_looks() -> None:
    check(asking(Kind.DATE, future=False), "first monday of june", sure(day("2026-06-01")))
    check(asking(Kind.DATE), "first monday of june", asked(day("2027-06-07"), day("2026-06-01")))
    check(asking(Kind.DATE), "the first of March this year", sure(day("2026-03-01")))
