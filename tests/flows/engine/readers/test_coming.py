"""What is said to come is no yes, whatever word it is said with: "signed by Friday", "we expect it on 3 March", "not yet, Friday"."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.engine.readers import Heard, read, tells_of_what_comes
from flows.engine.readers.coming import is_to_come
from flows.engine.readers.wording import hear
from flows.model.flow import Option
from flows.model.people import Role
from flows.model.values import Kind
from tests.flows.engine.readers.setting import (
    HERE,
    NO,
    YES,
    asked,
    asked_hedged,
    asking,
    check,
    nonsense,
    one,
    sure,
)

PAPER = (
    Option("signed", "Yes, signed by both sides", also=("yes", "signed")),
    Option("other", "Signed, but perhaps by another company"),
    Option("not_yet", "Not yet", also=("no", "in draft")),
)
FILING = (
    Option("filed", "It is filed", also=("filed",)),
    Option("file_first", "We file before anyone outside sees it", also=("file first", "we will file")),
    Option("secret", "We keep it secret"),
)

TO_COME = [
    "signed by Friday", "done by Friday", "agreed by the end of March", "in place by Q1", "filed by 12.1.2027", "signed no later than 3 March",
    "signed on 3 March 2027", "signed next week", "it is signed tomorrow", "both will be signed by Friday", "it's to be signed next week",
    "we expect it on 3 March", "expected on 3 March", "we hope to sign by Christmas", "we'll have it in May", "we'll sign on Friday", "due Friday",
    "due on the 5th", "planned for the summer", "they sign tomorrow", "we sign on Friday", "to sign by Friday", "it on 3 March", "by Friday",
    "Friday", "in two weeks", "within 30 days", "next month", "by the next release", "yes, by Friday", "not yet, Friday",
    "not signed yet, but next week",
    "no, on Friday", "still open, we expect it in March", "signed by Friday at the latest", "hopefully next month", "by the end of next year",
]  # fmt: skip
NOT_TO_COME = [
    "signed", "signed by Maria", "signed by Ana", "signed by the board", "signed by both sides", "signed on Friday", "signed last Friday",
    "we signed on Friday", "signed in May", "signed on 3 March 2026", "signed by 3 March 2026", "it was signed by 3 March", "we have it since Friday",
    "yes, since May", "by 2025", "by now", "by day", "not yet", "yes", "we expect it", "within 24 hours", "already planned for March",
    "approved by legal",
    "we planned to file by 12.1.2025", "signed on the dotted line", "the portal",
    "we will sign it by Friday, and then there is a second paper which the parent company has to look at before anything else can be sent on Friday",
]  # fmt: skip


@pytest.mark.parametrize("phrase", TO_COME)
def test_it_is_said_of_a_day_that_lies_ahead(phrase: str) -> None:
    assert is_to_come(hear(phrase), HERE)


@pytest.mark.parametrize("phrase", NOT_TO_COME)
def test_nothing_is_said_of_a_day_that_lies_ahead(phrase: str) -> None:
    assert not is_to_come(hear(phrase), HERE)


YES_NO = [
    ("signed by Friday", asked(NO, YES)),
    ("we expect it on 3 March", asked_hedged(NO, YES)),
    ("should be signed by Friday", asked_hedged(NO, YES)),
    ("yes, by Friday", asked(YES, NO)),
    ("not yet, Friday", sure(NO)),
    ("no, on Friday", sure(NO)),
    ("signed by Maria", asked(YES)),
    ("yes, signed in May 2025", sure(YES)),
]


@pytest.mark.parametrize(("phrase", "wanted"), YES_NO)
def test_it_is_no_yes(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.YES_NO), phrase, wanted)


def test_a_yes_that_decides_is_bound_by_its_day() -> None:
    heard = read(asking(Kind.YES_NO, role=Role.COUNSEL), "yes, by Friday", HERE)
    assert heard == asked(type(YES)(True, "by Friday"), YES, NO)


WITH_NOT_YET = [
    ("signed by Friday", asked(one("not_yet"))),
    ("we expect it on 3 March", asked_hedged(one("not_yet"))),
    ("not yet, Friday", sure(one("not_yet"))),
    ("no, on Friday", sure(one("not_yet"))),
    ("yes, by Friday", asked(one("not_yet"), one("signed"))),
    ("signed on Friday", sure(one("signed"))),
    ("signed by both sides", sure(one("signed"))),
]


@pytest.mark.parametrize(("phrase", "wanted"), WITH_NOT_YET)
def test_it_is_the_choice_that_says_not_yet(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.ONE_OF, options=PAPER), phrase, wanted)


WITHOUT = [
    ("filed by March", nonsense("reading.one_of.to_come", example="It is filed")),
    ("we expect it on 3 March", nonsense("reading.one_of.to_come", example="It is filed")),
    ("not yet, Friday", nonsense("reading.one_of.to_come", example="It is filed")),
    ("we will file by March", asked(one("file_first"))),
    ("we keep it secret", sure(one("secret"))),
    ("2nd", sure(one("file_first"))),
]


@pytest.mark.parametrize(("phrase", "wanted"), WITHOUT)
def test_without_such_a_choice_it_is_never_the_one_that_says_done(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.ONE_OF, options=FILING), phrase, wanted)


def test_whoever_reads_it_again_needs_the_day_alone() -> None:
    today = dt.date(2026, 11, 23)
    assert tells_of_what_comes("I think signed by Friday", today, "en_GB")
    assert not tells_of_what_comes("signed last Friday", today, "en_GB")
    assert tells_of_what_comes("by 3/4/2027", today, "en_US") and not tells_of_what_comes("by 3/4/2026", today, "en_US")
