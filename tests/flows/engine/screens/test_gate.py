"""Phases and gates as a person reads them: the card's lines, the list with its presses, all evidence, and the forms."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from bot.slack.blocks.forms import view
from flows.engine.screens import gate, gate_evidence, overview
from flows.engine.screens.scene import Scene
from flows.model.country import Exposure
from flows.model.events import RoleGiven
from flows.model.ids import ItemId, PersonId, ProgrammeId
from flows.model.ladder_events import (
    ApprovalGiven,
    ClassSet,
    ExceptionGranted,
    LiftAsked,
    PhaseClosed,
    PhaseRequested,
    ProofRecorded,
)
from flows.model.people import Role
from flows.model.screens import Buttons, Form
from flows.model.values import Day, Document, Number, YesNo
from tests.builders import DEV, JON, MARIA, PRIYA
from tests.flows.engine.climbing import yes
from tests.flows.engine.crew import does, words
from tests.flows.engine.ladder_sample import COUNTING, FLOW, GATES, TODAY, Climbers, library, replied

DAY = dt.timedelta(days=1)


def seen(team: Climbers, by: PersonId = MARIA) -> list[str]:
    return words(gate.gates(team.phases(), by))


def presses(team: Climbers, by: PersonId = MARIA) -> list[str]:
    return does(gate.gates(team.phases(), by))


def ask(team: Climbers, phase: str = "Pilot", reason: str = "") -> ItemId:
    team.say(JON, PhaseRequested(team.item(phase), reason))
    return team.phases().approvals[-1].id


def opened(*exposes: str) -> Climbers:
    team = Climbers.ready(*exposes)
    request = ask(team)
    for person in (MARIA, PRIYA):
        team.say(person, ApprovalGiven(request, True))
    return team


def test_the_card_says_of_each_phase_how_it_stands_and_the_first_reason_why_it_is_shut() -> None:
    team = Climbers.ready()

    def lines() -> list[str]:
        scene = Scene(team, team.open_session.id, team.library, team.now)
        return [
            line
            for line in words(overview.card(team.library, scene.programme, (scene,), TODAY))
            if line.startswith(("Pilot", "Later"))
        ]

    assert lines() == [
        "Pilot: closed; everything is there, so it can be asked for",
        "Later: closed; what it shows to whom is not planned yet",
    ]
    team.tell("paper.signed", YesNo(False), "Paper")
    assert lines()[0] == "Pilot: closed: No paper with Acme."
    team.tell("paper.signed", YesNo(True), "Paper")
    request = ask(team)
    assert lines()[0] == "Pilot: closed; everything is there, and its approval is asked for"
    for person in (MARIA, PRIYA):
        team.say(person, ApprovalGiven(request, True))
    assert lines()[0] == "Pilot: open (Evaluate)"
    team.tell("checks.insured_until", Day(TODAY - DAY), "Acme")
    team.look()
    assert (
        lines()[0]
        == "Pilot: open until 25 November 2026 for what is out already, and for nothing new: Acme is not insured."
    )
    team.tell("checks.safe", YesNo(False), "Acme")
    team.look()
    assert lines()[0].startswith("Pilot: fell back to Search: Acme is not insured.")
    team.tell("start.ready", YesNo(False))
    team.look()
    assert lines()[0] == "Pilot: closed again: We are not ready."


def test_more_phases_than_fit_are_counted() -> None:
    team = Climbers.ready()
    for number in range(6):
        team.row("phase", f"More {number}")
    assert words(gate.gates(team.phases(), MARIA))[-5:-3] != []
    assert len(list(gate.card_lines(team.phases()))) == gate.MOST_ON_CARD + 1
    assert any("2 more" in line for line in seen(team))


def test_without_phases_the_way_to_them_is_said() -> None:
    team = Climbers.ready()
    for name in ("Pilot", "Later"):
        del team.rows[team.item(name)]
    assert "No phases are named yet." in seen(team)[2]
    assert gate_evidence.lift_form(team.phases()) is None


def test_each_sees_the_presses_that_are_theirs() -> None:
    team = Climbers.ready()
    assert presses(team) == ["gate_ask", "gate_show", "gate_show", "gate_class"], "no country caps anything"
    assert presses(team, PersonId("U0NOBODY01")) == ["gate_ask", "gate_show", "gate_show"], "who plays no part"
    ask(team, reason="Acme waits")
    assert presses(team, JON)[0] == "gate_show" and presses(team, DEV)[0] == "gate_show"
    assert presses(team, MARIA)[:4] == ["gate_yes", "gate_yes_if", "gate_no", "gate_show"]
    told = seen(team)
    assert "Jon Smith asked on 23 November 2026 that this opens." in told and "Reason given: Acme waits" in told
    assert "Comes in: Handbook (Bearable), Acme." in told and "Waits for Maria Kowalska, Priya Patel." in told
    team.say(MARIA, ApprovalGiven(team.phases().approvals[-1].id, True))
    assert presses(team, MARIA)[0] == "gate_show"
    assert "Yes from Maria Kowalska. Waits for Priya Patel." in seen(team)


def test_asking_is_the_first_choice_only_where_nothing_is_missing_and_a_reason_stands_once() -> None:
    team = Climbers.ready()

    def style() -> str:
        parts = gate.gates(team.phases(), MARIA).parts
        return next(
            one.style for part in parts if isinstance(part, Buttons) for one in part.buttons if one.ref.do == "gate_ask"
        )

    assert style() == "primary"
    team.tell("checks.insured_until", Day(TODAY - DAY), "Acme")
    assert style() == "" and sum("Acme is not insured." in line for line in seen(team)) == 1
    team.tell("paper.signed", YesNo(False), "Paper")
    assert "gate_ask" not in presses(team) and "Pilot: closed" in seen(team)
    assert any("Search → Evaluate → Pilot" in line for line in seen(team))


def test_evidence_that_is_there_names_the_countries_that_it_is_about_and_only_what_can_be_done_is_offered() -> None:
    team = Climbers.ready("Screens")
    team.seat("IN")
    pilot = team.item("Pilot")
    assert "✓ Done: Ask about IN · Maria Kowalska, 23 November 2026" in words(
        gate_evidence.evidence(team.phases(), pilot, MARIA)
    )
    assert does(gate_evidence.evidence(team.phases(), pilot, JON)) == ["gate_record", "gate_except"]
    assert does(gate_evidence.evidence(team.phases(), pilot, MARIA)) == ["gate_record"], "only the approver excepts"
    team.plan("Pilot", "Handbook")
    assert does(gate_evidence.evidence(team.phases(), pilot, JON)) == [], (
        "nothing is recorded here, and nothing missing"
    )


def test_an_extension_shows_what_comes_in_what_goes_out_and_how_the_gate_rises() -> None:
    team = opened()
    assert presses(team)[:2] == ["gate_show", "gate_close"]
    team.plan("Pilot", "Screens")
    assert presses(team)[:3] == ["gate_record", "gate_show", "gate_close"], "there is more to do than to ask"
    ask(team)
    told = seen(team)
    assert "Comes in: Screens (Working)." in told and "Goes out: Handbook." in told
    assert "The gate changes from Evaluate to Pilot." in told
    assert "→ Hold a drill with Acme. With Dev Jones." in told
    team.tell("paper.signed", YesNo(False), "Paper")
    assert "One more thing is missing; it stands behind the evidence." in seen(team)


def test_a_second_person_and_an_empty_part_are_named() -> None:
    team = opened()
    team.plan("Later", "Screens")
    team.say(MARIA, RoleGiven(Role.SECURITY, None))
    request = ask(team, "Later")
    assert any(line.startswith("Waits for Maria Kowalska, Priya Patel, ") for line in seen(team))
    for evidence in ("drill", "visited", "worked"):
        team.say(JON, ExceptionGranted(team.item("Later"), team.item("Acme"), evidence, TODAY + DAY, "They are known"))
    team.say(MARIA, RoleGiven(Role.SECURITY, PRIYA))
    team.say(MARIA, ApprovalGiven(request, True))
    team.say(PRIYA, ApprovalGiven(request, True))
    assert any(line.endswith("Waits for a second person.") for line in seen(team))


def test_all_evidence_of_a_phase_is_marked_and_says_what_to_do_with_whom() -> None:
    team = Climbers.ready("Screens")
    team.seat("IN")
    team.tell("paper.signed", YesNo(False), "Paper")
    team.tell("checks.safe", None, "Acme")
    team.tell("checks.insured_until", Day(TODAY + 3 * DAY), "Acme")
    team.say(JON, ExceptionGranted(team.item("Pilot"), team.item("Acme"), "worked", TODAY + 9 * DAY, "They are known"))
    told = words(gate_evidence.evidence(team.phases(), team.item("Pilot"), MARIA))
    for line in (
        "Acme: 4 of 8 there, 2 more not needed here",
        "✓ Done: Get ready · Maria Kowalska, 23 November 2026",
        "✗ No paper with Acme.",
        "→ Get a paper signed by Acme. With Priya Patel.",
        "✓ Done: Get Acme insured (until 26 November 2026, if nothing moves) · Maria Kowalska, 23 November 2026",
        "? Acme is not safe.",
        "– 2 are not needed here.",
    ):
        assert line in told, told
    team.tell("start.ready", YesNo(False))
    told = words(gate_evidence.evidence(team.phases(), team.item("Pilot"), MARIA))
    assert "What caps the countries" in told and "• IN is capped." in told
    assert words(gate_evidence.evidence(team.phases(), team.item("Later"), MARIA))[2].startswith(
        "closed; what it shows"
    )


def test_a_record_says_who_saw_what_on_which_day_and_a_missing_one_how_it_is_recorded_and_for_how_long_it_counts() -> (
    None
):
    team = Climbers.ready("Screens", on=library(*COUNTING))
    pilot, acme = team.item("Pilot"), team.item("Acme")
    team.tell("checks.safe", YesNo(True), "Acme")
    team.tell("start.meetings", Number(Decimal(4)))

    def told() -> list[str]:
        lines = words(gate_evidence.evidence(team.phases(), pilot, MARIA))
        first = next(at for at, line in enumerate(lines) if "drill" in line.lower() or "visit" in line)
        return [line for line in lines[first:] if "not worked" not in line and "ten days" not in line]

    how = "Whoever saw it records it below, with the day, what was seen, and where it is kept or a file. It counts for"
    assert told()[:7] == [
        "? No drill with Acme.",
        "→ Hold a drill with Acme. With Dev Jones.",
        f"{how} 30 days.",
        "? Acme was not visited.",
        "→ Visit Acme. With Maria Kowalska.",
        "0 of 2 are recorded.",
        f"{how} good.",
    ]
    paper = (Document("F1", "minutes.pdf"), Document("F2", "photo.jpg"))
    team.say(DEV, ProofRecorded("drill", acme, TODAY - 2 * DAY, "Minutes in the drive", count=10, proof=paper))
    team.say(MARIA, ProofRecorded("visited", acme, TODAY - 9 * DAY, "Report of the day"))
    assert told()[:5] == [
        "✗ Acme was not visited.",
        "→ Visit Acme. With Maria Kowalska.",
        "1 of 2 are recorded.",
        "Recorded by Maria Kowalska for 14 November 2026: Report of the day",
        f"{how} good.",
    ]
    assert told()[5].startswith("✓ Done: Find out whose Screens is · "), "what is missing first, then what was done"
    done = "\n".join(told()).split("✓ Done: Hold a drill with Acme (until 21 December 2026, if nothing moves)\n")[1]
    assert done.split("\n")[0].endswith("Minutes in the drive · counted: 10 · added: minutes.pdf, photo.jpg")
    team.say(MARIA, ProofRecorded("visited", acme, TODAY, "Report of the second day"))
    assert told()[2:5] == [
        "✓ Done: Visit Acme",
        "Recorded by Maria Kowalska for 23 November 2026: Report of the second day",
        "Recorded by Maria Kowalska for 14 November 2026: Report of the day",
    ]
    team.say(DEV, ProofRecorded("visited", acme, TODAY, "It was another plant", there=False))
    assert told()[:4] == [
        "? Acme was not visited.",
        "→ Visit Acme. With Maria Kowalska.",
        "0 of 2 are recorded.",
        "Dev Jones recorded for 23 November 2026 that it is not there: It was another plant",
    ]


def test_the_form_of_a_record_asks_for_a_count_only_where_something_is_counted() -> None:
    def fields(team: Climbers) -> list[str]:
        form = gate_evidence.record_form(team.phases(), team.item("Pilot"))
        assert form is not None
        return [field.name for field in form.fields]

    assert fields(Climbers.ready("Screens")) == ["evidence", "vendor", "shows", "day", "seen", "proof"]
    counting = Climbers.ready("Screens", on=library(*COUNTING))
    assert fields(counting) == ["evidence", "vendor", "shows", "day", "count", "seen", "proof"]


def test_what_may_be_reported_has_a_press_and_a_form_that_names_the_vendor() -> None:
    gates = GATES.replace(
        "hard: true,\n         stop: true}", "hard: true, report: {title: Report it, answer: vendor.safe is no}}"
    )
    team = Climbers.ready("Screens", on=library(gates, FLOW))
    assert presses(team)[-1] == "gate_report"
    assert does(gate_evidence.evidence(team.phases(), team.item("Pilot"), MARIA))[-1] == "gate_report"
    form = gate_evidence.report_form(team.phases(), "safe")
    assert form is not None and (form.title, [field.name for field in form.fields]) == (
        "Report it",
        ["vendor", "known"],
    )
    assert [entry.label for entry in form.fields[0].entries] == ["Acme"]
    assert gate_evidence.report_form(team.phases(), "nda") is None
    assert gate_evidence.report_form(team.phases(), "none") is None
    del team.rows[team.item("Acme")]
    assert gate_evidence.report_form(team.phases(), "safe") is None


def test_the_forms_offer_what_there_is_to_do_and_none_where_there_is_nothing() -> None:
    team = Climbers.ready("Screens")
    phases, pilot, later = team.phases(), team.item("Pilot"), team.item("Later")

    def offered(form: Form | None, name: str) -> list[str]:
        assert form is not None
        return [entry.value for field in form.fields if field.name == name for entry in field.entries]

    assert offered(gate_evidence.record_form(phases, pilot), "evidence") == ["drill", "visited"]
    acme = team.item("Acme")
    lacking = [f"{evidence}|{acme}" for evidence in ("drill", "visited", "worked")]
    assert offered(gate_evidence.except_form(phases, pilot), "evidence") == lacking
    assert offered(gate_evidence.class_form(phases), "class") == [one.name for one in Exposure]
    assert gate_evidence.record_form(phases, later) is None and gate_evidence.except_form(phases, later) is None
    assert gate_evidence.lift_form(phases) is None
    team.marks("pieces", "Engine")
    team.plan("Later", "Engine")
    team.seat("IN")
    assert offered(gate_evidence.lift_form(team.phases()), "country") == ["IN"]
    bare = Climbers(team.library)
    bare.start(next(iter(team.library.flows.values())))
    assert gate_evidence.class_form(bare.phases()) is None


def test_what_one_vendor_of_two_lacks_is_offered_with_its_name() -> None:
    team = Climbers.ready()
    team.row("vendor", "Brightline")
    team.plan("Pilot", "Handbook", vendors=("Acme", "Brightline"))
    form = gate_evidence.except_form(team.phases(), team.item("Pilot"))
    assert form is not None
    [evidence] = [field for field in form.fields if field.name == "evidence"]
    assert [(entry.value, entry.label) for entry in evidence.entries] == [
        (f"insured|{team.item('Brightline')}", "Brightline is not insured.")
    ]


def test_every_asset_of_a_hundred_and_more_can_be_given_a_class() -> None:
    team = Climbers.ready()
    for number in range(130):
        team.row("asset", f"Asset {number}")
    form = gate_evidence.class_form(team.phases())
    assert form is not None and len(form.fields[0].entries) == 130 + 4
    groups = next(block for block in view(form, ProgrammeId("T1:C1"))["blocks"] if "option_groups" in str(block))
    sizes = [len(group["options"]) for group in groups["element"]["option_groups"]]
    assert sum(sizes) == 134 and max(sizes) <= 100


def test_asking_and_not_yet_take_a_reason_and_lead_nowhere_once_they_are_over() -> None:
    team = Climbers.ready()
    form = gate_evidence.ask_form(team.phases(), team.item("Pilot"))
    assert form is not None and [field.required for field in form.fields] == [False]
    assert gate_evidence.ask_form(team.phases(), ItemId("phase-0")) is None
    request = ask(team)
    form = gate_evidence.not_yet_form(team.phases(), request)
    assert form is not None and [field.required for field in form.fields] == [False]
    form = gate_evidence.yes_if_form(team.phases(), request)
    assert form is not None and [field.required for field in form.fields] == [True], "a condition has words"
    team.say(MARIA, ApprovalGiven(request, False))
    assert gate_evidence.not_yet_form(team.phases(), request) is None
    assert gate_evidence.yes_if_form(team.phases(), request) is None


def test_a_request_to_lift_a_countrys_caps_stands_below_the_phases() -> None:
    team = Climbers.ready()
    team.say(DEV, LiftAsked("IN", "We know the court"))
    assert "Dev Jones asks that the caps of India are lifted for a time: We know the court" in seen(team)
    assert presses(team, PRIYA)[-4:-1] == ["gate_yes", "gate_yes_if", "gate_no"]
    assert "gate_yes" not in presses(team, DEV)


def test_a_lift_stands_below_the_phases_with_its_conditions_for_as_long_as_it_runs() -> None:
    team = Climbers.ready()
    team.say(DEV, LiftAsked("IN", "We know the court"))
    yes(team, JON, condition="For drawings only")
    assert replied(yes(team, PRIYA)) == ["gate.lifted", "gate.on_conditions"], "whoever said yes last is told, too"
    lifted = "The caps of India that may be lifted are lifted until 23 May 2027."
    stands = [lifted, "Yes from Priya Patel, Jon Smith.", "Jon Smith said yes on condition: For drawings only"]
    said = seen(team)
    at = said.index(lifted)
    assert said[at : at + 3] == stands
    assert "gate_yes" not in presses(team, JON)
    team.now += dt.timedelta(days=182)
    assert lifted not in seen(team), "its last day is over"


def test_who_bounds_the_last_yes_to_a_lift_is_told_of_it() -> None:
    team = Climbers.ready()
    team.say(DEV, LiftAsked("IN", "We know the court"))
    yes(team, JON)
    assert replied(yes(team, PRIYA, condition="Until the audit")) == [
        "gate.said_yes_if",
        "gate.lifted",
        "gate.on_conditions",
    ]


def test_a_phase_that_was_taken_back_can_be_asked_for_again() -> None:
    team = opened()
    team.say(DEV, PhaseClosed(team.item("Pilot")))
    assert presses(team)[:2] == ["gate_ask", "gate_show"]
    team.say(MARIA, ClassSet(team.item("Handbook"), Exposure.E0, "Printed"))
    assert any("That takes the gate Search (Public)." in line for line in seen(team))


def test_what_fell_is_asked_for_as_it_was() -> None:
    team = opened()
    team.tell("paper.signed", YesNo(False), "Paper")
    team.look()
    ask(team)
    assert not any(line.startswith(("Comes in", "Goes out")) for line in seen(team))
