"""What becomes of a form that was sent and does not fit: it stays open with what was typed, and says why beside the field that it is about."""

from __future__ import annotations

import datetime as dt

from bot.service.desk import Desk
from bot.service.ports import Answer, Came, FormSent, FormWrong, Private
from flows.engine.screens.wording import plain
from flows.model.effects import Mention, Whispered
from flows.model.events import Event
from flows.model.ids import ProgrammeId
from flows.model.screens import Prose, Screen
from state.records import Receipt


async def done(
    desk: Desk, came: Came, programme: ProgrammeId, event: Event, at: dt.datetime, field: str = ""
) -> Answer:
    """Let what was pressed or filled in happen, and answer it. ``field``: as in :func:`answered`."""
    return await answered(desk, came, programme, await desk.turn(came, programme, event, at), at, field)


async def answered(
    desk: Desk, came: Came, programme: ProgrammeId, receipt: Receipt, at: dt.datetime, field: str = ""
) -> Answer:
    """What a turn comes to for the one who acted. A form that was refused stays open: the reason stands beside ``field``, else where the engine
    says, else beside the first."""
    if receipt.refused and isinstance(receipt.reply, Whispered):
        return await wrong(desk, came, programme, receipt.reply, at, field)
    return await desk.answer(receipt, programme, at)


async def wrong(
    desk: Desk, came: Came, programme: ProgrammeId, reply: Whispered, at: dt.datetime, field: str = ""
) -> Answer:
    """Why something was not done: in the form where one was sent, else to the one who acted. ``field``: as in :func:`answered`."""
    screen = await desk.whispered(reply, programme, at)
    fields = list(came.filled.values) if isinstance(came, FormSent) else []
    if not fields:
        return Private(screen)  # nothing was typed that could be lost, and nothing is there to say it beside
    named = field or reply.field
    return FormWrong({named if named in fields else fields[0]: await _words(desk, screen)})


async def _words(desk: Desk, screen: Screen) -> str:
    """What a screen says, as the plain words that a form can show: people by name."""
    lines = [line for part in screen.parts if isinstance(part, Prose) for line in part.lines]
    people = {span.person for line in lines for span in line if isinstance(span, Mention)}
    names: dict[str, str] = {who: name for who in people if (name := (await desk.audiences.person(who)).name)}
    return " ".join(plain(line, names) for line in lines)
