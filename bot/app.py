"""The composition root: builds the bot from its parts, runs it until it is told to stop, and drains it."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import signal
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path

import structlog

from bot.clock import SystemClock
from bot.config import Mode, Settings
from bot.service import channels
from bot.service.courier import CARD_EVERY, Courier
from bot.service.desk import Desk
from bot.service.frontdesk import FrontDesk
from bot.service.ports import Clock
from bot.service.upkeep import keep_up
from bot.slack import connect
from bot.slack.audience import SlackAudiences
from bot.slack.listeners import Listeners
from bot.slack.sender import SlackSender
from flows.authoring.library import load_library
from state import migrations
from state.errors import StoreError
from state.sqlite import open_store
from state.store import Store

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Running:
    """A bot at work. ``port``: where it listens; 0 where it does not."""

    desk: Desk
    port: int


@contextlib.asynccontextmanager
async def running(
    settings: Settings, clock: Clock | None = None, card_every: dt.timedelta = CARD_EVERY
) -> AsyncGenerator[Running]:
    """The bot, at work while inside; on the way out it takes nothing new, finishes what is under way, and closes the store.

    Raises RingfenceError for content, a store or a token that cannot be used.
    """
    clock = clock or SystemClock()
    library = load_library(settings.content, cache_dir=settings.database.parent / ".ringfence-cache")
    async with contextlib.AsyncExitStack() as stack:
        store = await open_store(settings.database)
        stack.push_async_callback(store.close)
        for flow in library.flows.values():
            await store.keep_flow(flow)
        client = await stack.enter_async_context(
            connect.web_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
        )
        here = await connect.installation(client)
        audiences = SlackAudiences(client, clock, here.team, here.bot)
        desk = Desk(store, library, audiences, SlackSender(client, audiences), clock, settings.allow_public_channels)
        await channels.back(desk, here.team, clock.now())
        listeners = Listeners(FrontDesk(desk), clock, client, here.bot, library.texts["failed.not_saved"])
        secret = settings.slack_signing_secret.get_secret_value() if settings.mode is Mode.HTTP else ""
        app = connect.make_app(client, here, secret, listeners)
        courier = Courier(desk, card_every)
        await stack.enter_async_context(_at_work(courier, listeners, desk, settings.drain_seconds))
        front = connect.Front(lambda: _well(store), app if settings.mode is Mode.HTTP else None)
        port = await stack.enter_async_context(connect.listening(front, settings.http_host, settings.http_port))
        if settings.mode is Mode.SOCKET:
            await stack.enter_async_context(connect.socket_mode(app, settings.slack_app_token.get_secret_value()))
        log.info("running", mode=settings.mode.value, port=port, team=here.team)
        yield Running(desk, port)
        log.info("stopping")


@contextlib.asynccontextmanager
async def _at_work(courier: Courier, listeners: Listeners, desk: Desk, drain: float) -> AsyncGenerator[None]:
    """The courier and the upkeep, while inside."""
    delivering = asyncio.create_task(courier.run())
    keeping = asyncio.create_task(keep_up(desk))
    try:
        yield
    finally:
        keeping.cancel()
        await listeners.drained(drain)
        await courier.stop(drain)
        await asyncio.gather(delivering, keeping, return_exceptions=True)


async def _well(store: Store) -> bool:
    """Whether the store can be written to."""
    try:
        await store.ping()
    except StoreError as error:
        log.error("not_well", error=type(error).__name__)
        return False
    return True


def run_bot(settings: Settings) -> int:
    """Run until SIGTERM or SIGINT. The exit code."""
    from bot import telemetry

    telemetry.configure(settings.log_level, settings.log_format)
    asyncio.run(_until_told(settings))
    return 0


async def _until_told(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with running(settings):
        await stop.wait()


def migrate_store(path: Path) -> str:
    """Bring the store to this version's shape, and say what was done."""
    done = migrations.migrate(path)
    if done.before == done.after:
        return f"{path} is at version {done.after}; nothing to do."
    kept = f" A copy of it as it was lies at {done.backup}." if done.backup else ""
    return f"{path} is at version {done.after} now.{kept}"
