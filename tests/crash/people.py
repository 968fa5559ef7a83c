"""People at the page of a playground in another process: they act through its address, see what it shows, and press again when nobody answers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from bot.playground.driver import NotSeen, Someone
from bot.playground.records import Json

PATIENCE = 45.0
MOST_TRIES = 20


class Colleague(Someone):
    """One person. ``again`` is awaited before something is pressed again because the app gave no answer."""

    def __init__(
        self, session: aiohttp.ClientSession, url: str, user: str, again: Callable[[], Awaitable[None]]
    ) -> None:
        self.session, self.url, self.user, self.again = session, url, user, again

    async def act(self, **deed: Any) -> Json:
        for tries in range(MOST_TRIES):
            async with self.session.post(f"{self.url}/page/act", json={"as": self.user, **deed}) as answer:
                told: Json = await answer.json()
            if told["ok"]:
                return told
            if tries and told["error"] == "action_not_found":
                return told  # it counted after all, and the button is gone: the person sees so
            assert told["error"] == "no_answer", told
            await self.again()
        raise NotSeen(f"no answer to {deed['do']}, however often")

    async def get(self, what: str, **query: str) -> Json:
        async with self.session.get(f"{self.url}/page/{what}", params={"as": self.user, **query}) as answer:
            told: Json = await answer.json()
            return told

    async def look(self, channel: str, thread: str = "") -> list[Json]:
        """The messages of a channel (or thread), oldest first, private notes aside."""
        told = await self.get("messages", channel=channel, **({"thread_ts": thread} if thread else {}))
        return [message for message in told["messages"] if not message.get("ephemeral")]

    async def notes(self, channel: str) -> list[str]:
        """The private notes in a channel."""
        told = await self.get("messages", channel=channel)
        return [self.text(message) for message in told["messages"] if message.get("ephemeral")]

    async def private(self) -> list[Json]:
        """The messages of the conversations with one other: the bot."""
        state = await self.get("state")
        return [m for one in state["channels"] if one["kind"] == "im" for m in await self.look(one["id"])]

    async def top(self) -> Json | None:
        """The modal on top."""
        stack = (await self.get("views"))["stack"]
        return stack[-1] if stack else None

    async def watch(self, find: Callable[[], Awaitable[Any]], what: str, within: float = PATIENCE) -> Any:
        """Wait until ``find`` gives something; look again whenever the page is told of a change. Raises NotSeen."""
        try:
            async with (
                asyncio.timeout(within),
                self.session.ws_connect(f"{self.url}/page/events?as={self.user}") as page,
            ):
                while not (found := await find()):
                    await page.receive()
                return found
        except TimeoutError:
            raise NotSeen(f"{what} did not appear") from None
