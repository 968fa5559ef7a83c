"""What people do about gates: ask that a phase opens, say yes or not yet, take one back; what else they do is in `allowing`.

Where a gate or the programme wants it so, nobody approves what they asked for themselves. A yes counts only while everything is there and the plan is
the one that was asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import assert_never

import msgspec

from flows.engine.allowing import classed, excepted, lift_asked, recorded
from flows.engine.approvals import (
    MOST_WRITTEN,
    brief_counsel,
    call_approvers,
    conditions_in,
    drop_conditions,
    keep_approval,
    next_approval,
    open_conditions,
)
from flows.engine.extending import approved_on, extends
from flows.engine.lapsing import drop_removals, keep_mark, open_removals
from flows.engine.phases import Phases
from flows.engine.reporting import reported
from flows.engine.requests import asking_note, called, lacks, over_note, plan_moved
from flows.engine.screens.wording import plain, text
from flows.engine.speaking import asked_of, holders, is_theirs, keeps_apart, left, parts_of, players, to_speak
from flows.engine.turn import Turn, refuse
from flows.engine.waking import set_alarm
from flows.model.effects import Announce, Mention, Note, On, Outcome, Piece, Whisper, Whispered
from flows.model.ids import ItemId, country_id
from flows.model.ladder_events import (
    ApprovalGiven,
    ClassSet,
    ExceptionGranted,
    LadderEvent,
    LiftAsked,
    LossReported,
    PhaseClosed,
    PhaseRequested,
    ProofRecorded,
)
from flows.model.phasing import (
    Approval,
    Approving,
    AskKind,
    AskState,
    PhaseMark,
    PhaseState,
    Word,
)
from flows.rules.phasing import enough, months_after


def gated(turn: Turn, event: LadderEvent) -> Outcome:
    """One of the things that people do about gates."""
    if turn.library.ladder is None:
        return refuse(Note("gate.none"))
    phases = Phases(turn)
    match event:
        case PhaseRequested():
            return _requested(turn, phases, event)
        case ApprovalGiven():
            return _answered(turn, phases, event)
        case PhaseClosed():
            return _closed(turn, phases, event)
        case ExceptionGranted():
            return excepted(turn, phases, event)
        case LiftAsked():
            return lift_asked(turn, phases, event)
        case ProofRecorded():
            return recorded(turn, phases, event)
        case LossReported():
            return reported(turn, phases.ladder, event)
        case ClassSet():
            return classed(turn, phases, event)
        case _:
            assert_never(event)


# ── a request, and what is said to it ────────────────────────────────────────


def _requested(turn: Turn, phases: Phases, event: PhaseRequested) -> Outcome:
    phase = event.phase
    if all(row.id != phase for row in phases.rows):
        return refuse(Note("gate.gone"))
    assets, vendors, gate = phases.assets(phase), phases.vendors(phase), phases.gate(phase)
    if not assets or not vendors or gate is None:
        return refuse(Note("gate.unplanned", {"phase": phases.name(phase)}))
    approval = Approval(
        next_approval(turn),
        AskKind.OPEN,
        turn.by,
        turn.at,
        phase=phase,
        gate=gate.id,
        assets=assets,
        vendors=vendors,
        reason=event.reason.strip()[:MOST_WRITTEN],
        extends=extends(phases.marks.get(phase), assets, vendors),
    )
    approvers, name = phases.ladder.asked_of(approval), phases.name(phase)
    if keeps_apart(turn.programme, gate) and parts_of(approvers, turn.programme, turn.by):
        return refuse(Note("gate.asker_speaks", {"phase": name}))
    _put_aside(turn, phases, phase)
    keep_approval(turn, approval, name)
    turn.note("phase_requested", about=f"{name}: {gate.id}")
    call_approvers(turn, approval, asking_note(phases, approval))
    brief_counsel(turn, phases, phases.looks(phase), name)
    missing = len(lacks(phases, approval))
    more = (Note("gate.requested.missing", {"count": missing}),) if missing else ()
    yours = turn.by in to_speak(phases.ladder, turn.programme, approval)
    own = (Note("gate.requested.yours"),) if yours else ()
    return turn.outcome(Whispered((Note("gate.requested", {"phase": name}), *own, *more), ("gates",)))


def _put_aside(turn: Turn, phases: Phases, phase: ItemId) -> None:
    """An earlier request for the same phase is over."""
    for one in phases.approvals:
        if one.kind is AskKind.OPEN and one.phase == phase and one.state is AskState.ASKED:
            keep_approval(turn, msgspec.structs.replace(one, state=AskState.OVER), phases.name(phase))


def _answered(turn: Turn, phases: Phases, event: ApprovalGiven) -> Outcome:
    one = next((known for known in phases.approvals if known.id == event.approval), None)
    if one is None or one.state is not AskState.ASKED:
        return refuse(over_note(one), ("gates",))
    approvers, persons = asked_of(phases.ladder, one)
    roles = parts_of(approvers, turn.programme, turn.by)
    if is_theirs(phases.ladder, turn.programme, one, turn.by):
        return refuse(Note("gate.own_request"))
    if not roles:
        return refuse(Note("gate.not_approver"))
    name = called(phases, one)
    if not event.yes:
        return _not_yet(turn, one, name, event.reason)
    barred = _barred(phases, one)
    if barred is not None:
        return barred
    said = {(word.role, word.person) for word in one.words}
    if all((role, turn.by) in said for role in roles):
        return refuse(Note("gate.said_already", {"phase": name}), ("gates",))
    bound = event.condition.strip()[:MOST_WRITTEN]
    words = (*one.words, *(Word(role, turn.by, turn.today, bound) for role in roles if (role, turn.by) not in said))
    one = msgspec.structs.replace(one, words=words)
    for role in roles:
        turn.note("approved", about=one.id, role=role)
    if bound and one.minder != turn.by:
        told: dict[str, Piece] = {"phase": name, "who": Mention(turn.by), "condition": bound}
        turn.follow(Whisper(one.minder, (Note("gate.yes_told", told),), buttons=("gates",)))
    if not enough(approvers, persons, holders(turn.programme), words):
        keep_approval(turn, one, name)
        waits = _waits(turn, left(phases.ladder, turn.programme, one))
        return turn.outcome(Whispered((_noted(name, bound), waits)))
    return _granted(turn, phases, one, name, bound)


def _noted(name: str, bound: str) -> Note:
    """That a yes is noted, with its condition where it has one."""
    return (
        Note("gate.said_yes_if", {"phase": name, "condition": bound})
        if bound
        else Note("gate.said_yes", {"phase": name})
    )


def _barred(phases: Phases, one: Approval) -> Outcome | None:
    """Why a phase may not be opened now: its plan is another, or something is missing."""
    if plan_moved(phases, one):
        return refuse(Note("gate.plan_moved"), ("gates",))
    reasons = lacks(phases, one)
    if not reasons:
        return None
    return refuse(Note("gate.still_missing", {"what": plain(reasons[0].closed), "count": len(reasons)}), ("gates",))


def _waits(turn: Turn, parts: Sequence[Approving]) -> Note:
    """Whose yes is still wanted; where nobody's is, that of another person."""
    return Note("gate.waits_for", {"who": players(turn.programme, parts)}) if parts else Note("gate.second_person")


