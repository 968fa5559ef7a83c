"""Questions in other hands: handed to a colleague, and taken over again where that colleague does not answer."""

from __future__ import annotations

from flows.engine.asking import HANDED_FOR, ask, let_go, proceed, stand_at, waiting
from flows.engine.giving import closed, paused
from flows.engine.turn import Turn, refuse
from flows.model.effects import Mention, Note, On, Outcome, Term, Whisper, Words
from flows.model.events import Handed
from flows.model.session import Rethink, SessionState, Spot


def hand(turn: Turn, event: Handed) -> Outcome:
    """Hand a question to a colleague; the conversation goes on with the next one."""
    session, question = turn.session, turn.question(event.spot)
    barred = closed(turn, event.spot)
    if barred is not None:
        return barred
    if session.answer_at(event.spot) is not None and not turn.facts.outdated(event.spot):
        return refuse(Note("hand.answered"), buttons=("change",), session=session.id, spot=event.spot)
    holder = turn.programme.holder(question.role) if question.role is not None else None
    to = event.to or holder
    if to is None:
        return refuse(Note("stale.nothing_waits"), buttons=("continue",), session=session.id)
    if question.role is not None and holder != to:
        return refuse(Note("hand.role", {"role": Term(f"role.{question.role}")}), session=session.id, spot=event.spot)
    due = event.due or (turn.today if turn.library.answers_leak(turn.plan.flow) else turn.today + HANDED_FOR)
    if due < turn.today:
        return refuse(Note("hand.past", {"day": On(due)}), session=session.id, spot=event.spot, field="due")
    if session.pending is not None and session.pending.spot == event.spot:
        let_go(turn)
    others = tuple(a for a in session.assignments if a.spot != event.spot)
    turn.put_session(assignments=(*others, waiting(turn, event.spot, to, due)))
    turn.note("handed", spot=event.spot, person=to)
    turn.settle(event.spot)
    text = Words(session.id, event.spot, "text")
    if to != turn.by:
        told = Note("hand.told", {"who": Mention(turn.by), "question": text, "due": On(due)})
        turn.follow(Whisper(to, (told,), session.id, event.spot))
    done = Note("hand.done", {"to": Mention(to), "due": On(due), "question": text})
    if event.spot == session.spot:
        proceed(turn, event.spot, (done,))
    return turn.outcome()


def take_over(turn: Turn, spot: Spot) -> Outcome:
    """A question that waits for a colleague is put here again, to whoever is here. What was open comes after it."""
    session = turn.session
    if session.state is SessionState.PAUSED:
        return paused(turn)
    let_go(turn)
    others = tuple(a for a in session.assignments if a.spot != spot)
    turn.note("taken_over", spot=spot)
    if session.state is SessionState.DONE:  # it stays so
        turn.put_session(assignments=others, pending=Rethink(spot, turn.by))
        ask(turn, spot)
        return turn.outcome()
    turn.put_session(assignments=others)
    stand_at(turn, spot)
    if session.spot is not None:
        turn.settle(session.spot)
    ask(turn, spot)
    return turn.outcome()
