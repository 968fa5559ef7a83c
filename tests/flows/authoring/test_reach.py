"""What can't be reached or can't be left is found in the machine's own transitions, and contradictions by trying them out."""

from __future__ import annotations

import pytest

from flows.authoring.possibilities import Possibilities
from flows.authoring.problems import ProblemKind
from flows.authoring.reach import check_reach, edges_of, fills, stuck
from flows.authoring.reader import Sheet
from flows.authoring.resolver import Scope, read_condition
from flows.authoring.tree import Authored
from flows.engine.machine import REVIEW, START
from flows.model.ids import RegisterId
from tests.flows.authoring.sample import FLOW, authored_of, line_of, names_of, spoiled

K = ProblemKind
SAMPLE = authored_of(FLOW)


def flow_and_sheet(authored: Authored):
    assert authored.flow is not None
    return authored.flow, authored.sheet


def test_a_right_flow_is_left_from_everywhere() -> None:
    flow, sheet = flow_and_sheet(SAMPLE)
    assert check_reach(flow, sheet, fills(flow)) == []
    assert stuck(edges_of(flow)) == {}


@pytest.mark.parametrize(
    ("edges", "found"),
    [
        ({(START, "a"), ("a", REVIEW)}, {}),
        ({(START, "a")}, {"a": K.DEAD_END, START: K.ENDLESS}),
        ({(START, "a"), ("a", REVIEW), ("a", "b")}, {"b": K.DEAD_END}),
        ({(START, "a"), ("a", REVIEW), ("a", "b"), ("b", "c"), ("c", "b")}, {"b": K.ENDLESS, "c": K.ENDLESS}),
        ({(START, "a"), ("a", REVIEW), ("z", "z")}, {}),
    ],
)
def test_dead_ends_and_loops_without_exit_are_told_apart(edges: set[tuple[str, str]], found: dict[str, K]) -> None:
    assert stuck(frozenset(edges)) == found


def test_what_the_machine_can_not_reach_or_leave_is_told_at_its_line() -> None:
    flow, sheet = flow_and_sheet(SAMPLE)
    edges = {
        edge
        for edge in edges_of(flow)
        if edge[1] != "triage.people" and edge[0] not in ("naming.jewels", "naming.assets")
    }
    problems = check_reach(flow, sheet, fills(flow), frozenset(edges | {("naming.assets", "naming.assets")}))
    assert {(problem.kind, problem.line) for problem in problems} == {
        (K.UNREACHABLE, line_of(FLOW, "- ask: people")),
        (K.ENDLESS, line_of(FLOW, "- section: naming")),
        (K.ENDLESS, line_of(FLOW, "- ask: assets")),
        (K.DEAD_END, line_of(FLOW, "- ask: jewels")),
    }


def test_registers_are_filled_by_items_countries_and_records() -> None:
    flow, _ = flow_and_sheet(
        authored_of(
            spoiled(FLOW, "    covers: [S1]\n    questions:\n", "    covers: [S1]\n    records: asset\n    questions:\n"
                    "      - {ask: where, kind: country, register: country, text: t, why: w, source: method}\n")
        )
    )  # fmt: skip
    assert fills(flow) == {RegisterId("asset"), RegisterId("country")}


# ── what can be the case ─────────────────────────────────────────────────────

KINDS = """\
flow: kinds
version: 1
title: Kinds
stage: first
reviewed: 2026-11-20
intro: Kinds.
registers: {asset: {one: asset, many: assets}, country: {one: country, many: countries}}
sources: {s: {title: T, publisher: P, as_of: 2026-11-01}}
sections:
  - section: q
    title: Q
    questions:
      - {ask: yn, kind: yes_no, text: t, why: w, source: s}
      - {ask: one, kind: one_of, text: t, why: w, source: s, options: {a: A, b: B, c: C}}
      - {ask: few, kind: many_of, text: t, why: w, source: s, options: {a: A, b: B}}
      - {ask: lots, kind: many_of, text: t, why: w, source: s, options: {a: A, b: B, c: C, d: D, e: E, f: F}}
      - {ask: num, kind: number, low: 1, high: 9, text: t, why: w, source: s}
      - {ask: free, kind: number, text: t, why: w, source: s}
      - {ask: day, kind: date, text: t, why: w, source: s}
      - {ask: other_day, kind: date, text: t, why: w, source: s}
      - {ask: land, kind: country, text: t, why: w, source: s}
      - {ask: lands, kind: country, many: true, register: country, text: t, why: w, source: s}
      - {ask: cash, kind: money, text: t, why: w, source: s}
      - {ask: who, kind: person, text: t, why: w, source: s}
      - {ask: doc, kind: file, text: t, why: w, source: s}
      - {ask: say, kind: text, text: t, why: w, source: s}
      - {ask: how, kind: scale, ends: [a, b], text: t, why: w, source: s}
      - {ask: things, kind: item, register: asset, adds: true, many: true, sets: m, text: t, why: w, source: s}
      - {ask: hidden, kind: yes_no, only_when: yn is yes, text: t, why: w, source: s}
  - section: per
    title: Per
    each: asset
    where: asset.m
    questions:
      - {ask: x, kind: yes_no, text: t, why: w, source: s}
      - {ask: kind, kind: one_of, text: t, why: w, source: s, options: {a: A, b: B, c: C}}
  - section: more
    title: More
    deeper: true
    questions:
      - {ask: early, kind: yes_no, only_when: last.word is yes, text: t, why: w, source: s}
  - section: last
    title: Last
    questions:
      - {ask: word, kind: yes_no, text: t, why: w, source: s}
      - {ask: pick, kind: item, register: asset, sets: picked, only_when: word is yes, text: t, why: w, source: s}
"""
AUTHORED = authored_of(KINDS, "kinds")
NAMES = names_of(AUTHORED)

