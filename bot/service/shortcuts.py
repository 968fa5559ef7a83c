"""What somebody starts from the menu of a message. Which programme it is about: the channel's own, else the only one that they are in."""

from __future__ import annotations

import datetime as dt

from bot.service import sharing
from bot.service.desk import Desk, may_look, of_the_company
from bot.service.elsewhere import nothing_here, programmes_of
from bot.service.ports import Answer, ShortcutUsed
from flows.model.ids import ProgrammeId, programme_id


async def used(desk: Desk, came: ShortcutUsed, at: dt.datetime) -> Answer:
    """A shortcut on a message, by somebody of the company only. Raises Unsure."""
    if not await of_the_company(desk, came):
        return desk.say("outsider")
    meant = await _meant(desk, came)
    if len(meant) != 1:
        return desk.say("share.where") if meant else await nothing_here(desk, came, "share.no_programme")
    programme = meant[0]
    if not await may_look(desk, programme, came):
        return desk.say("outsider")
    return await sharing.shortcut(desk, came, programme, at)


async def _meant(desk: Desk, came: ShortcutUsed) -> tuple[ProgrammeId, ...]:
    """The programme of the channel where the message stands; else all whose channels this person is in."""
    here = programme_id(came.team, came.channel)
    return (here,) if await desk.head(here) is not None else await programmes_of(desk, came)
