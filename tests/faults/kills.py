"""Seeded SIGKILLs under load: two workspaces, one over Socket Mode and one over HTTP, several channels in each, two people in each channel."""

from __future__ import annotations

import asyncio
import datetime as dt
import random
from collections import Counter
from pathlib import Path

from bot.config import Mode
from bot.playground.server import Playground
from flows.model.effects import PostDigest
from tests.crash.doom import Point
from tests.faults import ledger
from tests.faults.crowd import Crowd
from tests.faults.house import Bot, house
from tests.faults.report import Report

ROOMS = 3
DIGESTS = 8 * 3600.0
"""Seconds that pass by the bot's clock from the first kill to the last, so that digests come due in between."""
LONGEST = 2.0
"""Seconds that a bot which is up may take to come by the point where it is to die; then it is killed from outside."""


async def kills(folder: Path, seed: int, count: int) -> Report:
    """So many kills, shared by the two workspaces."""
    report = Report("kills")
    halves = {Mode.SOCKET: count - count // 2, Mode.HTTP: count // 2}
    await asyncio.gather(*(_workspace(folder / mode, mode, f"{seed} {mode}", n, report) for mode, n in halves.items()))
    return report


async def _workspace(folder: Path, mode: Mode, seed: str, count: int, report: Report) -> None:
    async with house(folder, mode) as (playground, bot):
        bot.shift.value = _to_monday()
        await bot.born()
        ledger.set_witness(bot)
        await bot.kill()
        crowd = Crowd(playground, seed, ROOMS)
        working = asyncio.create_task(crowd.work())
        chance = random.Random(seed)
        for number in range(count):
            how = await _life_and_death(bot, chance)
            bot.shift.value += chance.uniform(0, 2 * DIGESTS / count)
            if number % 2:  # whoever looks recovers the file as well: every other time that is left to the bot
                ledger.kept(playground, bot, report)
            report.add({"kills": 1, f"of them {how}": 1})
        await bot.born()
        await asyncio.sleep(1)
        crowd.stopped.set()
        await working
        await _settled(playground, bot, report)
        report.add({"channels": len(crowd.rooms), "said by people": _said(playground)})
        async with ledger.opened(playground, bot) as books:
            await books.check(report)
            await _digests(books, report)


def _to_monday() -> float:
    """How far it is to next Monday, 07:50 UTC: within the day of kills the digests are due at nine in Warsaw, London and New York."""
    now = dt.datetime.now(dt.UTC)
    monday = (now + dt.timedelta(days=7 - now.weekday())).replace(hour=7, minute=50)
    return (monday - now).total_seconds()


async def _digests(books: ledger.Books, report: Report) -> None:
    """Every programme had its digest, if it was there at its hour, and none had two."""
    had = Counter(q.programme for q in books.queued if isinstance(q.effect, PostDigest))
    report.none((of for of, times in had.items() if times > 1), "programmes with two digests on one day")
    for programme in await books.store.programmes():
        head = await books.store.read(programme, lambda snapshot: snapshot.programme)
        late = head is None or head.wakes is None or head.wakes <= books.now
        report.hold(not late, f"the digest of {programme} is due and did not come")
    report.add({"digests": had.total()})


async def _life_and_death(bot: Bot, chance: random.Random) -> str:
    """One life; how it ended."""
    draw = chance.random()
    if draw < 0.1:
        await bot.begin()
        await asyncio.sleep(chance.uniform(0.0, 0.5))
        await bot.kill()
        return "while it started"
    if draw < 0.35:
        await bot.begin()
        await bot.up()
        await asyncio.sleep(chance.uniform(0.0, 1.2))
        await bot.kill()
        return "at any moment"
    await bot.begin(chance.choice(list(Point)), chance.randint(1, 6))
    await bot.came_up()
    if await bot.ended(LONGEST):
        return "at a chosen point"
    await bot.kill()
    return "at any moment"


async def _settled(playground: Playground, bot: Bot, report: Report) -> None:
    """Nobody says anything more; all that is under way arrives, and the bot is stopped as a supervisor stops it."""
    await playground.delivery.settled()
    report.hold(await bot.delivered(), "what was stored was not delivered in time")
    await bot.stop()


def _said(playground: Playground) -> int:
    channels = playground.workspace.channels.values()
    return sum(1 for c in channels for m in c.messages if not m.get("bot_id") and m.get("user"))
