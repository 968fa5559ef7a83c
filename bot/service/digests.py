"""The weekly digest on request: shown before its time, and what people prefer about it."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from bot.service.desk import Desk
from bot.service.ports import Answer, OpenForm, Pressed, Private, Unsure
from flows.engine.digest import compose
from flows.engine.screens import digest
from flows.engine.screens.scene import Scene
from flows.model.events import DigestChanged, DigestSent
from flows.model.ids import ProgrammeId, split_programme
from flows.model.programme import DigestForm, Snapshot
from flows.model.screens import Button, Buttons, Filled, Ref, Screen


async def shown(desk: Desk, programme: ProgrammeId, at: dt.datetime) -> Answer:
    """The digest as it would be now, to the one who asked, with the ways to have it posted or changed."""
    texts = desk.library.texts

    def view(snapshot: Snapshot) -> Screen | None:
        head = snapshot.programme
        if head is None:
            return None
        told = compose(snapshot, head, desk.library, at, asked=True)
        scenes = tuple(Scene(snapshot, ref.id, desk.library, at) for ref in head.sessions)
        return digest.digest(texts, head, scenes, told, preview=True)

    screen = await desk.store.read(programme, view)
    if screen is None:
        return desk.say("place.nothing_here", "start")
    buttons = tuple(Button(Ref(do), texts[f"button.{do}"]) for do in ("digest_now", "digest_settings"))
    return Private(Screen((*screen.parts, Buttons(buttons)), screen.text))


async def preview(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """The same, by a press on the card."""
    return await shown(desk, came.programme, at)


async def sent(desk: Desk, programme: ProgrammeId) -> DigestSent:
    """The wish to have it posted now, with who is in the channel at this moment. Raises Unsure."""
    audience = await desk.audiences.look(split_programme(programme)[1], fresh=True)
    if audience.again:
        raise Unsure("channel")
    return DigestSent(audience.outsiders)


async def preferences(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """The form of the preferences."""
    head = await desk.head(came.programme)
    if head is None:
        return desk.say("place.nothing_here")
    today = at.astimezone(ZoneInfo(head.settings.zone)).date()
    return OpenForm(digest.preferences(desk.library.texts, head, today), came.programme)


def changed(filled: Filled) -> DigestChanged:
    """The preferences as a form gave them."""
    one = filled.one
    form = one(digest.FORM)
    return DigestChanged(
        weekday=_number(one(digest.DAY)),
        hour=_number(one(digest.HOUR)),
        form=DigestForm(form) if form in set(DigestForm) else None,
        silent=one(digest.NOTHING) == "silence",
        muted="yes" in filled.values.get(digest.MUTE, ()),
        snooze=_number(one(digest.SNOOZE)),
        zone=one(digest.ZONE).strip() or None,
    )


def _number(word: str) -> int | None:
    return int(word) if word.isdecimal() else None
