"""Somebody asks that a phase opens, and is gone before the last yes: the conditions of it are the owner's to see to, at once and by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.playground.driver import ATLAS, JON, PRIYA, Someone
from tests.scenarios.talk import Json, letter, note, opened
from tests.scenarios.test_erasure import operator
from tests.scenarios.test_gates import planned, visited

TEXT = "plain_text_input"


async def phases(someone: Someone) -> Json:
    """The phases as this person sees them now."""
    before = len(someone.private_notes(ATLAS))
    await someone.command(ATLAS, "phases")

    def shown() -> Json | None:
        return next((m for m in someone.private_notes(ATLAS)[before:] if "Phases and gates" in someone.text(m)), None)

    found: Json = await someone.until(shown, "the phases")
    return found


@pytest.mark.parametrize("forgotten", [False, True])
async def test_what_whoever_asked_leaves_behind_is_handed_to_the_owner_before_and_at_the_last_yes(
    tmp_path: Path, *, forgotten: bool
) -> None:
    async with planned(tmp_path) as (playground, maria, _):
        jon, priya = Someone(playground, JON), Someone(playground, PRIYA)
        await visited(maria)
        await jon.presses(ATLAS, await phases(jon), "Ask to open it")
        await jon.submits({"reason": {"type": TEXT, "value": None}}, await opened(jon, "Ask to open it"))
        await note(jon, ATLAS, "Asked: First screens is to open")
        await priya.presses(ATLAS, await phases(priya), "Yes, on a condition")
        view = await opened(priya, "Yes, on a condition")
        await priya.submits({"condition": {"type": TEXT, "value": "only for the UK entity"}}, view)
        await letter(jon, "Priya Nair says yes to First screens")

        if forgotten:
            done = await operator(tmp_path, "--person", JON, "--yes")
            assert done.exit_code == 0, done.output
        else:
            await maria.act(do="deactivate", user=JON)
        told = maria.text(await letter(maria, "had asked for something that nobody has settled"))
        assert "What comes of it is yours to see to" in told and ("Jon Reyes" in told) is not forgotten

        await maria.presses(ATLAS, await phases(maria), "Approve")
        now_open = maria.text(await maria.sees_text(ATLAS, "First screens is open (Pilot)."))
        assert "on condition: only for the UK entity. Maria Kowalska sees that it is met" in now_open
        await maria.command(ATLAS, "actions")
        work = await note(maria, ATLAS, "See that the conditions are met on which First screens was approved")
        await maria.presses(ATLAS, work, "Done")
        await note(maria, ATLAS, "Marked as done: ")
