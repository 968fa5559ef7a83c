"""Block Kit as typed dictionaries: the shapes that we send, and small builders for the texts within them."""

from __future__ import annotations

from typing import Any, TypeAlias

from bot.slack.blocks.markup import cut

Block: TypeAlias = dict[str, Any]
"""One block or element, as JSON. The renderer is the only writer; `limits` and the tests hold every one to Slack's rules."""


def plain_text(text: str, most: int) -> Block:
    """A plain text object."""
    return {"type": "plain_text", "text": cut(text, most), "emoji": False}


def mrkdwn_text(text: str) -> Block:
    """A mrkdwn text object; ``verbatim`` keeps Slack from turning words into links and channels."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def option(value: str, label: str, description: str = "") -> Block:
    """An option of a menu."""
    made: Block = {"text": plain_text(label, 75), "value": value}
    if description:
        made["description"] = plain_text(description, 75)
    return made
