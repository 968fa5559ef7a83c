"""What phases add to the weekly digest: what keeps one shut or holds it in grace, and what closes soon."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from flows.engine.extending import ends_on, is_back
from flows.engine.neighbours import Ground
from flows.engine.phases import Phases
from flows.engine.requests import open_requests, stuck_note
from flows.model.effects import Note, On
from flows.model.phasing import APPROVALS, MARKS, Fall, PhaseMark, PhaseState


def phase_lines(ground: Ground, ahead: dt.date) -> tuple[tuple[Note, ...], tuple[Note, ...]]:
    """What is stuck, and what closes up to the day ``ahead``; nothing where no phase was ever opened or asked for."""
    if ground.library.ladder is None or not (ground.rows(MARKS) or ground.rows(APPROVALS)):
        return (), ()
    phases = Phases(ground)
    marks = tuple(phases.marks.values())
    waiting = (stuck_note(phases, one) for one in open_requests(phases))
    return (*_stuck(phases, marks), *waiting), tuple(_coming(phases, marks, ahead))


def _stuck(phases: Phases, marks: tuple[PhaseMark, ...]) -> Iterator[Note]:
    for mark in marks:
        name = phases.name(mark.phase)
        if mark.state is PhaseState.FALLEN:
            back = "digest.phase.cleared" if mark.cleared else "digest.phase.over"
            key, why = (back, mark.cleared or mark.why) if is_back(phases, mark) else ("digest.phase.fell", mark.why)
            yield Note(key, {"phase": name, "why": why})
        elif mark.state is PhaseState.GRACE and mark.ends is not None:
            yield Note("digest.phase.grace", {"phase": name, "why": mark.why, "due": On(mark.ends)})


def _coming(phases: Phases, marks: tuple[PhaseMark, ...], ahead: dt.date) -> Iterator[Note]:
    for mark in marks:
        if mark.state is PhaseState.OPEN:
            gate = phases.ladder.gate(mark.approved_gate)
            closing = [(ends_on(gate, mark) if gate is not None else None, False)]
            closing += [(p.until, p.evidence.fall is Fall.GRACE) for look in phases.approved(mark) for p in look.there]
            day, grace = min(((day, grace) for day, grace in closing if day is not None), default=(None, False))
            if day is not None and day <= ahead:
                key = "digest.phase.lapses" if grace else "digest.phase.ends"
                yield Note(key, {"phase": phases.name(mark.phase), "due": On(day)})
