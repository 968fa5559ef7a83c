"""Work that is done, or not done after all; and open work, an action or a question that waits for somebody, in other hands or on another day."""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.engine.asking import waiting
from flows.engine.handing import hand
from flows.engine.own import is_own
from flows.engine.own_asking import tell
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import rule_named
from flows.engine.turn import Turn, refuse
from flows.model.effects import Mention, Note, On, Outcome, Piece, Whisper, Whispered, Words
from flows.model.events import ActionClosed, ActionReopened, Handed, WorkGiven, WorkMoved
from flows.model.ids import PersonId
from flows.model.people import Role
from flows.model.programme import AT_NO_QUESTION, LEFT_OPEN, Action, ActionState, ActionWhy
from flows.model.session import AnswerState, Assignment, Finding


def what(action: Action) -> Words:
    """What an action asks for: the remedy of its finding, how to find out what nobody knew, what is to come back, or the condition to be met."""
    if action.why in AT_NO_QUESTION:
        return Words(action.session, action.spot, action.why, action.about)
    if action.why is ActionWhy.FINDING:
        return Words(action.session, action.spot, "do", action.rule)
    return Words(action.session, action.spot, "not_sure" if action.why is ActionWhy.NOT_SURE else "text")


def work_on(scene: Scene, finding: Finding) -> Action | None:
    """The open work on a finding; None where there is none, or it was done."""
    found = (
        action
        for action in scene.actions
        if action.state is ActionState.OPEN and action.why is ActionWhy.FINDING
        if (action.spot, action.rule) == (finding.spot, finding.rule)
    )
    return next(found, None)


def by_answer(scene: Scene | Turn, action: Action) -> bool:
    """Whether an answer is what the work is about: its question was left open, or the rule that raised it says so. Any other work is done
    elsewhere, and somebody says when it is."""
    if action.why in AT_NO_QUESTION:
        return False
    answer = scene.session.answer_at(action.spot)
    if action.why is not ActionWhy.FINDING or answer is None or answer.state is not AnswerState.VALUE:
        return True
    return rule_named(scene.question(action.spot), action.rule).by_answer


UNDONE, ANSWER = "undone", "open"
"""The press that opens work again which was marked as done, and the one that puts the question whose answer the work is about."""


def work_done(turn: Turn, event: ActionClosed) -> Outcome:
    """Whoever owns an action (or the owner of the programme) says that it is done."""
    action = _action(turn, event.action)
    if action is None or action.state is not ActionState.OPEN:
        again = (UNDONE,) if action is not None and _kept_done(turn, action) is None else ()
        done = action is not None and action.state is ActionState.DONE
        return refuse(Note("action.done_already" if done else "action.gone"), again)
    barred = _barred(turn, action)
    if barred is not None:
        return barred
    if is_own(action.spot):
        return refuse(Note("own.by_answer"), ("own_answer",), turn.session.id, action.spot)
    turn.put_action(msgspec.structs.replace(action, state=ActionState.DONE, closed=turn.at))
    turn.note("action_done", action=action.id, spot=action.spot)
    done, still = Note("action.done", {"what": what(action)}), _still_open(turn, action)
    presses = (UNDONE, ANSWER) if still and turn.facts.applies(action.spot) else (UNDONE,)
    return turn.outcome(Whispered((done, *still), presses, turn.session.id, action.spot))


def _still_open(turn: Turn, action: Action) -> tuple[Note, ...]:
    """That a finding goes on though the work on it is done: only another answer, or the paper, closes it."""
    if action.why is not ActionWhy.FINDING:
        return ()
    question = Words(action.session, action.spot, "text")
    return (Note("action.done.still_open", {"question": question}),)


def work_undone(turn: Turn, event: ActionReopened) -> Outcome:
    """Whoever may say that an action is done says that it is not, after all: it is open again, on its day. Its holder is told where somebody else
    says so."""
    action = _action(turn, event.action)
    if action is None:
        return refuse(Note("action.gone"))
    barred = _kept_done(turn, action)
    if barred is not None:
        return barred
    programme = turn.programme
    holder = (programme.holder(action.role) or programme.owner) if action.role is not None else action.owner
    quiet = action.quiet if holder == action.owner else None
    again = msgspec.structs.replace(action, state=ActionState.OPEN, owner=holder, closed=None, quiet=quiet)
    turn.put_action(again)
    turn.note("action_undone", action=action.id, spot=action.spot)
    told: dict[str, Piece] = {"what": what(action), "due": On(action.due)}
    if holder not in (None, turn.by):
        note = Note("action.undone_by", {"who": Mention(turn.by), **told})
        turn.follow(Whisper(holder, (note,), turn.session.id))
    return turn.outcome(Whispered((Note("action.undone", told),)))


def _action(turn: Turn, id_: str) -> Action | None:
    return next((action for action in turn.actions() if action.id == id_), None)


def _kept_done(turn: Turn, action: Action) -> Outcome | None:
    """Why an action is not opened again: it is open, it is somebody else's, or what asked for it does not any more. None where it can be."""
    if action.state is ActionState.OPEN:
        return refuse(Note("action.open_already"))
    barred = _barred(turn, action)
    if barred is not None:
        return barred
    asked = action.state is ActionState.DONE and _is_asked_for(turn, action)
    return None if asked else refuse(Note("action.not_asked"))


