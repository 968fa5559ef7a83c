"""One package at a time, and compartments: what the plan of the phases answers for the gates. On the shipped ladder and flow."""

from __future__ import annotations

from flows.authoring.table import with_open_gates
from flows.engine.ladder import look
from flows.engine.missing import Reason, reasons
from flows.engine.neighbours import Stored
from flows.engine.phases import Phases
from flows.engine.screens.wording import plain
from flows.model.events import Started
from flows.model.ids import FlowId, ItemId, RegisterId
from flows.model.programme import Item
from tests.builders import MARIA, NOW, shipped
from tests.flows.engine.test_agreements import Register

PACKAGE = "It is open whether Acme gets one package of work at a time in each phase that it works on, with only what that needs."
COMPARTMENTS = (
    "It is open whether the work is cut so that no vendor, and no two that belong together, can see the whole."
)


def planned(talk: str) -> Register:
    """A team that has answered so much of the plan of its phases; it has no assets yet."""
    team = Register(with_open_gates(shipped()), NOW)
    team.say(MARIA, Started(FlowId("phased_scope"), "atlas"))
    team.go_on(talk)
    return team


def lacking(team: Register) -> dict[str, Reason]:
    """What is missing before Acme sees an asset of which nothing is known, so that it counts as part of a jewel, by what is not there."""
    assert team.programme is not None
    phases = Phases(Stored(team, team.library, team.programme, NOW.date()))
    acme = next(row.id for row in team.rows.values() if row.name == "Acme")
    asset = Item(ItemId("asset-77"), RegisterId("asset"), "Engine", 77, MARIA, NOW)
    found = look(team.library, phases.facts, phases.seen((asset.id,), acme))
    return {plain(one.closed): one for one in reasons(phases, [found])}


def led(team: Register, closed: str) -> tuple[int, str]:
    """How many answers that reason waits for, and where its press leads."""
    one = lacking(team)[closed]
    assert one.way is not None and one.title == "Show the least that works, first"
    return len(one.lacks), one.way.ref.do


def test_while_nobody_has_said_so_the_gates_lead_on_to_the_question_of_the_phase() -> None:
    team = planned("Trial; Trial; Acme; none; Acme")
    assert led(team, PACKAGE) == (1, "continue")
    assert led(team, COMPARTMENTS) == (1, "continue")


def test_a_no_is_told_with_what_to_do_and_leads_to_the_answer() -> None:
    team = planned("Trial; Trial; Acme; none; Acme; no; no")
    assert led(team, PACKAGE) == (0, "continue")
    assert plain(lacking(team)[PACKAGE].do).startswith("Cut each phase of Acme into packages")
    assert led(team, COMPARTMENTS) == (0, "continue")


def test_a_yes_to_both_leaves_neither_open() -> None:
    assert not {PACKAGE, COMPARTMENTS} & set(lacking(planned("Trial; Trial; Acme; none; Acme; yes; yes")))


def test_a_second_phase_of_the_vendor_is_asked_about_by_itself() -> None:
    team = planned("Trial, Screens; Trial; Acme; none; Acme; yes; none; Acme")
    assert led(team, PACKAGE) == (1, "continue")
