"""What the ladder reads of a vendor beside the facts: how long it works at a gate, what it holds already, which findings are about it."""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.engine.ladder import Seen
from flows.model.country import CapFlag, Exposure
from flows.model.countryfields import CountryField
from flows.model.effects import Outcome, Whisper
from flows.model.events import FigureEntered
from flows.model.flow import Severity
from flows.model.ids import ItemId, PersonId
from flows.model.ladder_events import ExceptionGranted, LiftAsked, PhaseClosed
from flows.model.phasing import PhaseState
from flows.model.session import Finding
from flows.model.values import Day, Items, YesNo
from tests.builders import DEV, JON, MARIA, NOW, PRIYA, spot
from tests.flows.engine.climbing import DAY, approved, ask, opened, yes
from tests.flows.engine.ladder_sample import GATES, TODAY, Climbers, library, whispered


def seen(team: Climbers) -> Seen:
    return team.phases().seen((), team.item("Acme"))


def reopened(team: Climbers) -> None:
    """The pilot is asked for anew, and gets its yes."""
    ask(team)
    yes(team, MARIA)
    yes(team, PRIYA)
    mark = team.mark()
    assert mark is not None and mark.state is PhaseState.OPEN


# ── days at a gate ───────────────────────────────────────────────────────────


def test_days_count_at_the_gate_that_was_open_and_not_at_one_that_a_phase_went_up_to_later() -> None:
    team = Climbers.ready("Website")
    ask(team)
    yes(team, MARIA)
    assert seen(team).worked == {"search": TODAY}
    team.now += 9 * DAY
    team.plan("Pilot", "Website", "Handbook")
    reopened(team)
    assert seen(team).worked == {"search": TODAY, "evaluate": TODAY + 9 * DAY}


def test_days_on_which_a_phase_was_shut_do_not_count() -> None:
    team = opened()
    team.now += 5 * DAY
    team.say(DEV, PhaseClosed(team.item("Pilot")))
    assert seen(team).worked == {}
    team.now += 40 * DAY
    reopened(team)
    assert seen(team).worked == {"search": team.now.date(), "evaluate": team.now.date()}


def test_days_after_a_fall_count_at_the_gate_that_was_left_only() -> None:
    team = opened()
    team.now += 5 * DAY
    team.tell("paper.signed", YesNo(False), "Paper")
    team.look()
    assert seen(team).worked == {"search": TODAY}
    team.now += 20 * DAY
    team.tell("paper.signed", YesNo(True), "Paper")
    reopened(team)
    assert seen(team).worked == {"search": TODAY, "evaluate": TODAY + 25 * DAY}


def test_a_vendor_that_comes_in_later_has_days_of_its_own() -> None:
    team = opened()
    team.now += 9 * DAY
    kodex = team.row("vendor", "Kodex")
    for question, value in (("insured_until", Day(dt.date(2027, 6, 1))), ("safe", YesNo(True))):
        team.tell(f"checks.{question}", value, "Kodex")
    other = team.row("agreement", "Kodex paper")
    team.tell("paper.party", Items((kodex,)), "Kodex paper")
    team.tell("paper.signed", YesNo(True), "Kodex paper")
    team.seat("DE", vendor="Kodex")
    team.plan("Pilot", "Handbook", vendors=("Acme", "Kodex"))
    reopened(team)
    assert other in team.rows
    assert seen(team).worked["evaluate"] == TODAY
    assert team.phases().seen((), kodex).worked["evaluate"] == TODAY + 9 * DAY


def test_a_mark_of_an_earlier_shape_tells_one_day_for_all_its_vendors() -> None:
    team = opened()
    row = next(row for row in team.rows.values() if row.register == "phase_state")
    fields = {name: value for name, value in row.fields.items() if not name.startswith("began")}
    team.rows[row.id] = msgspec.structs.replace(row, fields={**fields, "began": Day(TODAY - DAY)})
    assert seen(team).worked == {"search": TODAY - DAY, "evaluate": TODAY - DAY}


# ── what it holds already ────────────────────────────────────────────────────


def test_what_a_vendor_got_in_a_phase_that_is_closed_it_still_has() -> None:
    team = opened()
    team.marks("pieces", "Handbook", "Screens")
    team.plan("Later", "Screens")
    assert team.phases().looks(team.item("Later"))[0].exposure is Exposure.E4
    team.say(DEV, PhaseClosed(team.item("Pilot")))
    assert team.phases().looks(team.item("Later"))[0].exposure is Exposure.E4


def test_what_a_vendor_got_by_a_plan_that_was_changed_since_it_still_has() -> None:
    team = opened()
    team.plan("Pilot", "Website")
    ask(team)
    yes(team, MARIA)
    assert set(seen(team).held) == {team.item("Handbook"), team.item("Website")}


