"""What the audit log says of the time since an instant, read by kind: a line costs more to open than to use. Pure; judges nothing."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from flows.model.effects import Entry
from flows.model.programme import Snapshot


class Log:
    """The lines of a programme's log from ``since`` on."""

    def __init__(self, snapshot: Snapshot, since: dt.datetime) -> None:
        self.since = since
        self._snapshot = snapshot
        self._read: dict[frozenset[str], tuple[Entry, ...]] = {}

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of line that there are."""
        return self._snapshot.happened(self.since)

    def lines(self, kinds: frozenset[str]) -> tuple[Entry, ...]:
        """The lines of these kinds, oldest first. Reads no others."""
        wanted = kinds & self.kinds
        if wanted not in self._read:
            self._read[wanted] = self._snapshot.entries(self.since, wanted) if wanted else ()
        return self._read[wanted]
