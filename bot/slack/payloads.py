"""Slack's JSON to arrivals: the place where Any dies. What cannot be read becomes `Unreadable` (malformed) or nothing (not for us)."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

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
    PersonChanged,
    Pressed,
    ShortcutUsed,
    Spoiled,
)
from bot.slack import refs
from bot.slack.blocks.forms import FROM_HOME, opened_at
from bot.slack.reading import Json, Unreadable, inner, need, strings, text, thing, things
from flows.model.ids import ChannelId, ClaimKey, PersonId, ProgrammeId, SessionId, TeamId
from flows.model.screens import Filled, Ref
from flows.model.values import Document

MOST_TEXT = 40_000


# ── commands ─────────────────────────────────────────────────────────────────


def command(body: Json) -> CommandGiven:
    """A slash command."""
    return CommandGiven(
        key=ClaimKey(f"cmd:{need(body, 'trigger_id')}"),
        team=TeamId(need(body, "team_id")),
        by=PersonId(need(body, "user_id")),
        by_team=TeamId(need(body, "team_id")),
        channel=ChannelId(need(body, "channel_id")),
        text=html.unescape(text(body, "text")),
        channel_name=text(body, "channel_name"),
        trigger=text(body, "trigger_id"),
        answer_url=text(body, "response_url"),
    )


def shortcut(body: Json, bot: PersonId) -> ShortcutUsed:
    """A shortcut used on a message; in a channel that is shared, by whoever sees it there."""
    words, _ = _clean(text(body, "message", "text"), bot)
    return ShortcutUsed(
        key=ClaimKey(f"cut:{need(body, 'trigger_id')}"),
        team=TeamId(text(body, "team", "id") or need(body, "user", "team_id")),
        by=PersonId(need(body, "user", "id")),
        by_team=TeamId(text(body, "user", "team_id")),
        channel=ChannelId(need(body, "channel", "id")),
        what=need(body, "callback_id"),
        text=words,
        trigger=need(body, "trigger_id"),
        answer_url=text(body, "response_url"),
    )


# ── presses and forms ────────────────────────────────────────────────────────


def press(body: Json) -> Pressed | Spoiled | None:
    """A button, menu or picker. None for a pick that waits for its Save."""
    actions = things(body, "actions")
    if not actions:
        raise Unreadable("actions")
    action = actions[0]
    if text(action, "action_id") == refs.HOLD:
        return None
    base: dict[str, Any] = {
        "key": ClaimKey(f"act:{need(body, 'trigger_id')}"),
        "team": TeamId(text(body, "team", "id") or need(body, "user", "team_id")),
        "by": PersonId(need(body, "user", "id")),
        "by_team": TeamId(text(body, "user", "team_id")),
        "channel": ChannelId(text(body, "channel", "id") or text(body, "container", "channel_id")),
        "answer_url": text(body, "response_url"),
        "home": text(body, "view", "type") == "home",
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
        ts=text(body, "container", "message_ts"),
        trigger=need(body, "trigger_id"),
        alone=thing(body, "container").get("is_ephemeral") is True,
    )


def _pressed_ref(action: Json) -> tuple[ProgrammeId, Ref]:
    """The reference of what was pressed: a button's value, an action_id's, or the way out chosen in an overflow menu."""
    if text(action, "type") == "button":
        return refs.read(text(action, "value"))
    programme, ref = refs.bound(text(action, "action_id"))
    if text(action, "type") == "overflow":
        do, _, session = text(action, "selected_option", "value").partition("|")
        if do not in refs.DOES:
            raise refs.Spoiled("unknown")
        return programme, msgspec.structs.replace(ref, do=do, session=SessionId(session) if session else ref.session)
    return programme, ref


def _picked(action: Json, body: Json) -> Filled:
    """What was picked in this action, or held in the pickers beside the pressed button."""
    if text(action, "type") in ("button", "overflow"):
        block = text(action, "block_id")
        held = inner(thing(thing(thing(body, "state"), "values"), block))
        return Filled({name: _values(state) for name, state in held.items() if _values(state)})
    values = _values(action)
    return Filled({"pick": values} if values else {})


def _values(state: Json) -> tuple[str, ...]:
    """What one element holds, whatever its kind."""
    singles = ("selected_date", "selected_user", "selected_conversation", "selected_channel", "selected_time", "value")
    chosen = things(state, "selected_options") or (
        [thing(state, "selected_option")] if thing(state, "selected_option") else []
    )
    if chosen:
        return tuple(text(one, "value") for one in chosen)
    users = strings(state, "selected_users")
    if users:
        return users
    return tuple(found for key in singles if (found := text(state, key)))[:1]


def form(body: Json) -> FormSent | Spoiled:
    """A submitted modal."""
    view = thing(body, "view")
    values = thing(thing(view, "state"), "values")
    digest = hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()[:16]
    base: dict[str, Any] = {
        "key": ClaimKey(f"form:{need(view, 'id')}:{digest}"),
        "team": TeamId(text(body, "team", "id") or need(body, "user", "team_id")),
        "by": PersonId(need(body, "user", "id")),
        "by_team": TeamId(text(body, "user", "team_id")),
        "home": text(view, "callback_id") == FROM_HOME,
    }
    try:
        programme, ref = refs.read(text(view, "private_metadata"))
    except refs.Spoiled:
        return Spoiled(**base, channel=ChannelId(""))
    channel = ChannelId("" if base["home"] else programme.partition(":")[2])
    filled: dict[str, tuple[str, ...]] = {}
    documents: list[Document] = []
    for block, elements in inner(values).items():
        for state in inner(elements).values():
            filled[block] = _values(state)
            documents += documents_of(things(state, "files"))
    return FormSent(
        **base,
        channel=channel,
        place=ChannelId(opened_at(text(view, "callback_id"))),
        ref=ref,
        filled=Filled(filled),
        programme=programme,
        documents=tuple(documents),
    )


def documents_of(files: list[Json]) -> tuple[Document, ...]:
    """Files as documents: id and name."""
    return tuple(Document(need(file, "id"), text(file, "name") or text(file, "title") or "file") for file in files)


# ── events ───────────────────────────────────────────────────────────────────


def event(body: Json, bot: PersonId) -> Iterator[Arrival]:
    """What an event means, if anything. ``bot`` is the bot's own user."""
    told = thing(body, "event")
    handler = _EVENTS.get(text(told, "type"))
    if handler is not None:
        arrival = handler(body, told, bot)
        if arrival is not None:
            yield arrival


