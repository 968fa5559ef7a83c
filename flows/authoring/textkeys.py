"""Which sentences of content/texts the code says, read off the code itself: keys that are missing, and sentences that
nothing says.

A key counts as said wherever it stands as a text in the code; a key that is put together (``f"noted.{state}"``) says
every sentence that fits. Keys that stand first in a call of one of :data:`SAYS` must exist.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from flows.authoring.problems import Place, Problem, ProblemKind, did_you_mean
from flows.authoring.reader import Sheet
from flows.authoring.wordings import placeholders

SAYS = frozenset({"Note", "Term"})
"""The calls whose first argument is a key."""
_PLURALS = (".one", ".other")


class Said(msgspec.Struct, frozen=True):
    """A key said at a place in the code. ``fills``: what its placeholders get, where that can be read off; else None."""

    key: str
    place: Place
    fills: frozenset[str] | None


def check_text_keys(texts: Mapping[str, str], sheet: Sheet, sources: Mapping[str, str]) -> Iterator[Problem]:
    """Keys that the code says and content lacks, placeholders that nothing fills, sentences that nothing says.

    ``sources``: the code by file name.
    """
    known = frozenset(key for text in texts for key in (text, *_without_plural(text)))
    literals: set[str] = set()
    patterns: set[str] = set()
    for file, source in sources.items():
        tree = ast.parse(source)
        literals |= {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        patterns |= set(_patterns(tree))
        for said in _said(file, tree):
            yield from _check(said, known, texts)
    whole = re.compile("|".join(patterns) or "(?!)")
    for key in texts:
        bare = {key, *_without_plural(key)}
        if not bare & literals and not any(whole.fullmatch(name) for name in bare):
            where = sheet.place((key,))
            yield where.problem(ProblemKind.UNUSED_TEXT, f"Nothing says `{key}`", "Take it out, or say it")


def _check(said: Said, known: Iterable[str], texts: Mapping[str, str]) -> Iterator[Problem]:
    forms = [texts[key] for key in (said.key, *(said.key + plural for plural in _PLURALS)) if key in texts]
    if not forms:
        mend = did_you_mean(said.key, known, "Add it to content/texts/en.yaml")
        yield said.place.problem(ProblemKind.MISSING_TEXT, f"There is no text `{said.key}`", mend)
    for name in sorted(frozenset[str]().union(*(placeholders(form) for form in forms)) - (said.fills or frozenset())):
        if said.fills is not None:
            why = f"Nothing fills `{{{name}}}` of the text `{said.key}` here"
            yield said.place.problem(ProblemKind.PLACEHOLDER, why, "Give it a value, or take it out of the text")


def _said(file: str, tree: ast.AST) -> Iterator[Said]:
    for node in ast.walk(tree):
        if (
            not isinstance(node, ast.Call)
            or not isinstance(node.func, ast.Name)
            or node.func.id not in SAYS
            or not node.args
        ):
            continue
        key, *more = node.args
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            yield Said(key.value, Place(file, node.lineno, node.col_offset + 1), _fills(more, bool(node.keywords)))


def _fills(more: list[ast.expr], keywords: bool) -> frozenset[str] | None:
    """The names in a dictionary that is written out; none without one; None where it is put together elsewhere."""
    if not more:
        return None if keywords else frozenset()
    keys = more[0].keys if isinstance(more[0], ast.Dict) else [None]
    names = [key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else None for key in keys]
    return None if None in names else frozenset(name for name in names if name is not None)


def _patterns(tree: ast.AST) -> Iterator[str]:
    """What keys put together in the code can read: their fixed parts, with any words between."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [str(part.value) if isinstance(part, ast.Constant) else None for part in node.values]
            if (
                re.fullmatch(r"[A-Za-z0-9_.]*[a-z]{2}[A-Za-z0-9_.]*", fixed := "".join(part or "" for part in parts))
                and "." in fixed
            ):
                yield "".join("[A-Za-z0-9_.]+" if part is None else re.escape(part) for part in parts)


def _without_plural(key: str) -> tuple[str, ...]:
    return tuple(key.removesuffix(plural) for plural in _PLURALS if key.endswith(plural))
