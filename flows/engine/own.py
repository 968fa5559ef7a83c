"""Counsel's own questions as they stand: which of a run is open, with whom, and where the flow asks whether there are any. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from flows.engine.machine import Plan
from flows.engine.readers.bare import bare
from flows.model.flow import Question
from flows.model.ids import ActionId, ItemId, PersonId
from flows.model.own_questions import OWN, OwnQuestion
from flows.model.people import Role
from flows.model.programme import Action, ActionState, ActionWhy, Programme
from flows.model.session import Session, Spot
from flows.model.values import Kind

ASKS = "own_questions"
"""The question, beside counsel's decision, whether they have any: yes once one was put."""
AS_TEXT = bare(Kind.TEXT)
"""As what an answer to one is read: free text."""


class Standing(msgspec.Struct, frozen=True):
    """A question of counsel's own, and its work: with whom it is, by when, and whether it is open."""

    asked: OwnQuestion
    work: Action

    @property
    def open(self) -> bool:
        return self.work.state is ActionState.OPEN

    @property
    def to(self) -> PersonId:
        """With whom it is, or was last."""
        return self.work.owner or self.asked.by

    @property
    def state(self) -> str:
        """Open, answered or withdrawn."""
        return "open" if self.open else "answered" if self.asked.answer is not None else "withdrawn"


def own_spot(action: ActionId) -> Spot:
    """Where the work of a question stands: a spot of its own, so that no answer of the flow closes it."""
    return Spot(OWN, ItemId(action))


def is_own(spot: Spot) -> bool:
    """Whether a spot is that of a question of counsel's own."""
    return spot.question == OWN


def asks_at(plan: Plan) -> Spot | None:
    """Where a flow asks counsel whether they have questions of their own; None where it does not."""
    of_counsel = (q for q in plan.questions.values() if asks_counsel(q))
    return next((Spot(question.id) for question in of_counsel), None)


def asks_counsel(question: Question) -> bool:
    """Whether a question is the one that asks counsel whether they have questions of their own."""
    return question.name == ASKS and question.role is Role.COUNSEL and question.kind is Kind.YES_NO


def standing(session: Session, actions: Iterable[Action]) -> Iterator[Standing]:
    """All that were put in a run, oldest first, each with its work among ``actions``."""
    work = {action.id: action for action in actions if action.why is ActionWhy.COUNSEL}
    return (Standing(one, work[one.action]) for one in session.own if one.action in work)


def found(session: Session, actions: Iterable[Action], spot: Spot | None) -> Standing | None:
    """The one whose work stands at a spot."""
    return next((one for one in standing(session, actions) if one.work.spot == spot), None)


def unworded(asked: OwnQuestion) -> OwnQuestion:
    """A question without its words and those of its answers: who asked, who answered, and when."""
    answers = (asked.answer, *asked.more)
    first, *more = (msgspec.structs.replace(one, text="") if one is not None else None for one in answers)
    return msgspec.structs.replace(asked, text="", answer=first, more=tuple(one for one in more if one is not None))


def adds(one: Standing, person: PersonId) -> bool:
    """Whether what somebody says of a question is an addition: they answered it already."""
    return not one.open and one.asked.answer is not None and one.asked.answer.by == person


def lane_of(programme: Programme) -> PersonId:
    """Who hears what belongs to counsel: counsel, or the owner where there is none."""
    return programme.holder(Role.COUNSEL) or programme.owner
