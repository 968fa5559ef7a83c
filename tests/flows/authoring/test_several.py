"""Conditions that name what other flows know: which may be named, how, and what is said where one may not."""

from __future__ import annotations

import pytest

from flows.authoring.catalog import Catalog
from flows.authoring.checks import check_files
from flows.authoring.names import library_names
from flows.authoring.resolver import Scope, read_condition
from flows.authoring.spelling import spelled
from flows.model.conditions import AnswerFact, ForItems, Is, IsThe, MarkFact, Not
from flows.model.ids import FlowId, QuestionId, RegisterId
from flows.rules.inputs import around_in, facts_in, reads, reads_elsewhere, registers_in
from tests.flows.authoring.sample import TODAY, line_of, spoiled
from tests.flows.authoring.several import CLOSING, FLOWS, PARTING, STRATEGY, files, read_several

VENDOR, ASSET = RegisterId("vendor"), RegisterId("asset")

CASES = """\
- case: a weak house is grave where nothing is signed and a jewel is at stake
  given:
    per: Acme
    assets: [{name: Engine, crown_jewel: true, worth: 5}, {name: Brand}]
    vendors: [{name: Bolt}]
    elsewhere: {strategy.triage.nda: none yet}
  talk: [{house.level: 2}, {house.extra: yes}]
  expect: {findings: [{id: weak_house, severity: high}], asked_next: review}
- case: it is less so where an agreement is signed
  given:
    per: Acme
    assets: [{name: Engine, crown_jewel: true}]
    elsewhere: {strategy.triage.nda: signed}
  talk: [{house.level: 2}]
  expect: {findings: [{id: weak_house, severity: medium}], asked_next: review}
- case: a strong house
  given: {per: Acme}
  talk: [{house.level: 5}]
  expect: {findings: [], asked_next: review}
"""

REVIEWED = """\
- case: a vendor whose house is strong
  given: {per: Main, vendors: [{name: Acme, level: 4}, {name: Bolt, level: 1}]}
  talk: [{facts.party: Acme}, {facts.ends_on: 2027-01-01}, {facts.safe: yes}]
  expect: {asked_next: review}
- case: a vendor whose house is weak
  given: {per: Main, vendors: [{name: Acme, level: 4}, {name: Bolt, level: 1}]}
  talk: [{facts.party: Bolt}, {facts.ends_on: 2027-01-01}]
  expect: {asked_next: review}
"""

CLOSED = """\
- case: of the vendors with a running agreement each is asked about
  given:
    vendors: [{name: Acme}, {name: Bolt}, {name: Cord}]
    agreements: [{name: Main, party: Acme, ends_on: 2026-12-01}, {name: Old, party: Bolt, ends_on: 2025-12-01}]
  talk: [{each_vendor.gone: no, about: Acme}]
  expect: {asked_next: review}
- case: what else is known of a vendor does not matter
  given:
    vendors: [{name: Acme, level: 2, gone: yes}]
    agreements: [{name: Main, party: Acme, ends_on: 2026-12-01}]
  expect: {asked_next: review}
"""

PARTED = """\
- case: of a vendor that was checked and signed
  given:
    per: Acme
    elsewhere: {strategy.triage.nda: signed}
    assets: [{name: Engine, worth: 5, left: true}, {name: Brand, worth: 1, left: true}]
    vendors: [{name: Acme, level: 4}, {name: Bolt, level: 1}]
    agreements: [{name: Main, party: Acme}]
  talk: [{parting.gone: yes}, {things.back: yes, about: Engine}]
  expect: {asked_next: review}
- case: of one that was not
  given: {per: Bolt, vendors: [{name: Acme, level: 4}]}
  talk: [{parting.left: none}]
  expect: {asked_next: review}
"""


def problems_of(**other: str) -> list[str]:
    return [str(problem) for problem in read_several(**other).problems]


def test_a_condition_may_name_what_earlier_flows_know() -> None:
    tree = read_several()
    assert not tree.problems
    flows = tree.library().flows
    (finding,) = flows[FlowId("checks")].sections[0].questions[0].findings
    assert reads(finding.when) == {QuestionId("house.level")}
    assert reads_elsewhere(finding.when) == {(FlowId("strategy"), QuestionId("triage.jewels"))}
    where = flows[FlowId("closing")].sections[0].where
    assert isinstance(where, ForItems)
    assert where.keeps == VENDOR
    assert around_in(where) == {VENDOR}


def test_cases_give_what_other_flows_know_and_the_library_passes_its_check() -> None:
    report = check_files(files(checks_cases=CASES, review_cases=REVIEWED, closing_cases=CLOSED), TODAY)
    told = [str(problem) for problem in report.problems if problem.file != "flows/strategy/flow.yaml"]
    assert told == []
    assert report.cases == 7


