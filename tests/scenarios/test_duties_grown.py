"""A review that was finished before proofs could be shown in it: with the newer version its duties have the way to show one, and the rest stays."""

from __future__ import annotations

from pathlib import Path

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, MARIA, Playground, Someone
from bot.service.reminders import remind
from tests.scenarios import ways
from tests.scenarios.talk import direct_channel, letter, note
from tests.scenarios.test_duties import DUE, FLOW, NOW

BEGINS, ENDS = "      - ask: shown\n", "      - ask: due_on\n"


def first_version() -> str:
    """The flow as it was: a day for each duty, and no way to tell what was shown."""
    before, rest = FLOW.split(BEGINS)
    after = rest.split(ENDS, 1)[1].replace("        after: shown\n        only_when: again is unknown or again\n", "")
    return (
        before
        + ENDS
        + after.replace("          - {when: put_off", "          - {when: due_on < today and due_on >= today")
    )


async def test_a_duty_of_a_review_that_was_finished_earlier_gets_the_way_to_show_its_proof(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        settings, clock = demo_settings(playground, tmp_path), ways.SetClock(playground, NOW)
        (tmp_path / "old").mkdir()
        settings.content = ways.content(tmp_path / "old", first_version())
        maria = Someone(playground, MARIA)
        async with running(settings, clock, card_every=ways.OFTEN, pace=ways.FREE):
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
            await maria.presses(ATLAS, await maria.sees_text(ATLAS, "Review: ", at), "Finish")
            await maria.sees_text(ATLAS, "Summary: ", at)
            await maria.command(ATLAS, "duties")
            assert "[Show the proof]" not in maria.text(await note(maria, ATLAS, "next proof 1 December 2026"))
        settings.content = ways.content(tmp_path, FLOW.replace("version: 1", "version: 2", 1))
        async with running(settings, clock, card_every=ways.OFTEN, pace=ways.FREE) as bot:
            clock.set(DUE)
            await remind(bot.desk)
            told = await letter(maria, "waits for you")
            assert "[Show the proof]" in maria.text(told)
            await maria.presses(direct_channel(maria), told, "Show the proof")
            view = await maria.until(maria.view, "the form")
            await maria.submits({"answer": {"type": "plain_text_input", "value": "Read it in their room"}}, view)
            asked = await letter(maria, '"audit report": again?')
            await maria.presses(direct_channel(maria), asked, "Yes")
            await letter(maria, "by when is the next proof due?")
            await maria.says(direct_channel(maria), "1 December 2027")
            await note(maria, direct_channel(maria), "Noted: 1 December 2027.")
            await maria.command(ATLAS, "duties Acme")
            listed = maria.text(await note(maria, ATLAS, "next proof 1 December 2027"))
            assert "Read it in their room" in listed and "[Show the proof]" in listed
            assert not any("Which duties start" in maria.text(said) for said in maria.sees(ATLAS, at)[-2:])
