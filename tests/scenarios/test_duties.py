"""Duties with proof, through the front door: the reminder leads to what was shown, by file or in words, and only then the next day is asked for;
a day that is moved with nothing shown stays a finding."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.app import Running, running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, MARIA, Playground, Someone
from bot.service.reminders import remind
from tests.scenarios import ways
from tests.scenarios.talk import Json, direct_channel, letter, note

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
DUE = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)

FLOW = """\
flow: reading
version: 1
title: Reading
stage: first
per: agreement
closes: true
reviewed: 2026-11-20
intro: One paper and its duties.
registers:
  agreement: {one: agreement, many: agreements}
  duty: {one: duty, many: duties}
  obligation: {one: obligation, many: obligations}
sources:
  method: {title: The method, publisher: P, as_of: 2026-11-01}
sections:
  - section: starting
    title: What starts now
    questions:
      - ask: duties
        kind: item
        lives: true
        register: duty
        many: true
        adds: true
        sets: runs
        text: Which duties start?
        why: W.
        source: method
  - section: watched
    title: Who watches what
    each: duty
    where: duty.runs
    records: obligation
    questions:
      - {ask: watcher, kind: person, lives: true, text: "\\"{duty}\\": who sees to it?", why: W., source: method}
      - ask: shown
        kind: text
        lives: true
        evidence: true
        unasked: true
        after: due_on
        text: "\\"{duty}\\": what was shown?"
        why: Who says so is kept.
        weight: 0
        source: method
      - {ask: again, kind: yes_no, lives: true, after: shown, only_when: shown is known, weight: 0, source: method,
         text: "\\"{duty}\\": again?", why: W.}
      - ask: due_on
        kind: date
        lives: true
        after: shown
        only_when: again is unknown or again
        text: "\\"{duty}\\": by when is the next proof due?"
        why: W.
        reminds: {matter: evidence, of: "Proof is due: {duty}", whom: watcher, words: "Under {agreement}: please show {duty} by {watched.due_on}."}
        source: method
        findings:
          - {when: due_on < today, id: over, severity: medium, say: "The proof of {duty} is overdue.", counsel: C., do: "Ask for {duty}",
             owner: owner, due: 3 days, source: method}
          - {when: put_off and due_on >= today, id: moved, severity: low, say: "{duty} was put off, and nothing was shown.", counsel: C.,
             do: "Say until when {duty} may come", owner: owner, due: 3 days, source: method}
"""

REGISTERS = """\
- register: obligation
  title: Obligations
  one: obligation
  columns: {watcher: Watched by, due_on: Due, shown: Shown last}
"""

House = tuple[Someone, Running, ways.SetClock, str]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncGenerator[House]:
    """Maria, who watches a duty whose proof is due on 1 December, in a review that is finished and closed; the bot and its clock; the thread."""
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = ways.content(tmp_path, FLOW)
        (settings.content / "registers.yaml").write_text(REGISTERS, encoding="utf-8")
        clock = ways.SetClock(playground, NOW)
        async with running(settings, clock, card_every=ways.OFTEN, pace=ways.FREE) as bot:
            maria = Someone(playground, MARIA)
            await maria.command(ATLAS, "start reading Acme MSA")
            at = str((await maria.sees_text(ATLAS, "Reading: Acme MSA"))["ts"])
            talk = (
                ("Which duties start?", "audit report"),
                ("who sees to it?", f"<@{MARIA}>"),
                ("next proof due?", "1 December 2026"),
            )
            for asked, reply in talk:
                await maria.sees_text(ATLAS, asked, at)
                await maria.says(ATLAS, reply, at)
            review = await maria.sees_text(ATLAS, "Review: ", at)
            await maria.presses(ATLAS, review, "Finish")
            await maria.sees_text(ATLAS, "Summary: ", at)
            yield maria, bot, clock, at


async def reminded(house: House) -> Json:
    """The morning's reminder on the day on which the proof is due."""
    maria, bot, clock, _ = house
    clock.set(DUE)
    await remind(bot.desk)
    return await letter(maria, "waits for you")


async def test_the_reminder_leads_to_what_was_shown_and_only_then_the_next_day_is_asked_for(house: House) -> None:
    maria, _, _, at = house
    told = await reminded(house)
    assert "Proof is due: *audit report* (Acme MSA)" in maria.text(told) and "[Show the proof]" in maria.text(told)
    await maria.presses(direct_channel(maria), told, "Show the proof")
    view = await maria.until(maria.view, "the form")
    uploaded = await maria.act(do="upload", name="report-2026.pdf", content_base64=base64.b64encode(b"it").decode())
    await maria.submits({"papers": {"type": "file_input", "files": [uploaded["file"]]}}, view)
    asked = await letter(maria, '"audit report": again?')
    assert "Kept, with your name" in maria.text(asked) and "report-2026.pdf" in maria.text(asked)
    assert "Kept as evidence for" in maria.text(await maria.sees_text(ATLAS, "Maria Kowalska showed a proof.", at))
    await maria.presses(direct_channel(maria), asked, "Yes")
    await letter(maria, "by when is the next proof due?")
    await maria.says(direct_channel(maria), "1 December 2027")
    await note(maria, direct_channel(maria), "Noted: 1 December 2027.")
    assert not any(
        "next proof due" in maria.text(said) for said in maria.sees(ATLAS, at) if str(said["ts"]) > str(told["ts"])
    )
    await maria.command(ATLAS, "agreements Acme")
    await note(maria, ATLAS, "report-2026.pdf (file: report-2026.pdf)")
    await maria.command(ATLAS, "register obligations")
    assert "report-2026.pdf" in maria.text(await note(maria, ATLAS, "audit report"))


