"""What is overdue, counted alike on the card and on Home: work, and the days that answers name."""

from __future__ import annotations

from collections.abc import Mapping

from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import text
from flows.model.screens import Line


def past_days(scene: Scene) -> int:
    """How many of the days that its answers name have passed, such as that of a notice; none of what does not count any more."""
    return 0 if scene.away else sum(one.day < scene.today for one in scene.session.deadlines)


def work_line(texts: Mapping[str, str], count: int, late: int, passed: int) -> Line:
    """Actions, and what is overdue: of these ``late``, and ``passed`` of the days that answers name, which are told apart."""
    line = text(texts, "card.actions", count=count, overdue=late + passed)
    return (*line, " ", *text(texts, "card.passed", count=passed)) if passed else line
