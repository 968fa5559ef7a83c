"""Registers as CSV: bytes to text, text to rows with what is wrong with each, rows to text that no spreadsheet takes for a formula."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence, Set

import msgspec

from flows.model.effects import Note

MOST_BYTES = 1_000_000
MOST_ROWS = 500
"""Rows taken from one file; more of them make nobody wiser, and each is asked about."""
MOST_NAME = 80
"""Characters of a row's name."""
SEPARATORS = ",;\t"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would work out."""
_GUARD = "'"


class Heads(msgspec.Struct, frozen=True):
    """The words, in small letters, by which columns and states are known. ``names`` of the column of names, ``states`` of that of states,
    ``out`` what stands there for a row that was taken out."""

    names: frozenset[str]
    states: frozenset[str]
    out: frozenset[str]


class NamedRow(msgspec.Struct, frozen=True):
    """A row of a file. ``line``: where it begins, from 1. ``out``: the file says that it was taken out."""

    line: int
    name: str
    out: bool = False


class BadRow(msgspec.Struct, frozen=True):
    """A row that is not taken, and why: a sentence that names its line as ``row``."""

    line: int
    why: Note


class Sheet(msgspec.Struct, frozen=True):
    """What a file holds. ``passed``: titles of the columns that were not looked at. ``wrong``: why nothing of it can be read."""

    rows: tuple[NamedRow, ...] = ()
    bad: tuple[BadRow, ...] = ()
    passed: tuple[str, ...] = ()
    wrong: Note | None = None


def decoded(content: bytes) -> str | None:
    """A file's text: UTF-8 or UTF-16 where it says so, UTF-8 where it can be, else what Windows writes. None where it is no text."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _text(content, encoding)
    found = _text(content, "utf-8")
    return found if found is not None else _text(content, "cp1252")


def _text(content: bytes, encoding: str) -> str | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def read_sheet(text: str, heads: Heads) -> Sheet:
    """The rows of a text. Its first line names the columns; a single column needs no such line."""
    try:
        lines = list(_lines(text.lstrip("\ufeff")))
    except csv.Error:
        return Sheet(wrong=Note("register.import.unreadable"))
    if not lines:
        return Sheet(wrong=Note("register.import.empty"))
    titles = [cell.strip() for cell in lines[0][1]]
    at = _column(titles, heads.names)
    if at is None and any(len(cells) > 1 for _, cells in lines):
        return Sheet(wrong=Note("register.import.no_name"))
    body = lines if at is None else lines[1:]
    if len(body) > MOST_ROWS:
        return Sheet(wrong=Note("register.import.many", {"rows": len(body), "most": MOST_ROWS}))
    state = _column(titles, heads.states) if at is not None else None
    passed = tuple(title for number, title in enumerate(titles) if title and number not in (at, state))
    rows, bad = _sorted(body, at or 0, state, heads.out)
    return Sheet(rows, bad, passed if at is not None else ())


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with the line on which it begins."""
    first = text.lstrip("\r\n").partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield begins, cells
        begins = reader.line_num + 1


def _column(titles: Sequence[str], words: Set[str]) -> int | None:
    return next((at for at, title in enumerate(titles) if title.casefold() in words), None)


def _sorted(
    lines: Iterable[tuple[int, list[str]]], at: int, state: int | None, out: Set[str]
) -> tuple[tuple[NamedRow, ...], tuple[BadRow, ...]]:
    """The rows that can be taken, and those that can't."""
    seen: dict[str, int] = {}
    rows: list[NamedRow] = []
    bad: list[BadRow] = []
    for line, cells in lines:
        name = _unguarded(" ".join(cells[at].split())) if at < len(cells) else ""
        why = _why_not(line, name, seen.get(name.casefold()))
        if why is not None:
            bad.append(BadRow(line, why))
            continue
        seen[name.casefold()] = line
        says = cells[state].strip().casefold() if state is not None and state < len(cells) else ""
        rows.append(NamedRow(line, name, says in out))
    return tuple(rows), tuple(bad)


def _why_not(line: int, name: str, before: int | None) -> Note | None:
    if not name:
        return Note("register.import.nameless", {"row": line})
    if len(name) > MOST_NAME:
        return Note("register.import.long", {"row": line, "most": MOST_NAME})
    return Note("register.import.twice", {"row": line, "line": before}) if before is not None else None


def _unguarded(cell: str) -> str:
    """A cell as it was before it was written by :func:`written`."""
    return cell[1:] if cell.startswith(_GUARD) and cell[1:].startswith(_FORMULA) else cell


def written(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as a file: UTF-8 with its mark, as spreadsheets want it. No cell begins as a formula does."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_GUARD + cell if cell.startswith(_FORMULA) else cell for cell in row])
    return text.getvalue().encode("utf-8-sig")
