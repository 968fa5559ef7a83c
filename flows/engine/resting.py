"""Words in a thread where nothing is asked, or that are about an answer given before: what can be done with them, and the way on."""

from __future__ import annotations

from collections.abc import Sequence

from flows.engine.closing import shut
from flows.engine.readers import Amend, Context, asks_to_change, is_talk
from flows.engine.readers.likeness import find
from flows.engine.readers.wording import key
from flows.engine.recalling import recalled
from flows.engine.thread import answering, once, once_each
from flows.engine.turn import Turn
from flows.model.effects import Note, Outcome, Whispered, Words
from flows.model.events import Replied
from flows.model.session import SessionState, Spot

Names = tuple[str, ...]


def nothing_open(turn: Turn, event: Replied) -> Outcome:
    """Words in the thread of a run that is finished, or in which all is answered: said kindly to each who writes there, once, with the ways on;
    news of an answer lead to that answer. People who talk to each other are left alone."""
    amend = asks_to_change(event.text)
    if amend is not None:
        return lead_to_change(turn, amend)
    settings = turn.programme.settings
    if is_talk(event.text, Context(turn.at, settings.zone, settings.locale, names=event.names, speaker=turn.by)):
        return turn.outcome()
    about = recalled(turn, event.text)
    if about is not None:
        news = Note("rest.recalled", {"question": Words(turn.session.id, about, "text")})
        return once(turn, (news,), ("change", "review"), about)
    barred = shut(turn)
    if barred is not None and isinstance(barred.reply, Whispered):
        return once_each(turn, barred.reply.notes, barred.reply.buttons)
    done = turn.session.state is SessionState.DONE
    return once_each(
        turn, (Note("rest.done" if done else "rest.review"),), ("review", "continue" if done else "finish")
    )


def lead_to_change(turn: Turn, amend: Amend) -> Outcome:
    """An earlier answer is to be changed: the one that is meant, with its button, else all of them to choose from. Nothing changes by that.
    Where no answer is meant and none spoken of, people talk to each other of something else that is to be changed: they are left alone."""
    spots = [spot for spot in turn.session.trail if turn.facts.applies(spot)]
    meant, waits = _meant(turn, amend.about, spots), answering(turn)
    if meant is None and not amend.plainly and (waits is None or _meant(turn, amend.about, [waits]) is None):
        return turn.outcome()
    barred = shut(turn)
    if barred is not None and isinstance(barred.reply, Whispered):
        return once(turn, barred.reply.notes, barred.reply.buttons)
    if meant is None:
        return once(turn, (Note("change.how"),), ("review",))
    which = Note("change.this", {"question": Words(turn.session.id, meant, "text")})
    return once(turn, (which,), ("change", "review"), meant)


def _meant(turn: Turn, about: str, spots: Sequence[Spot]) -> Spot | None:
    """The one answer of these that is spoken of: by the short name of its question, by its section, by the row that it is about."""
    found = find(about, [_called(turn, spot) for spot in spots])
    return spots[found.hits[0]] if found.sure else None


def _called(turn: Turn, spot: Spot) -> Names:
    question, row = turn.question(spot), turn.facts.row(spot.item) if spot.item else None
    words = [question.called, question.name, turn.section(spot.question).title]
    names = [f" {name}" for name in (row.name, *row.formerly)] if row else [""]
    return tuple(dict.fromkeys(key(f"{one}{name}") for one in words if one for name in names))
