"""A newer version of a flow, offered to sessions that run on an older one: once in the thread, and on the card until it is put off or taken."""

from __future__ import annotations

import datetime as dt

from flows.engine.turn import Turn
from flows.model.effects import Note, Tell
from flows.model.flow import Flow, Library
from flows.model.session import Offer, Session, SessionState

RESTS = dt.timedelta(days=7)
"""For how long one that was put off is not offered again."""


def newer(library: Library, session: Session, pinned: Flow) -> Flow | None:
    """The version that a session can go on to: of a higher number, for the same kind of row. None for one that is finished."""
    found = library.flows.get(session.flow)
    if found is None or session.state is SessionState.DONE or found.version <= pinned.version:
        return None
    return found if found.per == pinned.per else None


def due(session: Session, flow: Flow, today: dt.date) -> bool:
    """Whether that version may be offered today: it was not put off, or that is over."""
    before = session.offered
    if before is None or before.flow_hash != flow.hash:
        return True
    return before.rests is None or before.rests <= today


def offer(turn: Turn) -> None:
    """Offer a newer version in the thread of the session in hand, where it was not offered there before, or was put off until today."""
    session = turn.session
    found = newer(turn.library, session, turn.plan.flow)
    before = session.offered
    again = before is None or before.rests is not None or (found is not None and before.flow_hash != found.hash)
    if found is None or not again or not due(session, found, turn.today):
        return
    turn.put_session(offered=Offer(found.hash))
    turn.follow(Tell(session.id, (Note("upgrade.offer"),), None, ("upgrade", "upgrade_later")))
