"""Slack's client, as patient as Slack asks: what was answered 429 is not asked again before its time, and looks are not asked too fast.

Only that pair waits: the method and the workspace, and the channel where Slack limits by channel. Nobody is kept waiting here for longer
than a moment: who comes too early is refused without a call, and told how long.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from typing import Any, cast

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.service.pacing import Bucket, Pace
from bot.slack.api import Json, TooFast, too_fast
from bot.slack.dates import date_of

BY_CHANNEL = frozenset({"chat.postMessage", "chat.postEphemeral"})
A_MOMENT = 1.0
"""Seconds that a look waits for its turn rather than being refused: whoever pressed waits for it, and Slack for the acknowledgement."""
MOST_PAIRS = 1000

Pair = tuple[str, str]


class PatientClient(AsyncWebClient):
    """One workspace's client. ``pace``: how often it may look at channels and people."""

    def __init__(self, *, pace: Pace, **given: Any) -> None:
        untyped: Any = super()
        untyped.__init__(**given)
        self._looks = {
            "conversations.info": Bucket(pace.looks),
            "conversations.members": Bucket(pace.people),
            "users.info": Bucket(pace.people),
        }
        self._rests: dict[Pair, float] = {}
        self._told: tuple[dt.datetime, float] | None = None

    def time(self) -> dt.datetime | None:
        """What time it is by Slack: what its last answer said, and as much as has passed since. None before the first."""
        if self._told is None:
            return None
        said, at = self._told
        return said + dt.timedelta(seconds=time.monotonic() - at)

    def _hear(self, response: object) -> None:
        headers: Any = getattr(response, "headers", None)
        said = date_of(cast("Json", headers)) if headers else None
        if said is not None:
            self._told = said, time.monotonic()

    async def api_call(self, api_method: str, **given: Any) -> AsyncSlackResponse:  # type: ignore[override]
        """Call a method. Raises TooFast where it is not called: it would come too early."""
        pair = (api_method, _channel(given) if api_method in BY_CHANNEL else "")
        untyped: Any = super()
        until = time.monotonic() + (A_MOMENT if api_method in self._looks else 0.0)
        while True:
            wait = self._wait(pair)
            if not wait:
                try:
                    answer: AsyncSlackResponse = await untyped.api_call(api_method, **given)
                    self._hear(answer)
                    return answer
                except SlackApiError as error:
                    refused: Any = error
                    self._hear(refused.response)
                    limited = too_fast(error)
                    if limited is None:
                        raise
                    self._rest(pair, limited)
                    if time.monotonic() + limited > until:
                        raise
                    wait = limited
            if time.monotonic() + wait > until:
                raise TooFast(wait)
            await asyncio.sleep(wait)

    def _wait(self, pair: Pair) -> float:
        """In how many seconds such a call may be made; 0 now, and it is counted."""
        now = time.monotonic()
        left = self._rests.get(pair, 0.0) - now
        looks = self._looks.get(pair[0])
        return left if left > 0 else looks.take("", now) if looks is not None else 0.0

    def _rest(self, pair: Pair, seconds: float) -> None:
        now = time.monotonic()
        if len(self._rests) >= MOST_PAIRS:
            self._rests = {one: until for one, until in self._rests.items() if until > now}
        self._rests[pair] = now + seconds


def _channel(given: Json) -> str:
    body = given.get("json")
    return str(cast("Json", body).get("channel") or "") if isinstance(body, dict) else ""
