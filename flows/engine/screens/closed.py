"""What a run offers once it is closed for good: a new round, and to withdraw a yes that may be withdrawn."""

from __future__ import annotations

from flows.engine.screens.scene import Scene
from flows.model.screens import Button, Ref
from flows.model.session import Spot
from flows.model.values import says_yes


def is_closed(scene: Scene) -> bool:
    """Whether the run is finished for good."""
    return scene.plan.flow.closes and scene.session.finished is not None


def buttons(scene: Scene) -> tuple[Button, ...]:
    """The ways on from a closed run; none where a newer round has taken its place."""
    session, texts = scene.session, scene.texts
    if not is_closed(scene) or session.superseded:
        return ()
    withdrawable = [
        answer
        for question in scene.plan.questions.values()
        if question.withdraws
        and (answer := session.answer_at(Spot(question.id))) is not None
        and says_yes(answer.value)
    ]
    return (
        Button(Ref("new_round", session.id), texts["button.new_round"]),
        *(Button(Ref("change", session.id, one.spot, one.revision), texts["button.withdraw"]) for one in withdrawable),
    )
