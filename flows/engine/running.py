"""The course of a session: start, pause, go on, back, undo, review, finish, and a thread that was lost."""

from __future__ import annotations

import msgspec

from flows.engine import alarm, unfounded
from flows.engine.answers import take_back
from flows.engine.apart import forget
from flows.engine.asking import ask, let_go, proceed, put_again, settle_open, stand_at, still_open
from flows.engine.changing import reopen
from flows.engine.closing import is_closed, shut, shut_at, supersede
from flows.engine.findings import judge_again
from flows.engine.giving import not_yours, paused
from flows.engine.lifecycle import move_stage, settle_stages, stage_state
from flows.engine.machine import plan_of
from flows.engine.programmes import told
from flows.engine.roles import judge_others
from flows.engine.runs import out, row_is_out, wanted_row
from flows.engine.taking import take_known
from flows.engine.turn import Turn, refuse
from flows.engine.waking import set_alarm
from flows.model.effects import Note, OpenThread, Outcome, RefreshRoot, ShowCountry, ShowSummary, Tell
from flows.model.events import Started, ThreadLost, UndoAsked
from flows.model.flow import Flow, Stage
from flows.model.ids import FlowId, ItemId, RegisterId, session_id
from flows.model.programme import Programme, SessionRef, Settings, StageState
from flows.model.session import AnswerState, Rethink, Session, SessionState, Spot, Step
from flows.rules.calendar import is_zone


def start(turn: Turn, event: Started) -> Outcome:
    """Start a flow, or lead to the session of it that is already there: that runs on, also where the content no longer has the flow."""
    flow = turn.library.flows.get(event.flow)
    stage = next((stage for stage in turn.library.stages if event.flow in stage.flows), None)
    there = _begun(turn, event.flow, event.item)
    if there is not None and not _over(there, stage) and (flow is None or flow.per is None):
        return _lead_to(turn, there)
    if flow is None:
        return refuse(Note("start.unknown", {"flow": event.flow}))
    if not turn.has_programme:
        _found(turn, event)
    if stage is not None and stage_state(turn.programme, stage) is StageState.LOCKED:
        return refuse(Note("start.locked", {"stage": stage.title, "reason": stage.closed}))
    if flow.per is not None:
        return _start_for(turn, flow, flow.per, event)
    _begin(turn, flow)
    if turn.library.answers_leak(flow):
        alarm.raised(turn)
    return turn.outcome()


def _begun(turn: Turn, flow: FlowId, item: ItemId | None) -> SessionRef | None:
    """The newest session of a flow (for a row), whatever became of it."""
    begun = reversed(turn.programme.sessions) if turn.has_programme else ()
    return next((ref for ref in begun if ref.flow == flow and ref.item == item), None)


def _start_for(turn: Turn, flow: Flow, register: RegisterId, event: Started) -> Outcome:
    """A run for one row; the one that is there already, if there is one."""
    row = wanted_row(turn, flow, register, event)
    if isinstance(row, Outcome):
        return row
    if turn.moved_rows:
        judge_others(turn, rows=True)
        settle_stages(turn)
    there = _begun(turn, flow.id, row.id)
    if there is not None:
        return _lead_to(turn, there)
    _begin(turn, flow, row.id)
    return turn.outcome()


def _over(ref: SessionRef, stage: Stage | None) -> bool:
    """Whether a session is finished whose flow starts anew each time that its occasion comes."""
    return ref.state is SessionState.DONE and stage is not None and stage.starts_on is not None


def _found(turn: Turn, event: Started) -> None:
    envelope = turn.envelope
    zone = event.zone if is_zone(event.zone) else Settings().zone
    turn.found(
        Programme(
            id=envelope.programme,
            team=envelope.team,
            channel=envelope.channel,
            name=event.channel_name,
            owner=turn.by,
            started=turn.at,
            settings=Settings(zone=zone, locale=event.locale),
        )
    )
    turn.put_programme(judged=turn.today)
    set_alarm(turn)
    turn.note("founded", about=told(turn.programme.settings))


