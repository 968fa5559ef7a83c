"""`/ringfence ask`, and a question put to the bot: answered from our own content alone, to the one who asks.

What a team answered is never looked at, and neither the question nor what was found is kept or logged. What it means in law goes by direct message to
whoever holds the part of counsel, and nowhere else.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable

from bot.service.desk import Desk
from bot.service.ports import Answer, CommandGiven, Pressed, Private, Sent, Unsure
from flows.engine.readers.questions import Question, asked
from flows.engine.screens import ask as screens
from flows.model.ids import PersonId, ProgrammeId
from flows.model.passage import Hit, Lane, Passage, Sought
from flows.model.people import Role
from flows.model.programme import Programme

FOUND = 0.5
"""How much of what was asked a passage has words of, at least, to answer it."""
MOST_SHOWN, MOST_OFFERED = 3, 3
"""Passages of an answer, and topics offered where there is none."""
NOWHERE = ("",)
"""About no country."""


async def ask(desk: Desk, came: CommandGiven, programme: ProgrammeId, words: str, at: dt.datetime) -> Answer:
    """Answer a question. No programme is needed. Raises Unsure."""
    head = await desk.head(programme)
    question = asked(words, head.settings.locale if head else "en_GB")
    if not question.words:
        return desk.say("ask.usage")
    audience = await desk.audiences.look(came.channel)
    if audience.again:
        raise Unsure("channel")
    outsiders = audience.outsiders and not audience.direct
    lanes = (Lane.PUBLIC,) if outsiders else (Lane.PUBLIC, Lane.POSITION)
    hits = await _hits(desk, question, lanes)
    found = tuple(hit.passage for hit in hits if hit.share >= FOUND)[:MOST_SHOWN]
    near = () if found else tuple(hit.passage for hit in hits)[:MOST_OFFERED]
    means: tuple[Passage, ...] = ()
    if found and _is_counsel(head, came.by) and not outsiders:
        told = await asyncio.to_thread(desk.finder.find, Sought(question.words, NOWHERE, (Lane.COUNSEL,)), MOST_SHOWN)
        means = tuple(hit.passage for hit in told if hit.share >= FOUND)
    counsel = head.holder(Role.COUNSEL) if head else None
    shown = screens.Told(found, near, means, counsel, question.countries, outsiders)
    return Private(screens.answer(desk.library.texts, shown, at.date()))


async def _hits(desk: Desk, question: Question, lanes: tuple[Lane, ...]) -> tuple[Hit, ...]:
    """What there is on it: of the countries that it names; of none where it names none, or else of any."""
    most = MOST_SHOWN + MOST_OFFERED
    if question.countries:
        return await asyncio.to_thread(desk.finder.find, Sought(question.words, question.countries, lanes), most)
    general = await asyncio.to_thread(desk.finder.find, Sought(question.words, NOWHERE, lanes), most)
    if any(hit.share >= FOUND for hit in general):
        return general
    anywhere = (*NOWHERE, *desk.library.countries.economies)
    return await asyncio.to_thread(desk.finder.find, Sought(question.words, anywhere, lanes), most)


async def topic(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """The passage of a topic that was offered."""
    found = desk.finder.passage(came.ref.arg)
    audience = await desk.audiences.look(came.channel)
    if audience.again:
        raise Unsure("channel")
    outsiders = audience.outsiders and not audience.direct
    if found is None or found.lane is Lane.COUNSEL or (outsiders and found.lane is Lane.POSITION):
        return desk.say("stale.unknown")
    return Private(screens.answer(desk.library.texts, screens.Told((found,)), at.date()))


async def meaning(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """What it means, by direct message: to whoever holds the part of counsel now, or to the owner where nobody does."""
    if not _is_counsel(await desk.head(came.programme), came.by):
        return desk.say("ask.not_counsel")
    named = (desk.finder.passage(name) for name in came.ref.arg.split(","))
    found = [passage for passage in named if passage is not None and passage.lane is Lane.COUNSEL]
    if not found:
        return desk.say("stale.unknown")
    screen = screens.means(desk.library.texts, found, at.date())
    sent = await desk.sender.direct(came.by, screen, came.programme)
    return desk.say("ask.sent" if isinstance(sent, Sent) else "ask.not_sent")


def _is_counsel(head: Programme | None, person: PersonId) -> bool:
    return head is not None and person == (head.holder(Role.COUNSEL) or head.owner)


SHOWN: dict[str, Callable[[Desk, Pressed, dt.datetime], Awaitable[Answer]]] = {"ask": topic, "ask_means": meaning}
