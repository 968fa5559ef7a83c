"""A card in doubt: there is one card, or two where Slack can never tell whether the first came, and never more."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.app import Around, Running, running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, MARIA, Playground, Someone
from bot.service.messenger import CARD, Doubt, Found, Result, Sender
from bot.service.pacing import FREE
from tests.scenarios import ways
from tests.scenarios.talk import FIRST, SECOND, SOFTWARE, soon

NOW = dt.datetime(2026, 11, 24, 10, tzinfo=dt.UTC)
A_WHILE = dt.timedelta(seconds=6)
"""Longer than a card waits that did not get through."""
CHANNEL_RESTS = dataclasses.replace(FREE, channel=1.0)


class Dim(Around):
    """Slack takes cards and does not say so, but for the first, of which ``lost`` do not arrive. ``blind``: it cannot be asked for one. Other
    messages take ``seconds``."""

    def __init__(self, *, blind: bool = False, lost: int = 0) -> None:
        self.blind, self.lost, self.seconds = blind, lost, 0.0
        self.posted = self.looks = self.under_way = 0

    def sender(self, sender: Sender) -> Any:
        return DimSender(sender, self)


class DimSender:
    def __init__(self, inner: Sender, dim: Dim) -> None:
        self._inner, self._dim = inner, dim

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    async def post(self, *args: Any, posting: int = 0, **kwargs: Any) -> Result:
        dim = self._dim
        if posting != CARD:
            dim.under_way += 1
            await asyncio.sleep(dim.seconds)
            dim.under_way -= 1
            return await self._inner.post(*args, posting=posting, **kwargs)
        dim.posted += 1
        if dim.posted > dim.lost:
            await self._inner.post(*args, posting=posting, **kwargs)
        return Doubt("TimeoutError")

    async def find(self, *args: Any) -> Found:
        self._dim.looks += 1
        return Found(known=False) if self._dim.blind else await self._inner.find(*args)


def cards(maria: Someone) -> list[str]:
    return [text for m in maria.sees(ATLAS) if (text := maria.text(m)).startswith("Outsourcing programme")]


def later(bot: Running, clock: ways.SetClock) -> None:
    """Time passes, and the courier looks."""
    clock.set(clock.now() + A_WHILE)
    bot.desk.woken.set()


async def passing(bot: Running, clock: ways.SetClock, until: Callable[[], bool]) -> None:
    """Time passes until something holds."""
    for _ in range(100):
        if until():
            return
        later(bot, clock)
        await asyncio.sleep(0.1)
    raise AssertionError("it never came")


async def test_a_card_in_doubt_is_looked_for_also_where_the_channel_is_just_being_written_to(tmp_path: Path) -> None:
    dim = Dim()
    async with Playground().serving() as playground:
        clock, maria = ways.SetClock(playground, NOW), Someone(playground, MARIA)
        settings = demo_settings(playground, tmp_path)
        async with running(settings, clock, card_every=ways.OFTEN, pace=CHANNEL_RESTS, around=dim) as bot:
            await maria.command(ATLAS, "start")
            root = (await maria.sees_text(ATLAS, "Know what you own"))["ts"]
            question = await maria.sees_text(ATLAS, FIRST, root)
            await passing(bot, clock, lambda: bool(dim.posted))
            # Whatever was said is over, and the next message takes its time.
            await asyncio.sleep(CHANNEL_RESTS.channel)
            dim.seconds = 0.3
            await maria.presses(ATLAS, question, SOFTWARE)
            await soon(lambda: dim.under_way, "the next message")
            later(bot, clock)
            await maria.sees_text(ATLAS, SECOND, root)
            await passing(bot, clock, lambda: any("1 of" in card for card in cards(maria)))
            assert len(cards(maria)) == 1


async def test_a_card_that_can_never_be_looked_for_is_posted_twice_at_most_however_much_is_said(tmp_path: Path) -> None:
    dim = Dim(blind=True)
    async with Playground().serving() as playground:
        clock, maria = ways.SetClock(playground, NOW), Someone(playground, MARIA)
        settings = demo_settings(playground, tmp_path)
        async with running(settings, clock, card_every=ways.OFTEN, pace=FREE, around=dim) as bot:
            await maria.command(ATLAS, "start")
            root = (await maria.sees_text(ATLAS, "Know what you own"))["ts"]
            question = await maria.sees_text(ATLAS, FIRST, root)
            await passing(bot, clock, lambda: dim.posted == 2)
            await maria.presses(ATLAS, question, SOFTWARE)
            await maria.sees_text(ATLAS, SECOND, root)
            looks = dim.looks
            await passing(bot, clock, lambda: dim.looks > looks)
            await ways.delivered(bot)
        async with running(settings, clock, card_every=ways.OFTEN, pace=FREE, around=dim) as bot:
            looks = dim.looks
            await maria.says(ATLAS, f"<@{MARIA}>", root)
            await passing(bot, clock, lambda: dim.looks > looks)
            await ways.delivered(bot)
            assert len(cards(maria)) == 2
            dim.blind = False
            await maria.says(ATLAS, "yes, in our company", root)
            await passing(bot, clock, lambda: any("3 of" in card for card in cards(maria)))
            assert len(cards(maria)) == 2


async def test_a_card_that_is_surely_not_there_is_posted_until_it_comes(tmp_path: Path) -> None:
    dim = Dim(lost=4)
    async with Playground().serving() as playground:
        clock, maria = ways.SetClock(playground, NOW), Someone(playground, MARIA)
        settings = demo_settings(playground, tmp_path)
        async with running(settings, clock, card_every=ways.OFTEN, pace=FREE, around=dim) as bot:
            await maria.command(ATLAS, "start")
            await passing(bot, clock, lambda: dim.looks == 6)
            await ways.delivered(bot)
            assert (len(cards(maria)), dim.posted) == (1, 5)
