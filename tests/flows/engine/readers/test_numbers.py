"""Numbers with separators, words, ranges and units."""

from __future__ import annotations

import pytest

from flows.engine.readers import Heard
from flows.model.values import Kind
from tests.flows.engine.readers.setting import NOBODY, asked, asking, check, hedged, located, nonsense, number, sure

PHRASES = [
    ("40", sure(number("40"))),
    ("40.", sure(number("40"))),
    (" 40 ", sure(number("40"))),
    ('"40"', sure(number("40"))),
    ("40 people", sure(number("40"))),
    ("it's 40", sure(number("40"))),
    ("we are 40", sure(number("40"))),
    ("there are 40 of us", sure(number("40"))),
    ("40 in total", sure(number("40"))),
    ("forty", sure(number("40"))),
    ("forty-two", sure(number("42"))),
    ("two dozen", sure(number("24"))),
    ("a dozen", sure(number("12"))),
    ("a hundred", sure(number("100"))),
    ("two hundred and fifty", sure(number("250"))),
    ("a thousand", sure(number("1000"))),
    ("ten thousand", sure(number("10000"))),
    ("zero", sure(number("0"))),
    ("none", sure(number("0"))),
    ("nobody yet", nonsense("reading.number.unit")),
    ("0", sure(number("0"))),
    ("007", sure(number("7"))),
    ("1 200", sure(number("1200"))),
    ("1,200", sure(number("1200"))),
    ("12,500", sure(number("12500"))),
    ("3.5", sure(number("3.5"))),
    ("3,5", sure(number("3.5"))),
    ("1.5k", sure(number("1500"))),
    ("2k", sure(number("2000"))),
    ("40k", sure(number("40000"))),
    ("0.05m", sure(number("50000"))),
    ("٤٠", sure(number("40"))),
    ("\uff14\uff10", sure(number("40"))),
    ("about 40", hedged(number("40"))),
    ("~40", hedged(number("40"))),
    ("40ish", hedged(number("40"))),
    ("40 or so", hedged(number("40"))),
    ("roughly 40 people", hedged(number("40"))),
    ("around 40 people I think", hedged(number("40"))),
    ("I think 40", hedged(number("40"))),
    ("40?", hedged(number("40"))),
    ("we have about 35 people", hedged(number("35"))),
    ("a couple", hedged(number("2"))),
    ("12.500", asked(number("12500"), number("12.5"))),
    ("at least 40", asked(number("40"))),
    ("more than 40", asked(number("40"))),
    ("50+", asked(number("50"))),
    ("up to 100", asked(number("100"))),
    ("10-15", asked(number("10"), number("15"))),
    ("10 to 15", asked(number("10"), number("15"))),
    ("between 10 and 15", asked(number("10"), number("15"))),
    ("from 10 to 15 people", asked(number("10"), number("15"))),
    ("3 or 4", asked(number("3"), number("4"))),
    ("ten to fifteen", asked(number("10"), number("15"))),
    ("40 apples", asked(number("40"))),
    ("40 ppl", asked(number("40"))),
    ("40%", nonsense("reading.number.unit")),
    ("-5", nonsense("reading.number.between")),
    ("minus five", nonsense("reading.number.between")),
    ("-1,000", nonsense("reading.number.between")),
    ("1e5", nonsense("reading.number.unit")),
    ("1/2", nonsense("reading.number.unit")),
    ("½", nonsense("reading.number.unit")),
    ("v2", nonsense("reading.number.unit")),
    ("200000", nonsense("reading.number.between")),
    ("1,50,000", nonsense("reading.number.between")),
    ("2 million", nonsense("reading.number.between")),
    ("99999999999999999999", nonsense("reading.number.unit")),
    ("40 in Poland and 3 in Ukraine", nonsense("reading.number.unit")),
    ("a lot", nonsense("reading.number.unit")),
    ("hundreds", nonsense("reading.number.unit")),
    ("yes", nonsense("reading.number.unit")),
    ("many", nonsense("reading.number.unit")),
    ("1.2.3", nonsense("reading.number.unit")),
    ("40 $", nonsense("reading.number.unit")),
    ("and forty", nonsense("reading.number.unit")),
    ("n/a", NOBODY),
    ("no idea", NOBODY),
]