def _team(body: Json) -> TeamId:
    """The workspace that the app is installed in; in a shared channel the event's own team may be the other's."""
    grants = things(body, "authorizations")
    return TeamId((text(grants[0], "team_id") if grants else "") or need(body, "team_id"))


def _came(body: Json, told: Json, key: str, channel: str) -> dict[str, Any]:
    return {
        "key": ClaimKey(key),
        "team": _team(body),
        "by": PersonId(text(told, "user")),
        "by_team": TeamId(text(told, "user_team") or text(told, "team") or _team(body)),
        "channel": ChannelId(channel),
    }


def _message(body: Json, told: Json, bot: PersonId) -> Arrival | None:
    subtype = text(told, "subtype")
    channel = need(told, "channel")
    if subtype == "message_changed":
        return _edited(body, told, channel, bot)
    if subtype == "message_deleted":
        return _removed(body, told, channel, text(told, "deleted_ts") or text(told, "previous_message", "ts"), bot)
    if subtype not in ("", "file_share", "thread_broadcast") or told.get("bot_id") or text(told, "user") in ("", bot):
        return None
    return _said(body, told, channel, bot)


def _said(body: Json, told: Json, channel: str, bot: PersonId) -> MessageSaid:
    ts = need(told, "ts")
    words, mentioned = _clean(text(told, "text"), bot)
    thread = text(told, "thread_ts")
    return MessageSaid(
        **_came(body, told, f"{_team(body)}:{channel}:{ts}", channel),
        ts=ts,
        text=words,
        thread=thread if thread != ts else "",
        documents=documents_of(things(told, "files")),
        mentioned=mentioned or text(told, "type") == "app_mention",
        direct=text(told, "channel_type") == "im",
        below_bot=text(told, "parent_user_id") == bot,
        twin=mentioned and text(told, "type") == "message" and text(told, "channel_type") != "im",
    )


def _removed(body: Json, told: Json, channel: str, ts: str, bot: PersonId) -> MessageDeleted | None:
    """A deleted message; one with replies leaves a tombstone behind, and comes as a change."""
    came = _came(body, told, f"{_team(body)}:{channel}:{ts}:deleted", channel)
    return MessageDeleted(**came, ts=ts, ours=text(told, "previous_message", "user") == bot) if ts else None


