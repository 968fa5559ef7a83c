"""On which days a condition may turn by itself: where it compares a day that was answered with today, and that day comes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from flows.model.conditions import AnswerFact, Compare, Comparison, Condition, DayLimit, ScoreFact, TodayFact
from flows.model.ids import FlowId, QuestionId
from flows.rules.inputs import facts_in, leaves

_AFTER = {Comparison.LESS: 1, Comparison.LESS_OR_EQUAL: 0, Comparison.MORE: 0, Comparison.MORE_OR_EQUAL: 1}
"""How many days after a day its comparison with today turns: ``day < today`` becomes true on the day after, ``day <= today`` on that day."""
_BEFORE = {Comparison.LESS: 0, Comparison.LESS_OR_EQUAL: 1, Comparison.MORE: 1, Comparison.MORE_OR_EQUAL: 0}
"""The same where today stands first."""


class Turning(NamedTuple):
    """A comparison turns so many ``days`` after the day that a question was answered with; ``flow`` as in `conditions.AnswerFact`."""

    flow: FlowId | None
    question: QuestionId
    days: int


def turnings(condition: Condition) -> Iterator[Turning]:
    """When each comparison of an answer with today turns."""
    for leaf in leaves(condition):
        match leaf:
            case Compare(fact=AnswerFact(question=question, flow=flow), comparison=order, other=TodayFact(days=days)):
                yield Turning(flow, question, _AFTER[order] - days)
            case Compare(fact=TodayFact(days=days), comparison=order, other=AnswerFact(question=question, flow=flow)):
                yield Turning(flow, question, _BEFORE[order] - days)
            case _:
                pass


def fixed_turnings(condition: Condition) -> Iterator[dt.date]:
    """The days on which a condition turns because it names a day itself."""
    for leaf in leaves(condition):
        match leaf:
            case Compare(fact=TodayFact(days=days), comparison=order, other=DayLimit(day=day)):
                yield day + dt.timedelta(days=_BEFORE[order] - days)
            case _:
                pass


def may_turn_any_day(condition: Condition) -> bool:
    """Whether nobody can tell the day: papers that a score stands on grow old one by one."""
    return any(isinstance(fact, ScoreFact) for fact in facts_in(condition))
