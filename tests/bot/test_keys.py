"""The commands that need the store's settings and no Slack: where they find it, and what they say of its keys."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from state.keys import key_beside, make_keys, read_keys
from state.sqlite import open_store
from tests.house.tree import ROOT
from tests.state.samples import SEAL, begin


def ringfence(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RINGFENCE_")}
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *words],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT), **settings},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("word", ["rekey", "reseal"])
def test_a_command_that_finds_no_keys_makes_none(tmp_path: Path, word: str) -> None:
    told = ringfence(tmp_path, word)
    assert told.returncode == 1 and "ringfence.sqlite3.key is not there" in told.stderr
    assert {file.name for file in tmp_path.iterdir()} <= {".ringfence-cache"}


async def test_what_does_not_open_is_told_by_its_row_and_the_command_fails(tmp_path: Path) -> None:
    path = tmp_path / "ringfence.sqlite3"
    make_keys(key_beside(path))
    seal = read_keys(key_beside(path))
    store = await open_store(path, seal)
    await begin(store)
    foreign = SEAL.close(b"{}", "session", 1, "ip_strategy-1")
    await store._writer.run(lambda rows: rows.execute("UPDATE sessions SET doc = ?", (foreign,)).rowcount)
    await store.close()
    assert ringfence(tmp_path, "rekey").returncode == 0
    await (await open_store(path, read_keys(key_beside(path)))).close()
    told = ringfence(tmp_path, "reseal")
    assert told.returncode == 1 and told.stdout == ""
    assert "documents were sealed anew" in told.stderr
    assert f"session ip_strategy-1 of 1, key {SEAL.keys[0].id}" in told.stderr
    assert "need" not in told.stderr.partition("Mend")[2]
