"""Whose yes a phase waits for, and to whom it is offered."""

from __future__ import annotations

import msgspec

from flows.engine.screens.gate import why_these
from flows.engine.screens.wording import plain
from flows.model.events import RoleGiven
from flows.model.ladder_events import (
    ApprovalGiven,
    PhaseRequested,
)
from flows.model.people import Role
from flows.model.phasing import Approving, Gate
from tests.builders import JON, MARIA, PRIYA
from tests.flows.engine.ladder_sample import Climbers
from tests.flows.engine.screens.test_gate import ask, presses, seen


def test_whoever_asks_may_say_yes_where_their_word_counts_and_is_offered_none_where_it_does_not() -> None:
    team = Climbers.ready()
    team.say(MARIA, PhaseRequested(team.item("Pilot")))
    request = team.phases().approvals[-1].id
    assert presses(team, MARIA)[:3] == ["gate_yes", "gate_yes_if", "gate_no"]
    assert "At the higher gates nobody approves what they asked for themselves" in seen(team)[-2]
    assert team.say(MARIA, ApprovalGiven(request, True)).refused is False
    assert presses(team, MARIA)[0] == "gate_show" and "gate_yes" in presses(team, PRIYA), "her word is there"
    team = Climbers.ready()
    ask(team)
    assert team.programme is not None
    settings = msgspec.structs.replace(team.programme.settings, four_eyes=True)
    team.programme = msgspec.structs.replace(team.programme, settings=settings)
    team.say(MARIA, RoleGiven(Role.COUNSEL, JON))
    assert "gate_yes" not in presses(team, JON) and team.say(JON, ApprovalGiven(request, True)).refused
    assert "Nobody approves what they asked for themselves" in seen(team)[-2]


def test_a_request_says_why_it_waits_for_these_and_from_where_on_the_approver_comes_in() -> None:
    team = Climbers.ready()
    ask(team)
    lines = seen(team)
    assert lines[lines.index("Waits for Maria Kowalska, Priya Patel.") + 1] == (
        "Evaluate is approved by the owner and counsel."
    )
    phases = team.phases()
    (search, evaluate, pilot), by_approver = phases.ladder.gates, (Approving(Role.APPROVER),)
    asked = phases.approvals[-1]

    def told(*gates: Gate) -> list[str]:
        phases.ladder = msgspec.structs.replace(phases.ladder, gates=gates)
        return [plain(line) for line in why_these(phases, asked)]

    higher = msgspec.structs.replace(pilot, approvers=(*pilot.approvers, *by_approver))
    assert told(search, evaluate, higher) == [
        "Evaluate is approved by the owner and counsel; the approver comes in from Pilot on."
    ]
    alone = msgspec.structs.replace(evaluate, approvers=by_approver)
    assert told(search, alone, higher) == ["Evaluate is approved by the approver."]
    assert told(search, higher) == [], "the ladder has no such gate any more"


def test_somebody_who_takes_on_another_part_is_asked_for_that_one_too() -> None:
    team = Climbers.ready()
    request = ask(team)
    team.say(MARIA, ApprovalGiven(request, True))
    team.say(MARIA, RoleGiven(Role.COUNSEL, MARIA))
    assert presses(team, MARIA)[:3] == ["gate_yes", "gate_yes_if", "gate_no"]
    team.say(MARIA, ApprovalGiven(request, True))
    assert presses(team, MARIA)[:2] == ["gate_show", "gate_close"], "it is open"
