"""Changing an answer: what would follow is worked out first, on a copy, and shown; only a yes makes it count."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from flows.engine import alarm, unfounded
from flows.engine.answers import commit
from flows.engine.asking import ask, go_on, let_go, proceed, walk_on
from flows.engine.closing import is_closed
from flows.engine.facts import SessionFacts
from flows.engine.findings import worse
from flows.engine.neighbours import Neighbours
from flows.engine.raising import findings_of
from flows.engine.registers import named_in, names_rows, row_ids
from flows.engine.renewing import put_off
from flows.engine.ripples import moved_by
from flows.engine.roles import PROFILE, held, refilled
from flows.engine.showing import asked_after, beside, go_beside
from flows.engine.turn import Turn
from flows.model.effects import Note, Words
from flows.model.flow import Question
from flows.model.ids import FlowId, ItemId, PersonId
from flows.model.people import Profile, Role
from flows.model.programme import Programme
from flows.model.session import Answer, AnswerState, Change, Draft, Reading, Rethink, SessionState, Spot
from flows.model.values import Given, Items, NewItems, Value, YesNo


class What(StrEnum):
    WITHDRAWN = "withdrawn"
    RAISED = "raised"
    WORSE = "worse"
    EASED = "eased"
    FALLS_AWAY = "falls_away"
    COMES_BACK = "comes_back"
    ASKED_ANEW = "asked_anew"
    REOPENS = "reopens"
    ELSEWHERE = "elsewhere"
    UNBOUND = "unbound"


class Consequence(msgspec.Struct, frozen=True):
    """One thing that a change would bring about. ``rule`` names a finding where ``what`` is about one; ``flow`` and ``title`` another run
    that is judged again or opened again, and then ``spot`` is where the change is made. UNBOUND: the yes there loses its condition.
    """

    what: What
    spot: Spot
    rule: str = ""
    flow: FlowId | None = None
    title: str = ""


def reopen(turn: Turn, spot: Spot) -> None:
    """Put a question again so that its answer can be changed. What was open stays open behind it, and so does the session's state."""
    let_go(turn)
    turn.put_session(pending=Rethink(spot, turn.by))
    if turn.session.spot is not None:
        turn.settle(turn.session.spot)
    ask(turn, spot, (Note("change.asked", {"answer": Words(turn.session.id, spot, "answer")}),))


def is_change(turn: Turn, spot: Spot) -> bool:
    """Whether an answer given now at ``spot`` replaces one that counts (rather than one that is to be given anew)."""
    return turn.session.answer_at(spot) is not None and turn.facts.applies(spot) and not turn.facts.outdated(spot)


def same(answer: Answer | None, draft: Draft) -> bool:
    """Whether a draft says just what already stands."""
    return answer is not None and answer.state is draft.state and answer.value == draft.given


def propose(turn: Turn, draft: Draft) -> None:
    """A new answer where one stands: nothing follows but the answer itself, then it counts at once; else it waits for a yes."""
    if not consequences(turn.facts, draft, turn.others):
        settle_change(turn, draft)
        return
    let_go(turn)
    turn.put_session(pending=Change(draft))
    turn.confirm(draft.spot)


def settle_change(turn: Turn, draft: Draft) -> None:
    """The changed answer counts. Goes on with what it opened, else with what was open before."""
    called_off = unfounded.called_off(turn)
    _settle_change(turn, draft)
    if called_off and turn.session.state is SessionState.DONE and not unfounded.called_off(turn):
        alarm.true(turn)


def _settle_change(turn: Turn, draft: Draft) -> None:
    aside = beside(turn, draft.spot)
    done = commit(turn, draft)
    question, answer = (Words(turn.session.id, draft.spot, part) for part in ("text", "answer"))
    made = Note("change.made", {"question": question, "answer": answer})
    turn.settle(draft.spot)
    notes = (*((made,) if draft.state is AnswerState.VALUE else done.noted), *done.followed)
    if aside and (turn.question(draft.spot).unasked or asked_after(turn, draft.spot)):
        go_beside(turn, draft.spot, done.followed)
    elif turn.session.pending is not None and turn.session.state is SessionState.ASKING:
        walk_on(turn, draft.spot, notes)
    elif is_closed(turn) and turn.plan.next_spot(turn.facts, draft.spot) is None:
        go_on(turn, notes)
    else:
        proceed(turn, draft.spot, notes)


def drop(turn: Turn) -> None:
    """What waits is not wanted: a reading is asked for again, of a change nothing comes."""
    waiting = turn.session.pending
    let_go(turn)
    if isinstance(waiting, Reading):
        turn.put_session(tries=0)  # it is asked again, so what can't be read is told of again
        if is_change(turn, waiting.spot):
            reopen(turn, waiting.spot)
            return
        turn.settle(waiting.spot)
    go_on(turn, () if isinstance(waiting, Reading) else (Note("change.dropped"),))


# ── what would follow ────────────────────────────────────────────────────────


