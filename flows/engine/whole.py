"""A programme as a whole as conditions see it: every flow's answers and every register, with given rows at hand. For what is no session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from copy import copy

from flows.engine.facts import SessionFacts
from flows.engine.neighbours import Neighbours, Stored
from flows.model.flow import Library
from flows.model.ids import FlowId, ItemId, PersonId, QuestionId, RegisterId, StageId
from flows.model.people import Profile, Role
from flows.model.programme import Programme, Snapshot, StageState
from flows.model.session import Answer


class WholeFacts:
    """Implements `model.facts.Facts` over a whole programme. Runs are loaded as a condition asks for them, and kept.

    ``at_hand``: the row of a register that conditions are about, such as the vendor. ``today``: in the programme's zone.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        library: Library,
        programme: Programme,
        today: dt.date,
        at_hand: Mapping[RegisterId, ItemId] | None = None,
    ) -> None:
        self._ground = Stored(snapshot, library, programme, today)
        self._runs = Neighbours(self._ground)
        self._hand = dict(at_hand or {})

    def holding(self, at_hand: Mapping[RegisterId, ItemId]) -> WholeFacts:
        """The same programme with these rows at hand as well; what was loaded is shared."""
        other = copy(self)
        other._hand = {**self._hand, **at_hand}
        return other

    @property
    def profile(self) -> Profile | None:
        return self._ground.programme.profile

    @property
    def today(self) -> dt.date:
        return self._ground.today

    def answer(self, question: QuestionId, item: ItemId | None) -> Answer | None:
        """No question is asked by a programme itself."""
        return None

    def mark(self, question: QuestionId, item: ItemId | None) -> bool | None:
        return None

    def elsewhere(self, flow: FlowId, item: ItemId | None) -> SessionFacts | None:
        return self._runs.of(flow, item, None)

    def at_hand(self, register: RegisterId) -> ItemId | None:
        return self._hand.get(register)

    def items(self, register: RegisterId) -> tuple[ItemId, ...]:
        return tuple(row.id for row in self._ground.rows(register))

    def holder(self, role: Role) -> PersonId | None:
        return self._ground.programme.holder(role)

    def stage(self, stage: StageId) -> StageState:
        return self._ground.programme.stages.get(stage, StageState.LOCKED)
