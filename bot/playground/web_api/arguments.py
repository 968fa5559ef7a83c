"""Reading a call's arguments: what must be there, flags, lists of names, pages. They come as JSON or as the text of a form."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from bot.playground.records import Json, SlackError, is_list
from bot.playground.workspace import Workspace

Method = Callable[[Workspace, Json], Json]
"""What a method does: the workspace changed, and the answer without its ``ok``. Raises SlackError."""

MOST_PAGE = 1000
T = TypeVar("T")


def need(arguments: Json, *names: str) -> tuple[Any, ...]:
    """The values of arguments that must be there. Raises SlackError."""
    missing = [name for name in names if arguments.get(name) in (None, "")]
    if missing:
        raise SlackError("invalid_arguments", [f"[ERROR] missing required field: {name}" for name in missing])
    return tuple(arguments[name] for name in names)


def yes(value: object) -> bool:
    """A flag, in whichever form it came."""
    return value in (True, "true", "1", 1)


def names(value: Any) -> list[str]:
    """Names that came as a list, or as a text with commas."""
    given = value if is_list(value) else str(value or "").split(",")
    return [name for one in given if (name := str(one).strip())]


def page(found: Sequence[T], arguments: Json, usual: int = 100) -> tuple[list[T], str]:
    """As many as were asked for, from where the cursor points; and the next cursor. Raises SlackError."""
    try:
        most = int(arguments.get("limit") or usual)
    except ValueError as error:
        raise SlackError("invalid_limit") from error
    if not 1 <= most <= MOST_PAGE:
        raise SlackError("invalid_limit")
    start = _start(str(arguments.get("cursor") or ""))
    if start > len(found):
        raise SlackError("invalid_cursor")
    end = start + most
    return list(found[start:end]), base64.b64encode(f"next:{end}".encode()).decode() if end < len(found) else ""


def _start(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        word, _, number = base64.b64decode(cursor, validate=True).decode().partition(":")
        if word != "next":
            raise SlackError("invalid_cursor")
        return int(number)
    except (binascii.Error, UnicodeDecodeError, ValueError) as error:
        raise SlackError("invalid_cursor") from error


def paged(key: str, told: list[Any], cursor: str) -> Json:
    """An answer that holds one page of a list."""
    return {key: told, "response_metadata": {"next_cursor": cursor}}
