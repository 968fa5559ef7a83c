"""A question that was handed to somebody is answered in their own words: below the message that asks it, to the bot alone, and in the thread."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, JON, MARIA, PRIYA, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.talk import FIRST, SECOND, direct_channel, letter, name_counsel, note, quiet, said_by_bot, started

FOURTH = "In which countries"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Playground]:
    async with ways.socket(tmp_path) as playground:
        yield playground


async def handed(here: Playground) -> tuple[Someone, Someone, str, str]:
    """Maria handed the first question to Jon, and the second is open: both of them, the thread, and the ts of Jon's message."""
    maria, root = await started(here)
    await maria.command(ATLAS, f"assign <@{JON}>")
    jon = Someone(here, JON)
    asked = await letter(jon, "asks you to answer")
    await maria.sees_text(ATLAS, SECOND, root)
    return maria, jon, root, str(asked["ts"])


@pytest.mark.parametrize("below", [True, False])
async def test_words_to_the_bot_alone_answer_it(here: Playground, *, below: bool) -> None:
    maria, jon, root, asked = await handed(here)
    await jon.says(direct_channel(jon), "software", asked if below else "")
    await note(jon, direct_channel(jon), "Noted: Software")
    await maria.sees_text(ATLAS, f"Jon Reyes answered: {FIRST}", root)
    await jon.says(direct_channel(jon), "services", asked)
    await note(jon, direct_channel(jon), "has just answered that")
    await quiet(maria)
    settled = await letter(jon, f"Answered by <@{JON}>")
    assert settled["ts"] == asked and "[" not in jon.text(settled), "nothing is left to press"
    assert not any("What you can ask of me" in jon.text(m) for m in jon.private_notes(direct_channel(jon)))


async def test_words_that_cannot_be_read_are_told_so_with_the_form(here: Playground) -> None:
    _, jon, _, asked = await handed(here)
    await jon.says(direct_channel(jon), "the blue one", asked)
    unread = await note(jon, direct_channel(jon), "could not match that")
    await jon.presses(direct_channel(jon), unread, "Open the form")
    await jon.until(jon.view, "the form")
    await jon.says(direct_channel(jon), "why", asked)
    await note(jon, direct_channel(jon), "Why")
    await jon.says(direct_channel(jon), "not sure")
    await note(jon, direct_channel(jon), "Noted: not sure")


async def test_what_is_no_answer_is_heard_as_without_it(here: Playground) -> None:
    _, jon, _, asked = await handed(here)
    await jon.says(direct_channel(jon), "what is a trade secret?", asked)
    await note(jon, direct_channel(jon), "trade secret")
    await jon.says(direct_channel(jon), "something leaked last night")
    await note(jon, direct_channel(jon), "the first response begins there")


async def test_where_two_wait_the_words_are_for_neither(here: Playground) -> None:
    maria, jon, root, asked = await handed(here)
    await maria.says(ATLAS, f"<@{MARIA}>", root)
    await maria.sees_text(ATLAS, "Do you have a lawyer", root)
    await maria.command(ATLAS, f"assign <@{JON}>")
    await maria.sees_text(ATLAS, FOURTH, root)
    await letter(jon, "Do you have a lawyer")
    await jon.says(direct_channel(jon), "software")
    await note(jon, direct_channel(jon), "More than one question waits for you")
    await jon.says(direct_channel(jon), "software", asked)
    await note(jon, direct_channel(jon), "Noted: Software")


async def test_words_that_none_of_two_takes_are_for_the_one_that_is_pressed(here: Playground) -> None:
    maria, jon, root, _ = await handed(here)
    await maria.says(ATLAS, f"<@{MARIA}>", root)
    await maria.sees_text(ATLAS, "Do you have a lawyer", root)
    await jon.says(direct_channel(jon), "soc 2 type 2, but for lisbon not porto")
    unread = jon.text(await note(jon, direct_channel(jon), "I could not match that"))
    assert FIRST in unread, "one alone waits: it is named"
    await maria.command(ATLAS, f"assign <@{JON}>")
    await letter(jon, "Do you have a lawyer")
    await jon.says(direct_channel(jon), "soc 2 type 2, but for lisbon not porto")
    which = await note(jon, direct_channel(jon), "Which one does “soc 2 type 2, but for lisbon not porto” answer?")
    told = jon.text(which)
    assert FIRST in told and "Do you have a lawyer" in told
    for said in ("thanks!", "back"):
        await jon.says(direct_channel(jon), said)
        await note(jon, direct_channel(jon), "What you can ask of me")
        assert "Which one does" not in jon.text(jon.private_notes(direct_channel(jon))[-1])
    number = next(line.split(". ")[0] for line in told.splitlines() if FIRST in line)
    await jon.presses(direct_channel(jon), which, number)
    unread = await note(jon, direct_channel(jon), "I could not match that")
    await jon.presses(direct_channel(jon), unread, "Open the form")
    await jon.until(jon.view, "the form of that question")


