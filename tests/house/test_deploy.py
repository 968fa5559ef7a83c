"""What is deployed: the Slack manifest asks for what is used and no more, and every file names settings that exist."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import jsonschema
import pytest
import yaml

from bot.playground.company import company
from bot.slack.scopes import BOT_SCOPES
from tests.house.tree import ROOT

DEPLOY = ROOT / "deploy"
SCHEMA = ROOT.parent / "shared/reference/slack/manifest.schema.2.0.0.json"
SETTING = re.compile(r"\bRINGFENCE_[A-Z_]+\b")

# Every scope, and what would not work without it.
SCOPES = {
    "app_mentions:read": "hear a mention",
    "channels:history": "read replies in threads of public channels, where a workspace allows them",
    "channels:read": "tell whether a public channel is shared, and who is in it",
    "chat:write": "ask and answer",
    "commands": "hear the command",
    "files:read": "take a file as an answer",
    "files:write": "hand over an export",
    "groups:history": "read replies in threads of private channels",
    "groups:read": "tell whether a private channel is shared, and who is in it",
    "groups:write": "make the private channel that is offered",
    "im:history": "read a reply in a direct message",
    "im:write": "open the counsel lane",
    "users:read": "tell members from guests and outsiders; language and time zone",
}

# Every event, and the scopes of which Slack wants one before it sends it (none: it is sent to every app).
EVENTS: dict[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "user_change": ("users:read",),
    "channel_shared": ("channels:read", "groups:read"),
    "channel_unshared": ("channels:read", "groups:read"),
    "channel_rename": ("channels:read",),
    "channel_archive": ("channels:read",),
    "channel_unarchive": ("channels:read",),
    "channel_deleted": ("channels:read",),
    "channel_left": ("channels:read",),
    "channel_id_changed": ("channels:read", "groups:read"),
    "group_rename": ("groups:read",),
    "group_archive": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "group_deleted": ("groups:read",),
    "group_left": ("groups:read",),
    "app_uninstalled": (),
    "tokens_revoked": (),
}


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a text of the manifest may be, in characters."""

    path: tuple[str | int, ...]
    least: int
    most: int


LIMITS = (
    Limit(("display_information", "name"), 1, 35),
    Limit(("display_information", "description"), 1, 140),
    Limit(("display_information", "long_description"), 175, 4000),
    Limit(("features", "bot_user", "display_name"), 1, 80),
    Limit(("features", "slash_commands", 0, "command"), 2, 32),
    Limit(("features", "slash_commands", 0, "description"), 1, 2000),
    Limit(("features", "slash_commands", 0, "usage_hint"), 1, 1000),
    Limit(("features", "shortcuts", 0, "name"), 1, 24),
    Limit(("features", "shortcuts", 0, "description"), 1, 150),
)

# The words of the command, as its hint shows them; alone it starts, or shows the card.
WORDS = (
    *(
        "start",
        "status",
        "next",
        "share",
        "ledger",
        "review",
        "summary",
        "change",
        "assign",
        "pause",
        "settings",
        "export",
    ),
    *("country", "vendors", "agreements", "playbook", "help"),
)


@pytest.fixture
def text() -> str:
    return (DEPLOY / "slack-manifest.yaml").read_text(encoding="utf-8")


@pytest.fixture
def manifest(text: str) -> Any:
    return yaml.safe_load(text)


def filled_for_http(text: str) -> Any:
    """The manifest as its head tells an operator to change it for HTTP."""
    unmarked = re.sub(r"# ((?:request_)?url: https://)", r"\1", text)
    return yaml.safe_load(unmarked.replace("socket_mode_enabled: true", "socket_mode_enabled: false"))


@pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])
def test_the_manifest_is_valid_by_slacks_own_schema(text: str, manifest: Any, http: bool) -> None:
    if not SCHEMA.exists():
        pytest.skip("Slack's schema is not beside the project; the tests below cover the same ground")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(schema).validate(filled_for_http(text) if http else manifest)


def test_the_manifest_has_the_parts_the_bot_lives_by(manifest: Any) -> None:
    assert set(manifest) == {"_metadata", "display_information", "features", "oauth_config", "settings"}
    assert set(manifest["features"]) == {"app_home", "bot_user", "slash_commands", "shortcuts"}
    assert manifest["features"]["app_home"]["home_tab_enabled"] is True
    assert manifest["features"]["app_home"]["messages_tab_enabled"] is True
    assert manifest["features"]["app_home"]["messages_tab_read_only_enabled"] is False
    assert manifest["settings"]["interactivity"]["is_enabled"] is True
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert manifest["settings"]["token_rotation_enabled"] is False


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: ".".join(map(str, limit.path)))
def test_every_text_of_the_manifest_is_within_slacks_limit(manifest: Any, limit: Limit) -> None:
    value = manifest
    for part in limit.path:
        value = value[part]
    assert limit.least <= len(value) <= limit.most


