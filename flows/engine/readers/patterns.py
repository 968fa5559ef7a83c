"""Regular expressions that are compiled when they are first looked for: a hundred of them at import would be a tenth of a start."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property

Found = re.Match[str]


class Pattern:
    """One regular expression, with those methods of `re.Pattern` that the readers use."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern = pattern
        self._flags = flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self._flags)

    def match(self, text: str) -> Found | None:
        """Where it stands at the beginning."""
        return self._compiled.match(text)

    def fullmatch(self, text: str) -> Found | None:
        """Where it is all of the text."""
        return self._compiled.fullmatch(text)

    def search(self, text: str, at: int = 0) -> Found | None:
        """Where it first stands, looked for from the character ``at``."""
        return self._compiled.search(text, at)

    def finditer(self, text: str) -> Iterator[Found]:
        """Wherever it stands."""
        return self._compiled.finditer(text)

    def split(self, text: str) -> list[str]:
        """What stands between."""
        return self._compiled.split(text)

    def sub(self, new: str | Callable[[Found], str], text: str, count: int = 0) -> str:
        """The text with it replaced: everywhere, or so often."""
        return self._compiled.sub(new, text, count)
