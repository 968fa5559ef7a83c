"""Countries on request: what our sources hold of one, or several side by side, to the one who asked."""

from __future__ import annotations

import datetime as dt

from bot.service.desk import Desk
from bot.service.ports import Answer, CommandGiven, Private
from flows.engine.countries import rights_named, shown
from flows.engine.screens.country import Atlas
from flows.model.ids import ProgrammeId


async def country(desk: Desk, came: CommandGiven, programme: ProgrammeId, words: str, at: dt.datetime) -> Answer:
    """The card of a country, or several side by side by what the programme's assets need. No programme is needed for it."""
    scenes = await desk.scenes(programme, at)
    locale = scenes[-1].programme.settings.locale if scenes else "en_GB"
    today = scenes[-1].today if scenes else at.date()
    book = desk.library.countries
    return Private(shown(Atlas(book, desk.library.texts, today), words, locale, rights_named(book, scenes)))
