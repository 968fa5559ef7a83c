"""`ringfence check`: everything that is wrong with content, each thing at its line with its mend, and what the cases
prove.

Takes the day it is; prints nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from flows.authoring.branches import branches, not_walked
from flows.authoring.cases import Played, play_cases
from flows.authoring.countries import Aged, aged_values, not_yet
from flows.authoring.gatecases import PlayedLadder, every_condition, ladder_not_walked, play_ladder
from flows.authoring.gates import dates_of
from flows.authoring.places import Content, content_at, is_read
from flows.authoring.problems import Place, Problem, ProblemKind
from flows.authoring.reach import check_reach, check_stages, fills
from flows.authoring.scorecards import ScoreFile
from flows.authoring.scorecases import play_scores
from flows.authoring.textkeys import check_text_keys
from flows.authoring.tree import STAGES, TEXTS, Authored, AuthoredLadder, Tree, read_tree
from flows.authoring.upkeep import check_dates, check_days, check_options, check_statements
from flows.model.conditions import Condition
from flows.model.flow import Flow
from flows.model.ids import RegisterId


class Coverage(msgspec.Struct, frozen=True):
    """A statement of the method, its wording, and the case that proves it covered ("" where none does)."""

    statement: str
    text: str
    case: str


class Report(msgspec.Struct, frozen=True):
    """What a check found. ``cases`` counts the conversations that were played, ``economies`` the country files.

    ``aged``: values that are old; they are marked where they are shown, and make nothing fail. ``traced``: numbers of the question bank that
    a question names.
    """

    problems: tuple[Problem, ...]
    coverage: tuple[Coverage, ...]
    flows: int
    cases: int
    aged: tuple[Aged, ...] = ()
    economies: int = 0
    traced: frozenset[int] = frozenset()

    @property
    def ok(self) -> bool:
        return not self.problems


def check_files(
    files: Mapping[str, bytes], today: dt.date, prefix: str = "", sources: Mapping[str, str] | None = None
) -> Report:
    """Check content given as bytes by path. ``prefix`` is put before paths where problems name them; ``sources`` is
    code to hold the texts against.
    """
    return check_content(Content(dict(files), prefix), today, sources)


def check_tree(path: Path | None, today: dt.date, code: tuple[Path, ...] = ()) -> Report:
    """Check what lies at ``path``: a content folder, a flow's folder within one or anywhere, or a flow file.

    None checks the content that came with the package. ``code``: folders of Python files to hold the texts against.
    Raises ContentError when no flow lies there.
    """
    return check_content(content_at(path), today, _sources(code) if code else None)


def check_content(content: Content, today: dt.date, sources: Mapping[str, str] | None) -> Report:
    """Check what was asked for of some content. Of a part, the statements that it names are told of; of the whole, all."""
    tree = read_tree(content.files, content.prefix)
    problems = [*tree.problems, *_never_read(content)]
    if STAGES in tree.sheets:
        problems += check_stages(tree.stages, tree.sheets[STAGES])
    if TEXTS in tree.sheets and sources is not None:
        problems += check_text_keys(tree.texts, tree.sheets[TEXTS], sources)
    covered: dict[str, str] = {}
    cases = 0
    filled = frozenset(register for flow in tree.library().flows.values() for register in fills(flow))
    mine = [authored for authored in tree.flows if content.asked_for(authored.sheet.file)]
    gates = tree.gates if tree.gates is not None and content.asked_for(tree.gates.sheet.file) else None
    laddered = tuple(every_condition(tree.gates.ladder)) if tree.gates and tree.gates.ladder else ()
    for authored in mine:
        problems += check_dates(authored.doc, authored.sheet, today)
        if authored.flow is not None:
            played = _play(authored, authored.flow, tree)
            problems += _of_flow(
                authored, authored.flow, filled, played, tuple(tree.library().flows.values()), laddered
            )
            covered = {**played.covered, **covered}
            cases += played.cases
    whole = all(authored.flow is not None for authored in tree.flows)  # a case may give what any of them asks
    if gates is not None and whole:
        gated = _play_gates(gates, tree)
        problems += _of_gates(gates, gated, today)
        cases += gated.cases
    for file in tree.scores:
        problems += _of_card(file, tree, today)
        cases += len(file.cases) if content.asked_for(file.sheet.file) else 0
    everything = STAGES in content.named().values()
    told = {key: text for key, text in tree.statements.items() if everything or key in covered}
    coverage = tuple(Coverage(key, text, covered.get(key, "")) for key, text in told.items())
    asked = {problem for problem in problems if content.asked_for(problem.file)}
    told_of = tuple(file for file in tree.economies if content.asked_for(file.sheet.file))
    asked |= {problem for file in told_of for problem in not_yet(file, today)}
    aged = tuple(aged_values(tree.countries, [file.doc.economy for file in told_of], today))
    questions = (question for authored in mine for section in authored.doc.sections for question in section.questions)
    traced = frozenset(number for question in questions for number in question.bank)
    return Report(tuple(sorted(asked)), coverage, len(mine), cases, aged, len(told_of), traced)


def _never_read(content: Content) -> Iterator[Problem]:
    """Files beside those that are read, which their author may think are read too."""
    for name, path in content.named().items():
        if not is_read(path, content.files):
            mend = "Call a flow `flow.yaml` and its cases `flow.cases.yaml`, in a folder of their own, or take it away"
            yield Place(name, 1, 1).problem(ProblemKind.UNREADABLE, "Nothing reads this file", mend)


def _play(authored: Authored, flow: Flow, tree: Tree) -> Played:
    sheet = authored.case_sheet
    return play_cases(flow, authored.cases, sheet, tree.library()) if sheet is not None else Played()


def _of_flow(
    authored: Authored,
    flow: Flow,
    filled: frozenset[RegisterId],
    played: Played,
    flows: tuple[Flow, ...],
    laddered: tuple[Condition, ...],
) -> Iterator[Problem]:
    yield from check_reach(flow, authored.sheet, filled, flows=flows)
    read = (condition for other in flows if other.id != flow.id for _, condition in branches(other))
    yield from check_options(flow, authored.sheet, (*read, *laddered))
    yield from played.problems
    yield from not_walked(flow, authored.sheet, played.walked)
    yield from check_statements(flow, authored.sheet, played.covered)


def _play_gates(gates: AuthoredLadder, tree: Tree) -> PlayedLadder:
    if gates.ladder is None or gates.case_sheet is None:
        return PlayedLadder()
    return play_ladder(gates.ladder, gates.names, gates.cases, gates.case_sheet, tree.library())


def _of_gates(gates: AuthoredLadder, played: PlayedLadder, today: dt.date) -> Iterator[Problem]:
    yield from check_days(dates_of(gates.doc), gates.sheet, today)
    yield from played.problems
    if gates.ladder is not None:
        yield from ladder_not_walked(gates.ladder, gates.sheet, played.walked)


def _of_card(file: ScoreFile, tree: Tree, today: dt.date) -> Iterator[Problem]:
    days = [(("sources", key, "as_of"), source.as_of) for key, source in file.doc.sources.items()]
    yield from check_days([(("reviewed",), file.doc.reviewed), *days], file.sheet, today)
    flow = tree.library().flows.get(file.card.flow) if file.card is not None else None
    if file.card is not None and flow is not None and file.case_sheet is not None:
        yield from play_scores(file.card, flow, file.cases, file.case_sheet, tree.library())


def _sources(folders: tuple[Path, ...]) -> dict[str, str]:
    """The code below some folders, by file name."""
    files = (file for folder in folders for file in sorted(folder.rglob("*.py")))
    return {str(file): file.read_text(encoding="utf-8") for file in files}
