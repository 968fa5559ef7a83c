"""What was said in a session's thread: told apart as an answer, a word of command, a yes to what waits, evidence, or talk."""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.engine.answers import give_role
from flows.engine.changing import drop, is_change, propose, same, settle_change
from flows.engine.evidence import back_up
from flows.engine.giving import ask_whether, give, not_yours, role_wanted
from flows.engine.readers import (
    Aside,
    Context,
    Heard,
    Nobody,
    Nonsense,
    Offer,
    Pass,
    Read,
    Talk,
    Unclear,
    Word,
    read,
    read_word,
)
from flows.engine.running import back, finish, pause, put_again, resume, review, undo
from flows.engine.turn import Turn, refuse
from flows.model.effects import Mention, Note, Outcome, Tell, Term, Whispered, Words
from flows.model.events import Confirmed, Edited, Replied, UndoAsked
from flows.model.flow import Phrase, Question
from flows.model.ids import PersonId, QuestionId, SectionId, SourceId
from flows.model.people import Role
from flows.model.session import AnswerState, Change, Draft, Reading, Rethink, SessionState, Spot, Standing
from flows.model.values import Documents, Given, Items, Kind, NewItems, People, YesNo

NOTES_BEFORE_FORM = 2
"""Failed readings before the form is offered; after that a closed question stays silent."""


def replied(turn: Turn, event: Replied) -> Outcome:
    """A message in the thread."""
    session = turn.session
    if event.documents:
        return _papers(turn, event)
    word = read_word(event.text)
    if word is not None:
        return _word(turn, word)
    if session.state in (SessionState.PAUSED, SessionState.DONE) and session.pending is None:
        return turn.outcome()
    answered = _to_what_waits(turn, event)
    if answered is not None:
        return answered
    spot = open_spot(turn)
    if spot is None:
        return turn.outcome()
    question = turn.question(spot)
    wanted = role_wanted(turn, question)
    if wanted is not None:
        return _name_holder(turn, question, wanted, event)
    return _heard(turn, question, spot, event, read(question, event.text, _context(turn, question, event.names)))


def open_spot(turn: Turn) -> Spot | None:
    """The question that a plain reply answers: the one being changed, else the open one."""
    waiting = turn.session.pending
    return waiting.spot if waiting is not None else turn.session.spot


def _context(turn: Turn, question: Question, names: dict[PersonId, str]) -> Context:
    return Context(
        now=turn.at,
        zone=turn.programme.settings.zone,
        locale=turn.programme.settings.locale,
        items=turn.rows(question.register) if question.register else (),
        names=names,
        speaker=turn.by,
    )


def _heard(turn: Turn, question: Question, spot: Spot, event: Replied, heard: Heard) -> Outcome:
    draft = Draft(spot=spot, by=turn.by, raw=event.text, message=event.message)
    match heard:
        case Read(value=value, hedged=hedged):
            return _give(turn, msgspec.structs.replace(draft, given=value, hedged=hedged))
        case Unclear(values=values, hedged=hedged):
            barred = not_yours(turn, question)
            first = msgspec.structs.replace(draft, given=values[0], hedged=hedged)
            return _aloud(turn, barred) if barred else ask_whether(turn, Reading(first, values[1:]))
        case Nobody():
            return _give(turn, msgspec.structs.replace(draft, state=AnswerState.NOT_SURE))
        case Pass():
            return _give(turn, msgspec.structs.replace(draft, state=AnswerState.SKIPPED))
        case Word(word=word):
            return _word(turn, word)
        case Offer(to=to):
            return _once(turn, (Note("hand.offer", {"to": Mention(to)}),), spot, ("hand",))
        case Aside(what=what):
            return _once(turn, (Note(f"aside.{what}"),), spot, ())
        case Talk():
            return turn.outcome()
        case Nonsense(note=note):
            return _nonsense(turn, question, spot, note)


def _give(turn: Turn, draft: Draft) -> Outcome:
    """A typed answer goes through the same door as a click; a refusal is told in the thread, for a reply has no private answer."""
    outcome = give(turn, draft, revision=None)
    return _aloud(turn, outcome) if outcome.refused else outcome


