"""What stands beside a yes and only points at what the question names itself: "yes, on those conditions" to a question that ends "under those
conditions". Nothing else is read here."""

from __future__ import annotations

from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import key

_NAMED = ("point", "condition", "term")
"""What a question may name, and a yes point at."""
_POINTED = (
    r"(?:on|under|with|for|within|given|subject to) (?:all )?(?:of )?(?:(?:just|exactly|precisely) )?"
    r"(?:those|these|them|the|my|our|both|such|said)(?: (?:same|very|above|said|named|stated|listed|two|three))*(?: (?:points?|conditions?|terms?))?"
    r"(?: (?:above|named|stated|listed|given|as (?:named|stated|listed|written|asked)))?"
)
_ONLY_POINTS = Pattern(
    rf"(?:(?:and|but|only|exactly|just|i|we|do|sign|approve|accept|agree|it|this|off) )*{_POINTED}(?: (?:and )?(?:only )?{_POINTED})*"
)


def as_asked(words: str, question: str) -> bool:
    """Whether ``words`` beside a yes point at nothing but what ``question``, in its own words, names: then they add nothing to it."""
    line, named = key(words), key(question)
    if not _ONLY_POINTS.fullmatch(line):
        return False
    pointed = [noun for noun in _NAMED if noun in line]
    return all(noun in named for noun in pointed) and (bool(pointed) or bool({"those", "these"} & set(named.split())))
