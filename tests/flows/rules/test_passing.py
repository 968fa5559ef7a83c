"""A condition turns by itself on the days that are told, and on no other."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from flows.model.conditions import (
    And,
    AnswerFact,
    Compare,
    Comparison,
    Condition,
    DayLimit,
    Has,
    Not,
    Status,
    TodayFact,
)
from flows.model.conditions import ScoreFact as Score
from flows.model.ids import FlowId
from flows.model.values import Day
from flows.rules.conditions import judge
from flows.rules.passing import Turning, fixed_turnings, may_turn_any_day, turnings
from tests.flows.rules.test_conditions import Q, answered

DAY, NAMED = dt.timedelta(days=1), dt.date(2027, 3, 31)
KNOWN: Condition = Has(AnswerFact(Q), Status.KNOWN)
SHIFTS = st.integers(-40, 40)
ORDERS = st.sampled_from(Comparison)
COMPARED = st.builds(lambda order, days: Compare(AnswerFact(Q), order, TodayFact(days)), ORDERS, SHIFTS) | st.builds(
    lambda order, days: Compare(TodayFact(days), order, AnswerFact(Q)), ORDERS, SHIFTS
)


@given(COMPARED)
def test_a_comparison_turns_on_the_day_that_is_told_and_on_no_other(compared: Condition) -> None:
    world, verdicts = answered(Day(NAMED)), dict[dt.date, bool | None]()
    for ahead in range(-50, 50):
        world.today = NAMED + ahead * DAY
        verdicts[world.today] = judge(compared, world)
    turned = [day for day in verdicts if day - DAY in verdicts and verdicts[day - DAY] is not verdicts[day]]
    (told,) = turnings(compared)
    assert turned == [NAMED + told.days * DAY] and told == Turning(None, Q, told.days)


def test_every_comparison_of_a_condition_is_told_of_whatever_it_stands_in() -> None:
    other = AnswerFact(Q, FlowId("other"))
    late = Compare(other, Comparison.LESS, TodayFact(-365))
    assert list(turnings(Not(And((KNOWN, late, Compare(TodayFact(), Comparison.MORE, AnswerFact(Q))))))) == [
        Turning(FlowId("other"), Q, 366),
        Turning(None, Q, 1),
    ]
    assert list(fixed_turnings(late)) == []


@given(ORDERS, SHIFTS)
def test_a_day_that_a_condition_names_itself_turns_it_on_the_day_that_is_told(order: Comparison, days: int) -> None:
    fixed = Compare(TodayFact(days), order, DayLimit(NAMED))
    world, verdicts = answered(Day(NAMED)), dict[dt.date, bool | None]()
    for ahead in range(-50, 50):
        world.today = NAMED + ahead * DAY
        verdicts[world.today] = judge(fixed, world)
    turned = [day for day in verdicts if day - DAY in verdicts and verdicts[day - DAY] is not verdicts[day]]
    assert turned == list(fixed_turnings(And((KNOWN, fixed)))) and list(turnings(fixed)) == []


def test_of_a_score_nobody_can_tell_the_day() -> None:
    assert may_turn_any_day(Not(Has(Score("vendor", FlowId("checks"), (Q,)), Status.KNOWN))) and not may_turn_any_day(
        KNOWN
    )
