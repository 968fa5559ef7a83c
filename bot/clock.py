"""The real clock. The only place that asks the machine for the time."""

from __future__ import annotations

import datetime as dt


class SystemClock:
    """Implements `service.ports.Clock`."""

    def now(self) -> dt.datetime:
        """Now, in UTC."""
        return dt.datetime.now(dt.UTC)
