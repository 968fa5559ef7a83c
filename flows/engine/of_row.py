"""What a reply says of several rows, at a question about one of them: "dev-1 is employed, qa-1 is a freelancer" answers for dev-1 what it says of
dev-1."""

from __future__ import annotations

import re

from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import key
from flows.engine.turn import Turn
from flows.model.programme import Item
from flows.model.session import Spot
from flows.model.values import Kind

_WHOLE = (Kind.TEXT, Kind.FILE, Kind.ITEM)
"""Kinds in which a reply is kept whole, or may be about rows itself."""
_CLAUSE = Pattern(r"\s*[,;\n]\s*|(?<=\w)\.\s+|\s+(?:but|while|whereas)\s+", re.IGNORECASE)


def said_of(turn: Turn, spot: Spot, text: str) -> str:
    """The one clause of a reply that names the row at ``spot``, where another names others of its register; else the reply as it is."""
    row = turn.facts.row(spot.item) if spot.item else None
    if row is None or turn.question(spot).kind in _WHOLE:
        return text
    others = [one for one in turn.rows(row.register) if one.id != row.id]
    clauses = [clause for clause in _CLAUSE.split(text) if key(clause)]
    ours = [clause for clause in clauses if _names(clause, row)]
    theirs = [clause for clause in clauses if clause not in ours and any(_names(clause, one) for one in others)]
    return _without(ours[0], (row, *others)) if len(ours) == 1 and theirs else text


def _names(clause: str, row: Item) -> bool:
    return f" {key(row.name)} " in f" {key(clause)} "


def _without(clause: str, rows: tuple[Item, ...]) -> str:
    """What is said of rows, without their names in front: "dev-1 and dev-2 are employees" is "are employees"."""
    names = "|".join(sorted((re.escape(row.name) for row in rows), key=len, reverse=True))
    bare = re.sub(rf"\A\W*(?:(?:and|both|{names})\b[\s,:]*)+", "", clause, flags=re.IGNORECASE)
    return bare if key(bare) else clause
