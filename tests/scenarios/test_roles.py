"""Who may do what: roles in the settings, a role that nobody holds, four eyes, and the export. As each person sees it."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, JON, MARIA, PRIYA, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.talk import (
    FIRST,
    SECOND,
    SOFTWARE,
    TRIAGE,
    direct_channel,
    letter,
    name_counsel,
    note,
    said_by_bot,
    started,
    through,
)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Playground]:
    async with ways.socket(tmp_path) as playground:
        yield playground


async def test_only_the_owner_gives_roles_and_who_gets_one_is_told(here: Playground) -> None:
    maria, _ = await started(here)
    jon = Someone(here, JON)
    await jon.command(ATLAS, "settings")
    view = await jon.until(jon.view, "the settings")
    locale = {"locale": {"selected_option": {"value": "en_US"}}}
    taken = {"owner": {"selected_user": JON}, "zone": {"value": "Europe/Warsaw"}, **locale}
    refused = await jon.submits(taken, view)
    assert "can say who plays which part" in str(refused["errors"])
    await name_counsel(maria, PRIYA, security={"selected_user": JON}, approver={"selected_user": MARIA})
    await letter(Someone(here, PRIYA), "made you counsel")
    await letter(jon, "made you security")
    await maria.command(ATLAS, "settings")
    view = await maria.until(maria.view, "the settings")
    held = json.dumps(view["blocks"])
    assert all(person in held for person in (MARIA, PRIYA, JON)), "the form shows who holds what"


async def test_a_question_for_a_role_that_nobody_holds_asks_the_owner_who_it_is(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = ways.content(tmp_path, FOR_COUNSEL)
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            maria = Someone(playground, MARIA)
            jon, priya = Someone(playground, JON), Someone(playground, PRIYA)
            await maria.command(ATLAS, "start")
            root = (await maria.sees_text(ATLAS, "We begin"))["ts"]
            asked = await maria.sees_text(ATLAS, "nobody holds that part yet", root)
            await jon.picks_with(ATLAS, asked, "users_select", selected_user=JON)
            await note(jon, ATLAS, "can say who plays which part")
            await maria.picks_with(ATLAS, asked, "users_select", selected_user=PRIYA)
            await letter(priya, "made you counsel")
            question = await maria.sees_text(ATLAS, "For counsel", root)
            await jon.presses(ATLAS, question, "Yes")
            await note(jon, ATLAS, "This one is for counsel")
            await priya.presses(ATLAS, question, "Yes")
            await maria.sees_text(ATLAS, "Is anything else open", root)


FOR_COUNSEL = """\
flow: sample
version: 1
title: A sample
stage: first
reviewed: 2026-11-20
intro: We begin.
sources:
  method: {title: The method, publisher: Its publisher, as_of: 2026-11-01}
sections:
  - section: law
    title: The law
    questions:
      - ask: cleared
        kind: yes_no
        role: counsel
        evidence: true
        text: Has counsel cleared this?
        why: What is not cleared stays here.
        source: method
      - ask: rest
        kind: yes_no
        evidence: true
        text: Is anything else open?
        why: What is open is not safe.
        source: method
