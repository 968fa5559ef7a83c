"""The page for authors holds: its first flow passes the check as it stands, its other examples fit together, and nothing
that can be written or told is left out of it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flows.authoring.askfile import AnswerDoc, AskingDoc, BeyondDoc
from flows.authoring.casefile import ActionExpected, CaseDoc, Command, ExpectDoc, FindingExpected, GivenDoc
from flows.authoring.checks import check_tree
from flows.authoring.countryfile import (
    CountrySourceDoc,
    EconomyDoc,
    LawDoc,
    LawsDoc,
    MeasureDoc,
    MeasuresDoc,
    NeedsDoc,
    TreatiesDoc,
    TreatyDoc,
)
from flows.authoring.gatefile import EvidenceDoc, LadderCaseDoc, LadderDoc
from flows.authoring.grammar import MAX_LENGTH
from flows.authoring.library import content_files, shipped
from flows.authoring.problems import ProblemKind
from flows.authoring.reader import MAX_BYTES, read
from flows.authoring.registerfile import ColumnDoc, RegisterViewDoc
from flows.authoring.schema import (
    DecisionDoc,
    Doc,
    FindingDoc,
    FlowDoc,
    ListDoc,
    LookDoc,
    OptionDoc,
    QuestionDoc,
    RegisterDoc,
    SectionDoc,
    SeverityDoc,
    SourceDoc,
)
from flows.authoring.scorefile import (
    CapDoc,
    CriterionDoc,
    PointsDoc,
    ReadDoc,
    ScorecardDoc,
    ScoreCaseDoc,
    ScoreExpected,
    StopDoc,
    TierDoc,
)
from flows.authoring.soundness import MOST_QUESTIONS
from flows.authoring.tree import read_tree
from flows.authoring.validation import fit
from flows.authoring.wordings import FILLED
from flows.model.values import Kind
from tests.flows.authoring.sample import TODAY, spoiled

PAGE = (Path(__file__).parents[3] / "docs/authoring.md").read_text(encoding="utf-8")
EXAMPLES: list[str] = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
FIRST, FIRST_CASES, HEAD, SECTION, QUESTION, FINDING, LOOK, CASES, REGISTERS, ASKING, COUNTRY, COUNTRY_SOURCES = (
    EXAMPLES[:12]
)
SCORES, SCORE_CASES, LADDER, EVIDENCE, LADDER_CASES = EXAMPLES[12:]
BEFORE = """\
sections:
  - section: triage
    title: What leaves the house
    questions:
      - {ask: shares, kind: yes_no, text: Is anything shared?, why: w, source: method}
      - {ask: things, kind: item, register: asset, adds: true, many: true, text: What?, why: w, source: method}
      - {ask: jewels, kind: item, register: asset, sets: crown_jewel, many: true, text: Which?, why: w, source: method}
      - {ask: made, kind: item, register: asset, sets: made_outside, many: true, text: Which?, why: w, source: method}
