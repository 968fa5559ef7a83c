"""Slack is down for half an hour, or for days: what waits keeps its place and comes once, and is given up by its age alone."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import sqlite3
from collections.abc import AsyncGenerator, Callable
from pathlib import Path

import pytest

from bot.app import Running
from bot.playground.driver import ATLAS, JON, PRIYA, Playground, Someone
from bot.playground.faults import Fault
from bot.service.messenger import CARD
from bot.service.patience import ALONE, LONGEST_OUTAGE, MOST_ALONE, MOST_TRIES, OUTAGE
from tests.scenarios import ways
from tests.scenarios.talk import FIRST, SECOND, SOFTWARE, letter, name_counsel, note, said_by_bot, soon, started

Here = tuple[Playground, Running, ways.SetClock, Path]
STEP = dt.timedelta(minutes=5)
LONG = 100_000


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Here]:
    async with ways.at(tmp_path, dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)) as house:
        yield *house, tmp_path / "ringfence.sqlite3"


def calls(playground: Playground, method: str) -> int:
    """How many there were of that method; for messages, without those about the card."""
    return sum(one == method and f"'posting': {CARD}" not in str(told) for one, told in playground.calls)


async def tried(here: Here, method: str, times: int) -> None:
    """Five minutes pass so often, and each time a call of that method is made and written down."""
    playground = here[0]
    for _ in range(times):
        before = calls(playground, method)
        later(here)
        await at_rest(here, lambda before=before: calls(playground, method) > before)


async def at_rest(here: Here, called: Callable[[], bool]) -> None:
    """Until the call was made, and nothing is under way."""
    path = here[3]

    async def rests() -> bool:
        with contextlib.closing(sqlite3.connect(path)) as rows:
            [leased] = rows.execute("SELECT count(*) FROM outbox WHERE leased_until IS NOT NULL").fetchone()
        return called() and not leased

    await ways.soon(rests)


def later(here: Here, by: dt.timedelta = STEP) -> None:
    """Time passes, and the courier looks."""
    _, running, clock, _ = here
    clock.set(clock.now() + by)
    running.desk.woken.set()


async def answered_while_down(here: Here) -> tuple[Someone, str]:
    """Maria has answered the first question, and Slack takes no message any more."""
    playground, running = here[:2]
    maria, root = await started(playground)
    question = await maria.sees_text(ATLAS, FIRST, root)
    await ways.delivered(running)
    playground.faults.add(Fault("chat.postMessage", "http_500", times=LONG))
    before = calls(playground, "chat.postMessage")
    await maria.presses(ATLAS, question, SOFTWARE)
    await at_rest(here, lambda: calls(playground, "chat.postMessage") > before)
    return maria, root


@pytest.mark.parametrize("method", ["chat.postMessage", "conversations.replies", "conversations.members"])
async def test_an_outage_of_hours_parks_nothing_and_what_was_to_be_said_comes_once(here: Here, method: str) -> None:
    """However it fails: the post, the look for one in doubt, the look at who is in the channel."""
    playground, running = here[:2]
    maria, root = await answered_while_down(here)
    playground.faults.add(Fault(method, "internal_error", times=LONG))
    # A look at a channel is kept for ten minutes.
    later(here)
    await tried(here, method, 2 * MOST_TRIES)
    assert await running.desk.store.parked() == ()
    playground.faults.clear()
    later(here)
    await maria.sees_text(ATLAS, SECOND, root)
    await ways.delivered(running)
    assert sum(SECOND in text for text in said_by_bot(maria, root)) == 1


async def test_what_waited_for_three_days_is_given_up_with_a_reason_that_says_so_and_can_be_sent(here: Here) -> None:
    playground, running, clock, _ = here
    store = running.desk.store
    maria, root = await answered_while_down(here)
    clock.set(clock.now() + LONGEST_OUTAGE)
    await tried(here, "chat.postMessage", 2)
    assert await store.parked() == (), "a bot that stood still for days tries first"
    await tried(here, "conversations.replies", MOST_TRIES - 3)
    assert await store.parked() == ()
    later(here)
    await ways.soon(store.parked)
    parked = [one for one in await store.parked() if one.why == OUTAGE]
    assert len(parked) == len(await store.parked())
    playground.faults.clear()

    async def told() -> bool:
        later(here)  # a try that was on its way while Slack was down still waits for its turn
        await asyncio.sleep(0.1)
        return any("Slack was down for more than three days" in maria.text(one) for one in maria.direct())

    await ways.soon(told)
    for one in parked:
        assert await store.replay(one.posting.number)
    later(here)
    await maria.sees_text(ATLAS, SECOND, root)


async def test_a_message_that_slack_fails_at_while_it_takes_others_there_is_given_up_and_its_thread_goes_on(
    here: Here,
) -> None:
    """Within hours and not days: what is taken in another thread of the channel tells that the channel is well."""
    playground, running = here[:2]
    maria, root = await started(playground)
    question = await maria.sees_text(ATLAS, FIRST, root)
    await maria.command(ATLAS, "it leaked")
    beside = str((await maria.sees_text(ATLAS, "First response to a leak"))["ts"])
    await maria.sees_text(ATLAS, "Have you told your lawyer", beside)
    await ways.delivered(running)
    playground.faults.add(Fault("chat.postMessage", "http_500", times=LONG, thread=root))
    await maria.presses(ATLAS, question, SOFTWARE)
    await soon(lambda: playground.faults.met["http_500"] == 1, "the first failure")
    for times in range(1, MOST_ALONE + 1):
        assert await running.desk.store.parked() == ()
        said = len(said_by_bot(maria, beside))
        await maria.says(ATLAS, ("resume", "pause")[times % 2], beside)
        await soon(lambda said=said: len(said_by_bot(maria, beside)) > said, "another message is taken")
        await one_failure_more(here)
    await ways.soon(running.desk.store.parked)
    playground.faults.clear()
    assert [one.why for one in await running.desk.store.parked()] == [ALONE]
    await letter(maria, "Slack did not take it, however often I tried")
    await maria.says(ATLAS, "pause", root)
    await maria.sees_text(ATLAS, "or reply resume", root)


async def test_a_channel_that_fails_for_hours_while_the_rest_works_gives_nothing_up(here: Here) -> None:
    """Nothing else is taken there: what other places take tells nothing of it."""
    playground, running = here[:2]
    maria, root = await started(playground)
    question = await maria.sees_text(ATLAS, FIRST, root)
    await ways.delivered(running)
    playground.faults.add(Fault("chat.postMessage", "http_500", times=LONG, channel=ATLAS))
    await maria.presses(ATLAS, question, SOFTWARE)
    await soon(lambda: playground.faults.met["http_500"] == 1, "the first failure")
    for times in range(1, MOST_ALONE + 2):
        await name_counsel(maria, (JON, PRIYA)[times % 2])
        await soon(lambda times=times: letters(here, "made you counsel") == times, "another message is taken")
        await one_failure_more(here)
    await at_rest(here, lambda: True)
    assert await running.desk.store.parked() == ()
    playground.faults.clear()
    later(here)
    await maria.sees_text(ATLAS, SECOND, root)


async def one_failure_more(here: Here) -> None:
    """Five minutes pass, and a call fails once more."""
    faults = here[0].faults
    failed = faults.met["http_500"]
    later(here)
    await soon(lambda: faults.met["http_500"] > failed, "one failure more")


def letters(here: Here, words: str) -> int:
    """How many direct messages with these words there are, to whomever."""
    channels = here[0].workspace.channels.values()
    return sum(words in str(message) for channel in channels if channel.kind == "im" for message in channel.messages)


async def test_a_file_that_is_in_doubt_is_tried_twelve_times_since_it_cannot_be_looked_for(here: Here) -> None:
    playground, running = here[:2]
    maria, _ = await started(playground)
    await ways.delivered(running)
    playground.faults.add(Fault("files.getUploadURLExternal", "http_500", times=LONG))
    await maria.command(ATLAS, "export")
    await maria.presses(ATLAS, await note(maria, ATLAS, "as one file to you"), "Export")
    await at_rest(here, lambda: calls(playground, "files.getUploadURLExternal") == 1)
    await tried(here, "files.getUploadURLExternal", MOST_TRIES)
    await ways.soon(running.desk.store.parked)
    assert [one.why for one in await running.desk.store.parked()] == ["http_500"]
    assert sum(method == "files.getUploadURLExternal" for method, _ in playground.calls) == MOST_TRIES + 1
