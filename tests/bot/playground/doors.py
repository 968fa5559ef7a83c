"""The workspace's doors, entered as programs enter them: the Web API, the page's address, Socket Mode, and signed HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import json
import urllib.parse
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from bot.playground.driver import Playground

Json = dict[str, Any]
PATIENCE = 5.0


class Doors:
    """A served workspace, seen from outside."""

    def __init__(self, playground: Playground, client: aiohttp.ClientSession) -> None:
        self.playground, self.client = playground, client
        self.app = playground.workspace.app

    async def api(self, method: str, token: str | None = None, **arguments: Any) -> Json:
        """Call the Web API with JSON; what it answers."""
        given = token if token is not None else self.app.bot_token
        headers = {"Authorization": f"Bearer {given}"} if given else {}
        async with self.client.post(f"{self.playground.api_url}{method}", json=arguments, headers=headers) as answer:
            told: Json = await answer.json()
            return told

    async def done(self, method: str, **arguments: Any) -> Json:
        """The same, where it has to succeed."""
        told = await self.api(method, **arguments)
        assert told["ok"], told
        return told

    async def refused(self, method: str, **arguments: Any) -> str:
        """The same, where it has to be refused: Slack's name of the error."""
        told = await self.api(method, **arguments)
        assert told["ok"] is False, told
        return str(told["error"])

    async def act(self, who: str, do: str, **deed: Any) -> Json:
        """Do a deed through the page's address."""
        body = {"as": who, "do": do, **deed}
        async with self.client.post(f"{self.playground.url}/page/act", json=body) as answer:
            told: Json = await answer.json()
            return told

    async def page(self, path: str, **query: str) -> Json:
        """What the page reads."""
        async with self.client.get(f"{self.playground.url}/page/{path}", params=query) as answer:
            told: Json = await answer.json()
            return told

    async def messages(self, who: str, channel: str, **query: str) -> list[Json]:
        """What somebody sees in a channel."""
        told: list[Json] = (await self.page("messages", **{"as": who, "channel": channel}, **query))["messages"]
        return told

    async def respond(self, url: str, **body: Any) -> tuple[int, str]:
        """Post to a response address: the status and, where refused, the error."""
        async with self.client.post(url, json=body) as answer:
            text = await answer.text()
            return answer.status, json.loads(text)["error"] if text.startswith("{") else ""

    @contextlib.asynccontextmanager
    async def line(self) -> AsyncGenerator[Line]:
        """A socket of the app, greeted."""
        opened = await self.api("apps.connections.open", token=self.app.app_token)
        async with self.client.ws_connect(opened["url"]) as socket:
            line = Line(socket)
            assert (await line.hears())["type"] == "hello"
            yield line


class Line:
    """One raw socket. Nothing is acknowledged by itself."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def hears(self) -> Json:
        """What comes next; waits for it."""
        told: Json = await self.socket.receive_json(timeout=PATIENCE)
        return told

    async def acks(self, envelope: Json, payload: Json | None = None) -> None:
        body: Json = {"envelope_id": envelope["envelope_id"]}
        await self.socket.send_json(body | ({"payload": payload} if payload is not None else {}))

    async def silent(self, seconds: float = 0.2) -> bool:
        """Whether nothing comes for a moment."""
        try:
            await self.socket.receive(timeout=seconds)
        except TimeoutError:
            return True
        return False


@dataclass(slots=True)
class Heard:
    """A request that came to the app."""

    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> Json:
        """An event's envelope, an interaction's payload, or a command's fields."""
        if self.headers["Content-Type"] == "application/json":
            told: Json = json.loads(self.raw)
            return told
        fields = dict(urllib.parse.parse_qsl(self.raw.decode(), keep_blank_values=True))
        return json.loads(fields["payload"]) if "payload" in fields else fields

    @property
    def kind(self) -> str:
        """The event's type, else the interaction's, else ``command``."""
        body = self.body
        return str(body["event"]["type"] if "event" in body else body.get("type", "command"))


@dataclass(slots=True)
class Answer:
    """How the app answers one request."""

    status: int = 200
    body: Json | str | None = None
    headers: dict[str, str] = field(default_factory=dict[str, str])
    after: float = 0.0


class Ear:
    """The app's address for signed HTTP. ``answers`` are given in turn; then everything is acknowledged."""

    def __init__(self) -> None:
        self.url = ""
        self.answers: list[Answer] = []
        self.all: list[Heard] = []
        self._news = asyncio.Condition()

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncGenerator[Ear]:
        application = web.Application()
        application.router.add_post("/{path:.*}", self._receive)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
        try:
            yield self
        finally:
            await runner.cleanup()

    async def _receive(self, request: web.Request) -> web.Response:
        heard = Heard(dict(request.headers), await request.read())
        async with self._news:
            self.all.append(heard)
            self._news.notify_all()
        answer = self.answers.pop(0) if self.answers else Answer()
        await asyncio.sleep(answer.after)
        if isinstance(answer.body, dict):
            return web.json_response(answer.body, status=answer.status, headers=answer.headers)
        return web.Response(status=answer.status, text=answer.body or "", headers=answer.headers)

    async def hears(self, kind: str, number: int = 1) -> Heard:
        """The n-th request of a kind; waits for it."""
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(lambda: len(self.heard(kind)) >= number)
        return self.heard(kind)[number - 1]

    def heard(self, kind: str) -> list[Heard]:
        """The requests of a kind so far."""
        return [one for one in self.all if one.kind == kind]
