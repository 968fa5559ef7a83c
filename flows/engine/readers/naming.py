"""What in a piece of a list is a name, where more is told beside it: "the app was built by an agency in 2021" names the app."""

from __future__ import annotations

import re

from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import key

_WHOSE = r"(?:our|my)\s+(?:own\s+)?(?:wording|words|draft|version|proposal|counter-?proposal|redraft|offer|text|form|terms|template|position|paper)"
"""Where "our" tells one of several from the others: "as drafted, our wording"."""
ARTICLE = Pattern(rf"(?!{_WHOSE}\b)(?:the|our|my|a|an|this|that|some)\s+(?=\S)", re.IGNORECASE)
"""What may stand before a name and is none of it."""

MOST_SUBJECT = 6
"""Words before a verb that may be what is spoken of; more of them are a story."""

MOST_DESCRIBED = 9
"""Words of a name that says which thing it is; more of them are a story."""

MOST_SHORT = 2
"""Letters before a full stop that ends no sentence."""

_MADE = r"(?:built|made|written|developed|created|designed|owned|licensed|bought|hosted|maintained) (?:by|in|at|for|from|with)"
# Small letters only: "the CAN bus" and "IS audit" are names.
_TELLS = Pattern(
    r"(?:,? (?:but|except(?: for)?|although|though|because|whose|(?:which|who|that) (?:is|are|was|were|has|have|we|they|i))|[.!?]) (?=\w)"
    r"|(?<=\S) (?:(?:is|are|was|were|has|have|had|would|could|should|must|does|did|will be|can be|belongs?|comes?|includes?|contains?"
    r"|isn['’]?t|aren['’]?t|wasn['’]?t|weren['’]?t|hasn['’]?t|haven['’]?t|doesn['’]?t)(?= )"
    rf"|{_MADE} )"
)
_SPOKEN = Pattern(r"(?:[Ww]e|[Tt]hey|[Hh]e|[Ss]he|[Yy]ou|I)(?:['’]\w+)? [a-z].*")
_NO_SUBJECT = Pattern(
    r"(?:it|this|that|these|those|there|here|everything|nothing|nobody|somebody|someone|everyone|which|what|who|some|most|all|both|one)"
    r"(?: of (?:it|them|these|those|us))?"
)
_TOLD = Pattern(
    r"(?:but |and )?(?:not (?:the|our|my|a|an|any)\b.*|(?:except|excluding|other than|apart from|because|although|since \d)\b.*"
    rf"|(?:which|who|that) (?:is|are|was|were|has|have|we|they|i)\b.*|{_MADE}\b.*|done by\b.*"
    r"|(?:see|look at|check|refer to|as in|as per) (?:the|our|above|attached|below|it|my|this)\b.*|(?:the )?same (?:as|ones?)\b.*|(?:https?|www) .*)"
)


_WHICH = Pattern(r" (?:which|who|that|whose)\b.*")
_FURTHER = Pattern(r"[.!?] \w")


# Small letters only: a capital may begin a name.
_STORY = Pattern(
    r"\b(?:(?<!to )says?|said|states?|stated|reads|shows?|mentions?|writes|comes? from|came from|issued by|signed (?:by|with)|sent by|goes by"
    r"|trades as|called|while|whereas|(?:is|are|was|were) (?:with|by|from|between)|in the name of|on (?:the|its) (?:\w+ )?page)\b"
)
_TOLD_NAME = Pattern(r"\b[^\W\d_a-z][\w&.'’-]*(?: (?:(?:(?:[^\W\d_a-z]|&)[\w&.'’-]*|sp\.|z|o\.o\.)(?!\w)))*")
_OPENS = Pattern(
    r"(?:(?:The|Our|My|Their|Its|This|That|These|Those|It|I|We|They|You|He|She|A|An|But|And|So|If|In|On|As|For|Yes|No|Not|Well|There|All|Some|What|Who"
    r"|While|Whereas|Maybe|Perhaps|NDA|MSA|SOW|DPA|PO|VAT|IP)(?:['’]\w+)?(?: |\Z))+"
)
"""Words with a capital that are no part of a name."""


def told_of(text: str) -> tuple[str, ...] | None:
    """The names that a story tells of, in their order: "the contract says Acme Ltd while the invoices come from Acme GmbH"; none where it tells
    of none; None where it is no story."""
    if _STORY.search(text) is None:
        return None
    runs = (found[0].removesuffix("'s").removesuffix("’s").rstrip(".'’") for found in _TOLD_NAME.finditer(text))
    names = (run[opens.end() :] if (opens := _OPENS.match(run)) else run for run in runs)
    return tuple(dict.fromkeys(name for name in names if name))


def described(piece: str) -> bool:
    """Whether a piece says in one breath which thing it names: "the tool that is used by QA". As it was said, that is a name as well."""
    found = _TELLS.search(piece)
    if found is None or _WHICH.fullmatch(found[0]) is None or piece.count(" ") >= MOST_DESCRIBED:
        return False
    return _FURTHER.search(piece) is None and subject(piece) != ""


def subject(piece: str) -> str:
    """The name in a piece: the piece itself where it is nothing but a name; what stands before a verb or a reserve where that may be one; ""
    where the piece only tells something."""
    if _TOLD.fullmatch(key(piece)) or _SPOKEN.fullmatch(piece):
        return ""
    found = _TELLS.search(piece)
    if found is None:
        return piece
    before = piece[: found.start()].strip(" ,")
    words = key(before)
    if found[0].startswith(".") and len(words) <= MOST_SHORT:
        return piece  # "St. Gallen site"
    return "" if not words or _NO_SUBJECT.fullmatch(words) or words.count(" ") >= MOST_SUBJECT else before
