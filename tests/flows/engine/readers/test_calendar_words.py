"""Days in words that no library reads."""

from __future__ import annotations

import pytest

from flows.engine.readers import Heard
from flows.engine.readers.calendar_words import Counted, counted_from
from flows.engine.readers.wording import hear
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


COUNTED = (
    ("Two years from signing", Counted("sign", months=24)),
    ("it runs for 18 months from the signing date.", Counted("sign", months=18)),
    ("a year after it was signed", Counted("sign", months=12)),
    ("2 yrs from the last signature", Counted("sign", months=24)),
    ("3 weeks after execution", Counted("sign", days=21)),
    ("90 days after delivery", Counted("deliver", days=90)),
    ("five years from the effective date", None),
    ("two and a half years from signing", None),
    ("zero years after signing", None),
    ("2000 years after signing", None),
    ("99999 days after signing", None),
    ("two years", None),
)


@pytest.mark.parametrize(("phrase", "counted"), COUNTED)
def test_what_counts_from_an_event_is_read_with_the_event(phrase: str, counted: Counted | None) -> None:
    assert counted_from(hear(phrase).key) == counted
