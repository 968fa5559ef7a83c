"""A column of verdicts is what each row's own verdict would be."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from flows.model.conditions import And, AnswerFact, Condition, Has, Is, MarkFact, Not, Or, Status
from flows.model.ids import ItemId, PersonId, QuestionId
from flows.model.session import Answer, AnswerState, Spot
from flows.model.values import Choice, Choices, Items, Number, Text, YesNo
from flows.rules.columns import judge_each
from flows.rules.conditions import judge
from tests.flows.rules.test_conditions import EACH, NOW, ONE, TWO, Q, World

ROWS = (ONE, TWO, ItemId("asset-3"), ItemId("asset-4"))
WORDS = st.sets(st.sampled_from(["yes", "no", "some", "none"]), min_size=1).map(lambda words: tuple(sorted(words)))
ANSWERS = st.sampled_from([AnswerFact(Q), AnswerFact(EACH)])
SINGLE: st.SearchStrategy[Condition] = (
    st.builds(Is, ANSWERS, WORDS)
    | st.builds(Has, ANSWERS, st.sampled_from(Status))
    | st.builds(Is, st.just(MarkFact(Q)), WORDS)
)
VALUES = st.sampled_from(
    [YesNo(True), YesNo(False), Choice("some"), Choices(()), Choices(("yes", "some")), Items(()), Items((ONE,)), Text("yes"), Number(1)]
)  # fmt: skip


def grown(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.builds(Not, inner) | st.builds(And, parts) | st.builds(Or, parts)


class Page:
    """Facts that are written down, and looked up by the column."""

    def __init__(self, world: World) -> None:
        self.world = world

    def __getattr__(self, name: str) -> Any:
        return getattr(self.world, name)

    def answers(self, question: QuestionId, items: tuple[ItemId | None, ...]) -> list[Answer | None]:
        return [self.world.answer(question, item) for item in items]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    def at(spot: Spot) -> Answer | None:
        state = draw(st.none() | st.sampled_from(AnswerState))
        value = draw(VALUES) if state is AnswerState.VALUE else None
        return Answer(spot, state, PersonId("U1"), NOW, 1, value) if state is not None else None

    spots = [Spot(Q), *(Spot(EACH, row) for row in ROWS)]
    marks = draw(st.dictionaries(st.sampled_from(ROWS), st.booleans()))
    return World({spot: found for spot in spots if (found := at(spot)) is not None}, marks)


@given(st.recursive(SINGLE, grown, max_leaves=6), worlds())
def test_a_column_says_what_each_row_would(condition: Condition, world: World) -> None:
    assert judge_each(condition, Page(world), ROWS) == [judge(condition, world, row) for row in ROWS]


def test_a_page_without_rows_has_no_verdicts() -> None:
    assert judge_each(And((Is(AnswerFact(EACH), ("yes",)), Is(AnswerFact(Q), ("no",)))), Page(World()), ()) == []
