"""Every key that Slack gives is given here: held against Slack's own samples where they lie beside the project, and against a list."""

from __future__ import annotations

import fnmatch
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bot.playground.doors import Doors, Ear
from tests.bot.playground.everything_told import Day
from tests.house.tree import ROOT

SAMPLES = ROOT.parent / "shared/reference/slack/samples"

CONTENT = ("blocks", "attachments", "state", "elements", "fields")
"""What an app or a person wrote: it has tables of its own, and its inner keys are theirs."""

OTHERWISE_NAMED = {
    "slash_command": "command",
    "block_action": "block_actions",
    "message_shortcut": "message_action",
    "message_file_share": "file_share",
    "message_thread_broadcast": "thread_broadcast",
}
"""Samples whose file is named otherwise than what they hold."""

ABSENT: dict[str, tuple[str, ...]] = {
    "only a refusal or a warning has it": (
        *("error", "warning", "needed", "provided", "arg", "callstack"),
        *("apps.connections.open: response_metadata", "files.*: response_metadata", "views.*: response_metadata"),
        *("conversations.join: response_metadata", "users.lookupByEmail: response_metadata"),
    ),
    "the workspace belongs to no Enterprise Grid": ("enterprise.*", "*.enterprise_user.*", "event.enterprise"),
    "no function of a workflow is running": ("function_data.*", "interactivity.*"),
    "tokens are not rotated": ("auth.test: expires_in",),
    "Slack pages by cursor now": ("users.list: offset",),
    "nobody has set a status": ("*.status_emoji_display_info.*",),
    "the channel has no tabs, canvas, notes or restrictions": (
        *("*.properties.tabs.*", "*.properties.tabz.*", "*.properties.canvas.*", "*.properties.meeting_notes.*"),
        *("*.properties.channel_workflows.*", "*.properties.posting_restricted_to.*"),
        "*.properties.threads_restricted_to.*",
    ),
    "no picture was made of a file, and none is a film, a list or a canvas": (
        *("files.thumb_*", "files.deanimate*", "files.original_*", "file_share: event.files.*"),
    ),
    "a channel's id stands where its key would": ("files.shares.public.*",),
    "the view shows nothing of elsewhere": ("view.external_ref.*",),
    "a Home has no buttons": ("views.publish: view.*", "app_home_opened: event.view.*"),
    "attachments are of the past": ("*.attachments", "container.attachment_id", "container.text"),
    "nothing was unfurled": ("app_unfurl", "app_unfurl.*", "container.app_unfurl_url"),
    "no such element may stand in a message": ("actions.rich_text_value", "actions.min_query_length"),
    "only a line of an overflow menu has an address": ("actions.initial_option.url",),
    "the app's own messages lack what only those of people, files and Slack itself have": (
        *("block_actions: message.*", "message_action: message.*"),
    ),
    "nobody but a person mentions the app here": (
        *("app_mention: event.app_id", "app_mention: event.bot_*", "app_mention: event.username"),
        *("app_mention: event.upload", "app_mention: event.display_as_bot", "app_mention: event.subtype"),
    ),
    "what was edited is told inside message_changed": ("message: event.edited", "app_mention: event.edited"),
    "a message with replies leaves a tombstone": (
        *("message_deleted: event.previous_message.reply_*", "message_deleted: event.previous_message.latest_reply"),
        *("message_deleted: event.previous_message.is_locked", "message_deleted: event.previous_message.subscribed"),
    ),
    "nobody keeps stars, and the bot reads nothing": (
        *("event.*message.hidden", "event.*message.is_starred", "event.*message.last_read"),
    ),
    "the app broadcasts here, under a root of its own": ("thread_broadcast: event.client_msg_id", "event.root.*"),
}
"""Why a key of a sample is nowhere here: its pattern, for one kind of payload (``kind: ``) or for all."""


def paths(value: Any, at: str = "") -> Iterator[str]:
    """The place of every key, as ``event.user.profile.title``; a list's items stand as one."""
    if isinstance(value, list):
        for item in value:
            yield from paths(item, at)
    elif isinstance(value, dict):
        for key, inner in value.items():
            here = f"{at}.{key}" if at else key
            yield here
            if key not in CONTENT:
                yield from paths(inner, here)


def kind_of(sample: Path) -> str:
    """The kind of payload that a sample is of."""
    if sample.parent.name == "api":
        return sample.stem
    word = re.sub(r"(?<!^)(?=[A-Z])", "_", sample.stem.removesuffix("Payload")).lower()
    return OTHERWISE_NAMED.get(word, word)


