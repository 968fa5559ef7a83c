"""`ringfence demo` and `ringfence playground`: the local workspace, with the bot in it or alone, on loopback only."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import signal
import tempfile
import webbrowser
from pathlib import Path

import click

from bot import telemetry
from bot.config import LogFormat, Mode, Settings, load_settings
from bot.playground.server import Playground

DATABASE = "ringfence.sqlite3"
CARD_EVERY = dt.timedelta(seconds=1)
"""The local workspace has no rate limit worth keeping to, and a newcomer should see the card move."""

BEGIN = "In #atlas-plan, type /ringfence start."
SAMPLE = "#atlas-plan holds a programme that is half done: begin at its card, or type /ringfence gates."


def run_demo(*, empty: bool, port: int, data: Path | None, browser: bool, sample: bool = False) -> int:
    """Workspace and bot in one process, until interrupted; with ``sample`` a programme is under way in it. The exit code."""
    from state.keys import key_beside, make_keys

    telemetry.configure("WARNING", LogFormat.CONSOLE)
    with contextlib.ExitStack() as stack:
        folder = data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ringfence-demo-")))
        folder.mkdir(parents=True, exist_ok=True)
        fresh = not (folder / DATABASE).exists()
        if fresh:
            make_keys(key_beside(folder / DATABASE))  # quietly: nobody who tries it needs to be told to keep it
        asyncio.run(_demo(empty, port, folder, browser, sample and fresh))
    return 0


async def _demo(empty: bool, port: int, folder: Path, browser: bool, sample: bool) -> None:
    from bot.app import running
    from bot.playground.sample import play_sample
    from bot.service.pacing import FREE

    async with (
        Playground(empty).serving(port) as playground,
        running(demo_settings(playground, folder), card_every=CARD_EVERY, pace=FREE),
    ):
        if sample:
            click.echo("The people of the sample company play a programme up to its middle; that takes a few seconds.")
            with playground.closed():
                await play_sample(playground, dt.datetime.now(dt.UTC).date())
        click.echo(f"Ringfence demo: {playground.url}")
        click.echo(f"You act as Maria, the owner. {SAMPLE if sample else BEGIN} Press Ctrl+C here to stop.")
        if browser:
            await asyncio.to_thread(webbrowser.open, playground.url)
        await _until_told()
        click.echo("Stopped.")


def demo_settings(playground: Playground, folder: Path) -> Settings:
    """The bot's settings for a workspace that is served here."""
    app = playground.workspace.app
    return load_settings(
        mode=Mode.SOCKET,
        slack_bot_token=app.bot_token,
        slack_app_token=app.app_token,
        slack_signing_secret=app.signing_secret,
        slack_api_url=playground.api_url,
        database=folder / DATABASE,
        http_host="127.0.0.1",
        http_port=0,
    )


def run_playground(*, port: int, empty: bool, deliver_to: str | None, retries: tuple[float, ...] | None = None) -> int:
    """The workspace alone, until interrupted. Prints what a bot needs to be pointed at it."""
    asyncio.run(_playground(port, empty, deliver_to, retries))
    return 0


async def _playground(port: int, empty: bool, deliver_to: str | None, retries: tuple[float, ...] | None) -> None:
    async with Playground(empty, deliver_to, retries).serving(port) as playground:
        app = playground.workspace.app
        click.echo(f"Playground: {playground.url}")
        click.echo(f"RINGFENCE_SLACK_API_URL={playground.api_url}")
        click.echo(f"RINGFENCE_SLACK_BOT_TOKEN={app.bot_token}")
        click.echo(f"RINGFENCE_SLACK_APP_TOKEN={app.app_token}")
        click.echo(f"RINGFENCE_SLACK_SIGNING_SECRET={app.signing_secret}", nl=True)
        await _until_told()


async def _until_told() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()
