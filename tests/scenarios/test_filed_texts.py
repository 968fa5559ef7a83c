"""Counsel signs off a file that is kept with the agreement: by a press and in words, in its own review and in the next; and who sees its name."""

from __future__ import annotations

import contextlib
import copy
import datetime as dt
import hashlib
import json
from collections.abc import AsyncGenerator
from pathlib import Path

from bot.app import Running, running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, DEV, JON, MARIA, PRIYA, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.talk import Json, direct_channel, letter, name_counsel, note, quiet

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
TEXT, DRAFT = b"%PDF-1.4 the very text", b"%PDF-1.4 another draft"
READ, KEPT = "Which exact file did you read?", "These files are here already"
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
  - section: paper
    title: Paper
    questions:
      - {ask: document, kind: file, text: Which file is the text?, why: W., source: method}
      - {ask: executed, kind: yes_no, evidence: true, text: Is it signed?, why: W., source: method}
  - section: sign_off
    title: Counsel's decision
    questions:
      - {ask: read_file, kind: file, role: counsel, text: Which exact file did you read?, why: W., source: method}
      - {ask: signed_until, kind: date, role: counsel, text: Until which day?, why: W., source: method}
      - ask: signed_off
        kind: yes_no
        role: counsel
        withdraws: true
        needs: [read_file, signed_until]
        text: "Do you sign off {agreement}?"
        why: W.
        source: method
