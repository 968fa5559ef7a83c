"""Days, as people name them. What may mean two days, or a stretch of days, or lies on the unlikely side, is asked back.

dateparser reads the words of many languages; figures are read here, for it takes "12" for a day and never says that an order was guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flows.engine.readers.calendar_words import counts_from_an_event, in_figures, nth_weekday, part_of_day
from flows.engine.readers.heard import Context, Heard, Nonsense, Read, one_of_these
from flows.engine.readers.locales import habits
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.periods import days_of_month, span
from flows.engine.readers.wording import Said, key
from flows.model.effects import Note
from flows.model.flow import Question
from flows.model.values import Day, Given

MOST_CHARS = 80
"""dateparser grows slow on long texts, and nobody needs more to name a day."""
FIRST_YEAR, LAST_YEAR = 1900, 2199

_ISO = Pattern(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{2}:\d{2}.{0,16})?|(\d{4})(\d{2})(\d{2})")
_FIGURES = Pattern(r"(?P<one>\d{1,2})\s*(?P<mark>[./-])\s*(?P<two>\d{1,2})(?:\s*[./-]\s*(?P<year>\d{4}|\d{2})|\.)?")
_SENT = Pattern(
    r"(?:(?:yes|we|i|they|it|that|he|she|was|were|is|are|will be|has|have|had|been|already|the"
    r"|on the|our|nda|them|signed|sent|shared|shown|showed|"
    r"filed|given|gave|due|done|happened|started|ends|ended|expires|expired|date|deadline|would be|be"
    r"|noticed|saw|seen|found(?: out)?|discovered|learn(?:ed|t)|heard(?: of| about)?|spotted|detected|somebody|someone"
    r"|this(?! (?:very )?(?:morning|forenoon|noon|afternoon|evening|night|minute|moment|hour|lunch))"
    r"|it['’]?s|that['’]?s|we['’]?ve|set|say|let['’]?s|"
    r"dated|to (?:them|kodex)|delivered|agreed|released|published)\s+)+",
    re.IGNORECASE,
)
_AT = Pattern(
    r"(?:on|by|at|in time for|for|until|till|as of|from|not later than|no later than|latest)\s+(?:the\s+(?=\d))?(?=\S)",
    re.IGNORECASE,
)
_LOOSE_AT = Pattern(
    r"(?:before|after|since|around|about|roughly|approximately|circa|ca\.?|some ?time|some day|~)\s*(?:on\s+|in\s+|the\s+)?(?=\S)",
    re.IGNORECASE,
)
_LOOSE_END = Pattern(
    r"\s*(?:-ish|ish|or so|or thereabouts|at the latest|approximately|roughly|more or less)\W*\Z", re.IGNORECASE
)
_AT_THE_LATEST = Pattern(
    r".{1,70}?(?:[,;:(–—]|\b(?:but|and|or)\b)\s*(?:(?:by|on|until)\s+)?(?:(?P<day>[^,;:(–—]{3,40}?) at the latest"
    r"|(?:no later than|not later than|at the latest|latest)(?: by| on)?:?\s+(?P<other>[^,;:(–—]{3,40}))\W*\Z",
    re.IGNORECASE,
)
MOST_TOLD = 200
"""Characters among which a day is looked for that more is said of."""
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_NTH_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_WITHIN = Pattern(
    r"(?<![\w./-])(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})"
    rf"|{_NTH_DAY}(?: of)? {_MONTH}(?:,? (?:19|20|21)\d\d)?|{_MONTH} {_NTH_DAY}(?:,? (?:19|20|21)\d\d)?)(?![\w/-]|[.]\d)",
    re.IGNORECASE,
)
"""A day by its figures, or by the name of its month, wherever it stands."""
_DENIED = Pattern(r"\b(?:not|no|never|nor|without|except|unlike|instead of|rather than)\b|n['’]t\b", re.IGNORECASE)
_WRONG = Pattern(r"\b(?:wrong|incorrect|mistaken|false|not (?:right|true|correct)|no longer)\b", re.IGNORECASE)
_COUNTS_FROM = Pattern(
    r"\b(?:days?|weeks?|months?|quarters?|years?) (?:before|after|from|prior to|ahead of|since|of|following)(?: the)? $",
    re.IGNORECASE,
)
_OCLOCK = Pattern(
    r"\d{1,2}[:h.]\d{2}(?:[:.]\d{2})?\s*(?:am|pm|h|uhr|o'clock)?|\d{1,2}\s*(?:am|pm|o'clock|uhr)|noon|midnight|midday",
    re.IGNORECASE,
)
_TIME_AFTER = Pattern(
    r"[,\s]+(?:at\s+|um\s+)?(?:\d{1,2}:\d{2}\s*(?:am|pm|h|uhr)?|\d{1,2}\s*(?:am|pm)|noon|midday|eod|end of day|cob)\Z",
    re.IGNORECASE,
)
_RELATIVE = Pattern(
    r"\b(?:in|ago|from now|from today|hence|time|later|vor|within|next|past|last|back)\b|\d+\s*(?:days?|weeks?|months?|years?)",
    re.IGNORECASE,
)
_COUNT_OF = Pattern(
    r"\b(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|couple)\b.*\b(?:weeks?|months?|years?"
    r"|quarters?|wochen?|monaten?|jahren?)\b",
    re.IGNORECASE,
)
_DAYTH = Pattern(r"(?:the )?(\d{1,2})(?:st|nd|rd|th)(?: of (?:the|this) month)?")
_DAYS_OFF = {
    "eod": 0,
    "end of day": 0,
    "cob": 0,
    "today": 0,
    "now": 0,
    "right now": 0,
    "as of today": 0,
    "immediately": 0,
    "asap": 0,
}
_NO_DAY = Pattern(r"[\W\d_]*|\W*\w{1,2}\W*|(?:an?|one|the|some) \w+", re.IGNORECASE)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = Pattern(rf"({'|'.join(_WEEKDAYS)})(?:day|sday|s|nesday|rsday|r|rs|urday)? (?=(?:the )?\d)")
_ABROAD = ("de", "fr", "es", "it", "pt", "nl", "pl", "uk")
_WISHES = frozenset(("asap", "immediately", "now", "right now"))


def read_date(question: Question, said: Said, context: Context) -> Heard:
    """A day."""
    text = said.text.strip().rstrip(".!?,;")
    today = today_at(context)
    if len(text) > MOST_CHARS or not text:
        return _expected(question, today)
    found = _meant(question, text, today, context.locale)
    last = _AT_THE_LATEST.match(text) if not found.days else None
    if last:  # "until it is signed, end of March at the latest"
        found = _meant(question, last["day"] or last["other"], today, context.locale)
        found.sure = False
    if not found.days:
        return Nonsense(Note("reading.date.from_event")) if counts_from_an_event(text) else _expected(question, today)
    sensible = [day for day in found.days if _sensible(question, day, today)]
    values: list[Given] = [Day(day) for day in (*sensible, *(day for day in found.days if day not in sensible))]
    return Read(values[0]) if found.sure and len(set(found.days)) == 1 and sensible else one_of_these(values)


def today_at(context: Context) -> dt.date:
    """The day it is for the programme; where its zone is none we know, the day of ``now`` as given."""
    try:
        return context.now.astimezone(ZoneInfo(context.zone)).date()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return context.now.date()


def _sensible(question: Question, day: dt.date, today: dt.date) -> bool:
    return (question.future or day <= today) and (question.past or day >= today)


def day_inside(question: Question, said: Said, context: Context) -> Heard | None:
    """The day that a reply names which says more of it, to be asked back: "31 Aug 2027 but it depends on the renewal". Two, where it names two. None
    where it names none by its figures, denies it, or counts from it."""
    found = list(_WITHIN.finditer(said.text[:MOST_TOLD]))
    if not 0 < len(found) < 3 or _DENIED.search(said.text[: found[-1].start()]) or _WRONG.search(said.text):
        return None
    if any(_COUNTS_FROM.search(said.text[: one.start()]) for one in found):
        return None
    today = today_at(context)
    days = [day for one in found for day in _meant(question, one[0], today, context.locale).days]
    return (
        one_of_these([Day(day) for day in days if _sensible(question, day, today)] or [Day(day) for day in days])
        if days
        else None
    )


class Sided(Protocol):
    """On which side of today a day may lie: a question says so."""

    @property
    def future(self) -> bool: ...

    @property
    def past(self) -> bool: ...


class _Anywhen:
    """Either side."""

    future = past = True


_EITHER = _Anywhen()


def days_named(text: str, context: Context) -> tuple[dt.date, ...]:
    """The days that words may mean by themselves, on either side of today; none where they name no day."""
    return _meant(_EITHER, text, today_at(context), context.locale).days if len(text) <= MOST_CHARS else ()


class _Meant:
    """Days that a text may mean, and whether it names just that."""

    __slots__ = ("days", "sure")

    def __init__(self, days: tuple[dt.date, ...], sure: bool) -> None:
        self.days = tuple(day for day in days if FIRST_YEAR <= day.year <= LAST_YEAR)
        self.sure = sure


def _meant(question: Sided, text: str, today: dt.date, locale: str) -> _Meant:
    text, sure = _stripped(in_figures(text, today))
    nth = nth_weekday(text, today, past=question.past, future=question.future) or part_of_day(key(text), today)
    if nth:
        return _Meant(nth, sure)
    off = _DAYS_OFF.get(key(text))
    if off is not None:
        return _Meant((today + dt.timedelta(days=off),), sure and key(text) not in _WISHES)
    figures = _in_figures(text, today, locale, question)
    if figures:
        return _Meant(figures, sure and re.fullmatch(r"\d+\.\d+", text) is None)
    weekday = _WEEKDAY.match(key(text))
    dayth = _DAYTH.fullmatch(key(text)[weekday.end() :] if weekday else key(text))
    if dayth:
        return _Meant(_monthless(int(dayth[1]), today, question, weekday[1] if weekday else ""), False)
    backwards = not question.future
    stretch = days_of_month(text, today, backwards) or span(key(text), today, backwards)
    if stretch:
        return _Meant(stretch, False)
    if _NO_DAY.fullmatch(text) or _OCLOCK.fullmatch(text):
        return _Meant((), False)
    return _in_words(question, text, today, locale, sure)


def _stripped(text: str) -> tuple[str, bool]:
    """The text without "on" and "we sent it"; and whether it named a day without "about" or "-ish"."""
    sure = True
    for _ in range(2):
        if found := _SENT.match(text):
            text = text[found.end() :] or text
        if found := _LOOSE_AT.match(text):
            text, sure = text[found.end() :], False
        if found := _AT.match(text):
            text = text[found.end() :]
    if found := _LOOSE_END.search(text):
        text, sure = text[: found.start()].rstrip(" -"), False
    return _TIME_AFTER.sub("", text) or text, sure


# ── figures ──────────────────────────────────────────────────────────────────


def _in_figures(text: str, today: dt.date, locale: str, question: Sided) -> tuple[dt.date, ...]:
    """All days that a date in figures may be: the locale's order first."""
    text = "".join(key(char) if char.isdecimal() else char for char in text)
    iso = _ISO.fullmatch(text)
    if iso:
        return _days([tuple(int(part) for part in iso.groups() if part is not None)])
    found = _FIGURES.fullmatch(text)
    if found is None:
        return ()
    one, two = int(found["one"]), int(found["two"])
    # Nobody writes the month first with dots.
    orders = [(two, one)] if found["mark"] == "." else [(two, one), (one, two)]
    if habits(locale).month_first and len(orders) == 2:
        orders.reverse()
    if found["year"]:
        years = (_year(found["year"], today),)
        return _days([(year, month, day) for month, day in orders for year in years])
    return tuple(day for month, number in orders for day in _yearless(month, number, today, question))


