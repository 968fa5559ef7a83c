"""People at work in many channels at once: they answer by word and by hand, over one another, and say it again when nothing comes of it.

What they do is drawn from a seed; what becomes of it is not, for they race. So what is checked afterwards holds whatever they did.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from typing import Any

from bot.playground.driver import JON, MARIA, PRIYA, NotSeen, Playground, Someone
from bot.playground.records import Json, SlackError
from bot.playground.states import elements
from tests.crash.talk import ASKING, meant
from tests.e2e.script import IP_STRATEGY, by_word

ROOT_WORDS, DONE_WORDS = "Know what you own", "Readiness"
PATIENCE = 2.0
"""Seconds until somebody who got no answer says it again."""
PRESSED = ("Not sure", "Skip", "Yes", "No", "Not yet", "Finish", "Looks right", "Go back")
"""Buttons that may be pressed whatever is asked."""
ASKED = ("status", "next", "digest", "review", "actions", "findings", "help")
"""Commands that somebody gives in between."""


class Room:
    """A channel with people in it and at most one programme."""

    def __init__(self, playground: Playground, channel: str, people: tuple[str, ...]) -> None:
        self.playground, self.channel, self.people = playground, channel, people

    def messages(self) -> list[Json]:
        """All that was said here, oldest first."""
        return self.playground.workspace.channel(self.channel).messages

    def root(self) -> Json | None:
        """The latest message of the bot's that a thread hangs from. A digest names the programme too, but nothing hangs from it."""
        begun = (m for m in reversed(self.messages()) if m.get("bot_id") and m.get("thread_ts") == m["ts"])
        return next((m for m in begun if ROOT_WORDS in str(m.get("blocks"))), None)

    def thread(self) -> list[Json]:
        """What stands in that thread."""
        root = self.root()
        return [m for m in self.messages() if root is not None and root["ts"] == m.get("thread_ts")]

    def asking(self) -> Json | None:
        """The latest message that waits for an answer."""
        said = (m for m in reversed(self.thread()) if m.get("bot_id"))
        return next((m for m in said if any(ref.do in ASKING for ref in meant(m))), None)

    def done(self) -> bool:
        """Whether the session has come to its summary."""
        return any(DONE_WORDS in str(m.get("blocks")) for m in self.thread()[-4:] if m.get("bot_id"))


class Worker:
    """One person in one room."""

    def __init__(self, room: Room, user: str, seed: str) -> None:
        self.room, self.me = room, Someone(room.playground, user)
        self.chance = random.Random(seed)
        self.said: list[str] = []
        self._answered: tuple[str, float] = ("", 0.0)

    async def turn(self) -> None:
        """Do one thing that fits, or nothing where somebody waits for an answer still."""
        channel, draw = self.room.channel, self.chance.random()
        if self.room.root() is None:
            if self.me.user == self.room.people[0]:
                await self.me.command(channel, "start")
                await asyncio.sleep(self.chance.uniform(0.3, 1.0))
            return
        if draw < 0.06:
            await self.me.command(channel, self.chance.choice(ASKED))
        elif draw < 0.09 and self.said:
            await self.me.edits(channel, self.said[-1], f"{self.chance.randint(1, 9)}")
        else:
            await self._answer(self.room.asking(), draw)

    async def _answer(self, question: Json | None, draw: float) -> None:
        now = asyncio.get_running_loop().time()
        if question is None or (question["ts"] == self._answered[0] and now - self._answered[1] < PATIENCE):
            return
        self._answered = (question["ts"], now)
        if draw < 0.35 and await self._by_hand(question):
            return
        text = answer_to(self.me.text(question))
        self.said.append(await self.me.says(self.room.channel, text, str(question["thread_ts"])))

    async def _by_hand(self, question: Json) -> bool:
        """Press something; whether there was anything to press."""
        labels = [e["text"]["text"] for _, e in elements(question.get("blocks", [])) if e["type"] == "button"]
        fit = [label for label in labels if label.startswith(PRESSED) or label in self._script(question)]
        if not fit:
            return False
        await self.me.presses(self.room.channel, question, self.chance.choice(fit))
        return True

    def _script(self, question: Json) -> tuple[str, ...]:
        words = self.me.text(question)
        return next((line.values for line in IP_STRATEGY if line.question in words and line.how == "press"), ())


def answer_to(asked: str) -> str:
    """A reply to a question, in words."""
    line = next((line for line in IP_STRATEGY if line.question in asked), None)
    if line is None:
        return by_word(asked)
    named = {"Maria Kowalska": f"<@{MARIA}>", "Priya Nair": f"<@{PRIYA}>"}
    return ", ".join(named.get(value, value) for value in line.values)


class Crowd:
    """The rooms of one workspace. A room whose programme is done is followed by a new one."""

    def __init__(self, playground: Playground, seed: str, rooms: int) -> None:
        self.playground, self.seed = playground, seed
        self._chance = random.Random(f"{seed} crowd")
        self.stopped = asyncio.Event()
        self.resting = False
        self.rooms: list[Room] = []
        self._wanted = rooms

    async def work(self) -> None:
        """Until :attr:`stopped`."""
        async with asyncio.TaskGroup() as group:
            for number in range(self._wanted):
                group.create_task(self._lane(number))

    async def _lane(self, number: int) -> None:
        """Room after room."""
        count = 0
        while not self.stopped.is_set():
            room = await self.open(f"r{number}-{count}", self._crew())
            count += 1
            async with asyncio.TaskGroup() as group:
                for user in room.people:
                    group.create_task(self._busy(Worker(room, user, f"{self.seed} {room.channel} {number} {user}")))

    def _crew(self) -> tuple[str, ...]:
        return tuple(self._chance.sample([MARIA, JON, PRIYA], 2))

    async def open(self, name: str, people: tuple[str, ...]) -> Room:
        """A new private channel with these people and the bot in it."""
        workspace = self.playground.workspace
        first = Someone(self.playground, people[0])
        channel = str((await first.act(do="create_channel", name=name, private=True))["channel"])
        for who in (*people[1:], workspace.app.user):
            workspace.join(workspace.channel(channel), who, people[0])
        room = Room(self.playground, channel, people)
        self.rooms.append(room)
        return room

    async def _busy(self, worker: Worker) -> None:
        while not self.stopped.is_set() and not worker.room.done():
            await asyncio.sleep(worker.chance.uniform(0.05, 0.5))
            if self.resting:
                continue
            try:
                await worker.turn()
            except (SlackError, NotSeen):
                continue  # what they meant is gone, or not to be had now: they look again


async def comes(holds: Callable[[], object], within: float) -> bool:
    """Whether something holds within so many seconds."""
    end = asyncio.get_running_loop().time() + within
    while not (held := holds()) and asyncio.get_running_loop().time() < end:  # noqa: ASYNC110 (what is looked at rings no bell)
        await asyncio.sleep(0.05)
    return bool(held)


async def soon(found: Callable[[], Any], what: str, within: float = 30.0) -> Any:
    """Wait until a plain look finds something. Raises AssertionError."""
    assert await comes(found, within), f"{what} did not come within {within:.0f} seconds"
    return found()
