"""Killed at any point, a store holds every turn that was acknowledged, and none by halves."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest

from flows.model.ids import ClaimKey
from state.sqlite import SqliteStore, open_store
from tests.house.tree import ROOT
from tests.state.samples import HOME, IP, NOW, begin, decides

pytestmark = pytest.mark.crash


def start(path: Path, point: str, turns: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.state.crashing", str(path), point, str(turns)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def killed(path: Path, point: str, turns: int) -> int:
    """Let a process be killed at that point; return the number of the last turn it saw acknowledged."""
    process = start(path, point, turns)
    said = process.communicate(timeout=60)[0].split()
    assert process.returncode == -9
    return int(said[-1]) if said else 0


async def whole_steps(store: SqliteStore) -> int:
    """How many steps the store holds, after a look at each of their parts."""
    found = await store.everything(HOME)
    assert found is not None
    steps = found.programme.created
    numbers = list(range(1, steps + 1))
    assert [row.number for row in found.items] == numbers
    assert [list(one.answers) for one in found.sessions] == [[f"inventory.q{number}" for number in numbers]]
    assert [line.what for line in found.entries] == ["started", *["step"] * steps]
    assert await store.outbox_depth() == 1 + steps
    for number in range(1, steps + 4):
        fresh = (await store.turn(ClaimKey(f"step {number}"), HOME, decides(), NOW)).fresh
        assert fresh is (number > steps)
    return steps


@pytest.mark.parametrize("turns", [0, 1, 5])
@pytest.mark.parametrize(("point", "kept"), [("decide", 0), ("group", 0), ("committed", 1), ("told", 0)])
async def test_a_killed_store_holds_whole_turns_and_all_that_were_acknowledged(
    path: Path, point: str, kept: int, turns: int
) -> None:
    assert killed(path, point, turns) == turns
    store = await open_store(path)
    assert await whole_steps(store) == turns + kept
    await store.close()


async def test_a_posting_leased_by_a_killed_courier_comes_again_in_doubt(path: Path) -> None:
    killed(path, "told", 1)
    store = await open_store(path)
    first = await store.lease(NOW, 1, dt.timedelta(minutes=1))
    await store.close()
    store = await open_store(path)
    assert await store.reclaim() == 1
    again = await store.lease(NOW, 1, dt.timedelta(minutes=1))
    assert (again[0].number, again[0].doubtful) == (first[0].number, True)
    assert (await store.read(HOME, lambda s: s.session(IP))) is not None
    await store.close()


async def test_processes_that_share_a_store_lose_no_turn_to_each_other(path: Path) -> None:
    store = await open_store(path)
    await begin(store)
    others = [start(path, "race", 40) for _ in range(3)]
    assert [wait(other) for other in others] == [0, 0, 0]
    assert await store.read(HOME, lambda s: s.programme and s.programme.created) == 120
    await store.close()


def wait(process: subprocess.Popen[str]) -> int:
    process.communicate(timeout=60)
    return process.returncode
