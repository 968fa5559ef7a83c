"""A word of the team's own list, read off the register of the words on whose meaning two sides agreed: what stands beside it there."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flows.engine.listing import RegisterRow, Shelves
from flows.engine.screens.ask import Agreed
from flows.engine.screens.wording import plain
from flows.model.registers import From, RegisterView

GLOSSARY = "glossary"
"""What people call that register."""


def word_of(shelves: Shelves, view: RegisterView, row: RegisterRow) -> Agreed:
    """A row of the register as an answer to what it means. Who entered it is whoever answered the first that is asked of the row itself."""
    facts = [
        (column, fact) for column, fact in zip(view.columns, shelves.facts(view, row, whole=True), strict=True) if fact
    ]
    told = (shelves.told_in(fact) for column, fact in facts if column.source is From.ANSWER)
    answer = next((one for one in told if one is not None), None)
    zone = ZoneInfo(shelves.programme.settings.zone)
    lines = tuple((fact.title, fact.said) for _, fact in facts)
    if answer is None:
        return Agreed(plain(row.name), lines)
    return Agreed(plain(row.name), lines, answer.by, answer.at.astimezone(zone).date())
