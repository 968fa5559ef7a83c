"""What a person sees of a scorecard: the weights before the first score, one vendor's rows, several side by side, the cheapest path.

A score never stands without its coverage, and its arithmetic stands beside both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec

from flows.engine.paths import Deed, Step, cheapest
from flows.engine.screens.known import points_line
from flows.engine.screens.wording import plain, text
from flows.engine.weights import Settled
from flows.model.effects import Mention, On
from flows.model.ids import ItemId
from flows.model.people import Profile
from flows.model.scorecard import MOST_POINTS, Scorecard, ScoreVerdict
from flows.model.screens import (
    Button,
    Buttons,
    Divide,
    Field,
    Form,
    Heading,
    Line,
    Part,
    Prose,
    Quiet,
    Ref,
    Screen,
    Strong,
)
from flows.rules.scorecard import Paper, Row, Score, Shortfall

MOST_COMPARED = 4
"""Vendors side by side; more do not fit a phone."""
LABEL = 75
"""Characters of a button's label."""

Texts = Mapping[str, str]


class VendorScore(msgspec.Struct, frozen=True):
    """One vendor: its row, its name, and how it stands; no score where it has no checks yet. ``findings``: how many are open in its checks;
    ``soon``: what of it ends soon, a line each."""

    item: ItemId
    name: str
    score: Score | None
    findings: int = 0
    soon: tuple[Line, ...] = ()


# ── before the first score ───────────────────────────────────────────────────


def before(texts: Texts, card: Scorecard, profile: Profile | None) -> Screen:
    """The weights as they are proposed, to be settled before anybody sees a score."""
    weights = card.weights(profile)
    title = texts["score.weights.title"]
    lines: list[Line] = [
        text(texts, "score.weights.row", title=it.title, weight=weights[it.id], evidence=it.evidence)
        for it in card.criteria
    ]
    use = Button(Ref("weights", arg=card.id), texts["score.weights.use"], "primary")
    choose = Button(Ref("weights_form", arg=card.id), texts["score.weights.choose"])
    parts = (Heading(title), Prose((text(texts, "score.weights.why"),)), Prose(tuple(lines)), Buttons((use, choose)))
    return Screen(parts, title)


def weights_form(texts: Texts, card: Scorecard, profile: Profile | None) -> Form:
    """One number for each row."""
    weights = card.weights(profile)
    fields = tuple(
        Field(it.id, "number", it.title, low=0, high=100, initial=(str(weights[it.id]),)) for it in card.criteria
    )
    about = text(texts, "score.weights.about")
    return Form(
        Ref("weights", arg=card.id), texts["score.weights.form"], texts["form.save"], texts["form.close"], fields, (about,)
    )  # fmt: skip


# ── scores ───────────────────────────────────────────────────────────────────


def compared(texts: Texts, card: Scorecard, chosen: Settled, standings: Sequence[VendorScore], left: int) -> Screen:
    """How vendors are counted, side by side, row by row; of one alone, its scorecard. ``left``: how many there are beside these."""
    scores = [(one.name, one.score) for one in standings if one.score is not None]
    names = ", ".join(one.name for one in standings)
    title = plain(text(texts, "score.how_title", names=names))
    parts: list[Part] = [Heading(title)]
    for one in standings:
        parts.append(Prose(head(texts, one.name, one.score)))
    parts += _beside(texts, scores)
    parts += rows(texts, card, scores)
    for name, score in scores:
        parts.append(Prose(path(texts, name, score)))
    parts += ends(texts, card, chosen, left)
    asks = tuple(questions_button(texts, card, one) for one in standings if one.score is not None)
    return Screen((*parts, *([Buttons(asks)] if asks else [])), title)


def panel(texts: Texts, card: Scorecard, name: str, score: Score) -> list[Part]:
    """One vendor's scorecard, as it stands in the summary of its checks."""
    lines = head(texts, name, score)
    scores = [(name, score)]
    return [Divide(), Prose(lines), *_beside(texts, scores), Prose(_own_rows(texts, score)), Prose(path(texts, name, score))]  # fmt: skip


def head(texts: Texts, name: str, score: Score | None) -> tuple[Line, ...]:
    """How one stands: the verdict, the score with its coverage and what it takes, and how both were reckoned."""
    if score is None:
        return (text(texts, "score.no_run", name=name),)
    verdict = texts[f"score.verdict.{score.verdict}"]
    tier = score.tier
    told = points_line(texts, "score", score.percent if score.covered else None, score.known, score.total)
    how = text(
        texts,
        "score.how",
        points=score.points,
        most=score.most,
        pass_=tier.score,
        needed=tier.coverage,
        tier=tier.tier,
    )
    floor = (text(texts, "score.floor", floor=tier.floor),) if tier.floor else ()
    return ((Strong(f"{name}: {verdict}"),), told, how, *floor)


def _beside(texts: Texts, scores: Sequence[tuple[str, Score]]) -> list[Part]:
    """Hard stops and caps, which no score balances."""
    stops: list[Line] = [
        text(texts, "score.stop", name=name, say=stop.say) for name, score in scores for stop in score.stops
    ]
    stops += [text(texts, "score.unsettled", name=name) for name, score in scores if not score.settled]
    caps: list[Line] = [
        text(texts, "score.cap", name=name, say=cap.say, most=cap.at.name)
        for name, score in scores
        for cap in score.caps
    ]
    told = [(Strong(texts["score.beside"]),), *stops, *caps]
    return [Prose(tuple(told))] if stops or caps else []


