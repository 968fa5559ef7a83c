"""A phase that fell over nothing: what closed it proved never to have been so, as its author says by ``unfounded``, and nothing else closed it.

It stays fallen, and opens on a new request as any other does; but what was out need not come back. What was once missing in earnest is remembered
until then, so that a later false alarm does not undo an earlier leak.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from flows.engine.ladder import Look
from flows.engine.missing import by_leak
from flows.engine.phases import Phases
from flows.engine.screens.wording import plain
from flows.engine.turn import Turn
from flows.engine.views import VendorView
from flows.model.phasing import PhaseMark, PhaseState
from flows.model.session import SessionState

EARNEST = "-"
"""Stands among what was missing for all that nothing takes back; no name of evidence."""


def lacked(phases: Phases, mark: PhaseMark, looks: Sequence[Look], *, other: bool) -> tuple[str, ...]:
    """All that was missing since a phase fell, by the names of evidence. ``other``: something beside evidence closes it too."""
    fallen = mark.state is PhaseState.FALLEN and not mark.cleared
    before = set(mark.lacked or (EARNEST,)) if fallen else set[str]()
    missing = {proof.evidence.id for look in looks for proof in look.missing}
    again = before - missing
    earnest = other or any(_said(phases, looks, one) == "" for one in again)
    return tuple(sorted({*before, *missing, EARNEST} if earnest else before | missing))


def settled(phases: Phases, mark: PhaseMark, looks: Sequence[Look]) -> PhaseMark:
    """A fallen phase for which all is there again: cleared, where what closed it proved to be nothing."""
    said = [_said(phases, looks, one) for one in mark.lacked]
    if not all(said):
        return msgspec.structs.replace(mark, lacked=(EARNEST,))
    return msgspec.structs.replace(mark, cleared=next(iter(said), ""))


def called_off(turn: Turn) -> bool:
    """Whether the session in hand is a first response that is finished and found no leak."""
    finished = turn.session.state is SessionState.DONE and turn.library.answers_leak(turn.plan.flow)
    return finished and bool(over_leak(turn))


def over_leak(turn: Turn) -> str:
    """What is said where the leak proved to be none, in the words of the gate that waits for its end; "" where it was one."""
    phases = Phases(turn)
    view = VendorView(phases.facts, None)
    waits = (one for gate in phases.ladder.gates for one in gate.evidence if by_leak(phases, one.when))
    for one in waits:
        spared = one.unfounded
        if spared is not None and spared.when is not None and view.holds(spared.when, None) is True:
            return plain(phases.words(spared.because, None))
    return ""


def _said(phases: Phases, looks: Sequence[Look], name: str) -> str:
    """What is said where what was missing proved to be nothing; "" where it did not."""
    each = [(look, proof.evidence.unfounded) for look in looks for proof in look.proofs if proof.evidence.id == name]
    said = ""
    for look, one in each:
        if one is None or one.when is None or VendorView(phases.facts, look.vendor).holds(one.when, None) is not True:
            return ""
        said = plain(phases.words(one.because, look.vendor))
    return said
