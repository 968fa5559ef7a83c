"""How far one is in the part of a run that is open: counted so that it never jumps, and never says less than may come."""

from __future__ import annotations

from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import item_name, text
from flows.model.flow import Question
from flows.model.ids import ItemId
from flows.model.screens import Line
from flows.model.session import Spot
from flows.rules.conditions import judge


def place(scene: Scene, spot: Spot) -> tuple[int, int, bool]:
    """Which of how many questions of its part (for the item at hand) one is, and whether fewer may be asked: what an answer to come still
    decides counts among them, so that the number may fall and does not grow."""
    before, all_of_them, sure = 0, 0, 0
    for question in scene.plan.sections[scene.question(spot).section].questions:
        asked = _is_asked(scene, question, spot.item)
        before += question.id == spot.question and all_of_them
        all_of_them += asked is not False or question.id == spot.question
        sure += asked is True or question.id == spot.question
    return before + 1, all_of_them, sure < all_of_them


def _is_asked(scene: Scene, question: Question, item: ItemId | None) -> bool | None:
    return True if question.only_when is None else judge(question.only_when, scene.facts, item)


def place_line(scene: Scene, spot: Spot) -> Line:
    """The same in words, with the part that it is of; of a part that is asked about each item, for which of them this is."""
    number, total, at_most = place(scene, spot)
    section = scene.plan.sections[scene.question(spot).section]
    key = "question.place.most" if at_most else "question.place"
    line = text(scene.texts, key, number=number, total=total, section=section.title)
    rounds = scene.facts.rounds(section)
    if spot.item is None or spot.item not in rounds:
        return line
    name, after = item_name(scene, spot.item), len(rounds) - rounds.index(spot.item) - 1
    return (
        *line,
        *text(scene.texts, "question.place.more" if after else "question.place.last", name=name, count=after),
    )
