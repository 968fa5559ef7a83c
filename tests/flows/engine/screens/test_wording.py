"""Answers and phrases in words: as a person would read them, in the profile's words, cut where they are long, and never as markup."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from flows.engine.screens import question
from flows.engine.screens.wording import (
    answer_line,
    item_name,
    number_text,
    phrase,
    piece,
    plain,
    said_alone,
    shortened,
    text,
    value_line,
)
from flows.model.effects import Mention, Naming, Note, On, Piece, Several, Term, Words
from flows.model.flow import Phrase
from flows.model.ids import ItemId, QuestionId
from flows.model.programme import ActionWhy
from flows.model.screens import Prose, Strong
from flows.model.values import (
    Choice,
    Choices,
    Countries,
    Day,
    Document,
    Documents,
    Items,
    Money,
    NewItems,
    Number,
    People,
    Scale,
    Text,
    Value,
)
from tests.builders import JON, MARIA, NAMES, NO, YES, flow_of, spot
from tests.flows.engine.crew import Crew, at_assets, at_people
from tests.flows.engine.small import KINDS


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("sure", YES, "Yes"),
        ("sure", NO, "No"),
        ("colour", Choice("green"), "Green"),
        ("colour", Choice("taken_out_since"), "taken_out_since"),
        ("sizes", Choices(("small", "large")), "Small, Large"),
        ("sizes", Choices(()), "None of them"),
        ("words", Text("As it\n is"), "As it is"),
        ("count", Number(Decimal("1500.0")), "1,500"),
        ("count", Number(Decimal("0.50")), "0.5"),
        ("price", Money(Decimal(12500), "EUR"), "12,500 EUR"),
        ("when", Day(dt.date(2026, 11, 2)), "2 November 2026"),
        ("who", People((), ("Ms Fox",)), "Ms Fox"),
        ("team", People((MARIA, JON), ("Ms Fox",)), "Maria Kowalska, Jon Smith, Ms Fox"),
        ("where", Countries(("PL", "XK", "QQ")), "Poland, Kosovo, QQ"),
        ("papers", Documents((Document("F1", "a.pdf"), Document("F2", "b.pdf"))), "a.pdf, b.pdf"),
        ("things", Items(()), "None of them"),
        ("things", Items((ItemId("a row that is not here any more"),)), "a row that is not here any more"),
        ("things", NewItems((), ("Engine", "App")), "Engine, App"),
        ("how_sure", Scale(4), "4 of 5"),
    ],
)
def test_a_value_reads_as_a_person_would_say_it(name: str, value: Value | NewItems, shown: str) -> None:
    scene = Crew.at(KINDS).scene()
    line = value_line(scene, scene.question(spot(f"kinds.{name}")), value)
    assert plain(line, {str(person): called for person, called in NAMES.items()}) == shown


def test_people_and_days_stay_values_until_they_are_rendered() -> None:
    scene = Crew.at(KINDS).scene()
    assert value_line(scene, scene.question(spot("kinds.who")), People((JON,))) == (Mention(JON),)
    day = dt.date(2026, 11, 2)
    assert value_line(scene, scene.question(spot("kinds.when")), Day(day)) == (On(day),)


def test_a_number_is_said_with_its_unit() -> None:
    team = at_people()
    team.click(Number(Decimal(3)))
    assert answer_line(team.scene(), team.answer("triage.people")) == ("3 people",)


def test_a_phrase_is_worded_for_the_profile_once_that_is_known() -> None:
    team = Crew.at(KINDS)
    what = Phrase("Work", {"software": "Code", "services": "Service"})
    assert phrase(team.scene(), what, None) == ("Work",)
    team = at_people()
    assert phrase(team.scene(), what, None) == ("Code",)
    team.click(Choice("manufacturing"), "triage.work")
    assert phrase(team.scene(), what, None) == ("Work",)


def test_placeholders_are_the_programme_an_answer_an_item_or_the_registers_own_word() -> None:
    team = at_assets("Engine")
    engine = team.item("Engine")
    what = Phrase("{here}: {triage.work}, {triage.people}, {asset}, {nothing}")
    here = ("atlas", ": ", "Software", ", ", "skipped", ", ")
    assert phrase(team.scene(), what, None) == (*here, "asset", ", ", "…")
    assert phrase(team.scene(), what, spot("authorship.created_by", engine))[6] == Strong("Engine")


def test_an_answer_of_a_round_is_put_in_for_the_item_at_hand() -> None:
    flow = flow_of("""\
  - section: naming
    title: Naming
    questions:
      - {ask: assets, kind: item, register: asset, adds: true, many: true, text: Which, why: W., source: method}
  - section: care
    title: Care
    each: asset
    questions:
      - {ask: kept, kind: text, text: "Where is {asset} kept", why: W., source: method}
      - {ask: safe, kind: yes_no, text: "Is {care.kept} safe", why: W., source: method}
