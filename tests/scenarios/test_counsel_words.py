"""Counsel's word through the front door: on which text, on what condition, until when, by whom; and what else they said beside it."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import AsyncGenerator
from pathlib import Path

from bot.app import Running, running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, MARIA, PRIYA, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.talk import Json, letter, name_counsel, note, opened

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
TEXT = b"%PDF-1.4 the very text"
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
  - section: sign_off
    title: Counsel's decision
    questions:
      - {ask: open_points, kind: yes_no, role: counsel, text: Are points open?, why: W., source: method}
      - ask: capacity
        kind: one_of
        role: counsel
        text: In what capacity do you decide?
        why: W.
        options: {in_house: In-house lawyer, outside: Outside lawyer, business: For the business}
        source: method
      - {ask: points, kind: many_of, role: counsel, text: Which points?, why: W., options: {secrecy: Secrecy, ownership: Ownership}, source: method}
      - {ask: law, kind: country, role: counsel, many: true, text: Which law?, why: W., source: method}
      - {ask: read_file, kind: file, role: counsel, text: Which exact file did you read?, why: W., source: method}
      - {ask: conditions, kind: text, role: counsel, text: Under which conditions?, why: W., source: method}
      - {ask: signed_until, kind: date, role: counsel, text: Until which day?, why: W., source: method}
      - ask: signed_off
        kind: yes_no
        role: counsel
        withdraws: true
        needs: [capacity, read_file, conditions, signed_until]
        text: "Do you sign off {agreement}?"
        why: W.
        source: method
        decides: [{when: yes, say: "{agreement} is signed off"}]
"""


@contextlib.asynccontextmanager
async def reading(folder: Path) -> AsyncGenerator[tuple[Someone, Someone, str, ways.SetClock, Running]]:
    """A review of one agreement whose counsel is Priya; time stands still until it is set."""
    async with Playground().serving() as playground:
        settings = demo_settings(playground, folder)
        settings.content = ways.content(folder, FLOW)
        clock = ways.SetClock(playground, NOW)
        async with running(settings, clock, card_every=ways.OFTEN, pace=ways.FREE) as bot:
            maria, priya = Someone(playground, MARIA), Someone(playground, PRIYA)
            await maria.command(ATLAS, "start reading Acme MSA")
            root = str((await maria.sees_text(ATLAS, "Reading: Acme MSA"))["ts"])
            await name_counsel(maria)
            await maria.sees_text(ATLAS, "Are points open?", root)
            yield maria, priya, root, clock, bot


async def says(priya: Someone, root: str, *lines: tuple[str, str]) -> None:
    for asked, reply in lines:
        await priya.sees_text(ATLAS, asked, root)
        await priya.says(ATLAS, reply, root)


async def test_a_sign_off_wants_its_text_and_stands_with_its_conditions_and_its_end_until_that_is_past(
    tmp_path: Path,
) -> None:
    async with reading(tmp_path) as (maria, priya, root, clock, bot):
        await says(
            priya,
            root,
            ("points open", "no, all of it was settled by phone on Friday"),
            ("what capacity", "outside lawyer"),
            ("Which points", "secrecy"),
            ("Which law", "Poland"),
            ("Which exact file", "skip"),
            ("Under which conditions", "the annex is signed first"),
            ("Until which day", "30 November 2026"),
            ("Do you sign off", "yes"),
        )
        told = await priya.sees_text(ATLAS, "Before a yes counts, this is to be answered: Which exact file", root)
        await priya.presses(ATLAS, told, "Change")
        await priya.sees_text(ATLAS, "Which exact file did you read?", root)
        await priya.uploads(ATLAS, "msa.pdf", TEXT, root)
        await ways.delivered(bot)

        await priya.says(ATLAS, "yes, but only for the UK entity", root)
        asked = await priya.sees_text(ATLAS, "is that a yes on a condition?", root)
        assert "everybody in the channel reads it" in priya.text(asked)
        await priya.says(ATLAS, "yes", root)
        await priya.sees_text(ATLAS, "Which of the 3?", root)
        await priya.presses(ATLAS, asked, "Yes, on condition: only for the UK entity")
        await priya.sees_text(ATLAS, "Finish", root)
        thread = "\n".join(priya.text(m) for m in priya.sees(ATLAS, root))
        assert "It is bound to conditions. Maria Kowalska sees that they are met, by 7 December 2026." in thread
        await maria.command(ATLAS, "actions")
        work = await note(maria, ATLAS, "See that the conditions are met on which Acme MSA was signed off")
        assert "Done" in str(work), "and whoever has it says when it is done"

        known = hashlib.sha256(TEXT).hexdigest()[:8]
        stands = (
            "signed off by a lawyer",
            "(Outside lawyer) on 23 November 2026",
            f"For this text alone: msa.pdf (fingerprint {known}…)",
            "Covers: Secrecy",
            "Law: Poland",
            "On condition: only for the UK entity; the annex is signed first",
            "Holds until 30 November 2026",
        )
        await maria.command(ATLAS, "agreements")
        row = maria.text(await note(maria, ATLAS, "For this text alone"))
        assert all(line in row for line in stands) and f"Signed off by <@{PRIYA}> (Outside lawyer)" in row
        await priya.command(ATLAS, "agreements brief acme")
        brief = priya.text(await letter(priya, "How the clauses read"))
        assert all(line in brief for line in stands)
        assert "in their words: “no, all of it was settled by phone on Friday”" in brief
        await priya.says(ATLAS, "finish", root)
        done = maria.text(await maria.sees_text(ATLAS, "Sign-off", root))
        assert all(line in done for line in stands)

        clock.set(dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC))
        await maria.command(ATLAS, "agreements acme")
        over = maria.text(await note(maria, ATLAS, "no longer signed off, its end is past"))
        assert "Held until 30 November 2026, and counts no longer" in over and "signed off by a lawyer" not in over


