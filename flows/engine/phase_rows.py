"""What the ladder keeps, as rows of registers and back: states of phases, approvals, records of evidence, classes set by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from flows.model.country import Exposure
from flows.model.ids import ItemId, PersonId
from flows.model.people import Role
from flows.model.phasing import (
    APPROVALS,
    CLASSES,
    MARKS,
    RECORDS,
    WAITS,
    Approval,
    AskKind,
    AskState,
    PhaseMark,
    PhaseState,
    Record,
    SetClass,
    Word,
)
from flows.model.programme import Item
from flows.model.values import Choice, Day, Document, Documents, Items, Number, People, Text, Value, YesNo

_BEGAN = "began_"
"""How the field of a day begins since which a vendor works at a gate; the gate and the vendor follow."""
_REFUSED = "no"
"""The field of a not yet; its day and its reason are named as those of a yes."""
_SAID = "yes_"
"""How the field of a yes begins; the role follows, and "_on" for its day, "_if" for its condition."""


def _kept(fields: Mapping[str, Value | None]) -> dict[str, Value]:
    return {name: value for name, value in fields.items() if value is not None}


def _text(words: str) -> Text | None:
    return Text(words) if words else None


def _day(day: dt.date | None) -> Day | None:
    return Day(day) if day is not None else None


def _row(row: ItemId | None) -> Items | None:
    return Items((row,)) if row is not None else None


class _Fields:
    """The fields of a row, read by kind; what is not there is what an empty one would be."""

    def __init__(self, row: Item) -> None:
        self._of = row.fields

    def text(self, name: str) -> str:
        value = self._of.get(name)
        return value.text if isinstance(value, Text) else ""

    def word(self, name: str) -> str:
        value = self._of.get(name)
        return value.option if isinstance(value, Choice) else ""

    def day(self, name: str) -> dt.date | None:
        value = self._of.get(name)
        return value.day if isinstance(value, Day) else None

    def rows(self, name: str) -> tuple[ItemId, ...]:
        value = self._of.get(name)
        return value.items if isinstance(value, Items) else ()

    def row(self, name: str) -> ItemId | None:
        return next(iter(self.rows(name)), None)

    def person(self, name: str) -> PersonId | None:
        value = self._of.get(name)
        return next(iter(value.people), None) if isinstance(value, People) else None

    def count(self, name: str) -> int:
        value = self._of.get(name)
        return int(value.number) if isinstance(value, Number) else 0

    def files(self, name: str) -> tuple[Document, ...]:
        value = self._of.get(name)
        return value.documents if isinstance(value, Documents) else ()

    def began(self) -> dict[tuple[ItemId, str], dt.date]:
        """Since when each vendor works at each gate; of a row of an earlier shape one day tells, for all of its vendors."""
        once = self.day("began")
        found = {(vendor, self.text("gate")): once for vendor in self.rows("vendors")} if once is not None else {}
        for name, value in self._of.items():
            if name.startswith(_BEGAN) and isinstance(value, Day):
                gate, _, vendor = name.removeprefix(_BEGAN).partition(" ")
                found[ItemId(vendor), gate] = value.day
        return found

    def words(self) -> tuple[Word, ...]:
        found = (self.word_of(f"{_SAID}{role}", role) for role in Role)
        return tuple(word for word in found if word is not None)

    def word_of(self, name: str, role: Role | None = None) -> Word | None:
        """What somebody said under that name."""
        person, on = self.person(name), self.day(f"{name}_on")
        if person is None or on is None:
            return None
        return Word(role, person, on, self.text(f"{name}_if"))


# ── the state of a phase ─────────────────────────────────────────────────────


def mark_row(mark: PhaseMark, name: str, number: int, by: PersonId, at: dt.datetime) -> Item:
    """The row of a phase's state; ``name`` is what the phase is called."""
    fields = {
        "phase": _row(mark.phase),
        "state": Choice(mark.state),
        "gate": _text(mark.gate),
        "approved_gate": _text(mark.approved_gate),
        "assets": Items(mark.assets),
        "vendors": Items(mark.vendors),
        "approval": _row(mark.approval),
        "since": Day(mark.since),
        **{f"{_BEGAN}{gate} {vendor}": Day(day) for (vendor, gate), day in mark.began.items()},
        "approved_on": _day(mark.approved_on),
        "ends": _day(mark.ends),
        "why": _text(mark.why),
        "lacked": _text(" ".join(mark.lacked)),
        "cleared": _text(mark.cleared),
        "looked": _day(mark.looked),
    }
    return Item(mark_id(mark.phase), MARKS, name, number, by, at, _kept(fields))


def mark_id(phase: ItemId) -> ItemId:
    """The row of a phase's state."""
    return ItemId(f"{MARKS}-{phase}")


def marks_of(rows: Iterable[Item]) -> dict[ItemId, PhaseMark]:
    """The states that the register's rows hold, by phase."""
    marks = (_mark(_Fields(row), row) for row in rows)
    return {mark.phase: mark for mark in marks}


