"""One event in, one outcome out: the front door of the engine. Pure; decides nothing itself but who does.

The same snapshot, envelope and library always give the same outcome. A refused event changes nothing.
"""

from __future__ import annotations

from typing import assert_never

import msgspec

from flows.engine import erasing, importing, own_asking, rows
from flows.engine.apart import barred_change, given_apart, vendor_read
from flows.engine.approvals import renew_approvals
from flows.engine.certain import doubtless
from flows.engine.changing import drop, reopen
from flows.engine.closing import shut_at
from flows.engine.correcting import corrected
from flows.engine.evidence import fingerprinted, verify
from flows.engine.figures import entered
from flows.engine.gating import gated
from flows.engine.giving import closed, give, gone, not_yours, paused
from flows.engine.handing import hand, take_over
from flows.engine.lapsing import judge_phases
from flows.engine.leaving import claimed, left, offered, stepped_out
from flows.engine.migrating import rest, upgrade
from flows.engine.passing import wake_in_time
from flows.engine.placing import placed
from flows.engine.programmes import (
    exported,
    hidden,
    moved,
    outsiders,
    reach_changed,
    renamed,
    role_given,
    settings_changed,
    undelivered,
)
from flows.engine.reopening import countries_moved
from flows.engine.replies import edited, replied
from flows.engine.running import back, deepen, finish, lost, new_round, pause, resume, review, start, undo
from flows.engine.scoring import questions_asked, settle
from flows.engine.sending import asked_for
from flows.engine.settling import settled, taken_up
from flows.engine.sharing import asked, disclosed
from flows.engine.touching import may_move_phases
from flows.engine.turn import Turn, refuse
from flows.engine.waiting import confirmed, dropped_alone
from flows.engine.waking import digest_changed, digest_sent, ticked
from flows.engine.work import work_done, work_given, work_moved, work_undone
from flows.model.askings import HideAsked, MeaningAsked, ReadingsAsked, SheetAsked
from flows.model.effects import Note, Outcome
from flows.model.erasure_events import EraseAsked, EraseConfirmed, EraseDropped, HoldSet
from flows.model.errors import NotHere
from flows.model.events import (
    ActionClosed,
    ActionReopened,
    Answered,
    AnsweredApart,
    BackAsked,
    ChangeAsked,
    Confirmed,
    CountriesMoved,
    Deepened,
    DigestChanged,
    DigestSent,
    Dropped,
    Edited,
    Envelope,
    Exported,
    FigureEntered,
    Fingerprinted,
    Finished,
    Handed,
    Looked,
    Moved,
    NewRound,
    NotSure,
    OutsidersSeen,
    Paused,
    ProgrammeEvent,
    QuestionsAsked,
    ReachChanged,
    Renamed,
    Replied,
    Resumed,
    ReviewAsked,
    RoleGiven,
    SessionEvent,
    SettingsChanged,
    Skipped,
    Started,
    ThreadLost,
    Ticked,
    Undelivered,
    UndoAsked,
    VendorRead,
    Verified,
    WeightsSettled,
    WorkGiven,
    WorkMoved,
)
from flows.model.flow import Library
from flows.model.ladder_events import (
    ApprovalGiven,
    ClassSet,
    ExceptionGranted,
    LiftAsked,
    LossReported,
    PhaseClosed,
    PhaseRequested,
    ProofRecorded,
)
from flows.model.leaving_events import OwnerClaimed, OwnerOffered, PersonLeft, SteppedOut
from flows.model.own_questions import CounselAnswered, CounselAsked, CounselDone, CounselWithdrew
from flows.model.placing import Placed
from flows.model.programme import Programme, Snapshot
from flows.model.rowevents import (
    RegisterExported,
    RowAdded,
    RowBroughtBack,
    RowRenamed,
    RowsImported,
    RowTakenOut,
)
from flows.model.session import AnswerState, Draft, SessionState, Spot
from flows.model.settling import FindingSettled, FindingTakenUp
from flows.model.sharing import Disclosed, DisclosureCorrected, ShareAsked
from flows.model.upgrades import Upgraded, UpgradeRested


