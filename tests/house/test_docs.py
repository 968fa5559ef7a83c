"""The documents hold: what they point at exists, and a newcomer is told the two commands."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from tests.house.tree import ROOT, read, tracked

LINK = re.compile(r"(?<!\\)\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::([\w:]+))?`")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of docs/trace.md: a clause, and the tests that show it as (file, name), the name empty for a whole file."""

    clause: str
    tests: tuple[tuple[str, str], ...]


def trace() -> list[Row]:
    """The rows of every table in docs/trace.md, heads and rules left out."""
    lines = (ROOT / "docs/trace.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines if line.startswith("| ")]
    rows = [row for row in cells if row[0] not in ("clause", "---")]
    return [Row(row[0], tuple(NAMED.findall(row[-1]))) for row in rows]


def defined(path: Path) -> set[str]:
    """The tests of a file: ``test_x``, ``TestCase`` for a class (hypothesis makes one so), and ``Class::test_x``."""
    names: set[str] = set()
    for node in read(path).tree.body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                names.add(name)
            case ast.ClassDef(name=name, body=body):
                methods = [inner for inner in body if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef)]
                names |= {name, *(f"{name}::{inner.name}" for inner in methods)}
            case ast.Assign(targets=targets):
                names |= {target.id for target in targets if isinstance(target, ast.Name)}
            case _:
                pass
    return names


def documents() -> list[Path]:
    """Every Markdown file of the project."""
    return [path for path in tracked() if path.suffix == ".md"]


def anchors(text: str) -> set[str]:
    """The anchors of a document's headings, as forges make them."""
    heads = re.findall(r"^#+\s+(.*?)\s*#*$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def broken(path: Path, text: str) -> list[str]:
    """The relative links of a document that lead nowhere, or out of the project."""
    wrong: list[str] = []
    for target in LINK.findall(FENCE.sub("", text)):
        if re.match(r"[a-z]+:", target):
            continue
        place, _, anchor = unquote(target).partition("#")
        there = (path.parent / place).resolve() if place else path
        inside = there.is_relative_to(ROOT) and there.exists()
        if inside and anchor and there.suffix == ".md":
            inside = anchor in anchors(text if there == path else there.read_text(encoding="utf-8"))
        if not inside:
            wrong.append(f"{path.relative_to(ROOT)}: {target}")
    return wrong


def test_every_clause_names_tests_that_exist() -> None:
    rows = trace()
    assert rows
    wrong = [f"{row.clause}: names no test" for row in rows if not row.tests]
    for row in rows:
        for file, name in row.tests:
            path = ROOT / file
            if not path.is_file():
                wrong.append(f"{row.clause}: there is no {file}")
            elif name and name not in defined(path):
                wrong.append(f"{row.clause}: {file} has no {name}")
    assert not wrong, "\n".join(wrong)


def test_every_relative_link_leads_somewhere() -> None:
    wrong = [line for path in documents() for line in broken(path, path.read_text(encoding="utf-8"))]
    assert not wrong, "\n".join(wrong)


def test_a_broken_link_is_seen() -> None:
    page = ROOT / "README.md"
    text = "[a](CHANGELOG.md) [b](gone.md) [c](../out.md) [d](#two-words) [e](#gone) [f](https://example.com/gone)\n"
    assert broken(page, text + "## Two *words*\n```\n[g](in-a-fence.md)\n## Gone\n```\n") == [
        f"README.md: {target}" for target in ("gone.md", "../out.md", "#gone")
    ]


def test_the_readme_tells_how_to_try_and_how_to_test() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make demo" in text
    assert "make test" in text


def test_the_changelog_keeps_a_content_heading_in_every_release() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    releases = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    assert releases
    bare = [release.splitlines()[0] for release in releases if "### Content" not in release]
    assert not bare, "\n".join(bare)


def test_every_decision_follows_the_template() -> None:
    folder = ROOT / "docs/adr"
    heads = re.findall(r"^## .*$", (folder / "template.md").read_text(encoding="utf-8"), re.MULTILINE)
    decisions = sorted(folder.glob("[0-9]*.md"))
    assert decisions
    wrong = [
        path.name
        for path in decisions
        if re.findall(r"^## .*$", path.read_text(encoding="utf-8"), re.MULTILINE) != heads
        or not re.match(r"\d{4}-[a-z0-9-]+\.md$", path.name)
    ]
    assert not wrong, "\n".join(wrong)
