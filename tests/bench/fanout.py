"""Thousands of digests due at the same instant, over many workspaces, while people go on answering.

Real are the looks ahead, the ticker, the engine, the store, the courier and HTTP; the clock is set, and Slack is a process that keeps Slack's
limits. The bot itself serves one workspace; here a few of them share all, each with a store of its own and a client and an audience for each of
its workspaces.

`python -m tests.bench.fanout FOLDER API FIRST STEP WORKSPACES CHANNELS SLOWER` serves every STEP-th of so many workspaces: it prints its port, looks
ahead until a line comes, and then all is due.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import itertools
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
from slack_sdk.web.async_client import AsyncWebClient

from bot import pauses, telemetry
from bot.clock import SystemClock
from bot.config import LogFormat
from bot.playground.limits import SLACK
from bot.service.ahead import AHEAD, look_ahead_on
from bot.service.courier import Courier
from bot.service.desk import Desk
from bot.service.frontdesk import FrontDesk
from bot.service.messenger import Found, Result
from bot.service.pacing import PACE, Bucket, Pace, Rate
from bot.service.ports import Audience, Clock, Person
from bot.service.ticker import IN_HAND, tick
from bot.slack import connect
from bot.slack.audience import SlackAudiences
from bot.slack.listeners import Listeners
from bot.slack.sender import SlackSender
from flows.authoring.library import load_library
from flows.model.effects import Outcome, SaveProgramme
from flows.model.ids import ChannelId, ClaimKey, PersonId, ProgrammeId, TeamId, programme_id, split_programme
from flows.model.programme import DigestMark, Programme
from flows.model.screens import Screen
from state.records import Address, AddressKind
from state.sqlite import SqliteStore, open_store
from tests.bench import load, sample, wire
from tests.bench.growth import copied
from tests.bench.measure import Figure, Scale, cpu_seconds
from tests.bench.serve import RARELY, front_of
from tests.bench.strict_api import TALKING, Saw

DUE = dt.datetime(2026, 11, 30, 9, tzinfo=dt.UTC)
ACKED_WITHIN = 50_000.0
"""Microseconds from due to acknowledged that people may wait while digests go out."""
ANSWERS = 0.1
"""Answers a second meanwhile, in each workspace."""
LINES = 20
IDLE = 4.0
"""Seconds that a connection may lie idle; after five the server hangs up."""


def team_of(number: int) -> TeamId:
    """A workspace's id."""
    return TeamId(f"T{number:07}")


def workspace_of(channel: ChannelId) -> int:
    """The number of a channel's workspace: the last three digits of its own."""
    return int(channel[-3:])


def heads(workspaces: Sequence[int], channels: int) -> Iterator[Programme]:
    """Programmes that are due at the same instant, as they were begun: one here, one there."""
    [head] = [save.programme for save in sample.begun() if isinstance(save, SaveProgramme)]
    before = DUE - dt.timedelta(days=7)
    mark = DigestMark(before, "2026-W48", 90)
    for number in range(channels):
        for workspace in workspaces:
            channel, team = sample.channel(number * 1_000 + workspace), team_of(workspace)
            of = {"id": programme_id(team, channel), "team": team, "channel": channel}
            yield msgspec.structs.replace(head, **of, wakes=DUE, digest=mark, judged=before.date())


class Leaping:
    """A clock that stands as long before all is due as channels are looked at ahead. Set to that instant it runs on, and every look that was made
    ahead is as old as it ever is."""

    def __init__(self) -> None:
        self._ahead: dt.timedelta | None = None

    def now(self) -> dt.datetime:
        return DUE - AHEAD if self._ahead is None else SystemClock().now() + self._ahead

    def leap(self) -> None:
        self._ahead = DUE - SystemClock().now()


