"""The bot starts again with other content while a conversation is open: that goes on as it began until somebody says yes to the newer version,
a new one gets what is new."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, GENERAL, JON, MARIA, Playground, Someone
from flows.authoring.library import load_library
from flows.model.flow import Flow
from flows.model.ids import FlowId
from tests.scenarios import ways

CONTENT = Path(__file__).resolve().parents[2] / "flows" / "content"
FLOW = "flows/ip_strategy/flow.yaml"
IP = FlowId("ip_strategy")
OLD_FIRST, NEW_FIRST = "What are you about to outsource?", "Which work will somebody else do for you?"
OLD_SECOND, NEW_SECOND = "Who has the last word", "What do you hope to gain by it?"
THIRD = "Do you have a lawyer for this?"
HOPES = f"""\
      - {{ask: hopes, kind: text, text: "{NEW_SECOND}", why: It is weighed against the risk., source: counsel}}

"""


def edited(folder: Path) -> Path:
    """The shipped content, without the gates and the words for Ask, which name its questions, with a text changed, a question removed and a
    new one in its place."""
    shutil.copytree(CONTENT, folder)
    for file in (*folder.glob("gates*.yaml"), folder / "asking.yaml"):
        file.unlink()
    text = (folder / FLOW).read_text(encoding="utf-8")
    begins, ends = text.index("      - ask: decides\n"), text.index("      - ask: lawyer\n")
    text = (text[:begins] + HOPES + text[ends:]).replace(OLD_FIRST, NEW_FIRST)
    (folder / FLOW).write_text(re.sub(r"(?m)^version: \d+$", "version: 9", text, count=1), encoding="utf-8")
    return folder


def emptied(folder: Path) -> Path:
    """The shipped content without its flows, and without countries and scorecards, which name their questions."""
    shutil.copytree(CONTENT, folder)
    shutil.rmtree(folder / "flows")
    shutil.rmtree(folder / "countries")
    for file in (*(*folder.glob("gates*.yaml"), folder / "asking.yaml"), folder / "registers.yaml"):
        file.unlink()
    shutil.rmtree(folder / "scorecards", ignore_errors=True)
    stages = (folder / "stages.yaml").read_text(encoding="utf-8")
    (folder / "stages.yaml").write_text(re.sub(r"  flows?: .*\n", "", stages), encoding="utf-8")
    return folder


class Office:
    """A workspace, and a bot in it that can be started again with other content."""

    def __init__(self, playground: Playground, folder: Path, environment: pytest.MonkeyPatch) -> None:
        self.playground, self.folder, self.environment = playground, folder, environment
        self.maria, self.jon = Someone(playground, MARIA), Someone(playground, JON)
        self.root = ""

    def at_work(self, content: Path | None = None) -> Any:
        """The bot, as an operator would start it: RINGFENCE_CONTENT names its content."""
        if content is not None:
            self.environment.setenv("RINGFENCE_CONTENT", str(content))
        return running(demo_settings(self.playground, self.folder), card_every=ways.OFTEN, pace=ways.FREE)

    async def sees(self, words: str) -> dict[str, Any]:
        found: dict[str, Any] = await self.maria.sees_text(ATLAS, words, self.root)
        return found

    async def begin(self) -> None:
        """A conversation with its first question answered and its second one open."""
        await self.maria.command(ATLAS, "start")
        self.root = (await self.sees("Know what you own"))["ts"]
        await self.maria.presses(ATLAS, await self.sees(OLD_FIRST), "Software: code, apps, data work")
        await self.sees(OLD_SECOND)

    async def go_on(self) -> None:
        """The open question is answered and the next one comes, both in the words that the conversation began with."""
        await self.maria.picks_with(ATLAS, await self.sees(OLD_SECOND), "users_select", selected_user=MARIA)
        await self.jon.says(ATLAS, "no", (await self.sees(THIRD))["thread_ts"])
        await self.sees("In which countries")

    def heard(self) -> str:
        return "\n".join(self.maria.text(message) for message in self.maria.sees(ATLAS, self.root))

    async def note(self, words: str, channel: str = ATLAS) -> str:
        """Wait for a private note with these words."""

        def find() -> str | None:
            texts = [self.maria.text(message) for message in self.maria.private_notes(channel)]
            return next((text for text in reversed(texts) if words in text), None)

        found: str = await self.maria.until(find, words)
        return found

    async def kept(self, flow: Flow) -> Flow | None:
        """What the store has under that flow's hash."""
        store = await ways.kept(self.folder)
        try:
            return await store.flow(flow.hash)
        finally:
            await store.close()

    async def pinned(self) -> dict[str, str]:
        """The hash that each programme's session is pinned to, by the programme's name."""
        store = await ways.kept(self.folder)
        try:
            heads = [await store.read(one, lambda snapshot: snapshot.programme) for one in await store.programmes()]
            return {head.name: head.sessions[-1].flow_hash for head in heads if head is not None}
        finally:
            await store.close()


