"""What is shown when somebody asks for countries by name, in a channel or at a terminal; which rights a programme's answers name; and what a
contract for work in a country has to see to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from flows.engine.readers.countries import Asked, asked_countries
from flows.engine.registers import country_name
from flows.engine.screens.country import MOST_COMPARED, Atlas, card, comparison
from flows.engine.screens.scene import Scene
from flows.model.country import TREATIES, CountryBook, CountryField, Right
from flows.model.screens import Prose, Screen
from flows.rules.conditions import judge
from flows.rules.countries import Trap, traps, traps_of


def shown(atlas: Atlas, words: str, locale: str, rights: Sequence[Right], *, keeps: bool) -> Screen:
    """The card of the one country that was named, several side by side, or what was not understood. ``keeps``: there is a programme, with which
    a figure of the team's own can be kept."""
    asked = asked_countries(words, locale)
    wrong = misunderstood(atlas, asked)
    if wrong:
        return Screen(tuple(Prose(((line,),)) for line in wrong), wrong[0])
    names = [country_name(code) for code in asked.codes]
    if len(names) == 1:
        return card(atlas, asked.codes[0], names[0], keeps=keeps)
    return comparison(atlas, asked.codes, names, rights)


def misunderstood(atlas: Atlas, asked: Asked) -> list[str]:
    """A sentence for each thing that a command named and that is no country, or not only one; empty where all is well."""
    told = [_unclear(atlas, word, meanings) for word, meanings in asked.unclear]
    if not told and not asked.codes:
        told = [atlas.words("country.usage", most=MOST_COMPARED)]
    if len(asked.codes) > MOST_COMPARED:
        told.append(atlas.words("country.too_many", most=MOST_COMPARED))
    return told


def _unclear(atlas: Atlas, word: str, meanings: tuple[str, ...]) -> str:
    if not meanings:
        return atlas.words("country.unknown", word=word)
    names = ", ".join(f"{country_name(code)} ({code})" for code in meanings)
    spelled = asked_countries(word).unclear and len(meanings) > 1
    return atlas.words("country.which" if spelled else "country.did_you_mean", word=word, names=names)


def rights_named(book: CountryBook, scenes: Sequence[Scene]) -> tuple[Right, ...]:
    """The rights that a programme's answers name; all of them where they name none, or where nothing was asked yet."""
    needs = book.needs
    if needs is None:
        return tuple(Right)
    about = [scene for scene in scenes if scene.plan.flow.id == needs.flow]
    named = {right for scene in about for right, when in needs.when.items() if judge(when, scene.facts)}
    return tuple(right for right in Right if right in named) or tuple(Right)


class Prompt(msgspec.Struct, frozen=True):
    """One thing to see to when a contract for work in a country is drafted or reviewed, in words.

    ``field``: what it is about. ``draft``: what to write, on the word of ``source`` (shown with its date), because of what that ``says``; or
    ``ask``: what counsel there is asked, because nothing that may be said as a fact is held.
    """

    field: CountryField
    label: str
    draft: str = ""
    source: str = ""
    ask: str = ""
    says: str = ""


def prompts_for(atlas: Atlas, code: str, rights: Iterable[Right]) -> tuple[Prompt, ...]:
    """What the law of a country asks of a contract that protects such rights: rules to write for, questions, gaps in treaties."""
    found = traps(atlas.book.economies.get(code), rights, atlas.today)
    return tuple(_prompt(atlas, code, trap) for trap in found)


def prompts_of(atlas: Atlas, code: str, fields: Iterable[CountryField]) -> tuple[Prompt, ...]:
    """The same of these fields alone (see `rules.countries.PROMPTED`), for the question that they bear on."""
    found = traps_of(atlas.book.economies.get(code), fields, atlas.today)
    return tuple(_prompt(atlas, code, trap) for trap in found)


def _prompt(atlas: Atlas, code: str, trap: Trap) -> Prompt:
    label, value = atlas.field(trap.field), trap.value
    if trap.ask and value is not None:
        return Prompt(trap.field, label, ask=atlas.question(value))
    if trap.field in TREATIES:
        return Prompt(trap.field, label, ask=atlas.words("country.ask.gap", treaties=label))
    if value is None:
        return Prompt(trap.field, label, ask=atlas.texts[f"country.ask.{trap.field}"])
    says = atlas.value(value)
    source = atlas.cited(value, aged=atlas.read(code, trap.field).aged)
    return Prompt(trap.field, label, trap.draft or says, source, says=says if trap.draft else "")
