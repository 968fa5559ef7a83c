"""Slack in trouble for a while: too fast, broken, silent, half an answer, no JSON, on every method and address that the bot uses; and the bot
is started again in the middle of it. In the end nothing is lost, and where outsiders came nothing was shown to them."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from pathlib import Path

from bot.config import Mode
from bot.playground.driver import DEV, JON, MARIA, NotSeen, Playground, Someone
from bot.playground.faults import Fault, Storm
from bot.playground.records import Json, SlackError
from bot.service.pacing import PACE
from tests.faults import ledger
from tests.faults.crowd import Crowd, Room, soon
from tests.faults.house import Bot, house
from tests.faults.report import Report

ROOMS = 2
SHARE = 0.4
"""Of all calls, how many meet a fault."""
KINDS: Sequence[str] = ("ratelimited", "http_500", "half", "badjson", "internal_error") * 2 + ("slow", "timeout")
OVER = 15 * 60.0
"""Seconds by which the bot's clock is moved on when the storm is over, so that nobody waits for the longest pause between two tries."""
STARTS = 40
NEUTRAL = "The team is planning its work here"


async def trouble(folder: Path, seed: int, seconds: float) -> Report:
    """A storm of so many seconds in two workspaces at once."""
    report = Report("Slack in trouble")
    await asyncio.gather(*(_workspace(folder / mode, mode, f"{seed} {mode}", seconds, report) for mode in Mode))
    return report


async def squall(folder: Path, seed: int) -> Report:
    """The shortest of it: a few answers while calls meet faults, in one workspace."""
    report, answers = Report("a squall at Slack"), 3
    async with house(folder, Mode.SOCKET) as (playground, bot):
        await bot.born()
        ledger.set_witness(bot)
        room = await _watched_room(Crowd(playground, str(seed), 0))
        maria = Someone(playground, MARIA)
        playground.faults.storm = Storm(random.Random(seed), SHARE, ("ratelimited", "http_500", "half", "badjson"))
        for _ in range(answers):
            await maria.says(room.channel, "software", str(room.thread()[0]["thread_ts"]))
            await asyncio.sleep(0.5)
        playground.faults.storm = None
        await playground.delivery.settled()
        bot.shift.value += OVER
        report.hold(await bot.delivered(), f"not delivered after the storm: {_stuck(bot)}")
        await bot.stop()
        async with ledger.opened(playground, bot) as books:
            await books.check(report)
    return report


async def _workspace(folder: Path, mode: Mode, seed: str, seconds: float, report: Report) -> None:
    async with house(folder, mode, pace=PACE) as (playground, bot):
        await bot.born()
        ledger.set_witness(bot)
        crowd = Crowd(playground, seed, ROOMS)
        working = asyncio.create_task(crowd.work())
        watched = await _watched_room(crowd)
        await asyncio.sleep(2)
        playground.faults.storm = Storm(random.Random(seed), SHARE, KINDS)
        seen = await _through_the_storm(playground, bot, watched, seconds, report)
        playground.faults.storm = None
        crowd.stopped.set()
        await working
        await playground.delivery.settled()
        bot.shift.value += OVER
        await _seen(bot, watched, report)
        report.hold(await bot.delivered(), f"not delivered after the storm: {_stuck(bot)}")
        await bot.stop()
        report.add({f"met {kind}": times for kind, times in sorted(playground.faults.met.items())})
        report.none(shown_to_outsiders(watched, seen), "messages posted where outsiders could read them")
        async with ledger.opened(playground, bot) as books:
            await books.check(report, frozenset({watched.channel}))


async def _watched_room(crowd: Crowd) -> Room:
    """A room with a programme that is under way, into which somebody from outside will come."""
    room = await crowd.open("watched", (MARIA, JON))
    maria = Someone(crowd.playground, MARIA)
    await maria.command(room.channel, "start")
    await soon(room.asking, "the first question")
    return room


