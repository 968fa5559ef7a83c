"""What somebody is shown who asked something: passages with where they come from; or that there are none, and the way on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec

from flows.engine.readers.own import Own
from flows.engine.registers import country_name
from flows.engine.screens.days import since_text
from flows.engine.screens.wording import plain, shortened, text
from flows.model.country import UNDATED
from flows.model.effects import Mention, On
from flows.model.ids import PersonId, ProgrammeId
from flows.model.passage import Passage
from flows.model.screens import Button, Buttons, Heading, Line, Part, Place, Prose, Quiet, Ref, Screen, Strong
from flows.rules.countries import aged

LABEL = 70
"""Characters of a topic on its button."""
MOST_PROGRAMMES = 5
"""Programmes offered to pick from."""


class Agreed(msgspec.Struct, frozen=True):
    """A word of the team's own list: ``facts`` are what it is known to mean, with whom that was agreed, by whom and when, each under its title.
    ``by`` and ``on``: who entered the meaning, and when; None where nobody did."""

    word: str
    facts: tuple[tuple[str, Line], ...]
    by: PersonId | None = None
    on: dt.date | None = None


class Told(msgspec.Struct, frozen=True, omit_defaults=True):
    """What there is to show. ``found``: what answers; ``near``: what may, offered as topics. ``means``: what it means, for counsel alone.

    ``counsel``: who plays that part, None where nobody does; ``is_counsel``: it is who asks. ``countries``: those asked about. ``outsiders``:
    somebody from outside is in the channel, so that positions were left out. ``leak``: it was asked about a leak, and the first response can start
    here.
    ``general``: what was found is about no country, though some were named. ``beyond``: what is told of something that our sources do not hold.
    ``team``: words on whose meaning the team itself agreed with its vendors, before what our sources say.
    """

    found: tuple[Passage, ...] = ()
    near: tuple[Passage, ...] = ()
    means: tuple[Passage, ...] = ()
    counsel: PersonId | None = None
    is_counsel: bool = False
    countries: tuple[str, ...] = ()
    outsiders: bool = False
    leak: bool = False
    general: bool = False
    beyond: str = ""
    team: tuple[Agreed, ...] = ()


def answer(texts: Mapping[str, str], told: Told, today: dt.date) -> Screen:
    """The answer, to the one who asked."""
    head = texts["ask.team" if told.team else "ask.title" if told.found else "ask.none"]
    parts: list[Part] = [Heading(texts["ask.team"])] if told.team else []
    for word in told.team:
        parts += _agreed(texts, word)
    parts += [Heading(texts["ask.title"])] if told.found else []
    parts += [] if told.found or told.team else [Prose((_not_found(texts, told),))]
    if told.general:
        names = ", ".join(country_name(code) for code in told.countries)
        parts.append(Prose((text(texts, "ask.general", names=names),)))
    for passage in told.found:
        parts += _passage(texts, passage, today)
    parts += _way_on(texts, told)
    parts.append(Quiet((text(texts, "notice"), *((text(texts, "ask.outsiders"),) if told.outsiders else ()))))
    return Screen(tuple(parts), head)


WAYS: dict[Own, tuple[str, ...]] = {
    Own.URGENT: ("actions", "findings", "gates"),
    Own.SHARING: ("share", "gates"),
    Own.STANDING: ("gates", "actions", "findings"),
}
"""Where it stands what a question about a programme asks for, the likeliest first."""


def own(texts: Mapping[str, str], about: Own, *, gated: bool, of: Place | None = None) -> Screen:
    """The way to where a programme shows what was asked. ``gated``: it has gates. ``of``: which programme, where that is not plain to see."""
    line = text(texts, f"ask.own.{about}")
    line = (*text(texts, "ask.own.of", programme=(of,)), " ", *line) if of is not None else line
    ways = [do for do in WAYS[about] if gated or do not in ("gates", "share")]
    presses = (Button(Ref(do), texts[f"button.{do}"], "primary" if do == ways[0] else "") for do in ways)
    return Screen((Prose((line,)), *((Buttons(tuple(presses)),) if ways else ())), plain(line))


def whose(texts: Mapping[str, str], about: Own, among: Sequence[tuple[ProgrammeId, str]]) -> Screen:
    """Which of somebody's programmes a question is about; each with its name."""
    line = text(texts, "ask.own.which")
    shown = among[:MOST_PROGRAMMES]
    presses = (Button(Ref("ask_own", arg=f"{about} {one}"), shortened(name, LABEL)) for one, name in shown)
    more = (Quiet((text(texts, "ask.own.more"),)),) if len(among) > len(shown) else ()
    return Screen((Prose((line,)), Buttons(tuple(presses)), *more), plain(line))


