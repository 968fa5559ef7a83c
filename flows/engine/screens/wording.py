"""Keys and values put into words: notes, authored phrases, and answers as a person would read them. Words come from content, never from here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from string import Formatter
from typing import assert_never

from flows.engine.deciding import decision_at
from flows.engine.ledger import entry_name
from flows.engine.naming import naming
from flows.engine.own import found, is_own
from flows.engine.readers.yes_no import says_more
from flows.engine.registers import country_name
from flows.engine.screens.days import day_text
from flows.engine.screens.scene import Scene
from flows.model.effects import Mention, Naming, Note, On, Piece, Several, Term, Words
from flows.model.errors import NotHere
from flows.model.flow import FindingRule, Phrase, Question
from flows.model.ids import ItemId, PersonId, QuestionId, RegisterId
from flows.model.ledger import ASSETS, LEDGER, VENDORS
from flows.model.programme import AT_NO_QUESTION
from flows.model.screens import Line, Place, Span, Strong
from flows.model.session import Answer, AnswerState, Finding, Spot
from flows.model.values import (
    Choice,
    Choices,
    Countries,
    Day,
    Documents,
    Items,
    Money,
    NewItems,
    Number,
    People,
    Scale,
    Text,
    Value,
    YesNo,
)

_PARSE = Formatter().parse
_NOTHING: dict[RegisterId, Line] = {}
SHOWN_TEXT = 200
SHOWN_CONDITION = 300
"""Characters of a free-text answer shown in passing; the review shows more."""

MOST_FORMER = 5
"""Former names that are shown of a row."""
MOST_NAMED = 5
"""Rows that the words of a finding name."""


def filled(template: str, fill: Callable[[str], Line]) -> Line:
    """A template with its ``{names}`` filled. What was filled in and ends a sentence itself needs no second full stop, and none before what
    stands in brackets behind it."""
    line: list[Span] = []
    for literal, name, _, _ in _PARSE(template):
        words = literal[1:] if literal.startswith(".") and _ends_sentence(line) else literal
        if literal.startswith(" (") and line and isinstance(line[-1], str):
            line[-1] = line[-1].rstrip(".")
        if words:
            line.append(words)
        if name is not None:
            line.extend(fill(name))
    return tuple(line)


def _ends_sentence(line: list[Span]) -> bool:
    last = line[-1] if line else ""
    return isinstance(last, str) and last.endswith((".", "!", "?", "…"))


def text(texts: Mapping[str, str], key: str, **values: str | int | Mention | On | Line) -> Line:
    """A sentence of the bot by its key. A ``count`` picks the key's plural form (``.one``, ``.other``) where it has any.

    Raises KeyError for a key that content/texts does not hold: `check` finds those before anyone meets one.
    """

    def fill(name: str) -> Line:
        value = values[name]
        if isinstance(value, tuple):
            return value
        return (str(value),) if isinstance(value, str | int) else (value,)

    return filled(texts[plural(texts, key, values.get("count"))], fill)


def plural(texts: Mapping[str, str], key: str, count: object) -> str:
    """The key of the plural form that English wants for a count."""
    if not isinstance(count, int) or f"{key}.one" not in texts:
        return key
    return f"{key}.one" if count == 1 else f"{key}.other"


def plain(line: Line, people: Mapping[str, str] | None = None, *, iso: bool = False) -> str:
    """A line as plain text: people by name where known, days as people write them; ``iso``: in ISO form, for what a machine reads too."""
    return "".join(_plain(span, people or {}, iso=iso) for span in line)


def _plain(span: Span, people: Mapping[str, str], *, iso: bool) -> str:
    match span:
        case str():
            return span
        case Strong(text=inner):
            return inner
        case Mention(person=person):
            return people.get(person, "a colleague")
        case On(day=day):
            return day.isoformat() if iso else day_text(day)
        case Place(name=name):
            return name
        case _:
            assert_never(span)


def said(scene: Scene, note: Note) -> Line:
    """A note put into words."""
    values = {name: piece(scene, value) for name, value in note.values.items()}
    count = note.values.get("count")
    template = scene.texts[plural(scene.texts, note.key, count)]
    return filled(template, lambda name: values.get(name, ("…",)))


def piece(scene: Scene, value: Piece) -> Line:
    """One filling of a note."""
    match value:
        case Naming(item=item):
            return (item_name(scene, item),)
        case Words():
            return _words(scene, value)
        case _:
            return alone(scene.texts, value)


def said_alone(texts: Mapping[str, str], note: Note) -> Line:
    """A note put into words that speaks of no session: of plain words, people, parts and days."""
    template = texts[plural(texts, note.key, note.values.get("count"))]
    return filled(template, lambda name: alone(texts, note.values.get(name, "…")))


def alone(texts: Mapping[str, str], value: Piece) -> Line:
    """One filling that needs no session; what needs one is an ellipsis."""
    match value:
        case str() | int():
            return (str(value),)
        case Mention() | On():
            return (value,)
        case Term(key=key):
            return (texts[key],)
        case Several(each=each):
            spans = (texts[one.key] if isinstance(one, Term) else one for one in each)
            return tuple(part for number, span in enumerate(spans) for part in ((", ", span) if number else (span,)))
        case Naming() | Words():
            return ("…",)
        case _:
            assert_never(value)


def _words(scene: Scene, words: Words) -> Line:
    if words.part in AT_NO_QUESTION:
        return text(scene.texts, f"work.{words.part}", about=words.rule)
    if is_own(words.spot):
        return own_line(scene, words.spot, words.part)
    question = scene.question(words.spot)
    match words.part:
        case "text":
            return phrase(scene, question.text, words.spot)
        case "why":
            return phrase(scene, question.why, words.spot)
        case "help" if question.help is not None:
            return phrase(scene, question.help, words.spot)
        case "reminds" if question.reminds is not None:
            return phrase(scene, question.reminds.of, words.spot)
        case "decides":
            return _decides(scene, question, words.spot)
        case "answer":
            return answer_line(scene, scene.session.answer_at(words.spot))
        case "not_sure":
            return (
                phrase(scene, question.not_sure, words.spot)
                if question.not_sure
                else phrase(scene, question.text, words.spot)
            )
        case _:
            rule = rule_named(question, words.rule)
            said = {"say": rule.say, "counsel": rule.counsel}.get(words.part, rule.do)
            return rule_phrase(scene, rule, said, words.spot)


def own_line(scene: Scene, spot: Spot, part: str = "own_question") -> Line:
    """The words of a question of counsel's own, or of its answer ("own_answer"), or of what was last added to that ("own_more"): for counsel and
    whoever has it, and nobody else."""
    one = found(scene.session, scene.actions, spot)
    if one is None:
        raise NotHere(f"{spot.key} is no question of counsel in session {scene.session.id}")
    if part == "own_question":
        return (one.asked.text,)
    given = one.asked.more[-1] if part == "own_more" and one.asked.more else one.asked.answer
    said = given.text if given is not None else ""
    return (said or scene.texts["own.unknown"],)


def _decides(scene: Scene, question: Question, spot: Spot) -> Line:
    """What an answer decides; of a yes on a condition never without that."""
    said = phrase(scene, decision_at(scene, spot) or question.text, spot)
    answer = scene.session.answer_at(spot)
    condition = answer.value.condition if answer is not None and isinstance(answer.value, YesNo) else ""
    return (
        (*unstopped(said), *text(scene.texts, "decides.on_condition", condition=shortened(condition, SHOWN_CONDITION)))
        if condition
        else said
    )


def rule_named(question: Question, rule: str) -> FindingRule:
    """The finding rule of that id. Raises NotHere where the version that the session runs on has none."""
    found = next((r for r in question.findings if r.id == rule), None)
    if found is None:
        raise NotHere(f"finding {rule} is not part of question {question.id}")
    return found


def finding_line(scene: Scene, finding: Finding) -> Line:
    """A finding in its neutral words, with its severity as a word."""
    return (Strong(scene.texts[f"severity.{finding.severity}"]), ": ", *finding_words(scene, finding))


def finding_words(scene: Scene, finding: Finding) -> Line:
    """A finding in its neutral words."""
    rule = rule_named(scene.question(finding.spot), finding.rule)
    return rule_phrase(scene, rule, rule.say, finding.spot)


def rule_phrase(scene: Scene, rule: FindingRule, what: Phrase, spot: Spot) -> Line:
    """Words of a finding's rule: one that is about several rows of a register names those for which it holds. Where it holds for none (any
    more) no row is named, for it was never about all of them."""
    return phrase(
        scene, what, spot, {name: _rows_line(scene, rule, name, spot) for name in naming(rule, scene.plan.flow, spot)}
    )


def _rows_line(scene: Scene, rule: FindingRule, register: RegisterId, spot: Spot) -> Line:
    rows = scene.named.get((spot.question, rule.id), {}).get(register, ())
    if not rows:
        return text(scene.texts, "row.the", one=next(r.one for r in scene.plan.flow.registers if r.id == register))
    line: list[Span] = []
    for name in (*(Strong(item_name(scene, row)) for row in rows[:MOST_NAMED]), *("…" for _ in rows[MOST_NAMED:][:1])):
        line += [", ", name] if line else [name]
    return tuple(line)


def phrase(scene: Scene, what: Phrase, spot: Spot | None, told: Mapping[RegisterId, Line] = _NOTHING) -> Line:
    """An authored phrase, in the programme's profile, its placeholders filled: those of a register as ``told``, where that says."""
    profile = scene.programme.profile
    template = what.by_profile.get(profile.value, what.default) if profile else what.default
    return filled(template, lambda name: told.get(RegisterId(name)) or _placeholder(scene, name, spot))