def test_the_command_is_ours_and_its_hint_shows_every_word(manifest: Any) -> None:
    (command,) = manifest["features"]["slash_commands"]
    assert command["command"] == "/ringfence"
    assert tuple(command["usage_hint"].strip("[]").split(" | ")) == WORDS
    assert command["should_escape"] is True


def test_the_local_workspace_offers_the_shortcuts_of_the_manifest(manifest: Any) -> None:
    told = [(one["name"], one["callback_id"], one["type"]) for one in manifest["features"]["shortcuts"]]
    assert told == [(one.name, one.callback_id, "message") for one in company().app.shortcuts]


def test_the_app_asks_for_the_scopes_it_uses_and_no_other(manifest: Any) -> None:
    scopes = manifest["oauth_config"]["scopes"]
    assert set(scopes) == {"bot"}, "no scope acts in a person's name"
    assert sorted(scopes["bot"]) == sorted(SCOPES)
    assert len(set(scopes["bot"])) == len(scopes["bot"])


def test_the_doctor_looks_for_the_scopes_of_the_manifest(manifest: Any) -> None:
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == BOT_SCOPES


def test_every_scope_has_its_reason_above_it(text: str) -> None:
    lines = text.splitlines()
    start, end = lines.index("    bot:"), lines.index("settings:")
    for number in range(start, end):
        if lines[number].startswith("      - "):
            assert lines[number - 1].strip().startswith("# "), f"{lines[number].strip()} has no reason above it"


def test_every_event_is_expected_and_has_a_scope_that_allows_it(manifest: Any) -> None:
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert sorted(events) == sorted(EVENTS)
    granted = set(manifest["oauth_config"]["scopes"]["bot"])
    refused = [event for event, needs in EVENTS.items() if needs and not granted & set(needs)]
    assert not refused


def test_for_http_the_manifest_gains_three_addresses(text: str) -> None:
    filled = filled_for_http(text)
    address = "https://ringfence.example.com/slack/events"
    assert filled["settings"]["socket_mode_enabled"] is False
    assert filled["settings"]["event_subscriptions"]["request_url"] == address
    assert filled["settings"]["interactivity"]["request_url"] == address
    assert filled["features"]["slash_commands"][0]["url"] == address


def example_settings() -> set[str]:
    """The settings of env.example, those behind a mark too."""
    text = (DEPLOY / "env.example").read_text(encoding="utf-8")
    return set(re.findall(r"^(?:# )?(RINGFENCE_[A-Z_]+)=", text, re.MULTILINE))


def test_the_example_explains_every_setting_above_it() -> None:
    lines = (DEPLOY / "env.example").read_text(encoding="utf-8").splitlines()
    settings = [number for number, line in enumerate(lines) if re.match(r"(?:# )?RINGFENCE_[A-Z_]+=", line)]
    bare = [
        lines[number]
        for number in settings
        if not lines[number - 1].strip("# -") and not lines[number - 2].strip("# -")
    ]
    assert settings
    assert not bare, "\n".join(bare)


@pytest.mark.parametrize("name", ["Dockerfile", "compose.yaml", "ringfence.service", "runbook.md"])
def test_every_setting_named_in_deploy_stands_in_the_example(name: str) -> None:
    named = set(SETTING.findall((DEPLOY / name).read_text(encoding="utf-8")))
    assert named <= example_settings()


def test_a_stop_is_given_longer_than_the_drain_takes() -> None:
    example = (DEPLOY / "env.example").read_text(encoding="utf-8")
    (drain,) = re.findall(r"^# RINGFENCE_DRAIN_SECONDS=(\d+)$", example, re.MULTILINE)
    (unit,) = re.findall(
        r"^TimeoutStopSec=(\d+)$", (DEPLOY / "ringfence.service").read_text(encoding="utf-8"), re.MULTILINE
    )
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    grace = int(compose["services"]["ringfence"]["stop_grace_period"].removesuffix("s"))
    assert min(int(unit), grace) > int(drain)


def test_the_image_runs_as_nobody_in_particular_and_keeps_data_apart() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert re.search(r"^USER ringfence$", text, re.MULTILINE)
    assert re.search(r"^VOLUME /data$", text, re.MULTILINE)
    assert "RINGFENCE_DATABASE=/data/" in text
