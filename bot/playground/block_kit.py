"""Block Kit as tables: every block and element that is known, the keys each may have, and Slack's limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.playground.charts import chart
from bot.playground.checks import Check, anything, flag, length, like, many, number, one_of, shape, text
from bot.playground.records import is_object

ANY_TEXT = ("plain_text", "mrkdwn")
_ID = length(1, 255)
_URL = length(1, 3000)
_DATE = like(r"\d{4}-\d{2}-\d{2}", "a date as YYYY-MM-DD")
_TIME = like(r"([01]\d|2[0-3]):[0-5]\d", "a time as HH:mm")
_OPTION = shape(
    {
        "text": text(75, *ANY_TEXT),
        "value": length(1, 150),
        "description": text(75, *ANY_TEXT),
        "url": _URL,
    },
    ("text", "value"),
)
_GROUP = shape({"label": text(75), "options": many(1, 100, _OPTION)}, ("label", "options"))
_CONFIRM = shape(
    {
        "title": text(100),
        "text": text(300, *ANY_TEXT),
        "confirm": text(30),
        "deny": text(30),
        "style": one_of("primary", "danger"),
    },
    ("title", "text", "confirm", "deny"),
)
_COMMON: dict[str, Check] = {"action_id": _ID, "confirm": _CONFIRM, "focus_on_load": flag}
_HINTED: dict[str, Check] = {**_COMMON, "placeholder": text(150)}
_CHOICES: dict[str, Check] = {"options": many(1, 100, _OPTION), "option_groups": many(1, 100, _GROUP)}
_FEW: dict[str, Check] = {"options": many(1, 10, _OPTION)}
_SEVERAL: dict[str, Check] = {"max_selected_items": number(1, 1_000_000)}
_DISPATCH = shape({"trigger_actions_on": many(1, 2, one_of("on_enter_pressed", "on_character_entered"))})
_TYPED: dict[str, Check] = {**_HINTED, "initial_value": length(0, 3000), "dispatch_action_config": _DISPATCH}
_WHICH = shape(
    {
        "include": many(1, 4, one_of("im", "mpim", "private", "public")),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    }
)
_CONVERSATIONS: dict[str, Check] = {**_HINTED, "filter": _WHICH, "default_to_current_conversation": flag}

ELEMENTS: dict[str, Check] = {
    "button": shape(
        {
            **_COMMON,
            "text": text(75),
            "value": length(0, 2000),
            "url": _URL,
            "style": one_of("primary", "danger"),
            "accessibility_label": length(1, 75),
        },
        ("text",),
    ),
    "static_select": shape({**_HINTED, **_CHOICES, "initial_option": _OPTION}),
    "multi_static_select": shape({**_HINTED, **_CHOICES, **_SEVERAL, "initial_options": many(1, 100, _OPTION)}),
    "external_select": shape({**_HINTED, "initial_option": _OPTION, "min_query_length": number(0, 255)}),
    "multi_external_select": shape(
        {**_HINTED, **_SEVERAL, "initial_options": many(1, 100, _OPTION), "min_query_length": number(0, 255)}
    ),
    "users_select": shape({**_HINTED, "initial_user": _ID}),
    "multi_users_select": shape({**_HINTED, **_SEVERAL, "initial_users": many(1, 100, _ID)}),
    "conversations_select": shape({**_CONVERSATIONS, "initial_conversation": _ID, "response_url_enabled": flag}),
    "multi_conversations_select": shape(
        {**_CONVERSATIONS, **_SEVERAL, "initial_conversations": many(1, 100, _ID)},
    ),
    "channels_select": shape({**_HINTED, "initial_channel": _ID, "response_url_enabled": flag}),
    "multi_channels_select": shape({**_HINTED, **_SEVERAL, "initial_channels": many(1, 100, _ID)}),
    "datepicker": shape({**_HINTED, "initial_date": _DATE}),
    "timepicker": shape({**_HINTED, "initial_time": _TIME, "timezone": length(1, 255)}),
    "datetimepicker": shape({**_COMMON, "initial_date_time": number(1_000_000_000, 9_999_999_999)}),
    "overflow": shape({**_COMMON, "options": many(1, 5, _OPTION)}, ("options",)),
    "checkboxes": shape({**_COMMON, **_FEW, "initial_options": many(1, 10, _OPTION)}, ("options",)),
    "radio_buttons": shape({**_COMMON, **_FEW, "initial_option": _OPTION}, ("options",)),
    "plain_text_input": shape(
        {**_TYPED, "multiline": flag, "min_length": number(0, 3000), "max_length": number(1, 3000)}
    ),
    "rich_text_input": shape({**_TYPED, "initial_value": anything}),
    "number_input": shape(
        {**_TYPED, "is_decimal_allowed": flag, "min_value": length(1, 255), "max_value": length(1, 255)},
        ("is_decimal_allowed",),
    ),
    "email_text_input": shape(_TYPED),
    "url_text_input": shape(_TYPED),
    "file_input": shape(
        {"action_id": _ID, "filetypes": many(1, 100, length(1, 20)), "max_files": number(1, 10)},
    ),
    "image": shape({"image_url": _URL, "alt_text": length(1, 2000), "slack_file": anything}, ("alt_text",)),
}


def element(*kinds: str) -> Check:
    """One of these elements, as its own table says."""

    def check(value: Any, at: str) -> Iterator[str]:
        kind = str(value.get("type")) if is_object(value) else "none"
        if kind not in kinds:
            yield f"unsupported type: {kind} [json-pointer:{at}/type]"
            return
        yield from ELEMENTS[kind](value, at)
        if kind.endswith("static_select") and ("options" in value) == ("option_groups" in value):
            yield f"either options or option_groups [json-pointer:{at}]"

    return check


def _context_element(value: Any, at: str) -> Iterator[str]:
    if is_object(value) and value.get("type") == "image":
        yield from ELEMENTS["image"](value, at)
    else:
        yield from text(2000, *ANY_TEXT)(value, at)


def _rich_part(value: Any, at: str) -> Iterator[str]:
    kind = value.get("type") if is_object(value) else None
    if kind not in ("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"):
        yield f"unsupported type: {kind} [json-pointer:{at}/type]"


def _cell(value: Any, at: str) -> Iterator[str]:
    kind = value.get("type") if is_object(value) else None
    if kind not in ("raw_text", "raw_number", "rich_text"):
        yield f"unsupported type: {kind} [json-pointer:{at}/type]"


_WRITTEN = ("file_input", "plain_text_input", "rich_text_input", "number_input", "email_text_input", "url_text_input")
_INPUTS = tuple(kind for kind in ELEMENTS if kind not in ("button", "overflow", "image"))
_ACTIONS = tuple(kind for kind in ELEMENTS if kind not in ("image", *_WRITTEN))
_ID_KEY: dict[str, Check] = {"block_id": _ID}

BLOCKS: dict[str, Check] = {
    "section": shape(
        {
            **_ID_KEY,
            "text": text(3000, *ANY_TEXT),
            "fields": many(1, 10, text(2000, *ANY_TEXT)),
            "accessory": element(*_ACTIONS, "image"),
            "expand": flag,
        }
    ),
    "header": shape({**_ID_KEY, "text": text(150), "level": number(1, 4)}, ("text",)),
    "divider": shape(_ID_KEY),
    "context": shape({**_ID_KEY, "elements": many(1, 10, _context_element)}, ("elements",)),
    "actions": shape({**_ID_KEY, "elements": many(1, 25, element(*_ACTIONS))}, ("elements",)),
    "image": shape(
        {**_ID_KEY, "image_url": _URL, "alt_text": length(1, 2000), "title": text(2000), "slack_file": anything},
        ("alt_text",),
    ),
    "input": shape(
        {
            **_ID_KEY,
            "label": text(2000),
            "element": element(*_INPUTS),
            "hint": text(2000),
            "optional": flag,
            "dispatch_action": flag,
        },
        ("label", "element"),
    ),
    "markdown": shape({**_ID_KEY, "text": length(1, 12_000)}, ("text",)),
    "rich_text": shape({**_ID_KEY, "elements": many(1, 1000, _rich_part)}, ("elements",)),
    "table": shape(
        {**_ID_KEY, "rows": many(1, 100, many(1, 20, _cell)), "column_settings": many(1, 20, anything)}, ("rows",)
    ),
    "data_visualization": shape({**_ID_KEY, "title": length(1, 50), "chart": chart}, ("title", "chart")),
    "file": shape({**_ID_KEY, "external_id": _ID, "source": one_of("remote")}, ("external_id", "source")),
}
