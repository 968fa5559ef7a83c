"""Reads YAML strictly and safely, keeping the line of everything: bytes in, plain data with places out. Knows nothing
of flows.

The YAML 1.2 core words only: ``true``, ``false``, ``null`` and whole numbers are special, so that ``no``, ``12:30`` and
``2026-11-20`` stay text. Aliases, anchors and tags are refused, as are a key that stands twice, great depth and great
length. Whatever bytes come in, what comes out is a sheet or problems, never an exception.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

import msgspec
import yaml

from flows.authoring.problems import Place, Problem, ProblemKind

MAX_BYTES = 400_000
"""Some 10,000 lines; the longest flow we know has 2,000."""
MAX_DEPTH = 24
"""Deeper than any grammar of ours. libyaml's composer recurses, so depth is counted on the flat event stream first."""

Plain = str | int | bool | None | list["Plain"] | dict[str, "Plain"]
"""What a sheet can hold."""
Path = tuple[str | int, ...]
"""The way to a value: keys and indexes from the top."""

_YAML = "tag:yaml.org,2002:"
_STR, _INT, _BOOL, _NULL = (_YAML + word for word in ("str", "int", "bool", "null"))


class _Core(yaml.CSafeLoader):
    """A loader that resolves the core words only."""

    yaml_implicit_resolvers = {}  # noqa: RUF012  (PyYAML's own way to be configured)


for _tag, _pattern, _first in (
    (_BOOL, r"^(true|false)$", "tf"),
    (_NULL, r"^(null|~|)$", ["n", "~", ""]),
    (_INT, r"^-?(0|[1-9][0-9]{0,17})$", "-0123456789"),
):
    _Core.add_implicit_resolver(_tag, re.compile(_pattern), list(_first))  # type: ignore[no-untyped-call]


class Sheet(msgspec.Struct, frozen=True):
    """A file that was read: its data, and where each key and each value stands."""

    file: str
    data: Plain
    keys: dict[Path, Place]
    values: dict[Path, Place]

    def place(self, path: Path) -> Place:
        """Where the key (or list entry) at ``path`` stands; the nearest thing around it when it is not in the file."""
        return self._nearest(self.keys, path)

    def value_place(self, path: Path) -> Place:
        """Where the value at ``path`` begins."""
        return self._nearest(self.values, path)

    def _nearest(self, places: Mapping[Path, Place], path: Path) -> Place:
        while path not in places and path:
            path = path[:-1]
        return places.get(path) or Place(self.file, 1, 1)


class _Refused(Exception):
    """The file can't be used; carries the problem. Never leaves this module."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read(file: str, raw: bytes) -> tuple[Sheet | None, list[Problem]]:
    """The sheet that the bytes spell, or the problems that forbid it. ``file`` is how problems name it."""
    start = Place(file, 1, 1)
    if len(raw) > MAX_BYTES:
        return None, [_unreadable(start, f"The file is larger than {MAX_BYTES:,} bytes", "Split it into several flows")]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as bad:
        at = Place(file, raw.count(b"\n", 0, bad.start) + 1, 1)
        return None, [_unreadable(at, "This is not UTF-8 text", "Save the file as UTF-8")]
    try:
        return _walked(file, text)
    except _Refused as refused:
        return None, [refused.problem]
    except yaml.MarkedYAMLError as bad:
        mark = bad.problem_mark or bad.context_mark
        why = f"This is not YAML: {bad.problem or bad.context}"
        return None, [
            _unreadable(_place(file, mark), why, "Look at the indentation, the colons and the quotes around this line")
        ]
    except yaml.YAMLError as bad:
        at = Place(file, text.count("\n", 0, getattr(bad, "position", 0)) + 1, 1)
        return None, [_unreadable(at, "A control character stands here, which YAML does not allow", "Take it out")]


def _walked(file: str, text: str) -> tuple[Sheet | None, list[Problem]]:
    _guard(file, text)
    node = yaml.compose(text, _Core)
    walk = _Walk(file)
    data = walk.value(node, ()) if node is not None else None
    if walk.problems:
        return None, walk.problems
    return Sheet(file, data, walk.keys, walk.values), []


def _guard(file: str, text: str) -> None:
    """Refuses, on the flat event stream, what must not reach the composer."""
    depth = 0
    for event in yaml.parse(text, _Core):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            why, mend = "Anchors and aliases (& and *) are not used here", "Write the value out, or quote it"
            raise _Refused(_unreadable(_place(file, event.start_mark), why, mend))
        if getattr(event, "tag", None) is not None:
            why, mend = "Tags (words with !) are not used here", "Take the tag out, or quote the text"
            raise _Refused(_unreadable(_place(file, event.start_mark), why, mend))
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            why, mend = "This is nested too deep", "Close the brackets, or write it flatter"
            raise _Refused(_unreadable(_place(file, event.start_mark), why, mend))


class _Walk:
    """Turns nodes into plain data and notes where everything stands."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.keys: dict[Path, Place] = {}
        self.values: dict[Path, Place] = {}
        self.problems: list[Problem] = []

    def value(self, node: yaml.Node, path: Path) -> Plain:
        begins = _place(self.file, node.start_mark)
        self.keys.setdefault(path, begins)
        self.values[path] = _inside(begins, node.style) if isinstance(node, yaml.ScalarNode) else begins
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*path, index)) for index, child in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        return _scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> Plain:
        out: dict[str, Plain] = {}
        for key, child in node.value:
            where = _place(self.file, key.start_mark)
            if not isinstance(key, yaml.ScalarNode):
                self.problems.append(
                    _unreadable(where, "A key must be a word", "Quote the text if it begins with [ or {")
                )
            elif key.value in out:
                why = f"The key `{key.value}` stands twice"
                self.problems.append(where.problem(ProblemKind.DUPLICATE, why, "Keep one of the two"))
            else:
                self.keys[*path, key.value] = where
                out[key.value] = self.value(child, (*path, key.value))
        return out


def _inside(begins: Place, style: str | None) -> Place:
    """Where the text of a scalar begins: after its quote, or on the line after its | or >."""
    if style in ("'", '"'):
        return Place(begins.file, begins.line, begins.column + 1)
    return Place(begins.file, begins.line + 1, 1) if style in ("|", ">") else begins


def _scalar(node: yaml.Node) -> Plain:
    if node.tag == _INT:
        return int(node.value)
    if node.tag == _BOOL:
        return node.value == "true"
    return None if node.tag == _NULL else str(node.value)


class _Mark(Protocol):
    """A YAML mark, whichever of PyYAML's two parsers made it; counts from 0."""

    line: int
    column: int


def _place(file: str, mark: _Mark | None) -> Place:
    return Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)


def _unreadable(where: Place, why: str, mend: str) -> Problem:
    return where.problem(ProblemKind.UNREADABLE, why, mend)
