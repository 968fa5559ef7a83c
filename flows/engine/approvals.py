"""Requests for somebody's yes as rows of their register, and who is asked for one."""

from __future__ import annotations

from collections.abc import Sequence

from flows.engine.ladder import Look
from flows.engine.phase_rows import approval_of, approval_row
from flows.engine.phases import Phases
from flows.engine.screens.wording import plain
from flows.engine.speaking import to_speak
from flows.engine.turn import Turn
from flows.model.effects import Note, Whisper
from flows.model.ids import ItemId, PersonId
from flows.model.people import Role
from flows.model.phasing import APPROVALS, Approval, AskState
from flows.model.programme import Item

MOST_BRIEFED = 5
"""Points that counsel is told at once."""
MOST_WRITTEN = 300
"""Characters of a reason, and of what was seen."""


def next_approval(turn: Turn) -> ItemId:
    """A row for a new request."""
    return ItemId(f"{APPROVALS}-{turn.number()}")


def keep_approval(turn: Turn, one: Approval, name: str) -> None:
    """Write a request down, with whom it waits for; ``name`` is what it is about."""
    turn.put_item(_row(turn, one, name))


def _row(turn: Turn, one: Approval, name: str) -> Item:
    return approval_row(one, name, int(one.id.rpartition("-")[2]), _waits_for(turn, one))


def _waits_for(turn: Turn, one: Approval) -> tuple[PersonId, ...]:
    """Whose word a request wants now; nobody's once it is over."""
    ladder = turn.library.ladder
    return to_speak(ladder, turn.programme, one) if ladder is not None and one.state is AskState.ASKED else ()


def renew_approvals(turn: Turn) -> bool:
    """Let open requests wait for whoever plays the parts now; whether any waits for somebody else."""
    rows = [(row, _row(turn, approval_of(row), row.name)) for row in turn.rows(APPROVALS)]
    moved = [now for row, now in rows if now != row]
    for now in moved:
        turn.put_item(now)
    return bool(moved)


def brief_counsel(turn: Turn, phases: Phases, looks: Sequence[Look], name: str) -> None:
    """What is missing means something in law: that goes to counsel (or the owner where there is none), and nowhere else."""
    missing = {proof.evidence.id: (look, proof) for look in looks for proof in look.missing}
    notes = [
        Note(
            "gate.counsel",
            {
                "phase": name,
                "closed": plain(phases.words(proof.evidence.closed, look.vendor, proof.about)),
                "means": plain(phases.words(proof.evidence.counsel, look.vendor, proof.about)),
            },
        )
        for look, proof in missing.values()
    ]
    if notes:
        to = turn.programme.holder(Role.COUNSEL) or turn.programme.owner
        left = len(notes) - MOST_BRIEFED
        more = (Note("gate.counsel.more", {"count": left}),) if left > 0 else ()
        turn.follow(Whisper(to, (*notes[:MOST_BRIEFED], *more), buttons=("gates",) if more else ()))


def call_approvers(turn: Turn, one: Approval, note: Note) -> None:
    """Tell whoever has to say yes; not the one who asks."""
    for person in _waits_for(turn, one):
        if person != turn.by:
            turn.follow(Whisper(person, (note,), buttons=("gates",)))
