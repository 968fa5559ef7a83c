"""Reads a file that Slack holds: piece by piece, from Slack alone. What becomes of the pieces is its caller's."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncGenerator
from contextlib import aclosing

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.api import Json, ask, is_slacks, log
from bot.slack.reading import text, thing

PIECE = 1 << 16
"""Bytes read at a time."""


class NotRead(Exception):
    """The file is not to be had: no address at Slack, or a page to sign in instead of it."""


async def held(client: AsyncWebClient, file: str) -> Json:
    """What Slack tells of a file by its id. Raises one of FAILS."""
    return thing(await ask(client, "files.info", {"file": file}), "file")


async def pieces(client: AsyncWebClient, told: Json, seconds: float | None = None) -> AsyncGenerator[bytes]:
    """The bytes of a file that Slack told of, within so many seconds (None: the client's own). Raises NotRead, or one of FAILS."""
    address = text(told, "url_private_download") or text(told, "url_private")
    # Our token goes with the request: to nobody but Slack.
    if told.get("is_external") or not is_slacks(client, address):
        raise NotRead("no_address")
    session = client.session
    assert session is not None  # noqa: S101  (connect makes the client with its session)
    headers = {"Authorization": f"Bearer {client.token}"}
    within = session.timeout if seconds is None else aiohttp.ClientTimeout(total=seconds)
    async with session.get(address, headers=headers, timeout=within, allow_redirects=False) as answer:
        # Where the token may not read it, Slack answers with a page to sign in on.
        page = answer.content_type == "text/html" and text(told, "mimetype") != "text/html"
        if answer.status != 200 or page:
            log.debug("file_refused", status=answer.status)
            raise NotRead("no_access" if page else f"http_{answer.status}")
        async for piece in answer.content.iter_chunked(PIECE):
            yield piece


async def sha256(client: AsyncWebClient, file: str) -> str:
    """The fingerprint of a file by its id, in hexadecimal; its bytes are kept nowhere. Raises NotRead, or one of FAILS."""
    digest = hashlib.sha256()
    async with aclosing(pieces(client, await held(client, file))) as read:
        async for piece in read:
            digest.update(piece)
    return digest.hexdigest()
