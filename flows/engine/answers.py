"""An answer that counts, and one that is taken back: what they change beside themselves, and what is said of it."""

from __future__ import annotations

import msgspec

from flows.engine.asking import let_go, let_go_of_what_fell
from flows.engine.evidence import prove, read_files
from flows.engine.findings import close_open_work, judge_again, left_open
from flows.engine.lifecycle import settle_stages
from flows.engine.losing import keep_lost, weighing
from flows.engine.newcomers import newcomers
from flows.engine.proposing import came, known_of
from flows.engine.registers import keep_rows, names_rows, record_rounds, stored_value
from flows.engine.renewing import earlier, put_off
from flows.engine.ripples import ripple
from flows.engine.roles import fill, judge_others, meant, refilled, standing
from flows.engine.turn import Turn
from flows.model.country import Held
from flows.model.effects import Note, Piece, Words
from flows.model.programme import ActionState
from flows.model.session import Answer, AnswerState, Draft, Spot, Standing, Step
from flows.model.values import Documents, Given


class Committed(msgspec.Struct, frozen=True):
    """What there is to say after an answer: of the answer itself (nothing where it was clicked), and of what followed."""

    noted: tuple[Note, ...]
    followed: tuple[Note, ...]


def commit(turn: Turn, draft: Draft) -> Committed:
    """Let a draft count: store it, judge what it affects, open and withdraw findings and actions."""
    question = turn.question(draft.spot)
    before = turn.session.answer_at(draft.spot)
    if before is not None and draft.state is not AnswerState.VALUE and _is_of_new(turn, draft.spot):
        return _pass_over(turn, draft, before)
    value = stored_value(turn, question, draft.given)
    anew = before is not None and turn.facts.overtaken(before)  # what was shown for one day shows nothing for the next
    same = before is not None and before.value == value and not anew
    # Other words for what was shown leave the files that show it.
    kept = before is not None and question.unasked and not anew and bool(before.evidence)
    answer = Answer(
        spot=draft.spot,
        state=draft.state,
        by=draft.by,
        at=turn.at,
        revision=turn.session.revision(draft.spot) + 1,
        value=value,
        raw=draft.raw,
        hedged=draft.hedged,
        message=draft.message,
        private=draft.private,
        evidence=before.evidence if before and (same or kept) else (),
        standing=before.standing if before and same else Standing.EVIDENCED if kept else Standing.CLAIMED,
        backed=before.backed if before and same else None,
        lawyer=before.lawyer if before and same else False,
        brought=before.brought if before and (same or kept) else None,
        by_another=before.by_another if before and same else None,
        leaned=leaning(turn, draft) if draft.state is AnswerState.VALUE else (),
        follows=turn.facts.followed(draft.spot),
        put_off=put_off(turn.facts, draft.spot, value),
        earlier=earlier(turn.facts, draft.spot),
    )
    weighed = weighing(turn.facts)
    followed = enter(turn, answer)
    keep_lost(turn, draft.spot, weighed)
    read_files(turn, value.documents if isinstance(value, Documents) else ())
    left = left_open(turn, question, answer)
    turn.note("answered", by=draft.by, spot=draft.spot, answer=answer, before=before)
    _tell_known(turn, answer, draft.given)
    followed = (*newcomers(turn, answer), *followed, *_left_out(turn, answer))
    backed = draft if before is not None else _with_placed(turn, draft)
    return Committed(left or _noted(turn, answer), (*followed, *with_papers(turn, backed)))


def _tell_known(turn: Turn, answer: Answer, given: Given | None) -> None:
    """Let what holds of the rows that were put forward and taken count too. It is part of this answer: it is undone with it, and one goes back to
    that question and to none of these."""
    question, last, trail = turn.question(answer.spot), turn.session.last, turn.session.trail
    if not question.proposes or question.register is None:
        return
    for draft in tuple(known_of(turn.facts, answer, turn.rows(question.register), given)):
        commit(turn, draft)
    turn.put_session(last=last, trail=trail)


def _left_out(turn: Turn, answer: Answer) -> tuple[Note, ...]:
    """That a reply names none of some rows that were put forward: whoever typed its own names may not have meant to leave those out."""
    question = turn.question(answer.spot)
    if not (answer.raw and question.proposes and question.register is not None and answer.state is AnswerState.VALUE):
        return ()
    left = [one.name for one, row in came(turn.facts, answer.spot, turn.rows(question.register)) if row is None]
    return (Note("proposed.left", {"rows": ", ".join(left)}),) if left else ()


def _is_of_new(turn: Turn, spot: Spot) -> bool:
    """Whether a question is asked again only since rows came in, and what was said of the others counts still."""
    return turn.facts.late_rows(spot) and not turn.facts.void(spot)


