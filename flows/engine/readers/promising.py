"""What says that an answer is to come and is none: "tomorrow", "let me check", "I'll ask legal". Asked where any words would pass for an answer."""

from __future__ import annotations

import re

from flows.engine.readers.coming import SOME, WHEN
from flows.engine.readers.patterns import Pattern

MOST_CHARS = 120
"""Characters of a promise; what is longer says more."""

_POLITE = r"(?:(?:ok(?:ay)?|sure|yes|yep|thanks|thank you|hi|hello|hm+|sorry|right|good question)\b[\s,.;:!–—-]*)*"
_LATER = (
    rf"(?:by|until|not before) (?:the )?{WHEN}|tomorrow(?: \w+)?|tonight|next (?:week|month|mon|tues|wednes|thurs|fri)(?:day)?"
    rf"|(?:with)?in (?:about )?{SOME} (?:minute|hour|day|week|moment|bit)s?"
    r"|soon|later(?: on| today)?|asap|in a (?:bit|while|minute|moment|sec(?:ond)?)|after (?:lunch|the (?:meeting|call))"
    rf"|{SOME} (?:minute|hour|day|week)s?|today|this (?:afternoon|evening|week)"
)
_LOOK = (
    r"(?:check|ask|look|see|find out|dig|verify|call|think|get back|come back|report back|answer|write|reply"
    r"|let you know|talk|speak|ping|chase|know more)"
)
_I_WILL = (
    r"(?:(?:i|we)(?:['’]?ll| will| shall| need to| have to| must|['’]?m going to| am going to|['’]?re going to"
    r"| are going to)|ill|let me|let us|lets|gonna|going to|will|need to|have to|must)"
)
_ON_IT = r"(?:on it|(?:working on|looking into) (?:it|this|that)|checking|in progress)"
_REST = r"\b[^.!?;:]*"
_PROMISE = Pattern(
    rf"{_POLITE}(?:{_I_WILL} (?:just |first |quickly |have to |need to )*{_LOOK}{_REST}"
    rf"|(?:(?:i|we)(?:['’]?m| am|['’]?re| are) )?(?:still )?{_ON_IT}{_REST}"
    rf"|(?:give me |you(?:['’]ll| will) (?:get|have|hear) (?:(?:it|this|that|an answer) )?)?(?:{_LATER}))[.!]?",
    re.IGNORECASE,
)
_KNOWN = Pattern(r"\b(?:but|because|since|already|so far|as far as)\b", re.IGNORECASE)
"""Whoever says more than when tells something."""


def promises(said: str) -> bool:
    """Whether words only say that an answer is to come."""
    text = " ".join(said.split())
    return len(text) <= MOST_CHARS and _KNOWN.search(text) is None and _PROMISE.fullmatch(text) is not None
