"""What somebody says to a question that was handed to them: to it alone, and in the thread beside the open one."""

from __future__ import annotations

import pytest

from flows.engine.screens.asides import MOST_CARRIED, which
from flows.engine.screens.scene import Scene
from flows.model.effects import Outcome, Tell, Which, Whispered
from flows.model.events import Handed, Replied
from flows.model.ids import QuestionId
from flows.model.people import Role
from flows.model.screens import Buttons
from flows.model.session import AnswerState, SessionState, Spot
from flows.model.values import Choice, Documents, Items
from tests.builders import (
    JON,
    MARIA,
    NAMES,
    NO,
    PRIYA,
    YES,
    confirming,
    effects_of,
    flow_of,
    is_refused,
    kinds,
    spot,
    told,
)
from tests.flows.engine.crew import PAPER, SOFTWARE, Crew, at_assets
from tests.flows.engine.small import KINDS, STORY


def to_jon(question: str) -> Crew:
    """The question of that name was handed to Jon; the first, a yes or no, is open."""
    team = Crew.at(KINDS)
    team.hand(JON, question)
    assert team.now_open == "kinds.sure"
    return team


def say_to(team: Crew, text: str, question: str, message: str = "") -> Outcome:
    return team.say(JON, Replied(team.ref.id, text, message, (), NAMES, spot(question)))


def heard(outcome: Outcome) -> list[str]:
    assert isinstance(outcome.reply, Whispered)
    return [note.key for note in outcome.reply.notes]


@pytest.mark.parametrize(
    ("said", "state"),
    [("red", AnswerState.VALUE), ("not sure", AnswerState.NOT_SURE), ("skip", AnswerState.SKIPPED)],
)
def test_what_is_said_to_it_alone_answers_it_and_leaves_the_open_one_alone(said: str, state: AnswerState) -> None:
    team = to_jon("kinds.colour")
    assert heard(say_to(team, said, "kinds.colour")) == ["hand.taken"]
    answer = team.ref.answer_at(spot("kinds.colour"))
    assert answer is not None and (answer.state, answer.by) == (state, JON)
    assert team.now_open == "kinds.sure" and team.ref.assignments == ()


@pytest.mark.parametrize(
    ("question", "said", "note"),
    [
        ("kinds.colour", "the fourth moon", "reading.one_of"),
        ("kinds.colour", "why", "why"),
        ("kinds.colour", "what counts as red?", "why"),
        ("kinds.colour", "<@U0PRIYA001> do you know?", "hand.unclear"),
    ],
)
def test_what_cannot_be_taken_is_told_with_the_form_and_nothing_waits(question: str, said: str, note: str) -> None:
    team = to_jon(question)
    outcome = say_to(team, said, question)
    assert heard(outcome)[0] == note and isinstance(outcome.reply, Whispered) and outcome.reply.buttons == ("form",)
    assert team.ref.pending is None and team.ref.answers == {}


def test_words_to_it_alone_may_point_at_what_was_answered_for_another_row() -> None:
    team = at_assets("Engine", "App")
    team.click(Items((team.item("Engine"), team.item("App"))))
    assert team.now_open == f"authorship.created_by/{team.item('Engine')}"
    team.click(Choice("contractor"))
    app = Spot(QuestionId("authorship.created_by"), team.item("App"))
    team.hand(JON, app)
    team.say(JON, Replied(team.ref.id, "same as Engine", "", (), NAMES, app))
    (waits,) = team.ref.doubted
    assert waits.draft.given == Choice("contractor") and waits.spot == app and app.key not in team.ref.answers
    team.say(JON, Replied(team.ref.id, "yes", "", (), NAMES, app))
    assert team.ref.answers[app.key].value == Choice("contractor")


def test_what_was_said_in_the_thread_and_is_not_certain_is_asked_back_there() -> None:
    team = Crew.at(KINDS)
    said = say_to(team, "yes, but only for the app", "kinds.sure", "m9")
    assert confirming(said) == ["kinds.sure"] and team.ref.pending is not None
    again = say_to(team, "yes, but only for the app", "kinds.sure", "m9")
    assert heard(again) == ["hand.unclear"]
    team.confirm("kinds.sure", by=JON)
    answer = team.answer("kinds.sure")
    assert answer is not None and answer.value == YES and not answer.private


