"""Whether one answer names all the countries that another does."""

from __future__ import annotations

import pytest

from flows.model.conditions import AnswerFact, SameText
from flows.model.ids import PersonId, QuestionId
from flows.model.session import Answer, AnswerState, Spot
from flows.model.values import Countries, Value
from flows.rules.conditions import judge
from tests.flows.rules.test_conditions import NOW, Q, World


@pytest.mark.parametrize(
    ("ours", "theirs", "verdict"),
    [
        (Countries(("GB", "DE")), Countries(("DE",)), True),
        (Countries(("GB",)), Countries(("DE",)), False),
        (Countries(("DE",)), Countries(("DE", "IN")), False),
        (None, Countries(("DE",)), None),
        (Countries(("DE",)), None, None),
    ],
)
def test_countries_are_those_of_another_answer_where_they_leave_none_of_them_out(
    ours: Value | None, theirs: Value | None, verdict: bool | None
) -> None:
    other = Spot(QuestionId("court.law"))
    world = World(
        {
            spot: Answer(spot, AnswerState.VALUE if value else AnswerState.NOT_SURE, PersonId("U1"), NOW, 1, value)
            for spot, value in ((Spot(Q), ours), (other, theirs))
        }
    )
    assert judge(SameText(AnswerFact(Q), AnswerFact(other.question)), world) is verdict
