"""The authors' commands as an author uses them: exit codes, lines, JSON, and a flow played at a real terminal."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click.testing
import pytest
from jsonschema import Draft202012Validator

from bot.cli import main
from flows.authoring.library import load_library
from flows.authoring.problems import ProblemKind
from flows.authoring.schema import BANK
from flows.model.ids import FlowId
from tests.flows.authoring import sample
from tests.flows.authoring.sample import content

FLOW = """\
flow: first_call
version: 1
title: Before the first call
stage: ip_strategy
reviewed: {reviewed}
intro: One question.
sources:
  practice: {{title: Our checklist, publisher: The firm, as_of: {reviewed}}}
sections:
  - section: talk
    title: The call
    covers: [S1]
    questions:
      - ask: signed
        kind: yes_no
        text: Has the vendor signed?
        why: What is told is hard to call back.
        source: practice
        findings:
          - when: no
            id: unsigned
            severity: high
            say: Nothing is signed.
            counsel: A secret that is told may no longer count as one.
            do: Get it signed
            owner: counsel
            due: 7 days
            source: practice
"""
CASES = """\
- case: nothing is signed
  talk: [{talk.signed: no}]
  expect: {findings: [{id: unsigned, severity: high}], asked_next: review}
- case: it is signed
  talk: [{talk.signed: yes}]
  expect: {findings: []}
"""
TODAY = time.strftime("%Y-%m-%d", time.gmtime())  # the command goes by the clock of the machine
PROBLEM = {
    "type": "object",
    "additionalProperties": False,
    "required": ["file", "line", "column", "kind", "why", "mend"],
    "properties": {
        "file": {"type": "string", "minLength": 1},
        "line": {"type": "integer", "minimum": 1},
        "column": {"type": "integer", "minimum": 1},
        "kind": {"enum": [kind.value for kind in ProblemKind]},
        "why": {"type": "string", "minLength": 1},
        "mend": {"type": "string", "minLength": 1},
    },
}
STATEMENT = {
    "type": "object",
    "additionalProperties": False,
    "required": ["text", "case"],
    "properties": {"text": {"type": "string", "minLength": 1}, "case": {"type": "string"}},
}
AGED = {
    "type": "object",
    "additionalProperties": False,
    "required": ["old", "of"],
    "properties": {"old": {"type": "integer", "minimum": 1}, "of": {"type": "integer", "minimum": 1}},
}
REPORT = {
    "type": "object",
    "additionalProperties": False,
    "required": ["ok", "flows", "cases", "coverage", "economies", "aged", "traced", "problems"],
    "properties": {
        "ok": {"type": "boolean"},
        "flows": {"type": "integer", "minimum": 0},
        "cases": {"type": "integer", "minimum": 0},
        "coverage": {"type": "object", "propertyNames": {"pattern": "^S[0-9]+$"}, "additionalProperties": STATEMENT},
        "economies": {"type": "integer", "minimum": 0},
        "aged": {"type": "object", "additionalProperties": AGED},
        "traced": {"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": BANK}},
        "problems": {"type": "array", "items": PROBLEM},
    },
}
"""What other tools may rely on in ``ringfence check --json``."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A flow of one question with its cases, by itself in a folder."""
    folder = tmp_path / "first_call"
    folder.mkdir()
    (folder / "flow.yaml").write_text(FLOW.format(reviewed=TODAY), encoding="utf-8")
    (folder / "flow.cases.yaml").write_text(CASES, encoding="utf-8")
    return folder


def spoil(folder: Path, old: str, new: str, file: str = "flow.yaml") -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def ringfence(*words: str | Path, typed: str | bytes | None = None) -> click.testing.Result:
    return click.testing.CliRunner().invoke(main, [str(word) for word in words], input=typed)


def report_of(*words: str | Path) -> dict[str, object]:
    document = json.loads(ringfence("check", *words, "--json").stdout)
    assert [error.message for error in Draft202012Validator(REPORT).iter_errors(document)] == []
    return document


# ── draw ──


def test_a_flow_is_drawn_by_its_name_or_path_and_all_into_a_folder(folder: Path, tmp_path: Path) -> None:
    drawn = ringfence("draw", folder)
    assert drawn.exit_code == 0 and "```mermaid\nstateDiagram-v2" in drawn.stdout
    assert ringfence("draw", "first_response").stdout.startswith("# First response to a leak")
    assert ringfence("draw", "--all", "--out", tmp_path / "pages").exit_code == 0
    assert (tmp_path / "pages" / "first_response.md").read_text() == ringfence("draw", "first_response").stdout
    unknown = ringfence("draw", "first_respons")
    assert unknown.exit_code == 1 and "Did you mean `first_response`?" in unknown.stderr
    assert ringfence("draw").exit_code == ringfence("draw", "first_response", "--all").exit_code == 2


