"""What time it is by Slack: the Date of its answers."""

from __future__ import annotations

import datetime as dt
import email.utils
from collections.abc import Mapping
from typing import Any


def date_of(headers: Mapping[Any, Any]) -> dt.datetime | None:
    """The time that an answer was given, to the second; None where it does not say."""
    said = next((str(value) for name, value in headers.items() if str(name).lower() == "date"), "")
    try:
        told = email.utils.parsedate_to_datetime(said)
    except ValueError:
        return None
    return told if told.tzinfo is not None else told.replace(tzinfo=dt.UTC)
