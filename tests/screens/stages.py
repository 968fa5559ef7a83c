"""A question and a summary of each stage, and what is asked beside them, wide and on a phone."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from playwright.async_api import Browser

from bot.playground import replies
from bot.playground.driver import ATLAS, JON, MARIA, PRIYA, Playground, Someone
from bot.playground.player import Replies, Talk
from tests.scenarios import ways
from tests.screens.sample import NARROW, WIDE, Seen, Told, answer, thread

BEGIN = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
STAGES: tuple[tuple[str, str, str, Replies, str], ...] = (
    ("", "Know what you own", "strategy", replies.STRATEGY, "exposure.crown_jewel"),
    ("phased scope", "Show the least that works", "scope", replies.SCOPE, "map.exposes"),
    ("country checks Portugal", "Check the country: Portugal", "country", replies.COUNTRY, "verdict.decision"),
    (
        "vendor checks Northwind",
        "Check a vendor: Northwind",
        "vendor",
        replies.VENDOR,
        "papers.references",
    ),
    (
        "contract review Northwind NDA",
        "Contract review: Northwind NDA",
        "contract",
        replies.AGREEMENT,
        "secrecy.residuals",
    ),
    (
        "communications",
        "Agree how both sides talk",
        "communications",
        {**replies.COMMUNICATIONS, "partners.with": "Northwind"},
        "bad_news.says_no",
    ),
)
"""How a stage is started, the first line of its thread, the name of its pictures, what is answered, and the question that is looked at."""
LAST = ""
"""What every message says: the last one is meant."""
ASKED = (
    Told("ask", "ask What is a residuals clause?", "What our sources say"),
    Told("compare", "country india portugal", "Side by side"),
)


async def take(folder: Path, browser: Browser) -> None:
    """Play each stage to a question and to its end, and look at both."""
    with tempfile.TemporaryDirectory() as data:
        async with ways.at(Path(data), BEGIN) as (playground, bot, clock):
            maria, jon, priya = (Someone(playground, who) for who in (MARIA, JON, PRIYA))
            counsels = ("sign_off", "rivals.holds_there", "understanding", "title.permit_open", "limits.rules")
            people = {**dict.fromkeys(counsels, priya), "verdict": jon}
            talk = Talk(ATLAS, maria, people)
            for number, (what, title, name, table, until) in enumerate(STAGES, 1):
                root = await talk.begins(what, title)
                await talk.answers(root, table, until=until)
                await both(folder, playground, browser, Seen(f"stage-{name}-question", title, LAST))
                await talk.finishes(root, table)
                clock.set(BEGIN + number * dt.timedelta(minutes=10))  # so that the card is brought up to date
                await ways.delivered(bot)
                await both(folder, playground, browser, Seen(f"stage-{name}-summary", title, "Summary: "))
            await maria.says(ATLAS, f"<@{playground.workspace.app.user}> it leaked")
            await maria.sees_text(ATLAS, "First response to a leak")
            await ways.delivered(bot)
            await both(folder, playground, browser, Seen("leak-question", "First response to a leak", LAST))
            for told in ASKED:
                await maria.command(ATLAS, told.command)
                await maria.noted(ATLAS, told.words)
                for size in (WIDE, NARROW):
                    await answer(folder, playground, browser, told, size)
                playground.workspace.ephemerals.clear()


async def both(folder: Path, playground: Playground, browser: Browser, seen: Seen) -> None:
    """Wide, and on a phone."""
    for size in (WIDE, NARROW):
        await thread(folder, playground, browser, seen, size)
