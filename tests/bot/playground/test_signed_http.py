"""Signed HTTP over a real server of the app: signatures, Slack's retries and their headers, and commands."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import time

import pytest

from bot.playground.company import ATLAS, BOT, GENERAL, JON, KODEX, MARIA
from bot.playground.delivery import RETRIES
from tests.bot.playground.doors import Answer, Doors, Ear, Heard


def signed(heard: Heard, secret: str) -> bool:
    """Whether the signature is Slack's, reckoned afresh from their description."""
    stamp = heard.headers["X-Slack-Request-Timestamp"]
    assert abs(time.time() - int(stamp)) < 60
    right = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + heard.raw, hashlib.sha256).hexdigest()
    return heard.headers["X-Slack-Signature"] == f"v0={right}"


async def test_every_request_is_signed_with_the_apps_secret(doors: Doors, ear: Ear) -> None:
    await doors.act(MARIA, "post", channel=ATLAS, text="Grüße & <b>")
    await doors.act(MARIA, "command", channel=ATLAS, command="/ringfence", text="status & more")
    blocks = [{"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Go"}}]}]
    ts = (await doors.done("chat.postMessage", channel=ATLAS, text="Card", blocks=blocks))["ts"]
    await doors.act(MARIA, "click", channel=ATLAS, ts=ts, action_id="a0.0")
    for kind in ("message", "command", "block_actions"):
        heard = await ear.hears(kind)
        assert signed(heard, doors.app.signing_secret)
        assert not signed(Heard(heard.headers, heard.raw + b" "), doors.app.signing_secret)


async def test_an_event_is_told_once_when_it_is_acknowledged(doors: Doors, ear: Ear) -> None:
    await doors.act(MARIA, "post", channel=ATLAS, text="Hello")
    heard = await ear.hears("message")
    assert heard.headers["Content-Type"] == "application/json"
    assert "X-Slack-Retry-Num" not in heard.headers
    await doors.act(MARIA, "post", channel=ATLAS, text="And again")
    await ear.hears("message", 2)
    assert [one.body["event"]["text"] for one in ear.heard("message")] == ["Hello", "And again"]


async def test_a_refused_event_comes_three_times_more_and_says_why(doors: Doors, ear: Ear) -> None:
    ear.answers = [Answer(500), Answer(200, after=0.6), Answer(404), Answer(500)]
    await doors.act(MARIA, "post", channel=ATLAS, text="Hello")
    await ear.hears("message", 4)
    told = [
        (one.headers.get("X-Slack-Retry-Num"), one.headers.get("X-Slack-Retry-Reason")) for one in ear.heard("message")
    ]
    assert told == [(None, None), ("1", "http_error"), ("2", "http_timeout"), ("3", "http_error")]
    assert len({one.body["event_id"] for one in ear.heard("message")}) == 1
    await doors.act(MARIA, "post", channel=ATLAS, text="The next")
    assert (await ear.hears("message", 5)).body["event"]["text"] == "The next"


async def test_slack_retries_at_once_after_a_minute_and_after_five() -> None:
    assert RETRIES == (0.0, 60.0, 300.0)


async def test_who_wants_no_retry_gets_none(doors: Doors, ear: Ear) -> None:
    ear.answers = [Answer(500, headers={"X-Slack-No-Retry": "1"})]
    await doors.act(MARIA, "post", channel=ATLAS, text="Hello")
    await ear.hears("message")
    await doors.act(MARIA, "post", channel=ATLAS, text="The next")
    assert (await ear.hears("message", 2)).body["event"]["text"] == "The next"


async def test_an_app_that_sends_on_and_on_is_followed_twice_only(doors: Doors, ear: Ear) -> None:
    there = {"Location": "/slack/elsewhere"}
    ear.answers = [Answer(307, headers=there) for _ in range(3)]
    await doors.act(MARIA, "post", channel=ATLAS, text="Hello")
    retried = await ear.hears("message", 4)
    assert retried.headers["X-Slack-Retry-Reason"] == "too_many_redirects"


