"""Rows of the disclosure ledger, read and written: those that answers recorded (a section with `records:`), and those entered one by one.

A correction is a row of its own that names the one it replaces; that one is taken out then, so that nothing reads it as what was, and stays
in the ledger as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from flows.model.ids import ItemId
from flows.model.ledger import LEDGER, Disclosure, Filing
from flows.model.programme import Item
from flows.model.values import Choice, Day, Items, Text, Value, YesNo

ABOUT, TO, SHOWN_ON, NDA, FILING, EARLY = "about", "to", "shown_on", "nda", "filing", "early"
REPLACES, WHY, NOTICED = "replaces", "why", "noticed_on"
SHOWN_TO = ("shown_to", "held_by")
"""Who has it, in words: as an entry names it, and as the answers of the flows do."""
UNDER_NDA = ("under_nda", "nda_covers")
"""Whether a paper covers it, likewise."""


def ledger_of(rows: Iterable[Item], names: Mapping[ItemId, str]) -> tuple[Disclosure, ...]:
    """The ledger's lines, newest first: by the day it went out, else by that on which it was entered; below each what it corrects, where the
    rows hold that too. ``names``: what rows are called."""
    kept = [row for row in rows if row.fields]
    by = corrections(kept)
    lines = {row.id: _told(row, names, by.get(row.id)) for row in kept if not row.removed or row.id in by}
    counting = (line for line in lines.values() if line.replaced is None)
    return tuple(
        one
        for line in sorted(counting, key=lambda one: (one.day or one.at.date(), one.number), reverse=True)
        for one in _history(line, lines)
    )


def corrections(rows: Iterable[Item]) -> dict[ItemId, ItemId]:
    """The rows that were corrected, each with the one that replaces it."""
    return {before: row.id for row in rows if (before := _row(row.fields.get(REPLACES))) is not None}


def _history(line: Disclosure, lines: Mapping[ItemId, Disclosure]) -> Iterator[Disclosure]:
    """A line, and what it corrects, the newest first."""
    at: Disclosure | None = line
    while at is not None:
        yield at
        at = lines.get(at.replaces) if at.replaces is not None else None


def _told(row: Item, names: Mapping[ItemId, str], replaced: ItemId | None) -> Disclosure:
    fields = row.fields
    asset, vendor = _row(fields.get(ABOUT)), _row(fields.get(TO))
    covered, day, filing = _first(fields, UNDER_NDA), fields.get(SHOWN_ON), fields.get(FILING)
    early, why, noticed = fields.get(EARLY), fields.get(WHY), fields.get(NOTICED)
    what = names.get(asset, row.name) if asset is not None else row.name
    recipient = _recipient(fields, names)
    return Disclosure(
        id=row.id,
        asset=asset,
        what=what,
        recipient=recipient,
        by=row.by,
        at=row.at,
        vendor=vendor,
        day=day.day if isinstance(day, Day) else None,
        under_nda=covered.yes if isinstance(covered, YesNo) else None,
        nda=_row(fields.get(NDA)),
        filing=Filing(filing.option) if isinstance(filing, Choice) else None,
        early=isinstance(early, YesNo) and early.yes,
        number=row.number,
        replaces=_row(fields.get(REPLACES)),
        why=why.text if isinstance(why, Text) else "",
        replaced=replaced,
        entered_as="" if row.name in (what, titled(what, recipient)) else row.name,
        noticed=noticed.day if isinstance(noticed, Day) else None,
    )


def entry_name(row: Item, names: Mapping[ItemId, str]) -> str:
    """What an entry is called: as what went out, and whoever has it, are called now. One that an answer recorded is called as its row is, which
    is renamed with what it is about."""
    asset = _row(row.fields.get(ABOUT)) if EARLY in row.fields else None
    what = names.get(asset) if asset is not None else None
    return titled(what, _recipient(row.fields, names)) if what is not None else row.name


def titled(what: str, recipient: str) -> str:
    """What an entry is called: what went out, and whoever has it."""
    return f"{what} ({recipient})" if recipient else what


def _recipient(fields: Mapping[str, Value], names: Mapping[ItemId, str]) -> str:
    """Whoever has it: a vendor by its name, else the words for them."""
    vendor, words = _row(fields.get(TO)), _first(fields, SHOWN_TO)
    told = names.get(vendor, "") if vendor is not None else ""
    return told or (words.text if isinstance(words, Text) else "")


def _first(fields: Mapping[str, Value], names: Iterable[str]) -> Value | None:
    return next((fields[name] for name in names if name in fields), None)


def _row(value: Value | None) -> ItemId | None:
    return value.items[0] if isinstance(value, Items) and value.items else None


def row_of(line: Disclosure, number: int) -> Item:
    """A line as a row of the register. What is not known of it has no field."""
    fields: dict[str, Value | None] = {
        ABOUT: Items((line.asset,)) if line.asset is not None else None,
        TO: Items((line.vendor,)) if line.vendor is not None else None,
        SHOWN_TO[0]: Text(line.recipient),
        SHOWN_ON: Day(line.day) if line.day is not None else None,
        UNDER_NDA[0]: YesNo(line.under_nda) if line.under_nda is not None else None,
        NDA: Items((line.nda,)) if line.nda is not None else None,
        FILING: Choice(line.filing) if line.filing is not None else None,
        EARLY: YesNo(line.early),
        REPLACES: Items((line.replaces,)) if line.replaces is not None else None,
        WHY: Text(line.why) if line.why else None,
        NOTICED: Day(line.noticed) if line.noticed is not None else None,
    }
    told = {name: value for name, value in fields.items() if value is not None}
    return Item(line.id, LEDGER, line.what, number, line.by, line.at, told)
