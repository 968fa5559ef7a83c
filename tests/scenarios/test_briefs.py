"""Counsel's brief through the front door: one a morning over all programmes, none at night, at once only what cannot wait."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.app import Running
from bot.playground.driver import ATLAS, JON, MARIA, PRIYA, Playground, Someone
from bot.service.reminders import remind
from tests.scenarios import ways
from tests.scenarios.talk import direct_channel, letter, name_counsel, note, quiet, started, through
from tests.scenarios.test_reminders import other_channel

Here = tuple[Playground, Running, ways.SetClock]

WEDNESDAY = dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
NINE = WEDNESDAY + 23 * HOUR
"""Of Thursday, in London, where Priya is."""


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Here]:
    async with ways.at(tmp_path, WEDNESDAY) as house:
        yield house


async def time_is(here: Here, now: dt.datetime) -> None:
    """It is that time, and whoever is to hear of something then did."""
    _, bot, clock = here
    clock.set(now)
    while await remind(bot.desk):
        pass
    await ways.delivered(bot)


def briefs(someone: Someone) -> list[str]:
    """What this person was told as counsel by direct message, oldest first."""
    return [text for m in someone.direct() if "For counsel" in (text := someone.text(m))]


async def raising(here: Here, channel: str = ATLAS) -> tuple[Someone, str]:
    """A programme with Priya as its counsel, in which three answers have raised something."""
    maria, root = await started(here[0], channel)
    for words, reply in (
        ("What are you about", "software"),
        ("Who has the last word", f"<@{MARIA}>"),
        ("Do you have a lawyer", "yes, in our company"),
        ("Who is your lawyer", f"<@{PRIYA}>"),
        ("In which countries", "not sure"),
        ("What will leave", "not sure"),
        ("besides the vendor", "not sure"),
    ):
        await maria.sees_text(channel, words, root)
        await maria.says(channel, reply, root)
    await maria.sees_text(channel, "new and technical", root)
    await ways.delivered(here[1])
    return maria, root


async def test_what_a_day_raised_is_one_brief_on_the_next_morning_over_all_programmes(here: Here) -> None:
    playground, _, _ = here
    await raising(here)
    await raising(here, await other_channel(playground))
    priya = Someone(playground, PRIYA)
    for quiet_hour in (WEDNESDAY, WEDNESDAY + 10 * HOUR, NINE - HOUR / 60):
        await time_is(here, quiet_hour)
        assert briefs(priya) == []
    await time_is(here, NINE)
    (told,) = briefs(priya)
    assert told.startswith("For counsel: #atlas-plan, #pump") and "points, the gravest first" in told
    assert "To do: Have each vendor name every country" in told and "Source: " in told
    assert told.index("*High*: ") < told.index("*Medium*: ")
    assert "Only you see this" in told
    await time_is(here, NINE + HOUR)
    await time_is(here, NINE + 24 * HOUR)
    assert len(briefs(priya)) == 1, "nothing new, nothing said"
    assert briefs(Someone(playground, MARIA)) == briefs(Someone(playground, JON)) == []


async def test_the_next_brief_tells_only_what_is_new_and_still_open(here: Here) -> None:
    playground, _, _ = here
    maria, root = await raising(here)
    await time_is(here, NINE)
    priya = Someone(playground, PRIYA)
    assert len(briefs(priya)) == 1
    await time_is(here, NINE + 2 * HOUR)
    lines = (
        ("new and technical", "no"),
        ("a name or a logo", "no"),
        ("(NDA)", "not yet"),
        ("of these rules", "not sure"),
    )
    await through(maria, root, lines)
    await maria.sees_text(ATLAS, "Which of your assets", root)
    await maria.says(ATLAS, "undo", root)
    await maria.until(
        lambda: len([1 for m in maria.sees(ATLAS, root) if "of these rules" in maria.text(m)]) > 1, "undone"
    )
    await ways.delivered(here[1])
    await time_is(here, NINE + 3 * HOUR)
    assert len(briefs(priya)) == 1, "one a day"
    await time_is(here, NINE + 24 * HOUR)
    new = briefs(priya)[1]
    assert "One point, with what it means" in new and "No NDA is confirmed" in new and "every country" not in new


async def test_what_cannot_wait_is_told_at_once_also_at_night(here: Here) -> None:
    playground, _, clock = here
    maria, _ = await raising(here)
    await time_is(here, NINE)
    clock.set(NINE + 14 * HOUR)
    await maria.command(ATLAS, "it leaked")
    leak = str((await maria.sees_text(ATLAS, "First response to a leak"))["ts"])
    await maria.sees_text(ATLAS, "Have you told your lawyer by phone", leak)
    await maria.says(ATLAS, "not yet", leak)
    priya = Someone(playground, PRIYA)
    told = await letter(priya, "Call counsel about the leak")
    assert "For counsel: #atlas-plan" in priya.text(told)
    await time_is(here, NINE + 24 * HOUR)
    assert len(briefs(priya)) == 2, "and is not told again in the morning"


async def test_without_a_counsel_it_is_the_owners_and_whoever_becomes_counsel_hears_of_what_is_open(here: Here) -> None:
    playground, bot, _ = here
    maria, root = await started(playground)
    await maria.says(ATLAS, "software", root)
    await maria.sees_text(ATLAS, "Who has the last word", root)
    await maria.says(ATLAS, f"<@{MARIA}>", root)
    await maria.sees_text(ATLAS, "Do you have a lawyer", root)
    await maria.says(ATLAS, "not yet", root)
    await maria.sees_text(ATLAS, "In which countries", root)
    await maria.says(ATLAS, "not sure", root)
    await maria.sees_text(ATLAS, "What will leave", root)
    await ways.delivered(bot)
    await time_is(here, NINE)
    (own,) = briefs(maria)
    assert "no counsel is named" in own and "Have each vendor name every country" in own
    await name_counsel(maria)
    await time_is(here, NINE + 24 * HOUR)
    (told,) = briefs(Someone(playground, PRIYA))
    assert "Have each vendor name every country" in told and "you are counsel of" in told
    assert len(briefs(maria)) == 1


async def test_what_is_open_is_shown_to_counsel_on_request_a_page_at_a_time_and_to_nobody_else(here: Here) -> None:
    playground, _, _ = here
    maria, _ = await raising(here)
    priya, jon = Someone(playground, PRIYA), Someone(playground, JON)
    await priya.command(ATLAS, "brief")
    shown = priya.text(await note(priya, ATLAS, "For counsel: #atlas-plan"))
    assert "Have each vendor name every country" in shown and "Source: " in shown
    for other in (jon, maria):
        await other.command(ATLAS, "brief")
        told = other.text(await note(other, ATLAS, "What findings mean in law goes to"))
        assert f"<@{PRIYA}> alone" in told and "/ringfence findings" in told
    await quiet(jon)
    assert not any("Source: " in jon.text(m) for m in jon.sees(ATLAS) if not m.get("ephemeral"))
    await time_is(here, NINE)
    assert len(briefs(priya)) == 1 and direct_channel(priya)
