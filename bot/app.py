"""The composition root: builds the bot from its parts, runs it until it is told to stop, and drains it."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import signal
from collections.abc import AsyncGenerator
from dataclasses import dataclass

import structlog

from bot import telemetry
from bot.clock import SystemClock
from bot.config import Mode, Settings
from bot.keys import seal_of
from bot.service import channels
from bot.service.courier import CARD_EVERY, Courier
from bot.service.desk import Desk
from bot.service.frontdesk import FrontDesk
from bot.service.ports import Clock, Sender, Service
from bot.service.ticker import tick_on
from bot.service.upkeep import keep_up
from bot.slack import connect
from bot.slack.audience import SlackAudiences
from bot.slack.listeners import Listeners
from bot.slack.sender import SlackSender
from flows.authoring.library import load_library
from state.errors import StoreError
from state.sqlite import open_store
from state.store import Store

log = structlog.get_logger(__name__)


class Around:
    """What stands around the parts that touch the outside: nothing. Whoever watches or disturbs a part wraps it here."""

    def store(self, store: Store) -> Store:
        """What remembers."""
        return store

    def sender(self, sender: Sender) -> Sender:
        """What speaks."""
        return sender

    def service(self, service: Service) -> Service:
        """What hears."""
        return service


@dataclass(frozen=True, slots=True)
class Running:
    """A bot at work. ``port``: where it listens; 0 where it does not."""

    desk: Desk
    port: int


@contextlib.asynccontextmanager
async def running(
    settings: Settings, clock: Clock | None = None, card_every: dt.timedelta = CARD_EVERY, around: Around | None = None
) -> AsyncGenerator[Running]:
    """The bot, at work while inside; on the way out it takes nothing new, finishes what is under way, and closes the store.

    Raises RingfenceError for content, a store or a token that cannot be used.
    """
    clock, around = clock or SystemClock(), around or Around()
    library = load_library(settings.content, cache_dir=settings.database.parent / ".ringfence-cache")
    async with contextlib.AsyncExitStack() as stack:
        seal = await asyncio.to_thread(seal_of, settings)
        store = around.store(await open_store(settings.database, seal))
        stack.push_async_callback(store.close)
        for flow in library.flows.values():
            await store.keep_flow(flow)
        client = await stack.enter_async_context(
            connect.web_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
        )
        here = await connect.installation(client)
        audiences = SlackAudiences(client, clock, here.team, here.bot)
        sender = around.sender(SlackSender(client, audiences))
        desk = Desk(store, library, audiences, sender, clock, settings.allow_public_channels)
        await channels.back(desk, here.team, clock.now())
        listeners = Listeners(
            around.service(FrontDesk(desk)), clock, client, here.bot, library.texts["failed.not_saved"]
        )
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
    """The courier, the ticker and the upkeep, while inside."""
    delivering = asyncio.create_task(courier.run())
    keeping = [asyncio.create_task(keep_up(desk)), asyncio.create_task(tick_on(desk))]
    try:
        yield
    finally:
        for task in keeping:
            task.cancel()
        await listeners.drained(drain)
        await courier.stop(drain)
        await asyncio.gather(delivering, *keeping, return_exceptions=True)


async def _well(store: Store) -> bool:
    """Whether the store can be written to."""
    try:
        await store.ping()
    except StoreError as error:
        log.error("not_well", error=type(error).__name__)
        return False
    return True


def run_bot(settings: Settings, around: Around | None = None) -> int:
    """Run until SIGTERM or SIGINT. The exit code."""
    telemetry.configure(settings.log_level, settings.log_format)
    telemetry.leave_no_dump()
    asyncio.run(_until_told(settings, around))
    return 0


async def _until_told(settings: Settings, around: Around | None) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(telemetry.brief_fault)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with running(settings, around=around):
        await stop.wait()
