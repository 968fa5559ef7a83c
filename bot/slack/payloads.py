"""Slack's JSON to arrivals: the place where Any dies. What cannot be read becomes `Unreadable` (malformed) or nothing (not for us)."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.service.ports import (
    AppGone,
    Arrival,
    ChannelChanged,
    CommandGiven,
    FormSent,
    HomeOpened,
    Joined,
    MessageDeleted,
    MessageEdited,
    MessageSaid,
    Pressed,
    Spoiled,
)
from bot.slack import refs
from flows.model.ids import ChannelId, ClaimKey, PersonId, ProgrammeId, SessionId, TeamId
from flows.model.screens import Filled, Ref
from flows.model.values import Document

Json = Mapping[str, Any]

MOST_TEXT = 40_000


class Unreadable(Exception):
    """A payload lacks what every such payload has. The message names the field, never its content."""


def _text(source: Json, *path: str) -> str:
    """A string at a path; "" where it is missing or null."""
    found: Any = source
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found if isinstance(found, str) else ""


def _need(source: Json, *path: str) -> str:
    found = _text(source, *path)
    if not found:
        raise Unreadable(".".join(path))
    return found


def _dict(source: Json, key: str) -> Json:
    found = source.get(key)
    return found if isinstance(found, Mapping) else {}


def _list(source: Json, key: str) -> list[Json]:
    found = source.get(key)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


# ── commands ─────────────────────────────────────────────────────────────────


def command(body: Json) -> CommandGiven:
    """A slash command."""
    return CommandGiven(
        key=ClaimKey(f"cmd:{_need(body, 'trigger_id')}"),
        team=TeamId(_need(body, "team_id")),
        by=PersonId(_need(body, "user_id")),
        by_team=TeamId(_need(body, "team_id")),
        channel=ChannelId(_need(body, "channel_id")),
        text=html.unescape(_text(body, "text")),
        channel_name=_text(body, "channel_name"),
        trigger=_text(body, "trigger_id"),
        answer_url=_text(body, "response_url"),
    )


# ── presses and forms ────────────────────────────────────────────────────────


def press(body: Json) -> Pressed | Spoiled | None:
    """A button, menu or picker. None for a pick that waits for its Save."""
    actions = _list(body, "actions")
    if not actions:
        raise Unreadable("actions")
    action = actions[0]
    if _text(action, "action_id") == refs.HOLD:
        return None
    base = {
        "key": ClaimKey(f"act:{_need(body, 'trigger_id')}"),
        "team": TeamId(_text(body, "team", "id") or _need(body, "user", "team_id")),
        "by": PersonId(_need(body, "user", "id")),
        "by_team": TeamId(_text(body, "user", "team_id")),
        "channel": ChannelId(_text(body, "channel", "id") or _text(body, "container", "channel_id")),
        "answer_url": _text(body, "response_url"),
    }
    try:
        programme, ref = _pressed_ref(action)
    except refs.Spoiled:
        return Spoiled(**base)
    return Pressed(
        **base,
        ref=ref,
        filled=_picked(action, body),
        programme=programme,
        ts=_text(body, "container", "message_ts"),
        trigger=_need(body, "trigger_id"),
    )


def _pressed_ref(action: Json) -> tuple[ProgrammeId, Ref]:
    """The reference of what was pressed: a button's value, an action_id's, or the way out chosen in an overflow menu."""
    if _text(action, "type") == "button":
        return refs.read(_text(action, "value"))
    programme, ref = refs.bound(_text(action, "action_id"))
    if _text(action, "type") == "overflow":
        do, _, session = _text(action, "selected_option", "value").partition("|")
        if do not in refs.DOES:
            raise refs.Spoiled("unknown")
        return programme, Ref(do, SessionId(session) if session else ref.session, ref.spot, ref.revision)
    return programme, ref


def _picked(action: Json, body: Json) -> Filled:
    """What was picked in this action, or held in the pickers beside the pressed button."""
    if _text(action, "type") in ("button", "overflow"):
        block = _text(action, "block_id")
        held = _dict(_dict(_dict(body, "state"), "values"), block)
        return Filled(
            {name: _values(state) for name, state in held.items() if isinstance(state, Mapping) and _values(state)}
        )
    values = _values(action)
    return Filled({"pick": values} if values else {})


def _values(state: Json) -> tuple[str, ...]:
    """What one element holds, whatever its kind."""
    singles = ("selected_date", "selected_user", "selected_conversation", "selected_channel", "selected_time", "value")
    chosen = _list(state, "selected_options") or (
        [_dict(state, "selected_option")] if _dict(state, "selected_option") else []
    )
    if chosen:
        return tuple(_text(one, "value") for one in chosen)
    users = state.get("selected_users")
    if isinstance(users, list):
        return tuple(user for user in users if isinstance(user, str))
    return tuple(found for key in singles if (found := _text(state, key)))[:1]


def form(body: Json) -> FormSent | Spoiled:
    """A submitted modal."""
    view = _dict(body, "view")
    values = _dict(_dict(view, "state"), "values")
    digest = hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()[:16]
    base = {
        "key": ClaimKey(f"form:{_need(view, 'id')}:{digest}"),
        "team": TeamId(_text(body, "team", "id") or _need(body, "user", "team_id")),
        "by": PersonId(_need(body, "user", "id")),
        "by_team": TeamId(_text(body, "user", "team_id")),
    }
    try:
        programme, ref = refs.read(_text(view, "private_metadata"))
    except refs.Spoiled:
        return Spoiled(**base, channel=ChannelId(""))
    channel = ChannelId(programme.partition(":")[2])
    filled: dict[str, tuple[str, ...]] = {}
    documents: list[Document] = []
    for block, elements in values.items():
        for state in elements.values() if isinstance(elements, Mapping) else ():
            filled[block] = _values(state)
            documents += documents_of(_list(state, "files"))
    return FormSent(
        **base, channel=channel, ref=ref, filled=Filled(filled), programme=programme, documents=tuple(documents)
    )


def documents_of(files: list[Json]) -> tuple[Document, ...]:
    """Files as documents: id and name."""
    return tuple(Document(_need(file, "id"), _text(file, "name") or _text(file, "title") or "file") for file in files)


# ── events ───────────────────────────────────────────────────────────────────


def event(body: Json, bot: PersonId) -> Iterator[Arrival]:
    """What an event means, if anything. ``bot`` is the bot's own user."""
    told = _dict(body, "event")
    handler = _EVENTS.get(_text(told, "type"))
    if handler is not None:
        arrival = handler(body, told, bot)
        if arrival is not None:
            yield arrival


