"""The stores under test: every backend is one parameter of the fixture `store`."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from state.memory import MemoryStore
from state.seal import PLAIN
from state.sqlite import SqliteStore, open_store
from state.store import Store
from tests.state.samples import SEAL


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a SQLite store may lie."""
    return tmp_path / "ringfence.sqlite3"


@pytest.fixture(params=["memory", "sqlite", "sealed"])
async def store(request: pytest.FixtureRequest, path: Path) -> AsyncGenerator[Store]:
    """Any store, empty."""
    seals = {"sqlite": PLAIN, "sealed": SEAL}
    opened: Store = await open_store(path, seals[request.param]) if request.param in seals else MemoryStore()
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite(path: Path) -> AsyncGenerator[SqliteStore]:
    """The SQLite store, sealed and empty, at `path`."""
    opened = await open_store(path, SEAL)
    yield opened
    await opened.close()
