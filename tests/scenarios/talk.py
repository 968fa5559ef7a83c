"""What scenarios say and look for over and over: a programme started, a private note, a direct message, triage answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from bot.playground.driver import ATLAS, MARIA, PRIYA, Playground, Someone

Json = dict[str, Any]

FIRST, SECOND, THIRD = "What are you about to outsource", "Who has the last word", "Do you have a lawyer"
SOFTWARE = "Software: code, apps, data work"

TRIAGE: tuple[tuple[str, str], ...] = (
    (FIRST, "software"),
    (SECOND, f"<@{MARIA}>"),
    (THIRD, "not yet"),
    ("In which countries", "India"),
    ("What will leave", "our own code"),
    ("besides the vendor", "none"),
    ("new and technical", "no"),
    ("a name or a logo", "no"),
    ("(NDA)", "not yet"),
    ("Which of these rules", "none"),
    ("Which of your assets", "Engine"),
    ("hurt you most", "none"),
    ("only while they stay secret", "none"),
    ("on your payroll", "none"),
    ("already seen", "Engine"),
    ("public already", "none"),
)
"""On to a question that takes free text: who outside the company has seen the engine."""


async def started(playground: Playground, channel: str = ATLAS) -> tuple[Someone, str]:
    """Maria, and the thread of a programme that she started, with its first question open. Its card stands: nothing is under way that could
    meet a fault in place of what is tested, or ask Slack something while calls are counted."""
    maria = Someone(playground, MARIA)
    await maria.command(channel, "start")
    root = await maria.sees_text(channel, "Know what you own")
    await maria.sees_text(channel, FIRST, root["ts"])
    await maria.sees_text(channel, "Outsourcing programme")
    return maria, str(root["ts"])


async def through(someone: Someone, root: str, lines: tuple[tuple[str, str], ...], channel: str = ATLAS) -> None:
    """Reply to each question in turn."""
    for words, reply in lines:
        await someone.sees_text(channel, words, root)
        await someone.says(channel, reply, root)


async def note(someone: Someone, channel: str, words: str) -> Json:
    """A private note with these words."""
    return await someone.noted(channel, words)


async def letter(someone: Someone, words: str) -> Json:
    """A direct message of the bot with these words."""

    def find() -> Json | None:
        return next((m for m in reversed(someone.direct()) if words in someone.text(m)), None)

    found: Json = await someone.until(find, words)
    return found


def direct_channel(someone: Someone) -> str:
    """The conversation of this person and the bot alone."""
    workspace = someone.playground.workspace
    alone = {someone.user, workspace.app.user}
    return next(c.id for c in workspace.channels.values() if c.kind == "im" and set(c.members) == alone)


async def opened(someone: Someone, title: str) -> Json:
    """The form of that title, once it is open."""

    def found() -> Json | None:
        view = someone.view()
        return view if view is not None and view["title"]["text"] == title else None

    view: Json = await someone.until(found, title)
    return view


async def quiet(someone: Someone, channel: str = ATLAS) -> None:
    """Let everything under way arrive: what comes after it has arrived."""
    before = len(someone.private_notes(channel))
    await someone.command(channel, "help")
    await someone.until(lambda: len(someone.private_notes(channel)) > before, "the help")


async def soon(find: Callable[[], object], what: str, within: float = 10.0) -> None:
    """Wait for what changes nothing that a person sees: a call that Slack refused, a line in the store."""
    for _ in range(int(within * 100)):
        if find():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"{what} did not come")


def said_by_bot(someone: Someone, root: str, channel: str = ATLAS) -> list[str]:
    """What the bot said in a thread, as it stands now."""
    bot = someone.playground.workspace.app.bot_id
    return [someone.text(m) for m in someone.sees(channel, root) if m.get("bot_id") == bot]


async def name_counsel(maria: Someone, who: str = PRIYA, channel: str = ATLAS, **more: Json) -> None:
    """Fill in the settings: counsel, and whatever else is given."""
    await maria.command(channel, "settings")
    view = await maria.until(maria.view, "the settings")
    filled: dict[str, Json] = {
        "owner": {"selected_user": maria.user},
        "counsel": {"selected_user": who},
        "zone": {"value": "Europe/Warsaw"},
        "locale": {"selected_option": {"value": "en_GB"}},
    }
    await maria.submits({**filled, **more}, view)
    await note(maria, channel, "Settings saved")
