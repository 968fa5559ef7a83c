"""Who a screen talks about: found in its lines, so that they can be named without being notified."""

from __future__ import annotations

from collections.abc import Iterator

from flows.model.effects import Mention
from flows.model.ids import PersonId
from flows.model.screens import Buttons, Line, Listed, Part, Prose, Quiet, Row, Screen, Table


def talked_about(screen: Screen) -> frozenset[PersonId]:
    """The people whom a screen mentions without calling them, on its presses too."""
    lines = (line for part in screen.parts for line in _lines(part))
    return frozenset(span.person for line in lines for span in line if isinstance(span, Mention) and not span.call)


def _lines(part: Part) -> Iterator[Line]:
    if isinstance(part, Buttons):
        yield from (button.named for button in part.buttons)
    elif isinstance(part, Prose | Quiet | Row | Listed):
        yield from part.lines
    elif isinstance(part, Table):
        yield from (line for row in part.rows for line in row)
