"""Bad input through the front door: each gets a clear message, and the programme stays as it was."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.playground.delivery import encoded, signature
from bot.playground.driver import ATLAS, DEV, JON, KODEX, MARIA, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.talk import TRIAGE, through


class Play:
    """A started programme with its first question open."""

    def __init__(self, playground: Playground, root: str) -> None:
        self.playground, self.root = playground, root
        self.maria, self.jon = Someone(playground, MARIA), Someone(playground, JON)

    async def question(self, words: str) -> dict[str, Any]:
        found: dict[str, Any] = await self.maria.sees_text(ATLAS, words, self.root)
        return found

    async def noted(self, someone: Someone, words: str) -> str:
        """Wait for a private note with these words."""

        def find() -> str | None:
            texts = [someone.text(m) for c in (ATLAS, KODEX) for m in someone.private_notes(c)]
            return next((text for text in texts if words in text), None)

        found: str = await someone.until(find, words)
        return found

    def asked(self) -> list[str]:
        """The bot's messages in the thread."""
        bot = self.playground.workspace.app.bot_id
        return [self.maria.text(m) for m in self.maria.sees(ATLAS, self.root) if m.get("bot_id") == bot]

    async def quiet(self) -> None:
        """Let everything under way arrive."""
        await self.maria.command(ATLAS, "help")
        await self.noted(self.maria, "What you can ask of me")


@pytest.fixture
async def play(tmp_path: Path) -> AsyncGenerator[Play]:
    async with ways.socket(tmp_path) as playground:
        maria = Someone(playground, MARIA)
        await maria.command(ATLAS, "start")
        root = await maria.sees_text(ATLAS, "Know what you own")
        started = Play(playground, root["ts"])
        await started.question("What are you about to outsource")
        yield started


async def past_triage(play: Play) -> None:
    """On to a question that takes free text: who else has seen the app."""
    await through(play.maria, play.root, TRIAGE)
    await play.question("has seen")


async def test_a_button_of_an_unknown_kind_gets_a_kind_note(play: Play) -> None:
    question = await play.question("What are you about")
    question["blocks"][2]["elements"][0]["value"] = "v9|nonsense"
    await play.maria.presses(ATLAS, question, "Software: code, apps, data work")
    await play.noted(play.maria, "I do not know that button")
    assert len(play.asked()) == 2


async def test_a_value_from_another_channels_session_changes_nothing(play: Play) -> None:
    question = await play.question("What are you about")
    stolen = json.loads(json.dumps(question["blocks"][2]))
    workspace = play.playground.workspace
    app = workspace.app
    channel = workspace.channel(KODEX)
    planted = workspace.post(channel, {"user": app.user, "bot_id": app.bot_id, "text": "x", "blocks": [stolen]})
    await play.maria.presses(KODEX, planted, "Software: code, apps, data work")
    await play.noted(play.maria, "not here any more")
    assert "Noted" not in "\n".join(play.asked())


async def test_an_outsider_who_presses_a_button_is_told_nothing_of_the_programme(play: Play) -> None:
    question = await play.question("What are you about")
    play.playground.workspace.channel(ATLAS).members.append(DEV)
    dev = Someone(play.playground, DEV)
    await dev.presses(ATLAS, question, "Software: code, apps, data work")
    told = await play.noted(dev, "for members of the team")
    assert "Know what you own" not in told
    assert "Noted" not in "\n".join(play.asked())


async def test_a_reply_of_forty_thousand_characters_is_not_lost_and_not_taken(play: Play) -> None:
    await past_triage(play)
    before = len(play.asked())
    await play.maria.says(ATLAS, "long " * 8000, play.root)
    await play.maria.until(lambda: len(play.asked()) > before, "a note")
    assert "characters" in play.asked()[-1]


