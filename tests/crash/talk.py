"""The scripted pair: Maria and Jon go through the IP strategy, whatever becomes of the bot meanwhile."""

from __future__ import annotations

import re
from typing import Any

from bot.playground.company import ATLAS, JON, MARIA, PRIYA
from bot.playground.records import Json
from bot.playground.states import elements
from bot.slack import refs
from flows.model.screens import Ref
from tests.crash.people import Colleague
from tests.e2e.script import IP_STRATEGY, Line, by_hand, by_word

ASKING = frozenset({"not_sure", "skip", "confirm", "finish"})
"""Words of buttons that stand only below what waits for an answer."""
MOST_QUESTIONS = 60


def meant(message: Json) -> list[Ref]:
    """What the buttons and menus of a message mean."""
    found: list[Ref] = []
    for _, element in elements(message.get("blocks", [])):
        if element["type"] == "button" and element.get("value"):
            found.append(refs.read(element["value"])[1])
        elif element["type"] == "overflow":
            ref = refs.bound(element["action_id"])[1]
            found += [Ref(option["value"].partition("|")[0], ref.session, ref.spot) for option in element["options"]]
    return found


class Talk:
    """The conversation in its thread, by spots: ``acknowledged`` are those whose answers the bot has said yes to; ``under_way`` is
    the one that is being answered."""

    def __init__(self, maria: Colleague, jon: Colleague, priya: Colleague) -> None:
        self.maria, self.jon, self.priya = maria, jon, priya
        self.root = ""
        self.acknowledged: set[str] = set()
        self.under_way: set[str] = set()

    # ── what stands ──

    async def roots(self) -> list[Json]:
        """The first messages of threads."""
        return [m for m in await self.maria.look(ATLAS) if "Know what you own" in self.maria.text(m)]

    async def thread(self) -> list[Json]:
        return await self.maria.look(ATLAS, self.root)

    async def asking(self) -> Json | None:
        """The latest message that waits for an answer."""
        for message in reversed(await self.thread()):
            if message.get("bot_id") and any(ref.do in ASKING for ref in meant(message)):
                return message
        return None

    async def question(self, words: str) -> Json:
        """The question that holds these words, once it waits."""

        async def find() -> Json | None:
            message = await self.asking()
            return message if message and words in self.maria.text(message) else None

        found: Json = await self.maria.watch(find, f"a question with {words!r}")
        return found

    async def next_after(self, question: Json) -> Json:
        """What waits once this question does not any more; the same question in a second message is no other."""

        async def find() -> Json | None:
            message = await self.asking()
            later = message is not None and message["ts"] > question["ts"]
            return message if later and meant(message) != meant(question) else None

        found: Json = await self.maria.watch(find, f"what follows {self.maria.text(question)[:60]!r}")
        return found

    # ── what they do ──

    async def start(self) -> None:
        """Type the command until a thread stands."""
        for _ in range(10):
            failed = len(await self._failures())
            await self.maria.command(ATLAS, "start")
            if len(await self._failures()) == failed:
                break
            await self.maria.again()
        await self.move()

    async def move(self) -> None:
        """Go to the thread, once it stands."""
        self.root = (await self.maria.watch(self.roots, "the thread"))[0]["ts"]

    async def _failures(self) -> list[str]:
        return [note for note in await self.maria.notes(ATLAS) if "failed with the error" in note]

    async def complete(self) -> None:
        """From the command to the summary."""
        await self.start()
        message = await self.question("")
        for line in IP_STRATEGY:
            assert line.question in self.maria.text(message)
            message = await self.answer(message, line)
        for turn in range(MOST_QUESTIONS):
            words = self.maria.text(message)
            if "Finish when this is right" in words:
                break
            line = by_hand(words) if turn % 2 == 0 else None
            message = await self.answer(message, line or Line("", "say", (by_word(words),)))
        await self.maria.presses(ATLAS, message, "Finish")

        async def find() -> bool:
            return "Readiness" in self.maria.text((await self.thread())[-1])

        await self.maria.watch(find, "the summary")

    async def answer(self, question: Json, line: Line) -> Json:
        """Give one scripted answer, by hand as Maria or by word as Jon; what is asked next."""
        self.under_way = {ref.spot.key for ref in meant(question) if ref.spot}
        await self._give(question, line)
        if line.how != "say":  # a press is acknowledged to whoever pressed; of a reply only what follows tells
            self.acknowledged |= self.under_way
        following = await self.next_after(question)
        self.acknowledged |= self.under_way
        self.under_way = set()
        return following

    async def _give(self, question: Json, line: Line) -> None:
        labels = line.values
        match line.how:
            case "say":
                await self.jon.says(ATLAS, labels[0], self.root)
            case "press":
                await self.maria.presses(ATLAS, question, labels[0])
            case "pick":
                await self.maria.picks_with(ATLAS, question, "users_select", selected_user=_NAMED[labels[0]])
            case "tick":
                await self.maria.picks(ATLAS, question, *labels)
                await self.maria.presses(ATLAS, question, "Save")
            case _:
                await self._fill(question, line)

    async def _fill(self, question: Json, line: Line) -> None:
        """Open the question's form, fill its one field, send it."""
        await self.maria.presses(ATLAS, question, line.opener)
        view: Json = await self.maria.watch(self.maria.top, "the form")
        block = next(block for block in view["blocks"] if block["type"] == "input")
        await self.maria.submits({block["block_id"]: _state(block["element"], line.values)}, view)

    # ── what they have seen at the end ──

    async def seen(self) -> dict[str, list[Json]]:
        """The messages of the channel, of the thread, and of each one's conversation with the bot."""
        private = {one.user: await one.private() for one in (self.maria, self.jon, self.priya)}
        return {"channel": await self.maria.look(ATLAS), "thread": await self.thread(), **private}

    async def transcript(self) -> dict[str, list[str]]:
        """The same as people read it, times aside. In order where order is promised: in the thread."""
        seen = {place: [self._plain(message) for message in found] for place, found in (await self.seen()).items()}
        return {place: lines if place == "thread" else sorted(lines) for place, lines in seen.items()}

    def _plain(self, message: Json) -> str:
        return re.sub(r"\d{10}\.\d{6}", "TS", self.maria.text(message))


def _state(element: Json, values: tuple[str, ...]) -> dict[str, Any]:
    """What a filled field holds."""
    if element["type"] == "plain_text_input":
        return {"value": "\n".join(values)}
    groups = element.get("option_groups") or [element]
    options = [one for group in groups for one in group["options"] if one["text"]["text"] in values]
    return {"selected_options": options} if "multi" in element["type"] else {"selected_option": options[0]}


_NAMED = {"Maria Kowalska": MARIA, "Jon Reyes": JON, "Priya Nair": PRIYA}
