"""The grammar of conditions: text in, a tree of words with columns out. What the words mean is `flows.authoring.names`'
business.

LALR over short, capped texts: time is linear, nothing is evaluated, nothing backtracks.
"""

from __future__ import annotations

from functools import cache
from typing import Any, cast

import msgspec
from lark import Lark, Token, Transformer, Tree
from lark.exceptions import UnexpectedInput, UnexpectedToken, VisitError

from flows.authoring.problems import ProblemKind

MAX_LENGTH = 600
"""Characters of one condition; a longer one is several questions."""
MAX_DEPTH = 12
"""Brackets within brackets."""

_GRAMMAR = r"""
start: either
?either: both ("or" both)*
?both: one ("and" one)*
?one: "not" one            -> negated
    | "(" either ")"       -> grouped
    | NAME NAME "(" either ")" -> over
    | side "is" NAME       -> is_word
    | side "is" "not" NAME -> is_not_word
    | side "is" "the" NAME -> is_the
    | side "is" "not" "the" NAME -> is_not_the
    | side "is" "by_another_than" NAME -> is_by_another
    | side "in" words      -> in_words
    | side "not" "in" words -> not_in_words
    | side COMPARISON side -> compared
    | NAME                 -> alone
words: "[" NAME ("," NAME)* "]"
side: NAME                 -> named
    | NAME SIGN NUMBER NAME -> moved
    | SIGN? NUMBER         -> number
    | DAY                  -> day
COMPARISON: "<=" | ">=" | "<" | ">"
SIGN: "+" | "-"
DAY.2: /[0-9]{4}-[0-9]{2}-[0-9]{2}/
NUMBER.1: /[0-9]{1,15}(\.[0-9]{1,6})?/
NAME: /[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*/
%ignore /[ \t\r\n]+/
"""


class Slip(msgspec.Struct, frozen=True):
    """What is wrong in a condition, by the column (from 1) where it shows."""

    column: int
    kind: ProblemKind
    why: str
    mend: str


class BadCondition(Exception):
    """A condition that can't be read; carries the slip."""

    def __init__(self, slip: Slip) -> None:
        super().__init__(slip.why)
        self.slip = slip


class Word(msgspec.Struct, frozen=True):
    """A name as written."""

    text: str
    column: int


class Moved(msgspec.Struct, frozen=True):
    """A name moved by a number of units: ``today + 90 days``."""

    base: Word
    by: int
    unit: Word


class Literal(msgspec.Struct, frozen=True):
    """A number or a day as written."""

    text: str
    column: int
    is_day: bool


Side = Word | Moved | Literal


class AloneTest(msgspec.Struct, frozen=True):
    """A name alone."""

    name: Word


class WordsTest(msgspec.Struct, frozen=True):
    """``is`` and ``in``."""

    left: Side
    words: tuple[Word, ...]


class TheTest(msgspec.Struct, frozen=True):
    """``is the vendor``; ``apart``: ``is by_another_than agreement.executed``."""

    left: Side
    register: Word
    apart: bool = False


class OrderTest(msgspec.Struct, frozen=True):
    """A comparison."""

    left: Side
    comparison: str
    right: Side


class OverTest(msgspec.Struct, frozen=True):
    """``any asset (...)``."""

    quantifier: Word
    register: Word
    inner: Syntax


class NotTest(msgspec.Struct, frozen=True):
    inner: Syntax


class AndTest(msgspec.Struct, frozen=True):
    parts: tuple[Syntax, ...]


class OrTest(msgspec.Struct, frozen=True):
    parts: tuple[Syntax, ...]


Syntax = AloneTest | WordsTest | TheTest | OrderTest | OverTest | NotTest | AndTest | OrTest


def parse(text: str) -> Syntax:
    """The tree of a condition. Raises BadCondition with the column and what was expected there."""
    if len(text) > MAX_LENGTH:
        raise _not_read(
            MAX_LENGTH,
            f"The condition is longer than {MAX_LENGTH} characters",
            "Ask one more question, and test its answer",
        )
    depth = 0
    for column, character in enumerate(text, 1):
        depth += (character == "(") - (character == ")")
        if depth > MAX_DEPTH:
            raise _not_read(column, f"There are more than {MAX_DEPTH} brackets within brackets", "Write it flatter")
    try:
        tree: Tree[Token] = _parser().parse(text)  # pyright: ignore[reportUnknownMemberType]
        return _Builder().transform(tree)
    except UnexpectedInput as bad:
        raise _unexpected(text, bad) from None
    except VisitError as bad:
        raise bad.orig_exc from None


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", propagate_positions=True, maybe_placeholders=False)


_KEYWORDS = frozenset({"and", "or", "not", "is", "in", "the"})
_CALLED = {
    "NAME": "a name",
    "NUMBER": "a number",
    "DAY": "a day",
    "COMPARISON": "<, <=, > or >=",
    "SIGN": "+ or -",
    "LPAR": "(",
    "RPAR": ")",
    "LSQB": "[",
    "RSQB": "]",
    "COMMA": ",",
    "$END": "the end",
    "AND": "and",
    "OR": "or",
    "NOT": "not",
    "IS": "is",
    "IN": "in",
    "THE": "the",
}


