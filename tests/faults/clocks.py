"""The clock of a running bot is moved to and fro, by hours and days: no digest comes twice and none is lost, what was put off or leased by a
clock that ran ahead comes all the same, and an event told again after a leap is not taken twice."""

from __future__ import annotations

import asyncio
import datetime as dt
import random
from pathlib import Path

from bot.config import Mode
from bot.playground.driver import JON, MARIA, PRIYA, Playground, Someone
from bot.playground.faults import Fault
from flows.model.effects import PostDigest
from tests.faults import ledger
from tests.faults.crowd import Room, answer_to, comes, soon
from tests.faults.house import Bot, house
from tests.faults.report import Report

DAY = 86400.0
AHEAD = 20 * DAY
LOOKED_WITHIN = 45.0
"""Seconds until a bot that runs looks at the time again (it does every thirty)."""
WEEKS = 3


async def clocks(folder: Path, seed: int) -> Report:
    """Three programmes in three zones, over three Mondays, the way between them forth and back."""
    report = Report("the clock moved")
    chance = random.Random(seed)
    async with house(folder, Mode.SOCKET) as (playground, bot):
        monday = _monday()
        _set(bot, monday - dt.timedelta(hours=20))
        await bot.born()
        ledger.set_witness(bot)
        rooms = [await _begun(playground, who) for who in (MARIA, JON, PRIYA)]
        await soon(lambda: not bot.waiting, "quiet")
        for week in range(WEEKS):
            await _week(bot, rooms, monday + week * dt.timedelta(weeks=1), week, chance, report)
        for die in (False, True):
            await _put_off_by_a_clock_ahead(playground, bot, rooms[0], die, report)
        await _told_again_after_a_leap(playground, bot, rooms[1], report)
        await playground.delivery.settled()
        report.hold(await bot.delivered(), "not delivered")
        await bot.stop()
        async with ledger.opened(playground, bot) as books:
            await books.check(report)
            for room in rooms:
                weeks = [
                    q.effect.digest.week
                    for q in books.queued
                    if isinstance(q.effect, PostDigest) and room.channel in q.programme
                ]
                # A leap by a month may end on the day of another one, which then comes too.
                report.hold(
                    len(weeks) >= WEEKS and len(weeks) == len(set(weeks)) == _digests(room),
                    f"{_digests(room)} digests in {room.channel} of the weeks {weeks}: each once, and those of {WEEKS} Mondays at the least",
                )
                report.add({"digests": len(weeks)})
    return report


def _monday() -> dt.datetime:
    """Next Monday, 15:00 UTC: nine o'clock is past in Warsaw, London and New York alike."""
    now = dt.datetime.now(dt.UTC).replace(minute=0, second=0, microsecond=0)
    return (now + dt.timedelta(days=7 - now.weekday())).replace(hour=15)


def _set(bot: Bot, to: dt.datetime) -> None:
    bot.shift.value = (to - dt.datetime.now(dt.UTC)).total_seconds()


async def _begun(playground: Playground, who: str) -> Room:
    workspace = playground.workspace
    person = Someone(playground, who)
    channel = str((await person.act(do="create_channel", name=f"zone-{who.lower()}", private=True))["channel"])
    workspace.join(workspace.channel(channel), workspace.app.user, who)
    await person.command(channel, "start")
    room = Room(playground, channel, (who,))
    await soon(room.asking, "the first question")
    return room


async def _week(
    bot: Bot, rooms: list[Room], monday: dt.datetime, week: int, chance: random.Random, report: Report
) -> None:
    """To that Monday, and then to and fro around it. The first time in a bot that runs, then with a start at each move."""
    _set(bot, monday + dt.timedelta(minutes=1))
    await _looked(bot, running=week == 0)
    await soon(
        lambda: all(_digests(room) == week + 1 for room in rooms), f"the digests of week {week + 1}", LOOKED_WITHIN
    )
    for _ in range(3):
        _set(bot, monday + dt.timedelta(seconds=chance.uniform(-3 * DAY, 3 * DAY)))
        await _looked(bot, running=False)
        report.add({"moves of the clock": 1})
    twice = {room.channel: _digests(room) for room in rooms if _digests(room) != week + 1}
    report.hold(not twice, f"after week {week + 1} and moves to and fro: {twice}")


async def _looked(bot: Bot, running: bool) -> None:
    """Until the bot has seen the time: at its next look, or as it starts."""
    if running:
        return
    await bot.stop()
    await bot.born()
    await asyncio.sleep(1)


def _digests(room: Room) -> int:
    return sum("The week of" in str(m.get("blocks")) for m in room.messages())


async def put_off(folder: Path) -> Report:
    """The shortest of it: one programme, whose message was put off by a clock that ran ahead when the bot was killed."""
    report = Report("put off by a clock ahead")
    async with house(folder, Mode.SOCKET) as (playground, bot):
        await bot.born()
        ledger.set_witness(bot)
        room = await _begun(playground, MARIA)
        await _put_off_by_a_clock_ahead(playground, bot, room, True, report)
        await bot.stop()
    return report


async def _put_off_by_a_clock_ahead(playground: Playground, bot: Bot, room: Room, die: bool, report: Report) -> None:
    """Refused while the clock ran ahead, and perhaps killed before it was set right: what waits then waits for a time that is long to come."""
    person = Someone(playground, room.people[0])
    question = await soon(room.asking, "a question")
    await soon(lambda: not bot.waiting, "quiet")
    bot.shift.value += AHEAD
    refusal = "ratelimited" if die else "http_500"
    playground.faults.add(Fault("chat.postMessage", refusal, retry_after=20, channel=room.channel))
    await person.says(room.channel, answer_to(person.text(question)), str(question["thread_ts"]))
    await soon(lambda: bot.rows("SELECT 1 FROM outbox WHERE tries > 0 AND leased_until IS NULL"), "the refused try")
    if die:
        await bot.kill()
    bot.shift.value -= AHEAD
    if die:
        await bot.born()
    came = await comes(lambda: (room.asking() or question)["ts"] > question["ts"], LOOKED_WITHIN)
    report.hold(came, f"what was put off by a clock that ran ahead did not come ({'killed' if die else 'running'})")
    report.add({"put off by a clock ahead, and come": int(came)})


async def _told_again_after_a_leap(playground: Playground, bot: Bot, room: Room, report: Report) -> None:
    """A reply is told again after the clock leapt by a month and the bot was started anew."""
    person = Someone(playground, room.people[0])
    question = await soon(room.asking, "a question")
    said = await person.says(room.channel, answer_to(person.text(question)), str(question["thread_ts"]))
    key = f"{playground.workspace.team}:{room.channel}:{said}"
    await soon(lambda: key in ledger.claimed(bot), "the reply")
    await soon(lambda: (room.asking() or question)["ts"] > question["ts"] and not bot.waiting, "the next question")
    [body] = [b for _, b in playground.delivery.acknowledged if b.get("event", {}).get("ts") == said]
    before = bot.rows("SELECT sum(version) FROM programmes")
    await bot.stop()
    bot.shift.value += 30 * DAY
    await bot.born()
    await asyncio.sleep(1)
    ticked = bot.rows("SELECT sum(version) FROM programmes")
    await playground.delivery.send("events_api", body, 1, "timeout")
    await asyncio.sleep(0.5)
    report.hold(
        bot.rows("SELECT sum(version) FROM programmes") == ticked, "a reply told again after a leap was taken twice"
    )
    bot.shift.value -= 30 * DAY
    report.add({"told again after a leap, taken once": int(ticked >= before)})
