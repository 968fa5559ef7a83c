"""The port by which questions are answered from the content: what finds passages by the words of a question."""

from __future__ import annotations

from typing import Protocol

from flows.model.passage import Found, Passage, Sought


class Finder(Protocol):
    """Finds passages of our own content by the words of a question. Holds nothing of what a team said, and keeps no question."""

    def find(self, sought: Sought, most: int) -> Found:
        """The passages that answer best, the best first."""
        ...

    def passage(self, name: str) -> Passage | None:
        """The passage of that id; None where the content has it no more."""
        ...


class NothingFound:
    """Implements `Finder` where there is nothing to find: for a desk that nobody asks."""

    def find(self, sought: Sought, most: int) -> Found:
        """Nothing."""
        return Found()

    def passage(self, name: str) -> Passage | None:
        """None."""
        return None
