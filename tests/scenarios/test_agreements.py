"""Agreements through the front door: scenarios answered apart, the register, counsel's brief, and the sheet for the vendor."""

from __future__ import annotations

import hashlib
from pathlib import Path

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, JON, MARIA, Playground, Someone
from bot.playground.faults import Fault
from tests.scenarios import ways, word
from tests.scenarios.talk import letter, note, opened

FLOW = """\
flow: reading
version: 1
title: Reading
stage: first
per: agreement
closes: true
reviewed: 2026-11-20
intro: One clause and one scenario.
registers:
  agreement: {one: agreement, many: agreements}
sources:
  method: {title: The method, publisher: P, as_of: 2026-11-01}
sections:
  - section: paper
    title: Paper
    questions:
      - ask: new_ip
        kind: one_of
        clause: 6
        text: Who owns what is new?
        why: W.
        options: {preferred: We do, walk_away: They do, missing: Not found}
        source: method
        findings:
          - when: walk_away
            id: theirs
            severity: high
            say: It goes to counsel.
            counsel: You would pay for what is theirs.
            do: Ask counsel
            owner: counsel
            due: 7 days
            source: method
      - {ask: document, kind: file, text: Which file is it?, why: W., source: method}
  - section: scenarios
    title: Scenarios
    apart: true
    questions:
      - ask: tool
        kind: one_of
        text: The vendor mends your tool. Whose is it?
        why: W.
        options: {ours: It is ours, theirs: It is theirs, differ: Differently, worded: By wording, scheduled: By a schedule}
        source: method
        findings:
          - when: differ
            id: differs
            severity: high
            say: Two people read it differently.
            counsel: C.
            do: Settle it in writing
            owner: counsel
            due: 7 days
            source: method
"""


async def chooses(someone: Someone, root: str, option: str) -> None:
    """Open one's own form, and send it."""
    asked = await someone.sees_text(ATLAS, "Whose is it?", root)
    await someone.presses(ATLAS, asked, "Answer on my own")
    await someone.until(someone.view, "the form")
    await someone.submits({"scenarios.tool": {"type": "radio_buttons", "selected_option": {"value": option}}})


async def test_two_answer_apart_and_what_is_filed_is_listed_briefed_and_handed_on_without_our_answers(
    tmp_path: Path,
) -> None:
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = ways.content(tmp_path, FLOW)
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            maria, jon = Someone(playground, MARIA), Someone(playground, JON)
            await maria.command(ATLAS, "start reading Acme MSA")
            root = str((await maria.sees_text(ATLAS, "Reading: Acme MSA"))["ts"])
            asked = await maria.sees_text(ATLAS, "Who owns what is new?", root)
            assert "A reading of one clause, not a verdict." in maria.text(asked)
            await maria.says(ATLAS, "They do", root)

            await maria.sees_text(ATLAS, "Which file is it?", root)
            await maria.uploads(ATLAS, "msa.pdf", b"%PDF-1.4 the very text", root)
            await chooses(maria, root, "ours")
            await maria.sees_text(ATLAS, "has answered. One more person", root)
            await maria.says(ATLAS, "It is ours", root)
            await maria.sees_text(ATLAS, "This is answered apart", root)
            await chooses(jon, root, "theirs")
            await jon.sees_text(ATLAS, "0 of 1 scenarios are read alike.", root)
            assert "You: “It is theirs”" in jon.text(await letter(jon, "You: “It is theirs”"))
            assert not any("“It is theirs”" in maria.text(message) for message in maria.sees(ATLAS, root))

            await maria.command(ATLAS, "agreements clause 6")
            told = maria.text(await note(maria, ATLAS, "no notice date"))
            known = hashlib.sha256(b"%PDF-1.4 the very text").hexdigest()
            assert "6. New IP" in told and f"msa.pdf (fingerprint {known[:8]}…)" in told
            await jon.command(ATLAS, "agreements brief acme")
            await note(jon, ATLAS, "That brief is for counsel")
            await maria.command(ATLAS, "agreements brief acme")
            await note(maria, ATLAS, "How its clauses read comes to you by direct message")
            assert "Walk away: They do" in maria.text(await letter(maria, "How the clauses read"))
            assert not any("Walk away: They do" in maria.text(m) for m in maria.private_notes(ATLAS)), (
                "nowhere but there"
            )
            await maria.command(ATLAS, "agreements brief mars")
            await note(maria, ATLAS, "Name one agreement that has a review: /ringfence agreements brief")
            await maria.command(ATLAS, "start reading Acme NDA")
            await maria.sees_text(ATLAS, "Reading: Acme NDA")
            await maria.command(ATLAS, "agreements brief acme")
            await note(maria, ATLAS, "That fits “Acme MSA”, “Acme NDA”. Name one of them whole")
            await maria.command(ATLAS, "agreements brief Acme MSA")
            await note(maria, ATLAS, "How its clauses read comes to you by direct message")
            await jon.command(ATLAS, "agreements sheet acme msa")
            await note(jon, ATLAS, "for counsel or the owner to hand on")
            playground.faults.add(Fault("files.getUploadURLExternal", "http_500"))
            await maria.command(ATLAS, "agreements sheet acme msa")
            await note(maria, ATLAS, "The sheet comes to you by direct message")
            await letter(maria, "The scenarios for the vendor")  # though Slack did not take it at first
            sheet = word.opened(list(playground.workspace.blobs.values())[-1])
            assert sheet.paragraphs[0].text == "Discussion aid, subject to contract"
            assert [file["name"] for file in playground.workspace.files.values()][-1] == "scenarios-acme-msa.docx"
            assert word.boxes(sheet) == ["It is ours", "It is theirs"], "the readings, each with a box to tick"
            told = word.all_text(sheet)
            assert "Clause: ______" in told and not any(word in told for word in ("Differently", "Maria", "We do"))
            await maria.command(ATLAS, "contributors")
            await note(maria, ATLAS, "No contributor is listed yet")


