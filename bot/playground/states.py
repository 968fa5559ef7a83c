"""What stands in the pressable parts of a message or view: what was picked, else what stood there first. Slack's ``state.values``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.playground.records import Json, is_object

VALUES: dict[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "file_input": ("files", ""),
}
"""Kind of element -> the key of its value in a state, and of the value that it starts with. Buttons and overflow menus hold none."""

LISTS = ("selected_options", "selected_users", "selected_conversations", "selected_channels", "files")


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every element that has an action, with its block."""
    for block in blocks:
        for one in (*block.get("elements", ()), block.get("accessory"), block.get("element")):
            if is_object(one) and one.get("action_id"):
                yield block, one


def started(element: Json) -> Json:
    """The state of an element that nobody has touched."""
    key, initial = VALUES[element["type"]]
    empty: Any = [] if key in LISTS else None
    return {"type": element["type"], key: element.get(initial, empty)}


def taken(element: Json, given: Json) -> Json:
    """The state of an element that somebody has touched: what was given, in its own key and no other."""
    key, _ = VALUES[element["type"]]
    return started(element) | ({key: given[key]} if key in given else {})


def keep(stored: Json, who: str, block: Json, element: Json, given: Json) -> None:
    """Remember what somebody picked."""
    if element["type"] in VALUES:
        mine: Json = stored.setdefault("_held", {}).setdefault(who, {})
        mine.setdefault(block["block_id"], {})[element["action_id"]] = taken(element, given)


def values(stored: Json, who: str, given: Json | None = None) -> Json:
    """``state.values`` as this person sees the message or view; ``given``: what a form is submitted with."""
    held: Json = stored.get("_held", {}).get(who, {})
    made: Json = {}
    for block, element in elements(stored.get("blocks", [])):
        if element["type"] not in VALUES:
            continue
        at, action = block["block_id"], element["action_id"]
        state = (given or {}).get(at, {}).get(action)
        picked = held.get(at, {}).get(action)
        made.setdefault(at, {})[action] = taken(element, state) if state is not None else picked or started(element)
    return made