async def test_words_to_ask_with_name_the_agreement_the_duty_and_the_day_and_nothing_is_asked_once_it_was_shown(
    house: House,
) -> None:
    maria, _, _, _ = house
    told = await reminded(house)
    await maria.presses(direct_channel(maria), told, "Words to ask with")
    words = await note(maria, direct_channel(maria), "Under Acme MSA: please show audit report by 1 December 2026.")
    assert "Words to ask with" in maria.text(words) and "Copy them" in maria.text(words)
    await maria.presses(direct_channel(maria), told, "Show the proof")
    view = await maria.until(maria.view, "the form")
    await maria.submits({"answer": {"type": "plain_text_input", "value": "Read it in their room"}}, view)
    await letter(maria, '"audit report": again?')
    await maria.presses(direct_channel(maria), told, "Words to ask with")
    await note(maria, direct_channel(maria), "Nothing is due here now")


async def test_a_later_day_alone_clears_nothing(house: House) -> None:
    maria, _, _, at = house
    told = await reminded(house)
    await maria.presses(direct_channel(maria), told, "Enter the new day")
    await maria.until(maria.view, "the form")
    await maria.submits({"answer": {"type": "datepicker", "selected_date": "2027-03-01"}})
    preview = await maria.sees_text(ATLAS, "*audit report* was put off, and nothing was shown.", at)
    await maria.presses(ATLAS, preview, "Change it")
    await maria.command(ATLAS, "findings")
    await note(maria, ATLAS, "was put off, and nothing was shown")


async def test_a_file_added_later_leaves_the_words_that_stand(house: House) -> None:
    maria, _, _, at = house
    told = await reminded(house)
    await maria.presses(direct_channel(maria), told, "Show the proof")
    view = await maria.until(maria.view, "the form")
    await maria.submits({"answer": {"type": "plain_text_input", "value": "Read it in their room"}}, view)
    await letter(maria, '"audit report": again?')
    await maria.presses(direct_channel(maria), told, "Show the proof")
    view = await maria.until(lambda: now if (now := maria.view()) != view else None, "the form again")
    uploaded = await maria.act(do="upload", name="report-2026.pdf", content_base64=base64.b64encode(b"it").decode())
    await maria.submits({"papers": {"type": "file_input", "files": [uploaded["file"]]}}, view)
    kept = await maria.sees_text(ATLAS, "Kept as evidence for", at)
    assert "Read it in their room" in maria.text(kept)


async def test_the_duties_are_listed_with_the_way_to_show_the_proof_and_what_was_shown(house: House) -> None:
    maria, _, _, _ = house
    await maria.command(ATLAS, "duties")
    listed = await note(maria, ATLAS, "next proof 1 December 2026")
    assert "Acme MSA" in maria.text(listed) and "audit report" in maria.text(listed)
    await maria.presses(ATLAS, listed, "Show the proof")
    view = await maria.until(maria.view, "the form")
    await maria.submits({"answer": {"type": "plain_text_input", "value": "They said so"}}, view)
    await letter(maria, "Kept, with your name")
    await maria.command(ATLAS, "duties Acme")
    await note(maria, ATLAS, "in words alone: They said so")
    await maria.command(ATLAS, "duties nothing like it")
    await note(maria, ATLAS, "No duty is known yet")


async def test_a_duty_tells_what_was_shown_this_time_and_the_last_and_when_the_next_is_due(house: House) -> None:
    maria, _, clock, _ = house
    shown: Json | None = None
    for year, said in ((2026, "Read it in their room"), (2027, "Had it read to us")):
        clock.set(dt.datetime(year, 12, 1, 9, tzinfo=dt.UTC))
        await maria.command(ATLAS, "duties Acme")
        listed = await note(maria, ATLAS, f"next proof 1 December {year}")
        await maria.presses(ATLAS, listed, "Show the proof")
        before = shown
        shown = await maria.until(lambda known=before: now if (now := maria.view()) != known else None, "the form")
        await maria.submits({"answer": {"type": "plain_text_input", "value": said}}, shown)
        asked = await letter(maria, said)
        await maria.command(ATLAS, "duties")
        assert "the day of the next proof is still to be named" in maria.text(await note(maria, ATLAS, said))
        await maria.presses(direct_channel(maria), asked, "Yes")
        await letter(maria, "by when is the next proof due?")
        await maria.says(direct_channel(maria), f"1 December {year + 1}")
        await note(maria, direct_channel(maria), f"Noted: 1 December {year + 1}.")
    await maria.command(ATLAS, "duties Acme")
    told = maria.text(await note(maria, ATLAS, "next proof 1 December 2028"))
    assert "in words alone: Had it read to us" in told
    assert f"before that shown 1 December 2026 by <@{MARIA}>, in words alone: Read it in their room" in told
    await maria.command(ATLAS, "agreements Acme")
    await note(maria, ATLAS, "before that shown 1 December 2026")


async def test_a_duty_that_was_shown_once_and_for_all_says_so(house: House) -> None:
    maria, _, _, _ = house
    await maria.command(ATLAS, "duties")
    await maria.presses(ATLAS, await note(maria, ATLAS, "next proof 1 December 2026"), "Show the proof")
    view = await maria.until(maria.view, "the form")
    await maria.submits({"answer": {"type": "plain_text_input", "value": "Read it in their room"}}, view)
    await letter(maria, '"audit report": again?')
    await maria.says(
        direct_channel(maria), "no, they do it just once"
    )  # of what waits for her that alone was asked so far
    await letter(maria, "Answered by")
    await maria.command(ATLAS, "duties")
    await note(maria, ATLAS, "no further proof is due")