_HABITS = {
    "=!": "Write `is` or `is not`",
    "&": "Write `and`",
    "|": "Write `or`",
    "0123456789": "Compare numbers with <, <=, > or >=",
}
"""What people write out of habit, by its first character, and how it is said here."""


def _unexpected(text: str, bad: UnexpectedInput) -> BadCondition:
    column, read, expected = _met(text, bad)
    words = ", ".join(sorted(_CALLED[name] for name in expected & _CALLED.keys()))
    if expected == {"LPAR"}:
        return _not_read(column, "Two names stand side by side", "Write `is`, `and` or `or` between them")
    mend = next((mend for first, mend in _HABITS.items() if read.startswith(tuple(first))), f"Expected here: {words}")
    before = text[: column - 1].strip()[-40:]
    why = f"A condition can't go on with {f'`{read}`' if read else 'the end'}" + (
        f" after `{before}`" if before else ""
    )
    return _not_read(column, why, mend)


def _met(text: str, bad: Any) -> tuple[int, str, set[str]]:
    """Where lark stopped, what stood there, and what it could have taken. (Its exceptions carry no types.)"""
    if isinstance(bad, UnexpectedToken):
        token, accepted = cast(Token, bad.token), bad.accepts or bad.expected  # pyright: ignore[reportUnknownMemberType]
        expected = {str(name) for name in accepted}
        return (len(text) + 1, "", expected) if token.type == "$END" else (_column(token), str(token), expected)
    at: int = bad.pos_in_stream
    return at + 1, text[at], {str(name) for name in bad.allowed or ()}


def _not_read(column: int, why: str, mend: str) -> BadCondition:
    return BadCondition(Slip(column, ProblemKind.NOT_UNDERSTOOD, why, mend))


def _column(token: Token) -> int:
    """Counted over the whole text, so that a condition of two lines has one measure."""
    return (token.start_pos or 0) + 1


def _word(token: Token) -> Word:
    if token in _KEYWORDS:
        raise _not_read(
            _column(token), f"`{token}` stands where a name belongs", "Put a name before it, or take it out"
        )
    return Word(str(token), _column(token))


class _Builder(Transformer[Token, Any]):
    """From lark's tree to ours; one method per alternative of the grammar."""

    def start(self, parts: list[Syntax]) -> Syntax:
        return parts[0]

    def grouped(self, parts: list[Syntax]) -> Syntax:
        return parts[0]

    def either(self, parts: list[Syntax]) -> Syntax:
        return OrTest(tuple(parts))

    def both(self, parts: list[Syntax]) -> Syntax:
        return AndTest(tuple(parts))

    def negated(self, parts: list[Syntax]) -> Syntax:
        return NotTest(parts[0])

    def over(self, parts: list[Any]) -> Syntax:
        return OverTest(_word(parts[0]), _word(parts[1]), parts[2])

    def alone(self, parts: list[Token]) -> Syntax:
        return AloneTest(_word(parts[0]))

    def is_word(self, parts: list[Any]) -> Syntax:
        return WordsTest(parts[0], (_word(parts[1]),))

    def is_not_word(self, parts: list[Any]) -> Syntax:
        return NotTest(self.is_word(parts))

    def is_the(self, parts: list[Any]) -> Syntax:
        return TheTest(parts[0], _word(parts[1]))

    def is_not_the(self, parts: list[Any]) -> Syntax:
        return NotTest(self.is_the(parts))

    def is_by_another(self, parts: list[Any]) -> Syntax:
        return TheTest(parts[0], _word(parts[1]), apart=True)

    def in_words(self, parts: list[Any]) -> Syntax:
        return WordsTest(parts[0], parts[1])

    def not_in_words(self, parts: list[Any]) -> Syntax:
        return NotTest(self.in_words(parts))

    def words(self, parts: list[Token]) -> tuple[Word, ...]:
        return tuple(_word(part) for part in parts)

    def compared(self, parts: list[Any]) -> Syntax:
        return OrderTest(parts[0], str(parts[1]), parts[2])

    def named(self, parts: list[Token]) -> Side:
        return _word(parts[0])

    def moved(self, parts: list[Token]) -> Side:
        base, sign, number, unit = parts
        if not number.isdigit() or len(number) > 5:
            raise _not_read(
                _column(number), f"`{number}` is no number of days", "Write a whole number of at most five digits"
            )
        return Moved(_word(base), int(sign + number), _word(unit))

    def number(self, parts: list[Token]) -> Side:
        if parts[0] == "+":
            raise _not_read(_column(parts[0]), "A number needs no plus", "Take the + out")
        return Literal("".join(parts), _column(parts[0]), is_day=False)

    def day(self, parts: list[Token]) -> Side:
        return Literal(str(parts[0]), _column(parts[0]), is_day=True)
