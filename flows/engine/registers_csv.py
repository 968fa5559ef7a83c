"""Registers as CSV: bytes to text, text to rows with what is wrong with each, rows to text that no spreadsheet takes for a formula."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence, Set

import msgspec

from flows.model.effects import Note, Term

MOST_BYTES = 1_000_000
MOST_ROWS = 500
"""Rows taken from one file; more of them make nobody wiser, and each is asked about."""
MOST_NAME = 80
"""Characters of a row's name."""
SEPARATORS = ",;\t"
_SIGNS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
"""How each sign is called that may stand between cells; the last where a file says so itself."""
_SEPARATED = re.compile("sep=([,;|\t])", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_GUARD = "'"
_FORMULA = re.compile("'*[=+\\-@\t\r]")
"""How a cell begins that a spreadsheet would work out, or would once a guard is taken off."""


class Heads(msgspec.Struct, frozen=True):
    """The words, in small letters, by which columns and states are known. ``names`` of the column of names, ``states`` of that of states,
    ``out`` what stands there for a row that was taken out. ``facts``: the fact that a column holds. ``told``: columns that only tell."""

    names: frozenset[str]
    states: frozenset[str]
    out: frozenset[str]
    facts: Mapping[str, str] = {}
    told: frozenset[str] = frozenset()


class Written(msgspec.Struct, frozen=True):
    """A cell that holds something: of which fact, how its column is called, and what it says."""

    fact: str
    title: str
    says: str


class NamedRow(msgspec.Struct, frozen=True):
    """A row of a file. ``line``: where it begins, from 1. ``out``: the file says that it was taken out. ``cells``: what it says beside its name."""

    line: int
    name: str
    out: bool = False
    cells: tuple[Written, ...] = ()


class BadRow(msgspec.Struct, frozen=True):
    """A row that is not taken, and why: a sentence that names its line as ``row``."""

    line: int
    why: Note


class Sheet(msgspec.Struct, frozen=True):
    """What a file holds. ``passed``: titles of the columns that are none of the register's. ``wrong``: why nothing of it can be read."""

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
    lines, broken, others = _lines(text.lstrip("\ufeff"))
    if broken and not _holds_without(lines, broken[0]):
        return Sheet(wrong=Note("register.import.quotes", {"row": broken[0]}))
    if not lines:
        return Sheet(wrong=Note("register.import.empty"))
    titles = [cell.strip() for cell in lines[0][1]]
    at = _column(titles, heads.names)
    if at is None and any(len(cells) > 1 for _, cells in lines):
        return Sheet(wrong=Note("register.import.no_name"))
    body = lines if at is None else lines[1:]
    if len(body) > MOST_ROWS:
        return Sheet(wrong=Note("register.import.many", {"rows": len(body), "most": MOST_ROWS}))
    page = _Page.of(titles, at, heads)
    rows, bad = _sorted(body, page, others)
    quotes = (BadRow(line, Note("register.import.quote", {"row": line})) for line in broken)
    return Sheet(rows, (*bad, *quotes), page.passed)


class _Page(msgspec.Struct, frozen=True):
    """Which column holds what. ``facts``: of a column the fact and its title. ``out``: what stands for a row that was taken out."""

    name: int
    state: int | None
    facts: dict[int, tuple[str, str]]
    passed: tuple[str, ...]
    out: Set[str]

    @classmethod
    def of(cls, titles: Sequence[str], at: int | None, heads: Heads) -> _Page:
        """The columns of a file by its titles; without a column of names there is one column, and no titles."""
        if at is None:
            return cls(0, None, {}, (), heads.out)
        state = _column(titles, heads.states)
        facts: dict[str, tuple[int, str]] = {}
        for number, title in enumerate(titles):
            if number not in (at, state) and title.casefold() in heads.facts:
                facts.setdefault(heads.facts[title.casefold()], (number, title))
        known = {at, state, *(number for number, _ in facts.values())}
        passed = tuple(
            title
            for number, title in enumerate(titles)
            if title and number not in known and title.casefold() not in heads.told
        )
        return cls(at, state, {number: (fact, title) for fact, (number, title) in facts.items()}, passed, heads.out)


def _lines(text: str) -> tuple[list[tuple[int, list[str]]], list[int], dict[int, tuple[str, str]]]:
    """The rows that hold anything, each with the line on which it begins; the lines that are passed over since a quotation mark opens or closes
    in them where it must not; and of rows whose cells are parted in another way than the first row's, by their lines, how they are and how they
    should be. A first line ``sep=;`` is what some spreadsheets write for themselves."""
    first, _, rest = text.partition("\n")
    said = _SEPARATED.fullmatch(first.strip("\r "))
    separator = said[1] if said is not None else _separator(text)
    lines = list(io.StringIO(rest if said is not None else text, newline=""))
    before = 1 if said is not None else 0
    rows, broken, others, at = list[tuple[int, list[str]]](), list[int](), dict[int, tuple[str, str]](), 0
    while at < len(lines):
        reader = csv.reader(lines[at:], delimiter=separator, strict=True)
        begins = at
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    rows.append((before + begins + 1, cells))
                    other = _other(lines[begins : at + reader.line_num], separator, len(cells), len(rows[0][1]))
                    others |= {before + begins + 1: (other, separator)} if other else {}
                begins = at + reader.line_num
            break
        except csv.Error:
            broken.append(before + begins + 1)
            at = begins + 1
    return rows, broken, others


def _other(lines: Sequence[str], separator: str, parts: int, wide: int) -> str:
    """What stands between the cells of a row in place of the separator: the row is shorter than the first one, and another sign parts it into more.
    A sign within quotation marks parts nothing. "" where none does."""
    if parts >= wide:
        return ""
    counts = {one: len(next(csv.reader(lines, delimiter=one), ())) for one in SEPARATORS if one != separator}
    most = max(counts, key=counts.__getitem__)
    return most if counts[most] > parts else ""


def _holds_without(lines: Sequence[tuple[int, list[str]]], broken: int) -> bool:
    """Whether what follows a broken line is surely rows, and no part of a text that runs over several lines: each is as wide as the first, which is
    whole, and holds no stray quotation mark."""
    if not lines or broken < lines[0][0]:
        return False
    wide = len(lines[0][1])
    return all(len(cells) == wide and (line < broken or '"' not in "".join(cells)) for line, cells in lines)


def _separator(text: str) -> str:
    """What stands between the cells: whatever parts the first row that holds anything into most of them."""

    def parts(separator: str) -> int:
        rows = csv.reader(io.StringIO(text.lstrip("\r\n"), newline=""), delimiter=separator)
        return len(next(rows, ()))

    return max(SEPARATORS, key=parts)


def _column(titles: Sequence[str], words: Set[str]) -> int | None:
    return next((at for at, title in enumerate(titles) if title.casefold() in words), None)


def _sorted(
    lines: Iterable[tuple[int, list[str]]], page: _Page, others: Mapping[int, tuple[str, str]]
) -> tuple[tuple[NamedRow, ...], tuple[BadRow, ...]]:
    """The rows that can be taken, and those that can't. ``others``: how rows are parted that are parted in another way than the first."""
    seen: dict[str, int] = {}
    rows: list[NamedRow] = []
    bad: list[BadRow] = []
    for line, cells in lines:
        name = " ".join(_cell(cells, page.name).split())
        why = _parted(line, *others[line]) if line in others else _why_not(line, name, seen.get(name.casefold()))
        if why is not None:
            bad.append(BadRow(line, why))
            continue
        seen[name.casefold()] = line
        out = page.state is not None and _cell(cells, page.state).casefold() in page.out
        told = ((fact, title, _cell(cells, number)) for number, (fact, title) in page.facts.items())
        rows.append(NamedRow(line, name, out, tuple(Written(*one) for one in told if one[-1])))
    return tuple(rows), tuple(bad)


def _cell(cells: Sequence[str], number: int) -> str:
    """A cell as it was before it was written by :func:`written`; nothing where the row is too short."""
    cell = cells[number].strip(" \n") if number < len(cells) else ""
    return (cell[1:] if cell.startswith(_GUARD) and _FORMULA.match(cell) else cell).strip()


def _parted(line: int, other: str, separator: str) -> Note:
    signs = {sign: Term(f"register.separator.{name}") for sign, name in _SIGNS.items()}
    return Note("register.import.parted", {"row": line, "other": signs[other], "sign": signs[separator]})


def _why_not(line: int, name: str, before: int | None) -> Note | None:
    if not name:
        return Note("register.import.nameless", {"row": line})
    if len(name) > MOST_NAME:
        return Note("register.import.long", {"row": line, "most": MOST_NAME})
    return Note("register.import.twice", {"row": line, "line": before}) if before is not None else None


def written(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as a file: UTF-8 with its mark, as spreadsheets want it. No cell begins as a formula does."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_GUARD + cell if _FORMULA.match(cell) else cell for cell in row])
    return text.getvalue().encode("utf-8-sig")
