"""Direct messages that put a question to somebody: which of them a turn has settled, since the question waits for that person no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flows.engine import phase_rows
from flows.model.ids import PersonId
from flows.model.letters import SettleLetter, request_spot
from flows.model.phasing import APPROVALS
from flows.model.programme import Action, ActionState, ActionWhy, Item, Snapshot
from flows.model.session import Rethink, Session, SessionState, Spot, spot_of


def let_go(snapshot: Snapshot, sessions: Iterable[Session], actions: Iterable[Action]) -> Iterator[SettleLetter]:
    """What brings the letters up to date whose questions were answered, withdrawn, taken over or handed on. A letter goes by the spot at
    which its question stood then. ``snapshot``: as it was before; ``sessions`` and ``actions``: what the turn has changed."""
    for session in sessions:
        before = snapshot.session(session.id)
        kept = _waiting(session)
        over = [(to, spot) for to, spot in _waiting(before) if (to, session.now_at(spot)) not in kept]
        once = [(to, spot_of(key)) for to, spot in over for key, now in session.moved.items() if now == spot]
        yield from (SettleLetter(to, session.id, spot) for to, spot in (*over, *once))
    for action in actions:
        if action.why is not ActionWhy.COUNSEL:
            continue
        was = next((one for one in snapshot.actions(action.session) if one.id == action.id), None)
        if was is not None and was.owner is not None and (was.owner != action.owner or not _is_open(action)):
            yield SettleLetter(was.owner, action.session, action.spot)


def told_anew(snapshot: Snapshot, rows: Iterable[Item]) -> Iterator[SettleLetter]:
    """What brings the letters up to date by which somebody's word was asked for: ``rows`` are requests as the turn has left them. It goes to whoever
    was waited for, and to whoever had spoken."""
    before = {row.id: row for row in snapshot.items(APPROVALS)} if rows else {}
    for row in rows:
        was = before.get(row.id)
        if was is not None and was != row:
            said = (word.person for word in phase_rows.approval_of(was).words)
            for person in dict.fromkeys((*phase_rows.waits_for(was), *said)):
                yield SettleLetter(person, None, request_spot(row.id))


def _waiting(session: Session | None) -> dict[tuple[PersonId, Spot], None]:
    """For whom which questions wait, in their order."""
    if session is None:
        return {}
    alone = session.awaits
    whose = () if alone is None or waits_for(session, alone.spot) is None else (alone,)
    return {(one.to, one.spot): None for one in (*session.assignments, *whose)}


def waits_for(session: Session, spot: Spot) -> PersonId | None:
    """For whom the question at a spot waits: whom it was handed to, or who alone may answer it where it is the open one or is being changed."""
    alone, pending = session.awaits, session.pending
    handed = next((one.to for one in session.assignments if one.spot == spot), None)
    if handed is not None or alone is None or alone.spot != spot:
        return handed
    open_now = session.state is SessionState.ASKING and session.spot == spot
    return alone.to if open_now or (isinstance(pending, Rethink) and pending.spot == spot) else None


def _is_open(action: Action) -> bool:
    return action.state is ActionState.OPEN
