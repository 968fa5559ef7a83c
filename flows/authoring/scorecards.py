"""A scorecard's file read: every question it names found, every condition resolved, its sums whole.

Takes fitted documents and their sheets; opens nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import msgspec

from flows.authoring.catalog import Catalog
from flows.authoring.names import Names
from flows.authoring.problems import Place, Problem, ProblemKind, did_you_mean
from flows.authoring.reader import Path, Sheet
from flows.authoring.resolver import EVERYWHERE, Scope, read_condition
from flows.authoring.schema import FlowDoc
from flows.authoring.scorefile import CriterionDoc, ReadDoc, ScorecardDoc, ScoreCaseDoc
from flows.model.conditions import Condition, Or
from flows.model.ids import FlowId, QuestionId, RegisterId, SourceId
from flows.model.scorecard import CardCap, Criterion, HardStop, Points, Read, Scorecard, Tier


class ScoreFile(msgspec.Struct, frozen=True):
    """A scorecard with all that an author's check needs of it. ``card`` is None while it is not sound."""

    doc: ScorecardDoc
    sheet: Sheet
    card: Scorecard | None
    cases: tuple[ScoreCaseDoc, ...] = ()
    case_sheet: Sheet | None = None


def card_of(doc: ScorecardDoc, sheet: Sheet, catalog: Catalog) -> tuple[Scorecard | None, list[Problem]]:
    """The scorecard of a document, with its hash; or the problems that stand in its way."""
    flows = {one.flow: one for one in catalog.docs}
    about = flows.get(doc.flow)
    if about is None or about.per is None:
        if about is None:
            why, mend = f"There is no flow `{doc.flow}`", did_you_mean(doc.flow, flows)
        else:
            why, mend = (
                f"The flow `{doc.flow}` does not run once for each row",
                "Say in it `per:` which register it is for",
            )
        return None, [sheet.place(("flow",)).problem(ProblemKind.UNKNOWN_REFERENCE, why, mend)]
    work = _Reading(doc, sheet, about, catalog.names(about))
    card = work.card(RegisterId(about.per))
    return (None, work.problems) if work.problems else (hashed(card), [])


def hashed(card: Scorecard) -> Scorecard:
    """The card under its own hash: SHA-256 of its canonical JSON with an empty hash."""
    bare = msgspec.structs.replace(card, hash="")
    return msgspec.structs.replace(
        bare, hash=hashlib.sha256(msgspec.json.encode(bare, order="deterministic")).hexdigest()
    )