def advance(snapshot: Snapshot, envelope: Envelope, library: Library) -> Outcome:
    """What follows from an event. Raises nothing for what a person may do; an event about something that is not here is refused kindly."""
    turn = Turn(snapshot, envelope, library)
    event = envelope.event
    try:
        if isinstance(event, ProgrammeEvent):
            return _with_what_follows(turn, _programme_event(turn, event))
        turn.open_session(event.session)
        outcome = _session_event(turn, _as_named_now(turn, event))
        return _with_what_follows(turn, outcome, phases=may_move_phases(turn))
    except NotHere:
        return refuse(Note("stale.not_here"), buttons=("continue",) if turn.has_programme else ("start",))


def _as_named_now(turn: Turn, event: SessionEvent) -> SessionEvent:
    """The event at the spot where that is now which its button, or the letter that it answers, names as it was."""
    spot = getattr(event, "spot", None)
    now = turn.session.now_at(spot) if isinstance(spot, Spot) else spot
    return event if now == spot else msgspec.structs.replace(event, spot=now)


def _with_what_follows(turn: Turn, outcome: Outcome, *, phases: bool = True) -> Outcome:
    """The same, with what it does to ``phases`` that were opened and to requests that they open, and to when the programme is to be woken."""
    if outcome.refused or not outcome.saves or not turn.has_programme:
        return outcome
    wake_in_time(turn)
    moved = phases and judge_phases(turn)
    if _who_decides(turn.snapshot.programme) != _who_decides(turn.programme):
        moved = renew_approvals(turn) or moved
    whole = turn.outcome(outcome.reply)
    # Where no phase moved one may still have another end, or another reason: kept, though there is nothing to show.
    return whole if moved else msgspec.structs.replace(outcome, saves=whole.saves)


def _who_decides(programme: Programme | None) -> tuple[object, ...]:
    """What of a programme says whose word a request wants."""
    return (programme.owner, programme.roles, programme.settings.four_eyes) if programme is not None else ()


def _programme_event(turn: Turn, event: ProgrammeEvent) -> Outcome:
    match event:
        case Started():
            return start(turn, event)
        case RoleGiven():
            return role_given(turn, event)
        case SettingsChanged():
            return settings_changed(turn, event)
        case OutsidersSeen():
            return outsiders(turn, event)
        case ReachChanged():
            return reach_changed(turn, event)
        case Renamed(name=name):
            return renamed(turn, name)
        case Moved():
            return moved(turn, event)
        case PersonLeft():
            return left(turn, event)
        case SteppedOut():
            return stepped_out(turn, event)
        case OwnerOffered():
            return offered(turn)
        case OwnerClaimed():
            return claimed(turn)
        case EraseAsked() | EraseConfirmed() | EraseDropped() | HoldSet():
            return erasing.happened(turn, event)
        case Exported():
            return exported(turn)
        case HideAsked():
            return hidden(turn)
        case Looked():
            return _looked(turn)
        case Ticked():
            return ticked(turn, event)
        case DigestChanged():
            return digest_changed(turn, event)
        case DigestSent():
            return digest_sent(turn, event)
        case Undelivered():
            return undelivered(turn, event)
        case FigureEntered():
            return entered(turn, event)
        case ShareAsked():
            return asked(turn, event)
        case Disclosed():
            return disclosed(turn, event)
        case DisclosureCorrected():
            return corrected(turn, event)
        case (
            PhaseRequested()
            | ApprovalGiven()
            | PhaseClosed()
            | ExceptionGranted()
            | LiftAsked()
            | ProofRecorded()
            | LossReported()
            | ClassSet()
        ):
            return gated(turn, event)
        case WeightsSettled():
            return settle(turn, event)
        case QuestionsAsked():
            return questions_asked(turn, event)
        case CountriesMoved():
            return countries_moved(turn)
        case RowAdded() | RowRenamed() | RowTakenOut() | RowBroughtBack() | RegisterExported():
            return rows.happened(turn, event)
        case SheetAsked() | ReadingsAsked() | MeaningAsked():
            return asked_for(turn, event)
        case RowsImported():
            return importing.imported(turn, event)
        case _:
            assert_never(event)


