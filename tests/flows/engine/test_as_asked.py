"""A yes on the conditions that the question names itself: it is a plain yes there, and asked back where the question names none."""

from __future__ import annotations

import pytest

from flows.engine.screens import pending
from flows.model.people import Role
from flows.model.session import Reading
from tests.builders import NO, PRIYA, YES, confirming, flow_of, spot
from tests.flows.engine.crew import Crew, words

FLOW = flow_of(
    """\
  - section: word
    title: Counsel's word
    questions:
      - ask: signed
        kind: yes_no
        role: counsel
        text: Do you sign it off, on those points, under those conditions?
        why: W.
        source: method
      - {ask: bare, kind: yes_no, role: counsel, text: Do you sign it off?, why: W., source: method}
""",
    "deciding_as_asked",
)


def team() -> Crew:
    here = Crew.at(FLOW)
    here.give(Role.COUNSEL, PRIYA)
    return here


@pytest.mark.parametrize(
    "said",
    [
        "yes, on those conditions",
        "yes, under the conditions named",
        "yes on those points, under those conditions",
        "yes, but only on these conditions",
        "yes, subject to those",
        "yes, with my conditions",
    ],
)
def test_a_yes_on_the_conditions_that_the_question_names_is_a_plain_one(said: str) -> None:
    here = team()
    outcome = here.reply(said, by=PRIYA)
    assert here.ref.answers["word.signed"].value == YES and confirming(outcome) == []


@pytest.mark.parametrize(
    "said", ["yes, on those conditions", "yes, subject to those", "yes, on those terms", "yes, with conditions"]
)
def test_where_the_question_names_none_it_is_asked_back(said: str) -> None:
    here = team()
    here.click(YES, by=PRIYA)
    here.reply(said, by=PRIYA)
    assert here.answer("word.bare") is None and here.ref.pending is not None


@pytest.mark.parametrize("said", ["yes, with conditions", "yes, on two more conditions", "yes, on those terms"])
def test_what_the_question_does_not_name_is_asked_back_there_too(said: str) -> None:
    here = team()
    here.reply(said, by=PRIYA)
    assert here.answer("word.signed") is None and isinstance(here.ref.pending, Reading)


def test_the_press_that_asks_again_does_not_begin_with_no_beside_a_no() -> None:
    here = team()
    here.reply("yes, with conditions", by=PRIYA)
    assert isinstance(here.ref.pending, Reading) and (here.ref.pending.draft.given, *here.ref.pending.others) == (
        NO,
        YES,
    )
    screen = pending.confirming(here.scene(), spot("word.signed"))
    assert words(screen)[-1] == "[No]  [Yes]  [Ask again]"
