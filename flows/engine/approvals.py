"""Requests for somebody's yes as rows of their register, who is asked for one, and the work that a yes on conditions leaves behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from flows.engine.ladder import Look
from flows.engine.phase_rows import approval_of, approval_row
from flows.engine.phases import Phases
from flows.engine.requests import is_open
from flows.engine.screens.wording import plain
from flows.engine.speaking import to_speak
from flows.engine.turn import Turn
from flows.model.effects import Note, Whisper
from flows.model.ids import ActionId, ItemId, PersonId, QuestionId, country_id
from flows.model.letters import request_spot
from flows.model.people import Role
from flows.model.phasing import APPROVALS, Approval, AskState
from flows.model.programme import Action, ActionState, ActionWhy, Item
from flows.model.session import Spot
from flows.rules.phasing import MET_WITHIN, working_days

MOST_BRIEFED = 5
"""Points that counsel is told at once."""
MOST_WRITTEN = 300
"""Characters of a reason, and of what was seen."""
CONDITION = QuestionId("gate.condition")
"""Stands for no question: the spot of work that the condition of a yes leaves behind."""


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


def open_rows(rows: Iterable[Item], minder: PersonId) -> tuple[Item, ...]:
    """Requests on which somebody's word is wanted, and of which that person minds what comes of them."""
    return tuple(row for row in rows if is_open(one := approval_of(row)) and one.minder == minder)


def hand_requests(turn: Turn, rows: Iterable[Item], heir: PersonId) -> None:
    """What comes of these requests is somebody else's to mind. Who asked stands as it was."""
    for row in rows:
        turn.put_item(_row(turn, msgspec.structs.replace(approval_of(row), heir=heir), row.name))


def conditions_in(approvals: Iterable[Approval]) -> tuple[str, ...]:
    """The conditions on which people said yes to these, each once, without a stop at its end."""
    return tuple(
        dict.fromkeys(word.condition.rstrip(" .;") for one in approvals for word in one.words if word.condition)
    )


def open_conditions(turn: Turn, phases: Phases, one: Approval, name: str) -> None:
    """Work for whoever asked, or has taken that over: a yes was given on conditions, which are to be met. ``name`` is what the request is about.
    The conditions themselves stand where the yes does: work is told in the channel too."""
    turn.put_action(
        Action(
            id=ActionId(f"action-{turn.number()}"),
            session=phases.home,
            spot=Spot(CONDITION, one.phase or country_id(one.about)),
            why=ActionWhy.CONDITION,
            due=working_days(turn.today, MET_WITHIN),
            opened=turn.at,
            rule=str(one.id),
            owner=one.minder,
            quiet=turn.at if one.minder == turn.by else None,
            about=name,
        )
    )


def drop_conditions(turn: Turn, phases: Phases, about: ItemId, approval: ItemId | None = None) -> None:
    """What a yes was bound to need not be met any more: it stands no longer. ``about``: the phase, or the country whose caps were lifted;
    ``approval``: that one yes alone."""
    for action in turn.actions(phases.home):
        meant = action.why is ActionWhy.CONDITION and action.spot.item == about and approval in (None, action.rule)
        if meant and action.state is ActionState.OPEN:
            turn.put_action(msgspec.structs.replace(action, state=ActionState.WITHDRAWN, closed=turn.at))


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
    """Tell whoever has to say yes, who can say it there; not the one who asks."""
    for person in _waits_for(turn, one):
        if person != turn.by:
            turn.follow(Whisper(person, (note,), None, request_spot(one.id), ("gates",)))
