"""Rows by the names that people write: what a row is called now, else what it was called before it was renamed.

In a register a name is that of one row at most: whoever takes one on has it alone, and what bore it before is found by it no longer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from flows.model.ids import ItemId
from flows.model.programme import Item

LEGAL_FORMS = frozenset(
    "ab ag as bv co company corp corporation gmbh inc incorporated kg kft limited llc llp lp ltd nv oy oyj plc private pte pty pvt sa sarl sas se sl "
    "spa srl sro".split()
)
"""Words that people add at the end of a company's name, or leave out."""
_FORMS = re.compile(rf"(?: (?:sp z o o|s r o|s a|{'|'.join(sorted(LEGAL_FORMS, key=len, reverse=True))}))+$")


def unformed(name: str) -> str:
    """A name (a key: small letters, words with a space between) without the form of company at its end: "kodex pvt ltd" is "kodex"."""
    return _FORMS.sub("", name)


def by_name(rows: Iterable[Item]) -> dict[str, Item]:
    """Rows by their names in small letters, present and former. What a row is called now comes before what another was called."""
    rows = tuple(rows)
    found = {row.name.casefold(): row for row in reversed(rows)}
    for row in rows:
        for name in row.formerly:
            found.setdefault(name.casefold(), row)
    return found


def known_as(rows: Iterable[Item], name: str) -> Item | None:
    """The row of that name; None where there is none."""
    return by_name(rows).get(name.casefold())


def was_called(row: Item, name: str) -> bool:
    """Whether that is a former name of a row."""
    return name.casefold() in {before.casefold() for before in row.formerly}


def renamed(rows: Iterable[Item], item: ItemId, name: str) -> list[Item]:
    """The rows of a register that change when one of them gets another name: that one, and any that was called so before."""
    changed: list[Item] = []
    for row in rows:
        names = (*row.formerly, row.name) if row.id == item else row.formerly
        formerly = tuple({one.casefold(): one for one in names if one.casefold() != name.casefold()}.values())
        now = msgspec.structs.replace(row, name=name if row.id == item else row.name, formerly=formerly)
        changed += [now] if now != row else []
    return changed


def unknown_as(row: Item, names: Iterable[str]) -> Item:
    """The row without these former names: whoever writes one of them means it no longer."""
    gone = {name.casefold() for name in names}
    return msgspec.structs.replace(row, formerly=tuple(one for one in row.formerly if one.casefold() not in gone))


def told_with_former(text: str, rows: Sequence[Item]) -> str:
    """A text with the former names of the rows that it names, so that what it says is found by those too."""
    old = [before for row in rows if row.formerly and _stands_in(row.name, text) for before in row.formerly]
    return " ".join((text, *old))


def _stands_in(name: str, text: str) -> bool:
    """Whether a name stands in a text as a whole: Kodex is not in Kodexia."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None
