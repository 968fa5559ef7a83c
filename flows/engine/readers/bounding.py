"""Whether what somebody who decides says beside their yes sets a bound to it, or tells why it holds and what comes with it. Only which of the two is
asked first hangs on that: either is asked back, and a yes counts as none before they have said whether it is one on a condition."""

from __future__ import annotations

from flows.engine.readers.coming import WHEN
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import key, phrases

_BRINGS = r"(?:upload|send|attach|add|post|share|forward|drop|scan|e?mail|explain|follow|come back|get back)"
_LATER = r"(?: (?!if\b|once\b|when\b|unless\b|until\b|only\b|after\b|before\b|provided\b)\w+){0,8}"
_PLAN = Pattern(
    rf"(?:and |which |that )?(?:(?:i|we) )?(?:will|shall|ill|well|(?:am |are |im |were )?going to|to)(?: also| just| then| gladly)? {_BRINGS}{_LATER}"
    rf"|(?:\w+ ){{0,4}}(?:follows|(?:will|to|is to|are to) (?:follow|be (?:uploaded|sent|attached|added|shared|posted))){_LATER}",
)
"""That the proof of a yes is brought, or more is said of it: that sets it no bound."""
_NO_NEED = "(?<!dont )(?<!doesnt )(?<!not )(?<!nobody )(?<!no one )(?<!never )"
_BOUNDS = Pattern(
    r"\b(?:if|once|when|whenever|unless|until|till|provided|providing|assuming|suppos(?:e|ing)|subject|conditional(?:ly)?|conditions?|caveats?"
    r"|provisos?|provisional(?:ly)?|temporar(?:y|ily)|preliminar(?:y|ily)|limited|restricted|tentative(?:ly)?|pending|except(?:ing)?|excluding|minus"
    r"|apart|but|however|although|though|long as|soon as|far as|in case|in principle|on the understanding|must|should|shall|have to|has to|first"
    rf"|{_NO_NEED}(?:needs?|required?|requires|wants?|expects?)(?! no| none| nothing)|(?<!we )(?<!they )(?<!it )(?<!he )(?<!she )(?<!i )only"
    r"|before|after(?:wards)?|later|at least|at most|no more than|up to|wait(?:s|ing)?|not yet|missing|open(?! source)|outstanding|to be|instead"
    r"|will|wont|going to|(?:they|it|he|she)ll|tomorrow|next (?:week|month|quarter|year))\b"
)
_BEGINS_BOUND = Pattern(
    rf"by {WHEN}(?!\w)"
    r"|(?:for|in|on|at|with|without|within|under|during|from|as of|just|less|save|no (?:more|longer|later)"
    r"|not (?:for|in|on|at|to|before|after|by|with"
    r"|without|under|from|the|all|every|any|more|beyond))\b"
)
"""A piece that is no sentence, and takes something out of the yes or holds it to a time, a place or a thing."""
_REASON = Pattern(r"(?:and )?(?:because|as we|since we|nobody|no one|none of)\b")
"""What begins so tells why."""
_PIECES = Pattern(r"[,.;:!–—\n()]+|\s-\s+")
_AS_BOUND = phrases(
    "condition", "a condition", "the condition", "on condition", "on a condition", "on that condition", "it's a condition",
    "that's a condition", "it is a condition", "that is a condition", "that's the condition", "conditional",
)  # fmt: skip
_AS_PLAIN = phrases(
    "plain", "plain yes", "a plain yes", "just yes", "just a yes", "simply yes", "no condition", "no conditions",
    "not a condition", "unconditional", "unconditionally", "without condition", "without conditions", "reason", "a reason",
    "the reason", "just a reason", "just the reason", "only the reason", "it's a reason", "it's the reason", "that's a reason", "that's the reason",
    "that's why", "it says why",
)  # fmt: skip


def bounds(words: str) -> bool:
    """Whether words beside a yes are likely a condition of it: "only for India", "once it is signed". "We never sell there" is a reason, "paper
    follows" a plan."""
    if _REASON.match(key(words)) is not None:
        return False
    pieces = (key(piece) for piece in _PIECES.split(words))
    return any(
        _BEGINS_BOUND.match(one) is not None or _BOUNDS.search(one) is not None
        for one in pieces
        if not _PLAN.fullmatch(one)
    )


def tells_which(line: str) -> bool | None:
    """Whether words say that what was said beside a yes is a condition (True) or none (False); None for any others. ``line``: a key."""
    line = line.removeprefix("yes ")
    return True if line in _AS_BOUND else False if line in _AS_PLAIN else None
