"""What people write stays in the store and in Slack: no line of the log holds it, at any level, nor any message's metadata."""

from __future__ import annotations

import json
import signal
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.playground.driver import ATLAS, JON, MARIA, Playground, Someone
from bot.playground.faults import Fault
from tests.scenarios import ways
from tests.scenarios.processes import start_bot
from tests.scenarios.talk import TRIAGE, Json, letter, note, soon, started, through
from tests.scenarios.test_agreements import FLOW

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
            assert bot.wait(60) == 0
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


@pytest.mark.slow
async def test_no_log_line_holds_the_name_of_a_contracts_file_or_what_was_read_of_it(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        bot = start_bot(playground, tmp_path, LOG_LEVEL="DEBUG", CONTENT=str(ways.content(tmp_path, FLOW)))
        try:
            await soon(lambda: playground.delivery.links, "the bot's socket", 60)
            maria = Someone(playground, MARIA)
            await maria.command(ATLAS, f"start reading {MARK} MSA")
            root = str((await maria.sees_text(ATLAS, f"Reading: {MARK} MSA"))["ts"])
            await maria.sees_text(ATLAS, "Who owns what is new?", root)
            await maria.says(ATLAS, "They do", root)
            await maria.sees_text(ATLAS, "Which file is it?", root)
            await maria.uploads(ATLAS, f"{MARK}.pdf", f"%PDF-1.4 {MARK}".encode(), root)
            await maria.sees_text(ATLAS, "Whose is it?", root)
            await maria.command(ATLAS, f"agreements sheet {MARK}")
            await letter(maria, "The scenarios for the vendor")
        finally:
            bot.send_signal(signal.SIGTERM)
            assert bot.wait(60) == 0
        log = (tmp_path / "stderr.log").read_text()
        assert "Fingerprint" in log and "SheetAsked" in log and MARK not in log.lower()


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
    await _elsewhere(maria)
    await maria.command(ATLAS, "next")
    await note(maria, ATLAS, "Put it again")


async def _elsewhere(maria: Someone) -> None:
    """The mark where people write beside their answers: a file of rows, a question to Ask, a share, a reason, a figure of their own."""
    await maria.command(ATLAS, "register assets import")
    rows = b64encode(f"name\n{MARK} rows\n".encode()).decode()
    uploaded = await maria.act(do="upload", name=f"{MARK}.csv", content_base64=rows)
    await maria.submits({"file": {"type": "file_input", "files": [uploaded["file"]]}}, await _form(maria, "file"))
    await note(maria, ATLAS, "Added: 1.")
    await maria.command(ATLAS, f"ask what is {MARK}?")
    await note(maria, ATLAS, "I did not find this in our sources")
    await maria.command(ATLAS, "share")
    sides = {"asset_new": typed(f"{MARK} shared"), "vendor_new": typed(f"{MARK} Ltd")}
    now = {"when": {"type": "radio_buttons", "selected_option": {"value": "now"}}}
    await maria.submits({**sides, **now}, await _form(maria, "vendor_new"))
    await maria.presses(ATLAS, await note(maria, ATLAS, "stand in no list here"), "Add it")
    await note(maria, ATLAS, f"*{MARK} shared*")
    await maria.command(ATLAS, "country india set")
    figure = {"what": {"type": "static_select", "selected_option": {"value": "rule_of_law"}}, "value": typed("0.1")}
    await maria.submits(
        {**figure, "source": typed(f"{MARK} gazette"), "year": typed("2025")}, await _form(maria, "source")
    )
    await note(maria, ATLAS, "Kept: 0.1, of 2025.")
    await maria.command(ATLAS, "register phases import")
    await maria.submits({"pasted": typed(f"{MARK} phase")}, await _form(maria, "pasted"))
    await soon(lambda: sum("Added: 1." in maria.text(m) for m in maria.private_notes(ATLAS)) == 2, "the phase")
    await maria.command(ATLAS, "gates")
    await maria.presses(ATLAS, await note(maria, ATLAS, "Phases and gates"), "Set a class")
    view = await _form(maria, "class")
    [asset, kind] = [block["element"]["options"][0]["value"] for block in view["blocks"] if "options" in str(block)][:2]
    chosen = {
        name: {"type": "x", "selected_option": {"value": value}} for name, value in (("asset", asset), ("class", kind))
    }
    await maria.submits({**chosen, "reason": typed(f"{MARK} is printed")}, view)
    await note(maria, ATLAS, "from now on, with your reason beside it")


def typed(words: str) -> Json:
    return {"type": "plain_text_input", "value": words}


async def _form(someone: Someone, field: str) -> Json:
    """The form that has this field, once it is open."""

    def found() -> Json | None:
        view = someone.view()
        return view if view is not None and field in [block.get("block_id") for block in view["blocks"]] else None

    view: Json = await someone.until(found, field)
    return view
