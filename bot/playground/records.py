"""What a workspace is made of: people, conversations, the app, triggers and response addresses. Values only; what happens is elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypedDict, TypeGuard

Json = dict[str, Any]
"""A JSON object in Slack's shape."""


def is_object(value: object) -> TypeGuard[Json]:
    """Whether this is a JSON object; what came from JSON has no other keys than strings."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def shown(message: Json) -> Json:
    """A message or view without what only the workspace keeps."""
    return {key: value for key, value in message.items() if not key.startswith("_")}


def in_channel(message: Json) -> bool:
    """Whether a message stands in the channel itself, not only in a thread."""
    return message.get("thread_ts") in (None, message["ts"]) or message.get("subtype") == "thread_broadcast"


class Reaction(TypedDict):
    """An emoji under a message, and who put it there."""

    name: str
    users: list[str]
    count: int


class SlackError(Exception):
    """A refusal, by Slack's name for it."""

    def __init__(self, name: str, messages: list[str] | None = None) -> None:
        super().__init__(name)
        self.name = name
        self.messages = messages or []


@dataclass(slots=True)
class Person:
    """Somebody, or a bot's user."""

    id: str
    name: str
    real_name: str
    team: str
    title: str = ""
    color: str = "4a6fa5"
    tz: str = "Europe/Warsaw"
    locale: str = "en-GB"
    is_bot: bool = False
    restricted: bool = False
    ultra: bool = False
    stranger: bool = False
    deleted: bool = False


@dataclass(slots=True)
class Channel:
    """A conversation. ``kind``: public, private or im."""

    id: str
    name: str
    kind: str
    created: int
    creator: str = ""
    members: list[str] = field(default_factory=list[str])
    ext_shared: bool = False
    archived: bool = False
    deleted: bool = False
    topic: str = ""
    former: list[str] = field(default_factory=list[str])
    messages: list[Json] = field(default_factory=list[Json])
    read: dict[str, str] = field(default_factory=dict[str, str])


SCOPES = tuple(
    "app_mentions:read channels:history channels:read chat:write commands files:read files:write groups:history groups:read groups:write"
    " im:history im:write users:read".split()
)
"""What the app may do here unless a test takes something away; only told, not enforced."""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """What the app offers in a message's menu."""

    name: str
    callback_id: str


@dataclass(slots=True)
class App:
    """The installed app and its secrets."""

    id: str
    name: str
    bot_id: str
    user: str
    bot_token: str
    app_token: str
    signing_secret: str
    command: str = "/ringfence"
    description: str = "Start, or see where this channel's programme stands"
    usage: str = (
        "start | status | next | share | ledger | review | summary | change | assign | pause | settings | export | help"
    )
    shortcuts: tuple[Shortcut, ...] = (Shortcut("May I share this?", "share"),)
    installed: bool = True
    scopes: tuple[str, ...] = SCOPES


@dataclass(slots=True)
class Trigger:
    user: str
    at: float
    used: bool = False


@dataclass(slots=True)
class ResponseUrl:
    user: str
    channel: str
    at: float
    ts: str = ""
    uses: int = 0
