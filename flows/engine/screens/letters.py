"""A direct message that put a question to somebody, as it reads once the question was answered, withdrawn or handed on; and what a press on one
brings then."""

from __future__ import annotations

from flows.engine.letters import waits_for
from flows.engine.own import found, is_own
from flows.engine.screens import own_questions, question
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import phrase, plain, text
from flows.engine.work import by_answer
from flows.model.effects import Mention
from flows.model.ids import PersonId
from flows.model.programme import ActionState
from flows.model.screens import Button, Buttons, Prose, Quiet, Ref, Screen
from flows.model.session import Spot


def settled(scene: Scene, spot: Spot, to: PersonId) -> Screen | None:
    """The letter by which ``to`` was asked, as it stands now. None while it waits for them, and where its question is no part of it any more."""
    if is_own(spot):
        one = found(scene.session, scene.actions, spot)
        return own_questions.settled_letter(scene, one, to) if one is not None else None
    spot = scene.session.now_at(spot)
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


def opened(scene: Scene, spot: Spot, by: PersonId) -> Screen:
    """The question at ``spot``, for ``by`` to answer now. Where somebody else has it, or the work that its answer ends, that is said above it.
    Where it was answered, and no work wants another answer, by whom."""
    open_here = (one for one in scene.actions if one.state is ActionState.OPEN and one.spot == spot)
    work = [one.owner for one in open_here if by_answer(scene, one)]
    with_ = [one for one in (waits_for(scene.session, spot), *work) if one is not None]
    answer, words = scene.session.answer_at(spot), phrase(scene, scene.question(spot).text, spot)
    if answer is not None and not (with_ or work or scene.facts.wanted(spot)):
        how = text(scene.texts, "letter.answered", who=Mention(answer.by))
        change = Button(Ref("change", scene.session.id, spot, answer.revision), scene.texts["button.change"])
        return Screen((Prose((words,)), Quiet((how,)), Buttons((change,))), plain(words))
    put = question.asked(scene, spot)
    if not with_ or by in with_:
        return put
    return Screen((Prose((text(scene.texts, "letter.with", who=Mention(with_[0])),)), *put.parts), put.text)
