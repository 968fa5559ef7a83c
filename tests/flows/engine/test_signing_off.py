"""Counsel at their decision: what they ask is told apart from what they decide, and the yes in other words is asked back."""

from __future__ import annotations

import pytest

from flows.model.effects import Note, Outcome, Whispered
from flows.model.flow import Stage
from flows.model.ids import StageId
from flows.model.own_questions import CounselDone
from flows.model.people import Role
from flows.model.session import SessionState
from flows.model.values import Choices, Countries, YesNo
from tests.builders import JON, NO, PRIYA, YES, confirming, flow_of, is_refused, library_of, told
from tests.flows.engine.crew import Crew

FLOW = flow_of(
    """\
  - section: decision
    title: Decision
    questions:
      - {ask: own_questions, kind: yes_no, role: counsel, text: Have you questions?, why: W., source: method}
      - ask: points
        kind: many_of
        role: counsel
        text: Which points?
        why: W.
        options: {secrecy: Secrecy, court: {label: "Law, court", also: [law]}}
        source: method
      - {ask: law, kind: country, role: counsel, many: true, text: Whose law?, why: W., source: method}
      - ask: signed_off
        kind: yes_no
        role: counsel
        withdraws: true
        needs: [law]
        text: Do you sign it off?
        why: W.
        source: method
""",
    "deciding",
    closes=True,
)
OFFERED = Whispered((Note("own.reads_like"),), ("own_put",))


def team(own: YesNo = NO) -> Crew:
    """At the points that a decision covers; Priya is counsel."""
    here = Crew(library_of(FLOW, stages=(Stage(StageId("first"), "The first", FLOW.id),)))
    here.start(FLOW)
    here.give(Role.COUNSEL, PRIYA)
    here.click(own, by=PRIYA)
    return here


def at_sign_off(own: YesNo = NO) -> Crew:
    here = team(own)
    here.click(Choices(("secrecy",)), by=PRIYA)
    here.click(Countries(("DE",)), by=PRIYA)
    return here


def offered(outcome: Outcome) -> bool:
    """Whether the way to put a question was shown, alone."""
    reply = outcome.reply
    return isinstance(reply, Whispered) and (reply.notes, reply.buttons) == (OFFERED.notes, OFFERED.buttons)


@pytest.mark.parametrize(
    "said", ["what law is it under?", "does this cover the law too?", "could it be the law", "wait, which lunch is on?"]
)
def test_what_counsel_asks_is_offered_as_a_question_of_their_own(said: str) -> None:
    here = team()
    assert offered(here.reply(said, by=PRIYA))
    assert here.answer("decision.points") is None and here.ref.pending is None


def test_what_counsel_asks_of_somebody_is_offered_once_and_what_others_ask_is_not() -> None:
    here = team()
    assert offered(here.reply(f"<@{JON}> what law is it under?", by=PRIYA))
    assert not offered(here.reply(f"<@{JON}> and is it signed?", by=PRIYA))
    assert not offered(here.reply("what law is it under?", by=JON))


def test_what_a_decision_is_about_is_asked_back_where_it_is_a_guess() -> None:
    here = team()
    here.click(Choices(("secrecy",)), by=PRIYA)
    assert confirming(here.reply("Germany I suppose", by=PRIYA)) == ["decision.law"]
    assert here.answer("decision.law") is None
    here.reply("yes", by=PRIYA)
    assert here.now_open == "decision.signed_off"


def test_go_ahead_is_a_yes_to_a_decision_asked_back_and_a_way_on_while_it_is_paused() -> None:
    here = at_sign_off()
    assert told(here.reply("go ahead", by=JON)) == ["role.other"] and here.ref.pending is None
    assert confirming(here.reply("go ahead", by=PRIYA)) == ["decision.signed_off"]
    here.reply("pause", by=PRIYA)
    here.reply("go ahead", by=PRIYA)
    assert here.ref.state is SessionState.ASKING and here.answer("decision.signed_off") is None


def test_a_yes_while_questions_are_said_to_be_open_asks_first_whether_there_are_more() -> None:
    here = at_sign_off(YES)
    barred = here.click(YES, "decision.signed_off", by=PRIYA)
    assert is_refused(barred, "own.still_unput")
    here.say(PRIYA, CounselDone(here.ref.id))
    here.click(YES, "decision.signed_off", by=PRIYA)
    found = here.answer("decision.signed_off")
    assert found is not None and found.value == YES


def test_a_no_is_taken_though_questions_are_open() -> None:
    here = at_sign_off(YES)
    here.click(NO, "decision.signed_off", by=PRIYA)
    found = here.answer("decision.signed_off")
    assert found is not None and found.value == NO
