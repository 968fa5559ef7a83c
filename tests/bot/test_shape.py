"""The shape that makes the speed budget reachable: one catch-all per kind, authorised from memory, one session, one thread hop a group."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path
from typing import Any

from bot.app import running
from bot.clock import SystemClock
from bot.config import Mode, load_settings
from bot.service.ports import Answer, Arrival, Nothing
from bot.slack import connect
from bot.slack.api import call
from bot.slack.listeners import Listeners
from state.sqlite import SqliteStore, open_store
from tests.bench import load, sample, wire
from tests.bench.fake_api import FakeApi


class Heard:
    """A service that notes what arrives."""

    def __init__(self) -> None:
        self.arrivals: list[Arrival] = []

    async def arrived(self, arrival: Arrival, at: dt.datetime) -> Answer:
        self.arrivals.append(arrival)
        return Nothing()


class Registry:
    """Stands where Bolt's app does, and notes what is registered, by kind."""

    def __init__(self) -> None:
        self.kinds: list[str] = []

    def __getattr__(self, kind: str) -> Any:
        def register(_: object) -> Any:
            self.kinds.append(kind)
            return lambda heard: heard

        return register


def test_there_is_one_catch_all_per_kind_and_what_comes_most_often_is_tried_first() -> None:
    registry: Any = Registry()
    Listeners(Heard(), SystemClock(), registry, wire.BOT, "not saved").attach(registry)
    assert registry.kinds == ["event", "action", "command", "view", "shortcut"]


async def test_each_kind_of_request_reaches_the_one_front_door() -> None:
    step = next(step for step in sample.played().steps if step.kind is not sample.Kind.TEXT)
    heard = Heard()
    async with FakeApi().serving() as api, connect.web_client("xoxb-test", api.url) as client:
        here = await connect.installation(client)
        listeners = Listeners(heard, SystemClock(), client, here.bot, "not saved")
        front = connect.Front(_well, connect.make_app(client, here, wire.SECRET, listeners))
        async with connect.listening(front, "127.0.0.1", 0) as port, load.lines(port, 1) as lines:
            await load.closed(lines, [wire.request(kind, n, n, step) for n, kind in enumerate(wire.KINDS)])
    assert [type(one).__name__ for one in heard.arrivals] == ["CommandGiven", "Pressed", "MessageSaid"]


async def test_many_events_cost_one_auth_test(tmp_path: Path) -> None:
    step = sample.played().steps[0]
    async with FakeApi().serving() as api:
        settings = load_settings(
            mode=Mode.HTTP,
            slack_bot_token="xoxb-test",
            slack_signing_secret=wire.SECRET,
            slack_api_url=api.url,
            database=tmp_path / "ringfence.sqlite3",
            http_port=0,
        )
        async with running(settings) as bot, load.lines(bot.port, 4) as lines:
            await load.closed(lines, [wire.request("message", n, n, step) for n in range(60)])
        assert api.calls["auth.test"] == 1


async def test_calls_to_slack_share_a_session_and_its_connection() -> None:
    async with FakeApi().serving() as api, connect.web_client("xoxb-test", api.url) as client:
        for number in range(12):
            await call(client, "chat.postMessage", {"channel": "C1", "text": str(number)})
    assert api.calls["chat.postMessage"] == 12
    assert api.connections == 1


async def test_a_group_of_turns_is_one_hop_to_the_database_thread(tmp_path: Path) -> None:
    store = await open_store(tmp_path / "hops.sqlite3")
    hops = Hops(store)
    await asyncio.gather(*(store.put_note("T1", f"k{n}", "v") for n in range(25)))
    assert hops.count == 1
    await store.put_note("T1", "alone", "v")
    assert hops.count == 2
    await store.close()


class Hops:
    """Stands before the queue of the database's thread, and counts what is handed to it."""

    def __init__(self, store: SqliteStore) -> None:
        self.count = 0
        connection: Any = store._writer._connection
        self._queue, connection._tx = connection._tx, self

    def put_nowait(self, item: object) -> None:
        self.count += 1
        self._queue.put_nowait(item)


async def _well() -> bool:
    return True
