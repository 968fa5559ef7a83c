"""People: by mention, as "me", or by display name; a name that is nobody's here is taken for somebody outside, once confirmed."""

from __future__ import annotations

import re

from flows.engine.readers.asides import MENTION, addressed, mentioned
from flows.engine.readers.heard import Context, Heard, Nobody, Nonsense, Read, Talk, one_of_these
from flows.engine.readers.likeness import SURE
from flows.engine.readers.listing import parted, pieces
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import Said, again, key, phrases
from flows.model.effects import Note
from flows.model.flow import Question
from flows.model.ids import PersonId
from flows.model.values import Given, People

MOST_NAME = 80
_ME = phrases(
    "me",
    "myself",
    "i",
    "i do",
    "i am",
    "that's me",
    "it's me",
    "that is me",
    "that would be me",
    "it's mine",
    "i will",
    "me myself",
    "i can",
    "i'll do it",
    "i did",
    "i'm the one",
    "mine",
    "yours truly",
    "i decide",
    "this is me",
)
_NO_ONE = phrases(
    "nobody",
    "no one",
    "noone",
    "none",
    "nobody yet",
    "no one yet",
    "none yet",
    "not decided yet",
    "nobody in particular",
    "no one in particular",
    "nobody so far",
    "no",
)
_GLUE = frozenset(
    "and or it its is are was that thats would be should will i think both also with plus the our his"
    " her name called he she they decides decide owns does do "
    "did for this me myself ask us assume guess probably maybe pick choose to go go-to of course him"
    " them one who person from now on please".split()
)
_LEAD_IN = Pattern(
    r"(?:it['’]?s|that['’]?s|it is|that is|that would be|it would be|it should be|should be|this is|ask"
    r"|his name is|her name is|named|called|i (?:would )?(?:pick|choose|say))\s+(?=\S)",
    re.IGNORECASE,
)
_ROLE = Pattern(
    r"\s*[,(–-]\s*(?:our|the|my|from|at|who|head|ceo|cto|cfo|coo|vp|legal|counsel|lawyer)\b[^,]*\Z", re.IGNORECASE
)
_TRADE = Pattern(
    r"(?:(?:and|an?|the|our|their|my|one|another|also) )*"
    r"(?:freelancer?|contractor|employee|consultant|colleague|engineer|developer|designer|tester|lawyer|attorney|solicitor|counsel|manager|boss)s?"
    r"(?: (?:named|called))?[\s,:]+(?=\S)",
    re.IGNORECASE,
)
"""What somebody is, in front of what they are called: "a freelancer dev-3"."""
_MEANWHILE = Pattern(r" (?:for now|for the moment|at the moment|right now|currently|then|instead)\Z", re.IGNORECASE)
_WHEN = Pattern(
    r" (?:when|whenever|while|if|unless|in case|for (?!now\b|the moment\b))\b.*\Z", re.IGNORECASE | re.DOTALL
)
_FAILING = Pattern(r"(?:or )?(?:otherwise|else|if not)[\s,:]+(?=\S)", re.IGNORECASE)
"""In front of somebody who is named for other cases: "otherwise Jon"."""
_YES = Pattern(r"(?:yes|yep|yeah|no|nope)\s*[,:;–-]\s*(?=\S)", re.IGNORECASE)
_NOT_THEM = Pattern(r"(?:and |but )?not\b", re.IGNORECASE)
_NO_ONE_ELSE = Pattern(
    r"(?:(?:and|but|so|then|really) )*(?:nobody|no one|noone|none|no other(?:s| person)?|not anybody|not anyone)(?: (?:else|other|more|besides))+"
    r"(?: (?:at all|please|than (?:him|her|them|me|that)))*|(?:and |but )?no others?"
    r"|(?:and |but )?(?:only|just) (?:him|her|them|she|he|they|that one|one)|(?:and |but )?(?:him|her|them|she|he|they)? ?alone|(?:and )?only"
)
"""Says that the one who is named is the only one, and names nobody."""
_ELSE = Pattern(r"\b(?:(?:nobody|no one|noone|none|no) (?:else|others?)|only|alone|just|solely)\b")
_TRUSTED = frozenset("lawyer attorney solicitor counsel manager boss colleague".split())
"""What may be said beside a mention of whom it is."""
_ONLY = Pattern(r"\A(?:only|just|solely|nobody but|no one but)\s+(?=\S)", re.IGNORECASE)
_ALONE = Pattern(r"\s+(?:alone|only|and (?:nobody|no one|noone) else|himself|herself)\Z", re.IGNORECASE)
_NAME = Pattern(r"[^\W\d_][\w'’.\-]*(?: [^\W\d_][\w'’.\-]*){0,4}")
_NOT_A_NAME = frozenset(
    "yes no yep nope yeah ok okay sure true false all everyone everybody anyone someone somebody team"
    " management legal the our a an we they them he she it "
    "you what who how why this that these those not never always done maybe both".split()
)
_KINDS = frozenset(
    "subcontractor contractor freelancer freelance vendor supplier agency agencies company companies firm factory factories manufacturer provider"
    " partner client customer competitor rival employee staff colleague people person persons guy guys somebody student intern temp worker lawyer"
    " attorney attorneys counsel advisor adviser consultant expert specialist engineer developer designer tester manager department outsider insider"
    " external internal outside inside in-house inhouse law patent tax local foreign other another others new several many few some more various"
    " tbd tba tbc pending later soon tomorrow undecided unclear unknown open unnamed".split()
)
"""What somebody is, how many there are, or when it will be known: in small letters or not, none of it is what a person is called."""
_SEVERAL = frozenset(
    f"{word}s"
    for word in "subcontractor contractor freelancer vendor supplier manufacturer provider client customer competitor rival employee colleague"
    " student intern temp worker lawyer advisor adviser consultant expert specialist engineer developer designer tester manager outsider".split()
)
"""Several of a kind, which are nobody's name, whatever stands beside them."""
_WHENCE = ("in", "of", "from", "at", "with")
"""How no name begins: what is left of "freelancers in India"."""


