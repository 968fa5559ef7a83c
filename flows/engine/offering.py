"""A newer version of a flow, offered to sessions that run on an older one: once in the thread, and on the card until it is put off or taken. One that
is finished is offered it where it asks more: once in a digest, and on the card likewise."""

from __future__ import annotations

import datetime as dt

from flows.engine.turn import Turn
from flows.engine.versions import due, newer
from flows.model.effects import Digest, Note, Tell
from flows.model.session import Offer, SessionState

NEWER = "upgrade"
"""What the press of such a step of a digest does (a word of `screens.DOES`)."""
RESTS, RESTS_FINISHED = dt.timedelta(days=7), dt.timedelta(days=90)
"""For how long one that was put off is not offered again: to a session that is under way, and to one that is finished."""


def offer(turn: Turn) -> None:
    """Offer a newer version in the thread of the session in hand, where it was not offered there before, or was put off until today."""
    session = turn.session
    found = newer(turn.library, session, turn.plan.flow) if session.state is not SessionState.DONE else None
    before = session.offered
    again = before is None or before.rests is not None or (found is not None and before.flow_hash != found.hash)
    if found is None or not again or not due(session, found, turn.today):
        return
    turn.put_session(offered=Offer(found.hash))
    turn.follow(Tell(session.id, (Note("upgrade.offer"),), None, ("upgrade", "upgrade_later")))


def offered(turn: Turn, digest: Digest) -> None:
    """What a digest offered to finished sessions counts as offered: no further digest does."""
    for step in digest.steps:
        if step.do == NEWER and step.session is not None:
            turn.open_session(step.session)
            found = newer(turn.library, turn.session, turn.plan.flow)
            turn.put_session(offered=Offer(found.hash) if found is not None else None)
    turn.leave_session()
