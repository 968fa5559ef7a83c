"""The bot's own sentences are held against the code that says them."""

from __future__ import annotations

from flows.authoring.problems import Problem, ProblemKind
from flows.authoring.reader import read
from flows.authoring.textkeys import check_text_keys

TEXTS = """\
noted.answer: Noted, {who}.
noted.count.one: One row.
noted.count.other: "{count} rows of {name}."
state.open: Open.
state.done: Done.
button.go: Go.
"""
CODE = """
note = Note("noted.answer", {"who": person})
Note("noted.count", values)
Note("noted.count", {**values, "count": 3})
Note(f"state.{state}")
Note(key)
texts["button.go"]
thing.Note("elsewhere")
Note()
"""


def told(code: str, texts: str = TEXTS) -> list[Problem]:
    sheet, _ = read("texts/en.yaml", texts.encode())
    assert sheet is not None
    assert isinstance(sheet.data, dict)
    flat = {key: str(value) for key, value in sheet.data.items()}
    return sorted(check_text_keys(flat, sheet, {"a.py": code}))


def test_right_code_and_right_texts_have_no_problem() -> None:
    assert told(CODE) == []


def test_a_key_that_content_lacks_is_told_in_the_code() -> None:
    (problem,) = told(CODE + 'Note("noted.anser", {"who": 1})\n')
    assert str(problem) == "a.py:10: There is no text `noted.anser`. Did you mean `noted.answer`?"
    assert problem.kind is ProblemKind.MISSING_TEXT


def test_a_sentence_that_nothing_says_is_told_in_the_texts() -> None:
    (problem,) = told(CODE, TEXTS + "lonely: Nobody says me.\n")
    assert str(problem) == "texts/en.yaml:7: Nothing says `lonely`. Take it out, or say it."
    assert problem.kind is ProblemKind.UNUSED_TEXT


def test_a_placeholder_that_nothing_fills_is_told_in_the_code() -> None:
    problems = told(CODE + 'Note("noted.answer")\nNote("noted.count", {"count": 3})\nNote("noted.answer", values={})\n')
    assert [str(problem) for problem in problems] == [
        "a.py:10: Nothing fills `{who}` of the text `noted.answer` here. Give it a value, or take it out of the text.",
        "a.py:11: Nothing fills `{name}` of the text `noted.count` here. Give it a value, or take it out of the text.",
    ]


def test_a_key_put_together_says_every_sentence_that_fits() -> None:
    assert told(CODE, TEXTS + "state.half.en_GB: Half.\n") == []
    assert [p.why for p in told(CODE.replace('f"state.{state}"', 'f"{state}.open"'))] == ["Nothing says `state.done`"]


def test_a_key_without_a_word_of_its_own_says_nothing() -> None:
    silent = ["Nothing says `state.open`", "Nothing says `state.done`"]
    for other in ('f"{section}.{name}"', 'f"in {state}."', 'f"state{state}"'):
        assert [problem.why for problem in told(CODE.replace('f"state.{state}"', other))] == silent
