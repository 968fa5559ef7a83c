"""Work that is marked as done where it is listed: what the press carries, so that the list can be shown anew, and what is said above it."""

from __future__ import annotations

from flows.model.ids import ProgrammeId
from flows.model.screens import Button, Listed, Part, Prose, Screen

AT = "|"
"""What stands in a press between an action and where it was pressed."""
MINE = "mine"
"""Where: the list of all that is open with somebody. Another list is a look at a register, and a reminder its channel and ts."""


def carried(action: str, where: str) -> str:
    """What a press about an action carries."""
    return AT.join((action, where)) if where else action


def parted(arg: str) -> tuple[str, str]:
    """The inverse of :func:`carried`."""
    action, _, where = arg.partition(AT)
    return action, where


def told_above(told: Screen, undo: Button | None, programme: ProgrammeId, below: Screen | None) -> Screen:
    """What came of a press, with the way back beside it; below it the list as it is now, where it stood on one."""
    lines = tuple(line for part in told.parts if isinstance(part, Prose) for line in part.lines)
    head: Part = Listed(lines, (undo,), programme) if undo is not None else Prose(lines)
    return Screen((head, *(below.parts if below is not None else ())), told.text)