""")
    team = Crew.at(flow)
    team.click(NewItems((), ("Engine", "App")))
    team.click(Text("The vault"))
    scene = team.scene()
    safe = scene.plan.questions[QuestionId("care.safe")].text
    assert plain(phrase(scene, safe, spot("care.safe", team.item("Engine")))) == "Is The vault safe"
    assert plain(phrase(scene, safe, spot("care.safe", team.item("App")))) == "Is not answered yet safe"


def test_braces_in_an_answer_are_no_placeholder() -> None:
    team = Crew.at(KINDS)
    team.click(Text("{here} and {0.__class__}"), "kinds.words")
    assert answer_line(team.scene(), team.answer("kinds.words")) == ("{here} and {0.__class__}",)


def test_a_row_that_was_never_here_is_told_as_one_that_is_not() -> None:
    assert item_name(at_assets().scene(), ItemId("asset-99")) == "a row that is not here any more"


def test_a_sentence_that_ends_with_a_sentence_has_one_full_stop() -> None:
    texts = {"noted": "Noted: {answer}.", "bare": "."}
    assert plain(text(texts, "noted", answer="It is old.")) == "Noted: It is old."
    assert plain(text(texts, "noted", answer="Is it?")) == "Noted: Is it?"
    assert plain(text(texts, "noted", answer=(Mention(JON),))) == "Noted: a colleague."
    assert plain(text(texts, "noted", answer="Software")) == "Noted: Software."
    assert plain(text(texts, "bare")) == "."


def test_a_count_picks_the_plural_where_there_is_one() -> None:
    texts = {"more.one": "And one more.", "more.other": "And {count} more.", "plain": "{count} in all"}
    assert plain(text(texts, "more", count=1)) == "And one more."
    assert plain(text(texts, "more", count=3)) == "And 3 more."
    assert plain(text(texts, "plain", count=3)) == "3 in all"


def test_a_person_nobody_can_name_is_a_colleague() -> None:
    assert plain((Mention(JON), " and ", Strong("Engine"), " on ", On(dt.date(2026, 11, 2)))) == (
        "a colleague and Engine on 2 November 2026"
    )


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("short", "short"),
        ("one two three four", "one two…"),
        ("abcdefghijklmnop", "abcdefghi…"),
        ("a bcdefghijklmnop", "a bcdefgh…"),
        ("  spread\n over  lines", "spread…"),
    ],
)
def test_a_long_text_is_cut_at_a_word_where_that_leaves_enough(words: str, shown: str) -> None:
    assert shortened(words, 10) == shown


@pytest.mark.parametrize(
    ("number", "shown"), [("1234567", "1,234,567"), ("1234.50", "1,234.5"), ("1E+3", "1,000"), ("-0.25", "-0.25")]
)
def test_a_number_has_no_needless_zeros(number: str, shown: str) -> None:
    assert number_text(Decimal(number)) == shown


def test_a_long_answer_is_shown_in_passing_and_kept_whole() -> None:
    team = Crew.at(KINDS)
    long = "word " * 100
    team.click(Text(long), "kinds.words")
    (shown,) = answer_line(team.scene(), team.answer("kinds.words"))
    assert isinstance(shown, str) and len(shown) <= 200 and shown.endswith("…")
    assert team.ref.answers["kinds.words"].value == Text(long.strip())


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Engine", "Engine"),
        (3, "3"),
        (Mention(JON), "Jon Smith"),
        (On(dt.date(2026, 11, 2)), "2 November 2026"),
        (Term("part"), "the owner"),
        (Several((Term("part"), Mention(JON))), "the owner, Jon Smith"),
        (Naming(ItemId("asset-1")), "…"),
    ],
)
def test_what_is_told_of_no_session_is_filled_with_all_that_needs_none(value: Piece, shown: str) -> None:
    texts = {"told": "{what} here", "part": "the owner"}
    called = {str(person): name for person, name in NAMES.items()}
    assert plain(said_alone(texts, Note("told", {"what": value})), called) == f"{shown} here"


@pytest.mark.parametrize(
    ("why", "about", "said"),
    [
        (ActionWhy.REMOVAL, "Acme (Pilot)", "See to it that what Acme (Pilot) has comes back or is deleted"),
        (ActionWhy.CONDITION, "Pilot", "See that the conditions are met on which Pilot was approved"),
    ],
)
def test_work_that_stands_at_no_question_is_said_with_what_it_is_about(why: ActionWhy, about: str, said: str) -> None:
    team = at_people()
    value = Words(team.ref.id, spot(f"gate.{why}", "vendor-9"), why, about)
    assert plain(piece(team.scene(), value)).startswith(said)


# ── no markup, ever ──────────────────────────────────────────────────────────


def test_what_people_write_reaches_no_screen_as_markup() -> None:
    hostile = "<!channel> *bold* <https://evil.example|click>"
    team = Crew.at(KINDS)
    team.click(Text(hostile), "kinds.words")
    note = Note("noted.answer", {"answer": Words(team.ref.id, spot("kinds.words"), "answer")})
    shown = question.asked(team.scene(), spot("kinds.sure"), (note,))
    (first, *_) = [part for part in shown.parts if isinstance(part, Prose)]
    assert first.lines == (("Noted: ", hostile, "."),)
