"""Figures in a text: separators of any country, "k" and "million", signs, ranges, number words. What the figure counts is read elsewhere.

price-parser knows the separators; it also drops signs, suffixes and everything around the figure, so those are taken off here first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from flows.engine.readers.counting import number_in_words
from flows.engine.readers.locales import habits
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import key

MOST_DIGITS = 15
MOST_CHARS = 100

_SCALES = {
    "k": 3, "tsd": 3,
    "tys": 3, "thousand": 3, "grand": 3, "m": 6, "mn": 6, "mio": 6, "mil": 6, "mln": 6, "mm": 6, "million": 6, "millions": 6,
    "bn": 9, "billion": 9, "billions": 9, "mrd": 9, "hundred": 2, "lakh": 5, "lac": 5, "lakhs": 5, "crore": 7, "crores": 7,
}  # fmt: skip
_FIGURE = Pattern(
    r"(?<![\w.,])(?P<sign>[-\u2212–]\s?"
    r"|minus\s+)?(?P<digits>\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3}(?!\d))+(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,'’]\d+){0,9})"
    rf"(?:\s?(?P<scale>{'|'.join(sorted(_SCALES, key=len, reverse=True))})(?!\w))?(?![\w.,]*\d)",
    re.IGNORECASE,
)
_THREE = Pattern(r"\d{1,3}([.,])\d{3}")
_ROUGH = Pattern(
    r"(?:(?:it['’]?s |that['’]?s |we are |we['’]?re )?(?:about|around|roughly|approximately|approx\.?"
    r"|circa|ca\.?|c\.|some|nearly|almost|close to|in the region of)\b\.?|~|≈)\s*",
    re.IGNORECASE,
)
_ROUGH_AFTER = Pattern(
    r"\s*(?:or so|ish|-ish|approximately|approx\.?|roughly|give or take|more or less)\s*\Z", re.IGNORECASE
)
_LIMIT = Pattern(
    r"(?:(?:over|under|more than|less than|fewer than|at least|at most|up to|below|above|minimum|min\.?|maximum|max\.?|not more than"
    r"|no more than)(?!\w)|>=?|<=?|≥|≤)\s*",
    re.IGNORECASE,
)
_A_UNIT = Pattern(r"an?\s+(?=(?:minute|hour|day|week|month|quarter|year)\b)", re.IGNORECASE)
_LIMIT_AFTER = Pattern(
    r"(?<=\d)\s*(?:\+|or more|or less|plus|at least|at most|max\.?|min\.?|minimum|maximum)\s*\Z", re.IGNORECASE
)
_RANGE = Pattern(
    r"between\s+(?P<least>.{1,40}?)\s+(?:and|to)\s+(?P<most>.{1,40})"
    r"|(?:from\s+)?(?P<low>.{1,40}?)\s*(?:–|—|-|\bto\b|\bor\b|\.\.+)\s*(?P<high>.{1,40})",
    re.IGNORECASE,
)
_ROUGH_INSIDE = Pattern(r"\b(?:about|around|roughly|approximately|approx|circa|nearly|almost)\b|[~≈]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure and what stands around it. ``readings`` holds two where separators can be read both ways (12,500).

    ``rough``: "about". ``limit``: "at least", so the figure itself is only an end.
    """

    readings: tuple[Decimal, ...]
    around: str
    rough: bool = False
    limit: bool = False


def quantity(text: str, locale: str) -> Quantity | None:
    """The one figure in a text; None where there is none, or more than one."""
    if len(text) > MOST_CHARS:
        return None
    text, rough, limit = _loosened(_western(text))
    text = _A_UNIT.sub("1 ", text, count=1) if _A_UNIT.match(text) else text
    figures = list(_FIGURE.finditer(text))
    if len(figures) > 1 or (figures and re.search(r"\d", text[: figures[0].start()] + text[figures[0].end() :])):
        return None
    if not figures:
        return _in_words(text, rough, limit) if not re.search(r"\d", text) else None
    found = figures[0]
    readings = _readings(found["digits"], locale)
    scale = Decimal(10) ** _SCALES.get((found["scale"] or "").lower(), 0)
    sign = -1 if found["sign"] else 1
    around = f"{text[: found.start()]} {text[found.end() :]}"
    rough = rough or _ROUGH_INSIDE.search(around) is not None
    around = _ROUGH_INSIDE.sub(" ", around)
    return Quantity(tuple(tidy(sign * value * scale) for value in readings), around, rough, limit) if readings else None


