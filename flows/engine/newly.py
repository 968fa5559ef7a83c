"""Names that a reply would make new rows of, where it is more likely that something else was meant: they are asked back before they are rows."""

from __future__ import annotations

from collections.abc import Iterable

from flows.engine.readers import Heard, Read, Unclear
from flows.engine.readers.heard import one_of_these
from flows.engine.readers.wording import key
from flows.engine.turn import Turn
from flows.model.flow import Library, Question
from flows.model.session import Reading, Spot
from flows.model.values import Given, NewItems


def is_inventory(library: Library, question: Question) -> bool:
    """Whether a register is filled by the question in the first place: it asks for many and marks none, or no other names rows of that register."""
    others = (
        one
        for flow in library.flows.values()
        for section in flow.sections
        for one in section.questions
        if one.adds and one.register == question.register and one != question
    )
    return (question.many and not question.sets) or not any(others)


def as_new(turn: Turn, spot: Spot, heard: Heard) -> Heard:
    """A reply that names only what is no row yet: asked back at a question that does not fill the register in the first place, where that has rows;
    and where something else that was said of the question waits for a yes and none of it is named, with that first."""
    question = turn.question(spot)
    values = heard.values if isinstance(heard, Unclear) else (heard.value,) if isinstance(heard, Read) else ()
    if not question.adds or not values or not all(isinstance(one, NewItems) and not one.known for one in values):
        return heard
    hedged = isinstance(heard, Read | Unclear) and heard.hedged
    stood = _waiting(turn, spot)
    if stood and not set(_called(stood)) & set(_called(values)):
        return Unclear(one_of_these([*stood, *values]).values, hedged)
    rows = turn.rows(question.register) if question.register is not None else ()
    return Unclear(values, hedged) if rows and not is_inventory(turn.library, question) else heard


def _waiting(turn: Turn, spot: Spot) -> tuple[Given, ...]:
    """What was said of a question and waits for a yes: in the thread, or of whoever replies now to the bot alone."""
    waiting = (turn.session.pending, *(one for one in turn.session.doubted if one.draft.by == turn.by))
    readings = (one for one in waiting if isinstance(one, Reading) and one.spot == spot)
    return tuple(value for one in readings for value in (one.draft.given, *one.others) if value is not None)


def _called(values: Iterable[Given]) -> Iterable[str]:
    """The names that are no rows yet, as keys."""
    return (key(name) for value in values if isinstance(value, NewItems) for name in value.names)
