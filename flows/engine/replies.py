"""What was said in a session's thread: told apart as an answer, a word of command, a yes to what waits, evidence, or talk."""

from __future__ import annotations

from typing import assert_never

import msgspec

from flows.engine.asking import keep_course
from flows.engine.belated import Fits, belated, called_off, elsewhere, in_doubt, put_right, repeated
from flows.engine.certain import by_word
from flows.engine.changing import is_change, same
from flows.engine.closing import shut, shut_at
from flows.engine.doubting import LIKE_OWN, as_own_question, counsel_asks, weighed
from flows.engine.evidence import prove
from flows.engine.fitting import tidied
from flows.engine.giving import ask_whether, closed, consider, give, not_yours, paused, role_wanted
from flows.engine.handed import files_given, for_files, meant, said_to
from flows.engine.likewise import as_before, as_counted, as_it_stood, as_named
from flows.engine.of_row import said_of
from flows.engine.own_asking import none_left
from flows.engine.placing import has_to_be_placed, keep, named_in_words
from flows.engine.readers import (
    Amend,
    Aside,
    Heard,
    Nobody,
    Nonsense,
    Offer,
    Pass,
    Read,
    Talk,
    Unclear,
    Word,
    grants,
    read,
    read_word,
    tells_of_leak,
)
from flows.engine.reasons import reasons
from flows.engine.resting import earlier, lead_to_change, nothing_open, read_there
from flows.engine.roles import give_role, put_what_waited
from flows.engine.running import back, finish, pause, resume, review, undo
from flows.engine.thread import aloud, answering, at_most_once, context, leak, not_read, once, wondered
from flows.engine.turn import Turn
from flows.engine.waiting import to_what_waits
from flows.model.effects import Mention, Note, Outcome, Piece, Tell, Term, Which, Words
from flows.model.events import Edited, Replied, UndoAsked
from flows.model.people import Role
from flows.model.session import AnswerState, Draft, Reading, Rethink, SessionState, Spot
from flows.model.values import Documents, Kind, People


def replied(turn: Turn, event: Replied) -> Outcome:
    """A message in the thread, or below a letter that asks a question (``event.spot``)."""
    if event.spot is not None:
        return said_to(turn, event, event.spot)
    if event.documents:
        return _papers(turn, event)
    named = named_in_words(turn, event)
    return _said(turn, event) if named is None else aloud(turn, named)


def _said(turn: Turn, event: Replied) -> Outcome:
    """The words of a message; files that it brought go with the answer that it gives."""
    session = turn.session
    word = read_word(event.text)
    if word is not None and not _decides(turn, event.text):
        return _word(turn, word)
    if answering(turn) is None and tells_of_leak(event.text, strictly=True):
        return leak(turn)
    if session.state is SessionState.PAUSED:
        return _while_paused(turn, event)
    if session.state is SessionState.DONE and session.pending is None:
        return by_word(turn, event) or _at_rest(turn, event)
    asked = answering(turn)
    ended = none_left(turn, asked, event.text) if asked is not None else None
    if ended is not None:
        return aloud(turn, ended)
    own = meant(turn, event)
    if isinstance(own, Which):
        turn.follow(own)
        return turn.outcome()
    if own is not None:
        question = turn.question(own)
        return _heard(turn, own, event, read(question, event.text, context(turn, question, event.names)))
    sure = by_word(turn, event)
    if sure is not None:
        return sure
    off = called_off(turn, event)
    answered = to_what_waits(turn, event) if off is None else _for_another(turn, event, off)
    if answered is not None:
        return answered
    spot = answering(turn)
    if spot is None:
        return _at_rest(turn, event)
    question = turn.question(spot)
    wanted = role_wanted(turn, question)
    if wanted is not None:
        return _name_holder(turn, spot, wanted, event)
    stands = repeated(turn, spot, event)
    if stands is not None:
        return once(turn, (Note("change.same", {"answer": Words(turn.session.id, stands, "answer")}),))
    late = belated(turn, spot, event)
    if late is not None:
        return _for_another(turn, event, late)
    pointed = (
        as_before(turn, spot, event.text) or as_named(turn, spot, event.text) or as_counted(turn, spot, event.text)
    )
    said = said_of(turn, spot, event.text)
    heard = pointed or read(question, said, context(turn, question, event.names))
    return _heard(turn, spot, event, in_doubt(turn, spot, event, heard))


