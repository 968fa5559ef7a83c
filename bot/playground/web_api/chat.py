"""chat.*: posting, editing and deleting the app's own messages, notes for one person, and addresses of messages."""

from __future__ import annotations

from bot.playground.records import Channel, Json, SlackError, shown
from bot.playground.telling import own
from bot.playground.validation import check_blocks
from bot.playground.web_api.arguments import Method, need, yes
from bot.playground.web_api.reach import known, writable
from bot.playground.workspace import Workspace

MOST_TEXT = 40_000


def _content(arguments: Json) -> Json:
    text, blocks = str(arguments.get("text") or ""), arguments.get("blocks")
    if not text and not blocks:
        raise SlackError("no_text")
    made: Json = {"text": text}
    if blocks:
        made["blocks"] = check_blocks(blocks, "message")
    return made


def _short(made: Json) -> Json:
    """What cannot be cut is refused."""
    if len(made["text"]) > MOST_TEXT:
        raise SlackError("msg_too_long")
    return made


def _thread(channel: Channel, arguments: Json) -> Json:
    """The thread that a message goes to, if any. Raises SlackError."""
    ts = arguments.get("thread_ts")
    if not ts:
        return {}
    if not any(message["ts"] == ts for message in channel.messages):
        raise SlackError("thread_not_found")
    return {"thread_ts": ts, **({"subtype": "thread_broadcast"} if yes(arguments.get("reply_broadcast")) else {})}


def post_message(workspace: Workspace, arguments: Json) -> Json:
    """chat.postMessage. A text that is too long is cut, as Slack does."""
    channel = writable(workspace, *need(arguments, "channel"))
    made = {**own(workspace), **_content(arguments), **_thread(channel, arguments)}
    made["text"] = made["text"][:MOST_TEXT]
    if arguments.get("metadata"):
        made["metadata"] = arguments["metadata"]
    posted = workspace.post(channel, made)
    return {"channel": channel.id, "ts": posted["ts"], "message": shown(posted)}


def me_message(workspace: Workspace, arguments: Json) -> Json:
    """chat.meMessage."""
    key, text = need(arguments, "channel", "text")
    channel = writable(workspace, key)
    posted = workspace.post(channel, {**own(workspace), **_short({"text": text}), "subtype": "me_message"})
    return {"channel": channel.id, "ts": posted["ts"]}


def _of_the_app(workspace: Workspace, arguments: Json, refusal: str) -> tuple[Channel, Json]:
    """The app's own message that is meant."""
    key, ts = need(arguments, "channel", "ts")
    channel = writable(workspace, key)
    message = workspace.message(channel, ts)
    if message.get("bot_id") != workspace.app.bot_id:
        raise SlackError(refusal)
    return channel, message


def update(workspace: Workspace, arguments: Json) -> Json:
    """chat.update. Metadata stays unless other is given."""
    channel, message = _of_the_app(workspace, arguments, "cant_update_message")
    content = {"blocks": list[Json](), **_short(_content(arguments))}
    if arguments.get("metadata"):
        content["metadata"] = arguments["metadata"]
    edited = {"user": workspace.app.user, "ts": workspace.clock.ts()}
    workspace.edit(channel, message, {**content, "edited": edited})
    return {"channel": channel.id, "ts": message["ts"], "text": message["text"], "message": shown(message)}


def delete(workspace: Workspace, arguments: Json) -> Json:
    """chat.delete."""
    channel, message = _of_the_app(workspace, arguments, "cant_delete_message")
    workspace.delete(channel, message)
    return {"channel": channel.id, "ts": message["ts"]}


def post_ephemeral(workspace: Workspace, arguments: Json) -> Json:
    """chat.postEphemeral: for one member, and never to be updated."""
    key, user = need(arguments, "channel", "user")
    channel = writable(workspace, key)
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    made = _short(_content(arguments))
    if arguments.get("thread_ts"):
        made["thread_ts"] = arguments["thread_ts"]
    return {"message_ts": workspace.whisper(channel, user, made)["ts"]}


def permalink(workspace: Workspace, arguments: Json) -> Json:
    """chat.getPermalink: the message's address on the page."""
    key, ts = need(arguments, "channel", "message_ts")
    channel = known(workspace, key)
    root = workspace.message(channel, ts).get("thread_ts")
    query = f"?thread_ts={root}" if root and root != ts else ""
    return {"channel": channel.id, "permalink": f"{workspace.base}/#/{channel.id}/{ts}{query}"}


METHODS: dict[str, Method] = {
    "chat.postMessage": post_message,
    "chat.meMessage": me_message,
    "chat.update": update,
    "chat.delete": delete,
    "chat.postEphemeral": post_ephemeral,
    "chat.getPermalink": permalink,
}
