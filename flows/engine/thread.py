"""What is said in a thread beside the questions: once per question, so that the thread belongs to the people talking in it."""

from __future__ import annotations

from flows.engine.readers import Context
from flows.engine.turn import Turn
from flows.model.effects import Note, Outcome, Tell, Whispered
from flows.model.flow import Question
from flows.model.ids import PersonId
from flows.model.session import Spot

NOTES_BEFORE_FORM = 2
"""Failed readings before the form is offered; after that a closed question stays silent."""


def answering(turn: Turn) -> Spot | None:
    """The question that a plain reply answers: the one that waits or is being changed, else the open one."""
    waiting = turn.session.pending
    return waiting.spot if waiting is not None else turn.session.spot


def context(turn: Turn, question: Question, names: dict[PersonId, str]) -> Context:
    """What a reply to a question is read by."""
    settings = turn.programme.settings
    rows = turn.rows(question.register) if question.register else ()
    return Context(now=turn.at, zone=settings.zone, locale=settings.locale, items=rows, names=names, speaker=turn.by)


def once(turn: Turn, notes: tuple[Note, ...], buttons: tuple[str, ...] = (), spot: Spot | None = None) -> Outcome:
    """Say something aside, once per question. ``spot``: where its buttons lead, where that is not the question that is open."""
    if not turn.session.noted:
        turn.put_session(noted=True)
        turn.follow(Tell(turn.session.id, notes, spot or answering(turn), buttons))
    return turn.outcome()


def leak(turn: Turn) -> Outcome:
    """Something leaked: what to do at once, and the way to the flow for it. Said each time, but for that flow's own thread."""
    response = turn.library.response
    if response is None or response.id != turn.plan.flow.stage:
        offered = ("leak",) if response is not None else ()
        turn.follow(Tell(turn.session.id, (Note("aside.leak"),), answering(turn), offered))
    return turn.outcome()


def aloud(turn: Turn, outcome: Outcome) -> Outcome:
    """A refusal is told in the thread with its way on, for a reply has no private answer; anything else is as it is."""
    if not outcome.refused:
        return outcome
    reply = outcome.reply
    return once(turn, reply.notes, reply.buttons, reply.spot) if isinstance(reply, Whispered) else outcome


def not_read(turn: Turn, note: Note) -> Outcome:
    """A reply that can't be read: the first time a note on what was expected, the second time the form; then silence."""
    tries = turn.session.tries + 1
    if tries > NOTES_BEFORE_FORM:
        return turn.outcome()
    turn.put_session(tries=tries)
    last = tries == NOTES_BEFORE_FORM
    notes = (note, Note("reading.use_form")) if last else (note,)
    turn.follow(Tell(turn.session.id, notes, answering(turn), ("form",) if last else ()))
    return turn.outcome()
