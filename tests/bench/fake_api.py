"""A fast stand-in for Slack's Web API: what the bot asks while it is measured, answered from memory. The playground is the faithful one."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import AsyncGenerator

from tests.bench import sample, wire

_FIXED: dict[str, dict[str, object]] = {
    "auth.test": {"team_id": sample.TEAM, "user_id": wire.BOT, "bot_id": "B0BENCH", "team": "bench", "user": "bot"},
    "users.info": {
        "user": {"id": sample.WHO, "team_id": sample.TEAM, "name": "somebody", "real_name": "Somebody", "tz": "UTC"}
    },
    "conversations.info": {"channel": {"name": "bench", "is_private": True, "is_member": True}},
    "conversations.members": {"members": [sample.WHO], "response_metadata": {"next_cursor": ""}},
    "conversations.open": {"channel": {"id": "D0BENCH"}},
}


class FakeApi:
    """Counts what was called, and over how many connections. ``url`` is the base address while it is serving."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.connections = 0
        self.url = ""

    def answer(self, method: str) -> bytes:
        """The answer to a call."""
        self.calls[method] += 1
        told = _FIXED.get(method) or {"channel": "C0", "ts": f"19{sum(self.calls.values()):08d}.000100"}
        body = json.dumps({"ok": True, **told}).encode()
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
        return head % len(body) + body

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncGenerator[FakeApi]:
        """Serve on a free port while inside."""
        server = await asyncio.get_running_loop().create_server(lambda: _Caller(self), "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/"
        try:
            yield self
        finally:
            server.close()


class _Caller(asyncio.Protocol):
    def __init__(self, api: FakeApi) -> None:
        self._api = api
        self._heard = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._wire = transport
        self._api.connections += 1

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while True:
            head, end, body = self._heard.partition(b"\r\n\r\n")
            if not end:
                return
            _, _, rest = head.lower().partition(b"content-length:")
            length = int(rest.split(b"\r\n", 1)[0]) if rest else 0
            if len(body) < length:
                return
            self._heard = body[length:]
            self._wire.write(self._api.answer(head.split(b" ", 2)[1].rpartition(b"/")[2].decode()))
