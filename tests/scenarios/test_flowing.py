"""What one run learns reaches another that is finished: a new row, a new holder of a part, a paper signed in a later stage."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, DEV, JON, MARIA, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.talk import Json, letter, name_counsel, note, said_by_bot

PLAN = """\
flow: plan
version: 1
title: The plan
stage: first
reviewed: 2026-11-20
intro: Two questions, and one for each asset.
registers:
  asset: {one: asset, many: assets}
  agreement: {one: agreement, many: agreements}
sources:
  method: {title: The method, publisher: P, as_of: 2026-11-01}
sections:
  - section: triage
    title: Triage
    questions:
      - ask: nda
        kind: yes_no
        text: Is an NDA signed?
        why: W.
        source: method
        findings:
          - when: no and no agreement (agreement.executed is known and agreement.executed)
            id: nda_missing
            severity: medium
            say: No NDA is confirmed.
            counsel: C.
            do: Get it signed
            owner: owner
            due: 7 days
            source: method
      - {ask: assets, kind: item, register: asset, adds: true, many: true, text: Which assets?, why: W., source: method}
      - {ask: counsel_read, kind: yes_no, text: Has counsel read this?, why: W., source: method, only_when: role.counsel is known}
  - section: each_one
    title: Each one
    each: asset
    questions:
      - {ask: made_here, kind: yes_no, text: "Was {asset} made here?", why: W., source: method}
"""
PAPERS = """\
flow: papers
version: 1
title: Papers
stage: second
per: agreement
reviewed: 2026-11-20
intro: One paper.
registers:
  agreement: {one: agreement, many: agreements}
sources:
  method: {title: The method, publisher: P, as_of: 2026-11-01}
sections:
  - section: paper
    title: Paper
    questions:
      - {ask: executed, kind: yes_no, text: "Did both sides sign {agreement}?", why: W., source: method}
"""


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Playground]:
    """A stage of a plan, and one of papers behind it."""
    content = ways.content(tmp_path, PLAN)
    (content / "flows" / "papers").mkdir()
    (content / "flows" / "papers" / "flow.yaml").write_text(PAPERS)
    with (content / "stages.yaml").open("a") as stages:
        stages.write("- {stage: second, title: The second, flow: papers}\n")
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = content
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            yield playground


def typed(text: str) -> Json:
    return {"type": "plain_text_input", "value": text}


TWICE = 2


def summaries(maria: Someone, root: str) -> list[str]:
    return [text for text in said_by_bot(maria, root) if text.startswith("Summary: The plan")]


async def finished(maria: Someone) -> str:
    """The thread of a plan that is finished, with no NDA and one asset."""
    await maria.command(ATLAS, "start plan")
    root = str((await maria.sees_text(ATLAS, "Two questions, and one for each asset."))["ts"])
    for words, reply in (("NDA signed", "no"), ("Which assets", "Engine"), ("Was Engine made here", "yes")):
        await maria.sees_text(ATLAS, words, root)
        await maria.says(ATLAS, reply, root)
    await maria.presses(ATLAS, await maria.sees_text(ATLAS, "Review: The plan", root), "Finish")
    await maria.sees_text(ATLAS, "Summary: The plan", root)
    return root


async def test_a_new_row_and_a_new_holder_of_a_part_open_a_finished_run_again(here: Playground) -> None:
    maria = Someone(here, MARIA)
    root = await finished(maria)

    await maria.command(ATLAS, "register assets")
    await maria.presses(ATLAS, await note(maria, ATLAS, "Assets (1)"), "Add")
    await maria.submits({"name": typed("Brand")}, await maria.until(maria.view, "the form"))
    opened = await maria.sees_text(ATLAS, "added “Brand” to the list of assets.", root)
    assert "So there is a question here again." in maria.text(opened) and "Was Brand made here?" in maria.text(opened)
    await maria.says(ATLAS, "yes", root)
    await maria.presses(ATLAS, await maria.sees_text(ATLAS, "Was *Brand* made here?\n*Yes* · Maria", root), "Finish")
    await maria.until(lambda: len(summaries(maria, root)) == TWICE, "the summary once more")

    await name_counsel(maria, JON)
    opened = await maria.sees_text(ATLAS, "who plays a part in it, changed", root)
    assert "Has counsel read this?" in maria.text(opened)


async def test_what_was_added_is_named_to_the_owner_alone_where_somebody_from_outside_reads_along(
    here: Playground,
) -> None:
    maria, dev = Someone(here, MARIA), Someone(here, DEV)
    await finished(maria)
    await maria.command(ATLAS, "register assets")
    shown = await note(maria, ATLAS, "Assets (1)")
    here.workspace.join(here.workspace.channel(ATLAS), DEV, MARIA)
    await letter(maria, "Someone from outside your company")
    await maria.presses(ATLAS, shown, "Import")
    await maria.submits({"pasted": typed("Name\nBrand\nSite\nPlan\n")}, await maria.until(maria.view, "the form"))
    told = maria.text(await letter(maria, "added 3 assets."))
    assert "So there is a question here again." in told and "Was Brand made here?" in told
    seen = "\n".join(dev.text(message) for message in dev.sees(ATLAS))
    assert seen and "added" not in seen and "Brand" not in seen


async def test_a_paper_signed_in_a_later_stage_withdraws_what_an_earlier_one_found(here: Playground) -> None:
    maria = Someone(here, MARIA)
    root = await finished(maria)
    await maria.command(ATLAS, "findings")
    await note(maria, ATLAS, "No NDA is confirmed")
    await maria.command(ATLAS, "start papers Acme NDA")
    paper = str((await maria.sees_text(ATLAS, "One paper."))["ts"])  # not the card, which names it too
    await maria.sees_text(ATLAS, "Did both sides sign Acme NDA?", paper)
    await maria.says(ATLAS, "yes", paper)
    moved = maria.text(await maria.sees_text(ATLAS, "An answer in “Papers” moved", root))
    assert "No longer so: No NDA is confirmed." in moved

    # Taken back, it stands again: nothing of it was copied.
    await maria.presses(ATLAS, await maria.sees_text(ATLAS, "Noted: Yes.", paper), "Undo")
    again = maria.text(await maria.sees_text(ATLAS, "No NDA is confirmed. With", root))
    assert "An answer in “Papers” moved" in again


async def test_a_review_offers_finish_until_it_is_finished_and_an_older_one_leads_to_the_newer(
    here: Playground,
) -> None:
    maria = Someone(here, MARIA)
    root = await finished(maria)
    done = await maria.sees_text(ATLAS, "This is finished. You can still change any answer.", root)
    assert "Review: The plan" in maria.text(done)
    assert '"Finish"' not in json.dumps(done["blocks"])

    def at_root() -> str:
        return next(maria.text(m) for m in maria.sees(ATLAS) if m["ts"] == root)

    await maria.until(lambda: "Answer with the buttons" not in at_root(), "what is done says no more how to answer")

    await maria.says(ATLAS, "review", root)
    await maria.until(
        lambda: any("A newer review of the answers stands further down." in said for said in said_by_bot(maria, root)),
        "the older one leads on",
    )
    await maria.until(
        lambda: [said for said in said_by_bot(maria, root) if "Review: The plan" in said], "the newer one"
    )
