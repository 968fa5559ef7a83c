"""What a programme's locale says about dates, figures and money, after CLDR; an unknown one reads as British English. Nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

DEFAULT = "en_GB"


@dataclass(frozen=True, slots=True)
class Habits:
    """``group``: the sign between thousands. ``currency``: ISO 4217, that of the country, or euro where the locale names none."""

    language: str
    month_first: bool
    group: str
    currency: str


@lru_cache(maxsize=64)
def habits(locale: str) -> Habits:
    """The habits of a locale by its identifier (``en_US``, ``de-DE``)."""
    from babel import Locale, UnknownLocaleError  # 24 ms to import, and most replies need no locale
    from babel.numbers import get_territory_currencies

    try:
        found = Locale.parse(locale.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        found = Locale.parse(DEFAULT)
    pattern = str(found.date_formats["short"].pattern).lower()
    currencies: list[str] = get_territory_currencies(found.territory) if found.territory else []
    return Habits(
        language=found.language,
        month_first=not pattern.startswith("y") and pattern.index("m") < pattern.index("d"),
        group=str(found.number_symbols["latn"]["group"]),
        currency=currencies[-1] if currencies else "EUR",
    )
