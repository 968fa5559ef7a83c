"""Screens as plain lines, for a terminal: what an author sees of what a team would see. Only rendering lives here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

from flows.engine.screens.wording import plain
from flows.model.screens import (
    Buttons,
    Chart,
    Divide,
    Heading,
    Listed,
    Menu,
    Part,
    PickDay,
    PickMany,
    PickPerson,
    Prose,
    Quiet,
    Row,
    Screen,
    Table,
)


def lines_of(screen: Screen, people: Mapping[str, str]) -> Iterator[str]:
    """A screen line by line; people by name."""
    for part in screen.parts:
        yield from _part(part, people)


def _part(part: Part, people: Mapping[str, str]) -> Iterator[str]:
    match part:
        case Heading(text=text):
            yield text
            yield "=" * len(text)
        case Prose(lines=lines):
            yield from (plain(line, people) for line in lines)
        case Quiet(lines=lines):
            yield from (f"  {plain(line, people)}" for line in lines)
        case Divide():
            yield ""
        case Table(rows=rows):
            yield from (f"  {plain(term, people)}: {plain(told, people)}" for term, told in rows)
        case Row(lines=lines, button=button):
            yield from (plain(line, people) for line in lines)
            yield f"[{button.label}]"
        case Chart(alt=alt):
            yield f"  {alt}"
        case Buttons(buttons=buttons, more=more):
            also = f"  ({' · '.join(button.label for button in more)})" if more else ""
            yield "  ".join(f"[{button.label}]" for button in buttons) + also
        case Listed(lines=lines, more=more):
            yield from (plain(line, people) for line in lines)
            yield f"  ({' · '.join(button.label for button in more)})"
        case Menu(label=label, entries=entries) | PickMany(label=label, entries=entries):
            yield f"{label}:"
            yield from (f"  - {entry.label}" for entry in entries)
        case PickDay(label=label) | PickPerson(label=label):
            yield f"[{label}]"
        case _:
            assert_never(part)
