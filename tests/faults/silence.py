"""A socket that falls silent without closing, again and again, under load: it is replaced, and what was said into it is taken all the same."""

from __future__ import annotations

import asyncio
import random
import re
from pathlib import Path

from bot.config import Mode
from bot.playground.driver import MARIA, Someone
from bot.slack.line import Bounds
from tests.faults import ledger
from tests.faults.crowd import Crowd, soon
from tests.faults.house import Bot, house
from tests.faults.report import Report

BOUNDS = Bounds(look=0.5, silent=3.0, connect=5.0, pause=0.2, longest=1.0)
"""The real bounds, but twenty times as impatient: Slack pings here twice a second."""
PING_EVERY = 0.5
ROOMS = 2


async def silence(folder: Path, seed: int, times: int) -> Report:
    """So many silences, every second of them without even an answer to a ping."""
    report = Report("a silent socket")
    chance = random.Random(seed)
    async with house(folder, Mode.SOCKET, BOUNDS) as (playground, bot):
        playground.delivery.ping_every = PING_EVERY
        await bot.born()
        ledger.set_witness(bot)
        crowd = Crowd(playground, str(seed), ROOMS)
        working = asyncio.create_task(crowd.work())
        for number in range(times):
            await asyncio.sleep(chance.uniform(0.5, 2.5))
            silent = playground.delivery.links[-1]
            await Someone(playground, MARIA).act(do="silence", dead=bool(number % 2))
            links = playground.delivery.links
            await soon(lambda old=silent, now=links: now and now[-1] is not old, "a new socket")
            report.add({"silences": 1})
        await asyncio.sleep(1)
        replaced = await _replaced(bot)
        report.figures["sockets replaced for their silence"] = replaced
        report.hold(replaced >= times, f"only {replaced} of {times} silent sockets were replaced for it")
        crowd.stopped.set()
        await working
        await playground.delivery.settled()
        report.hold(await bot.delivered(), "not delivered")
        await bot.stop()
        async with ledger.opened(playground, bot) as books:
            await books.check(report)
    return report


async def _replaced(bot: Bot) -> int:
    _, told = await bot.page("metrics")
    found = re.search(r'ringfence_socket_replaced_total\{why="silent"\} (\d+)', told)
    return int(found[1]) if found else 0
