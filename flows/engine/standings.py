"""How the rows of a register stand on their scorecard, read from a programme as it is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from flows.engine.screens.scene import Scene
from flows.engine.screens.scores import Sheet, VendorScore, questionnaire
from flows.engine.screens.wording import phrase, text
from flows.engine.weights import WEIGHTS, settled
from flows.model.effects import On
from flows.model.errors import NotHere
from flows.model.flow import Library
from flows.model.ids import ItemId
from flows.model.programme import Item, Snapshot
from flows.model.scorecard import Scorecard
from flows.model.screens import Line
from flows.rules.scorecard import Score, score

SOON = dt.timedelta(days=30)
"""How far ahead what ends is told beside a score."""


def standings(snapshot: Snapshot, library: Library, card: Scorecard, now: dt.datetime) -> tuple[VendorScore, ...]:
    """Every live row with its score by the weights that were settled (by the card's own where none are), by number."""
    rows = [row for row in snapshot.items(card.register) if not row.removed]
    return tuple(_standing(snapshot, library, card, row, now) for row in rows)


def _standing(snapshot: Snapshot, library: Library, card: Scorecard, row: Item, now: dt.datetime) -> VendorScore:
    sessions = snapshot.programme.sessions if snapshot.programme is not None else ()
    ref = next((ref for ref in reversed(sessions) if ref.flow == card.flow and ref.item == row.id), None)
    if ref is None:
        return VendorScore(row.id, row.name, None)
    scene = Scene(snapshot, ref.id, library, now)
    chosen = settled(card, snapshot.items(WEIGHTS))
    weights = chosen.weights if chosen is not None else card.weights(scene.programme.profile)
    found = score(card, scene.facts, weights, row.id)
    soon = (*_soon(scene), *_aging(scene, found))
    return VendorScore(row.id, row.name, found, len(scene.session.unsettled), soon)


def _soon(scene: Scene) -> Iterator[Line]:
    """What of a vendor ends within the next weeks, as its own answers say."""
    for one in sorted(scene.session.deadlines, key=lambda one: one.day):
        reminder = scene.question(one.spot).reminds
        if reminder is not None and scene.today <= one.day <= scene.today + SOON:
            yield text(scene.texts, "score.plain.soon", what=phrase(scene, reminder.of, one.spot), day=On(one.day))


def _aging(scene: Scene, found: Score) -> Iterator[Line]:
    """The rows whose paper is too old within the next weeks, so that they count for less from then on; what has a day of its own is told above."""
    rows = [(row.ends, row.criterion) for row in found.rows if row.ends is not None and row.criterion.until is None]
    for day, criterion in sorted(rows, key=lambda one: one[0]):
        if day <= scene.today + SOON:
            key = "score.plain.ages" if criterion.dated is None else "score.plain.ages.dated"
            yield text(scene.texts, key, title=criterion.title, day=On(day))


def sheet(snapshot: Snapshot, library: Library, card: str, item: ItemId, now: dt.datetime) -> tuple[str, Sheet]:
    """The questions that are open with a row, and its name. Raises NotHere where the card or the row is gone, or has no run."""
    found = library.scorecards.get(card)
    every = standings(snapshot, library, found, now) if found is not None else ()
    one = next((one for one in every if one.item == item), None)
    if one is None or one.score is None:
        raise NotHere(f"{item} is not scored by {card} in this programme")
    return one.name, questionnaire(library.texts, one.name, one.score)
