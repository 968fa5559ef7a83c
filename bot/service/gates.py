"""Gates on request: the phases and what keeps each shut, to the one who asked; and what people do about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.service.desk import Desk
from bot.service.ports import Answer, CommandGiven, FormSent, OpenForm, Pressed, Private
from flows.engine.neighbours import Stored
from flows.engine.phases import Phases
from flows.engine.readers.opening import Wish, phase_named
from flows.engine.readers.wording import key
from flows.engine.screens import gate, gate_evidence
from flows.engine.screens.gate_evidence import (
    ASSET,
    CLASS,
    CONDITION,
    COUNT,
    COUNTRY,
    DAY,
    EVIDENCE,
    GONE,
    KNOWN,
    LACK,
    REASON,
    SEEN,
    SHOWS,
    UNTIL,
    VENDOR,
)
from flows.model.country import Exposure
from flows.model.events import Event
from flows.model.ids import ItemId, PersonId, ProgrammeId
from flows.model.ladder_events import (
    ApprovalGiven,
    ClassSet,
    ExceptionGranted,
    LiftAsked,
    LossReported,
    PhaseClosed,
    PhaseRequested,
    ProofRecorded,
)
from flows.model.programme import Snapshot
from flows.model.screens import Form, Screen

T = TypeVar("T")


async def command(desk: Desk, came: CommandGiven, programme: ProgrammeId, words: str, at: dt.datetime) -> Answer:
    """`gates` or `phases`: each phase, its state and what is missing."""
    return await _shown(desk, programme, came.by, at)


async def wished(
    desk: Desk, came: CommandGiven, programme: ProgrammeId, wish: Wish, at: dt.datetime, *, plainly: bool
) -> Answer | None:
    """The gate of the phase that is to open or to close. Where no such phase is known: all of them, if it is ``plainly`` about one or names a gate;
    else None."""

    def view(phases: Phases) -> Screen | None:
        phase = phase_named(wish, phases.rows)
        if phase is not None:
            return gate.one(phases, phase, came.by)
        names_gate = wish.name in {key(one.title) for one in phases.ladder.gates}
        return gate.gates(phases, came.by) if plainly or names_gate else None

    screen = await read(desk, programme, at, view)
    return Private(screen) if screen is not None else None


async def _shown(desk: Desk, programme: ProgrammeId, by: PersonId, at: dt.datetime) -> Answer:
    screen = await read(desk, programme, at, lambda phases: gate.gates(phases, by))
    return Private(screen) if screen is not None else desk.say("gate.none")


async def read(desk: Desk, programme: ProgrammeId, at: dt.datetime, view: Callable[[Phases], T]) -> T | None:
    """What a view of a programme's phases gives; None where there is no programme or no ladder."""

    def look(snapshot: Snapshot) -> T | None:
        head = snapshot.programme
        if head is None or desk.library.ladder is None:
            return None
        today = at.astimezone(ZoneInfo(head.settings.zone)).date()
        return view(Phases(Stored(snapshot, desk.library, head, today)))

    return await desk.store.read(programme, look)


# ── presses ──────────────────────────────────────────────────────────────────


async def _gates(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    return await _shown(desk, came.programme, came.by, at)


async def _show(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    def view(phases: Phases) -> Screen:
        return gate_evidence.evidence(phases, ItemId(came.ref.arg), came.by)

    screen = await read(desk, came.programme, at, view)
    return Private(screen) if screen is not None else desk.say("gate.none")


async def _spared(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    screen = await read(desk, came.programme, at, lambda phases: gate_evidence.not_needed(phases, came.ref.arg))
    return Private(screen) if screen is not None else desk.say("gate.all_needed")


def _form(make: Callable[[Phases, ItemId], Form | None]) -> Callable[[Desk, Pressed, dt.datetime], Awaitable[Answer]]:
    async def opened(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
        form = await read(desk, came.programme, at, lambda phases: make(phases, ItemId(came.ref.arg)))
        return OpenForm(form, came.programme) if form is not None else desk.say("gate.nothing_to_do")

    return opened


SHOWN: dict[str, Callable[[Desk, Pressed, dt.datetime], Awaitable[Answer]]] = {
    "gates": _gates,
    "gate_show": _show,
    "gate_spared": _spared,
    "gate_ask": _form(gate_evidence.ask_form),
    "gate_no": _form(gate_evidence.not_yet_form),
    "gate_yes_if": _form(gate_evidence.yes_if_form),
    "gate_record": _form(gate_evidence.record_form),
    "gate_report": _form(gate_evidence.report_form),
    "gate_except": _form(gate_evidence.except_form),
    "gate_class": _form(lambda phases, _: gate_evidence.class_form(phases)),
    "gate_lift": _form(lambda phases, _: gate_evidence.lift_form(phases)),
}
PRESSES = frozenset(
    {
        "gate_ask",
        "gate_yes",
        "gate_yes_if",
        "gate_no",
        "gate_close",
        "gate_record",
        "gate_report",
        "gate_except",
        "gate_class",
        "gate_lift",
    }
)
"""What changes something: pressed, or sent by a form."""


def event_of(came: Pressed | FormSent) -> Event | None:
    """What one of :data:`PRESSES` means; None for one that names nothing."""
    row = ItemId(came.ref.arg)
    match came.ref.do:
        case "gate_yes":
            return ApprovalGiven(row, yes=True)
        case "gate_close":
            return PhaseClosed(row)
        case _:
            return _filled(came, row)


def _filled(came: Pressed | FormSent, row: ItemId) -> Event | None:
    """What a form says."""
    one, day = came.filled.one, came.filled.day
    match came.ref.do:
        case "gate_ask":
            return PhaseRequested(row, one(REASON))
        case "gate_yes_if" if one(CONDITION).strip():
            return ApprovalGiven(row, yes=True, condition=one(CONDITION))
        case "gate_no":
            return ApprovalGiven(row, yes=False, reason=one(REASON))
        case "gate_record" if one(EVIDENCE) and one(VENDOR) and (on := day(DAY)):
            count = int(Decimal(one(COUNT))) if one(COUNT) else None
            files = came.documents if isinstance(came, FormSent) else ()
            return ProofRecorded(one(EVIDENCE), ItemId(one(VENDOR)), on, one(SEEN), one(SHOWS) != GONE, count, files)
        case "gate_report" if one(VENDOR):
            return LossReported(came.ref.arg, ItemId(one(VENDOR)), one(KNOWN))
        case "gate_except" if one(EVIDENCE) and (until := day(UNTIL)):
            evidence, _, vendor = one(EVIDENCE).partition(LACK)
            return ExceptionGranted(row, ItemId(vendor), evidence, until, one(REASON))
        case "gate_class" if one(ASSET) and one(CLASS) in Exposure.__members__:
            return ClassSet(ItemId(one(ASSET)), Exposure[one(CLASS)], one(REASON))
        case "gate_lift" if one(COUNTRY):
            return LiftAsked(one(COUNTRY), one(REASON))
        case _:
            return None
