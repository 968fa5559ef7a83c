"""Blocks and views judged as strictly as Slack judges them. What is wrong is named by its JSON pointer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bot.playground.block_kit import BLOCKS
from bot.playground.checks import Check, flag, length, text
from bot.playground.records import Json, SlackError, is_list, is_object

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
MOST_VIEW_BYTES = 250_000
MOST_MARKDOWN = 12_000
MOST_CHARTS = 2


def check_blocks(given: Any, surface: str) -> list[Json]:
    """The blocks, with ids filled in where Slack would. Raises SlackError invalid_blocks with every problem."""
    blocks = _unpacked(given, "invalid_blocks_format")
    if not is_list(blocks):
        raise SlackError("invalid_blocks_format", ["[ERROR] must be an array [json-pointer:/blocks]"])
    if len(blocks) > MOST_BLOCKS[surface]:
        most = f"no more than {MOST_BLOCKS[surface]} items allowed [json-pointer:/blocks]"
        raise SlackError("invalid_blocks", [f"[ERROR] {most}"])
    wrong = [problem for number, block in enumerate(blocks) for problem in _block(block, f"/blocks/{number}", surface)]
    known: list[Json] = [block for block in blocks if is_object(block)]
    wrong += [*_twice(known), *_together(known)]
    if wrong:
        raise SlackError("invalid_blocks", [f"[ERROR] {problem}" for problem in wrong])
    return [_with_ids(block, number) for number, block in enumerate(known)]


def _unpacked(given: Any, error: str) -> Any:
    """Structured arguments may come as JSON text."""
    if not isinstance(given, str):
        return given
    try:
        return json.loads(given)
    except ValueError as wrong:
        raise SlackError(error) from wrong


def _block(block: Any, at: str, surface: str) -> Iterator[str]:
    kind = block.get("type") if is_object(block) else None
    if not is_object(block) or kind not in BLOCKS:
        yield f"unsupported type: {kind} [json-pointer:{at}/type]"
        return
    yield from BLOCKS[str(kind)](block, at)
    if kind == "section" and "text" not in block and "fields" not in block:
        yield f"missing required field: text or fields [json-pointer:{at}]"
    held = block.get("element")
    if kind == "input" and surface != "modal" and is_object(held) and held.get("type") == "file_input":
        yield f"file_input is for modals [json-pointer:{at}/element]"
    if kind in ("markdown", "table", "data_visualization") and surface != "message":
        yield f"unsupported type: {kind} [json-pointer:{at}/type]"


def _twice(blocks: list[Json]) -> list[str]:
    """block_ids are unique in a message, action_ids within a block."""
    ids = [str(block["block_id"]) for block in blocks if "block_id" in block]
    wrong = [f"`block_id` {one} already exists" for one in sorted({i for i in ids if ids.count(i) > 1})]
    for number, block in enumerate(blocks):
        elements = block.get("elements")
        held: list[Json] = [e for e in elements if is_object(e)] if is_list(elements) else []
        actions = [str(e["action_id"]) for e in held if "action_id" in e]
        if len(actions) != len(set(actions)):
            wrong.append(f"`action_id` already exists [json-pointer:/blocks/{number}]")
    return wrong


def _together(blocks: list[Json]) -> list[str]:
    """What a message may hold only so much of in all its blocks together."""
    wrong: list[str] = []
    if sum(len(str(block.get("text"))) for block in blocks if block.get("type") == "markdown") > MOST_MARKDOWN:
        wrong.append(f"no more than {MOST_MARKDOWN} characters of markdown in a message [json-pointer:/blocks]")
    if sum(block.get("type") == "table" for block in blocks) > 1:
        wrong.append("only one table allowed [json-pointer:/blocks]")
    if sum(block.get("type") == "data_visualization" for block in blocks) > MOST_CHARTS:
        wrong.append(f"no more than {MOST_CHARTS} data_visualization blocks allowed [json-pointer:/blocks]")
    return wrong


def _with_ids(block: Json, number: int) -> Json:
    made: Json = {**block, "block_id": block.get("block_id") or f"b{number}"}
    for key in ("element", "accessory"):
        held = block.get(key)
        if is_object(held) and held["type"] != "image":
            made[key] = {**held, "action_id": held.get("action_id") or f"a{number}"}
    if block["type"] == "actions":
        held_all: list[Json] = block["elements"]
        made["elements"] = [
            {**one, "action_id": one.get("action_id") or f"a{number}.{at}"} for at, one in enumerate(held_all)
        ]
    return made


_VIEW: dict[str, Check] = {
    "title": text(24),
    "submit": text(24),
    "close": text(24),
    "private_metadata": length(0, 3000),
    "callback_id": length(0, 255),
    "external_id": length(0, 255),
    "clear_on_close": flag,
    "notify_on_close": flag,
    "submit_disabled": flag,
}


def check_view(given: Any) -> Json:
    """A view, its blocks checked and given ids. Raises SlackError."""
    view = _unpacked(given, "invalid_arguments")
    if not is_object(view) or view.get("type") not in ("modal", "home"):
        raise SlackError("invalid_arguments", ["[ERROR] unsupported type [json-pointer:/view/type]"])
    kind = str(view["type"])
    wrong = [problem for name, check in _VIEW.items() if name in view for problem in check(view[name], f"/view/{name}")]
    for extra in sorted(set(view) - set(_VIEW) - {"type", "blocks"}):
        wrong.append(f"no more fields allowed: {extra} [json-pointer:/view/{extra}]")
    if kind == "modal" and "title" not in view:
        wrong.append("missing required field: title [json-pointer:/view]")
    try:
        blocks = check_blocks(view.get("blocks"), kind)
    except SlackError as error:
        raise SlackError(
            "invalid_arguments", [m.replace(":/blocks", ":/view/blocks") for m in error.messages]
        ) from error
    if kind == "modal" and "submit" not in view and any(block["type"] == "input" for block in blocks):
        wrong.append("missing required field: submit [json-pointer:/view]")
    if wrong:
        raise SlackError("invalid_arguments", [f"[ERROR] {problem}" for problem in wrong])
    if len(json.dumps(view, ensure_ascii=False).encode()) > MOST_VIEW_BYTES:
        raise SlackError("view_too_large")
    return {**view, "blocks": blocks}
