"""How well an answer is backed: papers added to it, and its confirmation by whoever holds the role."""

from __future__ import annotations

import msgspec

from flows.engine.answers import judge_again
from flows.engine.turn import Turn
from flows.model.effects import Entry
from flows.model.session import Spot, Standing
from flows.model.values import Document

_RANK = {Standing.CLAIMED: 0, Standing.EVIDENCED: 1, Standing.VERIFIED: 2}


def back_up(turn: Turn, spot: Spot, standing: Standing, documents: tuple[Document, ...]) -> None:
    """Raise the standing of the answer at ``spot`` (never lower it), keep its papers, and judge again what leans on it."""
    answer = turn.session.answers[spot.key]
    better = standing if _RANK[standing] > _RANK[answer.standing] else answer.standing
    known = {document.file for document in answer.evidence}
    papers = (*answer.evidence, *(document for document in documents if document.file not in known))
    backed = msgspec.structs.replace(answer, standing=better, evidence=papers)
    turn.put_session(answers={**turn.session.answers, spot.key: backed})
    judge_again(turn, spot)
    turn.audit(
        Entry(
            better.value, turn.by, turn.at, turn.session.id, turn.session.flow_hash, spot, answer=backed, before=answer
        )
    )
    turn.settle(spot)
