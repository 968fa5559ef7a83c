"""The content folder: which file is what, and all of them read into one whole. Takes bytes, so that it opens nothing
itself.

- ``stages.yaml``: the stages of the method; ``statements.yaml``: its statements, S1 to S25
- ``texts/en.yaml``: the bot's own sentences
- ``flows/<name>/flow.yaml`` and ``flow.cases.yaml``: an authored conversation, and the talks that prove it
- ``gates.yaml`` and ``gates.cases.yaml``: the trust ladder, and the cases that prove it
- ``scorecards/<name>.yaml`` and ``<name>.cases.yaml``: how the answers of a flow are weighed, and the cases that prove it
- ``registers.yaml``: how registers are listed, and which facts stand beside a row
- ``asking.yaml``: what helps to find the passage that answers a question
- ``countries/<code>.yaml``: what we hold of an economy; ``countries/sources.yaml`` and ``countries/needs.yaml`` beside them
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, TypeVar, cast

import msgspec
from pydantic import StringConstraints

from flows.authoring.askfile import AskingDoc, guide_of, unknown_names
from flows.authoring.casefile import CaseDoc
from flows.authoring.catalog import Catalog
from flows.authoring.compiler import compile_flow, compile_stages
from flows.authoring.countries import EconomyFile, book_of, needs_of, sources_of
from flows.authoring.countryfile import CountrySourceDoc, EconomyDoc, NeedsDoc
from flows.authoring.gatefile import LadderCaseDoc, LadderDoc
from flows.authoring.gates import compile_ladder
from flows.authoring.names import Names, library_names
from flows.authoring.problems import Place, Problem, ProblemKind, did_you_mean
from flows.authoring.reader import Path, Plain, Sheet, read
from flows.authoring.registerfile import RegisterViewDoc, views_of
from flows.authoring.schema import FlowDoc, Name, StageDoc
from flows.authoring.scorecards import ScoreFile, card_of
from flows.authoring.scorefile import ScorecardDoc, ScoreCaseDoc
from flows.authoring.soundness import sound
from flows.authoring.validation import fit
from flows.authoring.wordings import check_texts, check_wordings
from flows.engine.passages import passages
from flows.model.country import CountryBook, Needs
from flows.model.flow import Flow, Library, Stage
from flows.model.passage import Guide
from flows.model.phasing import Ladder
from flows.model.registers import RegisterView

STAGES, STATEMENTS, TEXTS = "stages.yaml", "statements.yaml", "texts/en.yaml"
REGISTERS, ASKING = "registers.yaml", "asking.yaml"
FLOW, CASES = "/flow.yaml", "/flow.cases.yaml"
GATES, GATE_CASES = "gates.yaml", "gates.cases.yaml"
SCORECARDS, SCORE_CASES = "scorecards/", ".cases.yaml"
COUNTRIES, SOURCES, NEEDS = "countries/", "countries/sources.yaml", "countries/needs.yaml"

_Statements = dict[Annotated[str, StringConstraints(pattern=r"^S[0-9]{1,2}$")], str]
D = TypeVar("D")


class Authored(msgspec.Struct, frozen=True):
    """A flow with all that an author's check needs of it. ``flow`` is None while it does not compile."""

    doc: FlowDoc
    sheet: Sheet
    flow: Flow | None
    cases: tuple[CaseDoc, ...] = ()
    case_sheet: Sheet | None = None


class AuthoredLadder(msgspec.Struct, frozen=True):
    """The trust ladder with all that an author's check needs of it, likewise. ``names``: what its conditions may name."""

    doc: LadderDoc
    ladder: Ladder | None
    names: Names
    sheet: Sheet
    cases: tuple[LadderCaseDoc, ...] = ()
    case_sheet: Sheet | None = None


