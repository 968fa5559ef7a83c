"""People who are no longer with the company: who follows in their parts, and whose their open work is now.

The programme's owner is followed by counsel, the approver or security, in that order; where nobody holds such a part the programme is
ownerless, and whoever of the company acts next is offered it. Everything else that a person had falls to the owner: what they asked for
and nobody has settled, too, with the work that a yes to it may leave behind.
"""

from __future__ import annotations

import msgspec

from flows.engine.approvals import hand_requests, open_rows
from flows.engine.phase_rows import approval_of
from flows.engine.requests import is_open
from flows.engine.roles import give_role, put_what_waited
from flows.engine.turn import Turn, refuse
from flows.model.effects import Mention, Note, On, Outcome, Term, Whisper, Whispered
from flows.model.ids import PersonId, SessionId
from flows.model.leaving_events import PersonLeft, SteppedOut
from flows.model.people import Role
from flows.model.phasing import APPROVALS
from flows.model.programme import Action, ActionState, Item, Programme, Snapshot
from flows.model.session import Assignment

HEIRS = (Role.COUNSEL, Role.APPROVER, Role.SECURITY)
"""Who follows the owner: the first of these parts that somebody else holds."""


def left(turn: Turn, event: PersonLeft) -> Outcome:
    """Somebody is no longer with the company. Nothing changes where they hold nothing and have nothing to do."""
    gone, programme = event.person, turn.programme
    owned = programme.owner == gone and not programme.ownerless
    roles = {role for role, who in programme.roles.items() if who == gone}
    work, handed = _work(turn, gone), _handed(turn, gone)
    orphaned = programme.ownerless and programme.owner == gone
    if not owned and not roles and (orphaned or not (work or handed or _days(turn, gone) or _asked(turn, gone))):
        return Outcome()
    turn.note("left", person=gone)
    notes: list[Note] = []
    if owned:
        heir = next((who for role in HEIRS if (who := programme.holder(role)) not in (None, gone)), None)
        if heir is not None:
            give_role(turn, Role.OWNER, heir)
            notes.append(_about("left.heir", programme, gone))
        else:
            turn.put_programme(ownerless=True)
    for role in sorted(roles):
        give_role(turn, role, None)
        notes.append(_about("left.role", programme, gone, role=Term(f"role.{role}")))
    _take_on(turn, gone, work, handed, tuple(notes))
    put_what_waited(turn, roles | ({Role.OWNER} if owned and not turn.programme.ownerless else set()))
    return turn.outcome()


def stepped_out(turn: Turn, event: SteppedOut) -> Outcome:
    """Somebody left the channel and not the company. They keep what is theirs, for they may be back in a minute; the owner learns what it is."""
    gone, programme = event.person, turn.programme
    if programme.ownerless:
        return Outcome()
    if gone == programme.owner:
        turn.follow(Whisper(gone, (Note("left.out.own", {"channel": programme.name}),)))
        return turn.outcome(card=False)
    counts = {"work": _work(turn, gone), "handed": _handed(turn, gone), "asked": _asked(turn, gone)}
    notes = [Note(f"left.out.{key}", {"count": len(found)}) for key, found in counts.items() if found]
    roles = sorted(role for role, who in programme.roles.items() if who == gone)
    notes += [Note("left.out.role", {"role": Term(f"role.{role}")}) for role in roles]
    if not notes:
        return Outcome()
    turn.follow(Whisper(programme.owner, (_about("left.out", programme, gone), *notes, Note("left.out.how"))))
    return turn.outcome(card=False)


def offered(turn: Turn) -> Outcome:
    """Whoever acts in a programme that nobody owns is asked to take it over."""
    programme = turn.programme
    if not programme.ownerless:
        return Outcome()
    turn.follow(Whisper(turn.by, (_about("left.offer", programme, programme.owner),), buttons=("take_over",)))
    return turn.outcome(card=False)


