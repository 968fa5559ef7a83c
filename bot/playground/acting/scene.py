"""Where people act: the workspace, and the way to the app. And what a deed is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.playground.delivery import Delivery
from bot.playground.records import Channel, Json, SlackError
from bot.playground.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Scene:
    """``delivery`` carries to the app what people do with its messages and views."""

    workspace: Workspace
    delivery: Delivery

    def seen(self, who: str, key: str) -> Channel:
        """A channel that somebody sees. Raises SlackError."""
        channel = self.workspace.channel(key)
        if not self.workspace.sees(channel, who):
            raise SlackError("channel_not_found")
        return channel


Deed = Callable[[Scene, str, Json], Awaitable[Json]]
"""Something that somebody (by user id) does, with what it takes; what the page is answered. Raises SlackError."""


def interaction(workspace: Workspace, who: str, kind: str) -> Json:
    """What Slack tells of every interaction: which team, who, by which app. With a fresh trigger."""
    person = workspace.person(who)
    team = {"id": workspace.team, "domain": workspace.domain, "enterprise_id": None, "enterprise_name": None}
    user = {"id": who, "username": person.name, "name": person.name, "team_id": person.team}
    in_a_function = {"bot_access_token": None, "function_data": None, "interactivity": None}
    return {
        "type": kind, "team": team, "enterprise": None, "is_enterprise_install": False, "user": user, "api_app_id": workspace.app.id,
        "token": "verification", "trigger_id": workspace.trigger(who), **in_a_function,
    }  # fmt: skip
