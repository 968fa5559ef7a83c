"""The course of a session: start, pause, go on, back, undo, review, finish, hand a question over."""

from __future__ import annotations

import datetime as dt

from flows.engine.answers import ask, proceed, take_back
from flows.engine.changing import reopen
from flows.engine.evidence import back_up
from flows.engine.lifecycle import move_stage, stage_state
from flows.engine.machine import plan_of
from flows.engine.turn import Turn, refuse
from flows.model.effects import (
    Mention,
    Note,
    On,
    OpenThread,
    Outcome,
    RefreshRoot,
    ShowReview,
    ShowSummary,
    Tell,
    Term,
    Whisper,
    Whispered,
    Words,
)
from flows.model.events import Handed, Started, UndoAsked, Verified
from flows.model.flow import Flow
from flows.model.ids import session_id
from flows.model.people import Role
from flows.model.programme import Programme, SessionRef, Settings, StageState
from flows.model.session import (
    AnswerState,
    Assignment,
    Rethink,
    Session,
    SessionState,
    Standing,
)

HANDED_FOR = dt.timedelta(days=7)
"""How long a colleague has for a question handed over without a day."""


def start(turn: Turn, event: Started) -> Outcome:
    """Start a flow, or lead to the session of it that is already there."""
    flow = turn.library.flows.get(event.flow)
    if flow is None:
        return refuse(Note("start.unknown", {"flow": event.flow}))
    if not turn.has_programme:
        _found(turn, event)
    open_one = next((ref for ref in reversed(turn.programme.sessions) if ref.flow == flow.id), None)
    if open_one is not None:
        return _lead_to(turn, open_one)
    stage = next((stage for stage in turn.library.stages if stage.flow == flow.id), None)
    if stage is not None and stage_state(turn.programme, stage) is StageState.LOCKED:
        return refuse(Note("start.locked", {"stage": stage.title, "reason": stage.closed}))
    _begin(turn, flow)
    return turn.outcome()


def _found(turn: Turn, event: Started) -> None:
    envelope = turn.envelope
    turn.found(
        Programme(
            id=envelope.programme,
            team=envelope.team,
            channel=envelope.channel,
            name=event.channel_name,
            owner=turn.by,
            started=turn.at,
            settings=Settings(zone=event.zone, locale=event.locale),
        )
    )
    turn.note("founded")


def _begin(turn: Turn, flow: Flow) -> None:
    turn.put_programme(created=turn.programme.created + 1)
    session = Session(
        id=session_id(flow.id, turn.programme.created),
        programme=turn.programme.id,
        flow=flow.id,
        flow_hash=flow.hash,
        started_by=turn.by,
        started=turn.at,
    )
    turn.begin(session, plan_of(flow))
    move_stage(turn, "started")
    turn.note("started")
    turn.follow(OpenThread(session.id))
    proceed(turn, None)


def _lead_to(turn: Turn, ref: SessionRef) -> Outcome:
    """A flow that already runs here is not started twice: a paused one goes on, any other is pointed at."""
    if ref.state is SessionState.PAUSED:
        turn.open_session(ref.id)
        return resume(turn)
    note = Note("start.done" if ref.state is SessionState.DONE else "start.running")
    return refuse(note, buttons=("review",) if ref.state is SessionState.DONE else ("continue",), session=ref.id)


def pause(turn: Turn) -> Outcome:
    """Stop asking. Nothing is lost; whoever comes back presses Resume."""
    if turn.session.state is not SessionState.ASKING:
        return refuse(Note("pause.not_asking"), session=turn.session.id)
    turn.put_session(state=SessionState.PAUSED, pending=None)
    turn.note("paused")
    if turn.session.spot is not None:
        turn.settle(turn.session.spot)
    turn.follow(
        Tell(turn.session.id, (Note("pause.done"),), None, ("resume",)),
        RefreshRoot(turn.session.id),
    )
    return turn.outcome()


def resume(turn: Turn) -> Outcome:
    """Put the open question again, at the end of the thread."""
    session = turn.session
    if session.state is SessionState.DONE:
        return refuse(Note("start.done"), buttons=("review",), session=session.id)
    if session.state is SessionState.PAUSED:
        turn.put_session(state=SessionState.ASKING)
        turn.note("resumed")
        turn.follow(RefreshRoot(session.id))
    put_again(turn)
    return turn.outcome()


def put_again(turn: Turn, notes: tuple[Note, ...] = ()) -> None:
    """Whatever is open, once more at the end of the thread: the question being changed, the open one, or the review."""
    waiting = turn.session.pending
    spot = waiting.spot if isinstance(waiting, Rethink) else turn.session.spot
    if spot is None:
        proceed(turn, None, notes)
        return
    if not isinstance(waiting, Rethink):
        turn.put_session(pending=None)
    turn.settle(spot)
    ask(turn, spot, notes)


