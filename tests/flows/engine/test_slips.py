"""Answers that fit and are likely a slip want a yes first; and what a plain answer is kept as."""

from __future__ import annotations

from flows.model.effects import ShowReview
from flows.model.session import Reading, Rethink
from flows.model.values import Day, Items, Text
from tests.builders import (
    MARIA,
    asked,
    confirming,
    effects_of,
    is_refused,
    spot,
    told,
)
from tests.flows.engine.crew import Crew, at, at_assets, in_review
from tests.flows.engine.small import KINDS


def test_a_day_on_the_unlikely_side_wants_a_yes_and_counts_after_it() -> None:
    team = Crew.at(KINDS)
    tomorrow = Day(team.now.date().replace(day=24))
    when = spot("kinds.when")
    outcome = team.click(tomorrow, when)
    assert confirming(outcome) == ["kinds.when"] and team.answer("kinds.when") is None
    team.confirm()
    answer = team.answer("kinds.when")
    assert answer is not None and answer.value == tomorrow


def test_a_day_given_twice_needs_no_yes() -> None:
    team = Crew.at(KINDS)
    tomorrow = Day(team.now.date().replace(day=24))
    team.click(tomorrow, "kinds.when")
    team.click(tomorrow, "kinds.when")
    assert team.ref.answers["kinds.when"].value == tomorrow and team.ref.pending is None


def test_a_slip_that_is_dropped_leaves_the_question_open() -> None:
    team = Crew.at(KINDS)
    team.click(Day(team.now.date().replace(day=24)), "kinds.when")
    outcome = team.drop()
    assert asked(outcome) == ["kinds.sure"] and team.answer("kinds.when") is None


def test_after_a_reading_that_was_not_meant_what_can_not_be_read_is_told_of_again() -> None:
    team = Crew.at(KINDS)
    heard = [told(team.reply("purple")) for _ in range(3)]
    assert heard[0] and heard[1] == [*heard[0], "reading.ways"] and heard[2] == [*heard[0], "reading.alone"]
    team.click(Day(team.now.date().replace(day=24)), "kinds.when")
    team.drop()
    assert told(team.reply("purple")) == heard[0]


def test_a_doubtful_new_day_for_an_answered_question_is_asked_back_when_it_is_dropped() -> None:
    team = Crew.at(KINDS)
    when = spot("kinds.when")
    team.click(Day(team.now.date()), when)
    team.click(Day(team.now.date().replace(day=24)), when)
    assert isinstance(team.ref.pending, Reading)
    outcome = team.drop()
    assert asked(outcome) == ["kinds.when"] and team.ref.pending == Rethink(when, MARIA)


def test_a_reading_among_which_there_is_no_such_number_counts_as_settled() -> None:
    team = Crew.at(KINDS)
    team.click(Day(team.now.date().replace(day=24)), "kinds.when")
    assert is_refused(team.confirm(index=4), "stale.nothing_waits")


def test_a_text_answer_counts_as_it_was_written() -> None:
    team = in_review()
    team.deepen()
    team.click(Text("  The tooling is old.  "))
    assert team.ref.answers["later.notes"].value == Text("The tooling is old.")
    assert effects_of(team.review(), ShowReview)


def test_rounds_follow_the_rows_that_are_marked() -> None:
    team = at_assets("Engine", "App")
    app = team.item("App")
    team.click(Items((app,)))
    assert team.now_open == at("authorship.created_by", app)
