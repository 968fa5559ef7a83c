"""What is missing of a phase, the weightiest first; what is only not answered yet in one line for each part; and the way to it."""

from __future__ import annotations

import msgspec
import pytest

from flows.engine.missing import Reason, Weight, folded, reasons
from flows.engine.phasing import may_share
from flows.engine.screens import gate, share
from flows.engine.screens.wording import plain
from flows.model.events import SettingsChanged
from flows.model.flow import Severity
from flows.model.ladder_events import ExceptionGranted, ProofRecorded
from flows.model.people import Capacity
from flows.model.screens import Button, Buttons
from flows.model.session import Finding, SessionState
from flows.model.values import Day, YesNo
from tests.builders import DEV, JON, MARIA, PRIYA, spot
from tests.flows.engine.climbing import DAY, opened, proved_pilot
from tests.flows.engine.crew import does, words
from tests.flows.engine.ladder_sample import FLOW, GATES, LAWYERED, TODAY, Climbers, library

ANSWERS = ("checks.insured_until", "checks.safe")


def missing(team: Climbers, phase: str = "Pilot") -> tuple[Reason, ...]:
    phases, row = team.phases(), team.item(phase)
    return reasons(phases, phases.looks(row), row)


def told(found: tuple[Reason, ...]) -> list[str]:
    return [plain(one.closed) for one in found]


def presses(team: Climbers, phase: str = "Pilot") -> list[Button]:
    """What can be pressed below a phase."""
    rows = [part.buttons for part in gate.gates(team.phases(), MARIA).parts if isinstance(part, Buttons)]
    return next(list(row) for row in rows if any(one.ref.arg == team.item(phase) for one in row))


def unanswered() -> Climbers:
    """A team that has answered next to nothing of what its pilot wants."""
    team = Climbers.ready("Screens")
    for question in ANSWERS:
        team.tell(question, None, "Acme")
    team.tell("paper.signed", None, "Paper")
    team.tell("start.ready", None)
    return team


def test_what_stops_comes_first_then_what_fails_what_lapsed_what_is_open_and_last_what_only_time_brings() -> None:
    team = Climbers.ready("Screens")
    team.tell("checks.safe", YesNo(False), "Acme")
    team.tell("paper.signed", YesNo(False), "Paper")
    team.tell("checks.insured_until", Day(TODAY - DAY), "Acme")
    found = missing(team)
    assert [one.weight for one in found] == sorted(one.weight for one in found)
    assert [(one.weight, line) for one, line in zip(found, told(found), strict=True) if "capped" not in line] == [
        (Weight.STOPS, "Acme is not safe."),
        (Weight.FAILS, "No paper with Acme."),
        (Weight.LAPSED, "Acme is not insured."),
        (Weight.OPEN, "No drill with Acme."),
        (Weight.OPEN, "Acme was not visited."),
        (Weight.TIME, "Acme has not worked for ten days."),
    ]


def test_what_no_exception_is_made_from_comes_gate_by_gate_before_what_weighs_more_but_may_be_excepted_from() -> None:
    hard = GATES.replace("id: drill, record: 30 days,", "id: drill, hard: true, record: 30 days,").replace(
        "vendor.seats is the country, closed:", "vendor.seats is the country, hard: true, closed:"
    )
    team = Climbers.ready("Screens", on=library(hard))
    team.tell("checks.safe", YesNo(True), "Acme")
    team.tell("checks.insured_until", Day(TODAY - DAY), "Acme")
    team.tell("paper.signed", None, "Paper")
    found = [line for line in told(missing(team)) if "capped" not in line]
    assert found[:3] == ["No paper with Acme.", "No drill with Acme.", "Acme is not insured."]


def test_a_lawyer_who_is_missing_is_named_in_the_settings() -> None:
    team = Climbers.ready(on=library(LAWYERED))
    team.say(PRIYA, SettingsChanged(capacity=Capacity.NO_LAWYER))
    (lawyer,) = (one for one in missing(team) if plain(one.closed) == "No lawyer is counsel.")
    assert lawyer.way is not None and lawyer.way.ref.do == "settings"