def _begin(turn: Turn, flow: Flow, item: ItemId | None = None) -> None:
    turn.put_programme(created=turn.programme.created + 1)
    session = Session(
        id=session_id(flow.id, turn.programme.created),
        programme=turn.programme.id,
        flow=flow.id,
        flow_hash=flow.hash,
        started_by=turn.by,
        started=turn.at,
        item=item,
    )
    turn.begin(session, plan_of(flow))
    turn.note("started")
    move_stage(turn, "started")
    turn.follow(OpenThread(session.id))
    if turn.facts.country(None):
        turn.follow(ShowCountry(session.id))
    proceed(turn, None, judge_again(turn) if take_known(turn) else ())


def _lead_to(turn: Turn, ref: SessionRef) -> Outcome:
    """A flow that already runs here is not started twice: a paused one goes on, any other is pointed at."""
    if ref.state is SessionState.PAUSED:
        turn.open_session(ref.id)
        return resume(turn)
    done, flow = ref.state is SessionState.DONE, turn.library.flows.get(ref.flow)
    led = refuse(Note("start.done" if done else "start.running"), ("review" if done else "continue",), ref.id)
    if done and flow is not None and flow.closes:
        turn.open_session(ref.id)
        led = shut(turn) or led
    # A row that came back by being named is kept, though its run is there already.
    return turn.outcome(led.reply) if turn.moved_rows else led


def new_round(turn: Turn) -> Outcome:
    """A run that is closed for good is done once more, from the first question; the one before stays as it is."""
    before = turn.session
    flow = turn.library.flows.get(before.flow)
    there = _begun(turn, before.flow, before.item)
    if flow is None or not is_closed(turn):
        return refuse(Note("closed.not_yet"), buttons=("continue",), session=before.id)
    if row_is_out(turn):
        return out(turn)
    if there is not None and there.id != before.id:
        turn.open_session(there.id)
        return _lead_to(turn, there)
    _begin(turn, flow, before.item)
    return turn.outcome()


def pause(turn: Turn) -> Outcome:
    """Stop asking. Nothing is lost, not even what waits for a yes; whoever comes back presses Resume."""
    session = turn.session
    if session.state is not SessionState.ASKING:
        return refuse(Note("pause.not_asking"), session=session.id)
    turn.put_session(state=SessionState.PAUSED)
    turn.note("paused")
    settle_open(turn)
    turn.follow(Tell(session.id, (Note("pause.done"),), None, ("resume",)), RefreshRoot(session.id))
    return turn.outcome()


def resume(turn: Turn) -> Outcome:
    """Put what is open once more, at the end of the thread."""
    session = turn.session
    if session.state is SessionState.DONE and session.pending is None:
        return shut(turn) or refuse(Note("start.done"), buttons=("review",), session=session.id)
    if row_is_out(turn):
        return out(turn)
    if session.state is SessionState.PAUSED:
        turn.put_session(state=SessionState.ASKING)
        turn.note("resumed")
        turn.follow(RefreshRoot(session.id))
    put_again(turn)
    return turn.outcome()


def back(turn: Turn) -> Outcome:
    """The question answered before the one in hand, to be changed by whoever asks: those of a role that is not theirs are passed over."""
    session = turn.session
    if session.state is SessionState.PAUSED:
        return paused(turn)
    trail = [spot for spot in session.trail if _may_change(turn, spot)]
    if isinstance(session.pending, Rethink) and session.pending.spot in trail:
        trail = trail[: trail.index(session.pending.spot)]
    if not trail:
        return shut(turn) or refuse(Note("back.first"), session=session.id)
    reopen(turn, trail[-1])
    return turn.outcome()


def _may_change(turn: Turn, spot: Spot) -> bool:
    barred = shut_at(turn, spot) or not_yours(turn, spot)
    return turn.facts.applies(spot) and barred is None


