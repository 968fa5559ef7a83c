"""What is shipped: the wheel holds every file of the three packages, and nothing else.

A wheel is built from a copy of the tree and opened: a package that .gitignore names too broadly would be missing from
it, and nothing would say so.
"""

from __future__ import annotations

import configparser
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.tree import PACKAGES, ROOT

LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a wheel is made of, so that the build neither writes into the tree nor sees it change."""
    copy = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, copy)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, copy / package, ignore=LEFT_OUT)
    return copy


@pytest.fixture(scope="module")
def wheel(source: Path) -> zipfile.Path:
    """The wheel built from the copy, without a network."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "dist"],
        cwd=source,
        check=True,
        capture_output=True,
    )
    (built,) = (source / "dist").glob("ringfence-*.whl")
    return zipfile.Path(built)


def names(wheel: zipfile.Path) -> set[str]:
    """Every file in the wheel but its own metadata (folders have entries too)."""
    return {name for name in wheel.root.namelist() if ".dist-info/" not in name and not name.endswith("/")}


def test_the_wheel_holds_every_file_of_the_packages_and_nothing_else(wheel: zipfile.Path, source: Path) -> None:
    files = [path for package in PACKAGES for path in (source / package).rglob("*") if path.is_file()]
    assert names(wheel) == {path.relative_to(source).as_posix() for path in files}


def test_no_package_is_empty_in_the_wheel(wheel: zipfile.Path) -> None:
    assert {f"{package}/__init__.py" for package in PACKAGES} <= names(wheel)


@pytest.mark.parametrize(
    ("folder", "suffix"),
    [("flows/content", ".yaml"), ("bot/playground", ".js"), ("bot/playground", ".html"), ("state/sql", ".sql")],
)
def test_files_that_are_not_python_are_shipped_too(wheel: zipfile.Path, folder: str, suffix: str) -> None:
    shipped = {name for name in names(wheel) if name.startswith(f"{folder}/") and name.endswith(suffix)}
    here = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob(f"*{suffix}")}
    assert shipped == here


def test_the_wheel_brings_the_command_and_the_licence(wheel: zipfile.Path) -> None:
    archive = wheel.root
    (told,) = (name for name in archive.namelist() if name.endswith(".dist-info/entry_points.txt"))
    entries = configparser.ConfigParser()
    entries.read_string(archive.read(told).decode())
    assert dict(entries["console_scripts"]) == {"ringfence": "bot.cli:main"}
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in archive.namelist())
