"""Doubt about one piece of a list: "written rules, the sample not sure", "1 and 3, deputies by Christmas". It says what is certain, and what more
there may be; it reads neither. Doubt about a whole reply is read elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows.engine.readers.coming import PERIOD, SOME, WHEN
from flows.engine.readers.doubt import SURE
from flows.engine.readers.likeness import find
from flows.engine.readers.listing import Picked, is_all, parted, picks, pieces
from flows.engine.readers.patterns import Found, Pattern
from flows.engine.readers.wording import key

_COMES = (
    rf"(?:(?:by|before|no later than|not before|starting(?: from| in)?|as of|due(?: by| in| on)?) {WHEN}"
    rf"|(?:as )?from {WHEN}(?: on(?:wards?)?)?|{WHEN} on(?:wards)?|(?:with)?in {SOME} {PERIOD}s?(?:['’]? time)?"
    rf"|(?:next|later this|the coming) {PERIOD}|soon(?:ish)?|later(?: on)?|tomorrow|planned|pending|scheduled|coming(?: up| soon)?|upcoming"
    r"|to (?:come|follow)|in (?:progress|preparation|planning|the works|the making|the pipeline|(?:the )?future)|under ?way|on (?:its|the|their) way"
    r"|promised(?: to us)?"
    r"|work in progress|wip|not (?:quite )?yet(?: (?:there|ready|done|in place|finished|decided))?|not (?:there|ready|done|in place|finished) yet)"
)
_BE = r"(?:(?:(?:is|are|was|were|will be|has been|have been)|['’]s|['’]re) )?(?:(?:being|still|only|just|all|also|both|yet) )?"
_WHO = r"(?:(?:but )?(?:(?:i|we)(?: am| are|['’]m|['’]re)? |(?:is|are) )?(?:still )?)?"
_KNOWN_NOT = (
    rf"(?:not (?:yet )?{SURE}|unsure|uncertain|unclear|unknown|undecided|tb[cd]|idk|dunno|to be (?:decided|confirmed|determined)"
    r"|(?:do not|don['’]?t|cannot|can['’]?t) (?:really )?(?:know|tell|say)|(?:have )?no (?:idea|clue)|not (?:known|clear|decided|confirmed|settled))"
)
_GAP = r"[\s,(:;–—-]{1,9}"
_FOLLOWS = r"will (?:come|follow|be (?:there|ready|done|added|in place))"
_PROMISED = r"(?:(?:they|he|she|it)(?: (?:have|has)|['’](?:ve|s))? )?(?:also )?promis(?:ed?|es|ing)(?: us)?(?: to| that)?(?: (?:a|an|the))?\s"
_BEHIND = Pattern(
    rf"(?:\A|{_GAP})(?:{_BE}(?:{_FOLLOWS} )?(?:\A|(?<=\W)){_COMES}(?:\W{{1,9}}{_COMES})?|{_FOLLOWS}|(?P<unsure>{_WHO}{_KNOWN_NOT}"
    r"(?: (?:about|of) (?:it|that|this|them|those))?(?: yet| though| tho| here| there| either)?))\W{0,9}\Z",
    re.IGNORECASE,
)
_AHEAD = Pattern(
    rf"(?:{_BE}{_COMES}{_GAP}(?:also |there (?:is|are|will be) )?|{_PROMISED}"
    rf"|(?P<unsure>{_WHO}{_KNOWN_NOT} (?:yet )?(?:about|of|on|whether|if)(?: there (?:is|are))?\s))(?=\S)",
    re.IGNORECASE,
)
_ANYWHERE = Pattern(
    rf"\b(?:{_KNOWN_NOT}|by {WHEN}|from {WHEN} on(?:wards)?|next (?:year|quarter|month|week)|soon|planned|in progress|not yet)\b",
    re.IGNORECASE,
)
_IT = Pattern(r"(?:and |but )?(?:which|that|this|these|those|it|they|the (?:last|latter)|that one|this one)?")
_THEM = Pattern(r"(?:it|them|that|this|those|these)(?: (?:yet|at all|so far))?")
_JOINT = Pattern(r",? (?:but|though|although|while|whereas) ", re.IGNORECASE)
_LEADING = Pattern(r"\A(?:(?:but|and|though|although|while|only|also|plus)\s+)+(?=\S)", re.IGNORECASE)
_TAIL = 80
"""Doubt behind a piece is looked for in so many last characters."""


@dataclass(frozen=True, slots=True)
class Doubted:
    """A reply of which a piece is doubtful. ``without``: what is certain, "" where nothing is. ``whole``: with what is doubtful, bare of the
    doubt. ``unsure``: of the rest
    nobody knows."""

    without: str
    whole: str
    unsure: bool = False


_ONE = Pattern(
    r"\A(?P<what>.*?)[\s,:=–—-]{0,9}(?:(?<!\w)(?P<yes>yes|yep|yeah|sure|ok|only)|(?<!\w)(?P<no>no|nope|not|not (?:yet|at all|really))"
    rf"|(?<!\w)(?P<unsure>{_WHO}{_KNOWN_NOT}(?: (?:yet|about (?:it|that|this)))?"
    r"|(?:i|we)(?:['’]?d| would|['’]?ll| will)? (?:have|need) to (?:look|check|ask|find|see)\b.{0,40}|let me (?:check|look|ask)\b.{0,40}))[\s.!]*\Z",
    re.IGNORECASE,
)
"""One thing, and what holds of it: "sanctions no", "export I'd have to look up"."""
_SAYS_NOT = Pattern(
    r"(?:correct(?:ion)?[\s,:]+)?(?:(?:and|but|though|although|while)\s+)*"
    r"(?:(?:we|they|i|it|he|she|there)(?:['’](?:re|ve|s|m)| are| is| am| have| has| had)?\s+)?(?:still\s+)?"
    r"(?:(?:got|have|has|saw|see|seen|sent|shown|showed|found|heard)\s+)?"
    r"(?:(?:nothing|none|not a word|no news|no word|no sign)(?: (?:yet|so far|at all))?\s+(?:on|about|for|regarding|as to|from)"
    r"|(?:waiting|awaiting|chasing|missing|lacking|lack)(?:\s+(?:for|on|to (?:see|get|hear about|receive)))?"
    r"|(?:nobody|no one)\s+\w+(?:\s+(?:at|into|through))?"
    r"|(?:please\s+)?(?:(?:leave|take|cross|strike)\s+(?:out|off|away)|drop|strike|minus)"
    r"|(?:no(?! (?:idea|clue))|without|never)(?:\s+(?:got|have|has|saw|seen|sent|shown|showed))?)[\s:]+(?:(?:the|a|an|any|our|their|its)\s+)?(?=\S)",
    re.IGNORECASE,
)
_NOT_THERE = Pattern(
    r"\s+(?:(?:is|are|was|were)\s+|['’]s\s+)?(?:still\s+)?(?:missing|lacking|absent|gone|overwritten|outstanding|to be \w+ed)[\s.!]*\Z",
    re.IGNORECASE,
)
"""How a piece says that one thing is not there, or not yet: "nothing on return", "we are still waiting for the log", "the log is missing"."""
_REST = Pattern(
    r"(?:(?:and|but) )?(?:(?:all |everything |every |the )?(?:the )?(?:rest|others?|else)(?: of (?:it|them|those))?|everything else|anything else)"
)


def told_apart(text: str, names: Sequence[tuple[str, ...]]) -> Doubted | None:
    """A reply that says of each thing whether it holds: "personal data, yes; sanctions no; export I'd have to look up". None where it says so of
    less than two and denies none. Asked back whatever it says: what is denied is no part of either reading."""
    holds: list[str] = []
    unknown: list[str] = []
    refused: list[str] = []
    judged, unsure, apart, told = 0, False, False, False
    for piece in _BREAK.split(_YES_APART.sub(r" \1", text)):
        denied = _denied(piece, names)
        if denied or (holds and _denies_it(piece)):
            refused.append(denied or holds[-1])
            continue
        found = None if any(key(piece) in name for name in names) else _ONE.match(piece)
        what = found["what"].strip(" ,:=–—-") if found else piece.strip()
        judged += found is not None
        if _REST.fullmatch(key(what)) and found is not None and not found["yes"]:
            unsure = unsure or bool(found["unsure"])
            continue
        if key(what) and found is not None and found["no"]:
            apart = apart or key(found["no"]) != "not yet"
            told = told or ":" in piece[: found.start("no")]
        elif key(what):
            (unknown if found is not None and found["unsure"] else holds).append(what)
    apart = apart or (told and bool(holds))  # "rules; log: not yet" says of the log how it is today
    if not refused and not apart and judged < 2:
        return None
    both = [what for what in holds if _same(what, refused, names)]
    holds, unknown = [what for what in holds if what not in both], [*both, *unknown]
    return Doubted(_listed(holds), _listed([*holds, *unknown]) or _listed(refused), unsure)


def _same(what: str, refused: Sequence[str], names: Sequence[tuple[str, ...]]) -> bool:
    """Whether what is said to hold is denied in the same breath: "logs, but nobody has shown us who reads the logs"."""
    hits = find(key(what), names).hits
    return bool(hits) and any(find(key(other), names).hits[:1] == hits[:1] for other in refused)


def _denies_it(piece: str) -> bool:
    """Whether a piece denies what was said just before it: "logs, but nobody reads them"."""
    found = _SAYS_NOT.match(piece)
    return found is not None and _THEM.fullmatch(key(_bare(piece, found))) is not None


def _denied(piece: str, names: Sequence[tuple[str, ...]]) -> str:
    """What a piece says is not there, where that is one of the names and the words of denial are no part of one; "" else."""
    found = _SAYS_NOT.match(piece) or _NOT_THERE.search(piece, max(0, len(piece) - _TAIL))
    if found is None or picks(piece, names) == Picked() or _named(found, piece, names):
        return ""  # "none of them" and "no one" deny all, and are read as such
    bare = _bare(piece, found)
    return bare if find(key(bare), names).hits else ""


_YES_APART = Pattern(r"\s*,\s*(yes|no|not sure|not yet|no idea|unknown)(?=\s*(?:[;,.\n]|\Z))", re.IGNORECASE)
_BREAK = Pattern(
    r"\s*[;,\n]\s*|\s+(?:but|and) (?=\S+(?: \S+){0,3} (?:yes|no|not sure|no idea)\b)"
    r"|\s+(?=but (?:no|nobody|no one|none|nothing|without|never|still|we|they|the|our)\b)|\s+(?=without )",
    re.IGNORECASE,
)


def doubted_in_part(text: str, names: Sequence[tuple[str, ...]]) -> Doubted | None:
    """What is certain in a reply and what is not, where a piece of it is said to come or to be unknown; None where none is. ``names``, as keys, are
    never taken for doubt: "a plan for next year" may be one."""
    certain: list[str] = []
    every: list[str] = []
    doubts: list[Found] = []
    for piece in _taken_apart(text, names):
        doubt = _doubt(piece, names)
        bare = _bare(piece, doubt) if doubt else piece
        if doubt is None:
            certain.append(piece)
            every.append(piece)
        elif not _IT.fullmatch(key(bare)):
            every.append(bare)
            doubts.append(doubt)
        elif every and not doubt["unsure"]:  # "the deputies, by Christmas"; but "..., not sure" is about all of it
            certain = [piece for piece in certain if piece != every[-1]]
            doubts.append(doubt)
    if not doubts or (len(every) == 1 and doubts[0]["unsure"]):
        return None
    return Doubted(_listed(certain), _listed(every))


def doubts_anywhere(text: str, names: Sequence[tuple[str, ...]]) -> bool:
    """Whether a reply says somewhere that something is to come or unknown, in words that stand in none of the names."""
    found = _ANYWHERE.search(text)
    return found is not None and not _named(found, text, names)


def _listed(parts: Sequence[str]) -> str:
    """Pieces as one reply; what holds a comma stays whole in a pasted list."""
    bullet = "- " if len(parts) > 1 and any("," in part for part in parts) else ""
    return "\n".join(f"{bullet}{part}" for part in parts)


def _taken_apart(text: str, names: Sequence[tuple[str, ...]]) -> list[str]:
    """Its pieces; one that holds doubt in halves, for the doubt may be about one of them."""
    apart: list[str] = []
    tail = _BEHIND.search(text, max(0, len(text) - _TAIL))
    late = tuple(tuple(f"{phrase} {key(tail[0])}" for phrase in name) for name in names) if tail else ()
    for piece in pieces(text, (*names, *late)):  # "research and development by May" is one
        halves = _JOINT.split(piece)
        for half in [piece] if is_all(key(halves[0])) else halves:  # "all but the app" is one
            half = _LEADING.sub("", half, count=1)
            doubt = _doubt(half, names)
            known = doubt is not None and any(key(_bare(half, doubt)) in name for name in names)
            apart += parted(half) if doubt is not None and not known else [half]
    return [half for half in apart if key(half)]


def _doubt(piece: str, names: Sequence[tuple[str, ...]]) -> Found | None:
    """The words of doubt in a piece, behind or in front."""
    found = _BEHIND.search(piece, max(0, len(piece) - _TAIL)) or _AHEAD.match(piece)
    return None if found is None or _named(found, piece, names) else found


def _named(found: Found, said: str, names: Sequence[tuple[str, ...]]) -> bool:
    """Whether the words of doubt are part of a name that is said, in full or in part."""
    doubt, line = f" {key(found[0])} ", f" {key(said)} "
    within = (f" {phrase} " for name in names for phrase in name if doubt in f" {phrase} ")
    return any(phrase in line or line in phrase for phrase in within)


def _bare(piece: str, doubt: Found) -> str:
    return f"{piece[: doubt.start()]} {piece[doubt.end() :]}".strip(" ,(:;–—-")
