"""Where an author's files lie: a content folder, one flow within it, or a flow by itself anywhere else. Opens files; looks
at their names only.

A flow that lies outside of any content folder leans on the stages, statements and texts that ship, so that it can be
written in an empty folder.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from flows.authoring.library import content_files, shipped
from flows.authoring.tree import (
    ASKING,
    CASES,
    COUNTRIES,
    FLOW,
    GATE_CASES,
    GATES,
    REGISTERS,
    SCORECARDS,
    STAGES,
    STATEMENTS,
    TEXTS,
    is_country,
    is_scorecard,
    read_tree,
)
from flows.model.errors import ContentError
from flows.model.flow import Library
from flows.model.ids import FlowId


class Content(msgspec.Struct, frozen=True):
    """Files by their path below a content folder. ``prefix`` is put before it where problems name a file; ``within`` is how
    the names of those begin that were asked for ("" for all).
    """

    files: dict[str, bytes]
    prefix: str = ""
    within: str = ""

    def asked_for(self, name: str) -> bool:
        """Whether a file, as problems name it, is one of those that were asked for."""
        return name.startswith(self.within)

    def named(self) -> dict[str, str]:
        """The path below the content folder of each file that was asked for, by its name in problems."""
        named = {self.prefix + path: path for path in self.files}
        return {name: path for name, path in named.items() if self.asked_for(name)}


def content_at(path: Path | None) -> Content:
    """What lies at a path; the content that ships where it is None. Raises ContentError where no content lies there."""
    if path is None:
        return Content(content_files(shipped()), f"{shipped()}/")
    if not path.exists():
        raise ContentError((f"{path}:1: There is nothing here. Name a content folder, a flow's folder or its file.",))
    root = _content_folder(path)
    if ".." in path.parts or (root is None and _content_folder(path.resolve()) is not None):
        path = path.resolve()  # what a relative path does not name: the folders above it
        root = _content_folder(path)
    folder = path if path.is_dir() else path.parent
    if root is not None:
        alone = path.is_file() and folder == root / COUNTRIES.rstrip("/")  # many lie in one folder
        content = Content(content_files(root), _start(root), str(path) if alone else _start(folder))
    else:
        base = {
            name: raw
            for name, raw in content_files(shipped()).items()
            if not name.startswith(("flows/", ASKING, COUNTRIES, GATES, GATE_CASES, REGISTERS, SCORECARDS))
        }
        own = {f"{folder}/{name}": raw for name, raw in content_files(folder).items()}
        content = Content({**base, **own}, "", f"{folder}/")
    named = content.named()
    asked = [content.within.removesuffix(path.name) + path.name] if path.is_file() else list(named)
    if not any(name in named and is_read(named[name], content.files) for name in asked):
        raise ContentError(
            (f"{path}:1: No flow lies here. Save it as `flow.yaml`, its cases beside it as `flow.cases.yaml`.",)
        )
    return content


def _start(folder: Path) -> str:
    """How the names of the files in a folder begin."""
    return "" if folder == Path() else f"{folder}/"


def is_read(path: str, files: dict[str, bytes]) -> bool:
    """Whether anything reads the file at that path below a content folder."""
    beside = path.endswith(CASES) and path.removesuffix(CASES) + FLOW in files
    alone = path in (STAGES, STATEMENTS, TEXTS, GATES, GATE_CASES, REGISTERS, ASKING)
    return alone or path.endswith(FLOW) or beside or is_country(path) or is_scorecard(path)


def flow_at(path: Path) -> tuple[Library, FlowId]:
    """The one flow that lies at a path, and a library to play it in.

    Raises ContentError with every problem that keeps it from running, and where several flows lie there.
    """
    content = content_at(path)
    tree = read_tree(content.files, content.prefix)
    wrong = tuple(str(problem) for problem in tree.problems if content.asked_for(problem.file))
    if wrong:
        raise ContentError(wrong)
    library = tree.library()
    here = [flow.doc.flow for flow in tree.flows if content.asked_for(flow.sheet.file)]
    if len(here) != 1:
        several = ", ".join(f"`{flow}`" for flow in here) or "none"
        raise ContentError((f"{path}:1: One flow is played at a time, and here lie {several}. Name its folder.",))
    return library, FlowId(here[0])


def _content_folder(path: Path) -> Path | None:
    """The content folder that a path is or lies in."""
    return next((folder for folder in (path, *path.parents) if (folder / STAGES).is_file()), None)
