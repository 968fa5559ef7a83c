"""The agreement register on request, to the one who asks: the list, a search, one agreement whole, counsel's brief, and who has signed what."""

from __future__ import annotations

import datetime as dt

from bot.service.desk import Desk
from bot.service.ports import Answer, CommandGiven, Nothing, Private
from flows.engine.agreements import AGREEMENT, Filed, filed, found, search_of
from flows.engine.readers import Context
from flows.engine.screens import counsel
from flows.engine.screens.agreements import contributors as contributors_screen
from flows.engine.screens.agreements import register
from flows.model.ids import ProgrammeId
from flows.model.people import Role

BRIEF = "brief"


async def agreements(desk: Desk, came: CommandGiven, programme: ProgrammeId, words: str, at: dt.datetime) -> Answer:
    """The agreements by their notice dates; those that fit what is looked for; or how the clauses of one read, for counsel alone."""
    head = await desk.head(programme)
    if head is None:
        return Nothing()
    all_filed = await _filed(desk, programme, at)
    first, _, rest = words.partition(" ")
    brief = first.casefold() == BRIEF
    context = Context(at, head.settings.zone, head.settings.locale)
    hits = found(all_filed, search_of((rest if brief else words).strip(), context))
    if not brief:
        return Private(register(desk.library.texts, head, hits, words))
    if came.by != (head.holder(Role.COUNSEL) or head.owner):
        return desk.say("readings.not_yours")
    scenes = [one.scene for one in hits if one.scene is not None]
    return Private(counsel.readings(scenes[0])) if len(scenes) == 1 else desk.say("readings.which")


async def contributors(desk: Desk, came: CommandGiven, programme: ProgrammeId, words: str, at: dt.datetime) -> Answer:
    """Who works under which agreement, by code, and how far their papers are."""
    head = await desk.head(programme)
    return (
        Private(contributors_screen(desk.library.texts, head, await _filed(desk, programme, at))) if head else Nothing()
    )


async def _filed(desk: Desk, programme: ProgrammeId, at: dt.datetime) -> list[Filed]:
    scenes = await desk.scenes(programme, at)
    rows = await desk.store.read(programme, lambda snapshot: snapshot.items(AGREEMENT))
    return filed(rows, scenes)
