"""Conditions are parsed, resolved in their scope, and refused with column and mend."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.authoring.grammar import MAX_LENGTH, BadCondition, parse
from flows.authoring.names import Names
from flows.authoring.problems import ProblemKind
from flows.authoring.reader import read
from flows.authoring.resolver import Scope, read_condition
from flows.authoring.schema import FlowDoc
from flows.authoring.spelling import spelled
from flows.authoring.validation import fit
from flows.model.conditions import (
    And,
    AnswerFact,
    BookFact,
    Compare,
    Comparison,
    Condition,
    DayLimit,
    Fact,
    ForItems,
    Has,
    Is,
    MarkFact,
    Not,
    NumberLimit,
    Or,
    OtherHand,
    ProfileFact,
    Quantifier,
    RoleFact,
    SameText,
    StageFact,
    Status,
    TodayFact,
)
from flows.model.countryfields import CountryField
from flows.model.ids import QuestionId, RegisterId, StageId
from flows.model.people import Role

FLOW = """\
flow: words
version: 1
title: Words
stage: first
reviewed: 2026-11-20
intro: Words.
registers: {asset: {one: asset, many: assets}, country: {one: country, many: countries}}
sources: {s: {title: T, publisher: P, as_of: 2026-11-01}}
sections:
  - section: triage
    title: Triage
    questions:
      - {ask: shares, kind: yes_no, text: t, why: w, source: s}
      - {ask: parts, kind: many_of, text: t, why: w, source: s, options: {code: Code, brand: Brand}}
      - {ask: size, kind: number, text: t, why: w, source: s}
      - {ask: shown, kind: date, text: t, why: w, source: s}
      - {ask: where, kind: country, many: true, register: country, text: t, why: w, source: s}
      - {ask: cost, kind: money, text: t, why: w, source: s}
      - {ask: out, kind: item, register: asset, adds: true, many: true, sets: made_outside, text: t, why: w, source: s}
      - {ask: from, kind: country, text: t, why: w, source: s}
      - {ask: care, kind: scale, ends: [a, b], text: t, why: w, source: s}
  - section: authorship
    title: Authors
    each: asset
    questions:
      - {ask: author, kind: one_of, text: t, why: w, source: s, options: {employee: E, contractor: C}}
      - {ask: signed, kind: yes_no, text: t, why: w, source: s}
  - section: papers
    title: Papers
    each: asset
    questions:
      - {ask: signed, kind: yes_no, text: t, why: w, source: s}
  - section: abroad
    title: Abroad
    each: country
    questions:
      - {ask: filed, kind: yes_no, text: t, why: w, source: s}
  - section: texts
    title: Texts
    questions:
      - {ask: draft, kind: file, text: t, why: w, source: s}
      - {ask: proven, kind: yes_no, evidence: true, text: t, why: w, source: s}
