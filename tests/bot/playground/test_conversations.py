"""conversations.* over the real Web API: which there are, who is in them, what was said, and who comes and goes."""

from __future__ import annotations

import pytest

from bot.playground.company import ATLAS, BOT, DEV, GENERAL, JON, KODEX, MARIA, PRIYA, VENDOR_TEAM
from tests.bot.playground.doors import Doors


async def test_a_conversation_is_told_with_its_kind_and_with_whom_it_is_shared(doors: Doors) -> None:
    atlas = (await doors.done("conversations.info", channel=ATLAS))["channel"]
    assert (atlas["name"], atlas["is_private"], atlas["is_ext_shared"], atlas["num_members"]) == (
        "atlas-plan",
        True,
        False,
        4,
    )
    kodex = (await doors.done("conversations.info", channel=KODEX))["channel"]
    assert (kodex["is_ext_shared"], kodex["connected_team_ids"]) == (True, [VENDOR_TEAM])
    general = (await doors.done("conversations.info", channel=GENERAL))["channel"]
    assert (general["is_channel"], general["is_general"], general["is_member"]) == (True, True, True)
    direct = (await doors.done("conversations.open", users=MARIA, return_im=True))["channel"]
    assert (direct["is_im"], direct["user"], direct["is_user_deleted"]) == (True, MARIA, False)


async def test_what_the_app_is_not_in_it_does_not_know_of_unless_it_is_public(doors: Doors) -> None:
    for channel in (ATLAS, GENERAL):
        await doors.act(MARIA, "leave", channel=channel, user=BOT)
    assert await doors.refused("conversations.info", channel=ATLAS) == "channel_not_found"
    assert await doors.refused("conversations.history", channel=GENERAL) == "not_in_channel"
    assert (await doors.done("conversations.info", channel=GENERAL))["channel"]["is_member"] is False
    listed = await doors.done("conversations.list", types="public_channel,private_channel")
    assert {channel["id"] for channel in listed["channels"]} == {GENERAL, KODEX}


async def test_members_come_in_pages(doors: Doors) -> None:
    first = await doors.done("conversations.members", channel=KODEX, limit=2)
    cursor = first["response_metadata"]["next_cursor"]
    second = await doors.done("conversations.members", channel=KODEX, limit=3, cursor=cursor)
    assert [*first["members"], *second["members"]] == [MARIA, JON, PRIYA, DEV, BOT]
    assert second["response_metadata"]["next_cursor"] == ""


@pytest.mark.parametrize(
    ("page", "error"),
    [
        ({"limit": 0.5}, "invalid_limit"),
        ({"limit": "many"}, "invalid_limit"),
        ({"limit": 1001}, "invalid_limit"),
        ({"cursor": "###"}, "invalid_cursor"),
        ({"cursor": "bmV4dDp4"}, "invalid_cursor"),
        ({"cursor": "cHJldjox"}, "invalid_cursor"),
        ({"cursor": "bmV4dDo5OQ=="}, "invalid_cursor"),
    ],
)
async def test_a_page_that_cannot_be_is_refused(doors: Doors, page: dict[str, object], error: str) -> None:
    assert await doors.refused("conversations.members", channel=KODEX, **page) == error


async def test_conversations_are_listed_by_type_and_without_archived_ones(doors: Doors) -> None:
    assert [c["id"] for c in (await doors.done("conversations.list"))["channels"]] == [GENERAL]
    await doors.act(MARIA, "archive", channel=KODEX)
    listed = await doors.done("conversations.list", types="private_channel", exclude_archived=True)
    assert [c["id"] for c in listed["channels"]] == [ATLAS]
    assert await doors.refused("conversations.list", types="secret") == "invalid_types"


async def test_a_direct_conversation_is_opened_once(doors: Doors) -> None:
    first = await doors.done("conversations.open", users=JON)
    again = await doors.done("conversations.open", users=[JON])
    assert first["channel"] == again["channel"]
    assert (first["already_open"], again["already_open"]) == (False, True)
    assert await doors.refused("conversations.open") == "users_list_not_supplied"
    assert await doors.refused("conversations.open", users="U0NOBODY") == "user_not_found"
    assert await doors.refused("conversations.open", users=f"{JON},{MARIA}") == "method_not_supported_for_channel_type"
    await doors.act(MARIA, "deactivate", user=JON)
    assert await doors.refused("conversations.open", users=JON) == "user_disabled"


async def test_a_channel_is_made_named_and_filled_by_the_app(doors: Doors) -> None:
    made = (await doors.done("conversations.create", name="borealis-plan", is_private=True))["channel"]
    assert (made["is_private"], made["creator"], made["num_members"]) == (True, BOT, 1)
    told = await doors.done("conversations.invite", channel=made["id"], users=f"{MARIA},{JON}")
    assert told["channel"]["num_members"] == 3
    assert await doors.refused("conversations.invite", channel=made["id"], users=MARIA) == "already_in_channel"
    topic = await doors.done("conversations.setTopic", channel=made["id"], topic="Next")
    assert topic["channel"]["topic"]["value"] == "Next"
    assert await doors.refused("conversations.setTopic", channel=made["id"], topic="x" * 251) == "too_long"
    renamed = (await doors.done("conversations.rename", channel=made["id"], name="borealis"))["channel"]
    assert (renamed["name"], renamed["previous_names"]) == ("borealis", ["borealis-plan"])


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("Atlas", "invalid_name_specials"),
        ("atlas plan", "invalid_name_specials"),
        ("a" * 81, "invalid_name_maxlength"),
        ("atlas-plan", "name_taken"),
        ("", "invalid_arguments"),
    ],
)
async def test_a_name_that_slack_refuses_is_refused(doors: Doors, name: str, error: str) -> None:
    assert await doors.refused("conversations.create", name=name) == error