"""


def print_of(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()[:8]


class Review:
    """A review of one agreement, and those who work on it; time stands still until it is set."""

    def __init__(self, playground: Playground, bot: Running, clock: ways.SetClock) -> None:
        self.maria, self.jon, self.priya = (Someone(playground, who) for who in (MARIA, JON, PRIYA))
        self.bot, self.clock, self.root = bot, clock, ""

    async def begins(self) -> None:
        await self.maria.command(ATLAS, "start reading Acme MSA")
        self.root = str((await self.maria.sees_text(ATLAS, "Reading: Acme MSA"))["ts"])

    async def ends(self) -> None:
        await self.priya.says(ATLAS, "finish", self.root)
        await self.asked("Sign-off")

    async def begins_anew(self) -> None:
        """A new round of it, in a thread of its own."""
        known = {message["ts"] for message in self.maria.sees(ATLAS)}
        await self.maria.presses(ATLAS, await self.asked("Sign-off"), "New round")

        def root() -> Json | None:
            fresh = (m for m in self.maria.sees(ATLAS) if m["ts"] not in known)
            return next((m for m in fresh if "Reading: Acme MSA" in self.maria.text(m)), None)

        self.root = str((await self.maria.until(root, "the new round"))["ts"])

    async def asked(self, words: str) -> Json:
        return await self.priya.sees_text(ATLAS, words, self.root)

    async def says(self, who: Someone, asked: str, reply: str) -> None:
        await self.asked(asked)
        await who.says(ATLAS, reply, self.root)

    async def adds(self, who: Someone, asked: str, name: str, content: bytes, text: str = "") -> None:
        await self.asked(asked)
        await who.uploads(ATLAS, name, content, self.root, text)
        await ways.delivered(self.bot)

    async def signs(self) -> None:
        await self.says(self.priya, "Until which day", "30 June 2027")
        await self.says(self.priya, "Do you sign off", "yes")
        await self.asked("Finish")

    async def filed(self) -> str:
        """What the register says of the agreement."""
        before = len(self.maria.private_notes(ATLAS))
        await self.maria.command(ATLAS, "agreements")

        def shown() -> str:
            fresh = self.maria.private_notes(ATLAS)[before:]
            return next((text for m in fresh if "For this text alone" in (text := self.maria.text(m))), "")

        return str(await self.maria.until(shown, "the register"))


@contextlib.asynccontextmanager
async def reviewing(folder: Path) -> AsyncGenerator[Review]:
    async with Playground().serving() as playground:
        settings = demo_settings(playground, folder)
        settings.content = ways.content(folder, FLOW)
        clock = ways.SetClock(playground, NOW)
        async with running(settings, clock, card_every=ways.OFTEN, pace=ways.FREE) as bot:
            here = Review(playground, bot, clock)
            await here.begins()
            await name_counsel(here.maria)
            yield here


async def test_counsel_presses_the_file_that_was_added_in_the_same_review_and_signs_off_that_text(
    tmp_path: Path,
) -> None:
    async with reviewing(tmp_path) as here:
        first = await here.asked("Which file is the text?")
        assert KEPT not in here.maria.text(first), "where none is kept the question is as it was"
        await here.adds(here.maria, "Which file is the text?", "kodex-nda.pdf", TEXT)
        await here.says(here.maria, "Is it signed?", "no")
        asked = await here.asked(READ)
        known = f"1. kodex-nda.pdf, added 23 November 2026 (fingerprint {print_of(TEXT)}…)"
        assert known in here.priya.text(asked) and "reply with the name of one that is here" in here.priya.text(asked)
        await here.jon.presses(ATLAS, asked, "kodex-nda.pdf")
        await note(here.jon, ATLAS, "for counsel")
        await here.priya.presses(ATLAS, asked, "kodex-nda.pdf")
        await here.signs()
        assert f"For this text alone: kodex-nda.pdf (fingerprint {print_of(TEXT)}…)" in await here.filed()


async def test_in_the_next_review_of_it_words_name_what_is_kept_and_two_of_one_name_are_asked_back(
    tmp_path: Path,
) -> None:
    async with reviewing(tmp_path) as here:
        await here.adds(here.maria, "Which file is the text?", "kodex-nda.pdf", TEXT)
        await here.adds(here.maria, "Is it signed?", "signed.pdf", b"%PDF-1.4 signed", "yes")
        await here.asked("signed.pdf, here since 23 November 2026 at the latest")
        await here.says(here.priya, READ, "the same")
        asked = await here.asked("“the same” can mean more than one thing")
        await here.priya.presses(ATLAS, asked, f"kodex-nda.pdf, added 23 November 2026 (fingerprint {print_of(TEXT)}…)")
        await here.signs()
        await here.ends()

        here.clock.set(NOW + dt.timedelta(days=10))
        await here.begins_anew()
        await here.adds(here.maria, "Which file is the text?", "kodex-nda.pdf", DRAFT)
        await here.says(here.maria, "Is it signed?", "no")
        asked = await here.asked(READ)
        assert f"kodex-nda.pdf, added 3 December 2026 (fingerprint {print_of(DRAFT)}…)" in here.priya.text(asked)
        await here.priya.says(ATLAS, "the kodex nda", here.root)
        await here.asked("can mean more than one thing")
        await here.priya.says(ATLAS, "the one from 3 December", here.root)
        await here.signs()
        await here.ends()
        assert f"For this text alone: kodex-nda.pdf (fingerprint {print_of(DRAFT)}…)" in await here.filed()


async def test_a_press_of_a_file_that_was_replaced_meanwhile_binds_nothing(tmp_path: Path) -> None:
    async with reviewing(tmp_path) as here:
        await here.adds(here.maria, "Which file is the text?", "old.pdf", TEXT)
        await here.says(here.maria, "Is it signed?", "no")
        asked = await here.asked(READ)
        stale = copy.deepcopy(asked)
        await here.maria.says(ATLAS, "review", here.root)
        await here.maria.picks(ATLAS, await here.asked("Review: "), "Which file is the text?")
        await here.adds(here.maria, "What should it be?", "new.pdf", DRAFT)
        again = await here.asked("1. new.pdf")
        asked.update(stale)  # as it stood on her screen
        await here.priya.presses(ATLAS, asked, "old.pdf")
        await note(here.priya, ATLAS, "That file is not kept here any more")
        await here.priya.presses(ATLAS, again, "new.pdf")
        await here.signs()
        assert f"For this text alone: new.pdf (fingerprint {print_of(DRAFT)}…)" in await here.filed()


async def test_whoever_is_handed_the_question_has_the_files_in_the_message_and_says_which_there(tmp_path: Path) -> None:
    async with reviewing(tmp_path) as here:
        await here.adds(here.maria, "Which file is the text?", "kodex-nda.pdf", TEXT)
        await here.says(here.maria, "Is it signed?", "no")
        await here.asked(READ)
        await here.maria.command(ATLAS, f"assign <@{PRIYA}>")
        put = await letter(here.priya, KEPT)
        alone = direct_channel(here.priya)
        await here.priya.says(alone, "probably the nda", str(put["ts"]))
        await note(here.priya, alone, "Nothing is saved yet")
        await here.priya.presses(alone, put, "kodex-nda.pdf")
        await here.signs()
        assert f"For this text alone: kodex-nda.pdf (fingerprint {print_of(TEXT)}…)" in await here.filed()


async def test_outsiders_never_see_the_name_of_a_file_that_is_kept(tmp_path: Path) -> None:
    async with reviewing(tmp_path) as here:
        await here.adds(here.maria, "Which file is the text?", "kodex-nda.pdf", TEXT)
        await here.says(here.maria, "Is it signed?", "no")
        asked = await here.asked(READ)
        stale = copy.deepcopy(asked)
        dev = Someone(here.maria.playground, DEV)
        await here.maria.act(do="join", channel=ATLAS, user=DEV)
        await letter(here.maria, "What I said there before still stands")
        await here.maria.says(ATLAS, "continue", here.root)
        assert "kodex-nda.pdf" in here.priya.text(await letter(here.priya, KEPT)), (
            "whoever alone may answer has it, alone"
        )
        await quiet(here.maria)
        since = [m for m in dev.sees(ATLAS, here.root) if m.get("bot_id") and m["ts"] >= asked["ts"]]
        assert since and "kodex-nda" not in json.dumps(since)
        asked.update(stale)
        before = len(dev.private_notes(ATLAS))
        await dev.presses(ATLAS, asked, "kodex-nda.pdf")
        await dev.until(lambda: len(dev.private_notes(ATLAS)) > before, "a word")
        assert "This is for members of the team" in dev.text(dev.private_notes(ATLAS)[-1])
