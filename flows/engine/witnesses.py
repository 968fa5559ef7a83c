"""By which answers a condition holds: who gave them, when, and on whose word. Pure.

That it holds is judged by `flows.rules.conditions`; what is missing where it does not is told by `flows.engine.unanswered`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

import msgspec

from flows.model.conditions import (
    And,
    AnswerFact,
    Compare,
    Condition,
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
)
from flows.model.facts import Facts
from flows.model.ids import ItemId
from flows.model.session import Answer
from flows.rules.conditions import Hand, answered, judge
from flows.rules.inputs import facts_in


class Witnesses(msgspec.Struct, frozen=True):
    """The answers that speak for conditions, with these rows at hand."""

    facts: Facts
    around: Hand

    def of(self, condition: Condition, item: ItemId | None) -> Iterator[Answer]:
        """Those by which a condition holds, with that row at hand: of several ways in which it may, those of the first that does."""
        match condition:
            case And(parts=parts):
                for part in parts:
                    yield from self.of(part, item)
            case Or(parts=parts):
                for part in [part for part in parts if judge(part, self.facts, item, self.around) is True][:1]:
                    yield from self.of(part, item)
            case ForItems():
                yield from self._over(condition, item)
            case Not() | Is() | Has() | Compare() | IsThe() | OtherHand() | SameText():
                yield from self._read(condition, item)
            case _:
                assert_never(condition)

    def _over(self, condition: ForItems, item: ItemId | None) -> Iterator[Answer]:
        """Of one row that it holds for, or of every row; what must be of none is told by none."""
        hand = self.around if condition.keeps is None else {**self.around, condition.keeps: item}
        inside, rows = Witnesses(self.facts, hand), self.facts.items(condition.register)
        match condition.quantifier:
            case Quantifier.ANY:
                for row in [row for row in rows if judge(condition.inner, self.facts, row, hand) is True][:1]:
                    yield from inside.of(condition.inner, row)
            case Quantifier.EVERY:
                for row in rows:
                    yield from inside.of(condition.inner, row)
            case Quantifier.NO:
                return
            case _:
                assert_never(condition.quantifier)

    def _read(self, leaf: Condition, item: ItemId | None) -> Iterator[Answer]:
        """All that a part without parts reads."""
        for fact in facts_in(leaf):
            answer = answered(fact, self.facts, item, self.around) if isinstance(fact, AnswerFact | MarkFact) else None
            if answer is not None:
                yield answer
