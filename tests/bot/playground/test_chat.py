"""chat.* over the real Web API: what is posted, edited, deleted and whispered, and what is refused by which name."""

from __future__ import annotations

import pytest

from bot.playground.company import ATLAS, BOT, DEV, GENERAL, JON, MARIA
from tests.bot.playground.doors import Doors

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*Know what you own*"}}


async def test_a_message_is_posted_in_the_apps_name_and_read_by_people(doors: Doors) -> None:
    told = await doors.done("chat.postMessage", channel=ATLAS, text="Hello", blocks=[SECTION])
    assert told["channel"] == ATLAS
    message = told["message"]
    assert (message["user"], message["bot_id"], message["text"], message["ts"]) == (
        BOT,
        doors.app.bot_id,
        "Hello",
        told["ts"],
    )
    assert message["blocks"] == [{**SECTION, "block_id": "b0"}]
    assert [m["ts"] for m in await doors.messages(JON, ATLAS)] == [told["ts"]]


async def test_a_message_to_a_person_opens_their_conversation_with_the_app(doors: Doors) -> None:
    told = await doors.done("chat.postMessage", channel=MARIA, text="Only you")
    assert told["channel"].startswith("D")
    assert [m["text"] for m in await doors.messages(MARIA, told["channel"])] == ["Only you"]
    assert await doors.messages(JON, told["channel"]) == []


async def test_a_reply_is_counted_at_its_root_and_stays_out_of_the_channel(doors: Doors) -> None:
    root = (await doors.done("chat.postMessage", channel=ATLAS, text="Root"))["ts"]
    reply = await doors.done("chat.postMessage", channel=ATLAS, text="Reply", thread_ts=root)
    (shown,) = await doors.messages(MARIA, ATLAS)
    assert (shown["reply_count"], shown["reply_users"], shown["latest_reply"]) == (1, [BOT], reply["ts"])
    assert [m["text"] for m in await doors.messages(MARIA, ATLAS, thread_ts=root)] == ["Root", "Reply"]
    await doors.done("chat.postMessage", channel=ATLAS, text="For all", thread_ts=root, reply_broadcast=True)
    assert [m["text"] for m in await doors.messages(MARIA, ATLAS)] == ["Root", "For all"]


async def test_a_text_beyond_forty_thousand_is_cut_when_posted_and_refused_elsewhere(doors: Doors) -> None:
    posted = await doors.done("chat.postMessage", channel=ATLAS, text="x" * 40_001)
    assert len(posted["message"]["text"]) == 40_000
    long = {"channel": ATLAS, "text": "x" * 40_001}
    assert await doors.refused("chat.update", ts=posted["ts"], **long) == "msg_too_long"
    assert await doors.refused("chat.postEphemeral", user=MARIA, **long) == "msg_too_long"
    assert await doors.refused("chat.meMessage", **long) == "msg_too_long"


async def test_an_update_replaces_text_and_blocks_and_keeps_the_metadata(doors: Doors) -> None:
    metadata = {"event_type": "outbox", "event_payload": {"id": "1"}}
    ts = (await doors.done("chat.postMessage", channel=ATLAS, text="One", blocks=[SECTION], metadata=metadata))["ts"]
    told = await doors.done("chat.update", channel=ATLAS, ts=ts, text="Two")
    assert (told["text"], told["message"]["blocks"], told["message"]["metadata"]) == ("Two", [], metadata)
    assert told["message"]["edited"]["user"] == BOT
    other = {"event_type": "outbox", "event_payload": {"id": "2"}}
    told = await doors.done("chat.update", channel=ATLAS, ts=ts, text="Two", metadata=other)
    assert told["message"]["metadata"] == other


async def test_only_the_apps_own_messages_are_changed_or_deleted(doors: Doors) -> None:
    ts = (await doors.act(MARIA, "post", channel=ATLAS, text="Mine"))["ts"]
    assert await doors.refused("chat.update", channel=ATLAS, ts=ts, text="Yours") == "cant_update_message"
    assert await doors.refused("chat.delete", channel=ATLAS, ts=ts) == "cant_delete_message"
    own = (await doors.done("chat.postMessage", channel=ATLAS, text="Own"))["ts"]
    assert (await doors.done("chat.delete", channel=ATLAS, ts=own))["ts"] == own
    assert await doors.refused("chat.delete", channel=ATLAS, ts=own) == "message_not_found"


async def test_a_note_is_seen_by_one_and_cannot_be_updated(doors: Doors) -> None:
    root = (await doors.done("chat.postMessage", channel=ATLAS, text="Root"))["ts"]
    note = {"channel": ATLAS, "user": MARIA, "text": "Psst", "thread_ts": root}
    ts = (await doors.done("chat.postEphemeral", **note))["message_ts"]
    assert [m["text"] for m in await doors.messages(MARIA, ATLAS, thread_ts=root)] == ["Root", "Psst"]
    assert [m["text"] for m in await doors.messages(JON, ATLAS, thread_ts=root)] == ["Root"]
    assert await doors.refused("chat.update", channel=ATLAS, ts=ts, text="New") == "message_not_found"
    assert await doors.refused("chat.postEphemeral", channel=ATLAS, user=DEV, text="Psst") == "user_not_in_channel"


async def test_an_action_message_is_posted(doors: Doors) -> None:
    ts = (await doors.done("chat.meMessage", channel=ATLAS, text="waits"))["ts"]
    (message,) = await doors.messages(MARIA, ATLAS)
    assert (message["subtype"], message["ts"]) == ("me_message", ts)


