"""An answer that points at one given before: "same as before", "as for the website". It is asked back, never saved by itself."""

from __future__ import annotations

from flows.engine.readers import Unclear
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import hear, key
from flows.engine.turn import Turn
from flows.model.session import Spot
from flows.model.values import Kind
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