# ── check ────────────────────────────────────────────────────────────────────


def test_right_content_exits_with_0_and_says_what_is_proved(folder: Path) -> None:
    result = ringfence("check", folder)
    assert result.exit_code == 0
    assert result.stdout == (
        "1 flow checked, nothing to mend; 2 cases played, every branch walked.\n  S1   covered: nothing is signed\n"
    )


def test_a_whole_content_folder_says_which_statements_are_to_come(tmp_path: Path) -> None:
    for name, raw in content(sample.FLOW.replace("2026-11-20", TODAY).replace("2026-11-01", TODAY)).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(raw)
    result = ringfence("check", tmp_path)
    assert (result.exit_code, result.stdout.splitlines()[1:]) == (
        0,
        [
            "  1 of the 76 questions of the bank traced.",
            "  S1   covered: many people see it",
            "  not covered yet: S2",
        ],
    )


def test_what_is_to_mend_is_told_by_file_and_line_and_exits_with_1(folder: Path) -> None:
    spoil(folder, "when: no\n", "when: noo\n")
    result = ringfence("check", folder)
    assert result.exit_code == 1
    assert result.stdout == (
        f"{folder}/flow.yaml:20: There is no `noo`. Did you mean `no`?\n\n1 to mend in 1 flow; 0 cases played.\n"
    )


def test_json_tells_the_same_in_a_shape_that_holds(folder: Path) -> None:
    right = report_of(folder)
    assert (right["ok"], right["flows"], right["cases"], right["problems"]) == (True, 1, 2, [])
    spoil(folder, "when: no\n", "when: noo\n")
    assert report_of(folder)["problems"] == [
        {
            "file": f"{folder}/flow.yaml",
            "line": 20,
            "column": 19,
            "kind": "unknown_reference",
            "why": "There is no `noo`",
            "mend": "Did you mean `no`?",
        }
    ]
    assert ringfence("check", folder, "--json").exit_code == 1


def test_json_of_what_ships_lists_every_statement_and_nothing_to_mend_but_what_age_brings() -> None:
    report = report_of()
    coverage, problems = report["coverage"], report["problems"]
    assert isinstance(coverage, dict) and isinstance(problems, list)
    assert [*coverage] == [f"S{number}" for number in range(1, 26)]
    assert all(told["case"] for told in coverage.values()), "each is covered by a case that was played"
    assert report["traced"] == [*range(1, BANK + 1)]
    assert {problem["kind"] for problem in problems} <= {"stale_review_date"}


def test_a_stale_review_date_is_told_by_the_clock_of_the_machine(folder: Path) -> None:
    spoil(folder, f"reviewed: {TODAY}", "reviewed: 2019-01-01")
    result = ringfence("check", folder)
    assert f"{folder}/flow.yaml:5: This was last read on 2019-01-01, more than twelve months ago" in result.stdout


def test_a_folder_without_a_flow_exits_with_1_and_a_path_that_is_not_there_with_2(tmp_path: Path) -> None:
    empty = ringfence("check", tmp_path)
    assert (empty.exit_code, empty.stdout) == (1, "")
    assert empty.stderr.startswith(f"ringfence: {tmp_path}:1: No flow lies here.")
    assert ringfence("check", tmp_path / "none").exit_code == 2


# ── play ─────────────────────────────────────────────────────────────────────


def test_a_flow_of_ones_own_is_played_from_its_folder(folder: Path) -> None:
    result = ringfence("play", folder, typed="no\nfinish\n")
    assert result.exit_code == 0
    shown = [result.stdout.index(text) for text in ("Has the vendor signed?", "Noted: No.", "Summary: Before the")]
    assert shown == sorted(shown)


def test_a_flow_that_ships_is_played_by_its_name() -> None:
    first = load_library().flows[FlowId("ip_strategy")].sections[0].questions[0]
    result = ringfence("play", "ip_strategy", typed="quit\n")
    assert result.exit_code == 0
    assert first.text.default in result.stdout


def test_a_flow_that_is_wrong_is_told_of_instead_of_played(folder: Path) -> None:
    spoil(folder, "kind: yes_no", "kind: yesno")
    result = ringfence("play", folder)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{folder}/flow.yaml:15: `kind` can't be `yesno`. Did you mean `yes_no`?" in result.stderr


