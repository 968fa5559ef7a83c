"""Days in words that no library reads: "the thirty-first of March", "end of March next year", "the first Monday of June"; and what counts from a day
that is not said: "two years from signing". And parts of a day ("this morning", "an hour ago"), and halves ("in half a year")."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import NamedTuple

from flows.engine.readers.counting import SMALL, number_in_words
from flows.engine.readers.patterns import Found, Pattern

MOST_MONTHS = 1200
"""Months that are counted from a day, or as many days; more are a slip."""
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name} | {
    name.lower(): number for number, name in enumerate(calendar.month_abbr) if name
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_UNITS = {
    word: number
    for number, word in enumerate("first second third fourth fifth sixth seventh eighth ninth".split(), start=1)
}
_TEENS = {
    word: number
    for number, word in enumerate(
        "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        start=10,
    )
} | {"thirtieth": 30}
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_TENS = {"twenty": 20, "thirty": 30}
_ORDINAL = rf"(?:(?P<tens>{'|'.join(_TENS)})[- ])?(?P<unit>{'|'.join(_UNITS)})|(?P<teen>{'|'.join(_TEENS)})"
_SPELLED = Pattern(rf"\b(?:{_ORDINAL})(?= (?:of )?(?:{_MONTH})\b)", re.IGNORECASE)
_SPELLED_BEHIND = Pattern(rf"(?P<month>\b(?:{_MONTH}) (?:the )?)(?:{_ORDINAL})\b", re.IGNORECASE)
_TURN = Pattern(
    rf"(?P<month>\b(?:{_MONTH})\b)(?: of)?,? (?P<turn>next|this|the coming|the following) year\b", re.IGNORECASE
)
_WEEKDAYS = tuple(name.lower() for name in calendar.day_name)
_NTH = Pattern(
    rf"(?:the )?(?P<nth>first|second|third|fourth|last|1st|2nd|3rd|4th) (?P<weekday>{'|'.join(_WEEKDAYS)}) (?:of|in) (?P<month>{_MONTH})"
    r"(?:,? (?:of )?(?P<year>(?:19|20|21)\d\d))?",
    re.IGNORECASE,
)
_PLACES = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "last": -1}
_EVENT = Pattern(
    r"\b(?:from|after|since|upon|following|of|on) (?:the |our |its |their )?(?:(?:date|day) of )?(?:signing|signature|execution|effective date|start"
    r"|kick-?off|delivery|termination|acceptance|entry into force|the end of the (?:work|contract|agreement)"
    r"|(?:contract|agreement)(?: date| start)?)\b"
    r"|\b(?:before|prior to|ahead of) (?:the |our |its |their |it |this )?(?:(?:contract|agreement|term|paper)(?:['’]?s)? )?"
    r"(?:end(?:s|ing)?|expir(?:es|y)|termination|renew(?:s|al)|runs out)\b",
    re.IGNORECASE,
)

_COUNTED = Pattern(
    r"(?:(?:it|this|that|they|we|ends?|runs?|lasts?|expires?|valid|good|until|for|is|can|rely|on|will|end|run|last) )*"
    r"(?P<many>[\w ]{1,30}?) (?P<unit>day|week|wk|month|mth|year|yr)s? (?:from|after|since|of|upon|following|on from) "
    r"(?:(?:the|our|its|their|both|last|date|day|of|on which|when|it|we|they|parties|sides|was|were|had|have|been) ){0,6}"
    r"(?P<event>sign(?:ing|ed|ature)|execution|executed|start(?:ed)?|kick ?off|deliver(?:y|ed)|terminat(?:ion|ed)|accept(?:ance|ed))"
    r"(?: it)?(?: date)?"
)
_COUNTED_BACK = Pattern(
    r"(?:(?:it|this|that|they|we|is|by|at|about|give|must|need|to|have|the|latest|least|no|later|than|notice|period|of) )*"
    r"(?P<many>[\w ]{1,30}?) (?P<unit>day|week|wk|month|mth|year|yr)s?"
    r" (?:notice )?(?:before|prior to|ahead of)(?: (?:the|its|our|this|it|they|both))?"
    r"(?: (?:contract|agreement|term|paper|msa|sow|nda)s?)?(?: (?:date|day|of|on which|when|it))*"
    r" (?P<event>end(?:s|ing)?|expir(?:es|y)|termination|runs out|is over|last day)(?: (?:date|of (?:the|its) (?:term|contract|agreement)))?"
)
_TO_END = r"(?:end|expir|until|last day)"
"""What a question for the day of an end is known by."""
_EVENTS = {
    "exec": "sign",
    "kick": "start",
    "sign": "sign",
    "star": "start",
    "deli": "deliver",
    "term": "terminat",
    "acce": "accept",
}
"""What an event is told by in a question that asks for its day, by how the word for it begins."""


_SMALL = "|".join(SMALL)
_HALF = Pattern(
    rf"\b(?:an? )?half (?:an? )?(?P<half>year|hour)\b"
    rf"|\b(?P<many>an?|one|{_SMALL}|\d{{1,2}}) and (?:an? )?half (?P<unit>years|hours|months)\b"
    r"|\b(?P<one>an?|one) (?P<whole>year|hour|month) and (?:an? )?half\b"
    rf"|(?<=\bin )(?:an? |(?P<quarters>one|two|three|four|[1-4]) )(?P<quarter>quarter)s?\b(?! of an hour)",
    re.IGNORECASE,
)
"""Halves, which no library counts, and quarters of a year."""
_PARTS = {"y": (6, "months"), "h": (30, "minutes"), "m": (2, "weeks")}
"""Half of a unit, by its first letter, in one that is counted whole."""
_HOUR = (
    r"(?: (?:at|around|about|by|from|since|towards?|near|shortly|just|before|after|roughly|approximately|half|past|quarter|to|or so|oclock|o clock"
    rf"|sharp|[ap]m|h|uhr|hrs|hours?|noon|midnight|midday|lunch(?:time)?|work|dinner|breakfast|{_SMALL}|\d{{1,4}}(?:[ap]m|h)?))*"
)
_TODAY = Pattern(
    r"(?:(?:early|earlier|late|later|just|first thing|only|right|in|during|still|the) )*"
    r"(?:this (?:very )?(?:morning|forenoon|afternoon|evening|noon|night|minute|moment|hour|lunchtime|lunch)|tonight|today|now"
    r"|(?:a few |some |a couple of |several |a |half an |an |a good |barely an? )?(?:seconds?|minutes?|mins?|moments?|hours?|hrs?) ago"
    rf"|(?:within |in |during )?(?:the )?(?:last|past) (?:few |couple of )?(?:minutes?|hours?)){_HOUR}"
)
_YESTERDAY = Pattern(
    rf"(?:(?:early|late|sometime) )?(?:yesterday(?: (?:morning|forenoon|noon|afternoon|evening|night|lunchtime))?|last (?:night|evening)){_HOUR}"
)
_OVERNIGHT = Pattern(r"overnight|(?:in|during|at some point in|sometime in) the night|at night")
_BEFORE_LAST = Pattern(r"(?:the )?(?:night|evening) before last")


class Counted(NamedTuple):
    """Days, or months, from an event (negative ones are before it), and the expression by which a question that asks for its day is known."""

    event: str
    days: int = 0
    months: int = 0


def counted_from(line: str) -> Counted | None:
    """What "two years from signing" counts, and from what; "three months before it ends" counts back. None where words say anything else.
    ``line`` is a key."""
    line = _HALF.sub(_whole, line)
    found = _COUNTED.fullmatch(line)
    back = _COUNTED_BACK.fullmatch(line) if found is None else None
    found = found or back
    if found is None:
        return None
    said = found["many"]
    many = 1 if said in ("a", "an") else int(said) if said.isdecimal() else number_in_words(said) or 0
    days, months = {"d": (1, 0), "w": (7, 0), "m": (0, 1), "y": (0, 12)}[found["unit"][0]]
    fits = many > 0 and many * months <= MOST_MONTHS and many * days <= 30 * MOST_MONTHS
    if not fits:
        return None
    return (
        Counted(_TO_END, -many * days, -many * months)
        if back
        else Counted(_EVENTS[found["event"][:4]], many * days, many * months)
    )


def in_figures(text: str, today: dt.date) -> str:
    """With "the thirty-first of March" as "the 31st of March", "March next year" as March of that year, and "half a year" as six months."""
    text = _SPELLED_BEHIND.sub(lambda found: found["month"] + _ordinal(found), _SPELLED.sub(_ordinal, text))
    text = _HALF.sub(_whole, text)
    return _TURN.sub(lambda found: f"{found['month']} {today.year + (found['turn'].lower() != 'this')}", text)


def _ordinal(found: Found) -> str:
    tens, unit, teen = ((found[name] or "").lower() for name in ("tens", "unit", "teen"))
    number = _TEENS[teen] if teen else _TENS.get(tens, 0) + _UNITS[unit]
    return f"{number}{_ENDINGS.get(number % 10, 'th') if not teen else 'th'}"


def _whole(found: Found) -> str:
    if found["quarter"]:
        many = number_in_words((found["quarters"] or "one").lower()) or int(found["quarters"])
        return f"{many * 3} months"
    said = (found["many"] or found["one"] or "").lower()
    many = 0 if not said else 1 if said in ("a", "an", "one") else int(said) if said.isdecimal() else SMALL[said]
    unit = next(found[name] for name in ("half", "unit", "whole") if found[name]).lower()
    number, word = _PARTS[unit[0]]
    return f"{many * number * 2 + number} {word}"


def part_of_day(line: str, today: dt.date) -> tuple[dt.date, ...]:
    """The days that a part of a day names ("this morning at about nine", "last night", "a few minutes ago"); () for other words. ``line`` is a
    key. Of a night both days, for it has two."""
    if _TODAY.fullmatch(line):
        return (today,)
    if _YESTERDAY.fullmatch(line):
        return (_ago(today, 1),)
    if _OVERNIGHT.fullmatch(line):
        return today, _ago(today, 1)
    return (_ago(today, 2),) if _BEFORE_LAST.fullmatch(line) else ()


def _ago(today: dt.date, days: int) -> dt.date:
    return dt.date.fromordinal(max(1, today.toordinal() - days))


def nth_weekday(text: str, today: dt.date, *, past: bool, future: bool) -> tuple[dt.date, ...]:
    """The day that "the first Monday of June" names: of its year, else the next such day and the latest, as the question looks ahead or back; ()
    for other words."""
    found = _NTH.fullmatch(text.strip())
    if found is None:
        return ()
    month, weekday = _MONTHS[found["month"].lower()], _WEEKDAYS.index(found["weekday"].lower())
    years = [int(found["year"])] if found["year"] else [today.year - 1, today.year, today.year + 1]
    days: list[dt.date] = []
    for year in years:
        weeks = [week[weekday] for week in calendar.monthcalendar(year, month) if week[weekday]]
        days.append(dt.date(year, month, weeks[_PLACES[found["nth"].lower()]]))
    if found["year"]:
        return tuple(days)
    later, earlier = [day for day in days if day >= today], [day for day in days if day < today]
    return (*(later[:1] if future else ()), *(earlier[-1:] if past else ()))


def counts_from_an_event(text: str) -> bool:
    """Whether words count from something that happens on a day which they do not say: "two years from signing"."""
    return _EVENT.search(text) is not None
