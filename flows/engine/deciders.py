"""What a decision is about: answers without which its yes is not taken, and which stay as they are while it stands.

A sign-off without the text that it covers, or with another one put beneath it afterwards, would be a sign-off of nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.engine.own import asks_at, asks_counsel, standing
from flows.engine.turn import Turn, refuse
from flows.model.effects import Note, Outcome, Words
from flows.model.session import Answer, AnswerState, Draft, Spot
from flows.model.values import Documents, YesNo, says_yes


def undecided(turn: Turn, draft: Draft) -> Outcome | None:
    """Why an answer can't count yet, with the way to what is missing; or any more, since a yes stands on what it would change."""
    return _asked_still(turn, draft) or _lacking(turn, draft) or _decided(turn, draft)


def _asked_still(turn: Turn, draft: Draft) -> Outcome | None:
    """That questions of counsel's own are open: then there are some, and no decision is taken on what they are about. Where all were answered,
    whether none is left is theirs to say first."""
    question, given = turn.question(draft.spot), draft.given
    none_left = asks_counsel(question) and isinstance(given, YesNo) and not given.yes
    if not none_left and not (question.withdraws and says_yes(given)):
        return None
    count = sum(one.open for one in standing(turn.session, turn.actions()))
    if count:
        return refuse(Note("own.open", {"count": count}), ("own_list",), turn.session.id)
    asks = asks_at(turn.plan)
    still = asks is not None and not none_left and turn.facts.applies(asks) and _says_yes(turn.session.answer_at(asks))
    said = "own.still_yes" if turn.session.own else "own.still_unput"
    return refuse(Note(said), ("own_none", "own_put"), turn.session.id) if still else None


def _lacking(turn: Turn, draft: Draft) -> Outcome | None:
    """What a yes is about and is not there: an answer, or the fingerprint of a file, which takes a moment to be read."""
    needs = turn.question(draft.spot).needs if says_yes(draft.given) else ()
    spots = (Spot(name, draft.spot.item) for name in needs)
    open_ = (spot for spot in spots if turn.facts.applies(spot) and not _is_there(turn.session.answer_at(spot)))
    first = next(open_, None)
    if first is None:
        return None
    answer = turn.session.answer_at(first)
    key = "needs.answer" if answer is None or answer.state is not AnswerState.VALUE else "needs.print"
    named = Words(turn.session.id, first, "text")
    buttons = ("change",) if answer is not None else ("continue",)
    return refuse(Note(key, {"question": named}), buttons, turn.session.id, first)


def _is_there(answer: Answer | None) -> bool:
    """Whether something was answered; of files, which exact ones."""
    if answer is None or answer.state is not AnswerState.VALUE:
        return False
    return not isinstance(answer.value, Documents) or all(one.sha256 for one in answer.value.documents)


def _decided(turn: Turn, draft: Draft) -> Outcome | None:
    """A yes stands on the answer that would change: it is taken back first, never edited."""
    before = turn.session.answer_at(draft.spot)
    held = (s for s in decisions(turn, draft.spot) if turn.facts.applies(s) and _says_yes(turn.session.answer_at(s)))
    first = next(held, None)
    if first is None or (before is not None and before.state is draft.state and before.value == draft.given):
        return None
    named = Words(turn.session.id, first, "text")
    return refuse(Note("needs.stands", {"question": named}), ("change",), turn.session.id, first)


def decisions(turn: Turn, spot: Spot) -> Iterator[Spot]:
    """The decisions that are about what is answered at a spot."""
    questions = turn.section(spot.question).questions
    return (Spot(question.id, spot.item) for question in questions if spot.question in question.needs)


def _says_yes(answer: Answer | None) -> bool:
    return answer is not None and says_yes(answer.value)
