"""Yes or no, in the many ways in which people say it. "Partly" is neither: it is asked back."""

from __future__ import annotations

import re

from flows.engine.readers.as_asked import as_asked
from flows.engine.readers.bounding import bounds
from flows.engine.readers.counting import place
from flows.engine.readers.heard import Heard, Nonsense, Read, Unclear
from flows.engine.readers.open_words import OF_ALL, OF_NONE, OF_NONE_HEDGED, PUTS_OFF
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import Said, again, hear, key, phrases
from flows.model.effects import Note
from flows.model.values import YesNo

YES, NO = YesNo(True), YesNo(False)
ON_SCREEN = (YES, NO)
"""In the order of the buttons below the question."""

_YES = phrases(
    "yes", "y", "yep", "yup", "yeah", "yea", "ya", "yah", "yas", "yess", "aye", "yes yes", "yes sir", "yes please", "yes indeed", "si",
    "sure", "sure thing", "for sure", "of course", "ofc", "ok", "okay", "k", "absolutely", "definitely", "certainly", "indeed",
    "correct", "that's correct", "right", "that's right", "true", "that's true", "affirmative", "exactly", "precisely", "totally",
    "obviously", "naturally", "positive", "no doubt", "without a doubt", "without doubt", "by all means", "no question", "undoubtedly",
    "always", "done", "already done", "already", "yes already", "all done", "uh huh", "mhm", "mmhm", "mm hm", "confirmed", "+1", "agreed",
    "it's a yes", "that's a yes", "a yes", "i confirm", "oui", "ja", "jawohl", "si claro", "tak", "sim", "da", "да", "так", "はい", "是",
    "kyllä", "igen", "evet", "ano", "נכון", "כן", "نعم", "हाँ", "checked", "signed", "in place", "it's in place", "she is", "he is", "ack",
    "100%", "bien sûr", "natürlich", "claro", "oczywiście", "certo",
)  # fmt: skip
_NO = phrases(
    "no", "n", "nope", "nah", "nay", "naw", "noo", "no no", "no way", "no way jose", "not at all", "never", "never ever", "not yet",
    "not yet no", "negative", "false", "that's false", "wrong", "incorrect", "that's not right", "that's not correct", "not true",
    "of course not", "certainly not", "definitely not", "absolutely not", "hell no", "god no", "under no circumstances", "by no means",
    "no chance", "not any more", "not anymore", "no longer", "not currently", "not at present", "not at the moment", "not so far",
    "not a chance", "not in the slightest", "it's a no", "that's a no", "a no", "no never", "nein", "non", "nie", "nee", "nej",
    "nao", "nem", "нет", "ні", "いいえ", "否", "不是", "לא", "لا", "नहीं", "hay\u0131r", "ei", "still missing", "missing", "still no", "no sir",
    "not any longer", "not for now", "nothing of the kind", "unfortunately not",
    "noch nicht", "keine", "pas encore", "jeszcze nie", "todavía no", "non ancora", "nog niet",
)  # fmt: skip
_YES_HEDGED = phrases(
    "so", "i think so", "i believe so", "i guess so", "i suppose so", "i hope so", "i'd say so", "i would say so", "i should think so",
    "think so", "guess so", "believe so", "seems so", "it seems so", "seems like it", "looks like it", "it looks like it", "it should",
    "they should", "we should", "we should have", "should be", "it should be", "should do", "pretty much", "pretty sure", "i assume so",
    "as far as i know", "afaik", "fairly sure", "i expect so", "more or less", "to my knowledge", "basically", "probably yes",
    "we think so", "we believe so", "reportedly", "they say so", "they say they do", "kind of yes", "most probably", "in theory", "must be",
)  # fmt: skip
_NO_HEDGED = phrases(
    "not", "i don't think so", "i do not think so", "don't think so", "i doubt it", "doubt it", "doubtful", "i hope not", "i think not",
    "not really", "not that i know", "not that i know of", "not that we know of", "not that i'm aware of", "not that i am aware of",
    "not as far as i know", "not to my knowledge", "not to our knowledge",
    "i'm afraid not", "afraid not", "unlikely", "very unlikely", "hardly", "not exactly", "not that i remember", "not that i recall",
    "i don't believe so", "we don't think so", "i wouldn't say so", "i would not say so", "it doesn't look like it", "shouldn't be",
    "it shouldn't", "i suppose not", "i guess not", "i assume not", "guess not", "barely", "seems not",
)  # fmt: skip
_PARTLY = phrases(
    "partly", "partially", "in part", "some", "some of them", "some of it", "half", "half of them", "half and half", "a few", "most",
    "most of them", "mostly", "almost", "nearly", "almost all", "not all", "not all of them", "not everything", "not everyone", "not quite",
    "sometimes", "it depends", "depends", "that depends", "yes and no", "both yes and no", "kind of", "kinda", "sort of", "sorta", "somewhat",
    "so so", "in progress", "ongoing", "almost done", "nearly done", "half done", "in the works", "we're working on it", "working on it",
    "not fully", "not completely", "not entirely", "a bit", "a little", "to some extent", "yes or no", "one of them", "only some",
    "only some of them", "not always", "mixed", "50/50", "verbally", "orally", "informally", "only verbally",
    "for the most part", "jein", "more yes than no", "more no than yes", "if needed", "if necessary", "when needed",
)  # fmt: skip
_SIGNS_YES = frozenset(
    ("+1", "thumbsup", "white_check_mark", "heavy_check_mark", "ballot_box_with_check", "ok_hand", "ok", "100", "green_circle", "check", "yes")
) | frozenset("👍✅✔☑👌💯🆗🟢")  # fmt: skip
_SIGNS_NO = frozenset(
    ("-1", "thumbsdown", "x", "heavy_multiplication_x", "negative_squared_cross_mark", "no_entry", "no_entry_sign", "no_good", "red_circle", "no")
) | frozenset("👎❌✖❎🚫⛔🙅🔴")  # fmt: skip

