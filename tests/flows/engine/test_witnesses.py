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
from flows.model.phasing import VENDORS
from flows.model.session import Standing
from flows.model.values import YesNo
from tests.builders import JON, MARIA
from tests.flows.engine import ladder_sample
from tests.flows.engine.crew import words
from tests.flows.engine.ladder_sample import Climbers

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
        return words(gate_evidence.evidence(team.phases(), team.item("Pilot"), MARIA))

    some = told()
    assert "– Not needed here, because nobody has said otherwise: Look at Acme" in some
    assert "– Not needed here, because nothing of the kind is open: Close it" in some
    assert "✓ Done: Find out whose Screens, Handbook is · Maria Kowalska, 23 November 2026" in some, "of one it was"
    assert any("– is not needed here" in line for line in some), "the marks are told"
    team.plan("Pilot", "Screens")
    assert "– Not needed here, because nobody else made it for Acme: Find out whose Screens is" in told()


def test_the_day_of_what_is_there_is_that_of_the_programme() -> None:
    team = Climbers.ready("Screens")
    team.say(MARIA, SettingsChanged("Asia/Tokyo", None, None, {}))
    team.now = dt.datetime(2026, 11, 23, 22, tzinfo=dt.UTC)
    team.tell("checks.safe", YesNo(False), "Acme")
    team.tell("checks.safe", YesNo(True), "Acme")
    told = [line for line in words(gate_evidence.evidence(team.phases(), team.item("Pilot"), MARIA)) if line[0] == "✓"]
    assert any("Acme" in line and "24 November 2026" in line for line in told)
