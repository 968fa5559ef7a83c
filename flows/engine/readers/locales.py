"""The locale of a programme, as babel knows it; an unknown one reads as British English. Nothing else."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

DEFAULT = "en_GB"


@lru_cache(maxsize=64)
def locale_named(name: str) -> Locale:
    """The locale of that identifier (``en_US``, ``de-DE``)."""
    from babel import Locale, UnknownLocaleError  # 24 ms to import, and most replies need no locale

    try:
        return Locale.parse(name.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale.parse(DEFAULT)
