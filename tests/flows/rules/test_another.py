"""An answer that somebody else than whoever gave it has confirmed, where somebody else is there."""

from __future__ import annotations

import msgspec
import pytest

from flows.model.conditions import AnswerFact, Has, OtherHand, RoleFact, Status
from flows.model.ids import PersonId, QuestionId
from flows.model.people import Role
from flows.model.session import AnswerState, Spot, Standing
from flows.model.values import YesNo
from flows.rules.conditions import judge
from tests.flows.rules.test_conditions import Q, World, answered

SIGNED = QuestionId("counsel.signed_off")


@pytest.mark.parametrize(
    ("roles", "by_another", "holds"),
    [
        ({Role.OWNER: PersonId("U1"), Role.COUNSEL: PersonId("U1")}, False, True),
        ({Role.OWNER: PersonId("U1"), Role.COUNSEL: PersonId("U2")}, False, False),
        ({Role.OWNER: PersonId("U1"), Role.COUNSEL: PersonId("U2")}, None, True),  # from before it was written down
        ({Role.OWNER: PersonId("U1"), Role.COUNSEL: PersonId("U2")}, True, True),
    ],
)
def test_another_has_to_confirm_where_there_is_one(
    roles: dict[Role, PersonId], by_another: bool | None, holds: bool
) -> None:
    known = answered(YesNo(True), standing=Standing.VERIFIED).answers
    told = {spot: msgspec.structs.replace(answer, by_another=by_another) for spot, answer in known.items()}
    world = World(answers=told, roles=roles)
    assert judge(Has(AnswerFact(Q), Status.BY_ANOTHER), world) is holds
    assert judge(Has(RoleFact(Role.COUNSEL), Status.BY_ANOTHER), world) is False


@pytest.mark.parametrize(
    ("by", "brought", "holds"),
    [("U2", None, True), ("U1", None, False), ("U2", "U2", False), ("U3", "U2", True)],
)
def test_what_another_hand_gave_was_given_neither_by_who_answered_nor_by_who_brought_the_file(
    by: str, brought: str | None, holds: bool
) -> None:
    (known,) = answered(YesNo(True)).answers.values()
    copy = msgspec.structs.replace(known, by=PersonId("U1"), brought=PersonId(brought) if brought else None)
    sign_off = msgspec.structs.replace(known, spot=Spot(SIGNED), by=PersonId(by))
    asked = OtherHand(AnswerFact(SIGNED), AnswerFact(Q))
    assert judge(asked, World(answers={copy.spot: copy, sign_off.spot: sign_off})) is holds


@pytest.mark.parametrize("state", [None, AnswerState.NOT_SURE])
def test_whose_hand_it_was_is_unknown_while_one_of_the_two_has_no_value(state: AnswerState | None) -> None:
    (known,) = answered(YesNo(True)).answers.values()
    other = msgspec.structs.replace(known, spot=Spot(SIGNED), state=state) if state is not None else None
    world = World(answers={known.spot: known} | ({other.spot: other} if other is not None else {}))
    assert judge(OtherHand(AnswerFact(SIGNED), AnswerFact(Q)), world) is None
    assert judge(OtherHand(AnswerFact(Q), AnswerFact(SIGNED)), world) is None
