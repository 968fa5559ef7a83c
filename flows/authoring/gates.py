"""The ladder's file read into the ladder: every name found, every gate on the one below it, every reason of a country with its words.

Takes a fitted document and its sheet; opens nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from string import Formatter
from typing import cast

from flows.authoring.compiler import Conditions, phrase_of
from flows.authoring.gatefile import (
    ApprovingDoc,
    CapDoc,
    CountryFactsDoc,
    EvidenceDoc,
    GateDoc,
    LadderDoc,
    ReportDoc,
    ShareDoc,
    SparedDoc,
    TimesDoc,
)
from flows.authoring.grammar import Syntax, parse
from flows.authoring.names import Names
from flows.authoring.problems import Problem, ProblemKind, did_you_mean
from flows.authoring.reader import Path, Sheet
from flows.authoring.resolver import EVERYWHERE, Scope
from flows.authoring.schema import PhraseDoc
from flows.model.conditions import AnswerFact, Compare, Condition, Has, Is
from flows.model.country import CapFlag, Exposure, Right
from flows.model.flow import Severity
from flows.model.ids import RegisterId, SourceId
from flows.model.ledger import AGREEMENTS
from flows.model.people import Profile
from flows.model.phasing import (
    ASSETS,
    COUNTRIES,
    VENDORS,
    Approving,
    CapRule,
    ClassRule,
    CountryFacts,
    Evidence,
    Excepting,
    Fall,
    Gate,
    Ladder,
    Lifting,
    Report,
    Share,
    Spared,
)

_FALLS = {-1: Fall.AT_ONCE, 0: Fall.SAME_DAY}


def compile_ladder(doc: LadderDoc, names: Names, sheet: Sheet) -> tuple[Ladder | None, list[Problem]]:
    """The ladder, or every problem that stands in its way."""
    work = _Compiler(doc, names, sheet)
    ladder = work.ladder()
    return (None if work.problems else ladder), work.problems


class _Compiler(Conditions):
    """One compilation. A vendor is at hand in every condition."""

    def __init__(self, doc: LadderDoc, names: Names, sheet: Sheet) -> None:
        super().__init__(sheet)
        self.doc = doc
        self.names = names
        self.papers: dict[str, Syntax] = {}
        for name, text in doc.papers.items():
            if self.read(text, ("papers", name), AGREEMENTS) is not None:
                self.papers[name] = parse(text)

    def note(self, path: Path, kind: ProblemKind, why: str, mend: str) -> None:
        self.problems.append(self.sheet.place(path).problem(kind, why, mend))

    def read(self, text: str | None, path: Path, item: RegisterId | None = None) -> Condition | None:
        scope = Scope(self.names, item=item, reach=EVERYWHERE, hand=(VENDORS,), named=self.papers)
        return self.maybe(text, scope, path)

    def ladder(self) -> Ladder:
        doc = self.doc
        self._classes()
        self._gates()
        self._caps()
        return Ladder(
            classes=tuple(
                ClassRule(it.class_, it.title, it.means, self.read(it.when, ("classes", at, "when"), ASSETS))
                for at, it in enumerate(doc.classes)
            ),
            gates=tuple(self._gate(gate, ("gates", at)) for at, gate in enumerate(doc.gates)),
            unknown=doc.unknown,
            piece=self.read(doc.piece, ("piece",), ASSETS),
            vendor_countries=self.read(doc.vendor_countries, ("vendor_countries",), COUNTRIES),
            vendor_papers=self.read(doc.vendor_papers, ("vendor_papers",), AGREEMENTS),
            covered_by=doc.covered_by,
            filing=self._each("filing", {**doc.filing}, (), ASSETS),
            countries=self._countries(doc.countries),
            caps=tuple(self._cap(cap, ("caps", at)) for at, cap in enumerate(doc.caps)),
            lifting=Lifting(_approvers(doc.lifting.approvers), doc.lifting.lasts),
            extending=_approvers(doc.extensions.approvers) if doc.extensions is not None else (),
            excepting=Excepting(doc.exceptions.approver, doc.exceptions.most, doc.exceptions.renewals),
            sources=tuple(it.source(key) for key, it in doc.sources.items()),
            reviewed=doc.reviewed,
        )

    # ── what has to fit together ──

    def _classes(self) -> None:
        self._once(("classes",), "class", [one.class_.name for one in self.doc.classes])
        for missing in {*Exposure} - {one.class_ for one in self.doc.classes}:
            self.note(("classes",), ProblemKind.MISSING_TEXT, f"The class {missing.name} is missing", "Add it")

    def _gates(self) -> None:
        self._once(("gates",), "gate", [gate.gate for gate in self.doc.gates])
        below: dict[str, Exposure] = {}
        seen: dict[str, Path] = {}
        for at, gate in enumerate(self.doc.gates):
            path: Path = ("gates", at)
            if gate.source not in self.doc.sources:
                mend = did_you_mean(gate.source, self.doc.sources)
                self.note((*path, "source"), ProblemKind.UNKNOWN_REFERENCE, f"There is no source `{gate.source}`", mend)
            if gate.builds_on is not None and gate.builds_on not in below:
                why = f"No gate `{gate.builds_on}` stands before this one"
                self.note((*path, "builds_on"), ProblemKind.UNKNOWN_REFERENCE, why, did_you_mean(gate.builds_on, below))
            if below and gate.up_to <= max(below.values()):
                why = f"A gate before this one opens {gate.up_to.name} already"
                self.note((*path, "up_to"), ProblemKind.NOT_UNDERSTOOD, why, "Put the gates in order, lowest first")
            below[gate.gate] = gate.up_to
            for number, one in enumerate(gate.evidence):
                here: Path = (*path, "evidence", number)
                if one.id in seen:
                    why, mend = (
                        f"The evidence `{one.id}` stands twice",
                        "Rename one; a gate wants all of those below it",
                    )
                    self.note((*here, "id"), ProblemKind.DUPLICATE, why, mend)
                seen[one.id] = here
                self._decided_once(one, here, gate)
        if self.doc.covered_by not in seen:
            why, mend = f"There is no evidence `{self.doc.covered_by}`", did_you_mean(self.doc.covered_by, seen)
            self.note(("covered_by",), ProblemKind.UNKNOWN_REFERENCE, why, mend)

    def _decided_once(self, one: EvidenceDoc, path: Path, gate: GateDoc) -> None:
        """Evidence is decided in one way, and says what only that way can have."""
        ways = [key for key in ("when", "record", "worked", "no_finding") if getattr(one, key) is not None]
        if len(ways) != 1:
            why = f"`{one.id}` is decided in {len(ways)} ways"
            self.note(path, ProblemKind.NOT_UNDERSTOOD, why, "Give it one of `when`, `record`, `worked`, `no_finding`")
        if one.each is not None and one.when is None:
            self.note((*path, "each"), ProblemKind.NOT_UNDERSTOOD, "`each` goes with `when`", "Take it out")
        if one.public_too and one.each != ASSETS:
            why = "`public_too` goes with `each: asset`"
            self.note((*path, "public_too"), ProblemKind.NOT_UNDERSTOOD, why, "Take it out")
        for key in ("times", "share"):
            if getattr(one, key) is not None and one.record is None:
                self.note((*path, key), ProblemKind.NOT_UNDERSTOOD, f"`{key}` goes with `record`", "Take it out")
        if one.worked is not None and gate.builds_on is None:
            why = "`worked` counts the days in the gate below, and there is none"
            self.note((*path, "worked"), ProblemKind.NOT_UNDERSTOOD, why, "Take it out, or say what it builds on")

    def _caps(self) -> None:
        self._once(("caps",), "cap", [cap.cap.value for cap in self.doc.caps])
        for missing in sorted({*CapFlag} - {cap.cap for cap in self.doc.caps}):
            why = f"Nothing is said of `{missing}`"
            self.note(("caps",), ProblemKind.MISSING_TEXT, why, "Say what is open, what it means and what to do")

    def _once(self, path: Path, key: str, names: list[str]) -> None:
        for at, name in enumerate(names):
            if name in names[:at]:
                why = f"The {key} `{name}` stands twice"
                self.note((*path, at, key), ProblemKind.DUPLICATE, why, "Keep one of the two")

    # ── single things ──

    def _gate(self, doc: GateDoc, path: Path) -> Gate:
        return Gate(
            id=doc.gate,
            title=doc.title,
            up_to=doc.up_to,
            evidence=tuple(self._evidence(one, (*path, "evidence", at)) for at, one in enumerate(doc.evidence)),
            approvers=_approvers(doc.approvers),
            source=SourceId(doc.source),
            reviewed=doc.reviewed or self.doc.reviewed,
            builds_on=doc.builds_on,
            persons=doc.persons,
            apart=doc.apart,
            lasts=doc.lasts or 0,
        )

    def _evidence(self, doc: EvidenceDoc, path: Path) -> Evidence:
        each = RegisterId(doc.each) if doc.each else None
        known = {VENDORS, *((each,) if each else ())}
        for key in ("closed", "counsel", "do"):
            self._placeholders(getattr(doc, key), (*path, key), known)
        return Evidence(
            id=doc.id,
            closed=phrase_of(doc.closed),
            counsel=phrase_of(doc.counsel),
            do=phrase_of(doc.do),
            owner=doc.owner,
            when=self.read(doc.when, (*path, "when"), each),
            each=each,
            public_too=doc.public_too,
            worked=doc.worked,
            no_finding=doc.no_finding if isinstance(doc.no_finding, Severity) else None,
            none_of=tuple(doc.no_finding) if isinstance(doc.no_finding, list) else (),
            fall=_FALLS.get(doc.lapse, Fall.GRACE),
            grace=max(doc.lapse, 0),
            warn=tuple(sorted(set(doc.warn), reverse=True)),
            hard=doc.hard,
            stop=doc.stop,
            record=0 if doc.record == "for good" else doc.record,
            times=doc.times.any if doc.times is not None else 1,
            times_in=_times_in(doc.times) if doc.times is not None else {},
            share=self._share(doc.share, (*path, "share")) if doc.share is not None else None,
            report=self._report(doc.report, (*path, "report")) if doc.report is not None else None,
            signed=doc.signed,
            planned=doc.planned,
            mends=self._answer(doc.mends, (*path, "mends"), each) if doc.mends is not None else None,
            spared=self._spared(doc.spared, (*path, "spared"), each) if doc.spared is not None else None,
            unfounded=self._spared(doc.unfounded, (*path, "unfounded"), None) if doc.unfounded is not None else None,
        )

    def _spared(self, doc: SparedDoc, path: Path, each: RegisterId | None) -> Spared:
        self._placeholders(doc.because, (*path, "because"), {VENDORS})
        return Spared(phrase_of(doc.because), self.read(doc.when, (*path, "when"), each))

    def _answer(self, name: str, path: Path, item: RegisterId | None) -> AnswerFact | None:
        """An answer of a flow, by its whole name."""
        read = self.read(f"{name} is known", path, item)
        fact = read.fact if isinstance(read, Has) else None
        return fact if isinstance(fact, AnswerFact) else None

    def _share(self, doc: ShareDoc, path: Path) -> Share | None:
        """The number that was agreed, by its whole name; what is none does not compare."""
        read = self.read(f"{doc.of} >= 0", (*path, "of"))
        agreed = read.fact if isinstance(read, Compare) else None
        return Share(agreed, doc.percent, doc.months) if isinstance(agreed, AnswerFact) else None

    def _report(self, doc: ReportDoc, path: Path) -> Report | None:
        """One answer of a flow: yes, no, or one option."""
        read = self.read(doc.answer, (*path, "answer"))
        match read:
            case Is(fact=AnswerFact(flow=flow, question=question), words=(word,)) if flow is not None:
                return Report(doc.title, flow, question, word)
            case None:
                return None
            case _:
                mend = "Write it like `vendor.changed is control`"
                self.note(
                    (*path, "answer"), ProblemKind.NOT_UNDERSTOOD, f"`{doc.answer}` is not one answer of a flow", mend
                )
                return None

    def _placeholders(self, doc: PhraseDoc, path: Path, known: Iterable[str]) -> None:
        for name in _names_in(doc):
            if name not in known:
                why = f"`{{{name}}}` names nothing that is at hand here"
                self.note(path, ProblemKind.PLACEHOLDER, why, did_you_mean(name, known))

    def _cap(self, doc: CapDoc, path: Path) -> CapRule:
        for key in ("closed", "counsel", "do"):
            self._placeholders(getattr(doc, key), (*path, key), {COUNTRIES, VENDORS})
        return CapRule(
            doc.cap, phrase_of(doc.closed), phrase_of(doc.counsel), phrase_of(doc.do), doc.owner, lift=doc.lift
        )

    def _each(self, key: str, written: dict[str, str], path: Path, item: RegisterId) -> dict[str, Condition]:
        """Conditions by name."""
        read = {name: self.read(text, (*path, key, name), item) for name, text in written.items()}
        return {name: condition for name, condition in read.items() if condition is not None}

    def _rights(self, key: str, written: dict[Right, str], item: RegisterId) -> dict[Right, Condition]:
        read = self._each(key, {right.value: text for right, text in written.items()}, ("countries",), item)
        return {Right(name): condition for name, condition in read.items()}

    def _countries(self, doc: CountryFactsDoc) -> CountryFacts:
        return CountryFacts(
            needed=self._rights("needed", doc.needed, ASSETS),
            filed=self._rights("filed", doc.filed, COUNTRIES),
            excused=self._rights("excused", doc.excused, COUNTRIES),
            ownership=self.read(doc.ownership, ("countries", "ownership"), COUNTRIES),
            formality_met=self.read(doc.formality_met, ("countries", "formality_met"), COUNTRIES),
            watched=self.read(doc.watched, ("countries", "watched"), COUNTRIES),
            forum=self.read(doc.forum, ("countries", "forum"), COUNTRIES),
            cleared=self._each("cleared", {**doc.cleared}, ("countries",), COUNTRIES),
        )


def _times_in(doc: TimesDoc) -> dict[Profile, int]:
    """The profiles that have a number of their own."""
    told = {profile: cast(int | None, getattr(doc, profile.value)) for profile in Profile}
    return {profile: count for profile, count in told.items() if count is not None}


def _approvers(docs: Iterable[ApprovingDoc]) -> tuple[Approving, ...]:
    return tuple(Approving(doc.role, doc.otherwise) for doc in docs)


def _names_in(doc: PhraseDoc) -> Iterator[str]:
    """The placeholders of all wordings of a text."""
    for text in (doc.any, doc.software, doc.manufacturing, doc.services):
        yield from (name for _, name, _, _ in Formatter().parse(text or "") if name)


def dates_of(doc: LadderDoc) -> Iterator[tuple[Path, dt.date]]:
    """Every date that is written."""
    yield ("reviewed",), doc.reviewed
    for key, source in doc.sources.items():
        yield ("sources", key, "as_of"), source.as_of
    for at, gate in enumerate(doc.gates):
        if gate.reviewed is not None:
            yield ("gates", at, "reviewed"), gate.reviewed
