"""A person by another name, in documents as they are stored. Pure; no rows here.

Wherever somebody stands in a document, by id, mentioned in what was written, or by a name that is given, a made-up name stands afterwards. It is
done on JSON and not on values, so that no kind of document and no field of one can be left out.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, TypeVar, cast

import msgspec

from flows.model.ids import PersonId
from state.codec import Codec, JsonDocument

T = TypeVar("T")

_NOBODYS = frozenset({"zone"})
"""Keys of what nobody wrote and a name may look like: Europe/London is no person of that name."""


def holds_all(key: str, *ids: str) -> bool:
    """Whether a key is made of all of these ids and more, each as a whole: U1 is not in U10."""
    return all(re.search(_whole(one), key) for one in ids)


def _whole(word: str) -> str:
    """The pattern of an id that stands by itself."""
    return rf"(?<![A-Za-z0-9]){re.escape(word)}(?![A-Za-z0-9])"


class Pseudonym(msgspec.Struct, frozen=True, dict=True):
    """Somebody's made-up name. ``stands``: what stands in place of the id ``person``, and of the ``names`` by which people write of them."""

    person: PersonId
    stands: PersonId
    names: tuple[str, ...] = ()

    @cached_property
    def _said(self) -> re.Pattern[str]:
        ways = (rf"<@{re.escape(self.person)}(?:\|[^>]*)?>", _whole(self.person))
        return re.compile("|".join((*ways, *(rf"(?<!\w){re.escape(name)}(?!\w)" for name in self.names))))

    def of(self, document: bytes) -> bytes:
        """A document in which they stand by that name."""
        return msgspec.json.encode(self._in(msgspec.json.decode(document)))

    def value(self, codec: Codec[T], value: T) -> T:
        """A value in which they do."""
        return codec.decode(self.of(codec.encode(value)))

    def is_in(self, text: str) -> bool:
        """Whether they stand in a text by id or name."""
        return self._said.search(text) is not None

    def _in(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._said.sub(self.stands, value)
        if isinstance(value, list):
            return [self._in(one) for one in cast("list[Any]", value)]
        if isinstance(value, dict):
            pairs = cast("JsonDocument", value).items()
            return {self._in(key): one if key in _NOBODYS else self._in(one) for key, one in pairs}
        return value
