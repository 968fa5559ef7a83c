"""Runs of flows that close: once finished they stay as they are. What may still move in one, and how a new round takes its place."""

from __future__ import annotations

from flows.engine.findings import withdraw_all
from flows.engine.turn import Turn, refuse
from flows.model.effects import Note, Outcome, RefreshRoot
from flows.model.session import Draft, SessionState, Spot
from flows.model.values import YesNo


def is_closed(turn: Turn) -> bool:
    """Whether the run in hand is finished for good."""
    return turn.plan.flow.closes and turn.session.state is SessionState.DONE


def shut(turn: Turn) -> Outcome | None:
    """Why nothing moves in the run in hand any more, with the way on: a new round."""
    if not is_closed(turn):
        return None
    if turn.session.superseded:
        return refuse(Note("closed.superseded"), ("review",), turn.session.id)
    return refuse(Note("closed.stands"), ("review", "new_round"), turn.session.id)


def shut_at(turn: Turn, spot: Spot) -> Outcome | None:
    """The same for one answer: a yes that can be withdrawn is open to that, in the newest round."""
    return None if _withdrawable(turn, spot) else shut(turn)


def fixed(turn: Turn, draft: Draft) -> Outcome | None:
    """Why an answer can't take the place of the one that stands: in a closed run the only one that can is a no that withdraws."""
    return None if _withdrawable(turn, draft.spot) and draft.given == YesNo(yes=False) else shut(turn)


def _withdrawable(turn: Turn, spot: Spot) -> bool:
    answer = turn.session.answer_at(spot)
    stands = answer is not None and answer.value == YesNo(yes=True)
    return turn.question(spot).withdraws and stands and not turn.session.superseded


def supersede(turn: Turn) -> None:
    """The run in hand is finished: earlier rounds for the same row are kept to be read, and what they had raised is withdrawn."""
    here = turn.session
    if not turn.plan.flow.closes:
        return
    for ref in turn.programme.sessions:
        if (ref.flow, ref.item) == (here.flow, here.item) and ref.id != here.id:
            turn.open_session(ref.id)
            if not turn.session.superseded:
                withdraw_all(turn)
                turn.put_session(superseded=True, pending=None, deadlines=())
                turn.note("superseded", about=here.id)
                turn.follow(RefreshRoot(ref.id))
    turn.open_session(here.id)
