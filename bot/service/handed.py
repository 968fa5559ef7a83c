"""Words for a question that was handed to somebody: said to the bot alone, or in the thread where they could be for another one as well."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence

import msgspec

from bot.service.choosing import Asked, Offer
from bot.service.commands import is_command
from bot.service.deliveries import letter_of
from bot.service.desk import Desk, may_look
from bot.service.own_questions import answer_to, is_for_us
from bot.service.ports import Answer, MessageSaid, Pressed, Private, Unsure
from flows.engine.giving import doubt_of
from flows.engine.heeding import heard_at, settles
from flows.engine.own import found as own_found
from flows.engine.own import is_own
from flows.engine.readers import Heard, Nobody, Nonsense, Pass, Read, Unclear, Word, tells_of_leak
from flows.engine.readers.promising import promises
from flows.engine.readers.questions import is_question
from flows.engine.screens import asides
from flows.engine.screens.pending import NO_ALONE, YES_ALONE
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import own_line, phrase
from flows.engine.showing import is_put_later
from flows.model.effects import Note
from flows.model.events import Confirmed, Dropped, Replied
from flows.model.ids import ChannelId, PersonId, ProgrammeId, SessionId, split_programme
from flows.model.letters import is_request
from flows.model.reminders import Matter
from flows.model.screens import Line
from flows.model.session import Spot, spot_of
from flows.model.values import Kind, Text, YesNo
from state.records import AddressKind

MOST_OFFERED = 5
"""Questions to pick from."""


async def replied(desk: Desk, came: MessageSaid, at: dt.datetime) -> Answer | None:
    """Take what was said to the bot alone as the answer to the question below whose message it stands, else to the only one that was handed
    to the one who said it. None where it answers nothing."""
    below = await _below(desk, came, at)
    chosen = desk.choosing.picked(came.team, came.by, came.text, at)
    if below is None and chosen is not None and not came.documents:
        return await _chosen(desk, came, *chosen, at)
    if below is not None and is_request(below.spot):
        return (
            None
            if is_question(came.text) or is_for_us(came.text) or is_command(came.text)
            else desk.say("request.press")
        )
    asked = (below,) if below is not None else await _waiting(desk, came, at)
    if came.documents and below is None:
        wanting = [one for one in asked if await desk.seen(one.programme, one.session, at, _wants_file(one.spot))]
        asked = tuple(wanting) or asked
    names = {one: await _names(desk, one.programme) for one in asked}
    heard = {one: await _heard(desk, came, one, names[one], at, loose=below is None) for one in asked}
    if below is not None and is_own(below.spot) and not tells_of_leak(came.text, strictly=True):
        return await _take(desk, came, below, heard[below], names[below], at)
    if len(asked) == 1 and (came.documents or _is_for(heard[asked[0]], came.text)):
        return await _take(desk, came, asked[0], heard[asked[0]], names[asked[0]], at)
    backs = await _asked_back(desk, came, asked, at)
    fits = [one for one in asked if one in backs or isinstance(heard[one], Read | Unclear | Nobody | Pass)]
    if backs and len(fits) == 1:
        return await _take(desk, came, fits[0], heard[fits[0]], names[fits[0]], at)
    bounded = [one for one in fits if _is_bounded(heard[one])]
    if (
        len(bounded) == 1 and not came.documents
    ):  # a condition is for whose yes decides alone, and it is asked back with the question
        return await _take(desk, came, bounded[0], heard[bounded[0]], names[bounded[0]], at)
    if (came.documents and asked) or fits:
        return await _which_one(desk, came, fits, at)
    return None


async def unread(desk: Desk, came: MessageSaid, at: dt.datetime) -> Answer | None:
    """What is said to words to the bot alone that are nothing else and answer none of the questions that wait for whoever wrote them: which one is
    meant. None where there is no choice of them; of one that waits alone it was said already what it takes."""
    asked = await _waiting(desk, came, at)
    return await _which_one(desk, came, list(asked), at) if len(asked) > 1 else None


async def _chosen(desk: Desk, came: MessageSaid, said: str, one: Asked, at: dt.datetime) -> Answer:
    """What was said before is for the question whose number was said now."""
    names, meant = await _names(desk, one.programme), msgspec.structs.replace(came, text=said)
    heard = await _heard(desk, meant, one, names, at, loose=True)
    return await _take(desk, meant, one, heard, names, at)


async def _which_one(desk: Desk, came: MessageSaid, among: list[Asked], at: dt.datetime) -> Answer:
    which = await _which(desk, came, among, at)
    return which or Private(asides.bare(desk.library.texts, (Note("hand.several"),), ("mine",)))


async def _take(
    desk: Desk, came: MessageSaid, one: Asked, heard: Heard | None, names: dict[PersonId, str], at: dt.datetime
) -> Answer:
    if is_own(one.spot):
        return await _to_counsel(desk, came, one, heard, at)
    event = Replied(one.session, came.text, "", came.documents, names, one.spot)
    return await desk.answer(await desk.turn(came, one.programme, event, at), one.programme, at)


async def _to_counsel(desk: Desk, came: MessageSaid, one: Asked, heard: Heard | None, at: dt.datetime) -> Answer:
    """What was said to a question of counsel's own is for counsel: words, or that it is not known. Put off, it waits; a file is not passed on."""
    text = heard.value.text if isinstance(heard, Read) and isinstance(heard.value, Text) else ""
    if not came.documents and (isinstance(heard, Pass) or promises(came.text)):
        return desk.say("own.waits")
    if not came.documents and is_question(came.text) and not text:
        return desk.say("own.ask_back")
    if came.documents or not (text or isinstance(heard, Nobody)):
        return desk.say("own.words")
    event = answer_to(one.session, one.spot, text)
    return await desk.answer(await desk.turn(came, one.programme, event, at), one.programme, at)


