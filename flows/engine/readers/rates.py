"""How often something happens, as a number in the unit of the question: "weekly", "twice a month", "once a quarter", "every six months", "every
Tuesday". Of a question that asks how often, so many times in its unit ("a month"); of one that asks after how long, how many of its units lie between
("months"). What is no whole number is two readings, and what is less than one is a part of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from flows.engine.readers.counting import ORDINALS, SMALL
from flows.engine.readers.patterns import Found, Pattern
from flows.engine.readers.wording import key

_COUNTS = {"once": 1, "twice": 2, "thrice": 3, "a": 1, "an": 1}
_SPELT = "|".join(word for word, number in SMALL.items() if number > 0)
_NUMBER = rf"(?:once|twice|thrice|an?|\d{{1,2}}|{'|'.join(word for word, number in SMALL.items() if 0 < number < 11)})"
_COUNT = rf"(?:(?P<count>{_NUMBER})(?: or (?P<more>{_NUMBER}))? ?(?:x|times?|(?:fixed |regular )?(?:meetings?|calls?|syncs?|ones?))? )?"
_ABOUT = (
    r"(?P<about>about |around |roughly |usually |normally |at least )?"
    r"(?:(?:it is|its|thats|we (?:meet|talk|have|do|check)(?: (?:it|one|them))?|on) )*"
)
_UNIT = r"(?P<unit>work ?day|working day|weekday|day|week|wk|fortnight|month|quarter|half ?year|year|annum)s?"
_EACH = r"(?P<each>an?|per|every|each|in(?: an?)?)"
_LY = {
    "daily": ("day", 1),
    "fortnightly": ("week", 2),
    "weekly": ("week", 1),
    "monthly": ("month", 1),
    "quarterly": ("quarter", 1),
    "half yearly": ("half year", 1),
    "semi annually": ("half year", 1),
    "semiannually": ("half year", 1),
    "yearly": ("year", 1),
    "annually": ("year", 1),
    "biennially": ("year", 2),
}
_BOTH_WAYS = {"weekly": "week", "monthly": "month", "annually": "year", "annual": "year", "yearly": "year"}
"""What "bi-" makes two of, or half of: it is asked back as either."""
_RATE = Pattern(
    rf"{_ABOUT}{_COUNT}(?:{_EACH} (?:(?P<nth>other|\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(ORDINALS)}) |(?P<many>\d{{1,3}}|{_SPELT}|couple of) )?{_UNIT}"
    rf"|(?P<ly>{'|'.join(_LY)})|bi ?(?P<bi>{'|'.join(_BOTH_WAYS)}))(?: (?:ones?|meetings?|calls?|syncs?|checks?|reviews?))?"
)
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_WEEKDAYS = Pattern(
    rf"{_ABOUT}(?:{_COUNT}(?:every|each|on) (?P<days>{_WEEKDAY}s?(?: (?:and )?{_WEEKDAY}s?)*)|(?P<plural>{_WEEKDAY}s(?: (?:and )?{_WEEKDAY}s)*))"
)
_ASKED_RATE = Pattern(
    r"(?!(?:h|hours?|min|minutes?|days?) )(?:.* )?(?:an?|per|each|every) (?P<unit>day|week|month|quarter|year)"
)
_ASKED_SPAN = Pattern(r"(?P<unit>hour|day|week|month|quarter|year)s")
_MONTHS = {
    "day": Decimal(12) / 365,
    "week": Decimal(12) / 52,
    "month": Decimal(1),
    "quarter": Decimal(3),
    "half year": Decimal(6),
    "year": Decimal(12),
}
_HOURS = {"hour": Decimal(1), "day": Decimal(24), "week": Decimal(168)}
_WORKING_DAYS = {"day": (1,), "week": (5, 7), "month": (20, 22), "quarter": (60, 66), "year": (220, 250)}
"""How many days a unit has on which people work, the likeliest first."""
_SAME = {"halfyear": "half year", "wk": "week", "annum": "year"}


@dataclass(frozen=True, slots=True)
class _Rate:
    """So many times in every so many units."""

    times: Decimal
    many: int
    unit: str


def how_often(text: str, unit: str) -> tuple[tuple[Decimal, ...], bool]:
    """What a reply that says how often comes to in the unit of its question, the likeliest first, and whether it was said in that very unit, so that
    it is certain. Empty where the reply says nothing of the kind, or the question asks for something else."""
    line, asked = key(text.replace("/", " per ")), key(unit)
    rate, span = _ASKED_RATE.fullmatch(asked), _ASKED_SPAN.fullmatch(asked)
    if rate is not None:
        days = _WEEKDAYS.fullmatch(line)
        if days:
            many = (days["days"] or days["plural"]).count("day")
            found = tuple(_Rate(many * count, 1, "week") for count in _counts(days))
            return _each(found, rate["unit"], _times), False
    found = _RATE.fullmatch(line)
    if found is None or (rate is None and span is None):
        return (), False
    rates = _rates(found, bare=rate is not None)
    own = rate["unit"] if rate is not None else span["unit"] if span is not None else ""
    certain = len(rates) == 1 and found["about"] is None and rates[0].unit == own
    if rate is None:
        return _each(rates, own, _apart), certain and rates[0].times == 1
    return _each(rates, own, _times), certain and rates[0].many == 1


def _each(rates: tuple[_Rate, ...], asked: str, of: Callable[[_Rate, str], tuple[Decimal, ...]]) -> tuple[Decimal, ...]:
    return tuple(dict.fromkeys(value for rate in rates for value in of(rate, asked)))


def _rates(found: Found, bare: bool) -> tuple[_Rate, ...]:
    """What was said; nothing of "a week" where that may be a stretch of time (not ``bare``), nor of "in two weeks"."""
    if found["ly"]:
        unit, many = _LY[found["ly"]]
        return tuple(_Rate(count, many, unit) for count in _counts(found))
    if found["bi"]:
        unit = _BOTH_WAYS[found["bi"]]
        return tuple(_Rate(count * twice, many, unit) for count in _counts(found) for twice, many in ((1, 2), (2, 1)))
    if not found["count"] and (found["each"].startswith("in") or (not bare and found["each"] in ("a", "an"))):
        return ()
    nth, many = found["nth"], found["many"]
    number = 2 if nth == "other" or many == "couple of" else _number(nth or many or "1")
    unit = _SAME.get(found["unit"].replace(" ", ""), found["unit"])
    if unit == "fortnight":
        unit, number = "week", 2 * number
    return tuple(_Rate(count, number, unit) for count in _counts(found)) if number else ()


def _counts(found: Found) -> tuple[Decimal, ...]:
    return tuple(Decimal(_number(word)) for word in (found["count"] or "once", found["more"]) if word)


def _number(word: str) -> int:
    figure = word.rstrip("stndrh")
    return int(figure) if figure.isdecimal() else _COUNTS.get(word) or SMALL.get(word) or ORDINALS.get(word, 0)


def _times(rate: _Rate, asked: str) -> tuple[Decimal, ...]:
    """So many times in the unit that is asked for."""
    rate = _by_the_month(rate)
    unit = rate.unit if rate.unit in _MONTHS else "working day"
    if unit in ("working day", "day") and rate.many == 1:
        return tuple(rate.times * days for days in _WORKING_DAYS[asked])
    if unit == "week" and asked == "month" and rate.many in (1, 2, 4):  # a month has four weeks, and a little more
        weeks = rate.times * 4 / rate.many
        return (weeks, *(_parts(rate.times / _MONTHS["week"])[-1:] if rate.many == 1 else ()))
    return _parts(rate.times * _MONTHS[asked] / (rate.many * _MONTHS.get(unit, _MONTHS["day"])))


def _apart(rate: _Rate, asked: str) -> tuple[Decimal, ...]:
    """How many of the unit that is asked for lie between."""
    rate = rate if asked in _HOURS else _by_the_month(rate)
    unit = rate.unit if rate.unit in _MONTHS else "day"
    table = _HOURS if asked in _HOURS and unit in _HOURS else _MONTHS | {"hour": _MONTHS["day"] / 24}
    return _parts(rate.many * table[unit] / (rate.times * table[asked]))


def _by_the_month(rate: _Rate) -> _Rate:
    """ "Every 90 days" is every three months, to a question that counts no days."""
    return _Rate(rate.times, rate.many // 30, "month") if rate.unit == "day" and rate.many % 30 == 0 else rate


def _parts(value: Decimal) -> tuple[Decimal, ...]:
    """A whole number, the two around it, or a part of one."""
    near = value.quantize(Decimal("0.01"))
    if near == near.to_integral_value() or near < 1:
        return (near,)
    return Decimal(math.floor(near)), Decimal(math.ceil(near))
