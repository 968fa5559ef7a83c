"""Words that put right what was said before: "I meant three days", "my earlier answer about the office was wrong: Lisbon", "they can delete too,
correct that". They are about an earlier answer, and never the answer to what is open now."""

from __future__ import annotations

import re

from flows.engine.readers.heard import Amend
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import Said, hear, key

MOST_LENGTH = 400
"""Characters of a reply that may be one."""

_LEAD = r"(?:(?:no|yes|wait|sorry|oops|ah|oh|h+m+|hang on|hold on|my bad|apologies|actually|argh|ok|okay|well|and|but|so)\b[\s,.:;!…–-]{0,9}){0,6}"
_EARLIER = r"(?:earlier|last|previous|prior|first|other)"
_TOLD = Pattern(
    rf"\b(?:my|our|the|that) {_EARLIER} (?:answers?|repl(?:y|ies)|one)\b"
    r"|\b(?:my|our) (?:answers?|repl(?:y|ies)) (?:about|on|to|for|regarding|was|were|is|are)\b"
    r"|\bwhat (?:i|we) (?:said|answered|wrote) (?:earlier|before|above|about|on|to|for)\b",
    re.IGNORECASE,
)
"""An answer is spoken of as one that was given."""
_WRONG = Pattern(
    r"\b(?:wrong|mistaken?|incorrect|not (?:right|true|correct)|should (?:be|have been|say|read)|correct(?:ion|ed)?|change|fix|meant|add|instead)\b",
    re.IGNORECASE,
)
_ABOUT = Pattern(
    r"\b(?:about|on|to|for|regarding) (?P<about>.{1,80}?)(?= (?:was|were|is|are|should|has|have)\b|\s*[:;,.–—]|\s*\Z)",
    re.IGNORECASE,
)
_SAYS = Pattern(
    r"(?:.*?[:;–—]|.*?\bwrong\b[\s,.]*|.*?\b(?:should (?:be|have been|say|read)|(?:i|we) meant|make it|(?:change|correct) it to)\b)"
    r"\s*(?P<words>.+)",
    re.IGNORECASE | re.DOTALL,
)
_MEANT = Pattern(
    _LEAD
    + r"(?:(?:(?:i|we) (?:meant(?: to say)?|mis(?:typed|clicked|read|spoke)|should have said|wanted to say)|(?:scratch|strike|forget) that|make that"
    r"|that was (?:(?:meant )?for|about) [^.:;,\n]{1,60}|that was (?:wrong|a typo|a mistake)|wrong button|typo|correction)\b"
    r"|oops\b(?=\W{1,9}\w))[\s,.:;!…–-]{0,9}(?P<words>.*)",
    re.IGNORECASE | re.DOTALL,
)
_CLOSES = Pattern(
    _LEAD
    + r"(?P<words>.+?)[\s,.;:–—-]{1,9}(?:(?:so|and|but) )?(?:please )?(?:correct|fix|put) (?:that|it|this)(?: right)?(?: please)?[\s.!]{0,9}",
    re.IGNORECASE | re.DOTALL,
)
_WRONG_ONE = Pattern(
    _LEAD
    + r"wrong (?P<about>file|document|paper|version|date|day|number|name|person|vendor|country|one)\b[\s,.:;!…–-]{1,9}(?P<words>.*)",
    re.IGNORECASE | re.DOTALL,
)
_IS_WRONG = Pattern(
    _LEAD + r"that(?:['’]?s| is) (?:wrong|incorrect|not (?:right|true|correct))\b[\s,.:;!…–-]{1,9}(?P<words>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_NOT_MEANT = Pattern(r"(?:that|by|for you|no harm|well|it|what i said)\b", re.IGNORECASE)
"""Behind "I meant", a comment and no new answer."""

_NO = Pattern(
    r"\W{0,9}(?:no|nope|nah|not quite|wrong)\b[\s,.:;!–—-]{1,9}"
    r"(?:(?:sorry|wait|it is|it['’]?s|that['’]?s|rather|better|instead|make it|(?:i|we) (?:mean|meant)|it should be|wrong)\b[\s,.:;–-]{0,9})*",
    re.IGNORECASE,
)


def behind_no(reply: str) -> str:
    """What stands behind a no that leads: "no, just the app"; "" where nothing does."""
    said = hear(reply)
    found = _NO.match(said.text)
    return said.text[found.end() :].strip() if found else ""


_PERHAPS = Pattern(r"\W{0,9}(?:actually|(?:no |oh |ah )?wait|hang on|hold on)\b(?=\W{1,9}\w)", re.IGNORECASE)


def corrects_perhaps(said: Said) -> bool:
    """Whether a reply begins as people begin who take back what they said: "actually yes" may be about the answer before."""
    return _PERHAPS.match(said.text) is not None


def corrects(said: Said, strictly: bool) -> Amend | None:
    """What a reply puts right. ``strictly``: only where it speaks of an answer, for a text answer may well say what somebody meant."""
    if len(said.text) > MOST_LENGTH:
        return None
    if _TOLD.search(said.text) and _WRONG.search(said.text):
        about, words = _ABOUT.search(said.text), _SAYS.fullmatch(said.text)
        return Amend(
            key(about["about"]) if about else "",
            plainly=True,
            right=True,
            words=words["words"].strip() if words else "",
        )
    wrong = _WRONG_ONE.fullmatch(said.text)
    if wrong is not None:
        about = "" if wrong["about"].lower() == "one" else key(wrong["about"])
        return Amend(about, plainly=True, right=True, words=wrong["words"].strip())
    if strictly:
        return None
    closes = _CLOSES.fullmatch(said.text)
    found = closes or _MEANT.fullmatch(said.text)
    if found is None or _NOT_MEANT.match(found["words"]):
        return None
    return Amend(plainly=closes is not None, right=True, words=found["words"].strip())


def denies(said: Said) -> Amend | None:
    """What a reply puts right that begins by saying that something is wrong: "no, that's wrong, they have two"."""
    found = _IS_WRONG.fullmatch(said.text)
    return Amend(right=True, words=found["words"].strip()) if found else None


_THE = r"(?:the answer (?:to|on|about|for) )?(?:the |our |my |your |what )?"
_TO_CHANGE = Pattern(
    _LEAD
    + r"(?:(?:i|we)(?: want to|['’]d like to| would like to| need to| have to)? |(?:can|could) (?:i|we|you) |let me |let['’]?s |please )*"
    rf"(?:change|correct|update|fix) {_THE}(?P<about>[^:=\n]{{2,80}}?)(?:\s+(?:in)?to(?: be| read| say)?[\s:]+|\s*[:=–—]\s*)(?P<words>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_SHOULD_BE = Pattern(
    _LEAD
    + rf"{_THE}(?P<about>[^:\n]{{2,60}}?)(?: (?:question|answer|point))?(?: (?:before|above|earlier|just now))?(?:\s*[:,–—]\s*(?:it|they|that))?"
    r" (?:should (?:read|say|have been)\s*:?|(?:should|must) be(?P<only>\s*:)?)\s*(?P<words>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_TELLS_WRONG = Pattern(
    rf"{_LEAD}(?:correct(?:ion)?[\s,:]{{1,3}})?(?P<words>.*?)[\s,.–—-]{{0,9}}(?:(?:sorry|oops|my bad|my mistake|i mean)[\s.!]{{0,9}})?",
    re.IGNORECASE | re.DOTALL,
)
_OWNS_UP = Pattern(
    r"\b(?:sorry|oops|wait|correction|correct(?=\s*[:,]\s*\S)|my (?:bad|mistake)|wrong|hang on|hold on|apologies|i mean)\b",
    re.IGNORECASE,
)


def names_what(reply: str) -> tuple[str, str] | None:
    """What a reply says is to be changed, as a key, and what it is to be: "change the limits: only test work", "the limits should read: ..."."""
    text = hear(reply).text
    if len(text) > MOST_LENGTH:
        return None
    found = _TO_CHANGE.fullmatch(text)
    if found is None and (should := _SHOULD_BE.fullmatch(text)) is not None:
        # "The vendor should be told today" is said of work, not of an answer.
        plainly = should["only"] or " be " not in text[should.start("about") : should.start("words")] or owns_up(reply)
        found = should if plainly else None
    return (key(found["about"]), found["words"].strip()) if found else None


def owns_up(reply: str) -> str:
    """What a reply says that begins or ends as people do who were wrong: "yesterday evening, sorry"; "" where it does not."""
    text = hear(reply).text
    found = _TELLS_WRONG.fullmatch(text) if len(text) <= MOST_LENGTH and _OWNS_UP.search(text) else None
    return found["words"].strip() if found else ""


_TAKES = Pattern(
    _LEAD + r"(?:correct(?:ion)?[\s,:]{1,3})?(?:please )?"
    r"(?:(?:leave|take|cross|strike) (?:out|off|away)|drop|strike|remove|delete|without|minus|except(?: for)?"
    r"|no(?= \w)|not)[\s:]{1,3}(?:(?:the|our|any) )?(?P<words>\S.{0,118}?)(?: (?:again|then|please|from (?:it|that|the list)))?[\s.!]{0,9}",
    re.IGNORECASE | re.DOTALL,
)


def takes(reply: str) -> str:
    """What a reply takes out of a list: "correct: leave out the logs" is "logs", and so is "no logs"; "" where it takes nothing."""
    found = _TAKES.fullmatch(hear(reply).text)
    return found["words"].strip() if found else ""


_ADDS = Pattern(
    _LEAD + r"(?P<words>(?:plus|also|add)\b.{1,120}|.{1,120}?[\s,]+(?:too|also|as well)[\s.!]{0,9})",
    re.IGNORECASE | re.DOTALL,
)


def adds(reply: str) -> str:
    """What a reply adds to a list: "no wait, the log too" is "the log too"; "" where it adds nothing."""
    found = _ADDS.fullmatch(hear(reply).text)
    return found["words"].strip() if found else ""
