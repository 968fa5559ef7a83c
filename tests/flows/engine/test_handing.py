"""Questions in other hands: handed to a colleague with a day, answered there, or taken over again."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from flows.engine.screens import letters
from flows.engine.screens.scene import Scene
from flows.model.effects import Mention, On, Whisper
from flows.model.ids import PersonId, QuestionId
from flows.model.letters import SettleLetter
from flows.model.people import Role
from flows.model.session import Assignment, SessionState, Spot
from flows.model.values import Day, Items, NewItems, Number
from tests.builders import DEV, JON, MARIA, NO, PRIYA, YES, asked, effects_of, is_refused, kinds, spot, told
from tests.flows.engine.crew import SOFTWARE, Crew, at_assets, at_people, in_review, words
from tests.flows.engine.small import KINDS, STORY


def test_a_question_handed_over_is_told_to_the_colleague_and_the_conversation_goes_on() -> None:
    team = at_people()
    outcome = team.hand(JON)
    assert kinds(outcome) == ["Settle", "Whisper", "Ask"]
    (whisper,) = effects_of(outcome, Whisper)
    assert isinstance(whisper, Whisper) and (whisper.to, whisper.spot) == (JON, spot("triage.people"))
    assert whisper.notes[0].key == "hand.told" and whisper.notes[0].values["who"] == Mention(MARIA)
    assert team.now_open == "naming.assets" and team.logged()[-1] == "handed"


def test_without_a_day_a_colleague_has_seven() -> None:
    team = at_people()
    team.hand(JON)
    today = team.now.date()
    assert team.ref.assignments == (
        Assignment(spot("triage.people"), JON, MARIA, today + dt.timedelta(days=7), team.now - dt.timedelta(days=1)),
    )


def test_a_day_may_be_chosen_but_not_in_the_past() -> None:
    team = at_people()
    assert is_refused(team.hand(JON, due=team.now.date() - dt.timedelta(days=1)), "hand.past")
    outcome = team.hand(JON, due=team.now.date())
    (whisper,) = effects_of(outcome, Whisper)
    assert isinstance(whisper, Whisper) and whisper.notes[0].values["due"] == On(team.now.date())


def test_whoever_hands_a_question_to_themselves_is_not_written_to() -> None:
    team = at_people()
    outcome = team.hand(MARIA)
    assert effects_of(outcome, Whisper) == [] and told(outcome) == ["hand.done"]


def test_the_colleagues_answer_counts_and_leaves_what_is_open_alone() -> None:
    team = at_people()
    team.hand(JON)
    outcome = team.click(Number(Decimal(3)), "triage.people", by=JON)
    assert kinds(outcome) == ["Settle", "SettleLetter"] and team.now_open == "naming.assets"
    assert team.ref.assignments == ()


def test_what_came_of_a_colleagues_answer_is_told_beside_what_is_open() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.hand(JON)
    outcome = team.click(YES, "triage.shares", by=JON)
    assert kinds(outcome) == ["Settle", "Tell", "SettleLetter"] and told(outcome) == ["noted.finding"]
    assert team.now_open == "closing.advised"


def test_the_last_answer_of_a_colleague_leads_back_into_the_conversation() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.hand(JON)
    team.skip()
    assert team.ref.state is SessionState.REVIEW
    assert asked(team.click(YES, "triage.shares", by=JON)) == ["triage.people"]


def test_an_answered_question_is_changed_rather_than_handed_over() -> None:
    assert is_refused(at_people().hand(JON, "triage.shares"), "hand.answered")


def test_a_question_for_a_role_is_handed_to_that_role_alone() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.click(NO)
    team.give(Role.COUNSEL, PRIYA)
    assert is_refused(team.hand(JON), "hand.role")
    assert told(team.hand(PRIYA))[0] == "hand.told"


def test_nothing_is_handed_over_while_the_session_is_paused() -> None:
    team = at_people()
    team.pause()
    assert is_refused(team.hand(JON, "triage.people"), "stale.paused")


def test_a_question_may_be_handed_on_to_another() -> None:
    team = at_people()
    team.hand(JON)
    outcome = team.hand(DEV, "triage.people", by=JON)
    assert [one.to for one in team.ref.assignments] == [DEV]
    assert asked(outcome) == [] and team.now_open == "naming.assets"


def test_whoever_hands_over_what_waits_for_a_yes_drops_the_reading() -> None:
    team = Crew.at(KINDS)
    team.click(Day(team.now.date() + dt.timedelta(days=1)), "kinds.when")
    team.hand(JON, "kinds.when")
    assert team.ref.pending is None and team.answer("kinds.when") is None


def test_a_question_that_waits_for_a_colleague_is_taken_over_by_asking_to_change_it() -> None:
    team = at_people()
    team.hand(JON)
    outcome = team.change("triage.people", by=DEV)
    assert asked(outcome) == ["triage.people"] and team.ref.assignments == ()
    assert team.now_open == "triage.people" and team.logged()[-1] == "taken_over"
    team.click(Number(Decimal(3)))
    assert team.now_open == "naming.assets"


def test_a_question_is_taken_over_from_the_review() -> None:
    team = in_review()
    team.deepen()
    team.hand(JON)
    assert asked(team.change("later.notes")) == ["later.notes"]
    assert team.ref.state is SessionState.ASKING


def test_a_paused_session_gives_nothing_to_take_over() -> None:
    team = at_people()
    team.hand(JON)
    team.pause()
    assert is_refused(team.change("triage.people"), "stale.paused")


def test_a_question_that_was_open_again_for_a_row_waits_for_nobody_once_the_row_is_gone() -> None:
    team = at_assets("Engine", "App")
    both = (team.item("Engine"), team.item("App"))
    team.click(Items(both[:1]))
    jewels, assets = spot("naming.jewels"), spot("naming.assets")
    for names, waits in ((("Logo",), (jewels,)), ((), ())):
        team.change(assets)
        team.click(NewItems(both, names), assets)
        team.confirm(assets)
        if waits:
            team.hand(JON, jewels)
        assert team.scene().facts.handed() == waits
    assert told(team.change(jewels)) == ["change.asked"]


def test_the_letter_that_put_a_question_tells_how_it_stands_once_it_waits_for_that_person_no_more() -> None:
    team = at_people()
    team.hand(JON)
    at = spot("triage.people")
    assert letters.settled(scene_of(team), at, JON) is None
    assert SettleLetter(JON, team.ref.id, at) in team.hand(DEV, at).effects
    assert _told(team, JON) == "This is with Dev Jones now."
    team.change(at)
    assert _told(team, DEV) == "This does not wait for you any more."
    team.click(Number(Decimal(3)), "triage.people")
    assert _told(team, JON) == "Answered by Maria Kowalska."
    assert letters.settled(scene_of(team), Spot(QuestionId("triage.gone")), JON) is None


def scene_of(team: Crew) -> Scene:
    return Scene(team, team.ref.id, team.library, team.now)


def _told(team: Crew, to: PersonId) -> str:
    shown = letters.settled(scene_of(team), spot("triage.people"), to)
    assert shown is not None
    return words(shown)[-1]