def _days(parts: list[tuple[int, ...]]) -> tuple[dt.date, ...]:
    days: list[dt.date] = []
    for year, month, day in parts:
        try:
            days.append(dt.date(year, month, day))
        except ValueError:
            continue  # 31 February, or the other order
    return tuple(dict.fromkeys(days))


def _year(digits: str, today: dt.date) -> int:
    if len(digits) == 4:
        return int(digits)
    year = today.year // 100 * 100 + int(digits)
    return year - 100 if year > today.year + 50 else year


def _yearless(month: int, day: int, today: dt.date, question: Sided) -> tuple[dt.date, ...]:
    """The next such day, the latest one, or both where the question does not say which side it is on."""
    near = _days([(today.year + step, month, day) for step in (-1, 0, 1)])
    later, earlier = [day for day in near if day >= today], [day for day in near if day < today]
    return (*(later[:1] if question.future else ()), *(earlier[-1:] if question.past or not later else ()))


def _monthless(day: int, today: dt.date, question: Sided, weekday: str = "") -> tuple[dt.date, ...]:
    """ "The 5th": the next one, or the latest where the question looks back; of "Friday the 5th" one that is a Friday."""
    reach = 12 if weekday else 2
    months = [(today.year * 12 + today.month - 1 + step) for step in range(-reach, reach + 1)]
    near = _days([(month // 12, month % 12 + 1, day) for month in months])
    near = _on(weekday, near) if weekday else near
    if not question.future:
        return tuple(near for near in reversed(near) if near <= today)[:1]
    return tuple(near for near in near if near >= today)[:1]


# ── words ────────────────────────────────────────────────────────────────────


def _in_words(question: Sided, text: str, today: dt.date, locale: str, sure: bool) -> _Meant:
    """What dateparser makes of it, looking ahead or back or both, as the question allows."""
    sides = [side for side, allowed in (("future", question.future), ("past", question.past)) if allowed] or ["future"]
    days: list[dt.date] = []
    weekday = _WEEKDAY.match(key(text))
    for side in sides:
        day = _parsed(text, today, locale, side, _languages(locale))
        if (
            day is None and re.search(r"\d", text) and re.search(r"[^\W\d]{3}", text)
        ):  # "1 décembre", from somebody abroad
            day, sure = _parsed(text, today, locale, side, _ABROAD), False
        if day is not None:
            days.append(day)
    exact = not (_COUNT_OF.search(text) and _RELATIVE.search(text))
    fit = _on(weekday[1], days) if weekday else tuple(days)
    return _Meant(tuple(dict.fromkeys(fit or days)), sure and exact and bool(fit))


def _on(weekday: str, days: Iterable[dt.date]) -> tuple[dt.date, ...]:
    """Those of the days that fall on a weekday, by the first letters of its name."""
    return tuple(day for day in days if _WEEKDAYS[day.weekday()] == weekday)


def _parsed(text: str, today: dt.date, locale: str, side: str, languages: tuple[str, ...]) -> dt.date | None:
    from dateparser.date import DateDataParser  # 160 ms to import; only replies that name a day in words need it

    order = "MDY" if habits(locale).month_first else "DMY"
    settings = {
        "DATE_ORDER": order,
        "PREFER_LOCALE_DATE_ORDER": False,
        "PREFER_DATES_FROM": side,
        "RELATIVE_BASE": dt.datetime.combine(today, dt.time(12)),
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    try:
        found = DateDataParser(languages=list(languages), settings=settings).get_date_data(text)
    except (ValueError, OverflowError, RecursionError, IndexError, TypeError, KeyError, AttributeError):
        return None  # it stumbles over odd input; that is an unreadable date, not a fault of ours
    if found.date_obj is None or (found.period != "day" and not _COUNT_OF.search(text)):
        return None
    return found.date_obj.date()


@lru_cache(maxsize=64)
def _languages(locale: str) -> tuple[str, ...]:
    """English, for that is what the bot speaks, and the programme's own language."""
    from dateparser.data.languages_info import language_order

    own = habits(locale).language
    return tuple(dict.fromkeys(("en", own if own in language_order else "en")))


def _expected(question: Question, today: dt.date) -> Nonsense:
    """What was expected, with a day that the question can be answered with."""
    if question.future:
        return Nonsense(Note("reading.date", {"example": f"{today.year}-12-31"}))
    return Nonsense(Note("reading.date.past", {"example": f"{max(today.year - 1, 1):04}-12-31"}))
