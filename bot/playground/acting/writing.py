"""What people write: messages, edits, reactions, files, and slash commands."""

from __future__ import annotations

import base64
import binascii

from bot.playground import files
from bot.playground.acting.scene import Deed, Scene
from bot.playground.delivery import NoAnswer
from bot.playground.reacting import set_reaction
from bot.playground.records import Channel, Json, SlackError
from bot.playground.validation import check_blocks
from bot.playground.workspace import Workspace

FAILED = "{command} failed with the error “{error}”"
CHANNEL_WORDS = {"private": "privategroup", "im": "directmessage"}
"""How Slack names to the app a channel whose name it does not tell."""


def told_name(channel: Channel) -> str:
    """A channel's name in commands and clicks."""
    return CHANNEL_WORDS.get(channel.kind, channel.name)


def _writer(workspace: Workspace, channel: Channel, who: str) -> Json:
    """Who writes; joins a public channel on the way. Raises SlackError."""
    if channel.archived:
        raise SlackError("is_archived")
    if who not in channel.members:
        workspace.join(channel, who)
    team = workspace.person(who).team
    return {"user": who, "client_msg_id": workspace.new_id("m"), "team": team, "user_team": team, "source_team": team}


def _thread(workspace: Workspace, channel: Channel, deed: Json) -> Json:
    """The thread that a message goes to, if any. Raises SlackError."""
    ts = deed.get("thread_ts")
    return {"thread_ts": workspace.message(channel, ts)["ts"]} if ts else {}


async def post(scene: Scene, who: str, deed: Json) -> Json:
    """Write a message, here or in a thread."""
    channel = scene.seen(who, deed["channel"])
    thread = _thread(scene.workspace, channel, deed)
    message = {**_writer(scene.workspace, channel, who), "text": deed["text"], **thread}
    return {"ts": scene.workspace.post(channel, message)["ts"]}


async def command(scene: Scene, who: str, deed: Json) -> Json:
    """Type a slash command. Where the app fails, who typed it is told so; nobody else."""
    workspace = scene.workspace
    channel = scene.seen(who, deed["channel"])
    if workspace.person(who).team != workspace.team:
        raise SlackError("command_not_for_outsiders")
    body = {
        "token": "verification", "team_id": workspace.team, "team_domain": workspace.domain, "enterprise_id": "",
        "enterprise_name": "", "channel_id": channel.id,
        "channel_name": told_name(channel), "user_id": who, "user_name": workspace.person(who).name, "command": deed["command"],
        "text": deed.get("text", ""), "api_app_id": workspace.app.id, "is_enterprise_install": "false",
        "response_url": workspace.response_url(who, channel.id), "trigger_id": workspace.trigger(who),
    }  # fmt: skip
    try:
        answer = await scene.delivery.send("slash_commands", body)
        _answered(workspace, channel, who, answer)
    except NoAnswer as error:
        word = "operation_timeout" if error.reason == "http_timeout" else "dispatch_failed"
        text = FAILED.format(command=deed["command"], error=word)
        workspace.whisper(channel, who, {"text": text, "user": "USLACKBOT", "bot_id": ""})
    return {}


def _answered(workspace: Workspace, channel: Channel, who: str, answer: Json) -> None:
    """Show what a command was acknowledged with. Raises SlackError for blocks that Slack would refuse."""
    made = {key: answer[key] for key in ("text",) if answer.get(key)}
    if answer.get("blocks"):
        made["blocks"] = check_blocks(answer["blocks"], "message")
    if not made:
        return
    if answer.get("response_type") == "in_channel":
        workspace.post(channel, {"user": workspace.app.user, "bot_id": workspace.app.bot_id, "text": "", **made})
    else:
        workspace.whisper(channel, who, made)


async def edit(scene: Scene, who: str, deed: Json) -> Json:
    """Change one's own message."""
    channel = scene.seen(who, deed["channel"])
    message = scene.workspace.message(channel, deed["ts"])
    if message.get("user") != who:
        raise SlackError("cant_update_message")
    edited = {"user": who, "ts": scene.workspace.clock.ts()}
    scene.workspace.edit(channel, message, {"text": deed["text"], "edited": edited})
    return {}


async def delete(scene: Scene, who: str, deed: Json) -> Json:
    """Delete one's own message, or one of the app's, as a workspace's owner may."""
    channel = scene.seen(who, deed["channel"])
    message = scene.workspace.message(channel, deed["ts"])
    if message.get("user") not in (who, scene.workspace.app.user):
        raise SlackError("cant_delete_message")
    scene.workspace.delete(channel, message)
    return {}


def reaction(add: bool) -> Deed:
    """Add or take back an emoji."""

    async def deed(scene: Scene, who: str, deed: Json) -> Json:
        set_reaction(scene.workspace, scene.seen(who, deed["channel"]), deed["ts"], deed["name"], who, add)
        return {}

    return deed


async def upload(scene: Scene, who: str, deed: Json) -> Json:
    """Upload a file: into a channel or thread, or, without one, only into the workspace."""
    workspace = scene.workspace
    try:
        content = base64.b64decode(deed["content_base64"], validate=True)
    except binascii.Error as error:
        raise SlackError("invalid_file") from error
    channel = scene.seen(who, deed["channel"]) if deed.get("channel") else None
    thread = _thread(workspace, channel, deed) if channel is not None else {}
    message = _writer(workspace, channel, who) if channel is not None else {}
    key = files.announce(workspace, deed["name"], len(content), who)
    files.receive(workspace, key, content)
    files.retitle(workspace, key, str(deed.get("title") or ""))
    if channel is None:
        return {"file": files.file_json(workspace, key)}
    posted = files.share(
        workspace, channel, {**message, "text": deed.get("text", "")}, [key], thread.get("thread_ts", "")
    )
    return {"ts": posted["ts"], "file": files.file_json(workspace, key)}
