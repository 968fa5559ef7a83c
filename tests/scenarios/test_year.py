"""A year of a company with a programme in each of five zones, through the front door: every week one digest, each at its hour."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.app import Running
from bot.playground.driver import JON, MARIA, PRIYA, Playground, Someone
from bot.service.ticker import tick
from flows.model.ids import ChannelId, ProgrammeId, TeamId, programme_id
from flows.rules.calendar import iso_week
from tests.scenarios import ways

BEGIN = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
"""A Friday."""
TOWNS = {
    "warsaw": ("Europe/Warsaw", "0", "9"),
    "boston": ("America/New_York", "6", "2"),  # Sundays at two: skipped in March, twice in November
    "pune": ("Asia/Kolkata", "4", "17"),
    "lord-howe": ("Australia/Lord_Howe", "6", "2"),  # where clocks move by half an hour
    "santiago": ("America/Santiago", "6", "0"),  # where they move at midnight
}
READ = (1, 2, 3, 5, 8, 20, 36, 52)
"""The weeks of Warsaw whose digests were read, and stand in the snapshot."""


@dataclass
class Year:
    """The house and what was posted: for each channel, when and what."""

    playground: Playground
    bot: Running
    clock: ways.SetClock
    posted: dict[str, list[tuple[dt.datetime, str]]] = field(default_factory=lambda: defaultdict(list))

    def programme(self, channel: str) -> ProgrammeId:
        return programme_id(TeamId(self.playground.workspace.team), ChannelId(channel))

    async def next_due(self) -> dt.datetime:
        """When the first of all programmes wants to be woken."""
        heads = [await self.bot.desk.head(of) for of in await self.bot.desk.store.programmes()]
        return min(head.wakes for head in heads if head is not None and head.wakes is not None)

    async def wake(self) -> None:
        """Time goes on to the next digest, and whatever is then in the channels is written down."""
        before = {key: len(c.messages) for key, c in self.playground.workspace.channels.items()}
        self.clock.set(await self.next_due())
        assert await tick(self.bot.desk) > 0
        assert await tick(self.bot.desk) == 0
        await ways.delivered(self.bot)
        maria = Someone(self.playground, MARIA)
        for key, channel in self.playground.workspace.channels.items():
            for message in channel.messages[before.get(key, 0) :]:  # a direct message may open its channel
                if "The week of" in maria.text(message):
                    self.posted[key].append((self.clock.now(), maria.text(message)))


async def begin(year: Year, town: str) -> str:
    """A private channel with a programme of its own zone."""
    maria = Someone(year.playground, MARIA)
    workspace = year.playground.workspace
    channel = str((await maria.act(do="create_channel", name=town, private=True))["channel"])
    for who in (workspace.app.user, JON, PRIYA):
        workspace.join(workspace.channel(channel), who, MARIA)
    await maria.command(channel, "start")
    await maria.sees_text(channel, "Know what you own")
    zone, day, hour = TOWNS[town]
    await maria.command(channel, "digest")
    shown = await maria.until(
        lambda: next((m for m in maria.private_notes(channel) if "The week of" in maria.text(m)), None), "the digest"
    )
    await maria.presses(channel, shown, "Change")
    await maria.until(maria.view, "the form")
    await maria.submits(ways.preferences(day, hour, zone))
    await maria.until(lambda: maria.view() is None, "the form sent")
    return channel


TALK: dict[int, tuple[str, ...]] = {
    0: ("software", "me", "no", "India and Poland"),
    1: ("our own code", "freelancers", "yes", "no", "not yet", "none"),
    2: ("Pricing engine, Mobile app, Help pages", "the pricing engine", "pricing engine"),
    4: ("pricing engine and mobile app", "none", "help pages", "pricing engine", "none"),
    7: ("a freelancer", "no"),
}
"""What is said in Warsaw's thread in the weeks after the start, a week a line: the work goes on, and then it rests."""


async def talk(year: Year, channel: str, lines: tuple[str, ...]) -> None:
    """Maria and Jon answer in turns."""
    people = (Someone(year.playground, MARIA), Someone(year.playground, JON))
    root = str((await people[0].sees_text(channel, "never write the secret itself"))["ts"])
    for number, line in enumerate(lines):
        before = len(year.playground.workspace.channel(channel).messages)
        text = f"<@{MARIA}>" if line == "me" else line
        await people[0 if line == "me" else number % 2].says(channel, text, root)
        await people[0].until(lambda b=before: len(year.playground.workspace.channel(channel).messages) > b + 1, line)
        await ways.delivered(year.bot)


@pytest.mark.slow
async def test_in_a_year_every_channel_gets_every_week_one_digest_at_its_hour(
    tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    async with ways.at(tmp_path, BEGIN) as (playground, bot, clock):
        year = Year(playground, bot, clock)
        channels = {town: await begin(year, town) for town in TOWNS}
        await talk(year, channels["warsaw"], TALK[0])
        while any(len(year.posted[channel]) < 52 for channel in channels.values()):
            await year.wake()
            lines = TALK.pop(len(year.posted[channels["warsaw"]]), ())
            await talk(year, channels["warsaw"], lines)
    for town, channel in channels.items():
        zone, day, hour = TOWNS[town]
        times = [at.astimezone(ZoneInfo(zone)) for at, _ in year.posted[channel]][:52]
        assert len({iso_week(at) for at in times}) == 52, town
        assert {at.weekday() for at in times} == {int(day)}, town
        # The hour that the clocks skip is kept right after the gap.
        off = [at for at in times if (at.hour, at.minute) != (int(hour), 0)]
        assert len(off) <= (1 if town in ("boston", "lord-howe", "santiago") else 0), off
        assert all(dt.timedelta(days=6) < b - a < dt.timedelta(days=8) for a, b in pairwise(times))
    read = [year.posted[channels["warsaw"]][week - 1] for week in READ]
    assert "\n\n".join(f"── {at:%A %d %B %Y, %H:%M} UTC\n{text}" for at, text in read) == snapshot