class Workspaces:
    """Looks and sends by the workspace that a channel is of. Everybody who acts is the same person in each."""

    def __init__(self, audiences: Mapping[int, SlackAudiences], senders: Mapping[int, SlackSender]) -> None:
        self._audiences, self._senders = audiences, senders

    async def look(self, channel: ChannelId, **how: bool) -> Audience:
        return await self._audiences[workspace_of(channel)].look(channel, **how)

    async def person(self, person: PersonId) -> Person:
        return Person(person, "Somebody", outside=False)

    async def post(self, channel: ChannelId, screen: Screen, programme: ProgrammeId, **how: Any) -> Result:
        return await self._senders[workspace_of(channel)].post(channel, screen, programme, **how)

    async def edit(self, channel: ChannelId, ts: str, screen: Screen, programme: ProgrammeId) -> Result:
        return await self._senders[workspace_of(channel)].edit(channel, ts, screen, programme)

    async def direct(self, to: PersonId, screen: Screen, programme: ProgrammeId, **how: Any) -> Result:
        return await self._senders[workspace_of(split_programme(programme)[1])].direct(to, screen, programme, **how)

    async def find(self, channel: ChannelId, thread: str, posting: int) -> Found:
        return Found()


@contextlib.asynccontextmanager
async def speaking(
    api: str, workspaces: Sequence[int], clock: Clock, pace: Pace
) -> AsyncGenerator[tuple[Workspaces, AsyncWebClient]]:
    """A client and an audience for each workspace, while inside."""
    async with contextlib.AsyncExitStack() as stack:
        clients = {
            number: await stack.enter_async_context(connect.web_client(f"xoxb-{team_of(number)}", api, pace))
            for number in workspaces
        }
        audiences = {
            number: SlackAudiences(client, clock, team_of(number), PersonId(wire.BOT))
            for number, client in clients.items()
        }
        senders = {number: SlackSender(client, audiences[number]) for number, client in clients.items()}
        yield Workspaces(audiences, senders), clients[workspaces[0]]


async def filled(path: Path, workspaces: Sequence[int], channels: int) -> SqliteStore:
    """The store: programmes that are due, and one in each workspace where people answer."""
    library = sample.library({})
    store = await open_store(path, sample.SEAL)
    copied(path, heads(workspaces, channels))
    await store.keep_flow(next(iter(library.flows.values())))
    for workspace in workspaces:
        number, team = TALKING + workspace, team_of(workspace)
        saves, key = sample.filled(number, team), sample.key(number, team)
        await store.turn(ClaimKey(f"fill{number}"), key, lambda _, s=saves: Outcome(saves=s), sample.START)
        root = Address(key, AddressKind.ROOT, sample.channel(number), wire.ROOT_TS, sample.SESSION)
        await store.remember(root)
    return store


async def serve(folder: Path, api: str, workspaces: Sequence[int], channels: int, slower: int) -> None:
    """Serve until the input ends."""
    telemetry.configure("INFO", LogFormat.JSON)
    clock, pace, library = Leaping(), slowed(slower), sample.library(load_library().texts)
    store = await filled(folder / f"fanout{workspaces[0]}.sqlite3", workspaces, channels)
    async with speaking(api, workspaces, clock, pace) as (all_of_them, client):
        desk = Desk(store, library, all_of_them, all_of_them, clock)
        courier = Courier(desk, RARELY, pace)
        here = connect.Installation(team_of(workspaces[0]), PersonId(wire.BOT), "B0BENCH")
        front = front_of(client, here, Listeners(FrontDesk(desk), clock, client, here.bot, "not saved"))
        delivering = asyncio.create_task(courier.run())
        async with connect.listening(front, "127.0.0.1", 0) as port:
            pauses.keep_short()
            print(port, flush=True)
            looking = asyncio.create_task(look_ahead_on(desk, dt.timedelta()))
            await asyncio.to_thread(sys.stdin.readline)
            looking.cancel()
            clock.leap()
            turns = Bucket(Rate(pace.workspace.every, IN_HAND))
            while await tick(desk, None, turns):
                pass
            await asyncio.to_thread(sys.stdin.read)
        await courier.stop(5)
        await delivering
    await store.close()


# ── measured ──


def slowed(slower: int) -> Pace:
    """The bot's pace, so many times slower."""
    rates = {name: getattr(PACE, name) for name in ("workspace", "edits", "cards", "looks", "people")}
    return replace(
        PACE, channel=PACE.channel * slower, **{n: Rate(r.every * slower, r.burst) for n, r in rates.items()}
    )


def ideal(channels: int, method: str = "chat.postMessage") -> float:
    """Seconds that so many calls take in a workspace at Slack's limits."""
    [each] = [limit.seconds / limit.count for limit in SLACK if limit.method == method and not limit.per_channel]
    return channels * each


