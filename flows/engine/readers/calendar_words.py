"""Days in words that no library reads: "the thirty-first of March", "end of March next year", "the first Monday of June"; and what counts from a day
that is not said: "two years from signing"."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import NamedTuple

from flows.engine.readers.counting import number_in_words
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
    r"|(?:contract|agreement)(?: date| start)?)\b",
    re.IGNORECASE,
)

_COUNTED = Pattern(
    r"(?:(?:it|this|that|they|we|ends?|runs?|lasts?|expires?|valid|good|until|for|is|can|rely|on|will|end|run|last) )*"
    r"(?P<many>[\w ]{1,30}?) (?P<unit>day|week|wk|month|mth|year|yr)s? (?:from|after|since|of|upon|following|on from) "
    r"(?:(?:the|our|its|their|both|last|date|day|of|on which|when|it|we|they|parties|sides|was|were|had|have|been) ){0,6}"
    r"(?P<event>sign(?:ing|ed|ature)|execution|executed|start(?:ed)?|kick ?off|deliver(?:y|ed)|terminat(?:ion|ed)|accept(?:ance|ed))"
    r"(?: it)?(?: date)?"
)
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


class Counted(NamedTuple):
    """Days, or months, from an event, and the stem by which a question that asks for the event's day is known."""

    event: str
    days: int = 0
    months: int = 0


def counted_from(line: str) -> Counted | None:
    """What "two years from signing" counts, and from what; None where words say anything else. ``line`` is a key."""
    found = _COUNTED.fullmatch(line)
    if found is None:
        return None
    said = found["many"]
    many = 1 if said in ("a", "an") else int(said) if said.isdecimal() else number_in_words(said) or 0
    days, months = {"d": (1, 0), "w": (7, 0), "m": (0, 1), "y": (0, 12)}[found["unit"][0]]
    fits = many > 0 and many * months <= MOST_MONTHS and many * days <= 30 * MOST_MONTHS
    return Counted(_EVENTS[found["event"][:4]], many * days, many * months) if fits else None


def in_figures(text: str, today: dt.date) -> str:
    """With "the thirty-first of March" as "the 31st of March", and "March next year" as March of that year."""
    text = _SPELLED_BEHIND.sub(lambda found: found["month"] + _ordinal(found), _SPELLED.sub(_ordinal, text))
    return _TURN.sub(lambda found: f"{found['month']} {today.year + (found['turn'].lower() != 'this')}", text)


def _ordinal(found: Found) -> str:
    tens, unit, teen = ((found[name] or "").lower() for name in ("tens", "unit", "teen"))
    number = _TEENS[teen] if teen else _TENS.get(tens, 0) + _UNITS[unit]
    return f"{number}{_ENDINGS.get(number % 10, 'th') if not teen else 'th'}"


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
