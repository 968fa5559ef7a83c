"""Conditions of a yes as they stand beside a phase."""

from __future__ import annotations

from flows.engine.screens import gate
from flows.model.ladder_events import ApprovalGiven
from tests.builders import MARIA, PRIYA
from tests.flows.engine.climbing import ask, request
from tests.flows.engine.crew import words
from tests.flows.engine.ladder_sample import Climbers


def seen(team: Climbers) -> list[str]:
    return words(gate.gates(team.phases(), MARIA))


def test_a_condition_stands_beside_whoever_said_yes_while_it_is_asked_for_and_once_it_is_open() -> None:
    team = Climbers.ready()
    ask(team)
    team.say(PRIYA, ApprovalGiven(request(team), True, condition="only for the UK entity"))
    told = "Priya Patel said yes on condition: only for the UK entity"
    assert told in seen(team)
    team.say(MARIA, ApprovalGiven(request(team), True))
    assert told in seen(team) and "Maria Kowalska said yes on condition" not in seen(team)