def _team(body: Json) -> TeamId:
    """The workspace that the app is installed in; in a shared channel the event's own team may be the other's."""
    grants = _list(body, "authorizations")
    return TeamId((_text(grants[0], "team_id") if grants else "") or _need(body, "team_id"))


def _came(body: Json, told: Json, key: str, channel: str) -> dict[str, Any]:
    return {
        "key": ClaimKey(key),
        "team": _team(body),
        "by": PersonId(_text(told, "user")),
        "by_team": TeamId(_text(told, "user_team") or _text(told, "team") or _team(body)),
        "channel": ChannelId(channel),
    }


def _message(body: Json, told: Json, bot: PersonId) -> Arrival | None:
    subtype = _text(told, "subtype")
    channel = _need(told, "channel")
    if subtype == "message_changed":
        return _edited(body, told, channel, bot)
    if subtype == "message_deleted":
        ts = _text(told, "deleted_ts") or _text(told, "previous_message", "ts")
        return (
            MessageDeleted(**_came(body, told, f"{_team(body)}:{channel}:{ts}:deleted", channel), ts=ts) if ts else None
        )
    if subtype not in ("", "file_share", "thread_broadcast") or told.get("bot_id") or _text(told, "user") in ("", bot):
        return None
    return _said(body, told, channel, bot)


def _said(body: Json, told: Json, channel: str, bot: PersonId) -> MessageSaid:
    ts = _need(told, "ts")
    text, mentioned = _clean(_text(told, "text"), bot)
    thread = _text(told, "thread_ts")
    return MessageSaid(
        **_came(body, told, f"{_team(body)}:{channel}:{ts}", channel),
        ts=ts,
        text=text,
        thread=thread if thread != ts else "",
        documents=documents_of(_list(told, "files")),
        mentioned=mentioned or _text(told, "type") == "app_mention",
        direct=_text(told, "channel_type") == "im",
        below_bot=_text(told, "parent_user_id") == bot,
    )