class Tree(msgspec.Struct, frozen=True):
    """Everything that was read, and why the rest could not be. ``texts`` are flat: nested keys are joined by dots."""

    flows: tuple[Authored, ...]
    stages: tuple[Stage, ...]
    texts: dict[str, str]
    statements: dict[str, str]
    sheets: dict[str, Sheet]
    problems: tuple[Problem, ...]
    countries: CountryBook = CountryBook()
    economies: tuple[EconomyFile, ...] = ()
    scores: tuple[ScoreFile, ...] = ()
    gates: AuthoredLadder | None = None
    registers: tuple[RegisterView, ...] = ()
    guide: Guide = Guide()

    def library(self) -> Library:
        """The library of what compiled."""
        flows = [authored.flow for authored in self.flows if authored.flow is not None]
        known, ladder = {flow.id: flow for flow in flows}, self.gates.ladder if self.gates is not None else None
        cards = {file.card.id: file.card for file in self.scores if file.card is not None}
        texts, told, book = self.texts, self.statements, self.countries
        return Library(known, self.stages, texts, told, book, cards, ladder, self.registers, self.guide)


def is_country(path: str) -> bool:
    """Whether a file of a content folder is one of the country files."""
    return path.startswith(COUNTRIES) and path.count("/") == 1


def is_scorecard(path: str) -> bool:
    """Whether a file of a content folder is a scorecard, or the cases of one."""
    return path.startswith(SCORECARDS) and path.count("/") == 1


def read_tree(files: Mapping[str, bytes], prefix: str = "") -> Tree:
    """All content. ``files`` by their path below the content folder; ``prefix`` is put before it where problems name a
    file.
    """
    return _Reading(files, prefix).tree()


def read_reference(files: Mapping[str, bytes], prefix: str = "") -> Tree:
    """The bot's sentences and the countries alone, which is much less to read than all content."""
    return _Reading(files, prefix).reference()


