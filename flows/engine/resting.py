"""Words in a thread where nothing is asked, or that are about an answer given before: what can be done with them, and the way on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.engine.closing import shut
from flows.engine.readers import Amend, Context, Heard, Read, Unclear, asks_nobody, asks_to_change, is_talk, read
from flows.engine.readers.correcting import takes
from flows.engine.readers.likeness import find, telling
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import key
from flows.engine.recalling import recalled
from flows.engine.thread import answering, context, once, once_each
from flows.engine.turn import Turn
from flows.model.effects import Note, Outcome, Whispered, Words
from flows.model.events import Replied
from flows.model.flow import Question
from flows.model.ids import PersonId
from flows.model.session import SessionState, Spot
from flows.model.values import Choices, Countries, Given, Items, People

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
    asks = (Note("rest.question"),) if asks_nobody(event.text) else ()
    rests = Note("rest.done" if done else "rest.review")
    return once_each(turn, (rests, *asks), ("review", "continue" if done else "finish"))


def lead_to_change(turn: Turn, amend: Amend, before: Spot | None = None) -> Outcome:
    """An earlier answer is to be changed: the one that is meant, else ``before``, with its button, else all of them to choose from. Nothing
    changes by that. Where no answer is meant and none spoken of, people talk to each other of something else that is to be changed: they are
    left alone."""
    spots = [spot for spot in turn.session.trail if turn.facts.applies(spot)]
    meant, waits = _meant(turn, amend.about, spots) or before, answering(turn)
    if meant is None and not amend.plainly and (waits is None or _meant(turn, amend.about, [waits]) is None):
        return turn.outcome()
    barred = shut(turn)
    if barred is not None and isinstance(barred.reply, Whispered):
        return once(turn, barred.reply.notes, barred.reply.buttons)
    if meant is None:
        return once(turn, (Note("change.how"),), ("review",))
    which = Note("change.this", {"question": Words(turn.session.id, meant, "text")})
    return once(turn, (which,), ("change", "review"), meant)


def earlier(turn: Turn, amend: Amend) -> Spot | None:
    """The answer that somebody puts right: the one that their words mean, else the last that they gave, else the last of all."""
    spots = [s for s in turn.session.trail if turn.facts.applies(s) and s.key in turn.session.answers]
    if not spots:
        return None
    meant = named(turn, amend.about, spots)
    if meant is not None:
        return meant
    own = [spot for spot in spots if turn.session.answers[spot.key].by == turn.by]
    return (own or spots)[-1]


def named(turn: Turn, about: str, spots: Sequence[Spot], least: int = 1) -> Spot | None:
    """The one answer of these that a key names: by its short name, else by more than half of its telling words, and by ``least`` of them; the last
    of several."""
    meant, wanted = _meant(turn, about, spots), telling(about)
    if meant is not None:
        return meant
    shared = [len(wanted & telling(key(turn.question(spot).text.default))) for spot in spots]
    if max(shared, default=0) * 2 <= len(wanted) or max(shared) < least:
        return None
    return spots[max(range(len(spots)), key=lambda at: (shared[at], at))]


def read_there(turn: Turn, spot: Spot, said: str, names: dict[PersonId, str]) -> tuple[Given, ...]:
    """What words that put an answer right would make of it, the likeliest first; () where that is not read, or where they take something away
    of what is no list of choices. "Add X" and "X too" leave what stands, and so does "leave out X" but for X."""
    question, answer = turn.question(spot), turn.session.answers[spot.key]
    if isinstance(answer.value, Choices) and (out := takes(said)):
        fewer = taken_from(question, answer.value, read(question, out, context(turn, question, names)))
        return (fewer,) if fewer is not None and fewer.options else ()
    if isinstance(answer.value, Choices | Items | Countries | People) and _LESS.match(said):
        return ()
    heard = read(question, _MORE.sub("", said), context(turn, question, names))
    values = heard.values if isinstance(heard, Unclear) else (heard.value,) if isinstance(heard, Read) else ()
    if not isinstance(answer.value, Choices) or _MORE.search(said) is None:
        return values
    return added_to(question, answer.value, values)


def added_to(question: Question, stood: Choices, values: Sequence[Given]) -> tuple[Given, ...]:
    """What is chosen of a question's options where each of these readings adds to what stood."""
    chosen = [{*stood.options, *value.options} for value in values if isinstance(value, Choices)]
    return tuple(Choices(tuple(o.id for o in question.options if o.id in one)) for one in chosen)


def taken_from(question: Question, stood: Choices, heard: Heard) -> Choices | None:
    """What is left of what stood without what was heard; None where that is none of it."""
    likeliest = heard.values[0] if isinstance(heard, Unclear) else heard.value if isinstance(heard, Read) else None
    out = set(likeliest.options) if isinstance(likeliest, Choices) else set[str]()
    if not out & set(stood.options):
        return None
    return Choices(tuple(option.id for option in question.options if option.id in set(stood.options) - out))


_LESS = Pattern(r"\W*(?:remove|delete|drop|without|not|no|take (?:out|away|off)|minus|less)\b", re.IGNORECASE)
_MORE = Pattern(r"\A\W*(?:add|plus|also)\b(?: also)?\s*|[\s,]+(?:too|also|as well)\W*\Z", re.IGNORECASE)


def _meant(turn: Turn, about: str, spots: Sequence[Spot]) -> Spot | None:
    """The one answer of these that is spoken of: by the short name of its question, by its section, by the row that it is about."""
    found = find(about, [_called(turn, spot) for spot in spots])
    return spots[found.hits[0]] if found.sure else None


def _called(turn: Turn, spot: Spot) -> Names:
    question, row = turn.question(spot), turn.facts.row(spot.item) if spot.item else None
    words = [question.called, question.name, turn.section(spot.question).title]
    names = [f" {name}" for name in (row.name, *row.formerly)] if row else [""]
    return tuple(dict.fromkeys(key(f"{one}{name}") for one in words if one for name in names))
