"""A programme as a whole as conditions see it: every flow's answers and every register, with given rows at hand. For what is no session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from copy import copy
from decimal import Decimal

from flows.engine.facts import SessionFacts
from flows.engine.neighbours import Ground, Neighbours, Stored
from flows.model.countryfields import CountryField
from flows.model.flow import Library
from flows.model.ids import FlowId, ItemId, PersonId, QuestionId, RegisterId, StageId, country_code
from flows.model.people import Profile, Role
from flows.model.programme import Programme, Snapshot, StageState
from flows.model.scorecard import ScoreVerdict
from flows.model.session import Answer
from flows.model.values import Day

Days = dict[FlowId | None, dict[QuestionId, list[dt.date]]]
"""The days that a flow's questions were answered with."""


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
        self._ground: Ground = Stored(snapshot, library, programme, today)
        self._runs = Neighbours(self._ground)
        self._hand = dict(at_hand or {})
        self._ahead = dt.timedelta()
        self._days: Days = {}

    @classmethod
    def over(cls, ground: Ground) -> WholeFacts:
        """The programme as a ground has it, such as a turn that is in the making."""
        made = cls.__new__(cls)
        made._ground, made._runs, made._hand, made._ahead = ground, Neighbours(ground), {}, dt.timedelta()
        made._days = {}
        return made

    def later(self, days: int) -> WholeFacts:
        """The same programme as it will be in so many days if nothing but the day moves; what was loaded is shared."""
        other = copy(self)
        other._ahead = dt.timedelta(days=days)
        return other

    def days_of(self, flow: FlowId | None, question: QuestionId) -> Sequence[dt.date]:
        """The days that a question of a flow was answered with, in all its runs."""
        known = self._days.get(flow)
        if known is None:
            known = self._days[flow] = {}
            for ref in self._ground.programme.sessions:
                for answer in self._ground.stored(ref.id).answers.values() if ref.flow == flow else ():
                    if isinstance(answer.value, Day):
                        known.setdefault(answer.spot.question, []).append(answer.value.day)
        return known.get(question, ())

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
        return self._ground.today + self._ahead

    def answer(self, question: QuestionId, item: ItemId | None) -> Answer | None:
        """No question is asked by a programme itself."""
        return None

    def mark(self, question: QuestionId, item: ItemId | None) -> bool | None:
        return None

    def elsewhere(self, flow: FlowId, item: ItemId | None) -> SessionFacts | None:
        return self._runs.of(flow, item, None)

    def scored(self, card: str, item: ItemId | None) -> ScoreVerdict | None:
        return self._runs.scored(card, item, None, self._ahead.days)

    def at_hand(self, register: RegisterId) -> ItemId | None:
        return self._hand.get(register)

    def book(self, field: CountryField, item: ItemId | None) -> Decimal | str | None:
        code = country_code(item)
        return self._runs.holdings.known(code, field) if code else None

    def items(self, register: RegisterId) -> tuple[ItemId, ...]:
        return tuple(row.id for row in self._ground.rows(register))

    def holder(self, role: Role) -> PersonId | None:
        return self._ground.programme.holder(role)

    @property
    def lawyer(self) -> PersonId | None:
        return self._ground.programme.lawyer

    def stage(self, stage: StageId) -> StageState:
        return self._ground.programme.stages.get(stage, StageState.LOCKED)
