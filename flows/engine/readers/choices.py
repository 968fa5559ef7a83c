"""Options of a question, picked by label, id, other words, number or letter, with kindness for slips."""

from __future__ import annotations

import re
from functools import lru_cache

from flows.engine.readers.coming import done_in
from flows.engine.readers.counting import place
from flows.engine.readers.heard import MOST_READINGS, Heard, Nonsense, Read, Unclear, one_of_these, sure_of
from flows.engine.readers.likeness import Likeness, find, folded, telling
from flows.engine.readers.listing import Picked, numbered, picks, ways
from flows.engine.readers.open_words import NOT_KNOWN, OF_ALL, OF_NONE, OF_NONE_HEDGED
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import Said, key, phrases
from flows.engine.readers.yes_no import read_yes_no, says_more
from flows.model.effects import Note
from flows.model.flow import Option, Question
from flows.model.values import Choice, Choices, Given, Kind, YesNo

_NO_OPTION = frozenset(
    ("none", "none of these", "none of them", "nothing", "neither", "no", "not applicable", "none yet", "nobody")
)

MOST_WORDS = 5
"""Words of a reply that is no more than its yes or no."""

OPTIONS_KEPT = 4096
"""Options whose phrases are kept; the content has some hundreds."""

_NOT_YET = Pattern(r"not(?: \w+){0,2} yet|nothing yet")
"""What an option is called that holds until something is done."""


def names_of(question: Question) -> tuple[tuple[str, ...], ...]:
    """All phrases of each option, as keys."""
    return tuple(map(_phrases, question.options))


@lru_cache(maxsize=OPTIONS_KEPT)
def _phrases(option: Option) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key(words) for words in (option.label, option.id, *option.also, *option.between)))


def exactly(question: Question, said: Said) -> Read | None:
    """The option that the reply names word for word: it counts before any command or stock phrase of the same words."""
    hits = [at for at, phrases in enumerate(names_of(question)) if said.key and said.key in phrases]
    if len(hits) != 1 or question.kind not in (Kind.ONE_OF, Kind.MANY_OF):
        return None
    if question.kind is Kind.ONE_OF and _alike(question, said):
        return None
    return Read(_value(question, (hits[0],)))


def _value(question: Question, chosen: tuple[int, ...]) -> Choice | Choices:
    ids = tuple(question.options[at].id for at in chosen)
    if question.kind is Kind.ONE_OF:
        return Choice(ids[0])
    nothing = _nothing(question)
    real = tuple(option for option in ids if nothing is None or option != question.options[nothing].id)
    return Choices(real or ids)


def read_one_of(question: Question, said: Said) -> Heard:
    """One option."""
    names = names_of(question)
    at = place(said.key, len(names))
    if at is not None and not numbered(said.key, names):
        return Read(_value(question, (at,)))
    if (none := _none(question, said)) is not None:
        return none
    if alike := _alike(question, said):
        return one_of_these([_value(question, (hit,)) for hit in alike])
    found = _found(said, names)
    if len(found.hits) == 1 and not found.sure and _linked(said.key, names[found.hits[0]]):
        found = Likeness(found.hits, True)
    if len(found.hits) > 1 and (led := _led(said, names)) is not None:
        found = Likeness((led,), True)
    if at is not None and not found.sure:
        return one_of_these([_value(question, (hit,)) for hit in (*found.hits, at)])
    if not found.hits and _HAS_NONE.fullmatch(said.key) and len(lacks := _lacking(names)) == 1:
        return one_of_these([_value(question, lacks)])
    if not found.hits:
        word, certain = _as_yes_or_no(said)
        found = find(word, names)
        found = Likeness(found.hits, found.sure and certain)
    if not found.hits:
        several = picks(said.text, names)
        hits = [chosen[0] for chosen in several.sets(one=True)] if not several.sweeping else []
        return one_of_these([_value(question, (hit,)) for hit in hits]) if hits else _expected(question)
    if found.sure and not any(_says_besides(limit, said, names[found.hits[0]]) for limit in (_OVER, _IN_PART)):
        return Read(_value(question, found.hits))
    return one_of_these([_value(question, (hit,)) for hit in found.hits])


_LINKS = frozenset("a an the and but with then also".split())
"""Words that may stand between those of a label and change nothing: "go, but with limits"."""
_SETS_ASIDE = Pattern(
    r"(?:and |but |while |as )?(?P<other>\w+(?: \w+){0,5}?)(?: (?:is|are|was|were)|(?<=\w)s) "
    r"(?:(?:only|just|merely|simply|no more than|nothing but|nothing more than) (?:an?|the|its|their|part|attached)|(?:an?|its|the|their) (?:mere )?"
    r"(?:annex|appendix|attachment|exhibit|schedule|part)|part of|attached|annexed|inside|secondary)\b(?: \w+){0,6}"
)
"""Says of another thing that it is not what is answered: "the SOW is only an annex"."""
_BEGINS = Pattern(
    r"(?P<first>.{1,80}?)(?:\s*[,.;:–—\n(]\s*|\s+-+\s+|\s+(?=(?:but|while|and) ))(?P<rest>.{1,120})",
    re.IGNORECASE | re.DOTALL,
)
"""What a reply says first, and the rest."""


