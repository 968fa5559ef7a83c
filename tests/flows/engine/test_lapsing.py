"""What time and moving facts do to an open phase: warned of, in grace, fallen, back again, and what is out to come back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec

from flows.engine.ladder import Look
from flows.engine.phase_lines import phase_lines
from flows.engine.phasing import Verdict, may_share
from flows.engine.screens.gate import gates, state_line
from flows.engine.screens.wording import plain
from flows.model.country import Exposure
from flows.model.effects import On, PostDigest, Whisper
from flows.model.events import DigestChanged, RoleGiven, SettingsChanged, Ticked
from flows.model.ids import RegisterId
from flows.model.ladder_events import (
    ClassSet,
    PhaseClosed,
    ProofRecorded,
)
from flows.model.people import Capacity, Role
from flows.model.phasing import PhaseState
from flows.model.programme import ActionState, ActionWhy
from flows.model.rowevents import RowBroughtBack, RowTakenOut
from flows.model.screens import Buttons
from flows.model.values import Day, YesNo
from tests.builders import DEV, MARIA, PRIYA, flow_of, spot
from tests.flows.engine.climbing import DAY, MONTH, approved, ask, opened, proved_pilot, yes
from tests.flows.engine.ladder_sample import LAWYERED, TODAY, Climbers, announced, library, replied, whispered

ASKED = "      - {ask: asked, kind: yes_no, text: Anything?, why: W., source: method}\n"


def test_a_paper_that_expires_leaves_days_of_grace_and_then_the_phase_falls() -> None:
    team = opened()
    friday = dt.date(2026, 11, 27)
    team.tell("checks.insured_until", Day(friday - DAY), "Acme")
    lapsed = team.morning(friday)
    mark = team.mark()
    assert announced(lapsed) == ["gate.in_grace"]
    assert mark is not None and (mark.state, mark.ends) == (PhaseState.GRACE, dt.date(2026, 12, 1)), "two working days"
    assert announced(team.morning(dt.date(2026, 12, 1))) == []
    fell = team.morning(dt.date(2026, 12, 2))
    mark = team.mark()
    assert announced(fell) == ["gate.fell", "gate.left"]
    assert mark is not None and (mark.state, mark.gate, mark.why) == (
        PhaseState.FALLEN,
        "search",
        "Acme is not insured.",
    )
    assert whispered(fell)[PRIYA] == ["gate.counsel"]
    removal = [action for action in team.work.values() if action.why is ActionWhy.REMOVAL]
    assert [(one.owner, one.due, one.about, one.state) for one in removal] == [
        (DEV, dt.date(2026, 12, 4), "Acme (Pilot)", ActionState.OPEN)
    ]
    assert announced(team.morning(dt.date(2026, 12, 3))) == [], "said once"
    team.say(DEV, PhaseClosed(team.item("Pilot")))
    assert [one for one in team.work.values() if one.why is ActionWhy.REMOVAL] == removal, (
        "once for the fall and the closing"
    )


def test_a_paper_that_comes_in_time_opens_it_again_for_all_that_was_approved() -> None:
    team = opened()
    team.tell("checks.insured_until", Day(TODAY - DAY), "Acme")
    assert announced(team.look()) == ["gate.in_grace"], "seen at the next turn, whatever it is about"
    team.tell("checks.insured_until", Day(TODAY + MONTH), "Acme")
    back = team.look()
    mark = team.mark()
    assert announced(back) == ["gate.back"]
    assert mark is not None and (mark.state, mark.ends, mark.why) == (PhaseState.OPEN, None, "")


def test_a_counsel_who_says_that_they_are_no_lawyer_closes_what_leaned_on_one_at_once() -> None:
    team = Climbers.ready(on=library(LAWYERED))
    team.tell("checks.safe", YesNo(True), "Acme")
    approved(team)
    said = team.say(PRIYA, SettingsChanged(capacity=Capacity.NO_LAWYER))
    mark = team.mark()
    assert announced(said) == ["gate.fell", "gate.left"]
    assert mark is not None and (mark.state, mark.why) == (PhaseState.FALLEN, "No lawyer is counsel.")
    team.say(PRIYA, SettingsChanged(capacity=Capacity.OUTSIDE))
    ask(team)
    yes(team, MARIA)
    assert announced(yes(team, PRIYA)) == ["gate.opened"]
    assert announced(team.say(MARIA, RoleGiven(Role.COUNSEL, MARIA))) == ["gate.fell", "gate.left"], (
        "of an owner who said nothing nobody is taken for a lawyer"
    )


def test_a_phase_that_is_taken_out_of_the_list_is_closed_and_what_is_out_is_to_come_back() -> None:
    team = opened()
    pilot, handbook, acme = (team.item(name) for name in ("Pilot", "Handbook", "Acme"))
    assert may_share(team, team.library, handbook, acme, team.now).verdict is Verdict.YES
    out = team.say(MARIA, RowTakenOut(RegisterId("phase"), pilot))
    assert announced(out) == ["gate.taken_out"] and team.phases().marks[pilot].state is PhaseState.CLOSED
    assert [one.about for one in team.work.values() if one.why is ActionWhy.REMOVAL] == ["Acme (Pilot)"]
    assert may_share(team, team.library, handbook, acme, team.now).verdict is Verdict.NOT_YET
    team.say(MARIA, RowBroughtBack(RegisterId("phase"), pilot))
    assert team.phases().marks[pilot].state is PhaseState.CLOSED, "it is asked for anew"


def test_what_falls_the_same_day_falls_at_once_and_opens_again_on_a_new_request_only() -> None:
    team = opened()
    team.tell("paper.signed", YesNo(False), "Paper")
    assert announced(team.look()) == ["gate.fell", "gate.left"]
    team.tell("paper.signed", YesNo(True), "Paper")
    assert announced(team.look()) == []
    mark = team.mark()
    assert mark is not None and mark.state is PhaseState.FALLEN
    assert _stands(team).startswith("fell back; everything is there again, so it can be asked for anew.")
    assert [note.key for note in phase_lines(team.phases().ground, TODAY)[0]] == ["digest.phase.over"]
    ask(team)
    assert "its approval is asked for" in _stands(team)
    yes(team, MARIA)
    assert [state for _, state in _to_come_back(team)] == [ActionState.OPEN]
    assert announced(yes(team, PRIYA)) == ["gate.opened"]
    assert _to_come_back(team) == [("Acme (Pilot)", ActionState.WITHDRAWN)], "it may stay where it is"


def test_what_a_phase_does_not_show_any_more_is_still_to_come_back_once_it_opens_again() -> None:
    team = opened("Handbook", "Website")
    team.tell("paper.signed", YesNo(False), "Paper")
    team.look()
    assert _stands(team).startswith("fell back to Search: ")
    assert [note.key for note in phase_lines(team.phases().ground, TODAY)[0]] == ["digest.phase.fell"]
    team.tell("paper.signed", YesNo(True), "Paper")
    team.plan("Pilot", "Handbook")
    ask(team)
    yes(team, MARIA)
    assert announced(yes(team, PRIYA)) == ["gate.opened"]
    assert _to_come_back(team) == [("Acme (Pilot)", ActionState.OPEN)]


def test_what_an_earlier_fall_asked_back_is_not_spared_by_opening_again_for_less() -> None:
    team = opened("Handbook", "Website")
    for _ in range(2):  # it falls, and opens for the handbook alone, twice
        team.now += DAY
        team.tell("paper.signed", YesNo(False), "Paper")
        team.look()
        team.now += DAY
        team.tell("paper.signed", YesNo(True), "Paper")
        team.plan("Pilot", "Handbook")
        ask(team)
        yes(team, MARIA)
        assert announced(yes(team, PRIYA)) == ["gate.opened"]
        assert _to_come_back(team) == [("Acme (Pilot)", ActionState.OPEN)], "the website was never open again"
    team.now += DAY
    team.tell("paper.signed", YesNo(False), "Paper")
    team.look()
    team.tell("paper.signed", YesNo(True), "Paper")
    team.plan("Pilot", "Handbook", "Website")
    ask(team)
    yes(team, MARIA)
    assert announced(yes(team, PRIYA)) == ["gate.opened"]
    assert _to_come_back(team) == [("Acme (Pilot)", ActionState.WITHDRAWN)], "all that it was asked for is open again"


def test_to_take_a_phase_back_is_a_warning_only_while_it_is_open() -> None:
    def style() -> str:
        parts = gates(team.phases(), MARIA).parts
        return next(
            b.style for part in parts if isinstance(part, Buttons) for b in part.buttons if b.ref.do == "gate_close"
        )

    team = opened()
    assert style() == "danger"
    team.tell("paper.signed", YesNo(False), "Paper")
    team.look()
    assert style() == "", "it fell, and is closed already"


def _to_come_back(team: Climbers) -> list[tuple[str, ActionState]]:
    return [(one.about, one.state) for one in team.work.values() if one.why is ActionWhy.REMOVAL]


def _stands(team: Climbers) -> str:
    return plain(state_line(team.phases(), team.item("Pilot")))


def test_it_falls_as_far_as_is_still_proved_and_further_when_more_is_gone() -> None:
    team = opened()
    team.tell("checks.safe", YesNo(False), "Acme")
    team.look()
    team.tell("start.ready", YesNo(False))
    fell = team.look()
    mark = team.mark()
    assert announced(fell) == ["gate.fell", "gate.left.nothing"]
    assert mark is not None and (mark.state, mark.gate) == (PhaseState.FALLEN, "")


def test_a_finding_that_opens_closes_the_phase_and_one_about_something_else_does_not() -> None:
    team = opened()
    team.tell("titles.ours", None, "Website")
    team.not_sure(spot("titles.ours", team.item("Website")))
    mark = team.mark()
    assert mark is not None and mark.state is PhaseState.OPEN
    team.tell("titles.ours", None, "Handbook")
    team.not_sure(spot("titles.ours", team.item("Handbook")))
    mark = team.mark()
    assert mark is not None and mark.state is PhaseState.FALLEN


def test_an_asset_that_counts_for_more_than_was_approved_closes_it() -> None:
    team = opened()
    team.say(MARIA, ClassSet(team.item("Handbook"), Exposure.E4, "It holds the keys"))
    mark = team.mark()
    assert mark is not None and mark.state is PhaseState.FALLEN
    assert {"class_set", "phase_fell"} <= {entry.what for entry in team.log}


def test_a_gate_that_lasts_for_months_closes_by_itself_and_says_so_ahead() -> None:
    team = proved_pilot()
    ask(team, phase="Later")
    for person in (MARIA, PRIYA, DEV):
        yes(team, person)
    ends = team.now.date().replace(year=2027, month=2)
    told: list[int] = []
    for days in (60, 31, 30, 8, 7, 2, 1, 0):
        day = ends - days * DAY
        team.now = dt.datetime.combine(day - DAY, dt.time(9), dt.UTC)
        team.say(DEV, ProofRecorded("drill", team.item("Acme"), day - DAY, "Again"))
        woken = team.morning(day)
        told += [days for key in whispered(woken).get(MARIA, []) if key == "gate.warning.over"]
        assert ("gate.fell" in announced(woken)) is (days == 0)
    assert told == [30, 7, 1]
    mark = team.mark("Later")
    assert mark is not None and (mark.state, mark.gate, mark.why) == (
        PhaseState.FALLEN,
        "evaluate",
        "Its time is over.",
    )


def test_what_lapses_is_said_30_7_and_1_days_ahead_to_whoever_sees_to_it() -> None:
    team = opened()
    last = dt.date(2027, 2, 10)
    team.tell("checks.insured_until", Day(last), "Acme")
    told = [
        days
        for days in (40, 29, 28, 6, 1)
        if "gate.warning.grace" in whispered(team.morning(last + DAY - days * DAY)).get(DEV, [])
    ]
    assert told == [29, 6, 1], "days that were missed are made up for, once"


def test_a_warning_says_that_days_of_grace_follow_where_they_do_and_when_they_are_over() -> None:
    team = opened()
    thursday = dt.date(2026, 12, 10)
    team.tell("checks.insured_until", Day(thursday - DAY), "Acme")
    woken = team.morning(thursday - DAY)
    told = [note for effect in woken.effects if isinstance(effect, Whisper) for note in effect.notes]
    assert [(note.key, note.values) for note in told] == [
        (
            "gate.warning.grace",
            {"phase": "Pilot", "day": On(thursday), "ends": On(dt.date(2026, 12, 14)), "do": "Get Acme insured"},
        )
    ]
    assert announced(team.morning(thursday)) == ["gate.in_grace"]
    assert announced(team.morning(dt.date(2026, 12, 14))) == []
    assert announced(team.morning(dt.date(2026, 12, 15)))[0] == "gate.fell"


def test_a_warning_of_what_leaves_no_days_says_that_the_phase_closes() -> None:
    team = proved_pilot()
    ask(team, phase="Later")
    for person in (MARIA, PRIYA, DEV):
        yes(team, person)
    gone = team.now.date() + 31 * DAY
    woken = team.morning(gone - 7 * DAY)
    told = [note for effect in woken.effects if isinstance(effect, Whisper) for note in effect.notes]
    values = {"phase": "Later", "day": On(gone), "do": "Hold a drill with Acme"}
    assert [note.values for note in told if note.key == "gate.warning"] == [values]
    assert "gate.fell" in announced(team.morning(gone))


def test_days_of_grace_count_from_the_lapse_so_that_an_outage_gives_nobody_any() -> None:
    friday = dt.date(2026, 11, 27)
    for seen, state, ends, says in (
        (friday + 3 * DAY, PhaseState.GRACE, dt.date(2026, 12, 1), "gate.in_grace"),
        (friday + 5 * DAY, PhaseState.FALLEN, None, "gate.fell"),
    ):
        team = opened()
        team.tell("checks.insured_until", Day(friday - DAY), "Acme")
        assert announced(team.morning(seen))[0] == says, "asleep since before it lapsed"
        mark = team.mark()
        assert mark is not None and (mark.state, mark.ends) == (state, ends)


def test_what_lapses_while_it_is_in_grace_gives_it_no_more_days() -> None:
    team = opened()
    team.tell("checks.insured_until", Day(TODAY - DAY), "Acme")
    team.look()
    team.now += DAY
    team.tell("checks.insured_until", Day(TODAY), "Acme")
    team.look()
    mark = team.mark()
    assert mark is not None and (mark.state, mark.ends) == (PhaseState.GRACE, TODAY + 2 * DAY)


def test_a_phase_is_looked_at_every_morning_and_the_digest_comes_when_it_is_due() -> None:
    team = opened()
    assert team.programme is not None and team.programme.wakes == dt.datetime(2026, 11, 24, 7, tzinfo=dt.UTC)
    days: list[dt.date] = []
    for _ in range(8):
        assert team.programme.wakes is not None
        team.now = team.programme.wakes
        outcome = team.say(MARIA, Ticked())
        days += [team.now.date() for effect in outcome.effects if isinstance(effect, PostDigest)]
    assert days == [dt.date(2026, 11, 30)], "on the Monday at nine, between two looks"
    changed = team.say(MARIA, DigestChanged(muted=True))
    assert replied(changed) == ["digest.muted"]


def test_what_is_to_come_back_stands_where_the_phases_are_planned_and_a_vendor_that_is_taken_out_keeps_it_there() -> (
    None
):
    team = opened(before=flow_of("  - section: one\n    title: One\n    questions:\n" + ASKED, name="other"))
    team.say(MARIA, RowTakenOut(RegisterId("vendor"), team.item("Acme")))
    fell = [action for action in team.work.values() if action.why is ActionWhy.REMOVAL]
    assert team.programme is not None and team.programme.sessions[0].id != team.open_session.id
    assert [(one.session, one.about, one.state) for one in fell] == [
        (team.open_session.id, "Acme (Pilot)", ActionState.OPEN)
    ]
    mark = team.mark()
    assert mark is not None and mark.why == "Nobody that it was approved for stands in the register any more."


def test_of_a_phase_that_was_opened_before_days_were_counted_no_day_counts() -> None:
    team = proved_pilot()
    phases = team.phases()
    assert "worked" not in lacking(phases.looks(team.item("Later")))
    fresh, pilot = team.phases(), team.item("Pilot")
    fresh.marks[pilot] = msgspec.structs.replace(fresh.marks[pilot], began={})
    assert "worked" in lacking(fresh.looks(team.item("Later")))


def lacking(looks: Sequence[Look]) -> set[str]:
    """The evidence that is missing."""
    return {proof.evidence.id for look in looks for proof in look.missing}
