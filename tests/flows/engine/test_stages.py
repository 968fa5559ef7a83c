"""Stages: opened by gates, moved by what happens to their sessions, and never opened by what is unknown."""

from __future__ import annotations

import msgspec

from flows.engine.lifecycle import stage_state
from flows.model.conditions import (
    AnswerFact,
    Condition,
    ForItems,
    Has,
    Is,
    MarkFact,
    ProfileFact,
    Quantifier,
    RoleFact,
    StageFact,
    Status,
)
from flows.model.events import SettingsChanged
from flows.model.flow import Stage
from flows.model.ids import QuestionId, RegisterId, StageId
from flows.model.people import Capacity, Role
from flows.model.programme import StageState
from flows.model.values import Choice
from tests.builders import NO, PRIYA, YES, flow_of, is_refused, library_of
from tests.flows.engine.crew import SOFTWARE, Crew, in_review
from tests.flows.engine.small import STORY

SECOND = flow_of(
    "  - section: a\n    title: A\n    questions:\n      - {ask: b, kind: yes_no, text: B, why: W., source: method}\n",
    "second",
    stage="second",
)
FIRST = Stage(id=StageId("first"), title="The first", flow=STORY.id)


def gated(opens_when: Condition) -> Crew:
    """A team that has started the first of two stages; the second has that gate."""
    second = Stage(StageId("second"), "The second", SECOND.id, opens_when, "The first comes before it.")
    team = Crew(library_of(STORY, SECOND, stages=(FIRST, second)))
    team.start(STORY)
    return team


def state(team: Crew, stage: str = "first") -> StageState:
    assert team.programme is not None
    return stage_state(team.programme, next(one for one in team.library.stages if one.id == stage))


def test_a_stage_may_want_a_lawyer_in_the_part_of_counsel() -> None:
    team = gated(Is(RoleFact(Role.COUNSEL), ("lawyer",)))
    assert state(team, "second") is StageState.LOCKED
    team.give(Role.COUNSEL, PRIYA)
    assert state(team, "second") is StageState.OPEN, "by the part, while she has said nothing"
    team.say(PRIYA, SettingsChanged(capacity=Capacity.NO_LAWYER))
    assert state(team, "second") is StageState.LOCKED


def test_a_stage_goes_from_open_to_done_with_its_session() -> None:
    team = Crew(library_of(STORY))
    team.start(STORY)
    assert state(team) is StageState.IN_PROGRESS
    team.click(SOFTWARE)
    team.click(NO)
    team.skip()
    assert state(team) is StageState.REVIEW
    team.finish()
    assert state(team) is StageState.DONE
    assert [entry.about for entry in team.log if entry.what == "stage"] == [
        "first: in_progress",
        "first: review",
        "first: done",
    ]


def test_a_finished_stage_is_reopened_by_a_change_that_asks_more_and_goes_through_review_again() -> None:
    team = in_review()
    team.finish()
    team.change("triage.shares")
    team.click(YES, "triage.shares")
    team.confirm()
    assert state(team) is StageState.REOPENED
    for _ in range(3):
        team.skip()
    assert state(team) is StageState.REVIEW


def test_going_deeper_after_the_end_reopens_the_stage() -> None:
    team = in_review()
    team.finish()
    team.deepen()
    assert state(team) is StageState.REOPENED


def test_a_stage_is_shut_until_the_one_before_is_done() -> None:
    team = gated(Is(StageFact(StageId("first")), ("done",)))
    outcome = team.start(SECOND)
    assert is_refused(outcome, "start.locked") and state(team, "second") is StageState.LOCKED
    assert outcome.reply.notes[0].values["reason"] == "The first comes before it."  # type: ignore[union-attr]
    team.click(SOFTWARE)
    team.click(NO)
    team.skip()
    team.finish()
    assert state(team, "second") is StageState.OPEN
    assert team.start(SECOND).refused is False and state(team, "second") is StageState.IN_PROGRESS


def test_a_gate_may_ask_for_a_role_or_a_profile() -> None:
    team = gated(Has(RoleFact(Role.COUNSEL), Status.KNOWN))
    assert state(team, "second") is StageState.LOCKED
    team.give(Role.COUNSEL, PRIYA)
    assert state(team, "second") is StageState.OPEN
    team = gated(Is(ProfileFact(), ("software",)))
    assert state(team, "second") is StageState.LOCKED
    team.click(Choice("software"))
    assert state(team, "second") is StageState.OPEN


def test_what_is_unknown_opens_no_gate() -> None:
    answer, mark = QuestionId("triage.shares"), QuestionId("naming.jewels")
    for gate in (
        Is(AnswerFact(answer), ("yes",)),
        Is(MarkFact(mark), ("yes",)),
        ForItems(Quantifier.ANY, RegisterId("asset"), Is(MarkFact(mark), ("yes",))),
    ):
        team = gated(gate)
        team.click(SOFTWARE)
        team.click(YES)
        assert state(team, "second") is StageState.LOCKED


def test_a_stage_without_a_flow_stays_shut() -> None:
    team = Crew(library_of(STORY, stages=(FIRST, Stage(StageId("later"), "Later"))))
    team.start(STORY)
    assert state(team, "later") is StageState.LOCKED


def test_a_flow_that_belongs_to_no_stage_runs_all_the_same() -> None:
    team = Crew(library_of(STORY, stages=()))
    assert team.start(STORY).refused is False and team.now_open == "triage.work"


def test_a_locked_stage_that_is_in_progress_already_is_not_locked_again() -> None:
    team = Crew(library_of(STORY))
    team.start(STORY)
    shut = msgspec.structs.replace(FIRST, opens_when=Is(ProfileFact(), ("services",)))
    team.library = library_of(STORY, stages=(shut,))
    assert state(team) is StageState.IN_PROGRESS