_SURE_YES = r"yes|yep|yup|yeah|yea|aye|sure|of course|absolutely|definitely|certainly|indeed|correct|exactly|affirmative|oui|ja|tak|ok|okay|true"
_SURE_NO = (
    r"no(?! one\b)|nope|nah|never|not yet|not at all|nein|non|no way|negative|false"
    r"|of course not|certainly not|definitely not|absolutely not"
)
_LEAD = Pattern(
    rf"(?:(?P<no>{_SURE_NO})|(?P<yes>{_SURE_YES}))(?!\w)(?P<pause>\s*[,.:;!–—-]+\s*|\s+|\Z)(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_TURN = Pattern(
    r"\b(?:no wait|wait|sorry|i mean|rather|correction|or rather|make that|scratch that|oh)\b[\s,:]*|\bactually\b[\s,:]*",
    re.IGNORECASE,
)
_AT_TIMES = r"sometimes|occasionally|now and then|from time to time|once in a while|usually|normally|most of the time"
_IN_PART = rf"except|only|apart from|partly|partially|some|unless|other than|mostly|almost|{_AT_TIMES}"
_BUT = Pattern(rf"\b(?:but|however|although|though|if|not all|{_IN_PART})\b")
_ALL_BUT = Pattern(
    r"(?:all|everything|everyone|everybody|both|most)(?: of \w+)? (?:but|except|apart|other|besides|without)\b"
)
_EXCEPT = Pattern(rf"\b(?:{_IN_PART})\b")
_CONTRARY = {
    True: Pattern(
        r"(?:[,.;–—]|\band\b|\bbut\b|\n)\s*(?:no|nope|nah|never|not)\b|(?<!why )\b(?:no|nope|not)\W*\Z"
        r"|(?:\A|[,.;–—]|\band\b|\bbut\b|\n)\s*(?:nobody|no one|none|nothing)\b(?=\W+\w)",
        re.IGNORECASE,
    ),
    False: Pattern(r"(?:[,.;–—]|\band\b|\bbut\b|\n)\s*(?:yes|yep|yeah)\b|\b(?:yes|yep|yeah)\W*\Z", re.IGNORECASE),
}
_LAST = Pattern(
    rf"(?P<about>[^\n?]{{1,80}}?)(?:\s*[,:;–—.]\s*|\s+-\s+|\s+)(?:(?P<no>{_SURE_NO})|(?P<yes>{_SURE_YES}))"
    r"(?: (?:please|indeed|already|(?:for|from) (?:me|us)))?[^\w?]*",
    re.IGNORECASE,
)
MOST_ABOUT = 6
"""Words before a yes or no that comes last; more of them are a story, in which it may be anybody's."""
_TWO_SIDED = Pattern(
    r"\b(?:but|except|only|not|no|nope|never|without|yes|yep|yeah|partly|some|unless|apart from|other than)\b"
)
_REGRET = Pattern(
    r"(?:unfortunately|sadly|alas|luckily|fortunately|thankfully|regrettably|happily|hopefully not)[\s,:–-]+(?=\S)",
    re.IGNORECASE,
)
_NOT_ALL = Pattern(
    r"(?:only|just|mostly|mainly|not (?:the|our|my|all|every|each)|(?:some|most|half|many|a few|few|one|two|several)(?: of \w+)?"
    r" (?:do|did|does|has|have|had|is|are|was|were|will|can|signed)) ?(?P<what>.{0,60})"
)
_TO_COME = Pattern(
    r"(?:(?:we|they|i|it|he|she)(?: are| am| is|re|m|s)? )?(?:(?:will|going to|about to|plan(?:ning|ned)?(?: to)?|intend(?:ing|ed)?(?: to)?"
    r"|soon|pending|scheduled|coming|next (?:week|month|year|quarter)|tomorrow|later this (?:week|month|year)|used to)\b).{0,60}"
)
_LACKS = Pattern(
    r"(?:(?:we|they|it|he|she|that|this) )?(?:has |have |had )?(?:expired|lapsed|refused?|declined?|rejected|denied"
    r"|(?:dont|do not|doesnt|does not|havent|hasnt|never) (?:have|has|had|got|need|own|use|hold|keep)"
    r"|not (?:needed|necessary|required|applicable|available|there|signed|done|possible))\b.{0,60}"
)
_HAPPENED = Pattern(
    r"(?:(?:we|they|he|she|i|everyone|everybody|both|all) )?(?:already )?(?:signed|agreed|confirmed|filed|registered|checked|trained|documented"
    r"|got (?:one|it|them|that)|have (?:one|it|them|that))\b.{0,60}"
)
_GOES_ON = Pattern(
    r"(?:we|i|they|it|its|he|she|there|theres|that|thats|this|all|everyone|everybody|not|never|none"
    r"|of course|absolutely|definitely|both|every|everything|sir|"
    r"just now|yesterday|today|last (?:night|week|month|year)|(?:on|over|by) (?:the )?(?:phone|e?mail|letter)|in person|"
    r"thank|thanks|please|it was|already|indeed|weve|ive|theyve|were|im|theyre|since|because|at all|and)\b"
)
_SUBJECT = (
    r"(?:and |but )?(?!is)"
    r"(?:we|i|they|it|he|she|there|that|this|these|those|everyone|everybody|all|both|all of them|both of them|the team|our team)"
    r"(?: all| both| already| also| just| really| certainly| definitely| still)?"
)
_VERB = r"(?:do|does|did|have|has|had|are|is|was|were|will|would|can|could|am|got)"
_CLAUSE = Pattern(rf"{_SUBJECT}(?:(?:ve|re|s|m)| {_VERB})(?P<not>nt| not| never| no| none)?(?P<more>(?: \w+)*)")
_CLAUSE_LEAD = Pattern(
    rf"{_SUBJECT}(?:['’]?(?:ve|re|s|m)| {_VERB})(?![\w'’]| not\b| never\b| no\b| none\b)(?P<pause>\W*)(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NEVER = Pattern(
    r"(?:we|i|they|it|he|she|there|that|this|nobody|no one|none of (?:us|them))(?: \w+)? (?:never"
    r"|no longer)\b.*|(?:nobody|no one|nothing|none of) .*"
)
_NOBODY = Pattern(r"(?:nobody|no one|nothing|none)\b")
_THINK_NOT = Pattern(r"(?:i|we) (?:dont|do not) (?:really )?(?:think|believe|suppose|expect)\b.*")
_CLAUSE_SHORT = phrases(
    "", "that", "it", "so", "all", "them", "one", "now", "already", "yes", "done", "indeed", "done that", "done it", "that already", "it already"
)  # fmt: skip
_DENIAL = Pattern(
    r"\b(?:not|never|no|none|nothing|nobody|nt|isnt|arent|wasnt|werent|dont|doesnt|didnt|havent|hasnt"
    r"|hadnt|cant|wont|without|lacks?|missing)\b"
)


