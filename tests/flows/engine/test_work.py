"""Open work that gets another day or goes to another person, and what of it is listed as waiting for somebody."""

from __future__ import annotations

import datetime as dt

from flows.model.effects import Outcome, Whisper
from flows.model.events import WorkGiven, WorkMoved
from flows.model.ids import PersonId
from flows.model.people import Role
from flows.model.programme import Action
from flows.model.session import Spot
from flows.model.values import Choice
from tests.builders import DEV, JON, MARIA, NO, PRIYA, Team, effects_of, is_refused, told
from tests.flows.engine.crew import Crew, at_people
from tests.flows.engine.small import STORY

TODAY = dt.date(2026, 11, 23)
DAY = dt.timedelta(days=1)
LATER = TODAY + 20 * DAY


def move(
    team: Team, due: dt.date, action: Action | None = None, spot: Spot | None = None, by: PersonId = MARIA
) -> Outcome:
    return team.say(by, WorkMoved(team.ref.id, due, action.id if action else "", spot))


def give(
    team: Team, to: PersonId, action: Action | None = None, spot: Spot | None = None, by: PersonId = MARIA
) -> Outcome:
    return team.say(by, WorkGiven(team.ref.id, to, action.id if action else "", spot))


def letters(outcome: Outcome) -> list[tuple[PersonId, str]]:
    return [(effect.to, effect.notes[0].key) for effect in effects_of(outcome, Whisper) if isinstance(effect, Whisper)]


def with_an_action(owner: PersonId = MARIA) -> Crew:
    team = at_people()
    if owner != MARIA:
        give(team, owner, team.todo()[0])
    return team


def test_who_moves_their_own_action_rests_from_it_today_and_is_told_nothing_more() -> None:
    team = with_an_action()
    outcome = move(team, LATER, team.todo()[0])
    assert told(outcome) == ["action.moved"] and letters(outcome) == []
    assert (team.todo()[0].due, team.todo()[0].quiet) == (LATER, team.now)
    assert team.logged()[-1] == "work_moved"


def test_whose_action_is_moved_by_the_owner_is_told_and_does_not_rest() -> None:
    team = with_an_action(JON)
    assert letters(move(team, LATER, team.todo()[0])) == [(JON, "action.moved_by")]
    assert team.todo()[0].quiet is None


def test_an_action_that_is_handed_on_is_told_to_who_gets_it_and_leaves_its_part() -> None:
    team = with_an_action()
    outcome = give(team, JON, team.todo()[0])
    assert told(outcome)[0] == "action.given" and letters(outcome) == [(JON, "action.given_by")]
    assert (team.todo()[0].owner, team.todo()[0].role) == (JON, None)
    taken = give(team, MARIA, team.todo()[0])
    assert letters(taken) == [] and team.todo()[0].quiet == team.now


def test_only_who_has_it_or_owns_the_programme_moves_it() -> None:
    team = with_an_action(JON)
    assert is_refused(move(team, LATER, team.todo()[0], by=DEV), "action.not_yours")
    assert is_refused(give(team, DEV, team.todo()[0], by=DEV), "action.not_yours")
    assert not give(team, PRIYA, team.todo()[0], by=JON).refused


def test_what_nobody_holds_yet_may_be_moved_and_taken_by_anybody() -> None:
    team = Crew.at(STORY)
    team.click(Choice("software"))
    team.not_sure()
    action = next(one for one in team.todo() if one.role is Role.COUNSEL)
    assert action.owner == MARIA, "the owner has it meanwhile"
    assert told(move(team, LATER, action, by=JON)) == ["action.moved", "action.moved_by"]
    assert team.work[action.id].role is Role.COUNSEL
    give(team, JON, action, by=JON)
    assert team.work[action.id].owner == JON


def test_a_day_that_is_past_and_work_that_is_done_are_refused() -> None:
    team = with_an_action()
    [action] = team.todo()
    assert is_refused(move(team, TODAY - DAY, action), "hand.past")
    team.close(action)
    assert is_refused(move(team, LATER, action), "action.gone")
    assert is_refused(give(team, JON, action), "action.gone")
    assert is_refused(give(team, JON, spot=Spot(action.spot.question)), "action.gone")


def test_a_question_that_waits_gets_another_day_or_another_person() -> None:
    team = at_people()
    spot = team._where(None)
    team.hand(JON)
    assert letters(move(team, LATER, spot=spot)) == [(JON, "action.moved_by")]
    [one] = team.ref.assignments
    assert (one.to, one.by, one.due) == (JON, MARIA, LATER)
    assert is_refused(move(team, LATER, spot=spot, by=DEV), "action.not_yours")
    outcome = give(team, PRIYA, spot=spot, by=JON)
    assert told(outcome)[0] == "action.given" and letters(outcome) == [(PRIYA, "hand.told")]
    [one] = team.ref.assignments
    assert (one.to, one.by, one.due, one.quiet) == (PRIYA, JON, LATER, team.now - DAY)
    give(team, MARIA, spot=spot)
    assert team.ref.assignments[0].quiet == team.now


def test_of_several_questions_that_wait_only_the_one_meant_is_moved() -> None:
    team = at_people()
    first = team._where(None)
    team.hand(JON)
    second = team._where(None)
    team.hand(PRIYA)
    before = team.ref.assignments[0]
    move(team, LATER, spot=second)
    assert team.ref.assignments[0] == before and before.spot == first
    team.pause()
    assert is_refused(give(team, DEV, spot=second), "stale.paused")


def at_counsel() -> Crew:
    """A team at the question that is for counsel alone, who is Priya."""
    team = Crew.at(STORY)
    team.give(Role.COUNSEL, PRIYA)
    team.click(Choice("software"))
    team.click(NO)
    return team


def test_a_question_for_one_part_waits_for_who_holds_it_and_no_longer_when_put_again() -> None:
    team = at_counsel()
    awaited = team.ref.awaits
    assert awaited is not None and team.ref.spot == awaited.spot
    assert (awaited.to, awaited.due, awaited.quiet) == (PRIYA, TODAY + 7 * DAY, team.now - DAY)
    team.now += 3 * DAY
    team.resume()
    assert team.ref.awaits == awaited
    team.give(Role.COUNSEL, JON)
    assert team.ref.awaits is not None and team.ref.awaits.to == JON
    team.give(Role.COUNSEL, None)
    assert team.ref.awaits is None
