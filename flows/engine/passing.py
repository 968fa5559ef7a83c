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
from flows.engine.turn import Turn
from flows.model.effects import Note
from flows.model.ids import FlowId, QuestionId
from flows.model.session import Session
from flows.model.values import Day
from flows.rules.calendar import next_morning

DAY = dt.timedelta(days=1)


def judge_days(turn: Turn) -> bool:
    """Judge again whatever the days since it was last done may have turned; whether anything was looked at."""
    since, today = turn.programme.judged, turn.today
    if since == today:
        return False
    turn.put_programme(judged=today)
    if since is not None and since < today and not any(day <= today for day in _days(turn, _live(turn), since)):
        return False
    for session in _live(turn):
        turn.open_session(session.id)
        if turn.plan.turning or turn.plan.turns_any_day:
            follow(turn, Note("day.reopened"), Note("day.moved"))
    turn.leave_session()
    return True


def next_turning(turn: Turn) -> dt.datetime | None:
    """The morning of the first day after today on which something may turn by itself, in UTC; None where nothing may."""
    return _morning(turn, _days(turn, _live(turn), turn.today))


def wake_in_time(turn: Turn) -> None:
    """Let the programme be woken for the days that this turn's answers name."""
    moved = (session for session in turn.moved_sessions if not session.superseded and _answered(turn, session))
    first, wakes = _morning(turn, _days(turn, moved, turn.today)), turn.programme.wakes
    if first is not None and (wakes is None or first < wakes):
        turn.put_programme(wakes=first)


def _live(turn: Turn) -> list[Session]:
    """The runs that still raise findings."""
    found = (turn.stored(ref.id) for ref in turn.programme.sessions)
    return [session for session in found if not session.superseded]


def _answered(turn: Turn, after: Session) -> bool:
    before = turn.snapshot.session(after.id)
    return before is None or before.answers is not after.answers


def _days(turn: Turn, sessions: Iterable[Session], since: dt.date) -> Iterator[dt.date]:
    """The days after ``since`` on which answers of these runs may turn a condition of any run."""
    plans = {ref.flow_hash: plan_of(turn.flow_of(ref)) for ref in turn.programme.sessions}
    watched = _watched(tuple(plans.values()))
    if any(plan.turns_any_day for plan in plans.values()):
        yield since + DAY
    for session in sessions:
        for answer in session.answers.values():
            if isinstance(answer.value, Day):
                day = answer.value.day
                for days in watched.get((session.flow, answer.spot.question), ()):
                    if day + days * DAY > since:
                        yield day + days * DAY


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