async def test_a_permalink_leads_to_the_message_and_names_its_thread(doors: Doors) -> None:
    root = (await doors.done("chat.postMessage", channel=ATLAS, text="Root"))["ts"]
    reply = (await doors.done("chat.postMessage", channel=ATLAS, text="Reply", thread_ts=root))["ts"]
    link = (await doors.done("chat.getPermalink", channel=ATLAS, message_ts=reply))["permalink"]
    assert link == f"{doors.playground.url}/#/{ATLAS}/{reply}?thread_ts={root}"
    top = (await doors.done("chat.getPermalink", channel=ATLAS, message_ts=root))["permalink"]
    assert top.endswith(root)
    assert await doors.refused("chat.getPermalink", channel=ATLAS, message_ts="1.000000") == "message_not_found"


async def test_where_the_app_is_no_member_it_cannot_post(doors: Doors) -> None:
    for channel in (ATLAS, GENERAL):
        await doors.act(MARIA, "leave", channel=channel, user=BOT)
    assert await doors.refused("chat.postMessage", channel=GENERAL, text="Hello") == "not_in_channel"
    assert await doors.refused("chat.postMessage", channel=ATLAS, text="Hello") == "channel_not_found"
    assert await doors.refused("chat.postEphemeral", channel=GENERAL, user=MARIA, text="Hello") == "not_in_channel"
    assert await doors.refused("reactions.add", channel=GENERAL, timestamp="1", name="eyes") == "not_in_channel"


async def test_an_archived_or_deleted_channel_takes_no_message(doors: Doors) -> None:
    await doors.act(MARIA, "archive", channel=ATLAS)
    assert await doors.refused("chat.postMessage", channel=ATLAS, text="Hello") == "is_archived"
    await doors.act(MARIA, "delete_channel", channel=ATLAS)
    assert await doors.refused("chat.postMessage", channel=ATLAS, text="Hello") == "channel_not_found"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"text": "Hello"}, "invalid_arguments"),
        ({"channel": "C0NOWHERE"}, "channel_not_found"),
        ({"channel": ATLAS}, "no_text"),
        ({"channel": ATLAS, "text": "Hello", "thread_ts": "1.000000"}, "thread_not_found"),
        ({"channel": ATLAS, "blocks": "[{"}, "invalid_blocks_format"),
        ({"channel": ATLAS, "blocks": {"type": "divider"}}, "invalid_blocks_format"),
        ({"channel": ATLAS, "blocks": [{"type": "hologram"}]}, "invalid_blocks"),
    ],
)
async def test_a_message_that_slack_refuses_is_refused(doors: Doors, arguments: dict[str, object], error: str) -> None:
    assert await doors.refused("chat.postMessage", **arguments) == error
    assert await doors.messages(MARIA, ATLAS) == []


async def test_arguments_come_as_json_as_a_form_or_in_the_query(doors: Doors) -> None:
    url, token = f"{doors.playground.api_url}chat.postMessage", doors.app.bot_token
    blocks = '[{"type": "divider"}]'
    form = {"token": token, "channel": ATLAS, "text": "Form", "blocks": blocks}
    async with doors.client.post(url, data=form) as answer:
        assert (await answer.json())["message"]["blocks"] == [{"type": "divider", "block_id": "b0"}]
    async with doors.client.get(url, params={**form, "text": "Query"}) as answer:
        assert (await answer.json())["message"]["text"] == "Query"
    async with doors.client.post(url, data={**form, "blocks": "[{"}) as answer:
        assert (await answer.json())["error"] == "invalid_blocks_format"
    assert [m["text"] for m in await doors.messages(MARIA, ATLAS)] == ["Form", "Query"]


async def test_who_calls_is_judged_by_the_token(doors: Doors) -> None:
    app = doors.app
    assert (await doors.api("auth.test", token=""))["error"] == "not_authed"
    assert (await doors.api("auth.test", token="xoxb-other"))["error"] == "invalid_auth"
    assert (await doors.api("auth.test", token=app.app_token))["error"] == "not_allowed_token_type"
    assert await doors.refused("apps.connections.open") == "not_allowed_token_type"
    assert (await doors.api("no.such"))["error"] == "unknown_method"
    told = await doors.done("auth.test")
    assert (told["user_id"], told["bot_id"], told["app_id"]) == (BOT, app.bot_id, app.id)
    await doors.act(MARIA, "uninstall")
    assert await doors.refused("auth.test") == "account_inactive"


async def test_reactions_are_added_once_taken_back_once_and_told(doors: Doors) -> None:
    ts = (await doors.act(MARIA, "post", channel=ATLAS, text="Done"))["ts"]
    eyes = {"channel": ATLAS, "timestamp": ts, "name": "eyes"}
    await doors.done("reactions.add", **eyes)
    assert await doors.refused("reactions.add", **eyes) == "already_reacted"
    assert (await doors.act(JON, "react", channel=ATLAS, ts=ts, name="eyes"))["ok"]
    assert (await doors.act(JON, "react", channel=ATLAS, ts=ts, name="tada"))["ok"]
    told = (await doors.done("reactions.get", channel=ATLAS, timestamp=ts))["message"]["reactions"]
    assert told == [
        {"name": "eyes", "users": [BOT, JON], "count": 2},
        {"name": "tada", "users": [JON], "count": 1},
    ]
    await doors.done("reactions.remove", **eyes)
    assert await doors.refused("reactions.remove", **eyes) == "no_reaction"
    assert (await doors.act(JON, "unreact", channel=ATLAS, ts=ts, name="eyes"))["ok"]
    (message,) = await doors.messages(MARIA, ATLAS)
    assert [r["name"] for r in message["reactions"]] == ["tada"]
