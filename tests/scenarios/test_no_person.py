"""Words that can be nobody's name are never offered as a person: the members are, in the form."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, MARIA, PRIYA, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.talk import FIRST, SECOND, THIRD, opened, said_by_bot, started, through

LAWYER = "Who is your lawyer for this?"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Playground]:
    async with Playground().serving() as playground:
        async with running(demo_settings(playground, tmp_path), card_every=ways.OFTEN, pace=ways.FREE):
            yield playground


async def at_lawyer(here: Playground) -> tuple[Someone, str]:
    maria, root = await started(here)
    await through(maria, root, ((FIRST, "software"), (SECOND, f"<@{MARIA}>"), (THIRD, "external firm")))
    await maria.sees_text(ATLAS, LAWYER, root)
    return maria, root


@pytest.mark.parametrize("words", ["subcontractors probably", "an outside law firm"])
async def test_who_is_nobody_is_asked_again_with_the_members_to_choose_from(here: Playground, words: str) -> None:
    maria, root = await at_lawyer(here)
    await maria.says(ATLAS, words, root)
    told = await maria.sees_text(ATLAS, "I could not tell who that is. Choose somebody in the form", root)
    assert not any("can mean" in text or "I read “" in text for text in said_by_bot(maria, root))
    await maria.presses(ATLAS, told, "Open the form")
    form = await opened(maria, "Your answer")
    assert "users_select" in str(form["blocks"])


async def test_a_name_that_nobody_here_bears_is_still_asked_back_as_somebody_outside(here: Playground) -> None:
    maria, root = await at_lawyer(here)
    await maria.says(ATLAS, "Petra Lindqvist", root)
    asked = await maria.sees_text(ATLAS, "I read “Petra Lindqvist” as Petra Lindqvist", root)
    await maria.presses(ATLAS, asked, "No, ask again")
    await maria.says(ATLAS, f"<@{PRIYA}>", root)
    await maria.sees_text(ATLAS, "In which countries", root)


async def test_one_of_two_who_are_meant_is_pressed_by_the_name_that_the_line_shows(here: Playground) -> None:
    maria, root = await at_lawyer(here)
    await maria.says(ATLAS, "our lawyer Priya Nowak, nobody else", root)
    asked = await maria.sees_text(ATLAS, "can mean more than one thing", root)
    assert "1. Priya Nair" in maria.text(asked) and "2. Priya Nowak" in maria.text(asked)
    assert "nobody else\n" not in maria.text(asked) and "a colleague" not in maria.text(asked)
    await maria.presses(ATLAS, asked, "Priya Nair")
    await maria.sees_text(ATLAS, "In which countries", root)


@pytest.mark.parametrize("words", ["our lawyer Priya, nobody else", f"our lawyer <@{PRIYA}> alone"])
async def test_nobody_else_is_no_person(here: Playground, words: str) -> None:
    maria, root = await at_lawyer(here)
    await maria.says(ATLAS, words, root)
    await maria.sees_text(ATLAS, "In which countries", root)
    assert not any("can mean" in text or "I read “" in text for text in said_by_bot(maria, root))
