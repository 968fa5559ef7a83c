"""The days that answers name and that must not be missed: kept beside the answers, each with the person who has to see to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from flows.engine.turn import Turn
from flows.model.flow import Question, Reminder
from flows.model.ids import PersonId, question_id
from flows.model.people import Role
from flows.model.session import Answer, Deadline, Spot
from flows.model.values import Day, People

DAY = dt.timedelta(days=1)


def keep_deadlines(turn: Turn, spot: Spot | None) -> None:
    """Bring the session's days up to date after the answer at ``spot`` (after anything, where None)."""
    asked, known = turn.plan.reminding, turn.session.deadlines
    if not asked or not (known or spot is None or spot.question in {question.id for question in asked}):
        return
    now = tuple(_named(turn, asked))
    if now != known:
        turn.put_session(deadlines=now)


def _named(turn: Turn, asked: tuple[Question, ...]) -> Iterator[Deadline]:
    known = {one.spot: one for one in turn.session.deadlines}
    for question in asked:
        section = turn.section(question.id)
        for item in turn.facts.rounds(section):
            answer = turn.facts.answer(question.id, item)
            if question.reminds is not None and answer is not None and isinstance(answer.value, Day):
                yield _deadline(turn, question.reminds, answer, answer.value.day, known.get(answer.spot))


def _deadline(turn: Turn, reminder: Reminder, answer: Answer, day: dt.date, before: Deadline | None) -> Deadline:
    """One such day. Whoever named it today themself needs no word of it today; one that stood stays with whom it is."""
    named = _whom(turn, reminder.whom, answer)
    if before is not None and (before.day, before.named, before.matter) == (day, named, reminder.matter):
        return before
    quiet = turn.at if turn.by == named else turn.at - DAY
    return Deadline(answer.spot, reminder.matter, day, named, named, quiet)


def _whom(turn: Turn, whom: str, answer: Answer) -> PersonId:
    """Whose day it is: the owner's where the author's word names nobody yet."""
    if whom == "asker":
        return answer.by
    if whom in set(Role):
        return turn.programme.holder(Role(whom)) or turn.programme.owner
    return named_person(turn, whom, answer.spot) or turn.programme.owner


def named_person(turn: Turn, name: str, spot: Spot) -> PersonId | None:
    """The first person that the question of that name, in the same section and round, was answered with."""
    found = turn.facts.answer(question_id(turn.question(spot).section, name), spot.item)
    value = found.value if found is not None else None
    return next(iter(value.people), None) if isinstance(value, People) else None
