"""Phases on their ladder: asked for, approved by the right people, kept open by evidence, closed again by what lapses."""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.engine.approvals import MOST_BRIEFED
from flows.model.country import Exposure
from flows.model.effects import Outcome, RefreshCard, Whisper
from flows.model.events import RoleGiven
from flows.model.ids import ItemId, PersonId
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
from flows.model.phasing import AskState, PhaseState
from flows.model.programme import ActionWhy
from flows.model.values import Day, YesNo
from tests.builders import DEV, JON, MARIA, PRIYA, is_refused
from tests.flows.engine.climbing import DAY, ask, opened, proved_pilot, yes
from tests.flows.engine.ladder_sample import COUNTING, TODAY, Climbers, announced, library, replied, whispered

# ── asked for and approved ───────────────────────────────────────────────────


def test_a_phase_opens_once_everybody_whose_word_is_wanted_says_yes() -> None:
    team = Climbers.ready()
    asked = ask(team)
    assert replied(asked) == ["gate.requested"]
    assert whispered(asked) == {MARIA: ["gate.asked"], PRIYA: ["gate.asked"]}
    first = yes(team, MARIA)
    assert replied(first) == ["gate.said_yes", "gate.waits_for"] and team.mark() is None
    last = yes(team, PRIYA)
    mark = team.mark()
    assert announced(last) == ["gate.opened"] and RefreshCard() in last.effects
    assert mark is not None and (mark.state, mark.gate) == (PhaseState.OPEN, "evaluate")
    assert set(mark.began.values()) == {TODAY}
    assert (mark.assets, mark.vendors) == ((team.item("Handbook"),), (team.item("Acme"),))
    words = team.phases().approvals[-1].words
    assert [(word.role, word.person) for word in words] == [(Role.OWNER, MARIA), (Role.COUNSEL, PRIYA)]
    assert {"phase_requested", "approved", "phase_opened"} <= {entry.what for entry in team.log}


def test_in_a_small_team_whoever_asks_may_be_one_of_those_who_say_yes() -> None:
    team = Climbers.ready()
    assert whispered(ask(team, by=MARIA)) == {PRIYA: ["gate.asked"]}
    assert replied(yes(team, MARIA)) == ["gate.said_yes", "gate.waits_for"]
    assert announced(yes(team, PRIYA)) == ["gate.opened"]


def test_with_four_eyes_nobody_approves_what_they_asked_for_and_nobody_else_is_asked() -> None:
    team = Climbers.ready()
    assert team.programme is not None
    settings = msgspec.structs.replace(team.programme.settings, four_eyes=True)
    team.programme = msgspec.structs.replace(team.programme, settings=settings)
    assert is_refused(ask(team, by=MARIA), "gate.asker_speaks"), "her own yes would be wanted, and would never count"
    ask(team)
    team.say(MARIA, RoleGiven(Role.COUNSEL, JON))
    assert is_refused(yes(team, JON), "gate.own_request")
    assert is_refused(yes(team, DEV), "gate.not_approver")
    assert is_refused(team.say(MARIA, ApprovalGiven(ItemId("approval-0"), True)), "gate.request_over")


def test_without_a_lawyer_the_owner_accepts_the_risk_where_the_gate_lets_them() -> None:
    team = Climbers.ready()
    team.say(MARIA, RoleGiven(Role.COUNSEL, None))
    ask(team)
    assert announced(yes(team, MARIA)) == ["gate.opened"]
    assert [word.role for word in team.phases().approvals[-1].words] == [Role.OWNER]


def test_a_yes_on_a_condition_counts_and_is_never_told_without_it() -> None:
    team = Climbers.ready()
    ask(team)
    first = yes(team, PRIYA, condition="  only for the UK entity ")
    assert replied(first) == ["gate.said_yes_if", "gate.waits_for"] and whispered(first) == {JON: ["gate.yes_told"]}
    assert [word.condition for word in team.phases().approvals[-1].words] == ["only for the UK entity"]
    last = yes(team, MARIA)
    assert announced(last) == ["gate.opened", "gate.on_conditions"] and replied(last) == ["gate.said_yes"]
    assert [word.condition for word in team.phases().approvals[-1].words] == ["", "only for the UK entity"]


def test_whoever_asks_and_says_yes_on_a_condition_is_not_told_of_it_and_the_last_yes_may_have_one() -> None:
    team = Climbers.ready()
    ask(team, by=MARIA)
    assert whispered(yes(team, MARIA, condition="this month only")) == {}
    last = yes(team, PRIYA, condition="not abroad")
    assert replied(last) == ["gate.said_yes_if"] and announced(last) == ["gate.opened", "gate.on_conditions"]


