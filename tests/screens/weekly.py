"""The weekly digest after some weeks of work, with how readiness moved, and the portfolio over three programmes: wide, dark, and on a phone."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from playwright.async_api import Browser

from bot.app import Running
from bot.playground.driver import ATLAS, JON, MARIA, PRIYA, Playground, Someone
from bot.service.reminders import remind
from bot.service.ticker import tick
from tests.e2e.desk import Desk
from tests.scenarios import ways
from tests.scenarios.talk import started

BEGIN = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
"""A Friday."""
MONDAY = dt.datetime(2026, 11, 30, 8, tzinfo=dt.UTC)
"""Nine in Warsaw."""
WEEK = dt.timedelta(weeks=1)
PORTFOLIO = dt.timedelta(hours=1)
"""How much later a lead's portfolio comes."""
WIDE, NARROW = {"width": 1280, "height": 1200}, {"width": 390, "height": 844}
WEEKS: tuple[tuple[str, ...], ...] = (
    ("software", f"<@{MARIA}>", "not yet", "India and Poland"),
    ("our own code", "freelancers", "yes", "no", "not yet", "none"),
    ("Pricing engine, Mobile app, Help pages", "the pricing engine", "pricing engine"),
    ("pricing engine and mobile app", "none", "help pages", "pricing engine", "none"),
    ("a freelancer", "no", "Poland", "our employees", "we keep it secret"),
)
"""What is said in Atlas, a week a line."""
OTHERS = {
    "pump-housing": ("manufacturing", f"<@{MARIA}>", "not yet", "China"),
    "support-desk": ("services", f"<@{MARIA}>"),
}


async def take(folder: Path, browser: Browser) -> None:
    """Let five weeks pass, and look at what the channel and its lead are told."""
    with tempfile.TemporaryDirectory() as data:
        async with ways.at(Path(data), BEGIN) as (playground, bot, clock):
            await work(playground, bot, clock)
            for name, size, dark in (
                ("digest", WIDE, False),
                ("dark-digest", WIDE, True),
                ("narrow-digest", NARROW, False),
            ):
                await picture(folder / f"{name}.png", playground, browser, size, dark, "atlas-plan", "The week of")
            for name, size in (("portfolio", WIDE), ("narrow-portfolio", NARROW)):
                await picture(folder / f"{name}.png", playground, browser, size, False, "Ringfence", "Your programmes")


async def work(playground: Playground, bot: Running, clock: ways.SetClock) -> None:
    """Three programmes of Maria's; the first gets on from week to week."""
    maria, workspace = Someone(playground, MARIA), playground.workspace
    _, root = await started(playground)
    for name, lines in OTHERS.items():
        channel = str((await maria.act(do="create_channel", name=name, private=True))["channel"])
        for who in (workspace.app.user, JON, PRIYA):
            workspace.join(workspace.channel(channel), who, MARIA)
        await say(playground, bot, channel, (await started(playground, channel))[1], lines)
    for number, lines in enumerate(WEEKS):
        await say(playground, bot, ATLAS, root, lines)
        for hour in (MONDAY + number * WEEK, MONDAY + number * WEEK + PORTFOLIO):
            clock.set(hour)
            while await tick(bot.desk) + await remind(bot.desk):
                pass
            await ways.delivered(bot)


async def say(playground: Playground, bot: Running, channel: str, root: str, lines: tuple[str, ...]) -> None:
    """Maria and Jon answer in turns."""
    for number, line in enumerate(lines):
        who = Someone(playground, MARIA if number % 2 or line.startswith("<@") else JON)
        await who.says(channel, line, root)
        await ways.delivered(bot)


async def picture(
    path: Path, playground: Playground, browser: Browser, size: dict[str, int], dark: bool, channel: str, words: str
) -> None:
    """The latest message with these words in a channel, from its beginning."""
    scheme = "dark" if dark else "light"
    desk = Desk(await browser.new_page(viewport=size, color_scheme=scheme))  # type: ignore[arg-type]
    page = desk.page
    await page.goto(playground.url)
    if size is WIDE:
        await desk.act_as("maria")
    else:
        await page.get_by_role("button", name="Channels", exact=True).click()
    await desk.channel(channel)
    told = page.get_by_test_id("message").filter(has_text=words).last
    await told.wait_for()
    await told.evaluate("node => node.scrollIntoView({block: 'start'})")
    await page.mouse.move(0, 0)
    await page.wait_for_timeout(600)
    await page.screenshot(path=path)
    print(path)