"""


def named() -> Names:
    sheet, _ = read("f", FLOW.encode())
    assert sheet is not None
    doc, problems = fit(FlowDoc, sheet)
    assert doc is not None, problems
    return Names(doc, frozenset({"first"}))


NAMES = named()
ASSET = RegisterId("asset")
MARKS = {QuestionId("triage.out"): "asset.made_outside"}
TRIAGE = Scope(NAMES, "triage")
AUTHOR = NAMES.question(QuestionId("authorship.author"))
AUTHORSHIP = Scope(NAMES, "authorship", ASSET)
OWN = Scope(NAMES, "authorship", ASSET, AUTHOR.order + 1, AUTHOR)


def answer(name: str) -> AnswerFact:
    return AnswerFact(QuestionId(name))


def read_as(text: str, scope: Scope = TRIAGE) -> Condition:
    condition, slips = read_condition(text, scope)
    assert condition is not None, slips
    return condition


SHARES = Is(answer("triage.shares"), ("yes",))


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("triage.shares is yes", SHARES),
        ("shares", SHARES),
        ("not shares", Not(SHARES)),
        ("shares is not yes", Not(SHARES)),
        ("(shares)", SHARES),
        ("parts in [code, brand]", Is(answer("triage.parts"), ("code", "brand"))),
        ("texts.draft is by_another_than texts.proven", OtherHand(answer("texts.draft"), answer("texts.proven"))),
        ("texts.draft is the texts.proven", SameText(answer("texts.draft"), answer("texts.proven"))),
        ("texts.proven is not the texts.draft", Not(SameText(answer("texts.proven"), answer("texts.draft")))),
        ("triage.where is not the triage.from", Not(SameText(answer("triage.where"), answer("triage.from")))),
        ("parts not in [code]", Not(Is(answer("triage.parts"), ("code",)))),
        ("parts is none", Is(answer("triage.parts"), ("none",))),
        ("where in [PL, IN]", Is(answer("triage.where"), ("PL", "IN"))),
        ("out is none", Is(answer("triage.out"), ("none",))),
        ("shares is unknown", Has(answer("triage.shares"), Status.UNKNOWN)),
        ("cost is not known", Not(Has(answer("triage.cost"), Status.KNOWN))),
        (
            "shares in [no, not_sure]",
            Or((Is(answer("triage.shares"), ("no",)), Has(answer("triage.shares"), Status.NOT_SURE))),
        ),
        ("shares in [skipped]", Has(answer("triage.shares"), Status.SKIPPED)),
        ("size >= 50", Compare(answer("triage.size"), Comparison.MORE_OR_EQUAL, NumberLimit(Decimal(50)))),
        ("-1.5 < size", Compare(answer("triage.size"), Comparison.MORE, NumberLimit(Decimal("-1.5")))),
        ("care < size", Compare(answer("triage.care"), Comparison.LESS, answer("triage.size"))),
        ("shown < 2026-11-20", Compare(answer("triage.shown"), Comparison.LESS, DayLimit(dt.date(2026, 11, 20)))),
        ("shown <= today + 90 days", Compare(answer("triage.shown"), Comparison.LESS_OR_EQUAL, TodayFact(90))),
        ("today - 1 day > shown", Compare(TodayFact(-1), Comparison.MORE, answer("triage.shown"))),
        ("today > shown", Compare(TodayFact(), Comparison.MORE, answer("triage.shown"))),
        ("profile is software", Is(ProfileFact(), ("software",))),
        ("role.counsel is known", Has(RoleFact(Role.COUNSEL), Status.KNOWN)),
        ("role.counsel is lawyer", Is(RoleFact(Role.COUNSEL), ("lawyer",))),
        ("stage.first is done", Is(StageFact(StageId("first")), ("done",))),
        (
            "any country (book.new_york is no)",
            ForItems(Quantifier.ANY, RegisterId("country"), Is(BookFact(CountryField.NEW_YORK), ("no",))),
        ),
        (
            "any asset (asset.made_outside)",
            ForItems(Quantifier.ANY, ASSET, Is(MarkFact(QuestionId("triage.out")), ("yes",))),
        ),
        (
            "no asset (asset.author is contractor)",
            ForItems(Quantifier.NO, ASSET, Is(answer("authorship.author"), ("contractor",))),
        ),
        (
            "shares and not (parts is code or parts is brand)",
            And((SHARES, Not(Or((Is(answer("triage.parts"), ("code",)), Is(answer("triage.parts"), ("brand",))))))),
        ),
    ],
)
def test_what_is_written_is_what_is_meant(text: str, condition: Condition) -> None:
    assert read_as(text) == condition


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("contractor", Is(AUTHOR.fact, ("contractor",))),
        ("contractor or not_sure", Or((Is(AUTHOR.fact, ("contractor",)), Has(AUTHOR.fact, Status.NOT_SURE)))),
        ("author is contractor", Is(AUTHOR.fact, ("contractor",))),
        ("asset.author is contractor", Is(AUTHOR.fact, ("contractor",))),
        ("any asset (contractor)", ForItems(Quantifier.ANY, ASSET, Is(AUTHOR.fact, ("contractor",)))),
        ("asset.made_outside and contractor", And((Is(MarkFact(QuestionId("triage.out")), ("yes",)), Is(AUTHOR.fact, ("contractor",))))),
    ],
)  # fmt: skip
def test_in_a_finding_the_words_of_its_question_stand_alone(text: str, condition: Condition) -> None:
    assert read_as(text, OWN) == condition


SLIPS = [
    ("shars is yes", TRIAGE, 1, ProblemKind.UNKNOWN_REFERENCE, "Did you mean `shares`?"),
    ("shares and triage.prts is code", TRIAGE, 12, ProblemKind.UNKNOWN_REFERENCE, "Did you mean `triage.parts`?"),
    ("asset.made_outsid", AUTHORSHIP, 1, ProblemKind.UNKNOWN_REFERENCE, "Did you mean `asset.made_outside`?"),
    ("contracter", OWN, 1, ProblemKind.UNKNOWN_REFERENCE, "Did you mean `contractor`?"),
    ("parts is coed", TRIAGE, 10, ProblemKind.UNKNOWN_REFERENCE, "Did you mean `code`?"),
    ("where is Poland", TRIAGE, 10, ProblemKind.UNKNOWN_REFERENCE, "Write the two-letter code in capitals"),
    ("parts is code or brand", TRIAGE, 18, ProblemKind.UNKNOWN_REFERENCE, "Say the name again: `triage.parts is brand`"),
    ("shares is no or not_sure", TRIAGE, 17, ProblemKind.UNKNOWN_REFERENCE, "Say the name again"),
    ("asset.signed", AUTHORSHIP, 1, ProblemKind.UNKNOWN_REFERENCE, "Write `authorship.signed` or `papers.signed`"),
    ("evry asset (asset.made_outside)", TRIAGE, 1, ProblemKind.UNKNOWN_REFERENCE, "Did you mean `every`?"),
    ("any aset (asset.made_outside)", TRIAGE, 5, ProblemKind.UNKNOWN_REFERENCE, "Did you mean `asset`?"),
    ("asset.made_outside", TRIAGE, 1, ProblemKind.TYPE_MISMATCH, "Write `any asset (asset.made_outside ...)`"),
    ("authorship.author is contractor", TRIAGE, 1, ProblemKind.TYPE_MISMATCH, "Write `any asset (asset.author ...)`"),
    ("any country (contractor)", OWN, 14, ProblemKind.UNKNOWN_REFERENCE, "Did you mean `contractor`?"),
    ("parts", TRIAGE, 1, ProblemKind.TYPE_MISMATCH, "Write `triage.parts is brand`"),
    ("size", TRIAGE, 1, ProblemKind.TYPE_MISMATCH, "Compare it with a number"),
    ("shown", TRIAGE, 1, ProblemKind.TYPE_MISMATCH, "Compare it with a day"),
    ("cost", TRIAGE, 1, ProblemKind.TYPE_MISMATCH, "Write `triage.cost is known`"),
    ("size is large", TRIAGE, 9, ProblemKind.TYPE_MISMATCH, "Compare it with a number"),
    ("cost > 5", TRIAGE, 1, ProblemKind.TYPE_MISMATCH, "Write `triage.cost is known`"),
    ("size > 2026-11-20", TRIAGE, 8, ProblemKind.TYPE_MISMATCH, "Compare numbers with numbers"),
    ("1 < 2", TRIAGE, 1, ProblemKind.TYPE_MISMATCH, "Name an answer on one side"),
    ("5 is yes", TRIAGE, 1, ProblemKind.TYPE_MISMATCH, "Compare with <"),
    ("today + 3 days is yes", TRIAGE, 1, ProblemKind.TYPE_MISMATCH, "Compare with <"),
    ("shown + 3 days < today", TRIAGE, 1, ProblemKind.TYPE_MISMATCH, "Move `today` instead"),
    ("shown < today + 3 months", TRIAGE, 19, ProblemKind.TYPE_MISMATCH, "Count in `days`"),
    ("shown < 2026-13-40", TRIAGE, 9, ProblemKind.TYPE_MISMATCH, "Write it like"),
    ("shwn < today", TRIAGE, 1, ProblemKind.UNKNOWN_REFERENCE, "Did you mean `shown`?"),
    ("any asset (asset.mad is yes)", TRIAGE, 12, ProblemKind.UNKNOWN_REFERENCE, "Did you mean"),
    ("book.new_york", TRIAGE, 1, ProblemKind.TYPE_MISMATCH, "Write `any country (book.new_york ...)`"),
    ("any country (book.special_301 is pwl)", TRIAGE, 34, ProblemKind.UNKNOWN_REFERENCE, "It can be `PFC`, `PWL`"),
    ("any country (book.ownership is known and book.ownership)", TRIAGE, 42, ProblemKind.TYPE_MISMATCH, "Write `book.ownership is known`"),
    ("not shars", TRIAGE, 5, ProblemKind.UNKNOWN_REFERENCE, "Did you mean `shares`?"),
    ("author is contractor", Scope(NAMES, "authorship", ASSET, AUTHOR.order), 1, ProblemKind.LOOKS_AHEAD, "Move"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "scope", "column", "kind", "mend"), SLIPS, ids=[slip[0] for slip in SLIPS])
def test_a_condition_that_means_nothing_is_told_where_and_how_to_mend_it(
    text: str, scope: Scope, column: int, kind: ProblemKind, mend: str
) -> None:
    condition, slips = read_condition(text, scope)
    assert condition is None
    assert [(slip.column, slip.kind) for slip in slips] == [(column, kind)], slips
    assert slips[0].mend.startswith(mend), slips


def test_all_slips_of_a_condition_are_told_at_once() -> None:
    _, slips = read_condition("shars or prts is code and size is big", TRIAGE)
    assert [slip.column for slip in slips] == [1, 10, 35]


@pytest.mark.parametrize(
    ("text", "column", "mend"),
    [
        ("", 1, "Expected here: (, + or -, a day, a name, a number, not"),
        ("a and", 6, "Expected here: (, + or -, a day, a name, a number, not"),
        ("(a", 3, "Expected here: )"),
        ("a = b", 3, "Write `is` or `is not`"),
        ("a != b", 3, "Write `is` or `is not`"),
        ("a && b", 3, "Write `and`"),
        ("a | b", 3, "Write `or`"),
        ("a is 3", 6, "Compare numbers with"),
        ("a in []", 7, "Expected here: a name"),
        ("a b", 4, "Write `is`, `and` or `or` between them"),
        ("not and", 5, "Put a name before it"),
        ("a < +3", 5, "Take the + out"),
        ("today + 9.5 days < a", 9, "Write a whole number"),
        ("today + 123456 days < a", 9, "Write a whole number"),
        ("a 💥", 3, "Expected here"),
        ("(" * 20 + "a", 13, "Write it flatter"),
        ("a" * (MAX_LENGTH + 1), MAX_LENGTH, "Ask one more question"),
        ("__import__('os')", 11, "Expected here"),
    ],
)
def test_what_can_not_be_parsed_is_refused_at_its_column(text: str, column: int, mend: str) -> None:
    with pytest.raises(BadCondition) as refused:
        parse(text)
    assert (refused.value.slip.column, refused.value.slip.kind) == (column, ProblemKind.NOT_UNDERSTOOD)
    assert refused.value.slip.mend.startswith(mend), refused.value.slip
    assert read_condition(text, TRIAGE) == (None, [refused.value.slip])


def test_a_condition_of_two_lines_has_one_measure() -> None:
    with pytest.raises(BadCondition) as refused:
        parse("a is b\n  or = c")
    assert refused.value.slip.column == 13


@given(st.text(max_size=60) | st.text(alphabet="ab .()[],<>=+-0 notisinadryd", max_size=60))
def test_any_text_is_a_condition_or_has_slips(text: str) -> None:
    condition, slips = read_condition(text, TRIAGE)
    assert (condition is None) == bool(slips)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("texts.draft is the triage.size", "No file comes with `triage.size`"),
        ("triage.cost is the texts.draft", "No file comes with `triage.cost`"),
        ("triage.where is the triage.size", "No file comes with `triage.where`"),
        ("texts.draft is the texts.drift", "There is no `texts.drift`"),
    ],
)
def test_only_what_files_come_with_is_compared_by_its_text(text: str, why: str) -> None:
    condition, slips = read_condition(text, TRIAGE)
    assert condition is None and [slip.why for slip in slips] == [why]


# ── spelling is the inverse of reading ───────────────────────────────────────

FACTS: dict[Fact, tuple[str, ...]] = {
    answer("triage.shares"): ("yes", "no"),
    answer("triage.parts"): ("code", "brand", "none"),
    answer("authorship.author"): ("employee", "contractor"),
    MarkFact(QuestionId("triage.out")): ("yes", "no"),
    ProfileFact(): ("software", "services"),
    StageFact(StageId("first")): ("done", "open"),
}
NUMBERS: list[Fact] = [answer("triage.size"), answer("triage.care")]
DAYS: list[Fact] = [answer("triage.shown"), TodayFact(), TodayFact(-30), TodayFact(9)]


def single_tests() -> st.SearchStrategy[Condition]:
    words = st.sampled_from(list(FACTS)).flatmap(
        lambda fact: st.lists(st.sampled_from(FACTS[fact]), min_size=1, max_size=2, unique=True).map(
            lambda named: Is(fact, tuple(named))
        )
    )
    of_all = st.sampled_from([status for status in Status if status is not Status.PUT_OFF])
    statuses = st.builds(Has, st.sampled_from([answer("triage.cost"), answer("triage.out")]), of_all)
    roles = st.builds(Has, st.builds(RoleFact, st.sampled_from(Role)), st.sampled_from([Status.KNOWN, Status.UNKNOWN]))
    limits = st.decimals(-999, 999, places=2).map(NumberLimit)
    numbers = st.builds(
        Compare, st.sampled_from(NUMBERS), st.sampled_from(Comparison), st.sampled_from(NUMBERS) | limits
    )
    days = st.builds(
        Compare, st.sampled_from(DAYS), st.sampled_from(Comparison), st.sampled_from(DAYS) | st.dates().map(DayLimit)
    )
    return words | statuses | roles | numbers | days


def grown(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return (
        st.builds(Not, inner)
        | st.builds(And, parts)
        | st.builds(Or, parts)
        | st.builds(ForItems, st.sampled_from(Quantifier), st.just(ASSET), inner)
    )


@given(st.recursive(single_tests(), grown, max_leaves=5))
def test_what_is_spelled_reads_back_as_it_was(condition: Condition) -> None:
    text = spelled(condition, MARKS)
    if len(text) <= MAX_LENGTH:
        assert read_as(text, AUTHORSHIP) == condition


@pytest.mark.parametrize(
    "text",
    [
        "triage.shares is yes", "triage.parts in [code, brand]", "triage.cost is verified", "triage.size >= -1.5",
        "triage.shown < 2026-11-20", "triage.shown > today - 30 days", "today + 9 days > triage.shown", "today < triage.shown",
        "profile is software", "role.counsel is known", "stage.first is done", "asset.made_outside is yes",
        "any country (book.rule_of_law < 0)", "texts.draft is the texts.proven",
        "texts.draft is by_another_than texts.proven",
        "any asset (asset.made_outside is yes)", "not (triage.shares is yes)", "(triage.shares is yes) or (profile is services)",
    ],
)  # fmt: skip
def test_what_is_written_in_full_is_spelled_the_same(text: str) -> None:
    assert spelled(read_as(text, AUTHORSHIP), MARKS) == text
