"""Slack's surface over HTTP: the Web API with its faults, response addresses, uploads and downloads."""

from __future__ import annotations

import asyncio
import contextlib
import email.utils
import json
import math
import time
import urllib.parse

from aiohttp import web

from bot.playground import files
from bot.playground.faults import Fault, Faults
from bot.playground.limits import RESPOND, RateLimits
from bot.playground.records import Channel, Json, ResponseUrl, SlackError, is_object
from bot.playground.telling import own
from bot.playground.validation import check_blocks
from bot.playground.web_api.methods import answer
from bot.playground.workspace import RESPONSE_LIVES, RESPONSE_USES, Workspace

HANG, SLOW = 30.0, 1.5
"""Seconds until a call is answered where the fault is a timeout (longer than any client waits), or only slowness."""

SIGN_IN = "<!doctype html><title>Sign in</title>You need to sign in to see this file."
"""What Slack gives for a file to who has no right to it: not an error, but a page."""

UPLOAD = "upload"
"""What the upload addresses are called where faults are asked for."""

_JSON_ARGUMENTS = frozenset({"blocks", "view", "metadata", "files", "attachments"})


class SlackSurface:
    """What the app sees of the workspace. ``calls`` remembers each call with its arguments."""

    def __init__(self, workspace: Workspace, faults: Faults, limits: RateLimits) -> None:
        self._workspace, self._faults, self._limits = workspace, faults, limits
        self.calls: list[tuple[str, Json]] = []

    def routes(self) -> list[web.RouteDef]:
        """Its addresses."""
        return [
            web.post("/api/{method}", self._api),
            web.get("/api/{method}", self._api),
            web.post("/respond/{key}", self._respond),
            web.post("/upload/{key}", self._upload),
            web.get("/files/{key}", self._file),
        ]

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        arguments, token = await _arguments(request)
        self.calls.append((method, arguments))
        wait = self._limited(method, str(arguments.get("channel") or ""))
        if wait:
            return _too_fast(wait)
        fault = self._faults.take(method, arguments)
        if fault is not None and not fault.after_accept:
            return await _faulty(request, fault, {})
        told = answer(self._workspace, method, arguments, token)
        if fault is not None:
            return await _faulty(request, fault, told)
        return web.json_response(told, headers=self._headers(token))

    def _limited(self, method: str, channel: str) -> float:
        """In how many seconds there is room for such a call; by the machine's clock, whatever time it is in the workspace."""
        return self._limits.take(method, self._workspace.team, channel, time.monotonic())

    def _headers(self, token: str) -> dict[str, str]:
        """What time it is in this workspace, and what a good token may do."""
        app = self._workspace.app
        date = {"Date": email.utils.formatdate(self._workspace.clock.now(), usegmt=True)}
        return date | ({"x-oauth-scopes": ",".join(app.scopes)} if token == app.bot_token else {})

    # ── response_url ──

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        """A response_url: five uses in half an hour."""
        wait = self._limited(RESPOND, "")
        if wait:
            return _too_fast(wait)
        fault = self._faults.take(RESPOND, {})
        if fault is not None and not fault.after_accept:
            return await _faulty(request, fault, {})
        body: Json = await request.json()
        taken = self._taken(self._workspace.responses.get(request.match_info["key"]), body)
        return taken if fault is None else await _faulty(request, fault, {})

    def _taken(self, found: ResponseUrl | None, body: Json) -> web.Response:
        """Do what was sent, if the address is still good for it."""
        wrong = self._spent(found)
        if found is None or wrong:
            return web.json_response({"ok": False, "error": wrong}, status=404)
        found.uses += 1
        try:
            self._responded(found, body)
        except SlackError as error:
            return web.json_response({"ok": False, "error": error.name}, status=400)
        return web.Response(text="ok")

    def _spent(self, found: ResponseUrl | None) -> str:
        """Why an address is of no more use; nothing where it is."""
        if found is None:
            return "invalid_url"
        if found.uses >= RESPONSE_USES:
            return "used_url"
        return "expired_url" if self._workspace.clock.now() - found.at > RESPONSE_LIVES else ""

    def _responded(self, found: ResponseUrl, body: Json) -> None:
        """Do what was sent to a response address. Raises SlackError."""
        channel = self._workspace.channel(found.channel)
        if body.get("delete_original"):
            self._replace(channel, found.ts, None)
            return
        made = {key: body[key] for key in ("text", "thread_ts") if body.get(key)}
        if body.get("blocks"):
            made["blocks"] = check_blocks(body["blocks"], "message")
        if "text" not in made and "blocks" not in made:
            raise SlackError("no_text")
        if body.get("replace_original") and found.ts:
            self._replace(channel, found.ts, made)
        elif body.get("response_type") == "in_channel":
            self._workspace.post(channel, {**own(self._workspace), "text": "", **made})
        else:
            self._workspace.whisper(channel, found.user, made)

    def _replace(self, channel: Channel, ts: str, made: Json | None) -> None:
        workspace = self._workspace
        note = next((m for m in workspace.ephemerals if m["ts"] == ts), None)
        if note is not None:
            if made:
                note.update(made)
            else:
                workspace.ephemerals.remove(note)
            change = {"type": "message", "channel": channel.id, "ts": ts, "thread_ts": None, "change": "edited"}
            workspace.tick(change, [note["_to"]])
        elif made:
            workspace.edit(channel, workspace.message(channel, ts), made)
        else:
            workspace.delete(channel, workspace.message(channel, ts))

    # ── files ──

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        """Take the content of an announced file: bare, or as the first part of a form."""
        fault = self._faults.take(UPLOAD, {})
        if fault is not None and not fault.after_accept:
            return await _faulty(request, fault, {})
        taken = await self._received(request)
        return taken if fault is None else await _faulty(request, fault, {})

    async def _received(self, request: web.Request) -> web.Response:
        try:
            files.receive(self._workspace, request.match_info["key"], await _content(request))
        except SlackError as error:
            return web.json_response(
                {"ok": False, "error": error.name}, status=404 if error.name == "file_not_found" else 400
            )
        return web.Response(text="OK")

    async def _file(self, request: web.Request) -> web.Response:
        key = request.match_info["key"]
        if key not in self._workspace.blobs:
            raise web.HTTPNotFound
        if not self._may_read(request, key):
            return web.Response(text=SIGN_IN, content_type="text/html")
        name = self._workspace.files[key]["name"]
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{urllib.parse.quote(name)}"}
        return web.Response(body=self._workspace.blobs[key], content_type="application/octet-stream", headers=headers)

    def _may_read(self, request: web.Request, key: str) -> bool:
        """The app by its token; somebody on the page where they see the file, or have uploaded it."""
        workspace = self._workspace
        if request.headers.get("Authorization") == f"Bearer {workspace.app.bot_token}":
            return True
        who, file = request.query.get("as", ""), workspace.files[key]
        shared = files.shares(workspace, key)
        return who in workspace.people and (file["user"] == who or any(workspace.sees(c, who) for c, _ in shared))


