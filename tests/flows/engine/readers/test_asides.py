"""Ordinary words that only sound like a disclosure, and a wish to change an answer that is no text."""

from __future__ import annotations

import pytest

from flows.engine.readers import Amend, Aside, Heard, Read, tells_of_sharing
from flows.model.values import Kind, Text
from tests.flows.engine.readers.setting import YES, asked, asking, check, nonsense


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("they gave us a list, so yes", asked(YES)),
        ("they were given the policy", asked(YES)),
        ("they gave it to us in May", nonsense("reading.yes_no")),
        ("assets shown in the admin screens: just the brand", nonsense("reading.yes_no")),
        ("we emailed the plans to Kodex", Aside("shared_already")),
        ("yes, I showed them the roadmap", Aside("shared_already")),
        ("Jon sent it to them", Aside("shared_already")),
    ],
)
def test_what_others_gave_is_no_disclosure_of_ours(text: str, wanted: Heard) -> None:
    check(asking(Kind.YES_NO), text, wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("change the NDA answer", Amend("nda", plainly=True)),
        ("please change our work answer", Amend("work", plainly=True)),
        ("change my answer to the price question", Amend("price question", plainly=True)),
        ("change the logo", Read(Text("change the logo"))),
    ],
)
def test_a_wish_to_change_an_answer_is_no_text(text: str, wanted: Heard) -> None:
    check(asking(Kind.TEXT), text, wanted)


def test_where_nothing_is_asked_a_disclosure_is_one_whoever_made_it() -> None:
    assert tells_of_sharing("Jon sent the drawings to Kodex") and not tells_of_sharing("Jon has the drawings")


@pytest.mark.parametrize(
    "asked",
    [
        "what went to Kodex?",
        "which designs went to Kodex so far?",
        "what has gone to Kodex so far",
        "when the app went to Kodex, did we have an NDA?",
        "how much went to Kodex?",
        "who sent the designs to Kodex?",
        "who sent it?",
    ],
)
def test_a_question_tells_of_nothing_that_was_shared(asked: str) -> None:
    assert not tells_of_sharing(asked)


@pytest.mark.parametrize(
    "told", ["the designs went to Kodex", "Jon sent the designs to Kodex", "someone sent it last week"]
)
def test_what_somebody_shared_is_told(told: str) -> None:
    assert tells_of_sharing(told)
