"""Judges a condition over facts, in three values: true, false, unknown (None). Nothing else may decide what a condition
means.

Unknown never opens and never satisfies: a caller acts only on ``is True``. What is asked of the facts is the small
protocol :class:`Facts`; who answers it (a session, an author's check) is not this module's business.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Protocol, assert_never

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
    MarkFact,
    Not,
    NumberLimit,
    Or,
    ProfileFact,
    Quantifier,
    RoleFact,
    StageFact,
    Status,
    TodayFact,
)
from flows.model.countryfields import CountryField
from flows.model.ids import ItemId, PersonId, QuestionId, RegisterId, StageId
from flows.model.people import Profile, Role
from flows.model.programme import StageState
from flows.model.session import Answer, AnswerState, Standing
from flows.model.values import Choice, Choices, Countries, Day, Items, Number, Scale, Value, YesNo

NONE_OF_THEM = "none"
"""The word for an empty pick: "none of them"."""


class Facts(Protocol):
    """What conditions may look at. All of it as of one turn."""

    @property
    def profile(self) -> Profile | None:
        """The programme's profile; None while nobody has said."""
        ...

    @property
    def today(self) -> dt.date:
        """The day of the turn in the programme's zone."""
        ...

    def answer(self, question: QuestionId, item: ItemId | None) -> Answer | None:
        """The visible answer: of a question asked per item, the one for ``item``; of a question asked once, that one,
        whatever the item.

        None for a question that was not answered or does not apply now.
        """
        ...

    def mark(self, question: QuestionId, item: ItemId | None) -> bool | None:
        """Whether ``item`` was picked in that item question; None while it has no value."""
        ...

    def items(self, register: RegisterId) -> tuple[ItemId, ...]:
        """The rows of a register, by number."""
        ...

    def holder(self, role: Role) -> PersonId | None:
        """Who holds a role."""
        ...

    def stage(self, stage: StageId) -> StageState:
        """How far a stage is."""
        ...

    def book(self, field: CountryField, item: ItemId | None) -> Decimal | str | None:
        """What is held of the country at hand: a figure, or a word; None where nothing is held that may be relied on."""
        ...


def judge(condition: Condition, facts: Facts, item: ItemId | None = None) -> bool | None:
    """Whether the condition holds for the item at hand: true, false, or None for unknown."""
    match condition:
        case Is(fact=fact, words=words):
            held = _words(fact, facts, item)
            return None if held is None else not held.isdisjoint(words)
        case Has(fact=fact, status=status):
            return _has(fact, status, facts, item)
        case Compare(fact=fact, comparison=comparison, other=other):
            return _compared(_ordered(fact, facts, item), comparison, _ordered(other, facts, item))
        case Not(inner=inner):
            verdict = judge(inner, facts, item)
            return None if verdict is None else not verdict
        case And(parts=parts):
            return _every(judge(part, facts, item) for part in parts)
        case Or(parts=parts):
            return _any(judge(part, facts, item) for part in parts)
        case ForItems(quantifier=quantifier, register=register, inner=inner):
            return _over(quantifier, [judge(inner, facts, row) for row in facts.items(register)])
        case _:
            assert_never(condition)


def leaves(condition: Condition) -> Iterator[Is | Has | Compare]:
    """The comparisons that a condition is made of, in the order they were written."""
    match condition:
        case Is() | Has() | Compare():
            yield condition
        case Not(inner=inner) | ForItems(inner=inner):
            yield from leaves(inner)
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from leaves(part)
        case _:
            assert_never(condition)


def facts_in(condition: Condition) -> tuple[Fact, ...]:
    """Every fact that a condition looks at, each once, in the order they were written."""
    found: dict[Fact, None] = {}
    for leaf in leaves(condition):
        found[leaf.fact] = None
        if isinstance(leaf, Compare) and not isinstance(leaf.other, NumberLimit | DayLimit):
            found[leaf.other] = None
    return tuple(found)


def reads(condition: Condition) -> frozenset[QuestionId]:
    """The questions whose answers can change the verdict; marks count as the question that sets them."""
    return frozenset(fact.question for fact in facts_in(condition) if isinstance(fact, AnswerFact | MarkFact))


def registers_in(condition: Condition) -> frozenset[RegisterId]:
    """The registers whose rows can change the verdict."""
    match condition:
        case Is() | Has() | Compare():
            return frozenset()
        case Not(inner=inner):
            return registers_in(inner)
        case ForItems(register=register, inner=inner):
            return registers_in(inner) | {register}
        case And(parts=parts) | Or(parts=parts):
            return frozenset[RegisterId]().union(*(registers_in(part) for part in parts))
        case _:
            assert_never(condition)


_YES, _NO = frozenset({"yes"}), frozenset({"no"})


def words_of(value: Value) -> frozenset[str] | None:
    """The words that ``is`` and ``in`` can meet in a value; None where the value has no words (a number, a text, a
    file…).
    """
    match value:
        case YesNo(yes=yes):
            return _YES if yes else _NO
        case Choice(option=option):
            return frozenset((option,))
        case Choices(options=options):
            return frozenset(options) or frozenset({NONE_OF_THEM})
        case Countries(codes=codes):
            return frozenset(codes) or frozenset({NONE_OF_THEM})
        case Items(items=items):
            return frozenset() if items else frozenset({NONE_OF_THEM})
        case _:
            return None