async def _content(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    form = await request.post()
    field = next(iter(form.values()), b"")
    return field.file.read() if isinstance(field, web.FileField) else str(field).encode()


async def _arguments(request: web.Request) -> tuple[Json, str]:
    """A call's arguments and token, from JSON, a form or the query."""
    header = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    arguments: Json = {key: _unpacked(key, value) for key, value in request.query.items()}
    if request.method == "POST":
        if request.content_type == "application/json":
            told = json.loads(await request.text() or "{}")
            arguments |= told if is_object(told) else {}
        else:
            arguments |= {key: _unpacked(key, str(value)) for key, value in (await request.post()).items()}
    return arguments, header or str(arguments.pop("token", ""))


def _unpacked(key: str, value: str) -> object:
    """In a form and in a query, structured arguments travel as JSON text."""
    if key in _JSON_ARGUMENTS:
        with contextlib.suppress(ValueError):
            return json.loads(value)
    return value


def _too_fast(wait: float) -> web.Response:
    """429, with whole seconds to wait, as Slack gives them."""
    headers = {"Retry-After": str(math.ceil(wait))}
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)


async def _faulty(request: web.Request, fault: Fault, answer: Json) -> web.StreamResponse:
    whole = json.dumps({"ok": True, **answer}).encode()
    match fault.error:
        case "ratelimited":
            return _too_fast(fault.retry_after)
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
