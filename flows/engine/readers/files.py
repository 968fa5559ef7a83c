"""A file that is kept, meant by words: its name, its fingerprint, its place in the list, the day it came, "the same". Words stand in for no
other file: what is not here yet has to be added.

A file that is named is taken; one that is only likely, or described by words that fit several, is asked back: a decision hangs on the exact text.
"""

from __future__ import annotations

from collections.abc import Sequence

from flows.engine.readers.bare import bare
from flows.engine.readers.counting import place
from flows.engine.readers.dates import read_date
from flows.engine.readers.heard import MOST_READINGS, Context, Heard, Nonsense, Read, Unclear, one_of_these
from flows.engine.readers.listing import picks
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import Said, again, key
from flows.model.effects import Note
from flows.model.flow import Question
from flows.model.papers import Kept
from flows.model.values import Day, Documents, Given, Kind

LEAST_PRINT = 6
"""Characters of a fingerprint by which a file is known."""
_DAY = bare(Kind.DATE, future=False)
_DATED = Pattern(r"\b(?:from|of|on|dated|added|uploaded|sent)\s+(?:on\s+)?(?P<day>(?!from\b|of\b|on\b)\S.*)")
_OWNED = Pattern(r"(?:the\s+)?(?P<day>\w+day)['’]s\b")
_NEWEST = Pattern(r"\b(?:latest|newest|most recent)\b")
_OLDEST = Pattern(r"\b(?:oldest|earliest)\b")
_OTHER = Pattern(
    r"\b(?:no|not|none|neither|never|nothing|another|other|different|else|new|newer|instead|without"
    r"|(?:did|do|does|was|is|were|are|have|has|had|wo|ca|could|would)nt)\b"
)
"""Words after which what is spoken of is no file of the list, or not this one."""
_DECIDES = Pattern(r"\bsign(?:ed)? (?:(?:it|this|that) )?off\b|\bonly if\b|\bon (?:the )?condition\b")
"""Words of a decision, which name no file, though one may be called "signed"."""
_POINTING = Pattern(
    r"(?:(?:yes|yep|ok|okay|i|we|ive|weve|you|have|had|has|read|it|is|its|was|of|the|that|thats|this|exactly|exact|very|just|same|one|file"
    r"|document|paper|text|version|copy|pdf|draft|there|here|in|on|thread|register|record|already|kept|above|again|uploaded|added|filed"
    r"|which|with|agreement|as|before|earlier)(?: |$))+"
)
_POINTS = Pattern(
    r"\b(?:same|that|thats|this|there|kept|already|above|uploaded|added|filed|before|earlier"
    r"|the (?:file|document|one|pdf|paper|text|copy|draft|version))\b"
)


_FILLER = frozenset(
    "yes i we ive weve you have had has read it is its was of the that thats this exactly just one ones file files document paper called named"
    " both all and please".split()
)
"""Words that say nothing of which file it is. What a reply says beyond these and a name may be of another text: that is asked back."""


def exactly(said: Said, context: Context) -> Read | None:
    """The one file that the reply names word for word, its ending included."""
    hits = [kept for kept in context.files if said.key and said.key == key(kept.document.name)]
    return Read(_files(hits)) if len(hits) == 1 else None


def read_files(question: Question, said: Said, context: Context, hedged: bool) -> Heard:
    """Files of those that are kept; several only where the question takes many. Where none is kept, words are no file. ``hedged``: said in
    doubt, so that it is asked back."""
    if not context.files:
        return Nonsense(Note("reading.file"))
    found = _meant(question, said, context)
    return Unclear((found.value,)) if isinstance(found, Read) and hedged else found


def _meant(question: Question, said: Said, context: Context) -> Heard:
    kept = context.files
    other = _OTHER.search(said.key) is not None
    if not other and (printed := _by_print(said.key, kept)):
        return _one(printed, certain=True, kept=kept)
    if not other and _POINTING.fullmatch(said.key) and _POINTS.search(said.key):
        return _one(kept, certain=True, kept=kept)
    if "://" in said.text:
        return _which(kept)  # what is behind a link is kept nowhere
    names = tuple(map(_phrases, kept))
    picked = picks(said.text, names, letters=False)
    sets = picked.sets(one=not question.many)
    values: list[Given] = [_files([kept[at] for at in chosen]) for chosen in sets]
    numbered = picked.sweeping or place(said.key, len(kept), letters=False) is not None
    if picked.certain and len(sets) == 1 and (numbered or _says_no_more(said.key, [kept[at] for at in sets[0]])):
        return Read(values[0])
    if not picked.certain and _DECIDES.search(said.key):
        return _which(kept)
    described, rest = _described(said, context) if not other else ((), "")
    if described:
        named = (
            set[int]()
            if _FILLER.issuperset(rest.split())
            else {at for one in picks(rest, names).sets(one=True) for at in one}
        )
        found = [one for one in described if kept.index(one) in named] or described
        sure = _says_no_more(rest, found) and not any(one.proof for one in found)
        return _one(found, certain=sure, kept=kept)
    return one_of_these(values) if values else _which(kept)


def _phrases(kept: Kept) -> tuple[str, ...]:
    """What a file goes by: its name with its ending, and without."""
    name = kept.document.name
    return tuple(dict.fromkeys(phrase for phrase in (key(name), key(name.rpartition(".")[0])) if phrase))


def _by_print(line: str, kept: Sequence[Kept]) -> tuple[Kept, ...]:
    """Those whose fingerprint begins with a word of the reply."""
    words = [word for word in line.split() if len(word) >= LEAST_PRINT]
    return tuple(one for one in kept if any(one.document.sha256.startswith(word) for word in words))


def _described(said: Said, context: Context) -> tuple[tuple[Kept, ...], str]:
    """Those that came on the day that the reply names, or are the newest or the oldest; and what it says beside that, as a key."""
    kept, day = context.files, _DATED.search(said.text) or _OWNED.match(said.text)
    if day is not None and (came := _on(again(said, day["day"]), context)):
        return came, key(said.text.replace(day[0], " "))
    for pattern, end in ((_NEWEST, kept[-1]), (_OLDEST, kept[0])):
        if pattern.search(said.key):
            return tuple(one for one in kept if one.at == end.at), pattern.sub(" ", said.key)
    return (), ""


def _on(said: Said, context: Context) -> tuple[Kept, ...]:
    """Those that came on a day; on one of the days, where what was said can be read as several."""
    heard = read_date(_DAY, said, context)
    values = heard.values if isinstance(heard, Unclear) else (heard.value,) if isinstance(heard, Read) else ()
    days = {value.day for value in values if isinstance(value, Day)}
    return tuple(one for one in context.files if one.at.date() in days)


def _says_no_more(line: str, found: Sequence[Kept]) -> bool:
    """Whether all words of a key are of the names of what was found, or say nothing."""
    names = {word for one in found for phrase in _phrases(one) for word in phrase.split()}
    return _FILLER.union(names).issuperset(line.split())


def _one(found: Sequence[Kept], *, certain: bool, kept: Sequence[Kept]) -> Heard:
    """The one file that was found, or which of several it is; more than can be shown to pick from want a name."""
    if len(found) > MOST_READINGS:
        return _which(kept)
    values: list[Given] = [_files([one]) for one in reversed(found)]
    return Read(values[0]) if certain and len(values) == 1 else one_of_these(values)


def _which(kept: Sequence[Kept]) -> Nonsense:
    return Nonsense(Note("reading.file.kept", {"example": kept[-1].document.name}))


def _files(kept: Sequence[Kept]) -> Documents:
    return Documents(tuple(one.document for one in kept))
