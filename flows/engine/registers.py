"""How answers fill registers: rows named in an answer, countries as rows, and sections that record their rounds (the disclosure ledger)."""

from __future__ import annotations

from typing import Any

import msgspec

from flows.engine.turn import Turn
from flows.model.flow import Question
from flows.model.ids import ItemId, RegisterId
from flows.model.programme import Item
from flows.model.session import AnswerState, Spot
from flows.model.values import Countries, Given, Items, NewItems, Value


def stored_value(turn: Turn, question: Question, given: Given | None, before: Value | None) -> Value | None:
    """The value as it is stored. Names become rows; rows that only this answer had named, and no longer does, are taken out."""
    register = question.register
    if register is None:
        return Items(given.known) if isinstance(given, NewItems) else given
    match given:
        case NewItems() | Items():
            value = Items(_rows_for(turn, register, given))
            if question.adds:
                _keep_only(turn, register, before.items if isinstance(before, Items) else (), value.items)
            return value
        case Countries(codes=codes):
            rows = tuple(_country_row(turn, register, code) for code in codes)
            old = before.codes if isinstance(before, Countries) else ()
            _keep_only(turn, register, tuple(country_id(code) for code in old), rows)
            return given
        case None:
            if isinstance(before, Items) and question.adds:
                _keep_only(turn, register, before.items, ())
            elif isinstance(before, Countries):
                _keep_only(turn, register, tuple(country_id(code) for code in before.codes), ())
            return None
        case _:
            return given


def country_id(code: str) -> ItemId:
    """The row of a country, named by its code so that naming it twice is one row."""
    return ItemId(f"country-{code}")


def _rows_for(turn: Turn, register: RegisterId, given: NewItems | Items) -> tuple[ItemId, ...]:
    if isinstance(given, Items):
        return given.items
    by_name = {row.name.casefold(): row.id for row in turn.all_rows(register)}
    ids = list(given.known)
    for name in given.names:
        ids.append(by_name.get(name.casefold()) or _new_row(turn, register, name))
        by_name[name.casefold()] = ids[-1]
    return tuple(dict.fromkeys(ids))


def _new_row(turn: Turn, register: RegisterId, name: str) -> ItemId:
    number = turn.number()
    row = Item(id=ItemId(f"{register}-{number}"), register=register, name=name, number=number, by=turn.by, at=turn.at)
    turn.put_item(row)
    return row.id


def _country_row(turn: Turn, register: RegisterId, code: str) -> ItemId:
    row = country_id(code)
    if not any(known.id == row for known in turn.all_rows(register)):
        turn.put_item(
            Item(id=row, register=register, name=country_name(code), number=turn.number(), by=turn.by, at=turn.at)
        )
    return row


def _keep_only(turn: Turn, register: RegisterId, before: tuple[ItemId, ...], now: tuple[ItemId, ...]) -> None:
    """Take out the rows that were named before and are not named now; bring back those named again."""
    for row in turn.all_rows(register):
        if row.id in now and row.removed:
            turn.put_item(msgspec.structs.replace(row, removed=False))
        elif row.id in before and row.id not in now and not row.removed:
            turn.put_item(msgspec.structs.replace(row, removed=True))


def country_name(code: str) -> str:
    """A country's English short name by its ISO code; the code itself where there is none."""
    from babel import (
        Locale,  # takes 30 ms to import and load; only country questions need it
    )

    names: Any = Locale("en").territories  # babel leaves it untyped
    return str(names.get(code, code))


def record_round(turn: Turn, spot: Spot) -> None:
    """Where the spot's section records its rounds: bring the row of this round up to date with its answers."""
    section = turn.section(spot.question)
    if section.records is None:
        return
    facts = turn.facts
    fields: dict[str, Value] = {}
    for question in section.questions:
        answer = facts.answer(question.id, spot.item)
        if answer is not None and answer.state is AnswerState.VALUE and answer.value is not None:
            fields[question.name] = answer.value
    row_id = ItemId(f"{section.records}-{spot.item or turn.session.id}")
    known = next((row for row in turn.all_rows(section.records) if row.id == row_id), None)
    subject = facts.row(spot.item) if spot.item else None
    if subject is not None:
        fields["about"] = Items((subject.id,))
    if known is not None:
        turn.put_item(msgspec.structs.replace(known, fields=fields))
    else:
        name = subject.name if subject else section.title
        turn.put_item(Item(row_id, section.records, name, turn.number(), turn.by, turn.at, fields))
