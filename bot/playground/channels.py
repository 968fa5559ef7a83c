"""What becomes of a channel: made, renamed, archived, shared, deleted; with the events that tell the app of it."""

from __future__ import annotations

from typing import Any

from bot.playground.records import Channel, Json, SlackError
from bot.playground.workspace import Workspace

GENERAL = "general"
MOST_NAME = 80


def free_name(workspace: Workspace, name: str) -> None:
    """Raises SlackError where a channel may not be called so."""
    if len(name) > MOST_NAME:
        raise SlackError("invalid_name_maxlength")
    if name != name.lower() or not all(letter.isalnum() or letter in "-_" for letter in name):
        raise SlackError("invalid_name_specials")
    if any(channel.name == name and not channel.deleted for channel in workspace.channels.values()):
        raise SlackError("name_taken")


def create(workspace: Workspace, name: str, creator: str, *, private: bool) -> Channel:
    """A channel with its creator in it. Raises SlackError."""
    free_name(workspace, name)
    kind = "private" if private else "public"
    channel = Channel(workspace.new_id("C"), name, kind, int(workspace.clock.now()), creator, [creator])
    workspace.channels[channel.id] = channel
    _changed(workspace, channel)
    return channel


def may_be_invited(workspace: Workspace, channel: Channel, user: str) -> None:
    """Raises SlackError where the app may not bring somebody into a channel."""
    person = workspace.person(user)
    if person.deleted:
        raise SlackError("user_not_found")
    if user == workspace.app.user:
        raise SlackError("cant_invite_self")
    if person.team != workspace.team and not channel.ext_shared:
        raise SlackError("user_team_not_in_channel")
    elsewhere = [c for c in workspace.channels.values() if c.kind != "im" and c is not channel and user in c.members]
    if person.ultra and elsewhere:
        raise SlackError("ura_max_channels")


def rename(workspace: Workspace, channel: Channel, who: str, name: str) -> None:
    """Give a channel another name."""
    channel.former, channel.name = [*channel.former, channel.name], name
    about: Json = {
        "id": channel.id, "name": name, "name_normalized": name, "created": channel.created,
        "is_channel": channel.kind == "public", "is_mpim": False,
    }  # fmt: skip
    _tell(workspace, channel, "rename", about)


def archive(workspace: Workspace, channel: Channel, who: str) -> None:
    """Close a channel for writing."""
    channel.archived = True
    _tell(workspace, channel, "archive", channel.id, {"user": who, "is_moved": 0})


def unarchive(workspace: Workspace, channel: Channel, who: str) -> None:
    """Open it again."""
    channel.archived = False
    _tell(workspace, channel, "unarchive", channel.id, {"user": who, "actor_id": who})


def delete(workspace: Workspace, channel: Channel, who: str) -> None:
    """Remove a channel and all that was said in it."""
    channel.deleted = True
    _tell(workspace, channel, "deleted", channel.id, {"actor_id": who, "date_deleted": int(workspace.clock.now())})


def share(workspace: Workspace, channel: Channel) -> None:
    """Share it with another company. Slack has no twin of this event for private channels."""
    channel.ext_shared = True
    others = sorted({workspace.people[member].team for member in channel.members} - {workspace.team})
    _announce(workspace, channel, "channel_shared", {"connected_team_id": next(iter(others), "")})


def unshare(workspace: Workspace, channel: Channel) -> None:
    """Share it no longer."""
    channel.ext_shared = False
    _announce(workspace, channel, "channel_unshared", {"previously_connected_team_id": "", "is_ext_shared": False})


def change_id(workspace: Workspace, channel: Channel) -> None:
    """Give a channel another id, as Slack does when one is moved between workspaces or converted."""
    former = channel.id
    del workspace.channels[former]
    channel.id = workspace.new_id("C")
    workspace.channels[channel.id] = channel
    for note in workspace.ephemerals:
        if note["_channel"] == former:
            note["_channel"] = channel.id
    told: Json = {"old_channel_id": former, "new_channel_id": channel.id, "event_ts": workspace.clock.ts()}
    workspace.tell({"type": "channel_id_changed", **told}, channel)
    _changed(workspace, channel)


def make_private(workspace: Workspace, channel: Channel) -> None:
    """Turn a public channel private. No event tells of it."""
    channel.kind = "private"
    _changed(workspace, channel)


def _tell(workspace: Workspace, channel: Channel, word: str, about: Any, more: Json | None = None) -> None:
    kind = "group" if channel.kind == "private" else "channel"
    event = {"type": f"{kind}_{word}", "channel": about, **(more or {}), "event_ts": workspace.clock.ts()}
    workspace.tell(event, channel)
    _changed(workspace, channel)


def _announce(workspace: Workspace, channel: Channel, kind: str, more: Json) -> None:
    workspace.tell({"type": kind, "channel": channel.id, **more, "event_ts": workspace.clock.ts()}, channel)
    _changed(workspace, channel)


def _changed(workspace: Workspace, channel: Channel) -> None:
    workspace.tick({"type": "channel", "channel": channel.id})
