"""What is to come back from a vendor once a phase closed is the same work under whatever name the vendor and the phase go by now."""

from __future__ import annotations

import msgspec
import pytest

from flows.model.ids import RegisterId
from flows.model.ladder_events import PhaseClosed
from flows.model.programme import ActionState, ActionWhy
from flows.model.rowevents import RowRenamed
from flows.model.values import YesNo
from tests.builders import JON, MARIA, PRIYA, told
from tests.flows.engine.climbing import ask, opened, yes
from tests.flows.engine.ladder_sample import Climbers, announced


def fallen() -> Climbers:
    """A phase that fell, so that a vendor is to give back what was shown in it."""
    team = opened()
    team.tell("paper.signed", YesNo(False), "Paper")
    team.look()
    assert work(team) == [("Acme (Pilot)", ActionState.OPEN)]
    return team


def work(team: Climbers) -> list[tuple[str, ActionState]]:
    return [(one.about, one.state) for one in team.work.values() if one.why is ActionWhy.REMOVAL]


def rename(team: Climbers, register: str, before: str, name: str) -> None:
    assert told(team.say(JON, RowRenamed(RegisterId(register), team.item(before), name))) == ["register.renamed"]


@pytest.mark.parametrize(("register", "before"), [("vendor", "Acme"), ("phase", "Pilot")])
def test_it_is_not_asked_for_twice_once_a_row_has_another_name(register: str, before: str) -> None:
    team = fallen()
    rename(team, register, before, "Nordwind")
    team.say(MARIA, PhaseClosed(team.item("Nordwind" if before == "Pilot" else "Pilot")))
    assert work(team) == [("Acme (Pilot)", ActionState.OPEN)]


@pytest.mark.parametrize(("register", "before"), [("vendor", "Acme"), ("phase", "Pilot")])
def test_it_need_not_come_back_once_all_is_open_again_under_another_name(register: str, before: str) -> None:
    team = fallen()
    rename(team, register, before, "Nordwind")
    team.tell("paper.signed", YesNo(True), "Paper")
    team.look()
    ask(team, phase="Nordwind" if before == "Pilot" else "Pilot")
    yes(team, MARIA)
    assert announced(yes(team, PRIYA)) == ["gate.opened"]
    assert work(team) == [("Acme (Pilot)", ActionState.WITHDRAWN)]


def test_work_that_was_opened_before_it_held_its_rows_is_known_by_what_it_says() -> None:
    team = fallen()
    team.work = {key: msgspec.structs.replace(one, rows=None) for key, one in team.work.items()}
    team.say(MARIA, PhaseClosed(team.item("Pilot")))
    assert work(team) == [("Acme (Pilot)", ActionState.OPEN)]
