"""Rows of a register, picked by name or number, and new rows named where the question allows it. Asks for code names, never for the secret."""

from __future__ import annotations

import re

from flows.engine.readers.doubt import ASSURES, without_assurance
from flows.engine.readers.heard import Context, Heard, Nonsense, Read, Unclear, one_of_these, sure_of
from flows.engine.readers.likeness import near
from flows.engine.readers.listing import Picked, in_turn, labelled, picks, pieces, sweeps, ways
from flows.engine.readers.naming import ARTICLE, described, subject, told_of
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import MOST_READ, Said, again, key
from flows.model.effects import Note
from flows.model.flow import Question
from flows.model.ids import ItemId
from flows.model.programme import Item
from flows.model.values import Given, Items, NewItems
from flows.rules.names import unformed

MOST_NAME = 80
"""Characters of a name: a code name is short."""
MOST_NAMES = 30
"""New names in one reply."""
MOST_NAME_WORDS = 12
"""A longer "name" is a description, and may hold the secret itself."""

_LEAD_IN = Pattern(
    r"(?:it (?:touches|concerns|includes|is about|covers|involves)|we (?:have|own|use|share|would share"
    r"|will share|send|expose|plan|want|need|(?:would|will) (?:do|have|use|need))|there(?:['’]s| is| are)"
    r"|it['’]?s|they['’]?re|these are|those are|mainly|mostly|just|only|also|add|plus|including|includes"
    r"|i (?:would )?(?:add|say)|(?:no[\s,:]+)?(?:the|our|their) (?:codes|names|words|ones) are)[\s:]+(?=\S)",
    re.IGNORECASE,
)
_ANNOUNCING = Pattern(
    r"(?:(?:these|those|here) (?:are|is) )?(?:(?:our|the|my|all|these) )?(?:\w+ )?"
    r"(?:assets?|phases?|vendors?|licen[cs]es?|agreements?|subcontractors?|people|groups?|words?|terms?|options?|duties|names?|list|items?"
    r"|codes?|devs?|developers?|engineers?|testers?|contributors?|ones?|following)(?: (?:are|is|list))?"
)
"""Words that only say that a list follows, where a colon stands behind them."""
_HEAD = Pattern(r"(?P<head>[^\n,:;]{2,60}):\s+(?P<rest>[^\n:]*[,;][^\n:]*)")
# Small letters only: "But" and "Not" may begin a name.
_BUT = Pattern(r"(?:and )?but\s+(?=\S)")
_JOIN = Pattern(r"(?:(?:but|and|also|plus|then|with)\s+)+(?=\S)")
_NOT = Pattern(r"(?:not|without|except(?: for)?|excluding|minus)\s+(?=\S)")
_NO_NAME = Pattern(
    r"yes|yep|yeah|yup|ok|okay|sure|all|everything|both|each|any|none|nothing|no|nope|true|false|it|this"
    r"|(?:no|nothing|none|not any|not much) (?:more|else|others?|further|additional)(?: .{0,60})?"
    rf"|so|(?:i|we) (?:think|guess|suppose|believe|hope) so|(?i:{ASSURES})(?: not| never)?"
    r"|two|three|four|five|that|them|these|those|things?|stuff|items?|"
    r"assets?|all (?:ours|mine|theirs|yours)|something|anything|many|several|lots?|a lot|a few|some|various|\d+"
)

_BEFORE_CODE = Pattern(
    r"(?:(?:freelance|external|senior|junior|part-time|developer|engineer|tester|designer|contractor|freelancer|student|intern)s? )+(?=\w+-\d+\Z)",
    re.IGNORECASE,
)
"""What somebody is, in front of the code that stands for them: "a freelance tester qa-1"."""

_SAME = Pattern(r"(?:the )?same(?: ones?| as .{1,60}| again)?")
"""Points at what was named before, and is no name."""