async def _through_the_storm(playground: Playground, bot: Bot, room: Room, seconds: float, report: Report) -> str:
    """What happens meanwhile. The ts after which an outsider sees the room."""
    jon = Someone(playground, JON)
    await asyncio.sleep(seconds / 4)
    await jon.act(do="join", channel=room.channel, user=DEV)
    seen = playground.workspace.clock.ts()
    answering = asyncio.create_task(_answer_beside_an_outsider(room, seconds / 2))
    await _told_plainly(playground, bot, report)
    await asyncio.sleep(seconds / 4)
    await _again(bot, report)
    await asyncio.sleep(seconds / 4)
    await _export(playground, room.channel)
    await asyncio.sleep(seconds / 4)
    await answering
    return seen


async def _answer_beside_an_outsider(room: Room, seconds: float) -> None:
    """Jon goes on answering in that room."""
    jon = Someone(room.playground, JON)
    for number in range(int(seconds)):
        root = room.root()
        if root is not None:
            await jon.says(room.channel, "software" if number % 2 else "India", root["ts"])
        await asyncio.sleep(1)


async def _told_plainly(playground: Playground, bot: Bot, report: Report) -> None:
    """While Slack is in trouble, the operator reads so: in the figures, and from the doctor."""
    playground.faults.add(Fault("auth.test", "internal_error"))
    code, told = await bot.doctor()
    report.hold(
        code == 1 and "WRONG" in told and "mend:" in told, f"the doctor does not say that Slack is in trouble: {told}"
    )
    status, figures = await bot.page("metrics")
    errors = [line for line in figures.splitlines() if line.startswith("ringfence_errors_total")]
    report.hold(status == 200 and bool(errors), "the figures count no errors")
    report.hold((await bot.page("livez"))[0] == 200, "the bot is not alive while Slack is in trouble")
    report.hold((await bot.page("healthz"))[0] == 200, "the bot is not well while Slack is in trouble")


async def _seen(bot: Bot, room: Room, report: Report) -> None:
    """Who came in is known. Where Slack told of it in vain (here it does so for eight seconds, there for six minutes), the daily look finds
    it within the hour; a start looks at once, so that nobody waits for that here."""
    known = f"SELECT 1 FROM notes WHERE key = 'outsiders' AND scope LIKE '%{room.channel}'"  # noqa: S608 (our own name)
    if bot.rows(known):
        return
    await bot.stop()
    await bot.born()
    await soon(lambda: bot.rows(known), "the look at who is there", 60)
    report.add({"found by the daily look": 1})


async def _again(bot: Bot, report: Report) -> None:
    """Stopped and started again as a supervisor does it: a start that Slack refuses ends with an error, and is repeated."""
    await bot.stop()
    for number in range(1, STARTS):
        await bot.begin()
        if await bot.came_up():
            report.add({"starts until one held": number})
            return
        await asyncio.sleep(0.3)
    report.breaches.append(f"no start in {STARTS} held")


async def _export(playground: Playground, channel: str) -> None:
    """Maria asks for the export, as often as it takes to be asked whether she is sure."""
    maria = Someone(playground, MARIA)
    for _ in range(10):
        await maria.command(channel, "export")
        try:
            sure = await maria.until(lambda: _sure(maria, channel), "the question", 2)
            await maria.presses(channel, sure, "Export")
        except (NotSeen, SlackError):
            continue
        return


def _sure(maria: Someone, channel: str) -> Json | None:
    return next((m for m in maria.private_notes(channel) if "as one file to you" in maria.text(m)), None)


def _stuck(bot: Bot) -> str:
    on_the_way = bot.rows("SELECT number, lane, tries, why, doubtful FROM outbox WHERE parked_at IS NULL LIMIT 5")
    held, cards = (
        bot.rows("SELECT count(*) FROM held"),
        bot.rows("SELECT id FROM programmes WHERE card_wanted > card_done"),
    )
    return f"{on_the_way}, held {held}, cards {cards}"


def shown_to_outsiders(room: Room, seen: str) -> list[str]:
    """What the bot posted in the room since it was seen from outside and that is not the neutral line."""
    maria = Someone(room.playground, MARIA)
    told = [maria.text(m) for m in room.messages() if m.get("bot_id") and m["ts"] > seen]
    return [text[:80] for text in told if NEUTRAL not in text]
