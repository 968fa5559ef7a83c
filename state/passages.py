"""Full-text search over passages of our content: an index in memory, built once, that holds nothing of what a team said.

Every word of a question is quoted, so that nothing in it is read as a query. Ranked by bm25, the title before the text.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable, Iterable, Sequence

from flows.model.passage import Hit, Passage, Sought

MOST_WORDS = 16
"""Words of a question that are looked for; more of them say nothing more."""
LOOKED_AT = 40
"""Passages of the ranking that are weighed."""

_MADE = """
CREATE VIRTUAL TABLE passage USING fts5(
    title, text, more, country UNINDEXED, lane UNINDEXED, tokenize = 'porter unicode61 remove_diacritics 2'
)
"""
_ADD = "INSERT INTO passage (rowid, title, text, more, country, lane) VALUES (?, ?, ?, ?, ?, ?)"
_WITH_WORD = "SELECT rowid FROM passage WHERE passage MATCH ?"
_RANKED = """
SELECT rowid FROM passage
WHERE passage MATCH :words
    AND country IN (SELECT value FROM json_each(:countries)) AND lane IN (SELECT value FROM json_each(:lanes))
ORDER BY bm25(passage, 4.0, 2.0, 1.0), rowid
LIMIT :most
"""


class PassageIndex:
    """Implements `service.finder.Finder`. ``made`` gives the passages; it is asked at the first search, not at the start of the bot."""

    def __init__(self, made: Callable[[], Iterable[Passage]]) -> None:
        self._made = made
        self._passages: tuple[Passage, ...] = ()
        self._named: dict[str, Passage] = {}
        self._rows: sqlite3.Connection | None = None

    def find(self, sought: Sought, most: int) -> tuple[Hit, ...]:
        """The passages that answer best, the best first. Nothing where no word of the question stands anywhere."""
        rows = self._open()
        terms = list(dict.fromkeys(map(_quoted, sought.words)))[:MOST_WORDS]
        if not terms:
            return ()
        within = {"countries": _array(sought.countries), "lanes": _array(sought.lanes)}
        ranked: list[tuple[int]] = rows.execute(
            _RANKED, {"words": " OR ".join(terms), "most": LOOKED_AT, **within}
        ).fetchall()
        having: list[frozenset[int]] = [_numbers(rows, term) for term in terms]
        titles = [_numbers(rows, f"title : {term}") for term in terms]
        weights = [self._weight(len(found)) for found in having]
        hits = [
            Hit(
                self._passages[row],
                sum(weight for weight, found in zip(weights, having, strict=True) if row in found) / sum(weights),
                any(row in found for found in titles),
                self._is_brief(row, terms) and all(row in found for found in titles),
            )
            for (row,) in ranked
        ]
        # What is about just that comes first: the glossary, where a word of it is asked for. Else the ranking stands.
        return tuple(sorted(hits, key=lambda hit: (-round(hit.share, 1), not hit.titled)))[:most]

    def passage(self, name: str) -> Passage | None:
        """The passage of that id; None where the content has it no more."""
        self._open()
        return self._named.get(name)

    def _is_brief(self, row: int, terms: Sequence[str]) -> bool:
        """Whether a title has hardly a word more than was asked."""
        return len(self._passages[row].title.split()) <= len(terms) + 1

    def _weight(self, having: int) -> float:
        """How much a word tells that stands in so many passages."""
        return math.log(1 + (len(self._passages) - having + 0.5) / (having + 0.5))

    def _open(self) -> sqlite3.Connection:
        if self._rows is None:
            self._passages = tuple(self._made())
            self._named = {passage.id: passage for passage in self._passages}
            rows = sqlite3.connect(":memory:", check_same_thread=False)
            rows.execute(_MADE)
            told: Iterable[tuple[object, ...]] = (
                (at, p.title, p.text, p.more, p.country, p.lane) for at, p in enumerate(self._passages)
            )
            rows.executemany(_ADD, told)
            self._rows = rows
        return self._rows


def _numbers(rows: sqlite3.Connection, term: str) -> frozenset[int]:
    """The passages that have a word."""
    found: list[tuple[int]] = rows.execute(_WITH_WORD, (term,)).fetchall()
    return frozenset(row for (row,) in found)


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _array(values: Sequence[str]) -> str:
    return "[" + ",".join(f'"{value}"' for value in values) + "]"