"""


@pytest.fixture
def first_call(tmp_path: Path) -> Path:
    """The folder that the page tells to make."""
    folder = tmp_path / "first_call"
    folder.mkdir()
    (folder / "flow.yaml").write_text(FIRST, encoding="utf-8")
    (folder / "flow.cases.yaml").write_text(FIRST_CASES, encoding="utf-8")
    return folder


def test_the_first_flow_of_the_page_passes_the_check_as_it_stands(first_call: Path) -> None:
    report = check_tree(first_call, TODAY)
    assert report.problems == ()
    assert (report.flows, report.cases) == (1, 2)


def test_the_first_mistake_of_the_page_is_told_as_the_page_says(first_call: Path) -> None:
    (first_call / "flow.yaml").write_text(spoiled(FIRST, "only_when: signed is yes", "only_when: singed is yes"))
    (problem,) = check_tree(first_call, TODAY).problems
    assert str(problem).removeprefix(f"{first_call.parent}/") in PAGE.splitlines()


def test_the_other_examples_fit_together() -> None:
    question = re.sub(r" +findings: \[\.\.\.\]\n", FINDING, QUESTION)
    section = SECTION.replace(" [...]\n", "\n") + question
    flow = HEAD.replace("sections: [...]\n", BEFORE + section).replace("looks: [...]\n", LOOK)
    assert "[...]" not in flow
    # Alone: other flows read what the shipped one of that name asks.
    texts = {path: text for path, text in content_files(shipped()).items() if path.startswith(("texts/", "statements"))}
    files = {
        **texts,
        "stages.yaml": b"- {stage: ip_strategy, title: IP strategy, flow: ip_strategy}\n",
        "flows/ip_strategy/flow.yaml": flow.encode(),
    }
    assert [str(problem) for problem in read_tree(files).problems] == []


def test_the_country_and_the_register_of_the_page_pass_and_so_do_the_sources() -> None:
    files = {**content_files(shipped()), "registers.yaml": REGISTERS.encode()}
    files |= {"asking.yaml": ASKING.encode()}
    files["countries/in.yaml"] = COUNTRY.encode()
    assert [str(problem) for problem in read_tree(files).problems] == []
    sheet, unreadable = read("sources", COUNTRY_SOURCES.encode())
    assert sheet is not None, unreadable
    assert fit(dict[str, CountrySourceDoc], sheet)[1] == []


def test_the_scorecard_of_the_page_reads_the_shipped_flow_and_its_cases_are_cases() -> None:
    # Without the key words of questions to the bot: some are of rows that this card has not.
    files = {path: text for path, text in content_files(shipped()).items() if path != "asking.yaml"}
    dated = SCORES.replace("title: ..., publisher: ...", "title: The card, publisher: Us")
    files |= {"scorecards/vendor.yaml": dated.encode(), "scorecards/vendor.cases.yaml": SCORE_CASES.encode()}
    assert [str(problem) for problem in read_tree(files).problems] == []


def test_the_ladder_of_the_page_lacks_only_what_it_leaves_out_and_its_cases_are_cases() -> None:
    sheet, unreadable = read("gates", LADDER.encode())
    assert sheet is not None, unreadable
    left_out = {f"`{key}` is missing" for key in ("caps", "countries", "exceptions", "lifting")}
    assert {problem.why for problem in fit(LadderDoc, sheet)[1]} == left_out
    more, unreadable = read("evidence", EVIDENCE.replace("        ...\n", "").encode())
    assert more is not None, unreadable
    unsaid = {f"`{key}` is missing" for key in ("closed", "counsel", "do", "owner", "lapse")}
    assert {problem.why for problem in fit(list[EvidenceDoc], more)[1]} == unsaid
    cases, unreadable = read("gates.cases", LADDER_CASES.encode())
    assert cases is not None, unreadable
    assert fit(list[LadderCaseDoc], cases)[1] == []


def test_the_cases_of_the_page_are_cases() -> None:
    sheet, unreadable = read("cases", spoiled(CASES, "- case: ...\n", "- case: another\n  expect: {}\n").encode())
    assert sheet is not None, unreadable
    cases, unfit = fit(list[CaseDoc], sheet)
    assert cases is not None, unfit
    assert [case.continues for case in cases] == [None, cases[0].case]


SHAPES: tuple[type[Doc], ...] = (
    RegisterViewDoc,
    ColumnDoc,
    AskingDoc, BeyondDoc, AnswerDoc,
    FlowDoc, RegisterDoc, SourceDoc, SectionDoc, QuestionDoc, OptionDoc, SeverityDoc, FindingDoc, LookDoc, ListDoc,
    DecisionDoc, CaseDoc, GivenDoc, ExpectDoc, FindingExpected, ActionExpected,
    CaseDoc, GivenDoc, ExpectDoc, FindingExpected, ActionExpected,
    ScorecardDoc, TierDoc, CriterionDoc, ReadDoc, PointsDoc, StopDoc, CapDoc, ScoreCaseDoc, ScoreExpected,
    EconomyDoc, MeasuresDoc, MeasureDoc, TreatiesDoc, TreatyDoc, LawsDoc, LawDoc, CountrySourceDoc, NeedsDoc,
)  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_every_key_stands_on_the_page(shape: type[Doc]) -> None:
    keys = {field.alias or name for name, field in shape.model_fields.items()} - {"rows"}  # rows go by their register
    assert [key for key in sorted(keys) if not re.search(rf"(?<![a-z_]){key}(:|`)", PAGE)] == []


def test_every_kind_of_question_command_and_problem_stands_on_the_page() -> None:
    words = [f"`{kind}`" for kind in (*Kind, *ProblemKind)] + list(Command.__args__)
    assert [word for word in words if word not in PAGE] == []


def test_every_limit_that_the_page_tells_is_the_one_that_holds() -> None:
    told = (f"{FILLED} characters", f"{MOST_QUESTIONS} questions", f"{MAX_BYTES:,} bytes", f"{MAX_LENGTH} characters")
    assert [limit for limit in told if limit not in PAGE] == []
