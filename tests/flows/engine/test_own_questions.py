"""Counsel's own questions: who puts, answers, hands on and withdraws them, and what they hold up."""

from __future__ import annotations

import datetime as dt

from flows.engine.leaving import at_work
from flows.engine.own import is_own, unworded
from flows.engine.screens import asides, own_questions
from flows.engine.screens.review import action_line
from flows.engine.screens.wording import plain
from flows.model.effects import Entry, Note, Outcome, Whisper, Whispered
from flows.model.events import ActionClosed, ActionReopened, WorkGiven, WorkMoved
from flows.model.ids import ActionId, PersonId
from flows.model.leaving_events import PersonLeft
from flows.model.own_questions import CounselDone, CounselWithdrew
from flows.model.people import Role
from flows.model.programme import ActionState
from flows.model.session import Rethink, Spot
from flows.model.values import YesNo
from tests.builders import DEV, JON, MARIA, NO, PRIYA, YES, asked, effects_of, is_refused, library_of
from tests.flows.engine.crew import Crew, words
from tests.flows.engine.own_review import (
    ASKS,
    REPLY,
    SIGNED,
    WORDS,
    all_of,
    answer,
    last,
    open_findings,
    put,
    scene,
    team,
    withdraw,
)
from tests.flows.engine.small import STORY


def letters(outcome: Outcome) -> list[tuple[PersonId, Spot | None]]:
    """To whom a direct message goes, and about what."""
    return [(one.to, one.spot) for one in effects_of(outcome, Whisper) if isinstance(one, Whisper)]


# ── put ──────────────────────────────────────────────────────────────────────


def test_a_question_is_work_of_the_owner_without_its_words_and_answers_the_flows_own_question() -> None:
    here = team()
    outcome = put(here)
    one = last(here)
    assert (one.asked.text, one.asked.by, one.asked.at) == (WORDS, PRIYA, here.now)
    assert (one.to, one.work.role, one.state) == (MARIA, Role.OWNER, "open")
    assert one.work.due == here.now.date() + dt.timedelta(days=7)
    assert letters(outcome)[0] == (MARIA, one.work.spot) and is_own(one.work.spot)
    given = here.answer(ASKS)
    assert given is not None and given.value == YES and given.by == PRIYA and here.now_open == SIGNED
    assert open_findings(here) == ["counsel_asks"]
    assert plain(action_line(scene(here), one.work)).startswith("Counsel has a question on A sample; it stands in")
    assert not _holds(outcome.effects, WORDS) and not _holds([s for s in outcome.saves if isinstance(s, Entry)], WORDS)
    assert "counsel_asked" in here.logged()


def _holds(values: object, text: str) -> bool:
    return text in repr(values)


def test_a_question_after_a_no_makes_it_a_yes_and_a_second_leaves_it_so() -> None:
    here = team()
    here.click(NO, by=PRIYA)
    assert open_findings(here) == []
    put(here, JON)
    assert open_findings(here) == ["counsel_asks"] and last(here).work.role is None
    revision = here.ref.answers[ASKS].revision
    put(here)
    assert here.ref.answers[ASKS].revision == revision and len(all_of(here)) == 2


def test_it_is_put_by_counsel_alone_in_words_to_somebody_else_while_the_review_is_open() -> None:
    here = team()
    assert is_refused(put(here, by=MARIA), "own.not_counsel")
    assert is_refused(put(here, text="  "), "own.blank")
    assert is_refused(put(here, text="x" * 3001), "reading.text.long")
    assert is_refused(put(here, PRIYA), "own.yourself")
    here.pause()
    assert is_refused(put(here), "stale.paused")
    assert all_of(here) == []
    none = Crew(library_of(STORY))
    none.start(STORY)
    assert is_refused(put(none), "own.not_here")


# ── held up, and let go ──────────────────────────────────────────────────────


