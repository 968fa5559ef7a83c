"""Judges a condition for many items at once. The same verdicts as :mod:`flows.rules.conditions`, a column at a time: most questions of a page are
asked about every row of a register, and what is looked up once for a column is not looked up for each of its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Protocol

from flows.model.conditions import And, AnswerFact, Condition, Is, Not, Or
from flows.model.facts import Facts
from flows.model.ids import ItemId, QuestionId
from flows.model.session import Answer
from flows.rules.conditions import JUDGES_KEPT, judge, says

Rows = tuple[ItemId | None, ...]
Verdicts = list[bool | None]


class Columns(Facts, Protocol):
    """Facts that tell a whole column of answers at once."""

    def answers(self, question: QuestionId, items: Rows) -> Sequence[Answer | None]:
        """What :meth:`~flows.model.facts.Answers.answer` tells, for each of the items."""
        ...


def judge_each(condition: Condition, facts: Columns, items: Rows) -> Verdicts:
    """Whether the condition holds, for each of the items at hand: true, false, or None for unknown."""
    return _column_of(condition)(facts, items)


Column = Callable[[Columns, Rows], Verdicts]
"""Judges one condition over facts, for each item."""


@lru_cache(maxsize=JUDGES_KEPT)
def _column_of(condition: Condition) -> Column:
    """What judges a condition, put together once. Whatever is not looked up by the column is judged item by item."""
    match condition:
        case Is(fact=AnswerFact(question=question, flow=None, of=None), words=words):
            return _is(question, frozenset(words))
        case Not(inner=inner):
            column = _column_of(inner)
            return lambda facts, items: [None if verdict is None else not verdict for verdict in column(facts, items)]
        case And(parts=parts):
            return _until([_column_of(part) for part in parts], settles=False)
        case Or(parts=parts):
            return _until([_column_of(part) for part in parts], settles=True)
        case _:
            return lambda facts, items: [judge(condition, facts, item) for item in items]


def _is(question: QuestionId, words: frozenset[str]) -> Column:
    def holds(facts: Columns, items: Rows) -> Verdicts:
        return [says(answer, words) for answer in facts.answers(question, items)]

    return holds


def _until(columns: Sequence[Column], *, settles: bool) -> Column:
    """All of the columns taken together, where one verdict ``settles`` an item whatever the others are: false for "and", true for "or". An
    item that is settled is not looked at again."""

    def holds(facts: Columns, items: Rows) -> Verdicts:
        found: dict[ItemId | None, bool | None] = dict.fromkeys(items, not settles)
        left = items
        for column in columns:
            for item, verdict in zip(left, column(facts, left), strict=True):
                if verdict is None or verdict is settles:
                    found[item] = verdict
            left = tuple([item for item in left if found[item] is not settles])
        return [found[item] for item in items]

    return holds
