"""Open work where it is told of: its lists, another day for it, another person, a question put where somebody is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable

import msgspec

from bot.service import gates
from bot.service.desk import Desk
from bot.service.ports import Answer, FormSent, OpenForm, Pressed, Private
from bot.service.reminders import renew
from flows.engine.requests import open_requests, stuck_note
from flows.engine.screens import asides, question, reminder
from flows.engine.screens.forms import DUE, TO
from flows.engine.screens.scene import Scene
from flows.model.events import ActionClosed, Event, WorkGiven, WorkMoved
from flows.model.ids import ChannelId, PersonId
from flows.model.screens import Form, Screen

AT = "|"
"""What stands between an action and where its form was opened from."""
MOVES = frozenset({"done", "move", "give"})


def event_of(came: Pressed | FormSent) -> Event | None:
    """What pressing one of :data:`MOVES`, or filling in its form, means."""
    ref, filled = came.ref, came.filled
    action, _, _ = ref.arg.partition(AT)
    day, to = filled.day(DUE), filled.one(TO)
    if ref.session is None:
        return None
    if ref.do == "done":
        return ActionClosed(ref.session, action)
    if ref.do == "move":
        return WorkMoved(ref.session, day, action, ref.spot) if day else None
    return WorkGiven(ref.session, PersonId(to), action, ref.spot) if to else None


async def _form(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """The form of another day, or of another person."""
    make = reminder.move_form if came.ref.do == "move" else reminder.give_form

    def view(scene: Scene) -> Form | None:
        return make(scene, came.ref)

    form = await desk.seen(came.programme, came.ref.session, at, view)
    if form is None:
        return desk.say("action.gone")
    # The form tells where it was opened from, so that the reminder there can be brought up to date.
    ref = msgspec.structs.replace(came.ref, arg=AT.join((came.ref.arg, came.channel, came.ts)))
    return OpenForm(msgspec.structs.replace(form, ref=ref), came.programme)


async def settled(desk: Desk, came: Pressed | FormSent, at: dt.datetime) -> None:
    """Open work was done, moved or handed on: a reminder by direct message, from which that was, tells what is left."""
    _, _, place = came.ref.arg.partition(AT)
    channel, _, ts = place.partition(AT)
    if isinstance(came, Pressed):
        channel, ts = came.channel, came.ts
    if channel and ts and (await desk.audiences.look(ChannelId(channel))).direct:
        await renew(desk, came, (ChannelId(channel), ts), at)


async def _open(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """A question, to be answered where the one who pressed is."""

    def view(scene: Scene) -> Screen | None:
        spot = came.ref.spot
        here = spot is not None and spot.question in scene.plan.questions and scene.facts.applies(spot)
        return question.asked(scene, spot) if spot is not None and here else None

    screen = await desk.seen(came.programme, came.ref.session, at, view)
    return Private(screen) if screen is not None else desk.say("stale.not_here")


async def _actions(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    requests = await gates.read(
        desk, came.programme, at, lambda phases: [stuck_note(phases, one) for one in open_requests(phases)]
    )
    return Private(asides.actions(await desk.scenes(came.programme, at), desk.library.texts, requests or ()))


SHOWN: dict[str, Callable[[Desk, Pressed, dt.datetime], Awaitable[Answer]]] = {
    "move": _form,
    "give": _form,
    "open": _open,
    "actions": _actions,
}