@pytest.mark.parametrize(("phrase", "wanted"), PHRASES)
def test_a_number_is_read_and_what_is_left_over_is_asked_back(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.NUMBER, unit="people", low=0, high=100_000), phrase, wanted)


BOUNDS = [
    ({"low": 1}, "0", nonsense("reading.number.low", low=1)),
    ({"high": 10}, "11", nonsense("reading.number.high", high=10)),
    ({"low": 1, "high": 10}, "11", nonsense("reading.number.between", low=1, high=10)),
    ({"low": 1, "high": 10}, "8 to 12", asked(number("8"))),
    ({"high": 100}, "12.500", asked(number("12.5"))),
    ({}, "-5", sure(number("-5"))),
    ({}, "\u22125", sure(number("-5"))),
    ({}, "minus 5", sure(number("-5"))),
    ({}, "minus five", sure(number("-5"))),
    ({}, "xyz", nonsense("reading.number")),
    ({"unit": "people"}, "xyz", nonsense("reading.number.unit", unit="people")),
    ({}, "40 people", sure(number("40"))),
    ({}, "x" * 101, nonsense("reading.number")),
    ({}, "1" * 101, nonsense("reading.number")),
]


@pytest.mark.parametrize(("bounds", "phrase", "wanted"), BOUNDS)
def test_what_lies_outside_the_bounds_is_told_with_them(bounds: dict[str, int], phrase: str, wanted: Heard) -> None:
    check(asking(Kind.NUMBER, **bounds), phrase, wanted)


UNITS = [
    ("hours", "48", sure(number("48"))),
    ("hours", "48 hours", sure(number("48"))),
    ("hours", "48h", sure(number("48"))),
    ("hours", "2 days", asked(number("48"))),
    ("hours", "within 48 hours", asked(number("48"))),
    ("hours", "a day or two", asked(number("24"), number("48"))),
    ("hours", "within a day or two", asked(number("24"), number("48"))),
    ("hours", "one or two days", asked(number("24"), number("48"))),
    ("hours", "an hour or two", asked(number("1"), number("2"))),
    ("days", "2 weeks", asked(number("14"))),
    ("days", "36 hours", asked(number("1.5"))),
    ("months", "1 year", asked(number("12"))),
    ("months", "2 quarters", asked(number("6"))),
    ("months", "a year", asked(number("12"))),
    ("months", "3 days", asked(number("3"))),
    ("months", "6 to 12 months", asked(number("6"), number("12"))),
    ("percent", "40%", sure(number("40"))),
    ("%", "40 %", sure(number("40"))),
    ("%", "about 40%", hedged(number("40"))),
    ("%", "40% of it all", nonsense("reading.number.unit")),
    ("people", "40 $", nonsense("reading.number.unit")),
]


@pytest.mark.parametrize(("unit", "phrase", "wanted"), UNITS)
def test_a_unit_said_is_the_questions_own_or_converted(unit: str, phrase: str, wanted: Heard) -> None:
    check(asking(Kind.NUMBER, unit=unit), phrase, wanted)


RATES = [
    ("weekly", asked(number("4"), number("5"))),
    ("once a week", asked(number("4"), number("5"))),
    ("every week", asked(number("4"), number("5"))),
    ("one a week", asked(number("4"), number("5"))),
    ("we meet once a week", asked(number("4"), number("5"))),
    ("1/week", asked(number("4"), number("5"))),
    ("every Tuesday", asked(number("4"), number("5"))),
    ("Mondays", asked(number("4"), number("5"))),
    ("every Monday and Thursday", asked(number("8"), number("9"))),
    ("two every Monday", asked(number("8"), number("9"))),
    ("twice a week", asked(number("8"), number("9"))),
    ("2x a week", asked(number("8"), number("9"))),
    ("every two weeks", asked(number("2"))),
    ("fortnightly", asked(number("2"))),
    ("biweekly", asked(number("2"), number("8"), number("9"))),
    ("daily", asked(number("20"), number("22"))),
    ("every day", asked(number("20"), number("22"))),
    ("three times a day", asked(number("60"))),
    ("twice a month", sure(number("2"))),
    ("3 meetings a month", sure(number("3"))),
    ("monthly", sure(number("1"))),
    ("about once a month", asked(number("1"))),
    ("once or twice a month", asked(number("1"), number("2"))),
    ("4 a month", sure(number("4"))),
    ("4", sure(number("4"))),
    ("every other week", asked(number("2"))),
    ("every fortnight", asked(number("2"))),
    ("every four weeks", asked(number("1"))),
    ("every 3 weeks", asked(number("1"), number("2"))),
    ("every tenth day", asked(number("3"), number("4"))),
    ("once a quarter", asked(number("0.33"))),
    ("quarterly", asked(number("0.33"))),
    ("every 90 days", asked(number("0.33"))),
    ("every other month", asked(number("0.5"))),
    ("every six months", asked(number("0.17"))),
    ("twice a year", asked(number("0.17"))),
    ("annually", asked(number("0.08"))),
    ("at least once a month", asked(number("1"))),
    ("every blue moon", nonsense("reading.number.unit")),
    ("every zero weeks", nonsense("reading.number.unit")),
    ("in two weeks", nonsense("reading.number.unit")),
]


