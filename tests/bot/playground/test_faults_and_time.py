"""Errors on demand, and a clock that can be set: both through the page's address, as a tester sets them."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import pytest
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.company import ATLAS, GENERAL, MARIA
from tests.bot.playground.doors import Doors


async def arm(doors: Doors, error: str, method: str = "chat.postMessage", **more: Any) -> None:
    assert (await doors.act(MARIA, "fault", method=method, error=error, **more))["ok"]


async def post(doors: Doors, channel: str = ATLAS) -> tuple[int, bytes, str]:
    """The raw answer: status, body, Retry-After."""
    headers = {"Authorization": f"Bearer {doors.app.bot_token}"}
    url = f"{doors.playground.api_url}chat.postMessage"
    async with doors.client.post(url, json={"channel": channel, "text": "x"}, headers=headers) as answer:
        return answer.status, await answer.read(), answer.headers.get("Retry-After", "")


async def test_a_limited_call_is_answered_429_with_the_seconds_to_wait(doors: Doors) -> None:
    await arm(doors, "ratelimited", retry_after=7, times=2)
    for _ in range(2):
        status, body, wait = await post(doors)
        assert (status, json.loads(body)["error"], wait) == (429, "ratelimited", "7")
    assert (await post(doors))[0] == 200
    assert len(await doors.messages(MARIA, ATLAS)) == 1


async def test_slacks_own_client_waits_as_it_is_told(doors: Doors) -> None:
    await arm(doors, "ratelimited", retry_after=1)
    client = AsyncWebClient(token=doors.app.bot_token, base_url=doors.playground.api_url)
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler())
    began = asyncio.get_running_loop().time()
    assert (await client.chat_postMessage(channel=ATLAS, text="x"))["ok"]
    assert asyncio.get_running_loop().time() - began >= 1


@pytest.mark.parametrize("error", ["internal_error", "fatal_error", "message_limit_exceeded", "token_revoked"])
async def test_any_error_of_slack_can_be_asked_for(doors: Doors, error: str) -> None:
    await arm(doors, error)
    status, body, _ = await post(doors)
    assert (status, json.loads(body)) == (200, {"ok": False, "error": error})
    assert (await post(doors))[0] == 200


async def test_the_server_fails_answers_no_json_or_breaks_off(doors: Doors) -> None:
    await arm(doors, "http_500")
    assert (await post(doors))[0] == 500
    await arm(doors, "badjson")
    with pytest.raises(json.JSONDecodeError):
        json.loads((await post(doors))[1])
    await arm(doors, "half")
    with pytest.raises(aiohttp.ClientError):
        await post(doors)
    assert await doors.messages(MARIA, ATLAS) == []


async def test_a_call_hangs_until_its_caller_gives_up(doors: Doors) -> None:
    await arm(doors, "timeout")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await post(doors)


@pytest.mark.parametrize("error", ["ratelimited", "http_500", "half", "internal_error"])
async def test_the_work_may_be_done_although_the_answer_is_an_error(doors: Doors, error: str) -> None:
    await arm(doors, error, after_accept=True)
    if error == "half":
        with pytest.raises(aiohttp.ClientError):
            await post(doors)
    else:
        assert b'"ok": true' not in (await post(doors))[1]
    assert len(await doors.messages(MARIA, ATLAS)) == 1


async def test_a_fault_meets_one_method_one_channel_or_everything(doors: Doors) -> None:
    await arm(doors, "fatal_error", channel=GENERAL)
    assert (await doors.api("auth.test"))["ok"]
    assert b'"ok": true' in (await post(doors))[1]
    assert b"fatal_error" in (await post(doors, GENERAL))[1]
    await arm(doors, "internal_error", method="*", times=2)
    assert await doors.refused("auth.test") == "internal_error"
    assert await doors.refused("users.list") == "internal_error"
    await arm(doors, "internal_error", method="*", times=9)
    doors.playground.faults.clear()
    assert (await doors.api("auth.test"))["ok"]


async def test_the_clock_can_be_stopped_moved_and_let_run_again(doors: Doors) -> None:
    stopped = await doors.act(MARIA, "set_clock", now=1_784_116_800)
    assert stopped["now"] == 1_784_116_800
    first = (await doors.act(MARIA, "post", channel=ATLAS, text="one"))["ts"]
    second = (await doors.act(MARIA, "post", channel=ATLAS, text="two"))["ts"]
    assert (first, second) == ("1784116800.000000", "1784116800.000001")
    assert (await doors.act(MARIA, "set_clock", advance=7 * 86_400))["now"] == 1_784_721_600
    assert (await doors.page("state"))["now"] == 1_784_721_600
    assert (await doors.act(MARIA, "post", channel=ATLAS, text="three"))["ts"] == "1784721600.000000"
    running = (await doors.act(MARIA, "set_clock"))["now"]
    await asyncio.sleep(0.01)
    assert (await doors.page("state"))["now"] > running
    await doors.act(MARIA, "set_clock", now=1_000_000_000)
    assert (await doors.act(MARIA, "post", channel=ATLAS, text="never earlier"))["ts"] == "1784721600.000001"


async def test_while_the_clock_stands_still_no_two_messages_bear_the_same_name(doors: Doors) -> None:
    await doors.act(MARIA, "set_clock", now=1_795_600_800)
    names = [(await doors.act(MARIA, "post", channel=ATLAS, text="x"))["ts"] for _ in range(40)]
    assert names == [f"1795600800.{number:06}" for number in range(40)]
