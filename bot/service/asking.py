"""`/ringfence ask`, and a question put to the bot: answered from our own content alone, to the one who asks.

What a team answered is never looked at, but for the names in its lists, which tell a question about its own programme, and for the words on whose
meaning it agreed with its vendors, which come first and are cited as its own; and neither the question nor what was found is kept or logged.
What it means in law goes by direct message to whoever holds the part of counsel, and nowhere else.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Sequence

import msgspec

from bot.service import bearings, deliveries, playbook, sharing
from bot.service.desk import Desk
from bot.service.elsewhere import nothing_here
from bot.service.finder import Finder
from bot.service.ports import Answer, CommandGiven, Pressed, Private, Unsure
from bot.service.starting import leak_flow
from flows.engine.listing import Shelves
from flows.engine.passages import ASK
from flows.engine.readers import tells_of_leak
from flows.engine.readers.own import NAMED, asks_of_own, names
from flows.engine.readers.questions import Question, asked, asks_for_meaning, asks_of_playbook, asks_what_this_is
from flows.engine.readers.wording import key
from flows.engine.screens import ask as screens
from flows.engine.screens.asides import MOST_CARRIED
from flows.engine.screens.glossary import GLOSSARY, word_of
from flows.model.askings import MeaningAsked
from flows.model.effects import Posting
from flows.model.ids import PersonId, ProgrammeId
from flows.model.passage import Found, Hit, Lane, Passage, Sought
from flows.model.people import Role
from flows.model.programme import Item, Programme, Snapshot
from flows.model.screens import Button, Buttons, Ref, Screen
from flows.model.sendings import SendMeaning
from state.records import AddressKind

FOUND, FOUND_UNNAMED, FOUND_ELSEWHERE, NAMED_ELSEWHERE, FOUND_HELD = 0.45, 0.55, 0.6, 0.3, 0.8
"""Of what was asked, the share that a passage speaks of at least to answer it: where its title or its keys name some of it; where only its text
does; of a country; of a country, where the title names some of it; of what hardly any passage holds. Tuned on half of tests/bot/asked.yaml."""
FOUND_GENERAL = 0.6
"""And where a country is named, and what speaks of it is about none."""
NEAR = 0.2
"""The share from which a topic is offered where nothing answers."""
NEAR_BEST = 0.65
"""Of the share of what answers best, how much a further passage has at least."""
MUCH_BETTER = 0.25
"""By how much more of what was asked something speaks that is of no country, to come before what the country says."""
MOST_SHOWN, MOST_OFFERED = 3, 3
"""Passages of an answer, and topics offered where there is none."""
MOST_WEIGHED = 40
"""Passages that are weighed."""
NOWHERE = ("",)
"""About no country."""


async def ask(desk: Desk, came: CommandGiven, programme: ProgrammeId, words: str, at: dt.datetime) -> Answer:
    """Answer a question. No programme is needed. What may be shown to whom is for the gates of a programme to say. Raises Unsure."""
    of_gates = await sharing.put(desk, came, programme, words, at)
    if of_gates is not None:
        return of_gates
    if asks_what_this_is(words):
        return await bearings.told(desk, came, programme, at)
    head = await desk.head(programme)
    clause = asks_of_playbook(words)
    if clause is not None and head is not None and playbook.may_read(head, came.by):
        return await playbook.asked_for(desk, head, clause, question=True)
    about = asks_of_own(words, await named_rows(desk, programme) if head is not None else ())
    if about is not None and head is None:
        return await nothing_here(desk, came)
    if about is not None:
        return Private(screens.own(desk.library.texts, about, gated=desk.library.ladder is not None))
    question = asked(words, head.settings.locale if head else "en_GB", desk.library.guide.places)
    if not question.said and not question.countries:
        return desk.say("ask.usage")
    audience = await desk.audiences.look(came.channel)
    if audience.again:
        raise Unsure("channel")
    outsiders = audience.outsiders and not audience.direct
    lanes = (Lane.PUBLIC,) if outsiders else (Lane.PUBLIC, Lane.POSITION)
    weighs = await weighed(desk.finder, question, tuple(desk.library.countries.economies), lanes)
    team = await agreed_words(desk, programme, words, at) if head is not None and not audience.outsiders else ()
    if not question.words and not weighs.found and not team:
        return desk.say("ask.usage")
    means: tuple[Passage, ...] = ()
    if weighs.found and _is_counsel(head, came.by) and not outsiders:
        told = await asyncio.to_thread(
            desk.finder.find, Sought(question.words, NOWHERE, (Lane.COUNSEL,), question.said), MOST_SHOWN
        )
        means = tuple(hit.passage for hit in told.hits if hit.share >= FOUND)
    counsel = head.holder(Role.COUNSEL) if head else None
    leak = tells_of_leak(words, strictly=False) and not audience.direct and leak_flow(desk.library) is not None
    shown = screens.Told(
        weighs.found,
        () if team else weighs.near,
        means,
        counsel,
        counsel == came.by,
        question.countries,
        outsiders,
        leak,
        general=weighs.general,
        beyond="" if team else weighs.beyond,
        team=team,
    )
    return Private(screens.answer(desk.library.texts, shown, at.date()))


async def named_rows(desk: Desk, programme: ProgrammeId) -> tuple[Item, ...]:
    """The rows of a programme that a question may name; nothing else of a programme is looked at."""

    def view(snapshot: Snapshot) -> tuple[Item, ...]:
        return tuple(row for register in NAMED for row in snapshot.items(register) if not row.removed)

    return await desk.store.read(programme, view)


async def agreed_words(desk: Desk, programme: ProgrammeId, words: str, at: dt.datetime) -> tuple[screens.Agreed, ...]:
    """The words of the team's own list whose meaning is asked for, as that list has them. For the team alone: who asks must be sure of that."""
    if not asks_for_meaning(words):
        return ()
    line = key(words)

    def view(snapshot: Snapshot) -> tuple[screens.Agreed, ...]:
        head = snapshot.programme
        shelves = Shelves(snapshot, head, desk.library, at) if head is not None else None
        shelf = shelves.view(GLOSSARY) if shelves is not None else None
        if shelves is None or shelf is None:
            return ()
        rows = (row for row in shelves.rows(shelf) if isinstance(row.of, Item) and not row.of.removed)
        return tuple(word_of(shelves, shelf, row) for row in rows if isinstance(row.of, Item) and names(line, row.of))

    return await desk.store.read(programme, view)


