"""The composition root: builds the bot from its parts, runs it until it is told to stop, and drains it."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import signal
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from functools import partial

import structlog
from slack_bolt.async_app import AsyncApp

from bot import pauses, telemetry
from bot.clock import SystemClock
from bot.config import Mode, Settings
from bot.keys import seal_of
from bot.metrics import Metrics
from bot.service import channels
from bot.service.ahead import look_ahead_on
from bot.service.courier import CARD_EVERY, Courier
from bot.service.desk import Desk
from bot.service.erasing import surely, sweep
from bot.service.frontdesk import FrontDesk
from bot.service.homes import publish_on
from bot.service.messenger import Sender
from bot.service.pacing import PACE, Pace
from bot.service.ports import Clock, Service
from bot.service.reconcile import reconcile_on
from bot.service.ticker import tick_on
from bot.service.upkeep import keep_up
from bot.shelf import Shelf
from bot.slack import connect
from bot.slack.audience import SlackAudiences
from bot.slack.line import Bounds, socket_mode
from bot.slack.listeners import Listeners
from bot.slack.sender import SlackSender
from bot.slack.uploads import SlackFiles
from bot.watching import Watch
from flows.authoring.library import load_library
from flows.engine.passages import passages
from flows.model.errors import RingfenceError
from flows.model.flow import Library
from state.sqlite import open_store
from state.store import Store

log = structlog.get_logger(__name__)

DEFAULT_BOUNDS = Bounds()
SETTLED = 5.0
"""Seconds after the start at which the bot has caught up with what waited for it, and makes ready what may not be needed."""


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


class WorkEnded(RingfenceError):
    """A part of the bot that is to be at work all the time ended by itself. Nothing acknowledged is lost; start the bot again."""


@dataclass(frozen=True, slots=True)
class Running:
    """A bot at work. ``port``: where it listens. ``lost`` fails with LineLost when the line to Slack cannot be had any more.

    ``ended`` fails with WorkEnded when a part of it ends by itself: then something would never come, and nobody would notice.
    """

    desk: Desk
    port: int
    lost: asyncio.Future[None]
    ended: asyncio.Future[None]


@contextlib.asynccontextmanager
async def running(
    settings: Settings,
    clock: Clock | None = None,
    card_every: dt.timedelta = CARD_EVERY,
    around: Around | None = None,
    bounds: Bounds = DEFAULT_BOUNDS,
    pace: Pace = PACE,
) -> AsyncGenerator[Running]:
    """The bot, at work while inside; on the way out it takes nothing new, finishes what is under way, and closes the store.

    Raises RingfenceError for content, a store or a token that cannot be used.
    """
    clock, around, metrics = clock or SystemClock(), around or Around(), Metrics()
    library = load_library(settings.content, cache_dir=settings.database.parent / ".ringfence-cache")
    async with contextlib.AsyncExitStack() as stack:
        seal = await asyncio.to_thread(seal_of, settings)
        store = around.store(await open_store(settings.database, seal))
        stack.push_async_callback(store.close)
        for flow in library.flows.values():
            await store.keep_flow(flow)
        kept_for = dt.timedelta(days=settings.erase_after_days)
        client = await stack.enter_async_context(
            connect.web_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url, pace)
        )
        try:
            here = await connect.installation(client)
        finally:
            # Also where the token is refused: where the app was removed it is good for nothing any more.
            now = surely(clock.now(), client.time())
            if now is not None:
                await sweep(store, now, kept_for, metrics)
        audiences = SlackAudiences(client, clock, here.team, here.bot)
        sender = around.sender(SlackSender(client, audiences))
        public, files = settings.allow_public_channels, SlackFiles(client)
        finder = await stack.enter_async_context(_shelf(library))
        desk = Desk(
            store,
            library,
            audiences,
            sender,
            clock,
            public,
            kept_for,
            meter=metrics,
            finder=finder,
            files=files,
            told=client.time,
        )
        await channels.back(desk, here.team, clock.now())
        listeners = Listeners(
            around.service(FrontDesk(desk)), clock, client, here.bot, library.texts["failed.not_saved"], metrics
        )
        secret = settings.slack_signing_secret.get_secret_value() if settings.mode is Mode.HTTP else ""
        app = connect.make_app(client, here, secret, listeners)
        watch = Watch(desk, metrics)
        courier = Courier(desk, card_every, pace)
        ended = await stack.enter_async_context(_at_work(courier, listeners, desk, watch, pace, settings.drain_seconds))
        front = connect.Front(watch.well, app if settings.mode is Mode.HTTP else None, watch.pages)
        port = await stack.enter_async_context(connect.listening(front, settings.http_host, settings.http_port))
        lost = await stack.enter_async_context(_line(settings, app, watch, bounds, audiences.forget_all))
        log.info("running", mode=settings.mode.value, port=port, team=here.team)
        yield Running(desk, port, lost, ended)
        watch.stopping = True
        log.info("stopping")


@contextlib.asynccontextmanager
async def _shelf(library: Library) -> AsyncGenerator[Shelf]:
    """What questions are answered from. It is filled beside the rest, and not while the bot starts and catches up: that takes the core which the
    replies that waited need. Who asks before it is full fills it; should filling fail, whoever asks meets the same error."""
    shelf = Shelf(lambda: passages(library), library.guide)
    filling = asyncio.create_task(_filled(shelf), name="shelf")
    try:
        yield shelf
    finally:
        filling.cancel()
        await asyncio.gather(filling, return_exceptions=True)


async def _filled(shelf: Shelf) -> None:
    await asyncio.sleep(SETTLED)
    await asyncio.to_thread(shelf.fill)


@contextlib.asynccontextmanager
async def _line(
    settings: Settings, app: AsyncApp, watch: Watch, bounds: Bounds, missed: Callable[[], None]
) -> AsyncGenerator[asyncio.Future[None]]:
    """What Slack's events come in by, while inside; gives what fails when that is lost (never, over HTTP: there Slack calls).

    ``missed`` is called where some may have been missed."""
    if settings.mode is Mode.HTTP:
        watch.line = _always
        yield asyncio.get_running_loop().create_future()
        return
    token = settings.slack_app_token.get_secret_value()
    async with socket_mode(app, token, watch.meter, bounds, missed) as watched:
        watch.line = watched.line.up
        yield watched.lost


async def _always() -> bool:
    return True


@contextlib.asynccontextmanager
async def _at_work(
    courier: Courier, listeners: Listeners, desk: Desk, watch: Watch, pace: Pace, drain: float
) -> AsyncGenerator[asyncio.Future[None]]:
    """The courier, the ticker with its looks ahead, the upkeep, the daily look, the Homes and the watch, while inside; gives what fails when one
    of them ends."""
    ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    has_ended = partial(_has_ended, desk, ended)
    delivering = asyncio.create_task(courier.run(), name="courier")
    keeping = [
        asyncio.create_task(work, name=name)
        for name, work in (
            ("upkeep", keep_up(desk)),
            ("ticker", tick_on(desk, pace)),
            ("looks ahead", look_ahead_on(desk)),
            ("daily look", reconcile_on(desk)),
            ("publisher", publish_on(desk)),
            ("watch", watch.look_on()),
        )
    ]
    for task in (delivering, *keeping):
        task.add_done_callback(has_ended)
    try:
        yield ended
    finally:
        for task in (delivering, *keeping):
            task.remove_done_callback(has_ended)
        for task in keeping:
            task.cancel()
        await listeners.drained(drain)
        await courier.stop(drain)
        await asyncio.gather(delivering, *keeping, return_exceptions=True)


def _has_ended(desk: Desk, ended: asyncio.Future[None], task: asyncio.Task[None]) -> None:
    """Tell of a part that ended by itself, and fail ``ended`` with the first."""
    if task.cancelled():
        return
    error = task.exception()
    kind, part = type(error).__name__, task.get_name()
    desk.meter.failed(kind)
    log.critical("work_ended", part=part, error=kind, exc_info=error)
    if not ended.done():
        ended.set_exception(
            WorkEnded(f"The {part} ended by itself ({kind}). Nothing acknowledged is lost; start the bot again.")
        )
        ended.exception()  # so that asyncio does not tell of it again where nobody waits for it


def run_bot(
    settings: Settings,
    around: Around | None = None,
    bounds: Bounds = DEFAULT_BOUNDS,
    pace: Pace = PACE,
    clock: Clock | None = None,
) -> int:
    """Run until SIGTERM or SIGINT. The exit code. Raises LineLost when Slack cannot be reached any more, WorkEnded when a part of the bot ended."""
    telemetry.configure(settings.log_level, settings.log_format)
    telemetry.leave_no_dump()
    asyncio.run(_until_told(settings, around, bounds, pace, clock))
    return 0


async def _until_told(
    settings: Settings, around: Around | None, bounds: Bounds, pace: Pace, clock: Clock | None
) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(telemetry.brief_fault)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with running(settings, clock, around=around, bounds=bounds, pace=pace) as bot:
        pauses.keep_short()
        told = asyncio.create_task(stop.wait())
        await asyncio.wait((told, bot.lost, bot.ended), return_when=asyncio.FIRST_COMPLETED)
        told.cancel()
        for given_up in (bot.lost, bot.ended):
            if given_up.done():
                given_up.result()  # raises, so that the process ends with an error and is started again