def test_a_flow_for_a_row_reads_what_another_knows_of_that_row() -> None:
    report = check_files(files(closing=PARTING, closing_cases=PARTED), TODAY)
    assert [str(problem) for problem in report.problems if problem.file == "flows/closing/flow.cases.yaml"] == []
    reached = [str(problem) for problem in report.problems if problem.kind == "unreachable_question"]
    assert (report.cases, reached) == (2, [])


def test_a_flow_that_does_not_compile_makes_nothing_impossible_for_those_that_read_it() -> None:
    wrong = spoiled(STRATEGY, "only_when: triage.nda is known", "only_when: triage.nd is known")
    told = {(problem.file, problem.kind) for problem in check_files(files(strategy=wrong), TODAY).problems}
    assert ("flows/strategy/flow.yaml", "unknown_reference") in told
    assert "unreachable_question" not in {kind for _, kind in told}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("elsewhere: {strategi.triage.nda: signed}", "There is no other flow `strategi`. Did you mean `strategy`?"),
        ("elsewhere: {strategy.triage.nd: signed}", "There is no question `triage.nd`. Did you mean `triage.nda`?"),
        (
            "elsewhere: {strategy.value.worth: 3}",
            "`value.worth` has one answer per asset. Write it into a row: `{name: ..., worth: ...}`.",
        ),
        (
            "elsewhere: {checks.house.level: 3}",
            "`checks` runs once for each vendor. Write it into a row: `{name: ..., level: ...}`.",
        ),
        ("vendors: [{name: Acme, levl: 3}]", "Nothing is asked about the `levl` of one vendor. Did you mean `level`?"),
    ],
)
def test_what_a_case_gives_of_other_flows_has_to_be_there(given: str, told: str) -> None:
    case = f"- case: one\n  given: {{{given}}}\n  expect: {{}}\n"
    found = [
        str(problem)
        for problem in check_files(files(closing_cases=case), TODAY).problems
        if problem.kind == "case_fails"
    ]
    assert found == [f"flows/closing/flow.cases.yaml:2: {told}"]


@pytest.mark.parametrize(
    ("flow", "old", "new", "told"),
    [
        (
            "checks",
            "only_when: strategy.triage.nda is none_yet",
            "only_when: strategy.triage.nd is none_yet",
            "There is no `strategy.triage.nd`. Did you mean `strategy.triage.nda`?",
        ),
        (
            "strategy",
            "only_when: triage.nda is known",
            "only_when: checks.house.extra",
            "`checks.house.extra` is asked by a later flow (The checks). Test what an earlier flow asks, or ask it here.",
        ),
        (
            "closing",
            "any agreement (agreement.party is the vendor and agreement.ends_on >= today)",
            "asset.worth > 3",
            "`asset.worth` is about a register that this flow does not list. Add `asset` to `registers:`.",
        ),
        (
            "review",
            "agreement.party is the vendor and",
            "agreement.ends_on is the vendor and",
            "`agreement.ends_on` names no vendor. Compare it with a day: `agreement.ends_on < today`, or write `agreement.ends_on is known`.",
        ),
        (
            "review",
            "any vendor (agreement.party is the vendor and vendor.level >= 3)",
            "agreement.party is the vendor",
            "No vendor is at hand here. Write it within `any vendor (...)`.",
        ),
        (
            "review",
            "agreement.party is the vendor and",
            "agreement.party is the vendr and",
            "There is no register `vendr`. Did you mean `vendor`?",
        ),
        (
            "review",
            "agreement.party is the vendor and",
            "3 is the vendor and",
            "`is the` asks about a name. Name an answer.",
        ),
        (
            "review",
            "any vendor (agreement.party is the vendor and vendor.level >= 3)",
            "any agreement (agreement.party is known)",
            "This flow knows `agreement.party` of the agreement that it runs for, and of no other. Ask for it outside `any agreement (...)`.",
        ),
        (
            "review",
            "any vendor (agreement.party is the vendor and vendor.level >= 3)",
            "vendor.level >= 3",
            "`vendor.level` has one answer per vendor, and no vendor is at hand here. "
            "Write `any vendor (vendor.level ...)`, or `every`, or `no`.",
        ),
    ],
)
def test_a_name_that_leads_nowhere_is_told_with_its_mend(flow: str, old: str, new: str, told: str) -> None:
    text = spoiled(FLOWS[flow], old, new)
    assert any(problem.endswith(f": {told}") for problem in problems_of(**{flow: text})), problems_of(**{flow: text})


