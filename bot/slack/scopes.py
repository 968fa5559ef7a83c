"""What the app asks Slack for: the bot's scopes, as deploy/slack-manifest.yaml names them with their reasons. A test holds the two together."""

from __future__ import annotations

BOT_SCOPES = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "groups:write",
        "im:history",
        "im:write",
        "users:read",
    }
)