async def test_what_the_vendor_ticked_on_its_sheet_is_entered_and_a_mismatch_stands_until_it_is_settled_in_writing(
    tmp_path: Path,
) -> None:
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = ways.content(tmp_path, FLOW)
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            maria, jon = Someone(playground, MARIA), Someone(playground, JON)
            await maria.command(ATLAS, "start reading Acme MSA")
            root = str((await maria.sees_text(ATLAS, "Reading: Acme MSA"))["ts"])
            await maria.says(ATLAS, "We do", root)
            await maria.sees_text(ATLAS, "Which file is it?", root)
            await maria.uploads(ATLAS, "msa.pdf", b"%PDF-1.4 the very text", root)
            await chooses(maria, root, "ours")
            await maria.sees_text(ATLAS, "has answered. One more person", root)
            await chooses(jon, root, "ours")
            await maria.sees_text(ATLAS, "1 of 1 scenarios are read alike.", root)

            await maria.command(ATLAS, "agreements sheet acme")
            sent = await note(maria, ATLAS, "The sheet comes to you by direct message")
            await maria.presses(ATLAS, sent, "Enter what the vendor answered")
            await opened(maria, "The vendor's answers")
            ticked = {"type": "radio_buttons", "selected_option": {"value": "theirs"}}
            back = {"type": "datepicker", "selected_date": "2020-02-03"}
            await maria.submits({"day": back, "scenarios.tool": ticked})
            told = await maria.sees_text(ATLAS, "0 of 1 scenarios are read alike by the vendor and by you", root)
            assert "as of 3 February 2020" in maria.text(told)
            await note(maria, ATLAS, "Entered as the vendor's answer")
            assert "The vendor: “It is theirs”" in jon.text(await letter(jon, "What the vendor answered"))
            await maria.sees_text(ATLAS, "*Differently* · <@U0MARIA001>", root)
            channel = playground.workspace.channel(ATLAS).messages
            assert not any("“It is theirs”" in maria.text(one) for one in channel), (
                "what each of us chose is told in private"
            )

            await jon.command(ATLAS, "agreements acme")
            listed = jon.text(
                await note(jon, ATLAS, "Scenarios: the vendor's answer of 3 February 2020, entered by <@")
            )
            assert "0 of 1 read alike" in listed and "Enter what the vendor answered" not in listed
            await jon.command(ATLAS, "agreements answers acme")
            await opened(jon, "The vendor's answers")
            refused = await jon.submits({"day": back, "scenarios.tool": ticked})
            assert "It stands; a difference closes only by wording" in str(refused["errors"])
            await jon.command(ATLAS, "agreements answers mars")
            await note(jon, ATLAS, "Name one agreement that has scenarios")
