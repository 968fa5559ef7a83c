"""As an operator meets it: settings with their errors, health, a stop in the middle of a message, migration, a bad database."""

from __future__ import annotations

import asyncio
import contextlib
import re
import signal
import socket
import sqlite3
from pathlib import Path

import aiohttp
import pytest

from bot.app import running
from bot.config import ConfigError, Mode, database_path, load_settings
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, Playground, Someone
from bot.playground.faults import Fault
from flows.model.errors import RingfenceError
from tests.scenarios import ways
from tests.scenarios.processes import ringfence, start_bot
from tests.scenarios.talk import MARIA, SECOND, said_by_bot, soon, started

GOOD = {"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1"}


# ── settings ──


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "RINGFENCE_SLACK_BOT_TOKEN: is not set"),
        ({"slack_bot_token": "xoxb-1"}, "RINGFENCE_SLACK_APP_TOKEN: is not set"),
        ({**GOOD, "slack_bot_token": "xoxp-1"}, "RINGFENCE_SLACK_BOT_TOKEN: must begin with xoxb-"),
        ({**GOOD, "slack_app_token": "1"}, "RINGFENCE_SLACK_APP_TOKEN: must begin with xapp-"),
        ({**GOOD, "mode": "http"}, "RINGFENCE_SLACK_SIGNING_SECRET: is not set"),
        ({**GOOD, "mode": "carrier pigeon"}, "RINGFENCE_MODE: .*'socket' or 'http'"),
        ({**GOOD, "slack_api_url": "slack.com"}, "RINGFENCE_SLACK_API_URL: must begin with http"),
        ({**GOOD, "http_port": 70000}, "RINGFENCE_HTTP_PORT: "),
        ({**GOOD, "http_port": "many"}, "RINGFENCE_HTTP_PORT: "),
        ({**GOOD, "content": "/nowhere/at/all"}, "RINGFENCE_CONTENT: no folder at /nowhere/at/all"),
        ({**GOOD, "allow_public_channels": "perhaps"}, "RINGFENCE_ALLOW_PUBLIC_CHANNELS: "),
        ({**GOOD, "log_level": "LOUD"}, "RINGFENCE_LOG_LEVEL: must be DEBUG"),
        ({**GOOD, "log_format": "xml"}, "RINGFENCE_LOG_FORMAT: "),
        ({**GOOD, "drain_seconds": -1}, "RINGFENCE_DRAIN_SECONDS: "),
    ],
)
def test_each_wrong_setting_is_named(given: dict[str, object], told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        load_settings(_env_file=None, **given)


def test_all_that_is_wrong_is_told_at_once_and_no_secret_is_repeated() -> None:
    with pytest.raises(ConfigError) as caught:
        load_settings(_env_file=None, slack_bot_token="hunter2", http_port=-1, log_level="LOUD", mode=Mode.HTTP)
    named = re.findall(r"RINGFENCE_\w+", str(caught.value))
    assert {"RINGFENCE_SLACK_BOT_TOKEN", "RINGFENCE_SLACK_SIGNING_SECRET", "RINGFENCE_HTTP_PORT"} <= set(named)
    assert "hunter2" not in str(caught.value)


def test_settings_that_are_well_are_taken_and_show_no_secret() -> None:
    settings = load_settings(
        _env_file=None, **GOOD, content=ways.SHIPPED, log_level="debug", slack_api_url="http://localhost:1/api"
    )
    assert settings.log_level == "DEBUG"
    assert settings.slack_api_url == "http://localhost:1/api/"
    assert "xoxb-1" not in repr(settings)


def test_run_without_settings_says_which_and_exits_with_one(tmp_path: Path) -> None:
    done = ringfence("run", folder=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("ringfence: ")
    assert "RINGFENCE_SLACK_BOT_TOKEN" in done.stderr
    assert "Traceback" not in done.stderr


# ── the database ──


def test_migrate_finds_the_database_where_run_finds_it_and_does_nothing_twice(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"RINGFENCE_DATABASE={tmp_path / 'kept.sqlite3'}\n")
    first, second = ringfence("migrate", folder=tmp_path), ringfence("migrate", folder=tmp_path)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert (tmp_path / "kept.sqlite3").exists()
    assert "nothing to do" in second.stdout
    assert not (tmp_path / "ringfence.sqlite3").exists()


def test_the_variable_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("RINGFENCE_DATABASE=from-file.sqlite3\n")
    monkeypatch.chdir(tmp_path)
    assert database_path() == Path("from-file.sqlite3")
    monkeypatch.setenv("RINGFENCE_DATABASE", "from-variable.sqlite3")
    assert database_path() == Path("from-variable.sqlite3")


@pytest.mark.parametrize("command", ["migrate", "run"])
@pytest.mark.parametrize(("bad", "told"), [("newer", "newer"), ("corrupt", "not a|damaged|malformed|cannot be read")])
async def test_a_database_that_cannot_be_used_is_said_and_left_as_it_is(
    tmp_path: Path, command: str, bad: str, told: str
) -> None:
    path = tmp_path / "ringfence.sqlite3"
    if bad == "newer":
        ringfence("migrate", folder=tmp_path)
        with contextlib.closing(sqlite3.connect(path)) as rows:
            rows.execute("PRAGMA user_version = 999")
            rows.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    else:
        path.write_bytes(b"this is no database at all, " * 400)
    before = path.read_bytes()
    async with Playground().serving() as playground:
        app = playground.workspace.app
        tokens = {"SLACK_BOT_TOKEN": app.bot_token, "SLACK_APP_TOKEN": app.app_token}
        done = await asyncio.to_thread(ringfence, command, folder=tmp_path, SLACK_API_URL=playground.api_url, **tokens)
    assert done.returncode == 1, done.stdout + done.stderr
    assert re.search(told, done.stderr), done.stderr
    assert "Traceback" not in done.stderr
    assert path.read_bytes() == before


def test_a_database_in_a_folder_that_is_not_there_or_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    done = ringfence("migrate", folder=tmp_path, DATABASE=str(tmp_path / "file" / "ringfence.sqlite3"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert str(tmp_path / "file") in done.stderr


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder in which not even root may write")
def test_a_read_only_folder_is_said(tmp_path: Path) -> None:
    done = ringfence("migrate", folder=tmp_path, DATABASE="/proc/ringfence.sqlite3")
    assert done.returncode == 1
    assert "/proc" in done.stderr
    assert "Traceback" not in done.stderr


# ── health, start and stop ──


async def test_healthz_tells_whether_the_store_can_be_written_to(tmp_path: Path) -> None:
    async with Playground().serving() as playground, running(demo_settings(playground, tmp_path)) as bot:
        async with aiohttp.ClientSession() as client:
            base = f"http://127.0.0.1:{bot.port}"
            async with client.get(f"{base}/healthz") as answer:
                assert (answer.status, await answer.text()) == (200, "ok")
            async with client.get(f"{base}/elsewhere") as answer:
                assert answer.status == 404
            await bot.desk.store.close()
            async with client.get(f"{base}/healthz") as answer:
                assert answer.status == 503


async def test_healthz_stands_beside_slacks_requests_over_http(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        async with running(ways.http_settings(playground, tmp_path)) as bot, aiohttp.ClientSession() as client:
            async with client.get(f"http://127.0.0.1:{bot.port}/healthz") as answer:
                assert answer.status == 200
            async with client.post(f"http://127.0.0.1:{bot.port}/slack/events", data="{}") as answer:
                assert answer.status == 401


async def test_a_taken_port_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        async with Playground().serving() as playground:
            settings = ways.http_settings(playground, tmp_path)
            settings.http_port = taken.getsockname()[1]
            with pytest.raises(RingfenceError, match="RINGFENCE_HTTP_PORT"):
                async with running(settings):
                    pass


async def test_a_stop_in_the_middle_of_a_message_finishes_it_and_a_new_start_goes_on(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        bot = start_bot(playground, tmp_path)
        maria = Someone(playground, MARIA)
        await soon(lambda: playground.delivery.links, "the bot's socket", 60)
        _, root = await started(playground)
        await maria.sees_text(ATLAS, "Outsourcing programme")
        playground.faults.add(Fault("chat.postMessage", "slow", channel=ATLAS, after_accept=True))
        await maria.says(ATLAS, "software", root)
        await soon(lambda: SECOND in str(playground.calls), "the post under way")
        bot.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(bot.wait, 30) == 0
        assert sum(SECOND in text for text in said_by_bot(maria, root)) == 1
        log = (tmp_path / "stderr.log").read_text()
        assert "stopping" in log
        assert "Traceback" not in log
        store = await ways.kept(tmp_path)
        left = await store.outbox_depth()
        await store.close()
        assert left == 0, "what was under way was written down as sent"
        async with running(demo_settings(playground, tmp_path), card_every=ways.OFTEN, pace=ways.FREE):
            await maria.says(ATLAS, f"<@{MARIA}>", root)
            await maria.sees_text(ATLAS, "Do you have a lawyer", root)
        assert sum(SECOND in text for text in said_by_bot(maria, root)) == 1
