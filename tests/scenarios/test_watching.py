"""What an operator sees of the bot at work: its figures, scraped over HTTP after a conversation, and its log, in which one line leads on."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import json
from collections.abc import Generator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import structlog
from prometheus_client.parser import text_string_to_metric_families

from bot import telemetry
from bot.app import Running, running
from bot.config import LogFormat
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, JON, MARIA, Playground, Someone
from bot.playground.faults import Fault
from bot.service.tracing import trace_of
from flows.model.ids import ClaimKey
from tests.scenarios import ways

Figures = dict[tuple[str, frozenset[tuple[str, str]]], float]


async def scrape(bot: Running) -> Figures:
    """Every sample of /metrics, as Prometheus reads it."""
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{bot.port}/metrics") as answer:
        assert answer.status == 200
        assert answer.content_type == "text/plain"
        families = list(text_string_to_metric_families(await answer.text()))
    return {(s.name, frozenset(s.labels.items())): s.value for family in families for s in family.samples}


def told(figures: Figures, name: str, **labels: str) -> float:
    """The sum of a figure's samples that have these labels."""
    wanted = set(labels.items())
    return sum(value for (found, has), value in figures.items() if found == f"ringfence_{name}" and wanted <= has)


async def conversation(playground: Playground) -> None:
    """Start, and answer a question by a press and by a reply."""
    maria, jon = Someone(playground, MARIA), Someone(playground, JON)
    await maria.command(ATLAS, "start")
    root = (await maria.sees_text(ATLAS, "Know what you own"))["ts"]
    first = await maria.sees_text(ATLAS, "What are you about to outsource", root)
    await maria.presses(ATLAS, first, "Software: code, apps, data work")
    decides = await maria.sees_text(ATLAS, "Who has the last word", root)
    await maria.picks_with(ATLAS, decides, "users_select", selected_user=MARIA)
    await maria.sees_text(ATLAS, "Do you have a lawyer", root)
    await jon.says(ATLAS, "no, and it worries me", root)
    await maria.sees_text(ATLAS, "In which countries", root)