def _placeholder(scene: Scene, name: str, spot: Spot | None) -> Line:
    if name == "here":
        return (scene.programme.name,)
    question = scene.plan.questions.get(QuestionId(name))
    if question is not None:
        item = spot.item if spot else None
        return answer_line(scene, scene.facts.answer(question.id, item))
    if scene.subject is not None and name == scene.plan.flow.per:
        return (Strong(scene.subject.name),)
    if spot is not None and spot.item is not None:
        return (Strong(item_name(scene, spot.item)),)
    register = next((r for r in scene.plan.flow.registers if r.id == name), None)
    return (register.one,) if register else ("…",)


def asked_line(scene: Scene, spot: Spot) -> Line:
    """The words of a question where it stands among others: under its item, where they do not name it themselves."""
    what = scene.question(spot).text
    asked = phrase(scene, what, spot)
    return asked if spot.item is None or "{" in what.default else (f"{item_name(scene, spot.item)}: ", *asked)


def item_name(scene: Scene, item: ItemId) -> str:
    """A row's name; of one that was taken out the last, with a word of that. An entry of the ledger is called as what it names is called now."""
    row = scene.facts.row(item)
    if row is not None and row.register == LEDGER:
        live = {one.id: one.name for register in (ASSETS, VENDORS) for one in scene.rows.get(register, ())}
        return entry_name(row, {**scene.out, **live})
    return row.name if row is not None else out_name(scene.texts, scene.out.get(item))


