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


_URGENT = Pattern(
    r"(?:whats|what (?:is|are)|(?:is )?(?:there )?anything|who is|whos|which (?:things|actions|findings|phases|ones) are) "
    r"(?:the )?(?:most |very |so |really |still |currently |now )?"
    r"(?:urgent|pressing|overdue|blocked|stuck|open|outstanding|left|missing|(?:left )?to do"
    r"|(?:blocking|delaying)(?: us| everything| things| our \w+| the \w+)?|holding (?:us|things|it) up"
    r"|due(?: today| now| next| soon)?)(?: (?:now|today|right now|this week|next week|here|for us))?"
)
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
    if _URGENT.fullmatch(line):
        return Own.URGENT
    if not any(names(line, row) for row in rows):
        return None
    if _OUT.search(line):
        return Own.SHARING
    return Own.STANDING if _STANDS.search(line) else None


def names(line: str, row: Item) -> bool:
    """Whether a line (a key) names a row whole, by what it is or was called, or as somebody's: "Kodex's insurance"."""
    called = [name for said in (row.name, *row.formerly) if (name := unformed(key(said)))]
    return any(f" {said} " in f" {line} " for name in called for said in (name, f"{name}s"))