def test_a_day_that_has_gone_by_lapsed_and_a_record_that_is_too_old_did_too() -> None:
    team = proved_pilot()
    team.now += 40 * DAY
    by_name = dict(zip(told(missing(team, "Later")), missing(team, "Later"), strict=True))
    assert by_name["No drill with Acme."].weight is Weight.LAPSED
    same_day = GATES.replace("lapse: 2 working days, warn: [30, 7, 1]", "lapse: same day")
    team = Climbers.ready(on=library(same_day))
    team.tell("checks.safe", YesNo(True), "Acme")
    team.tell("checks.insured_until", Day(TODAY - 100 * DAY), "Acme")
    assert [one.weight for one in missing(team)] == [Weight.LAPSED]


def test_a_record_that_takes_back_what_was_seen_leaves_it_open() -> None:
    team = proved_pilot()
    team.say(MARIA, ProofRecorded("visited", team.item("Acme"), team.now.date(), "It was another office", there=False))
    found = {plain(one.closed): one.weight for one in missing(team, "Later")}
    assert found == {"Acme was not visited.": Weight.OPEN}


def test_many_that_are_not_answered_are_one_line_for_their_part_and_few_stand_by_themselves() -> None:
    team = unanswered()
    few, many = Climbers.ready("Screens"), missing(team)
    few.tell("checks.insured_until", None, "Acme")
    assert "Acme is not insured." in told(folded(few.library.texts, missing(few)))
    lines = told(folded(team.library.texts, many))
    assert lines[:2] == ["No paper with Acme.", "3 questions of The plan are not answered yet."], (
        "what no exception is made from, at the lowest gate, is not hidden among many"
    )
    assert not {"Acme is not insured.", "Acme is not safe.", "We are not ready."} & set(lines)
    assert len(lines) < len(many) and "No drill with Acme." in lines, "a record is no answer"
    one = next(
        one for one in folded(team.library.texts, many) if one.lacks == frozenset() and "questions" in plain(one.closed)
    )
    assert one.hard and plain(one.do) == "Answer them" and one.way is not None and one.way.label == "Next: The plan"


def test_what_stands_behind_the_evidence_is_counted_one_by_one_as_it_is_shown_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    team = unanswered()
    found = missing(team)
    assert sum(one.counts for one in folded(team.library.texts, found)) == len(found)
    monkeypatch.setattr(gate, "MOST_MISSING", 0)
    behind = f"{len(found)} more things are missing; they stand behind the evidence."
    assert any(behind in line for line in words(gate.gates(team.phases(), MARIA)))


def test_the_question_where_a_vendors_people_work_is_what_is_open_where_no_country_is_named() -> None:
    team = Climbers.ready("Screens")
    team.tell("checks.seats", None, "Acme")
    seated = next(one for one in missing(team) if "is open." in plain(one.closed))
    assert seated.weight is Weight.OPEN and {question for _, question, _ in seated.lacks} == {"checks.seats"}


def test_a_part_is_gone_on_with_read_once_it_is_finished_deepened_or_begun() -> None:
    deep = FLOW.replace("    title: The vendor\n", "    title: The vendor\n    deeper: true\n")
    team = unanswered()
    assert team.programme is not None
    (ref,) = team.programme.sessions

    def way(state: SessionState, *, deeper: bool = False) -> tuple[str, str]:
        done = msgspec.structs.replace(ref, state=state)
        assert team.programme is not None
        team.programme = msgspec.structs.replace(team.programme, sessions=(done,))
        team.sessions[ref.id] = msgspec.structs.replace(team.open_session, deeper=deeper)
        found = next(one.way for one in missing(team) if "not safe" in plain(one.closed))
        assert found is not None
        return found.ref.do, found.ref.session or ""

    assert way(SessionState.PAUSED) == ("continue", ref.id)
    assert way(SessionState.DONE) == ("review", ref.id)
    team = Climbers.ready("Screens", on=library(GATES, deep))
    (ref,) = team.programme.sessions if team.programme is not None else ()
    assert way(SessionState.DONE) == ("deeper", ref.id)
    assert way(SessionState.DONE, deeper=True) == ("review", ref.id)


