"""The end of what is kept: by the owner and a second person, by the owner alone, by the operator, after removal. Through the front door."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.app import running as bot_running
from bot.cli import main
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, JON, PRIYA, Playground, Someone
from bot.service.erasing import surely, sweep
from bot.service.reconcile import reconcile
from bot.slack.connect import SlackUnreachable
from flows.model.ids import ChannelId, ProgrammeId, TeamId, programme_id
from flows.model.programme import Reach
from tests.scenarios import ways
from tests.scenarios.test_life import BEGIN, Here, head, letter, settings, started

DAY = dt.timedelta(days=1)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Here]:
    async with ways.at(tmp_path, BEGIN) as house:
        yield house


async def note(someone: Someone, words: str) -> dict[str, Any]:
    def find() -> dict[str, Any] | None:
        return next((m for m in reversed(someone.private_notes(ATLAS)) if words in someone.text(m)), None)

    found: dict[str, Any] = await someone.until(find, words)
    return found


async def pressed_in_letter(someone: Someone, words: str, label: str) -> None:
    """Press a button of a direct message."""
    message = await letter(someone, words)
    direct = next(c.id for c in someone.playground.workspace.channels.values() if message in c.messages)
    await someone.presses(direct, message, label)


async def swept(here: Here) -> int:
    """How many programmes the housekeeping erases now."""
    _, running, clock = here
    return await sweep(running.desk.store, clock.now(), running.desk.erase_after, running.desk.meter)


async def gone(here: Here) -> bool:
    return await head(here) is None


async def test_the_owner_exports_asks_and_a_second_person_agrees_and_nothing_is_left(here: Here) -> None:
    playground, running, _ = here
    maria, root = await started(playground)
    await settings(maria, counsel=PRIYA)
    await maria.command(ATLAS, "erase")
    explained = await note(maria, "It cannot be undone, so export it first")
    assert "Somebody else who plays a part" in maria.text(explained)
    await maria.presses(ATLAS, explained, "Export")
    await maria.presses(ATLAS, await note(maria, "as one file to you"), "Export")
    sent = await letter(maria, "as you asked")
    assert json.loads(playground.workspace.blobs[sent["files"][0]["id"]])["programme"]["name"] == "#atlas-plan"
    await maria.presses(ATLAS, explained, "Erase everything")
    await note(maria, "I have asked the others")
    assert not await gone(here)
    await pressed_in_letter(Someone(playground, PRIYA), "wants everything that I keep", "Erase it")
    await ways.soon(lambda: gone(here))
    assert await running.desk.store.programmes() == ()
    assert await running.desk.store.audit(programme_id(TeamId(playground.workspace.team), ChannelId(ATLAS))) == ()
    await maria.says(ATLAS, "software", root)
    await maria.command(ATLAS, "status")
    await note(maria, "There is no programme in this channel yet")


async def test_who_holds_no_part_can_neither_ask_nor_agree(here: Here) -> None:
    maria, _ = await started(here[0])
    jon = Someone(here[0], JON)
    await jon.command(ATLAS, "erase")
    await note(jon, "can have it erased")
    await settings(maria, counsel=PRIYA)
    await maria.command(ATLAS, "erase")
    await maria.presses(ATLAS, await note(maria, "export it first"), "Erase everything")
    await note(maria, "I have asked the others")
    await jon.command(ATLAS, "erase")
    waits = await note(jon, "Somebody else who plays a part has to agree")
    assert "[Erase it]" not in jon.text(waits)
    await jon.presses(ATLAS, waits, "Do not erase it")
    await note(jon, "Only somebody who plays a part")
    assert not await gone(here)


async def test_a_second_person_may_say_no_and_the_owner_is_told(here: Here) -> None:
    maria, _ = await started(here[0])
    await settings(maria, counsel=PRIYA)
    await maria.command(ATLAS, "erase")
    await maria.presses(ATLAS, await note(maria, "export it first"), "Erase everything")
    await pressed_in_letter(Someone(here[0], PRIYA), "wants everything that I keep", "Do not erase it")
    await letter(maria, "does not want the programme")
    found = await head(here)
    assert found is not None and found.erasure is None


async def test_an_owner_alone_waits_seven_days_in_which_it_can_be_ended(here: Here) -> None:
    maria, _ = await started(here[0])
    clock = here[2]
    for _ in range(2):
        await maria.command(ATLAS, "erase")
        await maria.presses(ATLAS, await note(maria, "erased after seven days"), "Erase everything")
        await note(maria, "is erased on")
        await maria.command(ATLAS, "erase")
        comes = await note(maria, "It comes on")
        clock.set(clock.now() + 6 * DAY)
        assert await swept(here) == 0
        if clock.now() == BEGIN + 6 * DAY:
            await maria.presses(ATLAS, comes, "Do not erase it")
            await note(maria, "Nothing is erased.")
            here[0].workspace.ephemerals.clear()
            clock.set(BEGIN + 30 * DAY)
            assert await swept(here) == 0
    clock.set(clock.now() + DAY)
    assert await swept(here) == 1 and await gone(here)


async def test_a_legal_hold_keeps_it_from_the_owner_the_operator_and_the_delay(here: Here, tmp_path: Path) -> None:
    playground, _, clock = here
    maria, _ = await started(playground)
    await settings(maria, counsel=PRIYA)
    priya = Someone(playground, PRIYA)
    await priya.command(ATLAS, "hold")
    await priya.presses(ATLAS, await note(priya, "under no legal hold"), "Lay a legal hold")
    await note(priya, "A legal hold lies on this programme now")
    await maria.command(ATLAS, "erase")
    await note(maria, "is under a legal hold")
    refused = await operator(tmp_path, "--channel", ATLAS, "--yes")
    assert refused.exit_code == 1 and "legal hold" in refused.output
    refused = await operator(tmp_path, "--workspace", playground.workspace.team, "--yes")
    assert refused.exit_code == 1 and "legal hold" in refused.output
    await maria.act(do="uninstall")
    await ways.soon(lambda: reached(here, Reach.UNINSTALLED))
    clock.set(BEGIN + 400 * DAY)
    assert await swept(here) == 0 and not await gone(here)


async def reached(here: Here, reach: Reach) -> bool:
    found = await head(here)
    return found is not None and found.reach is reach


async def operator(folder: Path, *arguments: str, said: str = "") -> Result:
    """`ringfence erase`, beside the bot that runs."""
    environment = {"RINGFENCE_DATABASE": str(folder / "ringfence.sqlite3")}
    return await asyncio.to_thread(CliRunner().invoke, main, ["erase", *arguments], input=said, env=environment)


async def test_the_operator_erases_a_channel_after_a_yes(here: Here, tmp_path: Path) -> None:
    maria, _ = await started(here[0])
    no = await operator(tmp_path, "--channel", ATLAS, said="n\n")
    assert no.exit_code == 1 and "nothing was erased" in no.output and not await gone(here)
    yes = await operator(tmp_path, "--channel", ATLAS, said="y\n")
    assert yes.exit_code == 0 and "Back-ups keep a copy" in yes.output and await gone(here)
    again = await operator(tmp_path, "--channel", ATLAS, "--yes")
    assert again.exit_code == 1 and "nothing is kept" in again.output
    await maria.command(ATLAS, "status")
    await note(maria, "There is no programme in this channel yet")


async def test_the_operator_erases_a_workspace(here: Here, tmp_path: Path) -> None:
    await started(here[0])
    team = here[0].workspace.team
    no = await operator(tmp_path, "--workspace", team, said="n\n")
    assert no.exit_code == 1 and not await gone(here)
    yes = await operator(tmp_path, "--workspace", team, "--yes")
    assert yes.exit_code == 0 and "1 programmes" in yes.output and await gone(here)


async def test_the_operator_names_one_thing_and_a_database_that_is_there(tmp_path: Path) -> None:
    assert (await operator(tmp_path)).exit_code == 2
    assert (await operator(tmp_path, "--channel", "C1", "--workspace", "T1")).exit_code == 2
    none = await operator(tmp_path, "--channel", "C1", "--yes")
    assert none.exit_code == 1 and "RINGFENCE_DATABASE" in none.output


async def test_after_an_uninstall_all_of_the_workspace_is_erased_when_the_delay_is_over(here: Here) -> None:
    playground, running, clock = here
    maria, _ = await started(playground)
    team = playground.workspace.team
    await running.desk.store.put_note(team, "kept", "1")
    await maria.act(do="uninstall")
    await ways.soon(lambda: reached(here, Reach.UNINSTALLED))
    clock.set(BEGIN + 13 * DAY)
    assert await swept(here) == 0
    clock.set(BEGIN + 14 * DAY)
    assert await swept(here) == 1
    assert await gone(here) and await running.desk.store.note(team, "kept") is None


async def test_a_new_installation_in_time_keeps_it_and_goes_on(tmp_path: Path) -> None:
    async with ways.at(tmp_path, BEGIN) as (playground, running, clock):
        house = (playground, running, clock)
        maria, root = await started(playground)
        await maria.act(do="uninstall")
        await ways.soon(lambda: reached(house, Reach.UNINSTALLED))
        clock.set(BEGIN + 10 * DAY)
        playground.workspace.app.installed = True
        [programme] = await running.desk.store.programmes()
        await reconcile(running.desk, programme)
        await maria.sees_text(ATLAS, "This is where we were", root)
        clock.set(BEGIN + 40 * DAY)
        assert await swept(house) == 0 and not await gone(house)


async def test_a_deleted_channels_programme_is_erased_after_the_delay(here: Here) -> None:
    maria, _ = await started(here[0])
    clock = here[2]
    await maria.act(do="delete_channel", channel=ATLAS)
    await ways.soon(lambda: reached(here, Reach.DELETED))
    clock.set(BEGIN + 13 * DAY)
    assert await swept(here) == 0
    clock.set(BEGIN + 14 * DAY)
    assert await swept(here) == 1 and await gone(here)


async def test_a_bot_that_cannot_start_any_more_erases_what_is_due_all_the_same(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        clock = ways.SetClock(playground, BEGIN)
        settings = demo_settings(playground, tmp_path)
        async with bot_running(settings, clock, card_every=ways.OFTEN, pace=ways.FREE) as running:
            maria, _ = await started(playground)
            await maria.act(do="uninstall")
            await ways.soon(lambda: reached((playground, running, clock), Reach.UNINSTALLED))
        clock.set(BEGIN + 14 * DAY)
        with pytest.raises(SlackUnreachable):
            async with bot_running(demo_settings(playground, tmp_path), clock, pace=ways.FREE):
                pass
        store = await ways.kept(tmp_path)
        assert await store.programmes() == ()
        await store.close()


async def test_a_machine_whose_clock_runs_a_year_ahead_erases_nothing_that_is_not_due_by_slacks_clock(
    tmp_path: Path,
) -> None:
    async with Playground().serving() as playground:
        clock = ways.SetClock(playground, BEGIN)
        settings = demo_settings(playground, tmp_path)
        async with bot_running(settings, clock, card_every=ways.OFTEN, pace=ways.FREE) as running:
            maria, _ = await started(playground)
            await maria.act(do="uninstall")
            await ways.soon(lambda: reached((playground, running, clock), Reach.UNINSTALLED))
        [kept] = await erased_at(playground, tmp_path, BEGIN + 365 * DAY, BEGIN + 13 * DAY)
        assert kept.endswith(ATLAS)
        [kept] = await erased_at(playground, tmp_path, BEGIN + 13 * DAY, BEGIN + 365 * DAY)
        assert await erased_at(playground, tmp_path, BEGIN + 14 * DAY, BEGIN + 14 * DAY) == ()


async def erased_at(
    playground: Playground, folder: Path, ours: dt.datetime, slacks: dt.datetime
) -> tuple[ProgrammeId, ...]:
    """What is left when a bot was started whose clock says the one time, while Slack's says the other."""
    clock = ways.SetClock(playground, ours)
    playground.workspace.clock.set(slacks.timestamp())
    with pytest.raises(SlackUnreachable):
        async with bot_running(demo_settings(playground, folder), clock, pace=ways.FREE):
            pass
    store = await ways.kept(folder)
    left = await store.programmes()
    await store.close()
    return left


def test_while_slack_says_nothing_no_time_has_surely_come() -> None:
    assert surely(BEGIN, None) is None
    assert surely(BEGIN + DAY, BEGIN) == surely(BEGIN, BEGIN + DAY) == BEGIN


async def test_the_delay_is_a_setting(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        chosen = demo_settings(playground, tmp_path).model_copy(update={"erase_after_days": 3})
        async with bot_running(chosen) as running:
            assert running.desk.erase_after == 3 * DAY


async def test_a_hold_laid_at_the_last_moment_is_seen(here: Here) -> None:
    _, running, _ = here
    await started(here[0])
    [programme] = await running.desk.store.programmes()
    assert not await running.desk.store.erase(programme, lambda snapshot: False)
    assert not await gone(here)