async def test_in_the_thread_the_reply_goes_to_the_question_that_it_answers(here: Playground) -> None:
    maria, jon, root, _ = await handed(here)
    await jon.says(ATLAS, "software", root)
    await maria.sees_text(ATLAS, f"Jon Reyes answered: {FIRST}", root)
    assert not any("could not" in text for text in said_by_bot(maria, root))


TWO = """\
flow: sample
version: 1
title: A sample
stage: first
reviewed: 2026-11-20
intro: We begin.
sources:
  method: {title: The method, publisher: Its publisher, as_of: 2026-11-01}
sections:
  - section: law
    title: The law
    questions:
      - ask: signed
        kind: yes_no
        text: Did the agency sign?
        why: What is not signed is not yours.
        source: method
      - ask: rest
        kind: yes_no
        text: Is anything else open?
        why: What is open is not safe.
        source: method
      - ask: last
        kind: yes_no
        text: Is that all?
        why: What is open is not safe.
        source: method
"""


@pytest.fixture
async def two(tmp_path: Path) -> AsyncGenerator[Playground]:
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = ways.content(tmp_path, TWO)
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            yield playground


async def test_where_it_could_be_either_the_one_who_said_it_is_asked_which(two: Playground) -> None:
    maria, jon, priya = Someone(two, MARIA), Someone(two, JON), Someone(two, PRIYA)
    await maria.command(ATLAS, "start")
    root = str((await maria.sees_text(ATLAS, "We begin"))["ts"])
    await maria.sees_text(ATLAS, "Did the agency sign?", root)
    await maria.command(ATLAS, f"assign <@{JON}>")
    await maria.sees_text(ATLAS, "Is anything else open?", root)
    await jon.says(ATLAS, "no", root)
    which = await jon.sees_text(ATLAS, "could answer two questions", root)
    await priya.presses(ATLAS, which, "The one handed to me")
    await note(priya, ATLAS, "Whoever wrote that")
    await jon.presses(ATLAS, which, "The one handed to me")
    await note(jon, ATLAS, "Noted: No")
    await maria.sees_text(ATLAS, "Jon Reyes answered: Did the agency sign?", root)
    await jon.presses(ATLAS, which, "The one open here")
    await note(jon, ATLAS, "That reply counts already")
    await maria.says(ATLAS, "no", root)
    await maria.sees_text(ATLAS, "Is that all?", root)


async def to_two(two: Playground) -> tuple[Someone, Someone, str]:
    """The first two questions were handed to Jon: Maria, Jon and the thread."""
    maria, jon = Someone(two, MARIA), Someone(two, JON)
    await maria.command(ATLAS, "start")
    root = str((await maria.sees_text(ATLAS, "We begin"))["ts"])
    for question in ("Did the agency sign?", "Is anything else open?"):
        await maria.sees_text(ATLAS, question, root)
        await maria.command(ATLAS, f"assign <@{JON}>")
        await letter(jon, question)
    return maria, jon, root


async def test_what_could_answer_two_is_asked_of_the_one_who_said_it_to_the_bot_alone(two: Playground) -> None:
    maria, jon, root = await to_two(two)
    await jon.says(direct_channel(jon), "no")
    which = await note(jon, direct_channel(jon), "Which one does “no” answer?")
    lines = {words: number for number, _, words in (line.partition(". ") for line in jon.text(which).splitlines())}
    assert "Did the agency sign?" in lines
    await jon.presses(direct_channel(jon), which, lines["Is anything else open?"])
    await note(jon, direct_channel(jon), "Noted: No")
    await maria.sees_text(ATLAS, "Jon Reyes answered: Is anything else open?", root)


async def test_the_question_may_be_picked_by_saying_its_number(two: Playground) -> None:
    maria, jon, root = await to_two(two)
    await jon.says(direct_channel(jon), "no")
    which = await note(jon, direct_channel(jon), "Which one does “no” answer?")
    lines = {words: number for number, _, words in (line.partition(". ") for line in jon.text(which).splitlines())}
    said = {"1": "the first", "2": "2"}[lines["Is anything else open?"]]
    await jon.says(direct_channel(jon), said)
    await note(jon, direct_channel(jon), "Noted: No")
    await maria.sees_text(ATLAS, "Jon Reyes answered: Is anything else open?", root)


async def test_what_is_too_long_for_a_press_is_for_neither(two: Playground) -> None:
    _, jon, _ = await to_two(two)
    await jon.says(direct_channel(jon), "no, " + "never again " * 60)
    await note(jon, direct_channel(jon), "Reply below the message that asks it")


