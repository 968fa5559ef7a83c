"""What people do with a scorecard: settle its weights before the first score, and ask for the questions that are open with a vendor."""

from __future__ import annotations

from decimal import Decimal

from flows.engine.screens.scores import questionnaire
from flows.engine.turn import Turn, refuse
from flows.engine.weights import CONTENT, VERSION, WEIGHTS, settled
from flows.model.effects import Mention, Note, On, Outcome, SendQuestions, Whispered
from flows.model.events import QuestionsAsked, WeightsSettled
from flows.model.ids import ItemId
from flows.model.programme import Item
from flows.model.values import Number, Text
from flows.rules.scorecard import score, wrong_weights


def settle(turn: Turn, event: WeightsSettled) -> Outcome:
    """Somebody settles the weights, once and before the first score: kept with the content's version and in the log."""
    card = turn.library.scorecards.get(event.card)
    if card is None:
        return refuse(Note("stale.not_here"))
    before = settled(card, turn.all_rows(WEIGHTS))
    if before is not None:
        return refuse(Note("score.weights.stand", {"by": Mention(before.by), "day": On(before.at.date())}))
    weights = event.weights or card.weights(turn.programme.profile)
    if wrong_weights(card, weights):
        return refuse(Note("score.weights.sum", {"sum": sum(weights.values())}))
    number = turn.number()
    fields = {name: Number(Decimal(weight)) for name, weight in weights.items()}
    told = {VERSION: Number(Decimal(card.version)), CONTENT: Text(card.hash)}
    turn.put_item(Item(ItemId(f"{WEIGHTS}-{number}"), WEIGHTS, card.id, number, turn.by, turn.at, {**fields, **told}))
    turn.note("weights_settled", about=f"{card.id} {card.version} {card.hash}")
    return turn.outcome(Whispered((Note("score.weights.kept"),)))


def questions_asked(turn: Turn, event: QuestionsAsked) -> Outcome:
    """Somebody wants the questions that are open with a vendor as a file: to them alone, and noted."""
    card = turn.library.scorecards.get(event.card)
    name = next((row.name for row in turn.rows(card.register) if row.id == event.item), "") if card is not None else ""
    if card is None or not name:
        return refuse(Note("stale.not_here"))
    facts = turn.others.of(card.flow, event.item, None)
    if facts is None:
        return refuse(Note("score.no_run", {"name": name}))
    found = score(card, facts, card.weights(turn.programme.profile), event.item)
    if not questionnaire(turn.library.texts, name, found).rows:
        return refuse(Note("score.questions.none", {"name": name}))
    turn.note("questions_sent", about=event.item)
    turn.follow(SendQuestions(turn.by, card.id, event.item))
    return turn.outcome(Whispered((Note("score.questions.coming"),)))
