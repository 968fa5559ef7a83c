"""The facts of a programme as the ladder looks at them: with a vendor at hand, and on a day to come. Pure."""

from __future__ import annotations

from typing import Protocol

from flows.model.conditions import Condition
from flows.model.facts import Facts
from flows.model.ids import ItemId
from flows.model.phasing import VENDORS
from flows.rules.conditions import judge


class Datable(Facts, Protocol):
    """Facts that can be looked at as they will be if nothing but the day moves."""

    def later(self, days: int) -> Facts:
        """The same, so many days on."""
        ...


class VendorView:
    """Implements `phasing.View` over facts, for one vendor (None: no vendor is at hand, so that nothing of one is known)."""

    def __init__(self, facts: Datable, vendor: ItemId | None) -> None:
        self._facts = facts
        self._around = {VENDORS: vendor}

    def holds(self, condition: Condition, item: ItemId | None = None, ahead: int = 0) -> bool | None:
        return judge(condition, self._facts.later(ahead) if ahead else self._facts, item, self._around)
