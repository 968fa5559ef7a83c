"""A question about how the asker's own programme stands: what is urgent, why a phase is closed, what may go to a vendor.

It is told by plain words alone, and the answer leads to where it stands; nothing is looked up here.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import hear, key
from flows.model.ledger import AGREEMENTS, VENDORS
from flows.model.phasing import ASSETS, PHASES
from flows.model.programme import Item
from flows.rules.names import unformed

MOST_LENGTH = 160
"""Characters of a question that is one of these."""
NAMED = (PHASES, VENDORS, ASSETS, AGREEMENTS)
"""The registers whose rows a question may name."""


class Own(StrEnum):
    """What such a question is about: what presses or holds up; what may go out; or how a row stands that it names."""

    URGENT = "urgent"
    SHARING = "sharing"
    STANDING = "standing"


_FIRST = r"(?: (?:now|right now|first|next|today|tomorrow|this week|next week|here|for us|at the moment))"
_URGENT = Pattern(
    r"(?:(?:whats|what (?:is|are)|(?:is )?(?:there )?anything|who is|whos|which (?:things|actions|findings|phases|ones) are) "
    r"(?:the )?(?:most |very |so |really |still |currently |now )?"
    r"(?:urgent|pressing|overdue|blocked|stuck|open|outstanding|left|missing|(?:left )?to do"
    r"|(?:blocking|delaying)(?: us| everything| things| our \w+| the \w+)?|holding (?:us|things|it) up"
    r"|(?:waiting|open|there) for (?:me|us)(?: to do)?|there to do|on my (?:plate|list|desk)|with me|mine"
    rf"|due(?: today| now| next| soon)?){_FIRST}?"
    r"|(?:whats |what is |what comes )?next|what now"
    rf"|what (?:should|do|can|must|shall) (?:i|we|you) (?:have to |need to )?do{_FIRST}?"
    rf"|who (?:waits|is waiting|are waiting) (?:for|on) (?:me|us){_FIRST}?|who(?:m)? (?:am i|are we|do we) wait(?:ing)? (?:for|on){_FIRST}?"
    r"|how many (?:\w+ )?(?:findings|actions|phases|questions|things|tasks|reviews) (?:are|do we have|have we)"
    rf"(?: there| still| left| got| open| overdue| closed| shut| missing){{0,3}}{_FIRST}?)"
)
_STAND = Pattern(
    rf"(?:(?:whats|what is) (?:going on|happening|(?:the|our) (?:status|state|standing|progress)(?: of (?:things|play|the \w+|our \w+))?){_FIRST}?"
    r"|where (?:do|are) (?:we|i|things) (?:stand|now|standing|at)(?: now| right now| today| with (?:this|it|everything))?"
    r"|how (?:do|are) (?:we|things) (?:stand|stands|doing|going|looking)(?: now| right now| so far| today)?"
    r"|how (?:is|s) (?:it|this|everything|the programme|the program|our programme) (?:going|looking|standing)(?: now| so far| today)?"
    r"|hows (?:it|everything) going|how far (?:along )?are we(?: now| along)?)"
)
"""How all of it stands is asked for."""
_AND = Pattern(r" (?:and|but|so) (?=what|who|where|how)")
_OUT = Pattern(
    r"\b(?:what|which \w+) (?:else )?(?:may|can|could|should) (?:i|we) (?:now |already )?(?:send|share|show|give)\b"
)
_STANDS = Pattern(
    r"\b(?:open(?! source)|opens|opened|closed?|closes|shut|block(?:s|ed|ing)?|missing|waiting|waits|deadlines?|due|overdue|urgent|expires?|expired"
    r"|ends?|renew(?:ed|al)?|approve[sd]?|approvals?|approvers?|status|stands?|ready|stuck|held up)\b"
)


def asks_of_own(text: str, rows: Sequence[Item]) -> Own | None:
    """What a question asks of the programme that has these rows; None where it may be one to our sources."""
    line = hear(text[: MOST_LENGTH + 1]).key
    if len(text) > MOST_LENGTH:
        return None
    asked = _AND.split(line)
    if all(_URGENT.fullmatch(one) or _STAND.fullmatch(one) for one in asked):
        return Own.URGENT if any(_URGENT.fullmatch(one) for one in asked) else Own.STANDING
    if not any(names(line, row) for row in rows):
        return None
    if _OUT.search(line):
        return Own.SHARING
    return Own.STANDING if _STANDS.search(line) else None


def names(line: str, row: Item) -> bool:
    """Whether a line (a key) names a row whole, by what it is or was called, or as somebody's: "Kodex's insurance"."""
    called = [name for said in (row.name, *row.formerly) if (name := unformed(key(said)))]
    return any(f" {said} " in f" {line} " for name in called for said in (name, f"{name}s"))
