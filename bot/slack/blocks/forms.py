"""A form as a modal: its fields as inputs, what it is for in its private metadata."""

from __future__ import annotations

from typing import Any

from bot.slack import limits, refs
from bot.slack.blocks.markup import mrkdwn, pieces
from bot.slack.blocks.shapes import Block, mrkdwn_text, option, plain_text
from flows.engine.screens.forms import countries
from flows.model.ids import ProgrammeId, is_pseudonym
from flows.model.screens import Entry, Field, Form

CALLBACK, FROM_HOME = "form", "form_of_home"
"""What a modal is called: one that was opened on a Home is known by it when it is sent, and one that was opened in the bot's direct
messages with somebody by the conversation that it names (``form:D…``), where alone a note can be shown."""
FILES = 10
_DIRECT = "D"
"""How Slack's ids of direct messages begin."""


def view(form: Form, programme: ProgrammeId, locale: str = "en_GB", *, on_home: bool = False, at: str = "") -> Block:
    """The modal. ``on_home``: it was opened there; ``at``: in the conversation of that id."""
    intro = pieces([mrkdwn(line, locale) for line in form.intro], limits.SECTION)
    blocks: list[Block] = [{"type": "section", "text": mrkdwn_text(text)} for text in intro]
    blocks += [_input(field) for field in form.fields]
    return {
        "type": "modal",
        "callback_id": FROM_HOME if on_home else f"{CALLBACK}:{at}" if at.startswith(_DIRECT) else CALLBACK,
        "title": plain_text(form.title, limits.VIEW_TITLE),
        "submit": plain_text(form.submit, limits.VIEW_TITLE),
        "close": plain_text(form.close, limits.VIEW_TITLE),
        "private_metadata": refs.write(programme, form.ref),
        "blocks": blocks,
    }


def opened_at(callback: str) -> str:
    """The conversation that a modal's name holds, "" where it was opened in a channel or on a Home."""
    return callback.partition(":")[2]


def _input(field: Field) -> Block:
    made: Block = {
        "type": "input",
        "block_id": field.name,
        "label": plain_text(field.label, limits.INPUT_LABEL),
        "element": _element(field) | {"action_id": field.name},
        "optional": not field.required,
    }
    if field.hint:
        made["hint"] = plain_text(field.hint, limits.INPUT_LABEL)
    return made


def _element(field: Field) -> Block:
    first = field.initial[0] if field.initial else ""
    match field.kind:
        case "text" | "long_text":
            made: dict[str, Any] = {
                "type": "plain_text_input",
                "multiline": field.kind == "long_text",
                "max_length": limits.INPUT_TEXT,
            }
            return made | ({"initial_value": first[: limits.INPUT_TEXT]} if first else {})
        case "number":
            bounds = {"min_value": field.low, "max_value": field.high}
            made = {"type": "number_input", "is_decimal_allowed": True}
            made |= {key: str(value) for key, value in bounds.items() if value is not None}
            return made | ({"initial_value": first} if first else {})
        case "day":
            return {"type": "datepicker"} | ({"initial_date": first} if first else {})
        case "person":
            return {"type": "users_select"} | ({"initial_user": first} if first and not is_pseudonym(first) else {})
        case "people":
            chosen = [person for person in field.initial if not is_pseudonym(person)]
            return {"type": "multi_users_select"} | ({"initial_users": chosen} if chosen else {})
        case "file" | "files":
            return {"type": "file_input", "max_files": 1 if field.kind == "file" else FILES}
        case _:
            return _closed(field)


def _closed(field: Field) -> Block:
    """A choice among entries; of countries, among all of them."""
    entries = countries() if field.kind in ("country", "countries") else field.entries
    options = [option(entry.value, entry.label, entry.description) for entry in entries]
    chosen = [made for made in options if made["value"] in field.initial]
    many = field.kind in ("many", "countries")
    if len(options) <= limits.FEW_OPTIONS:
        kind = "checkboxes" if many else "radio_buttons"
        return {"type": kind, "options": options} | _initial(chosen, many)
    kind = "multi_static_select" if many else "static_select"
    return {"type": kind, **_grouped(entries, options)} | _initial(chosen, many)


def _grouped(entries: tuple[Entry, ...], options: list[Block]) -> Block:
    """More than a hundred go into groups by their first letter, each of a hundred at most."""
    if len(options) <= limits.OPTIONS:
        return {"options": options}
    groups: dict[str, list[Block]] = {}
    for entry, made in zip(entries, options, strict=True):
        groups.setdefault(entry.label[:1].upper(), []).append(made)
    few = [
        (letter, group[at : at + limits.OPTIONS])
        for letter, group in groups.items()
        for at in range(0, len(group), limits.OPTIONS)
    ]
    return {"option_groups": [{"label": plain_text(letter, 75), "options": group} for letter, group in few]}


def _initial(chosen: list[Block], many: bool) -> Block:
    if not chosen:
        return {}
    return {"initial_options": chosen} if many else {"initial_option": chosen[0]}
