"""Yes and no, in the words people use."""

from __future__ import annotations

import pytest

from flows.engine.readers import Heard, Read, Unclear, Word, grants
from flows.model.people import Role
from flows.model.values import Kind, YesNo
from tests.flows.engine.readers.setting import (
    NO,
    NOBODY,
    TALK,
    YES,
    asked,
    asked_hedged,
    asking,
    check,
    hedged,
    nonsense,
    sure,
)

PHRASES = [
    ("Our logo, yes", asked(YES)),
    ("App - yes", asked(YES)),
    ("the app: no", asked(NO)),
    ("the lawyers said yes", asked(YES)),
    ("it's a yes from me", asked(YES)),
    ("hard no", asked(NO)),
    ("logo no, name yes", asked(YES, NO)),
    ("yes for the logo, the rest no", asked(YES, NO)),
    ("no logo, but the name yes", asked(NO, YES)),
    ("no, not yet", sure(NO)),
    ("not yet, but soon", sure(NO)),
    ("sadly no", sure(NO)),
    ("Unfortunately, not yet", sure(NO)),
    ("thankfully yes", sure(YES)),
    ("noch nicht", sure(NO)),
    ("bien sûr", sure(YES)),
    ("100%", sure(YES)),
    ("jein", asked(NO, YES)),
    ("only our logo", asked(YES, NO)),
    ("Not the logo", asked(NO, YES)),
    ("some of them have", asked(YES, NO)),
    ("most did", asked(YES, NO)),
    ("we will", asked(NO, YES)),
    ("they are going to sign next week", asked(NO, YES)),
    ("planned", asked(NO, YES)),
    ("soon", asked(NO, YES)),
    ("we used to", asked(NO, YES)),
    ("it expired", asked(NO)),
    ("they refused", asked(NO)),
    ("don't have one", asked(NO)),
    ("not needed", asked(NO)),
    ("we signed one in 2021", asked(YES)),
    ("signed last week", asked(YES)),
    ("got one", asked(YES)),
    ("signed, but not by all", asked(NO, YES)),
    ("I told Anna about it last week and she said no", nonsense("reading.yes_no")),
    ("we went there by train and they signed it the day before yesterday", nonsense("reading.yes_no")),
    ("should I say no?", TALK),
    ("yes", sure(YES)),
    ("YES", sure(YES)),
    ("Y", sure(YES)),
    ("yep", sure(YES)),
    ("Yup!", sure(YES)),
    ("yeah", sure(YES)),
    ("yesss!!!", sure(YES)),
    ("sure", sure(YES)),
    ("sure, why not", sure(YES)),
    ("of course", sure(YES)),
    ("absolutely", sure(YES)),
    ("certainly, since 2019", sure(YES)),
    ("correct", sure(YES)),
    ("that's right", sure(YES)),
    ("ok", sure(YES)),
    ("done", sure(YES)),
    ("already done", sure(YES)),
    ("it's done", sure(YES)),
    ("we do", sure(YES)),
    ("we have", sure(YES)),
    ("it is", sure(YES)),
    ("they all did", sure(YES)),
    ("there is one", sure(YES)),
    ("all of them", asked(YES, NO)),
    ("both", asked(YES, NO)),
    ("everyone", asked(YES, NO)),
    ("yes, all of them", sure(YES)),
    ("yes we have NDAs with all of them", sure(YES)),
    ("yes, Jon signed it in 2019", sure(YES)),
    ("yes please", sure(YES)),
    ("no doubt", sure(YES)),
    ("oui", sure(YES)),
    ("ja", sure(YES)),
    ("tak", sure(YES)),
    ("да", sure(YES)),
    ("نعم", sure(YES)),
    ("*yes*", sure(YES)),
    ("_yes_", sure(YES)),
    ("`yes`", sure(YES)),
    ("```yes```", sure(YES)),
    ('"yes"', sure(YES)),
    ("yes\u200b", sure(YES)),
    ("\u202eyes\u202c", sure(YES)),
    ("👍", sure(YES)),
    ("👍🏽", sure(YES)),
    ("✅", sure(YES)),
    (":+1:", sure(YES)),
    (":white_check_mark:", sure(YES)),
    (":thumbsup::skin-tone-3:", sure(YES)),
    ("+1", sure(YES)),
    ("hm, yes", sure(YES)),
    ("well, yes", sure(YES)),
    ("actually yes", asked(YES)),
    ("no", sure(NO)),
    ("No.", sure(NO)),
    ("nope", sure(NO)),
    ("nah", sure(NO)),
    ("NO!!", sure(NO)),
    ("no way", sure(NO)),
    ("never", sure(NO)),
    ("not yet", sure(NO)),
    ("not at all", sure(NO)),
    ("actually no", asked(NO)),
    ("no, never", sure(NO)),
    ("No. Never.", sure(NO)),
    ("no, not yet, but we plan to", sure(NO)),
    ("of course not", sure(NO)),
    ("definitely not", sure(NO)),
    ("none of them", asked(NO, YES)),
    ("nobody", asked(NO, YES)),
    ("nein", sure(NO)),
    ("нет", sure(NO)),
    ("👎", sure(NO)),
    (":x:", sure(NO)),
    ("-1", sure(NO)),
    ("we haven't", sure(NO)),
    ("we don't", sure(NO)),
    ("it isn't", sure(NO)),
    ("they never did", asked(NO)),
    ("there are none", asked(NO, YES)),
    ("it's not", sure(NO)),
    ("yes... no wait, no", sure(NO)),
    ("no, sorry, yes", sure(YES)),
    ("I think so", hedged(YES)),
    ("I believe so", hedged(YES)),
    ("looks like it", hedged(YES)),
    ("probably", hedged(YES)),
    ("most likely", hedged(YES)),
    ("I think yes", hedged(YES)),
    ("yes I think", hedged(YES)),
    ("yes?", hedged(YES)),
    ("afaik yes", hedged(YES)),
    ("I think we do", hedged(YES)),
    ("not sure but I think yes", hedged(YES)),
    ("maybe yes", hedged(YES)),
    ("we should have", hedged(YES)),
    ("I don't think so", hedged(NO)),
    ("I doubt it", hedged(NO)),
    ("not really", hedged(NO)),
    ("probably not", hedged(NO)),
    ("I think not", hedged(NO)),
    ("not that I know of", hedged(NO)),
    ("I'm afraid not", hedged(NO)),
    ("unlikely", hedged(NO)),
    ("I don't think we have", hedged(NO)),
    ("partly", asked(NO, YES)),
    ("some of them", asked(NO, YES)),
    ("most of them I think", asked_hedged(NO, YES)),
    ("not all", asked(NO, YES)),
    ("yes and no", asked(NO, YES)),
    ("it depends", asked(NO, YES)),
    ("in progress", asked(NO, YES)),
    ("verbally", asked(NO, YES)),
    ("yes but only for the app", asked(YES, NO)),
    ("yes, except the brand", asked(YES, NO)),
    ("yes for the app, no for the brand", asked(YES, NO)),
    ("no, except for the app", asked(NO, YES)),
    ("no and yes", asked(NO, YES)),
    ("no NDA was signed", asked(NO)),
    ("yes kodex", asked(YES)),
    ("we never signed one", asked(NO)),
    ("nobody signed", asked(NO, YES)),
    ("we have not signed anything yet", asked(NO)),
    ("they have signed", asked(YES)),
    ("it was never shown", asked(NO)),
    ("we have it for the app but not for the brand", asked(NO, YES)),
    ("definitly", asked(YES)),
    ("absolutley", asked(YES)),
    ("nobdoy", asked(NO)),
    ("n/a", NOBODY),
    ("maybe", NOBODY),
    ("the weather is nice", nonsense("reading.yes_no")),
    ("42", nonsense("reading.yes_no")),
    ("all but the app", asked(NO, YES)),
    (":tada:", TALK),
    ("zzzzzzz", nonsense("reading.yes_no")),
    ("I know", nonsense("reading.yes_no")),
    ("isn't it?", TALK),
    ("which vendor is this about?", TALK),
    ("no problem", TALK),
    ("ok thanks", TALK),
    ("agreed", sure(YES)),
    ("lol", TALK),
]