class _Reading:
    """One reading of all files, collecting problems as it goes."""

    def __init__(self, files: Mapping[str, bytes], prefix: str) -> None:
        self.files = files
        self.prefix = prefix
        self.problems: list[Problem] = []
        self.sheets: dict[str, Sheet] = {}

    def tree(self) -> Tree:
        stages = self._stages()
        statements = self._fitted(STATEMENTS, _Statements) or {}
        texts = self._texts()
        known = frozenset(str(stage.id) for stage in stages)
        names = sorted(path.removesuffix(FLOW) for path in self.files if path.endswith(FLOW))
        docs = {name: doc for name in names if (doc := self._fitted(name + FLOW, FlowDoc)) is not None}
        score_docs = dict(self._score_docs())
        catalog = Catalog(docs.values(), stages, {doc.flow: doc.scorecard for doc in score_docs.values()})
        flows = [self._flow(name, doc, catalog, frozenset(statements)) for name, doc in docs.items()]
        self._twins(flows)
        self._clashes(flows, catalog)
        self._flows_of_stages(stages, flows)
        economies = tuple(self._economies())
        book = self._countries(economies, flows, known)
        gates = self._gates(catalog) if GATES in self.files and len(docs) == len(names) else None
        scores = tuple(self._scores(score_docs, catalog))
        registers = self._registers(docs.values())
        read = tuple(flows)
        tree = Tree(read, stages, texts, statements, self.sheets, (), book, economies, scores, gates, registers)
        guide = self._guide(tree) if ASKING in self.files else Guide()
        return msgspec.structs.replace(tree, guide=guide, problems=tuple(sorted(set(self.problems))))

    def reference(self) -> Tree:
        texts = self._texts()
        economies = tuple(self._economies())
        sources = sources_of(self._fitted(SOURCES, dict[Name, CountrySourceDoc]) or {})
        book, problems = book_of(economies, sources, None)
        return Tree((), (), texts, {}, self.sheets, tuple(sorted({*self.problems, *problems})), book, economies)

    def _stages(self) -> tuple[Stage, ...]:
        docs = self._fitted(STAGES, list[StageDoc])
        if docs is None:
            return ()
        sheet = self.sheets[STAGES]
        seen: set[str] = set()
        for at, doc in enumerate(docs):
            if doc.stage in seen:
                self._note(
                    sheet, (at, "stage"), ProblemKind.DUPLICATE, f"The stage `{doc.stage}` stands twice", "Rename one"
                )
            seen.add(doc.stage)
        stages, problems = compile_stages(docs, sheet)
        self.problems += problems
        return stages

    def _texts(self) -> dict[str, str]:
        sheet = self._sheet(TEXTS)
        if sheet is None:
            return {}
        texts: dict[str, str] = {}
        for path, value in _leaves(sheet.data, ()):
            if isinstance(value, str) and value:
                texts[".".join(str(part) for part in path)] = value
            else:
                why = "This text is empty or no text"
                self._note(sheet, path, ProblemKind.MISSING_TEXT, why, "Write it, in quotes if need be")
        self.problems += check_texts(texts, sheet)
        return texts

    def _flow(self, name: str, doc: FlowDoc, catalog: Catalog, statements: frozenset[str]) -> Authored:
        sheet = self.sheets[name + FLOW]
        problems = sound(doc, sheet, catalog.stages, statements)
        folder = name.rpartition("/")[2]
        if folder not in ("", ".") and doc.flow != folder:
            why = f"The flow `{doc.flow}` lies in the folder `{folder}`"
            problems.append(
                sheet.place(("flow",)).problem(
                    ProblemKind.NOT_UNDERSTOOD, why, f"Call it `{folder}`, or rename the folder"
                )
            )
        names = catalog.names(doc)
        problems += check_wordings(doc, names, sheet)
        compiled, slips = compile_flow(doc, names, sheet)
        self.problems += problems + slips
        cases = self._fitted(name + CASES, list[CaseDoc]) if name + CASES in self.files else []
        return Authored(doc, sheet, None if problems else compiled, tuple(cases or ()), self.sheets.get(name + CASES))

    def _twins(self, flows: list[Authored]) -> None:
        seen: dict[str, str] = {}
        for authored in flows:
            name = authored.doc.flow
            if name in seen:
                why = f"The flow `{name}` stands in {seen[name]} already"
                self._note(authored.sheet, ("flow",), ProblemKind.DUPLICATE, why, "Rename one")
            seen[name] = authored.sheet.file

    def _clashes(self, flows: list[Authored], catalog: Catalog) -> None:
        """Short names over one register that two flows give: a condition could not say which it means."""
        sheets = {authored.doc.flow: authored.sheet for authored in flows}
        for doc, path, name, other in catalog.clashes():
            why = f"`{name}` is a name that the flow `{other}` gives already"
            self._note(sheets[doc.flow], path, ProblemKind.DUPLICATE, why, "Rename one")

    def _flows_of_stages(self, stages: tuple[Stage, ...], flows: list[Authored]) -> None:
        folders = {path.removesuffix(FLOW).rpartition("/")[2] for path in self.files if path.endswith(FLOW)}
        known = {authored.doc.flow for authored in flows} | folders
        seen: set[str] = set()
        for at, stage in enumerate(stages):
            sheet = self.sheets[STAGES]
            first = ((at, "flow"),) if (at, "flow") in sheet.keys else ()
            for path, flow in zip(
                (*first, *((at, "flows", n) for n, _ in enumerate(stage.flows))), stage.flows, strict=False
            ):
                if flow not in known:
                    why = f"There is no flow `{flow}`"
                    mend = did_you_mean(flow, known, "Take it out until it is written")
                    self._note(sheet, path, ProblemKind.UNKNOWN_REFERENCE, why, mend)
                if flow in seen:
                    self._note(
                        sheet, path, ProblemKind.DUPLICATE, f"The flow `{flow}` runs a stage already", "Name it once"
                    )
                seen.add(flow)

    def _economies(self) -> Iterator[EconomyFile]:
        for path in sorted(self.files):
            if is_country(path) and path not in (SOURCES, NEEDS):
                doc = self._fitted(path, EconomyDoc)
                if doc is not None:
                    yield EconomyFile(doc, self.sheets[path])

    def _countries(
        self, economies: tuple[EconomyFile, ...], flows: list[Authored], stages: frozenset[str]
    ) -> CountryBook:
        """The book of countries; an empty one where the content holds none."""
        if not any(is_country(path) for path in self.files):
            return CountryBook()
        sources = sources_of(self._fitted(SOURCES, dict[Name, CountrySourceDoc]) or {})
        needs = self._fitted(NEEDS, NeedsDoc) if NEEDS in self.files else None
        told: Needs | None = None
        if needs is not None:
            docs = {authored.doc.flow: authored.doc for authored in flows}
            told, problems = needs_of(needs, self.sheets[NEEDS], docs, stages)
            self.problems += problems
        book, problems = book_of(economies, sources, told)
        self.problems += problems
        return book

    def _gates(self, catalog: Catalog) -> AuthoredLadder | None:
        """The trust ladder; it may name what any flow asks."""
        doc = self._fitted(GATES, LadderDoc)
        if doc is None:
            return None
        names, sheet = library_names(catalog.docs, catalog.stages, catalog.cards), self.sheets[GATES]
        ladder, problems = compile_ladder(doc, names, sheet)
        self.problems += problems
        cases = self._fitted(GATE_CASES, list[LadderCaseDoc]) if GATE_CASES in self.files else []
        return AuthoredLadder(doc, ladder, names, sheet, tuple(cases or ()), self.sheets.get(GATE_CASES))

    def _score_docs(self) -> Iterator[tuple[str, ScorecardDoc]]:
        for path in sorted(self.files):
            if is_scorecard(path) and not path.endswith(SCORE_CASES):
                doc = self._fitted(path, ScorecardDoc)
                if doc is not None:
                    yield path, doc

    def _scores(self, docs: Mapping[str, ScorecardDoc], catalog: Catalog) -> Iterator[ScoreFile]:
        for path, doc in docs.items():
            card, problems = card_of(doc, self.sheets[path], catalog)
            self.problems += problems
            beside = path.removesuffix(".yaml") + SCORE_CASES
            cases = self._fitted(beside, list[ScoreCaseDoc]) or []
            yield ScoreFile(doc, self.sheets[path], card, tuple(cases), self.sheets.get(beside))

    def _registers(self, flows: Iterable[FlowDoc]) -> tuple[RegisterView, ...]:
        """How registers are listed; none where the content does not say."""
        docs = self._fitted(REGISTERS, list[RegisterViewDoc]) if REGISTERS in self.files else None
        if docs is None:
            return ()
        views, problems = views_of(docs, self.sheets[REGISTERS], flows)
        self.problems += problems
        return views

    def _guide(self, tree: Tree) -> Guide:
        """What helps to answer questions. What it names is looked for once all else is right: a passage comes of it."""
        doc = self._fitted(ASKING, AskingDoc)
        if doc is None:
            return Guide()
        guide, problems = guide_of(doc, self.sheets[ASKING])
        self.problems += problems
        if not self.problems:
            known = (passage.id for passage in passages(msgspec.structs.replace(tree, guide=guide).library()))
            self.problems += unknown_names(doc, self.sheets[ASKING], known)
        return guide

    # ── single files ──

    def _sheet(self, path: str) -> Sheet | None:
        """The sheet of a file; a problem where it is missing or unreadable."""
        raw = self.files.get(path)
        if raw is None:
            where = Place(self.prefix + path, 1, 1)
            self.problems.append(where.problem(ProblemKind.UNREADABLE, "This file is missing", "Add it"))
            return None
        sheet, problems = read(self.prefix + path, raw)
        self.problems += problems
        if sheet is not None:
            self.sheets[path] = sheet
        return sheet

    def _fitted(self, path: str, shape: type[D]) -> D | None:
        sheet = self._sheet(path)
        if sheet is None:
            return None
        fitted, problems = fit(shape, sheet)
        self.problems += problems
        return fitted

    def _note(self, sheet: Sheet, path: Path, kind: ProblemKind, why: str, mend: str) -> None:
        self.problems.append(sheet.place(path).problem(kind, why, mend))


def _leaves(data: Plain, path: Path) -> Iterator[tuple[Path, Plain]]:
    """The values of nested mappings, each with its way."""
    if isinstance(data, dict):
        for key, value in cast(dict[str, Plain], data).items():
            yield from _leaves(value, (*path, key))
    else:
        yield path, data
