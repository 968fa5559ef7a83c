"""The Web API: each method as a function of the workspace and its arguments. Refuses as Slack does, by Slack's names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.playground.validation import check_blocks, check_view
from bot.playground.workspace import Channel, Json, Person, SlackError, Workspace

Method = Callable[[Workspace, Json], Json]
MOST_TEXT = 40_000


def _need(arguments: Json, *names: str) -> tuple[Any, ...]:
    missing = [name for name in names if arguments.get(name) in (None, "")]
    if missing:
        raise SlackError("invalid_arguments", [f"[ERROR] missing required field: {name}" for name in missing])
    return tuple(arguments[name] for name in names)


# ── shapes ───────────────────────────────────────────────────────────────────


def user_json(workspace: Workspace, person: Person) -> Json:
    """A user as users.info tells it."""
    profile = {
        "real_name": person.real_name, "display_name": person.real_name, "real_name_normalized": person.real_name,
        "display_name_normalized": person.real_name, "title": person.title, "team": person.team, "avatar_hash": "", "image_72": "",
    }  # fmt: skip
    return {
        "id": person.id, "team_id": person.team, "name": person.name, "deleted": person.deleted, "color": person.color,
        "real_name": person.real_name, "tz": person.tz, "tz_label": person.tz, "tz_offset": 0, "profile": profile,
        "is_admin": False, "is_owner": False, "is_primary_owner": False, "is_restricted": person.restricted,
        "is_ultra_restricted": person.ultra, "is_bot": person.is_bot, "is_app_user": False, "is_stranger": person.stranger,
        "updated": 0, "is_email_confirmed": True, "who_can_share_contact_card": "EVERYONE", "locale": person.locale,
    }  # fmt: skip


def channel_json(workspace: Workspace, channel: Channel) -> Json:
    """A conversation as conversations.info tells it."""
    im = channel.kind == "im"
    other = next((m for m in channel.members if m != workspace.app.user), "")
    base: Json = {
        "id": channel.id, "created": channel.created, "creator": channel.creator, "is_archived": channel.archived, "is_im": im,
        "is_mpim": False, "is_org_shared": False, "is_shared": channel.ext_shared, "is_ext_shared": channel.ext_shared,
        "is_pending_ext_shared": False, "context_team_id": workspace.team, "updated": 0,
    }  # fmt: skip
    if im:
        return base | {"user": other, "is_open": True}
    return base | {
        "name": channel.name, "name_normalized": channel.name, "is_channel": channel.kind == "public",
        "is_group": channel.kind == "private", "is_private": channel.kind == "private", "is_general": channel.name == "general",
        "unlinked": 0, "parent_conversation": None, "pending_shared": [], "shared_team_ids": sorted({workspace.people[m].team for m in channel.members}),
        "is_member": workspace.app.user in channel.members, "num_members": len(channel.members),
        "topic": {"value": channel.topic, "creator": "", "last_set": 0}, "purpose": {"value": "", "creator": "", "last_set": 0},
    }  # fmt: skip


def shown(message: Json) -> Json:
    """A message without what only the workspace keeps."""
    return {key: value for key, value in message.items() if not key.startswith("_")}


# ── chat ─────────────────────────────────────────────────────────────────────


def _reachable(workspace: Workspace, key: str) -> Channel:
    """A channel that the bot may post to."""
    if key in workspace.people:
        return workspace.direct(workspace.app.user, key)
    channel = workspace.channel(key)
    if workspace.app.user not in channel.members:
        raise SlackError("not_in_channel" if channel.kind == "public" else "channel_not_found")
    if channel.archived:
        raise SlackError("is_archived")
    return channel


def _content(arguments: Json) -> Json:
    text, blocks = arguments.get("text") or "", arguments.get("blocks")
    if not text and not blocks:
        raise SlackError("no_text")
    if len(text) > MOST_TEXT:
        raise SlackError("msg_too_long")
    made: Json = {"text": text}
    if blocks:
        made["blocks"] = check_blocks(blocks, "message")
    return made


def _own(workspace: Workspace) -> Json:
    app = workspace.app
    profile = {
        "id": app.bot_id,
        "deleted": False,
        "name": app.name,
        "updated": 0,
        "app_id": app.id,
        "user_id": app.user,
        "team_id": workspace.team,
    }
    return {"user": app.user, "bot_id": app.bot_id, "app_id": app.id, "bot_profile": profile}


def post_message(workspace: Workspace, arguments: Json) -> Json:
    (key,) = _need(arguments, "channel")
    channel = _reachable(workspace, key)
    made = {**_own(workspace), **_content(arguments)}
    thread = arguments.get("thread_ts")
    if thread:
        if not any(m["ts"] == thread for m in channel.messages):
            raise SlackError("thread_not_found")
        made["thread_ts"] = thread
    if arguments.get("metadata"):
        made["metadata"] = arguments["metadata"]
    posted = workspace.post(channel, made)
    return {"channel": channel.id, "ts": posted["ts"], "message": shown(posted)}


def update(workspace: Workspace, arguments: Json) -> Json:
    key, ts = _need(arguments, "channel", "ts")
    channel = _reachable(workspace, key)
    message = workspace.message(channel, ts)
    if message.get("bot_id") != workspace.app.bot_id:
        raise SlackError("cant_update_message")
    content = _content(arguments)
    workspace.edit(
        channel,
        message,
        {
            **content,
            "blocks": content.get("blocks", []),
            "edited": {"user": workspace.app.user, "ts": workspace.clock.ts()},
        },
    )
    return {"channel": channel.id, "ts": ts, "text": message["text"], "message": shown(message)}


def delete(workspace: Workspace, arguments: Json) -> Json:
    key, ts = _need(arguments, "channel", "ts")
    channel = _reachable(workspace, key)
    message = workspace.message(channel, ts)
    if message.get("bot_id") != workspace.app.bot_id:
        raise SlackError("cant_delete_message")
    workspace.delete(channel, message)
    return {"channel": channel.id, "ts": ts}


def post_ephemeral(workspace: Workspace, arguments: Json) -> Json:
    key, user = _need(arguments, "channel", "user")
    channel = _reachable(workspace, key)
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    made = _content(arguments)
    if arguments.get("thread_ts"):
        made["thread_ts"] = arguments["thread_ts"]
    return {"message_ts": workspace.whisper(channel, user, made)["ts"]}


def permalink(workspace: Workspace, arguments: Json) -> Json:
    key, ts = _need(arguments, "channel", "message_ts")
    channel = workspace.channel(key)
    message = workspace.message(channel, ts)
    root = message.get("thread_ts")
    query = f"?thread_ts={root}" if root and root != ts else ""
    return {"channel": channel.id, "permalink": f"{workspace.base}/#/{channel.id}/{ts}{query}"}


# ── conversations ────────────────────────────────────────────────────────────


def _known(workspace: Workspace, key: str) -> Channel:
    """A channel that the bot may know of."""
    channel = workspace.channel(key)
    if channel.kind != "public" and workspace.app.user not in channel.members:
        raise SlackError("channel_not_found")
    return channel


def conversations_info(workspace: Workspace, arguments: Json) -> Json:
    return {"channel": channel_json(workspace, _known(workspace, _need(arguments, "channel")[0]))}


def members(workspace: Workspace, arguments: Json) -> Json:
    channel = _known(workspace, _need(arguments, "channel")[0])
    return {"members": list(channel.members), "response_metadata": {"next_cursor": ""}}


def conversations_list(workspace: Workspace, arguments: Json) -> Json:
    wanted = set(str(arguments.get("types") or "public_channel").split(","))
    kinds = {"public": "public_channel", "private": "private_channel", "im": "im"}
    found = [
        channel_json(workspace, channel)
        for channel in workspace.channels.values()
        if not channel.deleted
        and kinds[channel.kind] in wanted
        and (channel.kind == "public" or workspace.app.user in channel.members)
    ]
    return {"channels": found, "response_metadata": {"next_cursor": ""}}


def conversations_open(workspace: Workspace, arguments: Json) -> Json:
    users = arguments.get("users")
    names = users.split(",") if isinstance(users, str) else list(users or [])
    if len(names) != 1:
        raise SlackError("invalid_arguments")
    person = workspace.person(names[0])
    if person.deleted:
        raise SlackError("user_disabled")
    channel = workspace.direct(workspace.app.user, person.id)
    return {"channel": {"id": channel.id}, "no_op": False, "already_open": True}


def create(workspace: Workspace, arguments: Json) -> Json:
    (name,) = _need(arguments, "name")
    if name != name.lower() or len(name) > 80 or any(c in name for c in " .#"):
        raise SlackError("invalid_name_specials")
    if any(c.name == name and not c.deleted for c in workspace.channels.values()):
        raise SlackError("name_taken")
    kind = "private" if arguments.get("is_private") in (True, "true") else "public"
    channel = Channel(
        workspace.new_id("C"), name, kind, int(workspace.clock.now()), workspace.app.user, [workspace.app.user]
    )
    workspace.channels[channel.id] = channel
    workspace.tick({"type": "channel", "channel": channel.id})
    return {"channel": channel_json(workspace, channel)}


def invite(workspace: Workspace, arguments: Json) -> Json:
    key, users = _need(arguments, "channel", "users")
    channel = _reachable(workspace, key)
    names = users.split(",") if isinstance(users, str) else list(users)
    for name in names:
        workspace.person(name)
    if all(name in channel.members for name in names):
        raise SlackError("already_in_channel")
    for name in names:
        workspace.join(channel, name, workspace.app.user)
    return {"channel": channel_json(workspace, channel)}


def _read(workspace: Workspace, arguments: Json, wanted: Callable[[Json], bool], newest_first: bool) -> Json:
    found = [m for m in _reachable_to_read(workspace, arguments).messages if wanted(m)]
    found = found[::-1] if newest_first else found
    limit = int(arguments.get("limit") or 100)
    all_metadata = arguments.get("include_all_metadata") in (True, "true")
    told = [{k: v for k, v in shown(m).items() if k != "metadata" or all_metadata} for m in found[:limit]]
    return {"messages": told, "has_more": len(found) > limit, "response_metadata": {"next_cursor": ""}}


def _reachable_to_read(workspace: Workspace, arguments: Json) -> Channel:
    channel = _known(workspace, _need(arguments, "channel")[0])
    if workspace.app.user not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def history(workspace: Workspace, arguments: Json) -> Json:
    return _read(workspace, arguments, lambda m: m.get("thread_ts") in (None, m["ts"]), newest_first=True)


def replies(workspace: Workspace, arguments: Json) -> Json:
    (ts,) = _need(arguments, "ts")
    told = _read(workspace, arguments, lambda m: ts in (m["ts"], m.get("thread_ts")), newest_first=False)
    if not told["messages"]:
        raise SlackError("thread_not_found")
    return told


# ── users, team, views, reactions, files ─────────────────────────────────────


def users_info(workspace: Workspace, arguments: Json) -> Json:
    return {"user": user_json(workspace, workspace.person(_need(arguments, "user")[0]))}


def users_list(workspace: Workspace, arguments: Json) -> Json:
    return {
        "members": [user_json(workspace, p) for p in workspace.people.values()],
        "response_metadata": {"next_cursor": ""},
    }


def auth_test(workspace: Workspace, arguments: Json) -> Json:
    app = workspace.app
    return {
        "url": f"{workspace.base}/", "team": workspace.name, "user": app.name.lower(), "team_id": workspace.team, "user_id": app.user,
        "bot_id": app.bot_id, "is_enterprise_install": False,
    }  # fmt: skip


def team_info(workspace: Workspace, arguments: Json) -> Json:
    return {
        "team": {
            "id": workspace.team,
            "name": workspace.name,
            "domain": workspace.domain,
            "email_domain": "",
            "icon": {},
        }
    }


def views_open(workspace: Workspace, arguments: Json) -> Json:
    trigger, view = _need(arguments, "trigger_id", "view")
    pulled = workspace.pull(trigger)
    made = new_view(workspace, check_view(view))
    workspace.views[pulled.user] = [made]
    workspace.tick({"type": "views"}, [pulled.user])
    return {"view": made}


def views_push(workspace: Workspace, arguments: Json) -> Json:
    trigger, view = _need(arguments, "trigger_id", "view")
    stack = workspace.views.setdefault(workspace.pull(trigger).user, [])
    if len(stack) >= 3:
        raise SlackError("push_limit_reached")
    made = new_view(workspace, check_view(view), stack)
    stack.append(made)
    workspace.tick({"type": "views"})
    return {"view": made}


def views_update(workspace: Workspace, arguments: Json) -> Json:
    (view,) = _need(arguments, "view")
    found = find_view(workspace, str(arguments.get("view_id") or ""), str(arguments.get("external_id") or ""))
    if arguments.get("hash") and arguments["hash"] != found["hash"]:
        raise SlackError("hash_conflict")
    found |= {**check_view(view), "hash": workspace.new_id("h")}
    workspace.tick({"type": "views"})
    return {"view": found}


def views_publish(workspace: Workspace, arguments: Json) -> Json:
    user, view = _need(arguments, "user_id", "view")
    made = new_view(workspace, check_view(view))
    workspace.homes[workspace.person(user).id] = made
    workspace.tick({"type": "home"}, [user])
    return {"view": made}


def find_view(workspace: Workspace, view_id: str, external: str = "") -> Json:
    """An open view by its id. Raises SlackError."""
    for stack in workspace.views.values():
        for view in stack:
            if view["id"] == view_id or (external and view.get("external_id") == external):
                return view
    raise SlackError("not_found")


def new_view(workspace: Workspace, view: Json, stack: list[Json] | None = None) -> Json:
    key = workspace.new_id("V")
    return {
        "private_metadata": "", "callback_id": "", "external_id": "", "clear_on_close": False, "notify_on_close": False, **view, "id": key,
        "team_id": workspace.team, "app_id": workspace.app.id, "app_installed_team_id": workspace.team, "bot_id": workspace.app.bot_id,
        "hash": workspace.new_id("h"), "state": {"values": {}}, "root_view_id": stack[0]["id"] if stack else key,
        "previous_view_id": stack[-1]["id"] if stack else None,
    }  # fmt: skip


def react(add: bool) -> Method:
    def method(workspace: Workspace, arguments: Json) -> Json:
        key, ts, name = _need(arguments, "channel", "timestamp", "name")
        set_reaction(workspace, _reachable(workspace, key), ts, name, workspace.app.user, add)
        return {}

    return method


def set_reaction(workspace: Workspace, channel: Channel, ts: str, name: str, user: str, add: bool) -> None:
    """Add or take back a reaction."""
    message = workspace.message(channel, ts)
    reactions = message.setdefault("reactions", [])
    found = next((r for r in reactions if r["name"] == name), None)
    if add and found and user in found["users"]:
        raise SlackError("already_reacted")
    if not add and (not found or user not in found["users"]):
        raise SlackError("no_reaction")
    if found is None:
        found = {"name": name, "users": [], "count": 0}
        reactions.append(found)
    found["users"] = [*found["users"], user] if add else [u for u in found["users"] if u != user]
    found["count"] = len(found["users"])
    message["reactions"] = [r for r in reactions if r["users"]]
    workspace.tick(
        {"type": "message", "channel": channel.id, "ts": ts, "thread_ts": message.get("thread_ts"), "change": "edited"},
        channel.members,
    )


def upload_url(workspace: Workspace, arguments: Json) -> Json:
    name, length = _need(arguments, "filename", "length")
    key = workspace.new_id("F")
    workspace.files[key] = {"id": key, "name": name, "title": name, "size": int(length), "user": workspace.app.user}
    return {"upload_url": f"{workspace.base}/upload/{key}", "file_id": key}


def complete_upload(workspace: Workspace, arguments: Json) -> Json:
    (files,) = _need(arguments, "files")
    made = [file_json(workspace, one["id"], one.get("title")) for one in files]
    key = arguments.get("channel_id") or next(iter(arguments.get("channels") or []), "")
    if key:
        channel = _reachable(workspace, key)
        message = {
            **_own(workspace),
            "text": arguments.get("initial_comment") or "",
            "files": made,
            "subtype": "file_share",
        }
        if arguments.get("thread_ts"):
            message["thread_ts"] = arguments["thread_ts"]
        workspace.post(channel, message)
    return {"files": made}


def file_json(workspace: Workspace, key: str, title: str | None = None) -> Json:
    """A file as messages hold it."""
    file = workspace.files.get(key)
    if file is None or key not in workspace.blobs:
        raise SlackError("file_not_found")
    file |= {
        "title": title or file["title"],
        "url_private": f"{workspace.base}/files/{key}",
        "url_private_download": f"{workspace.base}/files/{key}",
    }
    file |= {
        "mimetype": "application/octet-stream",
        "filetype": file["name"].rpartition(".")[2],
        "permalink": f"{workspace.base}/files/{key}",
        "mode": "hosted",
    }
    return dict(file)


def files_info(workspace: Workspace, arguments: Json) -> Json:
    return {"file": file_json(workspace, _need(arguments, "file")[0])}


def connections_open(workspace: Workspace, arguments: Json) -> Json:
    return {
        "url": f"{workspace.base.replace('http', 'ws', 1)}/link?ticket={workspace.new_id('K')}&app_id={workspace.app.id}"
    }


METHODS: dict[str, Method] = {
    "auth.test": auth_test,
    "chat.postMessage": post_message,
    "chat.update": update,
    "chat.delete": delete,
    "chat.postEphemeral": post_ephemeral,
    "chat.getPermalink": permalink,
    "conversations.info": conversations_info,
    "conversations.members": members,
    "conversations.list": conversations_list,
    "conversations.open": conversations_open,
    "conversations.create": create,
    "conversations.invite": invite,
    "conversations.history": history,
    "conversations.replies": replies,
    "users.info": users_info,
    "users.list": users_list,
    "team.info": team_info,
    "views.open": views_open,
    "views.push": views_push,
    "views.update": views_update,
    "views.publish": views_publish,
    "reactions.add": react(True),
    "reactions.remove": react(False),
    "files.getUploadURLExternal": upload_url,
    "files.completeUploadExternal": complete_upload,
    "files.info": files_info,
    "apps.connections.open": connections_open,
}
APP_TOKEN = frozenset({"apps.connections.open"})
