"""Socket Mode over real sockets: who gets an envelope, what comes again, and how a socket ends."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from bot.playground.company import ATLAS, MARIA
from tests.bot.playground.doors import Doors


async def test_a_socket_is_greeted_and_told_how_many_there_are(doors: Doors) -> None:
    opened = await doors.api("apps.connections.open", token=doors.app.app_token)
    async with doors.line(), doors.client.ws_connect(opened["url"]) as second:
        hello = await second.receive_json(timeout=5)
        assert (hello["type"], hello["num_connections"]) == ("hello", 2)
        assert hello["connection_info"] == {"app_id": doors.app.id}


async def test_an_address_opens_one_socket_and_no_second(doors: Doors) -> None:
    opened = await doors.api("apps.connections.open", token=doors.app.app_token)
    async with doors.client.ws_connect(opened["url"]):
        for url in (opened["url"], f"{doors.playground.url}/link"):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await doors.client.ws_connect(url)
            assert refused.value.status == 403


async def test_each_envelope_goes_to_one_socket_and_they_take_turns(doors: Doors) -> None:
    async with doors.line() as first, doors.line() as second:
        for text in ("one", "two"):
            await doors.act(MARIA, "post", channel=ATLAS, text=text)
        told = [await first.hears(), await second.hears()]
        assert {envelope["payload"]["event"]["text"] for envelope in told} == {"one", "two"}
        for line, envelope in zip((first, second), told, strict=True):
            await line.acks(envelope)
        assert await first.silent()
        assert await second.silent()
        assert doors.playground.delivery.delivered == 2


async def test_an_event_that_is_not_acknowledged_comes_again_under_the_same_id(doors: Doors) -> None:
    async with doors.line() as line:
        await doors.act(MARIA, "post", channel=ATLAS, text="Hello")
        first, again = await line.hears(), await line.hears()
        assert first["envelope_id"] != again["envelope_id"]
        assert first["payload"]["event_id"] == again["payload"]["event_id"]
        assert (first["retry_attempt"], first["retry_reason"]) == (0, "")
        assert (again["retry_attempt"], again["retry_reason"]) == (1, "timeout")
        await line.acks(again)
        assert await line.silent(0.5)


async def test_an_event_is_given_up_after_three_retries(doors: Doors) -> None:
    async with doors.line() as line:
        await doors.act(MARIA, "post", channel=ATLAS, text="Hello")
        assert [(await line.hears())["retry_attempt"] for _ in range(4)] == [0, 1, 2, 3]
        assert await line.silent(0.5)
        assert doors.playground.delivery.delivered == 0


async def test_what_was_on_its_way_over_a_lost_socket_comes_over_the_next(doors: Doors) -> None:
    async with doors.line() as line:
        await doors.act(MARIA, "post", channel=ATLAS, text="Hello")
        lost = await line.hears()
    async with doors.line() as line:
        again = await line.hears()
        assert again["payload"]["event_id"] == lost["payload"]["event_id"]
        assert again["retry_reason"] == "connection_failed"
        await line.acks(again)


async def test_an_event_waits_for_the_app_to_come_back(doors: Doors) -> None:
    await doors.act(MARIA, "post", channel=ATLAS, text="Said meanwhile")
    await asyncio.sleep(0.4)
    async with doors.line() as line:
        envelope = await line.hears()
        assert envelope["payload"]["event"]["text"] == "Said meanwhile"
        assert envelope["retry_reason"] == "no_sockets"
        await line.acks(envelope)


async def test_a_socket_is_told_before_it_is_replaced(doors: Doors) -> None:
    async with doors.line() as line:
        await doors.act(MARIA, "disconnect")
        told = await line.hears()
        assert (told["type"], told["reason"]) == ("disconnect", "refresh_requested")
        assert (await line.socket.receive(timeout=5)).type is aiohttp.WSMsgType.CLOSE
    async with doors.line() as line:
        await doors.act(MARIA, "post", channel=ATLAS, text="Hello again")
        await line.acks(await line.hears())
        await doors.act(MARIA, "disconnect", reason="link_disabled")
        assert (await line.hears())["reason"] == "link_disabled"


async def test_what_is_on_its_way_when_a_socket_is_replaced_comes_again(doors: Doors) -> None:
    async with doors.line() as line:
        await doors.act(MARIA, "post", channel=ATLAS, text="Hello")
        first = await line.hears()
        await doors.act(MARIA, "disconnect")
        async with doors.line() as next_line:
            again = await next_line.hears()
            assert again["payload"]["event_id"] == first["payload"]["event_id"]
            await next_line.acks(again)


async def test_an_eleventh_socket_is_sent_away(doors: Doors) -> None:
    opened = await doors.api("apps.connections.open", token=doors.app.app_token)
    lines = [doors.line() for _ in range(10)]
    for line in lines:
        await line.__aenter__()
    async with doors.client.ws_connect(opened["url"]) as socket:
        told = await socket.receive_json(timeout=5)
        assert (told["type"], told["reason"]) == ("disconnect", "too_many_websockets")
    for line in lines:
        await line.__aexit__(None, None, None)


async def test_a_command_is_answered_in_its_acknowledgement(doors: Doors) -> None:
    async with doors.line() as line:
        typed = asyncio.create_task(doors.act(MARIA, "command", channel=ATLAS, command="/ringfence", text="status"))
        envelope = await line.hears()
        assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
        assert envelope["payload"]["text"] == "status"
        await line.socket.send_json({"envelope_id": "of another socket"})
        await line.acks(envelope, {"text": "All is well"})
        assert (await typed)["ok"]
        assert [m["text"] for m in await doors.messages(MARIA, ATLAS)] == ["All is well"]


async def test_a_command_that_no_socket_takes_fails_and_is_not_told_again(doors: Doors) -> None:
    await doors.act(MARIA, "command", channel=ATLAS, command="/ringfence")
    (note,) = await doors.messages(MARIA, ATLAS)
    assert note["text"] == "/ringfence failed with the error “dispatch_failed”"
    async with doors.line() as line:
        assert await line.silent()


async def test_a_silent_socket_swallows_what_goes_over_it(doors: Doors) -> None:
    async with doors.line() as line:
        doors.playground.delivery.links[0].silent = True
        await doors.act(MARIA, "post", channel=ATLAS, text="Hello")
        assert await line.silent(0.4)
