"""Countries on request: what our sources hold of one, or several side by side, to the one who asked; and a team's own figures."""

from __future__ import annotations

import datetime as dt
import re

from bot.service.desk import Desk
from bot.service.elsewhere import nothing_here
from bot.service.ports import Answer, CommandGiven, OpenForm, Pressed, Private
from flows.engine.countries import rights_named, shown
from flows.engine.holdings import figures_of
from flows.engine.readers.countries import asked_countries
from flows.engine.registers import country_name
from flows.engine.screens.country import Atlas
from flows.engine.screens.figure import SOURCE, VALUE, WHAT, YEAR, figure_form
from flows.model.country import CountryField
from flows.model.events import FigureEntered
from flows.model.ids import ProgrammeId
from flows.model.registers import FIGURES
from flows.model.screens import Filled
from flows.rules.countries import figure

_SET = re.compile(r"(?P<country>.*\S)\s+set(?:\s+(?P<what>.*))?", re.IGNORECASE)


async def country(desk: Desk, came: CommandGiven, programme: ProgrammeId, words: str, at: dt.datetime) -> Answer:
    """The card of a country, or several side by side by what the programme's assets need; or the form of an own figure.

    No programme is needed to look; an own figure is kept with one.
    """
    scenes = await desk.scenes(programme, at)
    locale = scenes[-1].programme.settings.locale if scenes else "en_GB"
    today = scenes[-1].today if scenes else at.date()
    rows = await desk.store.read(programme, lambda snapshot: snapshot.items(FIGURES))
    book = desk.library.countries
    atlas = Atlas(book, desk.library.texts, today, figures_of(rows))
    setting = _SET.fullmatch(words)
    asked = asked_countries(setting["country"], locale) if setting else None
    if setting is None or asked is None or len(asked.codes) != 1 or asked.unclear:
        named = setting["country"] if setting else words
        return Private(shown(atlas, named, locale, rights_named(book, scenes), keeps=bool(scenes)))
    if not scenes:
        return await nothing_here(desk, came)
    code = asked.codes[0]
    return OpenForm(figure_form(atlas, code, country_name(code), (setting["what"] or "").strip()), programme)


async def figure_pressed(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """The form of an own figure, from a question that shows what is held of a country."""
    code, _, field = came.ref.arg.partition(".")
    rows = await desk.store.read(came.programme, lambda snapshot: snapshot.items(FIGURES))
    atlas = Atlas(desk.library.countries, desk.library.texts, at.date(), figures_of(rows))
    return OpenForm(figure_form(atlas, code, country_name(code), field), came.programme)


def entered(code: str, filled: Filled) -> FigureEntered | None:
    """The figure that a form gave; None where it names no field."""
    one = filled.one
    if one(WHAT) not in set(CountryField):
        return None
    year = figure(one(YEAR))
    whole = int(year) if year is not None and year == year.to_integral_value() else 0
    return FigureEntered(code, CountryField(one(WHAT)), one(VALUE), one(SOURCE), whole)
