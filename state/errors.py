"""What can go wrong with a store, each with what happened and how to mend it. Only errors live here.

RingfenceError                  (flows.model.errors)
└── StoreError
    ├── StoreUnavailable        they are down: nothing was kept, trying again may help
    │   ├── StoreLocked         another process holds the file
    │   ├── StoreFull           the disk is full
    │   ├── StoreFailing        the disk or the file system reports a fault
    │   └── StoreClosed         the store was closed
    ├── StoreUnusable           the file is not one that this program may use
    │   ├── StoreMissing        its folder does not exist, or may not be entered
    │   │   └── StoreAbsent     there is none, and none is to be made
    │   ├── StoreReadOnly       it may not be written to
    │   ├── StoreCorrupt        it is damaged
    │   ├── StoreForeign        it is a database, but not ours
    │   ├── StoreNewer          it was written by a newer program
    │   ├── StoreOlder          it has migrations to come
    │   └── StoreSealed         it is sealed with a key that was not given
    ├── KeyFault                a key cannot be used
    │   ├── KeyMissing          its file is not there, or may not be read or written
    │   ├── KeyExposed          others may read its file
    │   ├── KeyUnusable         it is no key
    │   └── KeyUntried          no bot has worked with it yet
    ├── DocumentError           one stored value cannot be read
    │   ├── DocumentNewer       it was written by a newer program
    │   ├── DocumentSealed      it is sealed with a key that was not given
    │   └── DocumentDamaged     it is not what its kind should be
    └── Misplaced               the caller's mistake: an outcome saves what is not of its programme

An error class's docstring is its message; ``{about}`` stands for what it is about (mostly a path).
"""

from __future__ import annotations

import inspect
import sqlite3

from flows.model.errors import RingfenceError


class StoreError(RingfenceError):
    """The store could not do what was asked ({about}). Nothing of it was kept."""

    def __init__(self, about: object = "") -> None:
        self.about = str(about)
        words = " ".join(inspect.cleandoc(type(self).__doc__ or "").split())
        super().__init__(words.replace("{about}", self.about))


class StoreUnavailable(StoreError):
    """The store {about} cannot be reached now. Nothing was kept; try again."""


class StoreLocked(StoreUnavailable):
    """Another process holds the store {about} and did not let go in time. Nothing was kept.

    Mend: stop the other process (a second bot, a backup, an open database shell), then try again.
    """


class StoreFull(StoreUnavailable):
    """There is no room left to write to the store {about}. Nothing of this was kept, and nothing kept before is lost.

    Mend: free space on that disk, or move the store to a larger one; then try again.
    """


class StoreFailing(StoreUnavailable):
    """The disk below the store {about} reports a fault. Nothing of this was kept.

    Mend: look at the system's own log for that disk. Copy the store away before repairing anything.
    """


class StoreClosed(StoreUnavailable):
    """The store {about} was closed; nothing more can be kept or read.

    Mend: open it again. Seen while shutting down it is harmless: the sender will tell it again.
    """


class StoreUnusable(StoreError):
    """The store {about} cannot be used as it is."""


class StoreMissing(StoreUnusable):
    """The store {about} can be neither opened nor made.

    Mend: make its folder, and see that this user may write there; or name another place.
    """


class StoreAbsent(StoreMissing):
    """There is no store at {about}.

    Mend: look at RINGFENCE_DATABASE (a path that does not begin with / is meant from the folder you are in), and whether this user may see the file.
    Where there never was one, ``ringfence run`` makes it.
    """


class StoreReadOnly(StoreUnusable):
    """The store {about} may be read but not written to. Nothing was kept.

    Mend: give this user the right to write to the file and to its folder.
    """


class StoreCorrupt(StoreUnusable):
    """The store {about} is damaged, or is no database at all. It was left as it is.

    Mend: move it (and the files beside it that end in -wal and -shm) away, and put the latest backup in its place.
    """


class StoreForeign(StoreUnusable):
    """The file {about} is a database, but not one of Ringfence's. It was left as it is.

    Mend: name another place for the store.
    """


class StoreNewer(StoreUnusable):
    """The store {about} was written by a newer Ringfence than this one. It was left as it is.

    Mend: start the newer version again; or put back the backup that was made before its migration.
    """


class StoreOlder(StoreUnusable):
    """The store {about} is of an older version, and was left as it is.

    Mend: stop every bot that uses it and run ``ringfence migrate``; it makes a backup first.
    """


class StoreSealed(StoreUnusable):
    """The store {about} is sealed with a key that was not given. It was left as it is.

    Mend: give the key of that id again, after the newest, in RINGFENCE_KEY or in the key file; a copy of the key file will
    have it. Without that key nobody can read what was sealed with it.
    """


class KeyFault(StoreError):
    """A key ({about}) cannot be used."""


class KeyMissing(KeyFault):
    """The key file {about} is not there, or may not be read or written. Nothing was sealed or opened.

    Mend: put the copy of it in its place, readable by this user alone; or see that its folder is there and that this user
    may write to it.
    """


class KeyExposed(KeyFault):
    """The key file {about} can be read or changed by others than its owner, and was not used.

    Mend: ``chmod 600`` the file. If somebody may have read it, put a new key in with ``ringfence rekey``.
    """


class KeyUnusable(KeyFault):
    """A key in {about} is not usable: it must be 32 bytes in base64, and there must be one at least.

    Mend: see that it is copied whole. For a new store, ``openssl rand -base64 32`` makes one.
    """


class KeyUntried(KeyFault):
    """No bot has begun to work with the newest key yet ({about}), so one that runs now could not read what it seals.

    Mend: start the bot anew, so that it knows the key; then repeat this.
    """


class DocumentError(StoreError):
    """A stored value ({about}) cannot be read."""


class DocumentNewer(DocumentError):
    """A stored value ({about}) was written by a newer Ringfence than this one. It was left as it is.

    Mend: start the newer version again.
    """


class DocumentSealed(DocumentError):
    """A stored value ({about}) is sealed with a key that was not given. It was left as it is.

    Mend: give the key of that id again, after the newest, and start anew.
    """


class DocumentDamaged(DocumentError):
    """A stored value ({about}) is not what it should be. It was left as it is.

    Mend: put the latest backup in place, and report this with the versions that were in use.
    """


class Misplaced(StoreError):
    """A turn tried to save something that is not of its programme ({about}). Nothing of the turn was kept.

    Mend: this is a mistake of the program; please report it.
    """


# SQLite's primary result codes: https://www.sqlite.org/rescode.html
BY_CODE: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_BUSY: StoreLocked,
    sqlite3.SQLITE_LOCKED: StoreLocked,
    sqlite3.SQLITE_PROTOCOL: StoreLocked,
    sqlite3.SQLITE_FULL: StoreFull,
    sqlite3.SQLITE_IOERR: StoreFailing,
    sqlite3.SQLITE_NOMEM: StoreFailing,
    sqlite3.SQLITE_CANTOPEN: StoreMissing,
    sqlite3.SQLITE_PERM: StoreMissing,
    sqlite3.SQLITE_AUTH: StoreMissing,
    sqlite3.SQLITE_READONLY: StoreReadOnly,
    sqlite3.SQLITE_CORRUPT: StoreCorrupt,
    sqlite3.SQLITE_NOTADB: StoreCorrupt,
}


def of_sqlite(error: sqlite3.Error, about: object) -> StoreError:
    """The store's own error for a driver's; what has no better name is a :class:`StoreError`."""
    code = getattr(error, "sqlite_errorcode", None)
    kind = BY_CODE.get(code & 0xFF, StoreError) if isinstance(code, int) else StoreError
    return kind(about)
