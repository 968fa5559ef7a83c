"""What each command loads: Slack's libraries take longer to import than most commands take to run, so only `run` and `demo` do."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from pathlib import Path
from pkgutil import iter_modules

import pytest

import flows.engine.readers as package
from flows.engine.readers.patterns import Pattern
from tests.house.tree import ROOT

SLACK = {"slack_bolt", "slack_sdk", "uvicorn"}
TELLS = (
    "import sys, atexit; atexit.register(lambda: print('\\nLOADED', *sys.modules)); from bot.cli import main; main()"
)


def loaded(folder: Path, *words: str) -> set[str]:
    """The top-level modules that a command had loaded when it ended."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("RINGFENCE_")}
    told = subprocess.run(
        [sys.executable, "-c", TELLS, *words],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    [line] = [line for line in told.stdout.splitlines() if line.startswith("LOADED")]
    return {name.partition(".")[0] for name in line.split()[1:]}


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["migrate"],
        ["status"],
        ["parked"],
        ["replay", "1"],
        ["check", "."],
        ["play", "ip_strategy"],
        ["schema", "--out", "."],
        ["playground", "--help"],
    ],
    ids=" ".join,
)
def test_a_command_that_speaks_to_no_slack_loads_none_of_its_libraries(words: list[str], tmp_path: Path) -> None:
    assert loaded(tmp_path, *words) & SLACK == set()


def test_the_doctor_asks_slack_without_bolt(tmp_path: Path) -> None:
    assert loaded(tmp_path, "doctor") & {"slack_bolt", "uvicorn"} == set()


def test_run_loads_bolt(tmp_path: Path) -> None:
    # So that the test above cannot pass for looking in the wrong place. Without settings it ends at once.
    assert loaded(tmp_path, "run") >= SLACK


def test_the_local_workspace_alone_loads_none_of_them(tmp_path: Path) -> None:
    code = f"import sys, bot.demo; print(*({SLACK!r} & sys.modules.keys()))"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.split() == []


def test_help_and_migrate_read_no_content(tmp_path: Path) -> None:
    for words in (["--help"], ["migrate"]):
        assert loaded(tmp_path, *words) & {"lark", "yaml", "transitions", "dateparser", "babel"} == set()


def test_no_reader_compiles_its_patterns_before_it_reads() -> None:
    readers = [importlib.import_module(f"{package.__name__}.{name}") for _, name, _ in iter_modules(package.__path__)]
    kept = [value for module in readers for value in vars(module).values()]
    assert sum(isinstance(value, Pattern) for value in kept) > 50
    assert not [value for value in kept if isinstance(value, re.Pattern)]
