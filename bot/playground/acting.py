"""What people do in the workspace: write, press, fill in, upload, come and go. The page and the tests' people both act through here."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable
from typing import Any

from bot.playground.delivery import Delivery, NoAnswer
from bot.playground.validation import check_view
from bot.playground.web_api import file_json, find_view, new_view, set_reaction, shown
from bot.playground.workspace import Channel, Json, SlackError, Workspace

Deed = Callable[["Actor", str, Json], Awaitable[Json]]
FAILED = "{command} failed with the error “{error}”"


class Actor:
    """Does what people do. ``delivery`` carries it to the app."""

    def __init__(self, workspace: Workspace, delivery: Delivery) -> None:
        self.workspace, self.delivery = workspace, delivery

    async def act(self, who: str, deed: Json) -> Json:
        """Do a deed as somebody. Raises SlackError with why it cannot be."""
        self.workspace.person(who)
        handler = DEEDS.get(str(deed.get("do")))
        if handler is None:
            raise SlackError("unknown_deed")
        return await handler(self, who, deed)

    def seen(self, who: str, key: str) -> Channel:
        channel = self.workspace.channel(key)
        if not self.workspace.sees(channel, who):
            raise SlackError("channel_not_found")
        return channel


async def post(actor: Actor, who: str, deed: Json) -> Json:
    channel = actor.seen(who, deed["channel"])
    if channel.archived:
        raise SlackError("is_archived")
    message: Json = {"user": who, "text": deed["text"], "client_msg_id": actor.workspace.new_id("m")}
    message |= {"team": actor.workspace.person(who).team, "user_team": actor.workspace.person(who).team}
    if deed.get("thread_ts"):
        actor.workspace.message(channel, deed["thread_ts"])
        message["thread_ts"] = deed["thread_ts"]
    if who not in channel.members:
        actor.workspace.join(channel, who)
    return {"ts": actor.workspace.post(channel, message)["ts"]}


async def command(actor: Actor, who: str, deed: Json) -> Json:
    workspace = actor.workspace
    channel = actor.seen(who, deed["channel"])
    if workspace.person(who).team != workspace.team:
        raise SlackError("command_not_for_outsiders")
    names = {"public": channel.name, "private": "privategroup", "im": "directmessage"}
    body = {
        "token": "verification", "team_id": workspace.team, "team_domain": workspace.domain, "channel_id": channel.id,
        "channel_name": names[channel.kind], "user_id": who, "user_name": workspace.person(who).name, "command": deed["command"],
        "text": deed.get("text", ""), "api_app_id": workspace.app.id, "is_enterprise_install": "false",
        "response_url": workspace.response_url(who, channel.id), "trigger_id": workspace.trigger(who),
    }  # fmt: skip
    try:
        answer = await actor.delivery.send("slash_commands", body)
    except NoAnswer:
        text = FAILED.format(command=deed["command"], error="dispatch_failed")
        workspace.whisper(channel, who, {"text": text, "user": "USLACKBOT", "bot_id": ""})
        return {}
    if answer.get("text") or answer.get("blocks"):
        workspace.whisper(channel, who, {key: answer[key] for key in ("text", "blocks") if key in answer})
    return {}


def _interaction(workspace: Workspace, who: str, kind: str) -> Json:
    person = workspace.person(who)
    return {
        "type": kind, "team": {"id": workspace.team, "domain": workspace.domain}, "enterprise": None, "is_enterprise_install": False,
        "user": {"id": who, "username": person.name, "name": person.name, "team_id": person.team}, "api_app_id": workspace.app.id,
        "token": "verification", "trigger_id": workspace.trigger(who),
    }  # fmt: skip


def elements(blocks: list[Json]) -> list[tuple[Json, Json]]:
    """Every element that can be pressed, with its block."""
    found: list[tuple[Json, Json]] = []
    for block in blocks:
        inner = [*block.get("elements", []), block.get("accessory"), block.get("element")]
        found += [(block, one) for one in inner if isinstance(one, dict) and one.get("action_id")]
    return found


async def click(actor: Actor, who: str, deed: Json) -> Json:
    workspace = actor.workspace
    where = deed.get("container", "message")
    body = _interaction(workspace, who, "block_actions")
    if where in ("message", "ephemeral"):
        channel = actor.seen(who, deed["channel"])
        stored = next(
            (m for m in workspace.ephemerals if m["ts"] == deed["ts"] and m["_to"] == who), None
        ) or workspace.message(channel, deed["ts"])
        ephemeral = bool(stored.get("ephemeral"))
        container = {"type": "message", "message_ts": stored["ts"], "channel_id": channel.id, "is_ephemeral": ephemeral}
        if stored.get("thread_ts"):
            container["thread_ts"] = stored["thread_ts"]
        body |= {
            "container": container, "channel": {"id": channel.id, "name": {"im": "directmessage", "private": "privategroup"}.get(channel.kind, channel.name)},
            "message": shown(stored), "response_url": workspace.response_url(who, channel.id, stored["ts"]),
        }  # fmt: skip
    else:
        stored = find_view(workspace, deed["view_id"]) if where == "view" else workspace.homes[who]
        body |= {"container": {"type": "view", "view_id": stored["id"]}, "view": stored}
    block, element = _pressable(stored.get("blocks", []), deed)
    action = {
        **_about(element),
        **deed.get("action", {}),
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": workspace.clock.ts(),
    }
    held = stored.setdefault("_held", {}).setdefault(who, {})
    if element["type"] not in ("button", "overflow"):
        held.setdefault(block["block_id"], {})[element["action_id"]] = _state(element, action)
    body |= {"actions": [action], "state": {"values": _held(stored, who)}}
    try:
        await actor.delivery.send("interactive", body)
    except NoAnswer:
        return {"ok": False, "error": "no_answer", "message": "The app did not answer in time."}
    return {}


def _pressable(blocks: list[Json], deed: Json) -> tuple[Json, Json]:
    for block, element in elements(blocks):
        if element["action_id"] == deed["action_id"] and deed.get("block_id") in (None, block["block_id"]):
            return block, element
    raise SlackError("action_not_found")


def _about(element: Json) -> Json:
    """What an action tells of its element."""
    kept = ("type", "text", "value", "style", "placeholder", "initial_option", "initial_date")
    return {key: element[key] for key in kept if key in element}


def _state(element: Json, action: Json) -> Json:
    return {key: value for key, value in action.items() if key.startswith("selected_") or key in ("type", "value")} | {
        "type": element["type"]
    }


def _held(stored: Json, who: str) -> Json:
    """state.values of a message: what was picked, else what stood there first."""
    values: Json = {}
    for block, element in elements(stored.get("blocks", [])):
        if element["type"] in ("button", "overflow"):
            continue
        initial = {"type": element["type"]}
        if "initial_options" in element:
            initial["selected_options"] = element["initial_options"]
        elif element["type"] in ("checkboxes", "multi_static_select"):
            initial["selected_options"] = []
        picked = stored.get("_held", {}).get(who, {}).get(block["block_id"], {}).get(element["action_id"])
        values.setdefault(block["block_id"], {})[element["action_id"]] = picked or initial
    return values


async def submit_view(actor: Actor, who: str, deed: Json) -> Json:
    workspace = actor.workspace
    view = find_view(workspace, deed["view_id"])
    view["state"] = {"values": _filled(view, deed.get("values") or {})}
    body = _interaction(workspace, who, "view_submission") | {"view": view, "response_urls": []}
    try:
        answer = await actor.delivery.send("interactive", body)
    except NoAnswer:
        return {"ok": False, "error": "no_answer", "message": "We had some trouble connecting. Try again?"}
    return _responded(workspace, who, view, answer)


def _filled(view: Json, values: Json) -> Json:
    """state.values with every input in it, given or not."""
    made: Json = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            action = block["element"]["action_id"]
            given = values.get(block["block_id"], {}).get(action, {})
            made[block["block_id"]] = {action: {"type": block["element"]["type"], **given}}
    return made


def _responded(workspace: Workspace, who: str, view: Json, answer: Json) -> Json:
    stack = workspace.views.get(who, [])
    match answer.get("response_action"):
        case "errors":
            return {"errors": answer.get("errors", {})}
        case "update":
            view |= {**check_view(answer["view"]), "hash": workspace.new_id("h")}
        case "push":
            stack.append(new_view(workspace, check_view(answer["view"]), stack))
        case "clear":
            stack.clear()
        case _:
            if view in stack:
                stack.remove(view)
    workspace.tick({"type": "views"}, [who])
    return {"errors": None}


async def close_view(actor: Actor, who: str, deed: Json) -> Json:
    workspace = actor.workspace
    view = find_view(workspace, deed["view_id"])
    stack = workspace.views.get(who, [])
    gone = list(stack) if deed.get("clear") else [view]
    for one in gone:
        stack.remove(one)
        if one.get("notify_on_close"):
            body = _interaction(workspace, who, "view_closed") | {"view": one, "is_cleared": bool(deed.get("clear"))}
            await actor.delivery.send("interactive", body)
    workspace.tick({"type": "views"}, [who])
    return {}


async def edit(actor: Actor, who: str, deed: Json) -> Json:
    channel = actor.seen(who, deed["channel"])
    message = actor.workspace.message(channel, deed["ts"])
    if message.get("user") != who:
        raise SlackError("cant_update_message")
    actor.workspace.edit(
        channel, message, {"text": deed["text"], "edited": {"user": who, "ts": actor.workspace.clock.ts()}}
    )
    return {}


async def delete(actor: Actor, who: str, deed: Json) -> Json:
    channel = actor.seen(who, deed["channel"])
    message = actor.workspace.message(channel, deed["ts"])
    if message.get("user") not in (who, actor.workspace.app.user):
        raise SlackError("cant_delete_message")
    actor.workspace.delete(channel, message)
    return {}


def reaction(add: bool) -> Deed:
    async def deed(actor: Actor, who: str, deed: Json) -> Json:
        set_reaction(actor.workspace, actor.seen(who, deed["channel"]), deed["ts"], deed["name"], who, add)
        return {}

    return deed


async def upload(actor: Actor, who: str, deed: Json) -> Json:
    workspace = actor.workspace
    content = base64.b64decode(deed["content_base64"])
    key = workspace.new_id("F")
    workspace.files[key] = {
        "id": key,
        "name": deed["name"],
        "title": deed.get("title") or deed["name"],
        "size": len(content),
        "user": who,
    }
    workspace.blobs[key] = content
    if not deed.get("channel"):
        return {"file": file_json(workspace, key)}
    channel = actor.seen(who, deed["channel"])
    message = {
        "user": who,
        "text": deed.get("text", ""),
        "files": [file_json(workspace, key)],
        "subtype": "file_share",
        "upload": True,
    }
    if deed.get("thread_ts"):
        message["thread_ts"] = deed["thread_ts"]
    return {"ts": workspace.post(channel, message)["ts"], "file": file_json(workspace, key)}


async def open_home(actor: Actor, who: str, deed: Json) -> Json:
    workspace = actor.workspace
    channel = workspace.direct(who, workspace.app.user)
    workspace.tell(
        {
            "type": "app_home_opened",
            "user": who,
            "channel": channel.id,
            "tab": "home",
            "event_ts": workspace.clock.ts(),
        },
        channel,
    )
    return {}


async def join(actor: Actor, who: str, deed: Json) -> Json:
    actor.workspace.join(actor.workspace.channel(deed["channel"]), deed.get("user") or who, who)
    return {}


async def leave(actor: Actor, who: str, deed: Json) -> Json:
    actor.workspace.leave(actor.workspace.channel(deed["channel"]), deed.get("user") or who)
    return {}


async def create_channel(actor: Actor, who: str, deed: Json) -> Json:
    workspace = actor.workspace
    kind = "private" if deed.get("private") else "public"
    channel = Channel(workspace.new_id("C"), deed["name"], kind, int(workspace.clock.now()), who, [who])
    workspace.channels[channel.id] = channel
    workspace.tick({"type": "channel", "channel": channel.id})
    return {"channel": channel.id}


def channel_change(change: Callable[[Channel, Json], None], event: str) -> Deed:
    """Something that happens to a channel, and the event that tells of it."""

    async def deed(actor: Actor, who: str, deed: Json) -> Json:
        workspace = actor.workspace
        channel = workspace.channel(deed["channel"])
        change(channel, deed)
        word = "group" if channel.kind == "private" and "shared" not in event else "channel"
        about: Any = (
            {"id": channel.id, "name": channel.name, "created": channel.created} if event == "rename" else channel.id
        )
        workspace.tell(
            {"type": f"{word}_{event}", "channel": about, "user": who, "event_ts": workspace.clock.ts()}, channel
        )
        workspace.tick({"type": "channel", "channel": channel.id})
        return {}

    return deed


def _archive(channel: Channel, deed: Json) -> None:
    channel.archived = True


def _unarchive(channel: Channel, deed: Json) -> None:
    channel.archived = False


def _rename(channel: Channel, deed: Json) -> None:
    channel.name = deed["name"]


def _share(channel: Channel, deed: Json) -> None:
    channel.ext_shared = True


def _unshare(channel: Channel, deed: Json) -> None:
    channel.ext_shared = False


def _delete(channel: Channel, deed: Json) -> None:
    channel.deleted = True


async def make_private(actor: Actor, who: str, deed: Json) -> Json:
    channel = actor.workspace.channel(deed["channel"])
    channel.kind = "private"
    actor.workspace.tick({"type": "channel", "channel": channel.id})
    return {}


async def uninstall(actor: Actor, who: str, deed: Json) -> Json:
    workspace = actor.workspace
    workspace.app.installed = False
    workspace.tell(
        {
            "type": "tokens_revoked",
            "tokens": {"oauth": [], "bot": [workspace.app.user]},
            "event_ts": workspace.clock.ts(),
        },
        None,
    )
    workspace.tell({"type": "app_uninstalled", "event_ts": workspace.clock.ts()}, None)
    return {}


async def deactivate(actor: Actor, who: str, deed: Json) -> Json:
    workspace = actor.workspace
    workspace.person(deed["user"]).deleted = True
    workspace.tick({"type": "people"})
    return {}


async def set_clock(actor: Actor, who: str, deed: Json) -> Json:
    clock = actor.workspace.clock
    clock.advance(deed["advance"]) if deed.get("advance") else clock.set(deed.get("now"))
    actor.workspace.tick({"type": "clock", "now": clock.now()})
    return {"now": clock.now()}


DEEDS: dict[str, Deed] = {
    "post": post,
    "command": command,
    "click": click,
    "submit_view": submit_view,
    "close_view": close_view,
    "edit": edit,
    "delete": delete,
    "react": reaction(True),
    "unreact": reaction(False),
    "upload": upload,
    "open_home": open_home,
    "join": join,
    "leave": leave,
    "create_channel": create_channel,
    "archive": channel_change(_archive, "archive"),
    "unarchive": channel_change(_unarchive, "unarchive"),
    "rename": channel_change(_rename, "rename"),
    "share": channel_change(_share, "shared"),
    "unshare": channel_change(_unshare, "unshared"),
    "delete_channel": channel_change(_delete, "deleted"),
    "make_private": make_private,
    "uninstall": uninstall,
    "deactivate": deactivate,
    "set_clock": set_clock,
}
