"""Takes the pictures: `python -m tests.screens [FOLDER] [SCENE ...]`, all scenes where none is named."""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Page

from bot.playground.driver import Playground
from tests.e2e.desk import Desk
from tests.e2e.house import chromium, demo
from tests.e2e.script import IP_STRATEGY
from tests.e2e.test_two_people import play, the_rest
from tests.screens import home, reminder, sample, stages, weekly

FOLDER = Path("docs/screens")
WIDE = {"width": 1280, "height": 860}
NARROW = {"width": 390, "height": 844}
MODAL_AT, LOOK_AT = 11, 19
"""Where in the script a form is worth a picture, and the first look."""


async def main(folder: Path, scenes: list[str]) -> None:
    """Play each scene and take the pictures on the way."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        sys.exit("no Chromium: install one, or name it in CHROMIUM")
    async with chromium(path) as browser:
        for scene in scenes:
            await SCENES[scene](folder, browser)


async def strategy(folder: Path, browser: Browser) -> None:
    """The first stage, from its start to its summary."""
    with tempfile.TemporaryDirectory() as data:
        async with demo(Path(data)) as playground:
            await take(folder, playground, browser)


async def take(folder: Path, playground: Playground, browser: Browser) -> None:
    desk = Desk(await browser.new_page(viewport=WIDE))  # type: ignore[arg-type]
    page = desk.page
    await page.goto(playground.url)
    await desk.act_as("maria")
    await desk.channel("atlas-plan")
    await shot(page, folder / "start.png")
    await desk.command("/ringfence start")
    await desk.open_thread()
    await desk.question("What are you about to outsource")
    await shot(page, folder / "question.png")
    for number, line in enumerate(IP_STRATEGY):
        if number == MODAL_AT:
            await desk.act_as("maria")
            await desk.open_thread()
            await desk.press(await desk.question(line.question), line.opener)
            await page.get_by_role("dialog").wait_for()
            await shot(page, folder / "modal.png")
            await page.get_by_test_id("modal-cancel").click()
        await play(desk, line)
        if number == LOOK_AT - 1:
            await shot(page, folder / "first-look.png")
    await the_rest(desk)
    await desk.act_as("maria")
    await desk.open_thread()
    await shot(page, folder / "review.png")
    await desk.press(await desk.question("Finish when this is right"), "Finish")
    await desk.question("Readiness")
    await top_of_last(desk)
    await shot(page, folder / "summary.png")
    await page.get_by_test_id("thread-close").click()
    await shot(page, folder / "card.png")
    await others(folder, playground, browser)


async def others(folder: Path, playground: Playground, browser: Browser) -> None:
    """The same in the dark, on a phone, and what counsel sees in private."""
    dark = Desk(await browser.new_page(viewport=WIDE, color_scheme="dark"))  # type: ignore[arg-type]
    await dark.page.goto(playground.url)
    await dark.act_as("maria")
    await dark.open_thread()
    await top_of_last(dark)
    await shot(dark.page, folder / "dark.png")
    phone = Desk(await browser.new_page(viewport=NARROW))  # type: ignore[arg-type]
    await phone.page.goto(playground.url)
    await shot(phone.page, folder / "narrow-card.png")
    await phone.page.get_by_test_id("replies").first.click()
    await top_of_last(phone)
    await shot(phone.page, folder / "narrow-summary.png")
    counsel = Desk(await browser.new_page(viewport=WIDE))  # type: ignore[arg-type]
    await counsel.page.goto(playground.url)
    await counsel.act_as("priya")
    await counsel.channel("Ringfence")
    await shot(counsel.page, folder / "counsel.png")


async def top_of_last(desk: Desk) -> None:
    """Scroll so that the latest message begins at the top."""
    await desk.messages().last.evaluate("node => node.scrollIntoView({block: 'start'})")


async def shot(page: Page, path: Path) -> None:
    """A picture, once nothing moves any more."""
    await page.wait_for_timeout(600)
    await page.screenshot(path=path)
    print(path)


SCENES = {
    "strategy": strategy,
    "reminder": reminder.take,
    "home": home.take,
    "weekly": weekly.take,
    "sample": sample.take,
    "stages": stages.take,
}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.screens", description="Take the pictures of docs/screens.")
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("scenes", nargs="*", choices=[*SCENES, []], default=[], metavar="SCENE", help=", ".join(SCENES))
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(given.folder, given.scenes or [*SCENES]))
