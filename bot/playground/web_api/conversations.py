"""conversations.*: which there are, who is in them and what was said; making them, and coming and going."""

from __future__ import annotations

from collections.abc import Callable

from bot.playground import channels
from bot.playground.records import Channel, Json, SlackError, in_channel, shown
from bot.playground.telling import channel_json
from bot.playground.web_api.arguments import Method, names, need, page, paged, yes
from bot.playground.web_api.reach import known, readable, writable
from bot.playground.workspace import Workspace

TYPES = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": ""}


def info(workspace: Workspace, arguments: Json) -> Json:
    """conversations.info."""
    return {"channel": channel_json(workspace, known(workspace, *need(arguments, "channel")))}


def members(workspace: Workspace, arguments: Json) -> Json:
    """conversations.members."""
    channel = known(workspace, *need(arguments, "channel"))
    return paged("members", *page(channel.members, arguments))


def wanted_channels(workspace: Workspace, arguments: Json, user: str) -> list[Channel]:
    """The conversations of the wanted types that this person may know of. Raises SlackError."""
    types = names(arguments.get("types") or "public_channel")
    if not set(types) <= set(TYPES):
        raise SlackError("invalid_types")
    kinds = {TYPES[one] for one in types}
    archived = not yes(arguments.get("exclude_archived"))
    return [
        channel
        for channel in workspace.channels.values()
        if channel.kind in kinds
        and not channel.deleted
        and (archived or not channel.archived)
        and (channel.kind == "public" or user in channel.members)
    ]


def every(workspace: Workspace, arguments: Json) -> Json:
    """conversations.list."""
    found, cursor = page(wanted_channels(workspace, arguments, workspace.app.user), arguments)
    return paged("channels", [channel_json(workspace, channel) for channel in found], cursor)


def open_direct(workspace: Workspace, arguments: Json) -> Json:
    """conversations.open: the bot's conversation with one person."""
    wanted = names(arguments.get("users"))
    if not wanted:
        raise SlackError("users_list_not_supplied")
    if len(wanted) > 1:
        raise SlackError("method_not_supported_for_channel_type")
    person = workspace.person(wanted[0])
    if person.deleted:
        raise SlackError("user_disabled")
    there = any(
        c.kind == "im" and set(c.members) == {workspace.app.user, person.id} for c in workspace.channels.values()
    )
    channel = workspace.direct(workspace.app.user, person.id)
    told = channel_json(workspace, channel) if yes(arguments.get("return_im")) else {"id": channel.id}
    return {"channel": told, "no_op": there, "already_open": there}


def create(workspace: Workspace, arguments: Json) -> Json:
    """conversations.create, with the bot as its first member."""
    (name,) = need(arguments, "name")
    channel = channels.create(workspace, name, workspace.app.user, private=yes(arguments.get("is_private")))
    return {"channel": channel_json(workspace, channel)}


def invite(workspace: Workspace, arguments: Json) -> Json:
    """conversations.invite. All of them or nobody."""
    key, users = need(arguments, "channel", "users")
    channel = writable(workspace, key)
    wanted = names(users)
    for name in wanted:
        channels.may_be_invited(workspace, channel, name)
    if all(name in channel.members for name in wanted):
        raise SlackError("already_in_channel")
    for name in wanted:
        workspace.join(channel, name, workspace.app.user)
    return {"channel": channel_json(workspace, channel)}


def kick(workspace: Workspace, arguments: Json) -> Json:
    """conversations.kick."""
    key, user = need(arguments, "channel", "user")
    channel = writable(workspace, key)
    if user == workspace.app.user:
        raise SlackError("cant_kick_self")
    if workspace.person(user).id not in channel.members:
        raise SlackError("not_in_channel")
    if channel.name == channels.GENERAL:
        raise SlackError("cant_kick_from_general")
    workspace.leave(channel, user)
    return {"errors": {}}