class _Reading:
    """One scorecard, read."""

    def __init__(self, doc: ScorecardDoc, sheet: Sheet, about: FlowDoc, names: Names) -> None:
        self.doc = doc
        self.sheet = sheet
        self.names = names
        self.problems: list[Problem] = []
        self._once = {f"{s.section}.{q.ask}" for s in about.sections if s.each is None for q in s.questions}

    def card(self, register: RegisterId) -> Scorecard:
        doc = self.doc
        if doc.source not in doc.sources:
            mend = did_you_mean(doc.source, doc.sources)
            self._note(("source",), ProblemKind.MISSING_SOURCE, f"There is no source `{doc.source}`", mend)
        self._names("criterion", [(("criteria", at, "criterion"), it.criterion) for at, it in enumerate(doc.criteria)])
        self._names("stop", [(("stops", at, "stop"), it.stop) for at, it in enumerate(doc.stops)])
        self._names("cap", [(("caps", at, "cap"), it.cap) for at, it in enumerate(doc.caps)])
        self._sums()
        return Scorecard(
            doc.scorecard,
            doc.version,
            doc.title,
            FlowId(doc.flow),
            register,
            doc.reviewed,
            SourceId(doc.source),
            self._question(doc.settled, ("settled",)),
            tuple(self._criterion(it, ("criteria", at)) for at, it in enumerate(doc.criteria)),
            tuple(self._tiers()),
            tuple(HardStop(it.stop, it.say, it.mend, self._when(it.when, ("stops", at))) for at, it in enumerate(doc.stops)),
            tuple(CardCap(it.cap, it.say, it.at, self._when(it.when, ("caps", at))) for at, it in enumerate(doc.caps)),
            dict(doc.profiles),
        )  # fmt: skip

    def _criterion(self, doc: CriterionDoc, path: Path) -> Criterion:
        if doc.dated and doc.until:
            why = "A paper has either a day or a last day here"
            self._note((*path, "until"), ProblemKind.NOT_UNDERSTOOD, why, "Take `dated` or `until` out")
        return Criterion(
            doc.criterion,
            doc.title,
            doc.weight,
            doc.evidence,
            doc.ask,
            tuple(self._read(it, (*path, "reads", at)) for at, it in enumerate(doc.reads)),
            doc.expires,
            self._question(doc.dated, (*path, "dated")) if doc.dated else None,
            self._question(doc.until, (*path, "until")) if doc.until else None,
            doc.renewed or "",
            doc.paper or "",
        )

    def _read(self, doc: ReadDoc, path: Path) -> Read:
        question = self._question(doc.question, (*path, "question"))
        own = self.names.full.get(doc.question)
        scope = Scope(self.names, doc.question.partition(".")[0], reach=EVERYWHERE, own=own)
        last = len(doc.points) - 1
        for at, it in enumerate(doc.points):
            if (it.when is None) is not (at == last):
                why = "The last of the points, and only that, stands without `when`"
                self._note(
                    (*path, "points", at), ProblemKind.NOT_UNDERSTOOD, why, "End with what all the rest is worth"
                )
        points = tuple(
            Points(
                None if it.gives == "unknown" else it.gives,
                self._when(it.when, (*path, "points", at), scope) if it.when else None,
            )
            for at, it in enumerate(doc.points)
        )
        return Read(question, points, doc.paper or "")

    def _tiers(self) -> Iterator[Tier]:
        last = len(self.doc.tiers) - 1
        for at, it in enumerate(self.doc.tiers):
            if (it.when is None) is not (at == last):
                why = "The last tier, and only that, stands without `when`"
                self._note(("tiers", at), ProblemKind.NOT_UNDERSTOOD, why, "End with the tier of all the rest")
            when = self._when(it.when, ("tiers", at)) if it.when else None
            yield Tier(it.tier, it.questions, it.score, it.coverage, it.floor, when)

    def _sums(self) -> None:
        """Weights are shares of a hundred, whatever the profile."""
        plain = {it.criterion: it.weight for it in self.doc.criteria}
        first: Path = ("criteria",)
        told: list[tuple[Path, dict[str, int]]] = [(first, plain)]
        for profile, weights in self.doc.profiles.items():
            for name in weights.keys() - plain.keys():
                mend = did_you_mean(name, plain)
                self._note(
                    ("profiles", profile, name), ProblemKind.UNKNOWN_REFERENCE, f"There is no row `{name}`", mend
                )
            told.append((("profiles", profile), plain | weights))
        for path, weights in told:
            if sum(weights.values()) != 100:
                why = f"The weights come to {sum(weights.values())}"
                self._note(path, ProblemKind.NOT_UNDERSTOOD, why, "Let them come to 100")

    def _names(self, what: str, names: Iterable[tuple[Path, str]]) -> None:
        seen: set[str] = set()
        for path, name in names:
            if name in seen:
                self._note(path, ProblemKind.DUPLICATE, f"The {what} `{name}` stands twice", "Rename one")
            seen.add(name)

    def _question(self, name: str, path: Path) -> QuestionId:
        if name not in self._once:
            why = f"`{self.doc.flow}` asks no question `{name}` once"
            self._note(path, ProblemKind.UNKNOWN_REFERENCE, why, did_you_mean(name, self._once))
        return QuestionId(name)

    def _when(self, text: str, path: Path, scope: Scope | None = None) -> Condition:
        condition, slips = read_condition(text, scope or Scope(self.names, reach=EVERYWHERE))
        begins = self.sheet.value_place((*path, "when"))
        for slip in slips:
            where = Place(begins.file, begins.line, begins.column + slip.column - 1)
            self.problems.append(where.problem(slip.kind, slip.why, slip.mend))
        return condition if condition is not None else Or(())

    def _note(self, path: Path, kind: ProblemKind, why: str, mend: str) -> None:
        self.problems.append(self.sheet.place(path).problem(kind, why, mend))
