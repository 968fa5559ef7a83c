"""Work that is handed to a colleague by direct message: it is answered from there, and a late press says what became of it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.playground.driver import ATLAS, JON, PRIYA, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.talk import FIRST, SOFTWARE, Json, direct_channel, letter, note
from tests.scenarios.test_not_done import at_work, copied
from tests.scenarios.test_settling import leaked

GIVEN, ANSWER = "hands this to you", "Answer it"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Playground]:
    async with ways.socket(tmp_path) as playground:
        yield playground


async def gives(maria: Someone, to: str) -> Json:
    """Maria hands the first of her work to somebody; the message by which they are told."""
    await maria.command(ATLAS, "actions")
    await maria.presses(ATLAS, await note(maria, ATLAS, "open with you"), "Hand it over")
    await maria.submits(
        {"to": {"type": "users_select", "selected_user": to}}, await maria.until(maria.view, "the form")
    )
    return await letter(Someone(maria.playground, to), GIVEN)


async def test_what_an_answer_ends_is_answered_from_the_message(here: Playground) -> None:
    maria, jon = await at_work(here), Someone(here, JON)
    given = copied(await gives(maria, JON))
    await jon.presses(direct_channel(jon), given, ANSWER)
    asked = await note(jon, direct_channel(jon), FIRST)
    assert "This is with" not in jon.text(asked)
    await jon.presses(direct_channel(jon), asked, SOFTWARE)
    root = str((await maria.sees_text(ATLAS, "Know what you own"))["ts"])
    await maria.sees_text(ATLAS, SOFTWARE, root)


async def test_a_late_press_says_who_has_it_now_and_at_last_that_it_is_answered(here: Playground) -> None:
    maria, jon, priya = await at_work(here), Someone(here, JON), Someone(here, PRIYA)
    given = copied(await gives(maria, JON))
    await jon.command(ATLAS, "actions")
    await jon.presses(ATLAS, await note(jon, ATLAS, "open with you"), "Hand it over")
    await jon.submits({"to": {"type": "users_select", "selected_user": PRIYA}}, await jon.until(jon.view, "the form"))
    handed_on = await letter(priya, GIVEN)
    await jon.presses(direct_channel(jon), given, ANSWER)
    assert FIRST in jon.text(await note(jon, direct_channel(jon), f"This is with <@{PRIYA}> now."))
    await priya.presses(direct_channel(priya), handed_on, ANSWER)
    await priya.presses(direct_channel(priya), await note(priya, direct_channel(priya), FIRST), SOFTWARE)
    root = str((await maria.sees_text(ATLAS, "Know what you own"))["ts"])
    await maria.sees_text(ATLAS, f"Changed to {SOFTWARE}", root)
    await jon.presses(direct_channel(jon), given, ANSWER)
    late = await note(jon, direct_channel(jon), f"Answered by <@{PRIYA}>.")
    assert FIRST in jon.text(late) and "[Change]" in jon.text(late) and "Not sure" not in jon.text(late)


async def test_what_is_done_elsewhere_leads_to_all_that_waits_for_its_holder(tmp_path: Path) -> None:
    async with leaked(tmp_path) as (maria, _):
        jon = Someone(maria.playground, JON)
        given = await gives(maria, JON)
        await jon.presses(direct_channel(jon), given, "See all my work")
        await note(jon, direct_channel(jon), "open with you")