OPEN = [
    ("1", asked(YES)),
    ("2", asked(NO)),
    ("2.", asked(NO)),
    ("#1", asked(YES)),
    ("option 1", asked(YES)),
    ("the first one", asked(YES)),
    ("3", nonsense("reading.yes_no")),
    ("0", nonsense("reading.yes_no")),
    ("everybody", asked(YES, NO)),
    ("nobody, as far as I know", asked_hedged(NO, YES)),
    ("none that I know of", asked_hedged(NO, YES)),
    ("nothing", asked(NO, YES)),
    ("no one", asked(NO, YES)),
    ("no one signed", asked(NO, YES)),
    ("nobody would touch it", asked(NO, YES)),
    ("there is nobody", asked(NO, YES)),
    ("not on any of them", asked(NO, YES)),
    ("no, none", sure(NO)),
    ("no, nobody", sure(NO)),
    ("yes, both", sure(YES)),
    ("yes, nobody", sure(YES)),
    ("I would say no, but let me sleep on it", asked(NO, YES)),
    ("no, but let me sleep on it", asked_hedged(NO)),
    ("yes, let me think about it", asked_hedged(YES)),
    ("no, I'll check", asked_hedged(NO)),
    ("no, not yet sure", asked_hedged(NO)),
    ("yes, to be confirmed", asked_hedged(YES)),
    ("no, they check it themselves", sure(NO)),
    ("yes, we think of everything", sure(YES)),
]
"""What is no plain yes and no plain no by itself: a place on the screen, how many it is of, what is still thought over; and near misses."""


