"""Which keys sealed a SQLite store: asked before anything is read or written, and told when a new key comes.

Every key that may have sealed something has a row of its id and of a proof, the id sealed with it.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from state.errors import StoreSealed
from state.migrations import opened, size_of
from state.seal import Seal
from state.sqlite_queries import SQL

SEALS, ADD_SEAL = SQL["seals"], SQL["add_seal"]

PROOF = "proof"


def admit(rows: sqlite3.Connection, seal: Seal, path: Path) -> None:
    """See that every key of a store is given, and write the newest down if it is new to the store.

    Runs inside a transaction that writes. Raises StoreSealed, before anything is written, for a key that is not given;
    DocumentDamaged for one whose proof does not open.
    """
    known = check(rows, seal, path)
    if seal.newest is not None and seal.newest.id not in known:
        key = seal.newest.id
        rows.execute(ADD_SEAL, (key, seal.close(key.encode(), PROOF, key)))


def check(rows: sqlite3.Connection, seal: Seal, path: Path) -> set[str]:
    """The ids of a store's keys, all of which are given; see :func:`admit`."""
    found: list[tuple[str, bytes]] = rows.execute(SEALS).fetchall()
    for key, proof in found:
        if not seal.opens(key):
            raise StoreSealed(f"{path} (key {key})")
        seal.open(proof, PROOF, key)
    return {key for key, _ in found}


def refuse_sealed(path: Path) -> None:
    """Raise StoreSealed if the store at ``path`` was sealed with any key: then none must be made for it. Blocks."""
    if not size_of(path):
        return
    with opened(path) as rows:
        if rows.execute("SELECT 1 FROM sqlite_master WHERE name = 'seals'").fetchone():
            check(rows, Seal(), path)