def rows(texts: Texts, card: Scorecard, scores: Sequence[tuple[str, Score]]) -> list[Part]:
    """A part for each row of the card, with what each vendor has there."""
    parts: list[Part] = []
    for at, criterion in enumerate(card.criteria):
        lines = [(f"{name}: ", *_cell(texts, score.rows[at])) for name, score in scores]
        if lines:
            weight = scores[0][1].rows[at].weight
            parts.append(Prose((_row_head(texts, criterion.title, weight), *lines)))
    return parts


def _row_head(texts: Texts, title: str, weight: int) -> Line:
    return (Strong(plain(text(texts, "score.row", title=title, weight=weight))),)


def _own_rows(texts: Texts, score: Score) -> tuple[Line, ...]:
    return tuple(
        ("• ", *text(texts, "score.row", title=row.criterion.title, weight=row.weight), ": ", *_cell(texts, row))
        for row in score.rows
    )


def _cell(texts: Texts, row: Row) -> Line:
    """The points of a row, and what keeps it from more."""
    if row.points is None:
        return (texts["score.cell.unknown" if row.asked else "score.cell.unasked"],)
    held = texts[f"score.held.{row.held}"]
    return text(texts, "score.cell", points=row.points, most=MOST_POINTS, held=held)


def path(texts: Texts, name: str, score: Score) -> tuple[Line, ...]:
    """The fewest steps until it passes, each with its gain, and the sum that they come to."""
    if score.verdict is ScoreVerdict.PASS:
        return (text(texts, "score.path.passes", name=name),)
    title: Line = (Strong(plain(text(texts, "score.path", name=name))),)
    if score.stops:
        return (title, *(("• ", stop.mend) for stop in score.stops))
    if not score.settled:
        return (title, text(texts, "score.path.settle"))
    course = cheapest(score)
    if course is None:
        return (title, text(texts, "score.path.none"))
    steps = [("• ", *_step(texts, step)) for step in course.steps]
    reached = course.score
    total = text(
        texts, "score.path.sum", points=reached.points, most=reached.most, score=reached.percent or 0, coverage=reached.coverage
    )  # fmt: skip
    return (title, *steps, total)


def _step(texts: Texts, step: Step) -> Line:
    row = step.row
    was = texts["score.path.unknown"] if row.points is None else str(row.points)
    gain = row.weight * (step.to - (row.points or 0))
    deed = deed_line(texts, step)
    told = {"title": row.criterion.title, "evidence": row.criterion.evidence, "was": was, "to": step.to, "gain": gain}
    return text(texts, "score.path.step", deed=deed, **told)


def deed_line(texts: Texts, step: Step) -> Line:
    """What is to be done on a row: of a paper that is old, which one and when it ended, and what of the others of that row is not there yet."""
    if step.deed is not Deed.RENEW:
        return (texts[f"score.deed.{step.deed}"],)
    papers = sorted(step.row.papers, key=lambda paper: paper.ends or dt.date.max)
    told = [_paper(texts, paper) for paper in papers if paper.held is Shortfall.EXPIRED]
    told += [_missing(texts, paper) for paper in papers if paper.held is Shortfall.CLAIM]
    joined = [span for at, line in enumerate(told) for span in ((texts["score.paper.and"],) if at else ()) + line]
    return text(texts, "score.deed.renew", papers=tuple(joined))


def _paper(texts: Texts, paper: Paper) -> Line:
    """An old paper with its days, as far as they are known."""
    days = {name: On(day) for name, day in (("of", paper.of), ("day", paper.ends)) if day is not None}
    key = "until" if paper.of is None else "dated" if paper.dated else "given"
    return text(texts, f"score.paper.{key}", paper=paper.name or texts["score.paper.unnamed"], **days)


def _missing(texts: Texts, paper: Paper) -> Line:
    return text(texts, "score.paper.missing", paper=paper.name or texts["score.paper.unnamed"])


def ends(texts: Texts, card: Scorecard, chosen: Settled, left: int) -> list[Part]:
    """What is left out, by whom the weights were settled, and that this is a reading."""
    lines: list[Line] = [text(texts, "score.more", count=left, most=MOST_COMPARED)] if left else []
    lines.append(
        text(
            texts, "score.by", by=Mention(chosen.by), day=On(chosen.at.date()), version=chosen.version, title=card.title
        )
    )
    return [Quiet((*lines, text(texts, "score.notice")))]


def questions_button(texts: Texts, card: Scorecard, one: VendorScore) -> Button:
    """Sends the questions that are open with one."""
    label = plain(text(texts, "score.questions.button", name=one.name))
    return Button(Ref("questions", arg=f"{card.id}/{one.item}"), label[:LABEL])


# ── what the vendor is asked ─────────────────────────────────────────────────

OPEN = frozenset({Shortfall.UNKNOWN, Shortfall.CLAIM, Shortfall.EXPIRED})
"""Rows that a vendor can still answer or prove, be they enough or not."""


class Sheet(msgspec.Struct, frozen=True):
    """A table of questions to send on: nothing of what is hoped for, weighed or known stands in it."""

    title: str
    intro: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def questionnaire(texts: Texts, name: str, score: Score) -> Sheet:
    """What is asked at this depth and is not known, not proved or not enough, as questions to the vendor."""
    asked = [row.criterion for row in score.rows if row.asked and (row.held in OPEN or not score.enough(row))]
    told = tuple((str(at), it.ask, it.evidence, "") for at, it in enumerate(asked, start=1))
    return Sheet(
        plain(text(texts, "score.sheet.title", name=name)),
        (texts["score.sheet.only"], texts["score.sheet.how"]),
        tuple(texts[f"score.sheet.{column}"] for column in ("number", "question", "paper", "answer")),
        told,
    )
