"""Every text of a flow, held against what can be filled in and against what Slack shows: placeholders and lengths.

The limits are Slack's, written down here because an author meets them; `bot.slack` holds what it renders against its
own table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from flows.authoring.names import Names
from flows.authoring.problems import Problem, ProblemKind, did_you_mean
from flows.authoring.reader import Path, Sheet
from flows.authoring.schema import FlowDoc, PhraseDoc, QuestionDoc, SectionDoc

FILLED = 80
"""Characters that a placeholder is counted with: the longest name of a row."""

LIMITS: dict[str, int] = {
    "title": 150,  # a header
    "intro": 2900,
    "text": 2000,  # the label of an input in a modal
    "why": 2000,  # its hint
    "help": 2900,  # a section, with room for the rest of the line
    "label": 75,  # an option of a menu, or a button
    "description": 75,
    "reason": 300,  # a line of the playbook
    "ends": 75,
    "unit": 30,
    "not_sure": 1000,
    "say": 1000,
    "counsel": 2900,
    "do": 1000,
    "decides": 300,  # one of several lines of a digest
    "of": 200,  # a line of a reminder
    "words": 2000,  # a paragraph to be copied
    "because": 1000,
    "one": 40,
    "many": 40,
}
"""The most characters of each text, by its key."""
MOST_OPTIONS = 100
"""Options of a menu."""
TEXT_LIMITS: tuple[tuple[str, int], ...] = (
    (r"button\..*", 75),
    (r"(.*\.)?form\.title|settings\.title|.*\.submit|form\.(save|close)", 24),  # the head and the buttons of a modal
    (r".*\.title", 150),  # a header
    (r".*", 2900),
)
"""The most characters of the bot's own sentences: the first pattern that its key fits counts."""

_ANY = re.compile(r"\bany ([a-z_]+) ?\(")
"""Rows that a finding is about, which its words may name."""
_BRACES = re.compile(r"\{([^{}]*)\}")


class Wording(msgspec.Struct, frozen=True):
    """One text of a flow: where it stands, under which key, what may be filled in there (None: nothing, it is shown
    as it is) and what has to be (``needed``).
    """

    path: Path
    key: str
    text: str
    fillable: frozenset[str] | None
    needed: frozenset[str] = frozenset()


def check_wordings(doc: FlowDoc, names: Names, sheet: Sheet) -> Iterator[Problem]:
    """Placeholders that name nothing, and texts too long for where they are shown."""
    for wording in _wordings(doc, names):
        where = sheet.value_place(wording.path)
        for why, mend in _unfillable(wording):
            yield where.problem(ProblemKind.PLACEHOLDER, why, mend)
        for name in sorted(wording.needed - placeholders(wording.text)):
            why = f"Told without `{{{name}}}`, this `{wording.key}` leaves open what was decided"
            yield where.problem(ProblemKind.PLACEHOLDER, why, f"Say it with `{{{name}}}`")
        length, most = measured(wording.text), LIMITS[wording.key]
        if length > most:
            why = f"This `{wording.key}` is {length} characters long, and Slack shows {most} here"
            yield where.problem(ProblemKind.TOO_LONG, why, "Say it more shortly")
    for at, section in enumerate(doc.sections):
        for number, question in enumerate(section.questions):
            if len(question.options) > MOST_OPTIONS:
                where = sheet.place(("sections", at, "questions", number, "options"))
                why = f"There are {len(question.options)} options, and a menu of Slack holds {MOST_OPTIONS}"
                yield where.problem(ProblemKind.TOO_LONG, why, "Group them, or ask two questions")


def check_texts(texts: Mapping[str, str], sheet: Sheet) -> Iterator[Problem]:
    """The same for the bot's own sentences; what fills them is the code's business."""
    for key, text in texts.items():
        where = sheet.value_place(_path_of(sheet, key))
        for name in _BRACES.findall(text):
            if not re.fullmatch(r"[a-z_]+", name):
                yield where.problem(
                    ProblemKind.PLACEHOLDER, f"`{{{name}}}` is no placeholder", "Write a name in small letters"
                )
        if _has_stray_brace(text):
            yield where.problem(
                ProblemKind.PLACEHOLDER, "A brace stands alone here", "Write `{name}`, or take the brace out"
            )
        most = next(limit for pattern, limit in TEXT_LIMITS if re.fullmatch(pattern, key, re.DOTALL))
        if measured(text) > most:
            why = f"This sentence is {measured(text)} characters long, and Slack shows {most} here"
            yield where.problem(ProblemKind.TOO_LONG, why, "Say it more shortly")


def placeholders(text: str) -> frozenset[str]:
    """The names in braces."""
    return frozenset(_BRACES.findall(text))


def measured(text: str) -> int:
    """How long a text can become: each placeholder counts as the longest name."""
    return len(_BRACES.sub("x" * FILLED, text))


