"""Vendors through the front door: checked, weighed by weights that were settled first, seen side by side, and asked what is open."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.app import running
from bot.config import Settings
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, JON, Playground, Someone
from tests.scenarios import ways, word
from tests.scenarios.talk import Json, note, started, through
from tests.scenarios.test_renaming import rename

KODEX: tuple[tuple[str, str], ...] = (
    ("the most that Kodex will see", "confidential"),
    ("Which of these hold for the work", "none"),
    ("From which countries", "India"),
    ("official company register", "2 November 2026"),
    ("sanctions and export lists", "2 November 2026"),
    ("anyone who competes", "declared none"),
    ("disputes or leaks", "clean"),
    ("shown for the secrets", "all"),
    ("What shows that", "this site"),
    ("keep your material to those who need it", "all"),
    ("everybody who would work for you", "all"),
    ("Has Kodex named everybody", "yes"),
    ("insurance of Kodex pay for", "all"),
    ("Does any of these hold", "none"),
    ("On which day will you look", "1 October 2027"),
)


MSA: tuple[tuple[str, str], ...] = (
    ("What kind of paper", "main"),
    ("Which vendor is on the other side", "Kodex"),
    ("the very one that will get your material", "yes"),
    ("Which of your companies signs", "Atlas Ltd"),
    ("also own what is shared", "yes"),
    ("In which language", "English"),
    ("Which file is the text", "skip"),
    ("Who looks after", "me"),
    ("which one wins", "main agreement"),
    ("Have both sides signed", "no"),
    ("Until which day can you rely", "1 March 2028"),
    ("By which day must somebody give notice", "12 December 2027"),
    ("What does the duty of secrecy", "everything"),
    ("forbid in so many words", "all"),
    ("How long does the duty of secrecy", "60 months"),
    ("what they remember", "none"),
)
"""On to the question about work for rivals."""


def settings_of(playground: Playground, folder: Path) -> Settings:
    """The shipped content, whose later stages need not wait for the earlier ones."""
    content = folder / "content"
    shutil.copytree(ways.SHIPPED, content)
    stages = content / "stages.yaml"
    stages.write_text(re.sub(r"  (opens_when|closed): .*\n", "", stages.read_text()))
    settings = demo_settings(playground, folder)
    settings.content = content
    return settings


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Playground]:
    async with Playground().serving() as playground:
        async with running(settings_of(playground, tmp_path), card_every=ways.OFTEN, pace=ways.FREE):
            yield playground


async def test_two_vendors_are_weighed_by_what_was_settled_first_and_one_is_asked_what_is_open(
    here: Playground,
) -> None:
    maria, _ = await started(here)
    await maria.command(ATLAS, "vendors")
    await note(maria, ATLAS, "No vendor has a row yet.")
    await maria.command(ATLAS, "start vendor checks Kodex")
    kodex = await maria.sees_text(ATLAS, "Check a vendor: Kodex")
    await through(maria, str(kodex["ts"]), KODEX)
    await maria.sees_text(ATLAS, "Ready for review", kodex["ts"])
    await maria.command(ATLAS, "start vendor checks Brightline")
    await maria.sees_text(ATLAS, "Check a vendor: Brightline")

    await maria.command(ATLAS, "vendors")
    weights = await note(maria, ATLAS, "How much each row weighs")
    assert "12 · Security, audit of this site" in maria.text(weights)
    assert "% of the points" not in maria.text(weights), "no score before the weights are settled"
    await maria.presses(ATLAS, weights, "Use these weights")
    await note(maria, ATLAS, "The weights are settled.")

    jon = Someone(here, JON)
    await jon.command(ATLAS, "vendors")
    seen = await note(jon, ATLAS, "Side by side: Kodex, Brightline")
    told = jon.text(seen)
    assert "Kodex: falls short" in told and "Brightline: too little is known" in told
    assert "Score 50 %, 88 of 100 points known." in told
    assert "): Identity, owners, signatory" in told
    assert "0 of 100 points known, 100 open: too little for a score." in told, "no percentage stands on too little"
    assert (
        "Next: Get the paper: Security, audit of this site. Then" in told
        and "weigh" not in told.split("Vendor scorecard")[0]
    )
    await jon.presses(ATLAS, seen, "How it is counted")
    counted = jon.text(await note(jon, ATLAS, "How it is counted: Kodex, Brightline"))
    assert "176 of 352 points over what is known." in counted and "counts 12 of 100" in counted
    assert not any("falls short" in jon.text(m) for m in jon.sees(ATLAS) if not m.get("ephemeral"))

    await jon.presses(ATLAS, seen, "Questions for Kodex")
    await note(jon, ATLAS, "come to you as a file by direct message")
    blob = await jon.until(lambda: next((b for b in here.workspace.blobs.values() if b[:2] == b"PK"), None), "the file")
    paper = word.opened(blob)
    told = word.all_text(paper)
    assert paper.paragraphs[0].text == "Questions for Kodex" and "Questions only." in told
    assert not any(position in told for position in ("points", "weigh", "falls short", "%", "declared", "clean"))
    assert any(file["name"] == "questions-kodex.docx" for file in here.workspace.files.values())
    (table,) = paper.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["No.", "Question", "What shows it", "Your answer"] and len(rows) > 3
    assert all(question and paper_named and not answer for _, question, paper_named, answer in rows[1:])
    table.rows[1].cells[3].text = "Our report of March 2026, page 3"
    assert "page 3" in word.all_text(word.opened(word.saved(paper))), "it can be filled in and sent back"


async def test_the_question_on_work_for_rivals_tells_of_the_law_where_the_vendors_people_work(here: Playground) -> None:
    maria, _ = await started(here)
    await maria.command(ATLAS, "start vendor checks Kodex")
    kodex = await maria.sees_text(ATLAS, "Fifteen questions about")
    lands = ("From which countries", "India and Vietnam")
    await through(maria, str(kodex["ts"]), (*KODEX[:2], lands))
    await maria.command(ATLAS, "start contract review Kodex MSA")
    msa = await maria.sees_text(ATLAS, "One agreement, clause by clause")
    await through(maria, str(msa["ts"]), MSA)
    told = maria.text(await maria.sees_text(ATLAS, "say about work for your rivals?", msa["ts"]))
    india, vietnam = (next(line for line in told.splitlines() if name in line) for name in ("India", "Vietnam"))
    assert "Our source says that an agreement which restrains anyone" in india and "Indian Contract Act 1872" in india
    assert "bears no date" in india, "a rule stands with its source and its date"
    assert "not verified. Ask counsel there: " in vietnam and vietnam.count("?") == 1, (
        "and what is not verified is asked"
    )


async def test_the_step_to_renew_a_paper_says_which_paper_and_since_when_it_is_old(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        clock = ways.SetClock(playground, dt.datetime(2026, 11, 25, 10, 0, tzinfo=dt.UTC))
        async with running(settings_of(playground, tmp_path), clock, card_every=ways.OFTEN, pace=ways.FREE):
            maria, _ = await started(playground)
            await maria.command(ATLAS, "start vendor checks Kodex")
            root = str((await maria.sees_text(ATLAS, "Check a vendor: Kodex"))["ts"])
            for words, reply in KODEX:
                await maria.sees_text(ATLAS, words, root)
                if words == "What shows that":
                    await maria.uploads(ATLAS, "audit.pdf", b"%PDF-1.4 audit", root, reply)
                else:
                    await maria.says(ATLAS, reply, root)
            await maria.sees_text(ATLAS, "Ready for review", root)
            await maria.command(ATLAS, "vendors")
            await maria.presses(ATLAS, await note(maria, ATLAS, "How much each row weighs"), "Use these weights")
            clock.set(dt.datetime(2027, 12, 1, 10, 0, tzinfo=dt.UTC))
            await maria.command(ATLAS, "vendors")
            seen = await note(maria, ATLAS, "Side by side: Kodex")
            deed = "Renew the audit report given on 25 November 2026 (ended on 25 November 2027): Security, audit of this site"
            assert f"Next: {deed}. Then" in maria.text(seen)
            await maria.presses(ATLAS, seen, "How it is counted")
            assert deed in maria.text(await note(maria, ATLAS, "How it is counted: Kodex"))


async def test_weights_are_chosen_in_a_form_and_then_stand(here: Playground) -> None:
    maria, _ = await started(here)
    await maria.command(ATLAS, "start vendor checks Kodex")
    await maria.sees_text(ATLAS, "Check a vendor: Kodex")
    for security, told in (("99", "the weights came to 187"), ("much", "Nothing was kept"), ("12", "")):
        await maria.command(ATLAS, "vendors")
        await maria.presses(ATLAS, await note(maria, ATLAS, "How much each row weighs"), "Choose others")
        view = await maria.until(maria.view, "the form")
        refused = await maria.submits({**filled(view), "security": {"type": "number_input", "value": security}}, view)
        assert told in str(refused["errors"]) and bool(refused["errors"]) == bool(told)
    await note(maria, ATLAS, "The weights are settled.")
    await maria.command(ATLAS, "vendors kodex")
    one = await note(maria, ATLAS, "Side by side: Kodex")
    assert "0 of 100 points known, 100 open: too little for a score." in maria.text(one)
    await maria.command(ATLAS, "vendors Kodx")
    await note(maria, ATLAS, "I know no vendor called “Kodx”. I know Kodex.")
    await maria.command(ATLAS, "vendors questions Kodex")
    await note(maria, ATLAS, "come to you as a file")
    await rename(maria, "vendors", "Kodex", "Nordwind Ltd")
    await maria.command(ATLAS, "vendors kodex")
    await note(maria, ATLAS, "Side by side: Nordwind Ltd")


def filled(view: Json) -> dict[str, Json]:
    """The numbers of a form as they are proposed."""
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    return {b["block_id"]: {"type": "number_input", "value": b["element"]["initial_value"]} for b in inputs}
