"""Numbers in the unit of their question, and points on a scale of 1 to 5."""

from __future__ import annotations

import math
import re
from decimal import Decimal

from flows.engine.readers.heard import Context, Heard, Nonsense, Read, Unclear, one_of_these
from flows.engine.readers.likeness import find, telling
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.quantities import Quantity, quantities, quantity, tidy
from flows.engine.readers.rates import how_often
from flows.engine.readers.wording import Said, key, phrases
from flows.model.effects import Note
from flows.model.flow import Question
from flows.model.values import Given, Number, Scale

_FILLER = frozenset(
    "it its is are was we were have has had there theres got about in total altogether now today"
    " currently so far people at the moment only just "
    "that thats would be say number of our us".split()
)
_NO_UNIT = _FILLER - {"people"}
_NONE = phrases(
    "none",
    "zero",
    "nil",
    "nought",
    "not one",
    "not a single one",
    "no one",
    "nobody",
    "nothing",
    "none yet",
    "none at all",
    "nothing yet",
)
_WITHIN = Pattern(r"\A(?:with)?in\s+(?=\S)", re.IGNORECASE)
_WORKING = Pattern(r"\b(?:working|business|calendar)\s+(?=days?\b)", re.IGNORECASE)
_HOURS = {"minute": Decimal(1) / 60, "hour": Decimal(1), "day": Decimal(24), "week": Decimal(168)}
_MONTHS = {"month": Decimal(1), "quarter": Decimal(3), "year": Decimal(12)}
_SHORT = {
    "h": "hour",
    "hr": "hour",
    "hrs": "hour",
    "d": "day",
    "w": "week",
    "wk": "week",
    "mo": "month",
    "mth": "month",
    "y": "year",
    "yr": "year",
    "yrs": "year",
    "min": "minute",
    "pct": "percent",
}


def read_number(question: Question, said: Said, context: Context) -> Heard:
    """A number within the question's bounds. Words left over make it a guess; a range is asked back."""
    if said.key in _NONE:
        return _bounded(question, Read(Number(Decimal(0))))
    often, certain = how_often(said.text, question.unit)
    if often:
        rates: list[Given] = [Number(tidy(rate)) for rate in often]
        return _bounded(question, Read(rates[0]) if certain else one_of_these(rates))
    plain = _WORKING.sub("", _WITHIN.sub("", said.text, count=1))
    ends = quantities(plain, context.locale)
    if ends and all(_factor(question, end) is not None for end in ends):
        return _bounded(question, one_of_these([value for end in ends for value in _values(question, end)]))
    converted = quantity(plain, context.locale)  # "within two days", in hours
    other_unit = converted is not None and _factor(question, converted) not in (None, Decimal(1))
    found = converted if other_unit else quantity(said.text, context.locale)
    if found is None:
        return _expected(question)
    factor = _factor(question, found)
    if factor is None:
        return _bounded(question, one_of_these(_values(question, found))) if _chatty(found) else _expected(question)
    values = _values(question, found)
    if len(values) > 1 or found.limit or factor != 1:
        return _bounded(question, one_of_these(values))
    return _bounded(question, Read(values[0], hedged=found.rough))


def _values(question: Question, found: Quantity) -> list[Given]:
    factor = _factor(question, found) or Decimal(1)
    return [Number(tidy(value * factor)) for value in found.readings]


def _factor(question: Question, found: Quantity) -> Decimal | None:
    """By what to multiply to come to the question's unit: 1 where nothing else was said; None where something was that is no unit of ours."""
    if "%" in found.around:
        return Decimal(1) if question.unit in ("%", "percent", "per cent") and key(found.around) == "" else None
    own = {_unit(word) for word in key(question.unit).split()}
    left = [
        word
        for word in key(found.around).split()
        if _unit(word) not in own and word not in (_NO_UNIT if own else _FILLER)
    ]
    if not left:
        return Decimal(1) if not re.search(r"[^\w\s.,!?():;'’\"-]", found.around) else None
    for table in (_HOURS, _MONTHS):
        asked = next((table[unit] for unit in own if unit in table), None)
        if asked is not None and len(left) == 1 and _unit(left[0]) in table:
            return table[_unit(left[0])] / asked
    return None


def _unit(word: str) -> str:
    return _SHORT.get(word) or next(iter(telling(word)), word)


def _chatty(found: Quantity) -> bool:
    """Whether what is left over are a few plain words, so that the figure is worth asking back."""
    return 0 < len(key(found.around).split()) <= 8 and not re.search(r"[%/°]", found.around)


def _bounded(question: Question, heard: Read | Unclear) -> Heard:
    """What lies outside the question's bounds is not an answer to it."""
    values = heard.values if isinstance(heard, Unclear) else (heard.value,)
    inside = [value for value in values if isinstance(value, Number) and _within(question, value.number)]
    if not inside:
        return _out_of_bounds(question)
    return one_of_these(list[Given](inside)) if isinstance(heard, Unclear) else heard


