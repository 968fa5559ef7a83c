"""Chance, as Hypothesis draws it: every pick can be shrunk towards the first of what was offered."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Picks by a random of Hypothesis' own. What is likeliest to be understood stands first in what is offered."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def number(self, most: int) -> int:
        """A number from 0 to ``most``."""
        return self._chance.randrange(most + 1)

    def one(self, of: Sequence[T]) -> T:
        """One of these."""
        return of[self.number(len(of) - 1)]

    def once_in(self, times: int) -> bool:
        """True once in so many times; shrinks to false."""
        return self.number(times - 1) == times - 1

    def some(self, of: Sequence[T]) -> tuple[T, ...]:
        """Any of these, in their order; seldom none."""
        taken = tuple(one for one in of if self.once_in(2))
        return taken or tuple(of[:1])
