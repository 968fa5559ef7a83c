"""The line of Socket Mode, in the real bot beside the real playground: it falls silent, dies, is refused, and is had again or given up."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncGenerator
from pathlib import Path

import aiohttp
import pytest

from bot.app import Running, running
from bot.config import Mode, load_settings
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, MARIA, Playground, Someone
from bot.playground.faults import Fault
from bot.slack.connect import SlackUnreachable
from bot.slack.line import Bounds, LineLost
from tests.house.tree import ROOT
from tests.scenarios import ways
from tests.scenarios.processes import environment

QUICK = Bounds(look=0.05, silent=0.6, connect=3.0, pause=0.05, longest=0.2, give_up=1.0)
PATIENCE = 10.0


@contextlib.asynccontextmanager
async def bot(folder: Path, bounds: Bounds = QUICK) -> AsyncGenerator[tuple[Playground, Running]]:
    """The bot, with little patience, beside a workspace that pings often."""
    async with Playground().serving() as playground:
        playground.delivery.ping_every = 0.1
        settings = demo_settings(playground, folder)
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE, bounds=bounds) as made:
            yield playground, made


async def ready(made: Running) -> tuple[int, str]:
    """What /readyz answers."""
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{made.port}/readyz") as answer:
        return answer.status, await answer.text()


async def figures(made: Running) -> dict[str, float]:
    """What /metrics tells, by name and labels."""
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{made.port}/metrics") as answer:
        lines = (await answer.text()).splitlines()
    return {name: float(value) for line in lines if line[:1] != "#" for name, _, value in [line.rpartition(" ")]}


async def another_link(playground: Playground, before: object) -> None:
    """Until the app has come by a new socket."""
    async with asyncio.timeout(PATIENCE):
        while not playground.delivery.links or playground.delivery.links[-1] is before:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_a_socket_that_falls_silent_without_closing_is_replaced_and_the_talk_goes_on(tmp_path: Path) -> None:
    async with bot(tmp_path) as (playground, made):
        maria = Someone(playground, MARIA)
        await maria.act(do="silence")
        silent = playground.delivery.links[0]
        assert not silent.socket.closed
        await another_link(playground, silent)
        await maria.command(ATLAS, "start")
        await maria.sees_text(ATLAS, "Know what you own")
        assert (await ready(made))[0] == 200
        assert (await figures(made))['ringfence_socket_replaced_total{why="silent"}'] == 1


async def test_what_was_said_into_the_silence_is_told_again_and_answered(tmp_path: Path) -> None:
    async with bot(tmp_path) as (playground, _):
        playground.delivery.ack_within = 0.3
        playground.delivery.retries = (0.5, 0.5, 1.0, 2.0)
        maria = Someone(playground, MARIA)
        await maria.act(do="silence")
        await maria.says(ATLAS, f"<@{playground.workspace.app.user}> start")
        await maria.sees_text(ATLAS, "Know what you own")


async def test_a_socket_that_answers_no_ping_is_replaced_too(tmp_path: Path) -> None:
    async with bot(tmp_path) as (playground, _):
        maria = Someone(playground, MARIA)
        await maria.act(do="silence", dead=True)
        await another_link(playground, playground.delivery.links[0])
        await maria.command(ATLAS, "start")
        await maria.sees_text(ATLAS, "Know what you own")


async def test_a_socket_over_which_nobody_speaks_is_left_alone_while_slack_pings(tmp_path: Path) -> None:
    async with bot(tmp_path) as (playground, made):
        (link,) = playground.delivery.links
        await asyncio.sleep(3 * QUICK.silent)
        assert playground.delivery.links == [link]
        assert not [name for name in await figures(made) if name.startswith("ringfence_socket_replaced_total")]


async def test_while_the_line_is_down_the_bot_lives_and_is_not_ready(tmp_path: Path) -> None:
    async with bot(tmp_path, Bounds(look=0.05, silent=0.4, connect=1.0, pause=0.05, longest=0.1)) as (playground, made):
        assert await ready(made) == (200, "store: ok\nline: ok\ncontent: ok\ntaking: ok\n")
        playground.faults.add(Fault("apps.connections.open", "internal_error", times=10_000))
        silent = playground.delivery.links[0]
        playground.delivery.silence()
        async with asyncio.timeout(PATIENCE):
            while (told := await ready(made))[0] == 200:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        assert told == (503, "store: ok\nline: not ready\ncontent: ok\ntaking: ok\n")
        async with aiohttp.ClientSession() as session:
            for path in ("livez", "healthz"):
                async with session.get(f"http://127.0.0.1:{made.port}/{path}") as answer:
                    assert (answer.status, await answer.text()) == (200, "ok")
        playground.faults.clear()
        await another_link(playground, silent)
        async with asyncio.timeout(PATIENCE):
            while (await ready(made))[0] != 200:  # noqa: ASYNC110
                await asyncio.sleep(0.02)


async def test_a_line_that_cannot_be_had_again_is_given_up(tmp_path: Path) -> None:
    async with bot(tmp_path) as (playground, made):
        playground.faults.add(Fault("apps.connections.open", "internal_error", times=10_000))
        playground.delivery.silence()
        with pytest.raises(LineLost, match="no line to Slack"):
            await asyncio.wait_for(asyncio.shield(made.lost), PATIENCE)


async def test_a_refused_app_token_ends_the_start_at_once(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        good = demo_settings(playground, tmp_path)
        wrong = load_settings(**{**good.model_dump(), "slack_app_token": "xapp-wrong", "mode": Mode.SOCKET})
        with pytest.raises(SlackUnreachable, match="RINGFENCE_SLACK_APP_TOKEN"):
            async with asyncio.timeout(PATIENCE), running(wrong):
                pass


LIVES = """
from bot.app import run_bot
from bot.config import load_settings
from bot.slack.line import Bounds
run_bot(load_settings(), bounds=Bounds(look=0.05, silent=0.4, connect=2, pause=0.05, longest=0.2, give_up=0.5))
"""


async def test_a_bot_that_gives_its_line_up_ends_with_an_error_so_that_it_is_started_again(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        playground.delivery.ping_every = 0.1
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", LIVES),
            cwd=ROOT,
            env=environment(playground, tmp_path),
            stderr=asyncio.subprocess.PIPE,
        )
        async with asyncio.timeout(60):
            while not playground.delivery.links:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
            await Someone(playground, MARIA).command(ATLAS, "start")
            await Someone(playground, MARIA).sees_text(ATLAS, "Know what you own")
            playground.faults.add(Fault("apps.connections.open", "internal_error", times=10_000))
            playground.delivery.silence()
            _, told = await process.communicate()
    assert process.returncode == 1
    lines = told.decode()
    assert "socket_lost" in lines
    assert "socket_not_replaced" in lines
    assert "error=LineLost" in lines
