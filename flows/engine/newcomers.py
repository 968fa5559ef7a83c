"""Rows that an answer brought into a register by naming what nobody knew: that they are new is said where the answer is said back, with the ways on.

A slip, or another name of one that is there, would else become a row of its own without a word.
"""

from __future__ import annotations

from flows.engine.registers import names_rows, row_ids
from flows.engine.turn import Turn
from flows.model.effects import Note, Piece
from flows.model.flow import Flow
from flows.model.ids import RegisterId
from flows.model.session import Answer
from flows.model.values import Kind


def newcomers(turn: Turn, answer: Answer) -> tuple[Note, ...]:
    """That rows which an answer named were in their register never before. Nothing of countries, which are no slip, of the first rows of a register,
    or of what belongs to one run alone (the options of one agreement): those are new as a matter of course."""
    question = turn.question(answer.spot)
    register = question.register
    if register is None or question.kind is Kind.COUNTRY or not names_rows(question):
        return ()
    before, checks = turn.snapshot.items(register), _checks(turn, register)
    if all(row.removed for row in before) or (turn.plan.flow.per is not None and checks is None):
        return ()
    named = {*row_ids(answer.value)}.difference(row.id for row in before)
    names = [row.name for row in turn.all_rows(register) if row.id in named]
    if not names:
        return ()
    called = next(one for one in turn.plan.flow.registers if one.id == register)
    listed = ", ".join(f"“{name}”" for name in names)
    values: dict[str, Piece] = {"count": len(names), "names": listed, "many": called.many}
    if checks is None:
        return (Note("rows.new", values),)
    return (Note("rows.unchecked", values | {"flow": str(checks.id).replace("_", " "), "name": names[0]}),)


def _checks(turn: Turn, register: RegisterId) -> Flow | None:
    """The flow that runs once for each row of a register: by it a row is checked."""
    return next((flow for flow in turn.library.flows.values() if flow.per == register), None)