def _linked(line: str, phrases: tuple[str, ...]) -> bool:
    """Whether a key is one of the phrases and nothing more but words that link."""
    return any(_only_links_between(line.split(), phrase.split()) for phrase in phrases)


def _only_links_between(words: list[str], wanted: list[str]) -> bool:
    """Whether ``words`` are ``wanted`` in their order, with links between them."""
    left = list(wanted)
    for word in words:
        if left and word == left[0]:
            left = left[1:]
        elif word not in _LINKS:
            return False
    return not left


def _led(said: Said, names: tuple[tuple[str, ...], ...]) -> int | None:
    """The option that a reply begins with word for word, where the rest only says of another that it is less: "the main agreement, the SOW is only
    an annex"."""
    begins = _BEGINS.fullmatch(said.text)
    if begins is None:
        return None
    first = key(begins["first"])
    called = [at for at, phrases in enumerate(names) if telling(first) in map(telling, phrases)]
    found = _SETS_ASIDE.fullmatch(key(begins["rest"])) if len(called) == 1 and first not in _BARE else None
    return None if found is None or called[0] in find(found["other"], names).hits else called[0]


_OVER = Pattern(
    r"\b(?:expired?|lapsed|terminated|cancell?ed|revoked|withdrawn|no longer|not any ?more|r[au]n out|outdated)\b"
)
"""Says that what was so is not any more: where an option does not say that itself, it is asked back."""
_IN_PART = Pattern(
    r"\b(?:mostly|partly|partially|nearly|almost|largely|tomorrow|soon|less than|fewer than|up to|at most|no more than|shorter than)\b"
)
"""Says that it is not wholly so, not so much or not so yet: alike."""


def _says_besides(limit: Pattern, said: Said, names: tuple[str, ...]) -> bool:
    """Whether a reply limits what it names, in words that the option does not have itself."""
    return limit.search(said.key) is not None and not any(limit.search(name) for name in names)


def _found(said: Said, names: tuple[tuple[str, ...], ...]) -> Likeness:
    """The option that a reply names. A bare yes inside of more is not certain, where it is all that is named: it may be one to something else
    ("yes called her")."""
    found = find(said.key, names)
    if not found.sure or said.key in _BARE:
        return found
    telling = [tuple(phrase for phrase in phrases if phrase not in _BARE) for phrases in names]
    sure = find(said.key, telling).hits == found.hits or _as_yes_or_no(said)[1]
    return Likeness(found.hits, sure)


_BARE = frozenset(("yes", "no"))


def _alike(question: Question, said: Said) -> tuple[int, ...]:
    """The options that all begin with the word that a reply is nothing more than: "yes" for "Yes, with one" and "Yes, without"."""
    word, certain = _as_yes_or_no(said)
    if not certain or says_more(said.text):
        return ()
    first = [key(option.label).split()[:2] for option in question.options]
    hits = tuple(at for at, words in enumerate(first) if words[:1] == [word])
    return hits if len(hits) > 1 and [word] not in first else ()


def not_yet(question: Question, said: Said) -> Heard:
    """One option for what is said to come: the one that says "not yet"; never one that says that it is done, though the word for it was said."""
    names, made = names_of(question), done_in(said.key)
    if place(said.key, len(names)) is not None:
        return read_one_of(question, said)  # "the 2nd"
    waits = next((at for at, name in enumerate(names) if any(map(_NOT_YET.fullmatch, name))), None)
    word, certain = _as_yes_or_no(said)
    hits = find(said.key, names).hits or (find(word, names).hits if certain else ())
    if waits is not None and hits == (waits,) and word == "no":
        return Read(_value(question, hits))
    fits = [at for at in hits if not made & done_in(" ".join(names[at]))]
    meant: list[Given] = [_value(question, (at,)) for at in (*([waits] if waits is not None else []), *fits)]
    return (
        one_of_these(meant)
        if meant
        else Nonsense(Note("reading.one_of.to_come", {"example": question.options[0].label}))
    )


def _as_yes_or_no(said: Said) -> tuple[str, bool]:
    """ "Yep" as the word yes, for options that are called so; and whether it was clear: what says more may be about something else."""
    match read_yes_no(said):
        case Read(value=YesNo(yes=yes)):
            return ("yes" if yes else "no"), said.key.count(" ") < MOST_WORDS
        case Unclear(values=(YesNo(yes=yes), *others)) if not others or said.key in OF_ALL | OF_NONE:
            return ("yes" if yes else "no"), False
        case _:
            return "", False


def _expected(question: Question) -> Nonsense:
    return Nonsense(
        Note(
            "reading.one_of",
            {"count": len(question.options), "example": question.options[0].label if question.options else "1"},
        )
    )