def _edited(body: Json, told: Json, channel: str, bot: PersonId) -> MessageEdited | MessageDeleted | None:
    now, before = thing(told, "message"), thing(told, "previous_message")
    if text(now, "subtype") == "tombstone":
        return _removed(body, told, channel, text(now, "ts"), bot)
    edited = text(now, "edited", "ts")
    if not edited or now.get("bot_id") or text(now, "user") in ("", bot) or text(now, "text") == text(before, "text"):
        return None
    ts = need(now, "ts")
    words, _ = _clean(text(now, "text"), bot)
    came = _came(body, now, f"{_team(body)}:{channel}:{ts}:{edited}", channel)
    return MessageEdited(**came, ts=ts, text=words, thread=text(now, "thread_ts"))


def _clean(said: str, bot: PersonId) -> tuple[str, bool]:
    """The text as it was typed: the bot's own mention cut, links as their labels, Slack's escapes undone. Mentions of people stay."""
    mentioned = f"<@{bot}" in said
    said = re.sub(rf"<@{re.escape(bot)}(\|[^>]*)?>", "", said)
    said = re.sub(r"<@([UW][A-Z0-9]+)\|[^>]*>", r"<@\1>", said)
    said = re.sub(r"<(?:https?|mailto):[^|>]*\|([^>]*)>", r"\1", said)
    said = re.sub(r"<((?:https?|mailto):[^>]*)>", r"\1", said)
    said = re.sub(r"<[#!][^|>]*\|([^>]*)>", r"\1", said)
    return html.unescape(said).strip()[:MOST_TEXT], mentioned


def _joined(left: bool) -> Callable[[Json, Json, PersonId], Arrival | None]:
    def read(body: Json, told: Json, bot: PersonId) -> Arrival | None:
        who, channel = PersonId(need(told, "user")), need(told, "channel")
        came = _came(body, told, f"evt:{need(body, 'event_id')}", channel)
        return Joined(**came, who=who, left=left, bot=who == bot)

    return read


def _left_us(body: Json, told: Json, bot: PersonId) -> Arrival | None:
    """`channel_left` and `group_left` are told to the one who left: us."""
    came = _came(body, told, f"evt:{need(body, 'event_id')}", need(told, "channel"))
    return Joined(**came, who=bot, left=True, bot=True)


def _channel(what: str) -> Callable[[Json, Json, PersonId], Arrival | None]:
    def read(body: Json, told: Json, bot: PersonId) -> Arrival | None:
        inner = thing(told, "channel")
        channel = text(inner, "id") or text(told, "channel") or text(told, "old_channel_id")
        came = _came(body, told, f"evt:{need(body, 'event_id')}", channel)
        moved = text(told, "new_channel_id")
        return ChannelChanged(**came, what=what, name=text(inner, "name"), to=ChannelId(moved) if moved else None)

    return read


def _person(body: Json, told: Json, bot: PersonId) -> Arrival | None:
    """Somebody's profile changed, or they were deactivated."""
    who = PersonId(need(told, "user", "id"))
    came = _came(body, told, f"evt:{need(body, 'event_id')}", "")
    return PersonChanged(**came, who=who, gone=bool(thing(told, "user").get("deleted")))


def _gone(body: Json, told: Json, bot: PersonId) -> Arrival | None:
    """Uninstalled, or the bot's own token revoked; where only a person's was, we go on."""
    if text(told, "type") == "tokens_revoked" and not strings(thing(told, "tokens"), "bot"):
        return None
    return AppGone(**_came(body, told, f"evt:{need(body, 'event_id')}", ""))


def _home(body: Json, told: Json, bot: PersonId) -> Arrival | None:
    """The Home was opened; the messages beside it are no Home."""
    if text(told, "tab") != "home" or not text(told, "user"):
        return None
    return HomeOpened(**_came(body, told, f"evt:{need(body, 'event_id')}", text(told, "channel")))


_EVENTS: dict[str, Callable[[Json, Json, PersonId], Arrival | None]] = {
    "message": _message,
    "app_mention": lambda body, told, bot: _said(body, told, need(told, "channel"), bot),
    "member_joined_channel": _joined(False),
    "member_left_channel": _joined(True),
    "channel_left": _left_us,
    "group_left": _left_us,
    "app_home_opened": _home,
    "user_change": _person,
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
