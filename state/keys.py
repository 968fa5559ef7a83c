"""Key files: where the keys of a store lie when the environment does not give them. The only module that makes keys.

A key file holds a key a line, in base64, the newest first; empty lines and lines that begin with ``#`` say nothing. Only
its owner may read it.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from base64 import b64encode
from collections.abc import Generator
from pathlib import Path

from nacl.utils import random

from state.errors import KeyExposed, KeyMissing
from state.seal import KEY_BYTES, Seal, parse_keys

MODE = 0o600
OTHERS = 0o077
"""The rights of a file that nobody but its owner should have."""

HEAD = """\
# The keys of a Ringfence store; the first seals, all of them open. Whoever has this file can read the store, and without
# it nobody can. Keep a copy of it, apart from the copies of the store.
"""


def key_beside(database: Path) -> Path:
    """The key file of a store for which none was named."""
    return database.with_name(f"{database.name}.key")


def read_keys(path: Path) -> Seal:
    """The keys of a file.

    :raises KeyMissing: if there is none, or it may not be read
    :raises KeyExposed: if others than its owner may read it or write to it
    :raises KeyUnusable: if it holds anything but keys
    """
    return Seal(parse_keys(_words(path), path))


def make_keys(path: Path) -> None:
    """Make a key file with one new key. Leaves one that is there already as it is: of two that race, one makes it.

    :raises KeyMissing: if it cannot be written
    """
    with _told(path):
        made = _written(path, f"{HEAD}{_new()}\n")
        try:
            os.link(made, path)
        except FileExistsError:
            return
        finally:
            made.unlink()
        _settle(path.parent)


def add_key(path: Path) -> None:
    """Put a new key before those of a file, in one step.

    :raises KeyMissing: if there is no such file, or it cannot be written
    :raises KeyExposed: see :func:`read_keys`
    :raises KeyUnusable: see :func:`read_keys`
    """
    words = _words(path)
    parse_keys(words, path)
    with _told(path):
        made, before = _written(path, HEAD + "".join(f"{word}\n" for word in (_new(), *words))), path.stat()
        if before.st_uid != os.geteuid():
            os.chown(
                made, before.st_uid, before.st_gid
            )  # by root: the bot's user would find a file that it may not read
        os.replace(made, path)
        _settle(path.parent)


def _new() -> str:
    return b64encode(random(KEY_BYTES)).decode()


def _words(path: Path) -> list[str]:
    with _told(path):
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_mode & OTHERS:
                raise KeyExposed(path)
            text = file.read().decode(errors="replace")
    return [word for line in text.splitlines() if (word := line.strip()) and not word.startswith("#")]


def _written(path: Path, text: str) -> Path:
    """A new file beside ``path``, of mode 0600, on the disk."""
    number, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    with open(number, "w", encoding="utf-8") as file:
        os.fchmod(number, MODE)
        file.write(text)
        file.flush()
        os.fsync(number)
    return Path(name)


def _settle(folder: Path) -> None:
    """See that a new name in a folder is on the disk: a key that is lost takes the store with it."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@contextlib.contextmanager
def _told(path: Path) -> Generator[None]:
    """What the system refuses becomes ours."""
    try:
        yield
    except OSError as error:
        raise KeyMissing(path) from error
