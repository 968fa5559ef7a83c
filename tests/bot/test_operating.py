"""The operator's commands as an operator uses them, in processes of their own, beside a real bot and the local workspace."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import os
import sqlite3
import sys
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.app import Running, running
from bot.demo import demo_settings
from bot.mending import mend
from bot.playground.driver import ATLAS, MARIA, Playground, Someone
from bot.playground.faults import Fault
from tests.house.tree import ROOT
from tests.scenarios import ways

WITHIN = 60
LATER = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)


@dataclass(slots=True)
class Operator:
    """Somebody at a shell with the bot's settings."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict[str, str])

    async def runs(self, *words: str) -> tuple[int, str]:
        """`ringfence` with these words: the exit code, and what it printed."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("RINGFENCE_")}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.cli", *words),
            cwd=self.folder,
            env={**clean, **self.settings, "PYTHONPATH": str(ROOT)},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        told, _ = await asyncio.wait_for(process.communicate(), WITHIN)
        assert process.returncode is not None
        return process.returncode, told.decode()


def operator(playground: Playground, folder: Path) -> Operator:
    """With everything set as it should be."""
    app = playground.workspace.app
    return Operator(
        folder,
        {
            "RINGFENCE_SLACK_API_URL": playground.api_url,
            "RINGFENCE_SLACK_BOT_TOKEN": app.bot_token,
            "RINGFENCE_SLACK_APP_TOKEN": app.app_token,
            "RINGFENCE_DATABASE": str(folder / "ringfence.sqlite3"),
        },
    )


@contextlib.asynccontextmanager
async def beside(folder: Path) -> AsyncGenerator[tuple[Playground, Running, Operator]]:
    """A bot at work and an operator beside it."""
    async with Playground().serving() as playground:
        async with running(demo_settings(playground, folder), card_every=ways.OFTEN, pace=ways.FREE) as bot:
            yield playground, bot, operator(playground, folder)


async def parked_one(playground: Playground, bot: Running) -> int:
    """A conversation whose second question was refused for good; the posting's number."""
    maria = Someone(playground, MARIA)
    await maria.command(ATLAS, "start")
    root = (await maria.sees_text(ATLAS, "Know what you own"))["ts"]
    first = await maria.sees_text(ATLAS, "What are you about to outsource", root)
    await ways.delivered(bot)
    async with asyncio.timeout(10):
        while await bot.desk.store.dirty_cards(LATER):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    playground.faults.add(Fault("chat.postMessage", "restricted_action", channel=ATLAS))
    await maria.presses(ATLAS, first, "Software: code, apps, data work")
    async with asyncio.timeout(10):
        while not (parked := await bot.desk.store.parked()):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    return parked[0].posting.number


# ── status, parked, replay ──


async def test_status_tells_what_the_store_holds_beside_a_running_bot(tmp_path: Path) -> None:
    async with beside(tmp_path) as (playground, bot, someone):
        maria = Someone(playground, MARIA)
        await maria.command(ATLAS, "start")
        await maria.sees_text(ATLAS, "Know what you own")
        await ways.delivered(bot)
        code, told = await someone.runs("status")
    assert code == 0
    lines = dict(line.split(maxsplit=1) for line in told.splitlines())
    assert lines["programmes"] == "1 in 1 workspace"
    assert lines["sessions"] == "1 open (1 asking)"
    assert lines["outbox"] == "empty"
    assert lines["parked"] == "none"
    assert lines["waking"].startswith("the next at 20")


async def test_status_names_the_posting_that_is_stuck_and_why(tmp_path: Path) -> None:
    async with beside(tmp_path) as (playground, _, someone):
        playground.faults.add(Fault("chat.postMessage", "ratelimited", times=1000, retry_after=30))
        await Someone(playground, MARIA).command(ATLAS, "start")
        async with asyncio.timeout(10):
            while not any(method == "chat.postMessage" for method, _ in playground.calls):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        await asyncio.sleep(0.2)
        _, told = await someone.runs("status")
        with contextlib.closing(sqlite3.connect(tmp_path / "ringfence.sqlite3", isolation_level=None)) as rows:
            rows.execute("UPDATE outbox SET queued_at = queued_at - 3600 * 1000000")
        code, wrong = await someone.runs("doctor")
    assert "2 postings on the way; the oldest is 1 for " in told
    assert "waiting 0 min, tried 1 time, last refused with ratelimited" in told
    assert code == 1 and "waits for 1 h 0 min, last refused with ratelimited" in wrong
    assert "see that a bot runs" in wrong


