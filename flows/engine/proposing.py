"""Rows that an item question puts forward by itself, since other answers bring them along (``Question.proposes``): a clause that promises a yearly
certificate makes that certificate a duty. Which of them hold, and which nobody has decided on, is in `facts`.

Until it is taken, such a row is picked by its name where others are by their id: so it is ticked, typed and counted like any other.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from flows.engine.facts import SessionFacts
from flows.engine.machine import Plan
from flows.model.flow import Proposal, Question
from flows.model.ids import ItemId, PersonId, QuestionId, RegisterId
from flows.model.programme import Item
from flows.model.session import Answer, Draft, Spot
from flows.model.values import Given, Items, NewItems, Number
from flows.rules.names import by_name, known_as

Rows = tuple[Item, ...]
_EVERY = re.compile(r"\s*\(every (?:(?P<count>[1-9][0-9]?) )?(?P<unit>month|year)s?\)$", re.IGNORECASE)
"""How often something comes round, as it stands behind a name."""


def offered(facts: SessionFacts, question: Question, spot: Spot, rows: Rows) -> Rows:
    """What there is to pick from: the rows there are, and after them what is put forward and is no row yet."""
    known = by_name(rows)
    fresh = (one.name for one in facts.proposed(spot) if one.name.casefold() not in known) if question.proposes else ()
    never, nobody = dt.datetime.min.replace(tzinfo=dt.UTC), PersonId("")
    register = question.register or RegisterId("")
    return (*rows, *(Item(ItemId(name), register, name, 0, nobody, never) for name in fresh))


def named(question: Question, given: Given) -> Given:
    """A value with what was only put forward by its name, since it is no row yet."""
    names = {one.name for one in question.proposes}
    picked = given.items if isinstance(given, Items) else given.known if isinstance(given, NewItems) else ()
    fresh = tuple(str(one) for one in picked if one in names)
    if not fresh:
        return given
    typed, every = (given.names, given.every) if isinstance(given, NewItems) else ((), ())
    return NewItems(tuple(one for one in picked if one not in names), (*fresh, *typed), every)


def without_rounds(plan: Plan, question: Question, names: Sequence[str]) -> tuple[tuple[str, ...], dict[str, int]]:
    """Names as they were written, and of those behind which it stands how often they come round after how many months that is, by the name in small
    letters. Where nothing of the kind is asked of the rows, a name is what was written."""
    if often_of(plan, question) is None:
        return tuple(names), {}
    found = [(name, _EVERY.search(name)) for name in names]
    plain = tuple(name[: said.start()] if said is not None else name for name, said in found)
    return plain, {one.casefold(): _months(said) for one, (_, said) in zip(plain, found, strict=True) if said}


def _months(said: re.Match[str]) -> int:
    return int(said["count"] or 1) * (12 if said["unit"].casefold() == "year" else 1)


def often_of(plan: Plan, question: Question) -> QuestionId | None:
    """The question of how often a row comes round that an item question puts forward; None where nothing asks that."""
    about = (s for s in plan.flow.sections if question.proposes and s.each == question.register)
    return next((one.every for section in about for one in section.questions if one.every is not None), None)


def often(facts: SessionFacts, question: Question, row: Item) -> int | None:
    """After how many months a row comes round: as it was said, else as it is put forward; None where neither says."""
    asked = often_of(facts.plan, question)
    if asked is None:
        return None
    answer = facts.session.answer_at(Spot(asked, row.id))
    put = (one.then.get(asked) for one in question.proposes if one.name.casefold() == row.name.casefold())
    said = answer.value if answer is not None else next(put, None)
    return int(said.number) if isinstance(said, Number) else None


def ticked(facts: SessionFacts, spot: Spot, rows: Rows) -> tuple[ItemId, ...]:
    """What is picked before anybody picks: what stands, and what nobody has decided on."""
    answer, known = facts.session.answer_at(spot), by_name(rows)
    stands = answer.value.items if answer is not None and isinstance(answer.value, Items) else ()
    new = (one.name for one in facts.undecided(spot))
    put = (known[name.casefold()].id if name.casefold() in known else ItemId(name) for name in new)
    return tuple(dict.fromkeys((*(row.id for row in rows if row.id in stands), *put)))


def came(facts: SessionFacts, spot: Spot, rows: Rows) -> Iterator[tuple[Proposal, Item | None]]:
    """What is put forward at a spot as things stand, each with its row where the answer there took it."""
    answer = facts.session.answer_at(spot)
    taken = answer.value.items if answer is not None and isinstance(answer.value, Items) else ()
    for one in facts.proposed(spot):
        row = known_as(rows, one.name)
        yield one, row if row is not None and row.id in taken else None


def known_of(facts: SessionFacts, answer: Answer, rows: Rows, given: Given | None) -> Iterator[Draft]:
    """What holds of the rows that an answer took: how often they come round, as it was said with their names; else what holds of those that are
    put forward, where nobody has said anything else. In the name of who took them."""
    asked, names = often_of(facts.plan, facts.plan.questions[answer.spot.question]), by_name(rows)
    said = dict(given.every) if isinstance(given, NewItems) else {}
    told = {Spot(asked, names[name].id): Number(Decimal(months)) for name, months in said.items()} if asked else {}
    for spot, value in told.items():
        yield Draft(spot, answer.by, given=value)
    taken = ((proposed, row) for proposed, row in came(facts, answer.spot, rows) if row is not None)
    for proposed, row in taken:
        for question, value in proposed.then.items():
            spot = Spot(question, row.id)
            if spot not in told and facts.applies(spot) and facts.session.answer_at(spot) is None:
                yield Draft(spot, answer.by, given=value)