def _session_event(turn: Turn, event: SessionEvent) -> Outcome:
    match event:
        case Answered() | NotSure() | Skipped() | Replied() | Edited() | Confirmed() | Dropped() | ChangeAsked():
            return _answering(turn, event)
        case BackAsked():
            return back(turn)
        case UndoAsked():
            return undo(turn, event)
        case Paused():
            return pause(turn)
        case Resumed():
            return resume(turn)
        case ReviewAsked():
            return review(turn)
        case Deepened():
            return deepen(turn)
        case Finished():
            return finish(turn)
        case AnsweredApart():
            return given_apart(turn, event)
        case VendorRead():
            return vendor_read(turn, event)
        case NewRound():
            return new_round(turn)
        case Handed():
            return hand(turn, event)
        case Verified(doubt=True):
            return doubtless(turn, event)
        case Verified():
            return verify(turn, event)
        case Placed():
            return placed(turn, event)
        case Fingerprinted():
            return fingerprinted(turn, event)
        case ActionClosed():
            return work_done(turn, event)
        case ActionReopened():
            return work_undone(turn, event)
        case WorkMoved():
            return work_moved(turn, event)
        case WorkGiven():
            return work_given(turn, event)
        case ThreadLost():
            return lost(turn, event)
        case Upgraded(to=to):
            return upgrade(turn, to)
        case UpgradeRested():
            return rest(turn)
        case FindingSettled():
            return settled(turn, event)
        case FindingTakenUp():
            return taken_up(turn, event)
        case CounselAsked() | CounselAnswered() | CounselWithdrew() | CounselDone():
            return own_asking.happened(turn, event)
        case _:
            assert_never(event)


def _answering(
    turn: Turn, event: Answered | NotSure | Skipped | Replied | Edited | Confirmed | Dropped | ChangeAsked
) -> Outcome:
    match event:
        case Answered(spot=spot, revision=revision, given=given, raw=raw, papers=papers):
            return give(turn, Draft(spot=spot, by=turn.by, given=given, raw=raw, papers=papers), revision)
        case NotSure(spot=spot, revision=revision):
            return give(turn, Draft(spot=spot, by=turn.by, state=AnswerState.NOT_SURE), revision)
        case Skipped(spot=spot, revision=revision):
            return give(turn, Draft(spot=spot, by=turn.by, state=AnswerState.SKIPPED), revision)
        case Replied():
            return replied(turn, event)
        case Edited():
            return edited(turn, event)
        case Confirmed():
            return confirmed(turn, event)
        case Dropped():
            return _dropped(turn, event)
        case ChangeAsked():
            return _change_asked(turn, event)
        case _:
            assert_never(event)


def _dropped(turn: Turn, event: Dropped) -> Outcome:
    if event.alone:
        return dropped_alone(turn, event)
    session = turn.session
    if session.pending is None or session.pending.spot != event.spot:
        return refuse(Note("stale.nothing_waits"), buttons=("continue",), session=session.id)
    if session.state is SessionState.PAUSED:
        return paused(turn)
    drop(turn)
    return turn.outcome()


def _change_asked(turn: Turn, event: ChangeAsked) -> Outcome:
    """The question at the spot is put again, to whoever may answer it; one that waits for a colleague is put here instead."""
    session = turn.session
    if event.spot in turn.facts.handed():
        return take_over(turn, event.spot)
    if session.answer_at(event.spot) is None:
        return refuse(Note("change.not_answered"), buttons=("continue",), session=session.id, spot=session.spot)
    done = session.state is SessionState.DONE
    barred = shut_at(turn, event.spot) or barred_change(turn, event.spot)
    barred = barred or (gone if done else closed)(turn, event.spot) or not_yours(turn, event.spot)
    if barred is not None:
        return barred
    reopen(turn, event.spot)
    return turn.outcome()


def _looked(turn: Turn) -> Outcome:
    turn.note("looked", about=turn.programme.channel)
    return turn.outcome()
