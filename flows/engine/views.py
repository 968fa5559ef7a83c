"""The facts of a programme as the ladder looks at them: with a vendor at hand, and on a day to come. Pure."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from flows.model.conditions import Condition
from flows.model.countryfields import CountryField
from flows.model.facts import Answers, Facts
from flows.model.ids import FlowId, ItemId, PersonId, QuestionId, RegisterId, StageId
from flows.model.people import Profile, Role
from flows.model.phasing import VENDORS
from flows.model.programme import StageState
from flows.model.scorecard import ScoreVerdict
from flows.model.session import Answer
from flows.rules.conditions import judge


class Later:
    """Implements `Facts`: the same facts, so many days later."""

    def __init__(self, facts: Facts, days: int) -> None:
        self._facts = facts
        self._days = dt.timedelta(days=days)

    @property
    def profile(self) -> Profile | None:
        return self._facts.profile

    @property
    def today(self) -> dt.date:
        return self._facts.today + self._days

    def answer(self, question: QuestionId, item: ItemId | None) -> Answer | None:
        return self._facts.answer(question, item)

    def mark(self, question: QuestionId, item: ItemId | None) -> bool | None:
        return self._facts.mark(question, item)

    def elsewhere(self, flow: FlowId, item: ItemId | None) -> Answers | None:
        return self._facts.elsewhere(flow, item)

    def scored(self, card: str, item: ItemId | None) -> ScoreVerdict | None:
        return self._facts.scored(card, item)

    def book(self, field: CountryField, item: ItemId | None) -> Decimal | str | None:
        return self._facts.book(field, item)

    def at_hand(self, register: RegisterId) -> ItemId | None:
        return self._facts.at_hand(register)

    def items(self, register: RegisterId) -> tuple[ItemId, ...]:
        return self._facts.items(register)

    def holder(self, role: Role) -> PersonId | None:
        return self._facts.holder(role)

    def stage(self, stage: StageId) -> StageState:
        return self._facts.stage(stage)


class VendorView:
    """Implements `phasing.View` over facts, for one vendor (None: no vendor is at hand, so that nothing of one is known)."""

    def __init__(self, facts: Facts, vendor: ItemId | None) -> None:
        self._facts = facts
        self._around = {VENDORS: vendor}

    def holds(self, condition: Condition, item: ItemId | None = None, ahead: int = 0) -> bool | None:
        return judge(condition, Later(self._facts, ahead) if ahead else self._facts, item, self._around)
