"""Tables of mistakes, one file a kind of table, and how a test spoils the sample with one."""

from __future__ import annotations

from pathlib import Path

import msgspec

from flows.authoring.problems import Problem, ProblemKind
from tests.flows.authoring.sample import FLOW_FILE, line_of, spoiled


class Mistake(msgspec.Struct, frozen=True):
    """A passage of a file that is written otherwise, and what must be told of it."""

    name: str
    old: str
    new: str
    kind: ProblemKind
    why: str
    mend: str = ""
    at: str = ""
    file: str = FLOW_FILE

    def __str__(self) -> str:
        return self.name

    def spoil(self, text: str) -> str:
        """The text with this mistake in it."""
        return spoiled(text, self.old, self.new)

    def line(self, text: str) -> int:
        """The line of the spoiled text at which the mistake must be told."""
        return line_of(self.spoil(text), self.at) if self.at else line_of(text, self.old)

    def told(self, problems: tuple[Problem, ...]) -> list[Problem]:
        """The problems that tell of it."""
        return [problem for problem in problems if problem.kind is self.kind and self.why in problem.why]


def mistakes(table: str) -> list[Mistake]:
    """A table by its name."""
    return msgspec.yaml.decode((Path(__file__).parent / f"{table}.yaml").read_bytes(), type=list[Mistake])
