"""Fixtures that every test folder may use. What only one room needs lives in that room's own conftest."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Generator
from pathlib import Path

import hypothesis
import pytest
import structlog

from bot import pauses

ROOMS_WITH_BOTS = frozenset({"scenarios", "bot", "crash", "e2e"})

# With CI set, hypothesis loads its own `ci` profile (same examples every run, no deadline). Elsewhere only the deadline
# goes: two shared cores make honest code look slow.
hypothesis.settings.register_profile("here", deadline=None)
if "CI" not in os.environ:
    hypothesis.settings.load_profile("here")

# What the tests start in processes of their own is not measured: it walks little that the tests themselves do not, and takes twice as long.
# Not in the process that starts the workers, for those are.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.pop("COVERAGE_PROCESS_CONFIG", None)

MEMORY = "/dev/shm"
ROOM = 2 * 1024**3
"""Bytes that the machine has to have free there; the tests take a few dozen million at a time."""


def in_memory() -> bool:
    """Whether the tests may keep their files in memory: there is room, and what they install there may run."""
    try:
        told = os.statvfs(MEMORY)
    except OSError:
        return False
    return os.access(MEMORY, os.W_OK) and told.f_bavail * told.f_frsize >= ROOM and not told.f_flag & os.ST_NOEXEC


# The stores of the tests are the bot's own, and sync each commit as its do; on a disk they wait for that a quarter of their time.
if in_memory():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", MEMORY)

# Where the machine keeps no compiled modules, each bot that the tests start in a process of its own would compile itself anew for a second.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# An error with all variables along its way, as structlog shows it unasked, takes a minute to draw where they are the bot's own.
structlog.configure(
    processors=[
        *structlog.get_config()["processors"][:-1],
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Nobody looks for garbage among the tests, modules and content: they come while tests are collected, and stay as long as the process."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        pauses.keep_short()


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the library is kept once it was compiled, for all tests of a run: compiling what ships takes longer than most of them."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "compiled"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def tmp_path(tmp_path: Path, compiled: Path, request: pytest.FixtureRequest) -> Path:
    """A folder of the test's own. A bot that keeps its database there finds the compiled library beside it."""
    if ROOMS_WITH_BOTS.intersection(request.path.parts):
        (tmp_path / ".ringfence-cache").symlink_to(compiled, target_is_directory=True)
    return tmp_path


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The Chromium that drives the page. Without one the test is skipped here, and fails where CI is set."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        say = pytest.fail if "CI" in os.environ else pytest.skip
        say("no Chromium: install one, or name it in CHROMIUM")
    return found
