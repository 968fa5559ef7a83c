"""Lines to mrkdwn and to plain text. The one place where text becomes markup: plain strings are escaped, so they never are markup."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import assert_never

from flows.engine.screens.days import day_text
from flows.model.effects import Mention, On
from flows.model.ids import PersonId, is_pseudonym
from flows.model.screens import Line, Place, Span, Strong

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_JOINER = "\u2060"
"""A word joiner: invisible, and keeps a character from being read as markup."""
_MARKS = str.maketrans({mark: f"{_JOINER}{mark}{_JOINER}" for mark in "*_~`"})
_MARKED = re.compile("[*_~`]")

Names = Mapping[PersonId, str]
"""Display names of people who are talked about and shall not be notified. Whoever is not in it is mentioned as Slack mentions."""


def mrkdwn(line: Line, locale: str = "en_GB", names: Names = {}) -> str:  # noqa: B006  (never changed)
    """A line as Slack's markup."""
    return "".join(_span(span, locale, names) for span in line)


def escape(text: str) -> str:
    """Plain text, safe inside markup: `<!channel>` and its kin stay letters."""
    return text.translate(_ESCAPES)


def _span(span: Span, locale: str, names: Names) -> str:
    match span:
        case str():
            return escape(_calm(span))
        case Strong(text=text):
            return _strong(text)
        case Mention(person=person, call=call):
            if is_pseudonym(person):
                return escape(person)
            return escape(_calm(names[person])) if not call and person in names else f"<@{person}>"
        case On(day=day):
            return day_text(day, locale)
        case Place(channel=channel):
            return f"<#{channel}>"
        case _:
            assert_never(span)


def _calm(text: str) -> str:
    """Marks of emphasis and code in somebody's text stay as they are written; a quote mark at a line's start does not quote."""
    return text.translate(_MARKS) if _MARKED.search(text) else text


def _strong(text: str) -> str:
    """Bold, each line for itself: Slack's bold does not span lines, nor start or end with a space."""
    return "\n".join(f"*{escape(_calm(line.strip()))}*" if line.strip() else "" for line in text.split("\n"))


def cut(text: str, most: int) -> str:
    """A text cut at a word where it is too long, with an ellipsis; never empty."""
    text = " ".join(text.split()) or "…"
    if len(text) <= most:
        return text
    head = text[: most - 1]
    space = head.rfind(" ")
    return f"{head[:space] if space > most // 2 else head}…"


def pieces(lines: list[str], most: int) -> list[str]:
    """Lines joined into texts of at most ``most`` characters, broken at line ends; a line that is longer is broken itself."""
    found: list[str] = []
    current = ""
    for line in lines:
        for part in [line[at : at + most] for at in range(0, len(line), most)] or [""]:
            joined = f"{current}\n{part}" if current else part
            if len(joined) > most:
                found.append(current)
                current = part
            else:
                current = joined
    return [*found, current] if current.strip() else found
