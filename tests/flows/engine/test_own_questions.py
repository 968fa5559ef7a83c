"""Counsel's own questions: who puts, answers, hands on and withdraws them, what they hold up, and who reads their words."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.engine.heeding import heard_at
from flows.engine.leaving import at_work
from flows.engine.own import Standing, found, is_own, standing, unworded
from flows.engine.readers import Nobody, Read
from flows.engine.screens import asides, counsel, own_questions, reminder
from flows.engine.screens import letters as letters_screen
from flows.engine.screens.own_questions import MOST_LISTED
from flows.engine.screens.review import action_line
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import own_line, plain
from flows.model.effects import Entry, Note, Outcome, SaveAction, Whisper, Whispered
from flows.model.errors import NotHere
from flows.model.events import ActionClosed, ActionReopened, WorkGiven, WorkMoved
from flows.model.flow import Stage
from flows.model.ids import ActionId, PersonId, StageId
from flows.model.leaving_events import PersonLeft
from flows.model.letters import SettleLetter
from flows.model.own_questions import CounselAnswered, CounselAsked, CounselDone, CounselWithdrew
from flows.model.people import Role
from flows.model.programme import Action, ActionState
from flows.model.reminders import Due, Matter
from flows.model.screens import Ref
from flows.model.session import Rethink, Spot
from flows.model.values import Text, YesNo
from state.agenda import agenda
from tests.builders import DEV, JON, MARIA, NO, PRIYA, YES, asked, effects_of, flow_of, is_refused, library_of
from tests.flows.engine.crew import Crew, does, words
from tests.flows.engine.screens.test_home import does as home_does
from tests.flows.engine.screens.test_home import drawn, told
from tests.flows.engine.screens.test_home import standing as standing_of
from tests.flows.engine.small import STORY

FLOW = flow_of(
    """\
  - section: decision
    title: Decision
    questions:
      - ask: subject
        kind: text
        text: What is it?
        why: W.
        source: method
      - ask: own_questions
        kind: yes_no
        role: counsel
        text: Have you questions?
        why: W.
        source: method
        findings:
          - when: yes or not_sure or skipped
            id: counsel_asks
            severity: medium
            say: Counsel's questions are open.
            counsel: Put them.
            do: Get them answered
            owner: counsel
            due: 14 days
            source: method
      - ask: signed_off
        kind: yes_no
        role: counsel
        withdraws: true
        text: Do you sign it off?
        why: W.
        source: method
""",
    "deciding",
    closes=True,
)
ASKS, SIGNED = "decision.own_questions", "decision.signed_off"
WORDS, REPLY = "Who wrote the 2019 module?", "Anna did"


def team(*, counsel: PersonId | None = PRIYA) -> Crew:
    """A review that has come to counsel's decision. Maria owns, Priya is counsel."""
    here = Crew(library_of(FLOW, stages=(Stage(StageId("first"), "The first", FLOW.id),)))
    here.start(FLOW)
    if counsel is not None:
        here.give(Role.COUNSEL, counsel)
    here.click(Text("A licence"))
    return here


def put(here: Crew, to: PersonId | None = None, by: PersonId = PRIYA, text: str = WORDS) -> Outcome:
    return here.say(by, CounselAsked(here.ref.id, text, to))


def all_of(here: Crew) -> list[Standing]:
    return list(standing(here.ref, here.work.values()))


def last(here: Crew) -> Standing:
    return all_of(here)[-1]


def answer(here: Crew, by: PersonId = MARIA, text: str = REPLY, one: ActionId | None = None) -> Outcome:
    return here.say(by, CounselAnswered(here.ref.id, one or last(here).work.id, text))


def withdraw(here: Crew, by: PersonId = PRIYA, one: ActionId | None = None) -> Outcome:
    return here.say(by, CounselWithdrew(here.ref.id, one or last(here).work.id))


def open_findings(here: Crew) -> list[str]:
    return [finding.rule for finding in here.ref.findings]


def scene(here: Crew) -> Scene:
    return Scene(here, here.ref.id, here.library, here.now)


def settled_letters(outcome: Outcome) -> list[tuple[PersonId, Spot]]:
    """Whose direct message is brought up to date, and about what."""
    return [(one.to, one.spot) for one in outcome.effects if isinstance(one, SettleLetter)]


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


def test_a_letter_tells_how_its_question_stands_once_it_waits_for_that_person_no_more() -> None:
    here = team()
    put(here, JON)
    spot = last(here).work.spot
    assert settled_letters(here.say(JON, WorkGiven(here.ref.id, DEV, spot=spot))) == [(JON, spot)]
    assert _letter(here, JON) == [WORDS, "This is with Dev Jones now."] and _letter(here, DEV)[-1].startswith(
        "[Answer]"
    )
    assert settled_letters(answer(here, DEV)) == [(DEV, spot)]
    assert _letter(here, DEV) == [WORDS, "Answered by Dev Jones.", "[Add to it]"]
    assert _letter(here, JON) == [WORDS, "Answered by Dev Jones."]
    put(here)
    assert settled_letters(withdraw(here)) == [(MARIA, last(here).work.spot)]
    assert _letter(here, MARIA) == [WORDS, "Priya Nair does not need an answer any more."]
    assert letters_screen.settled(scene(here), Spot(spot.question), MARIA) is None