@pytest.mark.parametrize("phrase", ["1", "option 1", "the first one"])
def test_a_place_on_the_screen_is_no_condition_of_whoever_decides(phrase: str) -> None:
    check(asking(Kind.YES_NO, role="counsel"), phrase, asked(YES))


@pytest.mark.parametrize("phrase", ["yes, but let me sleep on it", "yes, I still have to check"])
def test_what_is_still_thought_over_is_asked_back_of_whoever_decides(phrase: str) -> None:
    check(asking(Kind.YES_NO, role="counsel"), phrase, asked_hedged(YES))


@pytest.mark.parametrize(("phrase", "wanted"), PHRASES + OPEN)
def test_yes_and_no_are_understood_as_people_say_them(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.YES_NO), phrase, wanted)


def test_what_was_struck_out_is_not_said() -> None:
    check(asking(Kind.YES_NO), "~no~ yes", sure(YES))


@pytest.mark.parametrize(
    "phrase",
    [
        "ok w/ conditions",
        "yes with conditions",
        "yes, with some conditions",
        "yes, conditionally",
        "yes, on one condition",
    ],
)
def test_a_yes_on_conditions_that_are_not_named_is_none_yet(phrase: str) -> None:
    check(asking(Kind.YES_NO), phrase, asked(NO, YES))
    check(asking(Kind.YES_NO, role="counsel"), phrase, asked(NO, YES))


def test_a_conditional_yes_offers_no_condition_of_that_name() -> None:
    check(asking(Kind.YES_NO, role="counsel"), "conditional yes", asked(NO, YES))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("approved", asked(YES)),
        ("ok, go ahead", asked(YES)),
        ("please sign it off, thanks", asked(YES)),
        ("not approved", asked(NO)),
        ("not sure", NOBODY),
        ("yes", Read(YES)),
        ("approved, but only for the UK", Unclear((YesNo(True, "only for the UK"), YES, NO))),
    ],
)
def test_a_decision_is_taken_in_other_words_than_yes_once_it_is_confirmed(text: str, wanted: Heard) -> None:
    check(asking(Kind.YES_NO, role=Role.COUNSEL, withdraws=True), text, wanted)


def test_go_ahead_is_a_command_where_nothing_is_decided() -> None:
    check(asking(Kind.YES_NO), "go ahead", Word("resume"))
    assert grants("ok go ahead") and not grants("go on")
