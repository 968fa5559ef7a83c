"""The door every answer comes through, clicked or typed: is it this person's to give, is it in time, does it fit the question?"""

from __future__ import annotations

from flows.engine.answers import commit, proceed
from flows.engine.changing import is_change, propose, same
from flows.engine.fitting import misfit, wants_a_yes
from flows.engine.turn import Turn, refuse
from flows.model.effects import Confirm, Mention, Note, Outcome, Tell, Term, Words
from flows.model.flow import Question
from flows.model.people import Role
from flows.model.session import Draft, Reading, Rethink, SessionState, Spot


def give(turn: Turn, draft: Draft, revision: int | None) -> Outcome:
    """Take an answer. ``revision`` is what the button showed; None for a typed reply, which answers whatever is open now."""
    question = turn.question(draft.spot)
    barred = closed(turn, draft.spot) or late(turn, draft.spot, revision) or not_yours(turn, question)
    if barred is not None:
        return barred
    wrong = misfit(turn, question, draft.given) if draft.given is not None else None
    if wrong is not None:
        return refuse(wrong, session=turn.session.id, spot=draft.spot)
    if draft.given is not None and wants_a_yes(question, draft.given, turn.today) and not _confirming(turn, draft):
        return ask_whether(turn, Reading(draft))
    take(turn, draft)
    return turn.outcome()


def take(turn: Turn, draft: Draft) -> None:
    """Let an admitted answer count, or show what it would change where one stands already."""
    spot = draft.spot
    if is_change(turn, spot):
        if same(turn.session.answer_at(spot), draft):
            _stay(turn, spot)
        else:
            propose(turn, draft)
        return
    in_hand = spot == turn.session.spot or turn.session.spot is None
    notes = commit(turn, draft)
    turn.settle(spot)
    if in_hand or not turn.facts.applies(turn.session.spot or spot):
        proceed(turn, spot, notes)
    elif notes:
        turn.follow(Tell(turn.session.id, notes, spot))


def _stay(turn: Turn, spot: Spot) -> None:
    """The same answer again: nothing to change, on with what was open."""
    turn.put_session(pending=None)
    turn.settle(spot)
    proceed(turn, spot, (Note("change.same", {"answer": Words(turn.session.id, spot, "answer")}),))


def ask_whether(turn: Turn, reading: Reading) -> Outcome:
    """Show a reading that wants a yes."""
    turn.put_session(pending=reading)
    turn.follow(Confirm(turn.session.id, reading.spot, turn.posting(None)))
    return turn.outcome()


def _confirming(turn: Turn, draft: Draft) -> bool:
    """Whether this very value was shown and is now confirmed."""
    waiting = turn.session.pending
    return (
        isinstance(waiting, Reading)
        and waiting.spot == draft.spot
        and draft.given in (waiting.draft.given, *waiting.others)
    )


def closed(turn: Turn, spot: Spot) -> Outcome | None:
    """Why no answer can be given now: paused, finished, or the question is no longer part of the conversation."""
    session = turn.session
    if session.state is SessionState.PAUSED:
        return refuse(Note("stale.paused"), buttons=("resume",), session=session.id)
    if not turn.facts.applies(spot):
        return refuse(Note("stale.gone"), buttons=("continue",), session=session.id, spot=session.spot)
    if session.state is SessionState.DONE and not isinstance(session.pending, Rethink):
        return refuse(Note("stale.done"), buttons=("change",), session=session.id, spot=spot)
    return None


def late(turn: Turn, spot: Spot, revision: int | None) -> Outcome | None:
    """Why a click comes too late: somebody answered meanwhile. The first counts; the second is told kindly and can change it."""
    answer = turn.session.answer_at(spot)
    if revision is None or answer is None or answer.revision == revision:
        return None
    shown = Note("stale.answered", {"who": Mention(answer.by), "answer": Words(turn.session.id, spot, "answer")})
    return refuse(shown, buttons=("change",), session=turn.session.id, spot=spot)


def not_yours(turn: Turn, question: Question) -> Outcome | None:
    """Why this person may not answer: the question is for a role that somebody else holds, or that nobody holds yet."""
    if question.role is None:
        return None
    holder = turn.programme.holder(question.role)
    role = Term(f"role.{question.role}")
    if holder is None:
        return refuse(
            Note("role.empty", {"role": role, "owner": Mention(turn.programme.owner)}), session=turn.session.id
        )
    if holder == turn.by:
        return None
    return refuse(Note("role.other", {"role": role, "holder": Mention(holder)}), session=turn.session.id)


def role_wanted(turn: Turn, question: Question) -> Role | None:
    """The empty role that a question waits for."""
    role = question.role
    return role if role is not None and turn.programme.holder(role) is None else None
