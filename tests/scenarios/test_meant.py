"""Replies that may be meant as the opposite of how they read: they are asked back, and are never kept before somebody said which."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, MARIA, PRIYA, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.talk import name_counsel, note, quiet, said_by_bot

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
  - section: vendor
    title: The vendor
    questions:
      - ask: shown
        kind: many_of
        text: What has the vendor shown?
        why: What is not shown is not known.
        options: {rules: Written rules, sample: A filled-in sample, back: A way to return and delete}
        source: method
      - ask: named
        kind: yes_no
        text: Is everybody outside named, or said to be nobody?
        why: Whoever is not named has signed nothing.
        source: method
      - {ask: permit, kind: yes_no, role: counsel, text: Is a permit needed?, why: Some countries want one., source: method}
      - {ask: reason, kind: yes_no, role: counsel, text: Is there a reason not to file?, why: A secret may need none., source: method}
      - {ask: last, kind: yes_no, text: Is that all?, why: What is open is not safe., source: method}
"""
SHOWN, NAMED, PERMIT, REASON, LAST = (
    "What has the vendor",
    "Is everybody outside",
    "Is a permit",
    "Is there a reason",
    "Is that all?",
)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Playground]:
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = ways.content(tmp_path, FLOW)
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            yield playground


async def begun(here: Playground) -> tuple[Someone, str]:
    maria = Someone(here, MARIA)
    await maria.command(ATLAS, "start")
    root = str((await maria.sees_text(ATLAS, "We begin"))["ts"])
    await maria.sees_text(ATLAS, SHOWN, root)
    return maria, root


async def at_named(here: Playground) -> tuple[Someone, str]:
    maria, root = await begun(here)
    await maria.says(ATLAS, "1, 2", root)
    await maria.sees_text(ATLAS, NAMED, root)
    return maria, root


async def test_a_number_at_a_yes_or_no_is_the_button_in_that_place_and_is_asked_back(here: Playground) -> None:
    maria, root = await at_named(here)
    await maria.says(ATLAS, "1", root)
    asked = await maria.sees_text(ATLAS, "I read “1” as Yes", root)
    await maria.presses(ATLAS, asked, "Yes")
    await maria.sees_text(ATLAS, "Noted: Yes", root)


@pytest.mark.parametrize("words", ["nobody, as far as I know", "both", "none"])
async def test_how_many_it_is_of_is_asked_back_with_both_readings(here: Playground, words: str) -> None:
    maria, root = await at_named(here)
    await maria.says(ATLAS, words, root)
    asked = await maria.sees_text(ATLAS, f"“{words}” can mean more than one thing", root)
    assert not any("Noted: Yes" in text or "Noted: No." in text for text in said_by_bot(maria, root))
    await maria.presses(ATLAS, asked, "Yes")
    await maria.sees_text(ATLAS, "Noted: Yes", root)


async def test_a_yes_to_what_was_read_as_a_no_is_not_taken_for_the_answer(here: Playground) -> None:
    maria, root = await at_named(here)
    await maria.says(ATLAS, "not possible", root)
    await maria.sees_text(ATLAS, "I read “not possible” as No", root)
    await maria.says(ATLAS, "yes", root)
    asked = await maria.sees_text(ATLAS, "“not possible” can mean more than one thing", root)
    assert not any("Noted: Yes" in text or "Noted: No." in text for text in said_by_bot(maria, root))
    await maria.presses(ATLAS, asked, "No")
    await maria.sees_text(ATLAS, "Noted: No", root)


async def test_what_is_so_at_times_is_asked_back_and_not_kept(here: Playground) -> None:
    maria, root = await at_named(here)
    await maria.says(ATLAS, "no, well, Ravi sometimes", root)
    asked = await maria.sees_text(ATLAS, "“no, well, Ravi sometimes” can mean more than one thing", root)
    assert not any("Noted: No" in text for text in said_by_bot(maria, root))
    await maria.presses(ATLAS, asked, "Yes")
    await maria.sees_text(ATLAS, "Noted: Yes", root)


