"""Direct messages that put a question to somebody: which of them a turn has settled, since the question waits for that person no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flows.engine.phase_rows import approval_of, waits_for
from flows.model.ids import PersonId
from flows.model.letters import SettleLetter, request_spot
from flows.model.phasing import APPROVALS
from flows.model.programme import Action, ActionState, ActionWhy, Item, Snapshot
from flows.model.session import Session, Spot


def let_go(snapshot: Snapshot, sessions: Iterable[Session], actions: Iterable[Action]) -> Iterator[SettleLetter]:
    """What brings the letters up to date whose questions were answered, withdrawn, taken over or handed on. ``snapshot``: as it was before;
    ``sessions`` and ``actions``: what the turn has changed."""
    for session in sessions:
        before = snapshot.session(session.id)
        kept = _waiting(session)
        yield from (SettleLetter(to, session.id, spot) for to, spot in _waiting(before) if (to, spot) not in kept)
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
            said = (word.person for word in approval_of(was).words)
            for person in dict.fromkeys((*waits_for(was), *said)):
                yield SettleLetter(person, None, request_spot(row.id))


def _waiting(session: Session | None) -> dict[tuple[PersonId, Spot], None]:
    """For whom which questions wait, in their order."""
    return {(one.to, one.spot): None for one in session.assignments} if session is not None else {}


def _is_open(action: Action) -> bool:
    return action.state is ActionState.OPEN
