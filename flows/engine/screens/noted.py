"""What came of the answer before, above what comes next in the same message."""

from __future__ import annotations

from flows.engine.screens.scene import Scene
from flows.engine.screens.unsure import press
from flows.engine.screens.wording import said
from flows.model.effects import Note
from flows.model.screens import Button, Buttons, Part, Prose, Ref


def noted(scene: Scene, notes: tuple[Note, ...]) -> list[Part]:
    """The notes as parts, with Undo where they are of a typed answer; none where nothing was noted."""
    told = tuple(said(scene, note) for note in notes)
    return [Prose(told), *_ways(scene)] if told else []


def _ways(scene: Scene) -> tuple[Buttons, ...]:
    """Undo, beside what was noted of a typed answer: a slip of the tongue is seen here first. Beside what was said with a doubt, to confirm it."""
    last = scene.session.last
    answer = scene.session.answer_at(last.spot) if last else None
    if answer is None or not answer.raw:
        return ()
    ref = Ref("undo", scene.session.id, answer.spot, answer.revision)
    return (Buttons((*press(scene, answer), Button(ref, scene.texts["button.undo"]))),)
