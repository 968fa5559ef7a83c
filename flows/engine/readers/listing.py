"""Several things in one reply: pasted lists, commas and "and"; "all", "none", "both", "all but the app", "1 and 3"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb

from flows.engine.readers.counting import SMALL, place
from flows.engine.readers.heard import MOST_READINGS, Nonsense
from flows.engine.readers.likeness import find
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import key, phrases
from flows.model.effects import Note

MOST_PIECES = 60
"""Pieces of a reply that are looked at; nobody lists more in one breath."""

_NOUNS = r"(?:vendors|assets|phases|licen[cs]es|agreements|subcontractors|people|groups|words|terms|options|duties|names|items|ones)"
_THESE = r"(?: (?:of )?(?:them|these|those|it|the above|the lot|this|that|the list))?"
_ALL = Pattern(
    rf"(?:all|all(?: of)?(?: the| our| my| these| those)? {_NOUNS}"
    rf"|everything|every one|everyone|each|each one|every single one|the lot|all together|any|whole list|the whole list){_THESE}"
)
_NONE = Pattern(
    r"(?:none|no|nope|nah|nothing|neither|not any|not one|zero|no one|nobody|none at all|nothing at all|not a single one|no none"
    rf"|not (?:on|in|under|with) any|(?:on|in|under|with) none){_THESE}"
    r"(?: (?:yet|so far|really|apply|applies))?"
)
_OF_THEM = rf"(?: (?:of )?(?:the |our |my )?(?:them|these|those|{_NOUNS}))?"
_BOTH = Pattern(rf"(?:the )?both(?: please)?|the two|both{_OF_THEM}")
_COUNTED_ALL = Pattern(rf"all(?: of)?(?: the| our| my| these| those)? (?P<count>\w+){_OF_THEM}")
_BUT = Pattern(
    r"(?:all|everything|every one|everyone|both|each|any)(?: of (?:them|these|those|it))?[\s,:–-]*"
    r"(?:but not|but|except for|except|excepting|apart from|aside from|other than|besides|minus|without"
    r"|excluding|save for|save|bar|not)\b[\s:]*(.+)",
    re.IGNORECASE | re.DOTALL,
)
_ABOVE_ALL = Pattern(
    r"(?:mainly|mostly|especially|particularly|in particular|above all|most of all|primarily|chiefly|first of all|more|rather|really|also|even"
    r"|still)\b.*",
    re.IGNORECASE | re.DOTALL,
)
"""Behind "all but": names what matters most, and leaves nothing out."""
_ONLY = Pattern(
    r"(?:only|just|mainly|mostly|(?:and )?also|it['’]?s|that['’]?s|it is|that would be"
    r"|i (?:would )?(?:pick|choose|say)|we (?:have|do|use|chose))\s+",
    re.IGNORECASE,
)
_RUN = Pattern(rf"(?:(?:both|all)(?: of)? )?(?:the )?(?P<which>first|last) (?P<count>\w+)(?: ones?)?{_OF_THEM}")
_AND_THEN = Pattern(r"\s+['’‘`]?n['’‘`]?\s+", re.IGNORECASE)
_SPAN = Pattern(r"#?(\d{1,3})\s*(?:-|–|—|to|through)\s*#?(\d{1,3})")
_BULLET = Pattern(r"^[ \t]{0,40}(?:[-*•‣◦▪–—+]|\(?\d{1,3}[.):]|\(?[a-zA-Z][.)])[ \t]+")
_LABEL = Pattern(
    r"(?<![\w-])(?:phase|stage|step|part|milestone|sprint|wave|release|tranche)\s?#?(?:\d{1,2}|[ivx]{1,4}|one|two|three|four|five|six)\b"
    r"(?=\s*[:.)–—-]|\s+(?!(?:and|or|to|plus)\b)\w)",
    re.IGNORECASE,
)
"""What makes the words behind it parts of one thing: "Phase 1: search, export and the UI" names one phase."""
_BRACKETS = Pattern(r"\([^()\n]{1,80}\)")
_CLOSING = {ord(mark): 0xE000 + at for at, mark in enumerate(" ,;/&+")}
"""Marks that part a list, and a private character for each."""
_OPENING = {stand_in: chr(mark) for mark, stand_in in _CLOSING.items()}
_MAYBE = Pattern(
    r"\A\s*(?:and\s+|or\s+)?(?:maybe|perhaps|possibly|probably|potentially)(?:\s+also)?\s+(?=\S)", re.IGNORECASE
)
_FIRST = Pattern(
    r"\s*(?:first(?:ly)?(?: of all)?(?:[,:]|(?= (?:the|our|my|a|an|we)\b))|(?:we )?(?:start|begin) with[,:]?)\s*(?=\S)",
    re.IGNORECASE,
)
"""How a reply begins that says what comes first; "first aid" and "First Bank" are names."""
_THEN = Pattern(
    r"\s*(?:[,;]|\band\b)?\s*\b(?:then|after that|afterwards)\b[,:]?\s+(?=\S)"
    r"|\s*(?:[,;]|\band\b)\s*(?:and\s+)?(?:next|finally|lastly|later on)(?:[,:]|(?= (?:the|our|my|a|an)\b))\s*(?=\S)",
    re.IGNORECASE,
)
"""What stands between the things of "first the app, then the API"; only where the reply begins so."""
_COUNTED = Pattern(r"\s*\(?1[.)]\s+\S.*?\s\(?2[.)]\s+\S.*", re.IGNORECASE)
_COUNT = Pattern(r"(?:\A|\s)\(?\d{1,2}[.)]\s+")
_FIGURES = Pattern(r"\s*\d{1,2}(?: +\d{1,2})+\s*")
_SENTENCE = Pattern(r"(?<=[a-z)]{2})[.!]\s+(?=\S)", re.IGNORECASE)
"""Where a sentence ends and another follows; "e.g. the log" is one."""
_EDGE = " \t\n\"'“”„«»‘’.,;:!?…-–—*•()[]"


@dataclass(frozen=True, slots=True)
class Picked:
    """What was picked of a row of names, by index and in the row's order. ``doubtful``: guesses for a piece that was not certain.

    ``left``: pieces that are none of the names. ``sweeping``: said of the whole row ("all", "both", "all but the app"). ``either``: with "or",
    so that it may be one of them only.
    """

    chosen: tuple[int, ...] = ()
    doubtful: tuple[tuple[int, ...], ...] = ()
    left: tuple[str, ...] = ()
    sweeping: bool = False
    either: bool = False

    @property
    def certain(self) -> bool:
        """Whether every piece was one of the names."""
        return not self.doubtful and not self.left and not (self.either and len(self.chosen) > 1)

    def sets(self, one: bool = False) -> list[tuple[int, ...]]:
        """What may be meant as a whole, the likeliest first: each doubtful piece by its best guess, then by its others. Empty if nothing is.

        ``one``: only one may be picked, so each stands alone.
        """
        best = tuple(guesses[0] for guesses in self.doubtful)
        turns = [best] + [
            (*best[:at], other, *best[at + 1 :]) for at, guesses in enumerate(self.doubtful) for other in guesses[1:]
        ]
        sets = [tuple(sorted({*self.chosen, *turn})) for turn in turns if self.chosen or turn]
        singles = [(at,) for chosen in sets for at in chosen]
        return list(dict.fromkeys(singles if one else [*sets, *singles] if self.either else sets))


def picks(text: str, names: Sequence[tuple[str, ...]], letters: bool = True) -> Picked:
    """What a reply picks of ``names`` (keys). "none" picks nothing, with nothing left."""
    line, every = key(text), tuple(range(len(names)))
    if any(line in name for name in names):
        return _gather([text], names, letters)
    swept = sweeps(line, len(names))
    if swept:
        return Picked(swept, sweeping=True)
    if _NONE.fullmatch(line):
        return Picked()
    if swept is not None:
        return Picked(left=(text,))
    but = _BUT.fullmatch(text.strip())
    if but and names and _ABOVE_ALL.fullmatch(but[1]):
        fits = len(names) == 2 or not key(text).startswith("both")
        return Picked(every if fits else (), left=(text,), sweeping=True)
    if but and names:
        return _but(_listed(but[1], names, letters), every)
    return _listed(text, names, letters)


def _listed(text: str, names: Sequence[tuple[str, ...]], letters: bool) -> Picked:
    text = in_turn(text)
    if names and _FIGURES.fullmatch(text):
        text = ",".join(text.split())  # "1 3"
    run = _run(key(text), len(names))
    if run:
        return Picked(run, sweeping=True)
    parts = pieces(text, names)
    return _gather(parts, names, letters) if parts else Picked(left=(text,))


def sweeps(line: str, count: int) -> tuple[int, ...] | None:
    """What of a row of ``count`` a key sweeps up by number and not by name ("all", "both of them", "all three", "the first two"): () where the
    number does not fit, None where a key is no such words."""
    if is_all(line):
        return tuple(range(count))
    if many := _counted(line):
        return tuple(range(count)) if many == count else ()
    found = _RUN.fullmatch(line)
    return _run(line, count) if found and _many(found["count"]) else None


def ways(line: str, count: int) -> tuple[tuple[int, ...], ...] | Nonsense | None:
    """What a number of things may mean of a row of ``count``: of "both" and three, each two of them. Nonsense where there are not so many, or more
    ways than can be asked back; None where a key is no such words."""
    many = _counted(line)
    if not many:
        return None
    if 0 < comb(count, many) <= MOST_READINGS:
        return tuple(combinations(range(count), many))
    if many < count:
        return Nonsense(Note("reading.so_many", {"many": many, "count": count}))
    return Nonsense(Note("reading.not_so_many", {"many": many, "count": count}))


def _counted(line: str) -> int:
    """How many a key says that there are: "both", "all three"; 0 where it says no number."""
    if _BOTH.fullmatch(line):
        return 2
    found = _COUNTED_ALL.fullmatch(line)
    return _many(found["count"]) if found else 0


def is_all(line: str) -> bool:
    """Whether a key says "all"."""
    return _ALL.fullmatch(line) is not None


def _but(left_out: Picked, every: tuple[int, ...]) -> Picked:
    """All but those; where what is left out is a guess, so is the rest, and where it is not known, nothing is picked: it would be among them."""
    if left_out.left:
        return Picked(left=left_out.left)
    rest = tuple(at for at in every if at not in left_out.chosen)
    if left_out.certain:
        return Picked(rest, sweeping=True)
    guessed = {at for guesses in left_out.doubtful for at in guesses[:1]}
    return Picked(tuple(at for at in rest if at not in guessed), left=("",), sweeping=True)


def _run(line: str, count: int) -> tuple[int, ...]:
    found = _RUN.fullmatch(line)
    if found is None:
        return ()
    many = _many(found["count"])
    if not 1 <= many <= count:
        return ()
    return tuple(range(many)) if found["which"] == "first" else tuple(range(count - many, count))


def _many(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) < 4 else SMALL.get(said, 0)


def _gather(parts: Iterable[str], names: Sequence[tuple[str, ...]], letters: bool) -> Picked:
    found = [_one(part, names, letters) for part in parts]
    return Picked(
        tuple(sorted({at for picked in found for at in picked.chosen})),
        tuple(guesses for picked in found for guesses in picked.doubtful),
        tuple(left for picked in found for left in picked.left),
        either=any(picked.either for picked in found),
    )


def _one(part: str, names: Sequence[tuple[str, ...]], letters: bool) -> Picked:
    """What one piece picks: a span, a name, a place; else what its halves pick, if each is one; else what it is like."""
    line = key(part)
    span = _span(part, len(names))
    if span:
        return Picked(tuple(span))
    run = _run(line, len(names))  # "the first two and the last"
    if run:
        return Picked(run)
    called = tuple(at for at, name in enumerate(names) if line in name)
    if len(called) > 1:
        return Picked(doubtful=(called,))
    at = called[0] if called else place(line, len(names), letters)
    if at is not None and not called and numbered(line, names):
        alike = find(line, names)
        return Picked(alike.hits) if alike.sure else Picked(doubtful=(tuple(dict.fromkeys((*alike.hits, at))),))
    if at is not None:
        return Picked((at,))
    halves = parted(part)
    apart = _gather(halves, names, letters) if len(halves) > 1 else Picked(left=(part,))
    apart = replace(apart, either=apart.either or _OR.search(part) is not None)
    if not apart.left and not apart.doubtful:
        return apart
    whole = find(line, names)
    if whole.sure:
        return Picked(whole.hits)
    if len(halves) > 1 and (apart.chosen or not whole.hits):
        return apart
    pair = _WITH.split(part) if len(whole.hits) > 1 else ()
    if len(pair) > 1 and (paired := _gather(pair, names, letters)).certain:
        return paired
    return Picked(doubtful=(whole.hits,)) if whole.hits else Picked(left=(part,))


def parted(part: str) -> list[str]:
    """A piece that is no name as a whole, at its slashes, its "and" and its "or"."""
    halves = re.split(rf"/|{_OR.pattern}|{_AND.pattern}", _closed(part), flags=re.IGNORECASE)
    return [_opened(half) for half in halves if key(half)][:MOST_PIECES]


def numbered(line: str, names: Sequence[tuple[str, ...]]) -> bool:
    """Whether a bare figure may mean a figure in the names ("Engine 2", "10 to 49") as well as a place in their row."""
    return line.isdecimal() and any(char.isdecimal() for name in names for phrase in name for char in phrase)


def _span(part: str, count: int) -> range | None:
    found = _SPAN.fullmatch(part.strip())
    if found is None:
        return None
    low, high = int(found[1]), int(found[2])
    return range(low - 1, high) if 1 <= low <= high <= count else None


def pieces(text: str, names: Sequence[tuple[str, ...]] = ()) -> list[str]:
    """A reply taken apart: at lines, else semicolons, else commas, and each of those at "and". A known name is never taken apart."""
    known = {phrase for name in names for phrase in name}
    broken = _broken(_headless(_closed(text)))[:MOST_PIECES]
    found: list[str] = []
    for at, part in enumerate(broken):
        part = _ONLY.sub("", part, count=1) if _ONLY.match(part) else part
        # "a, b and c": only the last of several is taken apart, so that "research and development, sales" stays two.
        whole = key(part) in known or at < len(broken) - 1 or labelled(part)
        found += [part] if whole else _at_and(part, known)
    found = [half for part in found for half in _at_n(part, known)]
    found = [_opened(_trimmed(_MAYBE.sub("", part, count=1))) for part in found]
    return [part for part in found if key(part) and key(part) not in _NO_MORE][:MOST_PIECES]


def labelled(part: str) -> bool:
    """Whether a piece is one thing by its label, whatever is listed behind it."""
    return _LABEL.match(part.strip(_EDGE)) is not None


def broken_at(line: str, between: Callable[[str], list[str]]) -> list[str]:
    """A line taken apart: before each label, else as ``between`` does."""
    starts = [at.start() for at in _LABEL.finditer(line) if _FRESH.search(line[: at.start()])]
    if not starts:
        return between(line)
    ends = (*starts[1:], len(line))
    return [*between(line[: starts[0]]), *(_LAST_AND.sub("", line[a:b]) for a, b in zip(starts, ends, strict=True))]


def _closed(text: str) -> str:
    """With what stands in brackets made one word, so that "app (iOS and Android)" is not taken apart."""
    return _BRACKETS.sub(lambda found: found[0].translate(_CLOSING), text)


def _opened(part: str) -> str:
    part = part.translate(_OPENING)
    return f"{part})" if part.count("(") > part.count(")") else part


def _trimmed(part: str) -> str:
    """Without the marks and emoji around it."""
    part = part.strip(_EDGE)
    while part and unicodedata.category(part[-1]) == "So":
        part = part[:-1].rstrip(_EDGE)
    return part


_NO_MORE = phrases(
    "etc", "etcetera", "and so on", "so on", "that's all", "that is all", "that's it", "that is it", "and more", "more", "and others",
    "others", "nothing else", "thats everything", "that's the lot", "please", "thanks", "thank you", "and", "or", "both", "either",
)  # fmt: skip
_FRESH = Pattern(r"(?:\A|[,;.:]|\b(?:and|plus|then))\s*\Z", re.IGNORECASE)
_LAST_AND = Pattern(r"[\s,;]+(?:and|plus|then)?\s*\Z", re.IGNORECASE)
_AND = Pattern(
    r"\s+(?:and|und|et|y|as well as|plus|along with|together with)\s+|\s*[&+]\s+|\s+[&+]\s*|\s+/\s+", re.IGNORECASE
)


_WITH = Pattern(r"\s+with\s+", re.IGNORECASE)
_OR = Pattern(r"\s+or\s+", re.IGNORECASE)


def _headless(text: str) -> str:
    """Without a first line that only announces the list ("Our assets:")."""
    first, _, rest = text.partition("\n")
    return rest if rest.strip() and first.rstrip().endswith(":") else text


def in_turn(text: str) -> str:
    """With commas where it says what comes first and what then: "first the app, then the API" is two things."""
    first = _FIRST.match(text)
    rest = text[first.end() :] if first else ""
    return _THEN.sub(", ", rest) if _THEN.search(rest) else text


def by_sentence(text: str) -> str:
    """With each sentence on a line of its own, where a reply tells what it lists: "we saw the rules and a log. The list is there too"."""
    return _SENTENCE.sub("\n", text)


def _broken(text: str) -> list[str]:
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and any(_BULLET.match(line) for line in lines):
        return [_BULLET.sub("", line) for line in lines]  # a pasted list: its lines are whole
    broken: list[str] = []
    for line in lines:
        if _COUNTED.fullmatch(line):
            broken += [part for part in _COUNT.split(line) if part.strip()]
            continue
        line = _BULLET.sub("", line) if len(line) > 4 else line
        broken += broken_at(line, _between)
    return broken


def _between(line: str) -> list[str]:
    return line.split(";") if ";" in line else re.split(r",(?!\d{3}\b)|،|、|\t", line)


def _at_n(part: str, known: set[str]) -> list[str]:
    """ "Kodex n Brightline", where both are known; else "n" may be part of a name."""
    halves = _AND_THEN.split(part)
    return halves if all(key(half) in known for half in halves) else [part]


def _at_and(part: str, known: set[str]) -> list[str]:
    halves = _AND.split(re.sub(r"^\s*(?:and|plus|or)\s+", "", part, flags=re.IGNORECASE))
    merged: list[str] = []
    for half in halves:
        both = f"{merged[-1]} and {half}" if merged else half
        if merged and key(both) in known:
            merged[-1] = both
        else:
            merged.append(half)
    return merged
