"""Holds a sheet against a schema and tells authors, in their own words, where and why it does not fit. Only that
translation lives here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from flows.authoring.problems import Problem, ProblemKind, did_you_mean
from flows.authoring.reader import Path, Sheet

D = TypeVar("D")

_MISSING_KIND = {
    "source": ProblemKind.MISSING_SOURCE,
    "edition": ProblemKind.MISSING_SOURCE,
    "confidence": ProblemKind.MISSING_SOURCE,
    "reviewed": ProblemKind.MISSING_REVIEW_DATE,
    "as_of": ProblemKind.MISSING_REVIEW_DATE,
    "read": ProblemKind.MISSING_REVIEW_DATE,
}
_MISSING_TEXT = frozenset(
    {"text", "why", "say", "counsel", "do", "title", "intro", "label", "because", "one", "many", "publisher", "any"}
)
_MENDS = {
    "text": "Write the question as you would ask it",
    "why": "Say in one sentence why the answer matters",
    "say": "Say neutrally what is open; it stands in the channel",
    "counsel": "Say what it means; only counsel sees it",
    "do": "Say what has to be done",
    "owner": "Name a role, or `asker`",
    "due": "Write it like `14 days`",
    "source": "Name a key of `sources`",
    "reviewed": "Write the day a lawyer last read this, like `2026-11-20`",
    "severity": "Write critical, high, medium or low",
    "when": "Write the condition under which this is noted",
    "as_of": "Write the year, month or day that the value is of, or `undated`",
    "read": "Write the day on which it was read, like `2026-11-20`",
    "edition": "Say which edition, version or state was read, or `undated page`",
    "confidence": "Write statute, source, report, absence, weak or unverified",
    "any": "Write `any:` for the profiles that have no wording of their own",
}


def fit(shape: type[D], sheet: Sheet) -> tuple[D | None, list[Problem]]:
    """The sheet's data in that shape, or every reason why not, each at its line."""
    try:
        return _adapter(shape).validate_python(sheet.data), []
    except ValidationError as bad:
        models = list(_named_in(shape))
        return None, sorted({_problem(sheet, error, models) for error in bad.errors()})


@cache
def _adapter(shape: type[D]) -> TypeAdapter[D]:
    """What validates that shape: making it takes longer than most sheets do, and there are but a few shapes."""
    return TypeAdapter(shape)


def _problem(sheet: Sheet, error: ErrorDetails, models: list[type[BaseModel]]) -> Problem:
    path = _in_file(sheet, error["loc"])
    key = next(
        (
            part
            for part in reversed(error["loc"])
            if isinstance(part, str) and (part != "any" or error["type"] == "missing")
        ),
        "the file",
    )
    why, mend = _TRANSLATED.get(error["type"], _plainly)(key, error)
    if error["type"] == "extra_forbidden":
        mend = did_you_mean(key, _keys_beside(error["loc"], models), "Take it out")
    return sheet.place(path).problem(_kind(key, error["type"]), why, mend)


def _kind(key: str, error: str) -> ProblemKind:
    """A text or source that is not there is its own kind of problem; all else is "not understood"."""
    if error not in {"missing", "string_too_short"}:
        return ProblemKind.NOT_UNDERSTOOD
    return _MISSING_KIND.get(key) or (ProblemKind.MISSING_TEXT if key in _MISSING_TEXT else ProblemKind.NOT_UNDERSTOOD)


def _in_file(sheet: Sheet, loc: tuple[int | str, ...]) -> Path:
    """The part of pydantic's way to a value that is in the file: it also names union members, and keys that are
    missing.
    """
    path: Path = ()
    for part in loc:
        if (*path, part) in sheet.keys:
            path = (*path, part)
    return path


# ── pydantic's words, in ours ────────────────────────────────────────────────

_Translation = Callable[[str, ErrorDetails], tuple[str, str]]


def _plainly(key: str, error: ErrorDetails) -> tuple[str, str]:
    return f"`{key}` does not fit here: {error['msg'].rstrip('.')}", "Compare it with docs/authoring.md"


def _ours(key: str, error: ErrorDetails) -> tuple[str, str]:
    return f"`{key}` reads {_shown(error)}. {error['msg']}", str(error.get("ctx", {}).get("mend", ""))


def _missing(key: str, error: ErrorDetails) -> tuple[str, str]:
    return f"`{key}` is missing", _MENDS.get(key, f"Add `{key}`")


def _one_of(key: str, error: ErrorDetails) -> tuple[str, str]:
    expected = [
        word.strip().strip("'")
        for word in str(error.get("ctx", {}).get("expected", "")).replace(" or ", ",").split(",")
    ]
    return f"`{key}` can't be {_shown(error)}", did_you_mean(str(error["input"]), expected)


def _wants(what: str, mend: str) -> _Translation:
    def translate(key: str, error: ErrorDetails) -> tuple[str, str]:
        return f"`{key}` reads {_shown(error)}, where {what} belongs", mend

    return translate


def _shown(error: ErrorDetails) -> str:
    given = error["input"]
    if isinstance(given, Mapping):
        return "a mapping"
    if isinstance(given, list):
        return "a list"
    return "nothing" if given is None else f"`{str(given)[:60]}`"


_TRANSLATED: dict[str, _Translation] = {
    "missing": _missing,
    "string_too_short": lambda key, _: (f"`{key}` is empty", _MENDS.get(key, "Write it, or take the key out")),
    "extra_forbidden": lambda key, _: (f"`{key}` is no key here", ""),
    "enum": _one_of,
    "literal_error": _one_of,
    "days": _ours,
    "day": _ours,
    "line": _ours,
    "string_type": _wants("a text", "Write a text, in quotes if need be"),
    "bool_type": _wants("true or false", "Write `true` or `false`"),
    "int_type": _wants("a whole number", "Write a number without quotes"),
    "list_type": _wants("a list", "Begin each entry with `- `"),
    "dict_type": _wants("a mapping", "Write `key: value` lines"),
    "model_type": _wants("a mapping", "Write `key: value` lines"),
    "string_pattern_mismatch": _wants(
        "a name", "Use small letters, digits and _ (a statement is S1 to S25, an address begins with https://)"
    ),
}


# ── which keys a mapping may have ────────────────────────────────────────────


def _keys_beside(loc: tuple[int | str, ...], models: list[type[BaseModel]]) -> list[str]:
    """The keys that the mapping at ``loc`` (less its last part, the unknown key) may have."""
    for part in loc[:-1]:
        inner = [model for within in models for model in _field_models(within, str(part))]
        models = inner or models
    return [field.alias or name for model in models for name, field in model.model_fields.items()]


def _field_models(model: type[BaseModel], key: str) -> Iterator[type[BaseModel]]:
    for name, field in model.model_fields.items():
        if key == (field.alias or name):
            yield from _named_in(field.annotation)


def _named_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _named_in(inner)
