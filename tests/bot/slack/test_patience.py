"""Slack's client heeds Retry-After for its pair alone, and looks no faster than its pace."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.driver import ATLAS, GENERAL, MARIA, Playground
from bot.playground.faults import Fault
from bot.service.messenger import Limited, Sent
from bot.service.pacing import FREE, Pace, Rate
from bot.slack import connect
from bot.slack.api import FAILS, TooFast, again_in, ask, call, too_fast
from bot.slack.client import A_MOMENT
from bot.slack.sender import _told

ONE = {"text": "x"}


@contextlib.asynccontextmanager
async def slack(pace: Pace = FREE) -> AsyncGenerator[tuple[Playground, AsyncWebClient]]:
    async with Playground().serving() as playground:
        async with connect.web_client(playground.workspace.app.bot_token, playground.api_url, pace) as client:
            yield playground, client


async def test_what_was_limited_is_not_asked_again_before_its_time_and_its_neighbours_are() -> None:
    async with slack() as (playground, client):
        playground.faults.add(Fault("chat.postMessage", "ratelimited", retry_after=30, channel=ATLAS))
        assert await _told(call(client, "chat.postMessage", {"channel": ATLAS, **ONE})) == Limited(30.0)
        again = await _told(call(client, "chat.postMessage", {"channel": ATLAS, **ONE}))
        assert isinstance(again, Limited) and 29 < again.retry_after <= 30
        assert isinstance(await _told(call(client, "chat.postMessage", {"channel": GENERAL, **ONE})), Sent)
        note = {"channel": ATLAS, "user": MARIA, **ONE}
        await call(client, "chat.postEphemeral", note)
        assert [method for method, _ in playground.calls] == ["chat.postMessage"] * 2 + ["chat.postEphemeral"]


async def test_a_method_that_is_limited_in_the_workspace_rests_in_all_its_channels() -> None:
    async with slack() as (playground, client):
        playground.faults.add(Fault("conversations.info", "ratelimited", retry_after=30))
        for channel in (ATLAS, GENERAL):
            with pytest.raises(FAILS) as refused:
                await ask(client, "conversations.info", {"channel": channel})
            assert again_in(refused.value) == pytest.approx(30, abs=1)
        assert len(playground.calls) == 1
        assert (await ask(client, "users.info", {"user": MARIA}))["ok"]


async def test_a_look_waits_a_moment_for_its_turn_but_no_longer() -> None:
    async with slack(Pace(looks=Rate(0.1, 2))) as (playground, client):
        for _ in range(4):
            await ask(client, "conversations.info", {"channel": ATLAS})
    async with slack(Pace(looks=Rate(2 * A_MOMENT))) as (playground, client):
        await ask(client, "conversations.info", {"channel": ATLAS})
        with pytest.raises(TooFast) as refused:
            await ask(client, "conversations.info", {"channel": ATLAS})
        assert A_MOMENT < (too_fast(refused.value) or 0) <= 2 * A_MOMENT
        assert len(playground.calls) == 1


async def test_a_look_that_is_limited_for_a_moment_is_made_again_at_once() -> None:
    async with slack() as (playground, client):
        playground.faults.add(Fault("users.info", "ratelimited", retry_after=0))
        assert (await ask(client, "users.info", {"user": MARIA}))["ok"]
        assert len(playground.calls) == 2
