"""The weights that a team settles before it sees a score, and the scores that follow from them.

The weights are a row of a register that is only ever added to, so that they stand with who settled them, when, and by which content.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec

from flows.engine.facts import SessionFacts
from flows.model.flow import Library
from flows.model.ids import PersonId, RegisterId
from flows.model.programme import Item
from flows.model.scorecard import Scorecard
from flows.model.values import Number, Text
from flows.rules.scorecard import Score, score, wrong_weights

WEIGHTS = RegisterId("scorecard_weights")
CONTENT, VERSION = "content", "version"
"""The columns that say by which content the weights were settled; the others are rows of the card."""


class Settled(msgspec.Struct, frozen=True):
    """The weights of a card as a team settled them: by whom, when, and by which version of it."""

    weights: dict[str, int]
    version: int
    content: str
    by: PersonId
    at: dt.datetime


def card_for(library: Library, register: RegisterId) -> Scorecard | None:
    """The scorecard of the rows of a register; None where the content has none."""
    return next((card for card in library.scorecards.values() if card.register == register), None)


def settled(card: Scorecard, rows: Iterable[Item]) -> Settled | None:
    """The weights that were settled first; None where none were, or none that fit the rows of the card as it is now."""
    found = (_settled(row) for row in rows if row.name == card.id and not row.removed)
    return next((one for one in found if not wrong_weights(card, one.weights)), None)


def _settled(row: Item) -> Settled:
    content, version = row.fields.get(CONTENT), row.fields.get(VERSION)
    weights = {name: int(value.number) for name, value in row.fields.items() if isinstance(value, Number)}
    return Settled(
        {name: weight for name, weight in weights.items() if name != VERSION},
        int(version.number) if isinstance(version, Number) else 0,
        content.text if isinstance(content, Text) else "",
        row.by,
        row.at,
    )


def scored(card: Scorecard, facts: SessionFacts, rows: Iterable[Item]) -> Score | None:
    """How a run stands by the weights that were settled; None while none are, so that nobody weighs by the result."""
    chosen = settled(card, rows)
    return score(card, facts, chosen.weights, facts.session.item) if chosen is not None else None