def test_a_flow_that_is_not_there_is_told_with_the_nearest_name() -> None:
    result = ringfence("play", "ip_stratgy")
    assert result.exit_code == 1
    assert "There is no flow `ip_stratgy`. Did you mean `ip_strategy`?" in result.stdout


@pytest.mark.parametrize(
    "typed", [b"\xff\xfe\nno\nfinish\n", b"\x00\x1b[A\nno\nfinish\n", b"y" * 40_000 + b"\nno\nfinish\n"]
)
def test_whatever_is_typed_the_flow_goes_on(folder: Path, typed: bytes) -> None:
    result = ringfence("play", folder, typed=typed)
    assert result.exit_code == 0
    assert "Summary: Before the first call" in result.stdout


def test_a_terminal_that_lacks_a_letter_shows_another(folder: Path) -> None:
    spoil(folder, "text: Has the vendor signed?", "text: Hat Jürgen schon unterschrieben – 是?")
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "play", folder],
        input=b"quit\n", capture_output=True, check=True, timeout=120, env={**os.environ, "PYTHONIOENCODING": "latin-1"},
    )  # fmt: skip
    assert "Hat Jürgen schon unterschrieben ? ??".encode("latin-1") in done.stdout


AT_A_TERMINAL = """
import fcntl, runpy, signal, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # so that Ctrl-C at it reaches this process
signal.signal(signal.SIGINT, signal.default_int_handler)  # tests that run in the background have it ignored
signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
runpy.run_module("bot.cli", run_name="__main__")
"""


class Terminal:
    """A process at a real terminal: what it shows is read until it asks, as a person would."""

    def __init__(self, *words: str | Path) -> None:
        self.ours, theirs = pty.openpty()
        command = [sys.executable, "-c", AT_A_TERMINAL, *words]
        self.process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
        os.close(theirs)

    def until(self, shown: str) -> str:
        """What is shown up to and with that text."""
        seen = b""
        while shown.encode() not in seen:
            assert select.select([self.ours], [], [], 120)[0], f"nothing more after {seen!r}"
            seen += os.read(self.ours, 4096)
        return seen.decode()

    def type(self, text: str) -> None:
        os.write(self.ours, text.encode())


@pytest.fixture
def terminal(folder: Path) -> Iterator[Terminal]:
    terminal = Terminal("play", folder)
    yield terminal
    if terminal.process.poll() is None:
        terminal.process.kill()
    terminal.process.wait()
    os.close(terminal.ours)


def test_at_a_real_terminal_each_question_waits_for_its_answer(terminal: Terminal) -> None:
    assert "Has the vendor signed?" in terminal.until("> ")
    terminal.type("what?\n")
    assert "Noted" not in terminal.until("> ")
    terminal.type("not yet\n")
    assert "Nothing is signed." in terminal.until("> "), "the counsel lane is shown to the author"
    terminal.type("finish\n")
    terminal.until("Summary: Before the first call")
    assert terminal.process.wait(60) == 0


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_a_real_terminal_is_left_by_the_usual_keys_without_a_trace(terminal: Terminal, key: str) -> None:
    terminal.until("> ")
    for _ in range(20):  # as a person would who sees nothing happen: a key that comes while the line is set up is lost
        terminal.type(key)
        try:
            assert terminal.process.wait(3) == 0
            return
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError("it cannot be left")


# ── schema ───────────────────────────────────────────────────────────────────


def test_the_schemas_are_written_and_named(tmp_path: Path) -> None:
    result = ringfence("schema", "--out", tmp_path / "schema")
    assert result.exit_code == 0
    files = [Path(line) for line in result.stdout.split()]
    assert [file.name for file in files] == [
        "flow.schema.json",
        "cases.schema.json",
        "scorecard.schema.json",
        "scorecard_cases.schema.json",
        "gates.schema.json",
        "gates_cases.schema.json",
        "country.schema.json",
        "country_sources.schema.json",
        "asking.schema.json",
        "registers.schema.json",
    ]
    schemas = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    assert [schema["title"] for schema in schemas] == [
        "A flow",
        "The cases of a flow",
        "A scorecard",
        "The cases of a scorecard",
        "The trust ladder",
        "The cases of the trust ladder",
        "What we hold of an economy",
        "Where values of the country files come from",
        "What helps to answer questions",
        "How registers are listed",
    ]
