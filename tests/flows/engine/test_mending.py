"""What is missing because an answer says less than it should is led to by that very answer; what only a higher class wants waits for one."""

from __future__ import annotations

import pytest

from flows.authoring.tree import read_tree
from flows.engine.missing import Reason, reasons
from flows.engine.screens.wording import plain
from flows.model.values import YesNo
from tests.builders import spot
from tests.flows.engine.ladder_sample import FLOW, GATES, Climbers, content, library

MENDED = GATES.replace("when: asset.ours is known, closed", "when: asset.ours, mends: asset.ours, closed")
"""Where the answer on an asset itself is to be another."""
DEEPER = GATES.replace(
    "id: ready, when: plan.start.ready,", "id: ready, planned: E2, mends: plan.start.ready, when: plan.start.ready,"
)
GUARDED = FLOW.replace("ask: insured_until, kind: date,", "ask: insured_until, kind: date, only_when: start.ready,")
"""Where the insurance is asked for only once that answer says so."""


def missing(team: Climbers) -> dict[str, Reason]:
    phases, row = team.phases(), team.item("Pilot")
    return {plain(one.closed): one for one in reasons(phases, phases.looks(row), row)}


def test_the_press_leads_to_the_answer_that_mends_it_of_the_asset_that_it_is_about() -> None:
    team = Climbers.ready("Screens", on=library(MENDED))
    way = missing(team)["It is open whose Screens is."].way
    assert way is not None and (way.ref.do, way.label) == ("change", "Change that answer")
    assert way.ref.spot == spot("titles.ours", team.item("Screens"))


def test_what_is_not_asked_before_an_answer_goes_deeper_is_led_to_by_way_of_that_answer() -> None:
    team = Climbers.ready("Screens", on=library(DEEPER, GUARDED))
    team.tell("start.ready", YesNo(False))
    found = missing(team)
    for closed in ("We are not ready.", "Acme is not insured."):
        way = found[closed].way
        assert way is not None and (way.ref.do, way.ref.spot) == ("change", spot("start.ready"))
    asked = found["Acme is not safe."].way
    assert asked is not None and asked.ref.do != "change", "what is asked already is answered where it is asked"


@pytest.mark.parametrize(("wanted", "there"), [("E1", True), ("E2", True), ("E3", False)])
def test_what_only_a_higher_class_wants_is_wanted_once_any_phase_is_to_show_the_vendor_that(
    wanted: str, there: bool
) -> None:
    team = Climbers.ready("Screens", on=library(DEEPER.replace("planned: E2", f"planned: {wanted}")))
    team.tell("start.ready", YesNo(False))
    assert ("We are not ready." in missing(team)) is there
    team.plan("Later", "Engine")
    assert "We are not ready." in missing(team)


@pytest.mark.parametrize("named", ["start.reddy", "vendor.nothing"])
def test_an_answer_that_nothing_asks_for_is_told_to_the_author(named: str) -> None:
    tree = read_tree(content(GATES.replace("id: safe, when:", f"id: safe, mends: {named}, when:")))
    assert any(named in str(problem) for problem in tree.problems)
