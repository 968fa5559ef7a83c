"""Delivery at its pace: nobody is sent to too fast, nobody waits for others, order is kept, and what is given up is told."""

from __future__ import annotations

import asyncio
import dataclasses
from pathlib import Path
from typing import Any

import pytest

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, MARIA, PRIYA, Playground, Someone
from bot.playground.faults import Fault
from bot.playground.limits import Limit
from bot.service.lanes import AT_ONCE, CARDS, SHARE
from bot.service.messenger import Result
from bot.service.pacing import FREE, Pace, Rate
from flows.model.effects import RefreshCard
from flows.model.ids import TeamId
from state.sqlite import open_store
from tests.scenarios import ways
from tests.scenarios.companies import Companies, at_work, companies, digest, drained, queue, weeks
from tests.scenarios.talk import (
    FIRST,
    SECOND,
    TRIAGE,
    letter,
    name_counsel,
    note,
    said_by_bot,
    soon,
    started,
    through,
)

PACE = Pace(0.2, Rate(0.05), Rate(0.1, 2), Rate(0.1, 2), Rate(0.05, 2), Rate(0.05, 5))
LIMITS = (
    Limit("chat.postMessage", 1, 0.2, per_channel=True),
    Limit("chat.postMessage", 20, 1.0),
    Limit("chat.update", 14, 1.0),
    Limit("conversations.info", 20, 1.0),
    Limit("conversations.members", 30, 1.0),
    Limit("users.info", 30, 1.0),
)
"""Slack's limits, five times as fast."""


async def test_many_postings_to_many_companies_go_out_in_order_and_none_is_refused_as_too_fast(
    tmp_path: Path,
) -> None:
    async with companies(3, 4, PACE) as made, at_work(made, tmp_path, PACE) as (_, store):
        for slack in made.slacks.values():
            slack.limits.set(*LIMITS)
        everywhere = [programme for team in made.slacks for programme in made.channels(team)]
        for week in range(1, 5):
            for programme in everywhere:
                await queue(store, programme, digest(week))
        await drained(store)
        assert [weeks(made, programme) for programme in everywhere] == [[1, 2, 3, 4]] * 12
        for slack in made.slacks.values():
            assert slack.limits.refused == {}
            assert slack.limits.calls["chat.postMessage"] == 16


