"""The ways to Slack: the client, the one app behind Socket Mode (see `line`) and HTTP, and the server that Slack and the operator call."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import uvicorn
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.service.pacing import PACE, Pace
from bot.slack.api import FAILS, call, refusal
from bot.slack.client import PatientClient
from bot.slack.listeners import Listeners
from bot.slack.reading import text
from flows.model.errors import RingfenceError
from flows.model.ids import PersonId, TeamId

PATH = "/slack/events"


class SlackUnreachable(RingfenceError):
    """Slack did not answer or refused the token; the message says which setting to look at."""


@dataclass(frozen=True, slots=True)
class Installation:
    """Where the app is installed and who it is there."""

    team: TeamId
    bot: PersonId
    bot_id: str


@contextlib.asynccontextmanager
async def web_client(token: str, api_url: str, pace: Pace = PACE) -> AsyncGenerator[PatientClient]:
    """A client with one shared session and no retries of its own: the courier decides about those."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        yield PatientClient(
            pace=pace,
            token=token,
            base_url=api_url,
            session=session,
            timeout=10,
            retry_handlers=[],
            logger=silent_logger(),
        )


def silent_logger() -> logging.Logger:
    """Slack's client logs requests at DEBUG, texts included; this logger never does."""
    logger = logging.getLogger("ringfence.slack")
    logger.setLevel(logging.CRITICAL)
    return logger


async def installation(client: AsyncWebClient) -> Installation:
    """Who the token belongs to. Raises SlackUnreachable."""
    try:
        told = await call(client, "auth.test", {})
    except FAILS as error:
        raise unreachable(error, "bot token", "RINGFENCE_SLACK_BOT_TOKEN", client) from None
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
        logger=silent_logger(),
    )
    listeners.attach(app)
    return app


@dataclass(frozen=True, slots=True)
class Page:
    """What an address of the operator's answers."""

    body: bytes
    well: bool = True
    content: str = "text/plain; charset=utf-8"


Healthy = Callable[[], Awaitable[bool]]
Pages = Mapping[str, Callable[[], Awaitable[Page]]]


class Front:
    """ASGI: /healthz and what else the operator asks (``pages`` by their address), and Slack's requests where there is an app for them."""

    def __init__(self, healthy: Healthy, app: AsyncApp | None, pages: Pages | None = None) -> None:
        self._pages: Pages = {"/healthz": lambda: _health(healthy), **(pages or {})}
        self._slack = AsyncSlackRequestHandler(app, path=PATH) if app is not None else None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        page = self._pages.get(scope["path"]) if scope["type"] == "http" else None
        if page is not None:
            await _say(send, await page())
        elif scope["type"] == "http" and self._slack is None:
            await _say(send, Page(b"not found"), 404)
        elif self._slack is not None:
            await self._slack(scope, receive, send)


async def _health(healthy: Healthy) -> Page:
    well = await healthy()
    return Page(b"ok" if well else b"not well", well)


async def _say(send: Any, page: Page, status: int = 0) -> None:
    code = status or (200 if page.well else 503)
    headers = [(b"content-type", page.content.encode())]
    await send({"type": "http.response.start", "status": code, "headers": headers})
    await send({"type": "http.response.body", "body": page.body})


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


def unreachable(error: Exception, token: str, setting: str, client: AsyncWebClient) -> SlackUnreachable:
    """Why Slack cannot be spoken to: it refused a token by name, or there was no answer worth the name."""
    reason = refusal(error)[1] if isinstance(error, SlackApiError) else ""
    if reason:
        return SlackUnreachable(f"Slack refused the {token} ({reason}); look at {setting}")
    why = type(error).__name__
    return SlackUnreachable(
        f"no answer from {client.base_url} ({why}); look at RINGFENCE_SLACK_API_URL and the network"
    )
