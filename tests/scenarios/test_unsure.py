"""Slack cannot say for a while who is looking or who somebody is. Nothing is lost for it, nothing is shown to the wrong people, nobody is
called a stranger."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.app import Running
from bot.playground.driver import ATLAS, JON, MARIA, Playground, Someone
from bot.playground.faults import Fault
from bot.service.ticker import MOST_LOOKS, tick
from tests.scenarios import ways
from tests.scenarios.talk import FIRST, SECOND, SOFTWARE, letter, note, soon, started

THURSDAY = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
LATER = THURSDAY + dt.timedelta(minutes=30)
"""Who is in a channel, as it was looked up on Thursday at noon, counts no more."""
SECONDS = dt.timedelta(seconds=10)
NEUTRAL = "The team is planning its work here"

House = tuple[Playground, Running, ways.SetClock, Someone, str]


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[House]:
    """A programme that was started some time ago, and all is quiet."""
    async with ways.at(tmp_path, THURSDAY) as (playground, bot, clock):
        playground.delivery.retries = (0.1, 0.1, 0.1, 0.1)
        maria, root = await started(playground)
        clock.set(THURSDAY + SECONDS)  # time for the card
        await maria.sees_text(ATLAS, "Outsourcing programme")
        await ways.delivered(bot)
        clock.set(LATER)
        await something_changed(playground, MARIA)
        yield playground, bot, clock, maria, root


async def something_changed(playground: Playground, person: str) -> None:
    """Slack tells so, and who that is counts no more."""
    playground.delivery.tell({"type": "user_change", "user": {"id": person}}, None)
    await playground.delivery.settled()


def said_neutrally(playground: Playground) -> list[str]:
    """The calls that showed the channel the line for outsiders."""
    return [method for method, told in playground.calls if NEUTRAL in str(told)]


@pytest.mark.parametrize("method", ["users.info", "conversations.info"])
async def test_a_reply_is_told_again_and_taken(here: House, method: str) -> None:
    playground, _, _, maria, root = here
    playground.faults.add(Fault(method, "http_500", times=2))
    await maria.says(ATLAS, "software", root)
    await maria.sees_text(ATLAS, SECOND, root)


async def test_a_press_is_not_saved_and_says_so_and_counts_when_it_is_repeated(here: House) -> None:
    playground, _, _, maria, root = here
    playground.faults.add(Fault("users.info", "http_500"))
    question = await maria.sees_text(ATLAS, FIRST, root)
    await maria.presses(ATLAS, question, SOFTWARE)
    await note(maria, ATLAS, "nothing was saved")
    assert not [m for m in maria.private_notes(ATLAS) if "members of the team" in maria.text(m)]
    await maria.presses(ATLAS, question, SOFTWARE)
    await maria.sees_text(ATLAS, SECOND, root)


@pytest.mark.parametrize("method", ["conversations.info", "conversations.members"])
async def test_what_is_meant_for_the_thread_waits_and_goes_nowhere_else(here: House, method: str) -> None:
    playground, bot, clock, maria, root = here
    question = await maria.sees_text(ATLAS, FIRST, root)
    playground.faults.add(Fault(method, "half", times=2))
    await maria.presses(ATLAS, question, SOFTWARE)
    await soon(lambda: not playground.faults.waiting, "the looks of the posting and of the card")
    clock.set(LATER + SECONDS)
    await maria.sees_text(ATLAS, SECOND, root)
    await ways.delivered(bot)
    assert not [m for m in maria.direct() if "so I answer you here" in maria.text(m)]
    assert said_neutrally(playground) == []


async def test_a_programme_is_not_refused_for_outsiders_that_nobody_saw(here: House) -> None:
    playground, _, _, maria, _ = here
    channel = str((await maria.act(do="create_channel", name="another", private=True))["channel"])
    playground.workspace.join(playground.workspace.channel(channel), playground.workspace.app.user, MARIA)
    playground.faults.add(Fault("conversations.info", "internal_error"))
    await maria.command(channel, "start")
    await note(maria, channel, "nothing was saved")
    await maria.command(channel, "start")
    await maria.sees_text(channel, "Know what you own")


async def test_a_colleague_who_cannot_be_looked_up_is_not_called_an_outsider(here: House) -> None:
    playground, _, _, maria, root = here
    await maria.says(ATLAS, "software", root)
    await maria.sees_text(ATLAS, SECOND, root)
    playground.workspace.people[JON].real_name = "Jon R."
    await something_changed(playground, JON)
    playground.faults.add(Fault("users.info", "badjson"))
    await maria.command(ATLAS, f"assign <@{JON}>")
    await note(maria, ATLAS, "nothing was saved")


async def test_whoever_changes_their_reminders_meanwhile_is_not_called_an_outsider(here: House) -> None:
    playground, bot, _, maria, _ = here
    await maria.opens_home("Your reminders")
    bot.desk.audiences.forget_person(maria.user)
    playground.faults.add(Fault("users.info", "ratelimited"))
    await maria.presses_home("Snooze")
    await letter(maria, "nothing was saved")
    await maria.presses_home("Snooze")
    await maria.until(maria.view, "the form")


async def test_who_came_is_looked_at_again_when_the_first_look_fails(here: House) -> None:
    playground, _, _, maria, _ = here
    playground.faults.add(Fault("conversations.info", "http_500"))
    await maria.act(do="join", channel=ATLAS, user="U0DEV00001")
    await maria.until(lambda: [m for m in maria.direct() if "Someone from outside" in maria.text(m)], "the owner told")
    assert len([m for m in maria.direct() if "Someone from outside" in maria.text(m)]) == 1


async def test_a_digest_waits_for_a_look_and_is_not_held_back_for_want_of_one(here: House) -> None:
    playground, bot, clock, maria, _ = here
    clock.set(dt.datetime(2026, 11, 30, 8, 1, tzinfo=dt.UTC))
    # Each scan looks a few times, a second apart.
    playground.faults.add(Fault("conversations.info", "http_500", times=MOST_LOOKS))
    assert [await tick(bot.desk), await tick(bot.desk), await tick(bot.desk)] == [0, 1, 0]
    await maria.sees_text(ATLAS, "The week of")
