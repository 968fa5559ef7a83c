"""Vendors on request: how they stand side by side, to the one who asked; the weights before the first score; and questions to send on."""

from __future__ import annotations

import datetime as dt

import msgspec

from bot.service.desk import Desk
from bot.service.ports import Answer, CommandGiven, FormSent, OpenForm, Pressed, Private
from flows.engine.screens import scores
from flows.engine.screens.vendors import side_by_side, unpacked
from flows.engine.standings import standings
from flows.engine.weights import WEIGHTS, Settled, card_for, settled
from flows.model.events import QuestionsAsked, WeightsSettled
from flows.model.ids import ItemId, ProgrammeId, RegisterId
from flows.model.people import Profile
from flows.model.programme import Snapshot
from flows.model.scorecard import Scorecard
from flows.rules.names import by_name

VENDOR = RegisterId("vendor")
_QUESTIONS = "questions "


class _Seen(msgspec.Struct, frozen=True):
    """What a programme holds of its vendors. ``called``: by which names they are known, in small letters."""

    profile: Profile | None
    chosen: Settled | None
    standings: tuple[scores.VendorScore, ...]
    called: dict[str, ItemId]


async def vendors(desk: Desk, came: CommandGiven, programme: ProgrammeId, words: str, at: dt.datetime) -> Answer:
    """Vendors side by side, those named or the first few; `questions Acme` sends the questions that are open with one."""
    card = card_for(desk.library, VENDOR)
    if card is None:
        return desk.say("score.no_card")
    seen = await _seen(desk, card, programme, at)
    if not seen.standings:
        return desk.say("score.nothing")
    asks = words.casefold().startswith(_QUESTIONS)
    named, word = _named(seen, words[len(_QUESTIONS) :] if asks else words)
    texts = desk.library.texts
    if word:
        names = ", ".join(one.name for one in seen.standings)
        return desk.tell(scores.plain(scores.text(texts, "score.unknown", word=word, names=names)))
    if asks:
        receipt = await desk.turn(came, programme, QuestionsAsked(card.id, named[0].item), at)
        return await desk.answer(receipt, programme, at)
    if seen.chosen is None:
        return Private(scores.before(texts, card, seen.profile))
    shown = named[: scores.MOST_COMPARED]
    return Private(side_by_side(texts, card, seen.chosen, shown, len(named) - len(shown)))


async def how(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """How the scores that were shown are counted: points and weights, row by row."""
    name, items = unpacked(came.ref.arg)
    card = desk.library.scorecards.get(name)
    if card is None:
        return desk.say("score.no_card")
    seen = await _seen(desk, card, came.programme, at)
    shown = tuple(one for one in seen.standings if one.item in items)
    if seen.chosen is None or not shown:
        return desk.say("stale.not_here")
    return Private(scores.compared(desk.library.texts, card, seen.chosen, shown, 0))


def _named(seen: _Seen, words: str) -> tuple[tuple[scores.VendorScore, ...], str]:
    """Those whose names were said, one comma each, in that order (all where none was); and the first word that names none."""
    by_id = {one.item: one for one in seen.standings}
    said = [word.strip() for word in words.split(",") if word.strip()]
    wrong = next((word for word in said if word.casefold() not in seen.called), "")
    meant = dict.fromkeys(seen.called[word.casefold()] for word in said if word.casefold() in seen.called)
    return tuple(by_id[item] for item in meant) or seen.standings, wrong


async def _seen(desk: Desk, card: Scorecard, programme: ProgrammeId, at: dt.datetime) -> _Seen:
    def view(snapshot: Snapshot) -> _Seen:
        profile = snapshot.programme.profile if snapshot.programme is not None else None
        rows = settled(card, snapshot.items(WEIGHTS))
        live = [row for row in snapshot.items(card.register) if not row.removed]
        called = {name: row.id for name, row in by_name(live).items()}
        return _Seen(profile, rows, standings(snapshot, desk.library, card, at), called)

    return await desk.store.read(programme, view)


async def weights_form(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """The form in which the weights are chosen."""
    card, head = desk.library.scorecards.get(came.ref.arg), await desk.head(came.programme)
    if card is None or head is None:
        return desk.say("stale.not_here")
    return OpenForm(scores.weights_form(desk.library.texts, card, head.profile), came.programme)


def event_of(came: Pressed | FormSent) -> WeightsSettled | QuestionsAsked:
    """What a press about a scorecard means."""
    if came.ref.do == "questions":
        card, _, item = came.ref.arg.partition("/")
        return QuestionsAsked(card, ItemId(item))
    typed = {name: "".join(values).strip() for name, values in came.filled.values.items()}
    weights = {name: int(words) if words.isdecimal() and len(words) <= 3 else -1 for name, words in typed.items()}
    return WeightsSettled(came.ref.arg, weights)


PRESSES = frozenset({"weights", "questions"})
