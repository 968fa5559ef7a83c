"""How far an answer reaches: the runs of later flows whose conditions read it are judged again, and opened again where it opens a question.

Only runs that read what moved are loaded; see `Neighbours.behind`.
"""

from __future__ import annotations

from collections.abc import Iterable

from flows.engine.asking import keep_course, proceed
from flows.engine.closing import is_closed
from flows.engine.findings import judge_again
from flows.engine.registers import names_rows
from flows.engine.turn import Turn
from flows.model.effects import Note, RefreshRoot, Tell
from flows.model.flow import Question
from flows.model.ids import QuestionId
from flows.model.session import SessionState, Spot


def moved_by(
    leaning: Iterable[QuestionId], everything: Iterable[QuestionId], question: Question
) -> tuple[QuestionId, ...]:
    """The questions of a flow that an answer can move: those that lean on it, or all where it also fills a part or names rows."""
    return tuple(everything if question.fills or names_rows(question) else leaning)


def ripple(turn: Turn, spot: Spot) -> None:
    """What stands at ``spot`` moved: judge the runs that read it, and take the one in hand in hand again."""
    here, plan = turn.session.id, turn.plan
    moved = moved_by(plan.leaning[spot.question], plan.questions, turn.question(spot))
    reached = tuple(turn.others.behind(plan.flow.id, moved))
    title = {"title": plan.flow.title}
    for ref in reached:
        turn.open_session(ref.id)
        before = turn.session
        follow(turn, (Note("ripple.reopened", {**title}),), Note("ripple.moved", {**title}))
        if turn.session is not before:
            turn.note("judged_again", about=f"{plan.flow.id}.{spot.key}")
    if reached:
        turn.open_session(here)


def follow(turn: Turn, reopened: tuple[Note, ...], moved: Note | None = None) -> None:
    """Judge the run in hand because of something outside it: below ``reopened`` where a finished run has a question again, else below
    ``moved`` where anything came of it. What is closed for good is judged and stays closed."""
    before = turn.session
    notes = judge_again(turn)
    again = turn.plan.next_spot(turn.facts, None) is not None
    if before.state is SessionState.DONE and not is_closed(turn) and again:
        proceed(turn, None, (*reopened, *notes))
        turn.follow(RefreshRoot(before.id))
        return
    if notes:
        turn.follow(Tell(before.id, notes if moved is None else (moved, *notes)))
    keep_course(turn)
