"""What a bot finds when it starts again, and what it must not do twice meanwhile."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path
from typing import Any

import msgspec

from bot.app import Around, running
from bot.demo import demo_settings
from bot.keys import seal_of
from bot.playground.driver import ATLAS, MARIA, Playground, Someone
from bot.playground.faults import Fault
from bot.service.messenger import CARD, Result, Sender
from bot.service.ports import MessageSaid
from flows.model.ids import ChannelId, ClaimKey, PersonId, TeamId
from state.errors import StoreError
from state.records import HeldEvent
from state.sqlite import open_store
from state.store import Store
from tests.scenarios import ways
from tests.scenarios.talk import FIRST, SECOND, started

AT = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
CARD_WORDS = "Outsourcing programme"


async def test_a_reply_that_waited_when_the_bot_died_is_taken_up_by_the_next(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        maria = Someone(playground, MARIA)
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            await maria.command(ATLAS, "start")
            root = (await maria.sees_text(ATLAS, "Know what you own"))["ts"]
            await maria.sees_text(ATLAS, "What are you about to outsource", root)
        team, channel, me = TeamId(playground.workspace.team), ChannelId(ATLAS), PersonId(MARIA)
        key = ClaimKey(f"{team}:{channel}:1.0")
        said = MessageSaid(
            key=key, team=team, by=me, by_team=team, channel=channel, ts="1.0", text="software", thread=root
        )
        store = await open_store(settings.database, seal_of(settings))
        await store.hold(HeldEvent(key, team, channel, root, msgspec.json.encode(said), AT))
        await store.close()
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            await maria.sees_text(ATLAS, "Who has the last word", root)
        store = await open_store(settings.database, seal_of(settings))
        assert await store.held(channel, root) == ()
        await store.close()


class SlowCards(Around):
    """Posts a card only after a while."""

    def sender(self, sender: Sender) -> Any:
        return SlowSender(sender)


class SlowSender:
    def __init__(self, inner: Sender) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    async def post(self, *args: Any, posting: int = 0, **kwargs: Any) -> Result:
        if posting == CARD:
            await asyncio.sleep(1)
        return await self._inner.post(*args, posting=posting, **kwargs)


class Dying(Around):
    """Has saved that a thread is gone, and queued a new one; forgets nothing of the old one any more, and posts nothing."""

    def __init__(self) -> None:
        self.dying = False

    def store(self, store: Store) -> Any:
        return DyingStore(store)

    def sender(self, sender: Sender) -> Any:
        return DyingSender(sender, self)


class DyingStore:
    def __init__(self, inner: Store) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    async def forget_thread(self, *_: Any) -> None:
        raise StoreError


class DyingSender:
    def __init__(self, inner: Sender, house: Dying) -> None:
        self._inner, self._house = inner, house

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    async def post(self, *args: Any, **kwargs: Any) -> Result:
        if self._house.dying:
            await asyncio.Event().wait()
        return await self._inner.post(*args, **kwargs)


async def test_a_bot_that_died_before_it_forgot_a_lost_thread_leaves_no_run_without_one(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        settings, house = demo_settings(playground, tmp_path), Dying()
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE, around=house) as bot:
            maria, root = await started(playground)
            await ways.delivered(bot)
            house.dying = True
            await maria.deletes(ATLAS, root)
            await ways.soon(bot.desk.store.outbox_depth)
            await asyncio.sleep(0.2)
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            again = await maria.sees_text(ATLAS, "Know what you own")
            assert again["ts"] != root
            await maria.sees_text(ATLAS, FIRST, again["ts"])
            await maria.says(ATLAS, "software", again["ts"])
            await maria.sees_text(ATLAS, SECOND, again["ts"])
            assert sum("Know what you own" in maria.text(m) for m in maria.sees(ATLAS)) == 1


def cards(maria: Someone) -> list[str]:
    return [text for m in maria.sees(ATLAS) if (text := maria.text(m)).startswith(CARD_WORDS)]


async def test_a_card_that_takes_long_to_post_is_not_posted_twice(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        maria = Someone(playground, MARIA)
        async with running(
            demo_settings(playground, tmp_path), card_every=ways.OFTEN, pace=ways.FREE, around=SlowCards()
        ):
            await maria.command(ATLAS, "start")
            root = (await maria.sees_text(ATLAS, "Know what you own"))["ts"]
            for words, reply in (("What are you about", "software"), ("Who has the last word", f"<@{MARIA}>")):
                await maria.sees_text(ATLAS, words, root)
                await maria.says(ATLAS, reply, root)
            await maria.sees_text(ATLAS, "Do you have a lawyer", root)
            await maria.sees_text(ATLAS, "2 of")
            assert len(cards(maria)) == 1


async def test_a_card_in_doubt_is_found_and_not_posted_twice(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        maria = Someone(playground, MARIA)
        playground.faults.add(Fault("chat.postMessage", "half", times=3, after_accept=True))
        async with running(demo_settings(playground, tmp_path), card_every=ways.OFTEN, pace=ways.FREE):
            await maria.command(ATLAS, "start")
            root = (await maria.sees_text(ATLAS, "Know what you own"))["ts"]
            await maria.sees_text(ATLAS, "What are you about", root)
            await maria.says(ATLAS, "software", root)
            await maria.sees_text(ATLAS, "1 of")
            assert len(cards(maria)) == 1
