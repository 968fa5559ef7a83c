"""Replies as people write them that were kept as something else than was meant: what is said apart, above all, of before, or of what is over."""

from __future__ import annotations

import pytest

from flows.engine.readers import Heard, Nobody
from flows.model.flow import Option
from flows.model.people import Role
from flows.model.values import Kind
from tests.flows.engine.readers.setting import (
    FRESH,
    HERE,
    NO,
    YES,
    asked,
    asked_hedged,
    asking,
    check,
    known,
    new,
    nonsense,
    one,
    some,
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
SAID_SO = [
    ("yes just now, on the phone", sure(YES)),
    ("yes yesterday", sure(YES)),
    ("yes everything on hold", sure(YES)),
    ("yes everything but the app", asked(YES, NO)),
    ("yes just the app", asked(YES)),
    ("not yet, working on it", sure(NO)),
    ("the papers are fine, our lawyer drafted them", asked(YES)),
    ("I think all looks good", asked_hedged(YES)),
    ("the papers are fine, but not the deeds", asked(YES, NO)),
    ("I'm not sure, the paper says Kodex but the invoices come from another", Nobody()),
    ("not sure, probably not", Nobody()),
    ("nothing is known yet", Nobody()),
    ("not sure, I think yes", asked(YES, NO)),
]
DECIDES = [
    ("let me approve it with conditions", asked(NO, YES)),
    ("I sign it off under those conditions", asked(NO, YES)),
    ("let me approve this", asked(YES)),
    ("we will sign off", asked(YES)),
]
LOGS = (
    Option("named", "A named account", also=("named accounts",)),
    Option("factor", "A second factor", also=("2fa",)),
    Option("logs", "Logs that somebody reads", also=("logs",)),
)
DENIED = [
    ("named accounts with 2FA", sure(some("named", "factor"))),
    ("2FA with hardware keys", sure(some("factor"))),
    (
        "named accounts with 2FA, and logs, but nobody has shown us who reads the logs",
        asked(some("named", "factor"), some("named", "factor", "logs")),
    ),
    ("named accounts, logs but nobody reads them yet", asked(some("named"), some("named", "logs"))),
    ("correct: leave out the logs", asked(some(), some("logs"))),
    ("named accounts, leave out the logs", asked(some("named"))),
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


@pytest.mark.parametrize(("phrase", "wanted"), SAID_SO)
def test_what_is_said_beside_a_yes_a_no_or_a_doubt_is_not_taken_for_more(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.YES_NO), phrase, wanted)


@pytest.mark.parametrize(("phrase", "wanted"), DECIDES)
def test_a_decision_that_is_put_as_a_wish_is_asked_back(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.YES_NO, role=Role.COUNSEL, withdraws=True), phrase, wanted)


@pytest.mark.parametrize(("phrase", "wanted"), DENIED)
def test_what_is_denied_in_the_same_breath_is_left_out_first(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.MANY_OF, options=LOGS), phrase, wanted)
