"""Rows that are measured over HTTP, each against a bare Bolt in a process of its own: acknowledging, turns, turns that post, and delay."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import sys
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from pathlib import Path

from flows.model.effects import SaveSession
from flows.model.session import Session
from tests.bench import load, sample, wire
from tests.bench.fake_api import FakeApi
from tests.bench.measure import Figure, Scale, cpu_seconds, figure

LINES = 20
RATE = 25.0
"""Requests a second of the row about delay: a few hundred busy teams."""


@dataclass(slots=True)
class Server:
    """A server under measurement: its process, its port, and how many requests it has had."""

    pid: int
    port: int
    channels: int
    sent: int = field(default=0)

    def answers(self, count: int) -> list[bytes]:
        """The next answers, channel by channel."""
        steps, first = sample.played().steps, self.sent
        self.sent += count
        numbers = range(first, first + count)
        return [wire.answer(n, n % self.channels, steps[n // self.channels]) for n in numbers]

    def requests(self, kind: str, count: int) -> list[bytes]:
        """The next requests of one kind, the same question over and over."""
        step = next(step for step in sample.played().steps if step.kind is sample.KINDS[0])
        first = self.sent
        self.sent += count
        return [wire.request(kind, n, n % self.channels, step) for n in range(first, first + count)]


@contextlib.asynccontextmanager
async def server(role: str, folder: Path, api: FakeApi, channels: int = LINES) -> AsyncGenerator[Server]:
    """A server of that role while inside."""
    log = (folder / f"{role}.log").open("wb")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.serve", role, str(folder), api.url, str(channels)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=log,
    )
    log.close()
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        port = int(await asyncio.wait_for(process.stdout.readline(), 60))
        yield Server(process.pid, port, channels)
    finally:
        process.stdin.close()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), 15)
        if process.returncode is None:
            process.kill()


def _channels(turns: int, rounds: int) -> int:
    """Enough channels that no question is answered twice; each connection keeps to its own."""
    enough = -(-turns * (rounds + 1) // sample.MEASURED)
    return -(-enough // LINES) * LINES


async def _spent(one: Server, requests: list[bytes], api: FakeApi, posts: int) -> float:
    """CPU microseconds a request, all posts that follow included."""
    before, wanted = cpu_seconds(one.pid), api.calls["chat.postMessage"] + posts
    async with load.lines(one.port, LINES) as lines, asyncio.timeout(60):
        await load.closed(lines, requests)
        while posts and (await _moving(api) or api.calls["chat.postMessage"] < wanted):
            continue
    return (cpu_seconds(one.pid) - before) / len(requests) * 1e6


async def _moving(api: FakeApi) -> bool:
    """Whether calls still come."""
    before = api.calls.total()
    await asyncio.sleep(0.2)
    return api.calls.total() != before


async def acks(folder: Path, scale: Scale) -> list[Figure]:
    """The Slack edge with a service that does nothing, by kind of request."""
    async with (
        FakeApi().serving() as api,
        server("bare", folder, api) as floor,
        server("edge", folder, api) as ours,
    ):
        found: list[Figure] = []
        for kind in wire.KINDS:
            floors: list[float] = []
            subjects: list[float] = []
            for number in range(scale.rounds + 1):
                for one, kept in ((floor, floors), (ours, subjects)):
                    spent = await _spent(one, one.requests(kind, scale.turns), api, 0)
                    if number:  # the first round warms both up
                        kept.append(spent)
            found.append(figure(f"ack only, {kind}", 1.2, floors, subjects))
        return found


async def turns(folder: Path, scale: Scale, *, post: bool) -> Figure:
    """Answers, durable: read, claimed, decided, stored, acknowledged; with ``post``, the message and the edit that follow delivered."""
    channels = _channels(scale.turns, scale.rounds)
    roles = ("bare-post", "post") if post else ("bare-turn", "turn")
    floors: list[float] = []
    subjects: list[float] = []
    async with (
        FakeApi().serving() as floor_api,
        FakeApi().serving() as our_api,
        server(roles[0], folder, floor_api, channels) as floor,
        server(roles[1], folder, our_api, channels) as ours,
    ):
        for number in range(scale.rounds + 1):
            for one, api, kept in ((floor, floor_api, floors), (ours, our_api, subjects)):
                spent = await _spent(one, one.answers(scale.turns), api, scale.turns if post else 0)
                if number:
                    kept.append(spent)
    sent = scale.turns * (scale.rounds + 1)
    assert _answers(folder / "floor.sqlite3") == sent
    assert _answers(folder / "ours.sqlite3") == sent + channels * len(_begun().answers)
    name = "durable turn over HTTP, its post and edit sent" if post else "durable turn over HTTP, nothing sent"
    return figure(name, 1.5, floors, subjects)


def _begun() -> Session:
    [session] = [save.session for save in sample.played().saves if isinstance(save, SaveSession)]
    return session


def _answers(path: Path) -> int:
    """The answers in a file: what was acknowledged must be there, or there was nothing to measure."""
    with contextlib.closing(sqlite3.connect(path)) as rows:
        [(count,)] = rows.execute("SELECT count(*) FROM answers")
    return count


async def delay(folder: Path, scale: Scale) -> Figure:
    """The 99th percentile from due to acknowledged, at a fixed rate: whole bot, every commit on the disk, against bare Bolt alone."""
    channels = _channels(scale.turns, scale.rounds)
    floors: list[float] = []
    subjects: list[float] = []
    async with (
        FakeApi().serving() as api,
        server("bare", folder, api, channels) as floor,
        server("post", folder, api, channels) as ours,
    ):
        for number in range(scale.rounds + 1):
            for one, kept in ((floor, floors), (ours, subjects)):
                async with load.lines(one.port, LINES) as lines:
                    taken = await load.paced(lines, one.answers(scale.turns), RATE)
                if number:
                    kept.append(taken[int(len(taken) * 0.99)] * 1e6)
                while await _moving(api):
                    pass
    return figure(f"ack p99 at {RATE:.0f} a second, synchronous FULL", 3, floors, subjects, "µs wall")
