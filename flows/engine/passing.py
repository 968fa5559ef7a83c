"""What the passing of days does to what was answered: findings that look at today come and go, and a day that ran out may open a question.

A programme is woken on the morning of the first day on which any of its answers may turn one, and not before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from zoneinfo import ZoneInfo

from flows.engine.machine import Plan, plan_of
from flows.engine.ripples import follow
from flows.engine.touching import new_answers
from flows.engine.turn import Turn
from flows.model.effects import Note
from flows.model.ids import FlowId, QuestionId
from flows.model.programme import Reach
from flows.model.session import Answer, Session
from flows.model.values import Day
from flows.rules.calendar import next_morning

DAY = dt.timedelta(days=1)

Named = tuple[FlowId, Answer]
"""An answer and the flow that asked for it."""


def judge_days(turn: Turn) -> bool:
    """Judge again what the days since it was last done may have turned; whether anything moved. Where nothing can be said, it is left until
    something can."""
    since, today = turn.programme.judged, turn.today
    if since == today or turn.programme.reach is not Reach.OPEN:
        return False
    turn.put_programme(judged=today)
    if since is not None and since < today and not any(day <= today for day in _days(turn, _all_named(turn), since)):
        return False
    moved = [_judge(turn, session) for session in _live(turn)]
    return any(moved)


def _judge(turn: Turn, session: Session) -> bool:
    """Judge one run that looks at today, or at answers of others that may; whether anything in it moved."""
    turn.open_session(session.id)
    if turn.plan.turns_by_itself or turn.plan.readers:
        follow(turn, (Note("day.reopened"),), Note("day.moved"))
    moved = turn.session is not session
    turn.leave_session()
    return moved


def next_turning(turn: Turn) -> dt.datetime | None:
    """The morning of the first day on which something may turn by itself, in UTC; one that has come already where its day was not judged yet.
    None where nothing may turn."""
    judged = turn.programme.judged
    if turn.programme.reach is not Reach.OPEN:
        return None
    return turn.at if judged is None else _morning(turn, _days(turn, _all_named(turn), min(judged, turn.today)))


def wake_in_time(turn: Turn) -> None:
    """Let the programme be woken for the days that this turn's answers name, or that a run which it began asks for."""
    programme, before = turn.programme, turn.snapshot.session
    moved = [(before(session.id), session) for session in turn.moved_sessions] if programme.reach is Reach.OPEN else ()
    if any(old is None or old.flow_hash != new.flow_hash for old, new in moved):
        first = next_turning(turn)
    else:
        named = [(new.flow, answer) for old, new in moved if old is not None for answer in new_answers(old, new)]
        first = _morning(turn, _days(turn, named, turn.today)) if named else None
    if first is not None and (programme.wakes is None or first < programme.wakes):
        turn.put_programme(wakes=first)


def _live(turn: Turn) -> list[Session]:
    """The runs that still raise findings."""
    found = (turn.stored(ref.id) for ref in turn.programme.sessions)
    return [session for session in found if not session.superseded]


def _all_named(turn: Turn) -> Iterator[Named]:
    return ((session.flow, answer) for session in _live(turn) for answer in session.answers.values())


def _days(turn: Turn, named: Iterable[Named], since: dt.date) -> Iterator[dt.date]:
    """The days after ``since`` on which a condition of any run may turn: by what these answers name, or whatever was answered."""
    plans = tuple(dict.fromkeys(plan_of(turn.flow_of(ref)) for ref in turn.programme.sessions))
    if any(plan.turns_any_day for plan in plans):
        yield since + DAY
    yield from (day for plan in plans for day in plan.turns_on if day > since)
    watched = _watched(plans)
    for flow, answer in named:
        if isinstance(answer.value, Day):
            turns = (answer.value.day + days * DAY for days in watched.get((flow, answer.spot.question), ()))
            yield from (day for day in turns if day > since)


@lru_cache(maxsize=256)
def _watched(plans: tuple[Plan, ...]) -> Mapping[tuple[FlowId, QuestionId], frozenset[int]]:
    """How many days after the day of an answer a condition of any of these plans turns, by flow and question."""
    found: dict[tuple[FlowId, QuestionId], set[int]] = {}
    for plan in plans:
        for one in plan.turning:
            found.setdefault((one.flow or plan.flow.id, one.question), set()).add(one.days)
    return {question: frozenset(days) for question, days in found.items()}


def _morning(turn: Turn, days: Iterable[dt.date]) -> dt.datetime | None:
    """The morning of the first of these days."""
    first = min(days, default=None)
    if first is None:
        return None
    zone = turn.programme.settings.zone
    return next_morning(zone, dt.datetime.combine(first, dt.time.min, ZoneInfo(zone)))