async def _which(desk: Desk, came: MessageSaid, fits: list[Asked], at: dt.datetime) -> Answer | None:
    """Which of them words are for, with a press for each; None of one alone, of files, and where they cannot all be offered in one place."""
    if came.documents or not 1 < len(fits) <= MOST_OFFERED or len({one.programme for one in fits}) > 1:
        return None
    if len(came.text) > asides.MOST_CARRIED:
        return None
    among: list[tuple[SessionId, Spot, Line]] = []
    for one in fits:
        words = await desk.seen(one.programme, one.session, at, _put(one.spot))
        among += [(one.session, one.spot, words)] if words is not None else []
    desk.choosing.offer(
        came.team,
        came.by,
        Offer(came.text, tuple(Asked(fits[0].programme, session, spot) for session, spot, _ in among), at),
    )
    return Private(asides.which_of(desk.library.texts, came.by, came.text, among), fits[0].programme)


async def _asked_back(desk: Desk, came: MessageSaid, asked: Sequence[Asked], at: dt.datetime) -> tuple[Asked, ...]:
    """Those of several questions at which something that this person said is asked back, where what they say now may be the yes, the no or the
    number that this waits for."""
    if came.documents or not settles(came.text):
        return ()
    return tuple([one for one in asked if await desk.seen(one.programme, one.session, at, _doubts(one.spot, came.by))])


def _doubts(spot: Spot, by: PersonId) -> Callable[[Scene], bool]:
    return lambda scene: doubt_of(scene.session, spot, by) is not None


def _put(spot: Spot) -> Callable[[Scene], Line]:
    return lambda scene: own_line(scene, spot) if is_own(spot) else phrase(scene, scene.question(spot).text, spot)


def _is_bounded(heard: Heard | None) -> bool:
    """Whether something said may be a yes on a condition."""
    return isinstance(heard, Unclear) and any(isinstance(one, YesNo) and one.condition for one in heard.values)


def _wants_file(spot: Spot) -> Callable[[Scene], bool]:
    return lambda scene: not is_own(spot) and scene.question(spot).kind is Kind.FILE


def _is_for(heard: Heard | None, text: str) -> bool:
    """Whether something said is for a question, answer or not: what is a question itself is not, unless it can be read as an answer."""
    if isinstance(heard, Nonsense):
        return not is_question(text)
    return isinstance(heard, Read | Unclear | Nobody | Pass) or heard == Word("why")


