"""Ordinary words in a thread: what people type is read or asked back, nobody is left without an answer, and talk is left alone."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, JON, MARIA, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.talk import direct_channel, letter, note, quiet, said_by_bot

FLOW = """\
flow: sample
version: 1
title: A sample
stage: first
reviewed: 2026-11-20
intro: We begin.
registers:
  phase: {one: phase, many: phases}
sources:
  method: {title: The method, publisher: Its publisher, as_of: 2026-11-01}
sections:
  - section: law
    title: The law
    questions:
      - ask: named
        kind: yes_no
        text: Does the vendor see a name or a logo of yours?
        why: A name is first come, first served in many countries.
        source: method
        covers: [S4]
        not_sure: Ask whoever looks after the brand.
        findings:
          - when: yes
            id: shown
            severity: low
            say: A name or a logo is shown to the vendor.
            counsel: File first.
            do: File the mark
            owner: owner
            due: 7 days
            source: method
      - ask: by
        kind: date
        text: When does it end?
        why: What has ended protects nothing.
        source: method
      - ask: phases
        kind: item
        register: phase
        adds: true
        many: true
        text: Which phases do you plan?
        why: What is first shown should hurt least.
        source: method
      - ask: proof
        kind: file
        text: Where is the signed paper?
        why: What is not signed is not yours.
        source: method
      - ask: other
        kind: file
        text: Where is the other paper?
        why: What is not signed is not yours.
        source: method
