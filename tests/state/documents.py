"""Documents as each version wrote them, kept so that a change of the model that cannot read them is noticed.

    python -m tests.state.documents

writes the file of every kind whose current version has none: ``documents/<kind>.v<version>.jsonl``, a document a line, together
holding every field and every member of every union. A file once released is never written anew: a changed model gets an
upcaster (`state.codec`), which makes a new version and with it a new file. Until the first release, remove a file to renew it.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from typing import Any

import msgspec.inspect as shape

from flows.model.effects import Effect, Entry, Reply
from flows.model.flow import Flow
from flows.model.programme import Action, Item, Programme
from flows.model.reminders import Habits
from flows.model.session import Answer, Session
from state import codec
from state.codec import Codec

FOLDER = Path(__file__).parent / "documents"

KINDS: dict[str, tuple[Codec[Any], object]] = {
    "programme": (codec.PROGRAMME, Programme),
    "session": (codec.SESSION, Session),
    "answer": (codec.ANSWER, Answer),
    "item": (codec.ITEM, Item),
    "action": (codec.ACTION, Action),
    "entry": (codec.ENTRY, Entry),
    "effect": (codec.EFFECT, Effect),
    "habits": (codec.HABITS, Habits),
    "reply": (codec.REPLY, Reply),
    "flow": (codec.FLOW, Flow),
}

PLAIN: dict[type[shape.Type], list[Any]] = {
    shape.StrType: ["word"],
    shape.IntType: [7],
    shape.BoolType: [True, False],
    shape.DecimalType: [Decimal("12.50")],
    shape.DateType: [dt.date(2026, 11, 23)],
    shape.DateTimeType: [dt.datetime(2026, 11, 23, 9, 30, 0, 123456, tzinfo=dt.UTC)],
    shape.NoneType: [],
}


class Examples:
    """Values of a type that together hold all there is to it; each struct is varied where it is first met and plain after."""

    def __init__(self) -> None:
        self._met: dict[type, list[Any]] = {}

    def of(self, info: shape.Type) -> list[Any]:
        """At least one value, but for a struct within itself: none."""
        match info:
            case shape.StructType():
                return self._structs(info)
            case shape.UnionType():
                return [value for member in info.types for value in self.of(member)]
            case shape.VarTupleType():
                return [tuple(self.of(info.item_type))]
            case shape.TupleType():
                return [tuple(self.of(item)[0] for item in info.item_types)]
            case shape.DictType():
                return [dict(zip(self.of(info.key_type), self.of(info.value_type), strict=False))]
            case shape.EnumType():
                return list(info.cls)
            case _:
                return PLAIN[type(info)]

    def _structs(self, info: shape.StructType) -> list[Any]:
        """As many as the richest field has examples; where another field ran out, its first if needed, else its default."""
        if info.cls in self._met:
            return self._met[info.cls]
        self._met[info.cls] = []
        fields = {field.name: self.of(field.type) for field in info.fields}
        first = {field.name: _plain(fields[field.name][0]) for field in info.fields if field.required}
        rows = [dict(zip(fields, row, strict=True)) for row in zip_longest(*fields.values())]
        kept = [{name: value for name, value in row.items() if value is not None} for row in rows]
        found = [info.cls(**(first | row)) for row in kept] or [info.cls()]
        self._met[info.cls] = [info.cls(**first)]
        return found


def _plain(value: object) -> object:
    """A value that was shown whole before: of a tuple, its first."""
    return value[:1] if isinstance(value, tuple) else value


def file_of(kind: str) -> Path:
    """The file of a kind's current version."""
    return FOLDER / f"{kind}.v{KINDS[kind][0].version}.jsonl"


def write(kind: str) -> None:
    """Write the documents of a kind's current version."""
    tried, of = KINDS[kind]
    lines = [tried.encode(value) for value in Examples().of(shape.type_info(of))]
    FOLDER.mkdir(exist_ok=True)
    file_of(kind).write_bytes(b"\n".join(lines) + b"\n")


if __name__ == "__main__":
    for missing in [kind for kind in KINDS if not file_of(kind).exists()]:
        write(missing)
        print(f"wrote {file_of(missing).name}")