def _edited(body: Json, told: Json, channel: str, bot: PersonId) -> MessageEdited | None:
    now, before = _dict(told, "message"), _dict(told, "previous_message")
    edited = _text(now, "edited", "ts")
    if (
        not edited
        or now.get("bot_id")
        or _text(now, "user") in ("", bot)
        or _text(now, "text") == _text(before, "text")
    ):
        return None
    ts = _need(now, "ts")
    text, _ = _clean(_text(now, "text"), bot)
    came = _came(body, now, f"{_team(body)}:{channel}:{ts}:{edited}", channel)
    return MessageEdited(**came, ts=ts, text=text, thread=_text(now, "thread_ts"))


def _clean(text: str, bot: PersonId) -> tuple[str, bool]:
    """The text as it was typed: the bot's own mention cut, links as their labels, Slack's escapes undone. Mentions of people stay."""
    mentioned = f"<@{bot}" in text
    text = re.sub(rf"<@{re.escape(bot)}(\|[^>]*)?>", "", text)
    text = re.sub(r"<@([UW][A-Z0-9]+)\|[^>]*>", r"<@\1>", text)
    text = re.sub(r"<(?:https?|mailto):[^|>]*\|([^>]*)>", r"\1", text)
    text = re.sub(r"<((?:https?|mailto):[^>]*)>", r"\1", text)
    text = re.sub(r"<[#!][^|>]*\|([^>]*)>", r"\1", text)
    return html.unescape(text).strip()[:MOST_TEXT], mentioned


def _joined(left: bool) -> Callable[[Json, Json, PersonId], Arrival | None]:
    def read(body: Json, told: Json, bot: PersonId) -> Arrival | None:
        who, channel = PersonId(_need(told, "user")), _need(told, "channel")
        came = _came(body, told, f"evt:{_need(body, 'event_id')}", channel)
        return Joined(**came, who=who, left=left, bot=who == bot)

    return read


def _left_us(body: Json, told: Json, bot: PersonId) -> Arrival | None:
    """`channel_left` and `group_left` are told to the one who left: us."""
    came = _came(body, told, f"evt:{_need(body, 'event_id')}", _need(told, "channel"))
    return Joined(**came, who=bot, left=True, bot=True)


def _channel(what: str) -> Callable[[Json, Json, PersonId], Arrival | None]:
    def read(body: Json, told: Json, bot: PersonId) -> Arrival | None:
        inner = _dict(told, "channel")
        channel = _text(inner, "id") or _text(told, "channel") or _text(told, "old_channel_id")
        came = _came(body, told, f"evt:{_need(body, 'event_id')}", channel)
        moved = _text(told, "new_channel_id")
        return ChannelChanged(**came, what=what, name=_text(inner, "name"), to=ChannelId(moved) if moved else None)

    return read


def _gone(body: Json, told: Json, bot: PersonId) -> Arrival | None:
    return AppGone(**_came(body, told, f"evt:{_need(body, 'event_id')}", ""))


def _home(body: Json, told: Json, bot: PersonId) -> Arrival | None:
    return HomeOpened(**_came(body, told, f"evt:{_need(body, 'event_id')}", _text(told, "channel")))


_EVENTS: dict[str, Callable[[Json, Json, PersonId], Arrival | None]] = {
    "message": _message,
    "app_mention": lambda body, told, bot: _said(body, told, _need(told, "channel"), bot),
    "member_joined_channel": _joined(False),
    "member_left_channel": _joined(True),
    "channel_left": _left_us,
    "group_left": _left_us,
    "app_home_opened": _home,
    "app_uninstalled": _gone,
    "tokens_revoked": _gone,
    "channel_id_changed": _channel("moved"),
    **{
        f"{kind}_{slack}": _channel(what)
        for kind in ("channel", "group")
        for slack, what in {
            "rename": "renamed",
            "archive": "archived",
            "unarchive": "unarchived",
            "deleted": "deleted",
            "shared": "shared",
            "unshared": "unshared",
        }.items()
    },
}