def out_name(texts: Mapping[str, str], name: str | None) -> str:
    """What a row that is not in its register is called: the name it had last, None where there is no such row at all."""
    return texts["row.gone"] if name is None else texts["row.out"].format(name=name)


def about_row(scene: Scene, line: Line) -> Line:
    """A line with the row that its session runs for behind it, where it stands among those of other sessions and does not name the row."""
    row = scene.subject
    return line if row is None or row.name in plain(line) else (*unstopped(line), f" ({row.name})")


def answer_line(scene: Scene, answer: Answer | None) -> Line:
    """An answer as a person would read it."""
    if answer is None:
        return (scene.texts["answer.open"],)
    if answer.state is not AnswerState.VALUE or answer.value is None:
        return (scene.texts[f"answer.{answer.state}"],)
    return value_line(scene, scene.question(answer.spot), answer.value)


def beside_line(scene: Scene, answer: Answer) -> Line:
    """What somebody whose word decides said beyond a yes or no, as they said it; nothing where they said no more, or it is its condition."""
    decides, value = scene.question(answer.spot).role is not None, answer.value
    if not decides or not isinstance(value, YesNo) or value.condition or not says_more(answer.raw):
        return ()
    return text(scene.texts, "answer.said", words=shortened(answer.raw, SHOWN_TEXT))


def value_line(scene: Scene, question: Question, value: Value | NewItems) -> Line:
    """A value as a person would read it."""
    texts = scene.texts
    match value:
        case YesNo(condition=condition) if condition:
            return text(texts, "answer.yes_if", condition=shortened(condition, SHOWN_CONDITION))
        case YesNo(yes=yes):
            return (texts["answer.yes" if yes else "answer.no"],)
        case Choice(option=option):
            return (_label(question, option),)
        case Choices(options=options):
            return (", ".join(_label(question, o) for o in options) or texts["answer.none"],)
        case Text(text=words):
            return (shortened(words, SHOWN_TEXT),)
        case Number(number=number):
            return (" ".join(filter(None, (number_text(number), question.unit))),)
        case Money(amount=amount, currency=currency):
            return (f"{number_text(amount)} {currency}",)
        case Day(day=day):
            return (On(day),)
        case People(people=people, outside=outside):
            return people_line(people, outside)
        case Countries(codes=codes):
            return (", ".join(country_name(code) for code in codes),)
        case Documents(documents=documents):
            return (", ".join(document.name for document in documents),)
        case Items(items=items):
            return (", ".join(item_name(scene, item) for item in items) or texts["answer.none"],)
        case NewItems(known=known, names=names):
            return (", ".join((*(item_name(scene, item) for item in known), *names)),)
        case Scale(point=point):
            return (texts["answer.scale"].format(point=point),)
        case _:
            assert_never(value)


def _label(question: Question, option: str) -> str:
    return next((o.label for o in question.options if o.id == option), option)


def people_line(people: tuple[PersonId, ...], outside: tuple[str, ...]) -> Line:
    """People by name, those of the workspace first."""
    line: list[Span] = []
    for span in (*(Mention(person) for person in people), *outside):
        line.extend((", ", span) if line else (span,))
    return tuple(line)


def number_text(number: Decimal) -> str:
    """A number without needless zeros, in groups of three."""
    whole = number == number.to_integral_value()
    return f"{int(number):,}" if whole else f"{number.normalize():,f}"


def unstopped(line: Line) -> Line:
    """A sentence without its full stop, to go on from."""
    last = line[-1] if line else ""
    return (*line[:-1], last.rstrip(".")) if isinstance(last, str) else line


def shortened(words: str, most: int) -> str:
    """A text cut at a word where it is too long to show."""
    one_line = " ".join(words.split())
    if len(one_line) <= most:
        return one_line
    cut = one_line[: most - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut[most // 2 :] else cut}…"


def with_former(texts: Mapping[str, str], name: Line, before: Sequence[str]) -> Line:
    """What a row is called, with what it was called before; the newest names of many."""
    return text(texts, "register.formerly", name=name, before=", ".join(before[-MOST_FORMER:])) if before else name