"""


async def test_with_four_eyes_nobody_confirms_an_own_answer(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = ways.content(tmp_path, FOR_COUNSEL)
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            maria, priya = Someone(playground, MARIA), Someone(playground, PRIYA)
            await maria.command(ATLAS, "start")
            root = (await maria.sees_text(ATLAS, "We begin"))["ts"]
            await name_counsel(maria, PRIYA, four_eyes={"selected_options": [{"value": "yes"}]})
            question = await maria.sees_text(ATLAS, "For counsel", root)
            await priya.presses(ATLAS, question, "Yes")
            await maria.sees_text(ATLAS, "Is anything else open", root)
            await priya.uploads(ATLAS, "clearance.pdf", b"%PDF-1.4", root)
            backed = await maria.sees_text(ATLAS, "Backed by a file", root)
            await priya.presses(ATLAS, backed, "Confirm it")
            await note(priya, ATLAS, "asks for four eyes")
            await Someone(playground, JON).presses(ATLAS, backed, "Confirm it")
            await note(Someone(playground, JON), ATLAS, "Only counsel or the owner can confirm this")
            await maria.presses(ATLAS, backed, "Confirm it")
            await note(maria, ATLAS, "Verified: Yes")
            await maria.sees_text(ATLAS, "Verified.", root)


async def test_the_export_goes_to_owner_or_counsel_alone_confirmed_and_audited(
    here: Playground, tmp_path: Path
) -> None:
    maria, root = await started(here)
    jon, priya = Someone(here, JON), Someone(here, PRIYA)
    await name_counsel(maria, PRIYA)
    for someone in (priya, maria):
        await someone.command(ATLAS, "export")
        sure = await note(someone, ATLAS, "as one file to you")
        assert not someone.direct() or "as you asked" not in someone.text(someone.direct()[-1]), "asked first"
        await someone.presses(ATLAS, sure, "Export")
        sent = await letter(someone, "as you asked")
        assert json.loads(here.workspace.blobs[sent["files"][0]["id"]])["format"] == 1
    await jon.command(ATLAS, "export")
    await jon.presses(ATLAS, await note(jon, ATLAS, "as one file to you"), "Export")
    await note(jon, ATLAS, "or counsel can export it")
    assert not any("as you asked" in jon.text(m) for m in jon.direct())
    everywhere = [m for m in [*maria.sees(ATLAS), *maria.sees(ATLAS, root)] if m.get("files")]
    assert not everywhere, "never in the channel"
    exports = [entry.by for entry in await _audit(tmp_path, here) if entry.what == "exported"]
    assert exports == [PRIYA, MARIA]


async def _audit(folder: Path, playground: Playground) -> tuple[object, ...]:
    store = await ways.kept(folder)
    try:
        (programme,) = await store.programmes()
        return await store.audit(programme)
    finally:
        await store.close()


async def test_a_question_handed_over_waits_and_can_be_refused_for_a_bad_day(here: Playground) -> None:
    maria, root = await started(here)
    jon = Someone(here, JON)
    question = await maria.sees_text(ATLAS, FIRST, root)
    await maria.presses(ATLAS, question, "Ask a colleague")
    await maria.until(maria.view, "the form")
    await maria.submits({"to": {"selected_user": JON}, "due": {"selected_date": "2026-12-24"}})
    asked = await letter(jon, "asks you to answer this by 24 December 2026.")
    assert jon.text(asked).count(FIRST) == 1 and FIRST in asked["text"]
    await maria.sees_text(ATLAS, SECOND, root)
    await jon.presses(direct_channel(jon), asked, SOFTWARE)
    await maria.until(lambda: any("Jon Reyes" in text for text in said_by_bot(maria, root)), "Jon's answer")


async def test_words_in_the_thread_do_what_the_buttons_do(here: Playground) -> None:
    maria, root = await started(here)
    for said, seen in (
        ("undo", "There is nothing to undo."),
        ("why", "Why this matters"),
        ("not sure", "Left open"),
        ("back", "What should it be?"),
        ("services", "Changed to Services"),
        ("skip", "Skipped for now"),
        ("undo", "Taken back"),
        ("review", "Review: "),
        ("pause", "Nothing is lost"),
        ("resume", SECOND),
    ):
        await maria.says(ATLAS, said, root)
        await _anywhere(maria, seen, root)
    await through(maria, root, TRIAGE[1:4])
    await maria.sees_text(ATLAS, "What will leave", root)


async def _anywhere(someone: Someone, words: str, root: str) -> None:
    def find() -> bool:
        return any(words in someone.text(m) for m in [*someone.sees(ATLAS, root), *someone.private_notes(ATLAS)])

    await someone.until(find, words)
