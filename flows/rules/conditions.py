"""Judges a condition over facts, in three values: true, false, unknown (None). Nothing else may decide what a condition
means.

Unknown never opens and never satisfies: a caller acts only on ``is True``. What is asked of the facts is the small
protocol :class:`Facts`; who answers it (a session, a whole programme, an author's check) is not this module's business.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import assert_never

from flows.model.conditions import (
    LAWYER,
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
    ProfileFact,
    Quantifier,
    RoleFact,
    SameText,
    ScoreFact,
    StageFact,
    Status,
    TodayFact,
)
from flows.model.facts import Facts
from flows.model.ids import ItemId, RegisterId, country_id
from flows.model.papers import same_text
from flows.model.people import Role
from flows.model.session import Answer, AnswerState, Standing
from flows.model.values import NO_WORDS, YES_WORDS, Choice, Countries, Day, Items, Number, Scale, Value, words_of

Hand = Mapping[RegisterId, ItemId | None]
"""The rows at hand around the item that is looked at, by register."""
_EMPTY: Hand = {}
_VALUE = AnswerState.VALUE  # looked up once: Python 3.11 takes longer for that than for the rest of a verdict

Judge = Callable[[Facts, ItemId | None, Hand], bool | None]
"""Judges one condition: over facts, for the item at hand, with the rows around it."""

JUDGES_KEPT = 8192
"""Conditions whose judges are kept; the content has a few thousand."""


def judge(condition: Condition, facts: Facts, item: ItemId | None = None, around: Hand = _EMPTY) -> bool | None:
    """Whether the condition holds for the item at hand: true, false, or None for unknown."""
    return _judge_of(condition)(facts, item, around)


@lru_cache(maxsize=JUDGES_KEPT)
def _judge_of(condition: Condition) -> Judge:
    """What judges a condition, put together once: conditions stay as they are and are judged by the thousand."""
    match condition:
        case Is(fact=fact, words=words):
            return _is(fact, frozenset(words))
        case Has(fact=fact, status=status):
            return lambda facts, item, around: _has(fact, status, facts, item, around)
        case Compare(fact=fact, comparison=comparison, other=other):
            return lambda facts, item, around: _compared(
                _ordered(fact, facts, item, around), comparison, _ordered(other, facts, item, around)
            )
        case IsThe(fact=fact, of=of):
            return lambda facts, item, around: _names(_value(fact, facts, item, around), _at(of, facts, item, around))
        case OtherHand(fact=fact, other=other):
            return lambda facts, item, around: _other_hand(
                answered(fact, facts, item, around), answered(other, facts, item, around)
            )
        case SameText(fact=fact, other=other):
            return lambda facts, item, around: _same(
                answered(fact, facts, item, around), answered(other, facts, item, around)
            )
        case Not(inner=inner):
            return _not(_judge_of(inner))
        case And(parts=parts):
            each = [_judge_of(part) for part in parts]
            return lambda facts, item, around: _every(part(facts, item, around) for part in each)
        case Or(parts=parts):
            some = [_judge_of(part) for part in parts]
            return lambda facts, item, around: _any(part(facts, item, around) for part in some)
        case ForItems():
            return _for_items(condition, _judge_of(condition.inner))
        case _:
            assert_never(condition)


def _other_hand(one: Answer | None, other: Answer | None) -> bool | None:
    """Whether somebody else gave the one than gave the other or brought its papers; unknown while one of them has no value."""
    if one is None or other is None or AnswerState.VALUE != one.state or AnswerState.VALUE != other.state:
        return None
    return one.by not in (other.by, other.brought)


def _same(one: Answer | None, other: Answer | None) -> bool | None:
    """Whether a file of the one is one of the other; of countries, whether the one names all that the other does."""
    named = [answer.value for answer in (one, other) if answer is not None and isinstance(answer.value, Countries)]
    if len(named) < 2:
        return same_text(one, other)
    return set(named[1].codes) <= set(named[0].codes)


def _is(fact: Fact, words: frozenset[str]) -> Judge:
    if not isinstance(fact, AnswerFact) or fact.flow is not None or fact.of is not None:

        def holds(facts: Facts, item: ItemId | None, around: Hand) -> bool | None:
            held = _words(fact, facts, item, around)
            return None if held is None else not held.isdisjoint(words)

        return holds
    question = fact.question
    # The same for an answer of the run itself, which is what most conditions ask for.
    return lambda facts, item, around: says(facts.answer(question, item), words)


def says(answer: Answer | None, words: frozenset[str]) -> bool | None:
    """Whether an answer is one of these words; unknown where it has none."""
    if answer is None or answer.state is not _VALUE:
        return None
    value = answer.value
    if type(value) is Choice:  # most are; and a struct is told by its type in a tenth of the time
        return value.option in words
    held = words_of(value)
    return None if held is None else not held.isdisjoint(words)


def _not(inner: Judge) -> Judge:
    def holds(facts: Facts, item: ItemId | None, around: Hand) -> bool | None:
        verdict = inner(facts, item, around)
        return None if verdict is None else not verdict

    return holds


def _for_items(condition: ForItems, inner: Judge) -> Judge:
    quantifier, register, keeps = condition.quantifier, condition.register, condition.keeps

    def holds(facts: Facts, item: ItemId | None, around: Hand) -> bool | None:
        hand = around if keeps is None else {**around, keeps: item}
        return _over(quantifier, [inner(facts, row, hand) for row in facts.items(register)])

    return holds


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


def _at(of: RegisterId | None, facts: Facts, item: ItemId | None, around: Hand) -> ItemId | None:
    """The row at hand that a fact is about: the one looked at, or another around it."""
    if of is None:
        return item
    return around[of] if of in around else facts.at_hand(of)


def answered(fact: AnswerFact | MarkFact, facts: Facts, item: ItemId | None, around: Hand) -> Answer | None:
    """The answer that a fact is read from, with that row at hand."""
    at = _at(fact.of, facts, item, around)
    known = facts if fact.flow is None else facts.elsewhere(fact.flow, at)
    return known.answer(fact.question, at) if known is not None else None


def _mark(fact: MarkFact, facts: Facts, item: ItemId | None, around: Hand) -> bool | None:
    at = _at(fact.of, facts, item, around)
    known = facts if fact.flow is None else facts.elsewhere(fact.flow, at)
    return known.mark(fact.question, at) if known is not None else None


def _names(value: Value | None, row: ItemId | None) -> bool | None:
    """Whether a value names a row; unknown where either is."""
    match value:
        case Items(items=items) if row is not None:
            return row in items
        case Countries(codes=codes) if row is not None:
            return row in map(country_id, codes)
        case _:
            return None


def _value(fact: AnswerFact, facts: Facts, item: ItemId | None, around: Hand) -> Value | None:
    """The value of an answer; "not sure" and "skip" have none."""
    answer = answered(fact, facts, item, around)
    return answer.value if answer is not None and answer.state is AnswerState.VALUE else None


def _words(fact: Fact, facts: Facts, item: ItemId | None, around: Hand) -> frozenset[str] | None:
    """The words a fact holds now; None where that is unknown (or where it has no words, which ``check`` refuses)."""
    match fact:
        case AnswerFact():
            return words_of(_value(fact, facts, item, around))
        case MarkFact():
            picked = _mark(fact, facts, item, around)
            return None if picked is None else YES_WORDS if picked else NO_WORDS
        case ProfileFact():
            return None if facts.profile is None else frozenset({facts.profile.value})
        case StageFact(stage=stage):
            return frozenset({facts.stage(stage).value})
        case ScoreFact(card=card, of=of):
            verdict = facts.scored(card, _at(of, facts, item, around))
            return None if verdict is None else frozenset({verdict.value})
        case BookFact(field=field, of=of):
            held = facts.book(field, _at(of, facts, item, around))
            return frozenset({held}) if isinstance(held, str) else None
        case RoleFact(role=Role.COUNSEL) if facts.holder(Role.COUNSEL) is not None:
            return frozenset({LAWYER}) if facts.lawyer is not None else frozenset()
        case RoleFact() | TodayFact():
            return None
        case _:
            assert_never(fact)


def _has(fact: Fact, status: Status, facts: Facts, item: ItemId | None, around: Hand) -> bool:
    """What is known of a fact. Never unknown itself."""
    match status:
        case Status.KNOWN:
            return _known(fact, facts, item, around)
        case Status.UNKNOWN:
            return not _known(fact, facts, item, around)
        case Status.NOT_SURE | Status.SKIPPED | Status.EVIDENCED | Status.VERIFIED | Status.BY_LAWYER | Status.PUT_OFF:
            answer = answered(fact, facts, item, around) if isinstance(fact, AnswerFact | MarkFact) else None
            return answer is not None and _STATUS[status](answer)
        case Status.BY_ANOTHER:
            answer = answered(fact, facts, item, around) if isinstance(fact, AnswerFact | MarkFact) else None
            if answer is None or not _STATUS[Status.VERIFIED](answer):
                return False
            return answer.by_another is not False or _alone(facts)
        case _:
            assert_never(status)


def _alone(facts: Facts) -> bool:
    """Whether one person plays every part, so that nobody else is there to confirm."""
    return len({facts.holder(role) for role in Role} - {None}) <= 1


_STATUS: dict[Status, Callable[[Answer], bool]] = {
    Status.NOT_SURE: lambda answer: answer.state is AnswerState.NOT_SURE,
    Status.SKIPPED: lambda answer: answer.state is AnswerState.SKIPPED,
    Status.EVIDENCED: lambda answer: answer.state is AnswerState.VALUE and answer.standing is not Standing.CLAIMED,
    Status.VERIFIED: lambda answer: answer.state is AnswerState.VALUE and answer.standing is Standing.VERIFIED,
    Status.BY_LAWYER: lambda answer: answer.state is AnswerState.VALUE and answer.lawyer,
    Status.PUT_OFF: lambda answer: answer.state is AnswerState.VALUE and answer.put_off is not None,
}


def _known(fact: Fact, facts: Facts, item: ItemId | None, around: Hand) -> bool:
    match fact:
        case AnswerFact():
            return _value(fact, facts, item, around) is not None
        case MarkFact():
            return _mark(fact, facts, item, around) is not None
        case ProfileFact():
            return facts.profile is not None
        case ScoreFact(card=card, of=of):
            return facts.scored(card, _at(of, facts, item, around)) is not None
        case RoleFact(role=role):
            return facts.holder(role) is not None
        case BookFact(field=field, of=of):
            return facts.book(field, _at(of, facts, item, around)) is not None
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


def _ordered(fact: Fact | NumberLimit | DayLimit, facts: Facts, item: ItemId | None, around: Hand) -> Ordered | None:
    match fact:
        case NumberLimit(number=number):
            return number
        case DayLimit(day=day):
            return day
        case TodayFact(days=days):
            return facts.today + dt.timedelta(days=days)
        case AnswerFact():
            return _rank(_value(fact, facts, item, around))
        case BookFact(field=field, of=of):
            held = facts.book(field, _at(of, facts, item, around))
            return held if isinstance(held, Decimal) else None
        case MarkFact() | ProfileFact() | RoleFact() | StageFact() | ScoreFact():
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
