"""views.*: opening, stacking and changing modals, and the app's Home."""

from __future__ import annotations

from bot.playground import modals
from bot.playground.records import Json, SlackError, shown
from bot.playground.validation import check_view
from bot.playground.web_api.arguments import Method, need
from bot.playground.workspace import Workspace


def open_view(workspace: Workspace, arguments: Json) -> Json:
    """views.open: a new stack for who caused the trigger."""
    trigger, view = need(arguments, "trigger_id", "view")
    checked = _of_type(check_view(view), "modal")
    user = workspace.pull(trigger).user
    modals.unique(workspace, checked)
    return {"view": shown(modals.push(workspace, user, checked, afresh=True))}


def push(workspace: Workspace, arguments: Json) -> Json:
    """views.push: on top of what is open."""
    trigger, view = need(arguments, "trigger_id", "view")
    checked = _of_type(check_view(view), "modal")
    user = workspace.pull(trigger).user
    if not workspace.views.get(user):
        raise SlackError("not_found")
    modals.unique(workspace, checked)
    return {"view": shown(modals.push(workspace, user, checked))}


def update(workspace: Workspace, arguments: Json) -> Json:
    """views.update, by id or external id; with ``hash`` only what has not changed since."""
    (view,) = need(arguments, "view")
    user, found = modals.find(workspace, str(arguments.get("view_id") or ""), str(arguments.get("external_id") or ""))
    checked = _of_type(check_view(view), "modal")
    _unchanged(found, arguments)
    modals.unique(workspace, checked, but=found)
    return {"view": shown(modals.change(workspace, user, found, checked))}


def publish(workspace: Workspace, arguments: Json) -> Json:
    """views.publish: somebody's Home."""
    user, view = need(arguments, "user_id", "view")
    checked = _of_type(check_view(view), "home")
    person = workspace.person(user).id
    before = workspace.homes.get(person)
    if before is not None:
        _unchanged(before, arguments)
    made = modals.new_view(workspace, checked)
    workspace.homes[person] = made
    workspace.tick({"type": "home"}, [person])
    return {"view": shown(made)}


def _of_type(view: Json, kind: str) -> Json:
    if view["type"] != kind:
        raise SlackError("invalid_arguments", [f"[ERROR] must be a {kind} [json-pointer:/view/type]"])
    return view


def _unchanged(view: Json, arguments: Json) -> None:
    if arguments.get("hash") and arguments["hash"] != view["hash"]:
        raise SlackError("hash_conflict")


METHODS: dict[str, Method] = {
    "views.open": open_view,
    "views.push": push,
    "views.update": update,
    "views.publish": publish,
}