async def test_a_condition_beside_a_yes_to_the_bot_alone_is_asked_back_there(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = ways.content(
            tmp_path, TWO.replace("        kind: yes_no\n", "        kind: yes_no\n        role: counsel\n", 1)
        )
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            maria, priya = Someone(playground, MARIA), Someone(playground, PRIYA)
            await maria.command(ATLAS, "start")
            root = str((await maria.sees_text(ATLAS, "We begin"))["ts"])
            await name_counsel(maria, PRIYA)
            question = await maria.sees_text(ATLAS, "For counsel", root)
            await maria.presses(ATLAS, question, "No")
            await maria.presses(ATLAS, await note(maria, ATLAS, "This one is for counsel"), "Ask them, and go on")
            await letter(priya, "asks you to answer")
            await maria.sees_text(ATLAS, "Is anything else open?", root)
            await maria.command(ATLAS, f"assign <@{PRIYA}>")
            await letter(priya, "Is anything else open?")
            await priya.says(direct_channel(priya), "yes, but only for the UK entity")
            asked = await note(priya, direct_channel(priya), "everybody in the channel reads it")
            await priya.presses(direct_channel(priya), asked, "Yes, on condition: only for the UK entity")
            await note(priya, direct_channel(priya), "Noted: Yes, on condition: only for the UK entity")
            await maria.sees_text(ATLAS, "only for the UK entity", root)


async def test_what_is_counsels_alone_can_be_left_with_counsel(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = ways.content(
            tmp_path, TWO.replace("        kind: yes_no\n", "        kind: yes_no\n        role: counsel\n", 1)
        )
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            maria, priya = Someone(playground, MARIA), Someone(playground, PRIYA)
            await maria.command(ATLAS, "start")
            root = str((await maria.sees_text(ATLAS, "We begin"))["ts"])
            await name_counsel(maria, PRIYA)
            question = await maria.sees_text(ATLAS, "For counsel", root)
            await maria.presses(ATLAS, question, "No")
            assert "Ask them, and go on" in maria.text(await note(maria, ATLAS, "This one is for counsel"))
            await maria.says(ATLAS, "not sure", root)
            refused = await maria.sees_text(ATLAS, "This one is for counsel", root)
            await maria.presses(ATLAS, refused, "Ask them, and go on")
            await maria.sees_text(ATLAS, "Is anything else open?", root)
            asked = await letter(priya, "asks you to answer")
            await priya.says(direct_channel(priya), "yes", str(asked["ts"]))
            await note(priya, direct_channel(priya), "Noted: Yes")


async def test_what_may_be_shared_is_told_to_the_bot_alone_too(here: Playground) -> None:
    maria, _ = await started(here)
    direct = here.workspace.direct(MARIA, here.workspace.app.user).id
    await maria.says(direct, "may I share admin screens with Kodex?")
    told = await note(maria, direct, "Not in your lists yet")
    await maria.presses(direct, told, "Choose or add it")
    await maria.until(maria.view, "the form")


@pytest.mark.parametrize("said", ["thanks!", "hello", "regster"])
async def test_a_greeting_gets_one_line_and_the_way_to_the_help(here: Playground, said: str) -> None:
    maria = Someone(here, MARIA)
    await maria.says(ATLAS, f"<@{here.workspace.app.user}> {said}")
    short = await note(maria, ATLAS, "What you can ask of me")
    assert len(maria.text(short).splitlines()) <= 2
    direct = here.workspace.direct(MARIA, here.workspace.app.user).id
    await maria.says(direct, "hi, what can you do?")
    await note(maria, direct, "Before anything goes out")


async def test_a_colleague_who_is_asked_in_the_thread_is_chosen_in_the_form_that_is_offered(here: Playground) -> None:
    maria, root = await started(here)
    await maria.says(ATLAS, f"<@{JON}> do you know?", root)
    offer = await maria.sees_text(ATLAS, "can answer this one", root)
    await maria.presses(ATLAS, offer, "Ask a colleague")
    view = await maria.until(maria.view, "the form")
    chosen = next(b["element"] for b in view["blocks"] if b["type"] == "input" and b["block_id"] == "to")
    assert chosen["initial_user"] == JON


async def test_where_two_wait_a_yes_is_for_the_one_that_asked_back(here: Playground) -> None:
    maria, jon, root, _ = await handed(here)
    await maria.says(ATLAS, f"<@{MARIA}>", root)
    await maria.sees_text(ATLAS, "Do you have a lawyer", root)
    await maria.says(ATLAS, "no", root)
    await maria.sees_text(ATLAS, FOURTH, root)
    await maria.command(ATLAS, f"assign <@{JON}>")
    countries = await letter(jon, FOURTH)
    await quiet(maria)
    await jon.says(direct_channel(jon), "Lisbon", str(countries["ts"]))
    await note(jon, direct_channel(jon), "Portugal")
    await jon.says(direct_channel(jon), "yes")
    await note(jon, direct_channel(jon), "Noted: Portugal")
