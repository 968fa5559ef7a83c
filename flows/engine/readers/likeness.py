"""Which of some known names a person means: exactly, by some of its words, inside a sentence, or with a slip of the finger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.engine.readers.heard import MOST_READINGS

SURE = 80
"""rapidfuzz score from which a likeness counts, if no other comes near; under it, people are asked."""
NEAR = 8
"""A second name within so many points is near: people are asked."""
LIKELY = 66
"""Below this a likeness is chance."""
SLIP = 75
"""How alike two single words must be for one to be a slip of the other."""
STEM = 4
"""Letters that two words begin with of which one may be a form of the other."""
MOST_QUERY = 120
MOST_SENTENCE = 9
"""Words; in a longer sentence a name is a guess, not a pick."""

_EMPTY = frozenset(
    "a an the our my your their its it is was were are be been we i they he she that this these those by"
    " of in on at to for from with and or "
    "as some one ones mostly mainly just only all".split()
)
_DENIALS = frozenset("not no non never without neither nor none nothing nobody nobodys noone noones".split())
_WHOSE = frozenset("ours yours theirs".split())
"""No plural: "ours" does not stand in "they keep our tooling"."""
_RESERVES = frozenset("but except only though although".split())
_CLOSED_UP = {
    f"{verb}nt": f"{verb} not"
    for verb in "is are was were do does did have has had would could should need must".split()
} | {"cant": "can not", "cannot": "can not", "wont": "will not"}


@dataclass(frozen=True, slots=True)
class Likeness:
    """Which names are meant, by index: exactly one when ``sure``, else up to four guesses, best first; none when nothing is alike."""

    hits: tuple[int, ...] = ()
    sure: bool = False


def find(query: str, names: Sequence[tuple[str, ...]]) -> Likeness:
    """The name that ``query`` means. All are keys; each name is a tuple of phrases for one thing."""
    if not query or len(query) > MOST_QUERY:
        return Likeness()
    query = _opened(query)
    names = [tuple(_opened(phrase) for phrase in phrases) for phrases in names]
    for by in (_exact, _by_words, _inside, _alike, _by_stem):
        found = by(query, names)
        if found.hits:
            within = _inside(query, names)  # little of the label, yet all of another phrase for it
            return within if within.sure and within.hits == found.hits else found
    return Likeness()


def _opened(line: str) -> str:
    """ "Doesnt" as "does not"."""
    return " ".join(_CLOSED_UP.get(word, word) for word in line.split())


def _picked(hits: list[int], sure: bool = True) -> Likeness:
    return Likeness(tuple(hits[:MOST_READINGS]), sure and len(hits) == 1)


def _exact(query: str, names: Sequence[tuple[str, ...]]) -> Likeness:
    return _picked([at for at, phrases in enumerate(names) if query in phrases])


def _by_words(query: str, names: Sequence[tuple[str, ...]]) -> Likeness:
    """Every telling word of the query stands in the name: "the agency" for "A freelancer or an agency". Less than half of it is a guess, and
    so is a name that denies what the query does not."""
    wanted = telling(query)
    if wanted <= {"not", "never"}:  # "not at all" is a no
        return Likeness()
    for denied in (False, True):
        shares = [
            max(
                (len(wanted) / len(words) for phrase in phrases if _holds(wanted, words := telling(phrase), denied)),
                default=0.0,
            )
            for phrases in names
        ]
        if any(shares):
            return _picked([at for at, share in enumerate(shares) if share], max(shares) >= 0.5 and not denied)
    return Likeness()


def _holds(wanted: frozenset[str], words: frozenset[str], denied: bool) -> bool:
    """Whether a name holds each word of a query. ``denied``: only names that deny what the query does not: "involved" is not "not involved"."""
    return wanted <= words and denied == bool((_DENIALS & words) - wanted)


def _inside(query: str, names: Sequence[tuple[str, ...]]) -> Likeness:
    """The whole name stands in the query: "it was written by a freelancer". Of names within names the longest counts."""
    words = query.split()
    line = folded(query)
    found: list[tuple[int, str]] = []
    for at, phrases in enumerate(names):
        inside = [phrase for phrase in phrases if len(phrase) > 2 and telling(phrase) and folded(phrase) in line]
        if inside:
            found.append((at, max(inside, key=len)))
    hits = [
        at for at, phrase in found if not any(phrase != other and f" {phrase} " in f" {other} " for _, other in found)
    ]
    said = {word for at, phrase in found if at in hits for word in phrase.split()}
    if not hits or (_DENIALS & set(words)) - said:
        return Likeness()
    return _picked(hits, len(words) <= MOST_SENTENCE and not (_RESERVES & set(words)) - said)


def folded(phrase: str) -> str:
    """A key with each word in the singular and a space around it, so that whole words are found in it."""
    return f" {' '.join(map(_singular, phrase.split()))} "


def near(query: str, names: Sequence[tuple[str, ...]]) -> int | None:
    """The name for which ``query`` may stand, shortened or misspelt, where it may just as well be a name of its own."""
    from rapidfuzz import fuzz  # as below

    for at, phrases in enumerate(names):
        if any(fuzz.ratio(query, phrase) > SURE for phrase in phrases):
            return at
    return next(iter(_by_words(query, names).hits), None)


def _alike(query: str, names: Sequence[tuple[str, ...]]) -> Likeness:
    from rapidfuzz import fuzz  # 16 ms to import; most replies are read without it

    # WRatio finds "an" in anything: short words are compared whole.
    score = fuzz.WRatio if len(query) > 3 else fuzz.ratio
    wanted = telling(query)
    if not wanted or (_DENIALS & set(query.split())):
        return Likeness()
    ranked = sorted(
        ((max((score(query, phrase) for phrase in phrases), default=0.0), -at) for at, phrases in enumerate(names)),
        reverse=True,
    )
    best = ranked[0][0] if ranked else 0
    if best < LIKELY or not any(_slips(wanted, phrase) for phrase in names[-ranked[0][1]]):
        return Likeness()
    near = [-at for points, at in ranked if points >= max(LIKELY, best - NEAR)]
    return _picked(near, best >= SURE)


def _by_stem(query: str, names: Sequence[tuple[str, ...]]) -> Likeness:
    """Each telling word begins as a word of the name does: "the scanning" for "It scans each delivery". A guess."""
    wanted = telling(query)
    return _picked(
        [at for at, phrases in enumerate(names) if wanted and any(_begin(wanted, phrase) for phrase in phrases)], False
    )


def _begin(wanted: frozenset[str], phrase: str) -> bool:
    known = telling(phrase)
    return all(any(_one_stem(word, other) for other in known) for word in wanted)


def _one_stem(word: str, other: str) -> bool:
    least = max(STEM, min(len(word), len(other)) - 1)
    return len(word) >= STEM and word[:least] == other[:least]


def _slips(wanted: frozenset[str], phrase: str) -> bool:
    """Whether each telling word is close to a word of the phrase; WRatio alone also matches parts of words."""
    from rapidfuzz import fuzz

    return all(
        any(fuzz.ratio(word, other) >= SLIP and not _opposed(word, other) for other in telling(phrase))
        for word in wanted
    )


def _opposed(word: str, other: str) -> bool:
    """Whether one word denies the other: "untrained" is no slip of "trained"."""
    short, long = sorted((word, other), key=len)
    return long in (f"un{short}", f"in{short}", f"non{short}", f"dis{short}")


def telling(phrase: str) -> frozenset[str]:
    """The words of a key that tell something, in the singular."""
    return frozenset(_singular(word) for word in phrase.split() if word not in _EMPTY)


def _singular(word: str) -> str:
    return (
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") and word not in _WHOSE else word
    )
