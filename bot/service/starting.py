"""Where a programme may start: in a private channel of the company's own, with the bot in it and nobody from outside."""

from __future__ import annotations

import datetime as dt

import msgspec

from bot.service.desk import Desk
from bot.service.messenger import Sent
from bot.service.ports import Answer, Audience, Came, FormSent, Nothing, OpenForm, Pressed, Private, Unsure
from flows.engine.lifecycle import stage_state
from flows.engine.registers import is_of_countries
from flows.engine.screens import asides, runs
from flows.model.effects import Note, Outcome
from flows.model.events import Started
from flows.model.flow import Library, Stage
from flows.model.ids import ChannelId, ClaimKey, FlowId, ItemId, PersonId, programme_id, split_programme
from flows.model.programme import Snapshot, StageState
from flows.model.screens import Button, Buttons, Ref, Screen


def first_flow(library: Library) -> FlowId:
    """The flow that a programme begins with: that of the first stage that has one. Where none has, the first stage's own name: a session
    of it may still be open, and else the engine says that there is no such flow."""
    own = next((stage.id for stage in library.stages), "")
    return next((s.flow for s in library.stages if s.flow is not None and s.starts_on is None), FlowId(own))


def leak_flow(library: Library) -> FlowId | None:
    """The flow for a leak, if the content has one."""
    return library.response.flow if library.response is not None else None


def flow_named(library: Library, words: str) -> tuple[FlowId | Stage | None, str]:
    """The flow that a person means, by its id or title, or by its stage's, and the name of the row that follows, for a flow with a run for
    each; the stage, where it is named and has several flows."""
    said = words.split()
    for number in range(len(said), 0, -1):
        wanted, name = _folded(" ".join(said[:number])), " ".join(said[number:])
        for stage in library.stages:
            flows = [flow for flow in stage.flows if wanted in _names(library, flow)]
            if not flows and wanted in map(_folded, (stage.id, stage.starts_on or "", stage.title)):
                flows = list(stage.flows)
            if len(flows) > 1 and not name:
                return stage, ""
            if len(flows) == 1 and (not name or (flows[0] in library.flows and library.flows[flows[0]].per)):
                return flows[0], name
    return None, ""


def _names(library: Library, flow: FlowId) -> tuple[str, ...]:
    return (_folded(flow), _folded(library.flows[flow].title)) if flow in library.flows else (_folded(flow),)


def _folded(words: str) -> str:
    """Words as they are compared: "Vendor check", "vendor checks" and "vendor_checks" are one."""
    return "_".join(word.removesuffix("s") for word in words.casefold().replace("-", " ").replace("_", " ").split())


def leak_alone(desk: Desk) -> Answer:
    """Word of a leak where no programme can be: what to do now, and where the first response can start."""
    flow = leak_flow(desk.library)
    if flow is None:
        return desk.say("aside.leak")
    button = Button(Ref("make_channel", arg=flow), desk.library.texts["button.make_channel"], "primary")
    return _with(desk, "aside.leak", button, "leak.where")


class Wanted(msgspec.Struct, frozen=True):
    """The flow that is to start, and the row that it is for: the one of that id, or of that name."""

    flow: FlowId
    item: ItemId | None = None
    name: str = ""


async def start(desk: Desk, came: Came, channel_name: str, wanted: Wanted, at: dt.datetime) -> Answer:
    """Start here, or say why not and what to do instead. Raises Unsure."""
    flow, arg = wanted.flow, runs.run_arg(wanted.flow, wanted.item)
    if flow not in desk.library.flows and await desk.head(programme_id(came.team, came.channel)) is None:
        return Private(asides.bare(desk.library.texts, (Note("start.unknown", {"flow": flow}),), ()))
    audience = await desk.audiences.look(came.channel, fresh=True)
    return (
        _no_place(desk, audience, arg)
        or await _which(desk, came, wanted)
        or await _begin(desk, came, came.channel, audience.name or channel_name, wanted, at)
    )


async def no_place(desk: Desk, came: Came) -> Private | None:
    """Why no programme may start in this channel, with the way to one: said where a start would be offered. None where one may. Raises Unsure."""
    return _no_place(desk, await desk.audiences.look(came.channel), first_flow(desk.library))


