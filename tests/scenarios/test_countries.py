"""Countries through the front door: a card to the one who asks, several side by side by what the programme's answers need."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.playground.driver import ATLAS, JON, MARIA, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.talk import TRIAGE, Json, note, started, through


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Playground]:
    async with ways.socket(tmp_path) as playground:
        yield playground


async def test_a_country_is_shown_to_the_one_who_asks_also_before_there_is_a_programme(here: Playground) -> None:
    maria = Someone(here, MARIA)
    await maria.command(ATLAS, "country india")
    told = maria.text(await note(maria, ATLAS, "India (IN)"))
    assert "12th edition, 2024" in told and "Ask counsel in India" in told and "Guidance, not legal advice." in told
    assert Someone(here, JON).private_notes(ATLAS) == []
    assert not any("India (IN)" in maria.text(m) for m in maria.sees(ATLAS) if not m.get("ephemeral"))


async def test_without_a_programme_several_are_compared_by_all_rights(here: Playground) -> None:
    maria = Someone(here, MARIA)
    await maria.command(ATLAS, "country india poland vietnam")
    told = maria.text(await note(maria, ATLAS, "Side by side: India, Poland, Vietnam"))
    assert "patents, marks, copyright, trade secrets" in told
    assert "Madrid Protocol" in told and "Moral rights" in told


async def test_a_programmes_answers_limit_what_is_compared(here: Playground) -> None:
    maria, root = await started(here)
    await through(maria, root, TRIAGE[:8])  # own code leaves, nothing to patent, no name or logo
    await maria.sees_text(ATLAS, "(NDA)", root)
    await maria.command(ATLAS, "country india poland")
    told = maria.text(await note(maria, ATLAS, "Side by side: India, Poland"))
    assert "Compared by what these need: copyright, trade secrets." in told
    assert "Moral rights" in told and "Madrid Protocol" not in told


async def test_what_is_no_country_is_said_kindly_and_help_tells_of_the_word(here: Playground) -> None:
    maria = Someone(here, MARIA)
    await maria.command(ATLAS, "country polnd")
    await note(maria, ATLAS, "Did you mean Poland (PL)?")
    await maria.command(ATLAS, "country")
    await note(maria, ATLAS, "Name a country")
    await maria.command(ATLAS, "help")
    await note(maria, ATLAS, "/ringfence country india poland")


async def test_a_team_enters_its_own_figure_in_a_form_and_sees_it_beside_ours(here: Playground) -> None:
    maria, _ = await started(here)
    await maria.command(ATLAS, "country india set rule of law")
    await maria.until(maria.view, "the form")
    await maria.submits(figure(value="much", source="the bulletin of May"))
    await note(maria, ATLAS, "Nothing was kept: this should be a number from -3 to 3.")
    for value in ("-0.3", "0.1"):
        await maria.command(ATLAS, "country india set rule of law")
        await maria.until(maria.view, "the form")
        await maria.submits(figure(value=value, source="the bulletin of May"))
        await note(maria, ATLAS, f"Kept: {value}, of 2025.")
    jon = Someone(here, JON)
    await jon.command(ATLAS, "country india")
    told = jon.text(await note(jon, ATLAS, "India (IN)"))
    assert "0.1, from the bulletin of May, 2025; entered by" in told and "Before that: " in told
    assert "-0.04, where -2.5 is weakest" in told, "what ships stands as it was"


async def test_an_own_figure_needs_a_programme_and_a_country(here: Playground) -> None:
    maria = Someone(here, MARIA)
    await maria.command(ATLAS, "country india set rule of law")
    await note(maria, ATLAS, "There is no programme in this channel yet")
    await maria.command(ATLAS, "country polnd set")
    await note(maria, ATLAS, "Did you mean Poland (PL)?")


def figure(value: str, source: str) -> dict[str, Json]:
    """The form of an own figure, as it is sent."""
    texts = {"value": value, "source": source}
    typed = {name: {"type": "plain_text_input", "value": words} for name, words in texts.items()}
    chosen = {"type": "static_select", "selected_option": {"value": "rule_of_law"}}
    return {"what": chosen, **typed, "year": {"type": "number_input", "value": "2025"}}