def _within(question: Question, number: Decimal) -> bool:
    return (question.low is None or number >= question.low) and (question.high is None or number <= question.high)


def _out_of_bounds(question: Question) -> Nonsense:
    if question.low is not None and question.high is not None:
        return Nonsense(Note("reading.number.between", {"low": question.low, "high": question.high}))
    if question.low is not None:
        return Nonsense(Note("reading.number.low", {"low": question.low}))
    return Nonsense(Note("reading.number.high", {"high": question.high or 0}))


def _expected(question: Question) -> Nonsense:
    return Nonsense(Note("reading.number.unit", {"unit": question.unit}) if question.unit else Note("reading.number"))


# ── scale ────────────────────────────────────────────────────────────────────

_WORDS: tuple[tuple[tuple[int, ...], frozenset[str]], ...] = (
    (
        (1,),
        phrases(
            "low end", "the low end", "lowest", "the lowest", "minimum", "min", "bottom", "worst", "very low", "very bad", "very badly",
            "very poor", "terrible", "at the bottom", "rock bottom", "poor end", "not at all", "none at all", "very poorly",
        ),
    ),
    (
        (5,),
        phrases(
            "high end", "the high end", "highest", "the highest", "maximum", "max", "top", "best", "very high", "very good", "very well",
            "excellent", "perfect", "perfectly", "fully", "completely", "at the top", "full marks",
        ),
    ),
    (
        (3,),
        phrases(
            "middle", "the middle", "in the middle", "medium", "average", "mid", "halfway", "neutral", "so so", "in between", "moderate",
            "moderately", "middling", "fair", "ok", "okay", "meh", "some", "somewhat", "partly", "half",
        ),
    ),
    (
        (2, 1),
        phrases(
            "low", "bad", "badly", "poor", "poorly", "weak", "rather low", "quite low", "lowish", "not good", "not great", "not well",
            "not very well", "not so well", "not much", "barely", "hardly", "a little",
        ),
    ),
    (
        (4, 5),
        phrases(
            "high", "good", "strong", "rather high", "quite high", "highish", "quite good", "pretty good", "well", "quite well",
            "pretty well", "fairly well", "rather well", "great", "mostly",
        ),
    ),
)  # fmt: skip
_POINTS_OF = {word: points for points, words in _WORDS for word in words}
_OUT_OF = Pattern(
    r"(?P<point>[^/]{1,20}?)\s*(?:/|\bout of\b|\bof\b)\s*(?P<top>5|five|10|ten)(?:\s+(?:stars?|points?))?",
    re.IGNORECASE,
)
_STARS = frozenset(("star", "star2", "⭐", "🌟", "★"))
_POINT_WORDS = frozenset(
    "a point points star stars level score rating it its is id say i we would give us out number".split()
)


def read_scale(question: Question, said: Said, context: Context) -> Heard:
    """A point from 1 to 5, by number, by word, or by the words of its ends."""
    if not said.key and are_stars(said):
        return _points(question, (Decimal(len(said.signs)),), sure=True)
    end = find(said.key, tuple((key(words),) for words in question.ends or ()))
    if end.sure:
        return Read(Scale((1, 5)[end.hits[0]]))
    points = _POINTS_OF.get(said.key, ())
    if len(points) == 1:
        return Read(Scale(points[0]))
    points = points or tuple((1, 5)[hit] for hit in end.hits)
    if points:
        return Unclear(tuple(Scale(point) for point in points))
    ends = quantities(said.text, context.locale)
    if ends:
        return _points(question, tuple(end.readings[0] for end in ends), sure=False)
    return _figure(question, said, context)


def are_stars(said: Said) -> bool:
    """Whether all emoji of a reply are stars."""
    return bool(said.signs) and all(sign in _STARS for sign in said.signs)


def _figure(question: Question, said: Said, context: Context) -> Heard:
    out_of = _OUT_OF.fullmatch(said.text.strip())
    tenths = bool(out_of) and out_of["top"].lower() in ("10", "ten")
    found = quantity(out_of["point"] if out_of else said.text, context.locale)
    if found is None or len(left := [word for word in key(found.around).split() if word not in _POINT_WORDS]) > 6:
        return _no_point(question)
    point = found.readings[0] / 2 if tenths else found.readings[0]
    return _points(question, (point,), sure=not (tenths or left or found.limit), hedged=found.rough)


def _points(question: Question, points: tuple[Decimal, ...], sure: bool, hedged: bool = False) -> Heard:
    """The points as they are; one between two points is either."""
    if not all(1 <= point <= 5 for point in points):
        return _no_point(question)
    whole = [edge for point in points for edge in (int(point), math.ceil(point))]
    if sure and len(set(whole)) == 1:
        return Read(Scale(whole[0]), hedged=hedged)
    return one_of_these([Scale(point) for point in whole])


def _no_point(question: Question) -> Nonsense:
    if question.ends is None:
        return Nonsense(Note("reading.scale"))
    return Nonsense(Note("reading.scale.ends", {"low": question.ends[0], "high": question.ends[1]}))
