"""How well an answer is backed: papers added to it, and its confirmation by whoever holds the role."""

from __future__ import annotations

import msgspec

from flows.engine.asking import keep_course
from flows.engine.closing import shut_at
from flows.engine.deadlines import named_person
from flows.engine.findings import judge_again
from flows.engine.ripples import ripple
from flows.engine.turn import Turn, refuse
from flows.model.effects import Fingerprint, Mention, Note, Outcome, Several, Tell, Term, Whispered, Words
from flows.model.events import Fingerprinted, Verified
from flows.model.ids import PersonId
from flows.model.people import Role
from flows.model.session import Answer, AnswerState, Spot, Standing
from flows.model.values import Document, Documents

_RANK = {Standing.CLAIMED: 0, Standing.EVIDENCED: 1, Standing.VERIFIED: 2}


def back_up(turn: Turn, spot: Spot, standing: Standing, documents: tuple[Document, ...]) -> tuple[Note, ...]:
    """Raise the standing of the answer at ``spot`` (never lower it), keep its papers, and judge again what leans on it. Another's word on it is that
    of one who did not bring the papers, or answer where there are none; a paper that comes later is one on which nobody's word is yet."""
    answer = turn.session.answers[spot.key]
    better = standing if _RANK[standing] > _RANK[answer.standing] else answer.standing
    known = {document.file for document in answer.evidence}
    papers = (*answer.evidence, *(document for document in documents if document.file not in known))
    lawyer = answer.lawyer or (standing is Standing.VERIFIED and turn.by == turn.programme.lawyer)
    brings = len(papers) > len(answer.evidence)
    backed = msgspec.structs.replace(
        answer,
        standing=better,
        evidence=papers,
        backed=turn.at,
        lawyer=lawyer,
        by_another=_by_another(turn, answer, standing, brings),
        brought=turn.by if brings else answer.brought,
    )
    turn.put_session(answers={**turn.session.answers, spot.key: backed})
    turn.note(standing.value, spot=spot, answer=backed, before=answer)
    turn.settle(spot)
    read_files(turn, documents)
    notes = judge_again(turn, spot)
    ripple(turn, spot)
    return notes


def _by_another(turn: Turn, answer: Answer, standing: Standing, brings: bool) -> bool | None:
    """Whether another's word is on the answer. What was confirmed before that was written down stays as it is when it is confirmed once more."""
    if brings:
        return False
    if standing is Standing.VERIFIED and turn.by != (answer.brought or answer.by):
        return True
    return answer.by_another if answer.standing is Standing.VERIFIED else False


def prove(turn: Turn, spot: Spot, documents: tuple[Document, ...]) -> tuple[Note, ...]:
    """Let files prove the answer at ``spot``. Where it is to be confirmed, who may and brings them has done so; else it waits for one who may."""
    if not turn.question(spot).confirms:
        return back_up(turn, spot, Standing.EVIDENCED, documents)
    who = confirmers(turn, spot)
    may = turn.by in who and not _four_eyes(turn, turn.session.answers[spot.key])
    notes = back_up(turn, spot, Standing.VERIFIED if may else Standing.EVIDENCED, documents)
    if turn.session.answers[spot.key].standing is Standing.EVIDENCED:
        turn.ahead(Tell(turn.session.id, (_waits(turn, spot, who),), spot, ("verify",)))
    return notes


def confirmers(turn: Turn, spot: Spot) -> tuple[PersonId, ...]:
    """Who may confirm the answer at ``spot``: whoever its question names, whoever holds its role, and the owner."""
    question, programme = turn.question(spot), turn.programme
    roles = [Role(one) for one in question.confirms if one in set(Role)]
    roles += [question.role] if question.role is not None else []
    named = [named_person(turn, one, spot) for one in question.confirms if one not in set(Role)]
    each = (*named, programme.owner, *map(programme.holder, roles))
    return tuple(dict.fromkeys(one for one in each if one is not None))


def _four_eyes(turn: Turn, answer: Answer) -> bool:
    """Whether somebody else has to confirm it."""
    return turn.programme.settings.four_eyes and answer.by == turn.by


def _waits(turn: Turn, spot: Spot, who: tuple[PersonId, ...]) -> Note:
    named = Several(tuple(map(Mention, who)))
    return Note("verify.waits", {"question": Words(turn.session.id, spot, "text"), "who": named})


def read_files(turn: Turn, documents: tuple[Document, ...]) -> None:
    """Have files read for their fingerprints, where the run is kept as it is once it is finished: then the exact file counts."""
    files = tuple(document.file for document in documents if not document.sha256)
    if files and turn.plan.flow.closes:
        turn.follow(Fingerprint(turn.session.id, files))


def fingerprinted(turn: Turn, event: Fingerprinted) -> Outcome:
    """Files were read: wherever the run names one of them, it is known by its fingerprint."""
    answers = {key: _printed(answer, event.prints) for key, answer in turn.session.answers.items()}
    if answers != turn.session.answers:
        turn.put_session(answers=answers)
        turn.note("fingerprinted")
        notes = judge_again(turn)  # which text it is may matter
        if notes and turn.session.spot is not None:
            turn.follow(Tell(turn.session.id, notes, turn.session.spot))
    return turn.outcome(card=False)


def _printed(answer: Answer, prints: dict[str, str]) -> Answer:
    value = answer.value
    if isinstance(value, Documents):
        value = Documents(_all_printed(value.documents, prints))
    return msgspec.structs.replace(answer, value=value, evidence=_all_printed(answer.evidence, prints))


def _all_printed(documents: tuple[Document, ...], prints: dict[str, str]) -> tuple[Document, ...]:
    return tuple(msgspec.structs.replace(one, sha256=prints.get(one.file, one.sha256)) for one in documents)


def verify(turn: Turn, event: Verified) -> Outcome:
    """Whoever holds the question's role, or is named for it, or the owner confirms what was answered."""
    session, question = turn.session, turn.question(event.spot)
    role = question.role or Role.OWNER
    answer = session.answer_at(event.spot)
    barred = shut_at(turn, event.spot)
    if barred is not None:
        return barred
    who = confirmers(turn, event.spot)
    if turn.by not in who:
        if question.confirms:
            return refuse(_waits(turn, event.spot, who), session=session.id, spot=event.spot)
        return refuse(Note("verify.role", {"role": Term(f"role.{role}")}), session=session.id, spot=event.spot)
    if answer is None or answer.state is not AnswerState.VALUE or not turn.facts.applies(event.spot):
        return refuse(Note("verify.nothing"), session=session.id, spot=event.spot)
    if _four_eyes(turn, answer):
        return refuse(Note("verify.four_eyes"), session=session.id, spot=event.spot)
    notes = back_up(turn, event.spot, Standing.VERIFIED, ())
    if notes:
        turn.follow(Tell(session.id, notes, event.spot))
    keep_course(turn)
    return turn.outcome(Whispered((Note("verify.done", {"answer": Words(session.id, event.spot, "answer")}),)))
