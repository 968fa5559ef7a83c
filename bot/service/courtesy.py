"""Courtesy: whoever waits for an acknowledgement goes first, and what has time lets them pass."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Generator

AT_MOST = 0.1
"""Seconds that somebody with time stands back: where people never cease to come, what is due comes all the same."""


class Courtesy:
    """Who is being answered just now."""

    def __init__(self) -> None:
        self._answered = 0
        self._nobody = asyncio.Event()
        self._nobody.set()

    @contextlib.contextmanager
    def answering(self) -> Generator[None]:
        """Somebody is being answered while inside."""
        self._answered += 1
        self._nobody.clear()
        try:
            yield
        finally:
            self._answered -= 1
            if not self._answered:
                self._nobody.set()

    async def after_you(self) -> None:
        """Until nobody is being answered, or for :data:`AT_MOST`."""
        if self._answered:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._nobody.wait(), AT_MOST)
