"""Our content as passages that a question can be answered from: each with its source, and none with anything that a team said.

Facts only: of a country's values those that may be shown as facts; what is not verified is a question for counsel. Pure; built once.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from string import Formatter

import msgspec

from flows.engine.screens.country import Atlas
from flows.model.country import CountryValue, Economy
from flows.model.flow import FindingRule, Flow, Library, Phrase, Question, Section, Source, SourceKind
from flows.model.ids import SourceId
from flows.model.passage import Guide, Lane, Passage
from flows.model.phasing import CapRule, Evidence
from flows.model.scorecard import Scorecard
from flows.rules.countries import is_fact

PLAYBOOK = ("preferred", "acceptable", "escalate", "walk_away")
"""The options of a clause that its playbook knows, the best first."""
METHOD = SourceId("method")
"""The source, named by any flow, of the statements of the method."""
COUNTRY, ANY = "country", "*"
"""How the ids of what is held of countries begin, and what stands for each of them in the guide."""
_OF_A_ROW = re.compile(r": \{(?P<row>\w+)\}\?$")
"""How a question ends that is about just the row at hand ("which asset went out: ...?"): without that row it says nothing to anybody."""
UNVERIFIED = "unverified"
"""The kind of what was checked in no source: nothing is cited for it."""
ASK = "/ask"
"""How the id of what is a question for counsel ends."""
GLOSSARY = "word."
"""How the keys of the glossary begin; each text is the word, a colon, and what it means."""


def passages(library: Library) -> tuple[Passage, ...]:
    """All passages of the content."""
    found = (
        *library.guide.passages,
        *_statements(library),
        *(one for flow in library.flows.values() for one in _of_flow(library, flow)),
        *(one for card in library.scorecards.values() for one in _of_scorecard(library, card)),
        *_of_ladder(library),
        *_glossary(library.texts),
        *_of_countries(library),
    )
    return tuple(_found_by(library.guide, passage) for passage in found)


def names_of(name: str) -> Iterator[str]:
    """By what a passage can be named: its id, and how it begins, part by part."""
    parts = name.split("/")
    return ("/".join(parts[:count]) for count in range(1, len(parts) + 1))


def _found_by(guide: Guide, passage: Passage) -> Passage:
    """A passage with the words by which people ask for it, where the guide names any for it, for all whose ids begin so, or for a matter of every
    country."""
    parts = passage.id.split("/")
    names = [
        *names_of(passage.id),
        *(name for name in names_of("/".join((COUNTRY, ANY, *parts[2:]))) if parts[0] == COUNTRY),
    ]
    keys = [words for name in names for words in guide.found_by.get(name, ())]
    return (
        msgspec.structs.replace(passage, keys=". ".join((*filter(None, (passage.keys,)), *keys))) if keys else passage
    )


# ── flows ────────────────────────────────────────────────────────────────────


def _of_flow(library: Library, flow: Flow) -> Iterator[Passage]:
    rows = rows_called(flow)
    sources = {source.id: source for source in flow.sources}
    for section in flow.sections:
        for question in section.questions:
            at_hand = _OF_A_ROW.search(question.text.default)
            name = f"{flow.id}/{question.id}"
            asked = without_team(rows, question.text)
            more = _around(rows, flow, section, question)
            said = (question.why, question.help, *(rule.do for rule in question.findings[:1]))
            text = " ".join(_ended(without_team(rows, phrase)) for phrase in said if phrase is not None)
            if at_hand is None or at_hand["row"] not in rows:
                yield told(name, Lane.POSITION, asked, text, sources[question.source], more)
            for rule in question.findings:
                yield _meaning(rows, sources, rule, name, f"{asked} {section.title}")
            if any(option.id == PLAYBOOK[0] for option in question.options):
                columns = _columns(library.texts, question)
                yield told(f"{name}/playbook", Lane.COUNSEL, asked, columns, sources[question.source])


def _columns(texts: Mapping[str, str], question: Question) -> str:
    """What the clause reads like in each column of the playbook: a position, so for counsel alone."""
    labels = {option.id: option.label for option in question.options}
    return " ".join(_ended(f"{texts[f'ask.column.{name}']}: {labels[name]}") for name in PLAYBOOK if name in labels)


def _meaning(
    rows: Mapping[str, str], sources: Mapping[SourceId, Source], rule: FindingRule, name: str, more: str
) -> Passage:
    """What a finding means. What it says to the channel tells how a team stands, which no question to us is answered by."""
    said, means = without_team(rows, rule.say), without_team(rows, rule.counsel)
    return told(f"{name}/{rule.id}/means", Lane.COUNSEL, said, means, sources[rule.source], more)


def _around(rows: Mapping[str, str], flow: Flow, section: Section, question: Question) -> str:
    labels = (option.label for option in question.options)
    said = (without_team(rows, rule.say) for rule in question.findings)
    return " ".join((section.title, flow.title, *labels, *said))


def told(name: str, lane: Lane, title: str, text: str, source: Source, more: str = "", keys: str = "") -> Passage:
    """A passage on the word of a source, as of the day on which we read that. Each source that content names is one of its own; `check` sees to
    that."""
    day, kind = source.as_of.isoformat(), source.kind
    second, own = kind is SourceKind.SECONDARY, kind is SourceKind.OWN
    return Passage(name, lane, title, text, source.named, day, more, keys=keys, second=second, own=own)


def rows_called(*flows: Flow) -> dict[str, str]:
    """What a row of each register is called."""
    return {register.id: f"the {register.one}" for flow in flows for register in flow.registers}


def without_team(rows: Mapping[str, str], phrase: Phrase) -> str:
    """A phrase without anything of a team in it: what stands for a row is called by what such rows are, what stands for an answer is left open."""
    parts: list[str] = []
    for literal, name, _, _ in Formatter().parse(phrase.default):
        parts.append(literal)
        if name is not None:
            parts.append(rows.get(name, "…"))
    text = " ".join("".join(parts).split())
    return text[:1].upper() + text[1:]


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


# ── the scorecard, the ladder ────────────────────────────────────────────────


def _of_scorecard(library: Library, card: Scorecard) -> Iterator[Passage]:
    """Its rows with the paper that proves each, and what stops a vendor whatever its score. It cites a source of the flow that it reads."""
    texts, flow = library.texts, library.flows[card.flow]
    source = next(source for source in flow.sources if source.id == card.source)
    for row in card.criteria:
        text = texts["ask.row"].format(evidence=row.evidence.rstrip("."), weight=row.weight)
        old = " " + texts["ask.row.old"].format(months=row.expires) if row.expires is not None else ""
        name, title = f"scorecard/{card.id}/{row.id}", f"{card.title}: {row.title}"
        yield told(name, Lane.POSITION, title, text + old, source, row.ask)
    for stop in card.stops:
        name = f"scorecard/{card.id}/{stop.id}"
        yield told(name, Lane.POSITION, stop.say, _ended(stop.mend), source, card.title)


def _of_ladder(library: Library) -> Iterator[Passage]:
    """Classes of exposure, and what each gate wants to see before it opens."""
    ladder = library.ladder
    if ladder is None:
        return
    rows, sources = rows_called(*library.flows.values()), {source.id: source for source in ladder.sources}
    first = ladder.sources[0]
    texts = library.texts
    for rule in ladder.classes:
        name = rule.exposure.name
        yield told(f"ladder/{name}", Lane.PUBLIC, f"{name}: {rule.title}", rule.means, first)
    for gate in ladder.gates:
        source = sources[gate.source]
        wanted = texts["ask.gate"].format(gate=gate.title)
        yield from _wanted(rows, ((f"{gate.id}/{one.id}", one) for one in gate.evidence), source, wanted)
    yield from _wanted(rows, ((f"cap/{cap.flag}", cap) for cap in ladder.caps), first, texts["ask.cap"])


def _wanted(
    rows: Mapping[str, str], wanted: Iterable[tuple[str, Evidence | CapRule]], source: Source, text: str
) -> Iterator[Passage]:
    """What is to be done before something opens, and for counsel what it means while it is not."""
    for name, one in wanted:
        closed = without_team(rows, one.closed)
        yield told(f"ladder/{name}", Lane.POSITION, without_team(rows, one.do), text, source, closed)
        yield told(f"ladder/{name}/means", Lane.COUNSEL, closed, without_team(rows, one.counsel), source, text)


# ── the method, the glossary ─────────────────────────────────────────────────


def _statements(library: Library) -> Iterator[Passage]:
    named = [source for flow in library.flows.values() for source in flow.sources if source.id == METHOD]
    for source in named[:1]:
        for name, text in library.statements.items():
            yield told(f"statement/{name}", Lane.PUBLIC, text, "", source)


def _glossary(texts: Mapping[str, str]) -> Iterator[Passage]:
    for word in (key.removeprefix(GLOSSARY) for key in texts if key.startswith(GLOSSARY)):
        title, _, meaning = texts[f"word.{word}"].partition(": ")
        shown = meaning[:1].upper() + meaning[1:]
        cited, day = texts["ask.glossary"], texts["ask.glossary.as_of"]
        yield Passage(f"word/{word}", Lane.PUBLIC, title, shown, cited, day, own=True)


# ── countries ────────────────────────────────────────────────────────────────


def _of_countries(library: Library) -> Iterator[Passage]:
    """Values, each by the number that it has in its economy; never a team's own figures."""
    for economy in library.countries.economies.values():
        for number, value in enumerate(economy.values):
            yield from _of_value(library, economy, value, f"{COUNTRY}/{economy.code}/{value.field}/{number}")


def _of_value(library: Library, economy: Economy, value: CountryValue, name: str) -> Iterator[Passage]:
    atlas = Atlas(library.countries, library.texts, dt.date.min)
    field = atlas.field(value.field)
    title = f"{economy.name}: {field}"
    source = library.countries.sources[value.sources[0]]
    second = source.second_hand
    cited = "" if source.kind == UNVERIFIED else f"{source.title}, {source.publisher}, {value.edition}"
    if is_fact(value):
        note = f" {value.note}" if value.note else ""
        draft = f" {value.draft}" if value.draft else ""
        said = atlas.value(value)
        rule = f"{said.rstrip('.')} ({value.statute})" if value.statute else said
        text = f"{_ended(rule)}{note}{draft}"
        yield Passage(name, Lane.PUBLIC, title, text, cited, value.as_of, "", economy.code, aging=True, second=second)
    if value.ask or not is_fact(value):
        asked = atlas.words("ask.for_counsel", name=economy.name, question=atlas.question(value))
        yield Passage(f"{name}{ASK}", Lane.PUBLIC, title, asked, cited, value.as_of, "", economy.code, second=second)
