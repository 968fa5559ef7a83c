"""Small checks that Block Kit is written in. Each says what is wrong with a value, and where, by its JSON pointer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from bot.playground.records import is_list, is_object

Check = Callable[[Any, str], Iterator[str]]
"""What is wrong with a value that stands at a place; nothing where it is right."""


def length(low: int, high: int) -> Check:
    """A text of so many characters."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield f"must be a string [json-pointer:{at}]"
        elif len(value) < low:
            yield f"must be more than {low - 1} characters [json-pointer:{at}]"
        elif len(value) > high:
            yield f"must be less than {high + 1} characters [json-pointer:{at}]"

    return check


def text(high: int, *kinds: str) -> Check:
    """A text object; without ``kinds`` a plain one."""
    kinds = kinds or ("plain_text",)
    keys = {"plain_text": {"type", "text", "emoji"}, "mrkdwn": {"type", "text", "verbatim"}}

    def check(value: Any, at: str) -> Iterator[str]:
        kind = value.get("type") if is_object(value) else None
        if not is_object(value) or kind not in kinds:
            yield f"must be a text object of type {' or '.join(kinds)} [json-pointer:{at}]"
            return
        yield from length(1, high)(value.get("text"), f"{at}/text")
        for extra in sorted(set(value) - keys[str(kind)]):
            yield f"no more fields allowed: {extra} [json-pointer:{at}/{extra}]"

    return check


def many(low: int, high: int, each: Check) -> Check:
    """A list of so many items."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not is_list(value):
            yield f"must be an array [json-pointer:{at}]"
        elif len(value) < low:
            yield f"must be more than {low - 1} items [json-pointer:{at}]"
        elif len(value) > high:
            yield f"no more than {high} items allowed [json-pointer:{at}]"
        else:
            for number, one in enumerate(value):
                yield from each(one, f"{at}/{number}")

    return check


def shape(keys: dict[str, Check], needed: tuple[str, ...] = ()) -> Check:
    """An object with these keys and no others; ``type`` is checked elsewhere."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not is_object(value):
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


def anything(value: Any, at: str) -> Iterator[str]:
    """Whatever stands here is right."""
    return iter(())


def flag(value: Any, at: str) -> Iterator[str]:
    """True or false."""
    if not isinstance(value, bool):
        yield f"must be a boolean [json-pointer:{at}]"


def number(low: int, high: int) -> Check:
    """A whole number between two."""

    def check(value: Any, at: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            yield f"must be a number from {low} to {high} [json-pointer:{at}]"

    return check


def one_of(*words: str) -> Check:
    """One of these words."""

    def check(value: Any, at: str) -> Iterator[str]:
        if value not in words:
            yield f"must be one of {', '.join(words)} [json-pointer:{at}]"

    return check


def like(pattern: str, what: str) -> Check:
    """A text of a certain form."""
    form = re.compile(pattern)

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str) or not form.fullmatch(value):
            yield f"must be {what} [json-pointer:{at}]"

    return check
