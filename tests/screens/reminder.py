"""The reminder of a morning, over two programmes: as a message, on a phone, and as the list of all that is open."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from playwright.async_api import Browser

from bot.app import Running
from bot.playground.driver import ATLAS, JON, MARIA, Playground, Someone
from bot.service.reminders import remind
from tests.e2e.desk import Desk
from tests.scenarios import ways
from tests.scenarios.talk import SECOND, started

BEGIN = dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)
MORNING = dt.datetime(2026, 12, 2, 8, tzinfo=dt.UTC)
"""Nine in Warsaw, a week later."""
WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
SAID = ("software", f"<@{MARIA}>", "not yet", "India", "not sure", "not sure", "not sure", "not sure")


async def take(folder: Path, browser: Browser) -> None:
    """Let a week pass, and look at what Maria is told in the morning."""
    with tempfile.TemporaryDirectory() as data:
        async with ways.at(Path(data), BEGIN) as (playground, bot, clock):
            await work(playground, bot)
            clock.set(MORNING)
            while await remind(bot.desk):
                pass
            await ways.delivered(bot)
            await pictures(folder, playground, browser)


async def work(playground: Playground, bot: Running) -> None:
    """A programme that got some way, and one in which a question waits for Maria."""
    maria, root = await started(playground)
    for line in SAID:
        await maria.says(ATLAS, line, root)
        await ways.delivered(bot)
    workspace = playground.workspace
    pump = str((await maria.act(do="create_channel", name="pump", private=True))["channel"])
    for who in (workspace.app.user, JON):
        workspace.join(workspace.channel(pump), who, MARIA)
    _, thread = await started(playground, pump)
    await Someone(playground, JON).command(pump, f"assign <@{MARIA}|maria>")
    await maria.sees_text(pump, SECOND, thread)


async def pictures(folder: Path, playground: Playground, browser: Browser) -> None:
    for name, size in (("reminder", WIDE), ("narrow-reminder", NARROW)):
        desk = Desk(await browser.new_page(viewport=size))  # type: ignore[arg-type]
        page = desk.page
        await page.goto(playground.url)
        if size is WIDE:
            await desk.act_as("maria")
        else:
            await page.get_by_role("button", name="Channels", exact=True).click()
        await desk.channel("Ringfence")
        await page.get_by_text("waits for you").or_(page.get_by_text("wait for you")).last.wait_for()
        await page.wait_for_timeout(600)
        await page.screenshot(path=folder / f"{name}.png")
        print(folder / f"{name}.png")
