"""People who answer whatever the bot asks, from a table of replies, as they would type them: for scenarios and for the sample programme."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.playground.driver import NotSeen, Someone
from bot.playground.records import Json
from bot.playground.states import elements

Replies = Mapping[str, "str | Paper | Mapping[str, str | Paper]"]
"""By a question's name (`section.question`): the reply, or the reply for each row by a word that its question shows."""

FINISH = "Finish"


@dataclass(frozen=True)
class Paper:
    """A reply that brings a file, with words or without."""

    name: str
    text: str = ""


@dataclass(frozen=True)
class Asked:
    """An open question: its name, the row that it is about, and its words."""

    name: str
    item: str
    text: str


@dataclass(frozen=True)
class Talk:
    """Who answers in a channel: ``people`` by the section or the whole name of a question, ``other`` wherever nobody is named."""

    channel: str
    other: Someone
    people: Mapping[str, Someone]

    def who(self, name: str) -> Someone:
        return self.people.get(name) or self.people.get(name.partition(".")[0]) or self.other

    async def begins(self, what: str, title: str) -> str:
        """Start a part by command; its thread, which has the title in its first line."""
        await self.other.command(self.channel, f"start {what}".rstrip())

        def begun() -> Json | None:
            # Not a private note that names the part, such as what is missing of a phase.
            seen = [one for one in self.other.sees(self.channel) if one not in self.other.private_notes(self.channel)]
            return next((one for one in reversed(seen) if title in self.other.text(one)), None)

        root = await self.other.until(begun, title)
        return str(root["ts"])

    async def answers(self, root: str, replies: Replies, until: str = "") -> list[str]:
        """Answer all that is asked in a thread up to the review, or up to the question ``until``; the names of what was answered.

        Raises NotSeen where the table has no reply, or where no further question comes."""
        done: list[str] = []
        asked = await self._next(root, None)
        while asked is not None and asked.name != until:
            await self._reply(root, asked, replies)
            done.append(asked.name)
            asked = await self._next(root, asked)
        return done

    async def finishes(self, root: str, replies: Replies) -> list[str]:
        """Answer all that is asked, and press Finish."""
        done = await self.answers(root, replies)
        review = await self.other.until(lambda: self._review(root), "the review")
        await self.other.presses(self.channel, review, FINISH)
        await self.other.sees_text(self.channel, "Summary: ", root)
        return done

    async def _reply(self, root: str, asked: Asked, replies: Replies) -> None:
        found = replies.get(asked.name)
        if isinstance(found, Mapping):
            found = next((reply for word, reply in found.items() if word in asked.text), None)
        if found is None:
            raise NotSeen(f"nobody knows what to reply to {asked.name}: {asked.text}")
        someone = self.who(asked.name)
        if isinstance(found, Paper):
            await someone.uploads(self.channel, found.name, found.name.encode(), root, found.text)
        else:
            await someone.says(self.channel, found, root)

    async def _next(self, root: str, before: Asked | None) -> Asked | None:
        """The open question after the one before; None once there is the review."""

        def find() -> Asked | str | None:
            asked = self._open(root)
            if asked is not None and (asked.name, asked.item) != (before and before.name, before and before.item):
                return asked
            return FINISH if asked is None and self._review(root) is not None else None

        found = await self.other.until(
            find, f"what comes after {before.name}: {before.text}" if before else "a question"
        )
        return found if isinstance(found, Asked) else None

    def _open(self, root: str) -> Asked | None:
        """The newest question in the thread that can still be answered."""
        for message in reversed(self.other.sees(self.channel, root)):
            for spot in _spots(message):
                return Asked(spot["question"], spot.get("item", ""), str(message["text"]))
        return None

    def _review(self, root: str) -> Json | None:
        """The message that offers to finish."""
        for message in reversed(self.other.sees(self.channel, root)):
            for _, element in elements(message.get("blocks", [])):
                if element["type"] == "button" and element["text"]["text"] == FINISH:
                    return message
        return None


def _spots(message: Json) -> Iterator[Json]:
    """What the menu below an open question is about."""
    for _, element in elements(message.get("blocks", [])):
        if element["type"] == "overflow" and element["action_id"].startswith("more:"):
            spot: Json | None = json.loads(element["action_id"].split(":", 2)[2])[2].get("spot")
            if spot is not None:
                yield spot