def _aloud(turn: Turn, refusal: Outcome) -> Outcome:
    """A refusal to a typed reply, said once per question in the thread."""
    reply = refusal.reply
    notes = reply.notes if isinstance(reply, Whispered) else ()
    return _once(turn, notes, open_spot(turn), ())


def _once(turn: Turn, notes: tuple[Note, ...], spot: Spot | None, buttons: tuple[str, ...]) -> Outcome:
    """Say something aside, once per question: after that the thread belongs to the people talking in it."""
    if not turn.session.noted and notes:
        turn.put_session(noted=True)
        turn.follow(Tell(turn.session.id, notes, spot, buttons))
    return turn.outcome()


def _nonsense(turn: Turn, question: Question, spot: Spot, note: Note) -> Outcome:
    """The first time a note on what was expected, the second time the form; then silence."""
    tries = turn.session.tries + 1
    if tries > NOTES_BEFORE_FORM:
        return turn.outcome()
    turn.put_session(tries=tries)
    last = tries == NOTES_BEFORE_FORM
    notes = (note, Note("reading.use_form")) if last else (note,)
    turn.follow(Tell(turn.session.id, notes, spot, ("form",) if last else ()))
    return turn.outcome()


# ── what waits ───────────────────────────────────────────────────────────────


def _to_what_waits(turn: Turn, event: Replied) -> Outcome | None:
    """A yes, a no or a number to a reading or a change that waits; None when the reply is something else."""
    waiting = turn.session.pending
    if not isinstance(waiting, Reading | Change):
        return None
    heard = read(_YES_OR_NO, event.text, _context(turn, _YES_OR_NO, event.names))
    yes = heard.value.yes if isinstance(heard, Read) and isinstance(heard.value, YesNo) else None
    others = len(waiting.others) if isinstance(waiting, Reading) else 0
    picked = event.text.strip().rstrip(".)")
    if others and picked.isdecimal() and 1 <= int(picked) <= others + 1:
        return confirmed(turn, Confirmed(turn.session.id, waiting.spot, int(picked) - 1))
    if yes is None or (isinstance(waiting, Reading) and turn.question(waiting.spot).kind is Kind.YES_NO):
        return None
    if yes and not others:
        return confirmed(turn, Confirmed(turn.session.id, waiting.spot))
    if yes:
        return _once(turn, (Note("reading.which", {"count": others + 1}),), waiting.spot, ())
    drop(turn)
    return turn.outcome()


_YES_OR_NO = Question(
    id=QuestionId("waiting.yes"),
    section=SectionId("waiting"),
    name="yes",
    kind=Kind.YES_NO,
    text=Phrase(""),
    why=Phrase(""),
    source=SourceId(""),
    reviewed=dt.date(2026, 11, 23),
)


def confirmed(turn: Turn, event: Confirmed) -> Outcome:
    """A yes to what waits."""
    waiting = turn.session.pending
    if waiting is None or isinstance(waiting, Rethink) or waiting.spot != event.spot:
        return refuse(Note("stale.nothing_waits"), buttons=("continue",), session=turn.session.id)
    question = turn.question(event.spot)
    barred = not_yours(turn, question)
    if barred is not None:
        return barred
    if isinstance(waiting, Change):
        settle_change(turn, waiting.draft)
        return turn.outcome()
    readings = (waiting.draft.given, *waiting.others)
    if not 0 <= event.index < len(readings):
        return refuse(Note("stale.nothing_waits"), buttons=("continue",), session=turn.session.id)
    return give(turn, msgspec.structs.replace(waiting.draft, given=readings[event.index]), revision=None)


# ── words, papers, roles, edits ──────────────────────────────────────────────


