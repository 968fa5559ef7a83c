"""Replies as people write them that were kept as something else than was meant: what is said apart, above all, of before, or of what is over."""

from __future__ import annotations

import pytest

from flows.engine.readers import Heard
from flows.model.flow import Option
from flows.model.values import Kind
from tests.flows.engine.readers.setting import (
    FRESH,
    HERE,
    NO,
    YES,
    asked,
    asking,
    check,
    known,
    new,
    nonsense,
    one,
    sure,
)

PAPER = (
    Option("signed", "Yes, signed by both sides", also=("yes", "signed")),
    Option("not_yet", "Not yet", also=("no",)),
    Option("over", "It has expired", also=("expired",)),
)
ABOVE_ALL = [
    ("all but mostly the pricing engine", asked(known(1, 2, 3, 4))),
    ("everything, but above all brand", asked(known(1, 2, 3, 4))),
    ("both, but mainly brand", nonsense("reading.items")),
    ("all but brand", sure(known(1, 2, 4))),
]
NO_NAMES = [
    ("no more assets", nonsense("reading.items.add")),
    ("nothing else I can think of", nonsense("reading.items.add")),
    ("same as before", nonsense("reading.items.add")),
    ("Brand, Chatbot and nothing else", sure(new("Chatbot", also=(3,)))),
    ("the same plus a logo", asked(new("logo"))),
]
OVER = [
    ("signed in 2021, lapsed since", asked(one("signed"))),
    ("it has expired", sure(one("over"))),
    ("yes, signed", sure(one("signed"))),
]
AT_TIMES = [
    ("no, well, chat sometimes", asked(NO, YES)),
    ("yes, usually", asked(YES, NO)),
    ("no, never", sure(NO)),
]


@pytest.mark.parametrize(("phrase", "wanted"), ABOVE_ALL)
def test_what_is_named_above_all_is_not_left_out(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.ITEM, many=True), phrase, wanted)


def test_of_two_both_but_mainly_one_is_both() -> None:
    two = type(HERE)(HERE.now, HERE.zone, HERE.locale, HERE.items[:2], HERE.names, HERE.speaker)
    check(asking(Kind.ITEM, many=True), "both, but mainly the mobile app", asked(known(1, 2)), two)


@pytest.mark.parametrize(("phrase", "wanted"), NO_NAMES)
def test_what_says_that_there_is_no_more_or_the_same_is_no_name(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.ITEM, many=True, adds=True), phrase, wanted)


def test_the_same_is_no_name_where_nothing_is_known_either() -> None:
    check(asking(Kind.ITEM, many=True, adds=True), "the same", nonsense("reading.items.add"), FRESH)


@pytest.mark.parametrize(("phrase", "wanted"), OVER)
def test_what_was_so_and_is_over_is_asked_back(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.ONE_OF, options=PAPER), phrase, wanted)


@pytest.mark.parametrize(("phrase", "wanted"), AT_TIMES)
def test_what_is_so_at_times_is_asked_back(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.YES_NO), phrase, wanted)
