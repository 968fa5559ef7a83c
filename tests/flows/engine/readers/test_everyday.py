"""Everyday ways of saying it, in kinds that have tables of their own."""

from __future__ import annotations

import pytest

from flows.engine.readers import Heard, asks_nobody
from flows.model.flow import Option
from flows.model.values import Kind
from tests.flows.engine.readers.setting import (
    ANA,
    DEV,
    asked,
    asked_hedged,
    asking,
    check,
    codes,
    nonsense,
    number,
    one,
    people,
    some,
    sure,
)

LISTS = (Option("priority", "Priority list"), Option("watch", "Watch list"))
WITH_NONE = (*LISTS, Option("none", "None of them"))


@pytest.mark.parametrize(
    ("phrase", "wanted"),
    [
        ("Polish law", asked(codes("PL"))),
        ("governed by polish law", asked(codes("PL"))),
        ("the law of Poland", sure(codes("PL"))),
        ("the courts of Poland", sure(codes("PL"))),
        ("law", nonsense("reading.country")),
        ("Polish", nonsense("reading.country")),
    ],
)
def test_a_law_names_its_country(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.COUNTRY), phrase, wanted)


@pytest.mark.parametrize(
    ("phrase", "single", "several"),
    [
        ("not on any of them", asked(one("none")), asked(some())),
        ("not that I know of", asked_hedged(one("none")), asked_hedged(some())),
        ("none that I know of", asked_hedged(one("none")), asked_hedged(some())),
        ("on none of them", sure(one("none")), sure(some())),
    ],
)
def test_none_of_several_is_said_in_many_ways(phrase: str, single: Heard, several: Heard) -> None:
    check(asking(Kind.ONE_OF, options=WITH_NONE), phrase, single)
    check(asking(Kind.MANY_OF, options=LISTS), phrase, several)
    check(asking(Kind.ONE_OF, options=LISTS), "not that I know of", nonsense("reading.one_of"))
    check(asking(Kind.MANY_OF, options=WITH_NONE), "not that I know of", asked_hedged(some("none")))


@pytest.mark.parametrize(
    ("phrase", "wanted"),
    [
        ("within one working day", asked(number("24"))),
        ("two business days", asked(number("48"))),
        ("within 2 days", asked(number("48"))),
        ("within 24 hours", asked(number("24"))),
        ("a working group", nonsense("reading.number.unit")),
    ],
)
def test_a_working_day_is_a_day(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.NUMBER, unit="hours"), phrase, wanted)


@pytest.mark.parametrize(
    ("phrase", "wanted"),
    [
        ("a freelancer dev-3", asked(people(DEV), people(outside=("dev-3",)))),
        ("a consultant named Eva Nowak", asked(people(outside=("Eva Nowak",)))),
        ("our developer Ana", sure(people(ANA))),
        ("the freelancer", nonsense("reading.person")),
    ],
)
def test_what_somebody_is_is_no_part_of_their_name(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.PERSON), phrase, wanted)


@pytest.mark.parametrize(
    ("phrase", "asks"),
    [
        ("what is a mask work?", True),
        ("who is responsible for that?", True),
        ("<@U2> do you know who is?", False),
        ("lunch?", False),
        ("we asked them", False),
    ],
)
def test_who_asks_nobody_by_name_may_ask_the_bot(phrase: str, asks: bool) -> None:
    assert asks_nobody(phrase) is asks