def back(turn: Turn) -> Outcome:
    """The question answered before the one in hand, to be changed."""
    session = turn.session
    trail = [spot for spot in session.trail if turn.facts.applies(spot)]
    if isinstance(session.pending, Rethink) and session.pending.spot in trail:
        trail = trail[: trail.index(session.pending.spot)]
    if not trail:
        return refuse(Note("back.first"), session=session.id)
    if session.spot is not None:
        turn.settle(session.spot)
    reopen(turn, trail[-1])
    return turn.outcome()


def undo(turn: Turn, event: UndoAsked) -> Outcome:
    """Take the last answer back; only the last, and only while nothing came after it."""
    step = turn.session.last
    late = (
        step is not None
        and event.spot is not None
        and (step.spot != event.spot or turn.session.revision(step.spot) != event.revision)
    )
    if step is None or late or not turn.facts.applies(step.spot):
        return refuse(Note("undo.late"), buttons=("review",), session=turn.session.id)
    open_spot = turn.session.spot
    take_back(turn, step)
    if open_spot is not None:
        turn.settle(open_spot)
    turn.settle(step.spot)
    turn.put_session(state=SessionState.ASKING)
    move_stage(turn, "asked")
    if step.before is None:
        turn.put_session(spot=step.spot)
        ask(turn, step.spot, (Note("undo.done"),))
    else:
        proceed(turn, step.spot, (Note("undo.done"),))
    return turn.outcome()


def review(turn: Turn) -> Outcome:
    """All answers so far, in the thread; the open question stays open."""
    turn.follow(ShowReview(turn.session.id, turn.posting(None)))
    return turn.outcome()


def deepen(turn: Turn) -> Outcome:
    """Open the sections kept for after the core path."""
    if turn.session.deeper:
        return refuse(Note("deeper.already"), session=turn.session.id)
    turn.put_session(deeper=True, state=SessionState.ASKING)
    turn.note("deepened")
    move_stage(turn, "asked")
    proceed(turn, None)
    return turn.outcome()


def finish(turn: Turn) -> Outcome:
    """Close the session and tell the summary. Refused while a question is open or waits for a colleague."""
    session = turn.session
    if session.state is SessionState.DONE:
        return refuse(Note("finish.already"), buttons=("summary",), session=session.id)
    if session.spot is not None or session.pending is not None:
        return refuse(Note("finish.open"), buttons=("resume",), session=session.id, spot=session.spot)
    handed = turn.facts.handed()
    if handed:
        return refuse(Note("finish.handed", {"count": len(handed)}), session=session.id, spot=handed[0])
    turn.put_session(state=SessionState.DONE, finished=turn.at)
    move_stage(turn, "finished")
    turn.note("finished")
    turn.follow(ShowSummary(session.id), RefreshRoot(session.id))
    return turn.outcome()


def hand(turn: Turn, event: Handed) -> Outcome:
    """Hand a question to a colleague; the conversation goes on with the next one."""
    session = turn.session
    turn.question(event.spot)
    if session.answer_at(event.spot) is not None or not turn.facts.applies(event.spot):
        return refuse(Note("hand.answered"), buttons=("change",), session=session.id, spot=event.spot)
    due = event.due or (turn.today + HANDED_FOR)
    if due < turn.today:
        return refuse(Note("hand.past", {"day": On(due)}), session=session.id, spot=event.spot)
    others = tuple(a for a in session.assignments if a.spot != event.spot)
    turn.put_session(assignments=(*others, Assignment(event.spot, event.to, turn.by, due)), pending=None)
    turn.note("handed", spot=event.spot, person=event.to)
    turn.settle(event.spot)
    text = Words(session.id, event.spot, "text")
    if event.to != turn.by:
        told = Note("hand.told", {"who": Mention(turn.by), "question": text, "due": On(due)})
        turn.follow(Whisper(event.to, (told,), session.id, event.spot))
    if event.spot == session.spot:
        proceed(turn, event.spot, (Note("hand.done", {"to": Mention(event.to), "due": On(due), "question": text}),))
    return turn.outcome()


def verify(turn: Turn, event: Verified) -> Outcome:
    """Whoever holds the question's role (the owner where it names none) confirms what was answered."""
    question = turn.question(event.spot)
    role = question.role or Role.OWNER
    answer = turn.session.answer_at(event.spot)
    if turn.by not in (turn.programme.holder(role), turn.programme.owner):
        return refuse(Note("verify.role", {"role": Term(f"role.{role}")}), session=turn.session.id, spot=event.spot)
    if answer is None or answer.state is not AnswerState.VALUE:
        return refuse(Note("verify.nothing"), session=turn.session.id, spot=event.spot)
    if turn.programme.settings.four_eyes and answer.by == turn.by:
        return refuse(Note("verify.four_eyes"), session=turn.session.id, spot=event.spot)
    back_up(turn, event.spot, Standing.VERIFIED, ())
    return turn.outcome(Whispered((Note("verify.done", {"answer": Words(turn.session.id, event.spot, "answer")}),)))


def lost(turn: Turn) -> Outcome:
    """The thread is gone: a new one, with the same question."""
    if turn.session.state is SessionState.DONE:
        return turn.outcome()
    turn.note("thread_lost")
    turn.follow(OpenThread(turn.session.id))
    put_again(turn, (Note("thread.again"),))
    return turn.outcome()
