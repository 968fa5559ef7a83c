"""Cases play whole conversations: every kind of line, every way to be given something, in the engine that runs the bot."""

from __future__ import annotations

import pytest

from flows.authoring.casefile import CaseDoc
from flows.authoring.cases import Played, play_cases
from flows.authoring.reader import read
from flows.authoring.tree import read_tree
from flows.authoring.validation import fit
from flows.model.flow import Library
from flows.model.ids import FlowId
from tests.flows.authoring.sample import FLOW, content, spoiled

DEEPER = """\
  - section: more
    title: More
    deeper: true
    questions:
      - {ask: papers, kind: file, many: true, text: Which papers?, why: w, source: method}
      - {ask: held, kind: yes_no, role: security, evidence: true, text: Are they held?, why: w, source: method}

looks:
"""


def library() -> Library:
    tree = read_tree(content(spoiled(FLOW, "looks:\n", DEEPER)))
    assert not tree.problems, tree.problems
    return tree.library()


LIBRARY = library()


def played(text: str) -> Played:
    sheet, unreadable = read("cases", text.encode())
    assert sheet is not None, unreadable
    cases, unfit = fit(list[CaseDoc], sheet)
    assert cases is not None, unfit
    return play_cases(LIBRARY.flows[FlowId("sample")], tuple(cases), sheet, LIBRARY)


BEGUN = """
  given:
    roles: {security: dev}
    answers: {triage.work: software, triage.shares: no}
"""

TALKS = {
    "a question that is left open": """
  talk: [{triage.work: not sure}, skip]
  expect:
    actions: [{owner: asker, why: not_sure}, {owner: maria, why: skipped, due: 7 days}]
    asked_next: review
""",
    "answers given as left open": """
  given: {answers: {triage.work: not sure, triage.shares: skip}}
  expect:
    actions: [{why: not_sure}, {why: skipped}]
    asked_next: review
""",
    "back and undo and why": """
  talk: [{triage.work: software}, back, drop, why, undo]
  expect: {asked_next: triage.work, says: [undo.done]}
""",
    "pause and resume": """
  talk: [pause, resume]
  expect: {asked_next: triage.work}
""",
    "a pause": """
  talk: [pause]
  expect: {asked_next: paused, says: [pause.done]}
""",
    "to the end and past the core path": BEGUN + """
  talk:
    - review
    - finish
    - deepen
    - file: policy.pdf
    - {as: dev, more.held: yes}
    - file: proof.pdf
    - {as: dev, verify: more.held}
    - finish
  expect: {asked_next: done}
""",
    "a change that is dropped": BEGUN + """
  talk:
    - {change triage.shares: yes, confirm: false}
    - drop
  expect: {asked_next: review, preview: []}
""",
    "a change that has consequences": BEGUN + """
  talk:
    - {change triage.shares: yes, confirm: false}
  expect:
    asked_next: confirm
    preview: [triage.people is asked, naming.assets is asked, naming.jewels is asked]
""",
    "a change in the midst": BEGUN + """
  talk: [back]
  expect: {asked_next: triage.shares}
""",
    "rows of which none has the mark": """
  given:
    assets: [{name: The app}]
    answers: {triage.shares: true}
  expect:
    looks: {first_look: {hold_back: [], fine_now: [The app]}}
""",
    "rows that nobody asks about": """
  given: {assets: [{name: The app}], answers: {triage.shares: false}}
  expect: {asked_next: triage.work}
""",
    "a mark that is left open": """
  given:
    assets: [{name: The app}]
    answers: {triage.work: software, triage.shares: true, triage.people: 3, naming.jewels: not sure}
  expect:
    actions: [{why: not_sure}]
    asked_next: review
""",
    "rows with and without a mark": """
  given:
    now: 2026-12-24 18:00
    locale: en_US
    stages: {second: open}
    assets: [{name: The app, crown_jewel: false}, {name: The brand, crown_jewel: true, created_by: university}]
    answers: {triage.shares: true}
    at: authorship.signed_on
  talk:
    - authorship.signed_on: December 1, 2026
  expect:
    findings: [{id: fresh_paper, about: The brand}, {id: outsider, severity: critical, about: The brand}]
    asked_next: triage.work
    looks: {first_look: {hold_back: [The brand], fine_now: [The app]}}
""",
}  # fmt: skip


@pytest.mark.parametrize("name", list(TALKS))
def test_a_conversation_comes_out_as_its_author_wrote(name: str) -> None:
    result = played(f"- case: {name}\n{TALKS[name]}")
    assert result.problems == (), "\n".join(str(problem) for problem in result.problems)


def test_a_readiness_of_nothing_is_unknown() -> None:
    (problem,) = played("- case: nothing\n  expect: {readiness: 50}").problems
    assert problem.why.endswith("the readiness is unknown")


def test_the_work_of_an_empty_role_is_the_owners() -> None:
    case = (
        "- case: nobody\n  given: {assets: [{name: App, crown_jewel: true}], answers: {triage.shares: true}, at: authorship.created_by}\n"
        "  talk: [not sure]\n  expect: {actions: [{owner: %s}]}"
    )
    assert played(case % "maria").problems == ()
    assert "not among the actions: not_sure" in played(case % "jon").problems[0].why


def test_a_case_after_one_that_failed_is_not_played() -> None:
    result = played(
        "- case: one\n  talk: [{triage.shares: yes}]\n  expect: {}\n- case: two\n  continues: one\n  expect: {asked_next: review}\n"
    )
    assert [(problem.line, problem.why[:34]) for problem in result.problems] == [
        (2, "The open question is `triage.work`")
    ]


def test_what_was_given_covers_nothing() -> None:
    given = "- case: one\n  given: {answers: {triage.shares: yes, triage.people: 80}}\n  expect: {findings: [{id: many_people}]}\n"
    assert played(given).problems == ()
    assert played(given).covered == {}
    said = "- case: one\n  given: {answers: {triage.shares: yes}, at: triage.people}\n  talk: [{triage.people: 80}]\n  expect: {}\n"
    assert played(said).covered == {"S1": "one"}


def test_what_is_never_asked_is_said_where_it_applies_and_in_words_that_fit() -> None:
    asks = "      - {ask: wanted, kind: yes_no, text: Is it wanted?, why: w, source: method}\n"
    comes = "      - {ask: seen, kind: text, unasked: true, only_when: wanted is yes, text: What was seen?, why: w, source: method}\n"
    flow = FLOW.replace("looks:\n", f"  - section: proof\n    title: Proof\n    questions:\n{asks}{comes}\nlooks:\n")
    library = read_tree(content(flow)).library()

    def why(line: str) -> list[str]:
        text = f"- case: one\n  given: {{answers: {{triage.work: software, triage.shares: no}}}}\n  talk: [{line}]\n  expect: {{}}\n"
        sheet, _ = read("cases", text.encode())
        assert sheet is not None
        cases, _ = fit(list[CaseDoc], sheet)
        assert cases is not None
        return [one.why for one in play_cases(library.flows[FlowId("sample")], tuple(cases), sheet, library).problems]

    assert why("{proof.wanted: yes}, {proof.seen: The report}") == []
    assert why("{proof.wanted: no}, {proof.seen: The report}") == ["`The report` can't be said to `proof.seen`"]
