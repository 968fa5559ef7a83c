"""Doubt and throat-clearing around an answer: "hm, I think Poland" is Poland, said with doubt. So is what only assures:
"Kodex, of course" is Kodex. Takes words off; never reads the answer."""

from __future__ import annotations

import re

from flows.engine.readers.patterns import Pattern

SURE = r"(?:(?:100 ?%|entirely|totally|completely|really|quite|very|too|so|absolutely) )?(?:sure|certain)"
_THINK = r"(?:think|guess|believe|suppose|assume|reckon|expect|hope|suspect)"
_OPENING_DOUBT = (
    rf"(?:i|we) (?:would |do |just )?{_THINK}(?: that| so(?=\W+\w))?",
    rf"i['’]?d {_THINK}",
    r"(?:quite |very |most )?(?:probably|likely|possibly|perhaps|maybe|presumably|supposedly|apparently)",
    r"(?:i['’]?m |i am |we['’]?re |we are )?(?:pretty|fairly|quite|almost|reasonably|mostly) (?:sure|certain)(?: that)?",
    r"as far as (?:i|we) (?:know|can tell|can see|remember|am aware|are aware)",
    r"afaik|afaict|iirc|from memory|off the top of my head|to my knowledge|to the best of my knowledge",
    r"if (?:i|we) (?:remember|recall)(?: it)?(?: correctly| right| rightly)?",
    rf"(?:i['’]?m |i am |we['’]?re |we are )?not {SURE}(?: about (?:this|that|it))?,? but",
    r"(?:i|we) (?:could|might|may) be wrong,? but|don['’]?t quote me(?: on (?:this|that))?(?:,? but)?",
    r"(?:it |that |this )?(?:should|might|may|could|must) (?:well )?be|(?:it |that )?(?:seems|looks)(?: like| to be)?",
)
_CLOSING_DOUBT = (
    rf"(?:i|we) {_THINK}(?: so)?",
    r"(?:quite |very |most )?(?:probably|likely|possibly|perhaps|maybe|presumably)",
    r"as far as (?:i|we) (?:know|can tell|can see|remember)|afaik|afaict|iirc|from memory|to my knowledge",
    r"if (?:i|we) (?:remember|recall)(?: it)?(?: correctly| right| rightly)?",
    rf"(?:but )?(?:i['’]?m |i am |we['’]?re |we are )?not {SURE}(?: about (?:this|that|it))?(?: though| tho)?",
    r"(?:but )?don['’]?t quote me(?: on (?:this|that))?|or something(?: like that)?|or so|or thereabouts|give or take",
    r"(?:but )?not for (?:sure|certain)",
)
_FILLER = (
    r"(?:h+m+|u+m+|u+h+|mm+|err+)\b(?!-)[\s,.…:–-]*",
    r"(?:actually|honestly|tbh|basically|sorry|oops|frankly)\b[\s,.…:–-]+",
    r"(?:well|so|oh|ah|er|ok|okay|right|now|look|hey|hi|hello|good question|let me see|let me think|i mean|i['’]?d say|you know)"
    r"[,.…:–]+\s*(?!\w+\.\w)",
    r"(?:my|the|our) answer (?:is|would be)[\s:,]*|answer:\s*|i['’]?d say[\s,]+|i would say[\s,]+|let['’]?s say[\s,]+",
)

# Bounded gaps and no nesting of repeats: a hostile reply cannot make these slow.
_OPENING = Pattern(rf"\s{{0,9}}(?:{'|'.join(_OPENING_DOUBT)})(?![\w'’])[\s,.:…–-]{{0,9}}", re.IGNORECASE)
_CLOSING = Pattern(rf"(?<!\w)[\s,(–-]{{0,9}}(?<![\w'’])(?:{'|'.join(_CLOSING_DOUBT)})[\s.,!)…]{{0,9}}\Z", re.IGNORECASE)
_LEAD_IN = Pattern("|".join(_FILLER), re.IGNORECASE)
_TAIL = 80
"""Closing doubt is looked for in so many last characters."""


_SAID = r"[Aa]s (?:(?:i|we|I) (?:have )?)?(?:said|mentioned|told)|[Aa]s (?:always|usual|you know)|[Ll]ike (?:i|we|I) said|[Nn]eedless to say"
_ADVERB = r"obviously|naturally|clearly|evidently|definitely|certainly|surely"
ASSURES = rf"[Oo]f course|[Ff]or (?:sure|certain)|[Nn]o doubt|[Ww]ithout (?:a )?doubt|{_SAID}|{_ADVERB}"
"""Words that only say how plain something is to whoever says it: they are no answer to what something is called."""
_NOT = r"(?!(?:not|never)\b)"
# A capital begins a sentence, and may begin a name: "Clearly Ltd". In front it is filler only where a comma says so.
_ASSURED = Pattern(rf"\s{{0,9}}(?:(?:{ASSURES})\s{{1,9}}{_NOT}|(?i:{ASSURES})\s{{0,9}}[,:–-]\s{{0,9}}{_NOT})(?=\w)")
# Without a comma such a word may say how something is done: "marked clearly".
_ASSURING = Pattern(
    rf"(?<!\bnot)(?<!n['’]t)(?:[\s,(–-]{{1,9}}(?:of course|for sure|for certain|no doubt|without (?:a )?doubt|obviously|{_SAID})"
    rf"|\s{{0,9}}[,(–-]\s{{0,9}}(?:{_ADVERB}))[\s.,!)…]{{0,9}}\Z",
)


def without_assurance(text: str) -> str:
    """The reply without "of course" and "as said" in front and behind; unchanged where nothing else would be left."""
    opening = _ASSURED.match(text)
    text = text[opening.end() :] if opening else text
    closing = _ASSURING.search(text, max(0, len(text) - _TAIL))
    return text[: closing.start()].strip() or text if closing else text


_INSIDE = Pattern(r"\b(?:maybe|perhaps|possibly|potentially|might be)\b", re.IGNORECASE)


def doubts_a_part(text: str) -> bool:
    """Whether doubt stands in the middle of a reply, and so is about a part of it: "Poland, maybe Ukraine"."""
    return _INSIDE.search(text) is not None


def without_filler(text: str) -> str:
    """The reply without "hm," and "well," in front; unchanged where nothing else would be left."""
    for _ in range(4):
        found = _LEAD_IN.match(text)
        rest = text[found.end() :].strip() if found else ""
        if not rest:
            break
        text = rest
    return text


def without_doubt(text: str) -> tuple[str, bool]:
    """The reply without words of doubt, and whether there were any. May be empty: "probably" is nothing but doubt."""
    text, doubted = without_assurance(without_filler(text)), False
    for _ in range(3):
        opening = _OPENING.match(text)
        if opening:
            text, doubted = without_filler(text[opening.end() :]), True
        closing = _CLOSING.search(text, max(0, len(text) - _TAIL))
        if closing:
            text, doubted = text[: closing.start()].rstrip(" ,"), True
        if not opening and not closing:
            break
    if text.endswith("?") and not text.endswith("??") and 0 < len(text.split()) <= 3:
        text, doubted = text.rstrip("? "), True
    return without_assurance(text.strip()), doubted
