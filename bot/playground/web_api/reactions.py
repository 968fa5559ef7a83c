"""reactions.*: the app's own, and which there are."""

from __future__ import annotations

from bot.playground.reacting import set_reaction
from bot.playground.records import Json, shown
from bot.playground.web_api.arguments import Method, need
from bot.playground.web_api.reach import readable, writable
from bot.playground.workspace import Workspace


def _react(add: bool) -> Method:
    def method(workspace: Workspace, arguments: Json) -> Json:
        key, ts, name = need(arguments, "channel", "timestamp", "name")
        set_reaction(workspace, writable(workspace, key), ts, name, workspace.app.user, add)
        return {}

    return method


def get(workspace: Workspace, arguments: Json) -> Json:
    """reactions.get: of one message."""
    key, ts = need(arguments, "channel", "timestamp")
    channel = readable(workspace, key)
    return {"type": "message", "channel": channel.id, "message": shown(workspace.message(channel, ts))}


METHODS: dict[str, Method] = {
    "reactions.add": _react(add=True),
    "reactions.remove": _react(add=False),
    "reactions.get": get,
}
