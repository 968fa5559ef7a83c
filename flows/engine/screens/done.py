"""Work that is marked as done where it is listed: what the press carries, so that the list can be shown anew, and what is said above it."""

from __future__ import annotations

from collections.abc import Sequence

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


def told_above(told: Screen, presses: Sequence[Button], programme: ProgrammeId, below: Screen | None) -> Screen:
    """What came of a press, its ``presses`` beside its sentences: the first beside the first one, a second beside what follows; below it the list
    as it is now, where it stood on one."""
    lines = tuple(line for part in told.parts if isinstance(part, Prose) for line in part.lines)
    beside = zip((lines[:1], lines[1:]) if presses[1:] else (lines,), presses, strict=True)
    head: list[Part] = [Listed(some, (press,), programme) for some, press in beside] if presses else [Prose(lines)]
    return Screen((*head, *(below.parts if below is not None else ())), told.text)
