"""A programme that goes by another id, because its channel does: every row that names it, in one transaction."""

from __future__ import annotations

import sqlite3

import msgspec

from flows.model.ids import ChannelId, ProgrammeId, programme_id, split_programme
from state.codec import PROGRAMME, SESSION
from state.parts import renamed_head
from state.seal import Seal
from state.sqlite_queries import SQL


def move(rows: sqlite3.Connection, seal: Seal, programme: ProgrammeId, to: ChannelId) -> bool:
    """Let a programme go by the id of the channel ``to``; False, with nothing changed, where that cannot be."""
    team, channel = split_programme(programme)
    new = programme_id(team, to)
    head = rows.execute(SQL["head"], (programme,)).fetchone()
    if head is None or rows.execute(SQL["head"], (new,)).fetchone() is not None:
        return False
    pk, _, doc = head
    moved = renamed_head(seal.read(PROGRAMME, doc, pk), new, to)
    rows.execute(SQL["move_head"], (new, seal.write(PROGRAMME, moved, pk), pk))
    for name, session, told in rows.execute(SQL["sessions"], (pk,)).fetchall():
        one = msgspec.structs.replace(seal.read(SESSION, told, pk, name), programme=new)
        rows.execute(SQL["move_session"], (seal.write(SESSION, one, pk, name), session))
    rows.execute(SQL["move_postings"], (new, programme))
    rows.execute(SQL["move_replies"], (new, programme))
    rows.execute(SQL["move_addresses"], (to, pk, channel))
    rows.execute(SQL["move_held"], (to, team, channel))
    for name in ("move_notes_clear", "move_notes_led", "move_notes", "move_notes_lead"):
        rows.execute(SQL[name], (new, programme))
    return True