async def test_a_conversation_with_its_card_and_its_letters_is_never_too_fast_for_slack(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        playground.limits.set(*LIMITS)
        async with running(demo_settings(playground, tmp_path), card_every=ways.OFTEN, pace=PACE) as bot:
            maria, root = await started(playground)
            await through(maria, root, TRIAGE[:5])
            await name_counsel(maria)
            await letter(Someone(playground, PRIYA), "made you counsel")
            await maria.sees_text(ATLAS, "5 of")
            await ways.delivered(bot)
    assert playground.limits.refused == {}
    assert playground.limits.calls["chat.postMessage"] > 7 and playground.limits.calls["chat.update"] > 3


async def test_what_waits_for_our_own_pace_is_not_counted_as_limited_by_slack(tmp_path: Path) -> None:
    """Each answer is followed by an edit, and of these one may go in two seconds and a half."""
    pace = dataclasses.replace(FREE, edits=Rate(2.5))
    async with Playground().serving() as playground:
        async with running(demo_settings(playground, tmp_path), card_every=ways.OFTEN, pace=pace) as bot:
            maria, root = await started(playground)
            await through(maria, root, TRIAGE[:3])

            def figures() -> str:
                return bot.desk.meter.page().decode()  # type: ignore[attr-defined]

            await maria.until(lambda: 'effect="Settle",result="sent"} 3.0' in figures(), "the third edit")
            await ways.delivered(bot)
            assert 'result="limited"' not in figures() and 'kind="ratelimited"' not in figures()
    assert playground.limits.refused == {}


class Slow:
    """A sender whose calls take a while, or never end."""

    def __init__(self, inner: Any, seconds: float) -> None:
        self._inner, self._seconds = inner, seconds

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    async def post(self, *args: Any, **kwargs: Any) -> Result:
        await asyncio.sleep(self._seconds)
        return await self._inner.post(*args, **kwargs)


async def slowed(made: Companies, team: str, seconds: float) -> None:
    made.senders[TeamId(team)] = Slow(made.senders[TeamId(team)], seconds)


async def test_eight_are_under_way_at_most_four_of_a_company_and_one_of_a_channel(tmp_path: Path) -> None:
    async with companies(3, 6, FREE) as made, at_work(made, tmp_path, FREE) as (_, store):
        for team in made.slacks:
            await slowed(made, team, 0.05)
            for programme in made.channels(team):
                await queue(store, programme, digest(1), digest(2))
        await drained(store)
        assert made.most["all"] == AT_ONCE
        for team in made.slacks:
            assert made.most[team] <= SHARE
            assert all(made.most[programme] == 1 for programme in made.channels(team))


async def test_a_company_that_does_not_answer_holds_up_no_other(tmp_path: Path) -> None:
    async with companies(2, 5, FREE) as made, at_work(made, tmp_path, FREE) as (_, store):
        await slowed(made, "T0", 3.0)
        for team in ("T0", "T1"):
            for programme in made.channels(TeamId(team)):
                await queue(store, programme, digest(1), digest(2))
        await drained(store, left=10, within=2.5)
        assert [weeks(made, programme) for programme in made.channels(TeamId("T1"))] == [[1, 2]] * 5
        assert made.under_way["T0"] == SHARE


async def test_cards_of_a_company_that_does_not_answer_leave_room_for_its_messages_and_for_all_others(
    tmp_path: Path,
) -> None:
    async with companies(2, 9, FREE) as made, at_work(made, tmp_path, FREE) as (_, store):
        await slowed(made, "T0", 3.0)
        for team in ("T0", "T1"):
            for programme in made.channels(TeamId(team)):
                await queue(store, programme, RefreshCard())
        await soon(lambda: made.slacks[TeamId("T1")].limits.calls["chat.postMessage"] == 9, "the others' cards", 2.5)
        assert made.most["T0"] == CARDS


async def test_a_429_rests_one_channel_and_its_neighbour_goes_on(tmp_path: Path) -> None:
    async with companies(1, 2, FREE) as made, at_work(made, tmp_path, FREE) as (_, store):
        [slack] = made.slacks.values()
        limited, other = made.channels(TeamId("T0"))
        slack.faults.add(Fault("chat.postMessage", "ratelimited", retry_after=2, channel=limited.partition(":")[2]))
        for week in (1, 2, 3):
            await queue(store, limited, digest(week))
            await queue(store, other, digest(week))
        await drained(store, left=3, within=1.5)
        assert (weeks(made, other), weeks(made, limited)) == ([1, 2, 3], [])
        assert slack.limits.calls["chat.postMessage"] == 4, "the other three, and the one that was refused"
        await drained(store)
        assert weeks(made, limited) == [1, 2, 3]


async def test_a_limited_look_at_a_channel_loses_nothing_that_is_for_it(tmp_path: Path) -> None:
    async with companies(1, 1, FREE) as made, at_work(made, tmp_path, FREE) as (_, store):
        [slack] = made.slacks.values()
        [programme] = made.channels(TeamId("T0"))
        slack.faults.add(Fault("conversations.info", "ratelimited", retry_after=1))
        slack.faults.add(Fault("users.info", "http_500"))
        await queue(store, programme, digest(1))
        await drained(store)
        assert weeks(made, programme) == [1]


async def test_turns_are_taken_while_a_deep_outbox_goes_out(tmp_path: Path) -> None:
    """Counted, not timed: of what was queued before, little goes out before a turn is acknowledged."""
    async with companies(2, 20, FREE) as made, at_work(made, tmp_path, FREE) as (_, store):
        everywhere = [programme for team in made.slacks for programme in made.channels(team)]
        await asyncio.gather(*(queue(store, programme, *map(digest, range(1, 9))) for programme in everywhere))
        behind: list[int] = []
        while await store.outbox_depth() > 100:
            before = await store.outbox_depth()
            await queue(store, everywhere[0], digest(9))
            behind.append(before + 1 - await store.outbox_depth())
        assert len(behind) > 20
        assert sorted(behind)[len(behind) // 2] <= AT_ONCE and max(behind) <= 3 * AT_ONCE
        await drained(store, within=30)


# ── given up, and told ──


@pytest.fixture
async def here(tmp_path: Path) -> Any:
    async with ways.socket(tmp_path) as playground:
        yield playground


async def test_the_owner_is_told_once_a_day_for_each_reason_why_a_message_was_given_up(
    here: Playground, tmp_path: Path
) -> None:
    maria, root = await started(here)
    await maria.sees_text(ATLAS, "Outsourcing programme")
    here.faults.add(Fault("chat.postMessage", "restricted_action", channel=ATLAS, times=2))
    await maria.says(ATLAS, "software", root)
    told = await letter(maria, "does not let me post there")
    await soon(lambda: SECOND in str(here.calls), "the refused try")
    await maria.command(ATLAS, "next")
    await maria.presses(ATLAS, await note(maria, ATLAS, "Put it again"), "Put it again")
    await soon(lambda: sum(SECOND in str(call) for call in here.calls) > 1, "the second refused try")
    await maria.command(ATLAS, "next")
    await maria.presses(ATLAS, await note(maria, ATLAS, "Put it again"), "Put it again")
    await maria.sees_text(ATLAS, SECOND, root)
    store = await ways.kept(tmp_path)
    parked = await store.parked()
    await store.close()
    assert [one.why for one in parked] == ["restricted_action", "restricted_action"]
    assert f"ringfence replay {parked[0].posting.number}" in maria.text(told)
    assert sum("does not let me post there" in maria.text(m) for m in maria.direct()) == 1


async def test_a_letter_to_the_owner_that_is_given_up_is_not_told_by_another_letter(
    here: Playground, tmp_path: Path
) -> None:
    maria, root = await started(here)
    await maria.sees_text(ATLAS, "Outsourcing programme")
    here.faults.add(Fault("chat.postMessage", "restricted_action", channel=ATLAS))
    here.faults.add(Fault("conversations.open", "cannot_dm_bot", times=9))
    await maria.says(ATLAS, "software", root)
    await soon(lambda: any(method == "conversations.open" for method, _ in here.calls), "the letter")
    await maria.command(ATLAS, "next")
    await maria.presses(ATLAS, await note(maria, ATLAS, "Put it again"), "Put it again")
    await maria.sees_text(ATLAS, SECOND, root)
    store = await ways.kept(tmp_path)
    await drained(store)
    why = [one.why for one in await store.parked()]
    await store.close()
    assert why == ["restricted_action", "cannot_dm_bot"]
    assert sum(method == "conversations.open" for method, _ in here.calls) == 1


async def test_a_root_that_is_replayed_after_its_thread_was_made_anew_is_dropped(
    here: Playground, tmp_path: Path
) -> None:
    maria = Someone(here, MARIA)
    here.faults.add(Fault("chat.postMessage", "restricted_action", channel=ATLAS, times=1))
    await maria.command(ATLAS, "start")
    root = await maria.sees_text(ATLAS, "Know what you own")
    await maria.sees_text(ATLAS, FIRST, root["ts"])
    store = await ways.kept(tmp_path)
    [first, *_] = [one.posting.number for one in await store.parked() if one.why == "restricted_action"]
    assert await store.replay(first)
    await drained(store)
    await store.close()
    assert sum("Know what you own" in maria.text(m) for m in maria.sees(ATLAS) if m.get("bot_id")) == 1
    await maria.says(ATLAS, "software", str(root["ts"]))
    await maria.sees_text(ATLAS, SECOND, str(root["ts"]))


async def test_a_posting_that_does_not_open_is_parked_and_told_and_the_others_go_out(tmp_path: Path) -> None:
    async with companies(1, 2, FREE) as made:
        bad, good = made.channels(TeamId("T0"))
        store = await open_store(tmp_path / "ringfence.sqlite3")
        await queue(store, bad, digest(1), digest(2))
        await queue(store, good, digest(1))
        await store._writer.run(lambda rows: rows.execute("UPDATE outbox SET effect = x'00' WHERE number = 1"))
        await store.close()
        async with at_work(made, tmp_path, FREE) as (_, store):
            await drained(store)
            assert (weeks(made, good), weeks(made, bad)) == ([1], [2])
            assert [(one.posting.number, one.why) for one in await store.parked()] == [(1, "DocumentDamaged")]
            maria = Someone(made.slacks[TeamId("T0")], MARIA)
            assert "cannot be read any more" in maria.text(await letter(maria, "ringfence replay 1"))


async def test_a_private_note_that_slack_wants_later_comes_later(here: Playground) -> None:
    maria, root = await started(here)
    here.faults.add(Fault("respond", "ratelimited"))
    await maria.command(ATLAS, "help")
    await note(maria, ATLAS, "What you can ask of me")
    before = len(maria.private_notes(ATLAS))
    here.faults.add(Fault("chat.postEphemeral", "ratelimited"))
    await maria.says(ATLAS, f"<@{here.workspace.app.user}> help")
    await maria.until(lambda: len(maria.private_notes(ATLAS)) > before, "the help")
    assert sum(method == "chat.postEphemeral" for method, _ in here.calls) == 2
    assert said_by_bot(maria, root)
