"""The workspace's state: people, channels, messages, views, files, apps. Changes are told to whoever subscribed; nothing here is HTTP."""

from __future__ import annotations

import asyncio
import itertools
import secrets
from collections.abc import Callable

from bot.playground.clock import WorkspaceClock
from bot.playground.records import App, Channel, Json, Person, ResponseUrl, SlackError, Trigger, shown

TRIGGER_LIVES = 3.0
TOMB = {"subtype": "tombstone", "user": "USLACKBOT", "text": "This message was deleted."}
TOMB_KEEPS = ("type", "ts", "thread_ts", "reply_count", "reply_users", "reply_users_count", "latest_reply", "_channel")
RESPONSE_LIVES, RESPONSE_USES = 1800.0, 5


class Workspace:
    """All of it. ``tell`` hands an event to the app; ``tick`` tells the pages what changed."""

    def __init__(self, team: str, name: str, domain: str, app: App) -> None:
        self.team, self.name, self.domain, self.app = team, name, domain, app
        self.clock = WorkspaceClock()
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.ephemerals: list[Json] = []
        self.views: dict[str, list[Json]] = {}
        self.homes: dict[str, Json] = {}
        self.files: dict[str, Json] = {}
        self.blobs: dict[str, bytes] = {}
        self.triggers: dict[str, Trigger] = {}
        self.responses: dict[str, ResponseUrl] = {}
        self._tickets: set[str] = set()
        self.base = ""
        self.tell: Callable[[Json, Channel | None], None] = lambda event, channel: None
        self._ticks: set[asyncio.Queue[tuple[frozenset[str] | None, Json]]] = set()
        self._numbers = itertools.count(1)

    # ── names ──

    def new_id(self, letter: str) -> str:
        return f"{letter}0{secrets.token_hex(4).upper()}"

    def number(self) -> int:
        return next(self._numbers)

    def trigger(self, user: str) -> str:
        """A fresh trigger: good once, for three seconds."""
        key = f"{self.number()}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self.triggers[key] = Trigger(user, self.clock.now())
        return key

    def pull(self, key: str) -> Trigger:
        """Use a trigger up. Raises SlackError."""
        found = self.triggers.get(key)
        if found is None:
            raise SlackError("invalid_trigger_id" if key else "invalid_arguments")
        if found.used:
            raise SlackError("exchanged_trigger_id")
        if self.clock.now() - found.at > TRIGGER_LIVES:
            raise SlackError("expired_trigger_id")
        found.used = True
        return found

    def ticket(self) -> str:
        """Good for opening one socket."""
        made = self.new_id("K")
        self._tickets.add(made)
        return made

    def admit(self, ticket: str) -> bool:
        """Whether a ticket is good; it is not any more."""
        if ticket not in self._tickets:
            return False
        self._tickets.remove(ticket)
        return True

    def response_url(self, user: str, channel: str, ts: str = "") -> str:
        key = secrets.token_hex(12)
        self.responses[key] = ResponseUrl(user, channel, self.clock.now(), ts)
        return f"{self.base}/respond/{key}"

    # ── look-ups ──

    def person(self, user: str) -> Person:
        found = self.people.get(user)
        if found is None:
            raise SlackError("user_not_found")
        return found

    def channel(self, key: str) -> Channel:
        found = self.channels.get(key) or next((c for c in self.channels.values() if c.name == key.lstrip("#")), None)
        if found is None or found.deleted:
            raise SlackError("channel_not_found")
        return found

    def message(self, channel: Channel, ts: str) -> Json:
        found = next((m for m in channel.messages if m["ts"] == ts), None)
        if found is None:
            raise SlackError("message_not_found")
        return found

    def direct(self, one: str, other: str) -> Channel:
        """The conversation of two, made where there is none."""
        for channel in self.channels.values():
            if channel.kind == "im" and set(channel.members) == {one, other}:
                return channel
        made = Channel(self.new_id("D"), "", "im", int(self.clock.now()), one, [one, other])
        self.channels[made.id] = made
        self.tick({"type": "channel", "channel": made.id}, made.members)
        return made

    # ── telling pages ──

    def subscribe(self) -> asyncio.Queue[tuple[frozenset[str] | None, Json]]:
        queue: asyncio.Queue[tuple[frozenset[str] | None, Json]] = asyncio.Queue()
        self._ticks.add(queue)
        return queue

    def unsubscribe(self, queue: asyncio.Queue[tuple[frozenset[str] | None, Json]]) -> None:
        self._ticks.discard(queue)

    def tick(self, change: Json, who: list[str] | None = None) -> None:
        """Tell pages that something changed; ``who`` may see it (None: everybody)."""
        for queue in self._ticks:
            queue.put_nowait((frozenset(who) if who is not None else None, change))

    # ── messages ──

    def post(self, channel: Channel, message: Json) -> Json:
        """Add a message, tell pages and the app."""
        message = {"type": "message", "ts": self.clock.ts(), "team": self.team, **message}
        root = next((m for m in channel.messages if m["ts"] == message.get("thread_ts")), None)
        channel.messages.append(message)
        if root is not None:
            _replied(root, message)
        self._changed(channel, message, "posted")
        told = {**message, "channel": channel.id, "channel_type": kind_word(channel), "event_ts": message["ts"]}
        if root is not None and message.get("subtype") == "thread_broadcast":
            told["root"] = shown(root)
        if message.get("bot_id"):
            self.tell(told, channel)
            return message
        told = {"blocks": [rich_text(message.get("text", ""))], **told}
        self.tell(told, channel)
        if f"<@{self.app.user}" in message.get("text", ""):
            mention = {key: value for key, value in told.items() if key not in ("channel_type", "parent_user_id")}
            self.tell({**mention, "type": "app_mention", "user_profile": self._profile(message["user"])}, channel)
        return message

    def _profile(self, user: str) -> Json:
        person = self.people[user]
        return {
            "name": person.name, "first_name": person.real_name.partition(" ")[0], "real_name": person.real_name,
            "display_name": person.real_name, "team": person.team, "is_restricted": person.restricted or person.ultra,
            "is_ultra_restricted": person.ultra, "avatar_hash": "", "image_72": "",
        }  # fmt: skip

    def edit(self, channel: Channel, message: Json, changes: Json) -> None:
        before = dict(message)
        message.update(changes)
        self._changed(channel, message, "edited")
        self.tell(
            self._meta(channel, "message_changed", {"message": shown(message), "previous_message": shown(before)}),
            channel,
        )

    def delete(self, channel: Channel, message: Json) -> None:
        """Take a message out. One with replies leaves a tombstone above them, which Slack tells of as a change."""
        if any(m.get("thread_ts") == message["ts"] and m is not message for m in channel.messages):
            self._bury(channel, message)
            return
        channel.messages.remove(message)
        self._changed(channel, message, "deleted")
        self.tell(
            self._meta(channel, "message_deleted", {"deleted_ts": message["ts"], "previous_message": shown(message)}),
            channel,
        )

    def _bury(self, channel: Channel, message: Json) -> None:
        before = dict(message)
        message.clear()
        message.update({key: before[key] for key in TOMB_KEEPS if key in before} | {"hidden": True, **TOMB})
        self._changed(channel, message, "deleted")
        self.tell(
            self._meta(channel, "message_changed", {"message": shown(message), "previous_message": shown(before)}),
            channel,
        )

    def _meta(self, channel: Channel, subtype: str, more: Json) -> Json:
        ts = self.clock.ts()
        return {
            "type": "message", "subtype": subtype, "hidden": True, "channel": channel.id,
            "channel_type": kind_word(channel), "ts": ts, "event_ts": ts, **more,
        }  # fmt: skip

    def _changed(self, channel: Channel, message: Json, change: str) -> None:
        thread = message.get("thread_ts")
        tick = {"type": "message", "channel": channel.id, "ts": message["ts"], "change": change}
        self.tick({**tick, "thread_ts": thread if thread != message["ts"] else None}, channel.members)

    def whisper(self, channel: Channel, user: str, message: Json) -> Json:
        """A note that one person sees."""
        made = {
            "type": "message", "ts": self.clock.ts(), "team": self.team, "user": self.app.user, "bot_id": self.app.bot_id,
            "app_id": self.app.id, "ephemeral": True, "_to": user, "_channel": channel.id, **message,
        }  # fmt: skip
        self.ephemerals.append(made)
        self.tick(
            {
                "type": "message",
                "channel": channel.id,
                "ts": made["ts"],
                "thread_ts": made.get("thread_ts"),
                "change": "ephemeral",
            },
            [user],
        )
        return made

    # ── membership ──

    def join(self, channel: Channel, user: str, inviter: str = "") -> None:
        if user in channel.members:
            return
        channel.members.append(user)
        self.tick({"type": "channel", "channel": channel.id})
        word = kind_letter(channel)
        team = self.people[user].team
        event = {
            "type": "member_joined_channel",
            "user": user,
            "channel": channel.id,
            "channel_type": word,
            "team": team,
            "inviter": inviter,
        }
        self.tell({**event, "event_ts": self.clock.ts()}, channel)

    def leave(self, channel: Channel, user: str) -> None:
        if user not in channel.members:
            return
        event = {
            "type": "member_left_channel",
            "user": user,
            "channel": channel.id,
            "channel_type": kind_letter(channel),
        }
        self.tell({**event, "team": self.people[user].team, "event_ts": self.clock.ts()}, channel)
        if user == self.app.user:
            kind = "group_left" if channel.kind == "private" else "channel_left"
            self.tell({"type": kind, "channel": channel.id, "actor_id": "", "event_ts": self.clock.ts()}, channel)
        channel.members.remove(user)
        self.tick({"type": "channel", "channel": channel.id})

    def sees(self, channel: Channel, user: str) -> bool:
        """Whether somebody may see a conversation."""
        if channel.deleted:
            return False
        person = self.people[user]
        mine = person.team == self.team and not (person.restricted or person.ultra)
        return user in channel.members or (channel.kind == "public" and mine)


def _replied(root: Json, reply: Json) -> None:
    """What a thread's root tells of its replies."""
    users: list[str] = root.setdefault("reply_users", [])
    if reply.get("user") and reply["user"] not in users:
        users.append(reply["user"])
    root |= {
        "thread_ts": root["ts"], "reply_count": root.get("reply_count", 0) + 1, "reply_users_count": len(users),
        "latest_reply": reply["ts"], "is_locked": False, "subscribed": False,
    }  # fmt: skip
    reply["parent_user_id"] = root.get("user", "")


def rich_text(text: str) -> Json:
    """What somebody wrote as the one block that Slack makes of it."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "block_id": "b0", "elements": [section]}


def kind_word(channel: Channel) -> str:
    return {"public": "channel", "private": "group", "im": "im"}[channel.kind]


def kind_letter(channel: Channel) -> str:
    return {"public": "C", "private": "G", "im": "D"}[channel.kind]
