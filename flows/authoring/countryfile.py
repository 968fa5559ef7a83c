"""The shape of the country files, key by key: an economy, the sources, and what tells which rights matter. Also the JSON Schemas for editors.

Only shapes live here: no file is read, nothing compared across files.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal, cast

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from flows.authoring.schema import Date, Doc, Flag, Name, When, Words
from flows.model.country import UNDATED, Confidence, Right

_PARTS = r"[0-9]{4}(?:-[0-9]{2}){0,2}"


def _partial(written: Any) -> Any:
    """A year, a month or a day, as text. YAML reads a bare year as a number."""
    text = str(written)
    try:
        dt.date.fromisoformat((text + "-01-01")[:10] if re.fullmatch(_PARTS, text) else "")
    except ValueError:
        mend = "Write a year, a month or a day, like `2025`, `2025-10` or `2025-10-01`"
        raise PydanticCustomError("day", "A date goes from the year to the day", {"mend": mend}) from None
    return text


def _dated(written: Any) -> Any:
    """A partial date, or that there is none."""
    return written if written == UNDATED else _partial(written)


def _as_text(written: Any) -> Any:
    """A figure as it was written; YAML reads a whole number as one."""
    return str(written) if isinstance(written, int) and not isinstance(written, bool) else written


def _one_or_many(written: Any) -> Any:
    return cast(Any, written) if isinstance(written, list) else [written]


_JSON_DATE = {"anyOf": [{"type": "string", "pattern": f"^{_PARTS}$"}, {"type": "integer"}]}
Since = Annotated[str, BeforeValidator(_partial), WithJsonSchema(_JSON_DATE)]
AsOf = Annotated[str, BeforeValidator(_dated), WithJsonSchema({"anyOf": [*_JSON_DATE["anyOf"], {"const": UNDATED}]})]
Figure = Annotated[
    Words,
    BeforeValidator(_as_text),
    WithJsonSchema({"anyOf": [{"type": "string", "minLength": 1}, {"type": "number"}]}),
]
Sources = Annotated[
    list[Name],
    BeforeValidator(_one_or_many),
    Field(min_length=1),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "minItems": 1, "items": {"type": "string"}}]}),
]
Whole = Annotated[int, Field(ge=1, strict=True)]


class Sourced(Doc):
    """What every value carries. ``edition``: where it is another than its first source's."""

    source: Sources
    as_of: AsOf
    confidence: Confidence
    edition: Figure | None = None
    note: Words | None = None


class MeasureDoc(Sourced):
    """A figure, or the name of a helper."""

    value: Figure
    rank: Whole | None = None
    of: Whole | None = None


class TreatyDoc(Sourced):
    """Whether a treaty binds, and since when."""

    member: Flag
    since: Since | None = None


class LawDoc(Sourced):
    """A rule of law: in our words where it was read, as a question where it was not."""

    rule: Name | None = None
    binds: tuple[Literal["employee", "individual", "company"], ...] = ()
    says: Words | None = None
    draft: Words | None = None
    ask: Words | None = None
    statute: Words | None = None


Editions = Annotated[list[MeasureDoc], Field(min_length=1)]


class MeasuresDoc(Doc):
    """Figures by name, the newest edition first."""

    ip_index: Editions | None = None
    rule_of_law: Editions | None = None
    special_301: Editions | None = None
    pct_months: Editions | None = None
    ip_attache: Editions | None = None
    helpdesk: Editions | None = None
    toolkit: Editions | None = None


class TreatiesDoc(Doc):
    """Treaties by name."""

    paris: TreatyDoc | None = None
    pct: TreatyDoc | None = None
    plt: TreatyDoc | None = None
    madrid: TreatyDoc | None = None
    hague_designs: TreatyDoc | None = None
    berne: TreatyDoc | None = None
    wct: TreatyDoc | None = None
    trips: TreatyDoc | None = None
    new_york: TreatyDoc | None = None
    hague_judgments: TreatyDoc | None = None


class LawsDoc(Doc):
    """Rules of law by subject."""

    ownership: LawDoc | None = None
    work_for_hire: LawDoc | None = None
    employees: LawDoc | None = None
    assignment: LawDoc | None = None
    licences: LawDoc | None = None
    reversion: LawDoc | None = None
    moral_rights: LawDoc | None = None
    registration: LawDoc | None = None
    inventions: LawDoc | None = None
    employee_inventions: LawDoc | None = None
    foreign_filing: LawDoc | None = None
    marks: LawDoc | None = None
    non_compete: LawDoc | None = None
    trade_secrets: LawDoc | None = None
    caution: LawDoc | None = None


class EconomyDoc(Doc):
    """One economy."""

    economy: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    name: Words
    measures: MeasuresDoc = MeasuresDoc()
    treaties: TreatiesDoc = TreatiesDoc()
    law: LawsDoc = LawsDoc()


class CountrySourceDoc(Doc):
    """Where values come from. ``edition``: what of it was read; ``read``: when."""

    title: Words
    publisher: Words
    edition: Figure
    kind: Literal["primary", "secondary", "press", "unverified"]
    read: Date
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = None
    licence: Words | None = None
    note: Words | None = None


class NeedsDoc(Doc):
    """Which answers of a flow tell that a right matters."""

    flow: Name
    needs: dict[Right, When]
