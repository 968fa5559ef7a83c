"""A day is renewed in a part that is finished, through the front door: it stays finished, what came of it is said in a line each, and the part opens
again only where a question does."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.app import Running, running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, MARIA, Playground, Someone
from bot.service.reminders import remind
from tests.ladders import flow_head
from tests.scenarios import ways
from tests.scenarios.gated import NOW
from tests.scenarios.talk import Json, direct_channel, letter, note, said_by_bot

FLOW = (
    flow_head("small", "vendor")
    + """\
  - section: cover
    title: The cover
    questions:
      - ask: until
        kind: date
        evidence: true
        reminds: {matter: evidence, of: The insurance, whom: owner}
        text: Until when are they insured?
        why: It counts.
        source: ours
        findings:
          - {when: until < today, id: over, severity: high, say: The insurance has ended., counsel: Nobody would pay., do: Get a certificate,
             owner: owner, due: 3 days, source: ours}
      - {ask: limited, kind: yes_no, text: Is the cover limited?, why: It counts., source: ours}
      - {ask: limit, kind: text, text: What is the limit?, why: It counts., source: ours, only_when: limited is yes}
"""
)
UNTIL, LIMITED = "Until when are they insured?", "Is the cover limited?"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncGenerator[tuple[Someone, Running, ways.SetClock]]:
    """Maria, who has finished the only part of her programme, with the bot and its clock."""
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = ways.content(tmp_path, FLOW)
        clock = ways.SetClock(playground, NOW)
        async with running(settings, clock, card_every=ways.OFTEN, pace=ways.FREE) as bot:
            maria = Someone(playground, MARIA)
            await maria.command(ATLAS, "start")
            at = await root(maria)
            for asked, reply in ((UNTIL, "4 March 2027"), (LIMITED, "no")):
                await maria.sees_text(ATLAS, asked, at)
                await maria.says(ATLAS, reply, at)
            await finishes(maria, at, "*No* · Maria", 1)
            yield maria, bot, clock


@pytest.fixture
def maria(house: tuple[Someone, Running, ways.SetClock]) -> Someone:
    return house[0]


async def finishes(maria: Someone, at: str, answer: str, times: int) -> None:
    """Maria presses Finish below the review that holds an answer, and so many summaries stand in the thread then."""
    review = await maria.sees_text(ATLAS, answer, at)
    await maria.presses(ATLAS, review, "Finish")
    await maria.until(lambda: sum("Summary: " in one for one in said_by_bot(maria, at)) == times, "a summary")


async def root(maria: Someone) -> str:
    return str((await maria.sees_text(ATLAS, "A few questions."))["ts"])


async def changed(maria: Someone, question: str, reply: str, told: str) -> Json:
    """Maria changes an answer by way of the review, says yes where that is asked, and reads what came of it."""
    at = await root(maria)
    before = len(maria.private_notes(ATLAS))
    await maria.command(ATLAS, "review")

    def shown() -> Json | None:
        return next((m for m in maria.private_notes(ATLAS)[before:] if "Review: " in maria.text(m)), None)

    await maria.picks(ATLAS, await maria.until(shown, "the review"), question)
    await maria.sees_text(ATLAS, "What should it be?", at)
    said = await maria.says(ATLAS, reply, at)
    preview = await maria.until(
        lambda: next((m for m in maria.sees(ATLAS, at) if m["ts"] > said), None), "what comes of it"
    )
    if "Change it" in maria.text(preview):
        await maria.presses(ATLAS, preview, "Change it")
    return await maria.sees_text(ATLAS, told, at)


async def test_a_renewed_day_leaves_a_finished_part_finished_and_tells_what_it_opened_and_closed(
    maria: Someone,
) -> None:
    at = await root(maria)
    said = maria.text(await changed(maria, UNTIL, "1 November 2026", "Changed to"))
    assert "Changed to 1 November 2026." in said and "The insurance has ended. With" in said
    assert "[Show the summary]" in said and "[Review answers]" in said
    told = await changed(maria, UNTIL, "4 May 2027", "Changed to 4 May 2027.")
    assert "No longer so: The insurance has ended." in maria.text(told)
    in_thread = said_by_bot(maria, at)
    assert sum("Summary: " in one for one in in_thread) == 1, "no second summary"
    assert not any("[Finish]" in one for one in in_thread), "and nothing to finish again"
    await maria.command(ATLAS, "status")
    assert "in review" not in maria.text(await note(maria, ATLAS, "Outsourcing programme"))
    await maria.presses(ATLAS, told, "Show the summary")
    await note(maria, ATLAS, "Nothing is open.")


async def test_a_change_that_opens_a_question_opens_the_part_again_until_that_is_answered(maria: Someone) -> None:
    at = await root(maria)
    await changed(maria, LIMITED, "yes", "Changed to Yes.")
    await maria.command(ATLAS, "status")
    assert "What is the limit?" in maria.text(await note(maria, ATLAS, "Outsourcing programme"))
    await maria.says(ATLAS, "Five million", at)
    await finishes(maria, at, "*Five million* · Maria", 2)


async def enters(maria: Someone, day: str) -> None:
    """Maria fills in the form of the day, and it closes."""
    await maria.until(maria.view, "the form")
    await maria.submits({"answer": {"type": "datepicker", "selected_date": day}})
    assert maria.view() is None, "what was entered is taken"


async def test_a_new_day_is_entered_from_the_home_in_a_part_that_is_finished(maria: Someone) -> None:
    at = await root(maria)
    await maria.opens_home("ends on 4 March 2027; get the new paper, then enter its day")
    await maria.presses_home("Enter the new day")
    await enters(maria, "2027-05-04")
    await maria.sees_text(ATLAS, "Changed to 4 May 2027.", at)
    await maria.opens_home("ends on 4 May 2027")
    await maria.presses_home("Enter the new day")
    await enters(maria, "2026-11-01")
    preview = await maria.sees_text(ATLAS, "Change it", at)
    assert "The insurance has ended." in maria.text(preview)
    await maria.presses(ATLAS, preview, "Change it")
    await maria.sees_text(ATLAS, "Changed to 1 November 2026.", at)
    await maria.command(ATLAS, "status")
    assert "in review" not in maria.text(await note(maria, ATLAS, "Outsourcing programme"))


async def test_a_new_day_is_entered_from_the_reminder_in_a_part_that_is_finished(
    house: tuple[Someone, Running, ways.SetClock],
) -> None:
    maria, bot, clock = house
    clock.set(dt.datetime(2027, 2, 2, 8, tzinfo=dt.UTC))
    assert await remind(bot.desk)
    await ways.delivered(bot)
    await maria.presses(direct_channel(maria), await letter(maria, "waits for you"), "Enter the new day")
    await enters(maria, "2028-03-04")
    await maria.sees_text(ATLAS, "Changed to 4 March 2028.", await root(maria))


async def test_an_older_form_does_not_undo_a_day_that_somebody_else_has_entered_meanwhile(maria: Someone) -> None:
    await maria.opens_home("ends on 4 March 2027")
    await maria.presses_home("Enter the new day")
    await maria.until(maria.view, "the form")
    await changed(maria, UNTIL, "4 May 2027", "Changed to 4 May 2027.")
    await maria.submits({"answer": {"type": "datepicker", "selected_date": "2028-01-01"}})
    view = maria.view()
    assert view is not None, "it stays open with what was typed"
    await maria.opens_home("ends on 4 May 2027")
