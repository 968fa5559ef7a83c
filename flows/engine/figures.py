"""A team enters a figure of its own for a country: checked, kept, and what leaned on another value asked again."""

from __future__ import annotations

from decimal import Decimal

from flows.engine.reopening import reopen_moved
from flows.engine.screens.country import in_words
from flows.engine.turn import Turn, refuse
from flows.model.country import CountryField
from flows.model.effects import Note, Outcome, Whispered
from flows.model.events import FigureEntered
from flows.model.ids import ItemId
from flows.model.programme import Item
from flows.model.registers import FIGURES
from flows.model.values import Number, Text
from flows.rules.countries import BOUNDS, CODED, coded, figure

MOST_WRITTEN = 300
"""Characters of a value, and of what it is taken from."""
FIRST_YEAR = 1950


def entered(turn: Turn, event: FigureEntered) -> Outcome:
    """Somebody entered a figure: kept with who, when and on whose word; one that can't be right is refused with the reason."""
    wrong, field = _wrong(turn, event)
    if wrong is not None:
        return refuse(wrong, field=field)
    number, about = turn.number(), f"{event.country}.{event.field}"
    value = coded(event.field, event.value) if event.field in CODED else None
    fields = {"value": Text(value or event.value), "source": Text(event.source), "year": Number(Decimal(event.year))}
    turn.put_item(Item(ItemId(f"{FIGURES}-{number}"), FIGURES, about, number, turn.by, turn.at, {**fields}))
    turn.note("figure", about=about)
    told = in_words(turn.library.texts, event.field, value or event.value)
    kept, again = Note("country.own.kept", {"value": told, "year": event.year}), reopen_moved(turn)
    return turn.outcome(Whispered((kept, Note("country.own.again", {"count": again})) if again else (kept,)))


def _wrong(turn: Turn, event: FigureEntered) -> tuple[Note | None, str]:
    """Why a figure is not kept, and the field that this is about."""
    for name, words in (("value", event.value), ("source", event.source)):
        if not 0 < len(words) <= MOST_WRITTEN:
            return Note("country.own.words", {"most": MOST_WRITTEN}), name
    if not FIRST_YEAR <= event.year <= turn.today.year:
        return Note("country.own.year", {"low": FIRST_YEAR, "high": turn.today.year}), "year"
    if event.field in BOUNDS:
        low, high = BOUNDS[event.field]
        number = figure(event.value)
        if number is None or not low <= number <= high:
            return Note("country.own.number", {"low": low, "high": high}), "value"
    if event.field in CODED and coded(event.field, event.value) is None:
        return Note("country.own.list" if event.field is CountryField.SPECIAL_301 else "country.own.member"), "value"
    return None, ""
