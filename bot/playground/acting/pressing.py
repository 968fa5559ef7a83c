"""What people press and pick in the app's messages and views: ``block_actions``."""

from __future__ import annotations

from bot.playground import modals, states
from bot.playground.acting.scene import Scene, interaction
from bot.playground.acting.writing import told_name
from bot.playground.delivery import NoAnswer
from bot.playground.records import Json, SlackError, shown

LATE = "The app did not answer in time."


async def click(scene: Scene, who: str, deed: Json) -> Json:
    """Press a button, or pick in a menu. ``container``: message, view or home."""
    workspace = scene.workspace
    body = interaction(workspace, who, "block_actions")
    if deed.get("container", "message") in ("message", "ephemeral"):
        stored = _message(scene, who, deed)
        body |= _on_message(scene, who, stored, deed)
    else:
        stored = _view(scene, who, deed)
        body |= {"container": {"type": "view", "view_id": stored["id"]}}
    block, element = _pressable(stored.get("blocks", []), deed)
    given = deed.get("action", {})
    action = {**_about(element), **given, "action_id": element["action_id"], "block_id": block["block_id"]}
    states.keep(stored, who, block, element, given)
    state = {"values": states.values(stored, who)}
    body["actions"] = [{**action, "action_ts": workspace.clock.ts()}]
    if body["container"]["type"] == "view":
        stored["state"] = state
        body["view"] = shown(stored)
    else:
        body["state"] = state
    try:
        await scene.delivery.send("interactive", body)
    except NoAnswer:
        return {"ok": False, "error": "no_answer", "message": LATE}
    return {}


def _message(scene: Scene, who: str, deed: Json) -> Json:
    """The message that is meant, a private note of this person included. Raises SlackError."""
    channel = scene.seen(who, deed["channel"])
    notes = (m for m in scene.workspace.ephemerals if m["ts"] == deed["ts"] and m["_to"] == who)
    return next(notes, None) or scene.workspace.message(channel, deed["ts"])


def _view(scene: Scene, who: str, deed: Json) -> Json:
    if deed["container"] == "view":
        return modals.find(scene.workspace, deed["view_id"])[1]
    home = scene.workspace.homes.get(who)
    if home is None:
        raise SlackError("not_found")
    return home


def _on_message(scene: Scene, who: str, stored: Json, deed: Json) -> Json:
    channel = scene.seen(who, deed["channel"])
    ephemeral = bool(stored.get("ephemeral"))
    container = {"type": "message", "message_ts": stored["ts"], "channel_id": channel.id, "is_ephemeral": ephemeral}
    if stored.get("thread_ts"):
        container["thread_ts"] = stored["thread_ts"]
    return {
        "container": {**container, "is_app_unfurl": False}, "channel": {"id": channel.id, "name": told_name(channel)},
        "message": shown(stored), "response_url": scene.workspace.response_url(who, channel.id, stored["ts"]),
    }  # fmt: skip


def _pressable(blocks: list[Json], deed: Json) -> tuple[Json, Json]:
    for block, element in states.elements(blocks):
        if element["action_id"] == deed["action_id"] and deed.get("block_id") in (None, block["block_id"]):
            return block, element
    raise SlackError("action_not_found")


def _about(element: Json) -> Json:
    """What an action tells of its element."""
    kept = ("type", "text", "value", "style", "placeholder", "confirm", "url", "min_query_length")
    return {key: value for key, value in element.items() if key in kept or key.startswith("initial_")}