@pytest.mark.parametrize(
    ("url", "reason"),
    [("http://127.0.0.1:9/slack/events", "connection_failed"), ("https://{ear}/slack/events", "ssl_error")],
)
async def test_an_app_that_is_not_there_is_told_later_why(doors: Doors, ear: Ear, url: str, reason: str) -> None:
    delivery = doors.playground.delivery
    delivery.retries, delivery.url = (0.3,), url.format(ear=ear.url.split("/")[2])
    await doors.act(MARIA, "post", channel=ATLAS, text="Hello")
    await asyncio.sleep(0.1)
    delivery.url = ear.url
    assert (await ear.hears("message")).headers["X-Slack-Retry-Reason"] == reason


async def test_a_command_brings_who_where_and_how_to_answer(doors: Doors, ear: Ear) -> None:
    for channel, name in ((ATLAS, "privategroup"), (GENERAL, "general")):
        await doors.act(JON, "command", channel=channel, command="/ringfence", text="start now")
        body = ear.heard("command")[-1].body
        assert (body["command"], body["text"], body["user_id"]) == ("/ringfence", "start now", JON)
        assert (body["channel_id"], body["channel_name"]) == (channel, name)
        assert body["response_url"].startswith(f"{doors.playground.url}/respond/")
    direct = (await doors.done("conversations.open", users=JON))["channel"]["id"]
    await doors.act(JON, "command", channel=direct, command="/ringfence")
    assert ear.heard("command")[-1].body["channel_name"] == "directmessage"


async def test_a_command_works_where_the_app_is_no_member(doors: Doors, ear: Ear) -> None:
    await doors.act(MARIA, "leave", channel=GENERAL, user=BOT)
    assert (await doors.act(MARIA, "command", channel=GENERAL, command="/ringfence"))["ok"]
    url = (await ear.hears("command")).body["response_url"]
    assert await doors.refused("chat.postMessage", channel=GENERAL, text="Hello") == "not_in_channel"
    assert await doors.respond(url, text="Invite me first") == (200, "")
    assert [m["text"] for m in await doors.messages(MARIA, GENERAL)] == ["Invite me first"]


@pytest.mark.parametrize(
    ("answer", "seen_by_jon"),
    [
        (Answer(body="Plainly"), []),
        (Answer(body={"text": "Plainly"}), []),
        (Answer(body={"response_type": "in_channel", "text": "Plainly"}), ["Plainly"]),
    ],
)
async def test_a_command_is_answered_for_one_or_for_all(
    doors: Doors, ear: Ear, answer: Answer, seen_by_jon: list[str]
) -> None:
    ear.answers = [answer]
    await doors.act(MARIA, "command", channel=ATLAS, command="/ringfence")
    assert [m["text"] for m in await doors.messages(MARIA, ATLAS)] == ["Plainly"]
    assert [m["text"] for m in await doors.messages(JON, ATLAS)] == seen_by_jon


async def test_blocks_that_slack_refuses_are_refused_in_a_commands_answer(doors: Doors, ear: Ear) -> None:
    ear.answers = [Answer(body={"text": "x", "blocks": [{"type": "hologram"}]})]
    told = await doors.act(MARIA, "command", channel=ATLAS, command="/ringfence")
    assert told["error"] == "invalid_blocks"
    ear.answers = [Answer(body={"blocks": [{"type": "divider"}]})]
    assert (await doors.act(MARIA, "command", channel=ATLAS, command="/ringfence"))["ok"]
    assert len(await doors.messages(MARIA, ATLAS)) == 1


@pytest.mark.parametrize(
    ("answer", "error"), [(Answer(500), "dispatch_failed"), (Answer(after=0.6), "operation_timeout")]
)
async def test_a_failed_command_is_not_tried_again_and_only_its_author_is_told(
    doors: Doors, ear: Ear, answer: Answer, error: str
) -> None:
    ear.answers = [answer]
    await doors.act(MARIA, "command", channel=ATLAS, command="/ringfence")
    assert [m["text"] for m in await doors.messages(MARIA, ATLAS)] == [f"/ringfence failed with the error “{error}”"]
    assert await doors.messages(JON, ATLAS) == []
    assert len(ear.heard("command")) == 1


