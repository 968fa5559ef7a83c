"""Every event told three times and out of order, over both ways: the same is said and stored as where each is told once."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import aiohttp

from bot.config import Mode
from bot.playground.company import ATLAS, JON, MARIA, PRIYA
from bot.playground.server import Playground
from tests.crash.people import Colleague
from tests.crash.talk import Talk
from tests.e2e.script import IP_STRATEGY
from tests.faults import ledger
from tests.faults.house import Bot, house
from tests.faults.report import Report

LATEST = 6.0
"""Seconds until the last copy of an event: over several later questions."""


async def thrice(folder: Path, seed: int) -> Report:
    """Once, and thrice over each way."""
    report = Report("every event three times")
    calm = await _talk(folder / "once", Mode.SOCKET, None, report)
    for mode in Mode:
        said, state = await _talk(folder / mode, mode, random.Random(f"{seed} {mode}"), report)
        for place, lines in calm[0].items():
            report.hold(said[place] == lines, f"over {mode}, {place} reads otherwise: {_first(said[place], lines)}")
        report.hold(state == calm[1], f"over {mode}, what is stored differs: {state} and not {calm[1]}")
    return report


async def echoed(folder: Path, seed: int) -> Report:
    """The shortest of it: a programme is started and two questions are answered, each event told three times."""
    report, chance = Report("a few events three times"), random.Random(seed)
    async with house(folder, Mode.SOCKET) as (playground, bot), aiohttp.ClientSession() as session:
        await bot.born()
        ledger.set_witness(bot)
        playground.delivery.echoes = lambda: (chance.uniform(0, 0.3), chance.uniform(0, 1.0))
        talk = Talk(*(Colleague(session, playground.url, user, bot.up) for user in (MARIA, JON, PRIYA)))
        await talk.start()
        for line in IP_STRATEGY[:2]:
            await talk.answer(await talk.question(line.question), line)
        await playground.delivery.settled()
        report.hold(await bot.delivered(), "not delivered")
        await playground.delivery.settled()  # the bot's own last messages are events too
        await bot.stop()
        report.hold(_events(playground) >= 3 * _different(playground) > 0, "not every event was told three times")
        async with ledger.opened(playground, bot) as books:
            await books.check(report)
        answers = (await _state(playground, bot))["answers"]
        report.hold(len(answers) == 2, f"{len(answers)} answers are stored of 2")
    return report


async def _talk(
    folder: Path, mode: Mode, chance: random.Random | None, report: Report
) -> tuple[dict[str, list[str]], dict[str, Any]]:
    """The scripted talk, to its end; what people read, and what is stored."""
    async with house(folder, mode) as (playground, bot), aiohttp.ClientSession() as session:
        await bot.born()
        ledger.set_witness(bot)
        if chance is not None:
            playground.delivery.echoes = lambda: (chance.uniform(0, 0.5), chance.uniform(0, LATEST))
        talk = Talk(*(Colleague(session, playground.url, user, bot.up) for user in (MARIA, JON, PRIYA)))
        await talk.complete()
        await playground.delivery.settled()
        report.hold(await bot.delivered(), "not delivered")
        await playground.delivery.settled()  # the bot's own last messages are events too
        said = await talk.transcript()
        await bot.stop()
        name = "told once" if chance is None else f"told thrice over {mode}"
        report.add(
            {
                f"events {name}": _events(playground),
                f"of them again, {name}": _events(playground) - _different(playground),
            }
        )
        async with ledger.opened(playground, bot) as books:
            await books.check(report)
        return said, await _state(playground, bot)


def _events(playground: Playground) -> int:
    return sum(kind == "events_api" for kind, _ in playground.delivery.acknowledged)


def _different(playground: Playground) -> int:
    return len({body["event_id"] for kind, body in playground.delivery.acknowledged if kind == "events_api"})


async def _state(playground: Playground, bot: Bot) -> dict[str, Any]:
    """What is stored of the programme, times and the bot's own numbers aside."""
    async with ledger.opened(playground, bot) as books:
        everything = await books.store.everything(ledger.programme_in(playground, ATLAS))
        assert everything is not None
        session = everything.sessions[0]
        return {
            "answers": {spot: answer.value for spot, answer in session.answers.items()},
            "revisions": {spot: answer.revision for spot, answer in session.answers.items()},
            "findings": sorted((finding.spot.key, finding.rule) for finding in session.findings),
            "actions": sorted((str(action.spot.key), action.rule) for action in everything.actions),
            "entries": len(everything.entries),
            "version": bot.rows("SELECT version FROM programmes")[0][0],
        }


def _first(one: list[str], other: list[str]) -> str:
    """The first line that differs."""
    pairs = zip([*one, "(nothing)"], [*other, "(nothing)"], strict=False)
    return next((f"{a[:120]!r} and not {b[:120]!r}" for a, b in pairs if a != b), "nothing")
