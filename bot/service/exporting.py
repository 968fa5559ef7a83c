"""Everything of a programme as one JSON file, readable without us: for the owner or counsel."""

from __future__ import annotations

import msgspec

from state.records import Everything

FORMAT = 1
"""The version of this file's shape; it goes up when a reader of it would have to change."""


def export_json(everything: Everything) -> bytes:
    """The file's bytes: UTF-8 JSON, indented, keys in the order of the model."""
    document = {
        "format": FORMAT,
        "programme": everything.programme,
        "sessions": everything.sessions,
        "registers": everything.items,
        "actions": everything.actions,
        "history": everything.entries,
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2)