def read_people(question: Question, said: Said, context: Context) -> Heard:
    """One person, or several where the question holds many. A lone mention is an answer here, not talk."""
    ids = mentioned(said.text)
    if ids:
        return _mentioned(question, said, ids, context)
    offer = addressed(said, context)
    lone = said.text.startswith("@") and len(said.key.split()) < 3
    if offer is not None and not lone and not said.key.startswith("ask "):
        return offer
    if said.key in _NO_ONE:
        return Nobody()
    return _named(question, said, context)


def _mentioned(question: Question, said: Said, ids: tuple[PersonId, ...], context: Context) -> Heard:
    rest = _ELSE.sub(" ", key(MENTION.sub(" ", said.text))).split()
    mine = context.speaker and {"me", "myself"} & set(rest)
    people = tuple(dict.fromkeys((context.speaker, *ids) if mine else ids))
    if set(rest) <= _GLUE | _TRUSTED and not said.text.rstrip().endswith("?"):
        return _asked(question, [people], ()) if len(people) > 1 and not question.many else Read(People(people))
    heard = addressed(again(said, said.text), context)
    return heard if heard is not None else Talk()


def _named(question: Question, said: Said, context: Context) -> Heard:
    sure: list[PersonId] = []
    doubtful: list[tuple[PersonId, ...]] = []
    outside: list[str] = []
    text = _YES.sub("", _ROLE.sub("", said.text), count=1)
    at_times = False
    parts = [part for part in pieces(text) if not (_NOT_THEM.match(part) or _NO_ONE_ELSE.fullmatch(key(part)))]
    for piece in (half for part in parts for half in parted(part)):
        name = _LEAD_IN.sub("", _ONLY.sub("", piece.lstrip("@"), count=1), count=1).strip(" @")
        name = _ALONE.sub("", name)
        if found := _FAILING.match(name):
            name, at_times = name[found.end() :], True
        if found := _WHEN.search(name):  # "me when she is away"
            name, at_times = name[: found.start()], True
        name = name[: found.start()] if (found := _MEANWHILE.search(name)) else name
        name = name[found.end() :] if (found := _TRADE.match(name)) else name
        hits, certain = ((context.speaker,), True) if key(name) in _ME else _members(key(name), context)
        if len(hits) == 1 and certain:
            sure.append(hits[0])
            continue
        stranger = not certain and _is_name(name)
        if not hits and not stranger:
            return _expected()
        if hits:
            doubtful.append(hits)
        if stranger:
            outside.append(name)
    certain = tuple(dict.fromkeys(sure))
    if len(certain) > 1 and not doubtful and not outside and "or" in said.key.split():
        return one_of_these([People((person,)) for person in certain])
    heard = _together(question, certain, doubtful, tuple(outside))
    return one_of_these([heard.value]) if at_times and isinstance(heard, Read) else heard


