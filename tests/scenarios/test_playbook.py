"""The playbook through the front door: to counsel and the owner alone, by command, by the press at a graded question, and by asking."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, JON, MARIA, PRIYA, Playground, Someone
from bot.playground.workspace import Person
from tests.scenarios import ways
from tests.scenarios.talk import name_counsel, note, started
from tests.scenarios.test_agreements import FLOW


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Playground]:
    async with ways.socket(tmp_path) as playground:
        yield playground


async def test_counsel_and_the_owner_look_up_a_clause_and_nobody_else_does(here: Playground) -> None:
    maria, _ = await started(here)
    await name_counsel(maria)
    jon, priya = Someone(here, JON), Someone(here, PRIYA)
    await priya.command(ATLAS, "playbook")
    every = await note(priya, ATLAS, "Counsel's playbook")
    assert "14. The end and the handover" in priya.text(every) and "Guidance, not legal advice." in priya.text(every)
    await priya.picks(ATLAS, every, "12. What they pay, and the ceiling")
    clause = await note(priya, ATLAS, "Playbook: 12.")
    assert "Walk away: A ceiling of one year's fees or less" in priya.text(clause).replace("*", "")
    await priya.presses(ATLAS, clause, "All clauses")
    await priya.until(lambda: priya.text(priya.private_notes(ATLAS)[-1]).startswith("Counsel's playbook"), "the list")
    await maria.command(ATLAS, "playbook liability")
    assert "Approval: counsel, <@" in maria.text(await note(maria, ATLAS, "Playbook: 12."))
    await maria.command(ATLAS, "playbook insurance")
    assert "Preferred: It pays for IP claims and lost secrets" in maria.text(
        await note(maria, ATLAS, "Playbook: 16. Insurance")
    ).replace("*", "")
    await maria.command(ATLAS, "playbook yeast")
    await note(maria, ATLAS, "No clause of the playbook is called “yeast”")
    await maria.command(ATLAS, "playbook the")
    await note(maria, ATLAS, "No clause of the playbook is called “the”")
    await jon.command(ATLAS, "playbook liability")
    await note(jon, ATLAS, "is for counsel, ")
    assert not any("ceiling" in jon.text(one) for one in jon.private_notes(ATLAS))
    assert not any("Playbook: 12." in maria.text(one) for one in here.workspace.channel(ATLAS).messages)


async def test_asking_for_our_fallback_leads_there_for_those_who_may(here: Playground) -> None:
    maria, _ = await started(here)
    await name_counsel(maria)
    jon = Someone(here, JON)
    await maria.command(ATLAS, "ask what is our fallback on the liability cap?")
    await note(maria, ATLAS, "Playbook: 12.")
    await maria.command(ATLAS, "ask what does the playbook say?")
    await note(maria, ATLAS, "Counsel's playbook")
    await jon.command(ATLAS, "ask what is our fallback on the liability cap?")
    await note(jon, ATLAS, "What our sources say")
    assert not any("Playbook: 12." in jon.text(one) for one in jon.private_notes(ATLAS))


async def test_somebody_from_outside_is_told_nothing(here: Playground) -> None:
    await started(here)
    guest = Person("U0GUEST001", "gus", "Gus", here.workspace.team, "Contractor", "888888", "UTC", restricted=True)
    here.workspace.people[guest.id] = guest
    here.workspace.join(here.workspace.channel(ATLAS), guest.id, MARIA)
    gus = Someone(here, guest.id)
    await gus.command(ATLAS, "playbook liability")
    assert "ceiling" not in gus.text(await note(gus, ATLAS, "for members of the team"))


async def test_the_press_at_a_graded_question_leads_to_its_clause(
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
            await maria.presses(ATLAS, asked, "Playbook")
            told = maria.text(await note(maria, ATLAS, "Playbook: 6. New IP"))
            assert "Reason: You would pay for what is theirs." in told
            await jon.presses(ATLAS, asked, "Playbook")
            await note(jon, ATLAS, "The playbook, with its reasons and who approves what, is for the owner")
