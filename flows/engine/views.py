"""The facts of a programme as the ladder looks at them: with a vendor at hand, and on a day to come. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Protocol

from flows.model.conditions import Condition
from flows.model.facts import Facts
from flows.model.ids import FlowId, ItemId, QuestionId
from flows.model.phasing import VENDORS
from flows.rules.conditions import judge
from flows.rules.passing import fixed_turnings, may_turn_any_day, turnings


class Datable(Facts, Protocol):
    """Facts that can be looked at as they will be if nothing but the day moves."""

    def later(self, days: int) -> Facts:
        """The same, so many days on."""
        ...

    def days_of(self, flow: FlowId | None, question: QuestionId) -> Iterable[dt.date]:
        """The days that a question of a flow was answered with, in all its runs."""
        ...


class VendorView:
    """Implements `phasing.View` over facts, for one vendor (None: no vendor is at hand, so that nothing of one is known)."""

    def __init__(self, facts: Datable, vendor: ItemId | None) -> None:
        self._facts = facts
        self._around = {VENDORS: vendor}

    def holds(self, condition: Condition, item: ItemId | None = None, ahead: int = 0) -> bool | None:
        return judge(condition, self._facts.later(ahead) if ahead else self._facts, item, self._around)

    def turns(self, condition: Condition, within: int) -> Sequence[int]:
        """See `phasing.View`."""
        if may_turn_any_day(condition):
            return range(1, within + 1)
        today = self._facts.today
        found = {(day - today).days for day in fixed_turnings(condition)}
        for one in turnings(condition):
            found |= {(day - today).days + one.days for day in self._facts.days_of(one.flow, one.question)}
        return sorted(ahead for ahead in found if 1 <= ahead <= within)
