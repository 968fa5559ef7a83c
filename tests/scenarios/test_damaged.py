"""One programme that cannot be read is gone from sight, and it alone. A bot of which a part ends by itself ends, to be started again."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import sqlite3
import sys
from pathlib import Path

import msgspec
from structlog.testing import capture_logs

from bot.app import Running, running
from bot.demo import demo_settings
from bot.metrics import Metrics
from bot.playground.driver import ATLAS, GENERAL, JON, MARIA, Playground, Someone
from bot.service.channels import LOOKED, gone
from bot.service.erasing import sweep
from bot.service.ports import AppGone, MessageSaid
from bot.service.reconcile import reconcile_on
from flows.model.ids import ChannelId, ClaimKey, PersonId, ProgrammeId, TeamId, programme_id, split_programme
from flows.model.programme import Reach
from state.records import HeldEvent
from tests.house.tree import ROOT
from tests.scenarios import ways
from tests.scenarios.processes import environment
from tests.scenarios.talk import FIRST, SECOND, note, started
from tests.scenarios.test_portfolio import asked, lines

NOON = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)


def damage(folder: Path, damaged: ProgrammeId) -> None:
    """From now on the head of this programme is no document."""
    with contextlib.closing(sqlite3.connect(folder / "ringfence.sqlite3", isolation_level=None)) as rows:
        rows.execute("UPDATE programmes SET doc = x'7b' WHERE id = ?", (damaged,))


async def two(playground: Playground) -> dict[str, str]:
    """A programme in #atlas-plan and one in #borealis; in each, Jon has a question to answer. Their threads by channel."""
    roots: dict[str, str] = {}
    maria, jon, workspace = Someone(playground, MARIA), Someone(playground, JON), playground.workspace
    other = str((await maria.act(do="create_channel", name="borealis", private=True))["channel"])
    for who in (workspace.app.user, JON):
        workspace.join(workspace.channel(other), who, MARIA)
    for channel in (ATLAS, other):
        await maria.command(channel, "start")
        roots[channel] = root = str((await maria.sees_text(channel, "never write the secret itself"))["ts"])
        await maria.sees_text(channel, FIRST, root)
        await jon.command(channel, f"assign <@{JON}>")
        await maria.sees_text(channel, SECOND, root)
    return roots


def failures(bot: Running) -> float:
    """How often a document that does not open was counted."""
    assert isinstance(bot.desk.meter, Metrics)
    page = bot.desk.meter.page().decode().splitlines()
    return sum(float(line.rpartition(" ")[2]) for line in page if 'errors_total{kind="DocumentDamaged"}' in line)


async def stranded(bot: Running, channel: str, root: str, words: str) -> None:
    """A reply of Maria's that waits though the thread it is in is known."""
    team = split_programme((await bot.desk.store.programmes())[0])[0]
    reply = MessageSaid(
        key=ClaimKey(f"late:{channel}"),
        team=team,
        by=PersonId(MARIA),
        by_team=team,
        channel=ChannelId(channel),
        ts="9.0",
        text=words,
        thread=root,
        below_bot=True,
    )
    await bot.desk.store.hold(HeldEvent(reply.key, team, reply.channel, root, msgspec.json.encode(reply), NOON))


async def test_of_a_damaged_programme_nothing_is_shown_or_erased_and_all_others_go_on(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        settings, team = demo_settings(playground, tmp_path), TeamId(playground.workspace.team)
        maria, jon = Someone(playground, MARIA), Someone(playground, JON)
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE) as bot:
            roots = await two(playground)
            await ways.delivered(bot)
            for channel, root in roots.items():
                await stranded(bot, channel, root, f"<@{MARIA}>")
        other = next(channel for channel in roots if channel != ATLAS)
        broken, whole = (programme_id(team, ChannelId(channel)) for channel in (ATLAS, other))
        damage(tmp_path, broken)
        # It starts, and its courier takes up what was left; each of these stopped at the first that did not open.
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE) as bot:
            await maria.sees_text(other, "Do you have a lawyer", roots[other])
            assert [line.partition(">")[0] for line in lines(await asked(maria))] == [f"• <#{other}"]
            assert ATLAS not in maria.text(await maria.opens_home(f"<#{other}>"))
            await jon.command(GENERAL, "actions")
            told = jon.text(await note(jon, GENERAL, FIRST))
            assert told.count(FIRST) == 1, told
            assert failures(bot) >= 6
            async with asyncio.timeout(10):
                looking = asyncio.create_task(reconcile_on(bot.desk, dt.timedelta()))
                while await bot.desk.store.note(whole, LOOKED) is None:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
                looking.cancel()
            left = AppGone(key=ClaimKey("gone"), team=team, by=PersonId(""), by_team=team, channel=ChannelId(""))
            await gone(bot.desk, left, NOON)
            head = await bot.desk.head(whole)
            assert head is not None and head.reach is Reach.UNINSTALLED
            late = NOON + dt.timedelta(days=400)
            assert await sweep(bot.desk.store, late, bot.desk.erase_after, bot.desk.meter) == 1
            assert await bot.desk.store.programmes() == (broken,)


async def test_a_card_that_does_not_open_is_tried_ever_more_seldom(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        settings, clock = demo_settings(playground, tmp_path), ways.SetClock(playground, NOON)
        async with running(settings, clock, card_every=dt.timedelta(hours=1), pace=ways.FREE) as bot:
            maria, root = await started(playground)
            await maria.says(ATLAS, "software", root)
            await maria.sees_text(ATLAS, SECOND, root)
        damage(tmp_path, programme_id(TeamId(playground.workspace.team), ChannelId(ATLAS)))
        with capture_logs() as told:
            async with running(settings, clock, card_every=ways.OFTEN, pace=ways.FREE) as bot:
                for second in range(0, 60, 5):
                    clock.set(NOON + dt.timedelta(hours=1, seconds=second))
                    bot.desk.woken.set()
                    await asyncio.sleep(0.03)
            tries = sum(line["event"] == "card_fault" for line in told)
        assert 1 < tries <= 6, "at once, and 2, 4, 8 and 16 seconds after the one before; there are twelve looks"


BREAKS = """
from bot.app import Around, run_bot
from bot.config import load_settings

class Mistaken(Around):
    def store(self, store):
        self.inner = store
        return self
    def __getattr__(self, name):
        return getattr(self.inner, name)
    async def waking(self, now, limit):
        return {}["what Maria wrote"]

run_bot(load_settings(), around=Mistaken())
"""


async def test_a_bot_of_which_a_part_ends_by_itself_ends_with_an_error_so_that_it_is_started_again(
    tmp_path: Path,
) -> None:
    async with Playground().serving() as playground, asyncio.timeout(30):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", BREAKS),
            cwd=ROOT,
            env=environment(playground, tmp_path),
            stderr=asyncio.subprocess.PIPE,
        )
        _, told = await process.communicate()
    lines = told.decode()
    assert process.returncode == 1
    assert "work_ended" in lines and "part=ticker" in lines and "error=KeyError" in lines
    assert "error=WorkEnded" in lines and "Maria" not in lines
