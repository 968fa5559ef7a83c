"""Words for a question that was handed to somebody: said to the bot alone, or in the thread where they could be for another one as well."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable

import msgspec

from bot.service.desk import Desk, may_look
from bot.service.ports import Answer, MessageSaid, Pressed, Private, Unsure
from flows.engine.heeding import heard_at
from flows.engine.pressing import spot_of
from flows.engine.readers import Heard, Nobody, Nonsense, Pass, Read, Unclear, Word
from flows.engine.readers.questions import is_question
from flows.engine.screens import asides
from flows.engine.screens.scene import Scene
from flows.model.effects import Note
from flows.model.events import Replied
from flows.model.ids import ChannelId, PersonId, ProgrammeId, SessionId, split_programme
from flows.model.reminders import Matter
from flows.model.session import Spot
from flows.model.values import Kind
from state.records import AddressKind


class Asked(msgspec.Struct, frozen=True):
    """A question that was put to one person by direct message."""

    programme: ProgrammeId
    session: SessionId
    spot: Spot


async def replied(desk: Desk, came: MessageSaid, at: dt.datetime) -> Answer | None:
    """Take what was said to the bot alone as the answer to the question below whose message it stands, else to the only one that was handed
    to the one who said it. None where it answers nothing."""
    below = await _below(desk, came)
    asked = (below,) if below is not None else await _waiting(desk, came, at)
    if came.documents and below is None:
        wanting = [one for one in asked if await desk.seen(one.programme, one.session, at, _wants_file(one.spot))]
        asked = tuple(wanting) or asked
    names = {one: await _names(desk, one.programme) for one in asked}
    heard = {one: await _heard(desk, came, one, names[one], at) for one in asked}
    if len(asked) == 1 and (came.documents or _is_for(heard[asked[0]], came.text)):
        one = asked[0]
        event = Replied(one.session, came.text, "", came.documents, names[one], one.spot)
        return await desk.answer(await desk.turn(came, one.programme, event, at), one.programme, at)
    if any(came.documents or isinstance(one, Read | Unclear | Nobody | Pass) for one in heard.values()):
        return Private(asides.bare(desk.library.texts, (Note("hand.several"),), ("mine",)))
    return None


def _wants_file(spot: Spot) -> Callable[[Scene], bool]:
    return lambda scene: scene.question(spot).kind is Kind.FILE


def _is_for(heard: Heard | None, text: str) -> bool:
    """Whether something said is for a question, answer or not: what is a question itself is not, unless it can be read as an answer."""
    if isinstance(heard, Nonsense):
        return not is_question(text)
    return isinstance(heard, Read | Unclear | Nobody | Pass) or heard == Word("why")


async def _below(desk: Desk, came: MessageSaid) -> Asked | None:
    """The question that the message puts below which this stands, where whoever wrote may still look at its programme."""
    address = await desk.store.message_at(came.channel, came.thread) if came.thread else None
    if address is None or address.kind is not AddressKind.HANDED or not await may_look(desk, address.programme, came):
        return None
    session, _, key = address.name.partition(" ")  # as `deliveries.letter_name` puts them together
    return Asked(address.programme, SessionId(session), spot_of(key))


async def _waiting(desk: Desk, came: MessageSaid, at: dt.datetime) -> tuple[Asked, ...]:
    """All that was handed to this person and still waits for them."""
    found: list[Asked] = []
    for due in await desk.store.dues(came.team, came.by):
        if due.matter is not Matter.QUESTION or due.session is None or not await may_look(desk, due.programme, came):
            continue
        spot = spot_of(due.name)
        if await desk.seen(due.programme, due.session, at, lambda scene, spot=spot: spot in scene.facts.handed()):
            found.append(Asked(due.programme, due.session, spot))
    return tuple(found)


async def _heard(
    desk: Desk, came: MessageSaid, asked: Asked, names: dict[PersonId, str], at: dt.datetime
) -> Heard | None:
    def view(scene: Scene) -> Heard:
        return heard_at(scene, asked.spot, came.text, names, came.by, at)

    return await desk.seen(asked.programme, asked.session, at, view)


async def _names(desk: Desk, programme: ProgrammeId) -> dict[PersonId, str]:
    """Who is called what in the programme's channel. Raises Unsure."""
    audience = await desk.audiences.look(ChannelId(split_programme(programme)[1]))
    if audience.again:
        raise Unsure("channel")
    return {person.id: person.name for person in audience.people if not person.bot}


async def told_which(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """Which of two questions a reply was for, by whoever wrote it."""
    by, _, rest = came.ref.arg.partition(" ")
    message, _, said = rest.partition(" ")
    if by != came.by:
        return desk.say("which.not_yours")
    if came.ref.session is None or came.ref.spot is None:
        return desk.say("stale.unknown")
    names = await _names(desk, came.programme)
    event = Replied(came.ref.session, said, message, (), names, came.ref.spot)
    return await desk.answer(await desk.turn(came, came.programme, event, at), came.programme, at)


SHOWN: dict[str, Callable[[Desk, Pressed, dt.datetime], Awaitable[Answer]]] = {"meant": told_which}
