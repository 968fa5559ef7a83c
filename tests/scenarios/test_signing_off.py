"""Counsel at their decision through the front door: what they ask is none of it, and what they say of it is."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.app import Running, running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, JON, MARIA, PRIYA, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.talk import direct_channel, letter, name_counsel, note, opened, quiet

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
FLOW = """\
flow: reading
version: 1
title: Reading
stage: first
per: agreement
closes: true
reviewed: 2026-11-20
intro: One decision.
registers:
  agreement: {one: agreement, many: agreements}
sources:
  method: {title: The method, publisher: P, as_of: 2026-11-01}
sections:
  - section: court
    title: Law
    questions:
      - {ask: governing_law, kind: country, text: "Whose law does {agreement} name?", why: W., source: method}
  - section: sign_off
    title: Counsel's decision
    questions:
      - ask: own_questions
        kind: yes_no
        role: counsel
        text: Are questions of yours open?
        why: W.
        source: method
        findings:
          - when: yes or not_sure or skipped
            id: counsel_asks
            severity: medium
            say: "Counsel's questions on {agreement} are open."
            counsel: C.
            do: "Get counsel's questions on {agreement} answered"
            owner: counsel
            due: 14 days
            source: method
      - ask: points
        kind: many_of
        role: counsel
        text: Which points does your decision cover?
        why: W.
        options: {secrecy: Secrecy, court: {label: "Law, court, language", also: [law, court]}, liability: {label: Liability}}
        source: method
      - ask: law
        kind: country
        role: counsel
        many: true
        text: Which countries' law does your decision cover?
        why: W.
        source: method
        findings:
          - when: law is not the court.governing_law
            id: law_left
            severity: medium
            say: "Counsel's decision on {agreement} does not cover the law that it names."
            counsel: C.
            do: "Have {agreement} read under the law that it names"
            owner: counsel
            due: 14 days
            source: method
      - ask: signed_off
        kind: yes_no
        role: counsel
        withdraws: true
        needs: [law]
        text: "Do you sign off {agreement}?"
        why: W.
        source: method
        decides: [{when: yes, say: "{agreement} is signed off"}]
