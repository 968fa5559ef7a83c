"""The servers that are measured, each in a process of its own: the floors, and the bot's parts put together as `bot.app` does.

`python -m tests.bench.serve ROLE FOLDER API CHANNELS` prints its port and serves until its input ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import sys
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot import pauses, telemetry
from bot.clock import SystemClock
from bot.config import LogFormat
from bot.service.courier import Courier
from bot.service.desk import Desk
from bot.service.frontdesk import FrontDesk
from bot.service.pacing import FREE
from bot.service.ports import Answer, Arrival, Nothing
from bot.slack import connect
from bot.slack.audience import SlackAudiences
from bot.slack.listeners import Listeners
from bot.slack.sender import SlackSender
from flows.authoring.library import load_library
from state.sqlite import open_store
from state.store import Address, AddressKind
from tests.bench import sample, wire
from tests.bench.engine_store import fill
from tests.bench.floor import Storage

TOKEN = "xoxb-bench"
RARELY = dt.timedelta(hours=1)
"""Cards are paced apart from turns; here each is shown once, so that a turn's own calls are what is measured."""


class Quiet:
    """A service that does nothing: what remains is the Slack edge."""

    async def arrived(self, arrival: Arrival, at: dt.datetime) -> Answer:
        return Nothing()


class Writer:
    """The floor's group commit: what came while the last group was written is the next group."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._waiting: list[tuple[int, asyncio.Future[None]]] = []
        self._task: asyncio.Task[None] | None = None

    async def turn(self, channel: int) -> None:
        """Return when a turn in that channel is on the disk."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((channel, done))
        if self._task is None:
            self._task = asyncio.create_task(self._work())
        await done

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            group, self._waiting = self._waiting, []
            await loop.run_in_executor(None, self._storage.group, [channel for channel, _ in group])
            for _, done in group:
                done.set_result(None)
        self._task = None


def bare(client: AsyncWebClient, writer: Writer | None, posts: bool) -> Any:
    """Bolt and nothing else: one listener per kind, authorised from memory, acknowledged when the listener is done."""
    known = AuthorizeResult(enterprise_id=None, team_id=sample.TEAM, bot_user_id=wire.BOT, bot_token=TOKEN)
    under_way: set[asyncio.Task[None]] = set()

    async def authorize(**_: Any) -> AuthorizeResult:
        return known

    async def send(channel: str) -> None:
        await client.chat_postMessage(channel=channel, text="A question?", blocks=BLOCKS, thread_ts=wire.ROOT_TS)
        await client.chat_update(channel=channel, text="A question.", blocks=BLOCKS, ts=wire.ROOT_TS)

    async def turn(channel: str) -> None:
        if writer is not None:
            await writer.turn(int(channel[1:]))
        if posts:
            task = asyncio.create_task(send(channel))
            under_way.add(task)
            task.add_done_callback(under_way.discard)

    async def command(ack: AsyncAck) -> None:
        await ack()

    async def press(ack: AsyncAck, body: dict[str, Any]) -> None:
        await turn(body["channel"]["id"])
        await ack()

    async def message(event: dict[str, Any]) -> None:
        await turn(event["channel"])

    app = AsyncApp(
        client=client,
        authorize=authorize,
        signing_secret=wire.SECRET,
        process_before_response=True,
        logger=_silent(),
    )
    hear: Any = app
    hear.command("/ringfence")(command)
    hear.action("answer:0")(press)
    hear.event("message")(message)
    return AsyncSlackRequestHandler(app, path=wire.PATH)


def _silent() -> logging.Logger:
    """As silent as ours, so that neither pays for logging."""
    logger = logging.getLogger("bench")
    logger.setLevel(logging.CRITICAL)
    return logger


BLOCKS = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "*A question of ordinary length?*\nBecause it matters."}},
    {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "action_id": f"answer:{n}",
                "value": "v" * 90,
                "text": {"type": "plain_text", "text": "x"},
            }
            for n in range(6)
        ],
    },
]


@contextlib.asynccontextmanager
async def whole(client: AsyncWebClient, folder: Path, channels: int, sends: bool) -> AsyncGenerator[Any]:
    """The bot, on the sample, with its courier or without."""
    library, clock = sample.library(load_library().texts), SystemClock()
    store = await open_store(folder / "ours.sqlite3", sample.SEAL)
    await fill(store, library, channels)
    for number in range(channels):
        root = Address(sample.key(number), AddressKind.ROOT, sample.channel(number), wire.ROOT_TS, sample.SESSION)
        await store.remember(root)
    here = await connect.installation(client)
    audiences = SlackAudiences(client, clock, here.team, here.bot)
    desk = Desk(store, library, audiences, SlackSender(client, audiences), clock)
    courier = Courier(desk, RARELY, FREE)
    running = asyncio.create_task(courier.run()) if sends else None
    pauses.keep_short()
    yield front_of(client, here, Listeners(FrontDesk(desk), clock, client, here.bot, "not saved"))
    await courier.stop(5)
    if running is not None:
        await running
    await store.close()


def front_of(client: AsyncWebClient, here: connect.Installation, listeners: Listeners) -> connect.Front:
    """What listens, with the Slack edge behind it."""

    async def well() -> bool:
        return True

    return connect.Front(well, connect.make_app(client, here, wire.SECRET, listeners))


@contextlib.asynccontextmanager
async def made(role: str, client: AsyncWebClient, folder: Path, channels: int) -> AsyncGenerator[Any]:
    """The application of a role."""
    match role:
        case "bare":
            yield bare(client, None, False)
        case "bare-turn" | "bare-post":
            yield bare(client, Writer(Storage(folder / "floor.sqlite3", channels)), role == "bare-post")
        case "edge":
            here = await connect.installation(client)
            yield front_of(client, here, Listeners(Quiet(), SystemClock(), client, here.bot, "not saved"))
        case "turn" | "post":
            async with whole(client, folder, channels, role == "post") as front:
                yield front
        case _:
            raise ValueError(role)


async def main(role: str, folder: Path, api: str, channels: int) -> None:
    """Serve until the input ends. Logged as `run` does by itself: lines cost something."""
    telemetry.configure("INFO", LogFormat.JSON)
    async with (
        connect.web_client(TOKEN, api, FREE) as client,
        made(role, client, folder, channels) as app,
        connect.listening(app, "127.0.0.1", 0) as port,
    ):
        print(port, flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])))
