"""Days that pass: what runs out is said on its morning, in the thread where its day was named, and is work for somebody from then on."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.app import Running, running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, DEV, MARIA, Playground, Someone
from bot.playground.faults import Fault
from bot.service.ticker import tick
from flows.model.ids import ChannelId, ProgrammeId, TeamId, programme_id
from flows.model.programme import Snapshot
from tests.scenarios import ways
from tests.scenarios.talk import direct_channel, letter, name_counsel, quiet, said_by_bot, soon

COVER = """\
flow: cover
version: 1
title: The cover
stage: first
reviewed: 2026-11-20
intro: One question.
sources:
  ours: {title: Ours, publisher: Us, as_of: 2026-11-01}
sections:
  - section: cover
    title: Cover
    questions:
      - ask: ends_on
        kind: date
        text: Until when does the insurance run?
        why: Cover that ended pays for nothing.
        source: ours
        findings:
          - {when: ends_on < today, id: ended, severity: high, say: The insurance has ended., counsel: Ask., do: Get a new certificate, owner: owner,
             due: 5 days, source: ours}
      - {ask: shown, kind: yes_no, text: Was the certificate shown?, why: It counts., source: ours}
      - {ask: missing, kind: text, text: Who still has to show it?, why: It counts., source: ours, only_when: shown is no}
"""
TUESDAY = dt.datetime(2026, 11, 24, 10, tzinfo=dt.UTC)
MORNING = dt.datetime(2026, 11, 27, 6, tzinfo=dt.UTC)
"""Seven o'clock in Warsaw, the day after the insurance ended."""
HOUR = dt.timedelta(hours=1)
MONDAY = dt.datetime(2026, 11, 30, 8, tzinfo=dt.UTC)
"""When the first digest is due."""

Here = tuple[Playground, Running, ways.SetClock, Someone, str]


def programme(playground: Playground) -> ProgrammeId:
    return programme_id(TeamId(playground.workspace.team), ChannelId(ATLAS))


async def found(playground: Playground, bot: Running) -> list[str]:
    """What is found in the one run that there is."""

    def findings(snapshot: Snapshot) -> list[str]:
        head = snapshot.programme
        session = snapshot.session(head.sessions[0].id) if head is not None else None
        return [finding.rule for finding in session.findings] if session is not None else []

    return await bot.desk.store.read(programme(playground), findings)


async def woken(bot: Running, clock: ways.SetClock, at: dt.datetime) -> int:
    clock.set(at)
    woken = await tick(bot.desk)
    await ways.delivered(bot)
    return woken


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Here]:
    """A team that has said until when it is insured: the day after tomorrow."""
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = ways.content(tmp_path, COVER)
        clock = ways.SetClock(playground, TUESDAY)
        async with running(settings, clock, card_every=ways.OFTEN, pace=ways.FREE) as bot:
            maria = Someone(playground, MARIA)
            await maria.command(ATLAS, "start")
            root = (await maria.sees_text(ATLAS, "The cover"))["ts"]
            await maria.sees_text(ATLAS, "Until when", root)
            await maria.says(ATLAS, "26 November 2026", root)
            await maria.sees_text(ATLAS, "Was the certificate shown", root)
            await ways.delivered(bot)
            yield playground, bot, clock, maria, root


async def test_what_runs_out_is_said_on_the_morning_after_and_stands_in_the_next_digest(here: Here) -> None:
    playground, bot, clock, maria, root = here
    quiet = said_by_bot(maria, root)
    assert await woken(bot, clock, MORNING - 7 * HOUR) == 0
    assert await woken(bot, clock, MORNING - dt.timedelta(minutes=1)) == 0
    assert said_by_bot(maria, root) == quiet, "nothing before the morning of the day"
    assert await woken(bot, clock, MORNING) == 1
    said = await maria.sees_text(ATLAS, "A day that was named here has come.", root)
    assert "The insurance has ended. With Maria Kowalska, due 2 December 2026." in maria.text(said)
    await maria.until(
        lambda: "1 finding open (0 critical, 1 high) · 1 action" in maria.text(maria.sees(ATLAS)[-1]), "the card"
    )
    assert await woken(bot, clock, MORNING + 24 * HOUR) == 0, "said once"
    head = await bot.desk.head(programme(playground))
    assert head is not None and head.wakes is not None
    assert await woken(bot, clock, head.wakes) == 1
    assert "The insurance has ended" in maria.text(await maria.sees_text(ATLAS, "The week of"))


