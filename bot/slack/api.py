"""One typed door to slack_sdk's client: a method and its arguments in, a JSON object out. The SDK's own signatures are partly untyped."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Mapping
from typing import Any, cast

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

log = structlog.get_logger(__name__)

Json = Mapping[str, Any]

FAILS = (SlackClientError, aiohttp.ClientError, asyncio.TimeoutError, json.JSONDecodeError, UnicodeDecodeError)
"""All that a call can raise: a refusal (SlackApiError), no answer, half an answer, or one that is no JSON."""


async def call(client: AsyncWebClient, method: str, arguments: Json) -> Json:
    """Call a method that takes JSON (chat.*, views.*, conversations.create…). None values are left out. Raises one of FAILS."""
    body = {key: value for key, value in arguments.items() if value is not None}
    untyped: Any = client
    return await _logged(method, untyped.api_call(method, json=body))


async def ask(client: AsyncWebClient, method: str, arguments: Mapping[str, str | int | bool | None]) -> Json:
    """Call a method that takes a form (the reading ones, such as conversations.info). Raises one of FAILS."""
    body = {key: _word(value) for key, value in arguments.items() if value is not None}
    untyped: Any = client
    return await _logged(method, untyped.api_call(method, data=body))


async def upload(client: AsyncWebClient, channel: str, name: str, content: bytes, said: str) -> Json:
    """Upload a file to a conversation. Raises one of FAILS."""
    untyped: Any = client
    sent = untyped.files_upload_v2(channel=channel, filename=name, content=content, initial_comment=said)
    return await _logged("files_upload_v2", sent)


async def _logged(method: str, asked: Awaitable[Any]) -> Json:
    """The answer to a call, with a line for whoever follows a trace. Raises one of FAILS."""
    try:
        answer = _read((await asked).data)
    except FAILS as error:
        log.debug("slack_call", method=method, refused=name_of(error))
        raise
    log.debug("slack_call", method=method)
    return answer


def _word(value: str | int | bool) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _read(data: object) -> Json:
    if not isinstance(data, dict):
        raise SlackClientError("the answer is no JSON object")
    return cast("Json", data)


def refusal(error: SlackApiError) -> tuple[int, str, str]:
    """What Slack refused with: the status, the error's name ("" where there was none), and Retry-After ("" where not given)."""
    response: Any = error.response
    headers: Any = getattr(response, "headers", None) or {}
    wait = headers.get("Retry-After") or headers.get("retry-after") or ""
    # A server in trouble answers with a page rather than with an object.
    told: Any = getattr(response, "data", response)
    reason = cast("Json", told).get("error") if isinstance(told, dict) else None
    return int(getattr(response, "status_code", 200)), str(reason or ""), str(wait)


def name_of(error: BaseException) -> str:
    """An error's name for a log or a reason: Slack's own word where there is one."""
    return (refusal(error)[1] if isinstance(error, SlackApiError) else "") or type(error).__name__
