"""The weekly digest through the front door: shown before its time, changed, snoozed, posted when due, held back where outsiders are."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

from bot.app import Running, running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, DEV, JON, MARIA, Playground, Someone
from bot.playground.faults import Fault
from bot.service.ticker import tick
from flows.model.ids import ChannelId, TeamId, programme_id
from flows.model.programme import Programme
from tests.scenarios import ways
from tests.scenarios.talk import THIRD, soon

Here = tuple[Playground, Running, ways.SetClock]


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Here]:
    async with ways.at(tmp_path, dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)) as house:
        yield house


async def started(playground: Playground) -> tuple[Someone, str]:
    """Maria, and the thread of a programme that she started."""
    maria = Someone(playground, MARIA)
    await maria.command(ATLAS, "start")
    root = str((await maria.sees_text(ATLAS, "Know what you own"))["ts"])
    question = await maria.sees_text(ATLAS, "What are you about to outsource", root)
    await maria.presses(ATLAS, question, "Software: code, apps, data work")
    await maria.sees_text(ATLAS, "Who has the last word", root)
    return maria, root


async def head(running: Running, playground: Playground) -> Programme:
    found = await running.desk.head(programme_id(TeamId(playground.workspace.team), ChannelId(ATLAS)))
    assert found is not None
    return found


async def wake(here: Here) -> None:
    """Time passes until the programme wants to be woken, and it is."""
    playground, running, clock = here
    due = (await head(running, playground)).wakes
    assert due is not None
    clock.set(due)
    assert await tick(running.desk) == 1


async def note(someone: Someone, words: str) -> dict[str, Any]:
    def find() -> dict[str, Any] | None:
        return next((m for m in reversed(someone.private_notes(ATLAS)) if words in someone.text(m)), None)

    found: dict[str, Any] = await someone.until(find, words)
    return found


def digests(someone: Someone, channel: str = ATLAS) -> list[str]:
    """The digests that stand in the channel, oldest first."""
    return [
        text for m in someone.sees(channel) if not m.get("ephemeral") and "The week of" in (text := someone.text(m))
    ]


async def test_it_is_shown_before_its_time_to_the_one_who_asks(here: Here) -> None:
    maria, _ = await started(here[0])
    await maria.command(ATLAS, "digest")
    shown = maria.text(await note(maria, "The week of"))
    assert "Go on with “Know what you own before you share it”" in shown
    assert "[Send it now]" in shown and "Mondays at 9:00" in shown
    assert digests(Someone(here[0], JON)) == []


async def test_when_it_is_due_it_stands_in_the_channel_once_with_a_button_for_the_next_step(here: Here) -> None:
    maria, _ = await started(here[0])
    await wake(here)
    posted = await maria.sees_text(ATLAS, "The week of")
    assert await tick(here[1].desk) == 0
    await maria.presses(ATLAS, posted, "1 Go on")
    assert "Who has the last word" in maria.text(await note(maria, "Put it again"))
    assert len(digests(maria)) == 1


async def test_its_preferences_are_changed_in_a_form_and_the_next_time_is_said(here: Here) -> None:
    maria, _ = await started(here[0])
    await maria.command(ATLAS, "digest")
    await maria.presses(ATLAS, await note(maria, "The week of"), "Change")
    await maria.until(maria.view, "the form")
    await maria.submits(ways.preferences(day="2", hour="16", zone="Asia/Tokyo"))
    await note(maria, "The next digest comes on")
    changed = await head(here[1], here[0])
    assert changed.settings.zone == "Asia/Tokyo" and changed.wakes == dt.datetime(2026, 12, 2, 7, tzinfo=dt.UTC)


async def test_a_snooze_stands_in_the_form_and_ends_when_it_is_not_to_be_left_out(here: Here) -> None:
    maria, _ = await started(here[0])

    async def chosen(snooze: str) -> tuple[str, dt.date | None]:
        """What the form showed of the snooze, and what came of the choice."""
        await maria.command(ATLAS, "digest")
        await maria.presses(ATLAS, await note(maria, "The week of"), "Change")
        view = await maria.until(maria.view, "the form")
        [field] = [block["element"] for block in view["blocks"] if block.get("block_id") == "snooze"]
        await maria.submits(ways.preferences(snooze=snooze))
        await note(maria, "The next digest comes on")
        return field["initial_option"]["value"], (await head(here[1], here[0])).settings.digest.snoozed

    assert (await chosen("4"))[0] == "0"
    shown, until = await chosen("as_it_is")
    assert shown == "as_it_is" and until is not None
    assert await chosen("0") == ("as_it_is", None)


async def test_a_zone_that_is_none_is_said_and_nothing_is_changed(here: Here) -> None:
    maria, _ = await started(here[0])
    before = (await head(here[1], here[0])).settings
    await maria.command(ATLAS, "digest")
    await maria.presses(ATLAS, await note(maria, "The week of"), "Change")
    await maria.until(maria.view, "the form")
    refused = await maria.submits(ways.preferences(zone="Atlantis"))
    assert "Atlantis" in refused["errors"]["zone"]
    assert (await head(here[1], here[0])).settings == before


async def test_snoozed_from_the_message_it_comes_a_week_later(here: Here) -> None:
    maria, _ = await started(here[0])
    await wake(here)
    posted = await maria.sees_text(ATLAS, "The week of")
    before = (await head(here[1], here[0])).wakes
    await maria.presses(ATLAS, posted, "Snooze")
    await note(maria, "The next digest comes on")
    after = (await head(here[1], here[0])).wakes
    assert before is not None and after is not None and after >= before
    assert (await head(here[1], here[0])).settings.digest.snoozed is not None


async def test_sent_now_it_stands_in_the_channel_at_once(here: Here) -> None:
    maria, _ = await started(here[0])
    await maria.command(ATLAS, "digest")
    await maria.presses(ATLAS, await note(maria, "The week of"), "Send it now")
    await Someone(here[0], JON).until(lambda: digests(Someone(here[0], JON)), "the digest")


async def test_where_somebody_from_outside_is_the_owner_is_told_and_the_channel_gets_nothing(here: Here) -> None:
    maria, _ = await started(here[0])
    workspace = here[0].workspace
    workspace.join(workspace.channel(ATLAS), DEV, MARIA)
    await wake(here)
    await maria.until(
        lambda: next((m for m in maria.direct() if "the digest is not posted there" in maria.text(m)), None), "a word"
    )
    dev = Someone(here[0], DEV)
    assert digests(dev) == []


async def test_sent_now_where_an_outsider_is_it_is_held_back_and_says_why(here: Here) -> None:
    playground, running, _ = here
    maria, _ = await started(playground)
    workspace = playground.workspace
    await maria.command(ATLAS, "digest")
    asked = await note(maria, "The week of")
    workspace.join(workspace.channel(ATLAS), DEV, MARIA)
    await maria.presses(ATLAS, asked, "Send it now")
    await note(maria, "the digest is not posted there")
    await ways.delivered(running)
    assert digests(Someone(playground, DEV)) == []
    assert not [m for m in maria.private_notes(ATLAS) if "Posted" in maria.text(m)]
    assert (await head(running, playground)).digest is None, "nothing of it counts as told"


async def test_an_outsider_who_comes_before_it_is_sent_does_not_see_it_and_the_owner_is_told(here: Here) -> None:
    playground, running, clock = here
    maria, _ = await started(playground)
    await ways.delivered(running)
    playground.faults.add(Fault("chat.postMessage", "ratelimited", retry_after=1, channel=ATLAS))
    await wake(here)
    await soon(
        lambda: not playground.faults.waiting, "the posting that was put off"
    )  # a refusal changes nothing to be seen
    await maria.act(do="join", channel=ATLAS, user=DEV)
    await maria.until(lambda: any("Someone from outside" in maria.text(m) for m in maria.direct()), "who came")
    clock.set(clock.now() + dt.timedelta(seconds=5))
    running.desk.woken.set()
    await maria.until(lambda: any("the digest is not posted there" in maria.text(m) for m in maria.direct()), "a word")
    assert digests(Someone(playground, DEV)) == []


async def test_in_an_archived_channel_nothing_is_sent_and_nothing_is_lost(here: Here) -> None:
    playground, running, _ = here
    maria, _ = await started(playground)
    await maria.act(do="archive", channel=ATLAS)
    await maria.until(lambda: any("was archived" in maria.text(m) for m in maria.direct()), "word of the archive")
    await ways.delivered(running)
    before = len(playground.calls)
    await wake(here)
    assert not [call for call in playground.calls[before:] if call[0] == "chat.postMessage"]
    assert await running.desk.store.parked() == ()


async def weeks(here: Here) -> tuple[Someone, str]:
    """Two digests of a programme whose readiness moves from week to week."""
    maria, root = await started(here[0])
    for words, reply in (("Who has the last word", f"<@{MARIA}>"), ("Do you have a lawyer", "not yet")):
        await maria.sees_text(ATLAS, words, root)
        await maria.says(ATLAS, reply, root)
        await maria.sees_text(ATLAS, "Do you have a lawyer" if reply != "not yet" else "In which countries", root)
        await wake(here)
    await ways.delivered(here[1])
    return maria, root


async def test_what_was_decided_is_told_in_its_authors_words_and_what_ends_work_is_a_press_away(here: Here) -> None:
    maria, root = await weeks(here)
    first, second = digests(maria)
    assert "Maria Kowalska has the last word on what may be shared" in first and "the approver" not in first
    posted = await maria.sees_text(ATLAS, "Name a lawyer")
    assert posted is not None and "2. Name a lawyer, in house or outside (Maria Kowalska, due" in second
    await maria.presses(ATLAS, posted, "2 Answer")
    await soon(lambda: sum(THIRD in maria.text(m) for m in maria.sees(ATLAS, root)) == 2, "the question once more")
    # Whatever its preferences are, it can be had at once from the message itself.
    await maria.presses(ATLAS, posted, "Send it now")
    await soon(lambda: len(digests(maria)) == 3, "the digest of now")


MOVES = """\
flow: small
version: 1
title: A small flow
stage: first
reviewed: 2026-11-20
intro: A few questions.
sources:
  ours: {title: Ours, publisher: Us, as_of: 2026-11-01}
