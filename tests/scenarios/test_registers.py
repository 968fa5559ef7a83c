"""Registers through the front door: listed and searched, rows changed by form, filled from a file, and sent as one to who may have it."""

from __future__ import annotations

import base64
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.playground.driver import ATLAS, JON, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.talk import TRIAGE, Json, letter, note, started, through


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Playground]:
    async with ways.socket(tmp_path) as playground:
        yield playground


async def asked(someone: Someone, words: str, shows: str) -> Json:
    """The private note that comes of a look at registers."""
    await someone.command(ATLAS, words)
    return await note(someone, ATLAS, shows)


async def form(someone: Someone, shown: Json, label: str, title: str) -> Json:
    """The modal that a press opens."""
    await someone.presses(ATLAS, shown, label)

    def top() -> Json | None:
        view = someone.view()
        return view if view is not None and view["title"]["text"] == title else None

    view: Json = await someone.until(top, title)
    return view


def typed(text: str) -> Json:
    return {"type": "plain_text_input", "value": text}


async def test_a_register_is_listed_searched_changed_filled_from_a_file_and_sent(here: Playground) -> None:
    maria, root = await started(here)
    await through(maria, root, TRIAGE[:11])
    await maria.sees_text(ATLAS, "hurt you most", root)

    told = maria.text(await asked(maria, "registers", "Registers"))
    assert "*Assets*: 1" in told and "*Countries*: 1" in told and "*Findings*: " in told
    shown = await asked(maria, "register inventory", "Assets (1)")
    assert "Engine" in maria.text(shown) and "Only you see this." in maria.text(shown)
    assert Someone(here, JON).private_notes(ATLAS) == []

    # Rows pasted and from a file: good ones are kept, bad ones are told of with their line and why. The second time changes nothing.
    lines = "Name;Made by\nLädger;us\n;nobody\n\nengine;us\nLädger;us\n=Plan;us\n"
    uploaded = await maria.act(
        do="upload", name="assets.csv", content_base64=base64.b64encode(lines.encode("cp1252")).decode()
    )
    by_file: Json = {"file": {"type": "file_input", "files": [uploaded["file"]]}}
    for filled, added, known in (({"pasted": typed(lines)}, 2, 1), (by_file, 0, 3)):
        view = await form(maria, shown, "Import", "Import rows")
        await maria.submits(filled, view)
        told = maria.text(await note(maria, ATLAS, f"Added: {added}. In the register already: {known}. Not taken: 2."))
        assert ("New: “Lädger”, “=Plan”." in told) is (added == 2)
        assert "Line 3: it has no name." in told and "Line 6: the same name as in line 2." in told
        assert "Lines 2, 5, 7, Made by: not asked about “Lädger, Engine, =Plan” as things stand" in told

    # Another name for a row, and one of its answers put again where it was given.
    shown = await asked(maria, "register assets läd", "Rows with “läd”")
    view = await form(maria, shown, "Edit", "Edit")
    await maria.submits({"name": typed("Engine")}, view)
    assert maria.view() is not None, "a name that another row has is refused beside its field"
    await maria.submits({"name": typed("Day book")}, maria.view())
    await note(maria, ATLAS, "“Lädger” is called “Day book” now.")

    # What no answer names goes out at once, and comes back.
    shown = await asked(maria, "register assets day", "*Day book*")
    await maria.presses(ATLAS, shown, "Take out")
    await note(maria, ATLAS, "“Day book” is taken out of the register.")
    shown = await asked(maria, "register assets day", "*Day book* · taken out")
    assert "Assets (0, and 1 taken out)" in maria.text(shown)
    await maria.presses(ATLAS, shown, "Bring back")
    await note(maria, ATLAS, "“Day book” is back in the register")

    # What an answer names is taken out by changing that answer, with what it undoes.
    await through(maria, root, (("hurt you most", "Engine"),))
    await maria.sees_text(ATLAS, "only while they stay secret", root)
    shown = await asked(maria, "register assets engine", "Crown jewel: Yes")
    await maria.presses(ATLAS, shown, "Take out")
    await note(maria, ATLAS, "“Engine” was named in an answer of “Know what you own")
    preview = await maria.sees_text(ATLAS, "no longer appl", root)
    await maria.presses(ATLAS, preview, "Leave it")

    # An answer beside a row is changed where it was given.
    view = await form(maria, shown, "Edit", "Edit")
    await maria.submits(
        {"change": {"type": "radio_buttons", "selected_option": view["blocks"][-1]["element"]["options"][0]}}, view
    )
    await note(maria, ATLAS, "The question is put again in its thread.")

    # A file to who owns the programme or is counsel, asked first, and to nobody else.
    jon = Someone(here, JON)
    await asked(jon, "register assets export", "who owns this programme, or counsel can export it")
    shown = await asked(maria, "register assets export", "as a CSV file")
    await maria.presses(ATLAS, shown, "Export")
    sent = await letter(maria, "The register “Assets”, as you asked.")
    content = here.workspace.blobs[sent["files"][0]["id"]].decode("utf-8-sig").splitlines()
    assert content[0].startswith("Name,Crown jewel,") and content[0].endswith(",State,Since")
    assert any(line.startswith("'=Plan,") for line in content), "no cell begins as a formula does"

    # What was sent is taken in again and changes nothing; a cell that says something else is told first, and counts where that was ticked.
    async def taken(content: bytes, **more: Json) -> str:
        shown = await asked(maria, "register assets", "Assets (3)")
        view = await form(maria, shown, "Import", "Import rows")
        uploaded = await maria.act(do="upload", name="a.csv", content_base64=base64.b64encode(content).decode())
        before = len(maria.private_notes(ATLAS))
        await maria.submits({"file": {"type": "file_input", "files": [uploaded["file"]]}, **more}, view)
        await maria.until(lambda: len(maria.private_notes(ATLAS)) > before, "what became of the file")
        return maria.text(maria.private_notes(ATLAS)[-1])

    whole = here.workspace.blobs[sent["files"][0]["id"]]
    told = await taken(whole)
    assert (
        "Added: 0. In the register already: 3. Not taken: 0." in told
        and "Answers given: 0. Said already: 3. Not taken: 0." in told
    )
    other = b'sep=;\nName;Crown jewel;Day book\n"Engine";No;x\nDay book;Yes;\n=Plan;no;\n'
    told = await taken(other)
    assert "Line 3, Crown jewel: it stands as “Yes”, the file says “No”." in told and "“Change answers” ticked" in told
    assert "I passed over these columns, which this register does not have: Day book." in told
    ticked: Json = {"type": "checkboxes", "selected_options": [{"value": "yes"}]}
    assert "Answers given: 1." in await taken(other, overwrite=ticked)
    await maria.sees_text(ATLAS, "gave an answer here from a file", root)
    assert "Answers given: 0. Said already: 3." in await taken(other, overwrite=ticked)


