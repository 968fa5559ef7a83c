"""The style of the house, as far as a machine can tell. Format, lint and types are ruff's and pyright's."""

from __future__ import annotations

import ast
import re

from tests.house.tree import ROOT, Module, imports, modules, packaged

LINES = 400
# Written in two parts, so that this file does not hold what it looks for.
UNFINISHED = re.compile("|".join(("TODO", "FIXME", "XXX", "HACK")).join((r"\b(", r")\b")))
SHAPELESS = {"utils", "util", "helpers", "misc", "common"}


def everything() -> list[Module]:
    """Every Python file of the project."""
    return [*packaged(), *modules("tests")]


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    long = [f"{m.place}: {count} lines" for m in everything() if (count := m.text.count("\n")) > LINES]
    assert not long, "\n".join(long)


def test_every_shipped_module_opens_with_its_purpose() -> None:
    silent = [m.place for m in packaged() if not ast.get_docstring(m.tree)]
    assert not silent, "\n".join(silent)


def test_no_shipped_file_holds_a_word_of_unfinished_work() -> None:
    shipped = [path for package in ("bot", "flows", "state") for path in (ROOT / package).rglob("*")]
    texts = [path for path in shipped if path.suffix in {".py", ".yaml", ".sql", ".js", ".css", ".html"}]
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in texts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    assert not found, "\n".join(found)


def test_nobody_patches_what_it_tests() -> None:
    found = [
        f"{m.place}:{i.line}" for m in everything() for i in imports(m.tree) if i.target.startswith("unittest.mock")
    ]
    assert not found, "\n".join(found)


def test_no_module_is_named_for_nothing_in_particular() -> None:
    found = [m.place for m in everything() if m.name.rsplit(".", 1)[-1] in SHAPELESS]
    assert not found, "\n".join(found)


def test_every_test_folder_is_a_package_so_that_none_shadows_what_it_tests() -> None:
    folders = {m.path.parent for m in modules("tests")}
    bare = sorted(folder.relative_to(ROOT).as_posix() for folder in folders if not (folder / "__init__.py").exists())
    assert not bare, "\n".join(bare)


def own_tests(module: Module) -> list[str]:
    """The names of the test functions at the top of a file."""
    functions = [node for node in module.tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [node.name for node in functions if node.name.startswith("test_")]


def test_every_test_lies_in_a_file_that_is_collected() -> None:
    lost = [m.place for m in modules("tests") if own_tests(m) and not m.path.name.startswith("test_")]
    assert not lost, "\n".join(lost)
