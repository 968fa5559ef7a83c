"""users.*, team.info, bots.info, auth.test and apps.connections.open: who is who, and who is asking."""

from __future__ import annotations

from bot.playground.records import Json, SlackError
from bot.playground.telling import bot_profile, channel_json, email, team_json, user_json
from bot.playground.web_api.arguments import Method, need, page, paged
from bot.playground.web_api.conversations import wanted_channels
from bot.playground.workspace import Workspace


def info(workspace: Workspace, arguments: Json) -> Json:
    """users.info."""
    return {"user": user_json(workspace, workspace.person(*need(arguments, "user")))}


def every(workspace: Workspace, arguments: Json) -> Json:
    """users.list."""
    found, cursor = page(list(workspace.people.values()), arguments)
    told = [user_json(workspace, person) for person in found]
    return {**paged("members", told, cursor), "cache_ts": int(workspace.clock.now())}


def conversations(workspace: Workspace, arguments: Json) -> Json:
    """users.conversations: those that somebody is in, the bot itself unless another is named."""
    user = workspace.person(str(arguments.get("user") or workspace.app.user)).id
    mine = [channel for channel in wanted_channels(workspace, arguments, user) if user in channel.members]
    if user != workspace.app.user:
        mine = [channel for channel in mine if channel.kind == "public" or workspace.app.user in channel.members]
    found, cursor = page(mine, arguments)
    return paged("channels", [channel_json(workspace, channel) for channel in found], cursor)


def by_email(workspace: Workspace, arguments: Json) -> Json:
    """users.lookupByEmail."""
    (wanted,) = need(arguments, "email")
    found = next((p for p in workspace.people.values() if email(workspace, p) == wanted and not p.deleted), None)
    if found is None:
        raise SlackError("users_not_found")
    return {"user": user_json(workspace, found)}


def team(workspace: Workspace, arguments: Json) -> Json:
    """team.info."""
    if arguments.get("team") not in (None, "", workspace.team):
        raise SlackError("team_not_found")
    return {"team": team_json(workspace)}


def bot(workspace: Workspace, arguments: Json) -> Json:
    """bots.info."""
    if arguments.get("bot") not in (None, "", workspace.app.bot_id):
        raise SlackError("bot_not_found")
    return {"bot": bot_profile(workspace)}


def auth_test(workspace: Workspace, arguments: Json) -> Json:
    """auth.test."""
    app = workspace.app
    return {
        "url": f"{workspace.base}/", "team": workspace.name, "user": app.name.lower(), "team_id": workspace.team, "user_id": app.user,
        "bot_id": app.bot_id, "app_id": app.id, "app_name": app.name, "enterprise_id": None, "is_enterprise_install": False,
    }  # fmt: skip


def connections_open(workspace: Workspace, arguments: Json) -> Json:
    """apps.connections.open: an address for one socket."""
    address = f"{workspace.base.replace('http', 'ws', 1)}/link"
    return {"url": f"{address}?ticket={workspace.ticket()}&app_id={workspace.app.id}"}


METHODS: dict[str, Method] = {
    "auth.test": auth_test,
    "users.info": info,
    "users.list": every,
    "users.conversations": conversations,
    "users.lookupByEmail": by_email,
    "team.info": team,
    "bots.info": bot,
    "apps.connections.open": connections_open,
}