def _is_asked_for(turn: Turn, action: Action) -> bool:
    """Whether what asked for an action still does, and for no other that is open."""
    if any(_alike(action, other) for other in turn.actions() if other.state is ActionState.OPEN):
        return False
    if action.why is ActionWhy.FINDING:
        return any((one.spot, one.rule) == (action.spot, action.rule) for one in turn.session.unsettled)
    if action.why in AT_NO_QUESTION:
        return not is_own(action.spot)
    answer = turn.session.answer_at(action.spot)
    left = answer is not None and answer.state is not AnswerState.VALUE
    return left and turn.facts.applies(action.spot)


def _alike(one: Action, other: Action) -> bool:
    """Whether two actions ask for the same; what a question that was left open asks for is the same, however it was left."""
    kinds = [None if action.why in LEFT_OPEN else action.why for action in (one, other)]
    return kinds[0] is kinds[1] and (one.spot, one.rule, one.about) == (other.spot, other.rule, other.about)


def work_moved(turn: Turn, event: WorkMoved) -> Outcome:
    """Another day for open work. Its holder is told where somebody else moved it."""
    if event.due < turn.today:
        return refuse(Note("hand.past", {"day": On(event.due)}), session=turn.session.id, spot=event.spot, field="due")
    found = _found(turn, event)
    barred = _barred(turn, found)
    if barred is not None or found is None:
        return barred or refuse(Note("action.gone"))
    if isinstance(found, Action):
        _put(turn, found, found.owner, event.due)
        told, holder = what(found), found.owner
    else:
        _wait(turn, found, event.due)
        told, holder = Words(turn.session.id, found.spot, "text"), found.to
    if holder not in (None, turn.by):
        note = Note("action.moved_by", {"who": Mention(turn.by), "what": told, "due": On(event.due)})
        turn.follow(Whisper(holder, (note,), turn.session.id))
    turn.note("work_moved", **_about(found))
    return turn.outcome(Whispered((Note("action.moved", {"due": On(event.due)}),)))


def work_given(turn: Turn, event: WorkGiven) -> Outcome:
    """Open work goes to a colleague, who is told."""
    found = _found(turn, event)
    barred = _barred(turn, found, away=True)
    if barred is not None or found is None:
        return barred or refuse(Note("action.gone"))
    if isinstance(found, Action) and found.owner == event.to == turn.by:
        return refuse(Note("action.yours"), session=turn.session.id, spot=event.spot, field="to")
    done = Whispered((Note("action.given", {"to": Mention(event.to)}),))
    if isinstance(found, Assignment):
        outcome = hand(turn, Handed(turn.session.id, found.spot, event.to, max(found.due, turn.today)))
        return outcome if outcome.refused else msgspec.structs.replace(outcome, reply=done)
    _put(turn, found, event.to, found.due)
    if is_own(found.spot):
        tell(turn, event.to, found)
    elif event.to != turn.by:
        note = Note("action.given_by", {"who": Mention(turn.by), "what": what(found), "due": On(found.due)})
        press = ANSWER if by_answer(turn, found) and turn.facts.applies(found.spot) else "mine"
        turn.follow(Whisper(event.to, (note,), turn.session.id, found.spot, (press,)))
    turn.note("work_given", **_about(found), person=event.to)
    return turn.outcome(done)


def _found(turn: Turn, event: WorkMoved | WorkGiven) -> Action | Assignment | None:
    """The open work that an event is about, if it is still open."""
    wanted = event.spot.item if event.spot is not None and is_own(event.spot) else event.action
    if wanted:
        work = (action for action in turn.actions() if action.state is ActionState.OPEN)
        return next((action for action in work if action.id == wanted), None)
    return next((one for one in turn.session.assignments if one.spot == event.spot), None)


def _barred(turn: Turn, found: Action | Assignment | None, *, away: bool = False) -> Outcome | None:
    """Why this person may not move it: only who has it, who handed it over, or the owner of the programme may; that of a part that nobody plays
    is anybody's to see to, though the owner has it. ``away``: it is to go to somebody
    else, and what counsel asked goes nowhere by another hand than theirs or that of whoever has it, for its words go with it."""
    holder = found.owner if isinstance(found, Action) else found.to if found is not None else None
    if found is None or holder is None:
        return None
    if isinstance(found, Action) and turn.programme.vacant(found) is not None and not is_own(found.spot):
        return None
    may = {holder, turn.programme.owner, found.by} if isinstance(found, Assignment) else {holder, turn.programme.owner}
    if away and is_own(found.spot):
        may = {holder, turn.programme.holder(Role.COUNSEL)}
    return None if turn.by in may else refuse(Note("action.not_yours", {"who": Mention(holder)}))


def _put(turn: Turn, action: Action, owner: PersonId | None, due: dt.date) -> None:
    """An action as it is now. In the hands of somebody it is theirs, whatever part they play; and who moved it rests from it today."""
    role = action.role if owner == action.owner else None
    quiet = turn.at if owner == turn.by else None
    turn.put_action(msgspec.structs.replace(action, owner=owner, role=role, due=due, quiet=quiet))


def _wait(turn: Turn, one: Assignment, due: dt.date) -> None:
    moved = msgspec.structs.replace(waiting(turn, one.spot, one.to, due), by=one.by)
    turn.put_session(assignments=tuple(moved if a == one else a for a in turn.session.assignments))
    turn.settle(one.spot)


def _about(found: Action | Assignment) -> dict[str, object]:
    """What the log names: the action, the spot."""
    return {"action": found.id, "spot": found.spot} if isinstance(found, Action) else {"spot": found.spot}
