"""Clauses bring duties along, through the front door: what a clause was answered with is ticked as a duty, one Save takes it, and on its day
its proof is asked for; what was unticked is told in the summary and stays out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, MARIA, Playground, Someone
from bot.service.reminders import remind
from tests.scenarios import ways
from tests.scenarios.talk import direct_channel, letter
from tests.scenarios.test_duties import DUE, FLOW, NOW, REGISTERS

CLAUSES = """\
sections:
  - section: money
    title: Money
    questions:
      - ask: insurance
        kind: one_of
        text: Which insurance?
        called: Insurance
        why: W.
        source: method
        options: {preferred: Shown each year, missing: Not found}
      - {ask: audit, kind: yes_no, text: May you check?, called: The right to check, why: W., source: method}
"""
PROPOSES = """\
        proposes:
          - {name: yearly insurance certificate, when: money.insurance is preferred, then: {whose: theirs}}
          - {name: access for our yearly check, when: money.audit is yes, then: {whose: theirs}}
"""
WHOSE = """\
      - {ask: whose, kind: one_of, lives: true, text: "\\"{duty}\\": whose?", why: W., source: method, options: {ours: Ours, theirs: The vendor's}}
"""


def written() -> str:
    """The flow of duties with two clauses before them that bring some along."""
    flow = FLOW.replace("sections:\n", CLAUSES, 1)
    asks = "        text: Which duties start?\n"
    watched = "      - {ask: watcher"
    return flow.replace(asks, asks + PROPOSES, 1).replace(watched, WHOSE + watched, 1)


async def test_a_clause_brings_its_duty_along_and_the_proof_is_asked_for_on_its_day(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = ways.content(tmp_path, written())
        columns = REGISTERS.replace("columns: {", "columns: {whose: Whose, ")
        (settings.content / "registers.yaml").write_text(columns, encoding="utf-8")
        clock = ways.SetClock(playground, NOW)
        async with running(settings, clock, card_every=ways.OFTEN, pace=ways.FREE) as bot:
            maria = Someone(playground, MARIA)
            await maria.command(ATLAS, "start reading Acme MSA")
            at = str((await maria.sees_text(ATLAS, "Reading: Acme MSA"))["ts"])
            asked = await maria.sees_text(ATLAS, "Which insurance?", at)
            await maria.presses(ATLAS, asked, "Shown each year")
            asked = await maria.sees_text(ATLAS, "May you check?", at)
            clock.set(NOW + dt.timedelta(minutes=1))
            await maria.presses(ATLAS, asked, "Yes")
            duties = await maria.sees_text(ATLAS, "Which duties start?", at)
            assert "Ticked is what the clauses bring along" in maria.text(duties)
            clock.set(NOW + dt.timedelta(minutes=2))
            await maria.picks(ATLAS, duties, "yearly insurance certificate")  # the check is unticked
            await maria.presses(ATLAS, duties, "Save")
            asked = await maria.sees_text(ATLAS, 'yearly insurance certificate": who sees to it?', at)
            await maria.says(ATLAS, f"<@{MARIA}>", at)
            await maria.sees_text(ATLAS, "next proof due?", at)
            await maria.says(ATLAS, "1 December 2026", at)
            review = await maria.sees_text(ATLAS, "Review: ", at)
            assert 'access for our yearly check": who' not in maria.text(review)
            await maria.presses(ATLAS, review, "Finish")
            summary = maria.text(await maria.sees_text(ATLAS, "Summary: ", at))
            assert "as you read it calls for it: yearly insurance certificate (Insurance)." in summary
            left = (
                "left off the list: access for our yearly check (The right to check). To put one on the list after all"
            )
            assert f"{left}, press “Review answers” and change “Which duties start?”" in summary
            await maria.command(ATLAS, "register obligations")
            row = maria.text(await maria.noted(ATLAS, "yearly insurance certificate"))
            assert "The vendor's" in row
            clock.set(DUE)
            await remind(bot.desk)
            told = await letter(maria, "waits for you")
            assert "Proof is due: *yearly insurance certificate*" in maria.text(told)
            assert "[Show the proof]" in maria.text(told)
            await maria.presses(direct_channel(maria), told, "Show the proof")
            await maria.until(maria.view, "the form")


async def test_one_save_takes_all_that_is_ticked(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = ways.content(tmp_path, written())
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            maria = Someone(playground, MARIA)
            await maria.command(ATLAS, "start reading Acme MSA")
            at = str((await maria.sees_text(ATLAS, "Reading: Acme MSA"))["ts"])
            await maria.presses(ATLAS, await maria.sees_text(ATLAS, "Which insurance?", at), "Shown each year")
            await maria.presses(ATLAS, await maria.sees_text(ATLAS, "May you check?", at), "Yes")
            await maria.presses(ATLAS, await maria.sees_text(ATLAS, "Which duties start?", at), "Save")
            saved = await maria.sees_text(ATLAS, "yearly insurance certificate, access for our yearly check", at)
            assert "Which duties start?" in maria.text(saved)
            await maria.sees_text(ATLAS, 'yearly insurance certificate": who sees to it?', at)


def coming_round() -> str:
    """The same, with how often each comes round."""
    known = "        only_when: again is unknown or again\n"
    rounds = """\
      - {ask: comes_every, kind: number, unit: months, low: 1, lives: true, unasked: true, weight: 0, text: "\\"{duty}\\": every how many months?",
         why: W., source: method}
"""
    flow = (
        written()
        .replace(known, f"{known}        every: comes_every\n", 1)
        .replace("      - ask: shown\n", f"{rounds}      - ask: shown\n", 1)
    )
    flow = flow.replace("only_when: shown is known", "only_when: shown is known and comes_every is unknown", 1)
    return flow.replace(
        "when: money.insurance is preferred,", "when: money.insurance is preferred, every: 12 months,", 1
    )


async def test_how_often_a_duty_comes_round_is_shown_and_changed_before_it_is_saved_and_puts_the_next_day_forward(
    tmp_path: Path,
) -> None:
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = ways.content(tmp_path, coming_round())
        clock = ways.SetClock(playground, NOW)
        async with running(settings, clock, card_every=ways.OFTEN, pace=ways.FREE):
            maria = Someone(playground, MARIA)
            await maria.command(ATLAS, "start reading Acme MSA")
            at = str((await maria.sees_text(ATLAS, "Reading: Acme MSA"))["ts"])
            await maria.presses(ATLAS, await maria.sees_text(ATLAS, "Which insurance?", at), "Shown each year")
            await maria.presses(ATLAS, await maria.sees_text(ATLAS, "May you check?", at), "No")
            duties = await maria.sees_text(ATLAS, "Which duties start?", at)
            assert "How often each comes round stands beside it" in maria.text(duties)
            assert "Every 12 months. From the clause: Insurance" in str(duties["blocks"])
            await maria.presses(ATLAS, duties, "Name them")
            view = await maria.until(maria.view, "the form")
            assert "yearly insurance certificate (every 12 months)" in str(view)
            named = "yearly insurance certificate (every 6 months)"
            await maria.submits({"answer": {"type": "plain_text_input", "value": named}}, view)
            await maria.sees_text(ATLAS, 'yearly insurance certificate": who sees to it?', at)
            await maria.says(ATLAS, f"<@{MARIA}>", at)
            await maria.sees_text(ATLAS, "next proof due?", at)
            await maria.says(ATLAS, "1 December 2026", at)
            await maria.presses(ATLAS, await maria.sees_text(ATLAS, "Review: ", at), "Finish")
            await maria.sees_text(ATLAS, "Summary: ", at)
            clock.set(DUE)
            await maria.command(ATLAS, "duties Acme")
            listed = maria.text(await maria.noted(ATLAS, "next proof 1 December 2026"))
            assert "every 6 months" in listed
            await maria.presses(ATLAS, await maria.noted(ATLAS, "next proof 1 December 2026"), "Show the proof")
            before = view
            view = await maria.until(lambda: now if (now := maria.view()) != before else None, "the form of the proof")
            await maria.submits({"answer": {"type": "plain_text_input", "value": "Read it"}}, view)
            asked = await letter(maria, "by when is the next proof due?")
            assert "It comes round every 6 months, so the next day would be 1 June 2027." in maria.text(asked)
            await maria.command(ATLAS, "duties Acme")
            await maria.noted(ATLAS, "the day of the next proof is still to be named")
            await maria.presses(direct_channel(maria), asked, "Yes, 1 June 2027")
            await maria.until(lambda: "1 June 2027" in duty_line(maria), "the day that was confirmed")


def duty_line(maria: Someone) -> str:
    """What the direct messages with the bot say now."""
    return "\n".join(maria.text(message) for message in maria.sees(direct_channel(maria)))