@pytest.mark.parametrize(("phrase", "wanted"), RATES)
def test_how_often_is_read_as_a_number_a_month(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.NUMBER, unit="a month", low=0, high=60), phrase, wanted)


IN_ANOTHER_UNIT = [
    ("times a year", "once a quarter", asked(number("4"))),
    ("times a year", "every six months", asked(number("2"))),
    ("times a year", "twice a year", sure(number("2"))),
    ("times a year", "once a year", sure(number("1"))),
    ("times a year", "monthly", asked(number("12"))),
    ("times a year", "every other week", asked(number("26"))),
    ("times a year", "daily", asked(number("220"), number("250"))),
    ("times a year", "once in two years", asked(number("0.5"))),
    ("times a year", "biannually", asked(number("0.5"), number("2"))),
    ("times a year", "twelve", sure(number("12"))),
    ("a week", "every working day", asked(number("5"), number("7"))),
    ("a week", "every Tuesday and Friday", asked(number("2"))),
    ("months", "every six months", sure(number("6"))),
    ("months", "every third month", sure(number("3"))),
    ("months", "about every six months", asked(number("6"))),
    ("months", "twice a year", asked(number("6"))),
    ("months", "half-yearly", asked(number("6"))),
    ("months", "annually", asked(number("12"))),
    ("months", "every 90 days", asked(number("3"))),
    ("months", "a year", asked(number("12"))),
    ("months", "in two months", nonsense("reading.number.unit")),
    ("days", "every 90 days", sure(number("90"))),
    ("days", "weekly", asked(number("7"))),
    ("days", "every working day", asked(number("1"))),
    ("hours", "every two days", asked(number("48"))),
    ("hours", "daily", asked(number("24"))),
    ("h a day", "weekly", nonsense("reading.number.unit")),
    ("people", "once a quarter", nonsense("reading.number.unit")),
    ("", "monthly", nonsense("reading.number")),
]


@pytest.mark.parametrize(("unit", "phrase", "wanted"), IN_ANOTHER_UNIT)
def test_how_often_is_read_in_the_unit_of_the_question(unit: str, phrase: str, wanted: Heard) -> None:
    check(asking(Kind.NUMBER, unit=unit, low=0), phrase, wanted)


SEPARATORS = [
    ("en_US", "12,500", sure(number("12500"))),
    ("en_US", "12.500", asked(number("12500"), number("12.5"))),
    ("de_DE", "12.500", sure(number("12500"))),
    ("de_DE", "12,500", asked(number("12500"), number("12.5"))),
    ("de_DE", "12,5", sure(number("12.5"))),
    ("de_DE", "0,500", sure(number("0.5"))),
    ("pl_PL", "12\u00a0500", sure(number("12500"))),
    ("pl_PL", "12 500,50", sure(number("12500.5"))),
    ("de_CH", "12’500", sure(number("12500"))),
    ("nonsense", "12,500", sure(number("12500"))),
    ("", "1.234.567", sure(number("1234567"))),
]


@pytest.mark.parametrize(("locale", "phrase", "wanted"), SEPARATORS)
def test_separators_are_read_as_the_locale_writes_them(locale: str, phrase: str, wanted: Heard) -> None:
    check(asking(Kind.NUMBER), phrase, wanted, located(locale))
