"""Rows of the disclosure ledger, read and written: those that answers recorded (a section with `records:`), and those entered one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from flows.model.ids import ItemId
from flows.model.ledger import LEDGER, Disclosure, Filing
from flows.model.programme import Item
from flows.model.values import Choice, Day, Items, Text, Value, YesNo

ABOUT, TO, SHOWN_ON, NDA, FILING, EARLY = "about", "to", "shown_on", "nda", "filing", "early"
SHOWN_TO = ("shown_to", "held_by")
"""Who has it, in words: as an entry names it, and as the answers of the flows do."""
UNDER_NDA = ("under_nda", "nda_covers")
"""Whether a paper covers it, likewise."""


def ledger_of(rows: Iterable[Item], names: Mapping[ItemId, str]) -> tuple[Disclosure, ...]:
    """The ledger's lines, newest first: by the day it went out, else by that on which it was entered. ``names``: what rows are called."""
    lines = [(_told(row, names), row.number) for row in rows if row.fields and not row.removed]
    return tuple(line for line, _ in sorted(lines, key=lambda one: (_day(one[0]), one[1]), reverse=True))


def _day(line: Disclosure) -> dt.date:
    return line.day or line.at.date()


def _told(row: Item, names: Mapping[ItemId, str]) -> Disclosure:
    fields = row.fields
    asset, vendor = _row(fields.get(ABOUT)), _row(fields.get(TO))
    covered, day, filing = _first(fields, UNDER_NDA), fields.get(SHOWN_ON), fields.get(FILING)
    words, early = _first(fields, SHOWN_TO), fields.get(EARLY)
    return Disclosure(
        id=row.id,
        asset=asset,
        what=names.get(asset, row.name) if asset is not None else row.name,
        recipient=(names.get(vendor, "") if vendor is not None else "")
        or (words.text if isinstance(words, Text) else ""),
        by=row.by,
        at=row.at,
        vendor=vendor,
        day=day.day if isinstance(day, Day) else None,
        under_nda=covered.yes if isinstance(covered, YesNo) else None,
        nda=_row(fields.get(NDA)),
        filing=Filing(filing.option) if isinstance(filing, Choice) else None,
        early=isinstance(early, YesNo) and early.yes,
    )


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
    }
    told = {name: value for name, value in fields.items() if value is not None}
    return Item(line.id, LEDGER, line.what, number, line.by, line.at, told)
