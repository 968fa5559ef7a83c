"""Reads what people uploaded, from Slack: only files that Slack itself holds, only so many bytes, and only for a moment."""

from __future__ import annotations

import aiohttp
import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.service.uploads import Unread
from bot.slack.api import FAILS, ask, is_slacks, name_of
from bot.slack.reading import text, thing

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
            told = thing(await ask(self._client, "files.info", {"file": file}), "file")
        except FAILS as error:
            log.warning("file_not_read", file=file, error=name_of(error))
            return Unread.UNREACHABLE
        size: object = told.get("size")
        if isinstance(size, int) and size > most:
            return Unread.TOO_LONG
        url = text(told, "url_private_download") or text(told, "url_private")
        # Our token goes with the request: to nobody but Slack.
        if told.get("is_external") or not is_slacks(self._client, url):
            return Unread.UNREACHABLE
        try:
            return await self._fetched(url, most)
        except FAILS as error:
            log.warning("file_not_read", file=file, error=name_of(error))
            return Unread.UNREACHABLE

    async def _fetched(self, url: str, most: int) -> bytes | Unread:
        """Raises one of FAILS."""
        session = self._client.session
        assert session is not None  # noqa: S101  (connect makes the client with its session)
        headers = {"Authorization": f"Bearer {self._client.token}"}
        within = aiohttp.ClientTimeout(total=A_MOMENT)
        async with session.get(url, headers=headers, timeout=within, allow_redirects=False) as answer:
            # Where the token may not read it, Slack answers with a page to sign in on.
            if answer.status != 200 or answer.content_type == "text/html":
                log.warning("file_not_read", status=answer.status)
                return Unread.UNREACHABLE
            found = bytearray()
            async for part in answer.content.iter_chunked(65_536):
                found += part
                if len(found) > most:
                    return Unread.TOO_LONG
            return bytes(found)
