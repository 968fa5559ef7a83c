"""The bot starts again with content in which questions have other names: what was found, accepted and asked of somebody goes on."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.playground.driver import ATLAS, JON, Playground
from tests.scenarios import ways
from tests.scenarios.talk import Json, direct_channel, letter, note
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


def pressed(text: str) -> str:
    """The same content, in which whose the engine is can be pressed."""
    whose = "kind: yes_no, text: Is the engine ours?"
    for asked in ("kind: text, text: Whose is the engine?", "kind: text, text: Who owns the engine?"):
        text = text.replace(asked, whose)
    return text


def advised(text: str) -> str:
    """The same content, in which it is asked who advises."""
    who = "kind: person, fills: counsel, text: Who advises on the engine?"
    return pressed(text).replace("kind: yes_no, text: Is the engine ours?", who)


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


async def handed(office: Office, asked: str) -> Json:
    """The letter by which the second question waits for Jon."""
    await office.maria.command(ATLAS, "start")
    office.root = str((await office.maria.sees_text(ATLAS, "We begin"))["ts"])
    await office.maria.presses(ATLAS, await office.sees("Did the agency sign?"), "Not sure")
    await office.sees(asked)
    await office.maria.command(ATLAS, f"assign <@{JON}>")
    await office.sees("Is that all?")
    return await letter(office.jon, asked)


async def renew(office: Office) -> None:
    """The conversation goes on with the newer version."""
    await office.maria.presses(ATLAS, await office.sees("Is that all?"), "Yes")
    await office.maria.presses(ATLAS, await office.sees("There is a newer version of these questions"), "Preview")
    told = await note(office.maria, ATLAS, "What the newer version brings")
    await office.maria.presses(ATLAS, told, "Go on with it")
    await office.sees("This goes on with the newer version")


async def test_a_press_in_a_letter_of_before_answers_the_question_under_its_new_name(office: Office) -> None:
    maria, jon = office.maria, office.jon
    async with office.at_work(ways.content(office.folder / "old", pressed(OLD))):
        asked = await handed(office, "Is the engine ours?")
    async with office.at_work(ways.content(office.folder / "new", pressed(NEW))):
        await renew(office)
        await jon.presses(direct_channel(jon), asked, "Yes")
        await maria.sees_text(ATLAS, "*Yes* · Jon Reyes", office.root)
        settled = await letter(jon, f"Answered by <@{JON}>")
        assert settled["ts"] == asked["ts"]


async def test_a_person_picked_in_a_letter_of_before_plays_the_part_asked_for(office: Office) -> None:
    maria, jon = office.maria, office.jon
    async with office.at_work(ways.content(office.folder / "old", advised(OLD))):
        asked = await handed(office, "Who advises on the engine?")
    async with office.at_work(ways.content(office.folder / "new", advised(NEW))):
        await renew(office)
        await jon.picks_with(direct_channel(jon), asked, "users_select", selected_user=JON)
        settled = await letter(jon, f"Answered by <@{JON}>")
        assert settled["ts"] == asked["ts"]
        await maria.command(ATLAS, "settings")
        form = str(await maria.until(maria.view, "the form"))
        assert f"'initial_user': '{JON}'" in form, "counsel"


async def test_answer_it_of_before_brings_the_question_under_its_new_name(office: Office) -> None:
    maria, jon = office.maria, office.jon
    async with office.at_work(ways.content(office.folder / "old", pressed(OLD))):
        await handed(office, "Is the engine ours?")
        await maria.command(ATLAS, "actions")
        await maria.presses(ATLAS, await note(maria, ATLAS, "open with you"), "Hand it over")
        to = {"to": {"type": "users_select", "selected_user": JON}}
        await maria.submits(to, await maria.until(maria.view, "the form"))
        given = await letter(jon, "hands this to you")
    async with office.at_work(ways.content(office.folder / "new", pressed(NEW))):
        await renew(office)
        await jon.presses(direct_channel(jon), given, "Answer it")
        await note(jon, direct_channel(jon), "Did the agency assign its rights?")
