"""A flow that runs once for each row, through the front door: two vendors in one channel, by command, from the list, and by a new name."""

from __future__ import annotations

import shutil
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, MARIA, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.talk import note, started

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
        source: method
"""
STAGE = "- stage: checks\n  title: Checks\n  flows: [place_checks, partner_checks]\n\n- stage: phased_scope\n"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Playground]:
    """The shipped content with a stage more, of two flows that run once for each row."""
    content = tmp_path / "content"
    shutil.copytree(ways.SHIPPED, content)
    stages = content / "stages.yaml"
    stages.write_text(stages.read_text().replace("- stage: phased_scope\n", STAGE))
    flows = (
        ("partner_checks", "Partner checks", "partner", "partners"),
        ("place_checks", "Place checks", "country", "countries"),
    )
    for name, title, per, many in flows:
        (content / "flows" / name).mkdir()
        (content / "flows" / name / "flow.yaml").write_text(CHECKS.format(name=name, title=title, per=per, many=many))
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
