"""A team at work in the channel, for scenarios that play a whole programme: who answers what, asks, approves, records and renews as days pass."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable

from bot.app import Running
from bot.playground.driver import ATLAS, JON, MARIA, PRIYA, Playground, Someone
from bot.playground.player import Paper, Replies, Talk
from bot.playground.states import elements
from bot.service.ticker import tick
from tests.scenarios import ways
from tests.scenarios.talk import Json, note, opened


class Team:
    """Maria owns and watches over security, Jon approves and asks, Priya is counsel."""

    def __init__(self, playground: Playground, bot: Running, clock: ways.SetClock) -> None:
        self.maria, self.jon, self.priya = (Someone(playground, who) for who in (MARIA, JON, PRIYA))
        self.clock, self._bot = clock, bot
        parts = {
            "sign_off": self.priya,
            "rivals.holds_there": self.priya,
            "understanding": self.priya,
            "title.permit_open": self.priya,
            "limits.rules": self.priya,
            "verdict": self.jon,
        }
        self._talk = Talk(ATLAS, self.maria, parts)

    async def plays(self, parts: tuple[tuple[str, str, Replies], ...]) -> dict[str, int]:
        """Begin and finish each part; how many questions it took."""
        return {
            part: len(await self._talk.finishes(await self._talk.begins(part, title), table))
            for part, title, table in parts
        }

    async def gates(self, who: Someone) -> Json:
        """The phases as this person sees them now."""
        return await _told(who, who.command(ATLAS, "gates"), "Phases are slices of your work")

    async def phase(self, who: Someone, phase: str) -> Json:
        """One phase as this person sees it now, with its own buttons first."""
        shown = await self.gates(who)
        blocks: list[Json] = shown["blocks"]
        first = next(at for at, block in enumerate(blocks) if f"*{phase}*" in str(block))
        return {"ts": shown["ts"], "blocks": blocks[first:]}

    async def stands(self, phase: str) -> str:
        """How a phase stands, in the words that Maria reads."""
        shown = await self.phase(self.maria, phase)
        return self.maria.text({"blocks": shown["blocks"][:1]})

    async def asks(self, phase: str, who: Someone | None = None) -> Json:
        """Somebody (Jon) asks that a phase opens; what the form answers."""
        who = who or self.jon
        await who.presses(ATLAS, await self.phase(who, phase), "Ask to open it")
        view = await opened(who, "Ask to open it")
        answered = await who.submits({"reason": {"type": "plain_text_input", "value": None}}, view)
        if "errors" not in answered:
            await note(who, ATLAS, f"Asked: {phase} is to open")
        return answered

    async def approves(self, who: Someone, phase: str) -> None:
        await _told(who, who.presses(ATLAS, await self.phase(who, phase), "Approve"), f"Your yes to {phase} is noted")

    async def evidence(self, who: Someone, phase: str) -> Json:
        """All evidence of a phase, as this person sees it."""
        shown = await self.phase(who, phase)
        return await _told(who, who.presses(ATLAS, shown, "All evidence"), f"Evidence for {phase}")

    async def records(self, who: Someone, phase: str, what: str, day: dt.date, held: int | None = None) -> Json:
        """Somebody records that evidence was seen, on that day; what the form answers."""
        await who.presses(ATLAS, await self.evidence(who, phase), "Record evidence")
        view = await opened(who, "Record evidence")
        offered = {
            block["block_id"]: block["element"].get("options", []) for block in view["blocks"] if "element" in block
        }
        which = next(one for one in offered["evidence"] if what in one["text"]["text"])
        told: dict[str, Json] = {
            "evidence": _picked(which["value"]),
            "vendor": _picked(offered["vendor"][0]["value"]),
            "shows": _picked("there"),
            "seen": {"type": "plain_text_input", "value": f"{what}: the note is in our drive"},
            "day": {"type": "datepicker", "selected_date": day.isoformat()},
        }
        if held is not None:
            told["count"] = {"type": "number_input", "value": str(held)}
        answered = await who.submits(told, view)
        if "errors" not in answered:
            await note(who, ATLAS, "Recorded, with your name and the day")
        return answered

    async def renews(self, run: str, question: str, reply: Paper | str) -> None:
        """Maria changes an answer of a finished part, or says it once more with its newer paper in the same message."""
        maria = self.maria
        picker = await _told(maria, maria.command(ATLAS, "review"), "Which one?")
        review = await _told(maria, maria.presses(ATLAS, picker, run), "Review: ")
        before = len(self.posted())
        await maria.picks(ATLAS, review, _option(review, question))
        asked = await self.comes(before, "What should it be?")
        if isinstance(reply, Paper):
            await maria.uploads(ATLAS, reply.name, reply.name.encode(), asked["thread_ts"], reply.text)
            words = "Kept as evidence for"
        else:
            await maria.says(ATLAS, reply, asked["thread_ts"])
            words = f"Changed to {reply}"
        done = await self.comes(before, "[Change it]", words)
        if "[Change it]" in maria.text(done):
            await maria.presses(ATLAS, done, "Change it")
            done = await self.comes(before, words)
        if isinstance(reply, Paper):
            assert question in maria.text(done), "a paper proves the answer that it came with"
        await ways.delivered(self._bot)

    def posted(self) -> list[Json]:
        """All that stands in the channel."""
        return self.maria.playground.workspace.channel(ATLAS).messages

    async def comes(self, before: int, *words: str) -> Json:
        """The newest message after so many that has any of these words."""

        def found() -> Json | None:
            since = reversed(self.posted()[before:])
            return next((m for m in since if any(word in self.maria.text(m) for word in words)), None)

        message: Json = await self.maria.until(found, " or ".join(words))
        return message

    async def until(self, day: dt.date, *, away: bool = False) -> None:
        """Time goes on to the morning of a day, and whatever is due on the way is done when it is due; all of it only then where the bot was
        ``away``."""
        end = dt.datetime.combine(day, dt.time(7, 5), dt.UTC)
        if away:
            self.clock.set(end)
        while (due := await self._wakes()) is not None and due <= end:
            self.clock.set(max(due, self.clock.now()))
            await tick(self._bot.desk)
        self.clock.set(end)
        await ways.delivered(self._bot)

    async def _wakes(self) -> dt.datetime | None:
        heads = [await self._bot.desk.head(one) for one in await self._bot.desk.store.programmes()]
        return min((head.wakes for head in heads if head is not None and head.wakes is not None), default=None)


def _picked(value: str) -> Json:
    return {"type": "radio_buttons", "selected_option": {"value": value}}


def _option(message: Json, words: str) -> str:
    """The line of a menu that has these words."""
    menus = [element for _, element in elements(message["blocks"]) if element["type"] != "overflow"]
    groups = [group for menu in menus for group in (menu, *menu.get("option_groups", []))]
    labels: list[str] = [option["text"]["text"] for group in groups for option in group.get("options", [])]
    return next(label for label in labels if words in label)


async def _told(who: Someone, deed: Awaitable[object], words: str) -> Json:
    """What this person alone is told after a deed of theirs, with these words."""
    before = len(who.private_notes(ATLAS))
    await deed

    def shown() -> Json | None:
        return next((m for m in who.private_notes(ATLAS)[before:] if words in who.text(m)), None)

    found: Json = await who.until(shown, words)
    return found
