"""Slack's limits, each met and each passed by one, over the real Web API. The figures stand here a second time on purpose."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.playground.company import ATLAS, MARIA
from tests.bot.playground.doors import Doors, Ear

Json = dict[str, Any]


def plain(size: int) -> Json:
    return {"type": "plain_text", "text": "x" * size}


def marked(size: int) -> Json:
    return {"type": "mrkdwn", "text": "x" * size}


def option(text: int = 1, value: int = 1, number: int = 0, **more: Any) -> Json:
    return {"text": plain(text), "value": f"{number}".rjust(value, "x"), **more}


def options(count: int) -> list[Json]:
    return [option(number=n, value=3) for n in range(count)]


def button(text: int = 1, **more: Any) -> Json:
    return {"type": "button", "text": plain(text), **more}


def actions(*elements: Json) -> list[Json]:
    return [{"type": "actions", "elements": list(elements)}]


def chosen(kind: str, **more: Any) -> list[Json]:
    return actions({"type": kind, **more})


def asked(element: Json, **more: Any) -> list[Json]:
    return [{"type": "input", "label": plain(1), "element": element, **more}]


def confirmed(**sizes: int) -> list[Json]:
    made = {"title": 1, "text": 1, "confirm": 1, "deny": 1} | sizes
    return actions(button(confirm={name: plain(size) for name, size in made.items()}))


def chart(title: int = 1, label: int = 2, points: int = 1, series: int = 1, name: int = 1, **axes: str) -> Json:
    """A line over categories; the labels end in their number, so that each stands once."""
    labels = [f"{number}".rjust(label, "x") for number in range(points)]
    data = [{"label": one, "value": 1.5} for one in labels]
    lines = [{"name": f"{number}".rjust(name, "x"), "data": data} for number in range(series)]
    drawn = {"type": "line", "series": lines, "axis_config": {"categories": labels, **axes}}
    return {"type": "data_visualization", "title": "x" * title, "chart": drawn}


def pie(segments: int = 1, label: int = 1) -> Json:
    parts = [{"label": "x" * label, "value": 1}] * segments
    return {"type": "data_visualization", "title": "x", "chart": {"type": "pie", "segments": parts}}


TEXT_INPUT = {"type": "plain_text_input"}

MESSAGES: dict[str, tuple[int, Callable[[int], list[Json]]]] = {
    "blocks of a message": (50, lambda n: [{"type": "divider"}] * n),
    "text of a section": (3000, lambda n: [{"type": "section", "text": marked(n)}]),
    "fields of a section": (10, lambda n: [{"type": "section", "fields": [plain(1)] * n}]),
    "text of a field": (2000, lambda n: [{"type": "section", "fields": [marked(n)]}]),
    "text of a header": (150, lambda n: [{"type": "header", "text": plain(n)}]),
    "elements of a context": (10, lambda n: [{"type": "context", "elements": [plain(1)] * n}]),
    "elements of actions": (25, lambda n: actions(*[button()] * n)),
    "text of a button": (75, lambda n: actions(button(n))),
    "value of a button": (2000, lambda n: actions(button(value="x" * n))),
    "accessibility label of a button": (75, lambda n: actions(button(accessibility_label="x" * n))),
    "text of an option": (75, lambda n: chosen("static_select", options=[option(n)])),
    "value of an option": (150, lambda n: chosen("static_select", options=[option(1, n)])),
    "description of an option": (75, lambda n: chosen("static_select", options=[option(description=plain(n))])),
    "options of a menu": (100, lambda n: chosen("static_select", options=options(n))),
    "options of a group": (
        100,
        lambda n: chosen("multi_static_select", option_groups=[{"label": plain(1), "options": options(n)}]),
    ),
    "groups of a menu": (
        100,
        lambda n: chosen("static_select", option_groups=[{"label": plain(1), "options": options(1)}] * n),
    ),
    "label of a group": (
        75,
        lambda n: chosen("static_select", option_groups=[{"label": plain(n), "options": options(1)}]),
    ),
    "radio buttons": (10, lambda n: chosen("radio_buttons", options=options(n))),
    "checkboxes": (10, lambda n: chosen("checkboxes", options=options(n))),
    "lines of an overflow menu": (5, lambda n: chosen("overflow", options=options(n))),
    "an action_id": (255, lambda n: actions(button(action_id="x" * n))),
    "a block_id": (255, lambda n: [{"type": "divider", "block_id": "x" * n}]),
    "label of an input": (2000, lambda n: asked(TEXT_INPUT, label=plain(n))),
    "hint of an input": (2000, lambda n: asked(TEXT_INPUT, hint=plain(n))),
    "placeholder": (150, lambda n: asked({**TEXT_INPUT, "placeholder": plain(n)})),
    "initial value of a text input": (3000, lambda n: asked({**TEXT_INPUT, "initial_value": "x" * n})),
    "longest answer of a text input": (3000, lambda n: asked({**TEXT_INPUT, "max_length": n})),
    "title of a confirmation": (100, lambda n: confirmed(title=n)),
    "text of a confirmation": (300, lambda n: confirmed(text=n)),
    "button of a confirmation": (30, lambda n: confirmed(confirm=n)),
    "other button of a confirmation": (30, lambda n: confirmed(deny=n)),
    "markdown of a message": (12_000, lambda n: [{"type": "markdown", "text": "x" * n}]),
    "markdown of a message together": (
        12_000,
        lambda n: [{"type": "markdown", "text": "x" * 6000}, {"type": "markdown", "text": "x" * (n - 6000)}],
    ),
    "rows of a table": (100, lambda n: [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * n}]),
    "columns of a table": (20, lambda n: [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * n]}]),
    "title of a chart": (50, lambda n: [chart(title=n)]),
    "label of a point": (20, lambda n: [chart(label=n)]),
    "points of a series": (20, lambda n: [chart(points=n)]),
    "series of a chart": (6, lambda n: [chart(series=n)]),
    "name of a series": (20, lambda n: [chart(name=n)]),
    "label of an axis": (50, lambda n: [chart(x_label="x" * n)]),
    "label of the other axis": (50, lambda n: [chart(y_label="x" * n)]),
    "segments of a pie": (6, lambda n: [pie(n)]),
    "label of a segment": (20, lambda n: [pie(label=n)]),
    "charts of a message": (2, lambda n: [chart()] * n),
    "tables of a message": (1, lambda n: [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}] * n),
}


@pytest.mark.parametrize("what", MESSAGES)
async def test_a_message_may_reach_a_limit_and_not_pass_it(doors: Doors, what: str) -> None:
    most, made = MESSAGES[what]
    await doors.done("chat.postMessage", channel=ATLAS, text="x", blocks=made(most))
    told = await doors.api("chat.postMessage", channel=ATLAS, text="x", blocks=made(most + 1))
    assert told["error"] == "invalid_blocks"
    assert all(message.startswith("[ERROR] ") for message in told["response_metadata"]["messages"])
    assert "json-pointer:/blocks" in told["response_metadata"]["messages"][0]


def spoiled(**parts: Any) -> Json:
    whole = chart(points=2)
    return {**whole, "chart": {**whole["chart"], **parts}}


POINT = {"label": "x0", "value": 1}
WRONG_CHARTS: dict[str, tuple[Json, str]] = {
    "of an unknown kind": (spoiled(type="radar"), "unsupported type: radar"),
    "that is none": ({**chart(), "chart": "line"}, "unsupported type: none"),
    "without its axis": (spoiled(axis_config={}), "missing required field: categories"),
    "with a point too few": (spoiled(series=[{"name": "a", "data": [POINT]}]), "must have one value for each category"),
    "with a name twice": (spoiled(series=chart(points=2)["chart"]["series"] * 2), "series names must be unique"),
    "with words for a figure": (
        spoiled(series=[{"name": "a", "data": [{"label": "x0", "value": "many"}]}]),
        "must be a number",
    ),
    "with an empty share": (
        {**pie(), "chart": {"type": "pie", "segments": [{"label": "a", "value": 0}]}},
        "must be greater than 0",
    ),
}


@pytest.mark.parametrize("what", WRONG_CHARTS)
async def test_a_chart_that_does_not_hang_together_is_refused(doors: Doors, what: str) -> None:
    block, why = WRONG_CHARTS[what]
    told = await doors.api("chat.postMessage", channel=ATLAS, text="x", blocks=[block])
    assert told["error"] == "invalid_blocks"
    assert any(why in message for message in told["response_metadata"]["messages"]), told["response_metadata"]


async def test_a_chart_is_for_messages_alone(doors: Doors, ear: Ear) -> None:
    await doors.act(MARIA, "command", channel=ATLAS, command="/ringfence")
    trigger = ear.heard("command")[-1].body["trigger_id"]
    told = await doors.api("views.open", trigger_id=trigger, view=modal(blocks=[chart()]))
    assert told["error"] == "invalid_arguments"


def modal(**more: Any) -> Json:
    return {"type": "modal", "title": plain(1), "submit": plain(1), "blocks": [], **more}


MODALS: dict[str, tuple[int, Callable[[int], Json]]] = {
    "blocks of a modal": (100, lambda n: modal(blocks=[{"type": "divider"}] * n)),
    "title of a modal": (24, lambda n: modal(title=plain(n))),
    "submit of a modal": (24, lambda n: modal(submit=plain(n))),
    "close of a modal": (24, lambda n: modal(close=plain(n))),
    "private metadata": (3000, lambda n: modal(private_metadata="x" * n)),
    "a callback_id": (255, lambda n: modal(callback_id="x" * n)),
    "an external_id": (255, lambda n: modal(external_id="x" * n)),
    "files of an input": (10, lambda n: modal(blocks=asked({"type": "file_input", "max_files": n}))),
}


@pytest.mark.parametrize("what", MODALS)
async def test_a_modal_may_reach_a_limit_and_not_pass_it(doors: Doors, ear: Ear, what: str) -> None:
    most, made = MODALS[what]
    for size in (most, most + 1):
        await doors.act(MARIA, "command", channel=ATLAS, command="/ringfence")
        trigger = ear.heard("command")[-1].body["trigger_id"]
        told = await doors.api("views.open", trigger_id=trigger, view=made(size))
        assert told["ok"] is (size == most), told
    assert told["error"] == "invalid_arguments"
    assert "json-pointer:/view/" in told["response_metadata"]["messages"][0]


async def test_a_home_holds_a_hundred_blocks_and_a_view_a_quarter_of_a_megabyte(doors: Doors) -> None:
    home: Json = {"type": "home", "blocks": [{"type": "divider"}] * 100}
    await doors.done("views.publish", user_id=MARIA, view=home)
    home["blocks"].append({"type": "divider"})
    assert await doors.refused("views.publish", user_id=MARIA, view=home) == "invalid_arguments"
    big: Json = {"type": "home", "blocks": [{"type": "section", "text": marked(2900)} for _ in range(84)]}
    left = 250_000 - len(json.dumps(big))
    big["blocks"] += [{"type": "section", "text": marked(left - 80)}]
    await doors.done("views.publish", user_id=MARIA, view=json.dumps(big))
    big["blocks"][-1]["text"] = marked(left)
    assert await doors.refused("views.publish", user_id=MARIA, view=big) == "view_too_large"


WRONG: dict[str, list[Any]] = {
    "an unknown block": [{"type": "hologram"}],
    "no block": ["divider"],
    "a block without a type": [{"text": plain(1)}],
    "an unknown element": chosen("lever"),
    "an element in the wrong block": chosen("plain_text_input"),
    "a button as an input": asked(button()),
    "an unknown key": [{"type": "divider", "colour": "red"}],
    "a missing key": [{"type": "header"}],
    "an empty text": [{"type": "section", "text": plain(0)}],
    "a text that is none": [{"type": "header", "text": "plainly"}],
    "a text of a number": [{"type": "header", "text": {"type": "plain_text", "text": 7}}],
    "mrkdwn where it may not be": [{"type": "header", "text": marked(1)}],
    "emoji in mrkdwn": [{"type": "section", "text": {**marked(1), "emoji": True}}],
    "a section without text": [{"type": "section"}],
    "an empty list": actions(),
    "no list": [{"type": "actions", "elements": "go"}],
    "no object": actions(button(confirm="sure?")),
    "a menu without options": chosen("static_select"),
    "a menu with both kinds of options": chosen(
        "static_select", options=options(1), option_groups=[{"label": plain(1), "options": options(1)}]
    ),
    "an unknown style": actions(button(style="loud")),
    "a flag that is none": actions(button(focus_on_load="yes")),
    "a date that is none": chosen("datepicker", initial_date="15/07/2026"),
    "a time that is none": chosen("timepicker", initial_time="25:00"),
    "a number that is none": asked({**TEXT_INPUT, "max_length": True}),
    "a file input in a message": asked({"type": "file_input"}),
    "a block_id twice": [{"type": "divider", "block_id": "one"}] * 2,
    "an action_id twice": actions(button(action_id="one"), button(action_id="one")),
    "an image without words": [{"type": "image", "image_url": "https://example.com/a.png"}],
    "rich text of unknown parts": [{"type": "rich_text", "elements": [{"type": "hologram"}]}],
    "a table of unknown cells": [{"type": "table", "rows": [["x"]]}],
    "a context of unknown elements": [{"type": "context", "elements": [button()]}],
}


@pytest.mark.parametrize("what", WRONG)
async def test_blocks_that_slack_refuses_are_refused_everywhere(doors: Doors, what: str) -> None:
    ts = (await doors.done("chat.postMessage", channel=ATLAS, text="x"))["ts"]
    wrong = {"channel": ATLAS, "text": "x", "blocks": WRONG[what]}
    assert await doors.refused("chat.postMessage", **wrong) == "invalid_blocks"
    assert await doors.refused("chat.update", ts=ts, **wrong) == "invalid_blocks"
    assert await doors.refused("chat.postEphemeral", user=MARIA, **wrong) == "invalid_blocks"
    assert len(await doors.messages(MARIA, ATLAS)) == 1


VIEWS: dict[str, Any] = {
    "of no kind": {"blocks": []},
    "of an unknown kind": modal(type="poster"),
    "that is no view": [],
    "that is no JSON": "{",
    "without a title": {"type": "modal", "blocks": []},
    "with an input and nothing to submit": {"type": "modal", "title": plain(1), "blocks": asked(TEXT_INPUT)},
    "without blocks": {"type": "modal", "title": plain(1)},
    "with an unknown key": modal(colour="red"),
    "with wrong blocks": modal(blocks=[{"type": "hologram"}]),
    "with a table": modal(blocks=[{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}]),
    "with markdown": modal(blocks=[{"type": "markdown", "text": "x"}]),
    "with a title in mrkdwn": modal(title=marked(1)),
    "of the other kind": {"type": "home", "blocks": []},
}


@pytest.mark.parametrize("what", VIEWS)
async def test_a_modal_is_refused(doors: Doors, ear: Ear, what: str) -> None:
    await doors.act(MARIA, "command", channel=ATLAS, command="/ringfence")
    trigger = ear.heard("command")[-1].body["trigger_id"]
    view = VIEWS[what] or {"type": ""}
    assert await doors.refused("views.open", trigger_id=trigger, view=view) == "invalid_arguments"
    await doors.done("views.open", trigger_id=trigger, view=modal())


async def test_every_known_block_and_element_is_taken(doors: Doors) -> None:
    kinds = ("users", "conversations", "channels")
    pickers = [{"type": f"{many}{kind}_select"} for kind in kinds for many in ("", "multi_")]
    outside = [{"type": "external_select", "min_query_length": 0}, {"type": "multi_external_select"}]
    times = [{"type": "datepicker"}, {"type": "timepicker"}, {"type": "datetimepicker"}]
    image = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A map"}
    number = {"type": "number_input", "is_decimal_allowed": False}
    written = [
        TEXT_INPUT,
        number,
        {"type": "email_text_input"},
        {"type": "url_text_input"},
        {"type": "rich_text_input"},
    ]
    blocks = [
        {"type": "header", "text": plain(1)},
        {"type": "section", "text": marked(1), "accessory": image},
        {"type": "section", "text": marked(1), "accessory": {"type": "overflow", "options": options(1)}},
        {"type": "context", "elements": [image, marked(1)]},
        {"type": "actions", "elements": [*pickers, *outside, *times]},
        *[block for element in written for block in asked(element)],
        image,
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]},
        {"type": "file", "external_id": "one", "source": "remote"},
    ]
    told = await doors.done("chat.postMessage", channel=ATLAS, text="x", blocks=blocks)
    held = told["message"]["blocks"]
    assert all(block["block_id"] for block in held)
    assert all(element["action_id"] for element in held[4]["elements"])
    assert "action_id" not in held[1]["accessory"]
    assert held[2]["accessory"]["action_id"]
