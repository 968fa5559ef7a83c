"""The project's own files, as the house tests read them. Only reading lives here; the rules stand in the tests."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("bot", "flows", "state")


@dataclass(frozen=True, slots=True)
class Module:
    """A Python file: its dotted ``name`` (a package's is that of its folder), where it lies, its text and its tree."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def place(self) -> str:
        """The path below the root, for messages."""
        return self.path.relative_to(ROOT).as_posix()


@lru_cache
def modules(folder: str) -> tuple[Module, ...]:
    """Every Python file below a folder of the root, sorted by name."""
    found = [read(path) for path in (ROOT / folder).rglob("*.py") if "__pycache__" not in path.parts]
    return tuple(sorted(found, key=lambda module: module.name))


def read(path: Path) -> Module:
    """One file as a module."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    text = path.read_text(encoding="utf-8")
    return Module(name, path, text, ast.parse(text, str(path)))


def packaged() -> tuple[Module, ...]:
    """Every module that is shipped."""
    return tuple(module for package in PACKAGES for module in modules(package))


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name: ``target`` is ``a.b.c`` both for ``import a.b.c`` and for ``from a.b import c``."""

    target: str
    line: int


def imports(tree: ast.Module) -> Iterator[Import]:
    """Every import of a file, those inside functions too. Relative ones are ruff's to refuse."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (Import(f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


@lru_cache
def tracked() -> tuple[Path, ...]:
    """The files under version control and those about to be; outside a checkout, all below the known folders."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode == 0:
        names = [name for name in listed.stdout.split("\0") if name]
        return tuple(path for name in sorted(names) if (path := ROOT / name).is_file())
    folders = (*PACKAGES, "tests", "docs", "deploy", ".ci")
    below = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    return tuple(path for path in [*ROOT.glob("*"), *below] if path.is_file() and "__pycache__" not in path.parts)
