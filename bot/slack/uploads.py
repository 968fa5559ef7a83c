"""Reads what people uploaded, from Slack: only so many bytes, and only for a moment."""

from __future__ import annotations

from contextlib import aclosing

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.service.uploads import Unread
from bot.slack.api import FAILS, name_of
from bot.slack.files import NotRead, held, pieces

log = structlog.get_logger(__name__)

A_MOMENT = 2.0
"""Seconds: whoever sent the form waits, and Slack takes an acknowledgement for three."""


class SlackFiles:
    """Implements `service.uploads.Files`."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def read(self, file: str, most: int) -> bytes | Unread:
        """The bytes of a file."""
        try:
            return await self._read(file, most)
        except NotRead as error:
            log.warning("file_not_read", file=file, error=str(error))
        except FAILS as error:
            log.warning("file_not_read", file=file, error=name_of(error))
        return Unread.UNREACHABLE

    async def _read(self, file: str, most: int) -> bytes | Unread:
        """Raises NotRead, or one of FAILS."""
        told = await held(self._client, file)
        size: object = told.get("size")
        if isinstance(size, int) and size > most:
            return Unread.TOO_LONG
        found = bytearray()
        async with aclosing(pieces(self._client, told, A_MOMENT)) as read:
            async for piece in read:
                found += piece
                if len(found) > most:
                    return Unread.TOO_LONG
        return bytes(found)
