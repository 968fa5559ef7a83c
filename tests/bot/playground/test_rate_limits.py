"""The local Slack keeps an app to Slack's limits where it is told to, and counts what it refused."""

from __future__ import annotations

import pytest

from bot.playground.company import ATLAS, GENERAL, MARIA
from bot.playground.limits import SLACK, Limit, RateLimits
from tests.bot.playground.doors import Doors


def test_never_more_than_so_many_in_any_so_many_seconds() -> None:
    limits = RateLimits(Limit("chat.update", 3, 60.0))
    assert [limits.take("chat.update", "T1", "C1", now) for now in (0, 1, 2)] == [0, 0, 0]
    assert limits.take("chat.update", "T1", "C2", 10.0) == 50
    assert limits.take("chat.update", "T2", "C1", 10.0) == 0
    assert limits.take("chat.postMessage", "T1", "C1", 10.0) == 0
    assert limits.take("chat.update", "T1", "C1", 60.0) == 0
    assert (limits.calls["chat.update"], limits.refused["chat.update"]) == (6, 1)


def test_a_channel_has_a_limit_of_its_own_and_a_refused_call_takes_no_room() -> None:
    limits = RateLimits(*SLACK)
    assert limits.take("chat.postMessage", "T1", "C1", 0.0) == 0
    assert limits.take("chat.postMessage", "T1", "C2", 0.0) == 0
    assert limits.take("chat.postMessage", "T1", "C1", 0.5) == 0.5
    assert limits.take("chat.postMessage", "T1", "C1", 0.95) == 0


@pytest.mark.parametrize("on", [True, False])
async def test_over_http_a_second_message_in_a_second_is_refused_only_where_limits_are_on(
    doors: Doors, on: bool
) -> None:
    assert (await doors.act(MARIA, "limits", on=on))["ok"]
    await doors.done("chat.postMessage", channel=ATLAS, text="one")
    second = await doors.api("chat.postMessage", channel=ATLAS, text="two")
    assert second.get("error") == ("ratelimited" if on else None)
    await doors.done("chat.postMessage", channel=GENERAL, text="elsewhere")
    told = await doors.act(MARIA, "limits")
    assert told["refused"] == ({"chat.postMessage": 1} if on else {})