def read_yes_no(said: Said, hedged: bool = False) -> Heard:
    """A reply to a yes/no question. ``hedged``: words of doubt were taken off before, and may have been all of it."""
    said = again(said, _REGRET.sub("", said.text, count=1)) if _REGRET.match(said.text) else said
    line = re.sub(r"(\w)\1{2,}", r"\1", said.key)
    heard = _by_table(line, said, hedged) or _by_lead(said) or _by_clause(line) or _by_last(said) or _by_part(line)
    return heard or _by_state(said) or _by_slip(line) or Nonsense(Note("reading.yes_no"))


def not_yet(heard: Heard) -> Heard:
    """The same of what is said to come: today it is a no, whatever word it was said with; a yes in front may be one to a question of what is
    planned, so it is asked back as either."""
    if heard == Read(NO):
        return heard
    return Unclear((YES, NO) if heard == Read(YES) else (NO, YES))


def _by_part(line: str) -> Heard | None:
    """What holds for a part, will come, has happened or is not there, without a yes or a no: it is asked back."""
    if line.count(" ") > MOST_ABOUT + 1:
        return None
    for pattern, values in (
        (_TO_COME, (NO, YES)),
        (_NOT_ALL, (NO, YES) if line.startswith("not ") else (YES, NO)),
        (_LACKS, (NO,)),
        (_HAPPENED, (NO, YES) if _DENIAL.search(line) or _BUT.search(line) else (YES,)),
    ):
        if pattern.fullmatch(line):
            return Unclear(values)
    return None


