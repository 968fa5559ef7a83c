"""What people start from a message's menu: the app's message shortcuts, told to it as ``message_action``."""

from __future__ import annotations

from bot.playground.acting.pressing import LATE
from bot.playground.acting.scene import Scene, interaction
from bot.playground.acting.writing import told_name
from bot.playground.delivery import NoAnswer
from bot.playground.records import Json, SlackError, shown


async def shortcut(scene: Scene, who: str, deed: Json) -> Json:
    """Use a shortcut of the app's on a message that this person sees. Raises SlackError for one that it does not have."""
    workspace = scene.workspace
    known = next((one for one in workspace.app.shortcuts if one.callback_id == deed["callback_id"]), None)
    if known is None:
        raise SlackError("shortcut_not_found")
    channel = scene.seen(who, deed["channel"])
    message = workspace.message(channel, deed["ts"])
    body = interaction(workspace, who, "message_action") | {
        "callback_id": known.callback_id, "channel": {"id": channel.id, "name": told_name(channel)}, "message": shown(message),
        "message_ts": message["ts"], "action_ts": workspace.clock.ts(), "response_url": workspace.response_url(who, channel.id, message["ts"]),
    }  # fmt: skip
    try:
        await scene.delivery.send("interactive", body)
    except NoAnswer:
        return {"ok": False, "error": "no_answer", "message": LATE}
    return {}
