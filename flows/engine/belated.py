"""Words that fit another question than the one that is open: "yes called her" after "no, calling her now", "no wait, the log too" behind a list
that was given, and in a first response the word that it was a false alarm. They are asked back for what they fit, and are never in silence the
answer to what is open."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flows.engine.readers import Heard, Read, Unclear, calls_off, read
from flows.engine.readers.choices import exactly, names_of
from flows.engine.readers.correcting import adds, behind_no, names_what, owns_up
from flows.engine.readers.likeness import STEM
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.questions import asked
from flows.engine.readers.wording import hear, key
from flows.engine.readers.yes_no import says_more
from flows.engine.resting import named, read_there
from flows.engine.thread import context
from flows.engine.turn import Turn
from flows.model.events import Replied
from flows.model.flow import Question
from flows.model.session import Reading, Spot
from flows.model.values import Choices, Given, Kind

_TOLD_APART = (Kind.ONE_OF, Kind.MANY_OF, Kind.DATE, Kind.NUMBER, Kind.MONEY, Kind.COUNTRY)
"""Kinds whose answers are told from any other words."""
_YES_OR_NO = (Kind.YES_NO, Kind.ONE_OF)
"""Kinds that are answered by a yes or a no."""
_LEADS = Pattern(r"\W{0,9}(?:yes|yep|yeah|yup|no|nope)\b", re.IGNORECASE)
_FALSE_ALARM = "false alarm"
"""What an option is called by which a first response ends: the same words as in `asides.calls_off`."""
_TIMES = frozenset(("yet", "still", "already", "now", "not", "currently"))
"""Words behind a yes or a no that tell nothing of what it is about."""
_LAST = 5
"""Answers before the open question that a late word may be about."""

Fits = tuple[Spot, tuple[Given, ...]]
"""The question that words fit, and what they would answer there."""


def called_off(turn: Turn, event: Replied) -> Fits | None:
    """Where a first response is called off while another reading waits for a yes: "false alarm" is no yes to that."""
    waiting = turn.session.pending
    return _called_off(turn, waiting.spot, event.text) if isinstance(waiting, Reading) else None


def belated(turn: Turn, spot: Spot, event: Replied) -> Fits | None:
    """The other question that a reply fits, said while the one at ``spot`` is open; None where it may well answer that one, where nothing would
    become another there, and while something waits for a yes."""
    if turn.session.pending is not None:
        return None
    return (
        _called_off(turn, spot, event.text)
        or put_right(turn, spot, event)
        or _rather(turn, spot, event)
        or _other_label(turn, spot, event)
        or _late(turn, spot, event)
        or _more(turn, spot, event)
    )


def put_right(turn: Turn, spot: Spot | None, event: Replied) -> Fits | None:
    """The answer that words name and say how it should be: "the limits should read: only test work". None where they may mean the one at ``spot``."""
    said = names_what(event.text)
    if said is None:
        return None
    about, words = said
    spots = [one for one in turn.session.trail if turn.facts.applies(one) and one.key in turn.session.answers]
    at = named(turn, about, spots, least=2)
    if at is None or (spot is not None and named(turn, about, [spot]) is not None):
        return None
    values = tuple(one for one in read_there(turn, at, words, event.names) if not _stands(turn, at, one))
    return (at, values) if values else None


def elsewhere(turn: Turn, event: Replied) -> Fits | None:
    """What cannot be read where it was said, and would change the answer given last: "yesterday evening, sorry". Who owns up to a mistake may mean
    one further back."""
    if turn.session.pending is not None or _only_yes_or_no(event.text):
        return None
    words = owns_up(event.text)
    for at in _given_before(turn)[: _LAST if words else 1]:
        question = turn.question(at)
        certain = bool(words) or isinstance(read(question, event.text, context(turn, question, event.names)), Read)
        if question.kind not in _TOLD_APART or not certain:
            continue
        values = read_there(turn, at, words or event.text, event.names)
        if len(values) == 1 and not _stands(turn, at, values[0]):
            return at, values
    return None


def _only_yes_or_no(reply: str) -> bool:
    """Whether a reply says no more than yes or no, in however many words: "no, not yet"."""
    return not says_more(reply) or (_LEADS.match(hear(reply).text) is not None and not _behind(reply))


def repeated(turn: Turn, spot: Spot, event: Replied) -> Spot | None:
    """The answer that a colleague has just given and that this reply gives once more, in the words on the screen; None where they are none."""
    at = _labelled(turn, spot, event)
    return at if at is not None and _labels(turn, at, event) == turn.session.answers[at.key].value else None


def _other_label(turn: Turn, spot: Spot, event: Replied) -> Fits | None:
    """Another choice of the question that was answered last, in the words on the screen."""
    at = _labelled(turn, spot, event)
    value = _labels(turn, at, event) if at is not None else None
    return (at, (value,)) if at is not None and value is not None and not _stands(turn, at, value) else None


def _labelled(turn: Turn, spot: Spot, event: Replied) -> Spot | None:
    """The question answered last, where a reply is one of its labels and no label of the one that is open; where it may be an answer to that too,
    only if it was somebody else who answered, and so may have been faster."""
    last, question = _given_before(turn)[:1], turn.question(spot)
    if not last or not says_more(event.text) or _labels(turn, last[0], event) is None:
        return None
    if exactly(question, hear(event.text)) is not None or question.kind is Kind.TEXT:
        return None
    fits = isinstance(read(question, event.text, context(turn, question, event.names)), Read)
    return last[0] if not fits or turn.session.answers[last[0].key].by != turn.by else None


def _labels(turn: Turn, at: Spot, event: Replied) -> Given | None:
    """What a reply of several words chooses of a question's options by its label; None where it is no label."""
    question, line = turn.question(at), hear(event.text).key
    chosen = [option for option in question.options if " " in line and key(option.label) == line]
    found = exactly(question, hear(event.text)) if chosen else None
    return found.value if found is not None else None