def _by_table(line: str, said: Said, hedged: bool) -> Heard | None:
    if said.text.strip() == "-1":
        return Read(NO)
    if line in _YES or (not line and (hedged or _all_signs(said, _SIGNS_YES))):
        return Read(YES)
    if (not line and _all_signs(said, _SIGNS_NO)) or line in _NO:
        return Read(NO)
    if line in OF_NONE | OF_NONE_HEDGED | OF_ALL:
        return Unclear((YES, NO) if line in OF_ALL else (NO, YES), line in OF_NONE_HEDGED)
    if line in _YES_HEDGED:
        return Read(YES, hedged=True)
    if line in _NO_HEDGED:
        return Read(NO, hedged=True)
    if line in _PARTLY or _ALL_BUT.match(line):
        return Unclear((NO, YES))
    at = place(line, len(ON_SCREEN), letters=False)  # "1" is the first of the buttons, and may as well be a count
    return Unclear((ON_SCREEN[at],)) if at is not None else None


def are_signs(said: Said) -> bool:
    """Whether the emoji of a reply say yes, or say no."""
    return _all_signs(said, _SIGNS_YES) or _all_signs(said, _SIGNS_NO)


def _all_signs(said: Said, table: frozenset[str]) -> bool:
    return bool(said.signs) and all(sign in table or sign in "♂♀" for sign in said.signs)


def _by_lead(said: Said) -> Heard | None:
    """A yes or no in front, and what follows it: "yes, all of them" counts, "yes but only the app" is asked back."""
    found = _LEAD.match(said.text)
    if found is None:
        return None
    value, rest = (NO if found["no"] else YES), found["rest"]
    line = key(rest)
    turned = _LEAD.match(_TURN.sub("", rest, count=1).lstrip())
    if turned and (NO if turned["no"] else YES) != value:
        last = NO if turned["no"] else YES
        return Read(last) if _TURN.match(rest) else Unclear((last, value))
    if PUTS_OFF.fullmatch(line):
        return Unclear((value,), hedged=True)
    other = NO if value == YES else YES
    if value == NO and line in _PARTLY and key(found["no"]) == "not yet":
        return Read(NO)  # "not yet, working on it"
    contrary = _CONTRARY[value == YES].search(rest)
    if value == YES and _UNNAMED.fullmatch(line):
        return Unclear((NO, YES))
    if contrary or line in _PARTLY or (_BUT if value == YES else _EXCEPT).search(line):
        return Unclear((value, other))
    if not line or re.search(r"\S", found["pause"]) or _GOES_ON.match(line) or _by_table(line, said, False):
        return Read(value)
    return Unclear((value,))


