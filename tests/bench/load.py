"""Sends requests to a server on this machine and hears its answers: as fast as it acknowledges, or at a fixed pace."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Iterable, Sequence
from itertools import cycle


class Line(asyncio.Protocol):
    """One connection that is kept open: a request, then its answer."""

    def __init__(self) -> None:
        self._heard = b""
        self._answer: asyncio.Future[int] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._wire = transport

    def data_received(self, data: bytes) -> None:
        self._heard += data
        head, end, body = self._heard.partition(b"\r\n\r\n")
        if not end or self._answer is None:
            return
        _, _, rest = head.lower().partition(b"content-length:")
        whole = len(body) >= int(rest.split(b"\r\n", 1)[0]) if rest else body.endswith(b"0\r\n\r\n")
        if whole:
            self._heard = b""
            self._answer.set_result(int(head[9:12]))

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionError("the server hung up"))

    async def ask(self, request: bytes) -> None:
        """Send a request and wait for its answer, which must be 200."""
        self._answer = asyncio.get_running_loop().create_future()
        self._wire.write(request)
        status = await self._answer
        assert status == 200, status

    def close(self) -> None:
        """Hang up."""
        self._wire.close()


@contextlib.asynccontextmanager
async def lines(port: int, count: int) -> AsyncGenerator[list[Line]]:
    """So many connections while inside. A server hangs up on those that lie idle, so each round opens its own."""
    loop = asyncio.get_running_loop()
    found = [(await loop.create_connection(Line, "127.0.0.1", port))[1] for _ in range(count)]
    try:
        yield found
    finally:
        for line in found:
            line.close()


async def closed(connections: Sequence[Line], requests: Sequence[bytes]) -> None:
    """Share the requests out: each connection sends its next one when the last was answered."""

    async def send(line: Line, own: Sequence[bytes]) -> None:
        for one in own:
            await line.ask(one)

    count = len(connections)
    await asyncio.gather(*(send(line, requests[at::count]) for at, line in enumerate(connections)))


async def paced(connections: Sequence[Line], requests: Iterable[bytes], rate: float) -> list[float]:
    """Send each request when it is due, answered or not what went before; seconds from due to answered, waiting counted."""
    began = time.perf_counter()
    taken: list[float] = []
    locks = [asyncio.Lock() for _ in connections]

    async def send(due: float, line: Line, lock: asyncio.Lock, one: bytes) -> None:
        async with lock:
            await line.ask(one)
        taken.append(time.perf_counter() - due)

    async with asyncio.TaskGroup() as under_way:
        for at, (line, lock, one) in enumerate(zip(cycle(connections), cycle(locks), requests, strict=False)):
            due = began + at / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            under_way.create_task(send(due, line, lock, one))
    return sorted(taken)
