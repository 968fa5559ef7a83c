"""Giving answers by click: what counts, what follows from it, and what comes next."""

from __future__ import annotations

from decimal import Decimal

from flows.model.effects import Brief, Settle
from flows.model.people import Profile
from flows.model.programme import ActionState, ActionWhy
from flows.model.session import AnswerState, SessionState
from flows.model.values import Choice, Items, NewItems, Number
from tests.builders import JON, MARIA, NO, YES, Team, asked, effects_of, is_refused, kinds, told
from tests.flows.engine.small import STORY

SOFTWARE = Choice("software")


def test_a_start_opens_a_thread_and_puts_the_first_question() -> None:
    team = Team.at(STORY)
    assert team.now_open == "triage.work"
    assert team.ref.started_by == MARIA and team.ref.flow_hash == STORY.hash
    assert [entry.what for entry in team.log] == ["founded", "started", "stage"]


def test_an_answer_counts_and_the_next_question_is_put() -> None:
    team = Team.at(STORY)
    outcome = team.click(SOFTWARE)
    assert kinds(outcome) == ["Settle", "Ask"] and asked(outcome) == ["triage.shares"]
    answer = team.answer("triage.work")
    assert answer is not None and (answer.value, answer.by, answer.revision) == (SOFTWARE, MARIA, 1)
    assert team.programme is not None and team.programme.profile is Profile.SOFTWARE


def test_of_two_answers_at_once_the_first_counts_and_the_second_is_told_kindly() -> None:
    team = Team.at(STORY)
    team.click(SOFTWARE)
    late = team.click(Choice("services"), "triage.work", JON, revision=0)
    assert is_refused(late, "stale.answered")
    assert team.answer("triage.work") is not None and team.ref.answers["triage.work"].value == SOFTWARE


def test_a_bad_answer_raises_a_finding_an_action_and_something_for_counsels_brief() -> None:
    team = Team.at(STORY)
    team.click(SOFTWARE)
    outcome = team.click(YES, by=JON)
    assert team.finding_keys() == ["shares@triage.shares"]
    assert told(outcome) == ["noted.finding"]
    assert effects_of(outcome, Brief) == [] and [finding.news for finding in team.ref.findings] == [1]
    assert team.programme is not None and (team.programme.news, team.programme.news_at) == (1, team.now)
    (action,) = team.work.values()
    assert (action.why, action.owner, action.state, action.rule) == (ActionWhy.FINDING, JON, ActionState.OPEN, "shares")


def test_not_sure_leaves_an_action_with_whoever_was_asked() -> None:
    team = Team.at(STORY)
    outcome = team.not_sure(by=JON)
    assert told(outcome) == ["noted.not_sure"]
    (action,) = team.work.values()
    assert (action.why, action.owner) == (ActionWhy.NOT_SURE, JON)
    assert (action.due - team.now.date()).days == 7
    assert team.ref.answers["triage.work"].state is AnswerState.NOT_SURE


def test_skip_leaves_an_action_and_goes_on() -> None:
    team = Team.at(STORY)
    outcome = team.skip()
    assert told(outcome) == ["noted.skipped"] and team.now_open == "triage.shares"


def test_a_question_that_no_longer_applies_is_not_answered() -> None:
    team = Team.at(STORY)
    team.click(SOFTWARE)
    team.click(NO)
    assert is_refused(team.click(Number(Decimal(3)), "triage.people"), "stale.gone")


def test_names_become_rows_and_marks_open_a_round_for_each() -> None:
    team = Team.at(STORY)
    team.click(SOFTWARE)
    team.click(YES)
    team.skip()
    team.click(NewItems((), ("Engine", "App", "engine")))
    assert team.live("asset") == ["Engine", "App"]
    team.click(Items((team.item("Engine"),)))
    assert team.now_open == f"authorship.created_by/{team.item('Engine')}"


def test_a_settled_question_is_edited_into_its_quiet_form() -> None:
    team = Team.at(STORY)
    outcome = team.click(SOFTWARE)
    assert effects_of(outcome, Settle) == [Settle(team.ref.id, team.ref.trail[0], 1)]
    assert team.ref.state is SessionState.ASKING
