"""Which conversations the app's bot may know of, read and write to, and by which name Slack refuses the others."""

from __future__ import annotations

from bot.playground.records import Channel, SlackError
from bot.playground.workspace import Workspace


def known(workspace: Workspace, key: str) -> Channel:
    """A channel that the bot may know of. Raises SlackError."""
    channel = workspace.channel(key)
    if channel.kind != "public" and workspace.app.user not in channel.members:
        raise SlackError("channel_not_found")
    return channel


def readable(workspace: Workspace, key: str) -> Channel:
    """A channel whose messages the bot may read. Raises SlackError."""
    channel = known(workspace, key)
    if workspace.app.user not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def writable(workspace: Workspace, key: str) -> Channel:
    """A channel that the bot may post to; a person's id is their conversation with it. Raises SlackError."""
    channel = workspace.direct(workspace.app.user, key) if key in workspace.people else readable(workspace, key)
    if channel.archived:
        raise SlackError("is_archived")
    return channel
