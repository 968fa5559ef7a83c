"""Free text to what was meant, by answer kind. Pure: time, zone, locale, rows and names are passed in. Libraries that are slow to
import are imported where they are needed."""

from flows.engine.readers.heard import (
    Amend,
    Aside,
    Command,
    Context,
    Heard,
    Nobody,
    Nonsense,
    Offer,
    Pass,
    Read,
    Talk,
    Unclear,
    Word,
)
from flows.engine.readers.reading import (
    asks_nobody,
    asks_to_change,
    asks_to_share,
    greets,
    is_talk,
    read,
    read_word,
    tells_of_leak,
    tells_of_sharing,
)

__all__ = [
    "Amend",
    "Aside",
    "Command",
    "Context",
    "Heard",
    "Nobody",
    "Nonsense",
    "Offer",
    "Pass",
    "Read",
    "Talk",
    "Unclear",
    "Word",
    "asks_nobody",
    "asks_to_change",
    "asks_to_share",
    "greets",
    "is_talk",
    "read",
    "read_word",
    "tells_of_leak",
    "tells_of_sharing",
]