def test_not_yet_ends_a_request_and_whoever_asked_is_told_why() -> None:
    team = Climbers.ready()
    ask(team, reason="Acme waits")
    said = yes(team, PRIYA, False, "The paper is old")
    assert whispered(said) == {JON: ["gate.refused_because"]} and replied(said) == ["gate.said_not_yet"]
    assert team.phases().approvals[-1].state is AskState.REFUSED
    ask(team)
    assert whispered(yes(team, MARIA, False)) == {JON: ["gate.refused"]}


def test_a_yes_counts_only_while_everything_is_there_and_counsel_hears_what_is_missing_means() -> None:
    team = Climbers.ready()
    team.tell("paper.signed", YesNo(False), "Paper")
    asked = ask(team)
    assert replied(asked) == ["gate.requested", "gate.requested.missing"]
    assert whispered(asked) == {MARIA: ["gate.asked"], PRIYA: ["gate.asked", "gate.counsel"]}
    assert is_refused(yes(team, MARIA), "gate.still_missing")
    team.tell("paper.signed", YesNo(True), "Paper")
    assert replied(yes(team, MARIA))[0] == "gate.said_yes"


def test_of_many_points_counsel_hears_the_first_and_how_many_more_there_are() -> None:
    team = Climbers.ready("Screens", "Website")
    team.tell("paper.signed", YesNo(False), "Paper")
    team.tell("start.ready", YesNo(False))
    team.tell("checks.safe", YesNo(False), "Acme")
    team.tell("checks.insured_until", Day(TODAY - DAY), "Acme")
    told = ask(team)
    points = [
        note for effect in told.effects if isinstance(effect, Whisper) and effect.to == PRIYA for note in effect.notes
    ]
    counsel = [note for note in points if note.key == "gate.counsel"]
    [more] = [note for note in points if note.key == "gate.counsel.more"]
    assert len(counsel) == MOST_BRIEFED and more.values == {"count": 2}
    assert replied(yes(team, MARIA)) == ["gate.still_missing"]


def test_another_plan_is_another_request_which_takes_the_place_of_the_first() -> None:
    team = Climbers.ready()
    ask(team)
    team.plan("Pilot", "Handbook", "Website")
    assert is_refused(yes(team, MARIA), "gate.plan_moved")
    ask(team)
    assert [one.state for one in team.phases().approvals] == [AskState.OVER, AskState.ASKED]
    assert replied(yes(team, MARIA))[0] == "gate.said_yes"


def test_a_phase_that_is_not_planned_or_not_there_can_not_be_asked_for() -> None:
    team = Climbers.ready()
    assert is_refused(ask(team, phase="Later"), "gate.unplanned")
    assert is_refused(team.say(JON, PhaseRequested(ItemId("phase-0"))), "gate.gone")
    bare = Climbers(msgspec.structs.replace(library(), ladder=None))
    bare.start(next(iter(library().flows.values())))
    assert is_refused(bare.say(JON, PhaseRequested(ItemId("phase-0"))), "gate.none")


def test_a_gate_that_asks_for_it_waits_for_so_many_different_people() -> None:
    team = proved_pilot()
    team.say(MARIA, RoleGiven(Role.SECURITY, PRIYA))
    ask(team, phase="Later")
    yes(team, MARIA)
    assert replied(yes(team, PRIYA)) == ["gate.said_yes", "gate.second_person"]
    team.say(MARIA, RoleGiven(Role.SECURITY, DEV))
    assert announced(yes(team, DEV)) == ["gate.opened"]
    mark = team.mark("Later")
    assert mark is not None and mark.gate == "pilot"


def test_a_part_that_nobody_plays_is_waited_for_by_its_name() -> None:
    team = proved_pilot()
    team.say(MARIA, RoleGiven(Role.SECURITY, None))
    ask(team, phase="Later")
    yes(team, PRIYA)
    said = yes(team, MARIA)
    assert replied(said) == ["gate.said_yes", "gate.waits_for"]


# ── taken back, excepted, lifted ─────────────────────────────────────────────


def test_whoever_plays_a_part_may_take_a_phase_back_and_what_is_out_is_to_come_back() -> None:
    team = opened()
    stranger = PersonId("USTRANGER")
    assert is_refused(team.say(stranger, PhaseClosed(team.item("Pilot"))), "gate.not_approver")
    closed = team.say(DEV, PhaseClosed(team.item("Pilot")))
    assert announced(closed) == ["gate.closed"] and replied(closed) == ["gate.closed_now"]
    assert [action.about for action in team.work.values() if action.why is ActionWhy.REMOVAL] == ["Acme (Pilot)"]
    assert is_refused(team.say(DEV, PhaseClosed(team.item("Pilot"))), "gate.gone")
    assert announced(team.morning(TODAY + 40 * DAY)) == [], "what is closed is not judged"


