"""A person under a made-up name in all that is kept of one programme: every document of it, in one transaction."""

from __future__ import annotations

import sqlite3
from typing import Any, TypeVar

from flows.model.ids import PersonId, ProgrammeId, split_programme
from state.codec import ACTION, ANSWER, EFFECT, ENTRY, ITEM, PROGRAMME, REPLY, SESSION, Codec
from state.pseudonyms import Pseudonym, holds_all
from state.seal import Seal
from state.sqlite_queries import SQL

T = TypeVar("T")


def drop_claims(rows: sqlite3.Connection, person: PersonId, of: str) -> None:
    """Drop the keys made of somebody's id and that of a programme or workspace: what they kept from happening twice is done."""
    for (key,) in rows.execute(SQL["claims_holding"], (person, of)).fetchall():
        if holds_all(key, person, of):
            rows.execute(SQL["drop_claim"], (key,))


class Disguise:
    """Puts a made-up name into the documents of a programme, as they lie in its rows."""

    def __init__(self, rows: sqlite3.Connection, seal: Seal, pseudonym: Pseudonym) -> None:
        self._rows, self._seal, self._pseudonym = rows, seal, pseudonym

    def put_into(self, programme: ProgrammeId) -> None:
        """All of a programme; nothing where there is none. Raises DocumentError for what does not open, and then nothing is changed."""
        head = self._rows.execute(SQL["head"], (programme,)).fetchone()
        if head is None:
            return
        pk, _, doc = head
        self._write("reseal_programme", pk, self._new(PROGRAMME, doc, pk))
        for session, key, stored in self._found("sessions", pk):
            self._write("reseal_session", key, self._new(SESSION, stored, pk, session))
            for answer, spot, given in self._found("answer_documents", key):
                self._write("reseal_answer", answer, self._new(ANSWER, given, pk, f"{key}:{spot}"))
        for name, stored in self._found("items", pk):
            self._rows.execute(SQL["save_item"], (pk, name, self._new(ITEM, stored, pk, name)))
        for name, stored in self._found("actions", pk):
            self._rows.execute(SQL["save_action"], (pk, name, self._new(ACTION, stored, pk, name)))
        for entry, at, stored in self._found("entry_documents", pk):
            self._write("reseal_entry", entry, self._new(ENTRY, stored, pk, at))
        drop_claims(self._rows, self._pseudonym.person, programme)
        self._follow(programme)
        person, stands = self._pseudonym.person, self._pseudonym.stands
        self._rows.execute(SQL["disguise_dues"], (stands, pk, person))
        self._rows.execute(SQL["count_turn"], (None, None, True, pk))

    def _follow(self, programme: ProgrammeId) -> None:
        """What was replied and what is on its way."""
        team, _ = split_programme(programme)
        for key, stored in self._found("replies_of", programme):
            self._write("reseal_reply", key, self._new(REPLY, stored, team, key))
        for number, lane, stored in self._found("effects_of", programme):
            self._write("reseal_effect", number, self._new(EFFECT, stored, team, lane))

    def _found(self, statement: str, of: int | str) -> list[tuple[Any, ...]]:
        return self._rows.execute(SQL[statement], (of,)).fetchall()

    def _write(self, statement: str, place: int | str, document: bytes) -> None:
        self._rows.execute(SQL[statement], (place, document))

    def _new(self, codec: Codec[T], stored: bytes, of: int | str, row: object = "") -> bytes:
        return self._seal.write(codec, self._pseudonym.value(codec, self._seal.read(codec, stored, of, row)), of, row)