def excused(kind: str, path: str) -> set[str]:
    """The patterns that say why a key may be absent."""
    patterns = [pattern for group in ABSENT.values() for pattern in group]
    steps = path.split(".")
    above = [".".join(steps[:depth]) for depth in range(1, len(steps) + 1)]
    return {p for p in patterns for at in above if fnmatch.fnmatchcase(f"{kind}: {at}" if ": " in p else at, p)}


async def test_payloads_hold_every_key_of_slacks_samples(doors: Doors, ear: Ear) -> None:
    if not SAMPLES.exists():
        pytest.skip("Slack's samples are not beside the project; the test below covers the same ground from a list")
    told = await Day(doors, ear).passes()
    samples = {kind_of(sample): sample for sample in SAMPLES.rglob("*.json")}
    held = sorted(set(samples) & set(told))
    missing, used = [], set[str]()
    for kind in held:
        here = {path for payload in told[kind] for path in paths(payload)}
        for path in sorted(set(paths(json.loads(samples[kind].read_text(encoding="utf-8")))) - here):
            reasons = excused(kind, path)
            used |= reasons
            if not reasons:
                missing.append(f"{kind}: {path}")
    assert not missing, "\n".join(missing)
    assert len(held) >= 45, held
    idle = {pattern for group in ABSENT.values() for pattern in group} - used
    assert not idle, f"these excuse nothing: {sorted(idle)}"


# A second list, written from Slack's documentation: what every single payload of a kind holds.

ENVELOPE = """token team_id enterprise_id api_app_id event type authed_users authed_teams authorizations.enterprise_id
    authorizations.team_id authorizations.user_id authorizations.is_bot authorizations.is_enterprise_install event_id event_time
    event_context is_ext_shared_channel context_team_id context_enterprise_id event.type"""
INTERACTION = """type team.id team.domain enterprise is_enterprise_install user.id user.username user.name user.team_id api_app_id
    token"""
VIEW = """view.id view.team_id view.type view.title view.submit view.close view.blocks view.private_metadata view.callback_id
    view.external_id view.state view.hash view.clear_on_close view.notify_on_close view.submit_disabled view.root_view_id
    view.previous_view_id view.app_id view.app_installed_team_id view.bot_id"""
USER = """id team_id name deleted color real_name tz tz_label tz_offset is_admin is_owner is_primary_owner is_restricted
    is_ultra_restricted is_bot is_app_user is_stranger updated is_email_confirmed who_can_share_contact_card locale
    profile.title profile.phone profile.skype profile.real_name profile.real_name_normalized profile.display_name
    profile.display_name_normalized profile.status_text profile.status_emoji profile.status_expiration profile.avatar_hash
    profile.email profile.first_name profile.last_name profile.image_24 profile.image_512 profile.team"""
CHANNEL = """id name is_channel is_group is_im is_mpim is_private created is_archived is_general unlinked name_normalized
    is_shared is_org_shared is_ext_shared is_pending_ext_shared pending_shared shared_team_ids context_team_id updated creator
    is_member topic.value topic.creator topic.last_set purpose.value purpose.creator purpose.last_set previous_names num_members"""
FILE = """id created timestamp name title mimetype filetype pretty_type user user_team editable size mode is_external
    external_type is_public public_url_shared display_as_bot username url_private url_private_download permalink
    permalink_public shares channels groups ims has_rich_preview file_access comments_count"""
MESSAGE = "event.channel event.ts event.event_ts event.channel_type"
REACTION = "event.user event.reaction event.item.type event.item.channel event.item.ts event.item_user event.event_ts"
MEMBER = "event.user event.channel event.channel_type event.team event.event_ts"


def within(prefix: str, keys: str) -> str:
    return " ".join(f"{prefix}.{key}" for key in keys.split())


