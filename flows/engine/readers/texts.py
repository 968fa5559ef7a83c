"""Free text. It is kept as it was written; only its length can be wrong."""

from __future__ import annotations

from flows.engine.readers.heard import Heard, Nonsense, Read
from flows.engine.readers.wording import Said
from flows.model.effects import Note
from flows.model.values import Text

MOST_TEXT = 3_000


def read_text(said: Said, hedged: bool) -> Heard:
    """The text as it was written, without unseen characters. ``hedged``: it said so itself ("I think")."""
    if len(said.whole) > MOST_TEXT:
        return Nonsense(Note("reading.text.long", {"count": len(said.whole), "most": MOST_TEXT}))
    return Read(Text(said.whole), hedged=hedged)
