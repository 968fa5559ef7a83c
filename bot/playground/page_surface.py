"""The page over HTTP: what somebody sees, what changes, and what they do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from importlib import resources
from pathlib import Path

from aiohttp import web

from bot.playground.acting.actor import Actor
from bot.playground.faults import Fault, Faults
from bot.playground.limits import SLACK, RateLimits
from bot.playground.records import Channel, Json, SlackError, in_channel, shown
from bot.playground.telling import user_json
from bot.playground.workspace import Workspace

FAULT_KEYS = ("method", "error", "times", "retry_after", "channel", "after_accept")
PAGE = Path(str(resources.files("bot.playground"))) / "page"


class PageSurface:
    """What people see of the workspace, each as the one that ``as`` names, and the door through which they act."""

    def __init__(
        self, workspace: Workspace, actor: Actor, faults: Faults, reset: Callable[[], None], limits: RateLimits
    ) -> None:
        self._workspace, self._actor, self._faults, self._start_again = workspace, actor, faults, reset
        self._limits = limits
        self.closed = False
        """Whether it only shows: what is done on it meanwhile is refused, kindly."""

    def routes(self) -> list[web.AbstractRouteDef]:
        """Its addresses."""
        return [
            web.get("/", self._index),
            web.get("/page/state", self._state),
            web.get("/page/messages", self._messages),
            web.get("/page/views", self._views),
            web.get("/page/events", self._events),
            web.post("/page/act", self._act),
            web.post("/page/reset", self._reset),
            web.static("/page/static", PAGE),
        ]

    async def _index(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html")

    def _me(self, request: web.Request) -> str:
        me = request.query.get("as", "")
        if me not in self._workspace.people:
            me = next(iter(self._workspace.people))
        return me

    async def _state(self, request: web.Request) -> web.Response:
        workspace, me = self._workspace, self._me(request)
        people = [{**user_json(workspace, p), "title": p.title} for p in workspace.people.values()]
        channels = [
            self._channel(channel, me) for channel in workspace.channels.values() if workspace.sees(channel, me)
        ]
        app = workspace.app
        about = {
            "id": app.id, "bot_user_id": app.user, "name": app.name,
            "shortcuts": [{"name": one.name, "callback_id": one.callback_id, "type": "message"} for one in app.shortcuts],
            "commands": [{"command": app.command, "description": app.description, "usage_hint": app.usage}],
        }  # fmt: skip
        team = {"id": workspace.team, "name": workspace.name, "domain": workspace.domain, "url": workspace.base}
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
        name = self._workspace.people[other].real_name if channel.kind == "im" else channel.name
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
        workspace, me = self._workspace, self._me(request)
        channel = workspace.channels.get(request.query.get("channel", ""))
        if channel is None or not workspace.sees(channel, me):
            return web.json_response({"messages": []})
        thread = request.query.get("thread_ts")
        notes = [m for m in workspace.ephemerals if m["_to"] == me and m["_channel"] == channel.id]
        if thread:
            found = [m for m in [*channel.messages, *notes] if thread in (m["ts"], m.get("thread_ts"))]
        else:
            found = [m for m in [*channel.messages, *notes] if in_channel(m)]
            channel.read[me] = max((m["ts"] for m in channel.messages), default="")
        return web.json_response({"messages": [shown(m) for m in sorted(found, key=lambda m: m["ts"])]})

    async def _views(self, request: web.Request) -> web.Response:
        me = self._me(request)
        stack, home = [shown(view) for view in self._workspace.views.get(me, [])], self._workspace.homes.get(me)
        return web.json_response({"stack": stack, "home": shown(home) if home is not None else None})

    async def _events(self, request: web.Request) -> web.WebSocketResponse:
        me = self._me(request)
        socket = web.WebSocketResponse(heartbeat=20)
        await socket.prepare(request)
        queue = self._workspace.subscribe()
        await socket.send_json({"type": "hello"})
        sending = asyncio.create_task(_pump(socket, queue, me))
        try:
            async for _ in socket:
                continue
        finally:
            sending.cancel()
            self._workspace.unsubscribe(queue)
        return socket

    async def _act(self, request: web.Request) -> web.Response:
        if self.closed:
            return web.json_response({"ok": False, "error": "being_played"})
        deed: Json = await request.json()
        if deed.get("do") == "fault":
            self._faults.add(Fault(**{key: deed[key] for key in FAULT_KEYS if key in deed}))
            return web.json_response({"ok": True})
        if deed.get("do") == "limits":
            return web.json_response({"ok": True, **self._limited(deed.get("on"))})
        try:
            return web.json_response({"ok": True, **await self._actor.act(str(deed.get("as")), deed)})
        except SlackError as error:
            return web.json_response({"ok": False, "error": error.name, "message": f"That did not work: {error.name}."})

    def _limited(self, on: object) -> Json:
        """Keep the app to Slack's limits (``on``: true), or not; and how many of its calls were refused for them so far."""
        refused = dict(self._limits.refused)
        if on is not None:
            self._limits.set(*(SLACK if on else ()))
        return {"refused": refused}

    async def _reset(self, request: web.Request) -> web.Response:
        self._start_again()
        return web.json_response({"ok": True})


async def _pump(
    socket: web.WebSocketResponse, queue: asyncio.Queue[tuple[frozenset[str] | None, Json]], me: str
) -> None:
    while True:
        who, change = await queue.get()
        if who is None or me in who:
            await socket.send_json(change)