def _pass_over(turn: Turn, draft: Draft, before: Answer) -> Committed:
    """Leave open what a marking question is asked again about: the rows that came in since. What stands is kept, as it was said."""
    question = turn.question(draft.spot)
    answer = msgspec.structs.replace(before, revision=before.revision + 1, passed=turn.at)
    followed = enter(turn, answer)
    left = left_open(turn, question, msgspec.structs.replace(answer, state=draft.state))
    turn.note("answered", by=draft.by, spot=draft.spot, answer=answer, before=before)
    kept = Note("again.kept", {"answer": Words(turn.session.id, draft.spot, "answer")})
    return Committed((kept, *left), followed)


def with_papers(turn: Turn, draft: Draft) -> tuple[Note, ...]:
    """Let the files that came with an answer back it, once it counts."""
    if not draft.papers or draft.state is not AnswerState.VALUE:
        return ()
    kept = Note("paper.kept", {"question": Words(turn.session.id, draft.spot, "text")})
    return (kept, *prove(turn, draft.spot, draft.papers))


def _with_placed(turn: Turn, draft: Draft) -> Draft:
    """A first answer with the files of which it was said before that they prove it; not where whoever answers would confirm them by that."""
    known = {document.file for document in draft.papers}
    placed = (one for one in turn.session.unplaced if one.spot == draft.spot and not turn.question(draft.spot).confirms)
    early = tuple(document for one in placed for document in one.documents if document.file not in known)
    return msgspec.structs.replace(draft, papers=(*draft.papers, *early)) if early else draft


def leaning(turn: Turn, draft: Draft) -> tuple[Held, ...]:
    """What is held now of what an answer leans on."""
    code = turn.facts.country(draft.spot.item)
    return tuple(turn.facts.holdings.held(code, field) for field in turn.question(draft.spot).book)


def enter(turn: Turn, answer: Answer) -> tuple[Note, ...]:
    """Let an answer stand at its spot, with all that follows from its value: rows, roles, rounds, findings."""
    spot, question = answer.spot, turn.question(answer.spot)
    before = turn.session.answer_at(spot)
    if turn.session.pending is not None and turn.session.pending.spot == spot:
        let_go(turn)
    session = turn.session
    turn.put_session(
        answers={**session.answers, spot.key: answer},
        trail=(*(_without(session.trail, spot) if before else session.trail), spot),
        last=Step(spot, before, standing(turn.programme, question)),
        tries=0,
        noted=False,
        told=(),
        assignments=tuple(a for a in session.assignments if a.spot != spot),
    )
    keep_rows(turn, spot, before.value if before else None, answer.value)
    fill(turn, question, refilled(turn.programme, question, before, answer.value))
    return follow_up(turn, spot)


def follow_up(turn: Turn, spot: Spot) -> tuple[Note, ...]:
    """Rounds recorded, findings judged and what fell away let go, after what stands at ``spot`` moved."""
    question = turn.question(spot)
    recorded = record_rounds(turn)
    rows = recorded or names_rows(question)
    if rows:
        judge_others(turn, rows=True)
        settle_stages(turn)
    notes = judge_again(turn, None if rows or question.fills else spot)
    let_go_of_what_fell(turn)
    ripple(turn, spot)
    return notes


def take_back(turn: Turn, step: Step) -> tuple[Note, ...]:
    """Undo the last answer: what stood before stands again, rows that only it named are gone, findings are judged afresh."""
    spot, before = step.spot, step.before
    question, given = turn.question(spot), turn.session.answers[spot.key]
    let_go(turn)
    session = turn.session
    answers = {key: answer for key, answer in session.answers.items() if key != spot.key}
    turn.put_session(
        answers=answers | ({spot.key: before} if before else {}),
        trail=session.trail if before else _without(session.trail, spot),
        last=None,
        tries=0,
        noted=False,
        told=(),
    )
    keep_rows(turn, spot, given.value, before.value if before else None, anew=False)
    if question.fills and meant(question, given.value) == standing(turn.programme, question):
        fill(turn, question, step.filled)
    notes = follow_up(turn, spot)
    close_open_work(turn, spot, ActionState.WITHDRAWN)
    if before is not None:
        left_open(turn, question, before)
    turn.note("undone", spot=spot, answer=before, before=given)
    return notes


def _without(trail: tuple[Spot, ...], spot: Spot) -> tuple[Spot, ...]:
    """The trail, but for a spot that was answered before."""
    return tuple(one for one in trail if one != spot)


def _noted(turn: Turn, answer: Answer) -> tuple[Note, ...]:
    """What to say of an answer: nothing of one that was left open; of one with a value only where the person should know how it was read."""
    if answer.state is not AnswerState.VALUE:
        return ()
    shown: dict[str, Piece] = {"answer": Words(turn.session.id, answer.spot, "answer")}
    if answer.hedged:
        return (Note("noted.hedged", shown),)
    return (Note("noted.answer", shown),) if answer.raw else ()
