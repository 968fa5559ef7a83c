"""How much is known, and how good that is, in one wording for the card, Home, the digest and the scorecards: a figure never stands without
what it is a figure of, and there is none where too little is known for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from flows.engine.screens.wording import text
from flows.model.screens import Line
from flows.rules.readiness import Readiness


def known_line(texts: Mapping[str, str], found: Readiness) -> Line:
    """A readiness with how many of its points are known; only these where they are too few; nothing where nothing is weighed."""
    if not found.total:
        return ()
    return points_line(texts, "readiness", found.told, found.known, found.total)


def points_line(
    texts: Mapping[str, str], what: Literal["readiness", "score"], percent: int | None, known: int, total: int
) -> Line:
    """The same of any figure that is already reckoned; ``percent`` is None where too little is known."""
    if percent is None:
        return text(texts, f"known.{what}.few", known=known, total=total, open=total - known)
    return text(texts, f"known.{what}.figure", percent=percent, known=known, total=total)