def test_while_one_is_open_no_decision_is_taken_and_nobody_says_that_none_is() -> None:
    here = team()
    put(here)
    for barred in (here.click(YES, SIGNED, by=PRIYA), here.say(PRIYA, CounselDone(here.ref.id))):
        assert is_refused(barred, "own.open")
    assert isinstance(barred.reply, Whispered) and barred.reply.buttons == ("own_list",)
    here.change(ASKS, by=PRIYA)
    assert is_refused(here.click(YesNo(yes=False), ASKS, by=PRIYA), "own.open")
    here.drop(by=PRIYA)
    here.click(NO, SIGNED, by=PRIYA)
    assert here.answer(SIGNED) is not None, "a no wants nothing"


def test_the_last_answer_lets_counsel_say_that_none_is_left_and_that_ends_the_finding() -> None:
    here = team()
    put(here)
    put(here, JON)
    first, second = all_of(here)
    told = effects_of(answer(here, one=first.work.id), Whisper)[0]
    assert isinstance(told, Whisper) and told.to == PRIYA and told.buttons == ("own_list",)
    assert Note("own.left", {"count": 1}) in told.notes and not _holds(told, REPLY)
    told = effects_of(answer(here, JON, "", second.work.id), Whisper)[0]
    assert isinstance(told, Whisper) and told.buttons == ("own_put", "own_none") and len(told.notes) == 1
    shown = words(asides.notes(scene(here), told.notes, told.buttons))
    assert any(WORDS in line and "does not know the answer" in line for line in shown)
    told = effects_of(answer(here, JON, "Anna, I asked", second.work.id), Whisper)[0]
    assert isinstance(told, Whisper) and told.notes[1] == Note("own.none_left")
    assert any("“Anna, I asked”" in line for line in words(asides.notes(scene(here), told.notes, told.buttons)))
    assert [one.state for one in all_of(here)] == ["answered", "answered"]
    assert open_findings(here) == ["counsel_asks"], "whether none is left is counsel's to say"
    assert is_refused(here.say(MARIA, CounselDone(here.ref.id)), "own.not_counsel")
    here.say(PRIYA, CounselDone(here.ref.id))
    assert open_findings(here) == [] and here.ref.answers[ASKS].value == NO
    here.say(PRIYA, CounselDone(here.ref.id))
    here.click(YES, SIGNED, by=PRIYA)
    assert here.ref.answers[SIGNED].value == YES


def test_an_answer_is_taken_once_from_whoever_has_the_question() -> None:
    here = team()
    put(here)
    assert is_refused(answer(here, JON), "own.not_yours")
    assert is_refused(answer(here, text="x" * 3001), "reading.text.long")
    assert is_refused(answer(here, one=ActionId("action-99")), "own.gone")
    answer(here)
    said = last(here).asked.answer
    assert said is not None and (said.text, said.by) == (REPLY, MARIA) and last(here).work.state is ActionState.DONE
    assert is_refused(answer(here, text=""), "own.answered_already")
    assert is_refused(answer(here, JON), "own.answered_already")
    assert is_refused(withdraw(here), "own.answered_already")


def test_what_is_added_to_an_answer_goes_to_counsel_too_and_stands_beside_it() -> None:
    here = team()
    put(here)
    answer(here)
    told = effects_of(answer(here, text="The icons are bought"), Whisper)[0]
    assert isinstance(told, Whisper) and told.to == PRIYA
    assert any(
        "added to the answer" in line and "icons" in line for line in words(asides.notes(scene(here), told.notes))
    )
    assert [more.text for more in last(here).asked.more] == ["The icons are bought"]
    shown = words(own_questions.own_list(scene(here)))
    assert f"Answer: {REPLY}" in shown and "Added: The icons are bought" in shown
    assert is_refused(answer(here, text="x" * 3001), "reading.text.long")
    bare = unworded(last(here).asked)
    assert bare.answer is not None and (bare.text, bare.answer.text, bare.answer.by) == ("", "", MARIA)
    assert [(more.text, more.by) for more in bare.more] == [("", MARIA)]
    put(here)
    assert unworded(last(here).asked).answer is None


