"""Every mistake in a content folder is told at its line with its mend; a right one becomes a library."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import msgspec
import pytest

from flows.authoring.compiler import hashed
from flows.authoring.problems import Problem, ProblemKind
from flows.authoring.tree import Tree, read_tree
from flows.model.flow import Flow, Severity, SeverityRule
from flows.model.ids import FlowHash, FlowId, QuestionId
from flows.model.people import Role
from tests.flows.authoring.sample import (
    CASES_FILE,
    FLOW,
    FLOW_FILE,
    STAGES,
    STATEMENTS,
    TEXTS,
    content,
    line_of,
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


@dataclass(frozen=True, slots=True)
class Seed:
    """One spoiled passage of the sample, and what must be told of it, at the line of ``at`` (the passage itself if left out)."""

    name: str
    old: str
    new: str
    kind: ProblemKind
    why: str
    mend: str
    at: str = ""
    file: str = FLOW_FILE


K = ProblemKind
SEEDS = [
    # what is missing
    Seed("no text", "        text: Will anything be shared?\n", "", K.MISSING_TEXT, "`text` is missing", "Write the question", "- ask: shares"),
    Seed("empty text", "text: Will anything be shared?", "text: ''", K.MISSING_TEXT, "`text` is empty", "Write the question"),
    Seed("no why", "        why: What is not shared needs no more.\n", "", K.MISSING_TEXT, "`why` is missing", "Say in one sentence", "- ask: shares"),
    Seed("no counsel", "            counsel: Check that it reaches back.\n", "", K.MISSING_TEXT, "`counsel` is missing", "Say what it means", "- when: signed_on"),
    Seed("no wording for all", "intro: {any: We begin., ", "intro: {", K.MISSING_TEXT, "`any` is missing", "Write `any:`", "intro:"),
    Seed("no source", "            do: Read the paper\n            owner: counsel\n            due: 3 days\n            source: method\n", "            do: Read the paper\n            owner: counsel\n            due: 3 days\n", K.MISSING_SOURCE, "`source` is missing", "Name a key of `sources`", "- when: signed_on"),
    Seed("unknown source", "        source: method\n        bank: [1]", "        source: methd\n        bank: [1]", K.MISSING_SOURCE, "There is no source `methd`", "Did you mean `method`?", "source: methd"),
    Seed("no review date", "reviewed: 2026-11-20\n", "", K.MISSING_REVIEW_DATE, "`reviewed` is missing", "Write the day", "flow: sample"),
    # what does not fit
    Seed("unknown key", "    title: Who made it", "    titel: Who made it", K.NOT_UNDERSTOOD, "`titel` is no key here", "Did you mean `title`?"),
    Seed("unknown key of an option", "also: [freelancer]", "alsso: [freelancer]", K.NOT_UNDERSTOOD, "`alsso` is no key here", "Did you mean `also`?"),
    Seed("no such kind", "kind: yes_no", "kind: yesno", K.NOT_UNDERSTOOD, "`kind` can't be `yesno`", "Did you mean `yes_no`?"),
    Seed("no such severity", "severity: low\n            say: Many", "severity: lo\n            say: Many", K.NOT_UNDERSTOOD, "`is` can't be `lo`", "Did you mean `low`?", "severity: lo"),
    Seed("a bad name", "ask: shares", "ask: Shares it", K.NOT_UNDERSTOOD, "`ask` reads `Shares it`, where a name belongs", "Use small letters"),
    Seed("a number in quotes", "version: 1", "version: '1'", K.NOT_UNDERSTOOD, "`version` reads `1`, where a whole number belongs", "Write a number without quotes"),
    Seed("a word for a flag", "adds: true", "adds: yes", K.NOT_UNDERSTOOD, "`adds` reads `yes`, where true or false belongs", "Write `true` or `false`"),
    Seed("a bad day", "reviewed: 2026-11-20", "reviewed: 20.11.2026", K.NOT_UNDERSTOOD, "`reviewed` reads `20.11.2026`", "Write it like `2026-11-20`"),
    Seed("a bad time", "due: 1 week", "due: soon", K.NOT_UNDERSTOOD, "`due` reads `soon`", "Write it like `14 days`"),
    Seed("too small", "version: 1", "version: 0", K.NOT_UNDERSTOOD, "`version` does not fit here", "Compare it with docs/authoring.md"),
    Seed("a text for a list", "also: [freelancer]", "also: freelancer", K.NOT_UNDERSTOOD, "`also` reads `freelancer`, where a list belongs", "Begin each entry"),
    Seed("a list for a text", "title: Who made it", "title: [a]", K.NOT_UNDERSTOOD, "`title` reads a list, where a text belongs", "Write a text"),
    Seed("a mapping for a text", "title: Who made it", "title: {a: b}", K.NOT_UNDERSTOOD, "`title` reads a mapping", "Write a text"),
    Seed("nothing for a text", "title: Who made it", "title:", K.NOT_UNDERSTOOD, "`title` reads nothing", "Write a text"),
    Seed("a mapping in place of a section", "  asset: {one: asset, many: assets}", "  asset: assets", K.NOT_UNDERSTOOD, "`asset` reads `assets`, where a mapping belongs", "Write `key: value`"),
    Seed("a boolean condition", "only_when: shares is yes", "only_when: true", K.NOT_UNDERSTOOD, "`only_when` reads `True`, where a text belongs", "Write a text"),
    Seed("no yaml", "title: A sample", "title: A: sample", K.UNREADABLE, "This is not YAML", "Look at the indentation"),
    # what stands twice
    Seed("a question twice", "ask: jewels", "ask: assets", K.DUPLICATE, "The question `assets` stands on line 55 already", "Rename one"),
    Seed("a section twice", "section: authorship", "section: naming", K.DUPLICATE, "The section `naming` stands on line", "Rename one"),
    Seed("a section like a register", "section: authorship", "section: asset", K.DUPLICATE, "The section `asset` stands on line 8 already", "Rename one"),
    Seed("a finding twice", "id: fresh_paper", "id: outsider", K.DUPLICATE, "The finding `outsider` stands on line", "Rename one"),
    Seed("a mark like a question", "sets: crown_jewel", "sets: created_by", K.DUPLICATE, "The mark `asset.created_by` stands on line", "Rename one"),
    Seed("a list twice", "list: fine_now", "list: hold_back", K.DUPLICATE, "The list `hold_back` stands on line", "Rename one"),
    Seed("a word of the grammar", "section: authorship", "section: profile", K.DUPLICATE, "`profile` is a word of the grammar", "Call it something else"),
    Seed("an option like a status", "university: A student", "unknown: A student", K.DUPLICATE, "`unknown` is a word of the grammar", "Call the option something else"),
    Seed("options typed alike", "also: [freelancer]", "also: [employee]", K.DUPLICATE, "`employee` is typed for `employee` and for `contractor`", "Keep the word with one", "contractor:"),
    Seed("a key twice", "title: A sample", "title: A sample\ntitle: B", K.DUPLICATE, "The key `title` stands twice", "Keep one", "title: B"),
    # what leads nowhere
    Seed("no such register", "register: asset\n        adds", "register: aset\n        adds", K.UNKNOWN_REFERENCE, "There is no register `aset`", "Did you mean `asset`?"),
    Seed("no such each", "each: asset\n    where", "each: assset\n    where", K.UNKNOWN_REFERENCE, "There is no register `assset`", "Did you mean `asset`?"),
    Seed("no such section", "after: naming", "after: namig", K.UNKNOWN_REFERENCE, "There is no section `namig`", "Did you mean `naming`?"),
    Seed("no such stage", "stage: first", "stage: frist", K.UNKNOWN_REFERENCE, "There is no stage `frist`", "Did you mean `first`?"),
    Seed("no such statement", "        covers: [S1]", "        covers: [S7]", K.UNKNOWN_REFERENCE, "There is no statement `S7`", "Add the statement"),
    Seed("no such option in a profile", "software: Software", "sofware: Software", K.UNKNOWN_REFERENCE, "There is no profile `sofware`", "Did you mean `software`?"),
    Seed("where without each", "open_when: triage.shares is yes", "where: triage.shares is yes", K.NOT_UNDERSTOOD, "`where` picks items", "Say `each:`"),
    Seed("a severity for no case", "- {is: high}", "- {when: contractor, is: high}", K.NOT_UNDERSTOOD, "No severity counts", "Add a last line", "severity:\n"),
    Seed("a severity that hides the next", "- {when: university, is: critical}", "- {is: critical}", K.NOT_UNDERSTOOD, "The severities after this one never count", "Move it to the end"),
    Seed("a folder of another name", "flow: sample", "flow: simple", K.NOT_UNDERSTOOD, "The flow `simple` lies in the folder `sample`", "Call it `sample`"),
    # what a kind can't have, or can't do without
    Seed("a key of another kind", "bank: [1]", "unit: pieces", K.NOT_UNDERSTOOD, "`unit` means nothing for `yes_no`", "Take it out; it belongs to number"),
    Seed("no options", "        options: {software: Software, manufacturing: Manufacturing, services: Services}\n", "", K.DEAD_END, "A `one_of` question can't be answered without `options`", "List the options", "kind: one_of\n        fills"),
    Seed("a scale without ends", "kind: yes_no", "kind: scale", K.DEAD_END, "A `scale` question can't be answered without `ends`", "Say what 1 and 5 mean"),
    Seed("no number fits", "low: 0", "low: 900", K.DEAD_END, "No number is at least 900 and at most 500", "Swap"),
    Seed("no day fits", "future: false", "future: false\n        past: false", K.DEAD_END, "No day is neither past nor future", "Take one", "past: false"),
    Seed("a profile from a person", "fills: profile", "fills: counsel", K.TYPE_MISMATCH, "`counsel` is filled by a `person` question", "Fill something else"),
    Seed("a mark per item",
        "      - ask: signed_on",
        "      - {ask: which, kind: item, register: asset, sets: odd, text: t, why: w, source: method}\n      - ask: signed_on",
        K.TYPE_MISMATCH, "A mark is set by a question asked once", "Move the question", "{ask: which"),
    # conditions
    Seed("unknown name", "only_when: shares is yes", "only_when: share is yes", K.UNKNOWN_REFERENCE, "There is no `share`", "Did you mean `shares`?"),
    Seed("looks ahead", "open_when: triage.shares is yes", "open_when: any asset (asset.created_by is employee)", K.LOOKS_AHEAD, "`asset.created_by` is asked later", "Move that question"),
    Seed("type mismatch", "when: people >= 50", "when: shares >= 50", K.TYPE_MISMATCH, "`shares` is yes or no, which has no less and more", "Write `triage.shares`"),
    Seed("in a severity", "{when: university, is: critical}", "{when: universty, is: critical}", K.UNKNOWN_REFERENCE, "There is no `universty`", "Did you mean `university`?"),
    Seed("in a look", "when: asset.crown_jewel\n", "when: asset.crown\n", K.UNKNOWN_REFERENCE, "There is no `asset.crown`", "Did you mean `asset.crown_jewel`?"),
    # texts
    Seed("placeholder of nothing", "text: Who created {asset}?", "text: Who created {aset}?", K.PLACEHOLDER, "The placeholder `{aset}` names nothing here", "Did you mean `asset`?"),
    Seed("placeholder of no item at hand", "text: Will anything be shared?", "text: Will {asset} be shared?", K.PLACEHOLDER, "The placeholder `{asset}` names nothing here", ""),
    Seed("placeholder where nothing is filled", "title: Who made it", "title: Who made {asset}", K.PLACEHOLDER, "Nothing is filled in here", "Say it without"),
    Seed("a lonely brace", "text: Who created {asset}?", "text: Who created {asset}?}", K.PLACEHOLDER, "A brace stands alone here", "Write `{name}`"),
    Seed("a long label", "employee: Our employees", f"employee: {'x' * 76}", K.TOO_LONG, "This `label` is 76 characters long, and Slack shows 75 here", "Say it more shortly"),
    Seed("a long text by its placeholders", "text: Who created {asset}?", f"text: {'x' * 1950}{{asset}}", K.TOO_LONG, "This `text` is 2030 characters long", "Say it more shortly"),
    Seed("too many options", "options: {software: Software, manufacturing: Manufacturing, services: Services}", f"weight: 0\n        options: {{{', '.join(f'o{n}: Option {n}' for n in range(101))}}}", K.TOO_LONG, "There are 101 options", "Group them", "options: {o0"),
]  # fmt: skip
OTHERS = [
    Seed("a stage twice", "stage: second", "stage: first", K.DUPLICATE, "The stage `first` stands twice", "Rename one", file="stages.yaml"),
    Seed("a stage without its flow", "flow: sample", "flow: sampel", K.UNKNOWN_REFERENCE, "There is no flow `sampel`", "Did you mean `sample`?", file="stages.yaml"),
    Seed("a gate on nothing", "stage.first is done and", "stage.fist is done and", K.UNKNOWN_REFERENCE, "There is no `stage.fist`", "Did you mean `stage.first`?", file="stages.yaml"),
    Seed("a gate on the day", "stage.first is done and", "today > 2026-11-20 and", K.UNKNOWN_REFERENCE, "There is no `today`", "", file="stages.yaml"),
    Seed("a statement of another name", "S2: Check", "T2: Check", K.NOT_UNDERSTOOD, "`[key]` reads `T2`, where a name belongs", "Use small letters", file="statements.yaml"),
    Seed("an empty text", "greeting: Hello {name}.", "greeting: ''", K.MISSING_TEXT, "This text is empty or no text", "Write it", file="texts/en.yaml"),
    Seed("a wrong placeholder", "Hello {name}.", "Hello {na me}.", K.PLACEHOLDER, "`{na me}` is no placeholder", "Write a name", file="texts/en.yaml"),
    Seed("a lonely brace in a text", "Hello {name}.", "Hello {name.", K.PLACEHOLDER, "A brace stands alone here", "Write `{name}`", file="texts/en.yaml"),
    Seed("a long sentence", "Hello {name}.", f"Hello {'x' * 2900}", K.TOO_LONG, "This sentence is 2906 characters long", "Say it more", file="texts/en.yaml"),
]  # fmt: skip


def problems_of(seed: Seed) -> tuple[tuple[Problem, ...], int]:
    """What is told of a seed, and the line where it should be told."""
    sources = {FLOW_FILE: FLOW, "stages.yaml": STAGES, "statements.yaml": STATEMENTS, "texts/en.yaml": TEXTS}
    text = spoiled(sources[seed.file], seed.old, seed.new)
    start = sources[seed.file].index(seed.old)
    line = line_of(text, seed.at) if seed.at else text.count("\n", 0, start) + 1
    key = {"stages.yaml": "stages", "statements.yaml": "statements", "texts/en.yaml": "texts"}.get(seed.file)
    tree = tree_of(**{key: text}) if key else tree_of(text)
    return tree.problems, line


@pytest.mark.parametrize("seed", [*SEEDS, *OTHERS], ids=lambda seed: seed.name)
def test_a_mistake_is_told_at_its_line_with_its_mend(seed: Seed) -> None:
    problems, line = problems_of(seed)
    told = [p for p in problems if p.kind is seed.kind and p.why.startswith(seed.why)]
    assert told, "\n".join(str(problem) for problem in problems)
    assert (told[0].file, told[0].line) == (f"content/{seed.file}", line), told[0]
    assert told[0].mend.startswith(seed.mend), told[0]


def test_a_wrong_flow_is_in_no_library() -> None:
    tree = tree_of(spoiled(FLOW, "only_when: shares is yes", "only_when: share is yes"))
    assert tree.library().flows == {}


def test_two_flows_of_one_name_are_told() -> None:
    tree = read_tree({**content(), "flows/twin/flow.yaml": FLOW.encode()})
    told = [(p.file, p.line, p.why) for p in tree.problems if p.kind is K.DUPLICATE]
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
