"""Countries through the front door: a card to the one who asks, several side by side by what the programme's answers need."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import AsyncGenerator
from pathlib import Path

import msgspec
import pytest

from bot.app import Running, running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, JON, MARIA, Playground, Someone
from bot.service.reconcile import reconcile
from tests.scenarios import ways
from tests.scenarios.talk import TRIAGE, Json, letter, note, started, through


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
    await maria.command(ATLAS, "country compare germany with poland")
    told = maria.text(await note(maria, ATLAS, "Side by side: Germany, Poland"))
    assert "A program that an employee wrote as a duty is the employer's." in told.partition("Software by employees")[2]


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
    refused = await maria.submits(figure(value="much", source="the bulletin of May"))
    assert refused["errors"] == {"value": "Nothing was kept: this should be a number from -3 to 3."}
    for value in ("-0.3", "0.1"):
        if maria.view() is None:
            await maria.command(ATLAS, "country india set rule of law")
            await maria.until(maria.view, "the form")
        await maria.submits(figure(value=value, source="the bulletin of May"))
        await note(maria, ATLAS, f"Kept: {value}, of 2025.")
    jon = Someone(here, JON)
    await jon.command(ATLAS, "country india")
    card = await note(jon, ATLAS, "India (IN)")
    await jon.presses(ATLAS, card, "Enter our own figure")
    await jon.until(jon.view, "the form, with what it is of still to be chosen")
    told = jon.text(card)
    assert "0.1, from the bulletin of May, 2025; entered by" in told and "Before that: " in told
    assert "-0.04, where -2.5 is weakest" in told, "what ships stands as it was"


async def test_a_list_of_the_special_301_report_is_written_and_told_in_plain_words(here: Playground) -> None:
    maria, _ = await started(here)
    await maria.command(ATLAS, "country india set special 301")
    await maria.until(maria.view, "the form")
    on_list = {"what": {"type": "static_select", "selected_option": {"value": "special_301"}}}
    refused = await maria.submits(figure(value="the grey one", source="the report") | on_list)
    assert "this should be priority foreign country, priority watch list, watch list, or none" in json.dumps(refused)
    await maria.submits(figure(value="Watch list", source="the report") | on_list)
    await note(maria, ATLAS, "Kept: watch list, of 2025.")
    await maria.command(ATLAS, "country india")
    told = maria.text(await note(maria, ATLAS, "India (IN)"))
    assert "watch list, from the report, 2025; entered by" in told and "PWL" not in told


async def test_an_own_figure_needs_a_programme_and_a_country(here: Playground) -> None:
    maria = Someone(here, MARIA)
    await maria.command(ATLAS, "country india set rule of law")
    await note(maria, ATLAS, "There is no programme in this channel yet")
    await maria.command(ATLAS, "country polnd set")
    await note(maria, ATLAS, "Did you mean Poland (PL)?")


OTHERS = frozenset(path.name for path in (ways.SHIPPED / "flows").iterdir()) - {"country_checks"}
BESIDE = frozenset({"needs.yaml", "gates.yaml", "gates.cases.yaml", "registers.yaml", "scorecards"})
"""Content that speaks of other flows."""
CHECKS = "- {stage: vendor_checks, title: Country checks, flows: [country_checks]}\n"


@pytest.fixture
async def checking(tmp_path: Path) -> AsyncGenerator[tuple[Playground, Running]]:
    """The shipped check of countries, alone and open."""
    content = tmp_path / "content"
    shutil.copytree(ways.SHIPPED, content, ignore=lambda _, names: (OTHERS | BESIDE).intersection(names))
    (content / "stages.yaml").write_text(CHECKS)
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = content
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE) as bot:
            yield playground, bot


async def begun(playground: Playground) -> tuple[Someone, str]:
    """Maria, and the thread of a check of India, at its first question on the sources."""
    maria = Someone(playground, MARIA)
    await maria.command(ATLAS, "start country checks india")
    root = str((await maria.sees_text(ATLAS, "Check the country: India"))["ts"])
    await maria.sees_text(ATLAS, "Ask counsel in India", root)
    await through(maria, root, (("Who will work in India", "their office"),))
    return maria, root


async def test_a_check_begins_with_the_card_and_a_figure_entered_from_a_question_stands_in_it(
    checking: Playground,
) -> None:
    maria, root = await begun(checking[0])
    asked = await maria.sees_text(ATLAS, "does this figure for India still stand?", root)
    assert "38.64 % of the points" in maria.text(asked)
    await maria.presses(ATLAS, asked, "Enter our own figure")
    await maria.until(maria.view, "the form")
    form = figure(value="41.2", source="the 13th edition") | {
        "what": {"type": "static_select", "selected_option": {"value": "ip_index"}}
    }
    await maria.submits(form)
    await note(maria, ATLAS, "Kept: 41.2, of 2025.")
    again = await maria.sees_text(ATLAS, "41.2, from the 13th edition, 2025; entered by", root)
    assert again["ts"] == asked["ts"], "the question itself shows it now"


async def test_whoever_enters_a_figure_is_told_what_is_asked_again_because_of_it(
    checking: tuple[Playground, Running],
) -> None:
    maria, root = await begun(checking[0])
    await through(maria, root, (("does this figure for India still stand?", "it stands"),))
    await maria.sees_text(ATLAS, "Country IPR Toolkit", root)
    await maria.command(ATLAS, "country india")
    await maria.presses(ATLAS, await note(maria, ATLAS, "India (IN)"), "Enter our own figure")
    form = await maria.until(maria.view, "the form")
    assert "a phase that rests on one of them closes until then" in json.dumps(form)
    await maria.submits(
        figure(value="41.2", source="the 13th edition")
        | {"what": {"type": "static_select", "selected_option": {"value": "ip_index"}}}
    )
    await note(maria, ATLAS, "One answer leaned on the value before and is asked again in its thread.")


async def test_values_that_come_with_new_content_open_what_leaned_on_the_old_ones_within_a_day(
    checking: tuple[Playground, Running],
) -> None:
    playground, bot = checking
    maria, root = await begun(playground)
    await through(maria, root, (("does this figure for India still stand?", "it stands"),))
    await maria.sees_text(ATLAS, "Country IPR Toolkit", root)
    book = bot.desk.library.countries
    india = book.economies["IN"]
    values = tuple(msgspec.structs.replace(v, value="12.3") if v.field == "ip_index" else v for v in india.values)
    countries = msgspec.structs.replace(
        book, economies={**book.economies, "IN": msgspec.structs.replace(india, values=values)}
    )
    desk = dataclasses.replace(bot.desk, library=msgspec.structs.replace(bot.desk.library, countries=countries))
    [programme] = await desk.store.programmes()
    await reconcile(desk, programme)
    told = maria.text(await maria.sees_text(ATLAS, "says something else now", root))
    assert "International IP Index: it was 38.64 (2024), it is 12.3 (2024)." in told
    await letter(maria, "says something else now")


def figure(value: str, source: str) -> dict[str, Json]:
    """The form of an own figure, as it is sent."""
    texts = {"value": value, "source": source}
    typed = {name: {"type": "plain_text_input", "value": words} for name, words in texts.items()}
    chosen = {"type": "static_select", "selected_option": {"value": "rule_of_law"}}
    return {"what": chosen, **typed, "year": {"type": "number_input", "value": "2025"}}
