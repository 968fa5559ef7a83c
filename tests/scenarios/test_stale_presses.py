"""Buttons that are old, foreign, forged or pressed twice: a kind sentence, and the programme as it was."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

from bot.playground.driver import ATLAS, JON, MARIA, Playground, Someone
from bot.playground.faults import Fault
from tests.scenarios import ways
from tests.scenarios.talk import FIRST, SECOND, SOFTWARE, THIRD, TRIAGE, note, quiet, said_by_bot, started, through

SERVICES = "Services: support, back office, creative"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Playground]:
    async with ways.socket(tmp_path) as playground:
        yield playground


def copy(message: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(json.dumps(message))
    return made


def reworked(question: dict[str, Any], old: str, new: str) -> None:
    """Change what the buttons of a message carry."""
    question["blocks"] = json.loads(json.dumps(question["blocks"]).replace(old, new))


async def test_a_button_of_an_earlier_question_leads_to_where_we_are(here: Playground) -> None:
    maria, root = await started(here)
    question = await maria.sees_text(ATLAS, FIRST, root)
    old = copy(question)
    await maria.presses(ATLAS, question, SOFTWARE)
    await maria.sees_text(ATLAS, SECOND, root)
    question.update(old)
    await maria.presses(ATLAS, question, "Not sure")
    await note(maria, ATLAS, "has just answered that")
    await maria.says(ATLAS, f"<@{MARIA}>", root)
    await maria.sees_text(ATLAS, THIRD, root)
    assert sum(SECOND in text for text in said_by_bot(maria, root)) == 1


async def test_a_button_of_a_revision_that_was_changed_since_is_refused(here: Playground) -> None:
    maria, root = await started(here)
    question = await maria.sees_text(ATLAS, FIRST, root)
    old = copy(question)
    await maria.presses(ATLAS, question, SOFTWARE)
    answered = await maria.sees_text(ATLAS, "[Change]", root)
    await maria.presses(ATLAS, answered, "Change")
    await maria.sees_text(ATLAS, "What should it be?", root)
    await maria.says(ATLAS, "services", root)
    await maria.sees_text(ATLAS, "Changed to Services", root)
    question.update(old)
    await maria.presses(ATLAS, question, SOFTWARE)
    await note(maria, ATLAS, "has just answered that")
    await maria.command(ATLAS, "review")
    await note(maria, ATLAS, SERVICES)


@pytest.mark.parametrize(
    ("forged", "told"),
    [
        (("ip_strategy-1", "ip_strategy-9"), "not here any more"),
        (("triage.work", "triage.nothing"), "not here any more"),
        (("software", "gold"), "not part of the question any more"),
        (('[1,\\"', '[7,\\"'), "I do not know that button"),
        (("answer", "destroy"), "I do not know that button"),
        (("T0ALDERWAY:", "T0ELSEWHERE:"), "not here any more"),
    ],
)
async def test_a_forged_value_gets_a_kind_note_and_changes_nothing(
    here: Playground, forged: tuple[str, str], told: str
) -> None:
    maria, root = await started(here)
    question = await maria.sees_text(ATLAS, FIRST, root)
    reworked(question, *forged)
    await maria.presses(ATLAS, question, SOFTWARE)
    await note(maria, ATLAS, told)
    await quiet(maria)
    assert not any(SECOND in text for text in said_by_bot(maria, root))


@pytest.mark.parametrize("label", ["Why this matters", "Ask a colleague", "Skip", "Back", "Pause"])
async def test_the_ways_out_of_another_session_are_refused(here: Playground, label: str) -> None:
    maria, root = await started(here)
    question = await maria.sees_text(ATLAS, FIRST, root)
    reworked(question, "ip_strategy-1", "ip_strategy-9")
    await maria.presses(ATLAS, question, label)
    await maria.until(lambda: maria.private_notes(ATLAS), "a kind note")
    assert len(said_by_bot(maria, root)) == 2


async def test_two_who_press_at_the_same_moment_make_one_answer(here: Playground) -> None:
    maria, root = await started(here)
    jon = Someone(here, JON)
    question = await maria.sees_text(ATLAS, FIRST, root)
    await asyncio.gather(maria.presses(ATLAS, question, SOFTWARE), jon.presses(ATLAS, question, SERVICES))
    await maria.sees_text(ATLAS, SECOND, root)
    await quiet(maria)
    texts = "\n".join(said_by_bot(maria, root))
    assert (SOFTWARE in texts) != (SERVICES in texts)
    assert sum("has just answered that" in who.text(m) for who in (maria, jon) for m in who.private_notes(ATLAS)) == 1


async def test_the_same_press_told_three_times_counts_once(here: Playground) -> None:
    maria, root = await started(here)
    send = here.delivery.send

    async def thrice(kind: str, body: dict[str, Any], attempt: int = 0, reason: str = "") -> dict[str, Any]:
        await send(kind, copy(body), attempt, reason)
        await send(kind, copy(body), attempt + 1, "http_timeout")
        return await send(kind, body, attempt + 2, "http_timeout")

    here.delivery.send = thrice
    await maria.presses(ATLAS, await maria.sees_text(ATLAS, FIRST, root), SOFTWARE)
    await maria.sees_text(ATLAS, SECOND, root)
    await maria.says(ATLAS, f"<@{MARIA}>", root)
    await maria.sees_text(ATLAS, THIRD, root)
    await maria.command(ATLAS, "pause")
    await maria.sees_text(ATLAS, "or reply resume", root)
    here.delivery.send = send
    await quiet(maria)
    texts = said_by_bot(maria, root)
    assert [sum(words in text for text in texts) for words in (SECOND, THIRD, "or reply resume")] == [1, 1, 1]


async def test_what_does_not_fit_a_form_stays_open_with_the_reason_beside_its_field(here: Playground) -> None:
    maria, root = await started(here)
    await through(maria, root, TRIAGE[:10])
    question = await maria.sees_text(ATLAS, "Which of your assets", root)
    await maria.presses(ATLAS, question, "Name them")
    view = await maria.until(maria.view, "the form")
    refused = await maria.submits({"answer": {"value": "the engine that " * 20}}, view)
    assert maria.view() is not None, "the form stays open"
    assert "short code names" in json.dumps(refused)
    await maria.submits({"answer": {"value": "Engine"}}, view)
    await maria.sees_text(ATLAS, "hurt you most", root)


async def test_a_form_for_a_question_that_was_answered_meanwhile_says_so(here: Playground) -> None:
    maria, root = await started(here)
    await through(maria, root, TRIAGE)
    question = await maria.sees_text(ATLAS, "has seen", root)
    await maria.presses(ATLAS, question, "Write an answer")
    view = await maria.until(maria.view, "the form")
    await Someone(here, JON).says(ATLAS, "Kodex", root)
    await maria.sees_text(ATLAS, "first shown", root)
    refused = await maria.submits({"answer": {"value": "Brightline"}}, view)
    assert "has just answered that" in json.dumps(refused)


async def test_a_form_of_an_older_version_gets_a_kind_note(here: Playground) -> None:
    maria, root = await started(here)
    await maria.presses(ATLAS, await maria.sees_text(ATLAS, FIRST, root), "Ask a colleague")
    view = await maria.until(maria.view, "the form")
    view["private_metadata"] = "v0|what"
    await maria.submits({"to": {"selected_user": JON}}, view)
    await quiet(maria)
    assert len(said_by_bot(maria, root)) == 2
    assert not Someone(here, JON).direct()


async def test_a_form_that_cannot_open_is_said(here: Playground) -> None:
    maria, root = await started(here)
    here.faults.add(Fault("views.open", "expired_trigger_id"))
    await maria.presses(ATLAS, await maria.sees_text(ATLAS, FIRST, root), "Ask a colleague")
    await note(maria, ATLAS, "Something went wrong on my side")
