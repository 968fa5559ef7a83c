"""Words in a thread where nothing is asked, or that are about an answer given before: what can be done with them, and the way on."""

from __future__ import annotations

from flows.engine.closing import shut
from flows.engine.readers import Context, asks_to_change, is_talk
from flows.engine.readers.likeness import find
from flows.engine.readers.wording import key
from flows.engine.thread import once_each
from flows.engine.turn import Turn
from flows.model.effects import Note, Outcome, Tell, Whispered, Words
from flows.model.events import Replied
from flows.model.session import SessionState, Spot

Names = tuple[str, ...]


def nothing_open(turn: Turn, event: Replied) -> Outcome:
    """Words in the thread of a run that is finished, or in which all is answered: said kindly to each who writes there, once, with the ways on.
    People who talk to each other are left alone."""
    amend = asks_to_change(event.text)
    if amend is not None:
        return lead_to_change(turn, amend.about)
    settings = turn.programme.settings
    if is_talk(event.text, Context(turn.at, settings.zone, settings.locale, names=event.names, speaker=turn.by)):
        return turn.outcome()
    barred = shut(turn)
    if barred is not None and isinstance(barred.reply, Whispered):
        return once_each(turn, barred.reply.notes, barred.reply.buttons)
    done = turn.session.state is SessionState.DONE
    return once_each(
        turn, (Note("rest.done" if done else "rest.review"),), ("review", "continue" if done else "finish")
    )


def lead_to_change(turn: Turn, about: str) -> Outcome:
    """An earlier answer is to be changed: the one that is meant, with its button, else all of them to choose from. Nothing changes by that."""
    barred = shut(turn)
    if barred is not None and isinstance(barred.reply, Whispered):
        turn.follow(Tell(turn.session.id, barred.reply.notes, None, barred.reply.buttons))
        return turn.outcome()
    meant = _meant(turn, about)
    if meant is None:
        turn.follow(Tell(turn.session.id, (Note("change.how"),), None, ("review",)))
    else:
        which = Note("change.this", {"question": Words(turn.session.id, meant, "text")})
        turn.follow(Tell(turn.session.id, (which,), meant, ("change", "review")))
    return turn.outcome()


def _meant(turn: Turn, about: str) -> Spot | None:
    """The one answer that is spoken of: by the short name of its question, by its section, by the row that it is about."""
    spots = [spot for spot in turn.session.trail if turn.facts.applies(spot)]
    found = find(about, [_called(turn, spot) for spot in spots])
    return spots[found.hits[0]] if found.sure else None


def _called(turn: Turn, spot: Spot) -> Names:
    question, row = turn.question(spot), turn.facts.row(spot.item) if spot.item else None
    words = [question.called, question.name, turn.section(spot.question).title]
    return tuple(dict.fromkeys(key(f"{one} {row.name}" if row else one) for one in words if one))
