"""A word that may mean one choice or another is asked back with both, and nothing of the reply is kept before somebody said which."""

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
sources:
  method: {title: The method, publisher: Its publisher, as_of: 2026-11-01}
sections:
  - section: sharing
    title: What leaves
    questions:
      - ask: leaves
        kind: many_of
        text: What will leave?
        why: Each kind has its own rules.
        options:
          own: {label: Our own code, also: [our code]}
          customer: {label: Material of a customer, also: [customer material]}
          people: {label: Data about people, also: [personal data]}
        between:
          - {words: [customer data], options: [customer, people]}
        source: method
      - ask: keeper
        kind: one_of
        text: Who keeps the list?
        why: Somebody has to.
        options: {daily: The project lead, decides: Somebody who decides}
        between: [{words: [the manager], options: [daily, decides]}]
        source: method
      - {ask: last, kind: yes_no, text: Is that all?, why: What is open is not safe., source: method}
"""
LEAVES, KEEPER, LAST = "What will leave?", "Who keeps the list?", "Is that all?"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Playground]:
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = ways.content(tmp_path, FLOW)
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            yield playground


async def asked(here: Playground, words: str) -> tuple[Someone, str]:
    maria = Someone(here, MARIA)
    await maria.command(ATLAS, "start")
    root = str((await maria.sees_text(ATLAS, "We begin"))["ts"])
    await maria.sees_text(ATLAS, LEAVES, root)
    await maria.says(ATLAS, words, root)
    return maria, root


async def test_customer_data_is_asked_back_beside_what_is_certain_and_not_kept(here: Playground) -> None:
    maria, root = await asked(here, "our own code + customer data")
    back = await maria.sees_text(
        ATLAS,
        "“customer data” can mean “Material of a customer” or “Data about people”, or all of that. Which do you mean?",
        root,
    )
    assert not any("Noted:" in text for text in said_by_bot(maria, root))
    await maria.presses(ATLAS, back, "Our own code, Data about people")
    await maria.sees_text(ATLAS, "Noted: Our own code, Data about people", root)


async def test_what_may_be_either_may_be_both(here: Playground) -> None:
    maria, root = await asked(here, "our own code + customer data")
    await maria.sees_text(ATLAS, "“customer data” can mean", root)
    await maria.says(ATLAS, "3", root)
    await maria.sees_text(ATLAS, "Noted: Our own code, Material of a customer, Data about people", root)


async def test_of_one_choice_only_it_is_one_or_the_other(here: Playground) -> None:
    maria, root = await asked(here, "our code")
    await maria.sees_text(ATLAS, KEEPER, root)
    await maria.says(ATLAS, "the manager", root)
    back = await maria.sees_text(
        ATLAS, "“the manager” can mean “The project lead” or “Somebody who decides”. Which do you mean?", root
    )
    await maria.presses(ATLAS, back, "Somebody who decides")
    await maria.sees_text(ATLAS, LAST, root)
