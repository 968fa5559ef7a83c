"""Block Kit as strictly as Slack: known types, required keys, limits. What is wrong is named by its JSON pointer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from bot.playground.workspace import Json, SlackError

Check = Callable[[Any, str], Iterator[str]]
MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
MOST_VIEW_BYTES = 250_000


def _length(low: int, high: int) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str) or not low <= len(value) <= high:
            yield f"must be {low} to {high} characters [json-pointer:{at}]"

    return check


def _text(high: int, *kinds: str) -> Check:
    kinds = kinds or ("plain_text",)

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict) or value.get("type") not in kinds:
            yield f"must be a text object of type {' or '.join(kinds)} [json-pointer:{at}]"
        else:
            yield from _length(1, high)(value.get("text"), f"{at}/text")
            if value["type"] == "mrkdwn" and "emoji" in value:
                yield f"no more than the keys of mrkdwn [json-pointer:{at}/emoji]"

    return check


def _many(low: int, high: int, each: Check) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list) or not low <= len(value) <= high:
            yield f"must hold {low} to {high} items [json-pointer:{at}]"
            return
        for number, one in enumerate(value):
            yield from each(one, f"{at}/{number}")

    return check


def _anything(value: Any, at: str) -> Iterator[str]:
    return iter(())


def _shape(keys: dict[str, Check], needed: tuple[str, ...] = ()) -> Check:
    """An object with these keys and no others; ``type`` is checked elsewhere."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"must be an object [json-pointer:{at}]"
            return
        for name in needed:
            if name not in value:
                yield f"missing required field: {name} [json-pointer:{at}]"
        for name, inner in value.items():
            if name == "type":
                continue
            if name not in keys:
                yield f"no more fields allowed: {name} [json-pointer:{at}/{name}]"
            else:
                yield from keys[name](inner, f"{at}/{name}")

    return check


_ID = _length(1, 255)
_OPTION = _shape(
    {
        "text": _text(75, "plain_text", "mrkdwn"),
        "value": _length(1, 150),
        "description": _text(75, "plain_text", "mrkdwn"),
        "url": _length(1, 3000),
    },
    ("text", "value"),
)
_GROUP = _shape({"label": _text(75), "options": _many(1, 100, _OPTION)}, ("label", "options"))
_CONFIRM = _shape(
    {
        "title": _text(100),
        "text": _text(300, "plain_text", "mrkdwn"),
        "confirm": _text(30),
        "deny": _text(30),
        "style": _anything,
    },
    ("title", "text", "confirm", "deny"),
)
_COMMON: dict[str, Check] = {"action_id": _ID, "confirm": _CONFIRM, "focus_on_load": _anything}
_HINTED: dict[str, Check] = {**_COMMON, "placeholder": _text(150)}
_CHOICES: dict[str, Check] = {"options": _many(1, 100, _OPTION), "option_groups": _many(1, 100, _GROUP)}
_FEW: dict[str, Check] = {"options": _many(1, 10, _OPTION)}
_TYPED: dict[str, Check] = {**_HINTED, "initial_value": _anything, "dispatch_action_config": _anything}

