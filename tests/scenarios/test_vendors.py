"""Vendors through the front door: checked, weighed by weights that were settled first, seen side by side, and asked what is open."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, JON, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.talk import Json, note, started, through

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


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Playground]:
    """The shipped content, whose vendor checks need not wait for the IP strategy."""
    content = tmp_path / "content"
    shutil.copytree(ways.SHIPPED, content)
    stages = content / "stages.yaml"
    head, stage, rest = stages.read_text().partition("- stage: vendor_checks\n")
    stages.write_text(head + stage + re.sub(r"  (opens_when|closed): .*\n", "", rest, count=2))
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = content
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            yield playground


async def test_two_vendors_are_weighed_by_what_was_settled_first_and_one_is_asked_what_is_open(
    here: Playground,
) -> None:
    maria, _ = await started(here)
    await maria.command(ATLAS, "vendors")
    await note(maria, ATLAS, "No vendor has a row yet.")
    await maria.command(ATLAS, "start vendor checks Kodex")
    kodex = await maria.sees_text(ATLAS, "Check a vendor before you trust it: Kodex")
    await through(maria, str(kodex["ts"]), KODEX)
    await maria.sees_text(ATLAS, "Ready for review", kodex["ts"])
    await maria.command(ATLAS, "start vendor checks Brightline")
    await maria.sees_text(ATLAS, "Check a vendor before you trust it: Brightline")

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
    assert "Not enough yet: Identity, owners, signatory (" in told
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
    paper = zipfile.ZipFile(io.BytesIO(blob)).read("word/document.xml").decode()
    assert "Questions for Kodex" in paper and "Questions only." in paper and "Which outside audit covers" in paper
    assert not any(word in paper for word in ("points", "weigh", "falls short", "%"))
    assert any(file["name"] == "questions-kodex.docx" for file in here.workspace.files.values())


async def test_weights_are_chosen_in_a_form_and_then_stand(here: Playground) -> None:
    maria, _ = await started(here)
    await maria.command(ATLAS, "start vendor checks Kodex")
    await maria.sees_text(ATLAS, "Check a vendor before you trust it: Kodex")
    for security, told in (
        ("99", "the weights came to 187"),
        ("much", "Nothing was kept"),
        ("12", "The weights are settled."),
    ):
        await maria.command(ATLAS, "vendors")
        await maria.presses(ATLAS, await note(maria, ATLAS, "How much each row weighs"), "Choose others")
        view = await maria.until(maria.view, "the form")
        await maria.submits({**filled(view), "security": {"type": "number_input", "value": security}}, view)
        await note(maria, ATLAS, told)
    await maria.command(ATLAS, "vendors kodex")
    one = await note(maria, ATLAS, "Side by side: Kodex")
    assert "0 of 100 points known, 100 open: too little for a score." in maria.text(one)
    await maria.command(ATLAS, "vendors Kodx")
    await note(maria, ATLAS, "I know no vendor called “Kodx”. I know Kodex.")
    await maria.command(ATLAS, "vendors questions Kodex")
    await note(maria, ATLAS, "come to you as a file")


def filled(view: Json) -> dict[str, Json]:
    """The numbers of a form as they are proposed."""
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    return {b["block_id"]: {"type": "number_input", "value": b["element"]["initial_value"]} for b in inputs}
