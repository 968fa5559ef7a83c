"""A flow that runs once for each row, through the front door: two vendors in one channel, by command, from the list, and by a new name."""

from __future__ import annotations

import shutil
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, JON, MARIA, PRIYA, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.talk import Json, letter, name_counsel, note, started

CHECKS = """\
flow: {name}
version: 1
title: {title}
stage: checks
per: {per}
reviewed: 2026-11-20
intro: "About {{{per}}}."
registers:
  {per}: {{one: {per}, many: {many}}}
sources:
  method: {{title: The method, publisher: Its publisher, as_of: 2026-11-01}}
sections:
  - section: first
    title: The first look
    questions:
      - ask: apart
        kind: yes_no
        text: "Does {{{per}}} keep what it gets apart?"
        why: What lies open is copied.
        source: method{more}
"""
STAGE = (
    "- stage: checks\n  title: Checks\n  flows: [place_checks, partner_checks, law_checks]\n\n- stage: phased_scope\n"
)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Playground]:
    """The shipped content with a stage more, of two flows that run once for each row."""
    content = tmp_path / "content"
    shutil.copytree(ways.SHIPPED, content)
    stages = content / "stages.yaml"
    stages.write_text(stages.read_text().replace("- stage: phased_scope\n", STAGE))
    flows = (
        ("partner_checks", "Partner checks", "partner", "partners", ""),
        ("place_checks", "Place checks", "country", "countries", ""),
        ("law_checks", "Law checks", "lawyer", "lawyers", "\n        role: counsel"),
    )
    for name, title, per, many, more in flows:
        (content / "flows" / name).mkdir()
        text = CHECKS.format(name=name, title=title, per=per, many=many, more=more)
        (content / "flows" / name / "flow.yaml").write_text(text)
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = content
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            yield playground


async def test_two_partners_are_checked_side_by_side_in_one_channel(here: Playground) -> None:
    maria, _ = await started(here)
    await maria.command(ATLAS, "start partner checks Acme Labs")
    acme = await maria.sees_text(ATLAS, "Partner checks: Acme Labs")
    await maria.sees_text(ATLAS, "Does Acme Labs keep what it gets apart?", acme["ts"])

    await maria.command(ATLAS, "start partner checks")
    which = await note(maria, ATLAS, "Partner checks: every partner has begun. Name another one?")
    assert "Begun already: Acme Labs." in maria.text(which)
    await maria.presses(ATLAS, which, "Another partner")
    await maria.until(maria.view, "the form")
    await maria.submits({"name": {"type": "plain_text_input", "value": "Bolt"}})
    bolt = await maria.sees_text(ATLAS, "Partner checks: Bolt")
    await maria.sees_text(ATLAS, "Does Bolt keep what it gets apart?", bolt["ts"])

    await maria.command(ATLAS, "start partner checks acme labs")
    await note(maria, ATLAS, "This is already running here")
    await maria.says(ATLAS, "yes", acme["ts"])
    await maria.sees_text(ATLAS, "Ready for review", acme["ts"])
    card = await maria.sees_text(ATLAS, "*Checks*: 0 of 2 done")
    assert "Partner checks: Bolt" in maria.text(card)

    for word in ("next", "review", "pause"):
        await maria.command(ATLAS, word)
        picker = await note(maria, ATLAS, "Which one?")
        assert "Partner checks: Bolt" in maria.text(picker) and "Partner checks: Acme Labs" in maria.text(picker)


def pressed(message: Json) -> list[str]:
    """The labels of a message's buttons, in their order."""
    elements = (one for block in message["blocks"] for one in block.get("elements", ()))
    return [one["text"]["text"] for one in elements if one["type"] == "button"]


async def test_the_way_on_offers_first_what_waits_for_whoever_asks_and_says_last_whose_the_others_are(
    here: Playground,
) -> None:
    maria, _ = await started(here)
    await name_counsel(maria)
    await maria.command(ATLAS, "start law checks Acme")
    law = await maria.sees_text(ATLAS, "Law checks: Acme")
    await maria.sees_text(ATLAS, "Does Acme keep", law["ts"])
    await maria.command(ATLAS, "start partner checks Bolt")
    bolt = await maria.sees_text(ATLAS, "Partner checks: Bolt")
    await maria.sees_text(ATLAS, "Does Bolt keep", bolt["ts"])
    jon, priya = Someone(here, JON), Someone(here, PRIYA)
    await jon.command(ATLAS, "next")
    picker = await note(jon, ATLAS, "Which one?")
    assert [label.partition(":")[0] for label in pressed(picker)][1:] == ["Partner checks", "Law checks"]
    assert f"Law checks: Acme: the open question is with <@{PRIYA}>" in jon.text(picker)
    await priya.command(ATLAS, "next")
    picker = await note(priya, ATLAS, "Which one?")
    assert [label.partition(":")[0] for label in pressed(picker)][1:] == ["Law checks", "Partner checks"]
    await maria.command(ATLAS, f"assign <@{JON}>")
    which = await note(maria, ATLAS, "Which one?")
    await maria.presses(ATLAS, which, "Partner checks: Bolt")
    view = await maria.until(maria.view, "the form")
    due = {"selected_date": "2026-12-20"}
    await maria.submits({"to": {"selected_user": JON}, "due": due}, view)
    await letter(jon, "asks you to answer")
    before = len(jon.private_notes(ATLAS))
    await jon.command(ATLAS, "next")
    await jon.until(lambda: len(jon.private_notes(ATLAS)) > before, "the second list")
    picker = jon.private_notes(ATLAS)[-1]
    assert pressed(picker)[0] == "Handed to you: Does Bolt keep what it gets apart?"
    await jon.presses(ATLAS, picker, pressed(picker)[0])
    await jon.until(lambda: len(jon.private_notes(ATLAS)) > before + 1, "the question")
    assert "Does Bolt keep" in jon.text(jon.private_notes(ATLAS)[-1])


async def test_a_country_is_read_as_one_and_what_is_none_is_refused_kindly(here: Playground) -> None:
    maria, _ = await started(here)
    await maria.command(ATLAS, "start place checks Atlantis")
    await note(maria, ATLAS, "I do not know a country called Atlantis")
    await maria.command(ATLAS, "start place checks india")
    india = await maria.sees_text(ATLAS, "Place checks: India")
    await maria.sees_text(ATLAS, "Does India keep", india["ts"])
    await maria.command(ATLAS, "start place checks")
    which = await note(maria, ATLAS, "Another country")
    await maria.presses(ATLAS, which, "Another country")
    await maria.until(maria.view, "the form")


async def test_a_stage_of_several_flows_asks_for_the_part_and_the_card_offers_them(here: Playground) -> None:
    maria, _ = await started(here)
    await maria.command(ATLAS, "start checks")
    which = await note(maria, ATLAS, "Which part?")
    await maria.presses(ATLAS, which, "Partner checks")
    await note(maria, ATLAS, "Partner checks: for which partner?")
    card = await maria.sees_text(ATLAS, "Outsourcing programme")
    await maria.presses(ATLAS, card, "+ Place checks")
    await note(maria, ATLAS, "Place checks: for which country?")
    await maria.command(ATLAS, "start communications Acme")
    await note(maria, ATLAS, "I do not know the part")


async def test_before_there_is_a_programme_a_run_needs_its_row_and_starts_with_it(here: Playground) -> None:
    maria = Someone(here, MARIA)
    await maria.command(ATLAS, "start partner checks")
    await note(maria, ATLAS, "runs once for each partner")
    await maria.command(ATLAS, "start partner checks Acme")
    await maria.sees_text(ATLAS, "Partner checks: Acme")