EVENTS = {
    "message": f"{MESSAGE} event.user event.text event.team",
    "app_mention": f"""event.user event.text event.ts event.channel event.event_ts event.team event.user_team event.blocks
        {within("event.user_profile", "name first_name real_name display_name team is_restricted image_72")}""",
    "message_changed": f"""{MESSAGE} event.subtype event.hidden event.message.text event.message.ts event.message.user
        event.message.edited.user event.message.edited.ts event.previous_message.text event.previous_message.ts""",
    "message_deleted": f"{MESSAGE} event.subtype event.hidden event.deleted_ts event.previous_message.ts",
    "file_share": f"{MESSAGE} event.user event.text event.upload {within('event.files', FILE)}",
    "thread_broadcast": f"{MESSAGE} event.user event.text event.thread_ts event.root.ts event.root.reply_count",
    "file_shared": "event.file_id event.user_id event.file.id event.channel_id event.event_ts",
    "reaction_added": REACTION,
    "reaction_removed": REACTION,
    "member_joined_channel": f"{MEMBER} event.inviter",
    "member_left_channel": MEMBER,
    "channel_rename": within("event.channel", "id name name_normalized created is_channel is_mpim"),
    "group_rename": within("event.channel", "id name name_normalized created"),
    "channel_archive": "event.channel event.user event.event_ts",
    "group_archive": "event.channel event.user event.event_ts",
    "channel_unarchive": "event.channel event.user event.event_ts",
    "group_unarchive": "event.channel event.actor_id event.event_ts",
    "channel_deleted": "event.channel event.actor_id event.event_ts",
    "group_deleted": "event.channel event.actor_id event.date_deleted event.event_ts",
    "channel_left": "event.channel event.actor_id event.event_ts",
    "group_left": "event.channel event.actor_id event.event_ts",
    "channel_shared": "event.channel event.connected_team_id event.event_ts",
    "channel_unshared": "event.channel event.previously_connected_team_id event.is_ext_shared event.event_ts",
    "app_home_opened": f"event.user event.channel event.tab event.event_ts {within('event', VIEW)}",
    "team_join": within("event.user", USER),
    "user_change": f"{within('event.user', USER)} event.cache_ts",
    "tokens_revoked": "event.tokens.oauth event.tokens.bot",
    "app_uninstalled": "event.event_ts",
}
REQUESTS = {
    "command": """token team_id team_domain channel_id channel_name user_id user_name command text api_app_id
        is_enterprise_install response_url trigger_id""",
    "block_actions": f"""{INTERACTION} trigger_id container.type actions.type actions.action_id actions.block_id
        actions.action_ts""",
    "message_action": f"""{INTERACTION} trigger_id callback_id response_url message_ts action_ts channel.id channel.name
        message.text message.ts""",
    "view_submission": f"{INTERACTION} {VIEW} trigger_id response_urls view.state.values",
    "view_closed": f"{INTERACTION} {VIEW} is_cleared",
}
ANSWERS = {
    "auth.test": "url team user team_id user_id bot_id is_enterprise_install",
    "apps.connections.open": "url",
    "team.info": within("team", "id name domain email_domain icon.image_34 icon.image_132 icon.image_default url"),
    "users.info": within("user", USER),
    "users.list": f"{within('members', USER)} cache_ts response_metadata.next_cursor",
    "users.conversations": f"{within('channels', CHANNEL)} response_metadata.next_cursor",
    "users.lookupByEmail": within("user", USER),
    "bots.info": within("bot", "id deleted name updated app_id user_id icons.image_36 icons.image_48 icons.image_72"),
    "conversations.info": within("channel", CHANNEL),
    "conversations.list": f"{within('channels', CHANNEL)} response_metadata.next_cursor",
    "conversations.join": within("channel", CHANNEL),
    "conversations.create": within("channel", CHANNEL),
    "conversations.members": "members response_metadata.next_cursor",
    "conversations.open": "channel.id no_op already_open",
    "chat.postMessage": """channel ts message.type message.user message.text message.ts message.team message.bot_id message.app_id
        message.bot_profile.id message.bot_profile.name message.bot_profile.app_id message.bot_profile.icons
        message.bot_profile.team_id message.bot_profile.deleted message.bot_profile.updated""",
    "chat.update": "channel ts text message.text message.edited.user message.edited.ts",
    "chat.delete": "channel ts",
    "chat.postEphemeral": "message_ts",
    "chat.getPermalink": "channel permalink",
    "views.open": VIEW,
    "views.push": VIEW,
    "views.update": VIEW,
    "views.publish": VIEW,
    "files.getUploadURLExternal": "upload_url file_id",
    "files.completeUploadExternal": within("files", FILE),
}


async def test_payloads_hold_every_key_of_the_list(doors: Doors, ear: Ear) -> None:
    told = await Day(doors, ear).passes()
    wanted = {kind: f"{ENVELOPE} {keys}" for kind, keys in EVENTS.items()} | REQUESTS
    wanted |= {method: f"ok {keys}" for method, keys in ANSWERS.items()}
    missing = [
        f"{kind}: {key}"
        for kind, keys in wanted.items()
        for payload in told[kind] or [{}]
        for key in sorted(set(keys.split()) - set(everywhere(payload)))
    ]
    assert not missing, "\n".join(missing)


def everywhere(payload: Any) -> Iterator[str]:
    """As ``paths``, and ``state.values`` besides."""
    yield from paths(payload)
    if isinstance(payload.get("view"), dict) and "values" in payload["view"].get("state", {}):
        yield "view.state.values"
