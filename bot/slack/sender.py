"""Sends screens through Slack's Web API and tells what became of them. Never raises for what Slack answers, and logs ids only."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.service.ports import Doubt, Failed, Found, Gone, Limited, Result, Sent
from bot.slack.blocks import message
from flows.model.ids import ChannelId, PersonId, ProgrammeId
from flows.model.screens import Screen

MARK = "ringfence"
"""The event type of a message's metadata. Its payload holds the posting's number and nothing else: any app may read it."""

_LATER = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org", "accesslimited"}
)
_LOOK_BACK = 100


class SlackSender:
    """Implements `service.ports.Sender`."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._direct: dict[PersonId, ChannelId] = {}

    async def post(
        self, channel: ChannelId, screen: Screen, programme: ProgrammeId, *, thread: str = "", posting: int = 0
    ) -> Result:
        """A new message."""
        made = message(screen, programme)
        return await _told(
            lambda: self._client.chat_postMessage(
                channel=channel,
                text=made["text"],
                blocks=made["blocks"],
                thread_ts=thread or None,
                metadata={"event_type": MARK, "event_payload": {"posting": posting}} if posting else None,
                unfurl_links=False,
                unfurl_media=False,
            )
        )

    async def edit(self, channel: ChannelId, ts: str, screen: Screen, programme: ProgrammeId) -> Result:
        """Another content for a message that stands."""
        made = message(screen, programme)
        return await _told(
            lambda: self._client.chat_update(channel=channel, ts=ts, text=made["text"], blocks=made["blocks"])
        )

    async def direct(self, to: PersonId, screen: Screen, programme: ProgrammeId, *, posting: int = 0) -> Result:
        """A direct message."""
        channel = await self._open(to)
        return await self.post(channel, screen, programme, posting=posting) if isinstance(channel, str) else channel

    async def file(self, to: PersonId, name: str, content: bytes, said: str, *, posting: int = 0) -> Result:
        """A file by direct message."""
        channel = await self._open(to)
        if not isinstance(channel, str):
            return channel
        result = await _told(
            lambda: self._client.files_upload_v2(channel=channel, filename=name, content=content, initial_comment=said)
        )
        return Sent(channel, "") if isinstance(result, Sent) else result

    async def find(self, channel: ChannelId, thread: str, posting: int) -> Found:
        """Look once for a posting by its mark."""
        try:
            if thread:
                answer = await self._client.conversations_replies(
                    channel=channel, ts=thread, limit=_LOOK_BACK, include_all_metadata=True
                )
            else:
                answer = await self._client.conversations_history(
                    channel=channel, limit=_LOOK_BACK, include_all_metadata=True
                )
        except (TimeoutError, SlackClientError, aiohttp.ClientError, json.JSONDecodeError):
            return Found(known=False)
        for one in answer.get("messages") or []:
            mark = one.get("metadata") or {}
            if mark.get("event_type") == MARK and (mark.get("event_payload") or {}).get("posting") == posting:
                return Found(ts=str(one["ts"]))
        return Found()

    async def make_channel(self, name: str, members: tuple[PersonId, ...]) -> Result:
        """A private channel with these people in it."""
        made = await _told(
            lambda: self._client.conversations_create(name=re.sub(r"[^\w-]", "-", name.lower())[:80], is_private=True)
        )
        if isinstance(made, Sent):
            invited = await _told(lambda: self._client.conversations_invite(channel=made.channel, users=list(members)))
            return made if isinstance(invited, Sent) else invited
        return made

    async def link(self, channel: ChannelId, ts: str) -> str:
        """A link to a message."""
        try:
            answer = await self._client.chat_getPermalink(channel=channel, message_ts=ts)
        except (TimeoutError, SlackClientError, aiohttp.ClientError, json.JSONDecodeError):
            return ""
        return str(answer.get("permalink") or "")

    async def _open(self, to: PersonId) -> ChannelId | Result:
        """The conversation with one person alone."""
        known = self._direct.get(to)
        if known is not None:
            return known
        opened = await _told(lambda: self._client.conversations_open(users=[to]))
        if isinstance(opened, Sent):
            self._direct[to] = opened.channel
            return opened.channel
        # Nothing was posted yet, so there is no doubt: it can simply be tried again.
        return Failed(opened.reason) if isinstance(opened, Doubt) else opened


async def _told(call: Callable[[], Awaitable[AsyncSlackResponse]]) -> Result:
    """What Slack answered, as one of ours."""
    try:
        answer = await call()
    except SlackApiError as error:
        return _refused(error)
    except aiohttp.ClientConnectorError as error:
        return Failed(type(error).__name__)
    except (TimeoutError, SlackClientError, aiohttp.ClientError, json.JSONDecodeError, UnicodeDecodeError) as error:
        return Doubt(type(error).__name__)
    channel = answer.get("channel")
    where = channel.get("id") if isinstance(channel, dict) else channel
    return Sent(ChannelId(str(where or "")), str(answer.get("ts") or ""))


def _refused(error: SlackApiError) -> Result:
    response = error.response
    status = getattr(response, "status_code", 200)
    headers = getattr(response, "headers", None) or {}
    reason = str(response.get("error") or "") if hasattr(response, "get") else ""
    if status == 429 or reason == "ratelimited":
        wait = headers.get("Retry-After") or headers.get("retry-after") or "1"
        return Limited(float(wait) if str(wait).replace(".", "", 1).isdigit() else 1.0)
    if status >= 500 or not reason:
        return Doubt(reason or f"http_{status}")
    return Doubt(reason) if reason in _LATER else Gone(reason)