def _at_rest(turn: Turn, event: Replied) -> Outcome:
    """Words where nothing is asked: an answer that they name and put right, else what can be done with them."""
    right = put_right(turn, None, event)
    return nothing_open(turn, event) if right is None else _for_another(turn, event, right)


def _decides(turn: Turn, said: str) -> bool:
    """Whether words take the decision that is open: "go ahead" is a yes there, asked back, and no wish to have the question put again."""
    spot = answering(turn)
    if spot is None or turn.session.state is not SessionState.ASKING:
        return False
    return turn.question(spot).withdraws and grants(said)


def _while_paused(turn: Turn, event: Replied) -> Outcome:
    """What would be an answer is not taken while the session is paused, and that is said once; talk is left alone."""
    spot = answering(turn)
    question = turn.question(spot) if spot is not None else None
    heard = read(question, event.text, context(turn, question, event.names)) if question is not None else Talk()
    if isinstance(heard, Talk | Offer | Nonsense):
        return wondered(turn, event.text) or turn.outcome()
    if heard == Aside("leak"):
        return leak(turn)
    return once(turn, (Note("stale.paused"),), ("resume",))


def _heard(turn: Turn, spot: Spot, event: Replied, heard: Heard) -> Outcome:
    heard = as_it_stood(turn, spot, event.text, heard)
    papers = event.documents if turn.question(spot).evidence else ()
    draft = Draft(spot=spot, by=turn.by, raw=event.text, message=event.message, papers=papers)
    heard, own = weighed(turn, spot, event, heard)
    if own == LIKE_OWN:
        return turn.outcome(as_own_question(turn, spot))
    match heard:
        case Read(value=value, hedged=hedged):
            return _given(turn, msgspec.structs.replace(draft, given=value, hedged=hedged))
        case Unclear(values=values, hedged=hedged):
            barred = closed(turn, spot) or not_yours(turn, spot)
            first = msgspec.structs.replace(draft, given=values[0], hedged=hedged)
            if barred is not None:
                return aloud(turn, barred)
            asked = ask_whether(turn, Reading(first, values[1:]))
            return turn.outcome(as_own_question(turn, spot, own)) if own else asked
        case Nobody():
            return _given(turn, msgspec.structs.replace(draft, state=AnswerState.NOT_SURE))
        case Pass():
            return _given(turn, msgspec.structs.replace(draft, state=AnswerState.SKIPPED))
        case Word(word=word):
            return _word(turn, word)
        case Amend():
            return _put_right(turn, spot, event, heard)
        case Offer(to=to):
            return at_most_once(turn, (Note("hand.offer", {"to": Mention(to)}),), ("hand",))
        case Aside(what="leak"):
            return leak(turn)
        case Aside(what="meaning"):
            return once(turn, _why(turn, spot), spot=spot)
        case Aside(what=what):
            return once(turn, (Note(f"aside.{what}"),), ("share",))
        case Talk():
            return _talk(turn, spot, event)
        case Nonsense(note=note):
            fits = elsewhere(turn, event)
            return not_read(turn, event.text, note) if fits is None else _for_another(turn, event, fits)
        case _:
            assert_never(heard)


def _talk(turn: Turn, spot: Spot, event: Replied) -> Outcome:
    """People talking to each other are left alone. Who asks nobody by name may have asked the bot, and is led there; counsel, who asks anybody while
    they decide, is told once a question how to ask it in private."""
    told = turn.session.told
    if not counsel_asks(turn, spot, event):
        return wondered(turn, event.text) or turn.outcome()
    if turn.by in told:
        return turn.outcome()
    turn.put_session(told=(*told, turn.by))
    return turn.outcome(as_own_question(turn, spot))


