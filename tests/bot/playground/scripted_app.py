"""An app without a mind of its own, for tests of the page: it records what people do, and answers as the test has written."""

from __future__ import annotations

import asyncio
import contextlib
import json
import urllib.parse
from collections.abc import AsyncGenerator
from typing import Any

from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.driver import Playground

Json = dict[str, Any]
PATIENCE = 10.0
BUTTON = {"type": "button", "action_id": "go", "value": "1", "text": {"type": "plain_text", "text": "Continue"}}


class ScriptedApp:
    """``answers``: kind of request (block_actions, view_submission, command…) -> the body it is acknowledged with."""

    def __init__(self) -> None:
        self.playground = Playground()
        self.answers: dict[str, Json] = {}
        self.silent = False
        self._seen: list[tuple[str, Json]] = []
        self._news = asyncio.Condition()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncGenerator[ScriptedApp]:
        application = web.Application()
        application.router.add_post("/slack/events", self._receive)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        self.playground.delivery.url = f"http://127.0.0.1:{port}/slack/events"
        try:
            async with self.playground.serving():
                yield self
        finally:
            await runner.cleanup()

    async def _receive(self, request: web.Request) -> web.Response:
        if request.content_type == "application/json":
            body: Json = await request.json()
            kind = str(body.get("event", {}).get("type"))
            body = body["event"]
        else:
            form = dict(urllib.parse.parse_qsl(await request.text(), keep_blank_values=True))
            body = json.loads(form["payload"]) if "payload" in form else form
            kind = body["type"] if "payload" in form else "command"
        async with self._news:
            self._seen.append((kind, body))
            self._news.notify_all()
        if self.silent:
            return web.Response(status=500)
        return web.json_response(self.answers[kind]) if kind in self.answers else web.Response()

    async def hears(self, kind: str, number: int = 1) -> Json:
        """The n-th request of a kind; waits for it."""

        def found() -> list[Json]:
            return [body for seen, body in self._seen if seen == kind]

        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(lambda: len(found()) >= number)
        return found()[number - 1]

    def heard(self, kind: str) -> int:
        """How many requests of a kind came so far."""
        return sum(seen == kind for seen, _ in self._seen)

    # ── speaking ──

    @property
    def client(self) -> AsyncWebClient:
        return AsyncWebClient(token=self.playground.workspace.app.bot_token, base_url=self.playground.api_url)

    async def posts(self, channel: str, text: str, blocks: list[Json] | None = None, **more: Any) -> str:
        """Post a message; its ts."""
        done = await self.client.chat_postMessage(channel=channel, text=text, blocks=blocks, **more)
        return str(done["ts"])

    async def opens(self, request: Json, view: Json) -> str:
        """Open a modal for who did something; the view's id."""
        done: Any = await self.client.views_open(trigger_id=request["trigger_id"], view=view)
        return str(done["view"]["id"])
