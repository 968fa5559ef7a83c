"""A reply that asks what the question means: "what counts as named?", "does services include support?". It is never the answer."""

from __future__ import annotations

import re

from flows.engine.readers.manners import MOST_ASKED, wonders
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.questions import asked
from flows.engine.readers.wording import Said, again
from flows.model.flow import Question

_LEAD = Pattern(
    r"(?:(?:no|yes|wait|hang on|hold on|hm+|hey|hi|hello|but|so|and|well|sorry|ok|okay|oh|ah|um+|right|first|just|actually|quick question|question)\b"
    r"[\s,.:;!–-]*)+",
    re.IGNORECASE,
)
_MEANT = Pattern(
    r"(?:(?:what|who|which|whom|how)(?: \w+){0,3} (?:do|does|did) .+ mean(?: by .+| here| exactly| with .+| in this \w+)?"
    r"|(?:do|does|did) (?:you|this|that|it) mean .+"
    r"|(?:what|who|which|whom)(?: exactly| precisely)? (?:is|are|s) (?:exactly |precisely )?meant(?: exactly| here| by .+| with .+)?"
    r"|what (?:exactly )?counts(?: as)?(?: (?!is\b|are\b|was\b|were\b|will\b)\w+){1,4})"
)
"""Asks for the meaning, with a question mark or without."""
_SCOPE = Pattern(
    r"(?:(?:does|do|did|would|should|is|are|can|could|will) .+"
    r" (?:include|includes|included|cover|covers|covered|count|counts|qualify|mean|means|meant|belong|belongs)\b.*"
    r"|(?:what|who|which|how)\b.* (?:mean|means|meant|counts?|included?|covered|qualif(?:y|ies)|defined?)\b.*)"
)
"""Asks how far a word reaches, where a question mark stands behind it."""


def asks_back(question: Question, said: Said) -> bool:
    """Whether a reply asks about the question itself: for the meaning of a word, how far it reaches, or by words that stand in the question."""
    if len(said.text) > MOST_ASKED or "\n" in said.text:
        return False
    plain = again(said, _LEAD.sub("", said.text, count=1) if _LEAD.match(said.text) else said.text)
    if plain.key.startswith("which one"):
        return False  # asked of whoever spoke before
    if _MEANT.fullmatch(plain.key):
        return True
    return wonders(plain.text) and (_SCOPE.fullmatch(plain.key) is not None or _of(question, plain.text))


def _of(question: Question, text: str) -> bool:
    return not {*asked(text).words}.isdisjoint(asked(question.text.default).words)
