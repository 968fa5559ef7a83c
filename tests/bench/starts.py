"""How long commands take to start, in CPU time, against a Python that imports only what the command cannot do without."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.bench import wire
from tests.bench.fake_api import FakeApi
from tests.bench.measure import Figure, Scale, cpu_seconds, figure

BOLT = ("slack_bolt.async_app", "slack_bolt.adapter.asgi.async_handler", "slack_bolt.adapter.socket_mode.aiohttp")
RUN = (
    "click",
    "msgspec",
    "aiosqlite",
    "uvicorn",
    "httptools",
    "pydantic_settings",
    "structlog",
    "transitions",
    "nacl.secret",
    *BOLT,
)
UNIT = "ms CPU"


@dataclass(frozen=True, slots=True)
class Command:
    """A command that ends by itself, and the imports that it cannot do without."""

    words: tuple[str, ...]
    needs: tuple[str, ...]


HELP = Command(("--help",), ("click",))
CHECK = Command(("check",), ("click", "msgspec", "pydantic", "lark", "yaml", "transitions", "rapidfuzz", "iso3166"))
MIGRATE = Command(("migrate",), ("click", "msgspec", "sqlite3", "pydantic_settings"))


def _imports(names: tuple[str, ...]) -> str:
    return f"import {', '.join(names)}"


def _ended(arguments: list[str], folder: Path) -> float:
    """CPU milliseconds of a process, from its start to its end."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([sys.executable, *arguments], cwd=folder, env=_environment(folder), **quiet)
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0
    return (used.ru_utime + used.ru_stime) * 1e3


def _environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RINGFENCE_", "COVERAGE"))}
    here = str(Path(__file__).resolve().parents[2])
    return {**kept, "PYTHONPATH": here, "RINGFENCE_DATABASE": str(folder / "start.sqlite3"), **more}


def command(folder: Path, scale: Scale, of: Command) -> Figure:
    """One command. `check` is given an empty folder: what it finds there is that nothing is there."""
    empty = folder / "empty"
    empty.mkdir(exist_ok=True)
    words = [*of.words, *([str(empty)] if of is CHECK else [])]
    floors: list[float] = []
    subjects: list[float] = []
    for number in range(scale.rounds + 1):
        floor = _ended(["-c", _imports(of.needs)], folder)
        subject = _ended(["-m", "bot.cli", *words], folder)
        if number:  # the first writes the byte code
            floors.append(floor)
            subjects.append(subject)
    return figure(f"start of {of.words[0]}", 1.5, floors, subjects, UNIT)


async def run(folder: Path, scale: Scale) -> Figure:
    """`run`, until it says that it is running: content from its cache, the store open, the token known, listening."""
    floors: list[float] = []
    subjects: list[float] = []
    waits = f"{_imports(RUN)}; import sys; print('running', file=sys.stderr, flush=True); sys.stdin.read()"
    async with FakeApi().serving() as api:
        settings = {
            "RINGFENCE_MODE": "http",
            "RINGFENCE_HTTP_PORT": "0",
            "RINGFENCE_SLACK_BOT_TOKEN": "xoxb-bench",
            "RINGFENCE_SLACK_SIGNING_SECRET": wire.SECRET,
            "RINGFENCE_SLACK_API_URL": api.url,
        }
        environment = _environment(folder, **settings)
        for number in range(scale.rounds + 1):
            floor = await _running(["-c", waits], folder, environment)
            subject = await _running(["-m", "bot.cli", "run"], folder, environment)
            if number:  # the first compiles the content
                floors.append(floor)
                subjects.append(subject)
    return figure("start of run", 1.3, floors, subjects, UNIT)


async def _running(arguments: list[str], folder: Path, environment: dict[str, str]) -> float:
    """CPU milliseconds of a process until it says that it is running."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *arguments),
        cwd=folder,
        env=environment,
        stdin=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    assert process.stdin is not None
    async with asyncio.timeout(60):
        while b"running" not in (line := await process.stderr.readline()):
            assert line, "it ended before it was running"
        spent = cpu_seconds(process.pid)
        process.terminate()
        process.stdin.close()
        await process.communicate()
    return spent * 1e3
