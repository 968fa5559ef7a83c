"""What is said in a thread beside the questions: once per question, so that the thread belongs to the people talking in it; after that to whoever
wrote, alone, so that nobody is left without an answer."""

from __future__ import annotations

from flows.engine.filed import files_of
from flows.engine.proposing import offered
from flows.engine.readers import Context, asks_nobody
from flows.engine.turn import Turn
from flows.model.effects import Note, Outcome, Tell, Whispered, Words
from flows.model.flow import Question
from flows.model.ids import PersonId
from flows.model.session import Change, SessionState, Spot
from flows.model.values import Kind

NOTES_BEFORE_FORM = 2
"""Failed readings of which the thread hears; the last of them with the ways on. After that only whoever wrote does."""
MOST_TRIED = 6
"""Words of a reply that is likely meant as an answer; of longer ones, people talking, each hears once that they are left alone."""

_PICKED_THERE = ("reading.person",)
"""Sentences on a reply that is best picked: the form, with everybody in it, is offered beside them at once."""


def answering(turn: Turn) -> Spot | None:
    """The question that a plain reply answers: the one that waits or is being changed, else the open one."""
    waiting = turn.session.pending
    return waiting.spot if waiting is not None else turn.session.spot


def context(turn: Turn, question: Question, names: dict[PersonId, str]) -> Context:
    """What a reply to a question is read by."""
    settings = turn.programme.settings
    rows = offered(turn.facts, question, Spot(question.id), turn.rows(question.register)) if question.register else ()
    files = files_of(turn, turn.session) if question.kind is Kind.FILE else ()
    return Context(turn.at, settings.zone, settings.locale, rows, names, turn.by, files)


def once(turn: Turn, notes: tuple[Note, ...], buttons: tuple[str, ...] = (), spot: Spot | None = None) -> Outcome:
    """Say something aside, once per question to the thread, and from then on to whoever wrote. ``spot``: where its buttons lead, where that is
    not the question that is open."""
    about = spot or answering(turn)
    if turn.session.noted:
        return turn.outcome(Whispered(notes, buttons, turn.session.id, about))
    turn.put_session(noted=True)
    turn.follow(Tell(turn.session.id, notes, about, buttons))
    return turn.outcome()


def at_most_once(turn: Turn, notes: tuple[Note, ...], buttons: tuple[str, ...]) -> Outcome:
    """Offer something to people who talk to each other: once per question, then they are left alone."""
    return turn.outcome() if turn.session.noted else once(turn, notes, buttons)


def once_each(turn: Turn, notes: tuple[Note, ...], buttons: tuple[str, ...]) -> Outcome:
    """Say something aside where nothing is asked: the first hears it in the thread, each other one alone, and nobody twice."""
    if turn.by in turn.session.told:
        return turn.outcome()
    told = once(turn, notes, buttons)
    turn.put_session(told=(*turn.session.told, turn.by))
    return turn.outcome(told.reply)


def wondered(turn: Turn, said: str) -> Outcome | None:
    """Who asks nobody by name may have asked the bot: they are told how, alone, once a question. None where nothing is asked so."""
    told, spot = turn.session.told, answering(turn)
    if not asks_nobody(said):
        return None
    if turn.by in told:
        return turn.outcome()
    turn.put_session(told=(*told, turn.by))
    open_here = spot is not None and turn.session.state is not SessionState.PAUSED
    note, ways = (Note("aside.question"), ("hand",)) if open_here else (Note("rest.question"), ())
    return turn.outcome(Whispered((note,), ways, turn.session.id, spot))


def leak(turn: Turn) -> Outcome:
    """Something leaked: what to do at once, and the way to the flow for it. Said each time, but for that flow's own thread."""
    response = turn.library.response
    if response is None or response.id != turn.plan.flow.stage:
        offered = ("leak",) if response is not None else ()
        turn.follow(Tell(turn.session.id, (Note("aside.leak"),), answering(turn), offered))
    return turn.outcome()


def aloud(turn: Turn, outcome: Outcome) -> Outcome:
    """A refusal is told in the thread with its way on, so that all know; the next one to whoever replied. Anything else is as it is."""
    reply = outcome.reply
    if not outcome.refused or not isinstance(reply, Whispered) or turn.session.noted:
        return outcome
    return once(turn, reply.notes, reply.buttons, reply.spot)


def not_read(turn: Turn, said: str, note: Note) -> Outcome:
    """A reply that can't be read: the first time a note on what was expected (with the form where that is picked), the second time with the ways
    on; then whoever wrote is told alone, and people who talk at length only once, for the thread is theirs."""
    session, tries = turn.session, turn.session.tries + 1
    ways = ("form", "hand", "skip") if session.pending is None else ("form",)
    note = _of_which(turn, note)
    if tries > NOTES_BEFORE_FORM:
        return _told_alone(turn, said, note, ways)
    turn.put_session(tries=tries)
    last = tries == NOTES_BEFORE_FORM
    waits = (Note("reading.change_waits"),) if isinstance(session.pending, Change) else ()
    notes = (note, *waits, Note("reading.ways")) if last else (note, *waits)
    picked = ("form",) if note.key in _PICKED_THERE else ()
    turn.follow(Tell(session.id, notes, answering(turn), ways if last else picked))
    return turn.outcome()


_NAMED = {"reading.one_of": "reading.one_of.named", "reading.many_of": "reading.many_of.named"}
"""What is said of choices that nothing was matched to, where the question that has them can be named."""


def _of_which(turn: Turn, note: Note) -> Note:
    """The same with the question that it is about: other questions and people's talk may stand between."""
    spot = answering(turn)
    if spot is None or note.key not in _NAMED:
        return note
    return Note(_NAMED[note.key], {**note.values, "question": Words(turn.session.id, spot, "text")})


def _told_alone(turn: Turn, said: str, note: Note, ways: tuple[str, ...]) -> Outcome:
    told = turn.session.told
    if turn.by in told and len(said.split()) > MOST_TRIED:
        return turn.outcome()
    if turn.by not in told:
        turn.put_session(told=(*told, turn.by))
    return turn.outcome(Whispered((note, Note("reading.alone")), ways, turn.session.id, answering(turn)))
