"""What somebody says to a question that waits for them: to the bot alone, or in the thread, where another question is open."""

from __future__ import annotations

import msgspec

from flows.engine.belated import in_doubt, is_of
from flows.engine.doubting import LIKE_OWN, as_own_question, weighed
from flows.engine.giving import ask_whether, closed, give, not_yours
from flows.engine.likewise import as_it_stood
from flows.engine.own_asking import none_left
from flows.engine.readers import Aside, Nobody, Nonsense, Pass, Read, Talk, Unclear, Word, read
from flows.engine.readers.yes_no import says_more
from flows.engine.reasons import reasons
from flows.engine.thread import context
from flows.engine.turn import Turn, refuse
from flows.engine.waiting import taken, to_doubt
from flows.model.effects import Mention, Note, Outcome, Piece, Which, Whispered, Words
from flows.model.events import Replied
from flows.model.session import AnswerState, Draft, Reading, Rethink, Spot
from flows.model.values import Documents, Kind


def meant(turn: Turn, event: Replied) -> Spot | Which | None:
    """The one question that was handed to whoever replies in the thread, where their reply answers that and not the open one; where it could
    answer both, what is to be asked. None: it is for what is open, or for nothing."""
    session, handed = turn.session, turn.facts.handed()
    mine = (one.spot for one in session.assignments if one.to == turn.by and one.spot in handed)
    own = [spot for spot in mine if _answers(turn, spot, event)]
    if len(own) != 1:
        return None
    waiting = session.pending
    if waiting is not None:
        meanwhile = not isinstance(waiting, Rethink) and waiting.draft.by != turn.by
        return own[0] if meanwhile and _is_about(turn, own[0], waiting.spot, event) else None
    other = session.spot
    if other is None or not_yours(turn, other) is not None or not _answers(turn, other, event):
        return own[0]
    return Which(session.id, own[0], other, turn.by, event.text, event.message)


def for_files(turn: Turn, event: Replied) -> Spot | Note | None:
    """The question that was handed to whoever sends files in the thread and that these are for, rather than the open one; where that cannot be
    told, what to say. None: they are for what is open, or for an answer that stands."""
    session, handed = turn.session, turn.facts.handed()
    own = [one.spot for one in session.assignments if one.to == turn.by and one.spot in handed]
    wanting = [spot for spot in own if turn.question(spot).kind is Kind.FILE]
    if session.pending is not None or not own:
        return None
    if not wanting:
        said = meant(turn, event) if event.text.strip() else None
        backed = said is not None and turn.question(own[0]).evidence
        return (Note("paper.which") if isinstance(said, Which) else said) if backed else None
    other = session.spot
    if other is not None and not_yours(turn, other) is None:
        if turn.question(other).kind is Kind.FILE:
            return Note("paper.which")
        if event.text.strip() and _answers(turn, other, event):
            return None
    return wanting[0] if len(wanting) == 1 else Note("paper.which")


def files_given(turn: Turn, event: Replied, spot: Spot) -> Draft:
    """Files as the answer to a question that is not the open one: said with their names where nothing was said with them, so that all are told."""
    said = event.text.strip() or ", ".join(document.name for document in event.documents)
    return Draft(spot, turn.by, given=Documents(event.documents), raw=said, message=event.message)


def _is_about(turn: Turn, spot: Spot, other: Spot, event: Replied) -> bool:
    """Whether a reply answers the one question for certain, and its words are of that and not of the other, whose answer waits for a yes."""
    question = turn.question(spot)
    certain = isinstance(read(question, event.text, context(turn, question, event.names)), Read)
    return certain and says_more(event.text) and is_of(turn, event.text, spot, other)


def _answers(turn: Turn, spot: Spot, event: Replied) -> bool:
    """Whether a reply can be read as an answer to the question at a spot."""
    question = turn.question(spot)
    return isinstance(read(question, event.text, context(turn, question, event.names)), Read | Unclear | Nobody | Pass)


