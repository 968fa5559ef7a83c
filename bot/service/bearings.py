"""Somebody new asks what goes on: where the programme stands and what waits for them there; where none runs, what Ringfence is and how to start."""

from __future__ import annotations

import datetime as dt

from bot.service.desk import Desk
from bot.service.elsewhere import nothing_here
from bot.service.ports import Answer, Came, Private
from flows.engine.screens import bearings, reminder
from flows.model.ids import ProgrammeId


async def told(desk: Desk, came: Came, programme: ProgrammeId, at: dt.datetime) -> Answer:
    """To the one who asked. Raises Unsure."""
    texts, head = desk.library.texts, await desk.head(programme)
    if head is None:
        way = await nothing_here(desk, came)
        return Private(bearings.nowhere(texts, way.screen)) if isinstance(way, Private) else way
    dues = [due for due in await desk.store.dues(came.team, came.by) if due.programme == programme]
    waiting = await desk.store.read(programme, lambda snapshot: reminder.told(snapshot, dues, desk.library, at))
    return Private(bearings.here(texts, head, waiting))
