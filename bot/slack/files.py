"""A file's SHA-256, read from Slack piece by piece and kept nowhere."""

from __future__ import annotations

import hashlib
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.api import ask, is_slacks, log
from bot.slack.reading import text

PIECE = 1 << 16
"""Bytes read at a time."""


class NotRead(Exception):
    """The file is not to be had: no address, or a page to sign in instead of it."""


async def sha256(client: AsyncWebClient, file: str) -> str:
    """The fingerprint of a file by its id, in hexadecimal. Raises NotRead, or one of FAILS."""
    told = await ask(client, "files.info", {"file": file})
    address = text(told, "file", "url_private_download")
    if not is_slacks(client, address):
        raise NotRead("no_address")
    untyped: Any = client
    session: aiohttp.ClientSession = untyped.session
    digest = hashlib.sha256()
    headers = {"Authorization": f"Bearer {client.token}"}
    async with session.get(address, headers=headers, allow_redirects=False) as answer:
        page = answer.content_type == "text/html" and text(told, "file", "mimetype") != "text/html"
        if answer.status != 200 or page:
            log.debug("file_refused", status=answer.status)
            raise NotRead("no_access" if page else f"http_{answer.status}")
        async for piece in answer.content.iter_chunked(PIECE):
            digest.update(piece)
    return digest.hexdigest()
