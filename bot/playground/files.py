"""Files of the workspace: announced, uploaded, shared in a conversation, removed."""

from __future__ import annotations

import mimetypes

from bot.playground.records import Channel, Json, SlackError
from bot.playground.workspace import Workspace


def announce(workspace: Workspace, name: str, size: int, user: str, alt_text: str = "") -> str:
    """A file whose content is still to come; its id."""
    key = workspace.new_id("F")
    at = int(workspace.clock.now())
    workspace.files[key] = {
        "id": key, "name": name, "title": name, "size": size, "user": user, "alt_txt": alt_text, "created": at, "timestamp": at,
        "_shares": list[tuple[str, str]](),
    }  # fmt: skip
    return key


def receive(workspace: Workspace, key: str, content: bytes) -> None:
    """The content of an announced file. Raises SlackError file_not_found, and where it is not as long as was announced."""
    file = workspace.files.get(key)
    if file is None:
        raise SlackError("file_not_found")
    if file["size"] != len(content):
        raise SlackError("length_mismatch")
    workspace.blobs[key] = content


def whole(workspace: Workspace, key: str) -> Json:
    """A file that has its content. Raises SlackError."""
    file = workspace.files.get(key)
    if file is None or key not in workspace.blobs:
        raise SlackError("file_not_found")
    return file


def retitle(workspace: Workspace, key: str, title: str) -> None:
    """Give a file a title, if one is given."""
    file = whole(workspace, key)
    file["title"] = title or file["title"]


def share(workspace: Workspace, channel: Channel, message: Json, keys: list[str], thread: str = "") -> Json:
    """Post a message with files, and tell the app of each."""
    told = [file_json(workspace, key) for key in keys]
    made = {**message, "files": told, "subtype": "file_share", "upload": True, "display_as_bot": False}
    posted = workspace.post(channel, {**made, **({"thread_ts": thread} if thread else {})})
    for key in keys:
        whole(workspace, key)["_shares"].append((channel.id, posted["ts"]))
        event = {
            "type": "file_shared",
            "file_id": key,
            "user_id": message["user"],
            "file": {"id": key},
            "channel_id": channel.id,
        }
        workspace.tell({**event, "event_ts": workspace.clock.ts()}, channel)
    return posted


def remove(workspace: Workspace, key: str) -> None:
    """Delete a file; messages keep a stone in its place, as Slack's do."""
    shared = shares(workspace, key)
    del workspace.files[key], workspace.blobs[key]
    for channel, ts in shared:
        for message in (m for m in channel.messages if m["ts"] == ts):
            files: list[Json] = message["files"]
            message["files"] = [{"id": key, "mode": "tombstone"} if f["id"] == key else f for f in files]
            change = {"type": "message", "channel": channel.id, "ts": ts, "thread_ts": message.get("thread_ts")}
            workspace.tick({**change, "change": "edited"}, channel.members)


def shares(workspace: Workspace, key: str) -> list[tuple[Channel, str]]:
    """The conversations that a file was shared in, and by which message. Raises SlackError."""
    told: list[tuple[str, str]] = whole(workspace, key)["_shares"]
    return [(workspace.channels[channel], ts) for channel, ts in told]


def _where(workspace: Workspace, key: str) -> Json:
    """Where a file was shared, in Slack's two ways of telling it."""
    made: Json = {"channels": [], "groups": [], "ims": [], "shares": {}}
    kinds = {"public": "channels", "private": "groups", "im": "ims"}
    for channel, ts in shares(workspace, key):
        made[kinds[channel.kind]].append(channel.id)
        message = next((m for m in channel.messages if m["ts"] == ts), Json())
        share: Json = {
            "ts": ts, "thread_ts": message.get("thread_ts"), "channel_name": channel.name, "team_id": workspace.team, "source": "UNKNOWN",
            "share_user_id": message.get("user", ""), "reply_users": message.get("reply_users", []), "is_silent_share": False,
            "reply_users_count": message.get("reply_users_count", 0), "reply_count": message.get("reply_count", 0),
            "latest_reply": message.get("latest_reply"),
        }  # fmt: skip
        group: Json = made["shares"].setdefault("public" if channel.kind == "public" else "private", {})
        group.setdefault(channel.id, []).append(share)
    return made


def file_json(workspace: Workspace, key: str) -> Json:
    """A file as messages and files.info tell it. Raises SlackError."""
    file, where = whole(workspace, key), _where(workspace, key)
    address, extension = f"{workspace.base}/files/{key}", str(file["name"]).rpartition(".")[2].lower()
    return {name: value for name, value in file.items() if not name.startswith("_")} | where | {
        "url_private": address, "url_private_download": address, "permalink": address, "permalink_public": "", "edit_link": "",
        "mimetype": mimetypes.guess_type(file["name"])[0] or "application/octet-stream", "filetype": extension,
        "pretty_type": extension.upper(), "mode": "hosted", "editable": False, "is_external": False, "external_type": "",
        "is_public": bool(where["channels"]), "public_url_shared": False, "display_as_bot": False, "username": "",
        "user_team": workspace.person(file["user"]).team, "comments_count": 0, "is_starred": False,
        "has_more_shares": False, "has_rich_preview": False, "file_access": "visible", "media_display_type": "unknown",
        "preview": "", "preview_highlight": "", "preview_is_truncated": False, "lines": 0, "lines_more": 0, "is_modified_by_ai": False,
    }  # fmt: skip
