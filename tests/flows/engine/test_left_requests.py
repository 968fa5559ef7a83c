"""Whoever asked leaves before the last yes: what comes of the request, and the work of its conditions, is the owner's at once."""

from __future__ import annotations

from flows.engine.leaving import at_work
from flows.model.ids import PersonId
from flows.model.ladder_events import LiftAsked
from flows.model.leaving_events import OwnerClaimed, PersonLeft
from flows.model.phasing import Approval
from tests.builders import DEV, JON, MARIA, PRIYA
from tests.flows.engine.climbing import approved, ask, yes
from tests.flows.engine.ladder_sample import Climbers, announced, replied, whispered
from tests.flows.engine.test_bound import UK, bound

ANA, NOBODY = PersonId("UANA"), PersonId("")


def asked_by(person: PersonId) -> Climbers:
    """A team whose pilot somebody asked for, and to which counsel said yes on a condition."""
    team = Climbers.ready()
    ask(team, by=person)
    yes(team, PRIYA, condition=UK)
    return team


def newest(team: Climbers) -> Approval:
    return team.phases().approvals[-1]


def test_the_owner_hears_of_it_and_has_the_work_of_the_conditions_once_the_last_yes_is_said() -> None:
    team = asked_by(ANA)
    assert ANA in at_work(team), "who asked is looked for among those who may be gone"
    assert whispered(team.say(NOBODY, PersonLeft(ANA))) == {MARIA: ["left.asked"]}
    assert (newest(team).by, newest(team).minder) == (ANA, MARIA), "who asked stands as it was"
    assert not whispered(team.say(NOBODY, PersonLeft(ANA))), "and once"
    assert announced(yes(team, MARIA)) == ["gate.opened", "gate.on_conditions"]
    (work,) = bound(team)
    assert (work.owner, work.quiet) == (MARIA, team.now)
    assert ANA not in at_work(team)


def test_whoever_has_taken_it_over_is_told_of_a_yes_on_a_condition_and_of_a_not_yet() -> None:
    team = Climbers.ready()
    ask(team, by=ANA)
    team.say(NOBODY, PersonLeft(ANA))
    assert whispered(yes(team, PRIYA, condition=UK)) == {MARIA: ["gate.yes_told"]}
    assert whispered(yes(team, PRIYA, said=False, reason="Not with them")) == {MARIA: ["gate.refused_because"]}


def test_whoever_says_not_yet_to_what_they_have_taken_over_gets_no_letter_of_their_own_word() -> None:
    team = asked_by(ANA)
    team.say(NOBODY, PersonLeft(ANA))
    assert whispered(yes(team, MARIA, said=False)) == {}


def test_whoever_has_taken_it_over_is_followed_in_turn() -> None:
    team = asked_by(ANA)
    team.say(NOBODY, PersonLeft(ANA))
    told = whispered(team.say(NOBODY, PersonLeft(MARIA)))
    assert told[PRIYA][:1] == ["left.heir"] and told[PRIYA][-1] == "left.asked"
    assert newest(team).minder == PRIYA


def test_where_nobody_owns_the_programme_it_waits_for_whoever_takes_it_over() -> None:
    team = Climbers.ready()
    for person in (PRIYA, JON, DEV):
        team.say(NOBODY, PersonLeft(person))
    ask(team, by=ANA)
    team.say(NOBODY, PersonLeft(MARIA))
    assert whispered(team.say(NOBODY, PersonLeft(ANA))) == {} and newest(team).minder == MARIA
    team.say(JON, OwnerClaimed())
    assert newest(team).minder == JON


def test_of_a_lift_the_owner_has_the_work_and_hears_of_it_once() -> None:
    team = approved(Climbers.ready())
    team.seat("IN")
    team.say(ANA, LiftAsked("IN", "We know the court there"))
    team.say(NOBODY, PersonLeft(ANA))
    yes(team, PRIYA, condition=UK)
    last = yes(team, JON)
    assert replied(last) == ["gate.lifted", "gate.on_conditions"]
    assert whispered(last) == {MARIA: ["gate.lifted", "gate.on_conditions"]}
    assert [one.owner for one in bound(team)] == [MARIA]


def test_an_approver_who_took_a_lift_over_and_says_the_last_yes_is_told_once() -> None:
    team = approved(Climbers.ready())
    team.seat("IN")
    team.say(ANA, LiftAsked("IN", "We know the court there"))
    team.say(NOBODY, PersonLeft(MARIA))
    team.say(NOBODY, PersonLeft(ANA))
    owner = newest(team).minder
    assert owner == PRIYA
    yes(team, JON)
    last = yes(team, PRIYA, condition=UK)
    assert replied(last)[-2:] == ["gate.lifted", "gate.on_conditions"] and PRIYA not in whispered(last)
