"""A question about one's own programme that is put to the bot alone: of the only one there is, else of the one that knows what it names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable

from bot.service.asking import named_rows
from bot.service.desk import Desk, may_look
from bot.service.elsewhere import programmes_of
from bot.service.ports import Answer, MessageSaid, Pressed, Private
from flows.engine.readers.own import Own, asks_of_own
from flows.engine.screens import ask as screens
from flows.model.ids import ProgrammeId, split_programme
from flows.model.screens import Place


async def asked(desk: Desk, came: MessageSaid) -> Answer | None:
    """The way to where it stands, in a programme that whoever asks may see; which one, where it may be about several. None where it is about none
    of theirs. Raises Unsure."""
    about: dict[ProgrammeId, Own] = {}
    for programme in await programmes_of(desk, came):
        if not await may_look(desk, programme, came):
            continue
        found = asks_of_own(came.text, await named_rows(desk, programme))
        if found is not None:
            about[programme] = found
    if not about:
        return None
    first, own = next(iter(about.items()))
    if len(about) == 1:
        return await _shown(desk, first, own)
    heads = [(programme, await desk.head(programme)) for programme in about]
    among = [(programme, head.name) for programme, head in heads if head is not None]
    return Private(screens.whose(desk.library.texts, own, among), first)


async def picked(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """The same, of the programme that was picked."""
    about, _, name = came.ref.arg.partition(" ")
    programme = ProgrammeId(name)
    if (
        about not in tuple(Own)
        or split_programme(programme)[0] != came.team
        or not await may_look(desk, programme, came)
    ):
        return desk.say("stale.unknown")
    return await _shown(desk, programme, Own(about))


async def _shown(desk: Desk, programme: ProgrammeId, about: Own) -> Answer:
    head = await desk.head(programme)
    if head is None:
        return desk.say("stale.unknown")
    of = Place(head.channel, head.name)
    return Private(screens.own(desk.library.texts, about, gated=desk.library.ladder is not None, of=of), programme)


SHOWN: dict[str, Callable[[Desk, Pressed, dt.datetime], Awaitable[Answer]]] = {"ask_own": picked}
