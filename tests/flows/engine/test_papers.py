"""Which paper of a vendor brings what a gate wants: a review that asks it, and a further one where none does. On the shipped ladder and playbook."""

from __future__ import annotations

from functools import cache

import pytest

from flows.authoring.table import with_open_gates
from flows.engine.ladder import look
from flows.engine.missing import Reason, folded, reasons
from flows.engine.neighbours import Stored
from flows.engine.phases import Phases
from flows.engine.screens.wording import plain
from flows.model.events import Started
from flows.model.ids import FlowId, ItemId, RegisterId
from flows.model.people import Role
from flows.model.programme import Item
from flows.model.screens import Button
from tests.builders import MARIA, NOW, PRIYA, shipped, spot
from tests.flows.engine.test_agreements import NDA, SIGNED, Register, two_read


@cache
def lacking(vendor: str) -> tuple[Reason, ...]:
    """What is missing before that vendor sees an asset of which nothing is known yet. The NDA of Acme is read to its end, the agreement of Bolt
    half way, and neither is there of a third."""
    team = two_read()
    assert team.programme is not None
    phases = Phases(Stored(team, team.library, team.programme, NOW.date()))
    rows = {row.name: row.id for row in team.rows.values()}
    asset = Item(ItemId("asset-77"), RegisterId("asset"), "Engine", 77, MARIA, NOW)
    found = look(team.library, phases.facts, phases.seen((asset.id,), rows.get(vendor)))
    return folded(team.library.texts, reasons(phases, [found]))


def told(vendor: str) -> dict[str, tuple[str, str, str]]:
    """What is missing -> what to do, and the press that leads there."""
    return {
        plain(one.closed): (plain(one.do), one.way.label, f"{one.way.ref.do} {one.way.ref.arg}".strip())
        for one in lacking(vendor)
        if one.way is not None
    }


@pytest.mark.parametrize(
    ("vendor", "needed"),
    [
        ("Acme", "A further contract review is needed, of the agreement for the work with Acme: "),
        ("Nobody", "A contract review is needed, of the agreement with …: "),
    ],
)
def test_what_no_review_of_a_vendors_papers_asks_takes_a_further_one_and_a_press_starts_it(
    vendor: str, needed: str
) -> None:
    (found,) = [said for line, said in told(vendor).items() if line.startswith(needed)]
    assert found == ("Start it", "+ Contract review", "start contract_review")
    assert not any("questions of Contract review" in line for line in told(vendor)), "no circle"


def test_a_clause_that_a_finished_review_asks_and_that_was_answered_otherwise_leads_to_that_review() -> None:
    found = told("Acme")["The clause on what is confidential is not settled with Acme."]
    assert found[1:] == ("Next: Contract review: Acme NDA", "review")


def test_the_open_questions_of_a_review_of_the_right_sort_are_answered_there_though_some_wait_for_another_answer() -> (
    None
):
    (found,) = [said for line, said in told("Bolt").items() if "questions of Contract review: Bolt MSA" in line]
    assert found == ("Answer them", "Next: Contract review: Bolt MSA", "continue")


def finished(nda: str) -> dict[str, tuple[str, Button | None]]:
    """What is missing of Acme, whose one paper was read so and that review is finished -> what to do, and the press."""
    team = Register(with_open_gates(shipped()), NOW)
    team.say(MARIA, Started(FlowId("communications"), "atlas"))
    team.give(Role.COUNSEL, PRIYA)
    team.read("Acme NDA", f"{nda};{SIGNED}")
    team.finish()
    assert team.programme is not None
    phases = Phases(Stored(team, team.library, team.programme, NOW.date()))
    acme = next(row.id for row in team.rows.values() if row.name == "Acme")
    found = look(team.library, phases.facts, phases.seen((ItemId("asset-77"),), acme))
    return {plain(one.closed): (plain(one.do), one.way) for one in folded(team.library.texts, reasons(phases, [found]))}


def test_what_a_finished_review_was_left_without_is_counted_as_it_asks_it_and_leads_to_a_new_round() -> None:
    skipped = NDA.replace("marked only; all of them; 60 months", "skip; skip; skip")
    line = "Contract review: Acme NDA is finished and stays as it is, without 3 answers that are wanted here."
    do, way = finished(skipped)[line]
    assert do == "Begin a new round" and way is not None
    assert (way.ref.do, way.label) == ("new_round", "New round: Contract review: Acme NDA")


def test_what_may_still_be_given_in_a_finished_review_is_led_to_by_itself() -> None:
    unsigned = NDA.replace("yes; +signed.pdf; 2 November 2026; yes", "skip").partition("; quarterly list")[0]
    (said,) = [said for line, said in finished(unsigned).items() if line.startswith("Contract review: Acme NDA is fin")]
    do, way = said
    assert do == "Change the answer in it that may still be changed" and way is not None
    assert (way.ref.do, way.ref.spot, way.label) == ("change", spot("paper.executed"), "Change that answer")
