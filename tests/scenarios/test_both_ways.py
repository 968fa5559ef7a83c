"""The same script over Socket Mode and over signed HTTP gives the same transcript, word for word."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.playground.driver import ATLAS, JON, MARIA, PRIYA, Playground, Someone
from tests.scenarios import ways


async def script(playground: Playground) -> dict[str, list[str]]:
    """A conversation that uses commands, buttons, menus, pickers, a form, replies, an edit, and a stale press."""
    maria, jon = Someone(playground, MARIA), Someone(playground, JON)
    await maria.command(ATLAS, "start")
    root = (await maria.sees_text(ATLAS, "Know what you own"))["ts"]

    async def question(words: str) -> dict[str, object]:
        found: dict[str, object] = await maria.sees_text(ATLAS, words, root)
        return found

    first = await question("What are you about to outsource")
    await maria.presses(ATLAS, first, "Software: code, apps, data work")
    decides = await question("Who has the last word")
    await maria.picks_with(ATLAS, decides, "users_select", selected_user=MARIA)
    lawyer = await question("Do you have a lawyer")
    await jon.says(ATLAS, "yes, in our company", root)
    who = await question("Who is your lawyer")
    await jon.presses(ATLAS, lawyer, "Change")
    await maria.picks_with(ATLAS, who, "users_select", selected_user=PRIYA)
    await question("What should it be")
    await jon.says(ATLAS, "yes, in our company", root)
    await question("In which countries")
    said = await jon.says(ATLAS, "India and Poland", root)
    leaves = await question("What will leave")
    await maria.picks(ATLAS, leaves, "Our own code, drawings, texts or know-how", "Open source software")
    await maria.presses(ATLAS, leaves, "Save")
    await question("besides the vendor")
    await jon.says(ATLAS, "blorf blorf", root)
    await jon.says(ATLAS, "none", root)
    invention = await question("new and technical")
    await maria.presses(ATLAS, invention, "Why this matters")
    await maria.presses(ATLAS, invention, "Not sure")
    await question("a name or a logo")
    await jon.edits(ATLAS, said, "India")
    await asyncio.sleep(0.5)
    await maria.command(ATLAS, "pause")
    await maria.sees_text(ATLAS, "Nothing is lost", root)
    await settled(playground)
    return {user: ways.transcript(Someone(playground, user)) for user in (MARIA, JON)}


async def settled(playground: Playground) -> None:
    """Until nothing was said for a moment."""
    before = -1
    for _ in range(50):
        said = sum(len(channel.messages) for channel in playground.workspace.channels.values())
        if said + len(playground.calls) == before:
            return
        before = said + len(playground.calls)
        await asyncio.sleep(0.4)


async def test_the_same_script_over_socket_mode_and_http_gives_the_same_transcript(tmp_path: Path) -> None:
    async with ways.socket(tmp_path / "a") as playground:
        by_socket = await script(playground)
    async with ways.http(tmp_path / "b") as playground:
        by_http = await script(playground)
    assert by_socket == by_http
    assert len(by_socket[MARIA]) > 15
