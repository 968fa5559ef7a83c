"""What no file may name: a path of the machine it was written on, the host of a package index, a real token.

Every pattern is put together from pieces, so that this file does not hold what it looks for.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, tracked

FORBIDDEN = {
    "a path of one machine": r"(?<![\w.])/" + r"(work|farm|root|opt/" + r"(wheels|py" + r"pi))/",
    "a home folder": r"(?<![\w.])/(home|Us" + r"ers)/[a-z]\w+/",
    "the host of a package index": "|".join(
        (
            "py" + r"pi\.org",
            "python" + r"hosted\.org",
            "npm" + r"js\.(org|com)",
            "registry" + r"\.npm",
            "deb" + r"\.debian",
        )
    ),
    "a tool of one workplace": "|".join(("farm" + "-studio", "farm" + "-bench", r"\.lib" + "rary/")),
    "a Slack token": "xo" + r"x[abeprs]-\d{8,}-|xap" + r"p-\d-[A-Z0-9]{8,}-\d{8,}",
    "a private key": "BEGIN " + r"([A-Z]+ )?PRIVATE KEY",
}
LARGEST = 2_000_000


def text(path: Path) -> str:
    """A file as text; empty for what is none (a picture, a document)."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in tracked()
        for number, line in enumerate(text(path).splitlines(), 1)
        if pattern.search(line)
    ]
    assert not found, "\n".join(found)


def test_the_constraints_name_versions_and_no_address() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    wrong = [line for line in lines if not re.fullmatch(r"[a-z0-9-]+==[0-9a-z.]+( ; .+)?", line)]
    assert not wrong, "\n".join(wrong)


def test_no_file_is_too_large_to_review() -> None:
    large = [f"{path.relative_to(ROOT)}" for path in tracked() if path.stat().st_size > LARGEST]
    assert not large, "\n".join(large)
