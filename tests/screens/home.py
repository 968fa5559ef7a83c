"""Maria's Home over two programmes: as a page, on a phone, and as it is for somebody who has no programme yet."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from playwright.async_api import Browser

from bot.app import Running
from bot.playground.driver import ATLAS, JON, MARIA, Playground, Someone
from tests.e2e.desk import Desk
from tests.scenarios import ways
from tests.scenarios.talk import SECOND, TRIAGE, started, through

BEGIN = dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)
WIDE, NARROW = {"width": 1280, "height": 1060}, {"width": 390, "height": 844}
SOME = 13
"""How many questions of the first programme are answered."""


async def take(folder: Path, browser: Browser) -> None:
    """Begin two programmes, and look at the Homes of two people, before and after."""
    with tempfile.TemporaryDirectory() as data:
        async with ways.at(Path(data), BEGIN) as (playground, bot, _):
            await picture(folder / "home-none.png", playground, browser, "jon", "Before your work goes", WIDE)
            await work(playground, bot)
            await picture(folder / "home.png", playground, browser, "maria", "Your programmes", WIDE)
            await picture(folder / "narrow-home.png", playground, browser, "maria", "Your programmes", NARROW)


async def work(playground: Playground, bot: Running) -> None:
    """A programme that got some way; and one of which the first question is with Jon, and the second waits for Maria."""
    maria, root = await started(playground)
    await through(maria, root, TRIAGE[:SOME])
    await maria.sees_text(ATLAS, "on your payroll", root)
    await maria.says(ATLAS, "not sure", root)
    await ways.delivered(bot)
    workspace = playground.workspace
    other = str((await maria.act(do="create_channel", name="borealis-tooling", private=True))["channel"])
    for who in (workspace.app.user, JON):
        workspace.join(workspace.channel(other), who, MARIA)
    _, thread = await started(playground, other)
    await maria.command(other, f"assign <@{JON}|jon>")
    await maria.sees_text(other, SECOND, thread)
    await ways.delivered(bot)
    await Someone(playground, MARIA).opens_home("Your programmes")


async def picture(
    path: Path, playground: Playground, browser: Browser, who: str, words: str, size: dict[str, int]
) -> None:
    """Somebody's Home, once it says these words."""
    desk = Desk(await browser.new_page(viewport=size))  # type: ignore[arg-type]
    page = desk.page
    await page.goto(playground.url)
    await desk.act_as(who)
    if size is NARROW:
        await page.get_by_role("button", name="Channels", exact=True).click()
    await desk.channel("Ringfence")
    await page.get_by_test_id("tab-home").click()
    await page.get_by_text(words).first.wait_for()
    await page.wait_for_timeout(600)
    await page.screenshot(path=path)
    print(path)