class Weighed(msgspec.Struct, frozen=True, omit_defaults=True):
    """What answers a question, the best first; where nothing does, what comes near it. ``general``: of no country, though some were named.
    ``beyond``: what is told of something that was asked for and that our sources do not hold."""

    found: tuple[Passage, ...] = ()
    near: tuple[Passage, ...] = ()
    general: bool = False
    beyond: str = ""


async def weighed(finder: Finder, question: Question, countries: tuple[str, ...], lanes: tuple[Lane, ...]) -> Weighed:
    """What there is on a question: of the countries that it names, else of none, else of any. ``countries``: all that there are, by code."""

    async def look(where: tuple[str, ...]) -> Found:
        sought = Sought(question.words, where, lanes, question.said, question.names)
        return await asyncio.to_thread(finder.find, sought, MOST_WEIGHED)

    here = await look(NOWHERE)
    found = _best(_held(here) if here.beyond else [hit for hit in here.hits if _answers(hit)])
    if question.countries:
        there = await look(question.countries)
        local = _best(_held(there) if there.beyond else _of_country(there.hits))
        # What a country says of the matter comes first, unless it hardly speaks of what was asked.
        if local and (not found or _most(local) >= _most(found) - MUCH_BETTER):
            return Weighed(_passages(local))
    if question.countries:
        found = [hit for hit in found if hit.share >= FOUND_GENERAL]
    if found:
        return Weighed(_passages(found), general=bool(question.countries))
    near = tuple(hit.passage for hit in here.hits if hit.share >= NEAR)[:MOST_OFFERED]
    if here.beyond:
        return Weighed((), near, beyond=here.beyond)
    if not question.countries:
        anywhere = await look(countries)
        found = _best([hit for hit in anywhere.hits if _answers(hit)])
    return Weighed(_passages(found), () if found else near)