# ── findings ─────────────────────────────────────────────────────────────────


def test_what_is_open_in_the_papers_of_another_vendor_or_about_another_country_closes_nothing_here() -> None:
    team = opened()
    kodex, paper = team.row("vendor", "Kodex"), team.row("agreement", "Kodex paper")
    team.tell("paper.party", Items((kodex,)), "Kodex paper")
    team.seat("PL", vendor="Kodex")
    for about in (paper, ItemId("country-PL"), kodex):
        grave(team, about)
        assert seen(team).findings == frozenset(), about
    for about in (team.item("Paper"), ItemId("country-DE"), team.item("Acme")):
        grave(team, about)
        assert (seen(team).findings, seen(team).found) == ({Severity.CRITICAL}, {"grave"}), about


def grave(team: Climbers, about: ItemId) -> None:
    """Nothing is open but one critical finding about a row."""
    session = team.open_session
    found = Finding("grave", spot("paper.signed", about), Severity.CRITICAL, NOW)
    team.sessions[session.id] = msgspec.structs.replace(session, findings=(found,))


# ── figures of a team's own ──────────────────────────────────────────────────


def test_a_figure_takes_a_cap_away_only_on_the_word_of_those_who_may_lift_it_and_sets_one_on_anybodys() -> None:
    def flags(by: PersonId, country: str, listed: str) -> set[CapFlag]:
        team = Climbers.ready("Engine")
        team.marks("pieces", "Engine")
        team.seat(country)
        team.say(by, FigureEntered(country, CountryField.SPECIAL_301, listed, "Special 301 Report 2026", 2026))
        return {one.cap.flag for one in team.phases().looks(team.item("Pilot"))[0].caps}

    assert CapFlag.SPECIAL_301 in flags(DEV, "IN", "none")
    assert CapFlag.SPECIAL_301 not in flags(JON, "IN", "none")
    assert CapFlag.SPECIAL_301 in flags(DEV, "DE", "PWL")


# ── told ahead ───────────────────────────────────────────────────────────────


def told(outcome: Outcome, key: str) -> int:
    notes = [note for effect in outcome.effects if isinstance(effect, Whisper) for note in effect.notes]
    return sum(note.key == key for note in notes)


def test_the_end_of_an_exception_is_told_ahead_whatever_its_evidence_says_of_warnings() -> None:
    team = Climbers.ready("Handbook", "Website")
    team.not_sure(spot("titles.ours", team.item("Website")))
    pilot, acme = team.item("Pilot"), team.item("Acme")
    team.say(JON, ExceptionGranted(pilot, acme, "grave", TODAY + 12 * DAY, "It comes"))
    ask(team, by=DEV)
    yes(team, MARIA)
    yes(team, PRIYA)
    assert [days for days in (9, 6, 3, 1) if told(team.morning(TODAY + 13 * DAY - days * DAY), "gate.warning")] == [
        6,
        1,
    ]


def test_the_end_of_a_lift_is_told_ahead_where_the_country_would_be_capped_without_it() -> None:
    team = Climbers.ready("Engine")
    team.seat("IN")
    phases = team.phases()
    assert phases.looks(team.item("Pilot"))[0].lifts == {}
    team.marks("pieces", "Engine")
    team.say(DEV, LiftAsked("IN", "We know the court there"))
    yes(team, JON)
    yes(team, PRIYA)
    last = dt.date(2027, 5, 23)
    assert team.phases().looks(team.item("Pilot"))[0].lifts == {ItemId("country-IN"): last}
    assert whispered(team.look()) == {}


def test_the_end_of_a_lift_is_said_30_7_and_1_days_ahead_to_the_approver_where_a_phase_is_open() -> None:
    two_gates = GATES[: GATES.index("  - gate: pilot")] + GATES[GATES.index("countries: {formality_met") :]
    team = Climbers.ready("Engine", on=library(two_gates.replace("up_to: E1", "up_to: E4")))
    team.tell("checks.safe", YesNo(True), "Acme")
    team.seat("IN")
    team.marks("pieces", "Engine")
    team.say(DEV, LiftAsked("IN", "We know the court there"))
    yes(team, JON)
    yes(team, PRIYA)
    approved(team)
    last = dt.date(2027, 5, 23)
    team.tell("checks.insured_until", Day(last + 400 * DAY), "Acme")
    told = [
        days
        for days in (40, 30, 8, 7, 1)
        if "gate.warning.lift" in whispered(team.morning(last + DAY - days * DAY)).get(JON, [])
    ]
    assert told == [30, 7, 1]
