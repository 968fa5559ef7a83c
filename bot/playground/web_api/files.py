"""files.*: an address to upload to, sharing what was uploaded, and what is known of a file."""

from __future__ import annotations

from bot.playground import files
from bot.playground.records import Json, SlackError, is_list
from bot.playground.telling import own
from bot.playground.web_api.arguments import Method, names, need
from bot.playground.web_api.reach import writable
from bot.playground.workspace import Workspace

MOST_ALT_TEXT = 1000


def upload_url(workspace: Workspace, arguments: Json) -> Json:
    """files.getUploadURLExternal."""
    name, length = need(arguments, "filename", "length")
    if not str(length).isdecimal() or int(length) == 0:
        raise SlackError("invalid_arguments", ["[ERROR] must be a positive number [json-pointer:/length]"])
    if len(str(arguments.get("alt_txt") or "")) > MOST_ALT_TEXT:
        raise SlackError("alt_txt_too_large")
    key = files.announce(workspace, name, int(length), workspace.app.user, str(arguments.get("alt_txt") or ""))
    return {"upload_url": f"{workspace.base}/upload/{key}", "file_id": key}


def complete_upload(workspace: Workspace, arguments: Json) -> Json:
    """files.completeUploadExternal: shares what was uploaded; without a channel it stays the app's own."""
    (wanted,) = need(arguments, "files")
    if not is_list(wanted):
        raise SlackError("invalid_arguments", ["[ERROR] must be an array [json-pointer:/files]"])
    keys = [str(one["id"]) for one in wanted]
    for key in keys:
        files.whole(workspace, key)
    where = next(iter([*names(arguments.get("channel_id")), *names(arguments.get("channels"))]), "")
    channel = writable(workspace, where) if where else None
    for one in wanted:
        files.retitle(workspace, one["id"], str(one.get("title") or ""))
    if channel is not None:
        message = {**own(workspace), "text": str(arguments.get("initial_comment") or "")}
        files.share(workspace, channel, message, keys, str(arguments.get("thread_ts") or ""))
    return {"files": [files.file_json(workspace, key) for key in keys]}


def info(workspace: Workspace, arguments: Json) -> Json:
    """files.info."""
    (key,) = need(arguments, "file")
    return {"file": files.file_json(workspace, key), "comments": [], "response_metadata": {"next_cursor": ""}}


def delete(workspace: Workspace, arguments: Json) -> Json:
    """files.delete: one of the app's own."""
    (key,) = need(arguments, "file")
    if files.whole(workspace, key)["user"] != workspace.app.user:
        raise SlackError("cant_delete_file")
    files.remove(workspace, key)
    return {}


METHODS: dict[str, Method] = {
    "files.getUploadURLExternal": upload_url,
    "files.completeUploadExternal": complete_upload,
    "files.info": info,
    "files.delete": delete,
}
