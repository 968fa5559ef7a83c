"""One typed door to slack_sdk's client: a method and its arguments in, a JSON object out. The SDK's own signatures are partly untyped."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Mapping
from typing import Any, cast
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

log = structlog.get_logger(__name__)


class TooFast(SlackClientError):
    """Such a call is not taken now, but in ``wait`` seconds. It was not made, or not heard."""

    def __init__(self, wait: float) -> None:
        super().__init__("ratelimited")
        self.wait = wait


Json = Mapping[str, Any]

LATER = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org", "accesslimited"}
)
"""Slack's words for a trouble of its own that passes."""

FAILS = (SlackClientError, aiohttp.ClientError, asyncio.TimeoutError, json.JSONDecodeError, UnicodeDecodeError)
"""All that a call can raise: a refusal (SlackApiError), no answer, half an answer, or one that is no JSON."""


def is_slacks(client: AsyncWebClient, url: str) -> bool:
    """Whether an address is Slack's own: over TLS, or where the API itself is that we were told to use. Our token goes to no other."""
    parts, ours = urlsplit(url), urlsplit(client.base_url)
    if (parts.scheme, parts.netloc) == (ours.scheme, ours.netloc):
        return True
    return parts.scheme == "https" and (parts.hostname or "").endswith(".slack.com")


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
    if too_fast(error) is not None:
        return "ratelimited"
    return (refusal(error)[1] if isinstance(error, SlackApiError) else "") or type(error).__name__


def too_fast(error: BaseException) -> float | None:
    """In how many seconds Slack takes such a call again; None where it was refused for something else."""
    if isinstance(error, TooFast):
        return error.wait
    if not isinstance(error, SlackApiError):
        return None
    status, reason, wait = refusal(error)
    return seconds(wait) if status == 429 or reason == "ratelimited" else None


def seconds(retry_after: str) -> float:
    """What a Retry-After asks for; one where it says nothing."""
    return float(retry_after) if retry_after.replace(".", "", 1).isdigit() else 1.0


def again_in(error: BaseException) -> float:
    """In how many seconds a look that failed may be tried again; 0 where Slack refuses it for good."""
    wait = too_fast(error)
    if wait is not None:
        return wait
    if isinstance(error, SlackApiError):
        status, reason, _ = refusal(error)
        return 1.0 if status >= 500 or not reason or reason in LATER else 0.0
    return 1.0
