"""For each test a fresh workspace, with an app that says what its test wants it to say; and a Chromium for the whole run."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Awaitable, Callable

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from bot.playground.driver import Playground
from tests.bot.playground.doors import Doors, Ear
from tests.bot.playground.scripted_app import ScriptedApp

QUIET = [
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]

Opening = Callable[..., Awaitable[Page]]
"""Opens the page as somebody: ``await opening(MARIA, width=390, dark=True)``."""


async def writes(page: Page, text: str, where: str = "composer") -> None:
    """Write into a box of the page and send it."""
    box = page.get_by_test_id(where)
    await box.fill(text)
    await box.press("Enter")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium_path: str) -> AsyncGenerator[Browser]:
    async with async_playwright() as playwright:
        sandbox = os.geteuid() != 0
        made = await playwright.chromium.launch(executable_path=chromium_path, chromium_sandbox=sandbox, args=QUIET)
        yield made
        await made.close()


@pytest_asyncio.fixture(loop_scope="session")
async def app() -> AsyncGenerator[ScriptedApp]:
    """A workspace, served, and an app in it that does as it is told."""
    async with ScriptedApp().running() as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def opening(app: ScriptedApp, browser: Browser) -> AsyncGenerator[Opening]:
    """Opens pages; at the end none of them may have met an error of its own."""
    errors: list[str] = []
    contexts = []

    async def open_as(
        who: str = "", *, width: int = 1280, height: int = 820, dark: bool = False, touch: bool = False
    ) -> Page:
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            locale="en-GB",
            has_touch=touch,
            is_mobile=touch,
        )
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(f"{app.playground.url}/{f'#as={who}' if who else ''}")
        await page.get_by_test_id("place").wait_for()
        return page

    yield open_as
    for context in contexts:
        await context.close()
    assert not errors, "\n".join(errors)


@pytest.fixture
async def doors() -> AsyncGenerator[Doors]:
    """A served workspace whose app has no address: it may come by Socket Mode. Retries come at once."""
    playground = Playground(retries=(0.0, 0.0, 0.0))
    playground.delivery.ack_within = 0.3
    async with playground.serving(), aiohttp.ClientSession() as client:
        yield Doors(playground, client)


@pytest.fixture
async def ear(doors: Doors) -> AsyncGenerator[Ear]:
    """The app's address for signed HTTP."""
    async with Ear().open() as made:
        doors.playground.delivery.url = made.url
        yield made


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever drives the page is marked as such, so that it can be chosen or left out."""
    for item in items:
        if "opening" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
