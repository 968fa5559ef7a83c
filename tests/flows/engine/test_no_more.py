"""Counsel says that they have no more questions: where the flow asks for them, at the decision behind it, and to the bot alone."""

from __future__ import annotations

import pytest

from flows.engine.readers.no_more import ends_questions, says_that_was_all
from flows.engine.screens import wording
from flows.engine.screens.wording import plain
from flows.model.effects import Ask, Note, Outcome, Whispered
from flows.model.events import Replied
from tests.builders import JON, NAMES, NO, PRIYA, YES, asked, confirming, spot, told
from tests.flows.engine.crew import Crew
from tests.flows.engine.own_review import ASKS, SIGNED, answer, open_findings, put, team
from tests.flows.engine.own_review import scene as own_scene
from tests.flows.engine.test_signing_off import team as at_points


@pytest.mark.parametrize(
    "said",
    [
        "no more questions",
        "No further questions.",
        "I have no more questions, thanks",
        "ok, no open questions any more",
        "there are no questions left",
        "we don't have any more questions",
        "those were all my questions",
        "that was my last question",
        "my questions are all answered",
        "none of my questions is open",
        "I'm done with my questions",
    ],
)
def test_that_no_question_is_left_is_told_by_the_name(said: str) -> None:
    assert ends_questions(said) and not says_that_was_all(said)


@pytest.mark.parametrize(
    "said", ["none", "I have no more", "that was all", "nothing else", "all answered", "I have none left", "no more"]
)
def test_it_is_told_short_of_the_name_too(said: str) -> None:
    assert says_that_was_all(said) and not ends_questions(said)


@pytest.mark.parametrize(
    "said", ["no", "yes", "no, there are more questions", "no more of this", "that is all wrong", "no questions" * 20]
)
def test_a_no_and_what_speaks_of_something_else_is_none_of_that(said: str) -> None:
    assert not ends_questions(said) and not says_that_was_all(said)


def test_at_the_decision_it_answers_whether_there_are_any_and_the_decision_is_put_again() -> None:
    here = team()
    put(here)
    answer(here)
    assert here.now_open == SIGNED
    outcome = here.reply("none", by=PRIYA)
    assert here.ref.answers[ASKS].value == NO and here.answer(SIGNED) is None and open_findings(here) == []
    assert confirming(outcome) == [] and asked(outcome) == [SIGNED]
    assert "Changed to No. The question: “Have you questions?”" in told_words(here, outcome)


def told_words(here: Crew, outcome: Outcome) -> list[str]:
    """The notes above the question that is put, as they read."""
    ask = next(one for one in outcome.effects if isinstance(one, Ask))
    return [plain(wording.said(own_scene(here), note)) for note in ask.notes]


def test_while_one_is_open_it_is_told_that_it_is() -> None:
    here = team()
    put(here)
    assert told(here.reply("no more questions", by=PRIYA)) == ["own.open"]
    assert here.ref.answers[ASKS].value == YES


def test_at_the_question_itself_it_is_a_no_that_is_not_asked_back() -> None:
    for said in ("none", "no more questions"):
        here = team()
        outcome = here.reply(said, by=PRIYA)
        assert here.ref.answers[ASKS].value == NO and confirming(outcome) == []


def test_at_another_question_of_counsels_only_the_name_counts() -> None:
    here = at_points(YES)
    here.reply("none", by=PRIYA)
    assert here.ref.answers["decision.own_questions"].value == YES
    here = at_points(YES)
    here.reply("no more questions", by=PRIYA)
    assert here.ref.answers["decision.own_questions"].value == NO and here.answer("decision.points") is None


def test_where_there_are_none_and_from_anybody_else_short_words_change_nothing() -> None:
    here = team()
    here.click(NO, by=PRIYA)
    here.reply("none", by=PRIYA)
    assert here.ref.answers[ASKS].value == NO and here.ref.pending is not None
    here = team()
    put(here)
    answer(here)
    here.reply("no more questions", by=JON)
    assert here.ref.answers[ASKS].value == YES


def test_said_to_the_bot_alone_of_the_decision_it_counts_too() -> None:
    here = team()
    put(here)
    answer(here)
    outcome = here.say(PRIYA, Replied(here.ref.id, "no more questions", "", (), NAMES, spot(SIGNED)))
    assert here.ref.answers[ASKS].value == NO and here.answer(SIGNED) is None
    assert isinstance(outcome.reply, Whispered) and outcome.reply.notes == (Note("own.done"),)