def _put_right(turn: Turn, spot: Spot, event: Replied, amend: Amend) -> Outcome:
    """Words about an earlier answer, said while the question at ``spot`` is open: what they would make of that answer is asked back, and where that
    can't be read, the way to change it is told. They are never the answer to what is open without a yes."""
    before = earlier(turn, amend) if amend.right and turn.session.pending is None else None
    values = read_there(turn, before, amend.words, event.names) if before is not None and amend.words else ()
    said = msgspec.structs.replace(event, text=amend.words)
    if before is not None and values:
        return _for_another(turn, said, (before, values))
    if not amend.words or amend.plainly:
        return lead_to_change(turn, amend, before)
    question = turn.question(spot)
    heard = read(question, amend.words, context(turn, question, event.names))
    fits = elsewhere(turn, event) if isinstance(heard, Nonsense) else None
    if fits is not None:
        return _for_another(turn, event, fits)
    waits = turn.session.pending is not None
    return _heard(turn, spot, said, Unclear((heard.value,)) if isinstance(heard, Read) and not waits else heard)


def _for_another(turn: Turn, event: Replied, fits: Fits) -> Outcome:
    """Words that fit another question than the open one are asked back for that."""
    spot, values = fits
    barred = closed(turn, spot) or not_yours(turn, spot)
    if barred is None:
        stands: dict[str, Piece] = {"question": Words(turn.session.id, spot, "text")}
        if turn.session.answer_at(spot) is not None:
            stands["answer"] = Words(turn.session.id, spot, "answer")
        turn.follow(
            Tell(turn.session.id, (Note("change.meant" if "answer" in stands else "change.other", stands),), spot)
        )
    return _heard(turn, spot, event, Unclear(values))


def _given(turn: Turn, draft: Draft) -> Outcome:
    """A typed answer goes through the same door as a click."""
    return aloud(turn, give(turn, draft, revision=None))


# ── words, papers, roles, edits ──────────────────────────────────────────────


def _word(turn: Turn, word: str) -> Outcome:
    """A command by word. What cannot be done now is said in the thread."""
    match word:
        case "back":
            return aloud(turn, back(turn))
        case "undo":
            return aloud(turn, undo(turn, UndoAsked(turn.session.id)))
        case "pause":
            return aloud(turn, pause(turn))
        case "resume":
            return aloud(turn, resume(turn))
        case "review":
            return review(turn)
        case "finish":
            return aloud(turn, finish(turn))
        case "change":
            turn.follow(Tell(turn.session.id, (Note("change.how"),), None, ("review",)))
            return turn.outcome()
        case "why":
            spot = answering(turn)
            if spot is not None:
                turn.follow(Tell(turn.session.id, _why(turn, spot), spot))
            return turn.outcome()
        case _:
            turn.follow(Tell(turn.session.id, (Note("help.thread"),), answering(turn)))
            return turn.outcome()


def _why(turn: Turn, spot: Spot) -> tuple[Note, ...]:
    return reasons(turn.plan.flow, turn.question(spot), spot, turn.session.id, turn.library.statements, hint=False)


def _papers(turn: Turn, event: Replied) -> Outcome:
    """Files in the thread: the answer of a file question, else evidence for the open or the last answer; where a gate may hang on it and nobody
    asked for them, it is asked which."""
    spot, session = answering(turn), turn.session
    own = for_files(turn, event)
    if isinstance(own, Note):
        turn.follow(Tell(session.id, (own,), spot))
        return turn.outcome()
    if own is not None:
        return (
            _given(turn, files_given(turn, event, own)) if turn.question(own).kind is Kind.FILE else _said(turn, event)
        )
    if spot is not None and turn.question(spot).kind is Kind.FILE:
        return _given(
            turn, Draft(spot, turn.by, given=Documents(event.documents), raw=event.text, message=event.message)
        )
    if isinstance(session.pending, Rethink):
        return _said(turn, event) if event.text.strip() else _papers_meanwhile(turn, session.pending, event)
    asked_for = False
    if spot is not None and event.text.strip() and session.state is SessionState.ASKING:
        spoken = _said(turn, msgspec.structs.replace(event, documents=()))
        if turn.session.answer_at(spot) is None:
            return keep(turn, event, spoken.reply) if has_to_be_placed(turn) else spoken
        asked_for = turn.question(spot).evidence
    if not asked_for and has_to_be_placed(turn):
        return keep(turn, event)
    backs = [s for s in turn.session.trail if turn.question(s).evidence and turn.facts.applies(s)]
    backed = next((s for s in reversed(backs) if shut_at(turn, s) is None), None)
    barred = shut(turn) if backs and backed is None else None
    if barred is not None:
        return aloud(turn, barred)
    if backed is None or turn.session.answers[backed.key].state is not AnswerState.VALUE:
        return once(turn, (Note("paper.for_what"),))
    notes = prove(turn, backed, event.documents)
    kept = Note("paper.kept", {"question": Words(turn.session.id, backed, "text")})
    turn.ahead(Tell(turn.session.id, (kept, *notes), backed))
    keep_course(turn)
    return turn.outcome()