@pytest.mark.parametrize(
    ("user", "error"),
    [(BOT, "cant_invite_self"), (DEV, "user_team_not_in_channel"), ("U0NOBODY", "user_not_found")],
)
async def test_who_cannot_be_invited_is_not_and_nobody_with_them(doors: Doors, user: str, error: str) -> None:
    made = (await doors.done("conversations.create", name="borealis"))["channel"]["id"]
    assert await doors.refused("conversations.invite", channel=made, users=f"{MARIA},{user}") == error
    assert (await doors.done("conversations.members", channel=made))["members"] == [BOT]


async def test_somebody_is_put_out_of_a_channel_by_the_app(doors: Doors) -> None:
    await doors.done("conversations.kick", channel=ATLAS, user=JON)
    assert JON not in (await doors.done("conversations.members", channel=ATLAS))["members"]
    assert await doors.refused("conversations.kick", channel=ATLAS, user=JON) == "not_in_channel"
    assert await doors.refused("conversations.kick", channel=ATLAS, user=BOT) == "cant_kick_self"
    assert await doors.refused("conversations.kick", channel=GENERAL, user=JON) == "cant_kick_from_general"


async def test_the_app_joins_what_is_public_and_leaves_again(doors: Doors) -> None:
    made = (await doors.act(MARIA, "create_channel", name="open-house"))["channel"]
    assert (await doors.done("conversations.join", channel=made))["channel"]["is_member"] is True
    await doors.done("conversations.leave", channel=made)
    assert (await doors.done("conversations.leave", channel=made))["not_in_channel"] is True
    await doors.act(MARIA, "archive", channel=made)
    assert await doors.refused("conversations.join", channel=made) == "is_archived"
    assert await doors.refused("conversations.join", channel=ATLAS) == "method_not_supported_for_channel_type"
    assert await doors.refused("conversations.leave", channel=GENERAL) == "cant_leave_general"


async def test_a_channel_is_archived_once_and_opened_once(doors: Doors) -> None:
    assert await doors.refused("conversations.unarchive", channel=ATLAS) == "not_archived"
    await doors.done("conversations.archive", channel=ATLAS)
    assert await doors.refused("conversations.archive", channel=ATLAS) == "already_archived"
    assert (await doors.act(MARIA, "post", channel=ATLAS, text="Hello"))["error"] == "is_archived"
    await doors.done("conversations.unarchive", channel=ATLAS)
    assert (await doors.act(MARIA, "post", channel=ATLAS, text="Hello"))["ok"]
    assert await doors.refused("conversations.archive", channel=GENERAL) == "cant_archive_general"


async def test_history_is_newest_first_in_pages_and_between_times(doors: Doors) -> None:
    metadata = {"event_type": "outbox", "event_payload": {}}
    stamps = [
        (await doors.done("chat.postMessage", channel=ATLAS, text=str(n), metadata=metadata))["ts"] for n in range(4)
    ]
    await doors.done("chat.postMessage", channel=ATLAS, text="reply", thread_ts=stamps[0])
    first = await doors.done("conversations.history", channel=ATLAS, limit=3)
    assert ([m["text"] for m in first["messages"]], first["has_more"]) == (["3", "2", "1"], True)
    assert "metadata" not in first["messages"][0]
    cursor = first["response_metadata"]["next_cursor"]
    rest = await doors.done("conversations.history", channel=ATLAS, cursor=cursor, include_all_metadata=True)
    assert ([m["text"] for m in rest["messages"]], rest["has_more"]) == (["0"], False)
    assert rest["messages"][0]["metadata"] == metadata
    between = {"channel": ATLAS, "oldest": stamps[0], "latest": stamps[2]}
    assert [m["text"] for m in (await doors.done("conversations.history", **between))["messages"]] == ["1"]
    inclusive = await doors.done("conversations.history", **between, inclusive=True)
    assert [m["text"] for m in inclusive["messages"]] == ["2", "1", "0"]


async def test_a_thread_is_read_from_its_root_on(doors: Doors) -> None:
    root = (await doors.done("chat.postMessage", channel=ATLAS, text="root"))["ts"]
    await doors.done("chat.postMessage", channel=ATLAS, text="aside")
    await doors.done("chat.postMessage", channel=ATLAS, text="reply", thread_ts=root)
    told = await doors.done("conversations.replies", channel=ATLAS, ts=root)
    assert [m["text"] for m in told["messages"]] == ["root", "reply"]
    assert told["messages"][1]["parent_user_id"] == BOT
    assert await doors.refused("conversations.replies", channel=ATLAS, ts="1.000000") == "thread_not_found"
