"""The port by which use cases read what people uploaded. `bot.slack.uploads` implements it."""

from __future__ import annotations

from collections.abc import Awaitable
from enum import StrEnum
from typing import Protocol


class Unread(StrEnum):
    """Why a file's bytes were not read."""

    TOO_LONG = "too_long"
    UNREACHABLE = "unreachable"


class Files(Protocol):
    """Reads what people uploaded. Never raises for what the messenger answers."""

    def read(self, file: str, most: int) -> Awaitable[bytes | Unread]:
        """The bytes of a file, where it has no more than ``most`` of them."""
        ...


class NoFiles:
    """Implements :class:`Files` where nothing can be read."""

    async def read(self, file: str, most: int) -> bytes | Unread:
        """No file is reachable."""
        return Unread.UNREACHABLE