# ── the three values ─────────────────────────────────────────────────────────


def _every(verdicts: Iterable[bool | None]) -> bool | None:
    """False if any is false, else unknown if any is unknown, else true."""
    unknown = False
    for verdict in verdicts:
        if verdict is False:
            return False
        unknown = unknown or verdict is None
    return None if unknown else True


def _any(verdicts: Iterable[bool | None]) -> bool | None:
    """True if any is true, else unknown if any is unknown, else false."""
    unknown = False
    for verdict in verdicts:
        if verdict:
            return True
        unknown = unknown or verdict is None
    return None if unknown else False


def _over(quantifier: Quantifier, verdicts: list[bool | None]) -> bool | None:
    match quantifier:
        case Quantifier.ANY:
            return _any(verdicts)
        case Quantifier.EVERY:
            return _every(verdicts)
        case Quantifier.NO:
            found = _any(verdicts)
            return None if found is None else not found
        case _:
            assert_never(quantifier)


# ── single facts ─────────────────────────────────────────────────────────────


def _value(fact: AnswerFact, facts: Facts, item: ItemId | None) -> Value | None:
    """The value of an answer; "not sure" and "skip" have none."""
    answer = facts.answer(fact.question, item)
    return answer.value if answer is not None and answer.state is AnswerState.VALUE else None


def _words(fact: Fact, facts: Facts, item: ItemId | None) -> frozenset[str] | None:
    """The words a fact holds now; None where that is unknown (or where it has no words, which ``check`` refuses)."""
    match fact:
        case AnswerFact():
            value = _value(fact, facts, item)
            return None if value is None else words_of(value)
        case MarkFact(question=question):
            picked = facts.mark(question, item)
            return None if picked is None else _YES if picked else _NO
        case ProfileFact():
            return None if facts.profile is None else frozenset({facts.profile.value})
        case StageFact(stage=stage):
            return frozenset({facts.stage(stage).value})
        case BookFact(field=field):
            held = facts.book(field, item)
            return frozenset({held}) if isinstance(held, str) else None
        case RoleFact() | TodayFact():
            return None
        case _:
            assert_never(fact)


def _has(fact: Fact, status: Status, facts: Facts, item: ItemId | None) -> bool:
    """What is known of a fact. Never unknown itself."""
    match status:
        case Status.KNOWN:
            return _known(fact, facts, item)
        case Status.UNKNOWN:
            return not _known(fact, facts, item)
        case Status.NOT_SURE | Status.SKIPPED | Status.EVIDENCED | Status.VERIFIED:
            answer = facts.answer(fact.question, item) if isinstance(fact, AnswerFact | MarkFact) else None
            return answer is not None and _STATUS[status](answer)
        case _:
            assert_never(status)


_STATUS: dict[Status, Callable[[Answer], bool]] = {
    Status.NOT_SURE: lambda answer: answer.state is AnswerState.NOT_SURE,
    Status.SKIPPED: lambda answer: answer.state is AnswerState.SKIPPED,
    Status.EVIDENCED: lambda answer: answer.state is AnswerState.VALUE and answer.standing is not Standing.CLAIMED,
    Status.VERIFIED: lambda answer: answer.state is AnswerState.VALUE and answer.standing is Standing.VERIFIED,
}


def _known(fact: Fact, facts: Facts, item: ItemId | None) -> bool:
    match fact:
        case AnswerFact():
            return _value(fact, facts, item) is not None
        case MarkFact(question=question):
            return facts.mark(question, item) is not None
        case ProfileFact():
            return facts.profile is not None
        case RoleFact(role=role):
            return facts.holder(role) is not None
        case BookFact(field=field):
            return facts.book(field, item) is not None
        case StageFact() | TodayFact():
            return True
        case _:
            assert_never(fact)


Ordered = Decimal | dt.date
"""What ``<`` and its kin compare."""

_ORDER: dict[Comparison, Callable[[Ordered, Ordered], bool]] = {
    Comparison.LESS: operator.lt,
    Comparison.LESS_OR_EQUAL: operator.le,
    Comparison.MORE: operator.gt,
    Comparison.MORE_OR_EQUAL: operator.ge,
}


def _ordered(fact: Fact | NumberLimit | DayLimit, facts: Facts, item: ItemId | None) -> Ordered | None:
    match fact:
        case NumberLimit(number=number):
            return number
        case DayLimit(day=day):
            return day
        case TodayFact(days=days):
            return facts.today + dt.timedelta(days=days)
        case AnswerFact():
            return _rank(_value(fact, facts, item))
        case BookFact(field=field):
            held = facts.book(field, item)
            return held if isinstance(held, Decimal) else None
        case MarkFact() | ProfileFact() | RoleFact() | StageFact():
            return None
        case _:
            assert_never(fact)


def _rank(value: Value | None) -> Ordered | None:
    """The number or day that a value can be compared by; money has none, since its currency is not known beforehand."""
    match value:
        case Number(number=number):
            return number
        case Scale(point=point):
            return Decimal(point)
        case Day(day=day):
            return day
        case _:
            return None


def _compared(left: Ordered | None, comparison: Comparison, right: Ordered | None) -> bool | None:
    if left is None or right is None or isinstance(left, Decimal) is not isinstance(right, Decimal):
        return None
    return _ORDER[comparison](left, right)