def test_a_part_that_nobody_began_is_begun_by_its_way() -> None:
    team = unanswered()
    assert team.programme is not None
    phases = team.phases()
    looks = phases.looks(team.item("Pilot"))
    phases.programme = msgspec.structs.replace(team.programme, sessions=())
    found = next(one.way for one in reasons(phases, looks) if "not safe" in plain(one.closed))
    assert found is not None and (found.ref.do, found.ref.arg) == ("start", "plan")


def test_asking_is_offered_where_only_the_approval_is_wanting_or_a_few_things_that_may_be_excepted_from() -> None:
    team = Climbers.ready()
    assert [(one.ref.do, one.style) for one in presses(team)][:2] == [("gate_ask", "primary"), ("gate_show", "")]
    team.tell("checks.insured_until", Day(TODAY - DAY), "Acme")
    assert [one.ref.do for one in presses(team)] == ["gate_ask", "continue", "gate_show"], (
        "for so long as it takes to renew it"
    )
    team.tell("checks.safe", YesNo(False), "Acme")
    assert [one.ref.do for one in presses(team)] == ["continue", "gate_show"], "no exception is made from that"
    assert presses(team)[0].style == "primary"
    assert presses(unanswered())[0].label == "Next: The plan"


def test_what_was_excepted_from_stands_in_nobodys_way_and_time_is_waited_for() -> None:
    team = opened()
    team.plan("Later", "Screens")
    later, acme = team.item("Later"), team.item("Acme")
    assert [one.ref.do for one in presses(team, "Later")] == ["gate_record", "gate_show"]
    for evidence, by in (("drill", DEV), ("visited", MARIA)):
        team.say(by, ProofRecorded(evidence, acme, team.now.date(), "Minutes in the drive"))
    assert told(missing(team, "Later")) == ["Acme has not worked for ten days."]
    assert [one.ref.do for one in presses(team, "Later")] == ["gate_show"], "there is nothing to press but the evidence"
    team.say(JON, ExceptionGranted(later, acme, "worked", TODAY + DAY, "They are known"))
    assert [one.ref.do for one in presses(team, "Later")][:2] == ["gate_ask", "gate_show"]


def test_a_grave_finding_leads_to_the_findings() -> None:
    team = Climbers.ready()
    about = spot("titles.ours", team.item("Handbook"))
    grave = Finding("unsure", about, Severity.CRITICAL, team.now)
    team.sessions[team.open_session.id] = msgspec.structs.replace(team.open_session, findings=(grave,))
    (one,) = missing(team)
    assert plain(one.closed) == "Something grave is open." and one.weight is Weight.FAILS
    assert one.way is not None and one.way.ref.do == "findings"


def test_whoever_asks_whether_something_may_be_shared_reads_the_same_and_all_of_it_one_press_away() -> None:
    team = unanswered()
    assert team.programme is not None
    asset, vendor = (team.rows[team.item(name)] for name in ("Screens", "Acme"))
    found = may_share(team, team.library, asset.id, vendor.id, team.now)

    def read(*, whole: bool) -> tuple[list[str], list[str]]:
        screen = share.answer(team.library.texts, team.programme, asset, vendor, found, whole=whole)  # type: ignore[arg-type]
        return words(screen), does(screen)

    lines, presses_ = read(whole=False)
    assert any("No paper with Acme." in line for line in lines)
    assert any("3 questions of The plan are not answered yet." in line for line in lines)
    assert presses_ == ["continue", "share_all", "share", "share"]
    assert "All reasons, one by one" in str(share.answer(team.library.texts, team.programme, asset, vendor, found)), (
        "no figure beside that of the lines in which many are one"
    )
    lines, presses_ = read(whole=True)
    assert any("Acme is not safe." in line for line in lines) and presses_ == ["continue", "share", "share"]
