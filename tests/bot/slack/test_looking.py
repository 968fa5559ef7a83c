"""Who is in a channel, however many they are and whatever changes while it is looked up."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncGenerator, Callable, Coroutine
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.driver import ATLAS, JON, MARIA, Playground
from bot.playground.faults import Fault
from bot.playground.records import Person
from bot.service.pacing import FREE, Pace, Rate
from bot.slack import connect
from bot.slack.audience import FRESH, MOST_MEMBERS, PEOPLE_FRESH, SlackAudiences
from flows.model.ids import ChannelId, PersonId, TeamId
from tests.scenarios.talk import soon
from tests.scenarios.ways import SetClock

NOW = dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)
HERE, WHO = ChannelId(ATLAS), PersonId(JON)


@contextlib.asynccontextmanager
async def looking(pace: Pace = FREE, more: int = 0) -> AsyncGenerator[tuple[Playground, SlackAudiences, SetClock]]:
    """A workspace whose channel has so many members more, and one who looks."""
    async with Playground().serving() as playground:
        workspace = playground.workspace
        for number in range(more):
            one = Person(f"U0MORE{number:05}", f"more{number}", f"More {number}", workspace.team)
            workspace.people[one.id] = one
            workspace.channel(ATLAS).members.append(one.id)
        async with connect.web_client(workspace.app.bot_token, playground.api_url, pace) as client:
            clock = SetClock(playground, NOW)
            yield playground, seen_by(client, playground, clock), clock


def seen_by(client: AsyncWebClient, playground: Playground, clock: SetClock) -> SlackAudiences:
    app = playground.workspace.app
    return SlackAudiences(client, clock, TeamId(playground.workspace.team), PersonId(app.user))


def asked(playground: Playground, method: str = "users.info") -> int:
    return sum(called == method for called, _ in playground.calls)


async def test_looks_at_a_large_channel_go_on_where_the_last_was_refused_and_count_nobody_as_known_before() -> None:
    async with looking(Pace(people=Rate(5.0, 10)), more=20) as (playground, audiences, _):
        everybody = len(playground.workspace.channel(ATLAS).members)
        first = await audiences.look(HERE)
        assert (first.unknown, first.people, first.outsiders) == ("ratelimited", (), True)
        assert asked(playground) == 10
        # A wait for room for all who are missing.
        assert first.again == pytest.approx((everybody - 10) * 0.75)
    async with looking(more=20) as (playground, audiences, _):
        playground.faults.add(Fault("users.info", "http_500"))
        assert (await audiences.look(HERE)).again == 1.0
        told = asked(playground)
        whole = await audiences.look(HERE)
        assert {person.id for person in whole.people} == set(playground.workspace.channel(ATLAS).members)
        assert not whole.outsiders and asked(playground) == everybody + 1 and told < everybody


async def test_who_somebody_is_counts_for_a_day_and_who_is_in_a_channel_for_ten_minutes() -> None:
    async with looking() as (playground, audiences, clock):
        whole = await audiences.look(HERE)
        people = asked(playground)
        clock.set(NOW + FRESH)
        audiences.forget(HERE)
        assert await audiences.look(HERE) == whole == await audiences.look(HERE)
        assert (asked(playground), asked(playground, "conversations.members")) == (people, 2)
        audiences.forget_person(WHO)
        await audiences.look(HERE)
        assert (asked(playground), asked(playground, "conversations.members")) == (people + 1, 3)
        clock.set(NOW + PEOPLE_FRESH)
        await audiences.person(PersonId(MARIA))
        assert asked(playground) == people + 2


async def test_a_channel_with_more_members_than_are_looked_up_counts_as_one_with_outsiders() -> None:
    async with looking(more=MOST_MEMBERS) as (playground, audiences, _):
        audience = await audiences.look(HERE)
        assert audience.member and audience.outsiders and not audience.people
        assert asked(playground) == 0


async def changed_during(
    playground: Playground, method: str, look: Coroutine[Any, Any, object], change: Callable[[], None]
) -> None:
    """Something changes while that is being looked up: Slack was asked and has not answered yet."""
    before = asked(playground, method)
    playground.faults.add(Fault(method, "slow", after_accept=True))
    under_way = asyncio.create_task(look)
    await soon(lambda: asked(playground, method) > before, method)
    change()
    await under_way


async def test_what_changes_while_it_is_looked_up_is_looked_up_again() -> None:
    async with looking() as (playground, audiences, _):
        for change in (lambda: audiences.forget(HERE), lambda: audiences.forget_person(WHO)):
            audiences.forget(HERE)
            await changed_during(playground, "conversations.members", audiences.look(HERE), change)
            looks = asked(playground, "conversations.members")
            await audiences.look(HERE)
            await audiences.look(HERE)
            assert asked(playground, "conversations.members") == looks + 1
        audiences.forget_person(WHO)
        await changed_during(playground, "users.info", audiences.person(WHO), lambda: audiences.forget_person(WHO))
        people = asked(playground)
        await audiences.person(WHO)
        await audiences.person(WHO)
        assert asked(playground) == people + 1
        await changed_during(
            playground, "users.conversations", audiences.channels_of(WHO), lambda: audiences.forget(HERE)
        )
        await audiences.channels_of(WHO)
        await audiences.channels_of(WHO)
        assert asked(playground, "users.conversations") == 2


async def test_where_somebody_is_can_be_looked_up_anew_without_looking_at_their_channels_again() -> None:
    async with looking() as (playground, audiences, _):
        whole, places = await audiences.look(HERE), await audiences.channels_of(WHO)
        audiences.forget_places(WHO)
        before = len(playground.calls)
        assert await audiences.channels_of(WHO) == places and await audiences.look(HERE) == whole
        assert [method for method, _ in playground.calls[before:]] == ["users.conversations"]
