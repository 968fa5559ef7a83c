"""Open work where it is told of: its lists, done and not done after all, another day for it, another person, a question put where somebody is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable

import msgspec

from bot.service import gates
from bot.service.desk import Desk
from bot.service.ports import Answer, FormSent, Later, Nothing, OpenForm, Pressed, Private, Unsure
from bot.service.registers import looked
from bot.service.reminders import mine, renew
from flows.engine.own import is_own
from flows.engine.requests import open_requests, stuck_note
from flows.engine.screens import asides, letters, own_questions, reminder
from flows.engine.screens.done import AT, MINE, carried, parted, told_above
from flows.engine.screens.forms import DUE, TO
from flows.engine.screens.registers import look_of
from flows.engine.screens.scene import Scene
from flows.engine.work import UNDONE
from flows.model.effects import Whispered
from flows.model.events import ActionClosed, ActionReopened, Event, WorkGiven, WorkMoved
from flows.model.ids import ChannelId, PersonId, programme_id
from flows.model.registers import ACTIONS
from flows.model.screens import Button, Form, Ref, Screen
from state.records import Receipt

DONE = frozenset({"done", UNDONE})
"""What says that an action is done, or is not after all."""
MOVES = frozenset({*DONE, "move", "give"})


def event_of(came: Pressed | FormSent) -> Event | None:
    """What pressing one of :data:`MOVES`, or filling in its form, means."""
    ref, filled = came.ref, came.filled
    action, _ = parted(ref.arg)
    day, to = filled.day(DUE), filled.one(TO)
    if ref.session is None:
        return None
    match ref.do:
        case "done":
            return ActionClosed(ref.session, action)
        case "undone":
            return ActionReopened(ref.session, action)
        case "move":
            return WorkMoved(ref.session, day, action, ref.spot) if day else None
        case _:
            return WorkGiven(ref.session, PersonId(to), action, ref.spot) if to else None


async def _form(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """The form of another day, or of another person."""
    make = reminder.move_form if came.ref.do == "move" else reminder.give_form
    action, _ = parted(came.ref.arg)
    ref = msgspec.structs.replace(came.ref, arg=action)

    def view(scene: Scene) -> Form | None:
        return make(scene, ref)

    form = await desk.seen(came.programme, came.ref.session, at, view)
    if form is None:
        return desk.say("action.gone")
    # The form tells where it was opened from, so that the reminder there can be brought up to date.
    ref = msgspec.structs.replace(ref, arg=AT.join((action, came.channel, came.ts)))
    return OpenForm(msgspec.structs.replace(form, ref=ref), came.programme)


# ── where it was pressed ─────────────────────────────────────────────────────


def _where(came: Pressed | FormSent) -> str:
    """Where something was done: on a list that a press can tell of, else by the message, as its channel and ts."""
    _, where = parted(came.ref.arg)
    return where or (AT.join((came.channel, came.ts)) if isinstance(came, Pressed) and not came.home else "")


def _is_list(where: str) -> bool:
    return where.partition(AT)[0] in (MINE, ACTIONS)


async def settled(desk: Desk, came: Pressed | FormSent, at: dt.datetime) -> None:
    """Open work was done, opened again, moved or handed on: a reminder by direct message, from which that was, tells what is left."""
    where = _where(came)
    channel, _, ts = where.partition(AT)
    if not _is_list(where) and channel and ts and (await desk.audiences.look(ChannelId(channel))).direct:
        await renew(desk, came, (ChannelId(channel), ts), at)


async def told(desk: Desk, came: Pressed | FormSent, receipt: Receipt, at: dt.datetime) -> Answer:
    """What came of one of :data:`DONE`, with the way back and the way on; above the list on which it was pressed, as that is now, in
    the place of it."""
    reply = receipt.reply
    if not isinstance(reply, Whispered):
        return Nothing()
    screen = await desk.whispered(msgspec.structs.replace(reply, buttons=()), came.programme, at)
    action, _ = parted(came.ref.arg)
    where, texts = _where(came), desk.library.texts
    undo = Button(Ref(UNDONE, came.ref.session, arg=carried(action, where)), texts["button.undone"])
    on = (Button(Ref(do, reply.session, reply.spot), texts[f"button.{do}"]) for do in reply.buttons if do != UNDONE)
    offered = (*((undo,) if UNDONE in reply.buttons else ()), *on)
    alone = isinstance(came, Pressed) and came.alone

    def shown(below: Screen | None = None) -> Private:
        above = told_above(screen, offered, came.programme, below)
        # What was said of it before is answered by this; whatever else stands there is left.
        of = programme_id(came.team, came.channel) if where == MINE else came.programme
        return Private(above, of, instead=below is not None or came.ref.do == UNDONE)

    async def above_mine() -> Private:
        here = await desk.head(programme_id(came.team, came.channel)) is not None
        try:
            return shown(await mine(desk, came.team, came.by, at, here=here))
        except Unsure:
            return shown()

    if alone and where == MINE:
        return Later(above_mine)
    if alone and _is_list(where):
        return shown(await looked(desk, came.programme, look_of(where), came.by, at))
    return shown()


# ── what only shows something ────────────────────────────────────────────────


async def _open(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """A question, to be answered where the one who pressed is."""

    def view(scene: Scene) -> Screen | None:
        spot = scene.session.now_at(came.ref.spot) if came.ref.spot is not None else None
        if spot is not None and is_own(spot):
            return own_questions.letter(scene, spot, came.by)
        here = spot is not None and spot.question in scene.plan.questions and scene.facts.applies(spot)
        return letters.opened(scene, spot, came.by) if spot is not None and here else None

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
