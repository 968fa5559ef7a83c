"""What a person is shown of countries: one card, or several side by side. Facts with their source, questions for counsel, what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from flows.engine.holdings import Holdings
from flows.engine.screens.days import since_text
from flows.engine.screens.wording import plain, text
from flows.model.country import (
    LAW,
    MEASURES,
    TREATIES,
    UNDATED,
    Confidence,
    CountryBook,
    CountryField,
    CountryValue,
    Economy,
    OwnFigure,
    Right,
)
from flows.model.effects import Mention, On
from flows.model.screens import Button, Buttons, Heading, Line, Part, Prose, Quiet, Ref, Screen, Strong
from flows.rules.countries import CODED, TRAPS, USUAL, Reading, coded, compared, is_fact, traps

MOST_COMPARED = 4
"""Countries side by side; more do not fit a phone."""


def in_words(texts: Mapping[str, str], field: CountryField, value: str) -> str:
    """A value that is held by a code (a list, a membership) as a person reads it; any other as it is."""
    code = coded(field, value) if field in CODED else None
    if code is None:
        return value
    return texts[f"country.{'list' if field is CountryField.SPECIAL_301 else 'treaty'}.{code}"]


class Atlas(Holdings):
    """What is held of countries, in the words of the bot."""

    def __init__(
        self, book: CountryBook, texts: Mapping[str, str], today: dt.date, own: Iterable[OwnFigure] = ()
    ) -> None:
        super().__init__(book, today, own)
        self.texts = texts

    def name(self, code: str, otherwise: str = "") -> str:
        """A country by its name; ``otherwise``, or the code, where we hold nothing of it."""
        economy = self.book.economies.get(code)
        return economy.name if economy else otherwise or code

    def field(self, field: CountryField) -> str:
        """What a field is called."""
        return self.texts[f"country.field.{field}"]

    def say(self, key: str, **values: str | int | Mention | On | Line) -> Line:
        """A sentence of the bot."""
        return text(self.texts, key, **values)

    def words(self, key: str, **values: str | int) -> str:
        """The same as plain words."""
        return plain(text(self.texts, key, **values))

    # ── values ──

    def value(self, value: CountryValue) -> str:
        """A fact in words, without where it comes from."""
        if value.field in LAW:
            about = ", ".join(self.texts[f"country.whom.{whom}"] for whom in value.binds)
            return self.words("country.about", whom=about, says=value.says) if about else value.says
        if value.field in TREATIES:
            return self._membership(value)
        if value.field is CountryField.SPECIAL_301:
            return in_words(self.texts, value.field, value.value)
        if value.field is CountryField.IP_INDEX and value.rank and value.of:
            return self.words("country.value.ranked", value=value.value, rank=value.rank, of=value.of)
        key = f"country.value.{value.field}"
        return self.words(key, value=value.value) if key in self.texts else value.value

    def _membership(self, value: CountryValue) -> str:
        if value.value == "no":
            return self.texts[
                "country.treaty.absent" if value.confidence is Confidence.ABSENCE else "country.treaty.no"
            ]
        return (
            self.words("country.treaty.since", day=since_text(value.since))
            if value.since
            else self.texts["country.treaty.yes"]
        )

    def cited(self, value: CountryValue, *, aged: bool) -> str:
        """Where a value comes from, of when it is, and whether that is long ago."""
        sources = [self.book.sources[source] for source in value.sources]
        words = [f"{sources[0].publisher}, {value.edition}"]
        if sources[0].second_hand:
            words[0] = self.words("country.by_way", source=words[0])
        if len(sources) > 1:
            words[0] = self.words("country.more_sources", source=words[0], count=len(sources) - 1)
        if value.as_of != UNDATED and value.as_of not in value.edition:
            words.append(self.words("country.as_of", date=since_text(value.as_of)))
        if aged:
            words.append(self.texts["country.undated" if value.as_of == UNDATED else "country.aged"])
        return "; ".join([*([value.statute] if value.statute else []), *words])

    def fact(self, read: Reading) -> str | None:
        """A fact with where it comes from; None where there is none."""
        if read.fact is None:
            return None
        note = f" {read.fact.note}" if read.fact.note else ""
        return f"{self.value(read.fact)} ({self.cited(read.fact, aged=read.aged)}){note}"

    def question(self, value: CountryValue) -> str:
        """What counsel is asked because of a value."""
        asked = value.ask or self.words("country.ask.weak", field=self.field(value.field))
        if value.statute and not is_fact(value):
            return self.words("country.ask.start", ask=asked, statute=value.statute)
        return asked

    def figure(self, own: OwnFigure) -> Line:
        """A team's own figure: never without who, when and on whose word."""
        told = {"value": in_words(self.texts, own.field, own.value), "source": own.source, "year": own.year}
        return self.say(
            "country.own.line", field=self.field(own.field), by=Mention(own.by), day=On(own.at.date()), **told
        )


