"""A Home as a view: its shelves as blocks, each shelf's presses bound to its programme; never more than a hundred blocks."""

from __future__ import annotations

from bot.slack import limits
from bot.slack.blocks.message import FOLDED, Renderer
from bot.slack.blocks.shapes import Block, mrkdwn_text
from flows.engine.screens.home import NOWHERE
from flows.model.screens import Home


def home(made: Home, locale: str = "en_GB") -> Block:
    """The view. Nobody is notified by a view, so people are mentioned as Slack mentions."""
    renderer = Renderer(NOWHERE, locale, {})
    blocks = [block for shelf in made.shelves for block in renderer.shelf(shelf.programme, shelf.parts)]
    if len(blocks) > limits.BLOCKS_VIEW:
        folded = {"type": "context", "elements": [mrkdwn_text(FOLDED)]}
        blocks = [*blocks[: limits.BLOCKS_VIEW - 1], folded]
    return {"type": "home", "blocks": blocks}
