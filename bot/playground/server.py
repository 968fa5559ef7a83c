"""The workspace over HTTP: Slack's surface under /api, the app's sockets under /link, and the page with what it needs under /page."""

from __future__ import annotations

import asyncio
import contextlib
import json
import urllib.parse
from collections.abc import AsyncGenerator
from importlib import resources
from pathlib import Path

from aiohttp import web

from bot.playground.acting import Actor
from bot.playground.company import company
from bot.playground.delivery import Delivery
from bot.playground.faults import Fault, Faults
from bot.playground.validation import check_blocks
from bot.playground.web_api import APP_TOKEN, METHODS, shown, user_json
from bot.playground.workspace import RESPONSE_LIVES, RESPONSE_USES, Channel, Json, SlackError

PAGE = Path(str(resources.files("bot.playground"))) / "page"
MOST_BODY = 60 * 1024 * 1024
HANG, SLOW = 30.0, 1.5
"""Seconds until a fault of that name answers."""


class Playground:
    """A workspace being served. ``url`` is its address; ``delivery_url`` set: the app is reached by signed HTTP there."""

    def __init__(
        self, empty: bool = False, delivery_url: str | None = None, retries: tuple[float, ...] | None = None
    ) -> None:
        self.workspace = company(empty)
        self.delivery = Delivery(self.workspace, delivery_url, *(() if retries is None else (retries,)))
        self.actor = Actor(self.workspace, self.delivery)
        self.faults = Faults()
        self.calls: list[tuple[str, Json]] = []

    @property
    def url(self) -> str:
        return self.workspace.base

    @property
    def api_url(self) -> str:
        """What RINGFENCE_SLACK_API_URL is to be."""
        return f"{self.workspace.base}/api/"

    @contextlib.asynccontextmanager
    async def serving(self, port: int = 0) -> AsyncGenerator[Playground]:
        """Serve on loopback while inside."""
        runner = web.AppRunner(self.app(), access_log=None, shutdown_timeout=1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        server = site._server
        self.workspace.base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"  # type: ignore[union-attr]
        try:
            yield self
        finally:
            await self.delivery.close()
            await runner.cleanup()

    def app(self) -> web.Application:
        app = web.Application(client_max_size=MOST_BODY)
        app.add_routes(
            [
                web.get("/", self._index),
                web.post("/api/{method}", self._api),
                web.get("/api/{method}", self._api),
                web.get("/link", self.delivery.serve),
                web.post("/respond/{key}", self._respond),
                web.post("/upload/{key}", self._upload),
                web.get("/files/{key}", self._file),
                web.get("/page/state", self._state),
                web.get("/page/messages", self._messages),
                web.get("/page/views", self._views),
                web.get("/page/events", self._events),
                web.post("/page/act", self._act),
                web.post("/page/reset", self._reset),
            ]
        )
        if PAGE.is_dir():
            app.router.add_static("/page/static", PAGE)
        return app

    # ── Slack's surface ──

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        arguments, token = await _arguments(request)
        self.calls.append((method, arguments))
        fault = self.faults.take(method, arguments)
        if fault is not None and not fault.after_accept:
            return await _faulty(request, fault, {})
        answer = self._answer(method, arguments, token)
        if fault is not None:
            return await _faulty(request, fault, answer)
        return web.json_response(answer)

    def _answer(self, method: str, arguments: Json, token: str) -> Json:
        app = self.workspace.app
        handler = METHODS.get(method)
        if handler is None:
            return {"ok": False, "error": "unknown_method", "req_method": method}
        wanted = app.app_token if method in APP_TOKEN else app.bot_token
        if token != wanted:
            return {"ok": False, "error": "invalid_auth" if token else "not_authed"}
        if not app.installed:
            return {"ok": False, "error": "account_inactive"}
        try:
            return {"ok": True, **handler(self.workspace, arguments)}
        except SlackError as error:
            more = {"response_metadata": {"messages": error.messages}} if error.messages else {}
            return {"ok": False, "error": error.name, **more}

    async def _respond(self, request: web.Request) -> web.Response:
        """A response_url: five uses in half an hour."""
        found = self.workspace.responses.get(request.match_info["key"])
        body: Json = await request.json()
        now = self.workspace.clock.now()
        if found is None or found.uses >= RESPONSE_USES or now - found.at > RESPONSE_LIVES:
            return web.json_response({"ok": False, "error": "used_url" if found else "invalid_url"}, status=404)
        found.uses += 1
        channel = self.workspace.channels[found.channel]
        made = {key: body[key] for key in ("text", "thread_ts") if body.get(key)}
        if body.get("blocks"):
            try:
                made["blocks"] = check_blocks(body["blocks"], "message")
            except SlackError as error:
                return web.json_response({"ok": False, "error": error.name}, status=400)
        if body.get("delete_original"):
            self._replace(channel, found.ts, None)
        elif body.get("replace_original") and found.ts:
            self._replace(channel, found.ts, made)
        elif body.get("response_type") == "in_channel":
            self.workspace.post(channel, {"user": self.workspace.app.user, "bot_id": self.workspace.app.bot_id, **made})
        else:
            self.workspace.whisper(channel, found.user, made)
        return web.Response(text="ok")

    def _replace(self, channel: Channel, ts: str, made: Json | None) -> None:
        note = next((m for m in self.workspace.ephemerals if m["ts"] == ts), None)
        if note is not None:
            note.update(made) if made else self.workspace.ephemerals.remove(note)
            self.workspace.tick(
                {"type": "message", "channel": channel.id, "ts": ts, "thread_ts": None, "change": "edited"},
                [note["_to"]],
            )
        elif made:
            self.workspace.edit(channel, self.workspace.message(channel, ts), made)
        else:
            self.workspace.delete(channel, self.workspace.message(channel, ts))

    async def _upload(self, request: web.Request) -> web.Response:
        key = request.match_info["key"]
        if key not in self.workspace.files:
            raise web.HTTPNotFound
        if request.content_type.startswith("multipart/"):
            part = await (await request.multipart()).next()
            self.workspace.blobs[key] = await part.read() if part is not None else b""  # type: ignore[union-attr]
        else:
            self.workspace.blobs[key] = await request.read()
        return web.Response(text="OK")

    async def _file(self, request: web.Request) -> web.Response:
        key = request.match_info["key"]
        if key not in self.workspace.blobs:
            raise web.HTTPNotFound
        name = self.workspace.files[key]["name"]
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{urllib.parse.quote(name)}"}
        return web.Response(body=self.workspace.blobs[key], content_type="application/octet-stream", headers=headers)

    # ── the page's surface ──

    async def _index(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html")

    def _me(self, request: web.Request) -> str:
        me = request.query.get("as", "")
        if me not in self.workspace.people:
            me = next(iter(self.workspace.people))
        return me

    async def _state(self, request: web.Request) -> web.Response:
        workspace, me = self.workspace, self._me(request)
        people = [{**user_json(workspace, p), "title": p.title} for p in workspace.people.values()]
        channels = [
            self._channel(channel, me) for channel in workspace.channels.values() if workspace.sees(channel, me)
        ]
        app = workspace.app
        about = {
            "id": app.id, "bot_user_id": app.user, "name": app.name, "shortcuts": [],
            "commands": [{"command": app.command, "description": app.description, "usage_hint": app.usage}],
        }  # fmt: skip
        team = {"id": workspace.team, "name": workspace.name, "domain": workspace.domain}
        return web.json_response(
            {
                "team": team,
                "now": workspace.clock.now(),
                "me": me,
                "people": people,
                "apps": [about],
                "channels": channels,
            }
        )

    def _channel(self, channel: Channel, me: str) -> Json:
        other = next((m for m in channel.members if m != me), me)
        name = self.workspace.people[other].real_name if channel.kind == "im" else channel.name
        unread = sum(
            1
            for m in channel.messages
            if m["ts"] > channel.read.get(me, "") and m.get("user") != me and not m.get("thread_ts")
        )
        return {
            "id": channel.id, "name": name, "kind": channel.kind, "is_ext_shared": channel.ext_shared, "is_archived": channel.archived,
            "members": channel.members, "topic": channel.topic, "unread": unread, "user": other if channel.kind == "im" else None,
        }  # fmt: skip

    async def _messages(self, request: web.Request) -> web.Response:
        workspace, me = self.workspace, self._me(request)
        channel = workspace.channels.get(request.query.get("channel", ""))
        if channel is None or not workspace.sees(channel, me):
            return web.json_response({"messages": []})
        thread = request.query.get("thread_ts")
        notes = [m for m in workspace.ephemerals if m["_to"] == me and m["_channel"] == channel.id]
        if thread:
            found = [m for m in [*channel.messages, *notes] if thread in (m["ts"], m.get("thread_ts"))]
        else:
            found = [
                m
                for m in [*channel.messages, *notes]
                if m.get("thread_ts") in (None, m["ts"]) or m.get("subtype") == "thread_broadcast"
            ]
            channel.read[me] = max((m["ts"] for m in channel.messages), default="")
        return web.json_response({"messages": [shown(m) for m in sorted(found, key=lambda m: m["ts"])]})

    async def _views(self, request: web.Request) -> web.Response:
        me = self._me(request)
        return web.json_response({"stack": self.workspace.views.get(me, []), "home": self.workspace.homes.get(me)})

    async def _events(self, request: web.Request) -> web.WebSocketResponse:
        me = self._me(request)
        socket = web.WebSocketResponse(heartbeat=20)
        await socket.prepare(request)
        queue = self.workspace.subscribe()
        await socket.send_json({"type": "hello"})
        sending = asyncio.create_task(_pump(socket, queue, me))
        try:
            async for _ in socket:
                continue
        finally:
            sending.cancel()
            self.workspace.unsubscribe(queue)
        return socket

    async def _act(self, request: web.Request) -> web.Response:
        deed: Json = await request.json()
        if deed.get("do") == "fault":
            kept = {
                key: deed[key]
                for key in ("method", "error", "times", "retry_after", "channel", "after_accept")
                if key in deed
            }
            self.faults.add(Fault(**kept))
            return web.json_response({"ok": True})
        try:
            return web.json_response({"ok": True, **await self.actor.act(str(deed.get("as")), deed)})
        except SlackError as error:
            return web.json_response({"ok": False, "error": error.name, "message": f"That did not work: {error.name}."})

    async def _reset(self, request: web.Request) -> web.Response:
        fresh = company()
        old = self.workspace
        old.people, old.channels = fresh.people, fresh.channels
        old.ephemerals, old.views, old.homes = [], {}, {}
        old.tick({"type": "channel", "channel": ""})
        return web.json_response({"ok": True})


async def _pump(
    socket: web.WebSocketResponse, queue: asyncio.Queue[tuple[frozenset[str] | None, Json]], me: str
) -> None:
    while True:
        who, change = await queue.get()
        if who is None or me in who:
            await socket.send_json(change)


async def _arguments(request: web.Request) -> tuple[Json, str]:
    """A call's arguments and token, from JSON, a form or the query."""
    header = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    arguments: Json = {key: _unpacked(key, value) for key, value in request.query.items()}
    if request.method == "POST":
        if request.content_type == "application/json":
            told = json.loads(await request.text() or "{}")
            arguments |= told if isinstance(told, dict) else {}
        else:
            arguments |= {key: _unpacked(key, str(value)) for key, value in (await request.post()).items()}
    return arguments, header or str(arguments.pop("token", ""))


_JSON_ARGUMENTS = frozenset({"blocks", "view", "metadata", "files", "attachments"})


def _unpacked(key: str, value: str) -> object:
    """In a form and in a query, structured arguments travel as JSON text."""
    if key in _JSON_ARGUMENTS:
        with contextlib.suppress(ValueError):
            return json.loads(value)
    return value


async def _faulty(request: web.Request, fault: Fault, answer: Json) -> web.StreamResponse:
    whole = json.dumps({"ok": True, **answer}).encode()
    match fault.error:
        case "ratelimited":
            headers = {"Retry-After": str(fault.retry_after)}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        case "http_500":
            return web.Response(status=500, text="internal error")
        case "slow":
            await asyncio.sleep(SLOW)
            return web.Response(body=whole, content_type="application/json")
        case "timeout":
            await asyncio.sleep(HANG)
            return web.Response(status=504)
        case "half":
            response = web.StreamResponse(
                headers={"Content-Type": "application/json", "Content-Length": str(len(whole) + 10)}
            )
            await response.prepare(request)
            await response.write(whole[: len(whole) // 2])
            if request.transport is not None:
                request.transport.close()
            return response
        case "badjson":
            return web.Response(body=b"<html>oops", content_type="application/json")
        case _:
            return web.json_response({"ok": False, "error": fault.error})