"""
NAMED, ENDS, PHASES, PROOF, OTHER = (
    "a name or a logo",
    "When does it end?",
    "Which phases",
    "the signed paper",
    "the other paper",
)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Playground]:
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = ways.content(tmp_path, FLOW)
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            yield playground


async def begun(here: Playground) -> tuple[Someone, Someone, str]:
    """Maria started, the first question is open; Jon is there too."""
    maria = Someone(here, MARIA)
    await maria.command(ATLAS, "start")
    root = str((await maria.sees_text(ATLAS, "We begin"))["ts"])
    await maria.sees_text(ATLAS, NAMED, root)
    return maria, Someone(here, JON), root


async def passed(maria: Someone, root: str, *questions: str) -> None:
    """Skip these questions, one by one."""
    for question in questions:
        await maria.sees_text(ATLAS, question, root)
        await maria.says(ATLAS, "skip", root)


async def test_what_a_yes_is_about_may_come_first_and_is_asked_back(here: Playground) -> None:
    maria, _, root = await begun(here)
    await maria.says(ATLAS, "Our logo, yes", root)
    asked = await maria.sees_text(ATLAS, "I read “Our logo, yes” as Yes", root)
    await maria.presses(ATLAS, asked, "Yes")
    await maria.sees_text(ATLAS, ENDS, root)


async def test_a_question_about_the_question_is_answered_and_no_answer(here: Playground) -> None:
    maria, _, root = await begun(here)
    await maria.says(ATLAS, "no wait, what counts as a logo?", root)
    await maria.sees_text(ATLAS, "Ask whoever looks after the brand", root)
    await maria.says(ATLAS, "yes", root)
    await maria.sees_text(ATLAS, ENDS, root)


async def test_a_yes_for_one_thing_and_a_no_for_the_rest_is_asked_back_as_either(here: Playground) -> None:
    maria, _, root = await begun(here)
    await maria.says(ATLAS, "yes for the logo, the rest no", root)
    await maria.sees_text(ATLAS, "can mean more than one thing", root)


async def test_after_two_replies_that_are_not_read_whoever_writes_is_told_alone_with_the_ways_on(
    here: Playground,
) -> None:
    maria, jon, root = await begun(here)
    await maria.says(ATLAS, "the blue one", root)
    await maria.sees_text(ATLAS, "Reply “yes” or “no”", root)
    await maria.says(ATLAS, "a lot of those", root)
    ways_on = await maria.sees_text(ATLAS, "ask a colleague, or skip it for now", root)
    assert "Ask a colleague" in maria.text(ways_on) and "Skip" in maria.text(ways_on)
    before = len(said_by_bot(maria, root))
    await jon.says(ATLAS, "the green one", root)
    told = await note(jon, ATLAS, "only you see this")
    await maria.says(ATLAS, f"<@{JON}> lunch?", root)
    await quiet(maria)
    assert len(said_by_bot(maria, root)) == before
    assert not any("only you see this" in maria.text(m) for m in maria.private_notes(ATLAS))
    await jon.presses(ATLAS, told, "Skip")
    await maria.sees_text(ATLAS, ENDS, root)


async def test_words_in_a_part_that_is_finished_lead_on_once(here: Playground) -> None:
    maria, jon, root = await begun(here)
    await maria.says(ATLAS, "no", root)
    await passed(maria, root, ENDS, PHASES, PROOF, OTHER)
    await maria.sees_text(ATLAS, "Review: ", root)
    await maria.says(ATLAS, "finish", root)
    await maria.sees_text(ATLAS, "Summary: A sample", root)
    await maria.says(ATLAS, "what about the logo?", root)
    told = await maria.sees_text(ATLAS, "This part is finished, so I take no answers here", root)
    assert "Review answers" in maria.text(told) and "Continue" in maria.text(told)
    before = len(said_by_bot(maria, root))
    await maria.says(ATLAS, "thanks, that was quick", root)
    await maria.says(ATLAS, f"<@{JON}> shall we call them?", root)
    await jon.says(ATLAS, "and the app?", root)
    await note(jon, ATLAS, "This part is finished")
    await quiet(maria)
    assert len(said_by_bot(maria, root)) == before
    await maria.presses(ATLAS, told, "Continue")
    await note(maria, ATLAS, "You can review and change the answers")
    await jon.says(ATLAS, "change the answer about named", root)
    await jon.presses(ATLAS, await note(jon, ATLAS, "To change that answer"), "Change")
    await maria.sees_text(ATLAS, "What should it be?", root)


async def test_people_who_would_change_something_else_are_left_alone(here: Playground) -> None:
    maria, jon, root = await begun(here)
    before = len(said_by_bot(maria, root))
    for words in ("let me fix the build", "we need to change the date of the call", "please remove the coffee cups"):
        await maria.says(ATLAS, words, root)
        await jon.says(ATLAS, words, root)
    await quiet(maria)
    assert len(said_by_bot(maria, root)) == before and not jon.private_notes(ATLAS)


async def test_a_list_of_phases_keeps_each_phase_whole_and_a_wish_to_change_is_no_phase(here: Playground) -> None:
    maria, _, root = await begun(here)
    await passed(maria, root, NAMED, ENDS)
    await maria.sees_text(ATLAS, PHASES, root)
    await maria.says(ATLAS, "change the phases", root)
    await maria.sees_text(ATLAS, "Pick the answer to change in the review", root)
    await maria.says(ATLAS, "the admin screens were built by Dev Shop in 2021", root)
    asked = await maria.sees_text(ATLAS, "as admin screens", root)
    await maria.presses(ATLAS, asked, "No, ask again")
    await maria.says(ATLAS, "Phase 1: UI, search and export; Phase 2: payments and billing", root)
    await maria.sees_text(ATLAS, PROOF, root)
    shown = "\n".join(said_by_bot(maria, root))
    assert "Phase 1: UI, search and export, Phase 2: payments and billing" in shown


async def test_why_says_what_the_hint_does_not(here: Playground) -> None:
    maria, _, root = await begun(here)
    question = await maria.sees_text(ATLAS, NAMED, root)
    await maria.presses(ATLAS, question, "Why this matters")
    told = maria.text(await note(maria, ATLAS, "A name or a logo is shown to the vendor"))
    for words in (
        "countries where the work will be done",
        "Ask whoever looks after the brand",
        "The method, Its publisher",
    ):
        assert words in told
    assert "first come, first served" not in told
    await maria.says(ATLAS, "why?", root)
    await maria.sees_text(ATLAS, "Source: The method", root)


@pytest.mark.parametrize("below", [True, False])
async def test_a_file_to_the_bot_alone_answers_the_question_that_was_handed_over(
    here: Playground, *, below: bool
) -> None:
    maria, jon, root, asked = await handed(here)
    await jon.uploads(direct_channel(jon), "nda.pdf", b"%PDF-1.4", asked if below else "")
    await note(jon, direct_channel(jon), "Noted: nda.pdf")
    await maria.sees_text(ATLAS, f"Jon Reyes answered: Where is {PROOF}", root)


async def test_a_file_in_the_thread_is_for_the_question_of_whoever_sends_it(here: Playground) -> None:
    maria, jon, root, _ = await handed(here)
    await jon.uploads(ATLAS, "nda.pdf", b"%PDF-1.4", root)
    await jon.sees_text(ATLAS, "More than one question waits for a file from you", root)
    await maria.says(ATLAS, "skip", root)
    await maria.sees_text(ATLAS, "Review: ", root)
    await jon.uploads(ATLAS, "nda.pdf", b"%PDF-1.4", root)
    await maria.sees_text(ATLAS, "*nda.pdf* · Jon Reyes", root)


async def handed(here: Playground) -> tuple[Someone, Someone, str, str]:
    """The question for a paper was handed to Jon, and one for another paper is open: both, the thread, and Jon's message."""
    maria, jon, root = await begun(here)
    await passed(maria, root, NAMED, ENDS, PHASES)
    await maria.sees_text(ATLAS, PROOF, root)
    await maria.command(ATLAS, f"assign <@{JON}>")
    asked = await letter(jon, "asks you to answer")
    await maria.sees_text(ATLAS, OTHER, root)
    return maria, jon, root, str(asked["ts"])
