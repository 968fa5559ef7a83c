"""Changing an answer: what would follow is worked out first, on a copy, and shown; only a yes makes it count."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from flows.engine.answers import ask, commit, proceed
from flows.engine.facts import SessionFacts
from flows.engine.lifecycle import move_stage
from flows.engine.turn import Turn
from flows.model.effects import Confirm, Mention, Note, Words
from flows.model.session import Answer, Change, Draft, Rethink, SessionState, Spot
from flows.model.values import Given, Items, NewItems, Value


class What(StrEnum):
    WITHDRAWN = "withdrawn"
    RAISED = "raised"
    WORSE = "worse"
    EASED = "eased"
    FALLS_AWAY = "falls_away"
    COMES_BACK = "comes_back"
    ASKED_ANEW = "asked_anew"


class Consequence(msgspec.Struct, frozen=True):
    """One thing that a change would bring about. ``rule`` names a finding where ``what`` is about one."""

    what: What
    spot: Spot
    rule: str = ""


def reopen(turn: Turn, spot: Spot) -> None:
    """Put a question again so that its answer can be changed. What was open stays open behind it."""
    turn.put_session(pending=Rethink(spot, turn.by), state=SessionState.ASKING)
    move_stage(turn, "asked")
    shown = Words(turn.session.id, spot, "answer")
    ask(turn, spot, (Note("change.asked", {"answer": shown}),))


def propose(turn: Turn, draft: Draft) -> None:
    """A new answer where one stands: nothing follows but the answer itself, then it counts at once; else it waits for a yes."""
    if not consequences(turn.facts, draft):
        settle_change(turn, draft)
        return
    turn.put_session(pending=Change(draft))
    asked = turn.posting(None)
    turn.follow(Confirm(turn.session.id, draft.spot, asked))


def settle_change(turn: Turn, draft: Draft) -> None:
    """The changed answer counts. Goes on with what it opened, else with what was open before."""
    notes = (
        Note("change.made", {"answer": Words(turn.session.id, draft.spot, "answer"), "who": Mention(turn.by)}),
        *commit(turn, draft)[1:],
    )
    turn.settle(draft.spot)
    proceed(turn, draft.spot, notes)


def same(answer: Answer | None, draft: Draft) -> bool:
    """Whether a draft says just what already stands."""
    return answer is not None and answer.state is draft.state and answer.value == draft.given


def consequences(before: SessionFacts, draft: Draft) -> tuple[Consequence, ...]:
    """What would follow if the draft counted, in the order of the page. The session itself is not touched.

    Names not yet in a register are no rows yet, so what they would be asked about is not foretold.
    """
    session = before.session
    answer = Answer(
        draft.spot, draft.state, draft.by, session.started, session.revision(draft.spot) + 1, _foreseen(draft.given)
    )
    old = session.answers.get(draft.spot.key)
    if old is not None:
        answer = msgspec.structs.replace(answer, at=old.at)
    after = before.supposing(msgspec.structs.replace(session, answers={**session.answers, draft.spot.key: answer}))
    return (*_finding_moves(before, after), *_question_moves(before, after, draft.spot))


def _foreseen(given: Given | None) -> Value | None:
    return Items(given.known) if isinstance(given, NewItems) else given


def _finding_moves(before: SessionFacts, after: SessionFacts) -> list[Consequence]:
    at = before.session.started
    old = {finding.key: finding for finding in before.all_findings(at)}
    new = {finding.key: finding for finding in after.all_findings(at)}
    moves = [Consequence(What.WITHDRAWN, f.spot, f.rule) for key, f in old.items() if key not in new]
    moves += [Consequence(What.RAISED, f.spot, f.rule) for key, f in new.items() if key not in old]
    for key, finding in new.items():
        if key in old and old[key].severity is not finding.severity:
            worse = _RANK[finding.severity] < _RANK[old[key].severity]
            moves.append(Consequence(What.WORSE if worse else What.EASED, finding.spot, finding.rule))
    return moves


_RANK = {"critical": 0, "high": 1, "medium": 2, "low": 3}


def _question_moves(before: SessionFacts, after: SessionFacts, changed: Spot) -> list[Consequence]:
    old, new = list(before.spots()), list(after.spots())
    answered = before.session.answers
    moves = [Consequence(What.FALLS_AWAY, s) for s in old if s not in set(new) and s.key in answered]
    for spot in new:
        if spot not in set(old) and spot != changed:
            moves.append(Consequence(What.COMES_BACK if spot.key in answered else What.ASKED_ANEW, spot))
    return moves


def drop(turn: Turn) -> None:
    """The waiting reading, change or rethink is not wanted: the open question is put again."""
    waiting = turn.session.pending
    turn.put_session(pending=None)
    if waiting is not None:
        turn.settle(waiting.spot)
    open_spot = turn.session.spot
    if open_spot is None:
        proceed(turn, waiting.spot if waiting else None)
    else:
        ask(turn, open_spot, (Note("change.dropped"),))


def is_change(turn: Turn, spot: Spot) -> bool:
    """Whether an answer given now at ``spot`` replaces one that counts."""
    return turn.session.answer_at(spot) is not None and turn.facts.applies(spot)