def test_two_flows_give_no_name_over_a_register_twice() -> None:
    asked = spoiled(spoiled(CLOSING, "ask: gone", "ask: ends_on"), "each: vendor", "each: agreement")
    asked = spoiled(
        asked,
        "any agreement (agreement.party is the vendor and agreement.ends_on >= today)",
        "agreement.party is known",
    )
    assert problems_of(closing=asked) == [
        f"flows/closing/flow.yaml:{line_of(asked, 'ask: ends_on')}: `agreement.ends_on` is a name that the flow `review` gives already. "
        "Rename one."
    ]
    marked = spoiled(CLOSING, "ask: gone, kind: yes_no", "ask: gone, kind: item, register: asset, sets: crown_jewel")
    marked = spoiled(
        marked,
        "    each: vendor\n    where: any agreement (agreement.party is the vendor and agreement.ends_on >= today)\n",
        "",
    )
    marked = spoiled(marked, "registers:\n", "registers:\n  asset: {one: asset, many: assets}\n")
    (told,) = problems_of(closing=marked)
    assert "`asset.crown_jewel` is a name that the flow `strategy` gives already" in told


def test_what_belongs_to_no_flow_may_name_every_flow_with_given_rows_at_hand() -> None:
    docs = [authored.doc for authored in read_several().flows]
    names = library_names(docs, frozenset({"plan", "vet"}))
    scope = Scope(names, hand=(VENDOR,))
    condition, slips = read_condition(
        "vendor.level >= 3 and stage.plan is done and any agreement (agreement.party is the vendor)", scope
    )
    assert not slips
    assert condition is not None
    level = AnswerFact(QuestionId("house.level"), FlowId("checks"), VENDOR)
    party = AnswerFact(QuestionId("facts.party"), FlowId("review"))
    assert {fact for fact in facts_in(condition) if isinstance(fact, AnswerFact)} == {level, party}
    assert registers_in(condition) == {RegisterId("agreement")}


def test_a_row_around_another_is_kept_at_hand() -> None:
    docs = [authored.doc for authored in read_several().flows]
    scope = Scope(library_names(docs, frozenset()), item=ASSET)
    condition, _ = read_condition("any vendor (asset.crown_jewel and vendor.level >= asset.worth)", scope)
    assert isinstance(condition, ForItems)
    assert condition.keeps == ASSET
    jewel = MarkFact(QuestionId("triage.jewels"), FlowId("strategy"), ASSET)
    level = AnswerFact(QuestionId("house.level"), FlowId("checks"))
    worth = AnswerFact(QuestionId("value.worth"), FlowId("strategy"), ASSET)
    assert facts_in(condition) == (jewel, level, worth)
    reversed_, _ = read_condition("any vendor (any agreement (agreement.party is the vendor))", scope)
    assert isinstance(reversed_, ForItems)
    assert (reversed_.keeps, around_in(reversed_)) == (None, {VENDOR})
    inner = reversed_.inner
    assert isinstance(inner, ForItems)
    assert inner.inner == IsThe(AnswerFact(QuestionId("facts.party"), FlowId("review")), VENDOR)


def test_what_is_not_the_row_at_hand_is_said_as_well() -> None:
    docs = [authored.doc for authored in read_several().flows]
    scope = Scope(library_names(docs, frozenset()), item=RegisterId("agreement"), hand=(VENDOR,))
    condition, slips = read_condition("agreement.party is not the vendor", scope)
    assert (slips, isinstance(condition, Not)) == ([], True)


def test_the_order_of_flows_is_that_of_their_stages() -> None:
    docs = {authored.doc.flow: authored.doc for authored in read_several().flows}
    catalog = Catalog(docs.values(), read_several().stages)
    assert "checks.house.level" in catalog.names(docs["review"]).foreign
    assert catalog.names(docs["strategy"]).foreign == {}


def test_what_is_read_elsewhere_is_spelled_by_its_whole_name() -> None:
    scope = Scope(library_names((authored.doc for authored in read_several().flows), frozenset()), hand=(VENDOR,))
    condition, _ = read_condition(
        "any agreement (agreement.party is the vendor and not (agreement.party is the agreement))", scope
    )
    assert condition is None
    said = "any agreement ((review.facts.party is the vendor) and (review.facts.ends_on < today))"
    condition, _ = read_condition("any agreement (agreement.party is the vendor and agreement.ends_on < today)", scope)
    assert condition is not None
    assert spelled(condition, {}) == said
    assert read_condition(said, scope) == (condition, [])
    assert spelled(IsThe(AnswerFact(QuestionId("facts.party"))), {}) == "facts.party is the row"
    assert (
        spelled(Is(MarkFact(QuestionId("triage.jewels"), FlowId("strategy")), ("yes",)), {})
        == "strategy.triage.jewels is yes"
    )
