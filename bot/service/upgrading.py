"""Presses on a newer version of a session's flow: see what it would bring, go on with it, or be offered it later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable

from bot.service.desk import Desk
from bot.service.ports import Answer, FormSent, Pressed, Private
from flows.engine.screens import upgrade
from flows.model.errors import NotHere
from flows.model.events import Event
from flows.model.programme import Snapshot
from flows.model.screens import Screen
from flows.model.upgrades import Upgraded, UpgradeRested

PRESSES = frozenset({"upgrade_do", "upgrade_later"})
"""Words that let something happen to the session."""


def event_of(came: Pressed | FormSent) -> Event | None:
    """The event that one of :data:`PRESSES` means; None where no session is named."""
    session = came.ref.session
    if session is None:
        return None
    return Upgraded(session, came.ref.arg) if came.ref.do == "upgrade_do" else UpgradeRested(session)


async def _preview(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """What the newer version would bring; it changes nothing."""
    session = came.ref.session

    def view(snapshot: Snapshot) -> Screen | None:
        try:
            return upgrade.preview(snapshot, session, desk.library, at) if session is not None else None
        except NotHere:
            return None

    screen = await desk.store.read(came.programme, view)
    return Private(screen) if screen is not None else desk.say("upgrade.none")


SHOWN: dict[str, Callable[[Desk, Pressed, dt.datetime], Awaitable[Answer]]] = {"upgrade": _preview}
