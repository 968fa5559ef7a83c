"""An open phase takes in more: on the word of whoever may widen the scope, and apart from what was approved before, which stays by itself."""

from __future__ import annotations

import datetime as dt

from flows.engine.phasing import Verdict, sharing
from flows.engine.screens import gate
from flows.engine.screens.wording import plain
from flows.model.flow import Library
from flows.model.ids import ItemId
from flows.model.ladder_events import ProofRecorded
from flows.model.phasing import PhaseMark, PhaseState
from flows.model.programme import ActionWhy
from flows.model.values import Countries, Day, Items, YesNo
from tests.builders import DEV, JON, MARIA, PRIYA
from tests.flows.engine.climbing import DAY, approved, ask, opened, yes
from tests.flows.engine.crew import words
from tests.flows.engine.ladder_sample import FLOW, GATES, Climbers, announced, library, replied, whispered

WIDENED = GATES + "extensions: {approvers: [{role: approver, otherwise: owner}]}\n"
DRILL = "lapse: same day,\n         warn: [7]}"
assert DRILL in WIDENED


def wide(gates: str = WIDENED) -> Library:
    return library(gates, FLOW)


def ready(on: Library | None = None) -> Climbers:
    """A team whose pilot shows a handbook to Acme, eleven days on, with all that a pilot of working parts wants."""
    team = Climbers.ready(on=on or wide())
    team.tell("checks.safe", YesNo(True), "Acme")
    approved(team)
    team.now += 11 * DAY
    for evidence, holder in (("drill", DEV), ("visited", MARIA)):
        team.say(holder, ProofRecorded(evidence, team.item("Acme"), team.now.date(), "Minutes in the drive"))
    return team


def extended(on: Library | None = None) -> Climbers:
    """The same, once its pilot was extended by the screens, which takes the gate above."""
    team = ready(on)
    team.plan("Pilot", "Handbook", "Screens")
    ask(team, by=DEV)
    for person in (MARIA, PRIYA, DEV, JON):
        yes(team, person)
    return team


def marked(team: Climbers, phase: str = "Pilot") -> PhaseMark:
    mark = team.mark(phase)
    assert mark is not None
    return mark


def names(team: Climbers, items: tuple[ItemId, ...]) -> list[str]:
    return [team.phases().name(item) for item in items]


def removals(team: Climbers) -> list[str]:
    return [action.about for action in team.work.values() if action.why is ActionWhy.REMOVAL]


def test_an_extension_wants_the_word_of_whoever_may_widen_the_scope_beside_that_of_the_gate() -> None:
    team = ready()
    team.plan("Pilot", "Handbook", "Screens")
    asked = ask(team, by=DEV)
    assert whispered(asked) == {person: ["gate.asked_more"] for person in (MARIA, PRIYA, JON)}
    lines = words(gate.gates(team.phases(), MARIA))
    assert (
        "Approved already, and stays so by itself: Handbook, Acme." in lines and "Comes in: Screens (Working)." in lines
    )
    assert "Waits for Maria Kowalska, Priya Patel, Dev Jones, Jon Smith." in lines
    for person in (MARIA, PRIYA, DEV):
        assert announced(yes(team, person)) == []
    assert announced(yes(team, JON)) == ["gate.extended"]
    mark, approvals = marked(team), team.phases().approvals
    assert (mark.gate, names(team, mark.assets)) == ("pilot", ["Handbook", "Screens"])
    assert approvals[-1].extends == approvals[0].id


def test_what_was_approved_when_and_by_whom_is_shown_apart() -> None:
    team = extended()
    lines = words(gate.gates(team.phases(), MARIA))
    assert "Approved on 23 November 2026 by Maria Kowalska, Priya Patel: Handbook, Acme (Evaluate)." in lines
    said = "Maria Kowalska, Priya Patel, Dev Jones, Jon Smith"
    assert f"Extended on 4 December 2026 by the yes of {said}: Screens (Pilot)." in lines


def test_another_plan_is_no_extension_and_a_first_approval_wants_no_word_more() -> None:
    team = Climbers.ready(on=wide())
    team.tell("checks.safe", YesNo(True), "Acme")
    assert whispered(ask(team, by=DEV)) == {MARIA: ["gate.asked"], PRIYA: ["gate.asked"]}
    team = ready()
    team.plan("Pilot", "Screens")
    ask(team, by=DEV)
    assert team.phases().approvals[-1].extends is None


def test_where_only_the_extension_lapses_what_was_approved_before_stays_open() -> None:
    team = extended()
    fell = team.morning(team.now.date() + 31 * DAY)
    mark = marked(team)
    assert announced(fell) == ["gate.extension_fell", "gate.stays_open"]
    assert (mark.state, mark.gate, names(team, mark.assets)) == (PhaseState.OPEN, "evaluate", ["Handbook"])
    acme, first = team.item("Acme"), dt.date(2026, 11, 23)
    assert mark.why == "No drill with Acme."
    assert mark.began == {(acme, "search"): first, (acme, "evaluate"): first}, (
        "days at the gate of the extension are over"
    )
    assert removals(team) == ["Acme (Pilot: Screens)"]
    assert sharing(team.phases(), team.item("Handbook"), team.item("Acme")).verdict is Verdict.YES
    assert sharing(team.phases(), team.item("Screens"), team.item("Acme")).verdict is Verdict.NOT_YET
    assert announced(team.morning(team.now.date() + DAY)) == [], "said once"
    ask(team, by=DEV)
    assert team.phases().approvals[-1].extends == mark.approval, "asked for anew, it is an extension again"


