"""A message in doubt is looked for by its mark, as far back as a thread goes."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import pytest
from aiohttp import web

from bot.clock import SystemClock
from bot.service.messenger import Found
from bot.slack import connect
from bot.slack.audience import SlackAudiences
from bot.slack.sender import SlackSender
from flows.model.ids import ChannelId, PersonId, TeamId

CHANNEL = ChannelId("C1")
MANY = 450


def said(number: int) -> dict[str, object]:
    """The message that carries the mark ``number``."""
    mark = {"event_type": "ringfence", "event_payload": {"posting": number}}
    return {"ts": f"{number}.0", "metadata": mark}


class Pages:
    """Tells a thread oldest first and a channel latest first, at most a hundred at a time, as Slack may at its discretion."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.broken = False
        self.many, self.most = MANY, 1_000

    async def answer(self, request: web.Request) -> web.Response:
        method, given = request.match_info["method"], await request.post()
        self.asked.append(method)
        if method == "conversations.open":
            return web.json_response({"ok": True, "channel": {"id": "D1"}})
        if self.broken:
            return web.json_response({"ok": False, "error": "missing_scope"})
        if len(self.asked) > self.most:
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "30"})
        numbers = list(range(1, self.many + 1))
        if method == "conversations.history":
            numbers.reverse()
        start = int(str(given.get("cursor") or 0))
        end = start + min(100, int(str(given["limit"])))
        cursor = str(end) if end < self.many else ""
        messages = [said(number) for number in numbers[start:end]]
        return web.json_response({"ok": True, "messages": messages, "response_metadata": {"next_cursor": cursor}})


@pytest.fixture
async def pages() -> AsyncGenerator[tuple[Pages, SlackSender]]:
    told = Pages()
    app = web.Application()
    app.router.add_post("/api/{method}", told.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    async with connect.web_client("xoxb-1", f"http://127.0.0.1:{port}/api/") as client:
        audiences = SlackAudiences(client, SystemClock(), TeamId("T1"), PersonId("UBOT"))
        yield told, SlackSender(client, audiences)
    await runner.cleanup()


async def test_it_is_found_at_the_end_of_a_long_thread(pages: tuple[Pages, SlackSender]) -> None:
    told, sender = pages
    assert await sender.find(CHANNEL, "1.0", MANY) == Found("450.0", channel=CHANNEL)
    assert len(told.asked) == 5


async def test_what_is_not_in_a_thread_is_surely_not_there(pages: tuple[Pages, SlackSender]) -> None:
    _, sender = pages
    assert await sender.find(CHANNEL, "1.0", MANY + 1) == Found()


async def test_a_channel_is_read_from_its_latest_a_few_pages_back(pages: tuple[Pages, SlackSender]) -> None:
    told, sender = pages
    assert await sender.find(CHANNEL, "", MANY) == Found("450.0", channel=CHANNEL)
    assert len(told.asked) == 1
    assert await sender.find(CHANNEL, "", 1) == Found("1.0", channel=CHANNEL)
    assert await sender.find(CHANNEL, "", MANY + 1) == Found()


async def test_what_is_not_among_the_latest_of_a_busy_channel_may_be_there_all_the_same(
    pages: tuple[Pages, SlackSender],
) -> None:
    told, sender = pages
    told.many = 2 * MANY
    assert await sender.find(CHANNEL, "", 1) == Found(known=False)
    assert len(told.asked) == 5


async def test_where_only_one_page_a_minute_may_be_read_a_look_ends(pages: tuple[Pages, SlackSender]) -> None:
    told, sender = pages
    told.most = 1
    assert await sender.find(CHANNEL, "", 1) == Found(known=False)
    refused = await sender.find(CHANNEL, "", MANY)
    assert not refused.known and refused.again > 1, "the first page is waited for"


async def test_a_direct_message_is_found_in_its_conversation(pages: tuple[Pages, SlackSender]) -> None:
    told, sender = pages
    assert await sender.find_direct(PersonId("U1"), MANY) == Found("450.0", channel=ChannelId("D1"))
    assert told.asked == ["conversations.open", "conversations.history"]


async def test_where_looking_is_refused_nothing_is_known(pages: tuple[Pages, SlackSender]) -> None:
    told, sender = pages
    told.broken = True
    assert await sender.find(CHANNEL, "1.0", 1) == Found(known=False)
    assert await sender.find_direct(PersonId("U1"), 1) == Found(known=False)
