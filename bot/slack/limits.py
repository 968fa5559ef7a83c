"""Slack's limits, as one table, and the check of a finished message or view against them. Source: Slack's Block Kit reference, read November 2026."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

BLOCKS_MESSAGE, BLOCKS_VIEW = 50, 100
TEXT_MESSAGE = 40_000
SECTION, HEADER, CONTEXT_ELEMENTS, CONTEXT_TEXT = 3000, 150, 10, 2000
BUTTON_TEXT, BUTTON_VALUE, ACTIONS = 75, 2000, 25
OPTION_TEXT, OPTION_VALUE, OPTIONS, FEW_OPTIONS, OVERFLOW = 75, 150, 100, 10, 5
IDENTIFIER, PLACEHOLDER = 255, 150
VIEW_TITLE, METADATA, INPUT_LABEL, INPUT_TEXT = 24, 3000, 2000, 3000
CONFIRM_TITLE, CONFIRM_TEXT, CONFIRM_BUTTON = 100, 300, 30

_TEXTS: dict[tuple[str, str], int] = {
    ("section", "text"): SECTION,
    ("header", "text"): HEADER,
    ("button", "text"): BUTTON_TEXT,
    ("option", "text"): OPTION_TEXT,
    ("option", "description"): OPTION_TEXT,
    ("input", "label"): INPUT_LABEL,
    ("input", "hint"): INPUT_LABEL,
    ("modal", "title"): VIEW_TITLE,
    ("modal", "submit"): VIEW_TITLE,
    ("modal", "close"): VIEW_TITLE,
    ("*", "placeholder"): PLACEHOLDER,
}
"""(what, its text) -> most characters."""

_WORDS: dict[tuple[str, str], int] = {
    ("button", "value"): BUTTON_VALUE,
    ("button", "accessibility_label"): BUTTON_TEXT,
    ("option", "value"): OPTION_VALUE,
    ("modal", "private_metadata"): METADATA,
    ("*", "action_id"): IDENTIFIER,
    ("*", "block_id"): IDENTIFIER,
    ("*", "callback_id"): IDENTIFIER,
    ("*", "external_id"): IDENTIFIER,
}

_COUNTS: dict[tuple[str, str], tuple[int, int]] = {
    ("actions", "elements"): (1, ACTIONS),
    ("context", "elements"): (1, CONTEXT_ELEMENTS),
    ("section", "fields"): (1, 10),
    ("overflow", "options"): (1, OVERFLOW),
    ("static_select", "options"): (1, OPTIONS),
    ("multi_static_select", "options"): (1, OPTIONS),
    ("checkboxes", "options"): (1, FEW_OPTIONS),
    ("radio_buttons", "options"): (1, FEW_OPTIONS),
    ("*", "option_groups"): (1, OPTIONS),
}

Json = Mapping[str, Any]


def broken(message: Json) -> list[str]:
    """What of a message (``text``, ``blocks``) or a view (``type``, ``blocks``) is beyond Slack's limits; empty where all is well."""
    is_view = message.get("type") in ("modal", "home")
    most = BLOCKS_VIEW if is_view else BLOCKS_MESSAGE
    blocks = message.get("blocks", [])
    wrong = [f"{len(blocks)} blocks, at most {most}"] if len(blocks) > most else []
    if not is_view and not 0 < len(message.get("text", "")) <= TEXT_MESSAGE:
        wrong.append("text is empty or too long")
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        wrong.append("a block_id stands twice")
    return [*wrong, *_within("modal" if is_view else "message", message, "")]


def _within(kind: str, thing: Json, path: str) -> Iterator[str]:
    for key, value in thing.items():
        here = f"{path}/{key}"
        text = value.get("text") if isinstance(value, Mapping) else None
        most = _TEXTS.get((kind, key)) or _TEXTS.get(("*", key))
        if most and isinstance(text, str) and not 0 < len(text) <= most:
            yield f"{here}: {len(text)} characters, at most {most}"
        most = _WORDS.get((kind, key)) or _WORDS.get(("*", key))
        if most and isinstance(value, str) and len(value) > most:
            yield f"{here}: {len(value)} characters, at most {most}"
        bounds = _COUNTS.get((kind, key)) or _COUNTS.get(("*", key))
        if bounds and isinstance(value, list) and not bounds[0] <= len(value) <= bounds[1]:
            yield f"{here}: {len(value)} of them, {bounds[0]} to {bounds[1]}"
        yield from _inner(key, value, here)


def _inner(key: str, value: object, here: str) -> Iterator[str]:
    """Look into what is nested. An option has no type of its own."""
    things = value if isinstance(value, list) else [value]
    for number, thing in enumerate(things):
        if isinstance(thing, Mapping):
            kind = (
                "option"
                if key in ("options", "initial_options", "initial_option")
                else str(thing.get("type", "")) or "group"
            )
            yield from _within(kind, thing, f"{here}/{number}" if isinstance(value, list) else here)