def said_to(turn: Turn, event: Replied, spot: Spot) -> Outcome:
    """What was said to one question alone: taken, asked back, or told to the one who said it why not. What was said in the thread is asked back
    there; what was said to the bot alone is asked back of whoever said it, for the thread may be at another question, whose next reply would be
    taken for that yes."""
    session, question = turn.session, turn.question(spot)
    barred = closed(turn, spot) or _taken(turn, event, spot)
    if barred is not None:
        return barred
    ended = none_left(turn, spot, event.text)
    if ended is not None:
        return ended
    if event.documents and question.kind is Kind.FILE:
        return _given(turn, files_given(turn, event, spot))
    said_alone = not event.message
    settled = to_doubt(turn, event, spot) if said_alone else None
    if settled is not None:
        return _given(turn, settled) if isinstance(settled, Draft) else settled
    papers = event.documents if question.evidence else ()
    draft = Draft(spot, turn.by, raw=event.text, message=event.message, papers=papers, private=said_alone)
    heard = as_it_stood(turn, spot, event.text, read(question, event.text, context(turn, question, event.names)))
    heard, own = weighed(turn, spot, event, in_doubt(turn, spot, event, heard))
    if own == LIKE_OWN:
        return turn.outcome(as_own_question(turn, spot))
    if isinstance(heard, Unclear) and (said_alone or session.pending is None):
        first = msgspec.structs.replace(draft, given=heard.values[0], hedged=heard.hedged)
        return not_yours(turn, spot) or _asked_back(turn, Reading(first, heard.values[1:]), own)
    match heard:
        case Read(value=value, hedged=hedged):
            return _given(turn, msgspec.structs.replace(draft, given=value, hedged=hedged))
        case Nobody():
            return _given(turn, msgspec.structs.replace(draft, state=AnswerState.NOT_SURE))
        case Pass():
            return _given(turn, msgspec.structs.replace(draft, state=AnswerState.SKIPPED))
        case Talk() if event.documents:
            said = (Note("hand.file", {"question": Words(session.id, spot, "text")}),)
        case Nonsense(note=note):
            said = (note, Note("hand.unread", {"question": Words(session.id, spot, "text")}), Note("reading.use_form"))
        case Word("why") | Aside("meaning"):
            said = reasons(turn.plan.flow, question, spot, session.id, turn.library.statements, hint=True)
        case _:
            said = (Note("hand.unclear", {"question": Words(session.id, spot, "text")}),)
    return turn.outcome(Whispered(said, ("form",), session.id, spot))


def _asked_back(turn: Turn, reading: Reading, own: str) -> Outcome:
    """Ask whether that was meant. ``own``: the sentence that leads counsel to questions of their own, beside it."""
    asked = ask_whether(turn, reading)
    if not own:
        return asked
    if isinstance(asked.reply, Whispered):
        return turn.outcome(msgspec.structs.replace(asked.reply, notes=(*asked.reply.notes, Note(own))))
    return turn.outcome(as_own_question(turn, reading.spot, own))


def _taken(turn: Turn, event: Replied, spot: Spot) -> Outcome | None:
    """Why it is too late: the question was answered meanwhile, or this very reply counts as an answer already."""
    session, answer = turn.session, turn.session.answer_at(spot)
    if answer is not None and not turn.facts.outdated(spot):
        shown: dict[str, Piece] = {"who": Mention(answer.by), "answer": Words(session.id, spot, "answer")}
        return refuse(Note("stale.answered", shown), ("change",), session.id, spot)
    used = next((a.spot for a in session.answers.values() if event.message and a.message == event.message), None)
    return refuse(Note("which.used", {"question": Words(session.id, used, "text")}), (), session.id) if used else None


def _given(turn: Turn, draft: Draft) -> Outcome:
    outcome = give(turn, draft, revision=None)
    asked_back = isinstance(outcome.reply, Whispered)
    return outcome if outcome.refused or asked_back else taken(turn, draft.spot)