_UNNAMED = Pattern(
    r"(?:(?:but |and )?(?:w|with|on|under|subject to|has) )?(?:(?:a|one|some|certain|a few|two|several|the|my|our) )?conditions?(?: attached)?"
    r"|(?:but )?(?:only )?conditional(?:ly)?"
    r"|(?:but |and )?(?:only )?(?:subject to|on|under|with|given|if) (?:those|these|them|that|this|it|the above|both)"
    r"(?: (?:two|three|few|conditions?|points?|things?|ones?))*(?: (?:above|are met|is met|hold|holds))?"
)
"""Says that there are conditions, and none of them; or points at what was said before."""
_JOINS = Pattern(r"\A[\s,.;:!–—-]*(?:(?:and|but|though|although|however)\b[\s,]*)+", re.IGNORECASE)
_PIECES = Pattern(r"[,.;:!–—\n()]+|\s-+\s")
_SAID = (
    r"(?:(?:i|we|they|he|she|it|that|this|everyone|everybody|both|all|(?:all|both) of (?:them|us))"
    r"(?:ve|s| have| has| had| was| were| is| are)? )?"
)
_BY_THE_WAY = Pattern(
    r"(?:(?:yes )?(?:please|(?:many |ok |great )?(?:thanks|thank you|thx|cheers)(?: a lot| all| very much)?|from (?:me|us)"
    r"|(?:i have )?no objections?"
    r"|(?:i|we) (?:confirm|agree|approve|accept)(?: (?:it|this|that))?|(?:it |that |this |all )?(?:looks )?(?:good|fine)(?: to me)?|go ahead|sir"
    rf"|{_SAID}(?:right|correct|true|fine|good|ok|okay|clear|in place|(?:already )?(?:signed(?: off)?|agreed|confirmed|approved|accepted|done|read"
    r"|reviewed|checked|filed)(?: (?:it|them|that|this|all|both|all of (?:it|them)))?(?: by (?:all|both|everyone|everybody|them|us|me))?"
    r"(?: (?:yesterday|today|already|just now|this morning|last (?:night|week|month|year)))?)))"
)
"""What is said beside a yes and can bound none: courtesy, "I confirm", and that it was done, by nobody in part and at no time to come."""


_IT = r"(?: (?:it|this))?"
_APPROVES = Pattern(
    rf"(?:(?:i|we)(?:['’]ve| have)? )?(?:sign(?:ed)?{_IT} off(?: on (?:it|this))?|approved?{_IT}|accept(?:ed)?{_IT}|agreed?|go ahead"
    r"|(?:it |this )?(?:looks |is )?(?:fine|good))(?P<rest>\s*(?:[,;:–—-]\s*(?=\S)|(?=(?:but|only|if|once|when|provided|unless|subject to"
    r"|as long as|on (?:the )?condition|until|except|without|pending|after)\b)).*)",
    re.IGNORECASE | re.DOTALL,
)
"""A yes of somebody who decides, said without the word, and what bounds it: "signed off, but only if the term is five years"."""


def conditional(heard: Heard, said: Said, question: str) -> Heard:
    """The same reply from somebody whose yes decides. What follows a yes bounds it ("yes, pending the board") unless it is known to bound nothing
    ("yes, thanks"): it is asked back as a yes on that condition, and counts as none before they have said whether it is one. A reason ("yes, we never
    sell there") is asked back as a plain yes first."""
    if heard == Read(NO) or place(said.key, len(ON_SCREEN), letters=False) is not None:
        return heard
    beside = _beside(heard, said)
    words = " ".join(_JOINS.sub("", beside, count=1).split()).strip(" ,;:–—-").rstrip(" .!")
    if as_asked(words, question):
        return Read(YES)
    if _UNNAMED.fullmatch(key(words)):
        return Unclear((NO, YES))
    if (
        said.key in _PARTLY
        or key(words) in _NO | _NO_HEDGED
        or PUTS_OFF.fullmatch(key(words))
        or _bounds_nothing(words)
    ):
        return heard
    on_condition = YesNo(True, words)
    return Unclear((on_condition, YES, NO) if bounds(beside) else (YES, on_condition, NO))