async def test_a_clock_that_ran_ahead_and_was_put_right_takes_no_waking_away(here: Here) -> None:
    _, bot, clock, maria, _ = here
    assert await woken(bot, clock, MORNING) == 1
    clock.set(TUESDAY + HOUR)
    await name_counsel(maria)
    assert await woken(bot, clock, TUESDAY + 2 * HOUR) == 0
    assert await woken(bot, clock, MONDAY) > 0
    assert await maria.sees_text(ATLAS, "The week of")
    assert await woken(bot, clock, MONDAY + 168 * HOUR) > 0
    assert len([m for m in maria.sees(ATLAS) if "The week of" in maria.text(m)]) == 2


async def test_a_clock_that_is_set_back_between_the_look_and_the_waking_takes_none_away(here: Here) -> None:
    playground, bot, clock, maria, root = here
    clock.set(MORNING)
    playground.faults.add(Fault("conversations.members", "slow", after_accept=True))
    waking = asyncio.create_task(tick(bot.desk))
    await soon(lambda: not playground.faults.waiting, "Slack is asked who is there, and has not answered yet")
    clock.set(TUESDAY)
    assert await waking == 0
    assert await woken(bot, clock, MORNING) == 1
    await maria.sees_text(ATLAS, "A day that was named here has come.", root)


async def test_where_somebody_from_outside_is_there_the_thread_says_nothing_of_it(here: Here) -> None:
    playground, bot, clock, maria, root = here
    await maria.act(do="join", channel=ATLAS, user=DEV)
    await letter(maria, "Someone from outside")
    await ways.delivered(bot)
    before = said_by_bot(maria, root)
    assert await woken(bot, clock, MORNING) == 1
    assert await found(playground, bot) == ["ended"]
    assert said_by_bot(maria, root) == before


async def test_what_runs_out_below_a_finished_run_whose_thread_is_gone_is_said_in_a_new_one(here: Here) -> None:
    _, bot, clock, maria, root = here
    await maria.says(ATLAS, "yes", root)
    await maria.sees_text(ATLAS, "Finish", root)
    await maria.says(ATLAS, "finish", root)
    await maria.sees_text(ATLAS, "Summary: The cover", root)
    await ways.delivered(bot)
    await maria.deletes(ATLAS, root)
    await quiet(maria)
    await ways.delivered(bot)
    assert not any("The cover" in maria.text(m) for m in maria.sees(ATLAS)), "nothing is to be said"
    assert await woken(bot, clock, MORNING) == 1
    again = await maria.sees_text(ATLAS, "The cover")
    said = await maria.sees_text(ATLAS, "The insurance has ended", again["ts"])
    assert "The earlier thread is gone" in maria.text(said)
    assert await bot.desk.store.parked() == ()


async def test_what_is_hidden_from_those_outside_are_all_the_summaries_of_a_run_that_was_finished_twice(
    here: Here,
) -> None:
    _, bot, _, maria, root = here
    said = await maria.says(ATLAS, "yes", root)
    await maria.sees_text(ATLAS, "Finish", root)
    await maria.says(ATLAS, "finish", root)
    await maria.sees_text(ATLAS, "Summary: The cover", root)
    await ways.delivered(bot)
    await maria.edits(ATLAS, said, "no")
    await maria.says(ATLAS, "yes", root)
    await maria.sees_text(ATLAS, "Who still has to show it?", root)
    await maria.says(ATLAS, "the broker", root)
    await ways.delivered(bot)
    await maria.says(ATLAS, "finish", root)

    def summaries() -> list[str]:
        return [text for text in said_by_bot(maria, root) if "Summary: The cover" in text]

    await maria.until(lambda: len(summaries()) == 2, "the second summary")
    await ways.delivered(bot)
    await maria.act(do="join", channel=ATLAS, user=DEV)
    told = await letter(maria, "What I said there before still stands")
    await maria.presses(direct_channel(maria), told, "Hide what I said there")
    await maria.until(lambda: not summaries(), "both are hidden")
