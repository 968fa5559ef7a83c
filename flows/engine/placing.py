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
from flows.engine.readers.counting import place
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import hear
from flows.engine.renewing import named, wanted
from flows.engine.turn import Turn, refuse
from flows.model.effects import Note, Outcome, Reply, Tell, Whispered, Words
from flows.model.events import Replied
from flows.model.flow import Question
from flows.model.placing import Place, Placed
from flows.model.session import (
    CONFIRMING,
    REVIEWED,
    Answer,
    AnswerState,
    Draft,
    Session,
    SessionState,
    Spot,
    Standing,
    Unplaced,
)
from flows.model.values import Kind

MOST_PRESSES = 3
"""Answers with a press of their own, where it is asked which of them files prove; the others stand in a menu."""
_MEASURES = (Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.SCALE)
"""Kinds of which a bare number is an answer by itself."""
_THE_PAPER = Pattern(
    r"(?:yes )?(?:thats|this is|that is|its|it is|here is|heres) (?:the|our|my|a|that) (?:\w+ )?(?:paper|proof|file|document|copy|evidence|letter"
    r"|certificate|agreement|contract|note|pdf)(?: for (?:it|this|that))?"
)
"""Says of files that came that they are what was asked for."""


def wants_proof(question: Question, session: Session, answer: Answer) -> bool:
    """Whether to speak of papers: where an answer can be backed by one, and is not itself the lack of it."""
    if not question.evidence or answer.state is not AnswerState.VALUE:
        return False
    return answer.standing is not Standing.CLAIMED or all(f.spot != answer.spot for f in session.findings)


def expected(plan: Plan, facts: SessionFacts, session: Session) -> tuple[Spot, ...]:
    """The answers for which a file was just asked, the nearest first: the one given last, where it was told that a file backs it up and nothing
    was said of the next question yet; then the open question, where files may prove its answer."""
    waiting = session.pending.spot if session.pending is not None else session.spot
    last = session.answer_at(session.trail[-1]) if session.trail and session.pending is None else None
    told = last is not None and last.standing is Standing.CLAIMED and facts.applies(last.spot)
    just = [last.spot] if last and told and wants_proof(plan.questions[last.spot.question], session, last) else []
    return (*just, *([waiting] if waiting is not None and plan.questions[waiting.question].evidence else []))


def provable(plan: Plan, facts: SessionFacts, session: Session) -> tuple[Spot, ...]:
    """The answers of a run that files may still prove, the nearest first; before them those for which a file was just asked, and what is to be
    shown soon and is never asked for."""
    answered = [
        spot
        for spot in reversed(session.trail)
        if facts.applies(spot) and _is_told(session, spot) and plan.questions[spot.question].evidence
        if not (plan.questions[spot.question].unasked and facts.void(spot))
    ]
    found = dict.fromkeys((*expected(plan, facts, session), *wanted(facts), *answered))
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
        if not turn.question(spot).confirms:
            _tell(turn, kept, spot=spot)
            turn.ahead(
                Tell(session.id, (Note("place.with_answer", {"question": Words(session.id, spot, "text")}),), spot)
            )
            return turn.outcome()
        first = Note("place.answer_first", {"question": Words(session.id, spot, "text")})
        return refuse(first, session=session.id)
    _tell(turn, kept, spot=spot)
    said = Note("paper.kept", {"question": Words(session.id, spot, "text")})
    notes = prove(turn, spot, kept.documents)
    turn.ahead(Tell(session.id, (said, *notes), spot))
    keep_course(turn)
    return turn.outcome()


def asked_last(turn: Turn) -> Unplaced | None:
    """The files of which it was asked last which answer they prove, while nothing else that waits was put after that."""
    session, spot = turn.session, turn.session.spot
    kept = session.unplaced[-1] if session.unplaced else None
    if kept is None or kept.spot is not None or kept.beside:
        return None
    waits = session.pending is not None
    posted = session.postings.get(CONFIRMING if waits else REVIEWED if spot is None else spot.key, 0)
    came_with = not waits and any(
        answer.at == kept.at and answer.message == kept.message for answer in session.answers.values()
    )
    return kept if kept.asked > posted and not came_with else None


def named_in_words(turn: Turn, event: Replied) -> Outcome | None:
    """A number, or "that's the paper", to the question which answer files prove, where that was put last; None of anything else."""
    kept, session = asked_last(turn), turn.session
    if kept is None or session.state not in (SessionState.ASKING, SessionState.REVIEW):
        return None
    spots, line = provable(turn.plan, turn.facts, session)[:MOST_PRESSES], hear(event.text).key
    wanted_for = expected(turn.plan, turn.facts, session)[:1]
    if wanted_for and wanted_for == spots[:1] and _THE_PAPER.fullmatch(line):
        return placed(turn, Placed(session.id, kept.message, spots[0]))
    measured = session.pending is None and session.spot is not None and turn.question(session.spot).kind in _MEASURES
    at = None if measured else place(line, len(spots) + 1, letters=False)
    if at is None:
        return None
    return placed(turn, Placed(session.id, kept.message, spots[at] if at < len(spots) else None))


def _tell(turn: Turn, kept: Unplaced, *, spot: Spot | None = None, beside: bool = False) -> None:
    """Remember where files belong, and let what asked for it say so."""
    told = msgspec.structs.replace(kept, spot=spot, beside=beside)
    others = turn.session.unplaced
    turn.put_session(unplaced=tuple(told if one.message == kept.message else one for one in others))
    turn.note("placed", spot=spot)
    turn.follow(Place(turn.session.id, kept.message, kept.asked, told=True))
