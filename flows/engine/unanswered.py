"""What the answers so far say of a condition, where what nobody answered is never a no: so that what is known to be wrong can be told from what
is only not answered yet. Pure.

The verdict of a condition is not judged here: that is `flows.rules.conditions`. This tells why one that does not hold does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import assert_never

import msgspec

from flows.model.conditions import (
    And,
    AnswerFact,
    Compare,
    Condition,
    Fact,
    ForItems,
    Has,
    Is,
    IsThe,
    MarkFact,
    Not,
    Or,
    OtherHand,
    Quantifier,
    SameText,
    ScoreFact,
    Status,
)
from flows.model.facts import Facts
from flows.model.ids import FlowId, ItemId, QuestionId, RegisterId
from flows.model.scorecard import ScoreVerdict
from flows.rules.conditions import Hand, judge
from flows.rules.inputs import facts_in

Lack = tuple[FlowId, QuestionId | None, ItemId | None]
"""A question of a flow that has no answer, about a row where it is asked about one; None for the question of a score that is still open."""
_NONE: frozenset[Lack] = frozenset()
_ASKS_FOR_ONE = frozenset({Status.KNOWN, Status.EVIDENCED, Status.VERIFIED, Status.BY_LAWYER, Status.BY_ANOTHER})
"""What holds only once there is an answer."""


class Told(msgspec.Struct, frozen=True):
    """Yes, no, or (None) nothing yet: then ``lacks`` are not answered."""

    verdict: bool | None
    lacks: frozenset[Lack] = _NONE


class Answered:
    """The answers that there are, with rows at hand. ``counts``: whether a row of a register is looked at (a paper of another vendor is not)."""

    def __init__(self, facts: Facts, around: Hand, counts: Callable[[RegisterId, ItemId], bool]) -> None:
        self._facts = facts
        self._around = around
        self._counts = counts

    def of(self, condition: Condition, item: ItemId | None) -> Told:
        """What they say of a condition, with that row at hand."""
        match condition:
            case Not(inner=inner):
                return _turned(self.of(inner, item))
            case And(parts=parts):
                return joined((self.of(part, item) for part in parts), decides=False)
            case Or(parts=parts):
                return joined((self.of(part, item) for part in parts), decides=True)
            case ForItems():
                return self._over(condition, item)
            case Is() | Has() | Compare() | IsThe() | OtherHand() | SameText():
                return self._of_leaf(condition, item)
            case _:
                assert_never(condition)

    def _over(self, condition: ForItems, item: ItemId | None) -> Told:
        hand = self._around if condition.keeps is None else {**self._around, condition.keeps: item}
        inside = Answered(self._facts, hand, self._counts)
        rows = [row for row in self._facts.items(condition.register) if self._counts(condition.register, row)]
        if not rows and condition.quantifier is Quantifier.ANY:
            # None is listed yet: all that would be asked about one is open.
            return Told(None, frozenset(_asked(condition.inner)))
        told = joined((inside.of(condition.inner, row) for row in rows), condition.quantifier is not Quantifier.EVERY)
        return _turned(told) if condition.quantifier is Quantifier.NO else told

    def _of_leaf(self, leaf: Is | Has | Compare | IsThe | OtherHand | SameText, item: ItemId | None) -> Told:
        verdict = judge(leaf, self._facts, item, self._around)
        scores = [fact for fact in facts_in(leaf) if isinstance(fact, ScoreFact) and self._is_open(fact, item)]
        lacks = frozenset(
            (fact.flow, fact.question, self._at(fact, item))
            for fact in facts_in(leaf)
            if isinstance(fact, AnswerFact | MarkFact) and fact.flow is not None and not self._known(fact, item)
        ).union((fact.flow, None, self._at(fact, item)) for fact in scores)
        asks = isinstance(leaf, Has) and leaf.status in _ASKS_FOR_ONE and not self._known(leaf.fact, item)
        return Told(None, lacks) if verdict is None or (verdict is False and (asks or scores)) else Told(verdict)

    def _known(self, fact: Fact, item: ItemId | None) -> bool:
        return judge(Has(fact, Status.KNOWN), self._facts, item, self._around) is True

    def _is_open(self, fact: ScoreFact, item: ItemId | None) -> bool:
        return self._facts.scored(fact.card, self._at(fact, item)) in (None, ScoreVerdict.OPEN)

    def _at(self, fact: AnswerFact | MarkFact | ScoreFact, item: ItemId | None) -> ItemId | None:
        return item if fact.of is None else self._around.get(fact.of)


def joined(told: Iterable[Told], decides: bool) -> Told:
    """Several verdicts as one: any that ``decides`` does so, else what is open leaves it open."""
    lacks, is_open = _NONE, False
    for one in told:
        if one.verdict is decides:
            return Told(decides)
        lacks, is_open = lacks | one.lacks, is_open or one.verdict is None
    return Told(None, lacks) if is_open else Told(not decides)


def _turned(told: Told) -> Told:
    return told if told.verdict is None else Told(not told.verdict)


def _asked(condition: Condition) -> Iterable[Lack]:
    for fact in facts_in(condition):
        if isinstance(fact, AnswerFact | MarkFact) and fact.flow is not None:
            yield fact.flow, fact.question, None
