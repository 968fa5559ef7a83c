"""What is said to come: "signed by Friday", "not yet, Friday", "we expect it on 3 March". Whatever word it is said with, it is not so today."""

from __future__ import annotations

import re

from flows.engine.readers.dates import days_named, today_at
from flows.engine.readers.heard import Context
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import Said, key

MOST_CHARS = 120
"""Characters of a reply that says when; a longer one is a story."""

_MONTHS = r"(?:jan(?:uary)?|feb(?:ruary)?|march|mar|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
PERIOD = r"(?:day|week|month|quarter|year|spring|summer|autumn|fall|winter|sprint|release)"
"""A stretch of time by its name."""
WHEN = (
    r"(?:the )?(?:(?:end|beginning|start|middle) of (?:the )?|mid[- ]|early |late )?(?:the )?"
    rf"(?:(?:(?:next|this|the coming|coming) )?(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? )?{_MONTHS}\b\.?(?: \d{{1,2}}(?:st|nd|rd|th)?\b)?"
    rf"|christmas|xmas|easter|new year(?:['’]?s)?(?: eve| day)?|(?:(?:next|this|the coming) )?(?:{PERIOD}|{_MONTHS})(?:['’]?s)?(?: end)?"
    r"|next \w+|tomorrow|tonight|now|then|q[1-4]|h[12]|\d{1,2}(?:st|nd|rd|th)|20\d\d|\d{1,2}[./-]\d{1,2}(?:[./-](?:20)?\d{2})?\.?|\d{4}-\d\d-\d\d)"
    r"(?:,? 20\d\d)?(?: at the latest)?"
)
"""A day or a stretch of time as people name it."""
SOME = r"(?:\d{1,2}|an?|one|two|three|four|five|six|a few|a couple of|some)"
"""So many of them."""

_AT = r"(?:on|in|at|around|about|for|from|during|sometime(?: in| on)?)"
_BY = r"(?:by|until|till|before|(?:no|not) later than|(?:at the )?latest(?: by| on)?)"
_LONG = rf"(?:with)?in (?:the )?(?:next |about )?{SOME} {PERIOD}s?(?:['’]? time| from now)?"
_NEXT = rf"(?:tomorrow|(?:the )?(?:next|coming) (?:{PERIOD}|(?:mon|tues|wednes|thurs|fri|satur|sun)day))"
_DAY = rf"(?:(?:(?:{_AT}|{_BY}) )?(?:the )?(?P<when>{WHEN})|{_LONG})"
_PERHAPS = (
    r"(?:,? (?:hopefully|i hope|we hope|i think|probably|latest|at the latest|if all goes well|then yes|it will be))?"
)
_WILL = (
    r"(?:will|['’]ll|shall|should|going to|to be|expect(?:s|ed|ing)?|plan(?:s|ned|ning)?|hope(?:s|d|fully)?|hoping|aim(?:s|ed|ing)?"
    r"|intend(?:s|ed|ing)?|want(?:s|ed)? to|due|scheduled|pending|coming|promised|ready)"
)
_MADE = (
    r"(?:signed|done|agreed|confirmed|filed|registered|checked|trained|documented|finished|settled|written|set up|in place|sent|ready|there"
    r"|closed|approved|complete(?:d)?|fixed|sorted|returned|deleted|tested|reviewed|searched|read|opened|chosen|named|decided)"
)
_ACTS = (
    r"(?:sign|file|register|decide|get|receive|expect|finish|close|settle|agree|train|check|meet|talk|send|set|write|start|choose|confirm|have)"
    r"(?:s|es|ing)?"
)
_WHO = (
    r"(?:(?:we|they|he|she|i|you|it|the \w+|both(?: of (?:us|them))?|all(?: of (?:us|them))?|everyone|everybody|\w+)"
    r"(?:['’](?:re|s|m)| are| is| am)? )"
)
_SAID_OUT = Pattern(
    r"(?:(?:yes|yep|yeah|yup|sure|ok|okay)\b[\s,.;:!–—-]*)?"
    rf"(?:(?:no|nope|nah|not (?:just |quite )?(?:{_MADE} )?yet|still (?:open|missing)|(?:in progress|under ?way|pending|planned))\b[\s,.;:!–—-]*)?"
    r"(?:but |and )?",
    re.IGNORECASE,
)
"""The yes or no in front, after which it is told when."""
_FORMS = (
    Pattern(rf"(?:(?:it|that|this|they|them|one|those) )?{_DAY}{_PERHAPS}", re.IGNORECASE),
    Pattern(
        rf"(?:.{{0,40}}?(?<!\w)|.{{1,40}}?(?=['’]ll))?{_WILL}\b(?:.{{0,60}}?\s)??(?:{_DAY}|soon){_PERHAPS}",
        re.IGNORECASE,
    ),
    Pattern(
        rf"(?:{_WHO}|.{{1,30}} )?{_MADE}(?: \w+){{0,3}}? (?:{_BY} (?:the )?(?P<when>{WHEN})|{_NEXT}){_PERHAPS}",
        re.IGNORECASE,
    ),
    Pattern(rf"(?:{_WHO}|.{{1,30}} )?{_MADE}(?: \w+){{0,3}}? on (?:the )?(?P<sure>{WHEN}){_PERHAPS}", re.IGNORECASE),
    Pattern(
        rf"(?:{_WHO}|to ){_ACTS}\b(?: \w+){{0,4}}? (?:(?:{_BY}|on) (?:the )?(?P<when>{WHEN})|{_NEXT}){_PERHAPS}",
        re.IGNORECASE,
    ),
)
_BEHIND_US = Pattern(r"\b(?:was|were|has been|have been|had|since|ago|last|yesterday|already)\b", re.IGNORECASE)
_NO_TIME = frozenset(("now", "then", "day", "the day"))
_DID = Pattern(_MADE)


def is_to_come(said: Said, context: Context) -> bool:
    """Whether a reply says of something that it will be so on some day that lies ahead."""
    if len(said.text) > MOST_CHARS or _BEHIND_US.search(said.text):
        return False
    text = " ".join(said.text.split()).strip(" .!,;")
    rest = _SAID_OUT.sub("", text, count=1)
    return any(
        found is not None and _lies_ahead(found.groupdict(), context)
        for found in (form.fullmatch(rest) for form in _FORMS)
    )


def done_in(line: str) -> frozenset[str]:
    """The words of a key that say of something that it is done."""
    return frozenset(found[0] for found in _DID.finditer(line))


def _lies_ahead(found: dict[str, str | None], context: Context) -> bool:
    when, sure = key(found.get("when") or ""), key(found.get("sure") or "")
    named = when or sure
    if named in _NO_TIME or any(named in key(name).split() for name in context.names.values()):
        return False  # "signed by Jan", who is one of us
    days, today = days_named(found.get("when") or found.get("sure") or "", context), today_at(context)
    return (bool(days) and min(days) > today) if sure else (not days or max(days) >= today)
