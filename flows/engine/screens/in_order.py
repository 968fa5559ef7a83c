"""The sections of a run in which nothing is open, in a line of its summary."""

from __future__ import annotations

from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import text
from flows.model.flow import Question
from flows.model.ids import SectionId
from flows.model.screens import Line
from flows.model.session import Answer, AnswerState, Standing
from flows.model.values import YesNo


def in_order(scene: Scene) -> tuple[Line, ...]:
    """The sections in which everything is known, nothing was found, and nothing is still to be met, shown or confirmed. None of a first response:
    in a leak nothing is to be in order."""
    if scene.library.answers_leak(scene.plan.flow):
        return ()
    bad = {finding.spot for finding in scene.session.findings}
    open_in: dict[SectionId, bool] = {}
    for question, spot in scene.facts.asked():
        answer = scene.session.answer_at(spot)
        if answer is None and question.unasked:
            continue
        stands = answer is not None and spot not in bad and _stands(scene, question, answer)
        open_in[question.section] = open_in.get(question.section, False) or not stands
    # What only asks how to go on weighs nothing and can't be in order: what it leads to stands in a section of its own.
    sections = (scene.plan.sections[section] for section, still in open_in.items() if not still)
    fine = [section.title for section in sections if any(question.weight for question in section.questions)]
    return (text(scene.texts, "summary.fine", sections=", ".join(fine)),) if fine else ()


def _stands(scene: Scene, question: Question, answer: Answer) -> bool:
    """Whether nothing is to come to an answer: it has a value without a doubt or a condition, and a paper where it can have one that a gate reads."""
    if (
        answer.state is not AnswerState.VALUE
        or answer.unsure
        or (isinstance(answer.value, YesNo) and answer.value.condition)
    ):
        return False
    ladder = scene.library.ladder
    wants = question.evidence and ladder is not None and (scene.plan.flow.id, question.id) in ladder.reads
    return not wants or answer.standing is not Standing.CLAIMED
