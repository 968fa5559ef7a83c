"""Values to bytes and back: compact JSON that says which version of its kind it is. The only home of stored shapes.

A document is one JSON object whose first key is ``v``, the version of its kind. A change of a model value that old
documents cannot be read with (a field renamed, a new one without a default) adds an upcaster to its kind's line below:
a function from the document as version n wrote it to what version n + 1 would have written. Documents are upcast when
read, and written anew only when their value changes; so nothing is migrated in bulk, and a program that is one version
behind fails with
:class:`state.errors.DocumentNewer` instead of losing what it does not know.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

import msgspec

from flows.model.effects import Effect, Entry, Reply
from flows.model.flow import Flow
from flows.model.programme import Action, Item, Programme
from flows.model.reminders import Habits
from flows.model.session import Answer, Session
from state.errors import DocumentDamaged, DocumentNewer

T = TypeVar("T")

JsonDocument = dict[str, Any]
"""A document as JSON has it, between two versions. Lives only inside a codec and its upcasters."""

Upcaster = Callable[[JsonDocument], JsonDocument]
"""From a document of one version to that of the next. May change its argument; need not set ``v``."""

_encoder = msgspec.json.Encoder()


class _Versioned(msgspec.Struct):
    """The least that is read of a document to know its version."""

    v: int


_peek = msgspec.json.Decoder(_Versioned)


class Codec(Generic[T]):
    """Encodes and decodes one kind of document. Its version is one more than the number of its upcasters.

    :param kind: what messages call it
    :param shape: the msgspec type, or a union of tagged ones; no such type may have a field ``v``
    :param upcasters: the first takes version 1 to 2, and so on
    """

    def __init__(self, kind: str, shape: object, upcasters: tuple[Upcaster, ...] = ()) -> None:
        self.kind = kind
        self.version = len(upcasters) + 1
        self._shape = shape
        self._upcasters = upcasters
        self._head = b'{"v":%d' % self.version
        self._decoder: msgspec.json.Decoder[T] = msgspec.json.Decoder(shape)

    def encode(self, value: T) -> bytes:
        """The value as a document of the current version."""
        body = _encoder.encode(value)
        return self._head + (b"}" if body == b"{}" else b"," + body[1:])

    def decode(self, document: bytes) -> T:
        """The value of a document, upcast where it is of an older version.

        Raises DocumentNewer for one that this program cannot know, DocumentDamaged for what is no document of this
        kind.
        """
        try:
            if document.startswith((self._head + b",", self._head + b"}")):
                return self._decoder.decode(document)
            return self._upcast(document)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise DocumentDamaged(self.kind) from error

    def _upcast(self, document: bytes) -> T:
        version = _peek.decode(document).v
        if version > self.version:
            raise DocumentNewer(f"{self.kind}, version {version}, known up to {self.version}")
        if version < 1:
            raise DocumentDamaged(f"{self.kind}, version {version}")
        moved: JsonDocument = msgspec.json.decode(document)
        for upcaster in self._upcasters[version - 1 :]:
            moved = upcaster(moved)
        return msgspec.convert(moved, self._shape)  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]


PROGRAMME: Codec[Programme] = Codec("programme", Programme)
SESSION: Codec[Session] = Codec("session", Session)
ANSWER: Codec[Answer] = Codec("answer", Answer)
ITEM: Codec[Item] = Codec("register item", Item)
ACTION: Codec[Action] = Codec("action", Action)
ENTRY: Codec[Entry] = Codec("audit entry", Entry)
EFFECT: Codec[Effect] = Codec("effect", Effect)
REPLY: Codec[Reply] = Codec("reply", Reply)
HABITS: Codec[Habits] = Codec("habits", Habits)
FLOW: Codec[Flow] = Codec("flow", Flow)