def _letter(here: Crew, to: PersonId) -> list[str]:
    shown = letters_screen.settled(scene(here), last(here).work.spot, to)
    assert shown is not None
    return words(shown)


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
    assert is_refused(answer(here), "own.no_counsel") and last(here).open
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


def test_in_the_index_it_is_a_question_in_their_hands_and_in_their_list_it_has_no_words() -> None:
    here = team()
    put(here, JON)
    (due,) = _dues(here, last(here).work)
    assert (due.matter, due.person, due.name) == (Matter.QUESTION, JON, last(here).work.spot.key)
    (told,) = reminder.told(here, (due,), here.library, here.now)
    assert "Counsel has a question on" in plain(told.what) and WORDS not in plain(told.what)
    ref = Ref("give", here.ref.id, last(here).work.spot)
    assert reminder.give_form(scene(here), ref) is not None
    here.say(JON, WorkGiven(here.ref.id, DEV, spot=last(here).work.spot))
    assert reminder.told(here, (due,), here.library, here.now) == ()
    answer(here, DEV)
    (gone,) = [Due(due.programme, DEV, due.matter, due.day, due.since, due.session, due.name)]
    assert reminder.told(here, (gone,), here.library, here.now) == ()
    assert reminder.told(here, (_named(due, "counsel.question/action-99"),), here.library, here.now) == ()
    assert reminder.give_form(scene(here), ref) is None
    assert reminder.move_form(scene(here), Ref("move", here.ref.id, Spot(last(here).work.spot.question))) is None


def _named(due: Due, name: str) -> Due:
    return Due(due.programme, due.person, due.matter, due.day, due.since, due.session, name)


def _dues(here: Crew, work: Action) -> list[Due]:
    assert here.programme is not None
    return [due for dues in agenda((SaveAction(work),), here.programme.id).values() for due in dues]


def test_on_home_it_waits_for_whoever_has_it_without_its_words_and_is_answered_there() -> None:
    here = team()
    put(here)
    shown = drawn(MARIA, standing_of(here))
    assert any("Counsel has a question on" in line for line in told(shown)) and not _holds(shown, WORDS)
    assert "own_answer" in home_does(shown)


# ── in words ─────────────────────────────────────────────────────────────────


def test_its_words_reach_whoever_has_it_while_it_is_open_and_nobody_else() -> None:
    here = team()
    put(here, JON)
    spot = last(here).work.spot
    letter = own_questions.letter(scene(here), spot, JON)
    assert letter is not None and WORDS in words(letter) and WORDS not in letter.text
    assert does(letter) == ["own_answer", "own_unknown", "own_give"]
    assert own_questions.letter(scene(here), spot, MARIA) is None
    assert own_questions.letter(scene(here), Spot(spot.question), JON) is None
    form = own_questions.answer_form(scene(here), spot, JON)
    assert form is not None and form.intro == ((WORDS,),)
    assert own_questions.answer_form(scene(here), spot, MARIA) is None
    assert own_questions.answer_form(scene(here), Spot(spot.question), JON) is None
    answer(here, JON)
    assert own_questions.letter(scene(here), spot, JON) is None
    more = own_questions.answer_form(scene(here), spot, JON)
    assert more is not None and more.fields[0].label == "What you want to add"
    assert own_questions.answer_form(scene(here), spot, MARIA) is None


def test_counsels_list_tells_what_is_open_first_and_how_the_others_stand() -> None:
    here = team()
    assert "You have asked nothing yet." in words(own_questions.own_list(scene(here)))
    put(here, JON, text="Open?")
    put(here, text="Answered?")
    answer(here)
    put(here, text="Withdrawn?")
    withdraw(here)
    shown = words(own_questions.own_list(scene(here)))
    assert [line for line in shown if line.startswith("• ")] == ["• Open?", "• Withdrawn?", "• Answered?"]
    assert f"Answer: {REPLY}" in shown and shown.count("(Withdraw)") == 1
    assert does(own_questions.own_list(scene(here))) == ["own_put"]
    for _ in range(MOST_LISTED):
        put(here)
    assert "… and 3 more" in words(own_questions.own_list(scene(here)))


def test_the_brief_on_the_clauses_holds_them_with_the_way_to_ask_for_a_counsel() -> None:
    here = team()
    assert does(counsel.readings(scene(here))) == ["own_put"]
    put(here)
    answer(here)
    told = counsel.readings(scene(here))
    assert f"Answer: {REPLY}" in words(told) and does(told) == ["own_put", "own_list"]
    here.give(Role.COUNSEL, None)
    assert does(counsel.readings(scene(here))) == []
    form = own_questions.put_form(scene(here))
    assert form.fields[1].initial == (MARIA,)


def test_what_is_said_to_one_is_free_text_or_that_it_is_not_known() -> None:
    here = team()
    put(here)
    spot = last(here).work.spot
    heard = heard_at(scene(here), spot, REPLY, {}, MARIA, here.now)
    assert heard == Read(Text(REPLY))
    assert isinstance(heard_at(scene(here), spot, "I don't know", {}, MARIA, here.now), Nobody)
    assert found(here.ref, here.work.values(), Spot(spot.question)) is None
    with pytest.raises(NotHere):
        own_line(scene(here), Spot(spot.question))
