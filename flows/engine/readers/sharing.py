"""What somebody would share, or shared, and with whom: "can I send the pricing engine to Acme?", "we sent it to Acme last week"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

import msgspec

from flows.engine.readers.bare import bare
from flows.engine.readers.countries import told_countries
from flows.engine.readers.dates import read_date
from flows.engine.readers.heard import Context, Read, Unclear
from flows.engine.readers.likeness import find
from flows.engine.readers.listing import parted, pieces
from flows.engine.readers.naming import ARTICLE
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import again, hear, key
from flows.model.ids import ItemId
from flows.model.programme import Item
from flows.model.values import Day, Kind
from flows.rules.names import unformed

MOST_WORDS = 300
"""Characters that are looked at; whoever asks such a thing is brief."""
MOST_NAME = 80
"""Characters of a name, as where rows are named in an answer."""
MOST_DAY = 5
"""Words that name a day: "on the 3rd of May"."""

_LEAD = Pattern(
    r"(?:(?:hey|hi|ok|okay|so|and|please|yes|yeah|oh|well|sorry|actually|already|i think|quick question:?)[ ,]+)*"
    r"(?:(?:can|may|could|should|shall|must|do|am|are|is|would|have|has|had|ive|i['’]ve|we['’]ve|did) )*"
    r"(?:(?:i|we|they|he|she|you|anyone|somebody|someone|it|this|that) )?"
    r"(?:(?:have|had|has|already|just|actually|be|a problem|an issue|any problem|mind|ok|okay|fine|safe|allowed|free|all right|alright|for me|for us"
    r"|if|to|we|i) )*"
    r"(?:(?:send|sent|shared?|show(?:ed|n)?|gi?ave|give|given|forward(?:ed)?|disclosed?|upload(?:ed)?|e?mail(?:ed)?|ship(?:ped)?|released?"
    r"|reveal(?:ed)?|exposed?|pass(?:ed)?|hand(?:ed)?|(?<=\w )(?:push(?:ed)?|demo(?:ed)?|demonstrated?))(?: on| over)? )?",
    re.IGNORECASE,
)
_TO = Pattern(r"\s+(?:with|to|into|over to|on to)\s+|\s+w/(?!o\b)\s*|\s*(?:->|→)\s*", re.IGNORECASE)
_AND_TO = Pattern(r"(,|\b(?:and|or))\s+(?:with|to)\s+(?=\S)", re.IGNORECASE)
"""What joins two recipients: "to Kodex and to Brightline"."""
_TAIL = Pattern(
    r"\s+(?:(?:is |be |are )?(?:ok|okay|fine|safe|allowed)(?: to (?:be )?(?:send|sent|share|shared|show|shown))?"
    r"|(?:on|in|during|over|via|by|at) (?:(?:a|an|the|our|my|their) )?(?:\w+ )?(?:call|meeting|workshop|visit|email|mail|zoom|teams|phone|screen)"
    r"|today|tomorrow|now|this week|next week)$",
    re.IGNORECASE,
)
_WENT = Pattern(r" (?:went|(?:has|have|had) (?:already )?gone)(?: out| over)?$", re.IGNORECASE)
"""What stands behind what was shared where it is told to have gone: "the mobile app went to Kodex"."""
_BESIDE = Pattern(
    r"(?:,? but (?:only|just)\b.*|,? (?:by (?:mistake|accident|error)|in error|accidentally|unfortunately|sorry)$"
    r"|,? (?:is|was) (?:that|this|it) (?:a |an |any )?(?:problem|issue|ok|okay|fine|bad|allowed|safe|all right|alright)$)",
    re.IGNORECASE,
)
"""What is said of it beside the names, at its end."""
_PLACE = Pattern(
    r"['’]s? (?:\w+ )?(?:repo|repository|github|gitlab|drive|folder|bucket|server|account|workspace|inbox|team|people)$",
    re.IGNORECASE,
)
"""Where somebody gets it: "Kodex's repo"."""
_WHOM_FIRST = Pattern(
    r"(?P<whom>(?:the |our |my )?[^\s,]+(?:,? [^\s,]+){0,5}?) (?P<what>(?:the|our|my|an?|this|that|some|these|those) .+)",
    re.IGNORECASE,
)
"""Who gets something may stand before it: "show Kodex the rate tables"."""
_NAMED = Pattern(r"(?!(?i:all|parts?|some|it|this)\b)[A-Z][\w.-]*(?: [A-Z][\w.-]*)?")
"""What stands before a thing as the name of somebody new would."""
_HOLD = Pattern(
    r"\b(?:(?:any|full) )?access to |\ban? (?:copy|look|glimpse|peek|demo|view|login|tour) (?:of|at|to|for|into) ",
    re.IGNORECASE,
)
"""What somebody gets of a thing."""
MOST_WHOM = 3
"""Words of a name that stands before the thing without anything between."""
_SEES = Pattern(
    r"(?:(?:hey|hi|ok|okay|so|and|please|quick question:?)[ ,]+)*"
    r"(?:(?:can|may|could|should|shall|will|would|is|are)|(?:is|would) (?:it|that) (?:be )?(?:ok|okay|fine|safe|all right|alright) (?:if|for)) "
    r"(?!(?:i|we|you|it|this|that)\b)(?P<whom>.{1,80}?) (?:(?:be )?(?:ok|okay|fine|safe|allowed|able|free|cleared) )?(?:to )?(?:get to )?"
    r"(?:sees?|views?|look at|look into|access|have access to|get access to|have a look at|receive|have|gets?|has) (?P<what>.+)",
    re.IGNORECASE,
)
"""Who is to get something stands before it: "may Kodex see the code?"."""
_NO_NAME = Pattern(
    r"it|this|that|them|they|these|those|something|anything|everything|all|any|stuff|things?|(?:the )?vendors?|someone|somebody|",
    re.IGNORECASE,
)
_THE_ONE = Pattern(
    r"them|they|(?:the |our )?(?:vendor|supplier|factory|contractor|manufacturer|agency|partner)", re.IGNORECASE
)
"""How the only vendor of a programme is called."""
_ANYBODY = Pattern(
    r"(?:an?|any|some|other|another) .*|(?:\w+ )?(?:vendors|suppliers|factories|freelancers|contractors|subcontractors|developers|agencies"
    r"|competitors|customers|clients|companies|others|people|anyone|anybody|someone|somebody)",
    re.IGNORECASE,
)
"""A recipient who is nobody in particular."""
_DESCRIBED = Pattern(r"(?:the|our|my|your|their|his|her|its|any|every|each|no) .*", re.IGNORECASE)
"""A recipient who is told of by what they are: no name begins so."""
_DAY = bare(Kind.DATE, future=False)
"""What the words at the end of a telling are read as."""


class Meant(msgspec.Struct, frozen=True, omit_defaults=True):
    """One side of a sharing: the row that is meant, or None; and what was typed for it ("" for nothing, or for "it"). ``guessed``: the
    row is called otherwise than what was typed. ``several``: the rows that are meant, where more than one thing was named, and ``unknown`` what
    else was."""

    row: ItemId | None = None
    typed: str = ""
    guessed: bool = False
    several: tuple[ItemId, ...] = ()
    unknown: tuple[str, ...] = ()


class Sharing(msgspec.Struct, frozen=True, omit_defaults=True):
    """What would be shared with whom. ``done``: it happened already, on ``day`` where that could be read; ``sure``: it names just that day.
    ``general``: it names no row of a programme, and nobody in particular: it is rather asked what holds in general."""

    asset: Meant
    vendor: Meant
    done: bool = False
    day: dt.date | None = None
    sure: bool = False
    general: bool = False


def read_sharing(
    text: str, assets: Sequence[Item], vendors: Sequence[Item], context: Context, *, done: bool
) -> Sharing:
    """What a message about sharing says. ``done``: it tells of what happened, so that its last words may name a day."""
    said = hear(text[:MOST_WORDS])
    line = said.text.split("\n")[0].strip().rstrip("?!. ")
    line = _BESIDE.sub("", line) or line
    what, whom = _sides(line)
    day, sure = None, False
    if done:
        what, whom, day, sure = _dated(what, whom, context)
    asset, vendor = _meant(what, assets), _vendor(whom, vendors)
    if not whom.strip():
        whom, asset, vendor = _whom_first(what, asset, assets, vendors) or (whom, asset, vendor)
    first = _WHOM_FIRST.fullmatch(what) if not vendors and not whom.strip() else None
    whom = (
        first["whom"] if first and len(first["whom"].split()) < MOST_WHOM else whom
    )  # "send kodex the engine", where no vendor is known
    named = _in_particular(whom.strip(), context) if whom.strip() else not asset.typed  # "may I send this?"
    known = any(side.row is not None or side.several for side in (asset, vendor))
    general = not known and not named
    return Sharing(asset, vendor, done, day, sure, general)


def read_mentions(
    text: str, place: str, assets: Sequence[Item], vendors: Sequence[Item], context: Context, *, done: bool
) -> Sharing:
    """What a message that somebody else wrote may be about, for a form that whoever asks looks over. As `read_sharing`, and where that finds no row
    of a kind: the only one of which the whole name stands anywhere in the text. ``place``: what the channel that it shares with an outside company
    is called, "" for any other; where the text names no vendor, the only one whose name stands in that is meant."""
    read = read_sharing(text, assets, vendors, context, done=done)
    said = key(text[:MOST_WORDS])
    asset, vendor = read.asset.row, read.vendor.row
    if asset is None:
        asset = _only(read.asset.several or _standing(said, assets))
    if vendor is None and not _NAMED.fullmatch(read.vendor.typed):
        vendor = _only(read.vendor.several or _standing(said, vendors) or _standing(key(place), vendors))
    return msgspec.structs.replace(read, asset=Meant(asset), vendor=Meant(vendor))


def _in_particular(whom: str, context: Context) -> bool:
    """Whether that may be the name of somebody, or "them": not what somebody is ("the court", "a freelancer"), and no country."""
    if _ANYBODY.fullmatch(whom) or _DESCRIBED.fullmatch(whom):
        return False
    countries, left = told_countries(whom, context.locale)
    return not countries or bool(left)


def _vendor(phrase: str, rows: Sequence[Item]) -> Meant:
    """The vendor that a phrase means; where there is only one, it may just be called the vendor."""
    if len(rows) == 1 and _THE_ONE.fullmatch(phrase.strip()):
        return Meant(rows[0].id, phrase.strip(), guessed=True)
    return _meant(phrase, rows)


def _whom_first(
    line: str, asset: Meant, assets: Sequence[Item], vendors: Sequence[Item]
) -> tuple[str, Meant, Meant] | None:
    """Both sides where who gets it stands before it: a vendor, or somebody with a capital. None where nobody does, or where all of it is the
    name of an asset."""
    if asset.row is not None and not asset.guessed:
        return None
    found, words = _WHOM_FIRST.fullmatch(line), line.split()
    pairs = [(found["whom"], found["what"])] if found else []
    pairs += [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, min(MOST_WHOM + 1, len(words)))]
    read = [(whom, _meant(what, assets), _vendor(whom, vendors)) for whom, what in pairs]
    known = [one for one in read if one[2].row is not None or len(one[2].several) > 1]
    if not known:
        return read[0] if found and _NAMED.fullmatch(found["whom"]) else None
    return max(known, key=lambda one: (one[1].row is not None, not one[1].guessed, not one[2].guessed))


def _sides(line: str) -> tuple[str, str]:
    """What is to be shared, and with whom: before and behind the last "to" or "with", or the other way round where somebody is to see it."""
    seen = _SEES.fullmatch(line)
    if seen:
        return seen["what"].strip(), seen["whom"].strip()
    lead = _LEAD.match(line)
    line = _HOLD.sub("", _AND_TO.sub(lambda found: f"{found[1]} ", line[lead.end() :] if lead else line), count=1)
    parts = list(_TO.finditer(f" {line}"))
    if not parts:
        return line, ""
    last = parts[-1]
    return _WENT.sub("", f" {line}"[: last.start()].strip()), f" {line}"[last.end() :].strip()


def _dated(what: str, whom: str, context: Context) -> tuple[str, str, dt.date | None, bool]:
    """Both sides without the words at the end that name a day, and that day; of a stretch of days, its first."""
    words = (whom or what).split()
    for count in range(min(MOST_DAY, len(words)), 0, -1):
        tail = " ".join(words[-count:])
        heard = read_date(_DAY, again(hear(tail), tail), context)
        if isinstance(heard, Read | Unclear):
            value = heard.value if isinstance(heard, Read) else heard.values[0]
            left = " ".join(words[:-count])
            day = value.day if isinstance(value, Day) else None
            return (what, left, day, isinstance(heard, Read)) if whom else (left, "", day, isinstance(heard, Read))
    return what, whom, None, False


def _meant(phrase: str, rows: Sequence[Item]) -> Meant:
    """The row that a phrase means: by its name, by a part of it, or with a slip of the finger."""
    name = _PLACE.sub("", _TAIL.sub("", f" {phrase.strip(' ,;:')}").strip())
    name = _bare(name)
    if _NO_NAME.fullmatch(name.casefold()):
        return Meant()
    names = [tuple(dict.fromkeys(phrase for one in (row.name, *row.formerly) for phrase in _keys(one))) for row in rows]
    found = find(key(name), names)
    exact = bool(found.hits) and key(name) in names[found.hits[0]]
    several = _several(name, rows, names) if not exact else None
    if several is not None:
        return several
    if not exact and not found.sure:
        return Meant(typed=name[:MOST_NAME])
    meant = rows[found.hits[0]]
    return Meant(meant.id, name[:MOST_NAME], key(name) not in _keys(meant.name))


def _standing(line: str, rows: Sequence[Item]) -> tuple[ItemId, ...]:
    """The rows of which a whole name stands in a line; of names within names the longest counts."""
    inside: dict[ItemId, set[str]] = {}
    for row in rows:
        phrases = [phrase for one in (row.name, *row.formerly) for phrase in (*_keys(one), unformed(key(one)))]
        inside[row.id] = {phrase for phrase in phrases if f" {phrase} " in f" {line} "}
    found = {phrase for phrases in inside.values() for phrase in phrases}
    whole = {one for one in found if not any(one != other and f" {one} " in f" {other} " for other in found)}
    return tuple(row for row, phrases in inside.items() if phrases & whole)


def _only(rows: Sequence[ItemId]) -> ItemId | None:
    return rows[0] if len(rows) == 1 else None


def _keys(name: str) -> tuple[str, str]:
    return key(name), key(_bare(name))


def _several(name: str, rows: Sequence[Item], names: Sequence[tuple[str, ...]]) -> Meant | None:
    """More than one thing that was named, at least one of them known; None where it may be one name with an "and" in it."""
    parts = [_bare(half.strip(" ,;:/")) for piece in pieces(name, names) for half in parted(piece)]
    each = [(part, find(key(part), names)) for part in parts]
    known = dict.fromkeys(rows[found.hits[0]].id for _, found in each if found.sure)
    unknown = tuple(part[:MOST_NAME] for part, found in each if not found.sure)
    if not known or len(known) + len(unknown) < 2:
        return None
    return Meant(typed=name[:MOST_NAME], several=tuple(known), unknown=unknown)


def _bare(name: str) -> str:
    return ARTICLE.sub("", name, count=1) if ARTICLE.match(name) else name
