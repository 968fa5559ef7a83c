"""Requests for somebody's yes as rows of their register, and who is asked for one."""

from __future__ import annotations

from collections.abc import Sequence

from flows.engine.ladder import Look
from flows.engine.phase_rows import approval_row
from flows.engine.phases import Phases
from flows.engine.screens.wording import plain
from flows.engine.turn import Turn
from flows.model.effects import Note, Whisper
from flows.model.ids import ItemId, PersonId
from flows.model.people import Role
from flows.model.phasing import APPROVALS, Approval, Approving
from flows.rules.phasing import speaks_as

MOST_BRIEFED = 5
"""Points that counsel is told at once."""
MOST_WRITTEN = 300
"""Characters of a reason, and of what was seen."""


def holders(turn: Turn) -> dict[Role, PersonId]:
    """Who plays which part."""
    found = {role: turn.programme.holder(role) for role in Role}
    return {role: person for role, person in found.items() if person is not None}


def speaks_for(turn: Turn, approvers: Sequence[Approving]) -> list[Role]:
    """The parts among these for which the one who acts has to say yes."""
    known = holders(turn)
    return [spoken[0] for one in approvers if (spoken := speaks_as(one, known)) is not None and spoken[1] == turn.by]


def next_approval(turn: Turn) -> ItemId:
    """A row for a new request."""
    return ItemId(f"{APPROVALS}-{turn.number()}")


def keep_approval(turn: Turn, one: Approval, name: str) -> None:
    """Write a request down; ``name`` is what it is about."""
    turn.put_item(approval_row(one, name, int(one.id.rpartition("-")[2])))


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
        turn.follow(Whisper(to, tuple(notes[:MOST_BRIEFED])))


def call_approvers(turn: Turn, approvers: Sequence[Approving], note: Note) -> None:
    """Tell whoever has to say yes; not the one who asks."""
    known = holders(turn)
    people = {spoken[1]: None for one in approvers if (spoken := speaks_as(one, known)) is not None}
    for person in people:
        if person != turn.by:
            turn.follow(Whisper(person, (note,), buttons=("gates",)))