# ── one country ──────────────────────────────────────────────────────────────


def own_figure(atlas: Atlas, code: str, field: str = "", at: Ref | None = None) -> Buttons:
    """The way to a figure of the team's own: of a country, or of one field of it. ``at``: the question that it stands with."""
    ref = at or Ref("country_figure")
    return Buttons((Button(msgspec.structs.replace(ref, arg=f"{code}.{field}"), atlas.texts["button.country_figure"]),))


def card(atlas: Atlas, code: str, name: str, *, keeps: bool = False) -> Screen:
    """All that may be said of one country. ``name`` is said where we hold nothing of it. ``keeps``: whoever looks may enter a figure."""
    economy = atlas.book.economies.get(code)
    called = atlas.name(code, name)
    title = atlas.words("country.called", name=called, code=code)
    reads = [atlas.read(code, field) for field in CountryField]
    parts: list[Part] = [Heading(title)]
    if economy is None:
        parts.append(Prose((atlas.say("country.nothing", name=called),)))
    parts += _listed(atlas, "country.figures", _measures(atlas, reads))
    parts += _listed(atlas, "country.treaties", _treaties(atlas, reads))
    parts += _listed(atlas, "country.law", _laws(atlas, reads))
    parts += _listed(atlas, "country.drafts", _drafts(atlas, reads))
    parts += _listed(atlas, "country.own", _own(atlas, reads))
    parts += _listed(atlas, "country.asks", _asks(atlas, reads, economy), name=called)
    parts += _listed(atlas, "country.missing", _missing(atlas, reads), name=called)
    parts.append(Quiet((atlas.say("country.notice"),)))
    if keeps:
        parts.append(own_figure(atlas, code))
    return Screen(tuple(parts), title)


def _listed(atlas: Atlas, key: str, lines: Sequence[Line], **values: str) -> list[Part]:
    """A list under a heading; nothing where it is empty."""
    head: Line = (Strong(atlas.words(key, **values)),)
    return [Prose((head, *(("• ", *line) for line in lines)))] if lines else []


def _measures(atlas: Atlas, reads: Iterable[Reading]) -> list[Line]:
    told = ((read.field, atlas.fact(read)) for read in reads if read.field in MEASURES)
    return [(f"{atlas.field(field)}: {fact}",) for field, fact in told if fact is not None]


def _laws(atlas: Atlas, reads: Iterable[Reading]) -> list[Line]:
    told = ((read.field, atlas.fact(read)) for read in reads if read.field in LAW)
    return [(Strong(atlas.field(field)), f": {fact}") for field, fact in told if fact is not None]


def _drafts(atlas: Atlas, reads: Iterable[Reading]) -> list[Line]:
    """What to write into a contract because of the rules that were read."""
    facts = (read.fact for read in reads if read.fact is not None and read.fact.draft)
    return [(f"{atlas.field(fact.field)}: {fact.draft}",) for fact in facts]


def _treaties(atlas: Atlas, reads: Iterable[Reading]) -> list[Line]:
    """Treaties that one source tells of alike stand in one line."""
    groups: dict[tuple[str, str], list[str]] = {}
    for read in reads:
        if read.field in TREATIES and read.fact is not None:
            bare = CountryValue(read.field, (), "", "", read.fact.confidence, read.fact.value)
            note = f" {read.fact.note}" if read.fact.note else ""
            cited = f"({atlas.cited(read.fact, aged=read.aged)}){note}"
            groups.setdefault((atlas.value(bare), cited), []).append(atlas.field(read.field))
    return [(f"{said}: {', '.join(fields)} {cited}",) for (said, cited), fields in groups.items()]


