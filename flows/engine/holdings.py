"""What is held of countries on a day: our book, and beside it the team's own figures. What answers leaned on, and what has moved since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from flows.model.country import CountryBook, CountryField, Held, OwnFigure
from flows.model.programme import Item
from flows.model.values import Number, Text
from flows.rules.countries import Reading, known_as, newest_own, reading


def figures_of(rows: Iterable[Item]) -> tuple[OwnFigure, ...]:
    """The figures that the register's rows hold."""
    return tuple(_figure(row) for row in rows)


def _figure(row: Item) -> OwnFigure:
    country, _, field = row.name.partition(".")
    value, source, year = (row.fields.get(name) for name in ("value", "source", "year"))
    assert isinstance(value, Text) and isinstance(source, Text) and isinstance(year, Number)  # noqa: S101  (as figures.entered writes them)
    return OwnFigure(country, CountryField(field), value.text, source.text, int(year.number), row.by, row.at)


class Holdings:
    """The book of countries on a day, with a team's own figures beside it."""

    def __init__(self, book: CountryBook, today: dt.date, own: Iterable[OwnFigure] = ()) -> None:
        self.book = book
        self.today = today
        self.own = tuple(own)

    def read(self, code: str, field: CountryField) -> Reading:
        """A field of a country as it may be shown today."""
        own = [figure for figure in self.own if figure.country == code]
        return reading(self.book.economies.get(code), field, self.today, own)

    def known(self, code: str, field: CountryField) -> Decimal | str | None:
        """What is held of it, as conditions know it."""
        return known_as(self.read(code, field))

    def held(self, code: str, field: CountryField) -> Held:
        """What an answer given today leans on: the team's own figure where it is the newest, else our fact."""
        read = self.read(code, field)
        own, fact = newest_own(read), read.fact
        if own is not None:
            return Held(field, own.value, of=str(own.year), source=own.source, own=True)
        if fact is None:
            return Held(field)
        source = self.book.sources[fact.sources[0]]
        return Held(field, fact.value, fact.says, fact.as_of, f"{source.publisher}, {fact.edition}")

    def moved(self, code: str, leaned: Iterable[Held]) -> tuple[tuple[Held, Held], ...]:
        """Of what an answer leaned on, what says something else now: as it was, and as it is."""
        pairs = ((before, self.held(code, before.field)) for before in leaned)
        return tuple((before, now) for before, now in pairs if not before.same(now))
