"""The sample programme, part by part: what a newcomer of `ringfence demo --sample` sees, wide and on a phone."""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Locator, Page

from bot.playground.driver import ATLAS, JON, MARIA, Playground, Someone
from bot.playground.sample import play_sample
from tests.e2e.desk import Desk
from tests.scenarios import ways

BEGIN = dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)
WIDE, NARROW = {"width": 1280, "height": 1000}, {"width": 390, "height": 844}


@dataclass(frozen=True)
class Told:
    """A picture of what somebody is told in the channel: by which command, and the words by which it is known."""

    name: str
    command: str
    words: str
    who: str = MARIA


@dataclass(frozen=True)
class Seen:
    """A picture of the end of a thread: the words of its root, and those of the message that the picture begins with."""

    name: str
    root: str
    words: str


THREADS = (
    Seen("scope-summary", "Show the least that works", "Summary: "),
    Seen("country-question", "Check the country: Portugal", "On which list"),
    Seen("country-summary", "Check the country: India", "Summary: "),
    Seen("vendor-question", "Check a vendor: Brightline", "Which of these has Brightline shown"),
    Seen("vendor-summary", "Check a vendor: Kodex", "Summary: "),
    Seen("contract-question", "Contract review: Kodex NDA", "Do you, as counsel"),
)
ANSWERS = (
    Told("gates", "gates", "Shows Test suite to Kodex"),
    Told("scorecard", "vendors", "Side by side"),
    Told("not-yet", "may I share the admin screens with Kodex?", "Not yet", JON),
    Told("ledger", "ledger", "Disclosure ledger"),
    Told("agreements", "agreements", "Kodex NDA"),
    Told("country-card", "country India", "India (IN)"),
    Told("findings", "findings", "Open findings"),
    Told("registers", "registers", "Registers"),
    Told("register-assets", "register assets", "Larch engine"),
)


async def take(folder: Path, browser: Browser) -> None:
    """Play the sample, and look at each of its parts."""
    with tempfile.TemporaryDirectory() as data:
        async with ways.at(Path(data), BEGIN) as (playground, bot, clock):
            await play_sample(playground, BEGIN.date())
            clock.set(BEGIN + dt.timedelta(minutes=1))  # so that the card is brought up to date
            await ways.delivered(bot)
            for size in (WIDE, NARROW):
                page = await opened(playground, browser, size)
                await shot(page, folder, "sample", size)
                await page.close()
                for seen in THREADS:
                    await thread(folder, playground, browser, seen, size)
            for told in ANSWERS:
                await Someone(playground, told.who).command(ATLAS, told.command)
                await Someone(playground, told.who).noted(ATLAS, told.words)
                for size in (WIDE, NARROW):
                    await answer(folder, playground, browser, told, size)
                playground.workspace.ephemerals.clear()


async def opened(playground: Playground, browser: Browser, size: dict[str, int], who: str = MARIA) -> Page:
    desk = Desk(await browser.new_page(viewport=size))  # type: ignore[arg-type]
    await desk.page.goto(playground.url)
    if who != MARIA:
        await desk.act_as(playground.workspace.people[who].name)
    return desk.page


async def thread(folder: Path, playground: Playground, browser: Browser, seen: Seen, size: dict[str, int]) -> None:
    page = await opened(playground, browser, size)
    replies = page.get_by_test_id("replies")
    root = page.get_by_test_id("message").filter(has_text=seen.root).filter(has=replies).first
    await root.get_by_test_id("replies").click()
    messages = page.get_by_test_id("thread-messages").locator("[data-testid=message]")
    await to_the_top(messages.filter(has_text=seen.words).last)
    await shot(page, folder, seen.name, size)
    await page.close()


async def answer(folder: Path, playground: Playground, browser: Browser, told: Told, size: dict[str, int]) -> None:
    page = await opened(playground, browser, size, told.who if size is WIDE else MARIA)
    if size is WIDE or told.who == MARIA:
        await to_the_top(page.get_by_test_id("ephemeral").filter(has_text=told.words).last)
        await shot(page, folder, told.name, size)
    await page.close()


async def to_the_top(message: Locator) -> None:
    await message.wait_for()
    await message.evaluate("node => node.scrollIntoView({block: 'start'})")


async def shot(page: Page, folder: Path, name: str, size: dict[str, int]) -> None:
    """A picture, once nothing moves any more."""
    await page.mouse.move(0, 0)
    await page.wait_for_timeout(600)
    path = folder / f"{'' if size is WIDE else 'narrow-'}{name}.png"
    await page.screenshot(path=path)
    print(path)