async def test_what_is_said_beside_a_yes_stands_in_the_review_and_what_was_said_to_the_bot_alone_does_not(
    tmp_path: Path,
) -> None:
    async with reading(tmp_path) as (maria, priya, root, _, _bot):
        await says(priya, root, ("points open", "yes, it was signed off by both last week"))
        await priya.sees_text(ATLAS, "what capacity", root)
        await maria.says(ATLAS, "review", root)
        shown = maria.text(await maria.sees_text(ATLAS, "in their words", root))
        assert "“yes, it was signed off by both last week”" in shown


async def test_a_lawyer_who_owns_the_programme_says_so_in_the_settings_and_nobody_says_it_for_her(
    tmp_path: Path,
) -> None:
    async with reading(tmp_path) as (maria, priya, _, clock, _bot):
        await name_counsel(maria, MARIA)
        await note(maria, ATLAS, "If you are one, say so in the settings")
        await maria.until(lambda: saved(maria) == 2, "that it was saved")
        # A card is edited once a minute at most: the one that stands may still be of when nobody was counsel, or of when Priya was.
        clock.set(NOW + dt.timedelta(minutes=1))
        await maria.until(lambda: "Not reviewed by a lawyer." in maria.text(card_of(maria)), "the notice")
        await name_counsel(maria, MARIA, capacity=picked("in_house"))
        await maria.until(lambda: saved(maria) == 3, "that it was saved")
        clock.set(NOW + dt.timedelta(minutes=2))
        await maria.until(lambda: "Not reviewed by a lawyer." not in maria.text(card_of(maria)), "no notice")
        await name_counsel(maria, PRIYA, capacity=picked("in_house"))
        await maria.until(lambda: saved(maria) == 4, "that it was saved")
        await priya.command(ATLAS, "settings")
        view = await opened(priya, "Settings")
        held = next(block for block in view["blocks"] if block.get("block_id", "").endswith("capacity"))
        assert "initial_option" not in held["element"], "what Maria said is hers"
        await priya.submits(
            {
                "owner": {"selected_user": MARIA},
                "counsel": {"selected_user": PRIYA},
                "zone": {"value": "Europe/Warsaw"},
                "locale": {"selected_option": {"value": "en_GB"}},
                "capacity": picked("no_lawyer"),
            },
            view,
        )
        await priya.until(lambda: saved(priya) == 1, "that it was saved")
        clock.set(NOW + dt.timedelta(minutes=3))
        await maria.until(lambda: "Not reviewed by a lawyer." in maria.text(card_of(maria)), "the notice again")


def picked(value: str) -> Json:
    return {"type": "static_select", "selected_option": {"value": value}}


def saved(someone: Someone) -> int:
    """How often this person was told that the settings are saved."""
    return sum("Settings saved." in someone.text(message) for message in someone.private_notes(ATLAS))


def card_of(someone: Someone) -> Json:
    """The card as it stands; nothing while there is none."""
    cards = (m for m in reversed(someone.sees(ATLAS)) if "Outsourcing programme" in someone.text(m))
    return next(cards, {"text": ""})
