"""After a whole conversation with the real bot, what a person wrote is in Slack and in the sealed store, and nowhere else."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import stat
import subprocess
import sys
from base64 import b64encode
from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import pytest

from bot.demo import demo_settings
from bot.playground.driver import ATLAS, JON, MARIA, PRIYA, Playground, Someone
from state.keys import key_beside, read_keys
from state.migrations import Migration, migrate, shipped
from state.records import Everything
from state.sqlite import open_store
from tests.crash.house import HOME, START_WITHIN, free_port
from tests.crash.people import Colleague
from tests.crash.talk import Talk
from tests.e2e.script import Line
from tests.house.tree import ROOT

PAPER = "kodex-assignment-2019.pdf"
MARKERS = {
    "the name of an asset": b"quagga engine",
    "another": b"help pages",
    "an answer": b"kodex, in a sales call",
    "the raw words beside a value": b"some remote staff",
    "the name of a file": PAPER.encode(),
    "a line of the log on a finding": b'"what":"finding_raised"',  # its kind alone is told, for look-ups (ADR 0009)
    "the channel's name": b"atlas-plan",
}
"""In small letters, as everything is looked at."""


class WithPaper(Talk):
    """The script, with a file beside one answer, and an asset of a name that our own content has no example of."""

    async def _give(self, question: Any, line: Line) -> None:
        own = [value.replace("Pricing", "Quagga").replace("pricing", "quagga") for value in line.values]
        line = replace(line, values=tuple(own))
        await super()._give(question, line)
        if line.question == "Was an NDA signed":
            await self.jon.uploads(ATLAS, PAPER, b"signed", self.root)


class House:
    """A workspace here, and the real command beside it, with every log line that it can be made to write."""

    def __init__(self, playground: Playground, folder: Path) -> None:
        settings = demo_settings(playground, folder)
        self.playground, self.path, self.log = playground, settings.database, folder / "bot.log"
        self.address = f"http://127.0.0.1:{free_port()}"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("RINGFENCE_")}
        self.environment = kept | {
            "RINGFENCE_SLACK_BOT_TOKEN": settings.slack_bot_token.get_secret_value(),
            "RINGFENCE_SLACK_APP_TOKEN": settings.slack_app_token.get_secret_value(),
            "RINGFENCE_SLACK_API_URL": settings.slack_api_url,
            "RINGFENCE_DATABASE": str(self.path),
            "RINGFENCE_HTTP_PORT": self.address.rpartition(":")[2],
            "RINGFENCE_LOG_LEVEL": "DEBUG",
            "PYTHONPATH": str(ROOT),
        }

    @contextlib.asynccontextmanager
    async def bot(self) -> AsyncGenerator[None]:
        """`ringfence run`, while inside."""
        with self.log.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot.cli", "run", cwd=self.path.parent, env=self.environment, stderr=log
            )
        try:
            async with asyncio.timeout(START_WITHIN):
                while not await self.get("healthz"):
                    assert process.returncode is None, self.log.read_text()[-3000:]
                    await asyncio.sleep(0.1)
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            await process.wait()

    async def get(self, what: str) -> bytes:
        """What the bot's own address answers; nothing while it does not listen."""
        try:
            async with aiohttp.ClientSession() as session, session.get(f"{self.address}/{what}") as answer:
                return await answer.read()
        except aiohttp.ClientError:
            return b""

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bot.cli", *words],
            cwd=self.path.parent,
            env=self.environment,
            capture_output=True,
            text=True,
        )

    async def everything(self) -> Everything | None:
        store = await open_store(self.path, read_keys(key_beside(self.path)))
        try:
            return await store.everything(HOME)
        finally:
            await store.close()


async def converse(house: House) -> None:
    """From the command to the summary."""
    async with aiohttp.ClientSession() as session:

        async def again() -> None:
            await asyncio.sleep(0.1)

        people = [Colleague(session, house.playground.url, user, again) for user in (MARIA, JON, PRIYA)]
        await WithPaper(*people).complete()


def showing(told: bytes) -> list[str]:
    """Which markers are in some bytes."""
    return [what for what, marker in MARKERS.items() if marker in told.lower()]


def files(folder: Path) -> dict[str, bytes]:
    """All that lies in a folder, but for the keys."""
    found = [entry for entry in folder.rglob("*") if entry.is_file() and not entry.name.endswith(".key")]
    return {entry.name: entry.read_bytes() for entry in found}


def of_metadata(playground: Playground) -> list[object]:
    """What the bot put beside its messages and forms, where any app of the workspace, or Slack's logs, may read it."""
    views = [view for _, told in playground.calls if isinstance(view := told.get("view"), dict | str)]
    read = [json.loads(view) if isinstance(view, str) else view for view in views]
    private = [view.get("private_metadata", "") for view in read]
    return [told["metadata"] for _, told in playground.calls if told.get("metadata")] + [one for one in private if one]