async def test_an_event_says_whether_its_channel_is_shared_and_for_whom_it_is(doors: Doors, ear: Ear) -> None:
    await doors.act(MARIA, "post", channel=ATLAS, text="Inside")
    await doors.act(MARIA, "post", channel=KODEX, text="Outside")
    inside, outside = (await ear.hears("message")).body, (await ear.hears("message", 2)).body
    assert (inside["is_ext_shared_channel"], outside["is_ext_shared_channel"]) == (False, True)
    assert inside["authorizations"][0]["user_id"] == BOT
    assert inside["event_id"] != outside["event_id"]


async def test_a_mention_arrives_twice_as_message_and_as_mention(doors: Doors, ear: Ear) -> None:
    await doors.act(MARIA, "post", channel=ATLAS, text=f"<@{BOT}> status")
    message, mention = (await ear.hears("message")).body, (await ear.hears("app_mention")).body
    assert message["event"]["ts"] == mention["event"]["ts"]
    assert message["event_id"] != mention["event_id"]
    assert mention["event"]["user_profile"]["name"] == "maria"


async def test_edits_deletions_and_reactions_are_told(doors: Doors, ear: Ear) -> None:
    ts = (await doors.act(MARIA, "post", channel=ATLAS, text="One"))["ts"]
    assert (await doors.act(JON, "edit", channel=ATLAS, ts=ts, text="Two"))["error"] == "cant_update_message"
    await doors.act(MARIA, "edit", channel=ATLAS, ts=ts, text="Two")
    changed = (await ear.hears("message", 2)).body["event"]
    assert (changed["subtype"], changed["message"]["text"], changed["previous_message"]["text"]) == (
        "message_changed",
        "Two",
        "One",
    )
    await doors.act(MARIA, "react", channel=ATLAS, ts=ts, name="eyes")
    added = (await ear.hears("reaction_added")).body["event"]
    assert (added["reaction"], added["item"]["ts"], added["item_user"]) == ("eyes", ts, MARIA)
    assert (await doors.act(JON, "delete", channel=ATLAS, ts=ts))["error"] == "cant_delete_message"
    await doors.act(MARIA, "delete", channel=ATLAS, ts=ts)
    gone = (await ear.hears("message", 3)).body["event"]
    assert (gone["subtype"], gone["deleted_ts"]) == ("message_deleted", ts)


async def test_what_becomes_of_a_channel_is_told_by_the_name_of_its_kind(doors: Doors, ear: Ear) -> None:
    for channel, word in ((ATLAS, "group"), (GENERAL, "channel")):
        await doors.act(MARIA, "rename", channel=channel, name=f"new-{word}")
        assert (await ear.hears(f"{word}_rename")).body["event"]["channel"]["name"] == f"new-{word}"
        for deed, kind in (("archive", "archive"), ("unarchive", "unarchive")):
            await doors.act(MARIA, deed, channel=channel)
            assert (await ear.hears(f"{word}_{kind}")).body["event"]["channel"] == channel
    await doors.act(MARIA, "share", channel=GENERAL)
    await ear.hears("channel_shared")
    await doors.act(MARIA, "unshare", channel=GENERAL)
    assert (await ear.hears("channel_unshared")).body["event"]["is_ext_shared"] is False
    assert (await doors.act(MARIA, "rename", channel=GENERAL, name="atlas-kodex"))["error"] == "name_taken"
    await doors.act(MARIA, "make_private", channel=GENERAL)
    await doors.act(MARIA, "delete_channel", channel=GENERAL)
    assert (await ear.hears("group_deleted")).body["event"]["actor_id"] == MARIA


async def test_the_end_of_the_app_is_told_and_nothing_after_it(doors: Doors, ear: Ear) -> None:
    await doors.act(MARIA, "uninstall")
    await ear.hears("tokens_revoked")
    await ear.hears("app_uninstalled")
    await doors.act(MARIA, "post", channel=ATLAS, text="Gone?")
    await doors.act(MARIA, "command", channel=ATLAS, command="/ringfence")
    assert not ear.heard("message")
