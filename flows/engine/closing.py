"""Runs of flows that close: once finished they stay as they are. What may still move in one, and how a new round takes its place."""

from __future__ import annotations

import msgspec

from flows.engine.findings import withdraw_all
from flows.engine.turn import Turn, refuse
from flows.model.effects import Note, Outcome, RefreshRoot
from flows.model.flow import Flow, Question
from flows.model.session import Draft, Session, Spot
from flows.model.values import YesNo, says_yes


def is_closed(turn: Turn) -> bool:
    """Whether the run in hand is finished for good, also where a later fact (it was signed) opened a question in it."""
    return turn.plan.flow.closes and turn.session.finished is not None


def shut(turn: Turn) -> Outcome | None:
    """Why nothing moves in the run in hand any more, with the way on: a new round."""
    if not is_closed(turn):
        return None
    if turn.session.superseded:
        return refuse(Note("closed.superseded"), ("review",), turn.session.id)
    return refuse(Note("closed.stands"), ("review", "new_round"), turn.session.id)


def moves_still(flow: Flow, session: Session, question: Question) -> bool:
    """Whether the answer to a question of a run may still be backed: in a run that is closed for good only what lives on, in the newest round."""
    return not (flow.closes and session.finished is not None) or (question.lives and not session.superseded)


def shut_at(turn: Turn, spot: Spot) -> Outcome | None:
    """The same for one answer: what lives on may move, and a yes that can be withdrawn, in the newest round."""
    return None if _lives(turn, spot) or _withdrawable(turn, spot) else shut(turn)


def fixed(turn: Turn, draft: Draft) -> Outcome | None:
    """Why an answer can't take the place of the one that stands: in a closed run that is for what lives on, and for a no that withdraws."""
    withdraws = _withdrawable(turn, draft.spot) and draft.given == YesNo(yes=False)
    return None if _lives(turn, draft.spot) or withdraws else shut(turn)


def _lives(turn: Turn, spot: Spot) -> bool:
    return turn.question(spot).lives and not turn.session.superseded


def _withdrawable(turn: Turn, spot: Spot) -> bool:
    answer = turn.session.answer_at(spot)
    stands = answer is not None and says_yes(answer.value)
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
                _take_out_rows(turn)
                turn.note("superseded", about=here.id)
                turn.follow(RefreshRoot(ref.id))
    turn.open_session(here.id)


def _take_out_rows(turn: Turn) -> None:
    """The rows that the run in hand recorded are taken out: the newer round has recorded its own."""
    for register in {section.records for section in turn.plan.recording if section.records is not None}:
        for row in turn.rows(register):
            if f"{row.id}-".startswith(f"{register}-{turn.session.id}-"):
                turn.put_item(msgspec.structs.replace(row, removed=True))