@pytest.mark.slow
async def test_after_a_whole_conversation_nothing_of_it_is_in_files_logs_health_or_metadata(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        house = House(playground, tmp_path)
        async with house.bot():
            await converse(house)
            told = files(tmp_path)  # with the log that is written ahead
            told["health"] = b"".join([await house.get(what) for what in ("healthz", "metrics", "nothing")])
        meta = of_metadata(playground)
        told["metadata"] = json.dumps(meta).encode()
    everything = await house.everything()
    migrate(house.path, (*shipped(), Migration(len(shipped()) + 1, "more", "CREATE TABLE more (x);")))
    told |= {f"{name}, at the end": held for name, held in files(tmp_path).items()}
    assert {name: found for name, held in told.items() if (found := showing(held))} == {}
    # And it was all there to be found.
    assert showing(msgspec.json.encode(everything)) == list(MARKERS)
    assert told["ringfence.sqlite3-wal"] and told["bot.log"] and told["health"] and len(meta) > 20
    assert any("backup" in name for name in told)
    assert stat.S_IMODE(key_beside(house.path).stat().st_mode) == 0o600
    assert told["bot.log"].count(b"key_made") == 1


async def test_keys_are_changed_by_command_beside_the_running_bot(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        house, maria = House(playground, tmp_path), Someone(playground, MARIA)
        key_file = key_beside(house.path)
        async with house.bot():
            await maria.command(ATLAS, "start")
            await maria.sees_text(ATLAS, "Know what you own")
        [old] = read_keys(key_file).keys
        assert house.command("rekey").returncode == 0
        early = house.command("reseal")
        assert early.returncode == 1 and "start the bot anew" in early.stderr
        async with house.bot():
            done = house.command("reseal")
            assert done.returncode == 0 and old.id in done.stdout, done.stderr
            await maria.command(ATLAS, "status")
        keys = key_file.read_text().splitlines()
        key_file.write_text(keys[-2])
        assert [key.id for key in read_keys(key_file).keys] != [old.id]
        async with house.bot():
            root = (await maria.sees_text(ATLAS, "Know what you own"))["ts"]
            first = await maria.sees_text(ATLAS, "What are you about to outsource", root)
            await maria.presses(ATLAS, first, "Software: code, apps, data work")
            await maria.sees_text(ATLAS, "Who has the last word", root)


async def test_a_bot_without_the_key_of_its_store_says_so_and_touches_nothing(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        house = House(playground, tmp_path)
        async with house.bot():
            pass
        key_file = key_beside(house.path)
        [key] = read_keys(key_file).keys
        before, kept = house.path.read_bytes(), key_file.read_bytes()
        key_file.chmod(0o644)
        assert "chmod 600" in refused(house)
        key_file.unlink()
        assert key.id in refused(house)
        assert not key_file.exists(), "a new key opens nothing"
        house.environment["RINGFENCE_KEY"] = b64encode(bytes(32)).decode()
        assert key.id in refused(house)
        house.environment["RINGFENCE_KEY"] = "zebracode"
        assert "RINGFENCE_KEY" in refused(house) and "zebracode" not in refused(house)
        house.environment["RINGFENCE_KEY_FILE"] = str(key_file)
        assert "set one of them" in refused(house)
        assert house.path.read_bytes() == before
        [word] = [line for line in kept.decode().splitlines() if not line.startswith("#")]
        house.environment |= {"RINGFENCE_KEY_FILE": "", "RINGFENCE_KEY": f"{b64encode(bytes(32)).decode()},{word}"}
        assert house.command("rekey").returncode == 1
        async with house.bot():
            assert house.command("reseal").returncode == 0


def refused(house: House) -> str:
    """What the bot says when it does not start: a sentence, and no traceback."""
    told = house.command("run")
    assert told.returncode == 1 and told.stderr.startswith("ringfence: ") and "Traceback" not in told.stderr
    return told.stderr


FAULTS = """
import asyncio, logging, resource, sys
from bot import telemetry
from bot.config import LogFormat

async def fails():
    raise ValueError("zebracode")

async def main():
    asyncio.get_running_loop().set_exception_handler(telemetry.brief_fault)
    task = asyncio.create_task(fails())
    await asyncio.sleep(0)
    del task
    try:
        await fails()
    except ValueError:
        logging.getLogger("library").exception("it failed")
        telemetry.log.exception("ours_failed")

telemetry.configure("DEBUG", LogFormat(sys.argv[1]))
telemetry.leave_no_dump()
print(resource.getrlimit(resource.RLIMIT_CORE))
asyncio.run(main())
raise ValueError("zebracode")
"""


@pytest.mark.parametrize("form", ["console", "json"])
def test_an_error_that_nobody_caught_tells_where_it_was_and_not_what_it_was_about(form: str) -> None:
    told = subprocess.run([sys.executable, "-c", FAULTS, form], cwd=ROOT, capture_output=True, text=True)
    assert told.returncode == 1 and told.stdout.strip() == "(0, 0)"
    assert "zebracode" not in told.stderr and "Traceback" not in told.stderr
    for what in ("uncaught", "it failed", "ours_failed", "ended"):
        assert what in told.stderr
    assert told.stderr.count("ValueError") == 4
