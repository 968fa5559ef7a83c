"""Our content as passages that a question can be answered from: each with its source, and none with anything that a team said.

Facts only: of a country's values those that may be shown as facts; what is not verified is a question for counsel. Pure; built once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from string import Formatter

from flows.engine.screens.country import Atlas
from flows.model.country import CountryValue, Economy
from flows.model.flow import FindingRule, Flow, Library, Phrase, Question, Section, Source
from flows.model.ids import SourceId
from flows.model.passage import Lane, Passage
from flows.rules.countries import is_fact

METHOD = SourceId("method")
"""The source, named by any flow, of the statements of the method."""
WORDS = (
    "action",
    "asset",
    "counsel_lane",
    "crown_jewel",
    "disclosure",
    "exposure",
    "finding",
    "gate",
    "phase",
    "programme",
    "readiness",
    "register",
    "stage",
    "trade_secret",
    "works_for_hire",
)
"""The words that the glossary explains."""


GLOSSARY_OF = "2026-11-25"
"""The day of the glossary."""


def passages(library: Library) -> tuple[Passage, ...]:
    """All passages of the content."""
    found = (
        *_statements(library),
        *(one for flow in library.flows.values() for one in _of_flow(flow)),
        *_glossary(library.texts),
        *_of_countries(library),
    )
    return tuple(found)


# ── flows ────────────────────────────────────────────────────────────────────


def _of_flow(flow: Flow) -> Iterator[Passage]:
    sources = {source.id: source for source in flow.sources}
    for section in flow.sections:
        for question in section.questions:
            name = f"{flow.id}/{question.id}"
            asked = _words(flow, question.text)
            more = _found_by(flow, section, question)
            told = (question.why, question.help, question.not_sure)
            text = " ".join(_words(flow, phrase) for phrase in told if phrase is not None)
            yield Passage(name, Lane.POSITION, asked, text, *_cited(sources, question.source), more)
            for rule in question.findings:
                yield from _of_finding(flow, sources, rule, name, f"{asked} {section.title}")


def _of_finding(
    flow: Flow, sources: Mapping[SourceId, Source], rule: FindingRule, name: str, more: str
) -> Iterator[Passage]:
    said = _words(flow, rule.say)
    cited, as_of = _cited(sources, rule.source)
    yield Passage(f"{name}/{rule.id}", Lane.POSITION, said, _ended(_words(flow, rule.do)), cited, as_of, more)
    yield Passage(f"{name}/{rule.id}/means", Lane.COUNSEL, said, _words(flow, rule.counsel), cited, as_of, more)


def _found_by(flow: Flow, section: Section, question: Question) -> str:
    labels = (option.label for option in question.options)
    return " ".join((section.title, flow.title, *labels))


def _cited(sources: Mapping[SourceId, Source], source: SourceId) -> tuple[str, str]:
    """Title and publisher, and the day on which we read it. Each source that a flow names is one of its own; `check` sees to that."""
    found = sources[source]
    return f"{found.title}, {found.publisher}", found.as_of.isoformat()


def _words(flow: Flow, phrase: Phrase) -> str:
    """A phrase without anything of a team in it: what stands for a row is called by what such rows are, what stands for an answer is left open."""
    rows = {register.id: f"the {register.one}" for register in flow.registers}
    parts: list[str] = []
    for literal, name, _, _ in Formatter().parse(phrase.default):
        parts.append(literal)
        if name is not None:
            parts.append(rows.get(name, "…"))  # type: ignore[call-overload]  (a register's id is a text)
    text = " ".join("".join(parts).split())
    return text[:1].upper() + text[1:]


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


# ── the method, the glossary ─────────────────────────────────────────────────


def _statements(library: Library) -> Iterator[Passage]:
    named = [source for flow in library.flows.values() for source in flow.sources if source.id == METHOD]
    for source in named[:1]:
        for name, text in library.statements.items():
            cited = f"{source.title}, {source.publisher}"
            yield Passage(f"statement/{name}", Lane.PUBLIC, f"{name}: {text}", "", cited, source.as_of.isoformat())


def _glossary(texts: Mapping[str, str]) -> Iterator[Passage]:
    for word in WORDS:
        title, _, meaning = texts[f"word.{word}"].partition(": ")
        yield Passage(f"word/{word}", Lane.PUBLIC, title, meaning, texts["ask.glossary"], GLOSSARY_OF)


# ── countries ────────────────────────────────────────────────────────────────


def _of_countries(library: Library) -> Iterator[Passage]:
    """Values, each by the number that it has in its economy; never a team's own figures."""
    for economy in library.countries.economies.values():
        for number, value in enumerate(economy.values):
            yield from _of_value(library, economy, value, f"country/{economy.code}/{value.field}/{number}")


def _of_value(library: Library, economy: Economy, value: CountryValue, name: str) -> Iterator[Passage]:
    atlas = Atlas(library.countries, library.texts, dt.date.min)
    field = atlas.field(value.field)
    title = f"{economy.name}: {field}"
    cited = _cited_value(library, value)
    if is_fact(value):
        note = f" {value.note}" if value.note else ""
        draft = f" {value.draft}" if value.draft else ""
        statute = f" ({value.statute})" if value.statute else ""
        text = f"{_ended(f'{atlas.value(value)}{statute}')}{note}{draft}"
        yield Passage(name, Lane.PUBLIC, title, text, cited, value.as_of, country=economy.code, aging=True)
    if value.ask or not is_fact(value):
        asked = atlas.words("ask.for_counsel", name=economy.name, question=atlas.question(value))
        yield Passage(f"{name}/ask", Lane.PUBLIC, title, asked, cited, value.as_of, country=economy.code)


def _cited_value(library: Library, value: CountryValue) -> str:
    source = library.countries.sources[value.sources[0]]
    return f"{source.title}, {source.publisher}, {value.edition}"
