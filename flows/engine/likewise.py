"""An answer that points at one given before: "same as before", "as for the website". It is asked back, never saved by itself. And one to a question
that was answered and is asked again about new rows: "none new" leaves what stands as it is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import takewhile

from flows.engine.proposing import ticked
from flows.engine.readers import Heard, Read, Unclear
from flows.engine.readers.calendar_words import counted_from
from flows.engine.readers.correcting import MOST_LENGTH
from flows.engine.readers.doubt import without_doubt
from flows.engine.readers.heard import one_of_these
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import hear, key
from flows.engine.turn import Turn
from flows.model.ids import ItemId
from flows.model.session import Answer, Spot
from flows.model.values import Day, Given, Items, Kind, NewItems, Text
from flows.rules.names import by_name
from flows.rules.phasing import months_after

_LEAD = r"(?:(?:its|it is|is|thats|that is|exactly|just|yes|also|again|well|the) )*"
_TAIL = r"(?: (?:here|again|too|as well|please|answer|one|really))*"
_EARLIER = r"(?:before|above|earlier|previously|(?:the )?(?:last|previous|other)(?: (?:one|time|answer))?)"
_BEFORE = Pattern(
    rf"{_LEAD}(?:ditto|likewise|same(?: (?:answer|thing))?{_TAIL}|(?:same(?: (?:answer|thing))? )?(?:as|like) {_EARLIER}{_TAIL})"
)
_AS_FOR = Pattern(
    rf"{_LEAD}(?:same(?: (?:answer|thing))? (?:as|for|with|like)|as|like)(?: (?:for|with|in|of))?(?: the)? (?P<row>.+?){_TAIL}"
)

_POINTING = Pattern(
    r"(?P<own>.*?)[\s,;.:(–-]*\b(?:(?:it['’]?s|it is|that['’]?s|that is|which is) )?(?:the )?same(?: (?:one|company|name|answer|thing))?"
    r" (?:as|like)(?: (?:for|with|in|of|on))?(?: (?:the|our|my))? (?P<row>[^,;.]{1,60}?)[\s.)!]*",
    re.IGNORECASE | re.DOTALL,
)
"""Words of its own, and that it is the same as somewhere else."""
_NAME = Pattern(
    r"(?:[A-ZÀ-Þ0-9][\w.&'’+-]*,?|of|and|the|for|de|&)(?: (?:[A-ZÀ-Þ0-9][\w.&'’+-]*,?|of|and|the|for|de|&)){0,6}"
)
"""What can be a name, such as that of a company."""

_NEW = r"(?:new|more|further|other|additional|added|changes?)(?: ones?)?"
_AS_IT_IS = r"(?: as (?:it|they) (?:is|are|was|were)| the same)?"
_NONE_NEW = Pattern(
    rf"{_LEAD}(?:(?:no|none|not|nothing|neither)(?: of(?: (?:the|those|these))?)? {_NEW}|(?:un|not )changed|no difference|still the same"
    rf"|(?:leave|keep) (?:it|them|that){_AS_IT_IS}|(?:it |they |that )?(?:stays?|remains?){_AS_IT_IS})"
    r"(?: (?:here|please|either|there|for now|this time))?"
)
"""Says that the rows that came in since change nothing."""


def as_it_stood(turn: Turn, spot: Spot, text: str, heard: Heard) -> Heard:
    """What a reply is to a marking question that is asked again only since rows were added or put forward. Words that say that none of those counts
    leave what stands; what names none of the rows that stand or are put forward ("no", or a new one alone) is asked back, with them first: nobody
    said that they are out."""
    answer = turn.session.answer_at(spot)
    if answer is None or not (turn.facts.late_rows(spot) or turn.facts.late_proposals(spot)):
        return heard
    stands, put = _ticked(turn, answer)
    said = hear(text).key
    if any(words.fullmatch(said) for words in (_NONE_NEW, _BEFORE)):
        return Read(Items(stands), answer.hedged)
    values = heard.values if isinstance(heard, Unclear) else (heard.value,) if isinstance(heard, Read) else ()
    kept = (*stands, *put)
    if not any(_leaves_out(value, kept, put) for value in values):
        return heard
    ways = [way for value in values for way in _with(value, kept, put)]
    return Unclear(one_of_these(ways).values, isinstance(heard, Read | Unclear) and heard.hedged)


def _ticked(turn: Turn, answer: Answer) -> tuple[tuple[ItemId, ...], tuple[ItemId, ...]]:
    """The rows that stand in an answer, and those that are put forward beside them."""
    question, named = turn.question(answer.spot), answer.value.items if isinstance(answer.value, Items) else ()
    stands = tuple(item for item in named if turn.facts.row(item) is not None)
    rows = turn.rows(question.register) if question.register is not None else ()
    return stands, tuple(item for item in ticked(turn.facts, answer.spot, rows) if item not in stands)


def _leaves_out(value: Given, kept: tuple[ItemId, ...], put: tuple[ItemId, ...]) -> bool:
    """Whether a value names none of the rows that stand or are put forward, where there are any."""
    picked = value.items if isinstance(value, Items) else value.known if isinstance(value, NewItems) and put else kept
    return bool(kept) and not set(kept).intersection(picked)


def _with(value: Given, kept: tuple[ItemId, ...], put: tuple[ItemId, ...]) -> tuple[Given, ...]:
    """The ways in which a value may be meant: beside what is kept, and in its place."""
    if not _leaves_out(value, kept, put):
        return (value,)
    if isinstance(value, NewItems):
        return NewItems((*kept, *value.known), value.names), value
    return (Items((*kept, *value.items)), value) if isinstance(value, Items) else (value,)


def leaving_out(turn: Turn, spot: Spot, given: Given) -> tuple[Given, ...]:
    """The ways in which a press that names none of the rows that stand may be meant, where a marking question is asked again since others were added:
    "none of them" is beside what stands, or of all. Nothing where it leaves none out."""
    stands = turn.facts.stands(spot)
    return _with(given, stands, ()) if isinstance(given, Items) and _leaves_out(given, stands, ()) else ()


def as_counted(turn: Turn, spot: Spot, text: str) -> Unclear | None:
    """The day that "two years from signing" names at a question for a day, where a question before it in its section asks for that day and
    it is known; "three months before it ends" counts back from the day of the end. None where it names none so."""
    if turn.question(spot).kind is not Kind.DATE:
        return None
    counted = counted_from(hear(text).key)
    if counted is None:
        return None
    before = takewhile(lambda one: one.id != spot.question, turn.section(spot.question).questions)
    tells = re.compile(rf"\b{counted.event}", re.IGNORECASE)
    asked = (Spot(one.id, spot.item) for one in before if one.kind is Kind.DATE and tells.search(one.text.default))
    answers = (turn.facts.answer(one.question, one.item) for one in asked)
    days = [one.value.day for one in answers if one is not None and isinstance(one.value, Day)]
    if len(days) != 1:
        return None
    day = months_after(days[0], counted.months) + dt.timedelta(days=counted.days)
    return Unclear((Day(day),))


def as_before(turn: Turn, spot: Spot, text: str) -> Unclear | None:
    """What was answered to the same question for another row, where words point at that: the latest, or what was said of a row by its name. None
    where they do not or nothing was answered, and for files, since a paper proves what it names. Where each row has a run of its own, it is looked
    for in those of the others."""
    each = turn.section(spot.question).each
    register = each or turn.plan.flow.per
    if register is None or turn.question(spot).kind is Kind.FILE:
        return None
    said = hear(text).key
    before, named = _BEFORE.fullmatch(said), _AS_FOR.fullmatch(said)
    if before is None and named is None:
        return None
    answers = list(_in_this_run(turn, spot) if each is not None else _in_others(turn, spot))
    if before is None and named is not None:
        rows = {key(name): row.id for name, row in by_name(turn.rows(register)).items()}
        row = rows.get(named["row"])
        answers = [one for one in answers if row is not None and one[0] == row]
    found = [(answer.at, answer.value, answer.hedged) for _, answer in answers if answer.value is not None]
    latest = max(found, key=lambda one: one[0], default=None)
    return Unclear((latest[1],), latest[2]) if latest is not None else None


def as_named(turn: Turn, spot: Spot, text: str) -> Unclear | None:
    """What a reply to a question for words may be where it says that this is the same as elsewhere ("Alderway Software I guess, same as in the NDA"):
    the answer there, then its own words without their doubt, then all of it. And a name that is given with a doubt, without that. None of it
    is taken without a yes; None where a reply is neither."""
    if turn.question(spot).kind is not Kind.TEXT:
        return None
    said = hear(text).text
    if len(said) > MOST_LENGTH:
        return None
    points = _POINTING.fullmatch(said)
    own, doubted = without_doubt(points["own"] if points is not None else said)
    named = [Text(own)] if _NAME.fullmatch(own) else []
    if points is None:
        return Unclear(tuple(named), hedged=True) if named and doubted else None
    there = _there(turn, spot, key(points["row"]), key(own))
    if not there and not named:
        return None
    words = [one.text for one in (*there, Text(own), Text(said)) if one.text]
    return Unclear(tuple(Text(one) for one in dict.fromkeys(words)), doubted)


def _there(turn: Turn, spot: Spot, row: str, own: str) -> list[Text]:
    """What was answered to the same question where words point at: the latest of the row that they name in whole or in part, or of all where they
    name what was before; else what reads the same as ``own``."""
    register = turn.section(spot.question).each or turn.plan.flow.per
    if register is None:
        return []
    answers = list(_in_this_run(turn, spot) if turn.section(spot.question).each is not None else _in_others(turn, spot))
    names = {item.id: name for name, item in by_name(turn.rows(register)).items()}
    told = [(one.at, one.value, f" {key(names.get(at, ''))} " if at else "") for at, one in answers]
    texts = [(at, value, name) for at, value, name in told if isinstance(value, Text)]
    before = _BEFORE.fullmatch(f"same as {row}") is not None
    meant = [one for one in texts if before or f" {row} " in one[2]] or [
        one for one in texts if key(one[1].text) == own
    ]
    return [max(meant, key=lambda one: one[0])[1]] if meant else []


def _in_this_run(turn: Turn, spot: Spot) -> Iterator[tuple[ItemId | None, Answer]]:
    """What was answered to a question for other rows."""
    for one in turn.session.answers.values():
        if one.spot.question == spot.question and one.spot != spot and turn.facts.applies(one.spot):
            yield one.spot.item, one


def _in_others(turn: Turn, spot: Spot) -> Iterator[tuple[ItemId | None, Answer]]:
    """What was answered to a question in the runs for other rows, each with its row; not what was said to the bot alone."""
    session = turn.session
    for ref in turn.programme.sessions:
        if ref.flow == session.flow and ref.item != session.item:
            answer = turn.stored(ref.id).answer_at(spot)
            if answer is not None and not answer.private and turn.others.facts(ref).applies(spot):
                yield ref.item, answer
