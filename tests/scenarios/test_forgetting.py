"""Somebody asks to be forgotten: a made-up name stands in their place, and the work goes on. By the operator, beside the bot."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.forgetting import BEGUN
from bot.playground.driver import ATLAS, JON, MARIA, PRIYA, Someone
from bot.service.exporting import export_json
from flows.model.ids import ChannelId, ProgrammeId, TeamId, programme_id
from tests.scenarios import ways
from tests.scenarios.test_erasure import note, operator
from tests.scenarios.test_life import BEGIN, Here, head, letter, settings, started


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Here]:
    async with ways.at(tmp_path, BEGIN) as house:
        yield house


async def left_of(here: Here) -> str:
    """All that is kept of the programme, as a text."""
    kept = await here[1].desk.store.everything(programme_id(TeamId(here[0].workspace.team), ChannelId(ATLAS)))
    assert kept is not None
    return export_json(kept, counsels=True).decode()


async def test_somebody_who_asks_to_be_forgotten_stands_under_a_made_up_name_and_the_work_goes_on(
    here: Here, tmp_path: Path
) -> None:
    playground, running, _ = here
    maria, root = await started(playground)
    await settings(maria, counsel=PRIYA)
    await maria.says(ATLAS, "software", root)
    await maria.sees_text(ATLAS, "Who has the last word", root)
    await maria.says(ATLAS, f"<@{MARIA}>", root)
    await maria.sees_text(ATLAS, "Do you have a lawyer", root)
    await maria.command(ATLAS, "reminders")
    await ways.delivered(running)
    before = await running.desk.store.audit(await programme_of(here))
    done = await operator(tmp_path, "--person", MARIA, "--name", "Maria Rossi", said="y\n")
    assert done.exit_code == 0 and "1 programmes" in done.output and "what was decided stays" in done.output
    priya = Someone(playground, PRIYA)
    told = await letter(priya, "The programme is yours now")
    assert "former-member-" in priya.text(told) and "<@former" not in str(playground.calls)
    kept = await left_of(here)
    assert MARIA not in kept and "former-member-" in kept
    log = await running.desk.store.audit(await programme_of(here))
    assert [line.what for line in log][: len(before)] == [line.what for line in before]
    await priya.says(ATLAS, "not yet", root)
    await priya.sees_text(ATLAS, "In which countries", root)
    await priya.command(ATLAS, "settings")
    assert await priya.until(priya.view, "the settings")
    again = await operator(tmp_path, "--person", MARIA, "--yes")
    assert again.exit_code == 1 and "nothing is kept of" in again.output


async def programme_of(here: Here) -> ProgrammeId:
    [programme] = await here[1].desk.store.programmes()
    return programme


async def test_who_owned_alone_is_forgotten_and_whoever_acts_next_is_offered_the_programme(
    here: Here, tmp_path: Path
) -> None:
    _, root = await started(here[0])
    done = await operator(tmp_path, "--person", MARIA, "--workspace", here[0].workspace.team, "--yes")
    assert done.exit_code == 0, done.output
    jon = Someone(here[0], JON)
    await jon.says(ATLAS, "software", root)
    offered = await letter(jon, "Take it over")
    assert "former-member-" in jon.text(offered)
    direct = next(c.id for c in here[0].workspace.channels.values() if offered in c.messages)
    await jon.presses(direct, offered, "Take it over")

    async def is_jons() -> bool:
        found = await head(here)
        return found is not None and found.owner == JON and not found.ownerless

    await ways.soon(is_jons)


async def test_under_a_legal_hold_nobody_is_forgotten(here: Here, tmp_path: Path) -> None:
    maria, _ = await started(here[0])
    await maria.command(ATLAS, "hold")
    await maria.presses(ATLAS, await note(maria, "under no legal hold"), "Lay a legal hold")
    await note(maria, "A legal hold lies on this programme now")
    refused = await operator(tmp_path, "--person", MARIA, "--yes")
    assert refused.exit_code == 1 and "under a legal hold" in refused.output and ATLAS in refused.output
    found = await head(here)
    assert found is not None and found.owner == MARIA


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--person", "maria"), "no id of a person"),
        (("--person", "US"), "no id of a person"),
        (("--person", "U404"), "no id of a person"),
        (("--person", "U04040404"), "nothing is kept of U04040404"),
        (("--person", "U04040404", "--name", "Software"), "nothing is kept of U04040404"),
        (("--person", MARIA, "--name", "mark"), "may mean anything"),
        (("--person", MARIA, "--name", "PL"), "may mean anything"),
        (("--person", MARIA, "--channel", ATLAS), "only one of them"),
        (("--channel", ATLAS, "--name", "Maria"), "a name is a person's"),
    ],
)
async def test_what_names_nobody_is_refused_and_nothing_is_changed(
    here: Here, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    maria, root = await started(here[0])
    await maria.says(ATLAS, "Software", root)
    await maria.sees_text(ATLAS, "Who has the last word", root)
    before = await left_of(here)
    refused = await operator(tmp_path, *arguments, "--yes")
    assert refused.exit_code > 0 and told in refused.output
    assert await left_of(here) == before and "Software" in before
    found = await head(here)
    assert found is not None and found.owner == MARIA


async def test_a_no_forgets_nobody_and_what_was_ended_on_the_way_goes_on_under_the_same_name(
    here: Here, tmp_path: Path
) -> None:
    await started(here[0])
    no = await operator(tmp_path, "--person", MARIA, said="n\n")
    assert no.exit_code == 1 and "nothing was changed" in no.output
    store, team = here[1].desk.store, TeamId(here[0].workspace.team)
    await store.put_note(team, BEGUN, f"{JON} former-member-1")
    other = await operator(tmp_path, "--person", MARIA, "--yes")
    assert other.exit_code == 1 and f"{JON} is not yet forgotten" in other.output
    await store.put_note(team, BEGUN, f"{MARIA} former-member-2")
    done = await operator(tmp_path, "--person", MARIA, "--yes")
    assert done.exit_code == 0, done.output
    found = await head(here)
    assert found is not None and found.owner == "former-member-2"
    assert await store.note(team, BEGUN) == ""
