"""How written words are made comparable: unseen characters, emphasis, links, emoji, accents and case. Nothing here knows what words mean."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from flows.engine.readers.patterns import Pattern

MOST_READ = 4_000
"""Characters of a reply that are looked at; only a text answer may be longer, to be counted."""

_LINE_ENDS = Pattern(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_LINK = Pattern(r"<((?:https?|mailto|tel):[^|<>\s]{1,2000})(?:\|([^<>\n]{0,300}))?>")
_CHANNEL = Pattern(r"<#[CG][A-Z0-9]{1,20}(?:\|([^<>\n]{0,100}))?>")
_BROADCAST = Pattern(r"<!([a-z]{1,20})(?:\^[A-Z0-9]{1,20})?(?:\|[^<>\n]{0,100})?>")
_STRUCK = Pattern(r"(?<![\w*~`])~(?=\S)[^\n~]{1,300}(?<=\S)~(?![\w*~`])")
_EMPHASIS = Pattern(r"(?<![\w*`])([*_]|`{1,3})(?=\S)([^\n]{1,300}?)(?<=\S)\1(?![\w*`])")
_SHORTCODE = Pattern(r":([a-z0-9_+'-]{1,60}):(?::skin-tone-\d:)?")
_JOINERS = "\u200c\u200d"
# Letters that Unicode does not take apart into a base and a mark, yet people type without the stroke.
_STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "\u0131": "i", "æ": "ae", "œ": "oe", "þ": "th"})
_APOSTROPHES = frozenset("'’‘`\u02bc\u00b4")


@dataclass(frozen=True, slots=True)
class Said:
    """A reply made readable. ``text`` keeps case, lines and mentions; ``key`` is one line to compare by; ``signs`` are its emoji.

    ``whole`` is the reply as it was written, without unseen and control characters, never cut.
    """

    whole: str
    text: str
    key: str
    signs: tuple[str, ...]


@lru_cache(maxsize=1)
def hear(reply: str) -> Said:
    """A reply as typed, made readable. The last is remembered: it is heard for a word of command, and then for an answer."""
    whole = clean(reply).strip()
    bare = unwrap(whole[:MOST_READ]).strip()
    signs = tuple(_signs(bare))
    text = _SHORTCODE.sub(" ", bare).strip() if signs else bare
    return Said(whole, text, key(text), signs)


def again(said: Said, text: str) -> Said:
    """The same reply, to be read as ``text`` only (a doubt or a lead-in was taken off)."""
    return said if text == said.text else Said(said.whole, text, key(text), said.signs)


def clean(text: str) -> str:
    """Without control characters, half surrogates and invisible marks; line ends as ``\\n``. Joiners inside words stay: scripts need them."""
    return "".join(filter(_visible, _LINE_ENDS.sub("\n", text)))


def _visible(char: str) -> bool:
    if char.isascii():
        return char >= " " or char in "\n\t"
    return char in _JOINERS or unicodedata.category(char) not in ("Cc", "Cf", "Cs")


def unwrap(text: str) -> str:
    """Slack's links as their words, without emphasis marks and without what was struck out. Mentions of people stay as they are."""
    text = _LINK.sub(lambda found: found[2] or found[1], text)
    text = _CHANNEL.sub(lambda found: f"#{found[1] or 'channel'}", text)
    text = _BROADCAST.sub(r"@\1", text)
    text = _STRUCK.sub(" ", text)
    for _ in range(3):  # *_`so`_* nests three deep in practice
        text = _EMPHASIS.sub(r"\2", text)
    return text


def key(text: str) -> str:
    """Words to compare by: lower case, no accents, no punctuation but ``+`` and ``#``, apostrophes closed up ("don't" is "dont")."""
    # One Arabic ligature folds to 18 letters: what is cut here is no phrase of anybody's.
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_STROKES)[
        :MOST_READ
    ]
    return " ".join("".join(map(_plain, folded)).split())


@lru_cache(maxsize=4_096)
def _plain(char: str) -> str:
    if char.isascii():
        return char if char.isalnum() or char in "+#" else "" if char in _APOSTROPHES else " "
    if char in _APOSTROPHES or "\u0300" <= char <= "\u036f" or "\ufe00" <= char <= "\ufe0f" or char == "\u20e3":
        return ""
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category == "Cf":
        return ""
    return char if category[0] in "LMN" else " "


def _signs(text: str) -> list[str]:
    """Emoji of a text: shortcodes by name, characters as they are, skin tones left out."""
    names = [found[1] for found in _SHORTCODE.finditer(text) if not found[1].isdecimal()]
    return names + [char for char in _SHORTCODE.sub(" ", text) if unicodedata.category(char) == "So"]


def phrases(*texts: str) -> frozenset[str]:
    """A table of phrases, each by its key, so that it can be written as people write."""
    return frozenset(key(text) for text in texts)
