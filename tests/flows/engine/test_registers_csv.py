"""Registers as CSV: read in whatever a spreadsheet writes, written so that none takes a cell for a formula."""

from __future__ import annotations

import pytest

from flows.engine.registers_csv import MOST_ROWS, Heads, decoded, read_sheet, written
from flows.engine.screens import asides
from tests.builders import shipped

TEXTS = shipped().texts

HEADS = Heads(frozenset({"name"}), frozenset({"state"}), frozenset({"taken out"}))
NAMES = "Name\nZürich\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_encodings_that_spreadsheets_write(encoding: str) -> None:
    text = decoded(NAMES.encode(encoding))
    assert text is not None and [row.name for row in read_sheet(text, HEADS).rows] == ["Zürich"]


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\x00", b"\xff\xfe\x00\xd8", b"\xef\xbb\xbf\xff", b"\x81\xff"])
def test_what_is_no_text_is_not_read(content: bytes) -> None:
    assert decoded(content) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Engine\nApp\n", ["Engine", "App"]),
        ("\n\nstate;NAME\n;Engine\n", ["Engine"]),
        ('Name\tNote\nEngine\t"two\nlines"\nApp\t\n', ["Engine", "App"]),
        ('\ufeffName,Note\n"Engine, big",x\n', ["Engine, big"]),
    ],
)
def test_names_are_found_whatever_stands_between_the_cells(text: str, names: list[str]) -> None:
    sheet = read_sheet(text, HEADS)
    assert [row.name for row in sheet.rows] == names and sheet.wrong is None


def test_bad_rows_are_told_by_the_line_on_which_they_begin() -> None:
    text = 'Note,Name,State\n"a\nb",Engine,\nshort\n,,\nx,engine,in\n,' + "n" * 81 + ",\n,App,Taken Out\n"
    sheet = read_sheet(text, HEADS)
    assert [(row.line, row.name, row.out) for row in sheet.rows] == [(2, "Engine", False), (8, "App", True)]
    assert [(bad.line, bad.why.key) for bad in sheet.bad] == [
        (4, "register.import.nameless"),
        (6, "register.import.twice"),
        (7, "register.import.long"),
    ]
    assert sheet.passed == ("Note",)


@pytest.mark.parametrize(
    ("text", "broken", "names"),
    [
        ('Name,Note\nApp,yes\n"Engine,yes\nHelp,"no"\n', [3], ["App", "Help"]),
        ('sep=;\nName;Note\n"Engine;yes\n\nHelp;no\n', [3], ["Help"]),
        ('Name,Note\nApp,"so "he" said"\n"a ""b""\nHelp,no\n', [2, 3], ["Help"]),
        ('Name\n"Engine\n', [2], []),
    ],
)
def test_a_line_with_an_open_quotation_mark_is_told_and_costs_itself_alone(
    text: str, broken: list[int], names: list[str]
) -> None:
    sheet = read_sheet(text, HEADS)
    assert sheet.wrong is None and [row.name for row in sheet.rows] == names
    assert [(bad.line, bad.why.key) for bad in sheet.bad] == [(line, "register.import.quote") for line in broken]


@pytest.mark.parametrize(
    ("text", "parted", "names"),
    [
        ("Name,Note\nApp,yes\nBook;x\nHelp,no\n", {3: ("semicolon", "comma")}, ["App", "Help"]),
        ("Name,Note,State\nApp,yes; no,\nBook\tx\tin\nHelp\n", {3: ("tab", "comma")}, ["App", "Help"]),
        ("sep=|\nName|Note\nBook;x\nApp|a;b\n", {3: ("semicolon", "vertical bar")}, ["App"]),
        ('Name;Note\n"Book, old"\n"Map\n, old";x\nApp;a,b\n', {}, ["Book, old", "Map , old", "App"]),
        ("Name\nBook;x\n", {}, ["Book;x"]),
    ],
)
def test_a_line_that_is_parted_by_another_sign_is_told_and_costs_itself_alone(
    text: str, parted: dict[int, tuple[str, str]], names: list[str]
) -> None:
    sheet = read_sheet(text, HEADS)
    assert sheet.wrong is None and [row.name for row in sheet.rows] == names
    told = {bad.line: asides.bare(TEXTS, (bad.why,), ()).text for bad in sheet.bad}
    assert told.keys() == parted.keys()
    assert all(
        f"parted by a {other}, those of the first line by a {sign}." in told[line]
        for line, (other, sign) in parted.items()
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("a,b\nc,d\n", "no_name"),
        ('"Name\nEngine\n', "quotes"),
        ('"Engine', "quotes"),
        ('Name,Note\nEngine,"so "he" said,\nand more, and left"\nApp,\n', "quotes"),
        ('Name,Note\n"Engine,yes\nApp\n', "quotes"),
        ("Name\n" + "x\n" * (MOST_ROWS + 1), "many"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(text: str, why: str) -> None:
    wrong = read_sheet(text, HEADS).wrong
    assert wrong is not None and wrong.key == f"register.import.{why}"


def test_what_is_written_is_read_back_and_no_cell_begins_as_a_formula_does() -> None:
    names = ["=HYPERLINK(1)", "+1", "-x", "@me", 'say "a", b', "'quoted"]
    content = written([["Name"], *([name] for name in names)])
    text = decoded(content)
    assert text is not None and "\r\n'=HYPERLINK(1)\r\n'+1\r\n'-x\r\n'@me\r\n" in text
    assert [row.name for row in read_sheet(text, HEADS).rows] == names