def _beside(heard: Heard, said: Said) -> str:
    """What is said beside a yes: behind one that leads ("yes", "we do"), in front of one that comes last, or all of a reply that is likely one;
    "" where no yes is said."""
    text = _REGRET.sub("", said.text, count=1) if _REGRET.match(said.text) else said.text
    found = _LEAD.match(text)
    if found is not None:
        turned = _LEAD.match(_TURN.sub("", found["rest"], count=1).lstrip())
        if turned is not None and bool(turned["no"]) != bool(found["no"]):
            found = turned  # "no wait, yes"
        return "" if found["no"] else found["rest"]
    approved = _APPROVES.fullmatch(text)
    if approved is not None:
        return approved["rest"]
    clause = _CLAUSE_LEAD.match(text)
    if clause is not None and clause["pause"].strip():
        return clause["rest"]
    if clause is not None and isinstance(heard, Unclear) and heard.values[0] == YES:
        return text  # cut behind its verb it would begin in the middle of a sentence
    if not isinstance(heard, Unclear) or heard.values[0] == NO or " " not in said.key:
        return ""
    last = _LAST.fullmatch(text)
    return last["about"] if last is not None else text


def _bounds_nothing(words: str) -> bool:
    """Whether each thing that is said beside a yes is one that bounds none."""
    return all(_is_filler(key(piece)) for piece in _PIECES.split(words))


def _is_filler(line: str) -> bool:
    return not line or line in _YES | OF_ALL or _by_clause(line) == Read(YES) or _BY_THE_WAY.fullmatch(line) is not None


def says_more(reply: str) -> bool:
    """Whether a reply says more than yes or no."""
    said = hear(reply)
    return bool(said.key) and _by_table(re.sub(r"(\w)\1{2,}", r"\1", said.key), said, False) is None


def _by_clause(line: str) -> Heard | None:
    """A sentence that says it without the word: "we do" counts, "we have never signed one" is asked back."""
    if _THINK_NOT.fullmatch(line) and not _BUT.search(line):
        return Read(NO, hedged=True)
    found = _CLAUSE.fullmatch(line)
    if found is None:
        if _NEVER.fullmatch(line) is None or line.count(" ") >= 25:
            return None
        return Unclear((NO, YES) if _NOBODY.match(line) else (NO,))  # "nobody would touch it" may be what was asked for
    value = NO if found["not"] or _DENIAL.search(found["more"]) else YES
    if value == YES and _TO_COME.fullmatch(line):
        return Unclear((NO, YES))  # what will be is not yet
    if key(found["more"]) in _CLAUSE_SHORT:
        return Read(value)
    return (
        Unclear((value,))
        if line.count(" ") < 25 and not _BUT.search(line)
        else Unclear((value, NO if value == YES else YES))
    )


def _by_last(said: Said) -> Heard | None:
    """What it is about in front, and the yes or no behind it: "our logo, yes". Said of one thing it may not hold for all: it is asked back."""
    found = _LAST.fullmatch(said.text)
    if found is None or key(found["about"]).count(" ") >= MOST_ABOUT:
        return None
    value, other = (NO, YES) if found["no"] else (YES, NO)
    return Unclear((value, other) if _TWO_SIDED.search(key(found["about"])) else (value,))


_STATE = Pattern(
    r"(?:\w+ ){1,5}(?:is|are|looks?|seems?)(?: (?:all|both|quite|perfectly|still))?"
    r" (?:fine|good|okay|ok|in order|all right|alright|correct|complete|valid)"
)


def _by_state(said: Said) -> Heard | None:
    """What is said to be as it should be, and perhaps why: "the papers are fine, our lawyer drafted them". Whether it is a yes is asked back."""
    first, *rest = _PIECES.split(said.text)
    if not _STATE.fullmatch(key(first)):
        return None
    return Unclear(
        (YES, NO) if any(_DENIAL.search(key(piece)) or _BUT.search(key(piece)) for piece in rest) else (YES,)
    )


def _by_slip(line: str) -> Heard | None:
    """A slip of the finger in one word ("definitly")."""
    if not 3 <= len(line) <= 16 or " " in line:
        return None
    from rapidfuzz import fuzz, process  # 16 ms to import; most replies are read without it

    near = process.extract(
        line, [word for word in sorted(_YES | OF_ALL | _NO | OF_NONE) if len(word) > 2], scorer=fuzz.ratio, limit=3
    )
    values = [YES if word in _YES | OF_ALL else NO for word, score, _ in near if score >= (80 if len(line) > 5 else 74)]
    return Unclear(tuple(dict.fromkeys(values))) if values else None
