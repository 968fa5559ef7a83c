"""Full-text search over passages of our content: an index in memory, filled when the bot starts, that holds nothing of what a team said.

It speaks for the content as the sender speaks for the bot: an adapter behind a port of the use cases. It remembers nothing, so it is none of the
store's. SQLite does the work: FTS5 with the porter stemmer finds words by their stem, and phrases that mean the same by theirs. Every word of a
question is quoted, so that nothing in it is read as a query.
"""

from __future__ import annotations

import math
import re
import sqlite3
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence

from flows.model.passage import MOST_PHRASE, Beyond, Found, Guide, Hit, Passage, Sought

MOST_WORDS = 24
"""Words of a question that are looked at; more of them say nothing more."""
CREDIT = {"title": 1.0, "keys": 0.96, "text": 0.6, "more": 0.4}
"""How much it says of a passage that what was asked stands there, by column. The columns of the index, in their order."""
NAME = 0.5
"""Of the weight of a word that stands nowhere, what one weighs that is written like a name."""
SLIP = ((6, 1), (9, 2))
"""From how many letters on a word that stands nowhere is taken for a slip of the finger, and with how many slips in it."""

_MADE = """
CREATE VIRTUAL TABLE passage USING fts5(
    title, keys, text, more, tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE phrase USING fts5(
    said, set UNINDEXED, words UNINDEXED, tokenize = 'porter unicode61 remove_diacritics 2'
);
"""
_ADD = "INSERT INTO passage (rowid, title, keys, text, more) VALUES (?, ?, ?, ?, ?)"
_ADD_PHRASE = 'INSERT INTO phrase (said, "set", words) VALUES (?, ?, ?)'
_WITH = "SELECT rowid FROM passage WHERE passage MATCH ?"
_MEANT = 'SELECT DISTINCT "set" FROM phrase WHERE phrase MATCH ? AND words = ?'
_RANKED = "SELECT rowid FROM passage WHERE passage MATCH ? ORDER BY bm25(passage, 4.0, 4.0, 2.0, 1.0), rowid"
_WORD = re.compile(r"\w+")

Term = tuple[str, ...]
"""What one thing is called, each way quoted for a query."""


