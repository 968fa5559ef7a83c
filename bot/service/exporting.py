"""Everything of a programme as one JSON file, readable without us: for the owner or counsel."""

from __future__ import annotations

import msgspec

from flows.engine.own import unworded
from flows.model.session import Session
from state.records import Everything

FORMAT = 1
"""The version of this file's shape; it goes up when a reader of it would have to change."""


def export_json(everything: Everything, *, counsels: bool) -> bytes:
    """The file's bytes: UTF-8 JSON, indented, keys in the order of the model. ``counsels``: with the words of counsel's own questions and of their
    answers, which are for counsel alone; else it holds who asked whom and when."""
    sessions = everything.sessions if counsels else tuple(_unworded(session) for session in everything.sessions)
    document = {
        "format": FORMAT,
        "programme": everything.programme,
        "sessions": sessions,
        "registers": everything.items,
        "actions": everything.actions,
        "history": everything.entries,
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2)


def _unworded(session: Session) -> Session:
    return msgspec.structs.replace(session, own=tuple(map(unworded, session.own)))