def quantities(text: str, locale: str) -> tuple[Quantity, Quantity] | None:
    """The two ends of a range ("10-15", "between 10 and 15", "3 or 4"), or None. A scale or unit after the second holds for both."""
    if len(text) > MOST_CHARS or number_in_words(key(text)) is not None:  # "forty-two" is no range
        return None
    found = _RANGE.fullmatch(_loosened(_western(text))[0].strip())
    if found is None:
        return None
    one, other = found["low"] or found["least"], found["high"] or found["most"]
    low, high = quantity(one, locale), quantity(other, locale)
    if not low or not high:
        return None
    tail = re.sub(r"^\D*[\d.,'’\s]+", "", other)
    if not re.search(r"[^\W\d]", one) and tail:
        low = quantity(f"{one} {tail}", locale) or low
    # "One or two days", "a day or two": the unit is said once.
    if not low.around.strip():
        low = replace(low, around=high.around)
    return (low, replace(high, around=low.around)) if not high.around.strip() else (low, high)


def tidy(value: Decimal) -> Decimal:
    """The same figure without a tail of noughts, never in exponents, with at most six places."""
    whole = value.to_integral_value()
    return whole if whole == value else round(value, 6).normalize()


def _western(text: str) -> str:
    """Digits of any script as 0 to 9."""
    return "".join(key(char) if char.isdecimal() else char for char in text)


def _loosened(text: str) -> tuple[str, bool, bool]:
    text, rough, limit = text.strip(), False, False
    for _ in range(2):
        if found := _ROUGH.match(text):
            text, rough = text[found.end() :], True
        if found := _LIMIT.match(text):
            text, limit = text[found.end() :], True
    if found := _ROUGH_AFTER.search(text):
        text, rough = text[: found.start()], True
    if found := _LIMIT_AFTER.search(text):
        text, limit = text[: found.start()], True
    return text, rough, limit


def _readings(digits: str, locale: str) -> tuple[Decimal, ...]:
    """One value, or two where a single separator with three digits may group or divide; the locale's own reading first."""
    digits = re.sub(r"['’\s]", "", digits)
    if sum(char.isdigit() for char in digits) > MOST_DIGITS:
        return ()
    found = _THREE.fullmatch(digits)
    if found is None or digits.startswith("0"):
        return _parsed(digits, found[1] if found else None)
    whole = _parsed(digits, "." if found[1] == "," else ",")
    return whole if found[1] == habits(locale).group else whole + _parsed(digits, found[1])


def _parsed(digits: str, separator: str | None) -> tuple[Decimal, ...]:
    """The value of a figure, if all of it was read: price-parser leaves out what it cannot place."""
    from price_parser import Price  # 38 ms to import; only figures need it

    price = Price.fromstring(digits, decimal_separator=separator)
    if price.amount is None or re.sub(r"\D", "", price.amount_text or "") != re.sub(r"\D", "", digits):
        return ()
    return (price.amount,)


def _in_words(text: str, rough: bool, limit: bool) -> Quantity | None:
    """A number spelt out, at the front of what is said ("two dozen people")."""
    words = key(text).split()
    negative = words[:1] == ["minus"]
    words = words[1:] if negative else words
    for end in range(min(len(words), 9), 0, -1):
        number = number_in_words(" ".join(words[:end]))
        if number is not None:
            rough = rough or "couple" in words[:end]
            value = Decimal(-number if negative else number)
            return Quantity((value,), " ".join(words[end:]), rough, limit)
    return None
