"""Word documents as whoever gets them would open them."""

from __future__ import annotations

import io

from docx import Document
from docx.document import Document as Opened

_WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(content: bytes) -> Opened:
    """What was uploaded, opened."""
    return Document(io.BytesIO(content))


def saved(document: Opened) -> bytes:
    """The same, saved again."""
    into = io.BytesIO()
    document.save(into)
    return into.getvalue()


def boxes(document: Opened) -> list[str]:
    """The labels of what can be ticked and is not."""
    empty = [box for box in document.element.iter(f"{_WORDS}sdt") if "\N{BALLOT BOX}" in "".join(box.itertext())]
    return [alias.get(f"{_WORDS}val") for box in empty for alias in box.iter(f"{_WORDS}alias")]


def all_text(document: Opened) -> str:
    """Every word of it, its title among its properties included."""
    body = "\n".join("".join(part.itertext()) for part in document.element.iter(f"{_WORDS}p"))
    about = document.core_properties
    return "\n".join((body, about.title, about.author, about.comments, about.last_modified_by))