@pytest.fixture
async def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Office]:
    async with Playground().serving() as playground:
        yield Office(playground, tmp_path, monkeypatch)


async def test_an_open_conversation_goes_on_as_it_began_and_a_new_one_gets_what_is_new(office: Office) -> None:
    async with office.at_work():
        await office.begin()
    content = edited(office.folder / "edited")
    old, new = load_library().flows[IP], load_library(content).flows[IP]
    maria = office.maria
    async with office.at_work(content):
        await office.go_on()
        await maria.command(ATLAS, "review")
        reviewed = await office.note(OLD_FIRST)
        await maria.command(GENERAL, "start")
        offer = await maria.until(lambda: maria.private_notes(GENERAL), "a way to start")
        await maria.presses(GENERAL, offer[-1], "Make a private channel")
        channels = office.playground.workspace.channels
        made = await maria.until(lambda: next((c.id for c in channels.values() if c.name == "general-ip"), None))
        root = (await maria.sees_text(made, "Know what you own"))["ts"]
        first = await maria.sees_text(made, NEW_FIRST, root)
        await maria.presses(made, first, "Software: code, apps, data work")
        await maria.sees_text(made, NEW_SECOND, root)
        await maria.says(made, "Speed.", root)
        await maria.sees_text(made, THIRD, root)
        heard = office.heard()
        await maria.presses(ATLAS, await office.sees("There is a newer version of these questions"), "Preview")
        await office.note(f"Asked as well: {NEW_SECOND}")
        told = maria.private_notes(ATLAS)[-1]
        assert "No longer asked; the answer is kept: Who has the last word" in maria.text(told)
        await maria.presses(ATLAS, told, "Go on with it")
        await office.sees("This goes on with the newer version")
        await maria.command(ATLAS, "review")
        await office.note(NEW_FIRST)
    for words in (NEW_FIRST, NEW_SECOND):
        assert words not in heard + reviewed
    assert old.hash != new.hash
    assert (await office.kept(old), await office.kept(new)) == (old, new)
    assert await office.pinned() == {"#atlas-plan": new.hash, "#general-ip": new.hash}


async def test_an_open_conversation_goes_on_when_its_flow_is_no_longer_in_the_content(office: Office) -> None:
    async with office.at_work():
        await office.begin()
    async with office.at_work(emptied(office.folder / "emptied")):
        await office.maria.command(ATLAS, "start")
        await office.note("This is already running here.")
        await office.maria.command(ATLAS, "status")
        card = await office.note("Outsourcing programme")
        assert OLD_SECOND in card and "To come in a later release: IP strategy" not in card
        await office.go_on()
        await office.maria.command(ATLAS, "review")
        await office.note(OLD_FIRST)
        await office.maria.command(GENERAL, "start")
        assert "Make a private channel" not in await office.note("I have no flow named", GENERAL)
        await office.maria.command(ATLAS, "pause")
        await office.sees("Nothing is lost")
        await office.maria.command(ATLAS, "start")
        await office.sees("In which countries")
