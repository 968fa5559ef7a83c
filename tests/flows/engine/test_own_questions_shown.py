"""Counsel's own questions in words: who reads them, in letters, lists, forms and briefs, and what is said to one."""

from __future__ import annotations

import pytest

from flows.engine.heeding import heard_at
from flows.engine.own import found
from flows.engine.readers import Nobody, Read
from flows.engine.screens import counsel, own_questions, reminder
from flows.engine.screens import letters as letters_screen
from flows.engine.screens.own_questions import MOST_LISTED
from flows.engine.screens.wording import own_line, plain
from flows.model.effects import Outcome, SaveAction
from flows.model.errors import NotHere
from flows.model.events import WorkGiven
from flows.model.ids import PersonId
from flows.model.letters import SettleLetter
from flows.model.people import Role
from flows.model.programme import Action
from flows.model.reminders import Due, Matter
from flows.model.screens import Ref
from flows.model.session import Spot
from flows.model.values import Text
from state.agenda import agenda
from tests.builders import DEV, JON, MARIA
from tests.flows.engine.crew import Crew, does, words
from tests.flows.engine.own_review import (
    REPLY,
    WORDS,
    answer,
    last,
    put,
    scene,
    team,
    withdraw,
)
from tests.flows.engine.screens.test_home import does as home_does
from tests.flows.engine.screens.test_home import drawn, told
from tests.flows.engine.screens.test_home import standing as standing_of


def settled_letters(outcome: Outcome) -> list[tuple[PersonId, Spot]]:
    """Whose direct message is brought up to date, and about what."""
    return [(one.to, one.spot) for one in outcome.effects if isinstance(one, SettleLetter)]


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
    assert _letter(here, MARIA) == [WORDS, "Priya Patel does not need an answer any more."]
    assert letters_screen.settled(scene(here), Spot(spot.question), MARIA) is None


def _letter(here: Crew, to: PersonId) -> list[str]:
    shown = letters_screen.settled(scene(here), last(here).work.spot, to)
    assert shown is not None
    return words(shown)


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
    assert any("Counsel has a question on" in line for line in told(shown)) and WORDS not in repr(shown)
    assert "own_answer" in home_does(shown)


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
