"""The page's files: plain modules that need nothing from elsewhere and never turn text into markup."""

from __future__ import annotations

import re
from pathlib import Path

import bot.playground

PAGE = Path(bot.playground.__file__).parent / "page"


def test_no_module_of_the_page_parses_markup_or_runs_text() -> None:
    banned = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc|DOMParser"
    )
    found = [path.name for path in PAGE.glob("*.js") if banned.search(path.read_text(encoding="utf-8"))]
    assert not found


def test_the_page_needs_nothing_from_elsewhere() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in PAGE.iterdir()}
    imports = {name: re.findall(r'from "([^"]+)"', text) for name, text in texts.items()}
    assert not [name for name, found in imports.items() if any(not one.startswith("./") for one in found)]
    assert not re.findall(r'(?:src|href)="(?!/page/static/)[^"]*"', texts["index.html"])
    assert "default-src 'none'" in texts["index.html"]


def test_every_module_opens_with_its_purpose_and_stays_short() -> None:
    for path in PAGE.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("/**"), path.name
        assert text.count("\n") <= 300, path.name
