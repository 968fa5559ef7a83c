"""An answer that somebody else than whoever gave it has confirmed, where somebody else is there."""

from __future__ import annotations

import msgspec
import pytest

from flows.model.conditions import AnswerFact, Has, RoleFact, Status
from flows.model.ids import PersonId
from flows.model.people import Role
from flows.model.session import Standing
from flows.model.values import YesNo
from flows.rules.conditions import judge
from tests.flows.rules.test_conditions import Q, World, answered


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