def test_in_days_of_grace_of_the_extension_what_was_approved_before_takes_in_what_it_may() -> None:
    team = extended(wide(WIDENED.replace(DRILL, "lapse: 2 working days}")))
    grace = team.morning(team.now.date() + 31 * DAY)
    assert announced(grace) == ["gate.in_grace", "gate.stays_open"] and marked(team).state is PhaseState.GRACE
    assert "What was approved before stays open: Handbook, Acme." in words(gate.gates(team.phases(), MARIA))
    assert sharing(team.phases(), team.item("Handbook"), team.item("Acme")).verdict is Verdict.YES
    assert sharing(team.phases(), team.item("Screens"), team.item("Acme")).verdict is Verdict.NOT_YET
    assert announced(team.morning(team.now.date() + 4 * DAY)) == ["gate.extension_fell", "gate.stays_open"]


def test_what_all_of_it_stands_on_closes_all_of_it() -> None:
    team = extended()
    team.tell("checks.safe", YesNo(False), "Acme")
    assert announced(team.look()) == ["gate.fell", "gate.left"]
    assert removals(team) == ["Acme (Pilot)"]
    team = extended()
    team.tell("checks.insured_until", Day(team.now.date() - DAY), "Acme")
    assert announced(team.look()) == ["gate.in_grace"]
    assert sharing(team.phases(), team.item("Handbook"), team.item("Acme")).verdict is Verdict.NOT_YET


def test_a_vendor_that_came_in_later_goes_alone() -> None:
    team = ready()
    team.row("vendor", "Kodex")
    team.row("agreement", "Second paper")
    team.tell("checks.insured_until", Day(dt.date(2027, 6, 1)), "Kodex")
    team.tell("checks.safe", YesNo(True), "Kodex")
    team.tell("checks.seats", Countries(("DE",)), "Kodex")
    team.tell("paper.party", Items((team.item("Kodex"),)), "Second paper")
    team.tell("paper.signed", YesNo(True), "Second paper")
    team.plan("Pilot", "Handbook", vendors=("Acme", "Kodex"))
    ask(team, by=DEV)
    for person in (MARIA, PRIYA, JON):
        yes(team, person)
    assert names(team, marked(team).vendors) == ["Acme", "Kodex"]
    team.tell("checks.safe", YesNo(False), "Kodex")
    assert announced(team.look()) == ["gate.extension_fell", "gate.stays_open"]
    assert names(team, marked(team).vendors) == ["Acme"] and removals(team) == ["Kodex (Pilot)"]


def test_an_extension_within_a_gate_that_lasts_for_months_gives_it_no_more_time() -> None:
    team = ready()
    team.plan("Later", "Screens")
    ask(team, by=JON, phase="Later")
    for person in (MARIA, PRIYA, DEV):
        yes(team, person)
    first = team.now.date()
    team.now += 20 * DAY
    team.plan("Later", "Screens", "Handbook")
    ask(team, by=DEV, phase="Later")
    for person in (MARIA, PRIYA, DEV, JON):
        yes(team, person)
    mark = marked(team, "Later")
    assert (mark.approved_on, names(team, mark.assets)) == (first, ["Screens", "Handbook"])
    over = first.replace(year=2027, month=2)
    team.now = dt.datetime.combine(over - DAY, dt.time(9), dt.UTC)
    team.say(DEV, ProofRecorded("drill", team.item("Acme"), over - DAY, "Again"))
    team.morning(over)
    assert marked(team, "Later").state is PhaseState.FALLEN


def test_what_is_granted_after_the_phase_fell_stands_by_itself() -> None:
    team = ready()
    team.plan("Pilot", "Handbook", "Website")
    ask(team, by=DEV)
    for person in (MARIA, PRIYA):
        yes(team, person)
    team.tell("paper.signed", YesNo(False), "Paper")
    team.look()
    team.tell("paper.signed", YesNo(True), "Paper")
    assert announced(yes(team, JON)) == ["gate.opened"]
    assert team.phases().approvals[-1].extends is None and marked(team).state is PhaseState.OPEN


def test_a_phase_that_is_to_show_more_meanwhile_is_not_told_to_be_all_there_again() -> None:
    team = opened("Handbook")
    team.tell("paper.signed", YesNo(False), "Paper")
    team.look()
    team.tell("paper.signed", YesNo(True), "Paper")
    back = "everything is there again"
    assert back in plain(gate.state_line(team.phases(), team.item("Pilot")))
    team.plan("Pilot", "Handbook", "Screens")
    team.look()
    assert back not in plain(gate.state_line(team.phases(), team.item("Pilot")))
    assert "gate.requested.missing" in replied(ask(team))
