"""Reading JSON objects without trusting them: a string, an object or a list at a key, empty where it is missing or of another kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

Json = Mapping[str, Any]


class Unreadable(Exception):
    """A payload lacks what every such payload has. The message names the field, never its content."""


def text(source: Json, *path: str) -> str:
    """A string at a path; "" where it is missing or null."""
    inner = source
    for key in path[:-1]:
        inner = thing(inner, key)
    found: object = inner.get(path[-1])
    return found if isinstance(found, str) else ""


def need(source: Json, *path: str) -> str:
    """A string at a path. Raises Unreadable where it is missing."""
    found = text(source, *path)
    if not found:
        raise Unreadable(".".join(path))
    return found


def thing(source: Json, key: str) -> Json:
    """An object; an empty one where it is missing."""
    found: object = source.get(key)
    return cast("Json", found) if isinstance(found, dict) else {}


def things(source: Json, key: str) -> list[Json]:
    """A list of objects; what is no object in it is passed over."""
    found: object = source.get(key)
    items = cast("list[object]", found) if isinstance(found, list) else []
    return [cast("Json", one) for one in items if isinstance(one, dict)]


def strings(source: Json, key: str) -> tuple[str, ...]:
    """A list of strings."""
    found: object = source.get(key)
    items = cast("list[object]", found) if isinstance(found, list) else []
    return tuple(one for one in items if isinstance(one, str))


def inner(source: Json) -> dict[str, Json]:
    """The objects within an object, by key."""
    return {key: thing(source, key) for key in source if thing(source, key)}
