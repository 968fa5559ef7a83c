"""A flow that runs once for each row, as its author writes it, checks it, proves it and plays it."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.authoring.checks import Report, check_files
from flows.authoring.library import content_files, shipped
from flows.authoring.play import play
from flows.authoring.tree import read_tree

TODAY = dt.date(2026, 11, 23)
FLOW = """\
flow: checks
version: 1
title: Vendor checks
stage: first
per: vendor
reviewed: 2026-11-20
intro: "About {vendor}."
registers:
  vendor: {one: vendor, many: vendors}
  country: {one: country, many: countries}
sources:
  method: {title: The method, publisher: Its publisher, as_of: 2026-11-01}
sections:
  - section: talk
    title: The first call
    questions:
      - ask: signed
        kind: yes_no
        text: "Has {vendor} signed?"
        why: w
        source: method
        covers: [S1]
        findings:
          - when: no or not_sure
            id: unsigned
            severity: high
            say: "{vendor} has not signed."
            counsel: c
            do: Get it signed
            owner: asker
            due: 7 days
            source: method
  - section: places
    title: Where they work
    each: country
    questions:
      - {ask: fine, kind: yes_no, weight: 0, text: "May {vendor} work in {country}?", why: w, source: method}
"""
CASES = """\
- case: nothing was signed
  given: {per: Acme, vendors: [{name: acme}], countries: [{name: India, fine: yes}]}
  talk: [{talk.signed: no}]
  expect:
    findings: [{id: unsigned, severity: high}]
    asked_next: review
- case: it was signed
  given: {per: Bolt}
  talk: [{talk.signed: yes}]
  expect: {findings: []}
"""
STAGES = "- {stage: first, title: First, flows: [checks]}\n"


def files(flow: str = FLOW, cases: str = CASES, stages: str = STAGES) -> dict[str, bytes]:
    return {
        "stages.yaml": stages.encode(),
        "statements.yaml": b"S1: List what could be exposed.\n",
        "texts/en.yaml": content_files(shipped())["texts/en.yaml"],
        "flows/checks/flow.yaml": flow.encode(),
        "flows/checks/flow.cases.yaml": cases.encode(),
    }


def report(flow: str = FLOW, cases: str = CASES, stages: str = STAGES) -> Report:
    return check_files(files(flow, cases, stages), TODAY)


def whys(found: Report) -> str:
    return "\n".join(str(problem) for problem in found.problems)


def test_a_flow_for_each_row_passes_the_check_with_cases_that_name_the_row() -> None:
    found = report()
    assert "S1" in {one.statement for one in found.coverage if one.case}
    assert [problem for problem in found.problems if "country" not in str(problem)] == []


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("{}", "runs once for each vendor"),
        ("{per: " + "x" * 81 + "}", "names no vendor"),
    ],
)
def test_a_case_that_does_not_say_for_which_row_is_told(given: str, why: str) -> None:
    assert why in whys(report(cases=CASES.replace("{per: Bolt}", given)))


def test_a_case_that_names_a_row_for_a_flow_that_has_none_is_told() -> None:
    once = FLOW.replace("per: vendor\n", "").replace("{vendor}", "{here}")
    assert "does not run for a row" in whys(report(once))


@pytest.mark.parametrize(
    ("written", "instead", "why"),
    [
        ("each: country", "each: vendor", "so its sections can't be repeated over them"),
        ("per: vendor", "per: vendr", "vendr"),
        ('intro: "About {vendor}."', 'intro: "About {country}."', "names nothing here"),
    ],
)
def test_what_does_not_fit_a_flow_for_each_row_is_told(written: str, instead: str, why: str) -> None:
    assert why in whys(report(FLOW.replace(written, instead)))


@pytest.mark.parametrize(
    ("flows", "why"),
    [
        ("flow: checks, flows: [chekcs]", "There is no flow `chekcs`"),
        ("flow: checks, flows: [checks]", "runs a stage already"),
    ],
)
def test_the_flows_of_a_stage_exist_and_are_named_once(flows: str, why: str) -> None:
    assert why in whys(report(stages=STAGES.replace("flows: [checks]", flows)))


@pytest.mark.parametrize(
    ("typed", "times", "begun"),
    [(["", "Acme", "no", "quit"], 2, True), (["quit"], 1, False), (["Acme", "quit"], 1, True)],
)
def test_the_player_asks_for_the_row_first(typed: list[str], times: int, begun: bool) -> None:
    shown: list[str] = []
    play(
        read_tree(files()).library(),
        "checks",
        lambda _: typed.pop(0),
        shown.append,
        dt.datetime(2026, 11, 23, tzinfo=dt.UTC),
    )
    assert shown.count("For which vendor?") == times
    assert any("Acme" in line and "signed?" in line for line in shown) is begun
