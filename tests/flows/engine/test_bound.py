"""A yes on conditions leaves work behind for whoever asked, which ends with the yes that it came of."""

from __future__ import annotations

import datetime as dt

from flows.model.events import ActionClosed
from flows.model.ids import RegisterId
from flows.model.ladder_events import LiftAsked, PhaseClosed
from flows.model.programme import Action, ActionState, ActionWhy
from flows.model.rowevents import RowTakenOut
from flows.model.values import YesNo
from tests.builders import DEV, JON, MARIA, PRIYA
from tests.flows.engine.climbing import DAY, ask, request, yes
from tests.flows.engine.ladder_sample import Climbers, announced, replied, whispered
from tests.flows.engine.test_extending import ready

UK = "only for the UK entity"


def bound(team: Climbers) -> list[Action]:
    """The open work that a yes on conditions left behind."""
    work = team.work.values()
    return [one for one in work if one.why is ActionWhy.CONDITION and one.state is ActionState.OPEN]


def opened(condition: str = UK) -> Climbers:
    """A team whose pilot is open by a yes on a condition, for which Jon asked."""
    team = Climbers.ready()
    ask(team)
    yes(team, PRIYA, condition=condition)
    yes(team, MARIA)
    return team


def test_whoever_asked_sees_that_the_conditions_are_met_once_it_is_approved() -> None:
    team = Climbers.ready()
    ask(team)
    yes(team, PRIYA, condition=UK)
    assert not bound(team), "nothing is approved yet"
    assert announced(yes(team, MARIA, condition="this month only")) == ["gate.opened", "gate.on_conditions"]
    (work,) = bound(team)
    assert (work.owner, work.due, work.quiet, work.about) == (JON, dt.date(2026, 12, 7), None, "Pilot")
    assert UK not in str(work), "what stands in the channel too tells no condition"
    team.say(JON, ActionClosed(work.session, work.id))
    assert not bound(team)


def test_whoever_asked_and_had_the_last_word_is_not_reminded_of_it_today() -> None:
    team = Climbers.ready()
    ask(team, by=MARIA)
    yes(team, PRIYA, condition=UK)
    yes(team, MARIA)
    assert [one.quiet for one in bound(team)] == [team.now]


def test_it_ends_where_somebody_takes_the_phase_back_where_it_falls_and_where_the_phase_is_gone() -> None:
    team = opened()
    team.say(MARIA, PhaseClosed(team.item("Pilot")))
    assert not bound(team)
    team = opened()
    team.tell("paper.signed", YesNo(False), "Paper")
    assert announced(team.look()) == ["gate.fell", "gate.left"] and not bound(team)
    team = opened()
    pilot = team.item("Pilot")
    team.say(MARIA, RowTakenOut(RegisterId("phase"), pilot))
    assert not bound(team)


def test_another_yes_takes_its_place_and_an_extension_stands_beside_it_for_as_long_as_it_holds() -> None:
    team = ready()
    ask(team, by=DEV)
    for person in (MARIA, PRIYA):
        yes(team, person, condition=UK)
    first = request(team)
    assert [one.rule for one in bound(team)] == [first]
    team.plan("Pilot", "Handbook", "Screens")
    ask(team, by=DEV)
    for person in (MARIA, PRIYA, DEV, JON):
        yes(team, person, condition="no photographs")
    assert [one.rule for one in bound(team)] == [first, request(team)]
    fell = team.morning(team.now.date() + 31 * DAY)
    assert announced(fell) == ["gate.extension_fell", "gate.stays_open"]
    assert [one.rule for one in bound(team)] == [first], "what was approved before stays, on its condition"
    team.plan("Pilot", "Website")
    ask(team, by=JON)
    yes(team, MARIA)
    assert not bound(team), "approved anew, and on none"


def test_of_a_lift_whoever_asked_is_told_and_the_work_ends_with_it() -> None:
    team = opened("")
    team.seat("IN")
    team.say(DEV, LiftAsked("IN", "We know the court there"))
    yes(team, PRIYA, condition="no more than two people")
    last = yes(team, JON)
    assert replied(last) == ["gate.lifted", "gate.on_conditions"]
    assert whispered(last)[DEV] == ["gate.lifted", "gate.on_conditions"]
    (work,) = bound(team)
    assert (work.owner, work.about) == (DEV, "the lift of the caps of IN")
    team.morning(dt.date(2027, 5, 23))
    assert bound(team), "its last day"
    team.morning(dt.date(2027, 5, 24))
    assert not bound(team)