_OF_ALL = Pattern(
    r"(?:we (?:agree|talk|speak|work|deal)(?: on (?:it|this|that))? )?(?:with|for|from|on) "
    r"(?=(?:both|all|each|every|everyone|everything|none|neither|any|the (?:two|first|last|lot))\b)",
    re.IGNORECASE,
)
"""What may stand before words that sweep: "with both of them"."""
_SO_FAR = Pattern(
    r"\s+(?:so far|until now|(?:only )?(?:for now|for the moment|for the time being|at the moment|at present|right now))[\s.!]*\Z",
    re.IGNORECASE,
)
"""Words behind a name that are none of it: there may be more one day."""
_NOW = Pattern(
    r"\s+(?:(?:only|alone|first|now|today|currently|for a start|to (?:begin|start) with)\b\W*)+\Z", re.IGNORECASE
)
"""Such words too, where a row stands before them."""
_NOT_NOW = Pattern(
    r"(?:(?:and |but )?(?:(?:is|are|was|were|has|have|had|does|do|did|will|would|can|could)(?:nt| (?:(?:still|also|yet) )?(?:not|no|never))"
    r"|cant|cannot|wont|not|never)\b(?! (?:only|just)\b).*"
    r"|(?:(?:only|just|will|is|are|to) )*(?:(?:comes?|coming|follows?|joins?|joining|signs?|starts?) )?(?:in )?"
    r"(?:later|afterwards|another time|some other time|(?:next|early next|late next) (?:year|quarter|month|week))(?: on)?"
    r"|(?:is|are) (?:(?:still|not yet) )?(?:out|left out|excluded|gone|off|open|pending))"
)
"""What is said of a row that is left out: "isn't signed yet", "comes later"."""


def read_items(question: Question, said: Said, context: Context) -> Heard:
    """Rows of the question's register; new names too where it ``adds``."""
    if len(said.whole) > MOST_READ:
        return _code_name(question)
    rows = tuple(row for row in context.items if not row.removed)
    names = names_of(context)
    said = again(said, _OF_ALL.sub("", said.text, count=1)) if _OF_ALL.match(said.text) else said
    picked = picks(said.text, names, letters=False)
    if picked == Picked():
        return Read(Items(())) if question.many or not rows else _expected(question, rows)
    counted = ways(said.key, len(rows)) if question.many and rows else None
    if isinstance(counted, Nonsense):
        return counted
    if counted is not None:
        return sure_of([Items(tuple(rows[at].id for at in way)) for way in counted])
    return _adding(question, said, rows, picked) if question.adds else _picking(question, rows, picked)


def exactly(question: Question, said: Said, context: Context) -> Read | None:
    """The one row that the reply names word for word."""
    hits = [row for row in context.items if not row.removed and said.key in _phrases(row)]
    return Read(Items((hits[0].id,))) if len(hits) == 1 and said.key else None


def names_of(context: Context) -> tuple[tuple[str, ...], ...]:
    """All phrases of each row that can be picked, as keys."""
    return tuple(_phrases(row) for row in context.items if not row.removed)


def _phrases(row: Item) -> tuple[str, ...]:
    """What a row is called by, as keys; the names that it bore before among them."""
    names = [name for name in (row.name, *row.formerly) if key(name)]
    forms = ((key(name), key(ARTICLE.sub("", name, count=1)), f"the {key(name)}") for name in names)
    return tuple(dict.fromkeys(phrase for those in forms for phrase in those))


def _expected(question: Question, rows: tuple[Item, ...]) -> Nonsense:
    if question.adds:
        return Nonsense(Note("reading.items.add" if question.many else "reading.item.add"))
    if not rows:
        return Nonsense(Note("reading.items.empty"))
    return Nonsense(
        Note("reading.items", {"example": rows[0].name})
        if question.many
        else Note("reading.item", {"example": rows[0].name})
    )


def _code_name(question: Question) -> Nonsense:
    return Nonsense(
        Note("reading.items.code_name", {"most": MOST_NAME}) if question.adds else Note("reading.items.long")
    )


# ── picking among the known ──────────────────────────────────────────────────