def _together(
    question: Question, sure: tuple[PersonId, ...], doubtful: list[tuple[PersonId, ...]], outside: tuple[str, ...]
) -> Heard:
    if not sure and not doubtful and not outside:
        return _expected()
    if not doubtful and not outside and (question.many or len(sure) == 1):
        return Read(People(sure))
    best = tuple(dict.fromkeys((*sure, *(hits[0] for hits in doubtful))))
    others = [(*sure, hit) for hits in doubtful for hit in hits[1:]] if len(doubtful) == 1 else []
    strangers = [sure] if doubtful and outside else []
    return _asked(question, [*strangers, best, *others], outside)


def _members(line: str, context: Context) -> tuple[tuple[PersonId, ...], bool]:
    """Members whom a name may mean, and whether each word of it is a word, an initial or a near miss of theirs.

    Only some words in common ("Maria Nowak" where a Maria Kowalska is a member) is not certain: it may be somebody outside.
    """
    words = [word for word in line.split() if word not in _GLUE]
    ranked: dict[int, list[PersonId]] = {}
    for person, name in context.names.items():
        ranked.setdefault(_closeness(words, key(name).split()), []).append(person)
    best = max((rank for rank in ranked if rank), default=0)
    return (tuple(ranked[best]), best > 1) if best else ((), False)


def _closeness(words: list[str], name: list[str]) -> int:
    """3: every word is one of the name's, or an initial; 2: every word is close to one; 1: some words are; 0: none is."""
    from rapidfuzz import fuzz  # 16 ms to import; only names that were typed need it

    same = [
        word in name or (len(word) == 1 and len(words) > 1 and any(part[0] == word for part in name)) for word in words
    ]
    if words and all(same):
        return 3
    close = [hit or any(fuzz.ratio(word, part) >= SURE for part in name) for word, hit in zip(words, same, strict=True)]
    if words and all(close):
        return 2
    return 1 if any(hit and len(word) > 1 for word, hit in zip(words, same, strict=True)) else 0


def _asked(question: Question, sets: list[tuple[PersonId, ...]], outside: tuple[str, ...]) -> Heard:
    """The readings: people together where the question holds several, else one by one, strangers last."""
    if question.many:
        return one_of_these([People(people, outside if at == 0 else ()) for at, people in enumerate(sets)])
    single: list[Given] = [People((person,)) for people in sets for person in people]
    return one_of_these([*single, *(People((), (name,)) for name in outside)])


def _is_name(name: str) -> bool:
    words = key(name).split()
    fits = len(name) <= MOST_NAME and _NAME.fullmatch(name) is not None
    return fits and bool(words) and not set(words) & _NOT_A_NAME and not _is_kind(words)


def _is_kind(words: list[str]) -> bool:
    """Whether words say what somebody is, or are several of a kind, and name nobody: "subcontractors in India", "an outside law firm"."""
    return words[0] in _WHENCE or bool(_SEVERAL & set(words)) or set(words) <= _KINDS | _GLUE


def _expected() -> Nonsense:
    return Nonsense(Note("reading.person"))