sections:
  - section: start
    title: To begin
    questions:
      - {ask: ours, kind: yes_no, text: Is it ours?, why: It counts., source: ours}
      - ask: filed
        kind: yes_no
        text: Is it filed?
        why: It counts.
        source: ours
        findings:
          - {when: filed is no, id: unfiled, severity: high, say: It is open., counsel: Ask., do: File it, owner: owner, due: 9 days, source: ours}
      - {ask: signed, kind: yes_no, text: Is it signed?, why: It counts., source: ours}
      - {ask: kept, kind: yes_no, text: Is it kept?, why: It counts., source: ours}
"""
"""A flow of which three of four points are known after three weeks: enough for a figure."""


async def three_weeks(folder: Path, *faults: Fault) -> tuple[list[str], str, int]:
    """The digests of three weeks in which readiness moved, the last with these faults; the text that goes with the last of them, and how many
    posts are parked."""
    async with Playground().serving() as playground:
        settings = demo_settings(playground, folder)
        settings.content = ways.content(folder, MOVES)
        clock = ways.SetClock(playground, dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC))
        async with running(settings, clock, card_every=ways.OFTEN, pace=ways.FREE) as bot:
            maria = Someone(playground, MARIA)
            await maria.command(ATLAS, "start")
            root = (await maria.sees_text(ATLAS, "A small flow"))["ts"]
            for number, (asked, reply) in enumerate(
                (("Is it ours", "yes"), ("Is it filed", "no"), ("Is it signed", "yes"))
            ):
                await maria.sees_text(ATLAS, asked, root)
                await maria.says(ATLAS, reply, root)
                await maria.sees_text(ATLAS, ("Is it filed", "Is it signed", "Is it kept")[number], root)
                for fault in faults if number == 2 else ():
                    playground.faults.add(fault)
                await wake((playground, bot, clock))
                await ways.delivered(bot)
            message = next(m for m in reversed(maria.sees(ATLAS)) if "The week of" in maria.text(m))
            return digests(maria), str(message["text"]), len(await bot.desk.store.parked())


async def test_how_readiness_moved_is_drawn_once_there_are_three_weeks_and_stands_in_words_too(tmp_path: Path) -> None:
    (*before, last), text, _ = await three_weeks(tmp_path)
    assert "(Readiness, week by week: " in last and not [one for one in before if "week by week" in one]
    assert "Readiness week by week: " in text and " in week 49, " in text
    assert "3 of 4 points known" in last and "1 of 4 points known, 3 open: too little for a figure" in before[0]


async def test_where_slack_refuses_the_picture_the_words_are_posted_once(tmp_path: Path) -> None:
    told, _, parked = await three_weeks(tmp_path, Fault("chat.postMessage", "invalid_blocks", channel=ATLAS))
    assert len(told) == 3 and "· Readiness week by week: " in told[-1] and "(Readiness" not in told[-1]
    assert parked == 0