async def test_a_parked_posting_is_listed_with_its_mending_and_replayed_beside_a_running_bot(tmp_path: Path) -> None:
    async with beside(tmp_path) as (playground, bot, someone):
        number = await parked_one(playground, bot)
        code, told = await someone.runs("parked")
        assert code == 0
        assert f"restricted_action: {mend('restricted_action', number)}" in told
        assert f"ringfence replay {number}" in told
        assert await someone.runs("replay", "999") == (
            1,
            "No posting 999 is parked; ringfence parked lists those that are.\n",
        )
        code, told = await someone.runs("replay", str(number))
        assert code == 0
        maria = Someone(playground, MARIA)
        root = (await maria.sees_text(ATLAS, "Know what you own"))["ts"]
        await maria.sees_text(ATLAS, "Who has the last word", root)
        assert await someone.runs("parked") == (0, "Nothing is parked.\n")


async def test_without_a_database_the_commands_say_so_and_make_none(tmp_path: Path) -> None:
    someone = Operator(tmp_path)
    for words in (["status"], ["parked"], ["replay", "1"]):
        code, told = await someone.runs(*words)
        assert code == 1
        assert told.startswith(
            f"ringfence: There is no store at {tmp_path / 'ringfence.sqlite3'}. Mend: look at RINGFENCE_DATABASE"
        )
    assert set(os.listdir(tmp_path)) <= {".ringfence-cache"}


async def test_the_database_of_a_dotenv_file_is_the_one_that_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("RINGFENCE_DATABASE=elsewhere.sqlite3\n")
    code, told = await Operator(tmp_path).runs("migrate")
    assert (code, told.split()[0]) == (0, "elsewhere.sqlite3")
    assert (await Operator(tmp_path).runs("status"))[0] == 0


# ── the doctor ──


async def test_where_all_is_well_the_doctor_says_so_beside_a_running_bot(tmp_path: Path) -> None:
    async with beside(tmp_path) as (_, _, someone):
        code, told = await someone.runs("doctor")
    assert code == 0, told
    assert told.splitlines()[-1] == "Nothing to mend."
    for words in ("sound, version", "nothing to mend", "bot token: good, for", "scopes: all 13", "app token: good"):
        assert words in told


async def test_before_the_first_start_the_doctor_finds_nothing_wrong(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        code, told = await operator(playground, tmp_path).runs("doctor")
    assert code == 0, told
    assert "the first start makes it" in told
    assert not (tmp_path / "ringfence.sqlite3").exists()


async def test_without_settings_the_doctor_names_each_and_looks_at_the_rest(tmp_path: Path) -> None:
    code, told = await Operator(tmp_path).runs("doctor")
    assert code == 1
    assert "RINGFENCE_SLACK_BOT_TOKEN: is not set" in told
    assert "RINGFENCE_SLACK_APP_TOKEN: is not set" in told
    assert "content: as it shipped" in told


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-wrong", ("bot token: ", "invalid_auth", "put it into RINGFENCE_SLACK_BOT_TOKEN")),
        ("SLACK_APP_TOKEN", "xapp-wrong", ("app token: ", "invalid_auth", "put it into RINGFENCE_SLACK_APP_TOKEN")),
        ("SLACK_API_URL", "http://127.0.0.1:9/api/", ("bot token: ", "look at the network", "RINGFENCE_SLACK_API_URL")),
    ],
)
async def test_a_setting_that_slack_does_not_take_is_named_with_its_place(
    tmp_path: Path, name: str, value: str, says: tuple[str, ...]
) -> None:
    async with Playground().serving() as playground:
        someone = operator(playground, tmp_path)
        someone.settings[f"RINGFENCE_{name}"] = value
        code, told = await someone.runs("doctor")
    assert code == 1
    for words in says:
        assert words in told
    assert "wrong" not in told.replace("WRONG", "")  # no token is repeated


async def test_a_missing_scope_a_wrong_clock_and_a_parked_posting_are_named(tmp_path: Path) -> None:
    async with beside(tmp_path) as (playground, bot, someone):
        app = playground.workspace.app
        app.scopes = tuple(scope for scope in app.scopes if scope not in ("im:write", "files:read"))
        playground.workspace.clock.set(1_606_305_600)
        number = await parked_one(playground, bot)
        code, told = await someone.runs("doctor")
    assert code == 1
    assert "missing: files:read, im:write" in told
    assert "ahead of Slack's" in told
    assert "set this machine's clock" in told
    assert f"posting {number} for " in told
    assert f"ringfence replay {number}" in told
    assert told.splitlines()[-1] == "3 to mend."


async def test_a_damaged_database_and_wrong_content_are_named(tmp_path: Path) -> None:
    (tmp_path / "ringfence.sqlite3").write_bytes(b"no database at all" * 100)
    content = tmp_path / "content"
    (content / "flows").mkdir(parents=True)
    (content / "flows" / "broken.yaml").write_text("flow: [\n")
    async with Playground().serving() as playground:
        someone = operator(playground, tmp_path)
        someone.settings["RINGFENCE_CONTENT"] = str(content)
        code, told = await someone.runs("doctor")
    assert code == 1
    assert "is damaged, or is no database at all" in told
    assert "put the latest backup in its place" in told
    assert f"ringfence check {content} names each" in told
