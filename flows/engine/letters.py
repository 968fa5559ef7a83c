"""Direct messages that put a question to somebody: which of them a turn has settled, since the question waits for that person no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flows.model.ids import PersonId
from flows.model.letters import SettleLetter
from flows.model.programme import Action, ActionState, ActionWhy, Snapshot
from flows.model.session import Session, Spot, spot_of


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


def _waiting(session: Session | None) -> dict[tuple[PersonId, Spot], None]:
    """For whom which questions wait, in their order."""
    return {(one.to, one.spot): None for one in session.assignments} if session is not None else {}


def _is_open(action: Action) -> bool:
    return action.state is ActionState.OPEN
