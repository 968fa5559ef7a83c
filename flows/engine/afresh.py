"""Why a finished part has a question again: which rows of the registers that it works with came, went or changed in this turn.

It is said in the part's thread, where nobody from outside reads along (ADR 0006).
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.engine.turn import Turn
from flows.model.effects import Mention, Note, Piece
from flows.model.flow import Register
from flows.model.programme import Item

MOST_TOLD = 3
"""Sentences about what changed."""
_WHATS = ("added", "back", "out", "changed")


def moved_rows(turn: Turn) -> tuple[Note, ...]:
    """What changed in the registers of the run in hand, by name where it is one row or two, and that there is a question because of it."""
    told = [note for register in turn.plan.flow.registers for note in _of(turn, register)]
    return (*told[:MOST_TOLD], Note("afresh.again")) if told else (Note("afresh.rows"),)


def _of(turn: Turn, register: Register) -> Iterator[Note]:
    """What became of the rows of one register, each kind in a sentence."""
    stood = {row.id: row for row in turn.snapshot.items(register.id)}
    rows = [(row, _became(stood.get(row.id), row)) for row in turn.all_rows(register.id)]
    for what in _WHATS:
        names = [row.name for row, became in rows if became == what]
        values: dict[str, Piece] = {"count": len(names), "many": register.many, "who": Mention(turn.by)}
        if len(names) > 2:
            yield Note(f"afresh.{what}.more", values)
        elif names:
            values |= {"name": names[0], "other": names[-1]}
            yield Note(f"afresh.{what}" if len(names) == 1 else f"afresh.{what}.two", values)


def _became(before: Item | None, row: Item) -> str:
    """What a turn made of a row; "" where nothing that anybody would ask about."""
    if before is None:
        return "" if row.removed else "added"
    if before.removed is not row.removed:
        return "out" if row.removed else "back"
    return "changed" if before.fields != row.fields and not row.removed else ""
