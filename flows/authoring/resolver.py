"""Turns a parsed condition into the model's: every name is found, every type fits, or a slip says where and how to mend
it.

A condition is resolved in a scope: which section it stands in, which item is at hand, how far back it may look.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import assert_never

import msgspec

from flows.authoring.grammar import (
    AloneTest,
    AndTest,
    BadCondition,
    Literal,
    Moved,
    NotTest,
    OrderTest,
    OrTest,
    OverTest,
    Side,
    Slip,
    Syntax,
    TheTest,
    Word,
    WordsTest,
    parse,
)
from flows.authoring.names import Known, Names, Sort
from flows.authoring.problems import ProblemKind, did_you_mean
from flows.model.conditions import (
    And,
    AnswerFact,
    BookFact,
    Compare,
    Comparison,
    Condition,
    DayLimit,
    Fact,
    ForItems,
    Has,
    Is,
    IsThe,
    MarkFact,
    Not,
    NumberLimit,
    Or,
    OtherHand,
    Quantifier,
    SameText,
    ScoreFact,
    Status,
    TodayFact,
)
from flows.model.ids import RegisterId
from flows.rules.inputs import around_in

EVERYWHERE = 1_000_000
"""A reach that looks at the whole page."""


class Scope(msgspec.Struct, frozen=True):
    """Where a condition stands.

    ``section``: whose questions may be named without it. ``item``: the register whose item is at hand. ``reach``: only
    what stands before this place on the page can be seen. ``own``: the question whose finding this is; its words stand
    alone. ``hand``: registers of which a row is at hand everywhere, beside the one that the flow has a run for. ``named``: conditions that may be
    called by their names.
    """

    names: Names
    section: str = ""
    item: RegisterId | None = None
    reach: int = EVERYWHERE
    own: Known | None = None
    hand: tuple[RegisterId, ...] = ()
    named: Mapping[str, Syntax] = {}


class _Hand(msgspec.Struct, frozen=True):
    """The registers of which a row is at hand: the one looked at, those around it, and those that a quantifier goes over."""

    item: RegisterId | None
    around: tuple[RegisterId, ...] = ()
    over: frozenset[RegisterId] = frozenset()

    def holds(self, register: RegisterId) -> bool:
        return register == self.item or register in self.around

    def within(self, register: RegisterId) -> _Hand:
        """What is at hand inside a quantifier over a register."""
        around = (*self.around, self.item) if self.item is not None else self.around
        return _Hand(register, around, self.over | {register})

    def of(self, register: RegisterId) -> RegisterId | None:
        """How a fact says that it is about the row of that register: None for the one looked at."""
        return None if register == self.item else register


def read_condition(text: str, scope: Scope) -> tuple[Condition | None, list[Slip]]:
    """The condition that a text spells in a scope, or every slip in it."""
    try:
        syntax = parse(text)
    except BadCondition as bad:
        return None, [bad.slip]
    resolver = _Resolver(scope)
    always = (*scope.hand, *((scope.names.per,) if scope.names.per else ()))
    condition = resolver.condition(syntax, _Hand(scope.item, always))
    return (None, resolver.slips) if resolver.slips else (condition, [])


_COMPARISON = {
    "<": (Comparison.LESS, Comparison.MORE),
    "<=": (Comparison.LESS_OR_EQUAL, Comparison.MORE_OR_EQUAL),
    ">": (Comparison.MORE, Comparison.LESS),
    ">=": (Comparison.MORE_OR_EQUAL, Comparison.LESS_OR_EQUAL),
}
"""Each sign with what it is when the sides change places."""

_HOW_TO_ASK = {
    Sort.YES_NO: "Write `{0}` or `not {0}`",
    Sort.WORDS: "Write `{0} is {1}`, or `{0} is known`",
    Sort.NUMBER: "Compare it with a number: `{0} >= 3`, or write `{0} is known`",
    Sort.DAY: "Compare it with a day: `{0} < today`, or write `{0} is known`",
    Sort.OPAQUE: "Write `{0} is known` or `{0} is unknown`",
}

_Measured = tuple[Fact | NumberLimit | DayLimit, Sort]


class _Resolver:
    """Resolves one condition, collecting all its slips rather than the first."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.names = scope.names
        self.slips: list[Slip] = []
        self._last: Known | None = None

    def condition(self, syntax: Syntax, hand: _Hand) -> Condition | None:
        match syntax:
            case AloneTest(name=name):
                return self._alone(name, hand)
            case WordsTest(left=left, words=words):
                return self._words(left, words, hand)
            case TheTest(left=left, register=register, apart=apart):
                return self._the(left, register, hand, apart=apart)
            case OrderTest(left=left, comparison=comparison, right=right):
                return self._ordered(left, comparison, right, hand)
            case OverTest(quantifier=quantifier, register=register, inner=inner):
                return self._over(quantifier, register, inner, hand)
            case NotTest(inner=inner):
                resolved = self.condition(inner, hand)
                return Not(resolved) if resolved else None
            case AndTest(parts=parts):
                return And(self._all(parts, hand))
            case OrTest(parts=parts):
                return Or(self._all(parts, hand))
            case _:
                assert_never(syntax)

    def _all(self, parts: tuple[Syntax, ...], hand: _Hand) -> tuple[Condition, ...]:
        resolved = [self.condition(part, hand) for part in parts]
        return tuple(part for part in resolved if part is not None)

    # ── the four kinds of test ──

    def _alone(self, name: Word, hand: _Hand) -> Condition | None:
        own = self.scope.own
        if own is not None and own.each in (None, hand.item):
            if name.text in own.statuses:
                return Has(own.fact, Status(name.text))
            if name.text in own.words:
                return Is(own.fact, (name.text,))
        if name.text in self.scope.named:
            return self.condition(self.scope.named[name.text], hand)
        known = self._find(name, hand)
        if known is None:
            return None
        if known.sort is Sort.YES_NO:
            return Is(known.fact, ("yes",))
        return self._mismatch(name, known, f"`{name.text}` is {known.sort}, so it is not true or false by itself")

    def _words(self, left: Side, words: tuple[Word, ...], hand: _Hand) -> Condition | None:
        if not isinstance(left, Word):
            return self._slip(
                _first(left), ProblemKind.TYPE_MISMATCH, "`is` and `in` ask about a name", "Compare with <, <=, > or >="
            )
        known = self._find(left, hand)
        if known is None:
            return None
        asked = tuple(word for word in words if word.text not in known.statuses)
        for word in asked:
            if not known.words:
                return self._mismatch(word, known, f"`{left.text}` is {known.sort}, so it can't be `{word.text}`")
            if word.text not in known.words:
                known_words = {*known.words, *known.statuses} if len(known.words) < 100 else set[str]()
                otherwise = "Write the two-letter code in capitals, like `PL`" if not known_words else ""
                mend = did_you_mean(word.text, known_words, otherwise)
                self._slip(word, ProblemKind.UNKNOWN_REFERENCE, f"`{left.text}` is never `{word.text}`", mend)
        parts: list[Condition] = [Is(known.fact, tuple(word.text for word in asked))] if asked else []
        parts += [Has(known.fact, Status(word.text)) for word in words if word.text in known.statuses]
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _the(self, left: Side, register: Word, hand: _Hand, *, apart: bool) -> Condition | None:
        if not isinstance(left, Word):
            return self._slip(_first(left), ProblemKind.TYPE_MISMATCH, "`is the` asks about a name", "Name an answer")
        if apart or "." in register.text:
            return self._same(left, register, hand, apart=apart)
        known, of = self._find(left, hand), self._register(register)
        if known is None or of is None:
            return None
        if not isinstance(known.fact, AnswerFact) or known.picks != of:
            return self._mismatch(left, known, f"`{left.text}` names no {of}")
        if not hand.holds(of):
            why = f"No {of} is at hand here"
            return self._slip(register, ProblemKind.TYPE_MISMATCH, why, f"Write it within `any {of} (...)`")
        return IsThe(known.fact, hand.of(of))

    def _same(self, left: Word, right: Word, hand: _Hand, *, apart: bool) -> Condition | None:
        """`sign_off.read_file is the paper.document`: files of the other; of countries likewise. ``apart``: it is about who gave them."""
        found = [(word, self._find(word, hand)) for word in (left, right)]
        places = apart or all(known is not None and known.countries for _, known in found)
        for word, known in found:
            if known is not None and not known.papers and not places:
                return self._mismatch(word, known, f"No file comes with `{word.text}`")
        facts = [known.fact for _, known in found if known is not None and isinstance(known.fact, AnswerFact)]
        return (OtherHand if apart else SameText)(*facts) if len(facts) == len(found) else None

    def _ordered(self, left: Side, comparison: str, right: Side, hand: _Hand) -> Condition | None:
        measured = [self._measured(side, hand) for side in (left, right)]
        if measured[0] is None or measured[1] is None:
            return None
        (one, sort), (other, other_sort) = measured[0], measured[1]
        straight, mirrored = _COMPARISON[comparison]
        if sort is not other_sort:
            why = f"{sort.capitalize()} is compared with {other_sort}"
            return self._slip(
                _first(right), ProblemKind.TYPE_MISMATCH, why, "Compare numbers with numbers and days with days"
            )
        if not isinstance(one, NumberLimit | DayLimit):
            return Compare(one, straight, other)
        if not isinstance(other, NumberLimit | DayLimit):
            return Compare(other, mirrored, one)
        return self._slip(_first(left), ProblemKind.TYPE_MISMATCH, "Both sides are fixed", "Name an answer on one side")

    def _over(self, quantifier: Word, register: Word, inner: Syntax, hand: _Hand) -> Condition | None:
        if quantifier.text not in set(Quantifier):
            return self._slip(
                quantifier,
                ProblemKind.UNKNOWN_REFERENCE,
                f"`{quantifier.text}` does not say how many",
                did_you_mean(quantifier.text, set(Quantifier)),
            )
        of = self._register(register)
        resolved = self.condition(inner, hand.within(of)) if of else None
        if of is None or resolved is None:
            return None
        keeps = hand.item if hand.item is not None and hand.item in around_in(resolved) else None
        return ForItems(Quantifier(quantifier.text), of, resolved, keeps)

    def _register(self, register: Word) -> RegisterId | None:
        if register.text in self.names.registers:
            return RegisterId(register.text)
        mend = did_you_mean(register.text, self.names.registers)
        return self._slip(register, ProblemKind.UNKNOWN_REFERENCE, f"There is no register `{register.text}`", mend)

    # ── sides and names ──

    def _measured(self, side: Side, hand: _Hand) -> _Measured | None:
        match side:
            case Word():
                known = self._find(side, hand)
                if known is not None and known.sort not in (Sort.NUMBER, Sort.DAY):
                    return self._mismatch(side, known, f"`{side.text}` is {known.sort}, which has no less and more")
                return (known.fact, known.sort) if known else None
            case Moved(base=base, by=by, unit=unit):
                if base.text != "today":
                    return self._slip(
                        base,
                        ProblemKind.TYPE_MISMATCH,
                        "Only `today` can be moved",
                        "Move `today` instead, on the other side",
                    )
                if unit.text not in ("day", "days"):
                    return self._slip(
                        unit, ProblemKind.TYPE_MISMATCH, f"`{unit.text}` is no measure of time here", "Count in `days`"
                    )
                return TodayFact(by), Sort.DAY
            case Literal(text=text, is_day=is_day):
                return self._literal(side, text) if is_day else (NumberLimit(Decimal(text)), Sort.NUMBER)
            case _:
                assert_never(side)

    def _literal(self, side: Literal, text: str) -> _Measured | None:
        try:
            return msgspec.convert({"f": "day", "day": text}, DayLimit), Sort.DAY
        except msgspec.ValidationError:
            return self._slip(
                side, ProblemKind.TYPE_MISMATCH, f"`{text}` is no day of the calendar", "Write it like `2026-11-20`"
            )

    def _find(self, word: Word, hand: _Hand) -> Known | None:
        found = self._candidates(word.text)
        wholes = tuple(dict.fromkeys(known.whole for known in found))
        if len(wholes) > 1:  # one name that two give is told where they give it
            sections = " or ".join(f"`{whole}`" for whole in wholes)
            return self._slip(
                word, ProblemKind.UNKNOWN_REFERENCE, f"`{word.text}` could be several questions", f"Write {sections}"
            )
        if not found:
            return self._unknown(word)
        known = self._last = found[0]
        if known.order >= self.scope.reach:
            why = f"`{word.text}` is asked later than this condition is judged"
            return self._slip(
                word, ProblemKind.LOOKS_AHEAD, why, "Move that question further up, or test an earlier answer"
            )
        return known if known.each is None else self._about(word, known, known.each, hand)

    def _about(self, word: Word, known: Known, each: RegisterId, hand: _Hand) -> Known | None:
        """What is known of the row at hand; a slip where there is none."""
        if known.own_run:
            if each not in hand.over:
                return known
            why = f"This flow knows `{word.text}` of the {each} that it runs for, and of no other"
            return self._slip(word, ProblemKind.TYPE_MISMATCH, why, f"Ask for it outside `any {each} (...)`")
        if hand.holds(each):
            of = hand.of(each)
            return known if of is None else msgspec.structs.replace(known, fact=_said_of(known.fact, of))
        name = known.of_item
        why = f"`{word.text}` has one answer per {each}, and no {each} is at hand here"
        return self._slip(word, ProblemKind.TYPE_MISMATCH, why, f"Write `any {each} ({name} ...)`, or `every`, or `no`")

    def _candidates(self, text: str) -> list[Known]:
        first, dot, rest = text.partition(".")
        if not dot:
            here = self.names.full.get(f"{self.scope.section}.{text}")
            return [here] if here else [self.names.always[text]] if text in self.names.always else []
        if first in self.names.by_register:
            return self.names.by_register[RegisterId(first)].get(rest, [])
        known = self.names.full.get(text) or self.names.always.get(text) or self.names.foreign.get(text)
        return [known] if known else []

    def _unknown(self, word: Word) -> None:
        last = self._last
        if word.text in self.names.ahead:
            why = f"`{word.text}` is asked by a later flow ({self.names.ahead[word.text]})"
            self._slip(word, ProblemKind.LOOKS_AHEAD, why, "Test what an earlier flow asks, or ask it here")
            return
        if word.text in self.names.unlisted:
            register = self.names.unlisted[word.text]
            why = f"`{word.text}` is about a register that this flow does not list"
            self._slip(word, ProblemKind.UNKNOWN_REFERENCE, why, f"Add `{register}` to `registers:`")
            return
        if last is not None and (word.text in last.words or word.text in last.statuses):
            mend = f"Say the name again: `{last.name} is {word.text}`, or use `in [...]`"
        else:
            mend = did_you_mean(word.text, self._visible(), "Name a question that stands earlier")
        self._slip(word, ProblemKind.UNKNOWN_REFERENCE, f"There is no `{word.text}`", mend)

    def _visible(self) -> set[str]:
        """Every name that could be meant here."""
        full = {name for name, known in self.names.full.items() if known.order < self.scope.reach}
        here = {
            name.removeprefix(f"{self.scope.section}.") for name in full if name.startswith(f"{self.scope.section}.")
        }
        of_items = {f"{register}.{short}" for register, shorts in self.names.by_register.items() for short in shorts}
        own = self.scope.own
        return (
            full
            | set(self.names.foreign)
            | here
            | of_items
            | set(self.names.always)
            | (set[str](own.words) if own and len(own.words) < 100 else set())
        )

    def _mismatch(self, word: Word, known: Known, why: str) -> None:
        example = min(known.words, default="")
        self._slip(word, ProblemKind.TYPE_MISMATCH, why, _HOW_TO_ASK[known.sort].format(known.name, example))

    def _slip(self, at: Word | Literal, kind: ProblemKind, why: str, mend: str) -> None:
        self.slips.append(Slip(at.column, kind, why, mend))


def _first(side: Side) -> Word | Literal:
    return side.base if isinstance(side, Moved) else side


def _said_of(fact: Fact, of: RegisterId) -> Fact:
    """The fact about the row of that register, which is not the one looked at."""
    about = AnswerFact | MarkFact | ScoreFact | BookFact
    return msgspec.structs.replace(fact, of=of) if isinstance(fact, about) else fact
