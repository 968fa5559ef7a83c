"""The shape that makes the speed budget reachable: one catch-all per kind, authorised from memory, one session, one thread hop a group."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import gc
import sys
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp

from bot.app import running
from bot.clock import SystemClock
from bot.config import Mode, load_settings
from bot.playground.driver import ATLAS, MARIA, Playground, Someone
from bot.service.ports import Answer, Arrival, Nothing
from bot.slack import connect
from bot.slack.api import call
from bot.slack.listeners import Listeners
from flows.model.effects import Outcome
from flows.model.ids import ClaimKey
from state.sqlite import SqliteStore, open_store
from tests.bench import load, sample, wire
from tests.bench.fake_api import FakeApi
from tests.scenarios.processes import ROOT, environment


class Heard:
    """A service that notes what arrives."""

    def __init__(self) -> None:
        self.arrivals: list[Arrival] = []

    async def arrived(self, arrival: Arrival, at: dt.datetime) -> Answer:
        self.arrivals.append(arrival)
        return Nothing()


@contextlib.asynccontextmanager
async def hearing(heard: Heard) -> AsyncGenerator[tuple[AsyncApp, int]]:
    """The Slack edge with that service behind it, and its port."""
    async with FakeApi().serving() as api, connect.web_client("xoxb-test", api.url) as client:
        here = await connect.installation(client)
        app = connect.make_app(
            client, here, wire.SECRET, Listeners(heard, SystemClock(), client, here.bot, "not saved")
        )
        async with connect.listening(connect.Front(_well, app), "127.0.0.1", 0) as port:
            yield app, port


async def test_one_catch_all_stands_behind_bolts_checks_and_bolt_tries_no_listeners() -> None:
    async with hearing(Heard()) as (app, _):
        assert app._async_listeners == []
        assert [type(one) for one in app._async_middleware_list].count(Listeners) == 1
        assert isinstance(app._async_middleware_list[-1], Listeners)


async def test_each_kind_of_request_reaches_the_one_front_door() -> None:
    step = next(step for step in sample.played().steps if step.kind is not sample.Kind.TEXT)
    heard = Heard()
    async with hearing(heard) as (_, port), load.lines(port, 1) as lines:
        await load.closed(lines, [wire.request(kind, n, n, step) for n, kind in enumerate(wire.KINDS)])
    assert [type(one).__name__ for one in heard.arrivals] == ["CommandGiven", "Pressed", "MessageSaid"]


async def test_a_kind_that_nobody_hears_is_not_acknowledged() -> None:
    async with hearing(Heard()) as (_, port), load.lines(port, 1) as lines:
        with pytest.raises(AssertionError, match="404"):
            await lines[0].ask(wire.signed(wire.JSON, '{"type": "something_new", "team_id": "T0BENCH"}'))


async def test_a_request_that_is_not_slacks_reaches_nobody() -> None:
    heard, request = Heard(), wire.request("command", 1, 1, sample.played().steps[0])
    async with hearing(heard) as (_, port), load.lines(port, 1) as lines:
        with pytest.raises(AssertionError, match="401"):
            await lines[0].ask(request.replace(b"text=status", b"text=export"))
    assert heard.arrivals == []


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


TELLS = """
import atexit, gc, sys
from bot.app import run_bot
from bot.config import load_settings
atexit.register(lambda: print(gc.get_freeze_count(), len(gc.get_objects()), sys.getswitchinterval(), gc.isenabled()))
sys.exit(run_bot(load_settings()))
"""


async def test_a_running_bot_looks_for_no_garbage_in_what_it_consists_of_and_lets_its_threads_take_short_turns(
    tmp_path: Path,
) -> None:
    async with Playground().serving() as playground:
        bot = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", TELLS),
            cwd=ROOT,
            env=environment(playground, tmp_path),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        async with asyncio.timeout(60):
            while not playground.delivery.links:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
            await Someone(playground, MARIA).command(ATLAS, "start")
            await Someone(playground, MARIA).sees_text(ATLAS, "Know what you own")
            bot.terminate()
            told, _ = await bot.communicate()
    assert bot.returncode == 0
    aside, looked_through, turn, collects = told.decode().split()
    assert int(aside) > 3 * int(looked_through)
    assert float(turn) <= 0.001
    assert collects == "True"


async def test_a_programme_at_hand_gives_the_collector_of_garbage_little_to_look_through(tmp_path: Path) -> None:
    store = await open_store(tmp_path / "heap.sqlite3", sample.SEAL)
    saves = sample.filled(1)
    await store.turn(ClaimKey("fill"), sample.key(1), lambda _: Outcome(saves=saves), sample.START)
    store._cache.clear()
    gc.collect()
    before = len(gc.get_objects())
    session = await store.read(sample.key(1), lambda snapshot: snapshot.session(sample.SESSION))
    gc.collect()
    assert session is not None
    assert len(gc.get_objects()) - before < len(session.answers) / 2
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
