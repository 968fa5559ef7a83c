"""What Slack sends: a command, a press and a message, signed, as the bytes of an HTTP request. Sizes are those of real payloads."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

from bot.slack import refs
from flows.model.ids import TeamId
from flows.model.screens import Ref
from flows.model.values import Kind
from tests.bench import sample

SECRET = "bench-signing-secret"
PATH = "/slack/events"
APP, BOT, ROOT_TS = "A0BENCH", "U0BOT", "1700000000.000100"
KINDS = ("command", "press", "message")
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


def request(kind: str, number: int, channel: int, step: sample.Step, team: TeamId = sample.TEAM) -> bytes:
    """One request that nobody sent before; ``number`` makes it so."""
    match kind:
        case "command":
            return signed(FORM, urlencode(_command(number, channel)))
        case "press":
            return signed(FORM, urlencode({"payload": json.dumps(_press(number, channel, step, team))}))
        case _:
            return signed(JSON, json.dumps(_message(number, channel, team)))


def answer(number: int, channel: int, step: sample.Step, team: TeamId = sample.TEAM) -> bytes:
    """What answers the question of a step: a reply in words, or a press."""
    return request("message" if step.kind is Kind.TEXT else "press", number, channel, step, team)


def signed(content: str, text: str) -> bytes:
    """A request with that body, signed as Slack does."""
    body, stamp = text.encode(), str(int(time.time()))
    digest = hmac.new(SECRET.encode(), f"v0:{stamp}:{text}".encode(), hashlib.sha256).hexdigest()
    lines = (
        f"POST {PATH} HTTP/1.1",
        "Host: 127.0.0.1",
        "User-Agent: Slackbot 1.0 (+https://api.slack.com/robots)",
        "Accept: application/json,*/*",
        f"Content-Type: {content}",
        f"Content-Length: {len(body)}",
        f"X-Slack-Request-Timestamp: {stamp}",
        f"X-Slack-Signature: v0={digest}",
    )
    return "\r\n".join((*lines, "", "")).encode() + body


def _trigger(number: int) -> str:
    return f"{number}.2000000000.0123456789abcdef0123456789abcdef"


def _command(number: int, channel: int) -> dict[str, str]:
    return {
        "token": "verification-of-old",
        "team_id": sample.TEAM,
        "team_domain": "bench",
        "channel_id": sample.channel(channel),
        "channel_name": f"bench-{channel}",
        "user_id": sample.WHO,
        "user_name": "somebody",
        "command": "/ringfence",
        "text": "status",
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": f"http://127.0.0.1:9/commands/{number}",
        "trigger_id": _trigger(number),
    }


def _press(number: int, channel: int, step: sample.Step, team: TeamId) -> dict[str, object]:
    yes = "yes" if sample.says_yes(step.spot) else "no"
    arg = yes if step.kind is Kind.YES_NO else sample.OPTION
    value = refs.write(sample.key(channel, team), Ref("answer", sample.SESSION, step.spot, 0, arg))
    button = {"type": "button", "action_id": "answer:0", "value": value, "text": _plain("An option of its question")}
    here = {"type": "message", "message_ts": ROOT_TS, "channel_id": sample.channel(channel), "is_ephemeral": False}
    said = {"type": "mrkdwn", "text": "*A question of ordinary length about an asset of yours?*\nBecause it matters."}
    blocks = [
        {"type": "section", "block_id": "q", "text": said},
        {"type": "actions", "block_id": "b", "elements": [{**button, "action_id": f"answer:{n}"} for n in range(5)]},
        {"type": "context", "block_id": "c", "elements": [said]},
    ]
    return {
        "type": "block_actions",
        "user": {"id": sample.WHO, "username": "somebody", "name": "somebody", "team_id": team},
        "api_app_id": APP,
        "token": "verification-of-old",
        "container": here,
        "trigger_id": _trigger(number),
        "team": {"id": team, "domain": "bench"},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": sample.channel(channel), "name": f"bench-{channel}"},
        "message": {"bot_id": "B0BENCH", "type": "message", "user": BOT, "ts": ROOT_TS, "text": "q", "blocks": blocks},
        "state": {"values": {}},
        "response_url": f"http://127.0.0.1:9/actions/{number}",
        "actions": [{**button, "block_id": "b", "action_ts": ROOT_TS}],
    }


def _plain(text: str) -> dict[str, object]:
    return {"type": "plain_text", "text": text, "emoji": True}


def _message(number: int, channel: int, team: TeamId) -> dict[str, object]:
    ts = f"18{number:08d}.000200"
    words = [{"type": "rich_text_section", "elements": [{"type": "text", "text": sample.REPLY}]}]
    said = {
        "type": "message",
        "user": sample.WHO,
        "client_msg_id": f"{number:08x}-0000-4000-8000-000000000000",
        "ts": ts,
        "thread_ts": ROOT_TS,
        "text": sample.REPLY,
        "team": team,
        "channel": sample.channel(channel),
        "channel_type": "group",
        "event_ts": ts,
        "parent_user_id": BOT,
        "blocks": [{"type": "rich_text", "block_id": "r", "elements": words}],
    }
    grant = {"enterprise_id": None, "team_id": team, "user_id": BOT, "is_bot": True}
    return {
        "token": "verification-of-old",
        "team_id": team,
        "context_team_id": team,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": said,
        "type": "event_callback",
        "event_id": f"Ev{number:010d}",
        "event_time": 1800000000,
        "authorizations": [{**grant, "is_enterprise_install": False}],
        "is_ext_shared_channel": False,
        "event_context": "4-" + "eyJldCI6Im1lc3NhZ2UifQ" * 4,
    }