def _of_country(hits: Sequence[Hit]) -> list[Hit]:
    """What a country says: there is a value for each matter, so that its name alone is enough, and comes first."""
    named = [hit for hit in hits if hit.named and hit.share >= NAMED_ELSEWHERE]
    told = named or [hit for hit in hits if hit.share >= FOUND_ELSEWHERE]
    return sorted(
        told, key=lambda hit: (-round(hit.share, 1), hit.passage.id.endswith(ASK))
    )  # a fact before what counsel is asked


def _most(hits: Sequence[Hit]) -> float:
    return max(hit.share for hit in hits)


def _passages(hits: Sequence[Hit]) -> tuple[Passage, ...]:
    return tuple(hit.passage for hit in hits)


def _held(found: Found) -> list[Hit]:
    """What answers a question for something that hardly any passage holds."""
    return [hit for hit in found.hits if hit.held and hit.share >= FOUND_HELD]


def _answers(hit: Hit) -> bool:
    """Whether a passage says enough of what was asked: less where its title or its keys name some of it, more where only its text does."""
    return hit.share >= (FOUND if hit.named else FOUND_UNNAMED)


def _best(hits: Sequence[Hit]) -> Sequence[Hit]:
    """Nothing beside the best that says much less of what was asked."""
    least = NEAR_BEST * max((hit.share for hit in hits), default=0.0)
    return [hit for hit in hits if hit.share >= least][:MOST_SHOWN]


def offered(desk: Desk, answer: Answer, words: str) -> Answer:
    """A private note on a question that was put to nobody, with a press that answers it. The question is in the press alone, and kept nowhere."""
    if not isinstance(answer, Private) or len(words) > MOST_CARRIED:
        return answer
    press = Buttons((Button(Ref("ask_it", arg=words), desk.library.texts["button.ask_it"]),))
    return msgspec.structs.replace(answer, screen=Screen((*answer.screen.parts, press), answer.screen.text))


async def asked_of_nobody(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """It was put to the bot after all."""
    given = CommandGiven(
        key=came.key,
        team=came.team,
        by=came.by,
        by_team=came.by_team,
        channel=came.channel,
        text=came.ref.arg,
        channel_name="",
        trigger=came.trigger,
        answer_url=came.answer_url,
    )
    return await ask(desk, given, came.programme, came.ref.arg, at)


async def topic(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """The passage of a topic that was offered."""
    found = await asyncio.to_thread(desk.finder.passage, came.ref.arg)
    audience = await desk.audiences.look(came.channel)
    if audience.again:
        raise Unsure("channel")
    outsiders = audience.outsiders and not audience.direct
    if found is None or found.lane is Lane.COUNSEL or (outsiders and found.lane is Lane.POSITION):
        return desk.say("stale.unknown")
    return Private(screens.answer(desk.library.texts, screens.Told((found,)), at.date()))


async def meaning(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """What it means, by direct message: to whoever holds the part of counsel now, or to the owner where nobody does."""
    passages = tuple(came.ref.arg.split(","))
    if not await _of_counsel(desk, passages):
        return desk.say("stale.unknown")
    receipt = await desk.turn(came, came.programme, MeaningAsked(passages), at)
    return await desk.answer(receipt, came.programme, at)


async def composed(desk: Desk, posting: Posting, effect: SendMeaning, now: dt.datetime) -> deliveries.Delivery:
    """The same when it is sent; nothing to who is not counsel any more, or where a passage is gone."""
    found = await _of_counsel(desk, effect.passages)
    if not found or not _is_counsel(await desk.head(posting.programme), effect.to):
        return deliveries.Nothing()
    screen = screens.means(desk.library.texts, found, now.date())
    return deliveries.Direct(effect.to, screen, AddressKind.COUNSEL)


async def _of_counsel(desk: Desk, passages: tuple[str, ...]) -> list[Passage]:
    """The passages of the counsel lane among these."""
    found = [await asyncio.to_thread(desk.finder.passage, name) for name in passages]
    return [passage for passage in found if passage is not None and passage.lane is Lane.COUNSEL]


def _is_counsel(head: Programme | None, person: PersonId) -> bool:
    return head is not None and person == (head.holder(Role.COUNSEL) or head.owner)


SHOWN: dict[str, Callable[[Desk, Pressed, dt.datetime], Awaitable[Answer]]] = {
    "ask": topic,
    "ask_it": asked_of_nobody,
    "ask_means": meaning,
}