def test_the_approver_excepts_with_a_reason_for_a_while_and_renews_once() -> None:
    team = Climbers.ready()
    team.tell("checks.insured_until", Day(TODAY - DAY), "Acme")
    pilot, acme = team.item("Pilot"), team.item("Acme")

    def excepting(
        days: int, evidence: str = "insured", reason: str = "The new policy is on its way", by: PersonId = JON
    ) -> Outcome:
        return team.say(by, ExceptionGranted(pilot, acme, evidence, team.now.date() + days * DAY, reason))

    assert is_refused(excepting(10, by=MARIA), "gate.exception.who")
    assert is_refused(excepting(10, evidence="nda"), "gate.exception.hard")
    assert is_refused(excepting(31), "gate.exception.bounds") and is_refused(excepting(-1), "gate.exception.bounds")
    assert is_refused(excepting(9, reason=" "), "gate.reason")
    assert replied(excepting(10)) == ["gate.exception.kept"]
    ask(team, by=DEV)
    yes(team, MARIA)
    assert announced(yes(team, PRIYA)) == ["gate.opened"]
    assert announced(team.morning(TODAY + 10 * DAY)) == []
    assert announced(team.morning(TODAY + 11 * DAY)) == ["gate.in_grace"]
    assert replied(excepting(5)) == ["gate.exception.kept"], "renewed once"
    assert is_refused(excepting(6), "gate.exception.spent")


def test_caps_that_may_be_lifted_are_lifted_by_approver_and_counsel_for_half_a_year() -> None:
    team = Climbers.ready("Engine")
    team.marks("pieces", "Engine")
    team.seat("IN")
    assert is_refused(team.say(DEV, LiftAsked("IN", " ")), "gate.reason")
    assert is_refused(team.say(JON, LiftAsked("IN", "We know the court there")), "gate.asker_speaks.lift")
    asked = team.say(DEV, LiftAsked("IN", "We know the court there"))
    assert whispered(asked) == {JON: ["gate.lift_asked"], PRIYA: ["gate.lift_asked"]}
    yes(team, JON)
    assert replied(yes(team, PRIYA)) == ["gate.lifted"]
    one = team.phases().approvals[-1]
    assert (one.state, one.until) == (AskState.GRANTED, dt.date(2027, 5, 23))
    assert whispered(team.say(DEV, LiftAsked("CN", "Likewise")))[JON] == ["gate.lift_asked"]
    assert replied(yes(team, JON, False)) == ["gate.said_not_yet"]


def test_a_record_names_what_was_seen_on_a_day_that_has_come() -> None:
    team = proved_pilot()
    acme, today = team.item("Acme"), team.now.date()
    assert is_refused(team.say(JON, ProofRecorded("drill", acme, today, "Minutes")), "gate.record.who")
    assert is_refused(team.say(DEV, ProofRecorded("drill", acme, today + DAY, "Minutes")), "gate.record.future")
    assert is_refused(team.say(DEV, ProofRecorded("drill", acme, today, " ")), "gate.reason")
    assert is_refused(team.say(DEV, ProofRecorded("nda", acme, today, "Minutes")), "gate.gone")
    assert is_refused(team.say(DEV, ProofRecorded("drill", ItemId("vendor-0"), today, "Minutes")), "gate.gone")


def test_a_record_that_is_counted_wants_its_count_and_what_is_taken_back_counts_no_more() -> None:
    team = Climbers.ready("Screens", on=library(*COUNTING))
    acme = team.item("Acme")
    assert is_refused(team.say(DEV, ProofRecorded("drill", acme, TODAY, "Minutes")), "gate.record.uncounted")
    assert replied(team.say(DEV, ProofRecorded("drill", acme, TODAY, "Minutes", count=3))) == ["gate.record.kept"]
    assert replied(team.say(MARIA, ProofRecorded("visited", acme, TODAY, "Report", count=3))) == ["gate.record.kept"]
    gone = team.say(DEV, ProofRecorded("drill", acme, TODAY, "It was held with another vendor", there=False))
    assert replied(gone) == ["gate.record.gone"] and "proof_withdrawn" in {entry.what for entry in team.log}
    seen = team.phases().seen((), acme).records
    assert seen["drill"] == () and [one.count for one in seen["visited"]] == [None], "nobody counts visits"


def test_a_class_is_set_by_whoever_plays_a_part_with_a_reason() -> None:
    team = Climbers.ready()
    book = team.item("Handbook")
    assert is_refused(team.say(PersonId("USTRANGER"), ClassSet(book, Exposure.E0, "Old")), "gate.not_approver")
    assert is_refused(team.say(MARIA, ClassSet(book, Exposure.E0, " ")), "gate.reason")
    assert is_refused(team.say(MARIA, ClassSet(ItemId("asset-0"), Exposure.E0, "Old")), "gate.gone")
    assert replied(team.say(MARIA, ClassSet(book, Exposure.E0, "It was printed"))) == ["gate.class.kept"]
    assert team.phases().looks(team.item("Pilot"))[0].exposure is Exposure.E0
