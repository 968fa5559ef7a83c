"""Secrecy at rest: what a team told us lies in the store sealed. The only home of the cipher; knows no rows and no files.

A sealed document is ``01``, the id of its key (4 bytes), a random nonce (24), and the document encrypted and
authenticated (XChaCha20-Poly1305, 16 bytes more than the document). It opens only under its own key and only at its own
place: what kind it is, whom it belongs to and in which row it lies are authenticated with it. A document of ours begins
with ``{``, so the first byte tells what is sealed.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TypeVar

from nacl.exceptions import CryptoError
from nacl.secret import Aead

from state.codec import Codec
from state.errors import DocumentDamaged, DocumentError, DocumentSealed, KeyUnusable

T = TypeVar("T")

MARK = b"\x01"
"""What a sealed document begins with."""

KEY_BYTES = Aead.KEY_SIZE
_ID_BYTES = 4
_HEAD = len(MARK) + _ID_BYTES


@dataclass(frozen=True, slots=True)
class Key:
    """A key and its id, by which it may be named: from the id nothing of the key can be told."""

    id: str
    box: Aead = field(repr=False)

    @property
    def mark(self) -> bytes:
        """What documents sealed with this key begin with."""
        return MARK + bytes.fromhex(self.id)


def key_of(secret: bytes) -> Key:
    """A key from its 32 bytes."""
    return Key(blake2b(secret, digest_size=_ID_BYTES, person=b"ringfence key id").hexdigest(), Aead(secret))


def parse_keys(words: Iterable[str], about: object) -> tuple[Key, ...]:
    """Keys as an operator gives them: 32 bytes each, in base64.

    :param about: where they come from, for the error
    :raises KeyUnusable: for one that is no such key, or where there is none at all
    """
    keys: list[Key] = []
    for word in words:
        try:
            secret = b64decode(word.strip().translate(str.maketrans("-_", "+/")), validate=True)
        except ValueError as error:
            raise KeyUnusable(about) from error
        if len(secret) != KEY_BYTES:
            raise KeyUnusable(about)
        keys.append(key_of(secret))
    if not keys:
        raise KeyUnusable(about)
    return tuple(keys)


class Seal:
    """Seals documents with the first of its keys, and opens what was sealed with any of them.

    Without a key it leaves documents as they are. Never changed; used from several threads.
    """

    __slots__ = ("_by_id", "keys")

    def __init__(self, keys: tuple[Key, ...] = ()) -> None:
        self.keys = keys
        self._by_id = {bytes.fromhex(key.id): key.box for key in keys}

    @property
    def newest(self) -> Key | None:
        """The key that seals."""
        return self.keys[0] if self.keys else None

    def opens(self, key: str) -> bool:
        """Whether the key of that id is here."""
        return any(one.id == key for one in self.keys)

    def close(self, document: bytes, kind: str, of: str | int, row: object = "") -> bytes:
        """A document as it may lie on a disk.

        :param of: whom it belongs to: a workspace, or the number of a programme
        :param row: which of that one's rows of this kind it is
        """
        if not self.keys:
            return document
        key = self.keys[0]
        return key.mark + key.box.encrypt(document, _place(kind, of, row))

    def open(self, stored: bytes, kind: str, of: str | int, row: object = "") -> bytes:
        """The document that was sealed at this place; one that is not sealed, as it is.

        :raises DocumentSealed: if its key is not here
        :raises DocumentDamaged: if it is not what was sealed, or was sealed at another place
        """
        if stored[:1] != MARK:
            return stored
        box = self._by_id.get(stored[1:_HEAD])
        if box is None:
            raise DocumentSealed(f"{_named(kind, of, row)}, key {stored[1:_HEAD].hex()}")
        try:
            return box.decrypt(stored[_HEAD:], _place(kind, of, row))
        except (CryptoError, ValueError) as error:
            raise DocumentDamaged(_named(kind, of, row)) from error

    def write(self, codec: Codec[T], value: T, of: str | int, row: object = "") -> bytes:
        """A value as a sealed document; see :meth:`close`."""
        return self.close(codec.encode(value), codec.kind, of, row)

    def read(self, codec: Codec[T], stored: bytes, of: str | int, row: object = "") -> T:
        """The value of a sealed document; see :meth:`open`. Raises DocumentError, naming the row."""
        document = self.open(stored, codec.kind, of, row)
        try:
            return codec.decode(document)
        except DocumentError as error:
            raise type(error)(f"{error.about}; {_named(codec.kind, of, row)}") from error


PLAIN = Seal()
"""Without a key: for measurements, and for stores that hold nothing of anybody's."""


def _place(kind: str, of: str | int, row: object) -> bytes:
    return f"{kind}\n{of}\n{row}".encode()


def _named(kind: str, of: str | int, row: object) -> str:
    """A row as an error names it: by ids, never by content."""
    return f"{kind} {row} of {of}" if row != "" else f"{kind} of {of}"
