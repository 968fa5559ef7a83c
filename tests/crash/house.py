"""What the tests start: a playground alone, as `ringfence playground` serves it, and the bot beside it, as often as it is killed."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import multiprocessing
import os
import signal
import socket
import sys
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bot.config import Mode
from bot.playground.company import ATLAS, TEAM
from flows.model.ids import programme_id
from flows.model.session import Session
from state.keys import key_beside, read_keys
from state.records import Everything
from state.sqlite import open_store
from tests.crash.doom import Point, live
from tests.house.tree import ROOT

HOME = programme_id(TEAM, ATLAS)
RETRIES = (0, 1, 1, 2, 4)
"""Slack's minutes as seconds: how long until an event is told again, and again."""
START_WITHIN = 60.0
DELIVERED_WITHIN = 60.0
LATER = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)

# Forty-eight lives: imported once, forked for each. What a life holds is its own.
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.crash.doom", "bot.playground.driver", "uvicorn.protocols.http.httptools_impl"])


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Served:
    """A playground in a process of its own, and what it prints for a bot: the settings by variable."""

    url: str
    settings: dict[str, str]


@contextlib.asynccontextmanager
async def playground(mode: Mode, port: int) -> AsyncGenerator[Served]:
    """`ringfence playground`, while inside. ``port``: where the bot will listen."""
    command = ["-m", "bot.cli", "playground", "--port", "0", *(f"--retry-after={wait}" for wait in RETRIES)]
    if mode is Mode.HTTP:
        command.append(f"--deliver-to=http://127.0.0.1:{port}/slack/events")
    process = await asyncio.create_subprocess_exec(sys.executable, *command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        url = (await process.stdout.readline()).decode().removeprefix("Playground: ").strip()
        lines = [(await process.stdout.readline()).decode().strip() for _ in range(4)]
        settings = dict(line.split("=", 1) for line in lines)
        yield Served(url, settings | {"RINGFENCE_MODE": mode, "RINGFENCE_HTTP_PORT": str(port)})
    finally:
        process.terminate()
        await process.wait()


Kill = tuple[Point, int]
AtDeath = Callable[[], Coroutine[Any, Any, None]]


class Bot:
    """A bot that is started again whenever it is killed, each life with the next of ``kills``, the last without."""

    def __init__(self, settings: dict[str, str], kills: Sequence[Kill], at_death: AtDeath) -> None:
        self.path = Path(settings["RINGFENCE_DATABASE"])
        self._settings, self._log = settings, self.path.with_suffix(".log")
        self._kills, self._at_death = kills, at_death
        self._process: Any = None
        self.deaths = 0

    async def live(self) -> None:
        """Live and die, until the last life ends by :meth:`stop`."""
        for point, passages in [*self._kills, (None, 0)]:
            arguments = (self._settings, self._log, point, passages)
            self._process = _CONTEXT.Process(target=live, args=arguments, daemon=True)
            await asyncio.to_thread(self._process.start)
            try:
                await self._end()
            finally:
                self._process.kill()
            expected = 0 if point is None else -signal.SIGKILL
            assert self._process.exitcode == expected, self._log.read_text()[-3000:]
            if point is not None:
                self.deaths += 1
                await self._at_death()

    async def _end(self) -> None:
        ended = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_reader(self._process.sentinel, ended.set)
        await ended.wait()
        loop.remove_reader(self._process.sentinel)
        self._process.join()

    async def up(self) -> None:
        """Return when a bot answers for its health."""
        address = f"http://127.0.0.1:{self._settings['RINGFENCE_HTTP_PORT']}/healthz"
        async with asyncio.timeout(START_WITHIN), aiohttp.ClientSession() as session:
            while True:
                with contextlib.suppress(aiohttp.ClientError):
                    async with session.get(address) as answer:
                        if answer.status == 200:
                            return
                await asyncio.sleep(0.05)

    def stop(self) -> None:
        if self._process is not None and self._process.is_alive():
            os.kill(self._process.pid, signal.SIGTERM)


@dataclass(frozen=True, slots=True)
class Held:
    """What the store holds of the programme: all of it, and how many postings and cards are still to be sent."""

    everything: Everything | None
    waiting: int

    @property
    def session(self) -> Session | None:
        return self.everything.sessions[0] if self.everything and self.everything.sessions else None

    @property
    def answers(self) -> set[str]:
        """The spots that are answered."""
        return set(self.session.answers) if self.session else set()


async def delivered(path: Path) -> None:
    """Return when nothing is still to be sent."""
    async with asyncio.timeout(DELIVERED_WITHIN):
        while (await held(path)).waiting:  # noqa: ASYNC110 (another process's file tells of no event)
            await asyncio.sleep(0.25)


async def held(path: Path) -> Held:
    """Look into the store's file, beside the bot or after its death."""
    store = await open_store(path, read_keys(key_beside(path)))
    try:
        cards = await store.dirty_cards(LATER)
        return Held(await store.everything(HOME), await store.outbox_depth() + len(cards))
    finally:
        await store.close()
