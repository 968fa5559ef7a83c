"""What was said with a doubt, wherever answers are shown: marked, and below them each with the press that confirms it."""

from __future__ import annotations

from collections.abc import Iterator

from flows.engine.screens.closed import is_closed
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import answer_line, asked_line, plain, text
from flows.model.effects import Mention
from flows.model.screens import Button, Line, Part, Prose, Ref, Row, Strong
from flows.model.session import Answer

MOST_UNSURE = 4
"""What is listed with a press each before the rest is counted."""


def mark(scene: Scene, answer: Answer) -> Line:
    """What stands behind an answer that was given with a doubt; nothing behind any other."""
    return text(scene.texts, "answer.unsure") if answer.unsure else ()


def press(scene: Scene, answer: Answer) -> tuple[Button, ...]:
    """The press that confirms such an answer; none for any other, and none in a run that stays as it is."""
    if not answer.unsure or is_closed(scene):
        return ()
    return (Button(Ref("certain", scene.session.id, answer.spot, answer.revision), scene.texts["button.certain"]),)


def to_confirm(scene: Scene) -> list[Part]:
    """Each of them in the order of the questions, with its press; nothing where there is none."""
    found = list(_unsure(scene))
    if not found:
        return []
    parts: list[Part] = [Prose(((Strong(plain(text(scene.texts, "unsure.title", count=len(found)))),),))]
    for answer in found[:MOST_UNSURE]:
        words = asked_line(scene, answer.spot)
        said: Line = ("• ", *words, " ", *answer_line(scene, answer), " · ", Mention(answer.by))
        parts += [Row((said,), button) for button in press(scene, answer)] or [Prose((said,))]
    left = len(found) - MOST_UNSURE
    return [*parts, Prose((text(scene.texts, "summary.more", count=left),))] if left > 0 else parts


def _unsure(scene: Scene) -> Iterator[Answer]:
    for spot in scene.facts.spots():
        answer = scene.session.answer_at(spot)
        if answer is not None and answer.unsure:
            yield answer
