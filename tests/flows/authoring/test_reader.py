"""YAML is read strictly, and hostile input comes back as a problem."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.authoring.problems import Place, Problem, ProblemKind, as_json, did_you_mean
from flows.authoring.reader import MAX_BYTES, Sheet, read


def sheet_of(text: str) -> Sheet:
    sheet, problems = read("f.yaml", text.encode())
    assert sheet is not None, problems
    return sheet


def test_only_true_false_null_and_whole_numbers_are_special() -> None:
    sheet = sheet_of("[no, yes, Norway, true, false, null, ~, 12, -3, 012, 1.5, 12:30, 2026-11-20, '5', on]")
    assert sheet.data == [
        "no", "yes", "Norway", True, False, None, None, 12, -3, "012", "1.5", "12:30", "2026-11-20", "5", "on",
    ]  # fmt: skip


def test_a_number_too_long_to_count_stays_text() -> None:
    digits = "9" * 5000
    assert sheet_of(f"a: {digits}").data == {"a": digits}


def test_keys_and_values_keep_their_place() -> None:
    sheet = sheet_of('a:\n  - b: x\n    c: "y"\n  - >\n    folded\n')
    assert sheet.place(("a", 0, "c")) == Place("f.yaml", 3, 5)
    assert sheet.value_place(("a", 0, "c")) == Place("f.yaml", 3, 9)
    assert sheet.value_place(("a", 0, "b")) == Place("f.yaml", 2, 8)
    assert sheet.value_place(("a", 1)) == Place("f.yaml", 5, 1)


def test_what_is_not_in_the_file_is_placed_at_the_nearest_thing_around_it() -> None:
    sheet = sheet_of("x: 1\na:\n  b: c\n")
    assert sheet.place(("a", "missing", 3)) == Place("f.yaml", 2, 1)
    assert Sheet("f.yaml", None, {}, {}).place(("a",)) == Place("f.yaml", 1, 1)


def test_an_empty_file_holds_nothing() -> None:
    assert read("f.yaml", b"") == (Sheet("f.yaml", None, {}, {}), [])


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert sheet_of("\ufeffa: b").data == {"a": "b"}


@pytest.mark.parametrize(
    ("raw", "line", "why"),
    [
        (b"a: 1\nb: 2\na: 3\n", 3, "The key `a` stands twice"),
        (b"a: &x 1\nb: *x\n", 1, "Anchors and aliases"),
        (b"a: 1\nb: *x\n", 2, "Anchors and aliases"),
        (b"a: 1\nb: !!python/object/apply:os.system [ls]\n", 2, "Tags"),
        (b"a: !!int 'x'\n", 1, "Tags"),
        (b"a: 1\n? [b]\n: 2\n", 2, "A key must be a word"),
        (b"[" * 30_000, 1, "This is nested too deep"),
        (b"a: b: c\n", 1, "This is not YAML: mapping values"),
        (b"a: 'x\n", 2, "This is not YAML: found unexpected end of stream"),
        (b"a: 1\n---\nb: 2\n", 2, "This is not YAML: but found another document"),
        (b"a: 1\nb: \x07\n", 2, "A control character stands here"),
        (b"a: 1\nb: \xff\n", 2, "This is not UTF-8 text"),
        (b"x" * (MAX_BYTES + 1), 1, "The file is larger than 400,000 bytes"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_file_that_is_no_plain_yaml_is_refused_at_its_line(raw: bytes, line: int, why: str) -> None:
    sheet, problems = read("f.yaml", raw)
    assert sheet is None
    assert [(problem.line, problem.why.startswith(why)) for problem in problems] == [(line, True)], problems


def test_every_twice_standing_key_is_told() -> None:
    _, problems = read("f.yaml", b"a: 1\na: 2\nb: {c: 1, c: 2}\n")
    assert [problem.line for problem in problems] == [2, 3]


@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_come_back_as_data_or_as_problems(raw: bytes) -> None:
    sheet, problems = read("f.yaml", raw)
    assert (sheet is None) == bool(problems)


@given(st.text(alphabet="[]{}:,-?!&*|>'\"#%@` \n\tab1", max_size=120))
def test_any_punctuation_comes_back_as_data_or_as_problems(text: str) -> None:
    sheet, problems = read("f.yaml", text.encode())
    assert (sheet is None) == bool(problems)
    assert all(problem.line >= 1 and problem.why and problem.mend for problem in problems)


# ── problems ─────────────────────────────────────────────────────────────────


def test_a_problem_reads_as_file_line_why_and_mend() -> None:
    where = Place("a.yaml", 3, 5)
    problem = where.problem(ProblemKind.DEAD_END, "Nothing leads on", "Lead on")
    assert str(problem) == "a.yaml:3: Nothing leads on. Lead on."
    asking = where.problem(ProblemKind.DEAD_END, "There is no `x`", "Did you mean `y`?")
    assert str(asking) == "a.yaml:3: There is no `x`. Did you mean `y`?"


def test_problems_stand_in_the_order_of_the_files_and_as_json() -> None:
    later, earlier = (Problem(f, line, 1, ProblemKind.DUPLICATE, "w", "m") for f, line in (("b", 1), ("a", 9)))
    assert sorted([later, earlier]) == [earlier, later]
    assert '"kind": "duplicate"' in as_json([later, earlier])
    assert as_json([later, earlier]).index('"a"') < as_json([later, earlier]).index('"b"')


@pytest.mark.parametrize(
    ("word", "known", "mend"),
    [
        ("creatd_by", ["created_by", "shares"], "Did you mean `created_by`?"),
        ("zzz", ["a", "b"], "It can be `a`, `b`"),
        ("zzz", [], "Correct the name or take it out"),
    ],
)
def test_a_wrong_word_gets_the_nearest_known_one(word: str, known: list[str], mend: str) -> None:
    assert did_you_mean(word, known) == mend


def test_a_wrong_word_with_nothing_near_gets_the_mend_of_the_place() -> None:
    assert did_you_mean("zzz", ["a"], "Add it") == "Add it"
