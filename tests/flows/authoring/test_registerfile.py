"""The list of registers: each column finds the question that fills it, and one that does not is told at its line with its mend."""

from __future__ import annotations

import pytest

from flows.authoring.tree import Tree, read_tree
from flows.model.registers import From
from tests.flows.authoring.several import files

LISTED = """\
- register: asset
  title: Assets
  one: asset
  also: [inventory]
  columns:
    crown_jewel: Crown jewel
    worth: Worth
- register: vendor
  title: Vendors
  one: vendor
  columns: {level: Level}
- register: finding
  title: Findings
  one: finding
  columns: {severity: How bad}
- register: country_figure
  title: Own figures
  one: figure
  columns: {source: {title: From, words: {us: Ourselves}}}
"""


def read_listed(text: str) -> Tree:
    return read_tree({**files(), "registers.yaml": text.encode()}, "content/")


def test_a_register_says_what_it_is_for_and_which_other_shows_its_rows() -> None:
    tree = read_listed(
        LISTED.replace("one: vendor", "one: vendor\n  about: Whom we hire.\n  within: asset\n  first: true")
    )
    assert tree.problems == ()
    assets, vendors, *_ = tree.library().registers
    assert (vendors.about, vendors.within) == ("Whom we hire.", "asset") and (assets.about, assets.within) == ("", None)
    assert vendors.first and not assets.first


def test_a_column_finds_the_question_that_fills_it_in_whichever_flow() -> None:
    tree = read_listed(LISTED)
    assert tree.problems == ()
    assets, vendors, findings, figures = tree.library().registers
    assert (assets.title, assets.one, assets.also) == ("Assets", "asset", ("inventory",))
    found = [(one.fact, one.title, one.source, one.flow, one.question) for one in (*assets.columns, *vendors.columns)]
    assert found == [
        ("crown_jewel", "Crown jewel", From.MARK, "strategy", "triage.jewels"),
        ("worth", "Worth", From.ANSWER, "strategy", "value.worth"),
        ("level", "Level", From.ANSWER, "checks", "house.level"),
    ]
    assert [one.source for one in findings.columns] == [From.OWN]
    assert [(one.source, one.words) for one in figures.columns] == [(From.KEPT, {"us": "Ourselves"})]


@pytest.mark.parametrize(
    ("old", "new", "line", "why", "mend"),
    [
        ("register: asset", "register: aset", 1, "No flow works with a register `aset`", "Did you mean `asset`?"),
        ("worth: W", "wort: W", 7, "Nothing is known as `wort` of one asset", "Did you mean `worth`?"),
        ("severity:", "severty:", 15, "Nothing is known as `severty` of one finding", "Did you mean `severity`?"),
        ("one: vendor", "one: vendor\n  within: aset", 11, "There is no register `aset`", "Did you mean `asset`?"),
        ("also: [inventory]", "also: [Vendors]", 9, "`Vendors` is asked for already by another register", "Rename one"),
    ],
)
def test_a_mistake_is_told_at_its_line_with_its_mend(old: str, new: str, line: int, why: str, mend: str) -> None:
    assert LISTED.count(old) == 1
    (told,) = read_listed(LISTED.replace(old, new)).problems
    assert (told.file, told.line) == ("content/registers.yaml", line)
    assert told.why.startswith(why) and told.mend.startswith(mend)


ONCE = "worth: Worth\n    signed: {title: Signed, once: triage.nda, of: crown_jewel}"


def test_a_column_tells_what_a_flow_asks_once_of_the_rows_that_it_marks() -> None:
    tree = read_listed(LISTED.replace("worth: Worth", ONCE))
    assert tree.problems == ()
    column = tree.library().registers[0].columns[-1]
    assert (column.source, column.flow, column.question, column.marked) == (
        From.ONCE,
        "strategy",
        "triage.nda",
        "triage.jewels",
    )


@pytest.mark.parametrize(
    ("old", "new"), [("triage.nda", "value.worth"), ("of: crown_jewel", "of: worth"), (", of: crown_jewel", "")]
)
def test_what_no_flow_asks_once_of_marked_rows_is_told_at_its_line(old: str, new: str) -> None:
    (told,) = read_listed(LISTED.replace("worth: Worth", ONCE.replace(old, new))).problems
    assert (told.file, told.line) == ("content/registers.yaml", 8)
    assert "once" in told.why and told.mend.startswith("Name a question")
