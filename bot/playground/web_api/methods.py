"""Every method of the Web API by its name, and the answer to a call as Slack gives it."""

from __future__ import annotations

from bot.playground.records import Json, SlackError
from bot.playground.web_api import chat, conversations, files, reactions, users, views
from bot.playground.web_api.arguments import Method
from bot.playground.workspace import Workspace

METHODS: dict[str, Method] = {
    **chat.METHODS,
    **conversations.METHODS,
    **users.METHODS,
    **views.METHODS,
    **reactions.METHODS,
    **files.METHODS,
}
APP_TOKEN = frozenset({"apps.connections.open"})
"""Methods that take the app's own token; the others take the bot's."""


def answer(workspace: Workspace, method: str, arguments: Json, token: str) -> Json:
    """What a call is answered with."""
    app = workspace.app
    handler = METHODS.get(method)
    if handler is None:
        return {"ok": False, "error": "unknown_method", "req_method": method}
    if token != (app.app_token if method in APP_TOKEN else app.bot_token):
        return {"ok": False, "error": _refused(workspace, token)}
    if not app.installed:
        return {"ok": False, "error": "account_inactive"}
    try:
        return {"ok": True, **handler(workspace, arguments)}
    except SlackError as error:
        more = {"response_metadata": {"messages": error.messages}} if error.messages else {}
        return {"ok": False, "error": error.name, **more}


def _refused(workspace: Workspace, token: str) -> str:
    if not token:
        return "not_authed"
    known = token in (workspace.app.app_token, workspace.app.bot_token)
    return "not_allowed_token_type" if known else "invalid_auth"
