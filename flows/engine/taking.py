"""Answers that come with a row: what a row was entered with answers the questions of sections that take it (`taken:`), in every session."""

from __future__ import annotations

from flows.engine.turn import Turn
from flows.model.flow import Section
from flows.model.ids import RegisterId
from flows.model.programme import Item
from flows.model.session import Answer, AnswerState, Spot


def tell_sessions(turn: Turn, row: Item) -> None:
    """Let every session that takes such rows know of one that was entered. No session may be in hand; judging them is the caller's."""
    for ref in turn.programme.sessions:
        turn.open_session(ref.id)
        for section in (one for one in turn.plan.taking if one.each == row.register):
            _take(turn, section, row)
    turn.leave_session()


def take_known(turn: Turn) -> bool:
    """Let the session in hand, which begins now, know of the rows that were entered before it; whether there are any."""
    entered = [(section, row) for section in turn.plan.taking for row in turn.rows(section.each or RegisterId(""))]
    for section, row in entered:
        _take(turn, section, row)
    return bool(entered)


def _take(turn: Turn, section: Section, row: Item) -> None:
    """The fields of a row as answers of the session in hand, by whoever entered them."""
    told = [(question, row.fields[question.name]) for question in section.questions if question.name in row.fields]
    for question, value in told:
        spot = Spot(question.id, row.id)
        answer = Answer(spot, AnswerState.VALUE, row.by, turn.at, 1, value)
        turn.put_session(answers={**turn.session.answers, spot.key: answer})
        turn.note("answered", by=row.by, spot=spot, answer=answer)