def claimed(turn: Turn) -> Outcome:
    """Somebody takes over a programme that nobody owns; the first who does."""
    programme = turn.programme
    if not programme.ownerless:
        return refuse(Note("left.taken", {"owner": Mention(programme.owner)}))
    gone = programme.owner
    work, handed = _work(turn, gone), _handed(turn, gone)
    turn.put_programme(ownerless=False)
    give_role(turn, Role.OWNER, turn.by)
    _take_on(turn, gone, work, handed, ())
    put_what_waited(turn, {Role.OWNER})
    return turn.outcome(Whispered((Note("left.yours"),)))


def at_work(snapshot: Snapshot) -> frozenset[PersonId]:
    """Everybody who holds a part of a programme, has open work in it, a question that waits for them, or asked for what nobody has settled."""
    programme = snapshot.programme
    if programme is None:
        return frozenset()
    people = {programme.owner, *programme.roles.values()}
    for ref in programme.sessions:
        session = snapshot.session(ref.id)
        people.update(one.to for one in ((*session.assignments, *session.deadlines) if session is not None else ()))
        people.update(a.owner for a in snapshot.actions(ref.id) if a.owner is not None and a.state is ActionState.OPEN)
    requests = map(approval_of, snapshot.items(APPROVALS))
    people.update(one.minder for one in requests if is_open(one))
    return frozenset(people)


def _about(key: str, programme: Programme, gone: PersonId, **more: Term) -> Note:
    return Note(key, {"who": Mention(gone), "channel": programme.name, **more})


def _work(turn: Turn, gone: PersonId) -> list[Action]:
    """The open actions of a person, over all sessions."""
    actions = [action for ref in turn.programme.sessions for action in turn.actions(ref.id)]
    return [action for action in actions if action.owner == gone and action.state is ActionState.OPEN]


def _handed(turn: Turn, gone: PersonId) -> list[tuple[SessionId, Assignment]]:
    """The questions that wait for a person, over all sessions."""
    sessions = [turn.stored(ref.id) for ref in turn.programme.sessions]
    return [(session.id, one) for session in sessions for one in session.assignments if one.to == gone]


def _days(turn: Turn, gone: PersonId) -> list[SessionId]:
    """The sessions whose answers name days that a person has to see to."""
    sessions = [turn.stored(ref.id) for ref in turn.programme.sessions]
    return [session.id for session in sessions if any(day.to == gone for day in session.deadlines)]


def _asked(turn: Turn, gone: PersonId) -> tuple[Item, ...]:
    """What a person asked for, or had taken over from whoever did, and nobody has settled."""
    return open_rows(turn.rows(APPROVALS), gone)


def _take_on(
    turn: Turn, gone: PersonId, work: list[Action], handed: list[tuple[SessionId, Assignment]], notes: tuple[Note, ...]
) -> None:
    """Open work, handed questions and open requests fall to the owner, who is told; an owner who is gone too waits to be followed."""
    owner, told = turn.programme.owner, not turn.programme.ownerless
    for action in work:
        turn.put_action(msgspec.structs.replace(action, owner=owner))
    for session in _days(turn, gone):
        turn.open_session(session)
        days = turn.session.deadlines
        turn.put_session(deadlines=tuple(msgspec.structs.replace(d, to=owner) if d.to == gone else d for d in days))
    turn.leave_session()
    asked = _asked(turn, gone)
    hand_requests(turn, asked, owner)
    for key, count in (("left.work", len(work)), ("left.asked", len(asked))):
        if count and owner != turn.by:
            notes = (*notes, Note(key, {"who": Mention(gone), "count": count}))
    if notes and told:
        turn.follow(Whisper(owner, notes))
    for session, one in handed:
        turn.open_session(session)
        mine = tuple(msgspec.structs.replace(a, to=owner) if a == one else a for a in turn.session.assignments)
        turn.put_session(assignments=mine)
        turn.settle(one.spot)
        if told:
            note = Note("left.handed", {"who": Mention(gone), "due": On(one.due)})
            turn.follow(Whisper(owner, (note,), session, one.spot))
    turn.leave_session()
