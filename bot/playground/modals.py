"""Open views: each person's stack of modals, three at most, each with an id and a hash that changes when it does."""

from __future__ import annotations

from bot.playground.records import Json, SlackError
from bot.playground.workspace import Workspace

MOST_STACKED = 3


def new_view(workspace: Workspace, view: Json, stack: list[Json] | None = None) -> Json:
    """A view as Slack keeps it; ``stack``: those it comes to lie on."""
    key = workspace.new_id("V")
    return {
        **_whole(view), "id": key, "team_id": workspace.team, "app_id": workspace.app.id, "app_installed_team_id": workspace.team,
        "bot_id": workspace.app.bot_id, "hash": _hash(workspace), "state": {"values": {}}, "root_view_id": stack[0]["id"] if stack else key,
        "previous_view_id": stack[-1]["id"] if stack else None,
    }  # fmt: skip


def _whole(view: Json) -> Json:
    """A view with all that may be left out."""
    return {
        "title": {"type": "plain_text", "text": "View Title", "emoji": True}, "submit": None, "close": None, "private_metadata": "",
        "callback_id": "", "external_id": "", "clear_on_close": False, "notify_on_close": False, "submit_disabled": False, "entity_url": None,
        "external_ref": None, "app_unfurl_url": None, "channel": None, "message_ts": None, "thread_ts": None, **view,
    }  # fmt: skip


def _hash(workspace: Workspace) -> str:
    return f"{int(workspace.clock.now())}.{workspace.new_id('h')}"


def push(workspace: Workspace, user: str, view: Json, *, afresh: bool = False) -> Json:
    """Lay a checked view on somebody's stack, or start it ``afresh``. Raises SlackError."""
    stack = workspace.views.setdefault(user, [])
    if afresh:
        stack.clear()
    if len(stack) >= MOST_STACKED:
        raise SlackError("push_limit_reached")
    made = new_view(workspace, view, stack)
    stack.append(made)
    workspace.tick({"type": "views"}, [user])
    return made


def change(workspace: Workspace, user: str, view: Json, to: Json) -> Json:
    """Put other content into an open view; what the new one leaves out is gone."""
    view |= {**_whole(to), "hash": _hash(workspace)}
    workspace.tick({"type": "views"}, [user])
    return view


def remove(workspace: Workspace, user: str, gone: list[Json]) -> None:
    """Close views of somebody's stack."""
    ids = {view["id"] for view in gone}
    stack = workspace.views.get(user, [])
    stack[:] = [view for view in stack if view["id"] not in ids]
    workspace.tick({"type": "views"}, [user])


def find(workspace: Workspace, view_id: str, external: str = "") -> tuple[str, Json]:
    """An open view by its id, and whose it is. Raises SlackError."""
    for user, stack in workspace.views.items():
        for view in stack:
            if view["id"] == view_id or (external and view["external_id"] == external):
                return user, view
    raise SlackError("not_found")


def unique(workspace: Workspace, view: Json, but: Json | None = None) -> None:
    """Raises SlackError where another open view has the external id already."""
    external = view.get("external_id")
    if external and any(
        v["external_id"] == external and v is not but for stack in workspace.views.values() for v in stack
    ):
        raise SlackError("duplicate_external_id")
