"""A team on the small ladder of `ladder_sample` as it goes up: asks, gets its yes, stands in an open phase, has proved what a pilot wants."""

from __future__ import annotations

import datetime as dt

from flows.model.effects import Outcome
from flows.model.flow import Flow
from flows.model.ids import ItemId, PersonId
from flows.model.ladder_events import ApprovalGiven, PhaseRequested, ProofRecorded
from flows.model.phasing import PhaseState
from tests.builders import DEV, JON, MARIA, PRIYA
from tests.flows.engine.ladder_sample import Climbers

DAY = dt.timedelta(days=1)
MONTH = dt.timedelta(days=30)


def ask(team: Climbers, by: PersonId = JON, phase: str = "Pilot", reason: str = "") -> Outcome:
    return team.say(by, PhaseRequested(team.item(phase), reason))


def request(team: Climbers) -> ItemId:
    """The request that was made last."""
    return team.phases().approvals[-1].id


def yes(team: Climbers, by: PersonId, said: bool = True, reason: str = "", condition: str = "") -> Outcome:
    return team.say(by, ApprovalGiven(request(team), said, reason, condition))


def opened(*exposes: str, before: Flow | None = None) -> Climbers:
    """A team whose pilot is open; ``before`` as in :meth:`Climbers.ready`."""
    return approved(Climbers.ready(*exposes, before=before))


def approved(team: Climbers) -> Climbers:
    """The team, once its pilot was asked for and everybody said yes."""
    ask(team)
    for person in (MARIA, PRIYA, DEV):
        if team.mark() is None:
            yes(team, person)
    mark = team.mark()
    assert mark is not None and mark.state is PhaseState.OPEN
    return team


def proved_pilot() -> Climbers:
    """A team before a pilot of working parts, with all that its gate wants."""
    team = opened()  # in an open phase of the gate below, which counts the days
    team.now += 11 * DAY
    team.plan("Later", "Screens")
    for evidence, by in (("drill", DEV), ("visited", MARIA)):
        team.say(by, ProofRecorded(evidence, team.item("Acme"), team.now.date(), "Minutes in the drive"))
    return team
