"""A workspace in this process, and beside it a bot in its own that is started, killed, stopped, and asked how it is."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import signal
import sqlite3
import sys
import time
from collections.abc import AsyncGenerator
from ctypes import c_double
from multiprocessing.sharedctypes import RawValue
from pathlib import Path
from typing import Any

import aiohttp

from bot.config import Mode
from bot.playground.server import Playground
from bot.service.pacing import FREE, Pace
from bot.slack.line import Bounds
from tests.crash.doom import Point
from tests.crash.house import RETRIES, free_port
from tests.faults.life import Life, live
from tests.house.tree import ROOT

START_WITHIN = 60.0
DELIVERED_WITHIN = 60.0
"""Seconds without anything being sent after which what waits counts as stuck."""
ANSWER_WITHIN = 5.0

# Hundreds of lives: imported once, forked for each. What a life holds is its own.
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.faults.life", "uvicorn.protocols.http.httptools_impl"])


class Bot:
    """The bot of one workspace, from life to life. ``shift.value``: seconds that its clock is ahead of the machine's."""

    def __init__(self, playground: Playground, folder: Path, mode: Mode, bounds: Bounds, pace: Pace, port: int) -> None:
        self.path, self.port = folder / "store" / "ringfence.sqlite3", port
        self.log, self.receipts = folder / "bot.log", folder / "receipts"
        self.shift: c_double = RawValue(c_double, 0.0)
        self._bounds, self._pace = bounds, pace
        self._process: Any = None
        app = playground.workspace.app
        self.settings = {
            "RINGFENCE_SLACK_API_URL": playground.api_url,
            "RINGFENCE_SLACK_BOT_TOKEN": app.bot_token,
            "RINGFENCE_SLACK_APP_TOKEN": app.app_token,
            "RINGFENCE_SLACK_SIGNING_SECRET": app.signing_secret,
            "RINGFENCE_DATABASE": str(self.path),
            "RINGFENCE_MODE": mode,
            "RINGFENCE_HTTP_PORT": str(port),
        }

    @property
    def process(self) -> Any:
        """The latest life's."""
        return self._process

    async def begin(self, point: Point | None = None, passages: int = 0) -> None:
        """Be born; to die at the so-many-th passage of a point, if one is given."""
        if self._process is not None:
            self._process.close()
        life = Life(self.settings, self.log, self.receipts, self.shift, point, passages, self._bounds, self._pace)
        self._process = _CONTEXT.Process(target=live, args=(life,), daemon=True)
        await asyncio.to_thread(self._process.start)

    async def ended(self, within: float | None = None) -> bool:
        """Wait for the end of this life, for so many seconds; whether it came."""
        over = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_reader(self._process.sentinel, over.set)
        try:
            await asyncio.wait_for(over.wait(), within)
        except TimeoutError:
            return False
        finally:
            loop.remove_reader(self._process.sentinel)
        self._process.join()
        return True

    async def kill(self) -> None:
        """SIGKILL."""
        self._process.kill()
        await self.ended()

    async def stop(self) -> None:
        """SIGTERM, as a supervisor stops it. Raises AssertionError where it did not end well."""
        self._process.terminate()
        if not await self.ended(30):
            await self.kill()
        assert self._process.exitcode in (0, -signal.SIGKILL), self.log.read_text()[-3000:]

    async def came_up(self) -> bool:
        """Wait until it is ready, its line to Slack included; False where it ended instead."""
        async with asyncio.timeout(START_WITHIN):
            while self._process.is_alive():
                if (await self.page("readyz"))[0] == 200:
                    return True
                await asyncio.sleep(0.05)
        return False

    async def up(self) -> None:
        """The same. Raises AssertionError where it ended instead."""
        assert await self.came_up(), self.log.read_text()[-3000:]

    async def born(self) -> None:
        """Begin, and be up."""
        await self.begin()
        await self.up()

    async def page(self, name: str) -> tuple[int, str]:
        """What one of the operator's addresses answers; status 0 where nobody does."""
        timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN)
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            async with aiohttp.ClientSession(timeout=timeout) as session:
                async with session.get(f"http://127.0.0.1:{self.port}/{name}") as answer:
                    return answer.status, await answer.text()
        return 0, ""

    async def doctor(self) -> tuple[int, str]:
        """`ringfence doctor` beside it: its exit code, and what it printed."""
        return await self.command("doctor")

    async def command(self, *words: str) -> tuple[int, str]:
        """A command of `ringfence` with this bot's settings."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.cli", *words),
            cwd=self.path.parent,
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), **self.settings},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        told, _ = await process.communicate()
        return int(process.returncode or 0), told.decode()

    def rows(self, statement: str) -> list[Any]:
        """Look into its file."""
        with contextlib.closing(sqlite3.connect(self.path, timeout=30)) as rows:
            return rows.execute(statement).fetchall()

    @property
    def waiting(self) -> int:
        """Postings, cards and held replies that are not where they belong yet."""
        [(count,)] = self.rows(
            "SELECT (SELECT count(*) FROM outbox WHERE parked_at IS NULL) + (SELECT count(*) FROM held)"
            " + (SELECT count(*) FROM programmes WHERE card_wanted > card_done)"
        )
        return int(count)

    async def delivered(self, within: float = DELIVERED_WITHIN) -> bool:
        """Wait until nothing is still to be sent, or until nothing moved for so many seconds; whether nothing is. What piled up goes out at the
        pace that Slack allows, so that only a standstill is a fault."""
        least, since = self.waiting, time.monotonic()
        while least and time.monotonic() - since < within:
            await asyncio.sleep(0.25)
            now = self.waiting
            if now < least:
                least, since = now, time.monotonic()
        return not self.waiting


@contextlib.asynccontextmanager
async def house(
    folder: Path, mode: Mode, bounds: Bounds | None = None, pace: Pace = FREE
) -> AsyncGenerator[tuple[Playground, Bot]]:
    """A workspace being served, and its bot, not yet begun; killed on the way out if it lives."""
    (folder / "store").mkdir(parents=True, exist_ok=True)
    port = free_port()
    url = f"http://127.0.0.1:{port}/slack/events" if mode is Mode.HTTP else None
    async with Playground(False, url, RETRIES).serving() as playground:
        bot = Bot(playground, folder, mode, bounds or Bounds(), pace, port)
        try:
            yield playground, bot
        finally:
            if bot.process is not None and bot.process.is_alive():
                await bot.kill()
