"""The demo as a newcomer gets it, but in this process: workspace, bot, and a browser on its page."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import AsyncGenerator
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import Playground
from bot.service.pacing import FREE

QUIET = (
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


@contextlib.asynccontextmanager
async def demo(folder: Path) -> AsyncGenerator[Playground]:
    """The demo, while inside."""
    often = dt.timedelta(milliseconds=100)
    async with Playground().serving() as playground:
        async with running(demo_settings(playground, folder), card_every=often, pace=FREE):
            yield playground


@contextlib.asynccontextmanager
async def chromium(path: str) -> AsyncGenerator[Browser]:
    """Debian's Chromium, without the calls home that this machine would refuse."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=path, chromium_sandbox=os.geteuid() != 0, args=list(QUIET)
        )
        yield browser
        await browser.close()