def _papers_meanwhile(turn: Turn, waiting: Rethink, event: Replied) -> Outcome:
    """Files without words while a question is put again: they back the answer that stands there, and the one that may follow."""
    spot = waiting.spot
    if not turn.question(spot).evidence or turn.session.answers[spot.key].state is not AnswerState.VALUE:
        return once(turn, (Note("paper.for_what"),))
    notes = prove(turn, spot, event.documents)
    papers = (*waiting.papers, *event.documents)
    turn.put_session(pending=msgspec.structs.replace(waiting, papers=papers))
    kept = Note("paper.kept", {"question": Words(turn.session.id, spot, "text")})
    turn.ahead(Tell(turn.session.id, (kept, *notes), spot))
    keep_course(turn)
    return turn.outcome()


def _name_holder(turn: Turn, spot: Spot, role: Role, event: Replied) -> Outcome:
    """The open question waits for a role that nobody holds: the owner may name the person by a reply, anybody may pass over it."""
    question, owner = turn.question(spot), Mention(turn.programme.owner)
    asking = msgspec.structs.replace(question, kind=Kind.PERSON, register=None, options=(), many=False)
    named = read(asking, event.text, context(turn, asking, event.names))
    if not (isinstance(named, Read) and isinstance(named.value, People) and named.value.people):
        heard = read(question, event.text, context(turn, question, event.names))
        if isinstance(heard, Pass | Word | Amend | Talk | Aside):
            return _heard(turn, spot, event, heard)
        return once(turn, (Note("role.empty", {"role": Term(f"role.{role}"), "owner": owner}),))
    if turn.by != turn.programme.owner:
        return once(turn, (Note("role.owner_names", {"owner": owner}),))
    person, here = named.value.people[0], turn.session.id
    turn.leave_session()  # the role is the programme's: every session is judged afresh by it, this one too
    give_role(turn, role, person)
    turn.open_session(here)
    put_what_waited(turn, {role}, (Note("role.given", {"role": Term(f"role.{role}"), "who": Mention(person)}),))
    return turn.outcome()


def edited(turn: Turn, event: Edited) -> Outcome:
    """An edit of the reply that answered is a change, with preview; an edit of anything else is nothing."""
    answer = next((a for a in turn.session.answers.values() if a.message and a.message == event.message), None)
    if answer is None or not is_change(turn, answer.spot) or turn.by != answer.by:
        return turn.outcome()
    question = turn.question(answer.spot)
    if turn.session.state is SessionState.PAUSED:
        return aloud(turn, paused(turn))
    if not_yours(turn, answer.spot) is not None:
        return turn.outcome()
    heard = read(question, event.text, context(turn, question, event.names))
    if not isinstance(heard, Read):
        turn.follow(Tell(turn.session.id, (Note("edit.unread"),), answer.spot, ("change",)))
        return turn.outcome()
    given = tidied(turn, question, heard.value)
    draft = Draft(answer.spot, turn.by, given=given, raw=event.text, message=event.message, hedged=heard.hedged)
    return turn.outcome() if same(answer, draft) else aloud(turn, consider(turn, draft))
