"""A form that does not fit, through the front door: it stays open with what was typed, says why beside the field, and says so again."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.playground.driver import ATLAS, JON, MARIA, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.talk import Json, note, started


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Playground]:
    async with ways.socket(tmp_path) as playground:
        yield playground


def typed(words: str) -> Json:
    return {"type": "plain_text_input", "value": words}


def day(iso: str) -> Json:
    return {"type": "datepicker", "selected_date": iso}


def picked(value: str) -> Json:
    return {"type": "static_select", "selected_option": {"value": value}}


async def opened(someone: Someone, command: str) -> Json:
    await someone.command(ATLAS, command)
    view: Json = await someone.until(someone.view, "the form")
    return view


SETTINGS: Json = {
    "owner": {"selected_user": MARIA},
    "counsel": {"selected_user": JON},
    "locale": picked("en_GB"),
}


async def test_settings_keep_what_was_picked_and_are_refused_again_as_long_as_they_are_the_same(
    here: Playground,
) -> None:
    maria, _ = await started(here)
    view = await opened(maria, "settings")
    for _ in range(3):
        refused = await maria.submits({**SETTINGS, "zone": typed("Mars/Base")}, view)
        assert list(refused["errors"]) == ["zone"] and "Mars/Base" in refused["errors"]["zone"]
        open_ = maria.view()
        assert open_ is not None and open_["id"] == view["id"]
    assert not (await maria.submits({**SETTINGS, "zone": typed("Europe/Warsaw")}, view))["errors"]
    await note(maria, ATLAS, "Settings saved")
    assert maria.view() is None


async def test_a_refusal_that_is_about_somebody_names_them(here: Playground) -> None:
    await started(here)
    jon = Someone(here, JON)
    view = await opened(jon, "settings")
    refused = await jon.submits({**SETTINGS, "owner": {"selected_user": JON}, "zone": typed("Europe/Warsaw")}, view)
    assert refused["errors"] == {"owner": "Only Maria Kowalska, who owns this programme, can say who plays which part."}


async def test_a_question_is_not_handed_over_for_a_day_that_is_past(here: Playground) -> None:
    maria, _ = await started(here)
    view = await opened(maria, "assign")
    refused = await maria.submits({"to": {"selected_user": JON}, "due": day("2020-01-01")}, view)
    assert list(refused["errors"]) == ["due"] and "is past" in refused["errors"]["due"]
    assert maria.view() is not None


async def test_an_own_figure_says_which_of_its_fields_does_not_fit(here: Playground) -> None:
    maria, _ = await started(here)
    view = await opened(maria, "country india set")
    figure = {"what": picked("ip_index"), "value": typed("40"), "source": typed("The index, page 3")}
    refused = await maria.submits({**figure, "year": typed("2999")}, view)
    assert list(refused["errors"]) == ["year"]
    refused = await maria.submits({**figure, "value": typed("a lot"), "year": typed("2025")}, view)
    assert list(refused["errors"]) == ["value"]


async def test_a_sharing_of_a_day_to_come_stays_open(here: Playground) -> None:
    maria, _ = await started(here)
    view = await opened(maria, "share")
    out = {
        "asset_new": typed("Handbook"),
        "vendor_new": typed("Acme"),
        "when": picked("done"),
        "day": day("2999-01-01"),
    }
    refused = await maria.submits(out, view)
    assert list(refused["errors"]) == ["day"] and maria.view() is not None