async def test_an_earlier_answer_put_right_is_asked_back_and_not_kept_for_the_open_question(here: Playground) -> None:
    maria, root = await at_named(here)
    await maria.says(
        ATLAS, "sorry, my earlier answer about what was shown was wrong: add a way to return and delete", root
    )
    await maria.sees_text(ATLAS, "That sounds like a change of an earlier answer", root)
    asked = await maria.sees_text(ATLAS, "Written rules, A filled-in sample, A way to return and delete.", root)
    assert not any("Noted: Yes" in text or "Noted: No." in text for text in said_by_bot(maria, root))
    await maria.presses(ATLAS, asked, "Yes")
    await maria.sees_text(ATLAS, "Changed to Written rules, A filled-in sample, A way to return and delete", root)


async def test_what_is_put_right_and_not_read_leads_to_the_answer(here: Playground) -> None:
    maria, root = await at_named(here)
    await maria.says(ATLAS, "actually no, they can delete too, correct that", root)
    told = await maria.sees_text(ATLAS, "To change that answer, press Change", root)
    await maria.presses(ATLAS, told, "Change")
    await maria.sees_text(ATLAS, "What should it be?", root)


async def test_both_is_no_yes_to_what_waits_for_one(here: Playground) -> None:
    maria, root = await begun(here)
    await maria.says(ATLAS, "wait, written rules", root)
    await maria.sees_text(ATLAS, "as Written rules", root)
    await maria.says(ATLAS, "everybody", root)
    await maria.sees_text(ATLAS, "That takes a yes or a no", root)
    await maria.says(ATLAS, "both", root)
    await maria.sees_text(ATLAS, "“both” can mean more than one thing", root)
    await quiet(maria)
    assert not any("Noted" in text for text in said_by_bot(maria, root))
    await maria.says(ATLAS, "no, just the sample", root)
    await maria.sees_text(ATLAS, "Noted: A filled-in sample", root)


async def test_counsel_who_says_which_question_is_meant_is_asked_about_the_condition_at_once(here: Playground) -> None:
    maria, root = await at_named(here)
    priya = Someone(here, PRIYA)
    await name_counsel(maria, PRIYA)
    await maria.says(ATLAS, "yes", root)
    await maria.sees_text(ATLAS, PERMIT, root)
    await maria.says(ATLAS, "not yet, Priya is on it", root)
    refused = await maria.sees_text(ATLAS, "This one is for counsel", root)
    await maria.presses(ATLAS, refused, "Ask them, and go on")
    await maria.sees_text(ATLAS, REASON, root)
    await priya.says(ATLAS, "yes, but only for the engine", root)
    which = await priya.sees_text(ATLAS, "could answer two questions", root)
    await priya.presses(ATLAS, which, "The one open here")
    asked = await priya.sees_text(ATLAS, "is that a yes on a condition?", root)
    await priya.presses(ATLAS, asked, "Yes, on condition: only for the engine")
    await priya.sees_text(ATLAS, LAST, root)
    assert any("Noted: Yes, on condition: only for the engine" in text for text in said_by_bot(maria, root))


async def test_counsel_who_would_sleep_on_it_has_said_no_no(here: Playground) -> None:
    maria, root = await at_named(here)
    priya = Someone(here, PRIYA)
    await name_counsel(maria, PRIYA)
    await maria.says(ATLAS, "yes", root)
    await maria.sees_text(ATLAS, PERMIT, root)
    await priya.says(ATLAS, "I would say no, but let me sleep on it", root)
    asked = await priya.sees_text(ATLAS, "can mean more than one thing", root)
    assert not any("Noted: No." in text for text in said_by_bot(maria, root))
    await maria.presses(ATLAS, asked, "No")
    await note(maria, ATLAS, "This one is for counsel")