def test_what_was_answered_meanwhile_and_a_reply_that_counts_already_are_refused() -> None:
    team = to_jon("kinds.colour")
    team.hand(JON, "kinds.sizes")
    assert heard(say_to(team, "red", "kinds.colour", "m9")) == ["hand.taken"]
    assert is_refused(say_to(team, "red", "kinds.colour"), "stale.answered")
    assert is_refused(say_to(team, "small", "kinds.sizes", "m9"), "which.used")
    team.pause()
    assert is_refused(say_to(team, "small", "kinds.sizes"), "stale.paused")


def test_what_is_a_roles_alone_is_not_taken_from_another() -> None:
    team = at_counsel()
    assert is_refused(team.say(JON, Replied(team.ref.id, "yes", "", (), NAMES, team.ref.spot)), "role.other")


def at_counsel() -> Crew:
    """A question for counsel alone is open, who is Priya."""
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.click(NO)
    team.give(Role.COUNSEL, PRIYA)
    return team


def test_a_question_for_a_role_is_left_with_whoever_holds_it() -> None:
    team = at_counsel()
    assert team.ref.spot is not None
    refused = team.click(YES, by=MARIA)
    assert isinstance(refused.reply, Whispered) and refused.reply.buttons == ("hand_on",)
    (tell,) = effects_of(team.reply("yes"), Tell)
    assert isinstance(tell, Tell) and tell.buttons == ("hand_on",)
    open_spot = team.ref.spot
    assert told(team.say(MARIA, Handed(team.ref.id, open_spot, None)))[0] == "hand.told"
    assert [one.to for one in team.ref.assignments] == [PRIYA]
    again = team.click(YES, open_spot, by=MARIA)
    assert isinstance(again.reply, Whispered) and again.reply.buttons == ()


def test_where_nobody_alone_may_answer_there_is_nobody_to_leave_it_with() -> None:
    team = Crew.at(KINDS)
    assert is_refused(team.say(MARIA, Handed(team.ref.id, spot("kinds.colour"), None)), "stale.nothing_waits")


def test_in_the_thread_a_reply_goes_to_the_question_that_it_can_be_read_for() -> None:
    team = to_jon("kinds.colour")
    outcome = team.reply("red", by=JON)
    assert kinds(outcome) == ["Tell", "SettleLetter"] and told(outcome) == ["noted.to", "noted.answer"]
    assert team.ref.answer_at(spot("kinds.colour")) is not None and team.now_open == "kinds.sure"


def test_what_could_be_either_is_asked_about_and_what_is_neither_is_as_ever() -> None:
    team = to_jon("kinds.words")
    (asks,) = effects_of(team.reply("yes", by=JON), Which)
    assert asks == Which(team.ref.id, spot("kinds.words"), spot("kinds.sure"), JON, "yes", "m1")
    assert team.ref.answers == {}
    shown = which(Scene(team, team.ref.id, team.library, team.now), asks) if isinstance(asks, Which) else None
    assert shown is not None and any(isinstance(part, Buttons) for part in shown.parts)
    long = Which(team.ref.id, spot("kinds.words"), spot("kinds.sure"), JON, "y" * (MOST_CARRIED + 1), "m1")
    assert not any(
        isinstance(part, Buttons) for part in which(Scene(team, team.ref.id, team.library, team.now), long).parts
    )
    assert told(team.reply("yes", by=MARIA)) != []
    assert team.now_open != "kinds.sure"


def test_with_the_open_one_for_a_role_alone_or_none_open_the_reply_is_for_ones_own() -> None:
    team = at_counsel()
    question = team.ref.spot
    assert question is not None
    team.say(MARIA, Handed(team.ref.id, question, None))
    while team.ref.state is SessionState.ASKING:
        team.skip()
    team.reply("yes", by=PRIYA)
    answer = team.ref.answer_at(question)
    assert answer is not None and answer.by == PRIYA
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.give(Role.COUNSEL, PRIYA)
    team.hand(JON)
    assert team.now_open == "closing.advised"
    team.reply("yes", by=JON)
    assert team.answer("triage.shares") is not None