def _own(atlas: Atlas, reads: Iterable[Reading]) -> list[Line]:
    """A team's own figures; of each field the newest first, and what stood before it."""
    lines: list[Line] = []
    for read in reads:
        for number, own in enumerate(read.own):
            line = atlas.figure(own)
            lines.append(atlas.say("country.own.before", line=line) if number else line)
    return lines


def _asks(atlas: Atlas, reads: Iterable[Reading], economy: Economy | None) -> list[Line]:
    """What counsel is asked: what is not verified, the traps of which we hold nothing, and the treaties that are not known to bind."""
    lines: list[Line] = [(atlas.question(ask),) for read in reads for ask in read.asks]
    found = traps(economy, Right, atlas.today)
    lines += [(atlas.texts[f"country.ask.{trap.field}"],) for trap in found if trap.field in TRAPS and trap.unknown]
    gaps = [atlas.field(trap.field) for trap in found if trap.field in TREATIES]
    return [*lines, *([atlas.say("country.ask.gap", treaties=", ".join(gaps))] if gaps else [])]


def _missing(atlas: Atlas, reads: Iterable[Reading]) -> list[Line]:
    """What we look for everywhere and did not find, with where to look."""
    places: dict[str, list[str]] = {}
    for read in reads:
        if read.missing and read.field in USUAL:
            places.setdefault(where_to_look(atlas, read.field), []).append(atlas.field(read.field))
    return [(f"{', '.join(fields)}: {where}",) for where, fields in places.items()]


def where_to_look(atlas: Atlas, field: CountryField) -> str:
    """Where a field is looked up: the figures each at their own place, the rest by kind."""
    if field in MEASURES or field in (CountryField.NEW_YORK, CountryField.TRIPS):
        return atlas.texts[f"country.look.{field}"]
    return atlas.texts["country.look.treaty" if field in TREATIES else "country.look.law"]


# ── side by side ─────────────────────────────────────────────────────────────


def rows(atlas: Atlas, codes: Sequence[str], rights: Iterable[Right]) -> list[tuple[str, tuple[str, ...]]]:
    """A row for each field that such rights need: what it is called, and what may be said of each country."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for field in compared(rights):
        reads = [atlas.read(code, field) for code in codes]
        if field in USUAL or not all(read.missing for read in reads):
            found.append((atlas.field(field), tuple(_cell(atlas, read) for read in reads)))
    return found


def _cell(atlas: Atlas, read: Reading) -> str:
    """What may be said in short: the fact, else that it is a question, else that it was not found; a team's own figure on a line of its own."""
    fact = atlas.fact(read)
    own = [plain(atlas.say("country.cell.own", line=atlas.figure(figure))) for figure in read.own[:1]]
    if fact is None and not own:
        return atlas.texts["country.cell.ask" if read.asks else "country.cell.missing"]
    return "\n".join([*([fact] if fact else []), *own])


def limited(atlas: Atlas, rights: Iterable[Right]) -> str:
    """By what kinds of rights is compared."""
    named = set(rights)
    kinds = ", ".join(atlas.texts[f"country.right.{right}"] for right in Right if right in named)
    return atlas.words("country.limited", rights=kinds)


def comparison(atlas: Atlas, codes: Sequence[str], names: Sequence[str], rights: Iterable[Right]) -> Screen:
    """Several countries side by side, field by field; nothing is added up."""
    wanted = tuple(rights)
    called = [atlas.name(code, name) for code, name in zip(codes, names, strict=True)]
    title = atlas.words("country.compared", names=", ".join(called))
    parts: list[Part] = [Heading(title), Quiet(((limited(atlas, wanted),),))]
    for label, cells in rows(atlas, codes, wanted):
        told = (f"{name}: {cell}" for name, cell in zip(called, cells, strict=True))
        lines: list[Line] = [(line,) for one in told for line in one.split("\n")]
        parts.append(Prose(((Strong(label),), *lines)))
    parts.append(Quiet((atlas.say("country.notice.compared"),)))
    return Screen(tuple(parts), title)
