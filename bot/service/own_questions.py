"""Counsel's own questions where they are put and answered: by presses and forms, and below counsel's brief in a private conversation."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Awaitable, Callable

from bot.service.asking import named_rows
from bot.service.deliveries import letter_of
from bot.service.desk import Desk, may_look
from bot.service.elsewhere import programmes_of
from bot.service.ports import Answer, FormSent, MessageSaid, OpenForm, Pressed, Private, Unsure
from bot.service.strangers import named
from flows.engine.heeding import heard_at
from flows.engine.own import is_own, lane_of, standing
from flows.engine.own_asking import TEXT, TO
from flows.engine.readers import Read, asks_to_share, tells_of_leak
from flows.engine.readers.own import asks_of_own
from flows.engine.readers.promising import promises
from flows.engine.readers.questions import asks_the_way, is_question
from flows.engine.screens import asides, own_questions, reminder
from flows.engine.screens.asides import MOST_CARRIED
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import own_line
from flows.model.ids import ActionId, ChannelId, PersonId, ProgrammeId, SessionId, split_programme
from flows.model.own_questions import OWN, CounselAnswered, CounselAsked, CounselDone, CounselWithdrew, OwnEvent
from flows.model.people import Role
from flows.model.screens import Form, Ref, Screen
from flows.model.session import Spot
from state.records import AddressKind

_TO = re.compile(r"\s*<@([A-Z0-9]+)(?:\|[^>]*)?>[\s,:–-]*")
"""Whom a question is for, where it begins with a mention."""
_ASK = re.compile(r"\s*(?:(?:can|could|would|will) you |please |pls )*(?:please )?ask (?=[<@\w])", re.IGNORECASE)
"""A wish that somebody be asked, up to whom."""
MOST_OFFERED = 5
"""Reviews to pick from."""
_THANKS = re.compile(
    r"\W*(?:(?:ok(?:ay)?|great|many|perfect)\W+)*(?:thank you|thanks|thx|cheers)"
    r"(?:\W+(?:you|again|a lot|so much|very much|all|for (?:that|this|it|asking|your help)))*\W*",
    re.IGNORECASE,
)
FEWEST_ADDED = 2
"""Words of what may be more of an answer; one alone is likely a word that was to do something."""
_NAMED = re.compile(r"\s*@(\w[\w.'’-]*)[\s,:–-]*")
"""The same in letters alone, where nobody was picked."""


async def below_brief(desk: Desk, came: MessageSaid, at: dt.datetime) -> Answer | None:
    """A question that counsel writes below their brief on an agreement is put: to whoever it begins with, else to the owner. None where what was
    written is no question, stands elsewhere, or is for us: whether something may be shared, word of a leak, what is open in their own programme."""
    address = await desk.store.message_at(came.channel, came.thread) if came.thread else None
    if address is None or address.kind is not AddressKind.COUNSEL or not is_question(came.text):
        return None
    session, key = letter_of(address.name)
    head = await desk.head(address.programme)
    if (
        key != OWN
        or head is None
        or came.by != head.holder(Role.COUNSEL)
        or not await may_look(desk, address.programme, came)
    ):
        return None
    to, text = await _addressed(desk, came.text, address.programme)
    if to == "":
        return desk.say("own.nobody")
    if to is None and (is_for_us(text) or asks_of_own(text, await named_rows(desk, address.programme)) is not None):
        return None
    asked = CounselAsked(session, text, to)
    wrong = await named(desk, asked)
    if wrong:
        return desk.tell(next(iter(wrong.values())))
    return await desk.answer(await desk.turn(came, address.programme, asked, at), address.programme, at)


async def wished(desk: Desk, came: MessageSaid, at: dt.datetime) -> Answer | None:
    """Counsel says to the bot alone that somebody is to be asked something ("can you ask Jon whether …", "@Jon does …"): the way to put it, in the
    review that it may be about. None where it is no such wish, or there is no review where they are counsel. Raises Unsure."""
    wish = _ASK.match(came.text)
    said = came.text[wish.end() :] if wish is not None else came.text
    said = f"@{said}" if wish is not None and said[0] not in "<@" else said
    if (_TO.match(said) or _NAMED.match(said)) is None or len(said) > MOST_CARRIED:
        return None
    for programme in await programmes_of(desk, came):
        head = await desk.head(programme)
        if head is None or head.holder(Role.COUNSEL) != came.by or not await may_look(desk, programme, came):
            continue
        open_ones = [one for one in await desk.scenes(programme, at) if own_questions.may_put(one)]
        to, text = await _addressed(desk, said, programme)
        if open_ones and to:
            return Private(own_questions.where_to_put(open_ones[-MOST_OFFERED:], to, text), programme)
    return None


async def more(desk: Desk, came: MessageSaid, at: dt.datetime) -> Answer | None:
    """Words to the bot alone that are nothing else, from somebody who answered a question of counsel's own of late: whether they are to be added to
    that. None where there is no such answer, and where they tell nothing."""
    if came.documents or len(came.text.split()) < FEWEST_ADDED or promises(came.text) or _THANKS.fullmatch(came.text):
        return None
    for programme in await programmes_of(desk, came):
        if not await may_look(desk, programme, came):
            continue
        scenes = await desk.scenes(programme, at)
        among = [
            (scene.session.id, one.work.spot, own_line(scene, one.work.spot))
            for scene in scenes
            for one in standing(scene.session, scene.actions)
            if own_questions.may_add(scene, one, came.by, at)
            and isinstance(heard_at(scene, one.work.spot, came.text, {}, came.by, at), Read)
        ]
        if among:
            return Private(asides.to_add(desk.library.texts, came.by, came.text, among[-MOST_OFFERED:]), programme)
    return None


def is_for_us(said: str) -> bool:
    """Whether words said to the bot alone ask it something that it answers itself, or tell of a leak."""
    return bool(asks_to_share(said)) or bool(tells_of_leak(said, strictly=False)) or asks_the_way(said)


async def _addressed(desk: Desk, said: str, programme: ProgrammeId) -> tuple[PersonId | None, str]:
    """Whom a question is for, and its words: None for nobody in particular, "" where the name in front is that of nobody in the programme's
    channel, or of several there. Raises Unsure."""
    picked, spelt = _TO.match(said), _NAMED.match(said)
    if picked is not None:
        return PersonId(picked[1]), said[picked.end() :]
    if spelt is None:
        return None, said
    audience = await desk.audiences.look(ChannelId(split_programme(programme)[1]))
    if audience.again:
        raise Unsure("channel")
    name = spelt[1].rstrip(".").casefold()
    of = [
        one.id for one in audience.people if not one.bot and name in (one.name.casefold(), *one.name.casefold().split())
    ]
    return (of[0] if len(of) == 1 else PersonId("")), said[spelt.end() :]


def answer_to(session: SessionId, spot: Spot, text: str) -> CounselAnswered:
    """An answer to the question whose work stands at a spot; ``text`` "": it is not known."""
    return CounselAnswered(session, ActionId(spot.item or ""), text)


PRESSES = frozenset({"own_put", "own_answer", "own_unknown", "own_withdraw", "own_none"})
"""What changes something: sent by a form, or pressed."""


def event_of(came: Pressed | FormSent) -> OwnEvent | None:
    """What one of :data:`PRESSES` means; None for one that names nothing."""
    session, spot, text = came.ref.session, came.ref.spot, came.filled.one(TEXT)
    if session is None:
        return None
    if came.ref.do == "own_put":
        return CounselAsked(session, text, PersonId(to) if (to := came.filled.one(TO)) else None)
    if came.ref.do == "own_none":
        return CounselDone(session)
    if spot is None or not is_own(spot):
        return None
    if came.ref.do == "own_withdraw":
        return CounselWithdrew(session, ActionId(spot.item or ""))
    return answer_to(session, spot, text)


# ── what only shows something ────────────────────────────────────────────────


async def _put_form(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """The form, to counsel alone."""

    def view(scene: Scene) -> Form | None:
        to, _, asked = came.ref.arg.partition(" ")
        may = came.by == scene.programme.holder(Role.COUNSEL)
        return own_questions.put_form(scene, PersonId(to), asked) if may else None

    form = await desk.seen(came.programme, came.ref.session, at, view)
    return OpenForm(form, came.programme) if form is not None else desk.say("own.not_counsel")


async def _list(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    def view(scene: Scene) -> Screen | None:
        return own_questions.own_list(scene) if came.by == lane_of(scene.programme) else None

    screen = await desk.seen(came.programme, came.ref.session, at, view)
    return Private(screen, came.programme) if screen is not None else desk.say("own.not_counsel")


async def _answer_form(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    spot = came.ref.spot

    def view(scene: Scene) -> Form | None:
        return own_questions.answer_form(scene, spot, came.by) if spot is not None else None

    form = await desk.seen(came.programme, came.ref.session, at, view)
    return OpenForm(form, came.programme) if form is not None else desk.say("own.gone")


async def _give_form(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """The form that hands it on. The message on which it was pressed stays as it is, so its place is not carried."""
    ref = Ref("give", came.ref.session, came.ref.spot)
    form = await desk.seen(came.programme, came.ref.session, at, lambda scene: reminder.give_form(scene, ref))
    return OpenForm(form, came.programme) if form is not None else desk.say("own.gone")


SHOWN: dict[str, Callable[[Desk, Pressed, dt.datetime], Awaitable[Answer]]] = {
    "own_put": _put_form,
    "own_list": _list,
    "own_answer": _answer_form,
    "own_give": _give_form,
}