"""
POINTS, LAW, SIGN = "Which points does your decision cover?", "Which countries' law", "Do you sign off"


@contextlib.asynccontextmanager
async def at_points(folder: Path) -> AsyncGenerator[tuple[Someone, Someone, str, Running]]:
    """A review of the Kodex NDA whose counsel, Priya, has no questions yet and is asked which points she decides on."""
    async with Playground().serving() as playground:
        settings = demo_settings(playground, folder)
        settings.content = ways.content(folder, FLOW)
        async with running(settings, ways.SetClock(playground, NOW), card_every=ways.OFTEN, pace=ways.FREE) as bot:
            maria, priya = Someone(playground, MARIA), Someone(playground, PRIYA)
            await maria.command(ATLAS, "start reading Kodex NDA")
            root = str((await maria.sees_text(ATLAS, "Reading: Kodex NDA"))["ts"])
            await name_counsel(maria)
            await maria.says(ATLAS, "Germany", root)
            await maria.sees_text(ATLAS, "Are questions of yours open?", root)
            await priya.says(ATLAS, "no", root)
            await priya.sees_text(ATLAS, POINTS, root)
            yield maria, priya, root, bot


@pytest.mark.parametrize(
    "said",
    [
        "hm wait @jon what law is the msa under?",
        "what law is the msa under?",
        "can someone tell me which law and court the NDA names?",
        "does this cover the liability part too?",
        "jon what law is the msa under",
        f"<@{JON}> what law is the msa under?",
    ],
)
async def test_what_counsel_asks_is_no_scope_of_their_sign_off_and_can_be_put_to_somebody(
    tmp_path: Path, said: str
) -> None:
    async with at_points(tmp_path) as (maria, priya, root, bot):
        await priya.says(ATLAS, said, root)
        offered = await note(priya, ATLAS, "That reads like a question")
        await ways.delivered(bot)
        await quiet(maria)
        thread = "\n".join(maria.text(m) for m in maria.sees(ATLAS, root))
        assert "Noted: Law" not in thread and "I read" not in thread and LAW not in thread
        await priya.presses(ATLAS, offered, "Put a question")
        asks = "Which law does the NDA name?"
        filled = {"text": {"value": asks}, "to": {"selected_user": JON}}
        await priya.submits(filled, await opened(priya, "Put a question"))
        await letter(Someone(maria.playground, JON), asks)
        await priya.says(ATLAS, "secrecy and law", root)
        await priya.sees_text(ATLAS, LAW, root)


async def test_a_guess_at_the_law_is_asked_back_and_one_that_leaves_out_the_agreements_is_told_before_the_yes(
    tmp_path: Path,
) -> None:
    async with at_points(tmp_path) as (_maria, priya, root, _bot):
        await priya.says(ATLAS, "secrecy", root)
        await priya.sees_text(ATLAS, LAW, root)
        await priya.says(ATLAS, "England I suppose", root)
        asked = await priya.sees_text(ATLAS, "“England I suppose”", root)
        assert "United Kingdom" in priya.text(asked)
        await priya.says(ATLAS, "yes", root)
        put = await priya.sees_text(ATLAS, SIGN, root)
        assert "does not cover the law that it names" in priya.text(put)


async def at_sign_off(priya: Someone, root: str) -> None:
    """On to the decision itself."""
    await priya.says(ATLAS, "secrecy", root)
    await priya.sees_text(ATLAS, LAW, root)
    await priya.says(ATLAS, "Germany", root)
    await priya.sees_text(ATLAS, SIGN, root)


async def test_a_question_is_put_beside_each_of_counsels_and_once_answered_the_yes_asks_whether_none_is_left(
    tmp_path: Path,
) -> None:
    async with at_points(tmp_path) as (maria, priya, root, _bot):
        await priya.presses(ATLAS, await priya.sees_text(ATLAS, POINTS, root), "Put a question")
        asks = "Which law does the NDA name?"
        filled = {"text": {"value": asks}, "to": {"selected_user": MARIA}}
        await priya.submits(filled, await opened(priya, "Put a question"))
        put = await letter(maria, asks)
        await maria.says(direct_channel(maria), "Germany's", str(put["ts"]))
        await letter(priya, "Germany's")
        await at_sign_off(priya, root)
        await priya.says(ATLAS, "yes", root)
        barred = await priya.sees_text(ATLAS, "You said that you have questions", root)
        await priya.presses(ATLAS, barred, "No more questions")
        await maria.sees_text(ATLAS, "No longer so: Counsel's questions", root)
        await priya.says(ATLAS, "yes", root)
        await priya.sees_text(ATLAS, "[Finish]", root)


@pytest.mark.parametrize("said", ["no more questions", "that was all, thanks"])
async def test_no_more_questions_at_the_decision_ends_the_questions_and_is_no_refusal_to_sign(
    tmp_path: Path, said: str
) -> None:
    async with at_points(tmp_path) as (maria, priya, root, bot):
        await priya.presses(ATLAS, await priya.sees_text(ATLAS, POINTS, root), "Put a question")
        asks = "Which law does the NDA name?"
        await priya.submits(
            {"text": {"value": asks}, "to": {"selected_user": MARIA}}, await opened(priya, "Put a question")
        )
        came = await letter(maria, asks)
        await maria.says(direct_channel(maria), "Germany's", str(came["ts"]))
        await letter(priya, "Germany's")
        await at_sign_off(priya, root)
        await priya.says(ATLAS, "yes, signed off", root)
        await priya.sees_text(ATLAS, "Say that there are no more, or put another", root)
        await priya.says(ATLAS, said, root)
        moved = priya.text(await priya.sees_text(ATLAS, "Changed to No.", root))
        assert "The question: “Are questions of yours open?”" in moved and SIGN in moved
        assert "No longer so: Counsel's questions on *Kodex NDA* are open." in moved
        await ways.delivered(bot)
        assert not any("I read" in priya.text(m) for m in priya.sees(ATLAS, root)), "nothing is asked back of it"
        await priya.says(ATLAS, "yes", root)
        await priya.sees_text(ATLAS, "[Finish]", root)


@pytest.mark.parametrize("said", ["approved", "signed off", "ok go ahead", "go ahead", "I approve"])
async def test_approved_is_a_yes_of_counsel_confirmed_back_and_of_nobody_else(tmp_path: Path, said: str) -> None:
    async with at_points(tmp_path) as (maria, priya, root, _bot):
        await at_sign_off(priya, root)
        await maria.says(ATLAS, said, root)
        await maria.sees_text(ATLAS, "This one is for", root)
        await priya.says(ATLAS, said, root)
        asked = await priya.sees_text(ATLAS, f"“{said}”", root)
        await priya.presses(ATLAS, asked, "Yes")
        await priya.sees_text(ATLAS, "[Finish]", root)


async def test_a_reading_that_was_refused_is_not_settled(tmp_path: Path) -> None:
    async with at_points(tmp_path) as (_maria, priya, root, bot):
        await priya.says(ATLAS, "secrecy, I think, and the law?", root)
        asked = await priya.sees_text(ATLAS, "[No, ask again]", root)
        await priya.presses(ATLAS, asked, "No, ask again")
        await ways.delivered(bot)
        stands = next(m for m in priya.sees(ATLAS, root) if m["ts"] == asked["ts"])
        assert "Asked again further down" in priya.text(stands) and "This is settled" not in priya.text(stands)


async def test_a_guess_of_counsel_to_the_bot_alone_is_asked_back_there_and_settled_there(tmp_path: Path) -> None:
    async with at_points(tmp_path) as (maria, priya, root, _bot):
        await priya.says(ATLAS, "secrecy", root)
        await priya.sees_text(ATLAS, LAW, root)
        await maria.command(ATLAS, f"assign <@{PRIYA}>")
        asked, alone = await letter(priya, "asks you to answer"), direct_channel(priya)
        await priya.says(alone, "England I suppose", str(asked["ts"]))
        back = await note(priya, alone, "“England I suppose”")
        assert "United Kingdom" in priya.text(back) and LAW in priya.text(back) and "[Yes]" in priya.text(back)
        await priya.says(alone, "no", str(asked["ts"]))
        await note(priya, alone, "Nothing is kept of that")
        await priya.says(alone, "Poland I guess")
        back = await note(priya, alone, "“Poland I guess”")
        thread = "\n".join(maria.text(m) for m in maria.sees(ATLAS, root))
        assert "England" not in thread and "Poland" not in thread, "a guess to the bot alone stays there"
        await priya.presses(alone, back, "Yes")
        await note(priya, alone, "Noted: Poland")
        await maria.sees_text(ATLAS, SIGN, root)
        await maria.command(ATLAS, f"assign <@{PRIYA}>")
        await letter(priya, SIGN)
        await priya.says(alone, "go ahead")
        await note(priya, alone, "“go ahead”")
        await priya.says(alone, "yes")
        await note(priya, alone, "Noted: Yes")
