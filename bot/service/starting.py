"""Where a programme may start: in a private channel of the company's own, with the bot in it and nobody from outside."""

from __future__ import annotations

import datetime as dt

from bot.service.desk import Desk
from bot.service.ports import Answer, Audience, Came, Nothing, Pressed, Private, Sent, Unsure
from flows.engine.screens import asides
from flows.model.effects import Note, Outcome
from flows.model.events import Started
from flows.model.flow import Library
from flows.model.ids import ChannelId, ClaimKey, FlowId, PersonId, programme_id
from flows.model.screens import Button, Buttons, Prose, Ref, Screen


def first_flow(library: Library) -> FlowId:
    """The flow that a programme begins with: that of the first stage that has one. Where none has, the first stage's own name: a session
    of it may still be open, and else the engine says that there is no such flow."""
    own = next((stage.id for stage in library.stages), "")
    return next((s.flow for s in library.stages if s.flow is not None and s.starts_on is None), FlowId(own))


def leak_flow(library: Library) -> FlowId | None:
    """The flow for a leak, if the content has one."""
    return library.response.flow if library.response is not None else None


def flow_named(library: Library, word: str) -> FlowId | None:
    """The flow that a person means: by its id, or by its stage's title."""
    wanted = word.strip().casefold().replace("-", "_").replace(" ", "_")
    for stage in library.stages:
        names = (stage.flow, stage.id, stage.starts_on, stage.title.casefold().replace(" ", "_"))
        if stage.flow is not None and wanted in names:
            return stage.flow
    return None


async def start(desk: Desk, came: Came, channel_name: str, flow: FlowId, at: dt.datetime) -> Answer:
    """Start here, or say why not and what to do instead. Raises Unsure."""
    if flow not in desk.library.flows and await desk.head(programme_id(came.team, came.channel)) is None:
        return Private(asides.bare(desk.library.texts, (Note("start.unknown", {"flow": flow}),), ()))
    audience = await desk.audiences.look(came.channel, fresh=True)
    if audience.again:
        raise Unsure("channel")
    if not audience.member:
        return _with(
            desk, "place.not_a_member", Button(Ref("retry", arg=flow), desk.library.texts["button.retry"], "primary")
        )
    unfit = _unfit(audience, desk.allow_public)
    if unfit is not None:
        return _with(
            desk, unfit, Button(Ref("make_channel", arg=flow), desk.library.texts["button.make_channel"], "primary")
        )
    return await _begin(desk, came, came.channel, audience.name or channel_name, flow, at)


def _unfit(audience: Audience, allow_public: bool) -> str | None:
    """Why no programme may start in this channel."""
    if audience.direct:
        return "place.direct"
    if audience.outsiders:
        return "place.outsiders"
    if not audience.private and not allow_public:
        return "place.public"
    return None


async def _begin(desk: Desk, came: Came, channel: ChannelId, name: str, flow: FlowId, at: dt.datetime) -> Answer:
    person = await desk.audiences.person(came.by)
    programme = programme_id(came.team, channel)
    event = Started(
        flow, channel_name=f"#{name.lstrip('#')}" if name else channel, zone=person.zone, locale=person.locale
    )
    receipt = await desk.turn(came, programme, event, at)
    return await desk.answer(receipt, programme, at)


async def make_channel(desk: Desk, came: Came, flow: FlowId, at: dt.datetime) -> Answer:
    """A new private channel with the one who asked in it, and the programme started there. Asked for on a Home, it is in no channel."""
    # Claimed first: told twice, the same press makes one channel.
    claim = await desk.store.turn(
        ClaimKey(f"{came.key}:channel"), programme_id(came.team, ChannelId("")), lambda _: Outcome(), at
    )
    if not claim.fresh:
        return Nothing()
    name = (await desk.audiences.look(came.channel)).name if came.channel else ""
    stem = "".join(c if c.isalnum() else "-" for c in name.casefold()).strip("-") or "outsourcing"
    for number in range(1, 6):
        name = f"{stem[:60]}-ip" if number == 1 else f"{stem[:60]}-ip-{number}"
        made = await desk.sender.make_channel(name, (PersonId(came.by),))
        if isinstance(made, Sent):
            await _begin(desk, came, made.channel, name, flow, at)
            line = desk.library.texts["place.made"]
            shown = asides.filled_line(line, {"channel": f"#{name}"})
            return Private(Screen((Prose((shown,)),), line))
        if getattr(made, "reason", "") != "name_taken":
            break
    return desk.say("place.not_made")


async def start_pressed(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """The flow that a button names, or the one for a leak: that button stands in another thread, so the way is told."""
    answer = await start(desk, came, "", _pressed_flow(desk, came), at)
    return desk.say("leak.begun") if came.ref.do == "leak" and isinstance(answer, Nothing) else answer


async def make_channel_pressed(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """A channel for the flow that a button names."""
    return await make_channel(desk, came, _pressed_flow(desk, came), at)


def _pressed_flow(desk: Desk, came: Pressed) -> FlowId:
    flow = leak_flow(desk.library) if came.ref.do == "leak" else FlowId(came.ref.arg)
    return flow if flow is not None and flow in desk.library.flows else first_flow(desk.library)


def _with(desk: Desk, key: str, button: Button) -> Private:
    screen = asides.bare(desk.library.texts, (Note(key),), ())
    return Private(Screen((*screen.parts, Buttons((button,))), screen.text))
