"""`ringfence check`: everything that is wrong with content, each thing at its line with its mend, and what the cases
prove.

Takes files as bytes and the day it is; opens nothing and prints nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from flows.authoring.branches import not_walked
from flows.authoring.cases import Played, play_cases
from flows.authoring.library import content_files, shipped
from flows.authoring.problems import Problem
from flows.authoring.reach import check_reach, check_stages, fills
from flows.authoring.textkeys import check_text_keys
from flows.authoring.tree import STAGES, TEXTS, Authored, Tree, read_tree
from flows.authoring.upkeep import check_dates, check_options, check_statements
from flows.model.errors import ContentError
from flows.model.flow import Flow
from flows.model.ids import RegisterId


class Coverage(msgspec.Struct, frozen=True):
    """A statement of the method, its wording, and the case that proves it covered ("" where none does)."""

    statement: str
    text: str
    case: str


class Report(msgspec.Struct, frozen=True):
    """What a check found. ``cases`` counts the conversations that were played."""

    problems: tuple[Problem, ...]
    coverage: tuple[Coverage, ...]
    flows: int
    cases: int

    @property
    def ok(self) -> bool:
        return not self.problems


def check_files(
    files: Mapping[str, bytes], today: dt.date, prefix: str = "", sources: Mapping[str, str] | None = None
) -> Report:
    """Check content given as bytes by path. ``prefix`` is put before paths where problems name them; ``sources`` is
    code to hold the texts against.
    """
    tree = read_tree(files, prefix)
    problems = list(tree.problems)
    if STAGES in tree.sheets:
        problems += check_stages(tree.stages, tree.sheets[STAGES])
    if TEXTS in tree.sheets and sources is not None:
        problems += check_text_keys(tree.texts, tree.sheets[TEXTS], sources)
    covered: dict[str, str] = {}
    cases = 0
    filled = frozenset(register for flow in tree.library().flows.values() for register in fills(flow))
    for authored in tree.flows:
        problems += check_dates(authored.doc, authored.sheet, today)
        if authored.flow is not None:
            played = _play(authored, authored.flow, tree)
            problems += _of_flow(authored, authored.flow, filled, played)
            covered = {**played.covered, **covered}
            cases += played.cases
    coverage = tuple(Coverage(key, text, covered.get(key, "")) for key, text in tree.statements.items())
    return Report(tuple(sorted(set(problems))), coverage, len(tree.flows), cases)


def _play(authored: Authored, flow: Flow, tree: Tree) -> Played:
    sheet = authored.case_sheet
    return play_cases(flow, authored.cases, sheet, tree.library()) if sheet is not None else Played()


def _of_flow(authored: Authored, flow: Flow, filled: frozenset[RegisterId], played: Played) -> Iterator[Problem]:
    yield from check_reach(flow, authored.sheet, filled)
    yield from check_options(flow, authored.sheet)
    yield from played.problems
    yield from not_walked(flow, authored.sheet, played.walked)
    yield from check_statements(flow, authored.sheet, played.covered)


# ── where content lies ───────────────────────────────────────────────────────


def check_tree(path: Path | None, today: dt.date, code: tuple[Path, ...] = ()) -> Report:
    """Check what lies at ``path``: a content folder, a flow's folder within one or anywhere, or a flow file.

    None checks the content that came with the package. A flow that lies outside of any content folder is checked
    against the shipped stages, statements and texts. ``code``: folders of Python files to hold the texts against.
    Raises ContentError when nothing lies there.
    """
    sources = _sources(code) if code else None
    if path is None:
        return check_files(content_files(shipped()), today, f"{shipped()}/", sources)
    if not path.exists():
        raise ContentError((f"{path}:1: There is nothing here. Name a content folder, a flow's folder or its file.",))
    root = _content_folder(path)
    if root is None and _content_folder(path.resolve()) is not None:
        path = path.resolve()  # a relative path does not name the folders above it
        root = _content_folder(path)
    if root is not None:
        report = check_files(content_files(root), today, f"{root}/", sources)
    else:
        base = {name: raw for name, raw in content_files(shipped()).items() if not name.startswith("flows/")}
        folder = path if path.is_dir() else path.parent
        own = {f"{folder}/{name}": raw for name, raw in content_files(folder).items()}
        report = check_files({**base, **own}, today)
    mine = tuple(problem for problem in report.problems if problem.file.startswith(_start(path)))
    return msgspec.structs.replace(report, problems=mine)


def _content_folder(path: Path) -> Path | None:
    """The content folder that a path is or lies in."""
    return next((folder for folder in (path, *path.parents) if (folder / STAGES).is_file()), None)


def _start(path: Path) -> str:
    """How the files at a path begin: a flow file brings its cases along."""
    return str(path) if path.is_dir() else f"{path.parent}/"


def _sources(folders: tuple[Path, ...]) -> dict[str, str]:
    """The code below some folders, by file name."""
    files = (file for folder in folders for file in sorted(folder.rglob("*.py")))
    return {str(file): file.read_text(encoding="utf-8") for file in files}
