"""What is counted: a port in our own words. Nothing that is counted names a person, a channel, a programme or what somebody wrote."""

from __future__ import annotations

from typing import Protocol


class Meter(Protocol):
    """Counts. Words are names of our own types, or an error's name; never a text."""

    def turn(self, event: str, outcome: str) -> None:
        """A turn was committed. ``event``: the event's kind; ``outcome``: fresh, refused, or repeated (claimed before)."""
        ...

    def taken(self, effect: str, tries: int) -> None:
        """The courier took a posting up; it was tried ``tries`` times before."""
        ...

    def settled(self, effect: str, result: str) -> None:
        """What became of a posting's try: sent, limited, doubt, failed, gone, fault."""
        ...

    def acknowledged(self, kind: str, seconds: float, well: bool) -> None:
        """A request of the messenger was answered, ``well`` or with an error, so long after it was read."""
        ...

    def failed(self, kind: str) -> None:
        """An error, by its name."""
        ...

    def reconnected(self, why: str) -> None:
        """The line to the messenger was replaced: closed, silent."""
        ...


class Unmetered:
    """Counts nothing. Implements `Meter`."""

    def turn(self, event: str, outcome: str) -> None: ...

    def taken(self, effect: str, tries: int) -> None: ...

    def settled(self, effect: str, result: str) -> None: ...

    def acknowledged(self, kind: str, seconds: float, well: bool) -> None: ...

    def failed(self, kind: str) -> None: ...

    def reconnected(self, why: str) -> None: ...