def means(texts: Mapping[str, str], found: Sequence[Passage], today: dt.date) -> Screen:
    """What it means, by direct message to whoever holds the part of counsel."""
    parts = [part for passage in found for part in _passage(texts, passage, today)]
    return Screen((Heading(texts["ask.means"]), *parts, Quiet((text(texts, "notice"),))), texts["ask.means"])


def _not_found(texts: Mapping[str, str], told: Told) -> Line:
    if told.beyond:
        return (told.beyond,)
    if told.countries:
        names = ", ".join(country_name(code) for code in told.countries)
        return text(texts, "ask.none_of", names=names)
    return text(texts, "ask.none")


def _passage(texts: Mapping[str, str], passage: Passage, today: dt.date) -> list[Part]:
    said: tuple[Line, ...] = ((Strong(passage.title),), *(((passage.text,),) if passage.text else ()))
    return [Prose(said), Quiet((_cited(texts, passage, today),))]


def _agreed(texts: Mapping[str, str], word: Agreed) -> list[Part]:
    """A word as the team's own list has it, cited as that and never as a source of ours."""
    lines: list[Line] = [(f"{title}: ", *said) for title, said in word.facts]
    cited = text(texts, "ask.cited.team")
    if word.by is not None and word.on is not None:
        cited = text(texts, "ask.cited.team.by", who=Mention(word.by), day=On(word.on))
    return [Prose(((Strong(word.word),), *lines)), Quiet((cited,))]


def _cited(texts: Mapping[str, str], passage: Passage, today: dt.date) -> Line:
    """Where a passage comes from, and of when it is, or when we read it; what is old is marked. For what is our own no source is cited."""
    if passage.own:
        return text(texts, "ask.cited.own", cited=passage.cited)
    if not passage.cited:
        return text(texts, "ask.cited.unchecked")
    undated = passage.as_of == UNDATED
    day = texts["ask.undated"] if undated else since_text(passage.as_of)
    key = f"ask.cited.{'second' if passage.second else 'first'}{'' if passage.country else '.read'}"
    line = text(texts, key, cited=passage.cited, day=day)
    old = passage.aging and not undated and aged(passage.as_of, today)
    return (*line, f" {texts['ask.old']}") if old else line


def _whose(texts: Mapping[str, str], told: Told) -> Line:
    """Whose it is to judge what our sources do not hold."""
    if told.is_counsel:
        return text(texts, "ask.counsel.you")
    return text(texts, "ask.counsel", who=Mention(told.counsel)) if told.counsel else text(texts, "ask.no_counsel")


def _way_on(texts: Mapping[str, str], told: Told) -> list[Part]:
    """Topics to press, and whom to ask; for counsel, the way to what it means."""
    parts: list[Part] = []
    if told.means:
        names = ",".join(passage.id for passage in told.means)
        parts.append(Buttons((Button(Ref("ask_means", arg=names), texts["button.ask_means"]),)))
    if told.leak:
        parts.append(Prose((text(texts, "aside.leak"),)))
        parts.append(Buttons((Button(Ref("leak"), texts["button.leak"], "primary"),)))
    if told.near:
        parts.append(Prose((text(texts, "ask.near"),)))
        topics = (Button(Ref("ask", arg=one.id), shortened(one.title, LABEL)) for one in told.near)
        parts.append(Buttons(tuple(topics)))
    if not (told.found or told.team):
        if not told.near:
            law = "ask.counsel.you" if told.is_counsel else "ask.about.law"
            parts.append(Prose(((*text(texts, "ask.about"), " ", *text(texts, law)),)))
        elif not told.beyond:
            parts.append(Prose((_whose(texts, told),)))
        parts.append(Prose((text(texts, "ask.own"),)))
    return parts
