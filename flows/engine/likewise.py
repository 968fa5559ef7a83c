"""An answer that points at one given before: "same as before", "as for the website". It is asked back, never saved by itself. And one to a question
that was answered and is asked again about new rows: "none new" leaves what stands as it is."""

from __future__ import annotations

from flows.engine.proposing import ticked
from flows.engine.readers import Heard, Read, Unclear
from flows.engine.readers.heard import one_of_these
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import hear, key
from flows.engine.turn import Turn
from flows.model.ids import ItemId
from flows.model.session import Answer, Spot
from flows.model.values import Given, Items, Kind, NewItems
from flows.rules.names import by_name

_LEAD = r"(?:(?:its|it is|is|thats|that is|exactly|just|yes|also|again|well|the) )*"
_TAIL = r"(?: (?:here|again|too|as well|please|answer|one|really))*"
_EARLIER = r"(?:before|above|earlier|previously|(?:the )?(?:last|previous|other)(?: (?:one|time|answer))?)"
_BEFORE = Pattern(
    rf"{_LEAD}(?:ditto|likewise|same(?: (?:answer|thing))?{_TAIL}|(?:same(?: (?:answer|thing))? )?(?:as|like) {_EARLIER}{_TAIL})"
)
_AS_FOR = Pattern(
    rf"{_LEAD}(?:same(?: (?:answer|thing))? (?:as|for|with|like)|as|like)(?: (?:for|with|in|of))?(?: the)? (?P<row>.+?){_TAIL}"
)

_NEW = r"(?:new|more|further|other|additional|added|changes?)(?: ones?)?"
_AS_IT_IS = r"(?: as (?:it|they) (?:is|are|was|were)| the same)?"
_NONE_NEW = Pattern(
    rf"{_LEAD}(?:(?:no|none|not|nothing|neither)(?: of)?(?: (?:the|those|these))? {_NEW}|(?:un|not )changed|no difference|still the same"
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
    if any(words.fullmatch(hear(text).key) for words in (_NONE_NEW, _BEFORE)):
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


def as_before(turn: Turn, spot: Spot, text: str) -> Unclear | None:
    """What was answered to the same question for another row, where words point at that: the latest, or what was said of a row by its name. None
    where they do not or nothing was answered, and for files, since a paper proves what it names."""
    register = turn.section(spot.question).each
    if register is None or turn.question(spot).kind is Kind.FILE:
        return None
    said = hear(text).key
    answers = [
        one
        for one in turn.session.answers.values()
        if one.spot.question == spot.question and one.spot != spot and one.value is not None
        if turn.facts.applies(one.spot)
    ]
    if _BEFORE.fullmatch(said) is None:
        named = _AS_FOR.fullmatch(said)
        rows = {key(name): row.id for name, row in by_name(turn.rows(register)).items()}
        row = rows.get(named["row"]) if named is not None else None
        answers = [one for one in answers if one.spot.item == row]
    latest = max(answers, key=lambda one: one.at, default=None)
    if latest is None or latest.value is None:
        return None
    return Unclear((latest.value,), latest.hedged)
