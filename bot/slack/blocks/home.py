"""A Home as a view: its shelves as blocks, each shelf's presses bound to its programme; never more than Slack takes."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.slack import limits
from bot.slack.blocks.message import FOLDED, Renderer
from bot.slack.blocks.shapes import Block, mrkdwn_text
from flows.engine.screens.home import NOWHERE
from flows.model.screens import Home

ROOM = limits.VIEW_BYTES - 1_000
"""Bytes for blocks; the rest is for what is around them."""


def home(made: Home, locale: str = "en_GB") -> Block:
    """The view. Nobody is notified by a view, so people are mentioned as Slack mentions."""
    renderer = Renderer(NOWHERE, locale, {})
    blocks = [block for shelf in made.shelves for block in renderer.shelf(shelf.programme, shelf.parts)]
    fitting = _fitting(blocks)
    if len(fitting) < len(blocks):
        fitting.append({"type": "context", "elements": [mrkdwn_text(FOLDED)]})
    return {"type": "home", "blocks": fitting}


def _fitting(blocks: Sequence[Block]) -> list[Block]:
    """The first blocks, as many as fit with one more below them where some do not."""
    room, kept = ROOM, 0
    for block in blocks:
        room -= len(json.dumps(block)) + 2
        if room < 0:
            break
        kept += 1
    return list(blocks[: kept if kept <= limits.BLOCKS_VIEW else limits.BLOCKS_VIEW - 1])
