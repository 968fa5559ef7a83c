"""The country files read into the book of countries: every source resolved, every value complete, nothing unverified said as a fact.

Takes fitted documents and their sheets; opens nothing.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

import msgspec
from iso3166 import countries_by_alpha2

from flows.authoring.countryfile import (
    CountrySourceDoc,
    EconomyDoc,
    LawDoc,
    MeasureDoc,
    NeedsDoc,
    Sourced,
    TreatyDoc,
)
from flows.authoring.names import Names
from flows.authoring.problems import Problem, ProblemKind, did_you_mean
from flows.authoring.reader import Path, Sheet
from flows.authoring.resolver import EVERYWHERE, Scope, read_condition
from flows.authoring.schema import FlowDoc
from flows.model.conditions import Condition
from flows.model.country import (
    LAW,
    MEASURES,
    TREATIES,
    CountryBook,
    CountryField,
    CountrySource,
    CountryValue,
    Economy,
    Needs,
    Right,
)
from flows.model.ids import FlowId, SourceId
from flows.rules.countries import BOUNDS, LISTS, aged, figure, first_day, is_fact

F = CountryField
_OWNERS = frozenset(
    {
        "contractor", "contractor_customer_may_use", "contractor_customer_limited_use", "contractor_unless_implied", "customer",
        "customer_exercises_rights", "customer_if_written_contract", "customer_presumed_as_producer", "depends_on_control", "unsettled",
    }
)  # fmt: skip
RULES: dict[CountryField, frozenset[str]] = {
    F.OWNERSHIP: _OWNERS,
    F.MORAL_RIGHTS: frozenset(
        {"no", "no_transfer", "uncertain", "partly", "reduced", "promise", "in_writing", "yes", "none"}
    ),
    F.NON_COMPETE: frozenset({"void", "limited", "reasonable", "varies"}),
    F.FOREIGN_FILING: frozenset({"permit_first", "free"}),
}
"""The short words of the rules that are compared by one."""


class EconomyFile(msgspec.Struct, frozen=True):
    """A file that fits its shape."""

    doc: EconomyDoc
    sheet: Sheet


def sources_of(docs: Mapping[str, CountrySourceDoc]) -> dict[SourceId, CountrySource]:
    """The sources by id."""
    return {
        SourceId(key): CountrySource(
            SourceId(key),
            doc.title,
            doc.publisher,
            doc.edition,
            doc.kind,
            doc.read,
            doc.url or "",
            doc.licence or "",
            doc.note or "",
        )
        for key, doc in docs.items()
    }


def needs_of(
    doc: NeedsDoc, sheet: Sheet, flows: Mapping[str, FlowDoc], stages: frozenset[str]
) -> tuple[Needs | None, list[Problem]]:
    """What tells which rights matter, and the problems that stand in its way."""
    about = flows.get(doc.flow)
    if about is None:
        where, why = sheet.place(("flow",)), f"There is no flow `{doc.flow}`"
        return None, [where.problem(ProblemKind.UNKNOWN_REFERENCE, why, did_you_mean(doc.flow, flows))]
    problems: list[Problem] = []
    scope = Scope(Names(about, stages), reach=EVERYWHERE)
    when: dict[Right, Condition] = {}
    for right, text in doc.needs.items():
        condition, slips = read_condition(text, scope)
        where = sheet.value_place(("needs", right.value))
        problems += [where.problem(slip.kind, slip.why, slip.mend) for slip in slips]
        if condition is not None:
            when[right] = condition
    return Needs(FlowId(doc.flow), when), problems


def book_of(
    files: Iterable[EconomyFile], sources: dict[SourceId, CountrySource], needs: Needs | None
) -> tuple[CountryBook, list[Problem]]:
    """The book of what is sound, and every problem of what is not."""
    problems: list[Problem] = []
    economies: dict[str, Economy] = {}
    for file in files:
        reading = _Reading(file, sources)
        code = file.doc.economy
        if code in economies:
            reading.note(("economy",), ProblemKind.DUPLICATE, f"The economy `{code}` has a file already", "Keep one")
        economies[code] = reading.economy()
        problems += reading.problems
    return CountryBook(dict(sorted(economies.items())), sources, needs), problems


class _Reading:
    """One economy's file, read."""

    def __init__(self, file: EconomyFile, sources: Mapping[SourceId, CountrySource]) -> None:
        self.doc = file.doc
        self.sheet = file.sheet
        self.sources = sources
        self.problems: list[Problem] = []

    def note(self, path: Path, kind: ProblemKind, why: str, mend: str) -> None:
        self.problems.append(self.sheet.place(path).problem(kind, why, mend))

    def economy(self) -> Economy:
        code = self.doc.economy
        if code not in countries_by_alpha2:
            self.note(
                ("economy",), ProblemKind.UNKNOWN_REFERENCE, f"`{code}` is no ISO 3166-1 code", "Look the code up"
            )
        if not self.sheet.file.endswith(f"{code.lower()}.yaml"):
            why, mend = f"The economy `{code}` lies in another's file", f"Call the file `{code.lower()}.yaml`"
            self.note(("economy",), ProblemKind.NOT_UNDERSTOOD, why, mend)
        return Economy(code, self.doc.name, tuple(self._values()))

    def _values(self) -> Iterator[CountryValue]:
        for field in MEASURES:
            editions: list[MeasureDoc] = getattr(self.doc.measures, field.value) or []
            values = [self._measure(field, doc, ("measures", field.value, at)) for at, doc in enumerate(editions)]
            self._in_order(values, field)
            yield from values
        for field in TREATIES:
            treaty: TreatyDoc | None = getattr(self.doc.treaties, field.value)
            if treaty is not None:
                yield self._treaty(field, treaty)
        for field in LAW:
            law: LawDoc | None = getattr(self.doc.law, field.value)
            if law is not None:
                yield self._law(field, law)

    def _plain(self, field: CountryField, doc: Sourced, path: Path) -> CountryValue:
        """A value with what every value carries."""
        ids = tuple(SourceId(source) for source in doc.source)
        for source in ids:
            if source not in self.sources:
                mend = did_you_mean(source, self.sources, "Add it to sources.yaml")
                why = f"There is no source `{source}`"
                self.note((*path, "source"), ProblemKind.UNKNOWN_REFERENCE, why, mend)
        known = [self.sources[source] for source in ids if source in self.sources]
        value = CountryValue(
            field,
            ids,
            doc.edition or (known[0].edition if known else ""),
            doc.as_of,
            doc.confidence,
            note=doc.note or "",
        )
        if any(source.kind == "unverified" for source in known) and is_fact(value):
            why = f"`{doc.confidence}` can't be the confidence of what was checked in no source"
            self.note(
                (*path, "confidence"), ProblemKind.NOT_UNDERSTOOD, why, "Write `unverified`, or name where it was read"
            )
        return value

    def _measure(self, field: CountryField, doc: MeasureDoc, path: Path) -> CountryValue:
        if field in BOUNDS:
            low, high = BOUNDS[field]
            number = figure(doc.value)
            if number is None or not low <= number <= high:
                why = f"`{doc.value}` is no figure from {low} to {high}"
                self.note((*path, "value"), ProblemKind.TYPE_MISMATCH, why, "Write it with a point, like `38.64`")
        if field is F.SPECIAL_301 and doc.value not in LISTS:
            why = f"`{doc.value}` is no list of the Special 301 report"
            self.note((*path, "value"), ProblemKind.TYPE_MISMATCH, why, did_you_mean(doc.value, LISTS))
        plain = self._plain(field, doc, path)
        return msgspec.structs.replace(plain, value=doc.value, rank=doc.rank, of=doc.of)

    def _in_order(self, values: list[CountryValue], field: CountryField) -> None:
        for at, (newer, older) in enumerate(pairwise(values), start=1):
            if newer.edition == older.edition:
                why = f"The edition `{older.edition}` stands twice"
                self.note(("measures", field.value, at), ProblemKind.DUPLICATE, why, "Keep one of the two")
            elif (first_day(older.as_of) or dt.date.max) > (first_day(newer.as_of) or dt.date.max):
                why = f"The edition `{older.edition}` is newer than the one before it"
                self.note(("measures", field.value, at), ProblemKind.NOT_UNDERSTOOD, why, "Put the newest first")

    def _treaty(self, field: CountryField, doc: TreatyDoc) -> CountryValue:
        plain = self._plain(field, doc, ("treaties", field.value))
        return msgspec.structs.replace(plain, value="yes" if doc.member else "no", since=doc.since or "")

    def _law(self, field: CountryField, doc: LawDoc) -> CountryValue:
        path: Path = ("law", field.value)
        plain = self._plain(field, doc, path)
        self._spoken(field, doc, path, fact=is_fact(plain))
        return msgspec.structs.replace(
            plain,
            value=doc.rule or "",
            says=doc.says or "",
            draft=doc.draft or "",
            ask=doc.ask or "",
            statute=doc.statute or "",
            binds=tuple(doc.binds),
        )

    def _spoken(self, field: CountryField, doc: LawDoc, path: Path, *, fact: bool) -> None:
        """What was read is said; what was not read is asked, and nothing else."""
        if fact and doc.says is None:
            self.note(path, ProblemKind.MISSING_TEXT, "`says` is missing", "Say in plain words what the source says")
        if not fact and doc.ask is None:
            self.note(
                path, ProblemKind.MISSING_TEXT, "`ask` is missing", "Put what is unverified as a question for counsel"
            )
        for key in ("says", "draft", "rule", "binds"):
            if not fact and getattr(doc, key):
                why = f"`{key}` would show as a fact what is `{doc.confidence}`"
                self.note((*path, key), ProblemKind.NOT_UNDERSTOOD, why, "Turn it into a question under `ask`")
        if doc.ask is not None and not doc.ask.endswith("?") and "? Ask " not in doc.ask:
            self.note((*path, "ask"), ProblemKind.NOT_UNDERSTOOD, "`ask` is no question", "End it with a question mark")
        words = RULES.get(field)
        if doc.rule is not None and doc.rule not in (words or ()):
            mend = did_you_mean(doc.rule, words) if words else "Take it out"
            self.note((*path, "rule"), ProblemKind.UNKNOWN_REFERENCE, f"`{doc.rule}` is no rule of `{field}`", mend)
        if fact and doc.rule is None and words:
            self.note(
                path,
                ProblemKind.NOT_UNDERSTOOD,
                "`rule` is missing",
                did_you_mean("", words, f"Write one of {', '.join(sorted(words))}"),
            )
        if fact and field is F.NON_COMPETE and not doc.binds:
            why, mend = "`binds` is missing", "Say whom the rule is about: employee, individual, company"
            self.note(path, ProblemKind.NOT_UNDERSTOOD, why, mend)


# ── as time goes by ──────────────────────────────────────────────────────────


def not_yet(file: EconomyFile, today: dt.date) -> Iterator[Problem]:
    """Values that are said to come from the future."""
    for path, key in file.sheet.keys.items():
        if path[-1:] == ("as_of",):
            day = first_day(str(_at(file.sheet, path)))
            if day is not None and day > today:
                yield key.problem(
                    ProblemKind.STALE_REVIEW_DATE, f"{day} has not come yet", "Write the date of the value"
                )


def _at(sheet: Sheet, path: Path) -> Any:
    data: Any = sheet.data
    for part in path:
        data = data[part]
    return data


class Aged(msgspec.Struct, frozen=True):
    """How many of the values of a field are old or undated. They load, and are marked wherever they are shown."""

    field: CountryField
    old: int
    of: int


def aged_values(book: CountryBook, codes: Iterable[str], today: dt.date) -> Iterator[Aged]:
    """The fields of some economies of which values are to be marked today."""
    values = [value for code in codes for value in book.economies[code].values if is_fact(value)]
    old = Counter(value.field for value in values if aged(value.as_of, today))
    whole = Counter(value.field for value in values)
    yield from (Aged(field, old[field], whole[field]) for field in CountryField if old[field])
