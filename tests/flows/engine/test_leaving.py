"""People who leave the company: who follows in their parts, and whose their open work is."""

from __future__ import annotations

from flows.engine.leaving import at_work
from flows.model.effects import Outcome, Whisper
from flows.model.events import Handed, RoleGiven, SettingsChanged, WorkGiven
from flows.model.ids import PersonId
from flows.model.leaving_events import OwnerClaimed, OwnerOffered, PersonLeft, SteppedOut
from flows.model.people import Role
from flows.model.programme import ActionState, Programme
from flows.model.session import Spot
from flows.model.values import Choice
from tests.builders import DEV, JON, MARIA, PRIYA, YES, Team, effects_of, is_refused, library_of, told
from tests.flows.engine.small import STORY

NOBODY = PersonId("")


def team_at_work() -> Team:
    """Maria's team, with an action of hers."""
    team = Team.at(STORY)
    team.click(Choice("software"))
    team.click(YES)
    return team


def head(team: Team) -> Programme:
    assert team.programme is not None
    return team.programme


def leaves(team: Team, person: PersonId) -> Outcome:
    return team.say(NOBODY, PersonLeft(person))


def work(team: Team) -> list[PersonId | None]:
    return [action.owner for action in team.work.values() if action.state is ActionState.OPEN]


def letters(outcome: Outcome) -> list[tuple[PersonId, list[str], Spot | None]]:
    found = [effect for effect in outcome.effects if isinstance(effect, Whisper)]
    return [(effect.to, [note.key for note in effect.notes], effect.spot) for effect in found]


def test_counsel_follows_an_owner_who_leaves_and_takes_on_the_open_work() -> None:
    team = team_at_work()
    team.say(MARIA, SettingsChanged(roles={Role.COUNSEL: PRIYA, Role.SECURITY: JON}))
    outcome = leaves(team, MARIA)
    assert head(team).owner == PRIYA and not head(team).ownerless
    assert work(team) == [PRIYA]
    assert letters(outcome) == [(PRIYA, ["left.heir", "left.work"], None)]
    assert [entry.person for entry in team.log if entry.what == "left"] == [MARIA]


def test_the_approver_follows_before_security_and_never_the_one_who_left() -> None:
    team = team_at_work()
    team.say(MARIA, SettingsChanged(roles={Role.COUNSEL: MARIA, Role.APPROVER: JON, Role.SECURITY: DEV}))
    leaves(team, MARIA)
    assert head(team).owner == JON and head(team).holder(Role.COUNSEL) is None


def test_where_nobody_follows_whoever_acts_is_offered_it_and_the_first_to_take_it_has_it() -> None:
    team = team_at_work()
    outcome = leaves(team, MARIA)
    assert head(team).ownerless and head(team).owner == MARIA
    assert letters(outcome) == []
    [offer] = effects_of(team.say(JON, OwnerOffered()), Whisper)
    assert isinstance(offer, Whisper) and (offer.to, offer.buttons) == (JON, ("take_over",))
    assert told(team.say(JON, OwnerClaimed())) == ["left.yours"]
    assert head(team).owner == JON and not head(team).ownerless and work(team) == [JON]
    assert is_refused(team.say(PRIYA, OwnerClaimed()), "left.taken")
    assert team.say(PRIYA, OwnerOffered()) == Outcome()


def steps_out(team: Team, person: PersonId) -> list[tuple[PersonId, list[str], Spot | None]]:
    return letters(team.say(NOBODY, SteppedOut(person)))


def test_the_owner_learns_what_is_with_somebody_who_left_the_channel_and_it_stays_theirs() -> None:
    team = team_at_work()
    assert steps_out(team, JON) == [], "nothing is with them"
    team.say(MARIA, SettingsChanged(roles={Role.SECURITY: JON}))
    [action] = team.work.values()
    team.say(MARIA, WorkGiven(team.ref.id, JON, action.id))
    keys = ["left.out", "left.out.work", "left.out.role", "left.out.how"]
    assert steps_out(team, JON) == [(MARIA, keys, None)]
    assert work(team) == [JON] and head(team).holder(Role.SECURITY) == JON
    assert steps_out(team, MARIA) == [(MARIA, ["left.out.own"], None)]
    leaves(team, JON)
    leaves(team, MARIA)
    assert head(team).ownerless and steps_out(team, MARIA) == []


def test_an_owner_who_comes_back_may_take_it_over_again() -> None:
    team = team_at_work()
    leaves(team, MARIA)
    team.say(MARIA, OwnerClaimed())
    assert head(team).owner == MARIA and not head(team).ownerless


def test_whoever_is_told_of_twice_left_once() -> None:
    team = team_at_work()
    leaves(team, MARIA)
    assert leaves(team, MARIA) == Outcome()
    assert leaves(team, DEV) == Outcome()


def test_a_part_falls_empty_and_the_owner_is_told() -> None:
    team = team_at_work()
    team.say(MARIA, RoleGiven(Role.COUNSEL, PRIYA))
    outcome = leaves(team, PRIYA)
    assert head(team).holder(Role.COUNSEL) is None
    assert letters(outcome) == [(MARIA, ["left.role"], None)]


def test_a_question_that_waited_for_somebody_who_left_is_the_owners() -> None:
    team = team_at_work()
    spot = team._where(None)
    team.say(MARIA, Handed(team.ref.id, spot, JON))
    outcome = leaves(team, JON)
    assert [(one.to, one.spot) for one in team.ref.assignments] == [(MARIA, spot)]
    assert letters(outcome) == [(MARIA, ["left.handed"], spot)]


def test_what_waits_for_others_stays_with_them() -> None:
    team = team_at_work()
    first = team._where(None)
    team.say(MARIA, Handed(team.ref.id, first, JON))
    team.say(MARIA, Handed(team.ref.id, team._where(None), DEV))
    leaves(team, JON)
    assert [one.to for one in team.ref.assignments] == [MARIA, DEV]


def test_where_the_owner_is_gone_too_it_waits_for_the_next_one() -> None:
    team = team_at_work()
    spot = team._where(None)
    team.say(MARIA, Handed(team.ref.id, spot, JON))
    leaves(team, MARIA)
    assert letters(leaves(team, JON)) == []
    outcome = team.say(PRIYA, OwnerClaimed())
    assert [one.to for one in team.ref.assignments] == [PRIYA]
    assert letters(outcome) == [(PRIYA, ["left.handed"], spot)]


def test_who_is_at_work_is_whoever_holds_something_or_has_something_to_do() -> None:
    assert at_work(Team(library_of(STORY))) == frozenset()
    team = team_at_work()
    team.say(MARIA, RoleGiven(Role.COUNSEL, PRIYA))
    team.say(MARIA, Handed(team.ref.id, team._where(None), JON))
    assert at_work(team) == {MARIA, PRIYA, JON}