TWO = flow_of("""\
  - section: papers
    title: Papers
    questions:
      - {ask: signed, kind: yes_no, evidence: true, text: Is it signed?, why: W., source: method}
      - {ask: filed, kind: yes_no, evidence: true, text: Is it filed?, why: W., source: method}
""")
"""Two questions that a file may prove."""


# ── files ────────────────────────────────────────────────────────────────────


def send(team: Crew, question: str, text: str = "") -> Outcome:
    """Jon sends a file to one question alone."""
    return team.say(JON, Replied(team.ref.id, text, "", (PAPER,), NAMES, spot(question)))


def answered(team: Crew, question: str) -> object:
    found = team.ref.answer_at(spot(question))
    return found.value if found is not None else None


def test_a_file_said_to_a_question_for_one_alone_answers_it_and_is_told_by_its_name() -> None:
    team = to_jon("kinds.paper")
    outcome = send(team, "kinds.paper")
    assert heard(outcome) == ["hand.taken"] and "noted.answer" in told(outcome)
    assert answered(team, "kinds.paper") == Documents((PAPER,))


def test_a_file_said_to_a_question_that_wants_words_backs_them_or_is_asked_for_the_words() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.hand(JON, "triage.shares")
    assert heard(send(team, "triage.shares")) == ["hand.file"] and answered(team, "triage.shares") is None
    assert heard(send(team, "triage.shares", "yes")) == ["hand.taken"]
    found = team.ref.answer_at(spot("triage.shares"))
    assert found is not None and found.evidence == (PAPER,)


def test_a_file_in_the_thread_is_for_the_paper_that_its_sender_was_asked_for() -> None:
    team = to_jon("kinds.paper")
    outcome = team.reply("", by=JON, documents=(PAPER,))
    assert told(outcome) == ["noted.to", "noted.answer"] and answered(team, "kinds.paper") == Documents((PAPER,))
    assert team.now_open == "kinds.sure"


def test_a_file_that_could_be_for_two_questions_is_for_neither_until_that_is_told() -> None:
    team = to_jon("kinds.paper")
    team.hand(JON, "kinds.papers")
    assert told(team.reply("", by=JON, documents=(PAPER,))) == ["paper.which"]
    team = to_jon("kinds.paper")
    while team.now_open != "kinds.papers":
        team.skip()
    assert told(team.reply("", by=JON, documents=(PAPER,))) == ["paper.which"]
    team.reply("", by=MARIA, documents=(PAPER,))
    assert answered(team, "kinds.papers") == Documents((PAPER,)) and answered(team, "kinds.paper") is None


def test_a_file_with_words_that_answer_the_open_question_is_no_other_paper() -> None:
    team = to_jon("kinds.paper")
    team.reply("yes", by=JON, documents=(PAPER,))
    assert answered(team, "kinds.sure") == YES and answered(team, "kinds.paper") is None


def test_a_file_is_for_ones_own_where_the_open_question_is_for_a_role_alone_or_there_is_none() -> None:
    team = to_jon("kinds.paper")
    while team.ref.state is SessionState.ASKING:
        team.skip()
    team.reply("", by=JON, documents=(PAPER,))
    assert answered(team, "kinds.paper") == Documents((PAPER,))


def test_a_file_with_words_backs_ones_own_answer_and_where_they_could_be_for_two_is_asked_about() -> None:
    team = Crew.at(TWO)
    team.hand(JON, "papers.signed")
    assert team.now_open == "papers.filed"
    assert told(team.reply("yes", by=JON, documents=(PAPER,))) == ["paper.which"] and team.ref.answers == {}
    team.skip()
    team.reply("yes", by=JON, documents=(PAPER,))
    found = team.ref.answer_at(spot("papers.signed"))
    assert found is not None and found.evidence == (PAPER,)


def test_a_file_without_words_is_no_answer_to_ones_own_question_that_wants_them() -> None:
    team = to_jon("kinds.colour")
    assert told(team.reply("", by=JON, documents=(PAPER,))) == ["paper.for_what"]
    assert told(team.reply("red", by=JON, documents=(PAPER,))) == ["noted.to", "noted.answer"]


def test_while_a_change_waits_a_file_is_for_that() -> None:
    team = to_jon("kinds.paper")
    team.click(YES, "kinds.sure")
    team.change("kinds.sure")
    assert told(team.reply("", by=JON, documents=(PAPER,))) == ["paper.for_what"]
