"""From anywhere to the end: some sequence of valid answers finishes a session, whatever was done to it before."""

from __future__ import annotations

from flows.engine.screens.scene import Scene
from flows.model.events import Answered, ChangeAsked, Confirmed, Dropped, Event, Finished, Resumed, RoleGiven
from flows.model.ids import PersonId, SessionId
from flows.model.session import Rethink, Session, SessionState, Spot
from tests.stateful.holding import Aside
from tests.stateful.values import answerer, plain

MOST_TURNS = 600
"""More than any of the flows has questions, with a yes for each and all that is handed over."""


def go_to_the_end(table: Aside, session: SessionId) -> int:
    """Play a session to its end; how many turns that took. Fails where one is refused, or where there is no end."""
    for turn in range(MOST_TURNS):
        now = table.sessions[session]
        if now.state is SessionState.DONE and now.pending is None:
            return turn
        by, event = _next(table, now)
        outcome = table.say(by, event)
        assert not outcome.refused, f"{event} was refused: {outcome.reply}; the session is {now.state}"
    raise AssertionError(f"no end after {MOST_TURNS} turns: {table.sessions[session].state}")


def _next(table: Aside, session: Session) -> tuple[PersonId, Event]:
    assert table.programme is not None
    owner = table.programme.owner
    if session.state is SessionState.PAUSED:
        return owner, Resumed(session.id)
    if session.pending is not None:
        return _settle_what_waits(table, session)
    scene = Scene(table, session.id, table.library, table.now)
    if session.state is SessionState.REVIEW:
        handed = scene.facts.handed()
        return owner, ChangeAsked(session.id, handed[0]) if handed else Finished(session.id)
    assert session.spot is not None
    question = scene.question(session.spot)
    if not scene.facts.open(question, session.spot.item):
        return owner, Resumed(session.id)
    by = answerer(table.programme, question.role)
    if by is None:
        assert question.role is not None
        return owner, RoleGiven(question.role, owner)
    return by, _answer(scene, session, session.spot)


def _settle_what_waits(table: Aside, session: Session) -> tuple[PersonId, Event]:
    """A yes to what waits, where there is something to say yes to and somebody who may; else it is let go."""
    waiting = session.pending
    assert waiting is not None and table.programme is not None
    owner = table.programme.owner
    scene = Scene(table, session.id, table.library, table.now)
    by = answerer(table.programme, scene.question(waiting.spot).role)
    if isinstance(waiting, Rethink) or by is None or not scene.facts.applies(waiting.spot):
        return owner, Dropped(session.id, waiting.spot)
    return by, Confirmed(session.id, waiting.spot)


def _answer(scene: Scene, session: Session, spot: Spot) -> Answered:
    return Answered(session.id, spot, session.revision(spot), plain(scene.question(spot), scene.today))
