"""What is wrong in a file, where, why, and how to mend it: the one shape in which authors are told. Only that shape
lives here.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec
from rapidfuzz import fuzz, process


class ProblemKind(StrEnum):
    """What `ringfence check` looks for. The word is stable: it stands in the JSON output."""

    UNREADABLE = "unreadable"
    NOT_UNDERSTOOD = "not_understood"
    UNREACHABLE = "unreachable_question"
    DEAD_END = "dead_end"
    ENDLESS = "loop_without_exit"
    UNKNOWN_REFERENCE = "unknown_reference"
    LOOKS_AHEAD = "looks_ahead"
    MISSING_TEXT = "missing_text"
    UNUSED_TEXT = "unused_text"
    MISSING_SOURCE = "missing_source"
    MISSING_REVIEW_DATE = "missing_review_date"
    STALE_REVIEW_DATE = "stale_review_date"
    OPTION_NEVER_USED = "option_never_used"
    TYPE_MISMATCH = "type_mismatch"
    DUPLICATE = "duplicate"
    TOO_LONG = "too_long"
    PLACEHOLDER = "placeholder"
    CASE_FAILS = "case_fails"
    BRANCH_NOT_WALKED = "branch_not_walked"
    STATEMENT_NOT_COVERED = "statement_not_covered"


class Problem(msgspec.Struct, frozen=True, order=True):
    """One thing to mend. ``line`` and ``column`` count from 1.

    ``why`` and ``mend`` are sentences without their full stop (a question keeps its mark).
    """

    file: str
    line: int
    column: int
    kind: ProblemKind
    why: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.why}. {self.mend}" + ("" if self.mend.endswith("?") else ".")


class Place(msgspec.Struct, frozen=True, order=True):
    """A spot in a file, counted from 1."""

    file: str
    line: int
    column: int

    def problem(self, kind: ProblemKind, why: str, mend: str) -> Problem:
        """A problem at this place."""
        return Problem(self.file, self.line, self.column, kind, why, mend)


def as_json(problems: Iterable[Problem]) -> str:
    """The problems as a JSON array of objects, in the order of the files."""
    return msgspec.json.format(msgspec.json.encode(sorted(problems)), indent=2).decode()


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A mend for a word that nothing bears: the nearest known word, or ``otherwise``, or all known words where they are
    few.
    """
    words = sorted(set(known))
    typed = word.casefold()[:80]
    near = process.extractOne(typed, words, scorer=fuzz.ratio, score_cutoff=65)  # a slip of the finger
    near = near or process.extractOne(typed, words, scorer=fuzz.WRatio, score_cutoff=85)  # a part of a longer name
    if near is not None:
        return f"Did you mean `{near[0]}`?"
    if otherwise:
        return otherwise
    if 0 < len(words) <= 12:
        return "It can be " + ", ".join(f"`{known_word}`" for known_word in words)
    return "Correct the name or take it out"
