"""Gates: whether a stage may open, judged over the programme alone. Unknown keeps a gate shut."""

from __future__ import annotations

import datetime as dt

from flows.model.countryfields import CountryField
from flows.model.flow import Stage
from flows.model.ids import FlowId, ItemId, PersonId, QuestionId, RegisterId, StageId
from flows.model.people import Profile, Role
from flows.model.programme import Programme, StageState
from flows.model.session import Answer
from flows.rules.conditions import judge


class ProgrammeFacts:
    """The facts of a programme as a whole. It has no session at hand, so answers, marks and rows are unknown here."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme

    @property
    def profile(self) -> Profile | None:
        return self._programme.profile

    @property
    def today(self) -> dt.date:
        """A stage's gate asks for no day; the programme's first one stands in."""
        return self._programme.started.date()

    def answer(self, question: QuestionId, item: ItemId | None) -> Answer | None:
        return None

    def mark(self, question: QuestionId, item: ItemId | None) -> bool | None:
        return None

    def elsewhere(self, flow: FlowId, item: ItemId | None) -> None:
        return None

    def scored(self, card: str, item: ItemId | None) -> None:
        return None

    def at_hand(self, register: RegisterId) -> ItemId | None:
        return None

    def items(self, register: RegisterId) -> tuple[ItemId, ...]:
        return ()

    def book(self, field: CountryField, item: ItemId | None) -> None:
        return None

    def holder(self, role: Role) -> PersonId | None:
        return self._programme.holder(role)

    @property
    def lawyer(self) -> PersonId | None:
        return self._programme.lawyer

    def stage(self, stage: StageId) -> StageState:
        return self._programme.stages.get(stage, StageState.LOCKED)


def opens(stage: Stage, programme: Programme) -> bool:
    """Whether the stage's gate is open."""
    return stage.opens_when is None or judge(stage.opens_when, ProgrammeFacts(programme)) is True
