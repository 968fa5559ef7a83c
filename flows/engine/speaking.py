"""Whose word a request wants, and who has not said it yet: the one rule that the engine, the screens and the list of open work read. Pure.

Where a gate or the programme wants it so, the word of whoever asks does not count, and no button offers them to say it.
"""

from __future__ import annotations

from collections.abc import Sequence

from flows.model.effects import Mention, Piece, Several, Term
from flows.model.ids import PersonId
from flows.model.people import Role
from flows.model.phasing import Approval, Approving, AskKind, Gate, Ladder
from flows.model.programme import Action, Programme
from flows.rules.phasing import speaks_as, still_to_speak


def holders(programme: Programme) -> dict[Role, PersonId]:
    """Who plays which part."""
    found = {role: programme.holder(role) for role in Role}
    return {role: person for role, person in found.items() if person is not None}


def asked_of(ladder: Ladder, one: Approval) -> tuple[Sequence[Approving], int]:
    """Whose word a request wants, and of how many people at least."""
    gate = ladder.gate(one.gate) if one.kind is not AskKind.LIFT else None
    return ladder.asked_of(one), gate.persons if gate is not None else 1


def keeps_apart(programme: Programme, gate: Gate | None) -> bool:
    """Whether the yes of whoever asks does not count: at the higher gates, and wherever the programme wants four eyes."""
    return programme.settings.four_eyes or (gate is not None and gate.apart)


def is_theirs(ladder: Ladder, programme: Programme, one: Approval, person: PersonId) -> bool:
    """Whether a request is somebody's own, so that their word on it does not count."""
    return person == one.by and (one.kind is AskKind.LIFT or keeps_apart(programme, ladder.gate(one.gate)))


def parts_of(approvers: Sequence[Approving], programme: Programme, person: PersonId) -> list[Role]:
    """The parts among these for which somebody has to say yes."""
    known = holders(programme)
    spoken = (speaks_as(one, known) for one in approvers)
    return [found[0] for found in spoken if found is not None and found[1] == person]


def left(ladder: Ladder, programme: Programme, one: Approval) -> tuple[Approving, ...]:
    """The parts whose word is still wanted."""
    approvers, _ = asked_of(ladder, one)
    return still_to_speak(approvers, holders(programme), one.words)


def to_speak(ladder: Ladder, programme: Programme, one: Approval) -> tuple[PersonId, ...]:
    """The people whose word is still wanted, and counts."""
    known = holders(programme)
    spoken = (speaks_as(part, known) for part in left(ladder, programme, one))
    people = dict.fromkeys(found[1] for found in spoken if found is not None)
    return tuple(person for person in people if not is_theirs(ladder, programme, one, person))


def players(programme: Programme, parts: Sequence[Approving], vacant: str = "role") -> Several:
    """Who speaks for these parts, each once, whatever they play; of a part that nobody plays the text under ``vacant`` and its name."""
    known = holders(programme)
    spoken = ((part, speaks_as(part, known)) for part in parts)
    each = (Mention(found[1]) if found is not None else Term(f"{vacant}.{part.role}") for part, found in spoken)
    return Several(tuple(dict.fromkeys(each)))


def with_whom(programme: Programme, action: Action) -> Piece:
    """With whom work is. That of a part that nobody plays is with the owner, and says whose it is to be."""
    vacant = programme.vacant(action)
    return with_part(programme, vacant) if vacant is not None else Mention(action.owner or programme.owner)


def with_part(programme: Programme, part: Role) -> Piece:
    """With whom the work of a part is, said in the same words everywhere: whoever plays it, else the owner meanwhile, and whose it is to be."""
    holder = programme.holder(part)
    return Mention(holder) if holder is not None else Several((Mention(programme.owner), Term(f"meanwhile.{part}")))