def read_many_of(question: Question, said: Said) -> Heard:
    """Any number of options, in the order of the page."""
    names = names_of(question)
    nothing = _nothing(question)
    if (none := _none(question, said)) is not None:
        return none
    real = tuple(at for at in range(len(names)) if at != nothing)
    last = nothing == len(names) - 1 and "last" in said.key.split()  # the last that may be ticked beside others
    picked = picks(said.text, names[:-1] if last else names)
    if picked == Picked():
        return Read(Choices((question.options[nothing].id,) if nothing is not None else ()))
    counted = ways(said.key, len(real))
    if isinstance(counted, Nonsense):
        return counted
    if counted is not None:
        return sure_of([_value(question, tuple(real[at] for at in way)) for way in counted])
    if picked.certain and not (last and len(picked.chosen) == 1):
        return Read(_value(question, picked.chosen))
    if sets := picked.sets():
        every = _every_meant(question, picked)
        sets = [*sets[: MOST_READINGS - 1], every] if every else sets
        return one_of_these([_value(question, chosen) for chosen in sets])
    if _HAS_NONE.fullmatch(said.key):
        return Unclear((Choices((question.options[nothing].id,) if nothing is not None else ()),))
    return Nonsense(
        Note(
            "reading.many_of",
            {"count": len(question.options), "example": question.options[0].label if question.options else "1"},
        )
    )


def _every_meant(question: Question, picked: Picked) -> tuple[int, ...]:
    """What is picked where each word that stands between options means all of them; () where none does."""
    stand = [guesses for guesses in picked.doubtful if len(guesses) > 1 and _stand_between(question, guesses)]
    return tuple(sorted({*picked.sets()[0]}.union(*stand))) if stand else ()


def _stand_between(question: Question, options: tuple[int, ...]) -> bool:
    """Whether some word stands between these options."""
    first, *others = ({key(word) for word in question.options[at].between} for at in options)
    return bool(first.intersection(*others))


def between(question: Question, text: str) -> tuple[str, tuple[Option, ...]] | None:
    """The words of a reply that stand between several options, as the author wrote them, and those options; None where none do."""
    line = folded(key(text))
    words = sorted((word for option in question.options for word in option.between), key=len, reverse=True)
    said = next((word for word in words if folded(key(word)) in line), None)
    return None if said is None else (said, tuple(one for one in question.options if said in one.between))


def _none(question: Question, said: Said) -> Unclear | None:
    """ "None that I know of", where none can be said: asked back."""
    nothing = _nothing(question)
    if said.key not in _NONE_KNOWN or (nothing is None and question.kind is Kind.ONE_OF):
        return None
    return Unclear(
        (_value(question, (nothing,)) if nothing is not None else Choices(()),),
        hedged=said.key in OF_NONE_HEDGED | NOT_KNOWN,
    )


_NONE_KNOWN = (
    OF_NONE_HEDGED | NOT_KNOWN | phrases("not on any of them", "not any of them", "not on any", "on none", "in none")
)


_HAS_NONE = Pattern(
    r"(?:so far |still )?(?:(?:we|they|i|it|he|she)(?: (?:still|just|simply))?"
    r" (?:(?:do not|dont|does not|doesnt|did not|didnt) (?:yet |even )?(?:have|hold|got)(?: got)?|(?:have|has) not(?: yet)?(?: got)?"
    r"|(?:havent|hasnt)(?: yet)?(?: got)?) (?:one|any|anything|it|them|that|this|such a thing)"
    r"|(?:we|they|i|it|he|she)(?:ve)?(?: (?:still|just|simply))?(?: (?:have|has|got))+ (?:none|nothing)"
    r"|there(?:s| is| are) (?:none|not any|no such thing|nothing)|(?:there )?(?:is not|isnt|are not|arent) (?:one|any)|none exists?|no such thing"
    r"|(?:it|the (?:contract|paper|agreement|text|clause|document))(?: simply| just)? "
    r"(?:(?:does not|doesnt) (?:say|mention it|cover it)(?: so| that| it)?"
    r"|says nothing|is silent)|(?:its|it is|thats|that is)? ?(?:not (?:mentioned|said|stated|covered|in (?:there|it))|silent)"
    r"|we have yet to (?:get|see|receive) (?:one|any|it|them))"
    r"(?: (?:of (?:them|these|those|it)|yet|so far|at all|here|there|at the moment|right now|today|either))*"
)
"""Says that there is none of what is asked about: "we don't have one yet"."""


def _lacking(names: tuple[tuple[str, ...], ...]) -> tuple[int, ...]:
    """The options that say that there is none."""
    return tuple(at for at, phrases in enumerate(names) if {"none", "missing"} & {*phrases})


def _nothing(question: Question) -> int | None:
    """The option that means none of the others, if the author wrote one."""
    for at, option in enumerate(question.options):
        if key(option.id) in _NO_OPTION or key(option.label) in _NO_OPTION:
            return at
    return None