async def settled(bot: Running) -> None:
    """Until nothing waits and every card is fresh."""
    await ways.delivered(bot)
    async with asyncio.timeout(10):
        while await bot.desk.store.dirty_cards(dt.datetime(2100, 1, 1, tzinfo=dt.UTC)):  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_after_a_conversation_the_figures_tell_what_happened(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        async with running(demo_settings(playground, tmp_path), card_every=ways.OFTEN, pace=ways.FREE) as bot:
            before = await scrape(bot)
            assert told(before, "turns_total") == 0
            playground.faults.add(Fault("chat.postMessage", "ratelimited", times=2, retry_after=1))
            await conversation(playground)
            await settled(bot)
            figures = await scrape(bot)
            assert told(figures, "turns_total", event="Started", outcome="fresh") == 1
            assert told(figures, "turns_total", event="Replied", outcome="fresh") == 1
            assert told(figures, "turns_total", event="Answered", outcome="fresh") == 2
            assert told(figures, "ack_seconds_count", kind="command") == 1
            assert told(figures, "ack_seconds_count", kind="block_actions") == 2
            assert 0 < told(figures, "ack_seconds_sum", kind="command") < 3
            assert told(figures, "posting_tries_total", result="limited") == 2
            assert told(figures, "posting_retries_total") >= 1
            assert told(figures, "posting_tries_total", effect="Ask", result="sent") >= 4
            assert told(figures, "errors_total", kind="ratelimited") == 2
            assert told(figures, "outbox_depth") == 0
            assert told(figures, "outbox_age_seconds") == 0
            assert told(figures, "socket_connected") == 1


async def test_what_slack_does_not_take_shows_as_depth_age_and_parked(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        async with running(demo_settings(playground, tmp_path), card_every=ways.OFTEN, pace=ways.FREE) as bot:
            playground.faults.add(Fault("chat.postMessage", "ratelimited", times=10_000, retry_after=1))
            await Someone(playground, MARIA).command(ATLAS, "start")
            first = await scrape(bot)
            assert told(first, "outbox_depth") >= 2
            await asyncio.sleep(0.3)
            age = told(await scrape(bot), "outbox_age_seconds")
            assert 0.25 < age < 10
            playground.faults.clear()
            playground.faults.add(Fault("chat.postMessage", "restricted_action", times=3))
            async with asyncio.timeout(10):
                while not told(await scrape(bot), "outbox_parked"):  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
            assert told(await scrape(bot), "errors_total", kind="restricted_action") >= 1


async def test_digests_are_counted_when_due_and_when_sent(tmp_path: Path) -> None:
    async with ways.at(tmp_path, dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)) as (playground, bot, _):
        await conversation(playground)
        maria = Someone(playground, MARIA)
        await maria.command(ATLAS, "digest")
        note = await maria.until(lambda: next(iter(maria.private_notes(ATLAS)[::-1]), None), "the digest")
        await maria.presses(ATLAS, note, "Send it now")
        await ways.delivered(bot)
        figures = await scrape(bot)
        assert (told(figures, "digests_due_total"), told(figures, "digests_sent_total")) == (1, 1)


async def test_no_label_holds_a_person_a_channel_or_a_text(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        async with running(demo_settings(playground, tmp_path), card_every=ways.OFTEN, pace=ways.FREE) as bot:
            await conversation(playground)
            await settled(bot)
            labels = {value for _, has in await scrape(bot) for _, value in has}
    workspace = playground.workspace
    ids = {workspace.team, *workspace.people, *workspace.channels}
    assert not [value for value in labels if any(one in value for one in ids)]
    assert not [value for value in labels if not value.replace("_", "").replace(".", "").replace("+", "").isalnum()]
    assert "worries" not in "".join(labels)


# ── traces ──


@pytest.fixture
def lines() -> Generator[io.StringIO]:
    """The log of a bot as `run` sets it up, in JSON, its most talkative level."""
    told = io.StringIO()
    before = structlog.get_config()
    telemetry.configure("DEBUG", LogFormat.JSON)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(told), cache_logger_on_first_use=False)
    yield told
    structlog.configure(**before)


def read(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


async def test_one_answer_is_followed_from_its_claim_to_its_post(tmp_path: Path, lines: io.StringIO) -> None:
    async with Playground().serving() as playground:
        async with running(demo_settings(playground, tmp_path), card_every=ways.OFTEN, pace=ways.FREE) as bot:
            maria, jon = Someone(playground, MARIA), Someone(playground, JON)
            await conversation(playground)
            root = (await maria.sees_text(ATLAS, "Know what you own"))["ts"]
            said = await jon.says(ATLAS, "India and Poland", root)
            await maria.sees_text(ATLAS, "What will leave", root)
            await settled(bot)
            team = playground.workspace.team
    trace = trace_of(ClaimKey(f"{team}:{ATLAS}:{said}"))
    mine = [line for line in read(lines) if line.get("trace") == trace]
    (turn,) = [line for line in mine if line["event"] == "turn"]
    assert (turn["event_kind"], turn["outcome"]) == ("Replied", "fresh")
    posted = [line for line in mine if line["event"] == "posted"]
    assert {line["posting"] for line in posted} == set(turn["postings"])
    assert {line["result"] for line in posted} == {"sent"}
    asked = next(line for line in posted if line["effect"] == "Ask")
    calls = [line["method"] for line in mine if line["event"] == "slack_call" and line["posting"] == asked["posting"]]
    assert "chat.postMessage" in calls
    assert "India" not in lines.getvalue()
    assert "worries" not in lines.getvalue()


async def test_the_same_event_told_twice_has_one_trace_and_one_fresh_turn(tmp_path: Path, lines: io.StringIO) -> None:
    async with Playground(retries=(0.0,)).serving() as playground:
        async with running(demo_settings(playground, tmp_path), card_every=ways.OFTEN, pace=ways.FREE) as bot:
            maria = Someone(playground, MARIA)
            await conversation(playground)
            root = (await maria.sees_text(ATLAS, "Know what you own"))["ts"]
            app = playground.workspace.app.user
            said = await maria.says(ATLAS, f"<@{app}> India", root)  # a mention arrives as two events
            await maria.sees_text(ATLAS, "What will leave", root)
            await playground.delivery.settled()
            await settled(bot)
    trace = trace_of(ClaimKey(f"{playground.workspace.team}:{ATLAS}:{said}"))
    outcomes = [line["outcome"] for line in read(lines) if line.get("trace") == trace and line["event"] == "turn"]
    assert sorted(outcomes) == ["fresh", "repeated"]