def _word(turn: Turn, word: str) -> Outcome:
    """A command by word. What cannot be done now is said in the thread."""
    match word:
        case "back":
            return _loud(turn, back(turn))
        case "undo":
            return _loud(turn, undo(turn, UndoAsked(turn.session.id)))
        case "pause":
            return _loud(turn, pause(turn))
        case "resume":
            return _loud(turn, resume(turn))
        case "review":
            return review(turn)
        case "finish":
            return _loud(turn, finish(turn))
        case "change":
            turn.follow(Tell(turn.session.id, (Note("change.how"),), None, ("review",)))
            return turn.outcome()
        case "why":
            spot = open_spot(turn)
            if spot is not None:
                turn.follow(Tell(turn.session.id, (Note("why", {"why": Words(turn.session.id, spot, "why")}),), spot))
            return turn.outcome()
        case _:
            turn.follow(Tell(turn.session.id, (Note("help.thread"),), open_spot(turn)))
            return turn.outcome()


def _loud(turn: Turn, outcome: Outcome) -> Outcome:
    return _aloud(turn, outcome) if outcome.refused else outcome


def _papers(turn: Turn, event: Replied) -> Outcome:
    """Files in the thread: the answer of a file question, else evidence for the open or the last answer."""
    spot = open_spot(turn)
    if spot is not None and turn.question(spot).kind is Kind.FILE:
        return _give(
            turn, Draft(spot, turn.by, given=Documents(event.documents), raw=event.text, message=event.message)
        )
    if spot is not None and event.text.strip() and turn.session.state is SessionState.ASKING:
        spoken = replied(turn, Replied(event.session, event.text, event.message, (), event.names))
        if turn.session.answer_at(spot) is None:
            return spoken
    backed = next(
        (s for s in reversed(turn.session.trail) if turn.question(s).evidence and turn.facts.applies(s)), None
    )
    if backed is None or turn.session.answers[backed.key].state is not AnswerState.VALUE:
        return _once(turn, (Note("paper.for_what"),), spot, ())
    back_up(turn, backed, Standing.EVIDENCED, event.documents)
    turn.follow(
        Tell(turn.session.id, (Note("paper.kept", {"question": Words(turn.session.id, backed, "text")}),), backed)
    )
    return turn.outcome()


def _name_holder(turn: Turn, question: Question, role: Role, event: Replied) -> Outcome:
    """The open question waits for a role that nobody holds: the owner may name the person by a reply."""
    asking = msgspec.structs.replace(question, kind=Kind.PERSON, register=None, options=(), many=False)
    heard = read(asking, event.text, _context(turn, asking, event.names))
    if not (isinstance(heard, Read) and isinstance(heard.value, People) and heard.value.people):
        wanted = Note("role.empty", {"role": Term(f"role.{role}"), "owner": Mention(turn.programme.owner)})
        return _once(turn, (wanted,), open_spot(turn), ()) if not isinstance(heard, Talk) else turn.outcome()
    if turn.by != turn.programme.owner:
        return _once(turn, (Note("role.owner_names", {"owner": Mention(turn.programme.owner)}),), open_spot(turn), ())
    give_role(turn, role, heard.value.people[0])
    put_again(turn, (Note("role.given", {"role": Term(f"role.{role}"), "who": Mention(heard.value.people[0])}),))
    return turn.outcome()


def edited(turn: Turn, event: Edited) -> Outcome:
    """An edit of the reply that answered is a change, with preview; an edit of anything else is nothing."""
    answer = next((a for a in turn.session.answers.values() if a.message and a.message == event.message), None)
    if answer is None or not turn.facts.applies(answer.spot):
        return turn.outcome()
    question = turn.question(answer.spot)
    if not_yours(turn, question) is not None or turn.by != answer.by:
        return turn.outcome()
    heard = read(question, event.text, _context(turn, question, event.names))
    if not isinstance(heard, Read):
        turn.follow(Tell(turn.session.id, (Note("edit.unread"),), answer.spot, ("change",)))
        return turn.outcome()
    draft = Draft(
        answer.spot,
        turn.by,
        given=_known(turn, question, heard.value),
        raw=event.text,
        message=event.message,
        hedged=heard.hedged,
    )
    if is_change(turn, answer.spot) and not same(answer, draft):
        propose(turn, draft)
    return turn.outcome()


def _known(turn: Turn, question: Question, given: Given) -> Given:
    """Names that are all known rows, as those rows: so that an edit that changes nothing is seen as such."""
    if isinstance(given, NewItems) and not given.names:
        return Items(given.known)
    return given
