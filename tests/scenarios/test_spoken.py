"""What people say in words of time and number: what is to come is no yes, "both" of three is asked back, a period is a number."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, MARIA, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.talk import said_by_bot

FLOW = """\
flow: sample
version: 1
title: A sample
stage: first
reviewed: 2026-11-20
intro: We begin.
registers:
  vendor: {one: vendor, many: vendors}
sources:
  method: {title: The method, publisher: Its publisher, as_of: 2026-11-01}
sections:
  - section: law
    title: The law
    questions:
      - ask: paper
        kind: one_of
        text: Is the paper signed?
        why: A duty binds only who signed it.
        options:
          signed: {label: "Yes, by both sides", also: [yes, signed]}
          not_yet: {label: Not yet, also: ["no"]}
        source: method
      - ask: filing
        kind: one_of
        text: How far is the filing?
        why: Who files first has it.
        options:
          filed: {label: It is filed, also: [filed]}
          secret: {label: We keep it secret}
        source: method
      - ask: shown
        kind: yes_no
        text: Does the vendor know the rules?
        why: A rule that nobody knows binds nobody.
        source: method
      - ask: vendors
        kind: item
        register: vendor
        adds: true
        many: true
        text: Which vendors are there?
        why: Each of them is asked about.
        source: method
      - ask: staff
        kind: item
        register: vendor
        many: true
        text: Which of them work on our premises?
        why: Whoever is inside sees more.
        source: method
      - ask: meets
        kind: number
        unit: times a year
        text: How often do you look at the list?
        why: A list grows old.
        source: method
      - ask: insured_until
        kind: date
        text: Until when does the insurance run?
        why: Cover that has ended pays nothing.
        source: method
"""
PAPER, FILING, KNOWN, VENDORS, STAFF, OFTEN, INSURED = (
    "Is the paper signed?",
    "How far is the filing?",
    "Does the vendor know the rules?",
    "Which vendors are there?",
    "Which of them work",
    "How often do you look",
    "Until when does the insurance",
)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Playground]:
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = ways.content(tmp_path, FLOW)
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            yield playground


async def begun(here: Playground, *skipped: str) -> tuple[Someone, str]:
    """Maria started, and these questions are skipped."""
    maria = Someone(here, MARIA)
    await maria.command(ATLAS, "start")
    root = str((await maria.sees_text(ATLAS, "We begin"))["ts"])
    for question in skipped:
        await maria.sees_text(ATLAS, question, root)
        await maria.says(ATLAS, "skip", root)
    return maria, root


async def test_what_will_be_signed_is_asked_back_as_not_yet(here: Playground) -> None:
    maria, root = await begun(here)
    await maria.sees_text(ATLAS, PAPER, root)
    await maria.says(ATLAS, "signed by Friday", root)
    asked = await maria.sees_text(ATLAS, "“signed by Friday” is still to come", root)
    assert "As of today I read it as Not yet" in maria.text(asked)
    await maria.presses(ATLAS, asked, "Yes")
    await maria.sees_text(ATLAS, FILING, root)
    await maria.says(ATLAS, "filed by March", root)
    await maria.sees_text(ATLAS, "Reply with what holds now", root)
    await maria.says(ATLAS, "we keep it secret", root)
    await maria.sees_text(ATLAS, KNOWN, root)


async def test_not_yet_and_a_day_is_not_yet_at_once(here: Playground) -> None:
    maria, root = await begun(here)
    await maria.sees_text(ATLAS, PAPER, root)
    await maria.says(ATLAS, "not yet, Friday", root)
    await maria.sees_text(ATLAS, FILING, root)
    assert any("Not yet" in said for said in said_by_bot(maria, root))


async def test_what_is_expected_is_neither_yes_nor_no_before_somebody_says_so(here: Playground) -> None:
    maria, root = await begun(here, PAPER, FILING)
    await maria.sees_text(ATLAS, KNOWN, root)
    await maria.says(ATLAS, "we expect it on 3 March", root)
    asked = await maria.sees_text(ATLAS, "“we expect it on 3 March” is still to come", root)
    assert "how it stands today. Which is it?" in maria.text(asked)
    await maria.presses(ATLAS, asked, "No")
    await maria.sees_text(ATLAS, VENDORS, root)


async def test_both_of_three_vendors_is_asked_back_with_each_two_of_them(here: Playground) -> None:
    maria, root = await begun(here, PAPER, FILING, KNOWN)
    await maria.sees_text(ATLAS, VENDORS, root)
    await maria.says(ATLAS, "Kodex, Brightline, Nordwind", root)
    await maria.sees_text(ATLAS, STAFF, root)
    await maria.says(ATLAS, "both", root)
    asked = await maria.sees_text(ATLAS, "“both” can mean more than one thing", root)
    await maria.presses(ATLAS, asked, "Kodex, Nordwind")
    await maria.sees_text(ATLAS, OFTEN, root)
    assert any("Kodex, Nordwind" in said for said in said_by_bot(maria, root))


async def test_a_period_is_a_number_in_the_unit_of_the_question_once_confirmed(here: Playground) -> None:
    maria, root = await begun(here, PAPER, FILING, KNOWN, VENDORS, STAFF)
    await maria.sees_text(ATLAS, OFTEN, root)
    await maria.says(ATLAS, "every six months", root)
    asked = await maria.sees_text(ATLAS, "I read “every six months” as 2 times a year", root)
    await maria.presses(ATLAS, asked, "Yes")
    await maria.sees_text(ATLAS, "2 times a year", root)
    await maria.says(ATLAS, "undo", root)
    await maria.sees_text(ATLAS, OFTEN, root)
    await maria.says(ATLAS, "twice a year", root)
    await maria.until(
        lambda: any("Noted: 2 times a year" in said for said in said_by_bot(maria, root)), "noted at once"
    )


async def test_a_name_that_says_which_one_it_is_is_shown_whole(here: Playground) -> None:
    maria, root = await begun(here, PAPER, FILING, KNOWN)
    await maria.sees_text(ATLAS, VENDORS, root)
    await maria.says(ATLAS, "Kodex, the lab that is used by QA", root)
    asked = await maria.sees_text(ATLAS, "can mean more than one thing", root)
    await maria.presses(ATLAS, asked, "Kodex, lab that is used by QA")
    await maria.sees_text(ATLAS, STAFF, root)
    assert any("Kodex, lab that is used by QA" in said for said in said_by_bot(maria, root))


async def test_news_in_a_part_that_is_finished_lead_to_the_answer_that_they_are_about(here: Playground) -> None:
    maria, root = await begun(here, PAPER, FILING, KNOWN, VENDORS, STAFF, OFTEN)
    await maria.sees_text(ATLAS, INSURED, root)
    await maria.says(ATLAS, "31 December 2026", root)
    await maria.sees_text(ATLAS, "Review: ", root)
    await maria.says(ATLAS, "finish", root)
    await maria.sees_text(ATLAS, "Summary: A sample", root)
    await maria.says(ATLAS, "Kodex has renewed its insurance until 31 December 2027", root)
    news = await maria.sees_text(ATLAS, "That sounds like news of an answer given here", root)
    assert INSURED in maria.text(news) and not any("2027" in said for said in said_by_bot(maria, root))
    await maria.presses(ATLAS, news, "Change")
    await maria.sees_text(ATLAS, "What should it be?", root)
    await maria.says(ATLAS, "31 December 2027", root)
    await maria.until(
        lambda: any("Changed to 31 December 2027" in said for said in said_by_bot(maria, root)), "the change"
    )
