"""Whatever an author does to a file, the check answers with problems at their lines, soon, and not with a crash."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.authoring.checks import Report, check_files, check_tree
from flows.authoring.problems import ProblemKind
from flows.authoring.soundness import MOST_QUESTIONS
from tests.flows.authoring.sample import CASES, FLOW, STAGES, TODAY, content, line_of, spoiled

WORDS = (
    "yes",
    "no",
    "asset",
    "country",
    "triage.shares",
    "true",
    "3",
    "[]",
    "{}",
    "",
    "not",
    "every",
    "employee",
    "S9",
    "-1",
)


@st.composite
def mauled(draw: st.DrawFn, text: str) -> str:
    """The text with a few lines dropped, doubled, moved in, or given another value."""
    lines = text.splitlines()
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["drop", "double", "indent", "value", "swap"])):
            case "drop":
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "indent":
                lines[at] = "  " + lines[at]
            case "value":
                lines[at] = lines[at].partition(":")[0] + ": " + draw(st.sampled_from(WORDS))
            case _:
                other = draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], lines[at]
    return "\n".join(lines) + "\n"


@settings(max_examples=150)
@given(mauled(FLOW), st.just(CASES) | mauled(CASES), st.just(STAGES) | mauled(STAGES))
def test_a_mauled_folder_is_told_of_and_never_crashes(flow: str, cases: str, stages: str) -> None:
    for problem in check_files(content(flow, cases, stages=stages), TODAY).problems:
        assert problem.line >= 1
        assert problem.why
        assert problem.mend


# ── hostile files, at the front door ─────────────────────────────────────────

BOMB = "a: &a [lol, lol]\n" + "".join(
    f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE: dict[str, tuple[bytes, int, str]] = {
    "malformed": (b"flow: sample\ntitle: a: b\n", 2, "This is not YAML: mapping values are not allowed"),
    "an open quote": (b"flow: sample\ntitle: 'never closed\n", 3, "This is not YAML: found unexpected end of stream"),
    "tabs": (b"flow: sample\nsections:\n\t- section: x\n", 3, "This is not YAML: found character"),
    "30,000 brackets": (b"flow: sample\ntitle: " + b"[" * 30_000, 2, "This is nested too deep"),
    "300 levels": (b"flow: sample\na:\n" + b"".join(b" " * n + b"- \n" for n in range(1, 300)), 26, "This is nested too deep"),
    "an aliases bomb": (BOMB.encode(), 1, "Anchors and aliases (& and *) are not used here"),
    "a tag that runs": (b"flow: sample\ntitle: !!python/object/apply:os.system [ls]\n", 2, "Tags (words with !)"),
    "a huge file": (b"# much\n" * 100_000, 1, "The file is larger than 400,000 bytes"),
    "binary": (bytes(range(256)) * 100, 2, "This is not UTF-8 text"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", 1, "This is not UTF-8 text"),
    "another encoding": ("flow: sample\n# caf\u00e9\n".encode("latin-1"), 2, "This is not UTF-8 text"),
    "nul bytes": (b"flow: sample\n\x00\x00\n", 2, "A control character stands here"),
}  # fmt: skip


@pytest.mark.parametrize("file", ["flow.yaml", "flow.cases.yaml"])
@pytest.mark.parametrize("hostile", list(HOSTILE))
def test_a_hostile_file_is_told_of_at_its_line_with_its_mend(tmp_path: Path, hostile: str, file: str) -> None:
    raw, line, why = HOSTILE[hostile]
    folder = tmp_path / "sample"
    folder.mkdir()
    (folder / "flow.yaml").write_text(spoiled(FLOW, "stage: first", "stage: ip_strategy"), encoding="utf-8")
    (folder / file).write_bytes(raw)
    told = [problem for problem in check_tree(folder, TODAY).problems if problem.kind is ProblemKind.UNREADABLE]
    assert [(problem.file, problem.line) for problem in told] == [(f"{folder}/{file}", line)]
    assert told[0].why.startswith(why)
    assert told[0].mend


def test_a_condition_of_30_000_brackets_is_told_at_its_line() -> None:
    flow = spoiled(FLOW, "only_when: shares is yes", f"only_when: {'(' * 30_000}shares is yes")
    (problem,) = check_files(content(flow), TODAY).problems
    assert (problem.line, problem.mend) == (
        line_of(flow, "only_when: (("),
        "Ask one more question, and test its answer",
    )


# ── what grows ───────────────────────────────────────────────────────────────

TWO = FLOW[: FLOW.index("  - section: naming")].replace("[S1]", "[]")


def grown(questions: int, extra: str = "") -> str:
    """The first section of the sample with that many questions in all."""
    lines = (
        f"      - {{ask: more{at}, kind: yes_no, text: Is it?, why: w, source: method{extra.format(at - 1)}}}\n"
        for at in range(1, questions - 2)
    )
    return TWO.rstrip("\n") + "\n" + "".join(lines)


def in_time(flow: str, cases: str = "[]") -> Report:
    """The report on a flow. A second or two, or twenty on a busy machine that measures what the tests walk; what grew with the cube took many
    minutes."""
    started = time.process_time()
    report = check_files(content(flow, cases), TODAY)
    assert time.process_time() - started < 120
    return report


def test_the_longest_flow_is_checked_in_time() -> None:
    report = in_time(grown(MOST_QUESTIONS))
    assert {problem.kind for problem in report.problems} == {ProblemKind.BRANCH_NOT_WALKED}


def test_a_flow_that_is_too_long_for_any_team_is_refused_at_the_first_question_too_many() -> None:
    flow = grown(2_000)
    (problem,) = in_time(flow).problems
    assert (problem.line, problem.kind) == (line_of(flow, "more298,"), ProblemKind.TOO_LONG)
    assert problem.why == "There are 2000 questions, and a flow holds 300"
    assert problem.mend == "Split it into several flows"


def test_questions_that_lean_on_each_other_in_a_long_row_are_checked_in_time() -> None:
    flow = spoiled(grown(MOST_QUESTIONS, ", only_when: more{}"), "only_when: more0", "only_when: shares")
    assert {problem.kind for problem in in_time(flow).problems} == {ProblemKind.BRANCH_NOT_WALKED}


def test_cases_that_continue_each_other_in_a_long_row_are_played() -> None:
    rows = "".join(
        f"- {{case: c{at}, continues: c{at + 1}, expect: {{asked_next: triage.shares}}}}\n" for at in range(1_500)
    )
    report = in_time(TWO, rows + "- {case: c1500, talk: [{triage.work: software}], expect: {}}\n")
    assert report.cases == 1_501
    assert not [problem for problem in report.problems if problem.kind is ProblemKind.CASE_FAILS]
