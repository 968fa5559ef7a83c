"""Open requests that a phase opens, or that a country's caps are lifted: what each asks for, what is still missing, and whom it waits for."""

from __future__ import annotations

from flows.engine.extending import granted_on
from flows.engine.missing import Reason, reasons
from flows.engine.phases import Phases
from flows.engine.speaking import left, players
from flows.model.effects import Mention, Note, On, Piece, Several, Term
from flows.model.ids import PersonId, country_id
from flows.model.phasing import Approval, AskKind, AskState


def open_requests(phases: Phases) -> tuple[Approval, ...]:
    """The requests that nobody has settled, oldest first; not those for a phase that is taken out."""
    live = {row.id for row in phases.rows}
    return tuple(one for one in phases.approvals if is_open(one) and (one.kind is AskKind.LIFT or one.phase in live))


def is_open(one: Approval) -> bool:
    """Whether somebody's word on it is wanted."""
    return one.state is AskState.ASKED and one.kind is not AskKind.EXCEPTION


def plan_moved(phases: Phases, one: Approval) -> bool:
    """Whether a phase is planned otherwise than it was asked for, so that no yes counts any more."""
    if one.kind is not AskKind.OPEN or one.phase is None:
        return False
    gate = phases.gate(one.phase)
    planned = phases.assets(one.phase), phases.vendors(one.phase), gate.id if gate is not None else ""
    return planned != (one.assets, one.vendors, one.gate)


def lacks(phases: Phases, one: Approval) -> tuple[Reason, ...]:
    """What keeps a yes from counting now, the weightiest first."""
    looks = phases.looks(one.phase) if one.kind is AskKind.OPEN and one.phase is not None else ()
    return reasons(phases, looks, one.phase)


def called(phases: Phases, one: Approval) -> str:
    """What a request is about: a phase, or a country."""
    return phases.name(one.phase if one.phase is not None else country_id(one.about))


# ── in words ─────────────────────────────────────────────────────────────────


def asking_note(phases: Phases, one: Approval) -> Note:
    """What those are told whose word is wanted."""
    if one.kind is AskKind.LIFT:
        return Note("gate.lift_asked", {"country": called(phases, one), "who": Mention(one.by), "reason": one.reason})
    values = _values(phases, one) | {"who": Mention(one.by)}
    key = "gate.asked" if one.extends is None else "gate.asked_more"
    return Note(f"{key}.because", {**values, "reason": one.reason}) if one.reason else Note(key, values)


def over_note(one: Approval | None) -> Note:
    """How a request ended: who approved it, or said not yet, and when."""
    if one is not None and one.no is not None:
        return Note("request.over.refused", {"who": Mention(one.no.person), "day": On(one.no.on)})
    if one is not None and one.state is AskState.GRANTED:
        who = Several(tuple(dict.fromkeys(Mention(word.person) for word in one.words)))
        return Note("request.over.granted", {"who": who, "day": On(granted_on(one))})
    return Note("gate.request_over")


def stuck_note(phases: Phases, one: Approval) -> Note:
    """A request as a line of what is stuck, with everybody whom it waits for."""
    if plan_moved(phases, one):
        return Note("request.moved", {"phase": called(phases, one), "who": Mention(one.by)})
    parts = left(phases.ladder, phases.programme, one)
    who = players(phases.programme, parts, "digest.vacant") if parts else Several((Term("request.second_person"),))
    values = _values(phases, one) | {"who": who}
    missing = len(lacks(phases, one))
    key = "request.lift" if one.kind is AskKind.LIFT else "request.missing" if missing else "request.open"
    return Note(key, {**values, "count": missing} if missing else values)


def asked_note(phases: Phases, one: Approval, person: PersonId) -> Note | None:
    """A request as work of one of those whose word is wanted; None where their word would not count whatever they say."""
    if plan_moved(phases, one):
        return None
    wanted = players(phases.programme, left(phases.ladder, phases.programme, one)).each
    others = tuple(part for part in wanted if part != Mention(person))
    key = "remind.lift" if one.kind is AskKind.LIFT else "remind.request"
    values = _values(phases, one) | {"who": Mention(one.by)}
    return Note(f"{key}.too", {**values, "others": Several(others)}) if others else Note(key, values)


def _values(phases: Phases, one: Approval) -> dict[str, Piece]:
    gate = phases.ladder.gate(one.gate)
    return {"phase": called(phases, one), "gate": gate.title if gate is not None else one.gate}