async def measure(folder: Path, scale: Scale) -> list[Figure]:
    """All digests of an hour, and the acknowledgements meanwhile."""
    workspaces, channels = scale.workspaces, scale.channels // 200
    bots = min(scale.bots, workspaces)
    should, wanted = ideal(channels) * scale.slower, workspaces * channels
    async with contextlib.AsyncExitStack() as stack:
        slack = await stack.enter_async_context(_process("tests.bench.strict_api", str(scale.slower)))
        words = ("tests.bench.fanout", str(folder), await _line(slack))
        sizes = (str(workspaces), str(channels), str(scale.slower))
        running = [await stack.enter_async_context(_process(*words, str(n), str(bots), *sizes)) for n in range(bots)]
        ports = [int(await _line(bot)) for bot in running]
        await _talk(ports, range(workspaces), workspaces, max(1.0, workspaces / 10))
        within = time.monotonic() + 2 * ideal(channels, "conversations.info") * scale.slower + 60
        while (saw := await _saw(slack)).looked < wanted:
            assert time.monotonic() < within, saw
            await asyncio.sleep(1)
        before = sum(cpu_seconds(bot.pid) for bot in running)
        for bot in running:
            _tell(bot)
        began = time.monotonic()
        count = max(1, int(ANSWERS * workspaces * should))
        acks = await _talk(ports, range(workspaces, workspaces + count), workspaces, should)
        while (saw := await _saw(slack)).digests < wanted:
            assert time.monotonic() - began < 10 * should + 60, saw
            await asyncio.sleep(1)
        spent = (sum(cpu_seconds(bot.pid) for bot in running) - before) / wanted * 1e6
    assert not saw.refused, saw
    assert saw.digests == saw.channels == wanted, saw
    took, looks = saw.last - began, ideal(channels, "conversations.info") * scale.slower
    left = should / wanted * bots * 1e6
    p99 = acks[int(len(acks) * 0.99)] * 1e6
    return [
        Figure(f"fan-out of {wanted:,} digests over {workspaces} workspaces", should, took, took / should, 1.1, "s"),
        Figure("the same, had it to look when they are due", looks, took, took / looks, 1.1, "s"),
        Figure("a digest and its share of answers, of what the pace leaves", left, spent, spent / left, 1),
        Figure("ack p99 during it", ACKED_WITHIN, p99, p99 / ACKED_WITHIN, 1, "µs wall"),
    ]


async def _talk(ports: Sequence[int], numbers: range, workspaces: int, within: float) -> list[float]:
    """The answers of these numbers, one here, one there, evenly within so many seconds; seconds from due to acknowledged, the shortest first.
    ``ports``: of the bots, which share the workspaces."""
    steps = sample.played().steps

    async def talk(first: int, port: int) -> list[float]:
        mine = [n for n in numbers if n % workspaces % len(ports) == first]
        # Each is signed when it is sent: a signature is good for five minutes.
        requests = (
            wire.answer(n, TALKING + n % workspaces, steps[n // workspaces], team_of(n % workspaces)) for n in mine
        )
        rate = len(mine) / within
        async with load.lines(port, max(1, min(LINES, int(rate * IDLE)))) as lines:
            return await load.paced(lines, requests, rate) if mine else []

    return sorted(itertools.chain(*await asyncio.gather(*(talk(first, port) for first, port in enumerate(ports)))))


@contextlib.asynccontextmanager
async def _process(*words: str) -> AsyncGenerator[Process]:
    """A module as a process, while inside; it ends when its input does."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *words, stdin=PIPE, stdout=PIPE, stderr=DEVNULL
    )
    assert process.stdin is not None
    try:
        yield process
    finally:
        process.stdin.close()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), 15)
        if process.returncode is None:
            process.kill()


async def _line(process: Process) -> str:
    assert process.stdout is not None
    told = (await asyncio.wait_for(process.stdout.readline(), 300)).decode().strip()
    assert told, "it ended before it said anything"
    return told


def _tell(process: Process) -> None:
    assert process.stdin is not None
    process.stdin.write(b"\n")


async def _saw(slack: Process) -> Saw:
    _tell(slack)
    return msgspec.json.decode(await _line(slack), type=Saw)


if __name__ == "__main__":
    first, step, total, *rest = map(int, sys.argv[3:])
    asyncio.run(serve(Path(sys.argv[1]), sys.argv[2], range(first, total, step), *rest))
