"""Slack's limits, as one table, and the check of a finished message or view against them. Source: Slack's Block Kit reference, read November 2026."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from bot.slack.reading import Json, text, thing, things

BLOCKS_MESSAGE, BLOCKS_VIEW = 50, 100
VIEW_BYTES = 250_000
TEXT_MESSAGE = 40_000
SECTION, HEADER, CONTEXT_ELEMENTS, CONTEXT_TEXT = 3000, 150, 10, 2000
BUTTON_TEXT, BUTTON_VALUE, ACTIONS = 75, 2000, 25
OPTION_TEXT, OPTION_VALUE, OPTIONS, FEW_OPTIONS, OVERFLOW = 75, 150, 100, 10, 5
IDENTIFIER, PLACEHOLDER = 255, 150
VIEW_TITLE, METADATA, INPUT_LABEL, INPUT_TEXT = 24, 3000, 2000, 3000
CHART_TITLE, CHART_LABEL, CHART_POINTS, CHART_SERIES = 50, 20, 20, 6
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
    ("data_visualization", "title"): CHART_TITLE,
    ("axis_config", "x_label"): CHART_TITLE,
    ("axis_config", "y_label"): CHART_TITLE,
    ("series", "name"): CHART_LABEL,
    ("data", "label"): CHART_LABEL,
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
    ("line", "series"): (1, CHART_SERIES),
    ("series", "data"): (1, CHART_POINTS),
}


def broken(message: Json) -> list[str]:
    """What of a message (``text``, ``blocks``) or a view is beyond Slack's limits; empty where all is well."""
    is_view = message.get("type") in ("modal", "home")
    most = BLOCKS_VIEW if is_view else BLOCKS_MESSAGE
    blocks = things(message, "blocks")
    wrong = [f"{len(blocks)} blocks, at most {most}"] if len(blocks) > most else []
    if not is_view and not 0 < len(text(message, "text")) <= TEXT_MESSAGE:
        wrong.append("text is empty or too long")
    if is_view and (size := len(json.dumps(message).encode())) > VIEW_BYTES:
        wrong.append(f"{size} bytes, at most {VIEW_BYTES}")
    ids = [text(block, "block_id") for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        wrong.append("a block_id stands twice")
    return [*wrong, *_within("modal" if is_view else "message", message, "")]


def _within(kind: str, told: Json, path: str) -> Iterator[str]:
    """What is too long or too many in an object, then in what is nested in it."""
    for key in told:
        here = f"{path}/{key}"
        yield from _too_long(
            here, text(told, key, "text") if thing(told, key) else "", _most(_TEXTS, kind, key), thing(told, key)
        )
        yield from _too_long(here, text(told, key), _most(_WORDS, kind, key), None)
        bounds = _COUNTS.get((kind, key)) or _COUNTS.get(("*", key))
        if bounds and not bounds[0] <= len(things(told, key)) <= bounds[1]:
            yield f"{here}: {len(things(told, key))} of them, {bounds[0]} to {bounds[1]}"
        for number, one in enumerate(things(told, key) or [thing(told, key)]):
            yield from _within(_kind(key, one), one, f"{here}/{number}")


def _most(table: Mapping[tuple[str, str], int], kind: str, key: str) -> int | None:
    return table.get((kind, key)) or table.get(("*", key))


def _too_long(here: str, words: str, most: int | None, told: Json | None) -> Iterator[str]:
    """A text beyond its limit; and an empty one where a text object stands."""
    if most and (len(words) > most or (told is not None and told and not words)):
        yield f"{here}: {len(words)} characters, at most {most} and not none"


def _kind(key: str, told: Json) -> str:
    """What an object is: its type; an option has none of its own, nor what a chart is made of."""
    if key in ("series", "data", "axis_config"):
        return key
    return "option" if key in ("options", "initial_options", "initial_option") else text(told, "type")
