"""The line of Socket Mode: held open, looked at, and replaced when it is closed or falls silent. Within bounds: a line that cannot be had
again ends the bot, so that whoever supervises it starts it anew.

Slack sends pings of its own every few seconds. A zombie still answers ours, and nothing else comes over it; so what counts is what Slack
sent of its own accord.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot.service.meter import Meter
from bot.slack.api import FAILS, name_of
from bot.slack.connect import SlackUnreachable, silent_logger, unreachable

log = structlog.get_logger(__name__)

CLOSE_WITHIN = 3.0
_OWN = frozenset({aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.PING})
"""What Slack sends of its own accord."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How the line is watched, in seconds.

    ``look``: between looks. ``silent``: without anything from Slack, after which it counts as dead. ``connect``: for one try.
    ``pause``: after the first failed try, doubling up to ``longest``. ``give_up``: after so long without a line.
    """

    look: float = 5.0
    silent: float = 60.0
    connect: float = 20.0
    pause: float = 1.0
    longest: float = 30.0
    give_up: float = 300.0


class LineLost(SlackUnreachable):
    """The line to Slack was lost and could not be had again within the bounds. Nothing acknowledged is lost; start the bot again."""


class Heard(aiohttp.ClientWebSocketResponse):  # type: ignore[type-arg]
    """A socket that knows when (by the monotonic clock) Slack last sent something of its own accord."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.heard = time.monotonic()

    async def receive(self, timeout: float | None = None) -> Any:  # noqa: ASYNC109 (aiohttp's own signature)
        """The next message."""
        message = await super().receive(timeout)
        if message.type in _OWN:
            self.heard = time.monotonic()
        return message


class Line:
    """One app's line to Slack. ``missed`` is called at each look while it is down, and where it was since the last one: what Slack had to tell
    meanwhile comes late, or not at all."""

    def __init__(self, app: AsyncApp, app_token: str, meter: Meter, bounds: Bounds, missed: Callable[[], None]) -> None:
        self._app, self._token, self._meter, self._bounds, self._missed = app, app_token, meter, bounds, missed
        self._handler: AsyncSocketModeHandler | None = None
        self._seen: object = None
        """The socket of the last look."""
        self._closed_before = False

    async def open(self) -> None:
        """Connect for the first time. Raises SlackUnreachable."""
        try:
            await self._connect()
        except FAILS as error:
            client = self._app.client
            raise unreachable(error, "app-level token", "RINGFENCE_SLACK_APP_TOKEN", client) from None
        self._seen = self._socket()

    async def up(self) -> bool:
        """Whether events can come in over it now."""
        return not await self._wrong()

    async def watch(self) -> None:
        """Until cancelled. Raises LineLost."""
        while True:
            await asyncio.sleep(self._bounds.look)
            why = await self._wrong()
            seen, self._seen = self._seen, self._socket()
            if why or self._seen is not seen:
                self._missed()
            # The client replaces a closed socket by itself, within seconds; only one that stays closed is ours to replace.
            closed_again = why == "closed" and self._closed_before
            self._closed_before = why == "closed"
            if closed_again or why == "silent":
                await self._replace(why)

    async def close(self) -> None:
        """Give the line up. Never hangs: the client's own closing may."""
        handler, self._handler = self._handler, None
        if handler is None:
            return
        client = handler.client
        with contextlib.suppress(*FAILS):
            await asyncio.wait_for(handler.close_async(), CLOSE_WITHIN)
        untyped: Any = client
        left = (untyped.message_processor, untyped.current_session_monitor, untyped.message_receiver)
        tasks: list[asyncio.Future[Any]] = [task for task in left if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await client.aiohttp_client_session.close()

    async def _wrong(self) -> str:
        """What is wrong with the line: closed, silent, or nothing."""
        if self._handler is None or not await self._handler.client.is_connected():
            return "closed"
        socket = self._socket()
        quiet = time.monotonic() - socket.heard if isinstance(socket, Heard) else 0.0
        return "silent" if quiet > self._bounds.silent else ""

    def _socket(self) -> object:
        """The socket that is in use; another one after each time that the line was closed."""
        return self._handler.client.current_session if self._handler is not None else None

    async def _connect(self) -> None:
        """One try. Raises one of FAILS."""
        handler = AsyncSocketModeHandler(self._app, self._token, logger=silent_logger())
        self._handler = handler
        client = handler.client
        await client.aiohttp_client_session.close()
        client.aiohttp_client_session = aiohttp.ClientSession(ws_response_class=Heard)
        # Asked for here: the client would try a refused token again for ever.
        async with asyncio.timeout(self._bounds.connect):
            client.wss_uri = await client.issue_new_wss_url()
            await client.connect()

    async def _replace(self, why: str) -> None:
        bounds, began, pause = self._bounds, time.monotonic(), self._bounds.pause
        self._meter.reconnected(why)
        log.warning("socket_lost", why=why)
        while True:
            await self.close()
            try:
                await self._connect()
            except FAILS as error:
                self._meter.failed(name_of(error))
                log.warning("socket_not_replaced", error=name_of(error))
            else:
                log.info("socket_replaced", why=why)
                return
            if time.monotonic() - began > bounds.give_up:
                raise LineLost(
                    f"no line to Slack for {bounds.give_up:.0f} seconds; look at the network and at the tokens"
                )
            await asyncio.sleep(pause)
            pause = min(2 * pause, bounds.longest)


@dataclass(frozen=True, slots=True)
class Watched:
    """A line while it is held. ``lost`` fails with LineLost when it cannot be had any more."""

    line: Line
    lost: asyncio.Task[None]


@contextlib.asynccontextmanager
async def socket_mode(
    app: AsyncApp, app_token: str, meter: Meter, bounds: Bounds, missed: Callable[[], None]
) -> AsyncGenerator[Watched]:
    """Hold a line while inside; ``missed``: see :class:`Line`. Raises SlackUnreachable where none can be had at the start."""
    line = Line(app, app_token, meter, bounds, missed)
    try:
        await line.open()
        watching = asyncio.create_task(line.watch())
        try:
            yield Watched(line, watching)
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
    finally:
        await line.close()
