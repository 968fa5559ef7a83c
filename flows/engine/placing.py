"""Files that came where none was asked for: kept, until somebody says by a press which answer they prove, or that they prove none.

A gate may hang on that answer. What is taken for a signed copy because it came last in its thread would open a phase on a list of dishes.
"""

from __future__ import annotations

import msgspec

from flows.engine.asking import keep_course
from flows.engine.changing import is_change
from flows.engine.closing import moves_still
from flows.engine.evidence import prove
from flows.engine.facts import SessionFacts
from flows.engine.giving import give
from flows.engine.machine import Plan
from flows.engine.renewing import named, wanted
from flows.engine.turn import Turn, refuse
from flows.model.effects import Note, Outcome, Reply, Tell, Whispered, Words
from flows.model.events import Replied
from flows.model.placing import Place, Placed
from flows.model.session import AnswerState, Draft, Session, Spot, Unplaced


def provable(plan: Plan, facts: SessionFacts, session: Session) -> tuple[Spot, ...]:
    """The answers of a run that files may still prove, the nearest first; before them the open question, where files may prove its answer, and
    what is to be shown soon and is never asked for."""
    waiting = session.pending.spot if session.pending is not None else session.spot
    answered = [
        spot
        for spot in reversed(session.trail)
        if facts.applies(spot) and _is_told(session, spot) and plan.questions[spot.question].evidence
        if not (plan.questions[spot.question].unasked and facts.void(spot))
    ]
    ahead = [waiting] if waiting is not None and plan.questions[waiting.question].evidence else []
    found = dict.fromkeys((*ahead, *wanted(facts), *answered))
    return tuple(spot for spot in found if moves_still(plan.flow, session, plan.questions[spot.question]))


def _is_told(session: Session, spot: Spot) -> bool:
    answer = session.answer_at(spot)
    return answer is not None and answer.state is AnswerState.VALUE


def has_to_be_placed(turn: Turn) -> bool:
    """Whether files that nobody asked for could be taken for the proof of an answer that a gate reads."""
    ladder, flow = turn.library.ladder, turn.plan.flow.id
    spots = provable(turn.plan, turn.facts, turn.session)
    return ladder is not None and any((flow, spot.question) in ladder.reads for spot in spots)


def keep(turn: Turn, event: Replied, reply: Reply | None = None) -> Outcome:
    """Keep the files of a message, and ask which answer they prove. ``reply``: to the words that came with them."""
    session, asked = turn.session, turn.posting()
    kept = Unplaced(event.message, turn.by, turn.at, event.documents, asked)
    turn.put_session(unplaced=(*session.unplaced, kept))
    turn.note("unplaced")
    turn.ahead(Place(session.id, event.message, asked))
    return turn.outcome(reply)


def placed(turn: Turn, event: Placed) -> Outcome:
    """It was said which answer they prove. Said again, it is as it was; what was put beside the run may still find its place."""
    session, spot = turn.session, event.spot
    kept = next((one for one in session.unplaced if one.message == event.message), None)
    if kept is None:
        return refuse(Note("stale.unknown"), session=session.id)
    if kept.spot is not None:
        return refuse(Note("place.told", {"question": Words(session.id, kept.spot, "text")}), session=session.id)
    if spot is None:
        if kept.beside:
            return refuse(Note("place.aside"), session=session.id)
        _tell(turn, kept, beside=True)
        return turn.outcome(Whispered((Note("place.aside"),)))
    if spot not in provable(turn.plan, turn.facts, session):
        return refuse(Note("place.gone"), ("review",), session.id)
    if turn.question(spot).unasked and not is_change(turn, spot):
        _tell(turn, kept, spot=spot)
        return give(
            turn, Draft(spot, turn.by, given=named(kept.documents), papers=kept.documents), session.revision(spot)
        )
    if not _is_told(session, spot):
        first = Note("place.answer_first", {"question": Words(session.id, spot, "text")})
        return refuse(first, session=session.id)
    _tell(turn, kept, spot=spot)
    said = Note("paper.kept", {"question": Words(session.id, spot, "text")})
    notes = prove(turn, spot, kept.documents)
    turn.ahead(Tell(session.id, (said, *notes), spot))
    keep_course(turn)
    return turn.outcome()


def _tell(turn: Turn, kept: Unplaced, *, spot: Spot | None = None, beside: bool = False) -> None:
    """Remember where files belong, and let what asked for it say so."""
    told = msgspec.structs.replace(kept, spot=spot, beside=beside)
    others = turn.session.unplaced
    turn.put_session(unplaced=tuple(told if one.message == kept.message else one for one in others))
    turn.note("placed", spot=spot)
    turn.follow(Place(turn.session.id, kept.message, kept.asked, told=True))