def _path_of(sheet: Sheet, key: str) -> Path:
    """The way to a flat key: as it stands, or nested at its dots."""
    return (key,) if (key,) in sheet.values else tuple(key.split("."))


def _unfillable(wording: Wording) -> Iterator[tuple[str, str]]:
    if _has_stray_brace(wording.text):
        yield "A brace stands alone here", "Write `{name}`, or take the brace out"
    for name in _BRACES.findall(wording.text):
        if wording.fillable is None:
            yield (
                f"Nothing is filled in here, so `{{{name}}}` would be shown as it stands",
                "Say it without a placeholder",
            )
        elif name not in wording.fillable:
            yield f"The placeholder `{{{name}}}` names nothing here", did_you_mean(name, wording.fillable)


def _has_stray_brace(text: str) -> bool:
    return any(brace in _BRACES.sub("", text) for brace in "{}")


# ── all texts of a flow ──────────────────────────────────────────────────────


def _wordings(doc: FlowDoc, names: Names) -> Iterator[Wording]:
    once = _fillable(names, doc.per, None)
    yield Wording(("title",), "title", doc.title, None)
    yield from _phrase(("intro",), "intro", doc.intro, once)
    for register, called in doc.registers.items():
        yield Wording(("registers", register, "one"), "one", called.one, None)
        yield Wording(("registers", register, "many"), "many", called.many, None)
    for at, section in enumerate(doc.sections):
        yield Wording(("sections", at, "title"), "title", section.title, None)
        fillable = _fillable(names, doc.per, section.each)
        for number, question in enumerate(section.questions):
            here: Path = ("sections", at, "questions", number)
            yield from _of_question(here, question, fillable)
            yield from _of_decisions(here, section, question, fillable)
    for at, look in enumerate(doc.looks):
        path: Path = ("looks", at)
        yield Wording((*path, "title"), "title", look.title, None)
        yield Wording((*path, "intro"), "intro", look.intro or "", None)
        for number, one in enumerate(look.lists):
            here = (*path, "lists", number)
            yield Wording((*here, "title"), "title", one.title, None)
            yield from _phrase((*here, "because"), "because", one.because, _fillable(names, doc.per, look.each))


def _of_question(path: Path, question: QuestionDoc, fillable: frozenset[str]) -> Iterator[Wording]:
    phrases = {"text": question.text, "why": question.why, "help": question.help, "not_sure": question.not_sure}
    for key, phrase in phrases.items():
        yield from _phrase((*path, key), key, phrase, fillable)
    for option, it in question.options.items():
        yield Wording((*path, "options", option, "label"), "label", it.label, None)
        yield Wording((*path, "options", option, "description"), "description", it.description or "", None)
        yield Wording((*path, "options", option, "reason"), "reason", it.reason or "", None)
    for at, end in enumerate(question.ends or ()):
        yield Wording((*path, "ends", at), "ends", end, None)
    yield Wording((*path, "unit"), "unit", question.unit or "", None)
    if question.reminds is not None:
        for key, said in (("of", question.reminds.of), ("words", question.reminds.words)):
            yield from _phrase((*path, "reminds", key), key, said, fillable) if said is not None else ()
    for at, finding in enumerate(question.findings):
        named = fillable.union(_ANY.findall(finding.when or ""))
        for key, phrase in {"say": finding.say, "counsel": finding.counsel, "do": finding.do}.items():
            yield from _phrase((*path, "findings", at, key), key, phrase, named)


def _of_decisions(
    path: Path, section: SectionDoc, question: QuestionDoc, fillable: frozenset[str]
) -> Iterator[Wording]:
    """What is told as decided names the item that it is about; and the answer, where no ``when`` says which one it is."""
    about = frozenset({section.each} if section.each else ())
    for at, decision in enumerate(question.decides or ()):
        answer = frozenset({f"{section.section}.{question.ask}"} if decision.when is None else ())
        for wording in _phrase((*path, "decides", at, "say"), "decides", decision.say, fillable):
            yield msgspec.structs.replace(wording, needed=about | answer)


def _phrase(path: Path, key: str, phrase: PhraseDoc | None, fillable: frozenset[str]) -> Iterator[Wording]:
    if phrase is not None:
        for profile in ("any", "software", "manufacturing", "services"):
            text: str | None = getattr(phrase, profile)
            if text is not None:
                yield Wording((*path, profile), key, text, fillable)


def _fillable(names: Names, per: str | None, item: str | None) -> frozenset[str]:
    """What a placeholder can name where the row that the flow runs for is at hand, and an item of a register (or none)."""
    answers = {name for name, known in names.full.items() if known.each in (None, item)}
    return frozenset({"here", *answers, *(row for row in (per, item) if row)})