def _not_yet(turn: Turn, one: Approval, name: str, reason: str) -> Outcome:
    no = Word(None, turn.by, turn.today, reason.strip()[:MOST_WRITTEN])
    keep_approval(turn, msgspec.structs.replace(one, state=AskState.REFUSED, no=no), name)
    turn.note("refused", about=one.id)
    values: dict[str, Piece] = {"phase": name, "who": Mention(turn.by)}
    because = Note("gate.refused_because", {**values, "reason": reason.strip()[:MOST_WRITTEN]})
    if one.minder != turn.by:
        turn.follow(Whisper(one.minder, (because if reason.strip() else Note("gate.refused", values),)))
    return turn.outcome(Whispered((Note("gate.said_not_yet", {"phase": name}),)))


def _granted(turn: Turn, phases: Phases, one: Approval, name: str, bound: str) -> Outcome:
    """Everybody said yes, the last of them on the condition in ``bound``, or on none."""
    if one.kind is AskKind.LIFT or one.phase is None:
        until = months_after(turn.today, phases.ladder.lifting.months)
        keep_approval(turn, msgspec.structs.replace(one, state=AskState.GRANTED, until=until), name)
        turn.note("cap_lifted", about=one.about)
        own = (_noted(name, bound),) if bound else ()
        drop_conditions(turn, phases, country_id(one.about))
        caps = plain(text(phases.library.texts, "gate.lift_of", country=name))
        lifted = (Note("gate.lifted", {"country": name, "day": On(until)}), *_bounded(turn, phases, one, caps))
        if one.minder != turn.by:  # whoever asked never has the last word of a lift, but who has taken that over may
            turn.follow(Whisper(one.minder, lifted, buttons=("gates",)))
        return turn.outcome(Whispered((*own, *lifted), ("gates",)))
    phase, known = one.phase, phases.marks.get(one.phase)
    before = extends(known, one.assets, one.vendors)
    if before is None:
        drop_conditions(turn, phases, phase)  # those of a yes that this one takes the place of
    one = msgspec.structs.replace(one, state=AskState.GRANTED, extends=before if before == one.extends else None)
    keep_approval(turn, one, name)
    mark = PhaseMark(
        phase=phase,
        state=PhaseState.OPEN,
        since=turn.today,
        gate=one.gate,
        approved_gate=one.gate,
        assets=one.assets,
        vendors=one.vendors,
        approval=one.id,
        began=_began(phases, one, known, turn.today),
        approved_on=approved_on(phases, one),
        looked=turn.today,
    )
    keep_mark(turn, mark, name)
    drop_removals(turn, phases, known, mark)
    gate = phases.ladder.gate(one.gate)
    turn.note("phase_opened", about=name)
    opened: dict[str, Piece] = {"phase": name, "gate": gate.title if gate is not None else one.gate}
    key = "gate.opened" if one.extends is None else "gate.extended"
    turn.follow(Announce((Note(key, opened), *_bounded(turn, phases, one, name)), ("gates",)))
    set_alarm(turn)
    return turn.outcome(Whispered((_noted(name, bound),)))


