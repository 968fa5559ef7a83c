"""A question put to the bot: whether something said is one, the words of it that matter, and the countries that it names."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from flows.engine.readers.asides import asks_to_share
from flows.engine.readers.countries import told_countries
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import hear, key

_OPENING = frozenset(
    "what whats who whos whom whose which when where why how can may could should must shall do does did is are was were will would has have".split()
)
"""How a question begins."""
_LEAST = 3
"""Words that something has at least which is a question without a question mark."""
_EMPTY = frozenset(
    "a about all also am an and any are as ask at be because been but by can could did do does doing done exactly explain for from get give"
    " had has have he her here his how i if in into is it its just know like may me mean means more most much must my need needs no not of on"
    " or our ours please rule rules said say says shall she should so some somebody someone something tell that the their them then there these they"
    " thing things this those to us use used using was we were what whats when where whether which who whom whose why will with would you"
    " your yours usually normally typically im ive dont doesnt isnt cant law laws legal"
    " ok okay right enough best fine vs versus want wants wanted still really actually now again happen happens happened make sure let lets"
    " got go goes going able possible allowed per between difference yes hello hi thanks help handle deal"
    " only already before ever always never often then nothing everything anything nobody everybody everyone anyone else even half theyre wont"
    " recognise recognises recognised recognize recognizes recognized"
    " keep keeps kept bring brings put puts take takes valid count counts advice tips three four five six seven eight nine ten".split()
)
"""Words that say nothing of what is asked."""


_NAME = Pattern(r"(?<=[\w,] )[A-Z][a-z]\w+")
_WAY = Pattern(
    r"(?:so |ok |and )?(?:what (?:should|do|can|must) (?:i|we) do (?:next|now|first)|(?:whats|what is|what comes) next|what now"
    r"|how (?:do|can|should) (?:i|we) (?:start|begin|go on|continue)|where (?:do|should) (?:i|we) (?:start|begin))"
)
"""The way on is asked for, not what our sources say."""

_SOON = (
    r"(?: (?:now|next|first|then|here|today|tomorrow|this week|next week|this morning|for (?:this|it)|about (?:this|it)"
    r"|(?:this |on |next |by )?(?:mon|tues|wednes|thurs|fri|satur|sun)day))*"
)
_PLACE = r"(?:programme|program|project|channel|bot|app|tool|thread|card|thing|stuff|ringfence|all this|this all|this|it|all)"
_HERE = Pattern(
    rf"(?:(?:whats|what is|what are|whos|who is) (?:(?:this|the|that) )?{_PLACE}(?: here)?"
    r"(?: (?:all )?(?:about|for|doing))?(?: (?:here|then|exactly))?"
    r"|(?:who|what) are you(?: for)?|(?:what (?:do|can) you do)(?: here)?|why am i (?:here|in (?:here|this channel|this))"
    r"|what (?:happens|goes on) (?:here|in (?:here|this channel))|(?:hi |hello |hey )?im new(?: here| to this| in (?:here|this channel))?"
    rf"|(?:(?:hi|hello|hey|sorry|so|ok) )?(?:i was|i am|ive been) (?:just )?(?:added|invited|new)(?: here| to this| to this channel)?"
    rf"|(?:whats|what is) my (?:part|role|job|task)(?: in (?:this|it|here))?{_SOON}"
    rf"|(?:and |so )?(?:what am i|what are we) (?:supposed|meant|expected|asked) to do{_SOON}"
    rf"|what (?:should|do|must|can|shall) i (?:have to |need to |got to )?(?:do|start with|begin with){_SOON}"
    rf"|what is (?:expected|wanted|needed|asked) (?:of|from) me{_SOON}|what do you (?:want|need|expect) (?:of|from) me{_SOON})"
)
"""Somebody new wants to know what goes on here, or what is theirs to do."""
_PIECES = Pattern(r" (?:and |but |so )?(?=(?:what|whats|who|whos|why) )")

_PLAYBOOK = Pattern(
    r"\b(?:playbook|our (?:\w+ )?(?:fallback|position)|fallback position|(?:would|do|should|must) we (?:walk away|escalate)"
    r"|(?:can|may|do|would|should|could) we (?:still )?accept)\b"
)
"""What our playbook would have us take is asked for."""


_MEANS = Pattern(
    r"\b(?:means?|meant|meaning|defin(?:e|ed|ition)|agreed?|counts as)\b"
    r"|^(?:so |and |ok )?(?:whats|what (?:is|are|was)|explain)\b"
)
"""What a word is taken to mean is asked for."""


class Question(msgspec.Struct, frozen=True):
    """What was asked: the words that matter, the countries named, by code, and all words in their order, without the names of countries. ``names``:
    those of them that stand with a capital inside a sentence, as names do."""

    words: tuple[str, ...]
    countries: tuple[str, ...]
    said: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def is_question(text: str) -> bool:
    """Whether something said to the bot, that is none of its words, is a question. "May I send this?" is one that is answered elsewhere."""
    said = hear(text)
    words = said.key.split()
    asks = said.text.rstrip().endswith("?") or (len(words) >= _LEAST and words[0] in _OPENING)
    return bool(words) and asks and asks_to_share(said) is None


def asks_the_way(text: str) -> bool:
    """Whether somebody asks how to go on: "what should I do next?"."""
    return _WAY.fullmatch(hear(text).key) is not None


def asks_what_this_is(text: str) -> bool:
    """Whether somebody asks what goes on in a channel or what they are to do there: "what is this? what do I have to do"."""
    return all(_HERE.fullmatch(piece) for piece in _PIECES.split(hear(text).key))


def asks_of_playbook(text: str) -> str | None:
    """What of our playbook somebody asks for: "what is our fallback on the liability cap?" is about "the liability cap", as far as words tell.
    None where it is no such question."""
    line = hear(text).key
    return _PLAYBOOK.sub(" ", line) if _PLAYBOOK.search(line) is not None else None


def asks_for_meaning(text: str) -> bool:
    """Whether somebody asks what a word is taken to mean: "what does done mean?", "what did we agree on urgent?"."""
    return _MEANS.search(hear(text).key) is not None


def asked(text: str, locale: str = "en_GB", places: Mapping[str, str] | None = None) -> Question:
    """A question taken apart. ``places``: parts of a country that may be named instead of it, by their keys, with its code."""
    heard = hear(text).text
    countries, line = told_countries(heard, locale)
    countries += tuple(
        code for place, code in (places or {}).items() if f" {place} " in f" {line} " and code not in countries
    )
    said = tuple(line.split())
    names = {key(found[0]) for found in _NAME.finditer(heard)}
    words = tuple(dict.fromkeys(word for word in said if word not in _EMPTY))
    return Question(words, countries, said, tuple(word for word in words if word in names))
