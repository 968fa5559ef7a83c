"""The plain calls of the SQLite store: one statement, its rows or how many it changed. The base of its parts."""

from __future__ import annotations

from typing import Any

from state.seal import Seal
from state.sqlite_desk import Desk

Parameters = tuple[str | int | bytes | None, ...]


class Calls:
    """A part of the store: one desk that writes, one that reads, and the seal of what is kept."""

    def __init__(self, writer: Desk, reader: Desk, seal: Seal) -> None:
        self._writer = writer
        self._reader = reader
        self._seal = seal

    async def _change(self, statement: str, parameters: Parameters) -> int:
        """Run one statement that writes; return how many rows it changed, once that is committed."""
        return await self._writer.run(lambda rows: rows.execute(statement, parameters).rowcount)

    async def _rows(self, statement: str, parameters: Parameters) -> list[Any]:
        """Run one statement that reads; return its rows as tuples."""
        return await self._reader.run(lambda rows: rows.execute(statement, parameters).fetchall())
