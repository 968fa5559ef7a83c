"""`ringfence check` finds each kind of mistake in content that loads, and is content with content that is right."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from flows.authoring.checks import Report, check_files, check_tree
from flows.authoring.problems import Problem, ProblemKind
from flows.model.errors import ContentError
from tests.flows.authoring.mistakes import Mistake, mistakes
from tests.flows.authoring.sample import CASES, CASES_FILE, FLOW, FLOW_FILE, STAGES, TODAY, content, line_of, spoiled

K = ProblemKind


def report_of(flow: str = FLOW, cases: str = CASES, today: dt.date = TODAY, **other: str) -> Report:
    return check_files(content(flow, cases, **other), today)


def test_right_content_has_no_problem_and_says_what_its_cases_prove() -> None:
    report = report_of()
    assert report.problems == ()
    assert report.ok
    assert (report.flows, report.cases) == (1, 9)
    assert {one.statement: one.case for one in report.coverage} == {"S1": "many people see it", "S2": ""}


WEIGHTED = """\
      - ask: colour
        kind: one_of
        text: Which colour?
        why: It is nice to know.
        source: method
        options: {red: Red, blue: Blue}
"""


@pytest.mark.parametrize("mistake", mistakes("flow"), ids=str)
def test_a_mistake_of_a_flow_that_loads_is_told_at_its_line(mistake: Mistake) -> None:
    problems = report_of(mistake.spoil(FLOW)).problems
    told = mistake.told(problems)
    assert told, "\n".join(str(problem) for problem in problems)
    assert (told[0].file, told[0].line) == (FLOW_FILE, mistake.line(FLOW)), told[0]
    assert told[0].mend and told[0].mend.startswith(mistake.mend)


def told_of(report: Report, kind: ProblemKind) -> list[Problem]:
    return [problem for problem in report.problems if problem.kind is kind]


def test_a_section_that_adds_to_what_it_is_repeated_over_never_ends() -> None:
    flow = spoiled(
        FLOW,
        "      - ask: signed_on",
        "      - {ask: parts, kind: item, register: asset, adds: true, many: true, text: Parts?, why: w, source: method}\n"
        "      - ask: signed_on",
    )
    (problem,) = told_of(report_of(flow), K.ENDLESS)
    assert problem.why == "`authorship` is asked once per asset, and each round can add another asset"
    assert (problem.line, problem.mend) == (
        line_of(flow, "each: asset\n    where"),
        "Add rows in a section that is asked once",
    )


def test_a_stage_that_waits_for_itself_never_opens() -> None:
    stages = spoiled(
        STAGES, "  title: The first stage\n", "  title: The first stage\n  opens_when: stage.second is done\n"
    )
    problems = told_of(report_of(stages=stages), K.DEAD_END)
    assert [(p.file, p.line) for p in problems] == [("stages.yaml", 3), ("stages.yaml", 7)]
    assert all("never opens" in problem.why for problem in problems)


def test_an_option_question_of_no_weight_is_plain_context() -> None:
    flow = spoiled(FLOW, "      - ask: shares\n", WEIGHTED + "        weight: 0\n      - ask: shares\n")
    assert not told_of(report_of(flow), K.OPTION_NEVER_USED)


def test_an_option_question_whose_answer_is_shown_is_used() -> None:
    flow = spoiled(FLOW, "      - ask: shares\n", WEIGHTED + "      - ask: shares\n")
    flow = spoiled(flow, "text: Will anything be shared?", "text: Will anything {triage.colour} be shared?")
    assert not told_of(report_of(flow), K.OPTION_NEVER_USED)


# ── cases ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("mistake", mistakes("cases"), ids=str)
def test_a_case_that_fails_is_told_at_its_line(mistake: Mistake) -> None:
    problems = report_of(cases=mistake.spoil(CASES)).problems
    told = [problem for problem in mistake.told(problems) if problem.file == CASES_FILE]
    assert told, "\n".join(str(problem) for problem in problems)
    start = mistake.line(CASES)
    assert start <= told[0].line <= start + mistake.new.count("\n"), told[0]
    assert told[0].mend


def test_a_branch_that_no_case_walks_is_told_for_each_outcome() -> None:
    first_case = CASES[: CASES.index("\n- case: many people see it")]
    problems = told_of(report_of(cases=first_case), K.BRANCH_NOT_WALKED)
    told = {(p.line, p.why.rpartition("`")[2].strip()) for p in problems}
    only_when = line_of(FLOW, "only_when: shares is yes")
    assert (only_when, "holds") in told
    assert (only_when, "does not hold") not in told, "that branch is the one that was walked"
    assert (line_of(FLOW, "{when: university"), "holds") in told
    assert (line_of(FLOW, "when: asset.crown_jewel\n"), "does not hold") in told
    assert all(problem.mend == "Add a case that does, or take the condition out" for problem in problems)


def test_a_flow_without_cases_walks_no_branch_and_proves_nothing() -> None:
    files = content()
    del files[CASES_FILE]
    report = check_files(files, TODAY)
    assert report.cases == 0
    assert {problem.kind for problem in report.problems} == {K.BRANCH_NOT_WALKED, K.STATEMENT_NOT_COVERED}


def test_a_look_need_not_hold_every_item() -> None:
    flow = spoiled(
        FLOW,
        "        title: Fine to send\n",
        "        title: Fine to send\n        when: asset.crown_jewel is unknown\n",
    )
    problems = told_of(report_of(flow, spoiled(CASES, "fine_now: [brand]", "fine_now: []")), K.BRANCH_NOT_WALKED)
    line = line_of(flow, "when: asset.crown_jewel is unknown")
    assert [(p.line, p.why) for p in problems] == [(line, "No case walks the branch where this `when` holds")]


def test_content_without_stages_is_told_just_that() -> None:
    files = content()
    del files["stages.yaml"]
    assert {problem.why for problem in check_files(files, TODAY).problems} == {
        "This file is missing",
        "There is no stage `first`",
    }


def test_a_flow_that_does_not_compile_is_told_of_no_more_than_that() -> None:
    report = report_of(spoiled(FLOW, "only_when: shares is yes", "only_when: share is yes"))
    assert [problem.kind for problem in report.problems] == [K.UNKNOWN_REFERENCE]
    assert report.flows == 1


# ── statements ───────────────────────────────────────────────────────────────

BAD_ANSWER = """\
- case: eighty people
  talk: [{triage.work: software}, {triage.shares: yes}, {triage.people: 80}]
  expect: {findings: [{id: many_people}], asked_next: naming.assets}
