"""Stretches of days that people name instead of a day ("next month", "Q1 2027", "end of the year"), by their first and last day."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence

from flows.engine.readers.patterns import Pattern

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name} | {
    name.lower(): number for number, name in enumerate(calendar.month_abbr) if name
} | {"sept": 9}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_UNIT = r"(?P<unit>week|month|quarter|year)"
_SPAN = Pattern(
    r"(?:the )?(?:(?P<part>end|start|beginning|middle|mid|early|late|first half"
    r"|second half)[ -]?(?:of )?(?:the )?)?(?:in |during |sometime in )?(?:the )?"
    rf"(?:(?P<turn>this|next|last|previous|coming|following|current|past)[ -])?(?:{_UNIT}|(?P<month>{_MONTH})(?:[ ,]+(?P<myear>\d{{4}}))?"
    r"|q(?P<quarter>[1-4])(?:[ /]?(?P<qyear>\d{4}))?|(?P<year>(?:19|20|21)\d\d)|(?P<nmonth>0?[1-9]|1[0-2])[ ](?P<nyear>(?:19|20)\d\d))"
)
_DTH = r"(?:the\s+)?(?P<{}>\d{{1,2}})(?:st|nd|rd|th|\.)?"
_FROM_TO = rf"{_DTH.format('first')}\s*(?:[-–—]|\b(?:to|until|till|through|and|or)\b)\s*{_DTH.format('last')}"
_OF_YEAR = r"(?:,?\s+(?P<year>(?:19|20|21)\d\d))?"
_DAYS = (
    Pattern(rf"(?:from\s+|between\s+)?{_FROM_TO}\s+(?:of\s+)?(?P<month>{_MONTH}){_OF_YEAR}", re.IGNORECASE),
    Pattern(rf"(?:from\s+|between\s+)?(?P<month>{_MONTH})\s+{_FROM_TO}{_OF_YEAR}", re.IGNORECASE),
)
_FEAST = Pattern(
    r"(?P<feast>christmas eve|christmas day|christmas|x ?mas|new years eve|new years?(?: day)?)(?: (?P<year>(?:19|20|21)\d\d))?"
)
_FEASTS = {
    "christmas eve": ((0, 12, 24),),
    "christmas day": ((0, 12, 25),),
    "christmas": ((0, 12, 24), (0, 12, 25)),
    "xmas": ((0, 12, 24), (0, 12, 25)),
    "new years eve": ((0, 12, 31),),
    "new year": ((-1, 12, 31), (0, 1, 1)),
    "new years": ((-1, 12, 31), (0, 1, 1)),
    "new year day": ((0, 1, 1),),
    "new years day": ((0, 1, 1),),
}
"""The days that a feast may mean to somebody, each with how far its year is from that of the feast; which of them is asked back."""
_SHORT = {
    "eow": ("end", "week"),
    "eom": ("end", "month"),
    "eoq": ("end", "quarter"),
    "eoy": ("end", "year"),
    "ytd": ("", "year"),
}

Span = tuple[dt.date, dt.date]


def span(line: str, today: dt.date, backwards: bool) -> tuple[dt.date, ...]:
    """The days a named stretch may mean: first and last, or the one end that was said ("end of March"). Empty where none is named.

    ``line`` is a key; ``backwards``: a month without a year is the latest one, not the next.
    """
    part, unit = _SHORT.get(line, ("", ""))
    found = None if unit else _SPAN.fullmatch(line)
    try:
        if not unit and found is None:
            return _feast(line, today, backwards)
        first, last = _whole(unit, 0, today) if found is None else _named(found, today, backwards)
    except (ValueError, OverflowError):
        return ()  # before year 1 or after 9999
    return _part(part if found is None else found["part"] or "", first, last)


def days_of_month(text: str, today: dt.date, backwards: bool) -> tuple[dt.date, ...]:
    """The first and the last day of "3 to 5 March"; none where they stand the wrong way round. ``text`` as it was written: what stands between
    two figures tells a stretch from a day and its year."""
    found = next((match for one in _DAYS if (match := one.fullmatch(text.strip()))), None)
    if found is None:
        return ()
    ends = [(0, _MONTHS[found["month"].lower()], int(found[end])) for end in ("first", "last")]
    try:
        days = _nearest(ends, found["year"], today, backwards)
    except ValueError:
        return ()  # 31 February
    return days if days[0] < days[1] else ()


def _feast(line: str, today: dt.date, backwards: bool) -> tuple[dt.date, ...]:
    """The days that a feast may mean: the next, or the latest where one looks ``backwards``."""
    found = _FEAST.fullmatch(line)
    return _nearest(_FEASTS[found["feast"].replace("x mas", "xmas")], found["year"], today, backwards) if found else ()


def _nearest(
    days: Sequence[tuple[int, int, int]], year: str | None, today: dt.date, backwards: bool
) -> tuple[dt.date, ...]:
    """Days of a year: of the one that was said, else of the first in which they are not all over (or the last in which they began)."""
    years = (int(year),) if year else range(today.year - 1, today.year + 3)
    each = [tuple(dt.date(one + off, month, day) for off, month, day in days) for one in years]
    if backwards:
        return next((found for found in reversed(each) if found[0] <= today), each[0])
    return next((found for found in each if found[-1] >= today), each[-1])


def _named(found: re.Match[str], today: dt.date, backwards: bool) -> Span:
    turn = {"next": 1, "coming": 1, "following": 1, "last": -1, "previous": -1, "past": -1}.get(found["turn"] or "", 0)
    if found["unit"]:
        return _whole(found["unit"], turn, today)
    if found["year"]:
        return dt.date(int(found["year"]), 1, 1), dt.date(int(found["year"]), 12, 31)
    if found["nmonth"]:
        return _month(int(found["nyear"]), int(found["nmonth"]))
    if found["quarter"]:
        return _quarter_named(found, today, backwards)
    month = _MONTHS[found["month"]]
    year = int(found["myear"]) if found["myear"] else _year_of(month, month, today, backwards or turn < 0)
    return _month(year, month)


def _quarter_named(found: re.Match[str], today: dt.date, backwards: bool) -> Span:
    last = int(found["quarter"]) * 3
    year = int(found["qyear"]) if found["qyear"] else _year_of(last - 2, last, today, backwards)
    return dt.date(year, last - 2, 1), _month(year, last)[1]


def _year_of(first: int, last: int, today: dt.date, backwards: bool) -> int:
    if backwards:
        return today.year if first <= today.month else today.year - 1
    return today.year if last >= today.month else today.year + 1


def _whole(unit: str, turn: int, today: dt.date) -> Span:
    if unit == "week":
        monday = today - dt.timedelta(days=today.weekday()) + dt.timedelta(weeks=turn)
        return monday, monday + dt.timedelta(days=6)
    if unit == "year":
        return dt.date(today.year + turn, 1, 1), dt.date(today.year + turn, 12, 31)
    size = 1 if unit == "month" else 3
    first = (today.year * 12 + today.month - 1) // size * size + turn * size
    return dt.date(first // 12, first % 12 + 1, 1), _month((first + size - 1) // 12, (first + size - 1) % 12 + 1)[1]


def _month(year: int, month: int) -> Span:
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def _part(part: str, first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    middle = dt.date(first.year, 7, 1) if (first.month, last.month) == (1, 12) else first + (last - first) / 2
    match part:
        case "end":
            return (last,)
        case "start" | "beginning":
            return (first,)
        case "middle" | "mid":
            return (middle,)
        case "early" | "first half":
            return first, middle
        case "late" | "second half":
            return middle, last
        case _:
            return first, last