class Shelf:
    """Implements `service.finder.Finder`. ``made`` gives the passages, ``guide`` what helps to find them. Several threads may ask it at once."""

    def __init__(self, made: Callable[[], Iterable[Passage]], guide: Guide) -> None:
        self._made, self._guide = made, guide
        self._filling = threading.Lock()
        self._passages: tuple[Passage, ...] = ()
        self._named: dict[str, Passage] = {}
        self._known: frozenset[str] = frozenset()
        self._rows: sqlite3.Connection | None = None

    def fill(self) -> None:
        """Have the index ready. Once is enough; who asks before it is waits for it."""
        self._open()

    def find(self, sought: Sought, most: int) -> Found:
        """The passages that answer best, the best first. Nothing where no word of the question stands anywhere."""
        rows = self._open()
        said = [self._mended(rows, word) for word in (sought.said or sought.words)[:MOST_WORDS]]
        matter = {self._mended(rows, word) for word in sought.words}
        terms, beyond = self._terms(rows, said, matter)
        asked = [
            (credit, self._weight(term, credit, sought.names))
            for term, credit in ((t, _credits(rows, t)) for t in terms)
        ]
        held = _in(rows, tuple(map(_quoted, beyond.words)), "{title keys}") if beyond else None
        hits: list[Hit] = []
        for row in _ranked(rows, terms) if terms else ():
            passage = self._passages[row]
            if passage.country in sought.countries and passage.lane in sought.lanes:
                brief = len(passage.title.split()) <= len(sought.words) + 1
                hits.append(
                    _hit(
                        passage,
                        [(credit.get(row, 0.0), weight) for credit, weight in asked],
                        brief,
                        held is None or row in held,
                    )
                )
        # What is about just that comes first: the glossary, where a word of it is asked for. Else the ranking stands.
        hits.sort(key=lambda hit: (-round(hit.share, 1), not hit.titled))
        return Found(tuple(hits[:most]), beyond.say if beyond else "")

    def passage(self, name: str) -> Passage | None:
        """The passage of that id; None where the content has it no more."""
        self._open()
        return self._named.get(name)

    # ── what is asked ──

    def _terms(
        self, rows: sqlite3.Connection, said: Sequence[str], matter: set[str]
    ) -> tuple[list[Term], Beyond | None]:
        """What is asked for, one term for each thing, by all its names; and what of it hardly any passage holds."""
        terms: dict[Term, None] = {}
        beyond: Beyond | None = None
        sets = (*self._guide.same, *(one.words for one in self._guide.beyond))
        at = 0
        while at < len(said):
            for size in range(min(MOST_PHRASE, len(said) - at), 0, -1):
                words = said[at : at + size]
                if size == 1 and words[0] not in matter:
                    continue
                meant = _meant(rows, words)
                if meant or size == 1:
                    names = dict.fromkeys(name for number in meant for name in sets[number])
                    terms[tuple(sorted({_quoted(" ".join(words)), *map(_quoted, names)}))] = None
                    far = [number - len(self._guide.same) for number in meant if number >= len(self._guide.same)]
                    beyond = beyond or (self._guide.beyond[far[0]] if far else None)
                    at += size
                    break
            else:
                at += 1
        return list(terms), beyond

    def _mended(self, rows: sqlite3.Connection, word: str) -> str:
        """A word as it is spelt here, where it stands nowhere and one of ours is a slip of the finger away."""
        slips = max((slips for letters, slips in SLIP if len(word) >= letters), default=0)
        if not slips or word in self._known or _in(rows, (_quoted(word),)) or _meant(rows, (word,)):
            return word
        from rapidfuzz import process  # 16 ms to import; most questions are spelt right
        from rapidfuzz.distance import OSA

        alike = [known for known in self._known if known[0] == word[0]]
        found = process.extractOne(word, alike, scorer=OSA.distance, score_cutoff=slips)
        return found[0] if found else word

    def _weight(self, term: Term, credit: Mapping[int, float], names: Sequence[str]) -> float:
        """How much a term tells: the more, the fewer passages speak of it. A name that stands nowhere is one of the asker's own."""
        having = len(credit)
        weight = math.log(1 + (len(self._passages) - having + 0.5) / (having + 0.5))
        return weight if having or term not in {(_quoted(name),) for name in names} else weight * NAME

    # ── the index ──

    def _open(self) -> sqlite3.Connection:
        with self._filling:
            if self._rows is None:
                self._rows = self._filled()
            return self._rows

    def _filled(self) -> sqlite3.Connection:
        self._passages = tuple(self._made())
        self._named = {passage.id: passage for passage in self._passages}
        rows = sqlite3.connect(":memory:", check_same_thread=False)
        rows.executescript(_MADE)
        told = [(at, p.title, p.keys, p.text, p.more) for at, p in enumerate(self._passages)]
        rows.executemany(_ADD, told)
        sets = (*self._guide.same, *(one.words for one in self._guide.beyond))
        phrases = [(name, number, len(_WORD.findall(name))) for number, names in enumerate(sets) for name in names]
        rows.executemany(_ADD_PHRASE, phrases)
        texts = (*(" ".join(parts[1:]) for parts in told), *(name for name, _, _ in phrases))  # type: ignore[arg-type]
        self._known = frozenset(word for text in texts for word in _WORD.findall(text.lower()))
        return rows


def _credits(rows: sqlite3.Connection, term: Term) -> Mapping[int, float]:
    """The passages that speak of something, each with how much that says of it."""
    found: dict[int, float] = {}
    for column, credit in CREDIT.items():
        for row in _in(rows, term, column):
            found.setdefault(row, credit)
    return found


def _hit(passage: Passage, asked: Sequence[tuple[float, float]], brief: bool, held: bool) -> Hit:
    """A passage, by how much of each thing that was asked stands in it, and how much that tells."""
    share = sum(credit * weight for credit, weight in asked) / sum(weight for _, weight in asked)
    credits = [credit for credit, _ in asked]
    return Hit(passage, share, max(credits) >= CREDIT["keys"], brief and min(credits) == CREDIT["title"], held)


def _in(rows: sqlite3.Connection, term: Term, column: str = "") -> frozenset[int]:
    """The passages that hold something, in a column or anywhere."""
    words = f"({' OR '.join(term)})"
    found: list[tuple[int]] = rows.execute(_WITH, (f"{column} : {words}" if column else words,)).fetchall()
    return frozenset(row for (row,) in found)


def _ranked(rows: sqlite3.Connection, terms: Iterable[Term]) -> list[int]:
    """All passages that hold anything of it, the best first."""
    words = " OR ".join(name for term in terms for name in term)
    found: list[tuple[int]] = rows.execute(_RANKED, (words,)).fetchall()
    return [row for (row,) in found]


def _meant(rows: sqlite3.Connection, words: Sequence[str]) -> list[int]:
    """The numbers of the sets in which these words stand as one phrase, in whatever form."""
    found: list[tuple[int]] = rows.execute(_MEANT, (f"^ {_quoted(' '.join(words))}", len(words))).fetchall()
    return [number for (number,) in found]


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'
