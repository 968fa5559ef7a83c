"""Reminders through the front door: one batch a morning over all programmes, acted on from the message, and never to who must not see it."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import Running, running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, DEV, GENERAL, JON, MARIA, PRIYA, Playground, Someone
from bot.playground.faults import Fault
from bot.playground.records import Json
from bot.service.pacing import FREE, Rate
from bot.service.reminders import remind
from flows.model.ids import PersonId, TeamId
from flows.model.reminders import Due
from tests.scenarios import ways
from tests.scenarios.talk import FIRST, SECOND, THIRD, direct_channel, letter, note, quiet, soon, started

Here = tuple[Playground, Running, ways.SetClock]

WEDNESDAY = dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
TUESDAY = dt.datetime(2026, 12, 1, 14, tzinfo=dt.UTC)
"""Nine in New York, where Jon is, a day before what is handed to him on that Wednesday is due."""
DUE = dt.date(2026, 12, 2)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Here]:
    async with ways.at(tmp_path, WEDNESDAY) as house:
        yield house


async def other_channel(playground: Playground, name: str = "pump") -> str:
    """A second private channel, with Jon and the bot in it."""
    workspace = playground.workspace
    channel = str((await Someone(playground, MARIA).act(do="create_channel", name=name, private=True))["channel"])
    for who in (workspace.app.user, JON):
        workspace.join(workspace.channel(channel), who, MARIA)
    return channel


async def handed(playground: Playground, channel: str = ATLAS) -> tuple[Someone, str]:
    """Jon, to whom Maria has handed the first question of a programme in that channel; and its thread."""
    maria, root = await started(playground, channel)
    await maria.command(channel, f"assign <@{JON}|jon>")
    await maria.sees_text(channel, SECOND, root)
    return Someone(playground, JON), root


async def time_is(here: Here, now: dt.datetime) -> None:
    """It is that time, and whoever is to be reminded then was."""
    _, bot, clock = here
    clock.set(now)
    while await remind(bot.desk):
        pass
    await ways.delivered(bot)


def reminders(someone: Someone) -> list[str]:
    """What this person was reminded of by direct message, oldest first."""
    return [text for m in someone.direct() if " for you" in (text := someone.text(m))]


async def open_with(here: Here, who: str) -> tuple[Due, ...]:
    playground, bot, _ = here
    return await bot.desk.store.dues(TeamId(playground.workspace.team), PersonId(who))


async def with_work(here: Here) -> tuple[Someone, Json]:
    """Maria, and her reminder of an action that is due on the day after."""
    playground, _, _ = here
    maria, root = await started(playground)
    await maria.says(ATLAS, "not sure", root)
    await maria.sees_text(ATLAS, SECOND, root)
    await maria.says(ATLAS, f"<@{MARIA}>", root)
    await maria.sees_text(ATLAS, THIRD, root)
    [work] = await open_with(here, MARIA)
    await time_is(here, dt.datetime.combine(work.day - DAY, dt.time(8), dt.UTC))
    return maria, await letter(maria, "1 thing waits for you")


def picked(day: dt.date) -> Json:
    return {"type": "datepicker", "selected_date": day.isoformat()}


async def test_two_programmes_are_one_batch_on_the_morning_of_the_person_and_nothing_before(here: Here) -> None:
    other = await other_channel(here[0])
    await handed(here[0], other)
    jon, _ = await handed(here[0])
    for early in (WEDNESDAY + DAY, TUESDAY - 3 * DAY, TUESDAY - HOUR / 60):
        await time_is(here, early)
        assert reminders(jon) == []
    await time_is(here, TUESDAY)
    [told] = reminders(jon)
    assert told.startswith("2 things wait for you") and "#atlas-plan" in told and "#pump" in told
    assert told.count(f"Answer: {FIRST}") == 2 and "Tomorrow" in told
    await time_is(here, TUESDAY + HOUR)
    assert len(reminders(jon)) == 1
    await time_is(here, TUESDAY + DAY)
    assert "Due today" in reminders(jon)[1] and len(reminders(jon)) == 2
    # What only she can answer, and was asked a week ago.
    [own] = reminders(Someone(here[0], MARIA))
    assert "2 things wait for you" in own and own.count(SECOND) == 2


async def test_after_a_restart_and_with_a_clock_set_back_nobody_is_reminded_twice(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        clock = ways.SetClock(playground, WEDNESDAY)
        settings = demo_settings(playground, tmp_path)
        async with running(settings, clock, card_every=ways.OFTEN, pace=ways.FREE) as bot:
            jon, _ = await handed(playground)
            await time_is((playground, bot, clock), TUESDAY)
        for now in (TUESDAY, TUESDAY - 2 * DAY, TUESDAY + HOUR):
            clock.set(now)
            async with (
                running(settings, clock, card_every=ways.OFTEN, pace=ways.FREE) as bot,
                running(settings, clock, pace=ways.FREE) as twin,
            ):
                await remind(twin.desk)
                await time_is((playground, bot, clock), now)
        assert len(reminders(jon)) == 1


async def test_an_evening_and_a_weekend_are_quiet_and_made_up_for_in_one_batch(here: Here) -> None:
    jon, _ = await handed(here[0])
    saturday = TUESDAY + 4 * DAY
    for late in (TUESDAY + 10 * HOUR, saturday, saturday + DAY):
        await time_is(here, late)
        assert reminders(jon) == []
    await time_is(here, saturday + 2 * DAY)
    assert len(reminders(jon)) == 1 and "Overdue" in reminders(jon)[0]


async def test_the_morning_keeps_its_hour_where_clocks_change(tmp_path: Path) -> None:
    # New York goes to summer time on Sunday, 8 March 2026.
    async with ways.at(tmp_path, dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)) as here:
        jon, _ = await handed(here[0])
        for at, told in (((6, 13, 59), 0), ((9, 12, 59), 0), ((9, 13, 0), 1), ((10, 13, 0), 1), ((12, 13, 0), 2)):
            day, hour, minute = at
            await time_is(here, dt.datetime(2026, 3, day, hour, minute, tzinfo=dt.UTC))
            assert len(reminders(jon)) == told, at


async def test_done_from_the_message_it_is_done(here: Here) -> None:
    maria, told = await with_work(here)
    await maria.presses(direct_channel(maria), told, "Done")
    await note(maria, direct_channel(maria), "Marked as done")
    await letter(maria, "Nothing of this waits for you any more")
    assert await open_with(here, MARIA) == ()
    await time_is(here, WEDNESDAY + 20 * DAY)
    assert len(reminders(maria)) == 1  # that of the morning, as it stands now


@pytest.mark.parametrize("error", ["http_500", "message_not_found"])
async def test_a_reminder_is_brought_up_to_date_at_the_pace_of_edits(tmp_path: Path, error: str) -> None:
    every = 0.8
    async with ways.at(tmp_path, WEDNESDAY, replace(FREE, edits=Rate(every))) as here:
        playground, bot, clock = here
        maria, told = await with_work(here)
        playground.faults.add(Fault("chat.update", error, channel=direct_channel(maria)))
        before = time.monotonic()
        await maria.presses(direct_channel(maria), told, "Done")

        async def changed() -> bool:
            clock.set(clock.now() + dt.timedelta(milliseconds=100))
            bot.desk.woken.set()
            return not playground.faults.waiting and not await bot.desk.store.outbox_depth()

        await ways.soon(changed)
        left = not any("Nothing of this waits for you any more" in maria.text(one) for one in maria.direct())
        assert left is (error == "message_not_found"), "what is gone is left alone"
        assert left or time.monotonic() - before >= every
        assert await bot.desk.store.parked() == ()


async def test_moved_from_the_message_to_today_it_is_not_told_to_who_moved_it(here: Here) -> None:
    maria, told = await with_work(here)
    now = here[2].now()
    await maria.presses(direct_channel(maria), told, "Another day")
    await maria.until(maria.view, "the form")
    await maria.submits({"due": picked(now.date() + DAY)})
    await maria.until(lambda: maria.view() is None, "the form sent")
    [work] = await open_with(here, MARIA)
    assert (work.day, work.since) == (now.date() + DAY, now)
    await letter(maria, "Nothing of this waits for you any more")


async def test_handed_on_from_the_message_it_is_with_a_colleague_and_never_with_an_outsider(here: Here) -> None:
    maria, told = await with_work(here)
    await maria.presses(direct_channel(maria), told, "Hand it over")
    view = await maria.until(maria.view, "the form")
    await maria.submits({"to": {"type": "users_select", "selected_user": DEV}}, view)
    assert maria.view() is not None and await open_with(here, DEV) == ()
    await maria.submits({"to": {"type": "users_select", "selected_user": JON}}, view)
    await letter(Someone(here[0], JON), "hands this to you")
    assert await open_with(here, MARIA) == () and len(await open_with(here, JON)) == 1


async def test_a_question_is_answered_from_the_message(here: Here) -> None:
    jon, root = await handed(here[0])
    await time_is(here, TUESDAY)
    await jon.presses(direct_channel(jon), await letter(jon, "waits for you"), "Answer it")
    asked = await note(jon, direct_channel(jon), FIRST)
    await jon.presses(direct_channel(jon), asked, "Software: code, apps, data work")
    await jon.sees_text(ATLAS, "Software: code, apps, data work", root)
    assert await open_with(here, JON) == ()


async def test_a_snooze_lets_it_rest_until_its_day(here: Here) -> None:
    jon, _ = await handed(here[0])
    await time_is(here, TUESDAY)
    await jon.presses(direct_channel(jon), await letter(jon, "waits for you"), "Snooze")
    view = await jon.until(jon.view, "the form")
    await jon.submits({"until": picked(DUE - DAY)}, view)
    assert jon.view() is not None
    await jon.submits({"until": picked(DUE + 5 * DAY)}, view)
    await note(jon, direct_channel(jon), "The next reminder comes on")
    await time_is(here, TUESDAY + 5 * DAY)
    assert len(reminders(jon)) == 1
    await time_is(here, TUESDAY + 6 * DAY)
    assert len(reminders(jon)) == 2


def habits(**more: Json) -> dict[str, Json]:
    """Preferences as the form sends them."""
    chosen = {"way": "direct", "hour": "9"}
    picks = {name: {"type": "static_select", "selected_option": {"value": value}} for name, value in chosen.items()}
    return {**picks, **more}


async def prefers(someone: Someone, **more: Json) -> None:
    await someone.command(ATLAS, "reminders")
    view = await someone.until(someone.view, "the form")
    await someone.submits(habits(**more), view)
    await someone.until(lambda: someone.view() is None, "the form sent")


async def test_a_snooze_is_asked_for_by_its_word_whatever_stands_behind_it(here: Here) -> None:
    maria = Someone(here[0], MARIA)
    await maria.command(ATLAS, "snooze until monday")
    view = await maria.until(maria.view, "the form")
    assert view["title"]["text"] == "Snooze" and "2026-11-30" in str(view["blocks"])
    await maria.submits({"until": picked(DUE + 4 * DAY)}, view)
    await maria.command(ATLAS, "snooze")
    await maria.until(lambda: str(DUE + 4 * DAY) in str(maria.view()), "the day that is kept")
    await maria.command(ATLAS, "help")
    assert "/ringfence snooze" in maria.text(await maria.noted(ATLAS, "/ringfence snooze"))


async def test_out_of_office_comes_as_one_batch_on_the_day_of_the_return(here: Here) -> None:
    other = await other_channel(here[0])
    await handed(here[0], other)
    jon, _ = await handed(here[0])
    await prefers(jon, away=picked(DUE + 7 * DAY))
    for number in range(8):
        await time_is(here, TUESDAY + number * DAY)
    assert reminders(jon) == []
    await time_is(here, TUESDAY + 8 * DAY)
    assert len(reminders(jon)) == 1 and "2 things" in reminders(jon)[0]


async def test_switched_off_nothing_comes_and_switched_on_again_it_goes_on(here: Here) -> None:
    jon, _ = await handed(here[0])
    await prefers(jon, off={"type": "checkboxes", "selected_options": [{"value": "yes"}]})
    await note(jon, ATLAS, "No reminders come")
    await time_is(here, TUESDAY + DAY)
    assert reminders(jon) == []
    await prefers(jon, off={"type": "checkboxes", "selected_options": []})
    await time_is(here, TUESDAY + 2 * DAY)
    assert len(reminders(jon)) == 1


async def test_days_that_are_past_keep_nobody_from_a_change_and_switching_on_again_ends_a_snooze(here: Here) -> None:
    jon, _ = await handed(here[0])
    off = {"type": "checkboxes", "selected_options": [{"value": "yes"}]}
    await prefers(jon, off=off, away=picked(DUE))
    await time_is(here, TUESDAY + DAY)
    await jon.opens_home("Your reminders")
    await jon.presses_home("Snooze")
    view = await jon.until(jon.view, "the form")
    assert "Please pick a day after today" in str(await jon.submits({"until": picked(DUE)}, view))
    await jon.submits({"until": picked(DUE + DAY)}, view)
    await jon.until(lambda: jon.view() is None, "the form sent")
    await time_is(here, TUESDAY + 2 * DAY)
    await prefers(jon, off=off)
    await jon.presses_home("Snooze")
    await jon.submits({"until": picked(DUE + 30 * DAY)}, await jon.until(jon.view, "the form"))
    await jon.until(lambda: jon.view() is None, "the form sent")
    await prefers(jon, off={"type": "checkboxes", "selected_options": []})
    await time_is(here, TUESDAY + 3 * DAY)
    assert len(reminders(jon)) == 1


async def test_who_prefers_the_thread_is_mentioned_where_the_work_stands(here: Here) -> None:
    jon, root = await handed(here[0])
    await prefers(jon, way={"type": "static_select", "selected_option": {"value": "thread"}})
    await time_is(here, TUESDAY)
    told = jon.text(await jon.sees_text(ATLAS, "this waits for you here", root))
    assert f"<@{JON}>" in told and reminders(jon) == []


async def test_who_is_looked_up_while_their_workspace_is_erased_leaves_nothing_behind(here: Here) -> None:
    playground, bot, clock = here
    await handed(playground)
    await ways.delivered(bot)
    clock.set(TUESDAY)
    bot.desk.audiences.forget_person(PersonId(JON))
    playground.faults.add(Fault("users.info", "slow"))
    deciding = asyncio.create_task(remind(bot.desk))
    await soon(lambda: not playground.faults.waiting, "the look")
    team = TeamId(playground.workspace.team)
    await bot.desk.store.erase_team(team)
    await deciding
    assert await bot.desk.store.habits(team, PersonId(JON)) is None
    assert await bot.desk.store.reminding(TUESDAY + 30 * DAY, 10) == ()


async def test_where_the_thread_is_lost_the_person_gets_a_message(here: Here) -> None:
    playground, bot, _ = here
    jon, _ = await handed(playground)
    await prefers(jon, way={"type": "static_select", "selected_option": {"value": "thread"}})
    await jon.sees_text(ATLAS, "Outsourcing programme")  # the card is no longer under way
    playground.faults.add(Fault("chat.postMessage", "thread_not_found", channel=ATLAS))
    await time_is(here, TUESDAY)
    [told] = reminders(jon)
    assert "1 thing waits for you" in told and FIRST in told
    assert await bot.desk.store.parked() == ()


async def test_where_an_outsider_is_the_thread_gets_nothing_and_the_person_a_message(here: Here) -> None:
    jon, root = await handed(here[0])
    await prefers(jon, way={"type": "static_select", "selected_option": {"value": "thread"}})
    workspace = here[0].workspace
    workspace.join(workspace.channel(ATLAS), DEV, MARIA)
    await letter(Someone(here[0], MARIA), "Someone from outside")
    await time_is(here, TUESDAY)
    dev = Someone(here[0], DEV)
    assert len(reminders(jon)) == 1
    assert not any("waits for you" in dev.text(m) for m in dev.sees(ATLAS, root))


async def test_who_left_a_channel_is_told_nothing_of_it_any_more(here: Here) -> None:
    other = await other_channel(here[0])
    await handed(here[0], other)
    jon, _ = await handed(here[0])
    here[0].workspace.leave(here[0].workspace.channel(other), JON)
    await time_is(here, TUESDAY)
    [told] = reminders(jon)
    assert told.startswith("1 thing waits") and "#pump" not in told


async def test_while_it_cannot_be_told_who_is_in_a_channel_nothing_is_guessed_and_nothing_lost(here: Here) -> None:
    playground, bot, clock = here
    jon, _ = await handed(playground)
    clock.set(TUESDAY)
    playground.faults.add(Fault("users.conversations", "http_500"))
    before = len(playground.calls)
    await remind(bot.desk)
    await soon(lambda: any(call[0] == "users.conversations" for call in playground.calls[before:]), "a look")
    await quiet(jon, GENERAL)
    assert reminders(jon) == []
    await time_is(here, TUESDAY + HOUR)
    assert len(reminders(jon)) == 1


async def test_a_thread_that_cannot_be_looked_at_is_waited_for_and_no_message_goes_instead(here: Here) -> None:
    playground, bot, clock = here
    jon, root = await handed(playground)
    await prefers(jon, way={"type": "static_select", "selected_option": {"value": "thread"}})
    clock.set(TUESDAY)
    playground.faults.add(Fault("conversations.info", "http_500", channel=ATLAS))
    await remind(bot.desk)
    await soon(lambda: not playground.faults.waiting, "a look")
    await time_is(here, TUESDAY + HOUR)
    await jon.sees_text(ATLAS, "this waits for you here", root)
    assert reminders(jon) == []


async def test_the_list_of_what_is_open_is_the_same_everywhere_and_only_the_persons_own(here: Here) -> None:
    other = await other_channel(here[0])
    await handed(here[0], other)
    jon, _ = await handed(here[0])
    await jon.command(GENERAL, "actions")
    shown = jon.text(await note(jon, GENERAL, "2 things are open with you"))
    assert "#atlas-plan" in shown and "#pump" in shown and "[All of this channel]" not in shown
    await jon.command(ATLAS, "actions")
    here_too = await note(jon, ATLAS, "2 things are open with you")
    await jon.presses(ATLAS, here_too, "All of this channel")
    await note(jon, ATLAS, "Open actions (0)")
    priya = Someone(here[0], PRIYA)
    await priya.command(ATLAS, "actions")
    await note(priya, ATLAS, "Nothing is open with you")
