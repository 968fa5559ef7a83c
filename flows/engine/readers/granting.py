"""A decision that is taken, or not, without the word yes: "approved", "go ahead". Nothing else is read here."""

from __future__ import annotations

from flows.engine.readers.heard import Unclear
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import phrases
from flows.engine.readers.yes_no import NO, YES

_GRANTS = phrases(
    "approved", "approve", "i approve", "we approve", "approve it", "i approve it", "i approve this", "it's approved", "this is approved",
    "signed off", "sign off", "i sign off", "i sign it off", "sign it off", "i signed off", "i've signed off", "signed it off", "it's signed off",
    "go ahead", "go for it", "you may go ahead", "you can go ahead", "we can go ahead", "good to go", "lgtm", "looks good to me", "accepted",
    "i accept", "i accept it", "granted", "cleared", "fine by me", "fine with me",
)  # fmt: skip


_MEANS_TO = Pattern(
    r"(?:let me|let us|lets|(?:i|we)(?: will|ll| would like to|d like to| want to| can)?)"
    r" (?:approve|grant|accept|clear|sign)(?: it| this| that| both)?(?: off)?"
    r"(?: (?:with|on|under|subject to) (?:the |those |these |my |our |some )?conditions?)?"
)
"""Says that somebody will take the decision: "let me approve it with conditions"."""


def grants(line: str) -> Unclear | None:
    """What somebody says of a decision without the word yes ("approved", "go ahead"), or of it that it is not taken: asked back, since it decides.
    ``line``: a key."""
    if line in _GRANTS:
        return Unclear((YES,))
    if _MEANS_TO.fullmatch(line):
        return Unclear((NO, YES) if line.endswith(("condition", "conditions")) else (YES,))
    return Unclear((NO,)) if line.startswith("not ") and line.removeprefix("not ") in _GRANTS else None
