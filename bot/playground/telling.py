"""How the workspace's things look in Slack's JSON: people, conversations, the team, the app's bot. Every key that Slack gives is there."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from bot.playground.records import Channel, Json, Person
from bot.playground.workspace import Workspace

SIZES = (24, 32, 48, 72, 192, 512)


def email(workspace: Workspace, person: Person) -> str:
    """An address at a domain that cannot exist."""
    host = workspace.domain if person.team == workspace.team else person.team.lower()
    return "" if person.is_bot else f"{person.name}@{host}.example"


def _profile(workspace: Workspace, person: Person) -> Json:
    first, _, last = person.real_name.partition(" ")
    images = {f"image_{size}": "" for size in SIZES}
    app = workspace.app
    return {
        "real_name": person.real_name, "real_name_normalized": person.real_name, "display_name": person.real_name,
        "display_name_normalized": person.real_name, "first_name": first, "last_name": last, "title": person.title, "phone": "",
        "skype": "", "pronouns": "", "email": email(workspace, person), "start_date": "", "team": person.team, "avatar_hash": "",
        "fields": {}, "status_text": "", "status_text_canonical": "", "status_emoji": "", "status_emoji_display_info": [],
        "status_emoji_url": "", "status_expiration": 0, "huddle_state": "default_unset", "huddle_state_expiration_ts": 0,
        "guest_invited_by": "", "guest_channels": "", "guest_expiration_ts": 0,
        "is_custom_image": False, "image_original": "", "image_1024": "", "always_active": person.is_bot,
        "api_app_id": app.id if person.id == app.user else "", "bot_id": app.bot_id if person.id == app.user else "", **images,
    }  # fmt: skip


def user_json(workspace: Workspace, person: Person) -> Json:
    """A user as users.info tells it."""
    offset = dt.datetime.fromtimestamp(workspace.clock.now(), zoneinfo.ZoneInfo(person.tz)).utcoffset()
    return {
        "id": person.id, "team_id": person.team, "name": person.name, "deleted": person.deleted, "color": person.color,
        "real_name": person.real_name, "tz": person.tz, "tz_label": person.tz, "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": _profile(workspace, person), "is_admin": False, "is_owner": False, "is_primary_owner": False,
        "is_restricted": person.restricted or person.ultra, "is_ultra_restricted": person.ultra, "is_bot": person.is_bot,
        "is_app_user": False, "is_stranger": person.stranger, "is_invited_user": False, "is_workflow_bot": False,
        "is_connector_bot": False, "has_2fa": False, "two_factor_type": "", "has_files": False, "presence": "active", "updated": 0,
        "is_email_confirmed": True, "who_can_share_contact_card": "EVERYONE", "locale": person.locale, "teams": [person.team],
        "enterprise_id": "", "enterprise_name": "", "enterprise_user": {},
    }  # fmt: skip


def channel_json(workspace: Workspace, channel: Channel) -> Json:
    """A conversation as conversations.info tells it."""
    im = channel.kind == "im"
    other = next((m for m in channel.members if m != workspace.app.user), "")
    teams = sorted({workspace.people[member].team for member in channel.members})
    base: Json = {
        "id": channel.id, "created": channel.created, "creator": channel.creator, "is_archived": channel.archived, "is_im": im,
        "is_mpim": False, "is_org_shared": False, "is_shared": channel.ext_shared, "is_ext_shared": channel.ext_shared,
        "is_pending_ext_shared": False, "context_team_id": workspace.team, "updated": 0, "unlinked": 0, "priority": 0, "locale": "en-GB",
        "last_read": channel.read.get(workspace.app.user, "0000000000.000000"), "is_moved": 0, "enterprise_id": "",
        "is_starred": False,
    }  # fmt: skip
    base["properties"] = {
        "is_dormant": False, "tabs": [], "tabz": [], "has_slack_connect_invite_created": False, "canvas": None, "meeting_notes": None,
        "use_case": "", "channel_workflows": [], "posting_restricted_to": None, "threads_restricted_to": None, "huddles_restricted": False,
    }  # fmt: skip
    if im:
        return base | {
            "user": other,
            "is_open": True,
            "is_user_deleted": bool(other) and workspace.people[other].deleted,
        }
    kind = {"is_channel": channel.kind == "public", "is_group": channel.kind == "private"}
    nobody = {"value": "", "creator": "", "last_set": 0}
    return base | kind | {
        "name": channel.name, "name_normalized": channel.name, "is_private": channel.kind == "private",
        "is_general": channel.name == "general", "parent_conversation": None, "pending_shared": [], "pending_connected_team_ids": [],
        "shared_team_ids": teams, "internal_team_ids": [], "connected_team_ids": [team for team in teams if team != workspace.team],
        "connected_limited_team_ids": [], "conversation_host_id": workspace.team, "is_global_shared": False,
        "is_org_default": False, "is_org_mandatory": False, "is_read_only": False, "is_thread_only": False, "is_non_threadable": False,
        "is_member": workspace.app.user in channel.members, "num_members": len(channel.members), "previous_names": channel.former,
        "topic": nobody | {"value": channel.topic}, "purpose": nobody,
    }  # fmt: skip


def team_json(workspace: Workspace) -> Json:
    """The workspace as team.info tells it."""
    icon = {f"image_{size}": "" for size in (34, 44, 68, 88, 102, 132, 230)}
    return {
        "id": workspace.team, "name": workspace.name, "domain": workspace.domain, "email_domain": f"{workspace.domain}.example",
        "icon": {**icon, "image_original": "", "image_default": True}, "url": f"{workspace.base}/", "is_verified": False,
        "enterprise_id": "", "enterprise_name": "", "enterprise_domain": "", "discoverable": "", "avatar_base_url": "",
        "lob_sales_home_enabled": False, "is_sfdc_auto_slack": False, "pay_prod_cur": "", "locale": "en-GB",
        "sso_provider": {"type": "", "name": "", "label": ""},
    }  # fmt: skip


def bot_profile(workspace: Workspace) -> Json:
    """The app's bot as its messages and bots.info tell it."""
    app = workspace.app
    icons = {f"image_{size}": "" for size in (36, 48, 72)}
    return {
        "id": app.bot_id, "deleted": False, "name": app.name, "updated": 0, "app_id": app.id, "user_id": app.user, "icons": icons,
        "team_id": workspace.team,
    }  # fmt: skip


def own(workspace: Workspace) -> Json:
    """Who wrote, in a message of the app."""
    app = workspace.app
    return {"user": app.user, "bot_id": app.bot_id, "app_id": app.id, "bot_profile": bot_profile(workspace)}