def _mark(of: _Fields, row: Item) -> PhaseMark:
    return PhaseMark(
        phase=of.row("phase") or ItemId(""),
        state=PhaseState(of.word("state")),
        since=of.day("since") or row.at.date(),
        gate=of.text("gate"),
        approved_gate=of.text("approved_gate"),
        assets=of.rows("assets"),
        vendors=of.rows("vendors"),
        approval=of.row("approval"),
        began=of.began(),
        approved_on=of.day("approved_on"),
        ends=of.day("ends"),
        why=of.text("why"),
        lacked=tuple(of.text("lacked").split()),
        cleared=of.text("cleared"),
        looked=of.day("looked"),
    )


# ── approvals ────────────────────────────────────────────────────────────────


def approval_row(one: Approval, name: str, number: int, waits: Sequence[PersonId] = ()) -> Item:
    """A request as a row, with every yes that was given. ``waits``: whose word is still wanted."""
    fields: dict[str, Value | None] = {
        "kind": Choice(one.kind),
        "state": Choice(one.state),
        "phase": _row(one.phase),
        "gate": _text(one.gate),
        "assets": Items(one.assets) if one.assets else None,
        "vendors": Items(one.vendors) if one.vendors else None,
        "about": _text(one.about),
        "reason": _text(one.reason),
        "until": _day(one.until),
        "renewed": Number(Decimal(one.renewed)) if one.renewed else None,
        WAITS: People(tuple(waits)) if waits else None,
        "extends": _row(one.extends),
        "heir": People((one.heir,)) if one.heir is not None else None,
        **(_word(_REFUSED, one.no) if one.no is not None else {}),
    }
    for word in one.words:
        fields |= _word(f"{_SAID}{word.role}", word)
    return Item(one.id, APPROVALS, name, number, one.by, one.at, _kept(fields))


def _word(name: str, word: Word) -> dict[str, Value | None]:
    """What somebody said, on which day and with which words beside it."""
    return {name: People((word.person,)), f"{name}_on": Day(word.on), f"{name}_if": _text(word.condition)}


def approvals_of(rows: Iterable[Item]) -> tuple[Approval, ...]:
    """The requests that the register's rows hold, oldest first."""
    return tuple(approval_of(row) for row in rows)


def waits_for(row: Item) -> tuple[PersonId, ...]:
    """Whose word on a request was still wanted when its row was written."""
    waited = row.fields.get(WAITS)
    return waited.people if isinstance(waited, People) else ()


def approval_of(row: Item) -> Approval:
    """The request that a row holds."""
    of = _Fields(row)
    return Approval(
        id=row.id,
        kind=AskKind(of.word("kind")),
        by=row.by,
        at=row.at,
        state=AskState(of.word("state")),
        phase=of.row("phase"),
        gate=of.text("gate"),
        assets=of.rows("assets"),
        vendors=of.rows("vendors"),
        about=of.text("about"),
        reason=of.text("reason"),
        until=of.day("until"),
        renewed=of.count("renewed"),
        words=of.words(),
        extends=of.row("extends"),
        heir=of.person("heir"),
        no=of.word_of(_REFUSED),
    )


# ── records, and classes set by name ─────────────────────────────────────────


def record_row(one: Record, number: int) -> Item:
    """A record as a row."""
    fields = {
        "vendor": _row(one.vendor),
        "day": Day(one.day),
        "seen": _text(one.seen),
        "there": None if one.there else YesNo(False),
        "count": Number(Decimal(one.count)) if one.count is not None else None,
        "proof": Documents(one.proof) if one.proof else None,
    }
    return Item(ItemId(f"{RECORDS}-{number}"), RECORDS, one.evidence, number, one.by, one.at, _kept(fields))


def records_of(rows: Iterable[Item]) -> tuple[Record, ...]:
    """The records that the register's rows hold, oldest first."""
    return tuple(_record(_Fields(row), row) for row in rows)


def _record(of: _Fields, row: Item) -> Record:
    vendor, day = of.row("vendor") or ItemId(""), of.day("day") or row.at.date()
    count = of.count("count") if "count" in row.fields else None
    return Record(
        row.name, vendor, day, of.text("seen"), row.by, row.at, "there" not in row.fields, count, of.files("proof")
    )


def class_row(one: SetClass, name: str, number: int) -> Item:
    """A class set by name as a row; ``name`` is what the asset is called."""
    fields = {"asset": _row(one.asset), "class": Choice(one.exposure.name), "reason": _text(one.reason)}
    return Item(ItemId(f"{CLASSES}-{number}"), CLASSES, name, number, one.by, one.at, _kept(fields))


def classes_of(rows: Iterable[Item]) -> dict[ItemId, SetClass]:
    """The latest class that was set for each asset."""
    told = (_class(_Fields(row), row) for row in rows)
    return {one.asset: one for one in told}


def _class(of: _Fields, row: Item) -> SetClass:
    exposure = Exposure[of.word("class")]
    return SetClass(of.row("asset") or ItemId(""), exposure, of.text("reason"), row.by, row.at)
