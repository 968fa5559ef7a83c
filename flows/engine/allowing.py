"""What people do beside opening and closing phases: except from evidence, lift a cap, record evidence, set a class by name."""

from __future__ import annotations

import datetime as dt

from flows.engine.approvals import MOST_WRITTEN, call_approvers, keep_approval, next_approval
from flows.engine.phase_rows import class_row, record_row
from flows.engine.phases import Phases
from flows.engine.registers import country_name
from flows.engine.requests import asking_note
from flows.engine.speaking import holders, parts_of
from flows.engine.turn import Turn, refuse
from flows.model.effects import Note, On, Outcome, Term, Whispered
from flows.model.ladder_events import ClassSet, ExceptionGranted, LiftAsked, ProofRecorded
from flows.model.phasing import ASSETS, VENDORS, Approval, AskKind, AskState, Record, SetClass, Word


def excepted(turn: Turn, phases: Phases, event: ExceptionGranted) -> Outcome:
    """The approver alone excepts, with a reason, for a while, and so many times."""
    rule, evidence = phases.ladder.excepting, phases.ladder.evidence(event.evidence)
    if turn.programme.holder(rule.approver) != turn.by:
        return refuse(Note("gate.exception.who", {"role": Term(f"role.{rule.approver}")}))
    if evidence is None or evidence.hard:
        return refuse(Note("gate.exception.hard"))
    if not turn.today <= event.until <= turn.today + dt.timedelta(days=rule.days):
        return refuse(Note("gate.exception.bounds", {"days": rule.days}), field="until")
    if not event.reason.strip():
        return refuse(Note("gate.reason"), field="reason")
    before = [one for one in phases.approvals if one.kind is AskKind.EXCEPTION and _same(one, event)]
    if len(before) > rule.renewals:
        return refuse(Note("gate.exception.spent"))
    one = Approval(
        next_approval(turn),
        AskKind.EXCEPTION,
        turn.by,
        turn.at,
        AskState.GRANTED,
        phase=event.phase,
        vendors=(event.vendor,),
        about=event.evidence,
        reason=event.reason.strip()[:MOST_WRITTEN],
        until=event.until,
        renewed=len(before),
        words=(Word(rule.approver, turn.by, turn.today),),
    )
    keep_approval(turn, one, phases.name(event.phase))
    turn.note("exception", about=f"{event.evidence} {event.phase} {event.vendor}", role=rule.approver)
    return turn.outcome(Whispered((Note("gate.exception.kept", {"day": On(event.until)}),)))


def _same(one: Approval, event: ExceptionGranted) -> bool:
    return (one.about, one.phase, one.vendors) == (event.evidence, event.phase, (event.vendor,))


def lift_asked(turn: Turn, phases: Phases, event: LiftAsked) -> Outcome:
    if not event.reason.strip():
        return refuse(Note("gate.reason"), field="reason")
    if parts_of(phases.ladder.lifting.approvers, turn.programme, turn.by):
        return refuse(Note("gate.asker_speaks.lift", {"country": country_name(event.country)}))
    reason = event.reason.strip()[:MOST_WRITTEN]
    one = Approval(next_approval(turn), AskKind.LIFT, turn.by, turn.at, about=event.country, reason=reason)
    name = country_name(event.country)
    keep_approval(turn, one, name)
    turn.note("lift_asked", about=event.country)
    call_approvers(turn, one, asking_note(phases, one))
    return turn.outcome(Whispered((Note("gate.lift_waits", {"country": name}),)))


# ── records, and classes set by name ─────────────────────────────────────────


def recorded(turn: Turn, phases: Phases, event: ProofRecorded) -> Outcome:
    """Whoever sees to a piece of evidence records that they saw it; the owner, where nobody plays that part. That it is gone
    anybody may say."""
    evidence = phases.ladder.evidence(event.evidence)
    if evidence is None or evidence.record is None or all(row.id != event.vendor for row in turn.rows(VENDORS)):
        return refuse(Note("gate.gone"))
    if event.there and turn.by != (turn.programme.holder(evidence.owner) or turn.programme.owner):
        return refuse(Note("gate.record.who", {"role": Term(f"role.{evidence.owner}")}), field="evidence")
    if event.day > turn.today:
        return refuse(Note("gate.record.future"), field="day")
    if not event.seen.strip():
        return refuse(Note("gate.reason"), field="seen")
    if evidence.share is not None and event.there and event.count is None:
        return refuse(Note("gate.record.uncounted", {"months": evidence.share.months}), field="count")
    record = Record(
        event.evidence,
        event.vendor,
        event.day,
        event.seen.strip()[:MOST_WRITTEN],
        turn.by,
        turn.at,
        event.there,
        event.count if evidence.share is not None else None,
        event.proof,
    )
    turn.put_item(record_row(record, turn.number()))
    turn.note("proof" if event.there else "proof_withdrawn", about=f"{event.evidence} {event.vendor}")
    return turn.outcome(Whispered((Note("gate.record.kept" if event.there else "gate.record.gone"),), ("gates",)))


def classed(turn: Turn, phases: Phases, event: ClassSet) -> Outcome:
    if all(row.id != event.asset for row in turn.rows(ASSETS)):
        return refuse(Note("gate.gone"))
    if turn.by not in holders(turn.programme).values():
        return refuse(Note("gate.not_approver"))
    if not event.reason.strip():
        return refuse(Note("gate.reason"), field="reason")
    one = SetClass(event.asset, event.exposure, event.reason.strip()[:MOST_WRITTEN], turn.by, turn.at)
    name = phases.name(event.asset)
    turn.put_item(class_row(one, name, turn.number()))
    turn.note("class_set", about=f"{event.asset} {event.exposure.name}")
    return turn.outcome(
        Whispered((Note("gate.class.kept", {"asset": name, "class": event.exposure.name}),), ("gates",))
    )
