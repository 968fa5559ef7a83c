"""Days that come round: what is due on one, what was shown for it, and the next day. A day that is moved on with nothing shown is remembered.

A question says by ``after`` whose answer makes its own count no more (see `facts.overtaken`); what is shown is ``unasked``: somebody comes with it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import count
from zoneinfo import ZoneInfo

from flows.engine.facts import SessionFacts
from flows.model.flow import Question
from flows.model.ids import QuestionId
from flows.model.session import Answer, AnswerState, Shown, Spot
from flows.model.values import Day, Document, Given, Number, Text
from flows.rules.phasing import months_after

NEAR = dt.timedelta(days=90)
"""How long before its day a file may be the proof of what is due then."""
MOST_EARLIER = 5
"""Days that are past of which it is kept with the answer what was shown for them; the log keeps all."""
PROOF = "proof"
"""The name of the question that asks which paper shows that a duty was kept."""


def put_off(facts: SessionFacts, spot: Spot, given: Given | None) -> dt.date | None:
    """The first day that was named for what is still to be shown, where ``given`` moves it to a later one; None where it moves nothing, or
    something was shown. A day that has not come is put right, and not moved, on the day on which it was named."""
    before = facts.session.answer_at(spot)
    counts = before is not None and facts.applies(spot) and not facts.void(spot)
    if spot.question not in facts.plan.following or before is None or not counts:
        return None
    first = _first(facts, before)
    return None if first is not None and isinstance(given, Day) and given.day <= first else first


def _first(facts: SessionFacts, before: Answer) -> dt.date | None:
    """The first day that was named, up to an answer, also where it was left open since; none where the answer is still a slip to be put right."""
    if before.put_off is not None or not isinstance(before.value, Day):
        return before.put_off
    named = before.at.astimezone(ZoneInfo(facts.programme.settings.zone)).date()
    return None if named == facts.today and before.value.day >= facts.today else before.value.day


def earlier(facts: SessionFacts, spot: Spot) -> tuple[Shown, ...]:
    """What was shown for the days before the one that an answer at ``spot`` is about, the latest first: of that which is shown now, what stood there
    where a day was named since."""
    before = facts.session.answer_at(spot)
    if before is None or not facts.plan.questions[spot.question].unasked:
        return ()
    if before.value is None or not facts.overtaken(before):
        return before.earlier
    return (Shown(before.by, before.at, before.value, before.evidence), *before.earlier)[:MOST_EARLIER]


def put_forward(facts: SessionFacts, spot: Spot) -> Day | None:
    """The next day that is put forward at a spot, where it is asked for anew and it is known how often it comes round: so many months after the day
    before it, and not past. Nothing counts before somebody has said yes to it."""
    before, often = facts.session.answer_at(spot), often_at(facts, spot)
    if before is None or often is None or not isinstance(before.value, Day) or not facts.void(spot):
        return None
    days = (months_after(before.value.day, often * times) for times in count(1))
    return Day(next(day for day in days if day > facts.today))


def often_at(facts: SessionFacts, spot: Spot) -> int | None:
    """After how many months the day at a spot comes round; None where nobody has said so."""
    often = facts.plan.questions[spot.question].every
    answer = facts.answer(often, spot.item) if often is not None else None
    said = answer.value if answer is not None else None
    return int(said.number) if isinstance(said, Number) and said.number >= 1 else None


def shown_at(questions: dict[QuestionId, Question], spot: Spot) -> Spot | None:
    """Where it is told what was shown for the day at ``spot``; None where nobody can tell that."""
    asked = questions.get(spot.question)
    after = questions.get(asked.after) if asked is not None and asked.after is not None else None
    return Spot(after.id, spot.item) if after is not None and after.unasked else None


def wanted(facts: SessionFacts) -> Iterator[Spot]:
    """What files may show that nobody has shown yet, and whose day is near or past, in the order of the page."""
    for question, after in facts.plan.unasked:
        for item in facts.where(question):
            due = facts.answer(after, item)
            near = due is not None and isinstance(due.value, Day) and due.value.day <= facts.today + NEAR
            spot = Spot(question.id, item)
            if near and (facts.session.answer_at(spot) is None or facts.void(spot)):
                yield spot


def wanted_as(facts: SessionFacts, spot: Spot) -> Spot | None:
    """Where it is told which paper would show what was shown at ``spot``, in the answer named `PROOF` beside it; None where that is not known."""
    section = facts.plan.sections[facts.plan.questions[spot.question].section]
    asked = next((question for question in section.questions if question.name == PROOF), None)
    answer = facts.answer(asked.id, spot.item) if asked is not None else None
    return answer.spot if answer is not None and answer.state is AnswerState.VALUE else None


def by_papers(facts: SessionFacts, spot: Spot, papers: Sequence[Document]) -> Given:
    """What files without words say of what was shown at ``spot``: they are put to the words that stand; else their names stand for words."""
    answer = facts.answer(spot.question, spot.item)
    said = answer.value if answer is not None else None
    return said if isinstance(said, Text) else named(papers)


def named(papers: Sequence[Document]) -> Text:
    """What files alone say where words are wanted: their names."""
    return Text(", ".join(paper.name for paper in papers))
