"""Answers that come with a row: what a row was entered with answers the questions of sections that take it (`taken:`), in every session."""

from __future__ import annotations

from collections.abc import Iterable

from flows.engine.turn import Turn
from flows.model.flow import Section
from flows.model.programme import Item
from flows.model.session import Answer, AnswerState, Spot


def tell_sessions(turn: Turn, row: Item) -> None:
    """Let every session that takes such rows know of one that was entered. No session may be in hand; judging them is the caller's."""
    for ref in turn.programme.sessions:
        turn.open_session(ref.id)
        take_in(turn, (row,))
    turn.leave_session()


def take_known(turn: Turn) -> None:
    """Let the session in hand, which begins now, know of the rows that were entered before it."""
    for section in turn.plan.taking:
        if section.each is not None:
            take_in(turn, turn.rows(section.each))


def take_in(turn: Turn, rows: Iterable[Item]) -> None:
    """The fields of rows as answers of the session in hand, by whoever entered them. An answer that stands is left alone."""
    for row in rows:
        for section in turn.plan.taking:
            if section.each == row.register:
                _take(turn, section, row)


def _take(turn: Turn, section: Section, row: Item) -> None:
    for question in section.questions:
        spot, value = Spot(question.id, row.id), row.fields.get(question.name)
        if value is None or turn.session.answer_at(spot) is not None:
            continue
        answer = Answer(spot, AnswerState.VALUE, row.by, turn.at, 1, value)
        turn.put_session(answers={**turn.session.answers, spot.key: answer})
        turn.note("answered", by=row.by, spot=spot, answer=answer)