ELEMENTS: dict[str, Check] = {
    "button": _shape(
        {
            **_COMMON,
            "text": _text(75),
            "value": _length(0, 2000),
            "url": _length(1, 3000),
            "style": _anything,
            "accessibility_label": _length(1, 75),
        },
        ("text",),
    ),
    "static_select": _shape({**_HINTED, **_CHOICES, "initial_option": _OPTION}),
    "multi_static_select": _shape(
        {**_HINTED, **_CHOICES, "initial_options": _many(1, 100, _OPTION), "max_selected_items": _anything}
    ),
    "external_select": _shape({**_HINTED, "initial_option": _OPTION, "min_query_length": _anything}),
    "multi_external_select": _shape(
        {
            **_HINTED,
            "initial_options": _many(1, 100, _OPTION),
            "min_query_length": _anything,
            "max_selected_items": _anything,
        }
    ),
    "users_select": _shape({**_HINTED, "initial_user": _anything}),
    "multi_users_select": _shape({**_HINTED, "initial_users": _anything, "max_selected_items": _anything}),
    "conversations_select": _shape(
        {
            **_HINTED,
            "initial_conversation": _anything,
            "filter": _anything,
            "default_to_current_conversation": _anything,
            "response_url_enabled": _anything,
        }
    ),
    "channels_select": _shape({**_HINTED, "initial_channel": _anything, "response_url_enabled": _anything}),
    "datepicker": _shape({**_HINTED, "initial_date": _length(10, 10)}),
    "timepicker": _shape({**_HINTED, "initial_time": _length(5, 5), "timezone": _anything}),
    "datetimepicker": _shape({**_COMMON, "initial_date_time": _anything}),
    "overflow": _shape({**_COMMON, "options": _many(1, 5, _OPTION)}, ("options",)),
    "checkboxes": _shape({**_COMMON, **_FEW, "initial_options": _many(1, 10, _OPTION)}, ("options",)),
    "radio_buttons": _shape({**_COMMON, **_FEW, "initial_option": _OPTION}, ("options",)),
    "plain_text_input": _shape({**_TYPED, "multiline": _anything, "min_length": _anything, "max_length": _anything}),
    "number_input": _shape(
        {**_TYPED, "is_decimal_allowed": _anything, "min_value": _anything, "max_value": _anything},
        ("is_decimal_allowed",),
    ),
    "email_text_input": _shape(_TYPED),
    "url_text_input": _shape(_TYPED),
    "file_input": _shape({"action_id": _ID, "filetypes": _anything, "max_files": _anything}),
    "image": _shape(
        {"image_url": _length(1, 3000), "alt_text": _length(1, 2000), "slack_file": _anything}, ("alt_text",)
    ),
}


def _element(*kinds: str) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if kind not in kinds or kind not in ELEMENTS:
            yield f"unsupported type: {kind} [json-pointer:{at}/type]"
            return
        yield from ELEMENTS[kind](value, at)
        if kind.endswith("static_select") and ("options" in value) == ("option_groups" in value):
            yield f"either options or option_groups [json-pointer:{at}]"

    return check


def _context_element(value: Any, at: str) -> Iterator[str]:
    if isinstance(value, dict) and value.get("type") == "image":
        yield from ELEMENTS["image"](value, at)
    else:
        yield from _text(2000, "plain_text", "mrkdwn")(value, at)


_INPUTS = tuple(kind for kind in ELEMENTS if kind not in ("button", "overflow", "image"))
_ACTIONS = tuple(
    kind
    for kind in ELEMENTS
    if kind not in ("image", "file_input", "plain_text_input", "number_input", "email_text_input", "url_text_input")
)
_ID_KEY: dict[str, Check] = {"block_id": _ID}

BLOCKS: dict[str, Check] = {
    "section": _shape(
        {
            **_ID_KEY,
            "text": _text(3000, "plain_text", "mrkdwn"),
            "fields": _many(1, 10, _text(2000, "plain_text", "mrkdwn")),
            "accessory": _element(*_ACTIONS, "image"),
            "expand": _anything,
        }
    ),
    "header": _shape({**_ID_KEY, "text": _text(150), "level": _anything}, ("text",)),
    "divider": _shape(_ID_KEY),
    "context": _shape({**_ID_KEY, "elements": _many(1, 10, _context_element)}, ("elements",)),
    "actions": _shape({**_ID_KEY, "elements": _many(1, 25, _element(*_ACTIONS))}, ("elements",)),
    "image": _shape(
        {
            **_ID_KEY,
            "image_url": _length(1, 3000),
            "alt_text": _length(1, 2000),
            "title": _text(2000),
            "slack_file": _anything,
        },
        ("alt_text",),
    ),
    "input": _shape(
        {
            **_ID_KEY,
            "label": _text(2000),
            "element": _element(*_INPUTS),
            "hint": _text(2000),
            "optional": _anything,
            "dispatch_action": _anything,
        },
        ("label", "element"),
    ),
    "markdown": _shape({**_ID_KEY, "text": _length(1, 12000)}, ("text",)),
    "rich_text": _shape({**_ID_KEY, "elements": _anything}, ("elements",)),
    "table": _shape({**_ID_KEY, "rows": _anything, "column_settings": _anything}, ("rows",)),
    "file": _shape({**_ID_KEY, "external_id": _anything, "source": _anything}),
}


