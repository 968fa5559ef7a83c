"""Phases on their ladder: asked for, approved by the right people, kept open by evidence, closed again by what lapses."""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.engine.approvals import MOST_BRIEFED
from flows.model.country import Exposure
from flows.model.effects import Outcome, PostDigest, RefreshCard, Whisper
from flows.model.events import DigestChanged, RoleGiven, Ticked
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
from flows.model.programme import ActionState, ActionWhy
from flows.model.values import Day, YesNo
from tests.builders import DEV, JON, MARIA, PRIYA, is_refused, spot
from tests.flows.engine.climbing import DAY, MONTH, ask, opened, proved_pilot, yes
from tests.flows.engine.ladder_sample import TODAY, Climbers, announced, library, replied, whispered

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
    assert mark is not None and (mark.state, mark.gate, mark.began) == (PhaseState.OPEN, "evaluate", TODAY)
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


# ── what lapses ──────────────────────────────────────────────────────────────


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


def test_a_paper_that_comes_in_time_opens_it_again_for_all_that_was_approved() -> None:
    team = opened()
    team.tell("checks.insured_until", Day(TODAY - DAY), "Acme")
    assert announced(team.look()) == ["gate.in_grace"], "seen at the next turn, whatever it is about"
    team.tell("checks.insured_until", Day(TODAY + MONTH), "Acme")
    back = team.look()
    mark = team.mark()
    assert announced(back) == ["gate.back"]
    assert mark is not None and (mark.state, mark.ends, mark.why) == (PhaseState.OPEN, None, "")


def test_what_falls_the_same_day_falls_at_once_and_opens_again_on_a_new_request_only() -> None:
    team = opened()
    team.tell("paper.signed", YesNo(False), "Paper")
    assert announced(team.look()) == ["gate.fell", "gate.left"]
    team.tell("paper.signed", YesNo(True), "Paper")
    assert announced(team.look()) == []
    mark = team.mark()
    assert mark is not None and mark.state is PhaseState.FALLEN
    ask(team)
    yes(team, MARIA)
    assert announced(yes(team, PRIYA)) == ["gate.opened"]


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
        if "gate.warning" in whispered(team.morning(last + DAY - days * DAY)).get(DEV, [])
    ]
    assert told == [29, 6, 1], "days that were missed are made up for, once"


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


def test_a_class_is_set_by_whoever_plays_a_part_with_a_reason() -> None:
    team = Climbers.ready()
    book = team.item("Handbook")
    assert is_refused(team.say(PersonId("USTRANGER"), ClassSet(book, Exposure.E0, "Old")), "gate.not_approver")
    assert is_refused(team.say(MARIA, ClassSet(book, Exposure.E0, " ")), "gate.reason")
    assert is_refused(team.say(MARIA, ClassSet(ItemId("asset-0"), Exposure.E0, "Old")), "gate.gone")
    assert replied(team.say(MARIA, ClassSet(book, Exposure.E0, "It was printed"))) == ["gate.class.kept"]
    assert team.phases().looks(team.item("Pilot"))[0].exposure is Exposure.E0
