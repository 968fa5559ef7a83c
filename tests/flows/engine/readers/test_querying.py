"""Questions about the question, and doubt that names somebody: neither is an answer."""

from __future__ import annotations

import pytest

from flows.engine.readers import Aside, Heard, Offer, Read, Unclear, asks, read
from flows.model.flow import Option, Phrase
from flows.model.people import Role
from flows.model.values import Kind, Text
from tests.flows.engine.readers.setting import (
    ANA,
    HERE,
    JON,
    NO,
    NOBODY,
    OPTIONS,
    TALK,
    YES,
    asked,
    asking,
    check,
    hedged,
    nonsense,
    one,
    some,
)

MEANING = Aside("meaning")
ASKS = [
    "what do you mean by a crown jewel?",
    "what do you mean by an agency",
    "does services include customer support?",
    "Does a freelancer count?",
    "who exactly is meant by outside?",
    "what is meant by outside",
    "what counts as named?",
    "what counts as named",
    "do you mean our own staff?",
    "no wait, what does outside mean here?",
    "ok but what does outside mean",
    "what are working parts?",
    "hm, which parts are outside?",
]


@pytest.mark.parametrize("kind", [Kind.YES_NO, Kind.MANY_OF, Kind.ONE_OF, Kind.ITEM, Kind.TEXT, Kind.FILE, Kind.NUMBER])
@pytest.mark.parametrize("text", ASKS)
def test_a_question_about_the_question_is_never_its_answer(kind: Kind, text: str) -> None:
    options = OPTIONS if kind in (Kind.MANY_OF, Kind.ONE_OF) else ()
    question = asking(kind, text=Phrase("Are working parts seen outside?"), options=options, adds=kind is Kind.ITEM)
    assert read(question, text, HERE) == MEANING


@pytest.mark.parametrize(
    ("kind", "text", "wanted"),
    [
        (Kind.MANY_OF, "an agency?", hedged(some("contractor"))),
        (Kind.ONE_OF, "is it a founder?", asked(one("founder"))),
        (Kind.ONE_OF, "a founder", Read(one("founder"))),
        (Kind.YES_NO, "does anyone want lunch?", TALK),
        (Kind.YES_NO, "what a day\nwhat counts as lunch?", nonsense("reading.yes_no")),
        (Kind.TEXT, "What counts as secret is in the NDA", Read(Text("What counts as secret is in the NDA"))),
        (Kind.TEXT, "what counts as outside? " * 10, Read(Text(("what counts as outside? " * 10).strip()))),
    ],
)
def test_what_is_no_question_about_the_question_is_read_as_before(kind: Kind, text: str, wanted: Heard) -> None:
    question = asking(kind, text=Phrase("Who made it?"), options=OPTIONS if kind in (Kind.MANY_OF, Kind.ONE_OF) else ())
    check(question, text, wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I'm not sure, Jon might know", Offer(JON)),
        ("hm, no idea, maybe Jon knows", Offer(JON)),
        ("not sure but ask Jon", Offer(JON)),
        ("I'm not sure, Bob might know", NOBODY),
        ("I don't know, ask the lawyers", NOBODY),
        ("I'm not sure what they signed", NOBODY),
        ("we don't know whether they did", NOBODY),
        ("not sure, but I think yes", hedged(YES)),
        ("I don't think so", hedged(NO)),
    ],
)
def test_doubt_is_no_no_and_who_may_know_is_offered_the_question(text: str, wanted: Heard) -> None:
    check(asking(Kind.YES_NO), text, wanted)


@pytest.mark.parametrize(
    ("kind", "text", "wanted"),
    [
        (Kind.MANY_OF, "hm wait @jon what agency do they use?", TALK),
        (Kind.MANY_OF, "@jon the founder did", TALK),
        (Kind.ONE_OF, "ok, @priya.patel is it a founder", TALK),
        (Kind.TEXT, "wait, @sven what agency do they use?", TALK),
        (Kind.MANY_OF, "wait, @sven what agency do they use?", asked(some("contractor"))),
        (Kind.MANY_OF, "jon what agency do they use", asked(some("contractor"))),
        (Kind.MANY_OF, "Jon, is it an agency?", asked(some("contractor"))),
        (Kind.MANY_OF, "I wonder which agency it is", asked(some("contractor"))),
        (Kind.ONE_OF, "could it be an agency", asked(one("contractor"))),
        (Kind.MANY_OF, "what we have: an agency", Read(some("contractor"))),
        (Kind.MANY_OF, "an agency, ask agency@kodex.com", Read(some("contractor"))),
        (Kind.MANY_OF, "@ana do you know?", Offer(ANA)),
    ],
)
def test_what_is_addressed_to_somebody_or_asks_something_is_no_pick(kind: Kind, text: str, wanted: Heard) -> None:
    check(asking(kind, options=OPTIONS if kind is not Kind.TEXT else ()), text, wanted)


def test_an_option_that_is_called_like_a_question_is_picked_by_its_words() -> None:
    question = asking(Kind.MANY_OF, options=(Option("new", "Who owns new work"), Option("term", "How long it lasts")))
    check(question, "who owns new work", Read(some("new")))
    check(question, "who owns new work, how long it lasts", Read(some("new", "term")))


@pytest.mark.parametrize("text", ["agency?", "an agency, or?", "a founder, right?"])
def test_a_decision_that_is_one_roles_to_take_is_asked_back_wherever_a_question_mark_stands(text: str) -> None:
    question = asking(Kind.MANY_OF, options=OPTIONS, role=Role.COUNSEL)
    assert isinstance(read(question, text, HERE), Unclear)
    assert isinstance(read(question, text.rstrip("?").partition(",")[0], HERE), Read)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"<@{JON}> what law is it?", True),
        ("jon what law is it under", True),
        ("the law, please", False),
        ("jon", False),
    ],
)
def test_something_is_asked_of_whomever(text: str, wanted: bool) -> None:
    assert asks(text, HERE) is wanted


def test_what_is_long_is_told_and_not_asked() -> None:
    assert not asks("what law is it under " + "really " * 30, HERE)
