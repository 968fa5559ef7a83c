"""Rows that an item question puts forward by itself, since other answers bring them along (``Question.proposes``): a clause that promises a yearly
certificate makes that certificate a duty. Which of them hold, and which nobody has decided on, is in `facts`.

Until it is taken, such a row is picked by its name where others are by their id: so it is ticked, typed and counted like any other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from flows.engine.facts import SessionFacts
from flows.model.flow import Proposal, Question
from flows.model.ids import ItemId, PersonId, RegisterId
from flows.model.programme import Item
from flows.model.session import Answer, Draft, Spot
from flows.model.values import Given, Items, NewItems
from flows.rules.names import by_name, known_as

Rows = tuple[Item, ...]


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
    typed = given.names if isinstance(given, NewItems) else ()
    return NewItems(tuple(one for one in picked if one not in names), (*fresh, *typed))


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


def known_of(facts: SessionFacts, answer: Answer, rows: Rows) -> Iterator[Draft]:
    """What holds of the rows that an answer took as they were put forward, where nobody has said anything else: in the name of who took them."""
    taken = ((proposed, row) for proposed, row in came(facts, answer.spot, rows) if row is not None)
    for proposed, row in taken:
        for question, value in proposed.then.items():
            spot = Spot(question, row.id)
            if facts.applies(spot) and facts.session.answer_at(spot) is None:
                yield Draft(spot, answer.by, given=value)