async def _below(desk: Desk, came: MessageSaid, at: dt.datetime) -> Asked | None:
    """The question that the message puts below which this stands, where whoever wrote may still look at its programme."""
    address = await desk.store.message_at(came.channel, came.thread) if came.thread else None
    if address is None or address.kind is not AddressKind.HANDED or not await may_look(desk, address.programme, came):
        return None
    session, key = letter_of(address.name)
    put = spot_of(key)
    now = await desk.seen(address.programme, session, at, lambda scene: scene.session.now_at(put))
    return Asked(address.programme, session, now or put)


async def _waiting(desk: Desk, came: MessageSaid, at: dt.datetime) -> tuple[Asked, ...]:
    """All that was handed to this person and still waits for them."""
    found: list[Asked] = []
    for due in await desk.store.dues(came.team, came.by):
        if due.matter is not Matter.QUESTION or due.session is None or not await may_look(desk, due.programme, came):
            continue
        spot = spot_of(due.name)
        if await desk.seen(due.programme, due.session, at, lambda scene, spot=spot: _waits(scene, spot, came.by)):
            found.append(Asked(due.programme, due.session, spot))
    return tuple(found)


def _waits(scene: Scene, spot: Spot, by: PersonId) -> bool:
    """Whether a question still waits for somebody."""
    own = own_found(scene.session, scene.actions, spot)
    if own is not None:
        return own.open and own.to == by
    return spot in scene.facts.handed() and not is_put_later(scene.facts, spot)


async def _heard(
    desk: Desk, came: MessageSaid, asked: Asked, names: dict[PersonId, str], at: dt.datetime, *, loose: bool
) -> Heard | None:
    """What was said as an answer to a question. ``loose``: it stands below none, so what asks something itself, is a command, or tells of a leak, is
    no answer to one of counsel's own, which takes any words."""
    if loose and is_own(asked.spot) and (is_question(came.text) or is_for_us(came.text) or is_command(came.text)):
        return None

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
    """Which question a reply was for, by whoever wrote it."""
    by, _, rest = came.ref.arg.partition(" ")
    message, _, said = rest.partition(" ")
    if by != came.by:
        return desk.say("which.not_yours")
    if came.ref.session is None or came.ref.spot is None:
        return desk.say("stale.unknown")
    if is_own(came.ref.spot):
        if promises(said):
            return _instead(desk.say("own.waits"))
        heard = await desk.seen(came.programme, came.ref.session, at, _as_heard(came.ref.spot, said, came.by, at))
        mine = answer_to(came.ref.session, came.ref.spot, "" if isinstance(heard, Nobody) else said)
        return _instead(await desk.answer(await desk.turn(came, came.programme, mine, at), came.programme, at))
    names = await _names(desk, came.programme)
    event = Replied(came.ref.session, said, message, (), names, came.ref.spot)
    return _instead(await desk.answer(await desk.turn(came, came.programme, event, at), came.programme, at))


async def _settled(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """A yes or a no to what was asked back of the one who presses, in the place of it."""
    session, spot, index = came.ref.session, came.ref.spot, came.ref.arg
    if session is None or spot is None:
        return desk.say("stale.unknown")
    picked = Confirmed(session, spot, int(index) if index.isdecimal() else 0, alone=True)
    event = picked if came.ref.do == YES_ALONE else Dropped(session, spot, alone=True)
    return _instead(await desk.answer(await desk.turn(came, came.programme, event, at), came.programme, at))


def _as_heard(spot: Spot, said: str, by: PersonId, at: dt.datetime) -> Callable[[Scene], Heard]:
    return lambda scene: heard_at(scene, spot, said, {}, by, at)


def _instead(answer: Answer) -> Answer:
    """In the place of the choice, so that one reply is not given to a second question by a second press."""
    return msgspec.structs.replace(answer, instead=True) if isinstance(answer, Private) else answer


SHOWN: dict[str, Callable[[Desk, Pressed, dt.datetime], Awaitable[Answer]]] = {
    "meant": told_which,
    YES_ALONE: _settled,
    NO_ALONE: _settled,
}
