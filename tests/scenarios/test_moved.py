"""The bot starts again with content in which questions have other names: what was found, accepted and asked of somebody goes on."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.playground.driver import ATLAS, JON, Playground
from tests.scenarios import ways
from tests.scenarios.talk import direct_channel, letter, note
from tests.scenarios.test_upgrade import Office

OLD = """\
flow: sample
version: 1
title: A sample
stage: first
reviewed: 2026-11-20
intro: We begin.
sources:
  method: {title: The method, publisher: Its publisher, as_of: 2026-11-01}
sections:
  - section: papers
    title: The papers
    questions:
      - ask: signed
        kind: yes_no
        text: Did the agency sign?
        why: What is not signed is not yours.
        source: method
        findings:
          - {when: "no", id: unsigned, severity: high, say: The paper is outstanding., counsel: C., do: Get the paper, owner: owner,
             due: 7 days, source: method}
      - {ask: whose, kind: text, text: Whose is the engine?, why: It may not be yours., source: method}
  - section: end
    title: The end
    questions:
      - {ask: last, kind: yes_no, text: Is that all?, why: What is open is not safe., source: method}
"""
NEW = (
    OLD.replace("version: 1", "version: 2")
    .replace("section: papers", "section: rights")
    .replace("- ask: signed\n", "- ask: assigned\n        was: papers.signed\n")
    .replace("Did the agency sign?", "Did the agency assign its rights?")
    .replace("{ask: whose,", "{ask: owner, was: papers.whose,")
    .replace("Whose is the engine?", "Who owns the engine?")
)


@pytest.fixture
async def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Office]:
    async with Playground().serving() as playground:
        yield Office(playground, tmp_path, monkeypatch)


async def test_a_finding_its_work_and_what_was_handed_on_stand_under_the_new_names(office: Office) -> None:
    maria, jon = office.maria, office.jon
    async with office.at_work(ways.content(office.folder / "old", OLD)):
        await maria.command(ATLAS, "start")
        office.root = str((await maria.sees_text(ATLAS, "We begin"))["ts"])
        await maria.presses(ATLAS, await office.sees("Did the agency sign?"), "No")
        await office.sees("Whose is the engine?")
        await maria.command(ATLAS, f"assign <@{JON}>")
        asked = await letter(jon, "Whose is the engine?")
        await office.sees("Is that all?")
    async with office.at_work(ways.content(office.folder / "new", NEW)):
        await maria.presses(ATLAS, await office.sees("Is that all?"), "Yes")
        offered = await office.sees("There is a newer version of these questions")
        await maria.presses(ATLAS, offered, "Preview")
        told = await note(maria, ATLAS, "What the newer version brings")
        assert "Taken over as it was answered: Did the agency assign its rights?" in maria.text(told)
        for words in ("Raised", "Withdrawn", "No longer asked", "Asked as well"):
            assert words not in maria.text(told)
        await maria.presses(ATLAS, told, "Go on with it")
        await office.sees("This goes on with the newer version")
        await office.sees("Did the agency assign its rights?")

        await maria.command(ATLAS, "findings")
        found = maria.text(await note(maria, ATLAS, "*High*: The paper is outstanding"))
        assert "with <@U0MARIA001>, due " in found, "its work goes on, with its day and whose it is"

        # The letter of before is answered where it stands, and is settled there.
        await jon.says(direct_channel(jon), "Ours alone", str(asked["ts"]))
        await maria.sees_text(ATLAS, "*Ours alone* · Jon Reyes", office.root)
        settled = await letter(jon, f"Answered by <@{JON}>")
        assert settled["ts"] == asked["ts"]
