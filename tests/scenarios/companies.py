"""Several companies behind one courier: a local Slack each, kept to limits, and a door that leads each call to its company's Slack."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
import re
from collections import Counter
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

from bot.clock import SystemClock
from bot.playground.driver import MARIA, Playground
from bot.playground.records import Channel
from bot.service.courier import Courier
from bot.service.desk import Desk
from bot.service.messenger import Found, Result, Sender
from bot.service.pacing import Pace
from bot.service.ports import Audience, Person
from bot.slack import connect
from bot.slack.audience import SlackAudiences
from bot.slack.sender import SlackSender
from flows.authoring.library import load_library
from flows.model.effects import Digest, Effect, Outcome, PostDigest, SaveProgramme
from flows.model.ids import ChannelId, ClaimKey, PersonId, ProgrammeId, TeamId, programme_id, split_programme
from flows.model.programme import Programme
from flows.model.screens import Screen
from state.sqlite import SqliteStore, open_store

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
PATIENCE = 10.0


class Companies:
    """Implements `ports.Sender` and `ports.Audiences` over several workspaces, and counts what is under way."""

    def __init__(self) -> None:
        self.slacks: dict[TeamId, Playground] = {}
        self.senders: dict[TeamId, Any] = {}
        self.audiences: dict[TeamId, SlackAudiences] = {}
        self.homes: dict[ChannelId, TeamId] = {}
        self.under_way: Counter[str] = Counter()
        self.most: Counter[str] = Counter()

    def channels(self, team: TeamId) -> list[ProgrammeId]:
        return [programme_id(team, channel) for channel, home in self.homes.items() if home == team]

    @contextlib.contextmanager
    def _counted(self, programme: ProgrammeId) -> Any:
        for what in ("all", split_programme(programme)[0], programme):
            self.under_way[what] += 1
            self.most[what] = max(self.most[what], self.under_way[what])
        try:
            yield
        finally:
            for what in ("all", split_programme(programme)[0], programme):
                self.under_way[what] -= 1

    async def post(
        self, channel: ChannelId, screen: Screen, programme: ProgrammeId, *, thread: str = "", posting: int = 0
    ) -> Result:
        with self._counted(programme):
            sender: Sender = self.senders[split_programme(programme)[0]]
            return await sender.post(channel, screen, programme, thread=thread, posting=posting)

    async def direct(self, to: PersonId, screen: Screen, programme: ProgrammeId, *, posting: int = 0) -> Result:
        sender: Sender = self.senders[split_programme(programme)[0]]
        return await sender.direct(to, screen, programme, posting=posting)

    async def find(self, channel: ChannelId, thread: str, posting: int) -> Found:
        sender: Sender = self.senders[self.homes[channel]]
        return await sender.find(channel, thread, posting)

    async def look(self, channel: ChannelId, *, fresh: bool = False) -> Audience:
        return await self.audiences[self.homes[channel]].look(channel, fresh=fresh)

    async def person(self, person: PersonId) -> Person:
        return await next(iter(self.audiences.values())).person(person)


@contextlib.asynccontextmanager
async def companies(teams: int, channels: int, pace: Pace) -> AsyncGenerator[Companies]:
    """So many companies with so many channels each."""
    made, clock = Companies(), SystemClock()
    async with contextlib.AsyncExitStack() as stack:
        for number in range(teams):
            slack, team = Playground(), TeamId(f"T{number}")
            slack.workspace.team = team
            for person in slack.workspace.people.values():
                person.team = team
            await stack.enter_async_context(slack.serving())
            client = await stack.enter_async_context(
                connect.web_client(slack.workspace.app.bot_token, slack.api_url, pace)
            )
            here = await connect.installation(client)
            made.slacks[team], audiences = slack, SlackAudiences(client, clock, team, here.bot)
            made.audiences[team], made.senders[team] = audiences, SlackSender(client, audiences)
            for one in range(channels):
                channel = ChannelId(f"C{number}X{one}")
                members = [MARIA, slack.workspace.app.user]
                slack.workspace.channels[channel] = Channel(channel, f"c{one}", "private", 0, MARIA, members)
                made.homes[channel] = team
        yield made


@contextlib.asynccontextmanager
async def at_work(made: Companies, folder: Path, pace: Pace) -> AsyncGenerator[tuple[Desk, SqliteStore]]:
    """A courier for them, at work while inside."""
    store, door = await open_store(folder / "ringfence.sqlite3"), made
    untyped: Any = door
    desk = Desk(store, load_library(), untyped, untyped, SystemClock())
    courier = Courier(desk, pace=pace)
    running = asyncio.create_task(courier.run())
    try:
        yield desk, store
    finally:
        await courier.stop(5)
        await running
        await store.close()


async def queue(store: SqliteStore, programme: ProgrammeId, *effects: Effect) -> None:
    """A programme whose next turn queues these."""
    team, channel = split_programme(programme)
    head = Programme(id=programme, team=team, channel=channel, name=f"#{channel}", owner=PersonId(MARIA), started=NOW)
    depth = await store.outbox_depth()
    outcome = Outcome(saves=(SaveProgramme(head),), effects=effects)
    await store.turn(ClaimKey(f"{programme} {depth} {effects}"), programme, lambda _: outcome, NOW)


def digest(week: int) -> PostDigest:
    """A message to the channel that says which week it is of."""
    return PostDigest(Digest(NOW, NOW, week, opened=1))


async def drained(store: SqliteStore, left: int = 0, within: float = PATIENCE) -> None:
    """Until no more than so many postings wait."""
    async with asyncio.timeout(within):
        while await store.outbox_depth() > left:  # noqa: ASYNC110  (the store has no bell for it)
            await asyncio.sleep(0.01)


def weeks(made: Companies, programme: ProgrammeId) -> list[int]:
    """The weeks whose digests stand in a channel, in their order."""
    team, channel = split_programme(programme)
    messages = made.slacks[team].workspace.channel(channel).messages
    return [int(re.findall(r"Week (\d+):", json.dumps(message))[0]) for message in messages]
