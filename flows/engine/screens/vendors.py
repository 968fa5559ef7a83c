"""Vendors side by side in plain words: the verdict, what passes, what falls short, what stops, what is not known, and the next step.

How it is counted stands behind a press (`scores`): no figure stands here without what it is a figure of, and none where too little is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from flows.engine.paths import cheapest
from flows.engine.screens.known import points_line
from flows.engine.screens.scores import VendorScore, deed_line, ends, questions_button
from flows.engine.screens.wording import plain, text
from flows.engine.weights import Settled
from flows.model.ids import ItemId
from flows.model.scorecard import Scorecard, ScoreVerdict
from flows.model.screens import Button, Buttons, Divide, Heading, Line, Part, Prose, Ref, Screen, Strong
from flows.rules.scorecard import Row, Score, Shortfall

Texts = Mapping[str, str]


def side_by_side(texts: Texts, card: Scorecard, chosen: Settled, standings: Sequence[VendorScore], left: int) -> Screen:
    """How each stands and why, with the way to the arithmetic. ``left``: how many vendors there are beside these."""
    title = plain(text(texts, "score.title", names=", ".join(one.name for one in standings)))
    parts: list[Part] = [Heading(title)]
    for one in standings:
        parts += [Prose(tuple(_standing(texts, one))), Divide()]
    parts += ends(texts, card, chosen, left)
    scored = [one for one in standings if one.score is not None]
    asks = [questions_button(texts, card, one) for one in scored]
    how = Button(Ref("score_how", arg=packed(card.id, [one.item for one in standings])), texts["button.score_how"])
    return Screen((*parts, *([Buttons((how, *asks))] if scored else [])), title)


def packed(card: str, items: Sequence[ItemId]) -> str:
    """A scorecard and vendors as a press carries them."""
    return f"{card}/{','.join(items)}"


def unpacked(arg: str) -> tuple[str, tuple[ItemId, ...]]:
    """The inverse of :func:`packed`."""
    card, _, items = arg.partition("/")
    return card, tuple(ItemId(item) for item in items.split(",") if item)


def _standing(texts: Texts, one: VendorScore) -> Iterator[Line]:
    score = one.score
    if score is None:
        yield text(texts, "score.no_run", name=one.name)
        return
    yield (Strong(f"{one.name}: {texts[f'score.verdict.{score.verdict}']}"),)
    percent = score.percent if score.covered else None
    yield points_line(texts, "score", percent, score.known, score.total)
    yield from (text(texts, "score.plain.stop", say=stop.say) for stop in score.stops)
    if not score.settled:
        yield text(texts, "score.plain.unsettled")
    yield from (text(texts, "score.plain.cap", say=cap.say) for cap in score.caps)
    yield from _heaps(texts, score)
    if one.findings:
        yield text(texts, "score.plain.findings", count=one.findings)
    yield from one.soon
    yield _next(texts, score)


def _heaps(texts: Texts, score: Score) -> Iterator[Line]:
    """The rows by what is known of them: good enough, not good enough by what keeps them from it, not known."""
    known = [row for row in score.rows if row.points is not None]
    good = [row for row in known if score.enough(row)]
    if good:
        yield text(texts, "score.plain.good", titles=_titles(good))
    for held in Shortfall:
        short = [row for row in known if row.held is held and not score.enough(row)]
        if short:
            yield text(texts, "score.plain.short", held=texts[f"score.held.{held}"], titles=_titles(short))
    unknown = [row for row in score.rows if row.points is None and row.asked]
    if unknown:
        yield text(texts, "score.plain.unknown", titles=_titles(unknown))


def _titles(rows: Iterable[Row]) -> str:
    return "; ".join(row.criterion.title for row in rows)


def _next(texts: Texts, score: Score) -> Line:
    """The first step towards a pass, and how many there are."""
    if score.verdict is ScoreVerdict.PASS:
        return text(texts, "score.plain.pass")
    if score.stops:
        return text(texts, "score.plain.next", step=score.stops[0].mend)
    if not score.settled:
        return (texts["score.path.settle"],)
    course = cheapest(score)
    if course is None:
        return (texts["score.path.none"],)
    first, *others = course.steps
    step = plain(text(texts, "score.plain.step", deed=deed_line(texts, first), title=first.row.criterion.title))
    key = "score.plain.next_of" if others else "score.plain.next"
    return text(texts, key, step=step, count=len(others))