"""
ANOTHER_STATEMENT = spoiled(FLOW, "            owner: asker\n", "            owner: asker\n            covers: [S2]\n")


def test_a_statement_is_covered_by_the_case_whose_bad_answer_raises_a_finding_that_cites_it() -> None:
    report = report_of(cases=BAD_ANSWER)
    assert {one.statement: one.case for one in report.coverage} == {"S1": "eighty people", "S2": ""}
    assert not told_of(report, K.STATEMENT_NOT_COVERED)


@pytest.mark.parametrize(
    ("flow", "cases"),
    [
        (FLOW, BAD_ANSWER.replace("80}", "12}").replace("{id: many_people}", "")),
        (FLOW, BAD_ANSWER.replace("80}", "not sure}").replace("{id: many_people}", "")),
        (
            FLOW,
            BAD_ANSWER.replace(
                "talk: [{triage.work: software}, {triage.shares: yes}, {triage.people: 80}]",
                "given: {answers: {triage.work: software, triage.shares: yes, triage.people: 80}, at: naming.assets}",
            ),
        ),
        (FLOW, BAD_ANSWER.replace("80}]", "80}, {naming.jewels: app}]")),
        (ANOTHER_STATEMENT, BAD_ANSWER),
    ],
    ids=["a good answer", "an open answer", "given, not said", "a talk that breaks off", "a finding for another"],
)
def test_a_case_that_merely_walks_by_covers_nothing(flow: str, cases: str) -> None:
    report = report_of(flow, cases)
    assert {one.case for one in report.coverage if one.statement == "S1"} == {""}
    (problem,) = [one for one in told_of(report, K.STATEMENT_NOT_COVERED) if one.why.startswith("S1 ")]
    assert (problem.file, problem.line) == (FLOW_FILE, line_of(flow, "covers: [S1]"))
    assert problem.mend == "Add such a case, or a finding that covers it"


# ── where content lies ───────────────────────────────────────────────────────


def written(root: Path, files: dict[str, bytes]) -> Path:
    for name, raw in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    return root


BROKEN = spoiled(FLOW, "kind: yes_no", "kind: yesno")


def test_a_content_folder_is_checked_whole(tmp_path: Path) -> None:
    root = written(tmp_path, content(BROKEN))
    report = check_tree(root, TODAY)
    assert [problem.file for problem in report.problems] == [f"{root}/{FLOW_FILE}"]


def test_the_code_is_held_against_the_texts(tmp_path: Path) -> None:
    root = written(tmp_path / "content", content())
    code = written(tmp_path / "code", {"a.py": b'Note("greeting")\nNote("greting", {"name": 1})\n'})
    problems = check_tree(root, TODAY, (code,)).problems
    assert [(p.kind, p.line) for p in problems] == [(K.UNUSED_TEXT, 2), (K.UNUSED_TEXT, 3)], (
        "only what lies in the folder"
    )


def test_one_flow_of_a_content_folder_is_checked_by_itself(tmp_path: Path) -> None:
    root = written(tmp_path, {**content(BROKEN), "flows/other/flow.yaml": b"flow: other"})
    for path in (root / "flows/sample", root / FLOW_FILE, root / CASES_FILE):
        assert {problem.file for problem in check_tree(path, TODAY).problems} == {f"{root}/{FLOW_FILE}"}


def test_a_relative_path_within_a_content_folder_finds_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = written(tmp_path, content(BROKEN))
    monkeypatch.chdir(root / "flows/sample")
    assert [problem.file for problem in check_tree(Path("flow.yaml"), TODAY).problems] == [f"{root}/{FLOW_FILE}"]


def test_a_flow_outside_any_content_folder_is_checked_against_the_shipped_content(tmp_path: Path) -> None:
    draft = written(tmp_path / "draft", {"flow.yaml": spoiled(FLOW, "stage: first", "stage: ip_strategy").encode()})
    (problem,) = (p for p in check_tree(draft / "flow.yaml", TODAY).problems if p.kind is K.NOT_UNDERSTOOD)
    assert problem.why == "The flow `sample` lies in the folder `draft`"
    shutil.move(draft, tmp_path / "sample")
    kinds = {problem.kind for problem in check_tree(tmp_path / "sample", TODAY).problems}
    assert kinds == {K.BRANCH_NOT_WALKED, K.STATEMENT_NOT_COVERED}


def test_a_path_with_nothing_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="There is nothing here"):
        check_tree(tmp_path / "none", TODAY)


def test_the_shipped_content_is_right_and_covers_what_it_is_about() -> None:
    report = check_tree(None, dt.date(2026, 11, 30))
    assert report.ok, "\n".join(str(problem) for problem in report.problems)
    covered = [one.statement for one in report.coverage if one.case]
    assert [one.statement for one in report.coverage] == [f"S{number}" for number in range(1, 26)]
    assert set(covered) >= {"S1", "S2", "S3", "S4", "S5", "S6", "S24", "S25"}


def test_every_kind_of_check_has_a_mistake_that_shows_it() -> None:
    seeded = {mistake.kind for table in ("loading", "flow", "cases") for mistake in mistakes(table)}
    shown_elsewhere = {K.UNUSED_TEXT, K.BRANCH_NOT_WALKED}
    assert seeded | shown_elsewhere == set(K)