def check_blocks(blocks: Any, surface: str) -> list[Json]:
    """The blocks, with ids filled in where Slack would. Raises SlackError invalid_blocks with every problem."""
    if isinstance(blocks, str):
        try:
            blocks = json.loads(blocks)
        except ValueError as error:
            raise SlackError("invalid_blocks_format") from error
    if not isinstance(blocks, list) or len(blocks) > MOST_BLOCKS[surface]:
        raise SlackError(
            "invalid_blocks", [f"no more than {MOST_BLOCKS[surface]} items allowed [json-pointer:/blocks]"]
        )
    wrong = [problem for number, block in enumerate(blocks) for problem in _block(block, f"/blocks/{number}", surface)]
    wrong += _twice(blocks)
    if wrong:
        raise SlackError("invalid_blocks", [f"[ERROR] {problem}" for problem in wrong])
    return [_with_ids(block, number) for number, block in enumerate(blocks)]


def _block(block: Any, at: str, surface: str) -> Iterator[str]:
    kind = block.get("type") if isinstance(block, dict) else None
    if kind not in BLOCKS:
        yield f"unsupported type: {kind} [json-pointer:{at}/type]"
        return
    yield from BLOCKS[kind](block, at)
    if kind == "section" and "text" not in block and "fields" not in block:
        yield f"missing required field: text or fields [json-pointer:{at}]"
    if surface == "message" and kind == "input" and block.get("element", {}).get("type") == "file_input":
        yield f"file_input is for modals [json-pointer:{at}/element]"


def _twice(blocks: list[Any]) -> list[str]:
    """block_ids are unique in a message, action_ids within a block."""
    ids = [block["block_id"] for block in blocks if isinstance(block, dict) and "block_id" in block]
    wrong = [f"`block_id` {one} already exists" for one in sorted({i for i in ids if ids.count(i) > 1})]
    for number, block in enumerate(blocks):
        elements = block.get("elements", []) if isinstance(block, dict) else []
        actions = [e["action_id"] for e in elements if isinstance(e, dict) and "action_id" in e]
        if len(actions) != len(set(actions)):
            wrong.append(f"`action_id` stands twice [json-pointer:/blocks/{number}]")
    return wrong


def _with_ids(block: Json, number: int) -> Json:
    made = {**block, "block_id": block.get("block_id") or f"b{number}"}
    for key in ("element", "accessory"):
        if isinstance(made.get(key), dict) and made[key].get("type") != "image":
            made[key] = {**made[key], "action_id": made[key].get("action_id") or f"a{number}"}
    if made["type"] == "actions":
        made["elements"] = [
            {**e, "action_id": e.get("action_id") or f"a{number}.{at}"} for at, e in enumerate(made["elements"])
        ]
    return made


_VIEW_TEXTS = {"title": 24, "submit": 24, "close": 24}


def check_view(view: Any) -> Json:
    """A view, its blocks checked. Raises SlackError."""
    if isinstance(view, str):
        view = json.loads(view)
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        raise SlackError("invalid_arguments", ["[ERROR] unsupported type [json-pointer:/view/type]"])
    wrong: list[str] = []
    for name, most in _VIEW_TEXTS.items():
        if name in view:
            wrong += _text(most)(view[name], f"/view/{name}")
    if view["type"] == "modal" and "title" not in view:
        wrong.append("missing required field: title [json-pointer:/view]")
    blocks = check_blocks(view.get("blocks"), view["type"])
    if any(block["type"] == "input" for block in blocks) and "submit" not in view and view["type"] == "modal":
        wrong.append("missing required field: submit [json-pointer:/view]")
    if len(str(view.get("private_metadata", ""))) > 3000:
        wrong.append("must be less than 3001 characters [json-pointer:/view/private_metadata]")
    if wrong:
        raise SlackError("invalid_arguments", [f"[ERROR] {problem}" for problem in wrong])
    if len(json.dumps(view)) > MOST_VIEW_BYTES:
        raise SlackError("view_too_large")
    return {**view, "blocks": blocks}
