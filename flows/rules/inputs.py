"""What a condition is judged by: the comparisons that it is made of, and the facts, questions and registers whose change can change its verdict.

What it comes to is judged in :mod:`flows.rules.conditions`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import assert_never

from flows.model.conditions import (
    And,
    AnswerFact,
    BookFact,
    Compare,
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
    SameText,
    ScoreFact,
)
from flows.model.ids import FlowId, QuestionId, RegisterId

CONDITIONS_KEPT = 8192
"""Conditions of which it is kept what they look at; the content has a few thousand."""


def leaves(condition: Condition) -> Iterator[Is | Has | Compare | IsThe | OtherHand | SameText]:
    """The comparisons that a condition is made of, in the order they were written."""
    match condition:
        case Is() | Has() | Compare() | IsThe() | OtherHand() | SameText():
            yield condition
        case Not(inner=inner) | ForItems(inner=inner):
            yield from leaves(inner)
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from leaves(part)
        case _:
            assert_never(condition)


@lru_cache(maxsize=CONDITIONS_KEPT)
def facts_in(condition: Condition) -> tuple[Fact, ...]:
    """Every fact that a condition looks at, each once, in the order they were written."""
    found: dict[Fact, None] = {}
    for leaf in leaves(condition):
        found[leaf.fact] = None
        if isinstance(leaf, OtherHand | SameText):
            found[leaf.other] = None
        elif isinstance(leaf, Compare) and not isinstance(leaf.other, NumberLimit | DayLimit):
            found[leaf.other] = None
    return tuple(found)


def reads(condition: Condition) -> frozenset[QuestionId]:
    """The questions of the flow itself whose answers can change the verdict; marks count as the question that sets them."""
    return frozenset(fact.question for fact in _asked(condition) if fact.flow is None)


Elsewhere = tuple[FlowId, QuestionId]
"""A question of another flow."""


def reads_elsewhere(condition: Condition) -> frozenset[Elsewhere]:
    """The questions of other flows whose answers can change the verdict, likewise."""
    return frozenset((fact.flow, fact.question) for fact in _asked(condition) if fact.flow is not None)


def reads_scores(condition: Condition) -> frozenset[Elsewhere]:
    """The questions of other flows that can move a score which the condition reads."""
    scores = (fact for fact in facts_in(condition) if isinstance(fact, ScoreFact))
    return frozenset((fact.flow, question) for fact in scores for question in fact.questions)


def _asked(condition: Condition) -> Iterator[AnswerFact | MarkFact]:
    return (fact for fact in facts_in(condition) if isinstance(fact, AnswerFact | MarkFact))


def around_in(condition: Condition) -> frozenset[RegisterId]:
    """The registers of which a condition looks at a row that is at hand around the one looked at."""
    said = {fact.of for fact in facts_in(condition) if isinstance(fact, AnswerFact | MarkFact | ScoreFact | BookFact)}
    said |= {leaf.of for leaf in leaves(condition) if isinstance(leaf, IsThe)}
    return frozenset(register for register in said if register is not None)


def registers_in(condition: Condition) -> frozenset[RegisterId]:
    """The registers whose rows can change the verdict."""
    match condition:
        case Is() | Has() | Compare() | IsThe() | OtherHand() | SameText():
            return frozenset()
        case Not(inner=inner):
            return registers_in(inner)
        case ForItems(register=register, inner=inner):
            return registers_in(inner) | {register}
        case And(parts=parts) | Or(parts=parts):
            return frozenset[RegisterId]().union(*(registers_in(part) for part in parts))
        case _:
            assert_never(condition)
