"""What a part that is finished for good lacks, and the way on from there: an answer in it that may still be given, else a new round."""

from __future__ import annotations

from flows.engine.machine import plan_of
from flows.engine.phases import Phases
from flows.engine.unanswered import Lack
from flows.model.ids import FlowId, ItemId
from flows.model.programme import SessionRef
from flows.model.screens import Ref
from flows.model.session import AnswerState, SessionState, Spot

Run = tuple[FlowId, ItemId | None]
"""A part: a flow, and the row that it runs for."""


def newest(phases: Phases, run: Run | None) -> SessionRef | None:
    """The newest session of a part; None where it was not begun."""
    return next((ref for ref in reversed(phases.programme.sessions) if (ref.flow, ref.item) == run), None)


def is_final(phases: Phases, ref: SessionRef | None) -> bool:
    """Whether a session is finished and stays as it is."""
    return ref is not None and ref.state is SessionState.DONE and phases.ground.flow_of(ref).closes


def asked_there(phases: Phases, run: Run | None, lacks: frozenset[Lack]) -> frozenset[Lack]:
    """Of what is lacking, what a part asks as it was answered so far and does not know: another paper of the vendor may lack what this one
    says. Of a part that goes on all of it where it asks none so far; the same of one that was not begun."""
    facts = phases.facts.elsewhere(*run) if run is not None else None
    if run is None or facts is None:
        return lacks

    def is_open(lack: Lack) -> bool:
        flow, question, row = lack
        answer = facts.answer(question, row) if question is not None and flow == run[0] else None
        given = answer is not None and answer.state is AnswerState.VALUE
        return question is None or (flow == run[0] and facts.applies(Spot(question, row)) and not given)

    found = frozenset(filter(is_open, lacks))
    return found if found or is_final(phases, newest(phases, run)) else lacks


def onward(phases: Phases, ref: SessionRef, lacks: frozenset[Lack]) -> Ref:
    """Where a session that is final is left: an answer in it that is lacking and may still be given, else a new round."""
    questions = plan_of(phases.ground.flow_of(ref)).questions
    spots = [Spot(question, row) for _, question, row in sorted(lacks, key=str) if question is not None]
    living = next((spot for spot in spots if questions[spot.question].lives), None)
    return Ref("new_round", ref.id) if living is None else Ref("change", ref.id, living)