def consequences(before: SessionFacts, draft: Draft, others: Neighbours) -> tuple[Consequence, ...]:
    """What would follow if the draft counted, in the order of the page, and then in ``others``. The session itself is not touched.

    Names not yet in a register are no rows yet, so what they would be asked about is not foretold.
    """
    session = before.session
    question = before.plan.questions[draft.spot.question]
    old = session.answers.get(draft.spot.key)
    value = _foreseen(draft.given)
    answer = Answer(
        spot=draft.spot,
        state=draft.state,
        by=draft.by,
        at=old.at if old else session.started,
        revision=session.revision(draft.spot) + 1,
        value=value,
        follows=before.followed(draft.spot),
        put_off=put_off(before, draft.spot, value),
    )
    changed = msgspec.structs.replace(session, answers={**session.answers, draft.spot.key: answer})
    programme = _programme_after(before.programme, question, old, value)
    after = before.supposing(changed, programme, _rows_gone(before, question, draft.spot, value))
    moves = (*_finding_moves(before, after), *_question_moves(before, after, draft.spot))
    return (*_unbound(old, draft), *moves, *_moves_elsewhere(before, after, question, draft.spot, others))


def _unbound(old: Answer | None, draft: Draft) -> Iterator[Consequence]:
    """That a yes stays a yes and loses its condition: the one move that shows in no finding and no question."""
    if loses(old, draft):
        yield Consequence(What.UNBOUND, draft.spot)


def loses(old: Answer | None, draft: Draft) -> str:
    """The condition that a yes would lose by becoming a plain yes; "" where it would lose none."""
    bound = old.value if old is not None and isinstance(old.value, YesNo) else None
    return bound.condition if bound is not None and draft.given == YesNo(True) else ""


def _moves_elsewhere(
    before: SessionFacts, after: SessionFacts, question: Question, spot: Spot, others: Neighbours
) -> Iterator[Consequence]:
    """The runs of later flows in which something would move."""
    plan, supposed = before.plan, others.supposing(after)
    for ref in others.behind(plan.flow.id, moved_by(plan.leaning[question.id], plan.questions, question)):
        old, new = others.facts(ref), supposed.facts(ref)
        if _finding_moves(old, new) or _question_moves(old, new, None):
            opens = ref.state is SessionState.DONE and new.plan.next_spot(new, None) is not None
            what = What.REOPENS if opens else What.ELSEWHERE
            yield Consequence(what, spot, flow=ref.flow, title=_titled(new))


def _titled(facts: SessionFacts) -> str:
    """What a run is called: its flow's title, and the row that it is for."""
    row = facts.row(facts.session.item) if facts.session.item else None
    title = facts.plan.flow.title
    return f"{title}: {row.name}" if row is not None else title


def _foreseen(given: Given | None) -> Value | None:
    return Items(given.known) if isinstance(given, NewItems) else given


def _programme_after(programme: Programme, question: Question, old: Answer | None, value: Value | None) -> Programme:
    """The programme with what the answer would fill."""
    if not question.fills:
        return programme
    filled = refilled(programme, question, old, value)
    if question.fills == PROFILE:
        return msgspec.structs.replace(programme, profile=Profile(filled) if filled else None)
    person = PersonId(filled) if filled else None
    return msgspec.structs.replace(programme, **held(programme, Role(question.fills), person))


def _rows_gone(before: SessionFacts, question: Question, spot: Spot, value: Value | None) -> frozenset[ItemId]:
    """The rows that only the answer at a spot names in this session, and no longer would."""
    old = before.session.answers.get(spot.key)
    if question.register is None or old is None or not names_rows(question):
        return frozenset()
    others = named_in(before.session, before.plan.questions, question.register, spot)
    return frozenset(row_ids(old.value)).difference(row_ids(value), others)


def _finding_moves(before: SessionFacts, after: SessionFacts) -> list[Consequence]:
    at = before.session.started
    old = {finding.key: finding for finding in findings_of(before, at)}
    new = {finding.key: finding for finding in findings_of(after, at)}
    moves = [Consequence(What.WITHDRAWN, f.spot, f.rule) for key, f in old.items() if key not in new]
    anew = (f for key, f in new.items() if key not in old or (old[key].settled is not None and f.settled is None))
    moves += [Consequence(What.RAISED, f.spot, f.rule) for f in anew]
    for key, finding in new.items():
        if key in old and old[key].severity is not finding.severity:
            what = What.WORSE if worse(finding.severity, old[key].severity) else What.EASED
            moves.append(Consequence(what, finding.spot, finding.rule))
    return moves


def _question_moves(before: SessionFacts, after: SessionFacts, changed: Spot | None) -> list[Consequence]:
    old, new = tuple(before.spots()), tuple(after.spots())
    stood, stands = frozenset(old), frozenset(new)
    answered = before.session.answers
    moves = [Consequence(What.FALLS_AWAY, s) for s in old if s not in stands and s.key in answered]
    for spot in new:
        if spot not in stood and spot != changed:
            moves.append(Consequence(What.COMES_BACK if spot.key in answered else What.ASKED_ANEW, spot))
    return moves
