"""The front door of the use cases: one arrival in, one immediate answer out, everything durable committed in between."""

from __future__ import annotations

import datetime as dt
from typing import assert_never

from bot.service import channels, homes, messages, people, shortcuts
from bot.service.commands import command
from bot.service.desk import Desk
from bot.service.ports import (
    Answer,
    AppGone,
    Arrival,
    ChannelChanged,
    CommandGiven,
    FormSent,
    HomeOpened,
    Joined,
    MessageDeleted,
    MessageEdited,
    MessageSaid,
    PersonChanged,
    Pressed,
    ShortcutUsed,
    Spoiled,
)
from bot.service.presses import press


class FrontDesk:
    """Implements `ports.Service`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def arrived(self, arrival: Arrival, at: dt.datetime) -> Answer:
        """Take an arrival in. Raises when nothing was saved."""
        with self._desk.courtesy.answering():
            return await self._answer(arrival, at)

    async def _answer(self, arrival: Arrival, at: dt.datetime) -> Answer:
        desk = self._desk
        match arrival:
            case CommandGiven():
                return await command(desk, arrival, at)
            case Pressed(home=True) | FormSent(home=True) | Spoiled(home=True):
                return await homes.acted(desk, arrival, at)
            case Pressed() | FormSent():
                return await press(desk, arrival, at)
            case ShortcutUsed():
                return await shortcuts.used(desk, arrival, at)
            case MessageSaid():
                return await messages.said(desk, arrival, at)
            case MessageEdited():
                return await messages.edited(desk, arrival, at)
            case MessageDeleted():
                return await messages.deleted(desk, arrival, at)
            case Joined():
                return await channels.joined(desk, arrival, at)
            case ChannelChanged():
                return await channels.changed(desk, arrival, at)
            case PersonChanged():
                return await people.changed(desk, arrival, at)
            case AppGone():
                return await channels.gone(desk, arrival, at)
            case Spoiled():
                return desk.say("stale.unknown")
            case HomeOpened():
                return homes.opened(desk, arrival)
            case _:
                assert_never(arrival)
