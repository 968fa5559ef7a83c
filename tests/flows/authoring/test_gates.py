"""The ladder's file and its cases: what is right becomes a ladder, what is wrong is told at its line, and each outcome wants a case."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.authoring.checks import Report, check_files
from flows.authoring.gatecases import play_ladder
from flows.authoring.gatefile import LadderCaseDoc, LadderDoc, LadderGiven
from flows.authoring.gates import compile_ladder
from flows.authoring.givenfacts import GivenFacts
from flows.authoring.names import Names
from flows.authoring.problems import Problem, ProblemKind
from flows.authoring.reader import read
from flows.authoring.tree import read_tree
from flows.authoring.validation import fit
from flows.model.country import Exposure
from flows.model.countryfields import CountryField
from flows.model.ids import ItemId, QuestionId, RegisterId, StageId
from flows.model.people import Role
from flows.model.phasing import Approving, Fall
from flows.model.programme import StageState
from tests.flows.authoring.sample import line_of, spoiled
from tests.flows.engine.ladder_sample import CAPS, GATES, content, tree

READY = QuestionId("start.ready")
TODAY = dt.date(2026, 11, 25)
CASES = """\
- case: all of it is there
  given:
    roles: {counsel: priya, security: nobody}
    facts: {plan.start.ready: yes}
    rows:
      asset: [{name: Handbook, ours: yes, jewel: no, piece: no, public: no}]
      vendor: [{name: Acme, insured_until: 2026-12-01, safe: yes (evidenced), seats: Germany}, {name: Kodex, safe: not sure}]
      country: [{name: DE}, {name: PL}]
      agreement: [{name: Paper, party: Acme, signed: yes}]
    phase: {vendor: Acme, assets: [Handbook]}
  expect: {classes: {Handbook: E1}, open: true, gate: evaluate, holds: evaluate, missing: [], capped: [], ends: {insured: 2026-12-02}}
- case: the paper is gone
  continues: all of it is there
  given:
    facts: {plan.start.ready: skip}
    rows: {agreement: [{name: Paper, signed: unknown}]}
  expect: {open: false, holds: nothing, missing: [ready, nda], capped: [DE permit_open, DE export_open, DE data_open]}
"""


def told(gates: str = GATES) -> list[Problem]:
    """What is wrong in a ladder's file, beside the flow that it leans on."""
    sheet, problems = read("gates.yaml", content(gates)["gates.yaml"])
    doc, unfit = fit(LadderDoc, sheet) if sheet is not None else (None, [])
    _, wrong = compile_ladder(doc, names(), sheet) if doc is not None and sheet is not None else (None, [])
    return [*problems, *unfit, *wrong]


def names() -> Names:
    gates = tree().gates
    assert gates is not None
    return gates.names


def failing(text: str) -> list[tuple[int, str]]:
    """Where a case fails and why."""
    sheet, problems = read("gates.cases.yaml", text.encode())
    assert sheet is not None, problems
    cases, unfit = fit(list[LadderCaseDoc], sheet)
    library = tree().library()
    assert library.ladder is not None
    found = play_ladder(library.ladder, names(), tuple(cases), sheet, library).problems if cases else ()
    return [(one.line, one.why) for one in (*unfit, *found)]


def checked(cases: str, gates: str = GATES) -> Report:
    return check_files(content(gates, cases), TODAY)


def test_a_right_file_becomes_the_ladder() -> None:
    ladder = tree().library().ladder
    assert ladder is not None
    assert [(gate.id, gate.up_to, gate.builds_on) for gate in ladder.gates] == [
        ("search", Exposure.E0, None),
        ("evaluate", Exposure.E1, "search"),
        ("pilot", Exposure.E2, "evaluate"),
    ]
    insured, drill, visited = (ladder.evidence(name) for name in ("insured", "drill", "visited"))
    assert insured is not None and drill is not None and visited is not None
    assert (insured.fall, insured.grace, insured.warn) == (Fall.GRACE, 2, (30, 7, 1))
    assert (drill.record, visited.record, ladder.evidence("nothing")) == (30, 0, None)
    assert ladder.gates[1].approvers == (Approving(Role.OWNER), Approving(Role.COUNSEL, Role.OWNER))
    assert ladder.gate_for(Exposure.E4) is None


