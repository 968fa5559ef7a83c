"""A stand-in for Slack's Web API that keeps Slack's limits: whoever asks too fast is answered 429, by method, workspace and channel.

`python -m tests.bench.strict_api SLOWER` prints its address, then what it saw as one line of JSON for each line of its input, and ends with that.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from dataclasses import replace
from urllib.parse import parse_qs

import msgspec

from bot.playground.limits import SLACK, RateLimits
from tests.bench import sample, wire

PEOPLE, MEMBERS = 30, 4
"""How many people a workspace has, and how many of them a channel."""
TALKING = 900_000
"""Channels of this number and above are those where people answer; those below get a digest."""


class Saw(msgspec.Struct):
    """What came: calls and refusals by method; how many of the channels that get a digest were looked at; how many digests, in how many
    channels, and when the last (seconds, monotonic)."""

    calls: dict[str, int]
    refused: dict[str, int]
    looked: int
    digests: int
    channels: int
    last: float


class StrictApi:
    """Answers from memory. A token names its workspace: ``xoxb-T…``. ``slower``: by how much its limits are stretched."""

    def __init__(self, slower: int) -> None:
        self._limits = RateLimits(*(replace(limit, seconds=limit.seconds * slower) for limit in SLACK))
        self.looked: set[str] = set()
        self.digests: Counter[str] = Counter()
        self.last = 0.0

    def answer(self, method: str, team: str, arguments: dict[str, str]) -> tuple[float, dict[str, object]]:
        """For how long to wait (0: answered), and the answer."""
        now = time.monotonic()
        channel = arguments.get("channel", "")
        wait = self._limits.take(method, team, channel, now)
        if wait:
            return wait, {"ok": False, "error": "ratelimited"}
        if channel[1:].isdecimal() and int(channel[1:]) < TALKING:
            if method == "chat.postMessage":
                self.digests[channel] += 1
                self.last = now
            elif method == "conversations.members":
                self.looked.add(channel)
        return 0.0, {"ok": True, **self._told(method, team, arguments)}

    def _told(self, method: str, team: str, arguments: dict[str, str]) -> dict[str, object]:
        channel = arguments.get("channel", "C0")
        match method:
            case "auth.test":
                return {"team_id": team, "user_id": wire.BOT, "bot_id": "B0BENCH", "team": "bench", "user": "bot"}
            case "conversations.info":
                return {"channel": {"id": channel, "name": "bench", "is_private": True, "is_member": True}}
            case "conversations.members":
                first = int(channel[1:])
                some = (f"U{team}{(first + step) % PEOPLE:03}" for step in range(MEMBERS))
                return {"members": [*some, sample.WHO, wire.BOT], "response_metadata": {"next_cursor": ""}}
            case "users.info":
                user = arguments.get("user", "")
                return {"user": {"id": user, "team_id": team, "name": user, "real_name": "Somebody", "tz": "UTC"}}
            case "conversations.open":
                return {"channel": {"id": "D0BENCH"}}
            case _:
                return {"channel": channel, "ts": f"19{self._limits.calls.total():08d}.000100"}

    def saw(self) -> Saw:
        """What came so far."""
        limits = self._limits
        calls, refused = dict(limits.calls), dict(limits.refused)
        return Saw(calls, refused, len(self.looked), self.digests.total(), len(self.digests), self.last)


class _Caller(asyncio.Protocol):
    def __init__(self, api: StrictApi) -> None:
        self._api = api
        self._heard = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._wire = transport

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while True:
            head, end, rest = self._heard.partition(b"\r\n\r\n")
            if not end:
                return
            fields = {
                name.lower(): value for name, _, value in (line.partition(b": ") for line in head.split(b"\r\n")[1:])
            }
            length = int(fields.get(b"content-length", b"0"))
            if len(rest) < length:
                return
            self._heard = rest[length:]
            self._wire.write(self._answered(head, fields, rest[:length]))

    def _answered(self, head: bytes, fields: dict[bytes, bytes], body: bytes) -> bytes:
        method = head.split(b" ", 2)[1].rpartition(b"/")[2].decode()
        team = fields.get(b"authorization", b"").rpartition(b"-")[2].decode()
        is_json = fields.get(b"content-type", b"").startswith(b"application/json")
        told: dict[str, str] = (
            json.loads(body or b"{}") if is_json else {k: v[0] for k, v in parse_qs(body.decode()).items()}
        )
        wait, answer = self._api.answer(method, team, told)
        if wait:
            return _written(429, b"Retry-After: %d\r\n" % (int(wait) + 1), json.dumps(answer).encode())
        return _written(200, b"", json.dumps(answer).encode())


def _written(status: int, more: bytes, body: bytes) -> bytes:
    head = b"HTTP/1.1 %d OK\r\nContent-Type: application/json; charset=utf-8\r\n%bContent-Length: %d\r\n\r\n"
    return head % (status, more, len(body)) + body


async def main(slower: int) -> None:
    """Serve until the input ends, and say what came whenever asked."""
    api = StrictApi(slower)
    server = await asyncio.get_running_loop().create_server(lambda: _Caller(api), "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/", flush=True)
    while await asyncio.to_thread(sys.stdin.readline):
        print(msgspec.json.encode(api.saw()).decode(), flush=True)
    server.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
