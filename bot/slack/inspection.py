"""Whether Slack takes the tokens: what `ringfence doctor` asks. Speaks to the Web API alone, and opens no line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.api import FAILS, name_of
from bot.slack.dates import date_of
from bot.slack.scopes import BOT_SCOPES

__all__ = ["BOT_SCOPES", "Told", "app_token_refused", "who_am_i"]


@dataclass(frozen=True, slots=True)
class Told:
    """What Slack said about the bot token.

    ``refused``: its word, or an error's name; "" where the token is good. ``scopes`` are those the token has; None where Slack did not say.
    ``ahead``: by how much this machine's clock is ahead of Slack's (to the second); None where unknown.
    """

    refused: str = ""
    workspace: str = ""
    team: str = ""
    scopes: frozenset[str] | None = None
    ahead: dt.timedelta | None = None


async def who_am_i(token: str, api_url: str, now: dt.datetime) -> Told:
    """Ask whose the bot token is. Never raises for what Slack answers."""
    async with aiohttp.ClientSession() as session:
        client: Any = AsyncWebClient(token=token, base_url=api_url, session=session, timeout=10, retry_handlers=[])
        try:
            answer: Any = await client.api_call("auth.test")
        except FAILS as error:
            return Told(refused=name_of(error))
    headers = {str(name).lower(): str(value) for name, value in answer.headers.items()}
    told: Mapping[str, Any] = answer.data
    granted = headers.get("x-oauth-scopes")
    scopes = frozenset(scope.strip() for scope in granted.split(",")) if granted is not None else None
    there = date_of(headers)
    ahead = now - there if there is not None else None
    return Told("", str(told.get("team", "")), str(told.get("team_id", "")), scopes, ahead)


async def app_token_refused(token: str, api_url: str) -> str:
    """Slack's word where it does not take the app-level token; "" where it does. The address that it gives is left unused."""
    async with aiohttp.ClientSession() as session:
        client: Any = AsyncWebClient(base_url=api_url, session=session, timeout=10, retry_handlers=[])
        try:
            await client.apps_connections_open(app_token=token)
        except FAILS as error:
            return name_of(error)
    return ""
