"""What people write stays in the store and in Slack: no line of the log holds it, at any level, nor any message's metadata."""

from __future__ import annotations

import json
import signal
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.playground.driver import ATLAS, JON, Playground, Someone
from bot.playground.faults import Fault
from tests.scenarios.processes import start_bot
from tests.scenarios.talk import TRIAGE, letter, note, soon, started, through

MARK = "zyxwquartz"


@pytest.mark.slow
@pytest.mark.parametrize("form", ["console", "json"])
async def test_no_log_line_and_no_metadata_holds_what_people_write(tmp_path: Path, form: str) -> None:
    async with Playground().serving() as playground:
        bot = start_bot(playground, tmp_path, LOG_LEVEL="DEBUG", LOG_FORMAT=form)
        try:
            maria, root = await _at_work(playground)
            await _conversation(playground, maria, root)
        finally:
            bot.send_signal(signal.SIGTERM)
            assert bot.wait(20) == 0
        log = (tmp_path / "stderr.log").read_text()
        assert "running" in log
        assert "stopping" in log
        assert "posting_parked" in log, "the log tells what went wrong"
        assert MARK not in log.lower()
        for secret in (playground.workspace.app.bot_token, playground.workspace.app.app_token):
            assert secret not in log
        marked = [told["metadata"] for _, told in playground.calls if isinstance(told.get("metadata"), Mapping)]
        assert marked
        assert MARK not in json.dumps(marked).lower()
        assert all(set(one["event_payload"]) == {"posting"} for one in marked)
        if form == "json":
            lines = [line for line in log.splitlines() if line.strip()]
            assert all("event" in json.loads(line) for line in lines)


async def _at_work(playground: Playground) -> tuple[Someone, str]:
    """Once the bot is there: commands before that find nobody."""
    await soon(lambda: playground.delivery.links, "the bot's socket", 60)
    return await started(playground)


async def _conversation(playground: Playground, maria: Someone, root: str) -> None:
    """The mark in every kind of thing that people write, and some faults, which are what logs tell of."""
    await maria.says(ATLAS, f"{MARK} nonsense", root)
    await maria.sees_text(ATLAS, "could not", root)
    lines = tuple((words, reply.replace("Engine", MARK)) for words, reply in TRIAGE)
    await through(maria, root, lines)
    seen = await maria.sees_text(ATLAS, "has seen", root)
    await maria.presses(ATLAS, seen, "Write an answer")
    await maria.until(maria.view, "the form")
    playground.faults.add(Fault("chat.postMessage", "invalid_blocks", channel=ATLAS))
    playground.faults.add(Fault("chat.update", "http_500"))
    await maria.submits({"answer": {"type": "plain_text_input", "value": f"{MARK} of Kodex"}})
    refused = lambda: any(  # noqa: E731
        m == "chat.postMessage" and str(told.get("text", "")).startswith("When was") for m, told in playground.calls
    )
    await soon(refused, "the refused post")
    playground.faults.add(Fault("users.info", "badjson"))
    await maria.command(ATLAS, f"start {MARK}")
    await note(maria, ATLAS, "I do not know the part")
    await maria.uploads(ATLAS, f"{MARK}.pdf", b"x", root, MARK)
    await maria.command(ATLAS, "export")
    await maria.presses(ATLAS, await note(maria, ATLAS, "as one file to you"), "Export")
    await letter(maria, "as you asked")
    await Someone(playground, JON).says(ATLAS, f"<@{playground.workspace.app.user}> {MARK}", root)
    await maria.command(ATLAS, "next")
    await note(maria, ATLAS, "Put it again")