@pytest.mark.parametrize(
    "text",
    ["<!channel> and *bold* and `code`", "مرحبا بالعالم", "🎉🎉 Kodex 🎉", "a_b_c ~gone~ > quoted & <b>"],
)
async def test_markup_in_an_answer_stays_text(play: Play, text: str) -> None:
    await past_triage(play)
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    await play.maria.says(ATLAS, escaped, play.root)
    await play.question("first shown")
    blocks = [m["blocks"] for m in play.maria.sees(ATLAS, play.root) if m.get("blocks")]
    told = json.dumps(blocks, ensure_ascii=False)
    assert "<!channel>" not in told
    assert "*bold*" not in told
    assert "<b>" not in told


async def test_a_day_on_the_unlikely_side_is_asked_back(play: Play) -> None:
    await past_triage(play)
    await play.maria.says(ATLAS, "Kodex", play.root)
    question = await play.question("first shown")
    await play.maria.picks_with(ATLAS, question, "datepicker", selected_date="2031-01-01")
    await play.question("is that right?")
    await play.quiet()
    assert not any("NDA signed before anyone saw" in text for text in play.asked()), "nothing is noted before a yes"


async def test_a_modal_submitted_twice_counts_once(play: Play) -> None:
    await past_triage(play)
    question = next(m for m in reversed(play.maria.sees(ATLAS, play.root)) if "has seen" in play.maria.text(m))
    await play.maria.presses(ATLAS, question, "Write an answer")
    view = await play.maria.until(play.maria.view, "the form")
    stack = play.playground.workspace.views[MARIA]
    await play.maria.submits({"answer": {"value": "Kodex"}})
    await play.question("first shown")
    stack.append(view)
    await play.maria.submits({"answer": {"value": "Kodex"}}, view)
    await play.quiet()
    assert sum("first shown" in text for text in play.asked()) == 1


async def test_events_three_times_and_out_of_order_count_once(play: Play) -> None:
    workspace, delivery = play.playground.workspace, play.playground.delivery
    told: list[dict[str, Any]] = []
    first = delivery.tell

    def keep(event: dict[str, Any], channel: Any) -> None:
        told.append(event)
        first(event, channel)

    workspace.tell = keep
    await play.maria.says(ATLAS, "software", play.root)
    await play.question("Who has the last word")
    await play.maria.says(ATLAS, f"<@{MARIA}>", play.root)
    await play.question("Do you have a lawyer")
    said = [event for event in told if event["type"] == "message" and not event.get("bot_id")]
    for event in [*reversed(said), *said]:
        first(event, workspace.channel(ATLAS))
    await play.quiet()
    assert sum("Do you have a lawyer" in text for text in play.asked()) == 1


async def test_a_forged_and_a_replayed_signature_are_refused(tmp_path: Path) -> None:
    async with ways.http(tmp_path) as playground, aiohttp.ClientSession() as client:
        body, kind = encoded("slash_commands", {"command": "/ringfence", "text": "start", "channel_id": ATLAS})
        url = str(playground.delivery.url)
        secret = playground.workspace.app.signing_secret
        old, now = str(int(time.time()) - 3600), str(int(time.time()))
        for stamp, signed in ((now, signature("not-the-secret", now, body)), (old, signature(secret, old, body))):
            headers = {"Content-Type": kind, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signed}
            async with client.post(url, data=body, headers=headers) as answer:
                assert answer.status == 401
        assert playground.workspace.channel(ATLAS).messages == []


async def test_two_kinds_of_work_at_once_are_told_which_to_take_first_and_where_the_other_goes(play: Play) -> None:
    await play.maria.says(ATLAS, "moulded parts and firmware", play.root)
    told = await play.question("can mean more than one thing. Which is it?")
    words = play.maria.text(told)
    assert "1. Software: code, apps, data work" in words and "2. Manufacturing: parts, products, tooling" in words
    assert "begin with the one that shows most of what only you know" in words and "a channel of its own" in words
    await play.maria.presses(ATLAS, told, "Manufacturing: parts, products, tooling")
    await play.question("Who has the last word on what you may share")
