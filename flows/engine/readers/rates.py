"""How often something happens, as a number a month: "weekly", "twice a month", "every Tuesday". What is no whole number a month is two readings."""

from __future__ import annotations

import math
from decimal import Decimal

from flows.engine.readers.counting import SMALL
from flows.engine.readers.patterns import Found, Pattern
from flows.engine.readers.wording import key

_COUNTS = {"once": 1, "twice": 2, "thrice": 3, "a": 1, "an": 1}
_NUMBER = rf"(?:once|twice|thrice|an?|\d{{1,2}}|{'|'.join(word for word, number in SMALL.items() if 0 < number < 11)})"
_COUNT = rf"(?:(?P<count>{_NUMBER})(?: or (?P<more>{_NUMBER}))? ?(?:x|times?|(?:fixed |regular )?(?:meetings?|calls?|syncs?|ones?))? )?"
_ABOUT = r"(?P<about>about |around |roughly |usually |normally )?(?:(?:it is|its|thats|we (?:meet|talk|have|do)(?: (?:it|one|them))?|on) )*"
_EACH = r"(?:a|an|per|every|each|in a)"
_RATE = Pattern(
    rf"{_ABOUT}{_COUNT}(?:{_EACH} (?:(?P<day>day|work ?day|working day|weekday)|(?P<both>other week|second week|two weeks|2 weeks|fortnight|14 days)"
    r"|(?P<week>week|wk)|(?P<month>month))"
    r"|(?P<daily>daily)|(?P<fortnightly>fortnightly)|(?P<biweekly>bi ?weekly)|(?P<weekly>weekly)|(?P<monthly>monthly))(?: (?:one|meeting|call|sync))?"
)
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_WEEKDAYS = Pattern(
    rf"{_ABOUT}(?:{_COUNT}(?:every|each|on) (?P<days>{_WEEKDAY}s?(?: (?:and )?{_WEEKDAY}s?)*)|(?P<plural>{_WEEKDAY}s(?: (?:and )?{_WEEKDAY}s)*))"
)
_IN_A_MONTH = Decimal(52) / 12
"""Weeks in a month."""
_WORKING_DAYS = (20, 22)


def times_a_month(text: str) -> tuple[tuple[Decimal, ...], bool]:
    """How many times a month a reply names, the likeliest first, and whether it was said of a month, so that it is certain. Empty where it names no
    such rate."""
    line = key(text.replace("/", " per "))
    days = _WEEKDAYS.fullmatch(line)
    if days:
        many = (days["days"] or days["plural"]).count("day")
        return tuple(rate for count in _counts(days) for rate in _weekly(many * count)), False
    found = _RATE.fullmatch(line)
    if found is None:
        return (), False
    counts = _counts(found)
    if found["month"] or found["monthly"]:
        return counts, len(counts) == 1 and found["about"] is None
    return tuple(dict.fromkeys(value for count in counts for value in _monthly(found, count))), False


def _counts(found: Found) -> tuple[Decimal, ...]:
    said = [word for word in (found["count"] or "once", found["more"]) if word]
    return tuple(
        Decimal(int(word) if word.isdecimal() else _COUNTS.get(word, 0) or SMALL.get(word, 0)) for word in said
    )


def _monthly(found: Found, count: Decimal) -> tuple[Decimal, ...]:
    """So many times in a day or some weeks, as times a month."""
    if found["day"] or found["daily"]:
        return tuple(count * days for days in _WORKING_DAYS)
    if found["both"] or found["fortnightly"]:
        return (count * 2,)
    return (count * 2, count * 8) if found["biweekly"] else _weekly(count)


def _weekly(count: Decimal) -> tuple[Decimal, ...]:
    """Four times, and what comes of it in a month of more than four weeks."""
    return count * 4, Decimal(math.ceil(count * _IN_A_MONTH))
