"""What helps to answer questions, as `asking.yaml` lists it: its shape, and every name in it resolved.

Takes a fitted document and its sheet; opens nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Annotated, Literal

from pydantic import Field
from rapidfuzz.distance import OSA

from flows.authoring.problems import Problem, ProblemKind, did_you_mean
from flows.authoring.reader import Path, Sheet
from flows.authoring.schema import Doc, Name, SourceDoc, Words
from flows.engine.passages import ANY, COUNTRY, names_of, told
from flows.model.passage import MOST_PHRASE, Beyond, Guide, Lane, Passage

KINDS = "Add `kind: primary` (read itself), `secondary` (it tells what another says), or `own` (ours, checked against nothing)"
OWN = "answer/"
"""How the ids of passages begin that were written for questions alone."""
SLIPS = 2
"""Slips of the finger by which the name of a flow is taken for a wrong one and not for one that this content leaves out."""
MOST_TITLE, MOST_SAID = 150, 2900
"""Characters of a title and of a text, as Slack shows them."""

Many = Annotated[list[Words], Field(min_length=1)]
Several = Annotated[list[Words], Field(min_length=2)]


class BeyondDoc(Doc):
    """What is often asked for and hardly held: `words` by which it is asked for, and what is told where no passage names it."""

    words: Many
    say: Words


class AnswerDoc(Doc):
    """A passage that was written for questions: facts of its source, in our words; or, of what is our own, what we would do."""

    answer: Name
    title: Words
    says: Words
    source: Name
    found_by: Many
    lane: Literal[Lane.PUBLIC, Lane.POSITION] = Lane.PUBLIC


class AskingDoc(Doc):
    """Words that mean the same, what lies beyond our sources, how people ask for passages, and passages written for questions."""

    same: list[Several] = Field(default=[])
    beyond: list[BeyondDoc] = Field(default=[])
    found_by: dict[Words, Many] = Field(default={})
    places: dict[Words, Words] = Field(default={})
    sources: dict[Name, SourceDoc] = Field(default={})
    answers: list[AnswerDoc] = Field(default=[])


def guide_of(doc: AskingDoc, sheet: Sheet) -> tuple[Guide, list[Problem]]:
    """The guide, and the problems of what can be seen in its file alone."""
    problems = [*_phrases(doc, sheet), *_answers(doc, sheet)]
    guide = Guide(
        tuple(tuple(names) for names in doc.same),
        tuple(Beyond(tuple(one.words), one.say) for one in doc.beyond),
        {name: tuple(words) for name, words in doc.found_by.items()},
        tuple(_passage(doc, one) for one in doc.answers if one.source in doc.sources),
        {name.casefold(): code for name, code in doc.places.items()},
    )
    return guide, problems


def unknown_names(doc: AskingDoc, sheet: Sheet, known: Iterable[str]) -> Iterator[Problem]:
    """Passages that are to be found by some words, and countries of places, of which there are none. ``known``: the ids of all passages."""
    names = {name for one in known for name in names_of(one)}
    names |= {
        f"{COUNTRY}/{ANY}/{name.split('/')[2]}"
        for name in names
        if name.startswith(f"{COUNTRY}/") and name.count("/") == 2
    }
    whole = {name for name in names if "/" not in name}
    for place, code in doc.places.items():
        if COUNTRY in whole and f"{COUNTRY}/{code}" not in names:
            why, mend = f"Nothing is held of a country `{code}`", "Write its code, such as `US`, or take it out"
            yield sheet.value_place(("places", place)).problem(ProblemKind.UNKNOWN_REFERENCE, why, mend)
    for name in doc.found_by:
        first = name.split("/")[0]
        # Content that leaves a flow out as a whole keeps the words for it.
        left_out = first not in whole and min(OSA.distance(first, one) for one in whole) > SLIPS
        if name not in names and not left_out:
            why, mend = f"There is no passage `{name}`", did_you_mean(name, names)
            yield sheet.place(("found_by", name)).problem(ProblemKind.UNKNOWN_REFERENCE, why, mend)


def _passage(doc: AskingDoc, one: AnswerDoc) -> Passage:
    found = doc.sources[one.source].source(one.source)
    return told(OWN + one.answer, one.lane, one.title, one.says, found, keys=". ".join(one.found_by))


def _phrases(doc: AskingDoc, sheet: Sheet) -> Iterator[Problem]:
    """Phrases that stand twice, or that are too long to be looked for in a question."""
    seen: set[str] = set()
    named: list[tuple[Path, str]] = [
        *((("same", at, number), name) for at, names in enumerate(doc.same) for number, name in enumerate(names)),
        *(
            (("beyond", at, "words", number), name)
            for at, one in enumerate(doc.beyond)
            for number, name in enumerate(one.words)
        ),
    ]
    for path, name in named:
        place, said = sheet.place(path), " ".join(re.findall(r"\w+", name.casefold()))
        if said in seen:
            why, mend = f"`{name}` stands here already", "Leave one, in the set that it belongs to"
            yield place.problem(ProblemKind.DUPLICATE, why, mend)
        if len(said.split()) > MOST_PHRASE:
            why, mend = (
                f"`{name}` has more than {MOST_PHRASE} words, so no question is searched for it",
                "Say it more shortly",
            )
            yield place.problem(ProblemKind.TOO_LONG, why, mend)
        seen.add(said)


def _answers(doc: AskingDoc, sheet: Sheet) -> Iterator[Problem]:
    seen: set[str] = set()
    for at, one in enumerate(doc.answers):
        if one.answer in seen:
            why = f"The answer `{one.answer}` stands twice"
            yield sheet.place(("answers", at, "answer")).problem(ProblemKind.DUPLICATE, why, "Rename one")
        seen.add(one.answer)
        yield from _long(sheet, ("answers", at, "title"), one.title, MOST_TITLE)
        yield from _long(sheet, ("answers", at, "says"), one.says, MOST_SAID)
        if one.source not in doc.sources:
            why, mend = f"There is no source `{one.source}`", did_you_mean(one.source, doc.sources)
            yield sheet.place(("answers", at, "source")).problem(ProblemKind.MISSING_SOURCE, why, mend)
    yield from _uncited(doc, sheet, {one.source for one in doc.answers})


def _uncited(doc: AskingDoc, sheet: Sheet, cited: Collection[str]) -> Iterator[Problem]:
    for name, source in doc.sources.items():
        if source.kind is None:
            why, mend = f"It is not said how near `{name}` is to what it tells of", KINDS
            yield sheet.place(("sources", name)).problem(ProblemKind.MISSING_SOURCE, why, mend)
        if name not in cited:
            why = f"No answer rests on the source `{name}`"
            yield sheet.place(("sources", name)).problem(ProblemKind.UNUSED_TEXT, why, "Take it out, or name it")


def _long(sheet: Sheet, path: Path, text: str, most: int) -> Iterator[Problem]:
    if len(text) > most:
        why = f"This is {len(text)} characters long, and Slack shows {most} here"
        yield sheet.place(path).problem(ProblemKind.TOO_LONG, why, "Say it more shortly")