def _no_place(desk: Desk, audience: Audience, arg: str) -> Private | None:
    """The same of a channel that was looked at. ``arg``: what was to start."""
    if audience.again:
        raise Unsure("channel")
    texts = desk.library.texts
    if not audience.member:
        return _with(desk, "place.not_a_member", Button(Ref("retry", arg=arg), texts["button.retry"], "primary"))
    unfit = _unfit(audience, desk.allow_public)
    if unfit is None:
        return None
    return _with(desk, unfit, Button(Ref("make_channel", arg=arg), texts["button.make_channel"], "primary"))


async def _which(desk: Desk, came: Came, wanted: Wanted) -> Private | None:
    """The rows to pick from, where a flow is started that has a run for each and none was named; None where the engine has the word."""
    flow = desk.library.flows.get(wanted.flow)
    if flow is None or flow.per is None or wanted.item is not None or wanted.name:
        return None
    register = flow.per

    def view(snapshot: Snapshot) -> Screen | None:
        head = snapshot.programme
        stage = next((stage for stage in desk.library.stages if flow.id in stage.flows), None)
        if head is None or (stage is not None and stage_state(head, stage) is StageState.LOCKED):
            return None
        rows = [row for row in snapshot.items(register) if not row.removed]
        return runs.which_row(desk.library, head, flow, rows)

    screen = await desk.store.read(programme_id(came.team, came.channel), view)
    return Private(screen) if screen is not None else None


def _unfit(audience: Audience, allow_public: bool) -> str | None:
    """Why no programme may start in this channel."""
    if audience.direct:
        return "place.direct"
    if audience.outsiders:
        return "place.outsiders"
    if not audience.private and not allow_public:
        return "place.public"
    return None


async def _begin(desk: Desk, came: Came, channel: ChannelId, name: str, wanted: Wanted, at: dt.datetime) -> Answer:
    person = await desk.audiences.person(came.by)
    programme = programme_id(came.team, channel)
    event = Started(
        wanted.flow,
        channel_name=f"#{name.lstrip('#')}" if name else channel,
        zone=person.zone,
        locale=person.locale,
        item=wanted.item,
        name=wanted.name,
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
            await _begin(desk, came, made.channel, name, Wanted(flow), at)
            return Private(asides.bare(desk.library.texts, (Note("place.made", {"channel": f"#{name}"}),), ()))
        if getattr(made, "reason", "") != "name_taken":
            break
    return desk.say("place.not_made")


async def start_pressed(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """The flow that a button names, or the one for a leak: that button stands in another thread, so the way is told."""
    answer = await start(desk, came, "", _pressed_flow(desk, came), at)
    return desk.say("leak.begun") if came.ref.do == "leak" and isinstance(answer, Nothing) else answer


async def start_new(desk: Desk, came: Pressed | FormSent, at: dt.datetime) -> Answer:
    """A row that is named for the first time: the form for its name, and the start that follows once it is filled in."""
    flow = desk.library.flows.get(FlowId(came.ref.arg))
    if flow is None or flow.per is None:
        return desk.say("stale.unknown")
    if isinstance(came, Pressed):
        countries = is_of_countries(desk.library, flow.per)
        return OpenForm(runs.new_row_form(desk.library.texts, flow, countries=countries), came.programme)
    name = came.filled.one(runs.NAME)
    _, channel = split_programme(came.programme)
    there = msgspec.structs.replace(came, channel=channel)
    return await start(desk, there, "", Wanted(flow.id, name=name), at)


async def make_channel_pressed(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """A channel for the flow that a button names."""
    return await make_channel(desk, came, _pressed_flow(desk, came).flow, at)


def _pressed_flow(desk: Desk, came: Pressed) -> Wanted:
    if came.ref.do == "leak":
        return Wanted(leak_flow(desk.library) or first_flow(desk.library))
    picked = came.ref.arg or "".join(value for values in came.filled.values.values() for value in values)
    flow, item = runs.run_of(picked)
    return Wanted(flow, item) if flow in desk.library.flows else Wanted(first_flow(desk.library))


def _with(desk: Desk, key: str, button: Button, *more: str) -> Private:
    screen = asides.bare(desk.library.texts, tuple(map(Note, (key, *more))), ())
    return Private(Screen((*screen.parts, Buttons((button,))), screen.text))