def in_doubt(turn: Turn, spot: Spot, event: Replied, heard: Heard) -> Heard:
    """The same reply; in a first response a yes or a no that goes on about something else than what is asked is asked back, where it would as well
    turn the answer that was given last. "There was no leak" is no plain no where a false alarm is one of the choices."""
    question = turn.question(spot)
    if question.kind not in _YES_OR_NO or not turn.library.answers_leak(turn.plan.flow):
        return heard
    alarm = exactly(question, hear(_FALSE_ALARM))
    if isinstance(heard, Unclear) and alarm is not None and calls_off(event.text):
        return Unclear((alarm.value,), heard.hedged)
    if not isinstance(heard, Read):
        return heard
    words = _behind(event.text)
    last = _given_before(turn)[:1]
    elsewhere = words and not _shared(words, _put(question)) and any(_turns(turn, one, event) for one in last)
    return Unclear((heard.value,), heard.hedged) if elsewhere else heard


def _called_off(turn: Turn, spot: Spot, text: str) -> Fits | None:
    """The question that takes "false alarm", where a first response is called off at another one."""
    if not turn.library.answers_leak(turn.plan.flow) or not calls_off(text):
        return None
    for question in turn.plan.questions.values():
        alarm, found = Spot(question.id), exactly(question, hear(_FALSE_ALARM))
        if found is not None and alarm != spot and not _stands(turn, alarm, found.value):
            return alarm, (found.value,)
    return None


def _rather(turn: Turn, spot: Spot, event: Replied) -> Fits | None:
    """The same question for another row, answered just now, and what stands behind a no: "no: in writing" turns that, where no choice of what is
    open begins so."""
    last, words = _given_before(turn)[:1], behind_no(event.text)
    if not words or not last or last[0].question != spot.question or turn.question(spot).kind not in _TOLD_APART:
        return None
    line, called = hear(event.text).key, (name for names in names_of(turn.question(spot)) for name in names)
    if any(f"{line} ".startswith(f"{name} ") for name in called if name.split()[0] == "no"):
        return None
    values = tuple(one for one in read_there(turn, last[0], words, event.names) if not _stands(turn, last[0], one))
    return (last[0], values) if values else None


def _late(turn: Turn, spot: Spot, event: Replied) -> Fits | None:
    """The answer given before that a yes or a no with more behind it turns: its words are of what was asked or said there, and none of them of what
    is open. Of one given longer ago it takes two of them."""
    words, open_now = _behind(event.text), turn.question(spot)
    if not words or open_now.kind not in _YES_OR_NO or _shared(words, _put(open_now)):
        return None
    for back, at in enumerate(_given_before(turn)[:_LAST]):
        known = (*_put(turn.question(at)), *_words(turn.session.answers[at.key].raw))
        if _shared(words, known) >= min(back + 1, 2) and (values := _turns(turn, at, event)):
            return at, values
    return None


def _more(turn: Turn, spot: Spot, event: Replied) -> Fits | None:
    """The list given last, to which words add something that is no answer to what is open."""
    words, last = adds(event.text), _given_before(turn)[:1]
    if not words or not isinstance(turn.session.answers[last[0].key].value if last else None, Choices):
        return None
    question = turn.question(spot)
    if isinstance(read(question, words, context(turn, question, event.names)), Read | Unclear):
        return None
    listed = turn.question(last[0])
    if not isinstance(read(listed, words, context(turn, listed, event.names)), Read):
        return None  # "it was us too" only comes near "used by us"
    values = tuple(one for one in read_there(turn, last[0], words, event.names) if not _stands(turn, last[0], one))
    return (last[0], values) if values else None


def is_of(turn: Turn, text: str, spot: Spot, other: Spot) -> bool:
    """Whether words are of what is asked at the one spot, and none of them of what is asked at the other."""
    words = _words(text)
    return _shared(words, _put(turn.question(spot))) > 0 and not _shared(words, _put(turn.question(other)))


def _given_before(turn: Turn) -> list[Spot]:
    """The questions that were answered, the latest first."""
    given = sorted(turn.session.answers.values(), key=lambda one: one.at)[::-1]
    return [one.spot for one in given if turn.facts.applies(one.spot)]


def _turns(turn: Turn, at: Spot, event: Replied) -> tuple[Given, ...]:
    """What a reply would make of an answer by yes or no that was given; () where that stands."""
    values = read_there(turn, at, event.text, event.names) if turn.question(at).kind in _YES_OR_NO else ()
    return values if values and not _stands(turn, at, values[0]) else ()


def _stands(turn: Turn, spot: Spot, value: Given) -> bool:
    answer = turn.session.answer_at(spot)
    return answer is not None and answer.value == value


def _put(question: Question) -> tuple[str, ...]:
    """The words that matter of what a question says on the screen."""
    options = (words for option in question.options for words in (option.label, *option.also))
    return tuple(word for words in (question.text.default, *options) for word in _words(words))


def _behind(reply: str) -> tuple[str, ...]:
    """The words that matter behind a yes or a no that leads."""
    text = hear(reply).text
    found = _LEADS.match(text)
    return tuple(word for word in _words(text[found.end() :]) if word not in _TIMES) if found is not None else ()


def _words(text: str) -> tuple[str, ...]:
    return asked(text).words


def _shared(words: Iterable[str], others: Iterable[str]) -> int:
    """How many words stand among the others, in whatever form: "called" is "calling"."""
    known = {word[:STEM] for word in others}
    return sum(word[:STEM] in known for word in words)
