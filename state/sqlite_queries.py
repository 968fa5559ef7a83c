"""The SQLite store's statements, read once from ``sql/sqlite/queries.sql``. Nothing but the reading lives here."""

from __future__ import annotations

import re
from importlib.resources import files

_NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)
_COMMENT = re.compile(r"^--.*$", re.MULTILINE)


def parse(text: str) -> dict[str, str]:
    """The statements of a text by name, without comments. Raises ValueError for a name that stands twice."""
    pieces = _NAME.split(text)
    found: dict[str, str] = {}
    for name, body in zip(pieces[1::2], pieces[2::2], strict=True):
        if name in found:
            raise ValueError(f"the statement {name} stands twice")
        found[name] = " ".join(_COMMENT.sub("", body).split()).rstrip(";")
    return found


SQL = parse(files("state").joinpath("sql/sqlite/queries.sql").read_text(encoding="utf-8"))
"""Statement by name. A name that is not there fails when the module that uses it is imported."""