@pytest.mark.parametrize(
    ("old", "new", "kind", "why", "at"),
    [
        ("{class: E1,", "{class: E5,", ProblemKind.NOT_UNDERSTOOD, "`class` reads `E5`. A class is one of E0 to E4", "{class: E5,"),
        ("{class: E1,", "{class: E2,", ProblemKind.DUPLICATE, "The class `E2` stands twice", "class: E2, title: Working"),
        ("{class: E1,", "{class: E2,", ProblemKind.MISSING_TEXT, "The class E1 is missing", "classes:"),
        ("lapse: 2 working days", "lapse: soon", ProblemKind.NOT_UNDERSTOOD, "`lapse` reads `soon`", "lapse: soon"),
        ("lasts: 2 months", "lasts: a while", ProblemKind.NOT_UNDERSTOOD, "`lasts` reads `a while`", "lasts: a while"),
        ("builds_on: evaluate", "builds_on: evalute", ProblemKind.UNKNOWN_REFERENCE, "No gate `evalute` stands before", "builds_on: evalute"),
        ("up_to: E2", "up_to: E1", ProblemKind.NOT_UNDERSTOOD, "A gate before this one opens E1", "up_to: E1\n    approvers: [owner, counsel,"),
        ("gate: pilot", "gate: evaluate", ProblemKind.DUPLICATE, "The gate `evaluate` stands twice", "gate: evaluate\n    title: Pilot"),
        ("id: drill", "id: nda", ProblemKind.DUPLICATE, "The evidence `nda` stands twice", "id: nda, record"),
        ("worked: 10 days", "worked: 10 days, record: 3 days", ProblemKind.NOT_UNDERSTOOD, "`worked` is decided in 2 ways", "- {id: worked"),
        ("{id: drill, record", "{id: drill, public_too: true, record", ProblemKind.NOT_UNDERSTOOD, "`public_too` goes with `each: asset`",
         "public_too: true, record"),
        ("{id: drill, record", "{id: drill, each: asset, record", ProblemKind.NOT_UNDERSTOOD, "`each` goes with `when`", "each: asset, record"),
        ("when: plan.start.ready", "worked: 3 days", ProblemKind.NOT_UNDERSTOOD, "`worked` counts the days in the gate below", "worked: 3 days"),
        ("when: plan.start.ready", "when: plan.start.redy", ProblemKind.UNKNOWN_REFERENCE, "There is no `plan.start.redy`", "plan.start.redy"),
        ("No drill with {vendor}", "No drill with {asset}", ProblemKind.PLACEHOLDER, "`{asset}` names nothing that is at hand", "No drill"),
        ("    source: ours\n    evidence:\n      - {id: ready", "    source: his\n    evidence:\n      - {id: ready", ProblemKind.UNKNOWN_REFERENCE,
         "There is no source `his`", "source: his"),
        ("papers: {signed: agreement.signed}", "papers: {signed: agreement.sined}", ProblemKind.UNKNOWN_REFERENCE, "There is no `agreement.sined`",
         "{signed: agreement.sined}"),
        ("is the vendor and signed)", "is the vendor and signd)", ProblemKind.UNKNOWN_REFERENCE, "There is no `signd`", "is the vendor and signd"),
        ("covered_by: nda", "covered_by: ndas", ProblemKind.UNKNOWN_REFERENCE, "There is no evidence `ndas`", "covered_by"),
        ("worked: 10 days", "worked: 10 days, times: 2", ProblemKind.NOT_UNDERSTOOD, "`times` goes with `record`", "times: 2"),
        ("record: 30 days", "record: 30 days, share: {of: plan.start.ready, percent: 80, months: 3}", ProblemKind.TYPE_MISMATCH,
         "`plan.start.ready` is yes or no", "of: plan.start.ready"),
        ("record: 30 days", "record: 30 days, share: {of: today or so, percent: 80, months: 3}", ProblemKind.NOT_UNDERSTOOD,
         "`of` reads `today or so`", "of: today or so"),
        ("record: 30 days", "record: 30 days, share: {of: plan.start.redy, percent: 80, months: 3}", ProblemKind.UNKNOWN_REFERENCE,
         "There is no `plan.start.redy`", "of: plan.start.redy"),
        ("stop: true", "report: {title: Say so, answer: vendor.safe is known}", ProblemKind.NOT_UNDERSTOOD,
         "`vendor.safe is known` is not one answer", "answer: vendor.safe is known"),
        ("stop: true", "report: {title: Say so, answer: vendor.sfe is no}", ProblemKind.UNKNOWN_REFERENCE, "There is no `vendor.sfe`",
         "answer: vendor.sfe"),
        ("caps:\n", "caps:\n  - {cap: no_forum, closed: c, counsel: c, do: d, owner: owner}\n", ProblemKind.DUPLICATE,
         "The cap `no_forum` stands", ""),
        (CAPS, "caps: []\n", ProblemKind.MISSING_TEXT, "Nothing is said of `data_open`", "caps: []"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_line(old: str, new: str, kind: ProblemKind, why: str, at: str) -> None:
    gates = spoiled(GATES, old, new)
    found = [one for one in told(gates) if one.kind is kind and one.why.startswith(why)]
    assert found, told(gates)
    if at:
        assert found[0].line == line_of(content(gates)["gates.yaml"].decode(), at)


def test_right_cases_play_and_what_they_do_not_show_is_told() -> None:
    report = checked(CASES)
    assert failing(CASES) == []
    assert report.cases == 2
    unwalked = {
        one.why for one in report.problems if one.kind is ProblemKind.BRANCH_NOT_WALKED and one.file == "gates.yaml"
    }
    assert "No case shows that `drill` is there" in unwalked and "No case shows that `nda` is not there" not in unwalked
    assert "No case shows that `special_301` is there" in unwalked and "No case shows that `E3` is there" in unwalked
    assert "No case shows that `filed` is not there" in unwalked


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("open: true", "open: false", "open: yes"),
        ("gate: evaluate", "gate: pilot", "gate: evaluate"),
        ("holds: nothing", "holds: search", "holds: nothing"),
        ("missing: [ready, nda]", "missing: [ready]", "missing: nda, ready"),
        ("missing: []", "missing: [nda]", "missing: nothing"),
        ("{Handbook: E1}", "{Handbook: E2}", "Handbook is E1"),
        ("{Handbook: E1}", "{Screens: E2}", "Screens is not exposed"),
        ("insured: 2026-12-02", "insured: 2026-12-03", "insured ends: 2026-12-02"),
        ("insured: 2026-12-02", "nda: 2026-12-03", "nda ends: not in sight"),
        ("ends: {insured: 2026-12-02}", "lapsed: {insured: 2026-12-02}", "insured lapsed: on no day that is known"),
        ("- case: the paper is gone", "- case: all of it is there", "Another case has this name"),
        ("continues: all of it is there", "continues: none of it", "There is no case `none of it` before this one"),
        ("continues: all of it is there", "continues: the paper is gone", "There is no case `the paper is gone` before this one"),
        ("assets: [Handbook]", "assets: [Screens]", "There is no asset `Screens` among the rows"),
        ("    phase: {vendor: Acme, assets: [Handbook]}\n", "", "`phase` is missing"),
        ("asset: [{name: Handbook,", "asset: [{called: Handbook,", "This row has no `name`"),
        ("agreement: [{name: Paper, party", "paper: [{name: Paper, party", "There is no register `paper`"),
        ("plan.start.ready: yes", "plan.start.redy: yes", "Nothing asks for `plan.start.redy`"),
        ("safe: not sure", "secure: yes", "Nothing asks for `vendor.secure`"),
        ("insured_until: 2026-12-01", "insured_until: soon", "`soon` is not read as an answer to `checks.insured_until` (date)"),
        ("insured_until: 2026-12-01", "insured_until: 2026-13-01", "`2026-13-01` is not read as an answer"),
    ],
)  # fmt: skip
def test_a_case_that_is_wrong_says_where(old: str, new: str, why: str) -> None:
    assert any(why in found for _, found in failing(spoiled(CASES, old, new)))


def test_records_of_a_case_bear_a_day_or_several_and_what_they_count() -> None:
    ended = CASES.replace("insured_until: 2026-12-01", "insured_until: 2026-10-31").replace(
        "ends: {insured: 2026-12-02}", "lapsed: {insured: 2026-12-02}"
    )
    assert any("insured lapsed: 2026-11-01" in why for _, why in failing(ended))
    phase = "assets: [Handbook]"
    for records in ("{drill: 2026-11-01}", "{drill: [2026-11-01, 2026-11-02]}"):
        told = CASES.replace(phase, f"{phase}, records: {records}, counted: {{drill: 3}}")
        assert failing(told) == []


def test_what_is_given_must_fit_together_also_where_it_is_given_in_parts() -> None:
    odd = "- case: odd\n  continues: all of it is there\n  given: {rows: {asset: [{name: Handbook, ours: 3}]}}\n  expect: {}\n"
    assert [why for _, why in failing(CASES + odd)] == ["`3` is not read as an answer to `titles.ours` (yes_no)"]


def test_a_case_knows_what_it_gives_and_nothing_else() -> None:
    facts = GivenFacts(LadderGiven(), names(), tree().library())
    assert (facts.profile, facts.answer(READY, None), facts.mark(READY, None)) == (None, None, None)
    assert (facts.at_hand(RegisterId("vendor")), facts.items(RegisterId("vendor"))) == (None, ())
    assert (facts.scored("vendor", ItemId("vendor-1")), facts.scored("vendor", None)) == (None, None)
    assert facts.book(CountryField.PARIS, None) is None and facts.stage(StageId("first")) is StageState.LOCKED
    assert facts.holder(Role.OWNER) is not None and facts.holder(Role.COUNSEL) is None
    assert facts.later(3).today == facts.today + dt.timedelta(days=3)


def test_a_ladder_without_cases_loads_and_wants_them() -> None:
    report = checked("")
    assert report.cases == 0 and any(
        one.kind is ProblemKind.BRANCH_NOT_WALKED for one in report.problems if one.file == "gates.yaml"
    )


def test_of_a_ladder_that_does_not_compile_the_mistake_is_told_and_no_case_is_wanted() -> None:
    report = checked(CASES, spoiled(GATES, "builds_on: evaluate", "builds_on: evalute"))
    found = [one.why for one in report.problems if one.file in ("gates.yaml", "gates.cases.yaml")]
    assert len(found) == 1 and found[0].startswith("No gate `evalute` stands before") and report.cases == 0


def test_a_ladder_that_was_not_read_for_a_year_is_told() -> None:
    late = check_files(
        content(
            GATES.replace(
                "    source: ours\n    evidence:\n      - {id: ready",
                "    source: ours\n    reviewed: 2025-01-01\n    evidence:\n      - {id: ready",
            )
        ),
        TODAY,
    )
    stale = [one for one in late.problems if one.kind is ProblemKind.STALE_REVIEW_DATE]
    assert len(stale) == 1 and "2025-01-01" in stale[0].why


def test_a_ladder_that_does_not_fit_its_shape_is_told_and_a_broken_flow_does_not_make_it_noisy() -> None:
    assert [one.why for one in told(spoiled(GATES, "unknown: E2\n", ""))] == ["`unknown` is missing"]
    unread = read_tree(content(spoiled(GATES, "unknown: E2\n", "")))
    assert unread.gates is None and [one.why for one in unread.problems] == ["`unknown` is missing"]
    files = content()
    files["flows/plan/flow.yaml"] = b"flow: plan\n"
    assert not [one for one in read_tree(files).problems if one.file == "gates.yaml"]
    assert {one.file for one in check_files(files, TODAY).problems} & {"gates.yaml", "gates.cases.yaml"} == set()