def test_a_change_of_somebody_elses_that_waits_is_still_in_front_when_counsel_asks_or_is_done() -> None:
    here = team()
    here.click(NO, ASKS, by=PRIYA)
    here.change("decision.subject", by=MARIA)
    assert asked(put(here)) == []
    withdraw(here)
    assert asked(here.say(PRIYA, CounselDone(here.ref.id))) == []
    assert isinstance(here.ref.pending, Rethink)


def test_counsel_takes_a_question_back_and_whoever_had_it_is_told() -> None:
    here = team()
    put(here, JON)
    assert is_refused(withdraw(here, MARIA), "own.not_counsel")
    outcome = withdraw(here)
    assert letters(outcome) == [(JON, None)] and last(here).state == "withdrawn"
    assert isinstance(outcome.reply, Whispered) and outcome.reply.buttons == ("own_put", "own_none")
    assert is_refused(answer(here, JON), "own.gone")


# ── the work that it is ──────────────────────────────────────────────────────


def test_it_ends_by_its_answer_alone_and_is_handed_on_by_whoever_has_it_or_counsel() -> None:
    here = team()
    put(here, JON)
    work = last(here).work
    closed = here.say(JON, ActionClosed(here.ref.id, work.id))
    assert (
        is_refused(closed, "own.by_answer") and isinstance(closed.reply, Whispered) and closed.reply.spot == work.spot
    )
    assert is_refused(here.say(MARIA, WorkGiven(here.ref.id, MARIA, spot=work.spot)), "action.not_yours")
    outcome = here.say(JON, WorkGiven(here.ref.id, DEV, spot=work.spot))
    assert letters(outcome) == [(DEV, work.spot)] and last(here).to == DEV
    here.say(PRIYA, WorkGiven(here.ref.id, JON, spot=work.spot))
    here.say(MARIA, WorkMoved(here.ref.id, here.now.date() + dt.timedelta(days=20), work.id))
    assert last(here).to == JON and last(here).work.due == here.now.date() + dt.timedelta(days=20)
    assert is_refused(answer(here, DEV), "own.not_yours")
    answer(here, JON)
    assert is_refused(here.say(JON, ActionReopened(here.ref.id, work.id)), "action.not_asked")
    assert is_refused(here.say(JON, WorkGiven(here.ref.id, DEV, spot=work.spot)), "action.gone")


def test_of_whoever_leaves_it_falls_to_the_owner_and_of_a_counsel_who_leaves_nobody_else_reads_the_answer() -> None:
    here = team()
    put(here, JON)
    here.say(MARIA, PersonLeft(JON))
    assert last(here).to == MARIA and MARIA in at_work(here)
    here.say(MARIA, PersonLeft(PRIYA))
    assert is_refused(answer(here), "own.no_counsel.you") and last(here).open, (
        "who may name one is not told of themself"
    )
    assert is_refused(answer(here, JON), "own.no_counsel")
    assert is_refused(here.say(JON, CounselWithdrew(here.ref.id, last(here).work.id)), "own.not_counsel")
    withdraw(here, by=MARIA)
    assert last(here).state == "withdrawn"


def test_in_a_finished_review_an_answer_still_reaches_counsel_and_offers_nothing_that_is_refused() -> None:
    here = team()
    put(here)
    here.click(NO, SIGNED, by=PRIYA)
    here.finish()
    told = effects_of(answer(here, text=""), Whisper)[0]
    assert isinstance(told, Whisper) and told.buttons == ("own_list",) and len(told.notes) == 1


def test_whoever_has_it_cannot_hand_it_to_themself() -> None:
    here = team()
    put(here, JON)
    assert is_refused(here.say(JON, WorkGiven(here.ref.id, JON, spot=last(here).work.spot)), "action.yours")


def test_a_new_round_lets_those_of_the_one_before_go() -> None:
    here = team()
    put(here)
    here.click(NO, SIGNED, by=PRIYA)
    here.finish()
    assert is_refused(put(here), "closed.stands")
    assert last(here).open