def join(workspace: Workspace, arguments: Json) -> Json:
    """conversations.join: the bot itself, where the channel is public."""
    channel = known(workspace, *need(arguments, "channel"))
    if channel.kind != "public":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    workspace.join(channel, workspace.app.user)
    return {"channel": channel_json(workspace, channel)}


def leave(workspace: Workspace, arguments: Json) -> Json:
    """conversations.leave: the bot itself."""
    channel = known(workspace, *need(arguments, "channel"))
    if channel.name == channels.GENERAL:
        raise SlackError("cant_leave_general")
    if workspace.app.user not in channel.members:
        return {"not_in_channel": True}
    workspace.leave(channel, workspace.app.user)
    return {}


def archive(workspace: Workspace, arguments: Json) -> Json:
    """conversations.archive."""
    channel = readable(workspace, *need(arguments, "channel"))
    if channel.archived:
        raise SlackError("already_archived")
    if channel.name == channels.GENERAL:
        raise SlackError("cant_archive_general")
    channels.archive(workspace, channel, workspace.app.user)
    return {}


def unarchive(workspace: Workspace, arguments: Json) -> Json:
    """conversations.unarchive."""
    channel = readable(workspace, *need(arguments, "channel"))
    if not channel.archived:
        raise SlackError("not_archived")
    channels.unarchive(workspace, channel, workspace.app.user)
    return {}


def rename(workspace: Workspace, arguments: Json) -> Json:
    """conversations.rename."""
    key, name = need(arguments, "channel", "name")
    channel = writable(workspace, key)
    channels.free_name(workspace, name)
    channels.rename(workspace, channel, workspace.app.user, name)
    return {"channel": channel_json(workspace, channel)}


def set_topic(workspace: Workspace, arguments: Json) -> Json:
    """conversations.setTopic."""
    key, topic = need(arguments, "channel", "topic")
    channel = writable(workspace, key)
    if len(topic) > 250:
        raise SlackError("too_long")
    channel.topic = topic
    workspace.tick({"type": "channel", "channel": channel.id})
    return {"channel": channel_json(workspace, channel)}


def _read(workspace: Workspace, arguments: Json, wanted: Callable[[Json], bool], newest_first: bool) -> Json:
    channel = readable(workspace, *need(arguments, "channel"))
    oldest, latest = str(arguments.get("oldest") or "0"), str(arguments.get("latest") or "")
    inclusive = yes(arguments.get("inclusive"))
    found = [m for m in channel.messages if wanted(m) and _between(m["ts"], oldest, latest, inclusive)]
    told, cursor = page(found[::-1] if newest_first else found, arguments)
    metadata = yes(arguments.get("include_all_metadata"))
    messages = [{k: v for k, v in shown(m).items() if k != "metadata" or metadata} for m in told]
    return {**paged("messages", messages, cursor), "has_more": bool(cursor), "pin_count": 0}


def _between(ts: str, oldest: str, latest: str, inclusive: bool) -> bool:
    at, low, high = float(ts), float(oldest), float(latest or "inf")
    return low <= at <= high if inclusive else low < at < high


def history(workspace: Workspace, arguments: Json) -> Json:
    """conversations.history: what stands in the channel itself, newest first."""
    return _read(workspace, arguments, in_channel, newest_first=True)


def replies(workspace: Workspace, arguments: Json) -> Json:
    """conversations.replies: a thread with its root, oldest first."""
    (ts,) = need(arguments, "ts")
    told = _read(workspace, arguments, lambda m: ts in (m["ts"], m.get("thread_ts")), newest_first=False)
    if not told["messages"]:
        raise SlackError("thread_not_found")
    return told


METHODS: dict[str, Method] = {
    "conversations.info": info,
    "conversations.members": members,
    "conversations.list": every,
    "conversations.open": open_direct,
    "conversations.create": create,
    "conversations.invite": invite,
    "conversations.kick": kick,
    "conversations.join": join,
    "conversations.leave": leave,
    "conversations.archive": archive,
    "conversations.unarchive": unarchive,
    "conversations.rename": rename,
    "conversations.setTopic": set_topic,
    "conversations.history": history,
    "conversations.replies": replies,
}
