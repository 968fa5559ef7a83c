"""The two ways to the bot, set up alike: over Socket Mode, and over signed HTTP. And transcripts that can be compared."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import re
import shutil
from collections.abc import AsyncGenerator, Awaitable, Callable
from importlib import resources
from pathlib import Path

from bot.app import Running, running
from bot.config import Mode, Settings, load_settings
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, PATIENCE, Playground, Someone
from bot.playground.workspace import Json
from bot.service.pacing import FREE, Pace
from state.keys import key_beside, read_keys
from state.sqlite import SqliteStore, open_store

OFTEN = dt.timedelta(milliseconds=50)
SHIPPED = Path(str(resources.files("flows"))) / "content"


def http_settings(playground: Playground, folder: Path) -> Settings:
    """Settings of a bot that is called over HTTP."""
    app = playground.workspace.app
    return load_settings(
        mode=Mode.HTTP,
        slack_bot_token=app.bot_token,
        slack_signing_secret=app.signing_secret,
        slack_api_url=playground.api_url,
        database=folder / "ringfence.sqlite3",
        http_host="127.0.0.1",
        http_port=0,
    )


@contextlib.asynccontextmanager
async def socket(folder: Path) -> AsyncGenerator[Playground]:
    """A workspace with the bot in it, over Socket Mode."""
    async with (
        Playground().serving() as playground,
        running(demo_settings(playground, folder), card_every=OFTEN, pace=FREE),
    ):
        yield playground


@contextlib.asynccontextmanager
async def http(folder: Path) -> AsyncGenerator[Playground]:
    """The same over signed HTTP."""
    async with Playground().serving() as playground:
        async with running(http_settings(playground, folder), card_every=OFTEN, pace=FREE) as bot:
            playground.delivery.url = f"http://127.0.0.1:{bot.port}/slack/events"
            yield playground


async def kept(folder: Path) -> SqliteStore:
    """The store of a bot that has ended, opened with the keys that it left."""
    path = folder / "ringfence.sqlite3"
    return await open_store(path, read_keys(key_beside(path)))


class SetClock:
    """A clock that stands still until it is set. Implements `service.ports.Clock`."""

    def __init__(self, playground: Playground, now: dt.datetime) -> None:
        self._playground = playground
        self.set(now)

    def now(self) -> dt.datetime:
        return self._now

    def set(self, now: dt.datetime) -> None:
        """Bot and workspace go by this time from here on."""
        self._now = now
        self._playground.workspace.clock.set(now.timestamp())


@contextlib.asynccontextmanager
async def at(folder: Path, now: dt.datetime, pace: Pace = FREE) -> AsyncGenerator[tuple[Playground, Running, SetClock]]:
    """A workspace with the bot in it, in which time stands still until it is set."""
    async with Playground().serving() as playground:
        clock = SetClock(playground, now)
        async with running(demo_settings(playground, folder), clock, card_every=OFTEN, pace=pace) as bot:
            yield playground, bot, clock


async def delivered(bot: Running) -> None:
    """Until nothing waits to be delivered: no posting, and no card that may be refreshed by now."""
    store, now = bot.desk.store, bot.desk.clock.now
    async with asyncio.timeout(PATIENCE):
        while await store.outbox_depth() or await store.dirty_cards(now(), 1):  # noqa: ASYNC110  (nothing rings for it)
            await asyncio.sleep(0.01)


async def soon(holds: Callable[[], Awaitable[object]]) -> None:
    """Until something holds that no message shows."""
    async with asyncio.timeout(PATIENCE):
        while not await holds():  # noqa: ASYNC110  (nothing rings for it)
            await asyncio.sleep(0.01)


def preferences(day: str = "0", hour: str = "9", zone: str = "Europe/Warsaw", **more: str) -> dict[str, Json]:
    """The digest's preferences as the form sends them."""
    chosen = {"day": day, "hour": hour, "form": "full", "nothing": "line"} | more
    picked = {name: {"type": "static_select", "selected_option": {"value": value}} for name, value in chosen.items()}
    return {**picked, "zone": {"type": "plain_text_input", "value": zone}}


def content(folder: Path, flow: str) -> Path:
    """Content of one flow, named in its first line, for its one stage; with the shipped texts."""
    made = folder / "content"
    name = flow.partition("\n")[0].removeprefix("flow: ")
    (made / "flows" / name).mkdir(parents=True)
    (made / "flows" / name / "flow.yaml").write_text(flow)
    (made / "stages.yaml").write_text(f"- {{stage: first, title: The stage, flow: {name}}}\n")
    (made / "statements.yaml").write_bytes((SHIPPED / "statements.yaml").read_bytes())
    shutil.copytree(SHIPPED / "texts", made / "texts")
    return made


def transcript(someone: Someone, channel: str = ATLAS) -> list[str]:
    """What this person sees in a channel and its threads, without what differs from run to run.

    The card comes first: when it is posted depends on the pace of cards."""
    workspace = someone.playground.workspace
    found = workspace.channel(channel)
    notes = [m for m in workspace.ephemerals if m["_to"] == someone.user and m["_channel"] == found.id]
    lines = [_plain(someone.text(message)) for message in sorted([*found.messages, *notes], key=lambda m: m["ts"])]
    cards = [line for line in lines if line.startswith("Outsourcing programme")]
    return [*cards, *(line for line in lines if line not in cards)]


def _plain(text: str) -> str:
    return re.sub(r"\d{10}\.\d{6}", "TS", text)
