"""People: by mention, as "me", or by display name; a name that is nobody's here is taken for somebody outside, once confirmed."""

from __future__ import annotations

import re

from flows.engine.readers.asides import MENTION, addressed, mentioned
from flows.engine.readers.heard import Context, Heard, Nobody, Nonsense, Read, Talk, one_of_these
from flows.engine.readers.likeness import find
from flows.engine.readers.listing import MOST_PIECES, pieces
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
    "and or it its is are was that thats would be should will i think both also with plus the our his her name called he she they decides decide owns does do "
    "did for this me myself ask us assume guess probably maybe pick choose to go go-to of course him them one who person from now on please".split()
)
_LEAD_IN = re.compile(
    r"(?:it['’]?s|that['’]?s|it is|that is|that would be|it would be|it should be|should be|this is|ask|his name is|her name is|named|called|i (?:would )?(?:pick|choose|say))\s+(?=\S)",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\s*[,(–-]\s*(?:our|the|my|from|at|who|head|ceo|cto|cfo|coo|vp|legal|counsel|lawyer).*\Z", re.IGNORECASE
)
_NAME = re.compile(r"[^\W\d_][\w'’.\-]*(?: [^\W\d_][\w'’.\-]*){0,4}")
_NOT_A_NAME = frozenset(
    "yes no yep nope yeah ok okay sure true false all everyone everybody anyone someone somebody team management legal the our a an we they them he she it "
    "you what who how why this that these those not never always done maybe both".split()
)


def read_people(question: Question, said: Said, context: Context) -> Heard:
    """One person, or several where the question holds many. A lone mention is an answer here, not talk."""
    ids = mentioned(said.text)
    if ids:
        return _mentioned(question, said, ids, context)
    offer = addressed(said, context)
    if offer is not None and not said.key.startswith("ask "):
        return offer
    if said.key in _NO_ONE:
        return Nobody()
    return _named(question, said, context)


def _mentioned(question: Question, said: Said, ids: tuple[PersonId, ...], context: Context) -> Heard:
    rest = key(MENTION.sub(" ", said.text)).split()
    mine = context.speaker and {"me", "myself"} & set(rest)
    people = tuple(dict.fromkeys((context.speaker, *ids) if mine else ids))
    if set(rest) <= _GLUE and not said.text.rstrip().endswith("?"):
        return _asked(question, [people], ()) if len(people) > 1 and not question.many else Read(People(people))
    heard = addressed(again(said, said.text), context)
    return heard if heard is not None else Talk()


def _named(question: Question, said: Said, context: Context) -> Heard:
    members = list(context.names)
    names = tuple((key(name), *(key(name).split()[:1])) for name in context.names.values())
    sure: list[PersonId] = []
    doubtful: list[tuple[PersonId, ...]] = []
    outside: list[str] = []
    for piece in pieces(said.text)[:MOST_PIECES]:
        name = _ROLE.sub("", _LEAD_IN.sub("", piece.lstrip("@"), count=1)).strip(" @")
        if key(piece) in _ME or key(name) in _ME:
            sure.append(context.speaker)
            continue
        found = find(key(name), names)
        if found.sure:
            sure.append(members[found.hits[0]])
        elif found.hits:
            doubtful.append(tuple(members[at] for at in found.hits))
        elif _is_name(name):
            outside.append(name)
        else:
            return _expected()
    certain = tuple(dict.fromkeys(person for person in sure if person))
    if not doubtful and not outside and certain and (question.many or len(certain) == 1):
        return Read(People(certain))
    best = tuple(dict.fromkeys((*certain, *(guesses[0] for guesses in doubtful))))
    others = [
        (*certain, *(g[0] for g in doubtful[:at]), guess)
        for at, guesses in enumerate(doubtful)
        for guess in guesses[1:]
    ]
    return _asked(question, [best, *others], tuple(outside)) if best or outside else _expected()


def _asked(question: Question, sets: list[tuple[PersonId, ...]], outside: tuple[str, ...]) -> Heard:
    if question.many:
        return one_of_these([People(people, outside) for people in sets])
    single: list[Given] = [People((person,)) for people in sets for person in people]
    return one_of_these([*single, *(People((), (name,)) for name in outside)])


def _is_name(name: str) -> bool:
    words = key(name).split()
    return len(name) <= MOST_NAME and _NAME.fullmatch(name) is not None and bool(words) and not set(words) & _NOT_A_NAME


def _expected() -> Nonsense:
    return Nonsense(Note("reading.person"))
