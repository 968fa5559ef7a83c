"""Words that are neither a yes nor a no by themselves: how many it is of, a place on the screen, and a yes or no that is still thought over."""

from __future__ import annotations

from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import phrases

OF_ALL = phrases(
    "all", "all of them", "all of it", "every one", "every single one", "every one of them", "each of them", "each", "everyone", "everybody",
    "everything", "both", "both of them", "all three", "all four",
)  # fmt: skip
"""Likelier a yes. "Is everybody named, or is there nobody?": both, each and nobody may all mean yes."""
OF_NONE = phrases(
    "none", "none of them", "none of it", "none at all", "none of these", "none of those", "nobody", "nobody at all", "no one", "noone", "not one",
    "not a single one", "not one of them", "nothing", "nothing at all", "neither", "neither of them", "neither of the two", "neither of those",
    "nowhere", "there is nobody", "there's nobody", "there is no one", "there are none", "there is none", "there's none", "we have none",
    "they have none", "none so far", "nobody so far", "nobody yet", "none yet",
    "not on any of them", "in none of them", "on none of them", "not any of them", "not any",
)  # fmt: skip
"""Likelier a no."""
OF_NONE_HEDGED = phrases(
    "none that i know of", "nothing that i know of", "no one that i know of", "nobody that i know of"
)
NOT_KNOWN = phrases(
    "not that i know", "not that i know of", "not that we know of", "not that i'm aware of", "not that i am aware of", "not as far as i know",
    "not to my knowledge", "not to our knowledge",
)  # fmt: skip
"""A no at a yes or no; of several things, none of them, so far as somebody knows."""
_CHECKS = r"(?:sleep on|think|check|double check|ask|confirm|verify|look|see|find out|make sure|(?:get|come) back|talk|speak|discuss|consider)"
PUTS_OFF = Pattern(
    rf"(?:(?:but|and|though|so) )*(?:(?:please )?let (?:me|us) (?:\w+ )?{_CHECKS}\b.*|lets {_CHECKS}\b.*"
    rf"|(?:ill|well|id|(?:i|we) (?:will|would|still|first|have to|need|want|must|should|might|may|am going|are going))"
    r"(?: (?:have|need|want|first|still|like|to|just|rather|better))*"
    rf" {_CHECKS}\b.*|give (?:me|us) (?:a|an|some|until|till) .+"
    r"|(?:i am|im|we are|were)? ?(?:not (?:yet|quite|entirely|so|really|too|very) )+(?:sure|certain)\b.*"
    r"|(?:to be|not(?: yet)?|still to be) (?:confirmed|decided|final)|tb[cd]|that is not (?:yet )?final|dont hold me to (?:it|that)"
    r"|(?:i am|im|we are|were)? ?(?:still )?(?:thinking|checking|not decided)\b.*)"
)
"""Follows a yes or a no that its speaker still thinks over: it is one when they say so."""
