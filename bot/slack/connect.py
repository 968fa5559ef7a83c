"""The two ways to Slack: Socket Mode, where the bot calls out, and HTTP, where Slack calls in. One app behind both, so they behave alike."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog
import uvicorn
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.api import FAILS, call, refusal
from bot.slack.listeners import Listeners
from bot.slack.reading import text
from flows.model.errors import RingfenceError
from flows.model.ids import PersonId, TeamId

log = structlog.get_logger(__name__)

PATH = "/slack/events"
WATCH = 15.0
SILENT = 60.0
"""Seconds without a word from Slack after which a socket counts as dead, however open it looks."""
CLOSE_WITHIN = 3.0


class SlackUnreachable(RingfenceError):
    """Slack did not answer or refused the token; the message says which setting to look at."""


@dataclass(frozen=True, slots=True)
class Installation:
    """Where the app is installed and who it is there."""

    team: TeamId
    bot: PersonId
    bot_id: str


@contextlib.asynccontextmanager
async def web_client(token: str, api_url: str) -> AsyncGenerator[AsyncWebClient]:
    """A client with one shared session and no retries of its own: the courier decides about those."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        yield AsyncWebClient(
            token=token, base_url=api_url, session=session, timeout=10, retry_handlers=[], logger=_silent()
        )


def _silent() -> logging.Logger:
    """Slack's client logs requests at DEBUG, texts included; this logger never does."""
    logger = logging.getLogger("ringfence.slack")
    logger.setLevel(logging.CRITICAL)
    return logger


async def installation(client: AsyncWebClient) -> Installation:
    """Who the token belongs to. Raises SlackUnreachable."""
    try:
        told = await call(client, "auth.test", {})
    except FAILS as error:
        raise _unreachable(error, "bot token", "RINGFENCE_SLACK_BOT_TOKEN", client) from None
    return Installation(TeamId(text(told, "team_id")), PersonId(text(told, "user_id")), text(told, "bot_id"))


def make_app(client: AsyncWebClient, here: Installation, signing_secret: str, listeners: Listeners) -> AsyncApp:
    """The Bolt app. Its authorisation is answered from memory: asking Slack for each event costs a round trip."""
    known = AuthorizeResult(
        enterprise_id=None, team_id=here.team, bot_user_id=here.bot, bot_id=here.bot_id, bot_token=client.token
    )

    async def authorize(**_: Any) -> AuthorizeResult:
        return known

    app = AsyncApp(
        name="ringfence",  # without one Bolt looks through all loaded modules for its caller's file
        client=client,
        authorize=authorize,
        signing_secret=signing_secret or None,
        request_verification_enabled=bool(signing_secret),
        process_before_response=True,
        # Bolt would swallow the deletion of a message of ours as an event of our own; payloads leaves out what we said ourselves.
        ignoring_self_events_enabled=False,
        logger=_silent(),
    )
    listeners.attach(app)
    return app


Healthy = Callable[[], Awaitable[bool]]


class Front:
    """ASGI: /healthz, and Slack's requests where there is an app to take them."""

    def __init__(self, healthy: Healthy, app: AsyncApp | None) -> None:
        self._healthy = healthy
        self._slack = AsyncSlackRequestHandler(app, path=PATH) if app is not None else None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"] == "/healthz":
            well = await self._healthy()
            await _say(send, 200 if well else 503, b"ok" if well else b"not well")
        elif scope["type"] == "http" and self._slack is None:
            await _say(send, 404, b"not found")
        elif self._slack is not None:
            await self._slack(scope, receive, send)


async def _say(send: Any, status: int, body: bytes) -> None:
    await send(
        {"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain; charset=utf-8")]}
    )
    await send({"type": "http.response.body", "body": body})


class _Quiet(uvicorn.Server):
    """A server that leaves signals to the bot."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        """Nothing is caught here."""
        yield


@contextlib.asynccontextmanager
async def listening(front: Front, host: str, port: int) -> AsyncGenerator[int]:
    """Serve over HTTP while inside; gives the port. Raises RingfenceError when the port is taken."""
    config = uvicorn.Config(
        front,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        lifespan="off",
        http="httptools",
        ws="none",
        timeout_graceful_shutdown=5,
    )
    server = _Quiet(config)
    serving = asyncio.create_task(_serve(server))
    try:
        while not server.started:
            if serving.done():
                raise RingfenceError(
                    f"cannot listen on {host}:{port}; is something else there? See RINGFENCE_HTTP_PORT"
                )
            await asyncio.sleep(0.01)
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await serving


async def _serve(server: uvicorn.Server) -> None:
    """Serve. uvicorn leaves the process when it cannot begin; whoever waits for it says why instead."""
    with contextlib.suppress(SystemExit):
        await server.serve()


@contextlib.asynccontextmanager
async def socket_mode(app: AsyncApp, app_token: str) -> AsyncGenerator[AsyncSocketModeHandler]:
    """Hold a socket open while inside, and replace it when it dies or falls silent."""
    handler = AsyncSocketModeHandler(app, app_token, logger=_silent())
    watch: asyncio.Task[None] | None = None
    try:
        await _connect(handler)
        watch = asyncio.create_task(_watch(handler))
        yield handler
    finally:
        if watch is not None:
            watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watch
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(handler.close_async(), CLOSE_WITHIN)
        await handler.client.aiohttp_client_session.close()


async def _connect(handler: AsyncSocketModeHandler) -> None:
    """The first socket. The address is asked for here: left to itself the client asks again and again, whatever the refusal."""
    try:
        handler.client.wss_uri = await handler.client.issue_new_wss_url()
        await handler.connect_async()
    except FAILS as error:
        raise _unreachable(error, "app-level token", "RINGFENCE_SLACK_APP_TOKEN", handler.client.web_client) from None


def _unreachable(error: Exception, token: str, setting: str, client: AsyncWebClient) -> SlackUnreachable:
    """Why Slack cannot be spoken to: it refused a token by name, or there was no answer worth the name."""
    reason = refusal(error)[1] if isinstance(error, SlackApiError) else ""
    if reason:
        return SlackUnreachable(f"Slack refused the {token} ({reason}); look at {setting}")
    why = type(error).__name__
    return SlackUnreachable(
        f"no answer from {client.base_url} ({why}); look at RINGFENCE_SLACK_API_URL and the network"
    )


async def _watch(handler: AsyncSocketModeHandler) -> None:
    """A socket can look open and be dead. Its pings are answered or it is replaced."""
    client = handler.client
    while True:
        await asyncio.sleep(WATCH)
        last = client.last_ping_pong_time
        silent = last is not None and time.time() - last > SILENT
        if silent or not await client.is_connected():
            log.warning("socket_replaced", silent=silent)
            try:
                await client.connect_to_new_endpoint(force=True)
            except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
                log.warning("socket_not_replaced", error=type(error).__name__)