def undo(turn: Turn, event: UndoAsked) -> Outcome:
    """Take the last answer back; only the last, and only while nothing came after it."""
    session = turn.session
    step = session.last
    if session.state is SessionState.PAUSED:
        return paused(turn)
    late = (
        step is not None
        and event.spot is not None
        and (step.spot != event.spot or session.revision(step.spot) != event.revision)
    )
    if step is None and event.spot is None:
        return shut(turn) or _nothing_to_undo(session)
    if step is None or late or not turn.facts.applies(step.spot):
        return shut(turn) or refuse(Note("undo.late"), buttons=("review",), session=session.id)
    barred = shut_at(turn, step.spot) if step.before is not None else None
    if barred is None and not _only_passed_over(session, step):
        barred = not_yours(turn, step.spot)
    if barred is not None:
        return barred
    notes = (Note("undo.done"), *take_back(turn, step))
    turn.settle(step.spot)
    if not still_open(turn, step.spot):
        proceed(turn, step.spot, notes)
        return turn.outcome()
    if session.spot is not None:
        turn.settle(session.spot)
    stand_at(turn, step.spot)
    ask(turn, step.spot, notes)
    return turn.outcome()


def _nothing_to_undo(session: Session) -> Outcome:
    if not session.answers:
        return refuse(Note("undo.none.empty"), session=session.id)
    return refuse(Note("undo.none"), buttons=("review",), session=session.id)


def _only_passed_over(session: Session, step: Step) -> bool:
    """Whether a step left a question open that nobody had answered: that decided nothing, so it is not the role's alone to take back."""
    return step.before is None and session.answers[step.spot.key].state is AnswerState.SKIPPED


def review(turn: Turn) -> Outcome:
    """All answers so far, in the thread; the open question stays open."""
    turn.review()
    return turn.outcome()


def deepen(turn: Turn) -> Outcome:
    """Open the sections kept for after the core path."""
    session = turn.session
    if session.state is SessionState.PAUSED:
        return paused(turn)
    barred = shut(turn)
    if barred is not None:
        return barred
    if session.deeper or not any(section.deeper for section in turn.plan.flow.sections):
        return refuse(Note("deeper.already"), session=session.id)
    let_go(turn)
    turn.put_session(deeper=True)
    turn.note("deepened")
    proceed(turn, None)
    return turn.outcome()


def finish(turn: Turn) -> Outcome:
    """Close the session and tell the summary. Refused while a question is open or waits for a colleague."""
    session = turn.session
    if session.state is SessionState.DONE:
        return refuse(Note("finish.already"), buttons=("summary",), session=session.id)
    if row_is_out(turn):
        return out(turn)
    if session.spot is not None or session.pending is not None:
        return refuse(Note("finish.open"), buttons=("resume",), session=session.id, spot=session.spot)
    if turn.plan.next_spot(turn.facts, None) is not None:
        # Something outside the session opened a question since the review was shown.
        proceed(turn, None, (Note("finish.open"),))
        return turn.outcome()
    handed = turn.facts.handed()
    if handed:
        return refuse(Note("finish.handed", {"count": len(handed)}), session=session.id, spot=handed[0])
    turn.put_session(state=SessionState.DONE, finished=turn.at, last=None, noted=False, told=())
    move_stage(turn, "finished")
    turn.note("finished")
    supersede(turn)
    forget(turn)
    turn.settle_review()
    if turn.library.answers_leak(turn.plan.flow):
        alarm.over(turn, unfounded.over_leak(turn))
    turn.follow(ShowSummary(session.id), RefreshRoot(session.id))
    return turn.outcome()


def lost(turn: Turn, event: ThreadLost) -> Outcome:
    """The thread is gone: a new one, with what could not be said any more and the same question. One that is finished gets none until there is
    something to say in it."""
    session, unsaid = turn.session, event.unsaid
    over = session.state is SessionState.DONE and session.pending is None
    if event.coming:
        turn.follow(*_said(unsaid))
        return turn.outcome()
    if over and unsaid is None:
        return turn.outcome()
    turn.note("thread_lost")
    again = Note("thread.again")
    if over and isinstance(unsaid, Tell):
        unsaid = msgspec.structs.replace(unsaid, notes=(again, *unsaid.notes))
    turn.follow(OpenThread(session.id), *_said(unsaid))
    if session.state is SessionState.PAUSED:
        turn.follow(Tell(session.id, (again, Note("stale.paused")), None, ("resume",)))
    elif not over:
        put_again(turn, (again,))
    return turn.outcome()


def _said(unsaid: Tell | ShowSummary | None) -> tuple[Tell | ShowSummary, ...]:
    return (unsaid,) if unsaid is not None else ()