def _bounded(turn: Turn, phases: Phases, one: Approval, name: str) -> tuple[Note, ...]:
    """Where it was approved on conditions: who sees that they are met, and the work to do so."""
    bound = conditions_in((one,))
    if not bound:
        return ()
    open_conditions(turn, phases, one, name)
    told: dict[str, Piece] = {"count": len(bound), "conditions": "; ".join(bound), "who": Mention(one.minder)}
    return (Note("gate.on_conditions", told),)


def _began(phases: Phases, one: Approval, known: PhaseMark | None, today: dt.date) -> dict[tuple[ItemId, str], dt.date]:
    """Since when each vendor works at the gate that opens now and at those below it: as before where that went on, else from today."""
    before = phases.went_on(known, one.gate, known.vendors) if known is not None else {}
    return {
        (vendor, step): before.get((vendor, step), today) for vendor in one.vendors for step in phases.steps(one.gate)
    }


# ── taken back ───────────────────────────────────────────────────────────────


def _closed(turn: Turn, phases: Phases, event: PhaseClosed) -> Outcome:
    """Anybody who plays a part may take a phase back."""
    mark = phases.marks.get(event.phase)
    if mark is None or mark.state is PhaseState.CLOSED:
        return refuse(Note("gate.gone"))
    if turn.by not in holders(turn.programme).values():
        return refuse(Note("gate.not_approver"))
    name = phases.name(event.phase)
    keep_mark(turn, PhaseMark(event.phase, PhaseState.CLOSED, turn.today), name)
    turn.note("phase_closed", about=name)
    turn.follow(Announce((Note("gate.closed", {"phase": name, "who": Mention(turn.by)}),), ("gates",)))
    open_removals(turn, phases, mark)
    drop_conditions(turn, phases, event.phase)
    return turn.outcome(Whispered((Note("gate.closed_now", {"phase": name}),)))
