"""The labelled questions of `asked.yaml`, and how well they are answered. `python -m tests.bot.asked` prints the figures, and of the half
that is tuned on what was answered wrongly."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from bot.service.asking import weighed
from bot.shelf import Shelf
from flows.engine.passages import passages
from flows.engine.readers.questions import asked
from flows.model.passage import Lane
from tests.builders import shipped

Half = Literal["tuned", "measured", "fresh", "typed", "unseen"]
LANES = (Lane.PUBLIC, Lane.POSITION)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question, and what answers it: ids, or how ids begin; nothing where our sources hold nothing."""

    asks: str
    answers: tuple[str, ...]

    def answered_by(self, name: str) -> bool:
        """Whether a passage is one of those that should come."""
        return any(name == wanted or name.startswith(f"{wanted}/") for wanted in self.answers)


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of the questions that our sources answer, by where a right passage stands; and of the others, of those that got an answer."""

    first: float
    three: float
    falsely: float


@cache
def shelf() -> Shelf:
    """The shipped content."""
    return Shelf(lambda: passages(shipped()), shipped().guide)


def half(name: Half) -> list[Labelled]:
    """The questions of a half."""
    told = yaml.safe_load((Path(__file__).parent / "asked.yaml").read_text(encoding="utf-8"))[name]
    return [Labelled(row["asks"], () if row["answers"] == "unknown" else tuple(row["answers"])) for row in told]


def answered(text: str) -> list[str]:
    """The ids of the passages that are shown, the best first."""
    codes = tuple(shipped().countries.economies)
    return [
        one.id for one in asyncio.run(weighed(shelf(), asked(text, places=shipped().guide.places), codes, LANES)).found
    ]


def figures(name: Half) -> Figures:
    """How well a half is answered."""
    known = [(row, answered(row.asks)) for row in half(name) if row.answers]
    other = [answered(row.asks) for row in half(name) if not row.answers]
    first = sum(any(map(row.answered_by, found[:1])) for row, found in known)
    three = sum(any(map(row.answered_by, found[:3])) for row, found in known)
    return Figures(first / len(known), three / len(known), sum(map(bool, other)) / len(other))


if __name__ == "__main__":
    for name in ("tuned", "measured", "fresh", "typed", "unseen"):
        print(name, len(half(name)), figures(name))
    for row in half("tuned"):
        found = answered(row.asks)
        if not (any(map(row.answered_by, found[:1])) if row.answers else not found):
            print(f"{row.asks!r}: {found}, not {row.answers or 'nothing'}")
