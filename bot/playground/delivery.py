"""How the workspace reaches the app: envelopes over Socket Mode, or signed requests over HTTP; with Slack's retries for events."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import itertools
import json
import time
import urllib.parse
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

from bot.playground.records import Channel, Json, shown
from bot.playground.workspace import Workspace

ACK_WITHIN = 3.0
RETRIES = (0.0, 60.0, 300.0)
"""Seconds before each further try of an event: at once, a minute, five minutes."""


MOST_LINKS = 10
"""Sockets that an app may have at a time."""
MOST_REDIRECTS = 2
PING_EVERY = 2.0
"""Seconds between the pings that the app is sent: Slack's own come every few."""
DEBUG: Json = {"host": "playground", "build_number": 1}


class NoAnswer(Exception):
    """The app did not acknowledge in time, or answered with an error. ``reason``: Slack's word; ``final``: it wants no retry."""

    def __init__(self, reason: str, final: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.final = reason, final


@dataclass(slots=True)
class Link:
    """One socket of the app. ``silent``: open, and its pings are answered, but nothing else goes through any more. ``dead``: not even these."""

    socket: web.WebSocketResponse
    waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict[str, "asyncio.Future[Json]"])
    silent: bool = False
    dead: bool = False


class Delivery:
    """Delivers events, commands and interactions to the one installed app. ``url`` set: by HTTP; else over its sockets.

    ``acknowledged`` remembers each request that the app said yes to. ``echoes``: asked for each event, gives the seconds after which it is
    told again although it was acknowledged, as Slack does when an acknowledgement got lost."""

    def __init__(self, workspace: Workspace, url: str | None = None, retries: tuple[float, ...] = RETRIES) -> None:
        self.workspace, self.url, self.retries, self.ack_within = workspace, url, retries, ACK_WITHIN
        self.ping_every = PING_EVERY
        self.echoes: Callable[[], Sequence[float]] = tuple
        self.acknowledged: list[tuple[str, Json]] = []
        self.links: list[Link] = []
        self._turn = itertools.count()
        self._tasks: set[asyncio.Task[None]] = set()
        self._client: aiohttp.ClientSession | None = None
        self.came = asyncio.Event()
        self.delivered = 0
        workspace.tell = self.tell

    # ── events ──

    def tell(self, event: Json, channel: Channel | None) -> None:
        """An event, if the app may hear it: only where its bot is a member."""
        workspace = self.workspace
        if not workspace.app.installed and event["type"] not in ("app_uninstalled", "tokens_revoked"):
            return
        if channel is not None and workspace.app.user not in channel.members:
            return
        body = self._envelope(shown(event), channel)
        self._later(self._event(body))
        for wait in self.echoes():
            self._later(self._event(body, wait))

    def _envelope(self, event: Json, channel: Channel | None) -> Json:
        workspace = self.workspace
        number = workspace.number()
        return {
            "token": "verification", "team_id": workspace.team, "context_team_id": workspace.team, "context_enterprise_id": None,
            "enterprise_id": None, "authed_teams": [workspace.team], "api_app_id": workspace.app.id, "event": event,
            "type": "event_callback", "event_id": f"Ev{number:010d}",
            "event_time": int(workspace.clock.now()), "event_context": f"4-ctx-{number}",
            "is_ext_shared_channel": bool(channel and channel.ext_shared), "authed_users": [workspace.app.user],
            "authorizations": [
                {"enterprise_id": None, "team_id": workspace.team, "user_id": workspace.app.user, "is_bot": True, "is_enterprise_install": False}
            ],
        }  # fmt: skip

    async def _event(self, body: Json, after: float = 0.0) -> None:
        """Try, and try again as Slack does, until it is acknowledged or the app wants no more of it."""
        reason = ""
        await asyncio.sleep(after)
        for attempt, wait in enumerate((0.0, *self.retries)):
            if wait:
                await asyncio.sleep(wait)
            try:
                await self.send("events_api", body, attempt, reason)
            except NoAnswer as error:
                reason = error.reason
                if error.final:
                    return
                continue
            self.delivered += 1
            return

    # ── one delivery ──

    async def send(self, kind: str, body: Json, attempt: int = 0, reason: str = "") -> Json:
        """Hand a request to the app and wait for its acknowledgement; what it answered with. Raises NoAnswer.

        ``attempt`` counts the tries of an event before this one; ``reason``: why the last of them failed."""
        way = self._socket if self.url is None else self._http
        answer = await way(kind, body, attempt, reason)
        self.acknowledged.append((kind, body))
        return answer

    async def _socket(self, kind: str, body: Json, attempt: int, reason: str) -> Json:
        link = await self._link()
        envelope = f"{self.workspace.new_id('E')}-{self.workspace.number()}"
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        link.waiting[envelope] = answer
        sent: Json = {
            "envelope_id": envelope,
            "type": kind,
            "payload": body,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            sent |= {"retry_attempt": attempt, "retry_reason": reason}
        try:
            if not link.silent:
                await link.socket.send_json(sent)
            return await asyncio.wait_for(answer, self.ack_within)
        except TimeoutError as error:
            raise NoAnswer("timeout") from error
        except ConnectionError as error:
            raise NoAnswer("connection_failed") from error
        finally:
            link.waiting.pop(envelope, None)

    async def _link(self) -> Link:
        """The next socket in turn; waits a moment for one to come."""
        if not self.links:
            self.came.clear()
            try:
                await asyncio.wait_for(self.came.wait(), self.ack_within)
            except TimeoutError as error:
                raise NoAnswer("no_sockets") from error
        return self.links[next(self._turn) % len(self.links)]

    async def _http(self, kind: str, body: Json, attempt: int, reason: str) -> Json:
        data, content = encoded(kind, body)
        stamp = str(int(time.time()))
        headers = {
            "Content-Type": content,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature(self.workspace.app.signing_secret, stamp, data),
        }
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason}
        self._client = self._client or aiohttp.ClientSession()
        timeout = aiohttp.ClientTimeout(total=self.ack_within)
        try:
            async with self._client.post(
                str(self.url), data=data, headers=headers, timeout=timeout, max_redirects=MOST_REDIRECTS
            ) as answer:
                text = await answer.text()
                if answer.status != 200:
                    raise NoAnswer("http_error", final=answer.headers.get("X-Slack-No-Retry") == "1")
                return json.loads(text) if text.startswith("{") else _plain(kind, text)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise NoAnswer(_why(error)) from error

    def _later(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Until every event under way has been acknowledged or given up."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for link in list(self.links):
            await link.socket.close()
        if self._client is not None:
            await self._client.close()

    # ── the app's sockets ──

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One socket of the app, until it closes. What was on its way over it is told again over another."""
        if not self.workspace.admit(request.query.get("ticket", "")):
            return web.json_response({"ok": False, "error": "invalid_ticket"}, status=403)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        if len(self.links) >= MOST_LINKS:
            await socket.send_json(self._goodbye("too_many_websockets"))
            await socket.close()
            return socket
        link = Link(socket)
        self.links.append(link)
        self.came.set()
        await socket.send_json(
            {
                "type": "hello",
                "num_connections": len(self.links),
                "debug_info": {**DEBUG, "approximate_connection_time": 18060},
                "connection_info": {"app_id": self.workspace.app.id},
            }
        )
        pinging = asyncio.create_task(self._ping(link))
        try:
            async for message in socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._acked(link, json.loads(message.data))
                elif message.type is aiohttp.WSMsgType.PING and not link.dead:
                    await socket.pong(message.data)
        finally:
            pinging.cancel()
            self._lost(link)
        return socket

    async def _ping(self, link: Link) -> None:
        """Slack's own pings, until they no longer go through."""
        with contextlib.suppress(ConnectionError):
            while not link.silent:
                await link.socket.ping(b"Ping from playground")
                await asyncio.sleep(self.ping_every)

    def silence(self, dead: bool = False) -> None:
        """From now on nothing goes through any of the sockets, though they stay open; ``dead``: not even answers to pings."""
        for link in self.links:
            link.silent, link.dead = True, dead

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tell every socket that it is to be replaced, and close it. Envelopes no longer go there."""
        leaving = list(self.links)
        for link in leaving:
            self._lost(link)
        for link in leaving:
            await link.socket.send_json(self._goodbye(reason))
            await link.socket.close()

    def _goodbye(self, reason: str) -> Json:
        return {"type": "disconnect", "reason": reason, "debug_info": DEBUG}

    def _lost(self, link: Link) -> None:
        if link in self.links:
            self.links.remove(link)
        for answer in link.waiting.values():
            if not answer.done():
                answer.set_exception(ConnectionResetError("the socket was closed"))

    def _acked(self, link: Link, told: Json) -> None:
        answer = link.waiting.get(told.get("envelope_id", ""))
        if answer is not None and not answer.done() and not link.silent:
            answer.set_result(told.get("payload") or {})


def _plain(kind: str, text: str) -> Json:
    """A bare text answers a command; to anything else it means nothing."""
    return {"text": text} if kind == "slash_commands" and text else {}


def _why(error: Exception) -> str:
    """Slack's word for what went wrong on the way."""
    match error:
        case TimeoutError():
            return "http_timeout"
        case aiohttp.TooManyRedirects():
            return "too_many_redirects"
        case aiohttp.ClientSSLError():
            return "ssl_error"
        case aiohttp.ClientConnectionError():
            return "connection_failed"
        case _:
            return "unknown_error"


def encoded(kind: str, body: Json) -> tuple[bytes, str]:
    """A request's body as Slack sends it: events as JSON, commands as a form, interactions as a form with a payload."""
    if kind == "events_api":
        return json.dumps(body).encode(), "application/json"
    fields = body if kind == "slash_commands" else {"payload": json.dumps(body)}
    return urllib.parse.urlencode(fields).encode(), "application/x-www-form-urlencoded"


def signature(secret: str, stamp: str, body: bytes) -> str:
    """Slack's v0 signature."""
    return "v0=" + hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
