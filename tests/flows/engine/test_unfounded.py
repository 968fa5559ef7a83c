"""A phase that fell over what proves to have been nothing: told so, and what is out need not come back; and never where anything was in earnest."""

from __future__ import annotations

import datetime as dt

from flows.engine.phase_lines import phase_lines
from flows.engine.screens.gate import state_line
from flows.engine.screens.wording import plain
from flows.model.phasing import PhaseState
from flows.model.programme import ActionState, ActionWhy
from flows.model.values import Day, Items, YesNo
from tests.builders import MARIA, PRIYA
from tests.flows.engine.climbing import DAY, approved, ask, yes
from tests.flows.engine.ladder_sample import GATES, TODAY, Climbers, announced, library

NOTHING = (
    '         stop: true, unfounded: {because: "{vendor} was safe all along", when: plan.start.papers is known}}\n'
)
ALARMED = GATES.replace("         stop: true}\n", NOTHING)
"""Whether Acme is safe closes at once; that it was so all along is said by the list of papers."""


def alarmed() -> Climbers:
    """A team whose pilot fell, for Acme was not thought safe."""
    team = Climbers.ready(on=library(ALARMED))
    team.tell("checks.safe", YesNo(True), "Acme")
    approved(team)
    team.tell("checks.safe", YesNo(False), "Acme")
    assert announced(team.look()) == ["gate.fell", "gate.left"]
    assert to_come_back(team) == [ActionState.OPEN]
    return team


def to_come_back(team: Climbers) -> list[ActionState]:
    return [one.state for one in team.work.values() if one.why is ActionWhy.REMOVAL]


def told(team: Climbers) -> str:
    return plain(state_line(team.phases(), team.item("Pilot")))


def false_alarm(team: Climbers, known: bool = True) -> list[str]:
    """Acme is safe, and (where it is ``known``) was so all along; what is said of that."""
    team.tell("start.papers", Items(()) if known else None)
    team.tell("checks.safe", YesNo(True), "Acme")
    return announced(team.look())


def test_what_proves_to_have_been_nothing_is_told_so_and_nothing_need_come_back() -> None:
    team = alarmed()
    assert false_alarm(team) == ["gate.cleared"] and to_come_back(team) == [ActionState.WITHDRAWN]
    assert told(team).startswith("fell back over nothing, because Acme was safe all along; nothing is missing")
    assert [note.key for note in phase_lines(team.phases().ground, TODAY)[0]] == ["digest.phase.cleared"]
    assert announced(team.look()) == [], "said once"
    ask(team)
    assert "its approval is asked for" in told(team)
    yes(team, MARIA)
    assert announced(yes(team, PRIYA)) == ["gate.opened"]
    mark = team.mark()
    assert mark is not None and (mark.lacked, mark.cleared) == ((), "")


def test_what_was_so_in_earnest_is_undone_by_no_later_false_alarm() -> None:
    team = alarmed()
    assert false_alarm(team, known=False) == [] and to_come_back(team) == [ActionState.OPEN]
    assert "What it fell back for is over" in told(team)
    team.tell("checks.safe", YesNo(False), "Acme")
    team.look()
    assert false_alarm(team) == [] and to_come_back(team) == [ActionState.OPEN]
    assert "What it fell back for is over" in told(team)


def test_what_else_closed_it_meanwhile_still_wants_everything_back() -> None:
    team = alarmed()
    team.tell("paper.signed", YesNo(False), "Paper")
    team.look()
    assert false_alarm(team) == [], "no paper is there"
    team.tell("paper.signed", YesNo(True), "Paper")
    assert announced(team.look()) == [] and to_come_back(team) == [ActionState.OPEN]


def test_an_alarm_that_proves_true_after_all_closes_it_anew_and_wants_everything_back() -> None:
    team = alarmed()
    false_alarm(team)
    team.tell("checks.safe", YesNo(False), "Acme")
    assert announced(team.look()) == ["gate.fell", "gate.left"]
    assert to_come_back(team) == [ActionState.WITHDRAWN, ActionState.OPEN]


def test_a_phase_that_fell_before_this_was_kept_is_taken_for_one_in_earnest() -> None:
    team = alarmed()
    ((key, row),) = ((key, row) for key, row in team.rows.items() if "lacked" in row.fields)
    fields = {name: value for name, value in row.fields.items() if name != "lacked"}
    team.rows[key] = type(row)(row.id, row.register, row.name, row.number, row.by, row.at, fields)
    team.morning(TODAY + DAY)
    assert false_alarm(team) == [] and to_come_back(team) == [ActionState.OPEN]


def test_one_whose_time_is_over_too_is_no_false_alarm() -> None:
    team = alarmed()
    team.tell("checks.insured_until", Day(dt.date(2029, 1, 1)), "Acme")
    team.rows.pop(team.item("Acme"))
    team.look()
    mark = team.mark()
    assert mark is not None and mark.state is PhaseState.FALLEN and "-" in mark.lacked