async def test_a_question_put_to_nobody_is_told_alone_how_it_is_asked_and_only_once(here: Playground) -> None:
    maria, root = await at_named(here)
    await maria.says(ATLAS, "what is a mask work?", root)
    told = await note(maria, ATLAS, "If you were asking me")
    await maria.says(ATLAS, "who is responsible for that?", root)
    await quiet(maria)
    assert sum("If you were asking me" in maria.text(m) for m in maria.private_notes(ATLAS)) == 1
    before = said_by_bot(maria, root)
    await maria.presses(ATLAS, told, "Ask Ringfence")
    await note(maria, ATLAS, "I did not find this in our sources")
    assert said_by_bot(maria, root) == before, "the answer is for whoever asks alone"


async def test_a_question_put_to_nobody_while_paused_is_not_met_with_silence(here: Playground) -> None:
    maria, root = await at_named(here)
    await maria.says(ATLAS, "pause", root)
    await maria.sees_text(ATLAS, "Nothing is lost", root)
    await maria.says(ATLAS, "what is a mask work?", root)
    told = await note(maria, ATLAS, "If you were asking me")
    await maria.presses(ATLAS, told, "Ask Ringfence")
    await note(maria, ATLAS, "I did not find this in our sources")


async def test_what_a_list_leaves_out_is_never_taken_in(here: Playground) -> None:
    maria, root = await begun(here)
    await maria.says(ATLAS, "rules, yes; sample no; deleting I'd have to look up", root)
    await maria.sees_text(ATLAS, "Written rules", root)
    await quiet(maria)
    assert not any("Noted" in text for text in said_by_bot(maria, root))
    await maria.says(ATLAS, "all but the sampling", root)
    await maria.sees_text(ATLAS, "Written rules, A way to return and delete.", root)


async def test_what_is_told_in_sentences_is_read_sentence_by_sentence_and_a_promise_is_no_proof(
    here: Playground,
) -> None:
    maria, root = await begun(here)
    told = "they sent us their rules and the sample. they promised to give stuff back but I haven't seen how"
    await maria.says(ATLAS, told, root)
    asked = await maria.sees_text(ATLAS, "can mean more than one thing", root)
    await maria.presses(ATLAS, asked, "Written rules, A filled-in sample")
    await maria.sees_text(ATLAS, NAMED, root)


@pytest.mark.parametrize("words", ["no wait, the sample too", "and the sample as well", "oh, also the sample"])
async def test_what_is_added_to_the_list_given_last_is_asked_back_for_that(here: Playground, words: str) -> None:
    maria, root = await begun(here)
    await maria.says(ATLAS, "1", root)
    await maria.sees_text(ATLAS, NAMED, root)
    await maria.says(ATLAS, words, root)
    await maria.sees_text(ATLAS, "That sounds like a change of an earlier answer", root)
    asked = await maria.sees_text(ATLAS, "as Written rules, A filled-in sample", root)
    await maria.presses(ATLAS, asked, "Yes")
    await maria.sees_text(ATLAS, "Changed to Written rules, A filled-in sample", root)


@pytest.mark.parametrize("words", ["no wait, the sample too", "and the sample as well"])
async def test_what_is_added_to_a_list_that_waits_for_a_yes_is_asked_back_with_it(here: Playground, words: str) -> None:
    maria, root = await begun(here)
    await maria.says(ATLAS, "actually, the rules and a way to return", root)
    await maria.sees_text(ATLAS, "as Written rules, A way to return and delete", root)
    await maria.says(ATLAS, words, root)
    asked = await maria.sees_text(ATLAS, f"I read “{words}” as Written rules, A filled-in sample, A way to", root)
    await maria.presses(ATLAS, asked, "Yes")
    await maria.sees_text(ATLAS, NAMED, root)


async def test_what_adds_nothing_to_the_list_given_last_is_for_the_open_question(here: Playground) -> None:
    maria, root = await at_named(here)
    await maria.says(ATLAS, "yes, Ravi too", root)
    await maria.sees_text(ATLAS, "Noted: Yes", root)
    await maria.says(ATLAS, "the sample too", root)
    await quiet(maria)
    assert not any("earlier answer" in text for text in said_by_bot(maria, root))
