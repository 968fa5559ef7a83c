"""Every mistake in a content folder is told at its line with its mend; a right one becomes a library."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from flows.authoring.compiler import hashed
from flows.authoring.problems import ProblemKind
from flows.authoring.tree import Tree, read_tree
from flows.model.flow import Flow, Severity, SeverityRule
from flows.model.ids import FlowHash, FlowId, QuestionId
from flows.model.people import Role
from tests.flows.authoring.mistakes import Mistake, mistakes
from tests.flows.authoring.sample import (
    CASES_FILE,
    FLOW,
    FLOW_FILE,
    STAGES,
    STATEMENTS,
    TEXTS,
    content,
    spoiled,
)


def tree_of(flow: str = FLOW, **other: str) -> Tree:
    return read_tree(content(flow, **other), "content/")


def flow_of(flow: str = FLOW) -> Flow:
    tree = tree_of(flow)
    assert not tree.problems, tree.problems
    return tree.library().flows[FlowId("sample")]


# ── a right folder ───────────────────────────────────────────────────────────


def test_a_right_folder_becomes_a_library() -> None:
    library = tree_of().library()
    assert list(library.flows) == ["sample"]
    assert [stage.id for stage in library.stages] == ["first", "second"]
    assert library.texts == {"greeting": "Hello {name}.", "count.one": "One row.", "count.other": "{count} rows."}
    assert library.statements["S1"] == "List what could be exposed."


def test_what_an_author_leaves_out_is_filled_in() -> None:
    flow = flow_of()
    created_by = flow.sections[2].questions[0]
    assert created_by.id == "authorship.created_by"
    assert created_by.reviewed == dt.date(2026, 11, 20)
    assert created_by.weight == 1
    assert created_by.findings[0].severity[1] == SeverityRule(Severity.HIGH)
    assert created_by.findings[0].due_days == 14
    assert created_by.not_sure_due == 14
    assert created_by.not_sure_owner == Role.COUNSEL
    assert flow.sections[0].questions[2].findings[0].covers == ("S1",), "from the section"
    assert flow.intro.by_profile == {"manufacturing": "We begin at the plant."}


def test_nested_texts_are_joined_by_dots() -> None:
    assert tree_of(texts="a:\n  b: One\n  c: {d: Two}\n").texts == {"a.b": "One", "a.c.d": "Two"}


def test_a_flow_is_known_by_the_hash_of_what_it_says() -> None:
    flow = flow_of()
    assert len(flow.hash) == 64
    assert hashed(msgspec.structs.replace(flow, hash=FlowHash("else"))).hash == flow.hash
    assert flow_of(spoiled(FLOW, "title: A sample", "title: Another")).hash != flow.hash
    assert flow_of(spoiled(FLOW, "title: A sample", "# a remark\ntitle: A sample")).hash == flow.hash
    assert msgspec.json.decode(msgspec.json.encode(flow), type=Flow) == flow


def test_every_question_is_there_once() -> None:
    ids = [question.id for section in flow_of().sections for question in section.questions]
    assert len(ids) == len(set(ids)) == 7
    assert QuestionId("triage.work") in ids


# ── a wrong one ──────────────────────────────────────────────────────────────


SOURCES = {FLOW_FILE: FLOW, "stages.yaml": STAGES, "statements.yaml": STATEMENTS, "texts/en.yaml": TEXTS}


@pytest.mark.parametrize("mistake", mistakes("loading"), ids=str)
def test_a_mistake_is_told_at_its_line_with_its_mend(mistake: Mistake) -> None:
    text = SOURCES[mistake.file]
    problems = read_tree({**content(), mistake.file: mistake.spoil(text).encode()}, "content/").problems
    told = mistake.told(problems)
    assert told, "\n".join(str(problem) for problem in problems)
    assert (told[0].file, told[0].line) == (f"content/{mistake.file}", mistake.line(text)), told[0]
    assert told[0].mend and told[0].mend.startswith(mistake.mend), told[0]


def test_a_wrong_flow_is_in_no_library() -> None:
    tree = tree_of(spoiled(FLOW, "only_when: shares is yes", "only_when: share is yes"))
    assert tree.library().flows == {}


def test_two_flows_of_one_name_are_told() -> None:
    tree = read_tree({**content(), "flows/twin/flow.yaml": FLOW.encode()})
    told = [(p.file, p.line, p.why) for p in tree.problems if p.kind is ProblemKind.DUPLICATE]
    assert told == [("flows/twin/flow.yaml", 1, "The flow `sample` stands in flows/sample/flow.yaml already")]


def test_missing_files_are_told() -> None:
    assert [(p.file, p.why) for p in read_tree({}).problems] == [
        (name, "This file is missing") for name in ("stages.yaml", "statements.yaml", "texts/en.yaml")
    ]


def test_a_flow_may_stand_without_cases() -> None:
    files = content()
    del files[CASES_FILE]
    assert not read_tree(files).problems


def test_wrong_cases_do_not_hide_a_right_flow() -> None:
    tree = read_tree(content(cases="- cse: x\n  expect: {}\n"))
    assert [(p.file, p.line, p.why) for p in tree.problems] == [
        (CASES_FILE, 1, "`case` is missing"),
        (CASES_FILE, 1, "`cse` is no key here"),
    ]
    assert tree.flows[0].flow is not None
