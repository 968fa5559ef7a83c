"""Counsel says that they have no more questions of their own: by their name ("no more questions"), or short of it ("that was all")."""

from __future__ import annotations

from flows.engine.readers.manners import bare
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import hear

_OPENING = r"(?:(?:no|nope|ok|okay|well|so|right|now|then|and|hm+) )*"
_MINE = r"(?:(?:i|we)(?: (?:have|had|see|got)|ve(?: got)?)|there (?:are|is|were)|theres)"
_MORE = r"(?:more|further|other|additional|new|open|remaining|unanswered|outstanding|pending)"
_NAME = r"(?:questions?|queries|qs)"
_CLOSING = (
    r"(?: (?:of (?:mine|ours|my own|our own)|(?:from|on) (?:me|us|my side|our side|my end|my part)|here|there|now|left|open|remain(?:ing)?|at all"
    r"|any ?more|any ?longer|either|outstanding|to (?:ask|put)|for now|for (?:anybody|anyone|them)|about (?:it|this|that)))*"
)
_NAMED = Pattern(
    rf"{_OPENING}(?:{_MINE} )?(?:no|none|zero|not any)(?: {_MORE})* {_NAME}{_CLOSING}"
    rf"|{_OPENING}(?:i|we|there) (?:do|have|are) ?(?:not|nt) (?:have |got )?(?:any )?(?:{_MORE} )*{_NAME}{_CLOSING}"
    rf"|{_OPENING}(?:i|we|there) (?:dont|havent|arent) (?:have |got )?(?:any )?(?:{_MORE} )*{_NAME}{_CLOSING}"
    rf"|{_OPENING}(?:that|those|these|this|it)(?: (?:was|were|is|are)|s) (?:(?:all|it|all of|the last|my last)"
    rf"(?: (?:of )?(?:my|our|the))?) {_NAME}{_CLOSING}"
    rf"|{_OPENING}(?:all )?(?:of )?(?:my|our|the) {_NAME} (?:are|were|have been|have all been|got) (?:all |now |both )*"
    r"(?:answered|settled|closed|resolved|dealt with|cleared|done)"
    rf"|{_OPENING}(?:none|not one) of (?:my|our|the) {_NAME} (?:is|are) (?:still )?(?:open|left|unanswered|outstanding)"
    rf"|{_OPENING}(?:i am|im|we are|were) (?:done|finished|through) (?:with (?:my |our |the )?{_NAME}|asking(?: {_NAME})?)"
)
_SHORT = Pattern(
    rf"{_OPENING}(?:{_MINE} )?(?:none|no(?: {_MORE})* (?:ones?|others?)|none (?:more|left|open)|no (?:more|further)|no others?"
    rf"|nothing(?: (?:more|else|further|left|open))?){_CLOSING}"
    rf"|{_OPENING}(?:i|we|there) (?:dont|havent|arent) (?:have |got )?any(?: (?:more|others?|left))?{_CLOSING}"
    rf"|{_OPENING}(?:that|those|this|it)(?: (?:was|were|is|are)|s) (?:all|it|the last(?: (?:one|of them))?|them all|all of (?:it|them)){_CLOSING}"
    rf"|{_OPENING}(?:all|both|they|all of them|both of them)(?: (?:are|were|have been|got))?(?: all)? (?:answered|settled|closed|resolved|dealt with)"
)
MOST = 100
"""Characters of such a reply."""


def ends_questions(said: str) -> bool:
    """Whether a reply says, by that name, that there are no more questions."""
    return len(said) <= MOST and _NAMED.fullmatch(_line(said)) is not None


def says_that_was_all(said: str) -> bool:
    """Whether a reply says so short of the name: where it was asked whether there are any more, and nowhere else."""
    return len(said) <= MOST and _SHORT.fullmatch(_line(said)) is not None


def _line(said: str) -> str:
    return bare(hear(said).key)