def _picking(question: Question, rows: tuple[Item, ...], picked: Picked) -> Heard:
    sets = picked.sets(one=not question.many)
    values: list[Given] = [Items(tuple(rows[at].id for at in chosen)) for chosen in sets]
    if not values:
        return _expected(question, rows)
    if not question.many and len(values) > 1:
        return one_of_these(values)
    return Read(values[0]) if picked.certain else one_of_these(values)


# ── naming new ones ──────────────────────────────────────────────────────────


def _adding(question: Question, said: Said, rows: tuple[Item, ...], picked: Picked) -> Heard:
    text = in_turn(said.text)
    text = _LEAD_IN.sub("", text, count=1) if _LEAD_IN.match(text) else text
    if not question.many and (told := told_of(text)) is not None:
        return _told(question, rows, text, told)
    headed = _HEAD.fullmatch(text)
    if headed and _ANNOUNCING.fullmatch(key(headed["head"])):
        text = headed["rest"]
    elif headed and not labelled(text):
        return _headed(question, text, headed["rest"])
    cut = _naming(question, said, rows, picked, text)
    whole = _naming(question, said, rows, picked, text, whole=True)
    if cut == whole or isinstance(whole, Nonsense):
        return cut
    values = [value for heard in (whole, cut) for value in _values(heard)]
    return one_of_these(values)


def _values(heard: Heard) -> tuple[Given, ...]:
    return heard.values if isinstance(heard, Unclear) else (heard.value,) if isinstance(heard, Read) else ()


def _naming(
    question: Question, said: Said, rows: tuple[Item, ...], picked: Picked, text: str, whole: bool = False
) -> Heard:
    """Known rows and new names. ``whole``: what says which thing it names is a name as it was said, else the words in front of that are."""
    known, near_ones, fresh, told = _sorted_out(text, rows, whole)
    if picked.sweeping or (picked.certain and not fresh and not told):
        return _picking(question, rows, picked)
    if (not known and not fresh) or len(said.key) < 2:
        return _expected(question, rows)
    if len(fresh) > MOST_NAMES:
        return Nonsense(Note("reading.items.too_many", {"most": MOST_NAMES}))
    if not all(map(_is_short, fresh)):
        return _code_name(question)
    if not question.many and len(known) + len(fresh) > 1:
        return one_of_these([*(Items((row,)) for row in known), *(NewItems((), (name,)) for name in fresh)])
    asked: Given = NewItems(known, fresh) if fresh else Items(known)
    if not near_ones:
        return Unclear((asked,)) if told else Read(asked)
    meant = tuple(dict.fromkeys((*known, *near_ones.values())))
    left = tuple(name for name in fresh if name not in near_ones)
    return one_of_these([NewItems(meant, left) if left else Items(meant), asked])


def _told(question: Question, rows: tuple[Item, ...], text: str, names: tuple[str, ...]) -> Heard:
    """Asked for one, a story of it is asked back with the rows and the names that it tells of: none of them is certain to be what is meant."""
    values: list[Given] = []
    for name in names:
        row = _row(key(name), rows)
        alike = _alike(name, rows) if row is None else row.id
        values += [Items((alike,))] if alike is not None else []
        values += [NewItems((), (name,))] if row is None and _is_short(name) else []
    values += [Items((row.id,)) for row in rows if any(f" {phrase} " in f" {key(text)} " for phrase in _phrases(row))]
    return one_of_these(values) if values else _expected(question, rows)


def _headed(question: Question, text: str, rest: str) -> Heard:
    """ "Core app: login, search": one thing and its parts, or several things below a heading. It is asked back."""
    several = tuple(dict.fromkeys(pieces(rest)))
    readings = ((" ".join(text.split()),), several)
    fits: list[Given] = [NewItems((), names) for names in readings if names and all(map(_is_short, names))]
    return one_of_these(fits[: None if question.many else 1]) if fits else _code_name(question)


def _is_short(name: str) -> bool:
    return len(name) <= MOST_NAME and len(name.split()) <= MOST_NAME_WORDS


