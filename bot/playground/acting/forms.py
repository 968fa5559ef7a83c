"""What people do with modals and the app's Home: submit, close, open."""

from __future__ import annotations

from bot.playground import modals, states
from bot.playground.acting.scene import Scene, interaction
from bot.playground.delivery import NoAnswer
from bot.playground.records import Json, shown
from bot.playground.validation import check_view

LATE = "We had some trouble connecting. Try again?"


async def submit_view(scene: Scene, who: str, deed: Json) -> Json:
    """Submit a modal with what was filled in; do with it what the app answers."""
    workspace = scene.workspace
    _, view = modals.find(workspace, deed["view_id"])
    view["state"] = {"values": states.values(view, who, deed.get("values") or {})}
    body = interaction(workspace, who, "view_submission") | {
        "view": shown(view),
        "is_cleared": False,
        "response_urls": list[Json](),
    }
    try:
        answer = await scene.delivery.send("interactive", body)
    except NoAnswer:
        return {"ok": False, "error": "no_answer", "message": LATE}
    return _answered(scene, who, view, answer)


def _answered(scene: Scene, who: str, view: Json, answer: Json) -> Json:
    """What the app wants of the modal. Raises SlackError where Slack would show trouble."""
    workspace = scene.workspace
    match answer.get("response_action"):
        case "errors":
            return {"errors": answer.get("errors", {})}
        case "update":
            modals.change(workspace, who, view, check_view(answer["view"]))
        case "push":
            modals.push(workspace, who, check_view(answer["view"]))
        case "clear":
            modals.remove(workspace, who, workspace.views.get(who, []))
        case _:
            modals.remove(workspace, who, [view])
    return {"errors": None}


async def close_view(scene: Scene, who: str, deed: Json) -> Json:
    """Close a modal, or with ``clear`` all of them. The app hears of those that asked for it."""
    workspace = scene.workspace
    _, view = modals.find(workspace, deed["view_id"])
    clear = bool(deed.get("clear")) or view["clear_on_close"]
    gone = list(workspace.views.get(who, [])) if clear else [view]
    modals.remove(workspace, who, gone)
    for one in gone:
        if one["notify_on_close"]:
            body = interaction(workspace, who, "view_closed") | {"view": shown(one), "is_cleared": clear}
            del body["trigger_id"]
            await _told(scene, body)
    return {}


async def _told(scene: Scene, body: Json) -> None:
    """Slack tells of a closed view once; whether the app heard changes nothing for who closed it."""
    try:
        await scene.delivery.send("interactive", body)
    except NoAnswer:
        return


async def open_home(scene: Scene, who: str, deed: Json) -> Json:
    """Open the app's Home."""
    workspace = scene.workspace
    channel = workspace.direct(who, workspace.app.user)
    home = workspace.homes.get(who)
    view = {"view": shown(home)} if home is not None else {}
    event = {"type": "app_home_opened", "user": who, "channel": channel.id, "tab": "home", **view}
    workspace.tell({**event, "event_ts": workspace.clock.ts()}, channel)
    return {}
