"""Stretches of days that people name instead of a day ("next month", "Q1 2027", "end of the year"), by their first and last day."""

from __future__ import annotations

import calendar
import datetime as dt
import re

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
_DTH = r"(?:the )?(?P<{}>\d{{1,2}})(?:st|nd|rd|th)?"
_FROM_TO = rf"{_DTH.format('first')} (?:(?:to|until|till|and|or|through) )?{_DTH.format('last')}"
_YEAR = r"(?: (?P<year>(?:19|20|21)\d\d))?"
_WITHIN_MONTH = (
    Pattern(rf"(?:from |between )?{_FROM_TO} (?:of )?(?P<month>{_MONTH}){_YEAR}"),
    Pattern(rf"(?:from |between )?(?P<month>{_MONTH}) {_FROM_TO}{_YEAR}"),
)
_FEAST = Pattern(rf"(?P<feast>christmas eve|christmas day|christmas|x ?mas|new years eve|new years?(?: day)?){_YEAR}")
_FEASTS = {
    "christmas eve": ((12, 24),),
    "christmas day": ((12, 25),),
    "christmas": ((12, 24), (12, 25)),
    "xmas": ((12, 24), (12, 25)),
    "new years eve": ((12, 31),),
    "new year": ((12, 31), (1, 1)),
    "new years": ((12, 31), (1, 1)),
    "new year day": ((1, 1),),
    "new years day": ((1, 1),),
}
"""The days that a feast may mean to somebody; which of them is asked back."""
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
            return _feast(line, today, backwards) or _within(line, today, backwards)
        first, last = _whole(unit, 0, today) if found is None else _named(found, today, backwards)
    except (ValueError, OverflowError):
        return ()  # before year 1 or after 9999
    return _part(part if found is None else found["part"] or "", first, last)


def _within(line: str, today: dt.date, backwards: bool) -> Span | tuple[()]:
    """The first and the last day of "3 to 5 March"; none where they stand the wrong way round."""
    found = next((match for one in _WITHIN_MONTH if (match := one.fullmatch(line))), None)
    if found is None:
        return ()
    month = _MONTHS[found["month"]]
    year = int(found["year"]) if found["year"] else _year_of(month, month, today, backwards)
    first, last = (dt.date(year, month, int(found[end])) for end in ("first", "last"))
    return (first, last) if first < last else ()


def _feast(line: str, today: dt.date, backwards: bool) -> tuple[dt.date, ...]:
    """The days that a feast may mean: the next, or the latest where one looks ``backwards``."""
    found = _FEAST.fullmatch(line)
    if found is None:
        return ()
    days: list[dt.date] = []
    for month, day in _FEASTS[found["feast"].replace("x mas", "xmas")]:
        years = (int(found["year"]),) if found["year"] else range(today.year - 1, today.year + 2)
        near = [dt.date(year, month, day) for year in years]
        side = [one for one in near if (one <= today if backwards else one >= today)] or near
        days.append(side[-1] if backwards else side[0])
    return tuple(days)


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