def _sorted_out(
    text: str, rows: tuple[Item, ...], whole: bool
) -> tuple[tuple[ItemId, ...], dict[str, ItemId], tuple[str, ...], bool]:
    """Known rows, names that come near a known row, all names that are not known, each folded to its first spelling, and whether more was told
    than names."""
    names = tuple(_phrases(row) for row in rows)
    known: list[ItemId] = []
    left_out: set[ItemId] = set()
    near_ones: dict[str, ItemId] = {}
    fresh: dict[str, str] = {}
    told = False
    for piece in map(without_assurance, pieces(text, names)):
        as_said = labelled(piece) or _row(key(piece), rows) or (whole and _is_new(piece, rows))
        gone = None if as_said else _put_off(piece, rows)
        if gone is not None:
            told, left_out = True, left_out | {gone.id}
            continue
        bare = piece if as_said else _by_now(subject(piece), rows)
        name = _bare(bare)
        row, swept = _row(key(name), rows), sweeps(key(name), len(rows))
        out = _NOT.match(name)
        told = told or bare != piece or out is not None or swept == () or _BUT.match(bare) is not None
        if row is None and _SAME.fullmatch(key(name)):
            told = True
            continue
        if out is not None:
            left_out |= {gone.id} if (gone := _row(key(_bare(name[out.end() :])), rows)) else set()
        elif row is not None:
            known.append(row.id)
        elif swept is not None:
            known += [rows[at].id for at in swept]
        elif name and not _NO_NAME.fullmatch(key(name)):
            alike = _alike(name, rows)
            if alike is not None and _BUT.match(bare):
                known.append(alike)  # "but Kodex also on calls": told of a row
                continue
            spelt = fresh.setdefault(key(name), name)
            if alike is not None:
                near_ones[spelt] = alike
    return tuple(row for row in dict.fromkeys(known) if row not in left_out), near_ones, tuple(fresh.values()), told


def _is_new(piece: str, rows: tuple[Item, ...]) -> bool:
    """Whether a piece says which thing it names, and that is no row that is known."""
    return described(piece) and _row(key(_bare(subject(piece))), rows) is None


def puts_off(said: Said, context: Context) -> bool:
    """Whether a reply says of a row that it is not among what is meant, or not yet."""
    rows = tuple(row for row in context.items if not row.removed)
    return any(_put_off(piece, rows) is not None for piece in pieces(said.text, names_of(context)))


def _put_off(piece: str, rows: tuple[Item, ...]) -> Item | None:
    """The row of which a piece says that it is not among what is meant, or not yet; None for any other piece."""
    line = key(_bare(piece))
    for row in rows:
        behind = [line[len(phrase) :].strip() for phrase in _phrases(row) if line.startswith(f"{phrase} ")]
        if any(map(_NOT_NOW.fullmatch, behind)):
            return row
    return None


def _by_now(name: str, rows: tuple[Item, ...]) -> str:
    """A name without "so far" and "for now" behind it; "only" may be part of one that is new."""
    name = _SO_FAR.sub("", name)
    row = _NOW.sub("", name)
    return row if row != name and _row(key(_bare(row)), rows) is not None else name


def _bare(name: str) -> str:
    """A name without "also" and "the" in front, and a code without what stands for whom."""
    for pattern in (_JOIN, ARTICLE, _BEFORE_CODE):
        name = name[found.end() :] if (found := pattern.match(name)) else name
    return " ".join(name.split())


def _row(line: str, rows: tuple[Item, ...]) -> Item | None:
    return next((row for row in rows if line in _phrases(row)), None)


def _alike(name: str, rows: tuple[Item, ...]) -> ItemId | None:
    """The row that may be meant by a name that is none: it comes near, it holds the row's name and besides only words in small letters, or it is that
    name but for the form of company ("Kodex Pvt Ltd")."""
    line = unformed(key(name))
    for row in rows:
        if line in map(unformed, _phrases(row)):
            return row.id
        inside = [phrase for phrase in _phrases(row) if f" {phrase} " in f" {key(name)} "]
        rest = [word for word in name.split() if not any(key(word) in phrase.split() for phrase in inside)]
        if inside and all(word == word.lower() for word in rest):
            return row.id
    at = near(key(name), tuple(map(_phrases, rows)))
    return None if at is None else rows[at].id
