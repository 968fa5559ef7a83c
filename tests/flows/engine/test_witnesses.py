"""By which answers evidence is there, and what of them is told: confirmed by another, or by whoever answered alone."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.engine.screens import gate_evidence
from flows.engine.witnesses import Witnesses
from flows.model.conditions import (
    And,
    AnswerFact,
    Condition,
    ForItems,
    Has,
    Is,
    IsThe,
    Not,
    Or,
    Quantifier,
    Status,
    TodayFact,
)
from flows.model.events import SettingsChanged
from flows.model.ids import FlowId, QuestionId, RegisterId
from flows.model.ladder_events import ExceptionGranted
from flows.model.phasing import VENDORS
from flows.model.screens import Row
from flows.model.session import Standing
from flows.model.values import YesNo
from tests.builders import JON, MARIA
from tests.flows.engine import ladder_sample
from tests.flows.engine.crew import words
from tests.flows.engine.ladder_sample import TODAY, Climbers

PLAN = FlowId("plan")
AGREEMENT = RegisterId("agreement")


def fact(question: str) -> AnswerFact:
    return AnswerFact(QuestionId(question), flow=PLAN)


def is_(question: str, word: str) -> Is:
    return Is(fact(question), (word,))


SIGNED, READY = is_("paper.signed", "yes"), is_("start.ready", "yes")


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        (READY, ["start.ready"]),
        (Not(is_("start.ready", "no")), ["start.ready"]),
        (And((READY, Has(TodayFact(), Status.KNOWN))), ["start.ready"]),
        (Or((is_("start.ready", "no"), SIGNED)), []),
        (Or((is_("start.ready", "no"), READY, SIGNED)), ["start.ready"]),
        (ForItems(Quantifier.ANY, AGREEMENT, SIGNED), ["paper.signed"]),
        (ForItems(Quantifier.ANY, AGREEMENT, is_("paper.signed", "no")), []),
        (ForItems(Quantifier.EVERY, AGREEMENT, Has(fact("paper.signed"), Status.KNOWN)), ["paper.signed"]),
        (ForItems(Quantifier.NO, AGREEMENT, is_("paper.signed", "no")), []),
        (ForItems(Quantifier.ANY, AGREEMENT, IsThe(fact("paper.party"), VENDORS)), ["paper.party"]),
    ],
)
def test_a_condition_is_told_by_the_answers_of_the_first_way_in_which_it_holds(
    condition: Condition, told: list[str]
) -> None:
    team = Climbers.ready("Screens")
    found = Witnesses(team.phases().facts, {VENDORS: team.item("Acme")}).of(condition, None)
    assert [answer.spot.question for answer in found] == told


def confirmed(team: Climbers, *, by_another: bool) -> list[str]:
    """The evidence of the pilot, once the paper was confirmed so."""
    team.tell("paper.signed", YesNo(True), "Paper", standing=Standing.VERIFIED, by_another=by_another)
    return words(gate_evidence.evidence(team.phases(), team.item("Pilot"), MARIA))


def test_the_evidence_says_where_nobody_but_whoever_answered_has_confirmed_it() -> None:
    alone = "→ Answered by Maria Kowalska, and confirmed by nobody else."
    team = Climbers.ready("Screens")
    told = confirmed(team, by_another=False)
    at = told.index(alone)
    assert "Get a paper signed by Acme" in told[at - 1] and told.count(alone) == 1
    assert alone not in confirmed(team, by_another=True)


def test_all_who_answered_are_named_and_not_only_whoever_spoke_last() -> None:
    both = ladder_sample.GATES.replace(
        "- {id: safe, when: vendor.safe,", "- {id: safe, when: vendor.safe and vendor.insured_until >= today,"
    )
    team = Climbers.ready("Screens", on=ladder_sample.library(both))
    team.tell("checks.safe", YesNo(True), "Acme", by=JON)
    told = words(gate_evidence.evidence(team.phases(), team.item("Pilot"), MARIA))
    (line,) = [line for line in told if line.startswith("✓ Done: Look at Acme")]
    assert "Maria Kowalska" in line and "Jon Smith" in line


NEEDLESS = ladder_sample.GATES.replace(
    "- {id: titled, each: asset, when: asset.ours is known,",
    """- {id: titled, each: asset, when: asset.ours is known, spared: {because: "nobody else made it for {vendor}", when: not asset.ours},""",
).replace("- {id: safe, when: vendor.safe,", "- {id: safe, when: vendor.safe, spared: nobody has said otherwise,")


def test_what_is_done_is_told_from_what_is_not_needed_with_who_did_it_and_why_it_is_not() -> None:
    team = Climbers.ready("Screens", "Handbook", on=ladder_sample.library(NEEDLESS))
    team.tell("checks.safe", YesNo(True), "Acme")

    def told() -> list[str]:
        screen = gate_evidence.evidence(team.phases(), team.item("Pilot"), MARIA)
        pressed = [part.button.ref.arg for part in screen.parts if isinstance(part, Row)]
        folded = [shown for arg in pressed if (shown := gate_evidence.not_needed(team.phases(), arg)) is not None]
        return [line for shown in (screen, *folded) for line in words(shown)]

    some = told()
    assert "– Not needed here, because nobody has said otherwise: Look at Acme" in some
    assert "– Not needed here, because nothing of the kind is open: Close it" in some
    assert "✓ Done: Find out whose Screens, Handbook is · Maria Kowalska, 23 November 2026" in some, "of one it was"
    assert any("– is not needed here" in line for line in some), "the marks are told"
    team.plan("Pilot", "Screens")
    assert "– Not needed here, because nobody else made it for Acme: Find out whose Screens is" in told()


def test_what_is_excepted_for_a_while_is_folded_too_and_stands_with_its_end_behind_the_press() -> None:
    team = Climbers.ready("Screens")
    pilot, acme = team.item("Pilot"), team.item("Acme")
    team.say(JON, ExceptionGranted(pilot, acme, "worked", TODAY + dt.timedelta(days=9), "They are known"))
    screen = gate_evidence.evidence(team.phases(), pilot, MARIA)
    assert not any("excepted until" in line for line in words(screen))
    [press] = [part.button.ref for part in screen.parts if isinstance(part, Row)]
    spared = gate_evidence.not_needed(team.phases(), press.arg)
    assert press.do == "gate_spared" and spared is not None
    assert "– Not needed for now: Let ten days pass (excepted until 2 December 2026)" in words(spared)
    assert not any(line.startswith(("✓", "✗", "?")) for line in words(spared))
    assert gate_evidence.not_needed(team.phases(), f"{pilot}|") is None, "no such vendor"


def test_a_gate_of_which_nothing_is_needed_says_so_in_a_line() -> None:
    gates = ladder_sample.GATES.replace(
        "- {id: ready, when: plan.start.ready,",
        "- {id: ready, when: plan.start.ready, spared: nobody has said otherwise,",
    )
    team = Climbers.ready("Screens", on=ladder_sample.library(gates))
    told = words(gate_evidence.evidence(team.phases(), team.item("Pilot"), MARIA))
    assert told[told.index("Search") + 1] == "– Nothing of this is needed here."


def test_the_day_of_what_is_there_is_that_of_the_programme() -> None:
    team = Climbers.ready("Screens")
    team.say(MARIA, SettingsChanged("Asia/Tokyo", None, None, {}))
    team.now = dt.datetime(2026, 11, 23, 22, tzinfo=dt.UTC)
    team.tell("checks.safe", YesNo(False), "Acme")
    team.tell("checks.safe", YesNo(True), "Acme")
    told = [line for line in words(gate_evidence.evidence(team.phases(), team.item("Pilot"), MARIA)) if line[0] == "✓"]
    assert any("Acme" in line and "24 November 2026" in line for line in told)
