"""Times as rows hold them: whole microseconds since 1970 in UTC."""

from __future__ import annotations

import datetime as dt

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)


def micros(at: dt.datetime) -> int:
    """A time as the rows hold it. Raises TypeError for one without a zone."""
    return (at - EPOCH) // MICROSECOND


def moment(at: int) -> dt.datetime:
    """The inverse of :func:`micros`."""
    return EPOCH + at * MICROSECOND
