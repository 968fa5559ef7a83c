"""response_url: five uses in half an hour, for one or for all, and the message it belongs to replaced or deleted."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.company import ATLAS, JON, MARIA
from tests.bot.playground.doors import Doors, Ear

BUTTON = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
BLOCKS: list[dict[str, Any]] = [{"type": "actions", "block_id": "b", "elements": [BUTTON]}]


async def after_command(doors: Doors, ear: Ear) -> str:
    await doors.act(MARIA, "command", channel=ATLAS, command="/ringfence")
    return str(ear.heard("command")[-1].body["response_url"])


async def after_press(doors: Doors, ear: Ear, note: bool = False) -> str:
    """The address that comes with a press on the app's message, or on its note for Maria."""
    card = {"channel": ATLAS, "text": "Card", "blocks": BLOCKS}
    if note:
        ts = (await doors.done("chat.postEphemeral", user=MARIA, **card))["message_ts"]
    else:
        ts = (await doors.done("chat.postMessage", **card))["ts"]
    await doors.act(MARIA, "click", channel=ATLAS, ts=ts, action_id="go")
    return str(ear.heard("block_actions")[-1].body["response_url"])


async def texts(doors: Doors, who: str) -> list[str]:
    return [message["text"] for message in await doors.messages(who, ATLAS)]


async def test_it_is_good_for_five_uses(doors: Doors, ear: Ear) -> None:
    url = await after_command(doors, ear)
    assert [await doors.respond(url, text=str(n)) for n in range(5)] == [(200, "")] * 5
    assert await doors.respond(url, text="6") == (404, "used_url")
    assert await texts(doors, MARIA) == ["0", "1", "2", "3", "4"]


async def test_it_is_good_for_half_an_hour(doors: Doors, ear: Ear) -> None:
    url = await after_command(doors, ear)
    start = doors.playground.workspace.clock.now()
    await doors.act(MARIA, "set_clock", now=start + 1799)
    assert await doors.respond(url, text="In time") == (200, "")
    await doors.act(MARIA, "set_clock", now=start + 1801)
    assert await doors.respond(url, text="Too late") == (404, "expired_url")
    assert await doors.respond(f"{doors.playground.url}/respond/none", text="x") == (404, "invalid_url")
    assert await texts(doors, MARIA) == ["In time"]


async def test_it_answers_one_unless_it_is_told_to_answer_all(doors: Doors, ear: Ear) -> None:
    url = await after_command(doors, ear)
    await doors.respond(url, text="For you")
    await doors.respond(url, text="For all", response_type="in_channel")
    await doors.respond(url, blocks=[{"type": "divider"}], response_type="in_channel")
    assert await texts(doors, MARIA) == ["For you", "For all", ""]
    assert await texts(doors, JON) == ["For all", ""]


@pytest.mark.parametrize("note", [False, True])
async def test_it_replaces_and_deletes_what_was_pressed(doors: Doors, ear: Ear, note: bool) -> None:
    url = await after_press(doors, ear, note)
    assert await doors.respond(url, replace_original=True, text="Done", blocks=[{"type": "divider"}]) == (200, "")
    (message,) = await doors.messages(MARIA, ATLAS)
    assert (message["text"], message["blocks"]) == ("Done", [{"type": "divider", "block_id": "b0"}])
    assert await doors.respond(url, delete_original=True) == (200, "")
    assert await doors.messages(MARIA, ATLAS) == []
    assert (await doors.respond(url, delete_original=True))[0] == 400


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"text": "x", "blocks": [{"type": "hologram"}]}, "invalid_blocks"),
        ({"blocks": [{"type": "divider"}] * 51}, "invalid_blocks"),
        ({"blocks": "[{"}, "invalid_blocks_format"),
        ({}, "no_text"),
    ],
)
async def test_it_refuses_what_slack_refuses(doors: Doors, ear: Ear, body: dict[str, Any], error: str) -> None:
    url = await after_command(doors, ear)
    assert await doors.respond(url, **body) == (400, error)
    assert await texts(doors, MARIA) == []