POSSIBLE = [
    "yn and hidden", "not hidden and yn", "hidden is unknown and yn is no", "yn is not_sure", "one is skipped", "one is a or one is c",
    "one is c and one is not a", "few is a and few is b", "few is none", "few is a and not (few is b)", "lots in [a, b, c, d, e, f]",
    "lots is f and not (lots is a)", "lots is a and lots is b and lots not in [c, d, e]",
    "lots is a and lots is b and lots is c and lots is d and lots is e", "num > 8", "num < 2",
    "num >= 3 and num <= 3", "free < -100", "free > 1000 and free < 1002", "num < free", "num > free", "day < today - 400 days",
    "day > 2030-01-01", "day < other_day", "other_day < day and day < today", "land is PL", "land is known and land is not PL",
    "lands is PL and lands is IN", "lands is none", "cash is known", "who is known", "doc is evidenced", "say is verified", "how >= 5",
    "things is none", "any asset (asset.m) and any asset (not asset.m)", "every asset (asset.m) and any asset (asset.x)",
    "no asset (asset.m)", "profile is software", "profile is unknown", "role.counsel is known", "role.counsel is unknown",
    "role.counsel is lawyer", "role.counsel is known and role.counsel is not lawyer",
    "stage.first is done", "any asset (asset.x) and any asset (not asset.x)", "any asset (asset.m is unknown)", "say is unknown",
    "every asset (asset.m) and no asset (asset.m)", "yn is evidenced and not (yn is verified)", "today > 2026-01-01",
    "more.early and last.word", "any asset (not asset.picked) and last.word is no", "any asset (asset.picked)",
    "any asset (asset.m) and any asset (asset.m is unknown)", "things is unknown and any asset (not asset.m is known)",
    "any asset (asset.kind is a) and any asset (asset.kind is b) and any asset (asset.kind is c)",
    "any country (book.special_301 is PWL and book.rule_of_law < 0)", "any country (book.new_york) and any country (not book.new_york)",
    "any country (book.ownership is unknown)", "any country (book.rule_of_law > 2)", "any country (book.special_301 is none)",
]  # fmt: skip
IMPOSSIBLE = [
    "yn and not yn", "hidden and yn is no", "one is a and one is b", "one is not a and one is not b and one is not c and one is known",
    "few is none and few is a", "num > 9", "num < 1", "num > 3 and num < 3", "free > 5 and free < 4", "day > today and day < today",
    "day < other_day and other_day < day", "land is PL and land is IN", "land is none", "how > 5", "how < 1",
    "things is none and any asset (asset.m)",
    "any asset (asset.kind is a and asset.kind is b)", "no asset (asset.m) and things is unknown and any asset (not asset.m is known)",
    "more.early and last.word is no", "any asset (asset.picked) and last.word is no", "any asset (asset.picked) and no asset (asset.picked)",
    "every asset (asset.kind is a) and any asset (asset.kind is b)", "any asset (asset.m) and no asset (asset.m)",
    "profile is software and profile is services",
    "any country (book.special_301 is PWL and book.special_301 is WL)", "any country (book.new_york and not book.new_york)",
    "any country (book.rule_of_law < 0 and book.rule_of_law > 1)", "any country (book.ownership is known and book.ownership is unknown)",
    "profile is unknown and profile is software", "role.counsel is known and role.counsel is unknown",
    "role.counsel is lawyer and role.counsel is not lawyer", "say is verified and say is unknown",
    "yn is verified and not (yn is evidenced)", "stage.first is done and stage.first is open", "yn is not_sure and yn is skipped",
]  # fmt: skip


def possible(text: str) -> bool:
    condition, slips = read_condition(text, Scope(NAMES, "q"))
    assert condition is not None, slips
    return Possibilities(AUTHORED.flow).together([(condition, None)])


@pytest.mark.parametrize("text", POSSIBLE)
def test_what_can_be_the_case_is_found(text: str) -> None:
    assert possible(text)


@pytest.mark.parametrize("text", IMPOSSIBLE)
def test_what_contradicts_itself_is_seen(text: str) -> None:
    assert not possible(text)


def test_where_there_is_too_much_to_try_everything_is_possible() -> None:
    impossible = "lots is a and lots is none"
    assert not possible(impossible)
    many = " and ".join(f"{q} is known" for q in ("one", "few", "num", "free", "day", "other_day", "lands", "how"))
    assert possible(f"{many} and {impossible}"), "a false alarm is worse than a missed one"


def test_an_item_at_hand_is_one_of_its_register() -> None:
    mark, _ = read_condition("asset.m and asset.x", Scope(NAMES, "per", RegisterId("asset")))
    none, _ = read_condition("asset.m and no asset (asset.m)", Scope(NAMES, "per", RegisterId("asset")))
    assert mark is not None
    assert none is not None
    possibilities = Possibilities(AUTHORED.flow)
    assert possibilities.together([(mark, RegisterId("asset"))])
    assert not possibilities.together([(none, RegisterId("asset"))])


def test_a_sheet_without_the_place_is_told_at_its_top() -> None:
    flow, _ = flow_and_sheet(SAMPLE)
    (problem, *_) = check_reach(flow, Sheet("f", None, {}, {}), frozenset())
    assert (problem.file, problem.line) == ("f", 1)
