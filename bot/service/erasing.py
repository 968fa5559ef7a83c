"""The end of programmes: what `/ringfence erase` and `hold` show, and the erasure of what is due."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import structlog

from bot.service.desk import Desk
from bot.service.guarding import Apart
from bot.service.meter import Meter
from bot.service.ports import Came, Private
from flows.engine.erasing import is_due, others
from flows.engine.screens import asides
from flows.model.effects import Mention, Note, On
from flows.model.erasure_events import EraseAsked, EraseConfirmed, EraseDropped, HoldSet
from flows.model.events import Event
from flows.model.ids import ProgrammeId, split_programme
from flows.model.programme import Programme, Reach, Snapshot
from flows.model.screens import Button, Buttons, Ref, Screen
from state.store import Store

log = structlog.get_logger(__name__)

APART = dt.timedelta(minutes=5)
"""By so much two clocks may differ that both are right enough."""

PRESSES: dict[str, Event] = {
    "erase": EraseAsked(),
    "erase_confirm": EraseConfirmed(),
    "erase_drop": EraseDropped(),
    "hold_on": HoldSet(True),
    "hold_off": HoldSet(False),
}
"""What a press about the end of a programme means, by the word of its button."""


def surely(now: dt.datetime, told: dt.datetime | None) -> dt.datetime | None:
    """A time that has surely come: by this machine's clock, and as the messenger tells it. None where that one has not: a clock that runs a year
    ahead would have all erased that is to be kept for a fortnight."""
    if told is None:
        return None
    if abs(now - told) > APART:
        log.warning("clock_is_wrong", seconds=round((now - told).total_seconds()))
    return min(now, told)


async def sweep(store: Store, now: dt.datetime, after: dt.timedelta, meter: Meter) -> int:
    """Erase every programme that is due, ``after`` its channel or the app was lost; how many there were. ``now``: see :func:`surely`.

    One that cannot be read is passed over: nobody can tell whether it is due.
    """
    erased = 0
    for programme in await store.programmes():
        with Apart(meter, "erasing_fault", programme=programme):
            erased += await carry_out(store, programme, now, after)
    return erased


async def carry_out(store: Store, programme: ProgrammeId, now: dt.datetime, after: dt.timedelta) -> bool:
    """Erase a programme if it is due. Asked again in the commit that erases it, so that no hold comes too late."""

    def is_over(snapshot: Snapshot) -> bool:
        return snapshot.programme is not None and is_due(snapshot.programme, now, after)

    head = await store.read(programme, lambda snapshot: snapshot.programme)
    if head is None or not await store.erase(programme, is_over):
        return False
    team, _ = split_programme(programme)
    if head.reach is Reach.UNINSTALLED and not await store.programmes(team):
        await store.erase_team(team)
    log.info("erased", programme=programme, why="asked" if head.erasure else head.reach.value)
    return True


def erase_screen(desk: Desk, came: Came, head: Programme) -> Private:
    """What an erasure means and who has to agree; or how one that was asked for stands."""
    erasure = head.erasure
    if head.settings.hold:
        return desk.say("erase.held")
    if erasure is None:
        return _explained(desk, came, head)
    who = Mention(erasure.by)
    if erasure.due is None:
        seconds = others(head, erasure.by)
        buttons = (("erase_confirm",) if came.by in seconds else ()) + ("erase_drop",)
        return _said(desk, (Note("erase.waits", {"who": who}),), buttons)
    return _said(desk, (Note("erase.comes", {"who": who, "day": On(_day(head, erasure.due))}),), ("erase_drop",))


def hold_screen(desk: Desk, head: Programme) -> Private:
    """Whether a legal hold lies on the programme, and the way to change that."""
    return desk.say(*(("hold.is_on", "hold_off") if head.settings.hold else ("hold.is_off", "hold_on")))


def _explained(desk: Desk, came: Came, head: Programme) -> Private:
    if came.by != head.owner:
        return _said(desk, (Note("erase.not_yours", {"owner": Mention(head.owner)}),), ())
    texts = desk.library.texts
    by = "erase.by_two" if others(head, came.by) else "erase.by_one"
    told = (Note("erase.explain", {"channel": head.name}), Note(by))
    screen = asides.bare(texts, told, ())
    first = Button(Ref("export"), texts["button.export"], "primary")
    then = Button(Ref("erase"), texts["button.erase"], "danger", confirm=texts["erase.sure"])
    return Private(Screen((*screen.parts, Buttons((first, then))), screen.text))


def _said(desk: Desk, told: tuple[Note, ...], buttons: tuple[str, ...]) -> Private:
    return Private(asides.bare(desk.library.texts, told, buttons))


def _day(head: Programme, due: dt.datetime) -> dt.date:
    return due.astimezone(ZoneInfo(head.settings.zone)).date()
