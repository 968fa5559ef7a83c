"""The portfolio as a message: a line a programme, worst first, each with the way to its channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flows.engine.portfolio import PortfolioLine, worst_first
from flows.engine.screens.known import points_line
from flows.engine.screens.wording import plain, shortened, text
from flows.model.screens import Button, Buttons, Heading, Line, Part, Place, Prose, Quiet, Ref, Screen
from flows.rules.readiness import is_enough

MOST_PROGRAMMES = 7
"""What fits a phone's screen."""
MOST_WORDS = 60
"""Characters of what is stuck."""


def portfolio(texts: Mapping[str, str], programmes: Sequence[PortfolioLine], week: int, hour: int | None) -> Screen:
    """How these programmes stand. ``hour``: of Monday, at which it comes by itself; None where it does not."""
    title = plain(text(texts, "portfolio.title", week=week))
    head = _headline(texts, programmes)
    shown = worst_first(programmes)[:MOST_PROGRAMMES]
    lines: list[Line] = [("• ", *_line(texts, one)) for one in shown]
    left = len(programmes) - len(shown)
    lines += [text(texts, "digest.more", count=left)] if left else []
    parts: list[Part] = [Heading(title), Prose((head,)), *([Prose(tuple(lines))] if lines else [])]
    do = "portfolio_off" if hour is not None else "portfolio_on"
    when = text(texts, "portfolio.weekly", hour=f"{hour}:00") if hour is not None else text(texts, "portfolio.asked")
    parts += [Quiet((when,)), Buttons(tuple(Button(Ref(name), texts[f"button.{name}"]) for name in ("mine", do)))]
    return Screen(tuple(parts), f"{title}. {plain(head)}")


def _headline(texts: Mapping[str, str], programmes: Sequence[PortfolioLine]) -> Line:
    """How many there are, and how many of them want somebody."""
    if not programmes:
        return text(texts, "portfolio.none")
    blocked, overdue = sum(one.blocked > 0 for one in programmes), sum(one.overdue > 0 for one in programmes)
    counts = {"blocked": blocked, "overdue": overdue}
    told = [plain(text(texts, f"portfolio.count.{name}", count=count)) for name, count in counts.items() if count]
    calm = [texts["portfolio.count.calm"]] if not told else []
    return text(texts, "portfolio.head", count=len(programmes), counts=", ".join(told + calm))


def _line(texts: Mapping[str, str], one: PortfolioLine) -> Line:
    told = " · ".join((*_wanted(texts, one), *_readiness(texts, one)))
    return text(texts, "portfolio.line", channel=(Place(one.channel, one.name),), told=told)


def _wanted(texts: Mapping[str, str], one: PortfolioLine) -> list[str]:
    """What of a programme wants somebody, in the order that matters."""
    told: list[str] = []
    if one.blocked:
        first = shortened(plain(one.first), MOST_WORDS).rstrip(".")
        key = "portfolio.stuck" if one.blocked == 1 else "portfolio.stuck_and"
        told.append(plain(text(texts, key, first=first, count=one.blocked - 1)))
    counts = {"overdue": one.overdue, "due": one.due}
    told += [plain(text(texts, f"portfolio.{name}", count=count)) for name, count in counts.items() if count]
    return told or [texts["portfolio.calm"]]


def _readiness(texts: Mapping[str, str], one: PortfolioLine) -> list[str]:
    if not one.known:
        return []
    if one.percent is None or not is_enough(one.known, one.total):
        return [plain(points_line(texts, "readiness", None, one.known, one.total))]
    if one.before is None or one.before == one.percent:
        return [plain(points_line(texts, "readiness", one.percent, one.known, one.total))]
    of = {"known": one.known, "total": one.total}
    return [plain(text(texts, "portfolio.moved", before=one.before, percent=one.percent, **of))]