async def test_a_line_with_an_open_quotation_mark_is_named_and_marks_are_read_as_replies_are(here: Playground) -> None:
    maria, root = await started(here)
    await through(maria, root, TRIAGE[:11])
    await maria.sees_text(ATLAS, "hurt you most", root)
    shown = await asked(maria, "register inventory", "Assets (1)")

    async def pasted(lines: str, shows: str) -> str:
        await maria.submits({"pasted": typed(lines)}, await form(maria, shown, "Import", "Import rows"))
        return maria.text(await note(maria, ATLAS, shows))

    told = await pasted('Name;Crown jewel\nEngine;yep\n"Plan;nope\nLedger;nah\n', "Added: 1.")
    assert "Not taken: 1." in told and "Line 3: a quotation mark opens or closes where it must not." in told
    assert "Answers given: 1." in told
    await maria.sees_text(ATLAS, "gave an answer here from a file", root)
    told = await pasted(
        "Name;Crown jewel\nEngine;yep\nPlan;perhaps\nLedger;nah\n", "Added: 1. In the register already: 2"
    )
    assert "Line 3, Crown jewel: I cannot read “perhaps” with certainty." in told and "Said already: 2." in told
    view = await form(maria, shown, "Import", "Import rows")
    refused = await maria.submits({"pasted": typed('Name;Note\n"Plan;nope\nLedger\n')}, view)
    assert "Nothing was taken: in line 2 a quotation mark" in refused["errors"]["pasted"]


async def test_a_line_parted_by_another_sign_is_named_and_takes_no_answer_of_the_others_along(here: Playground) -> None:
    maria, root = await started(here)
    await through(maria, root, TRIAGE[:11])
    await maria.sees_text(ATLAS, "hurt you most", root)
    shown = await asked(maria, "register inventory", "Assets (1)")

    async def pasted(lines: str, shows: str) -> str:
        await maria.submits({"pasted": typed(lines)}, await form(maria, shown, "Import", "Import rows"))
        return maria.text(await note(maria, ATLAS, shows))

    told = await pasted(
        "Name,Crown jewel\nEngine,no\nBrand book;x\nMaps,yes\n", "Added: 1. In the register already: 1."
    )
    assert (
        "Not taken: 1." in told
        and "Line 3: its cells are parted by a semicolon, those of the first line by a comma." in told
    )
    assert "Answers given: 1." in told and "says nothing about" not in told
    await asked(maria, "register assets maps", "Crown jewel: Yes")
    assert "New: “Brand book; old”." in await pasted(
        'Name,Crown jewel\n"Brand book; old"\n', "Added: 1. In the register already: 0."
    )
