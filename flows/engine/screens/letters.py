"""A direct message that put a question to somebody, as it reads once the question was answered, withdrawn or handed on."""

from __future__ import annotations

from flows.engine.letters import waits_for
from flows.engine.own import found, is_own
from flows.engine.screens import own_questions
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import phrase, plain, text
from flows.model.effects import Mention
from flows.model.ids import PersonId
from flows.model.screens import Prose, Quiet, Screen
from flows.model.session import Spot


def settled(scene: Scene, spot: Spot, to: PersonId) -> Screen | None:
    """The letter by which ``to`` was asked, as it stands now. None while it waits for them, and where its question is no part of it any more."""
    if is_own(spot):
        one = found(scene.session, scene.actions, spot)
        return own_questions.settled_letter(scene, one, to) if one is not None else None
    if spot.question not in scene.plan.questions:
        return None
    now = waits_for(scene.session, spot)
    if now == to:
        return None
    answer, words = scene.session.answer_at(spot), phrase(scene, scene.question(spot).text, spot)
    if now is not None:
        how = text(scene.texts, "letter.with", who=Mention(now))
    elif answer is not None:
        how = text(scene.texts, "letter.answered", who=Mention(answer.by))
    else:
        how = text(scene.texts, "letter.over")
    return Screen((Prose((words,)), Quiet((how,))), plain(words))
