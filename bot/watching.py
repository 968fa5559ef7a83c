"""What the operator's eyes look at: /metrics, /livez and /readyz, and the looks that keep the figures fresh."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.metrics import CONTENT_TYPE, Metrics
from bot.service.desk import Desk
from bot.service.meter import Meter
from bot.slack.connect import Page, Pages
from state.errors import StoreError

log = structlog.get_logger(__name__)

EVERY = 5.0
"""Seconds between looks at the store."""

Up = Callable[[], Awaitable[bool]]


class Watch:
    """Looks at a bot at work. ``line``: whether events can come in; ``stopping``: it takes nothing new any more."""

    def __init__(self, desk: Desk, metrics: Metrics) -> None:
        self._desk, self._metrics = desk, metrics
        self.meter: Meter = metrics
        self.line: Up = _not_yet
        self.stopping = False

    @property
    def pages(self) -> Pages:
        """What is answered at which address."""
        return {"/metrics": self._figures, "/livez": _alive, "/readyz": self._ready}

    async def well(self) -> bool:
        """Whether the store can be written to."""
        try:
            await self._desk.store.ping()
        except StoreError as error:
            self._metrics.failed(type(error).__name__)
            log.error("not_well", error=type(error).__name__)
            return False
        return True

    async def look_on(self) -> None:
        """Until cancelled. A store that fails is looked at again next time."""
        while True:
            await self._look()
            await asyncio.sleep(EVERY)

    async def _look(self) -> None:
        self._metrics.connected(await self.line())
        now = self._desk.clock.now()
        try:
            self._metrics.loaded(await self._desk.store.load(now), now)
        except StoreError as error:
            self._metrics.failed(type(error).__name__)
            log.error("look_store", error=type(error).__name__)

    async def _figures(self) -> Page:
        await self._look()
        return Page(self._metrics.page(), content=CONTENT_TYPE)

    async def _ready(self) -> Page:
        """Each part by its name, so that whoever looks sees which one is missing."""
        parts = {
            "store": await self.well(),
            "line": await self.line(),
            "content": bool(self._desk.library.flows),
            "taking": not self.stopping,
        }
        told = "".join(f"{name}: {'ok' if well else 'not ready'}\n" for name, well in parts.items())
        return Page(told.encode(), all(parts.values()))


async def _alive() -> Page:
    """The loop turns, or nobody would answer."""
    return Page(b"ok")


async def _not_yet() -> bool:
    return False
