"""Days as people write them. In exports and registers for a machine they stand in ISO form instead."""

from __future__ import annotations

import datetime as dt

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day_text(day: dt.date, locale: str = "en_GB") -> str:
    """A day as the reader writes it, with its year: 4 December 2026, or December 4, 2026."""
    name = _MONTHS[day.month - 1]
    return f"{name} {day.day}, {day.year}" if locale == "en_US" else f"{day.day} {name} {day.year}"


def since_text(told: str) -> str:
    """A year, a month or a day in ISO form as it is written: 2026, June 2026, 24 June 2026. What is none of them stays as it is."""
    parts = told.split("-")
    if not 1 < len(parts) < 4 or not all(part.isdecimal() for part in parts):
        return told
    if len(parts) == 3:
        return day_text(dt.date.fromisoformat(told))
    return f"{_MONTHS[int(parts[1]) - 1]} {parts[0]}"
