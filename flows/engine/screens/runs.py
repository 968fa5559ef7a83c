"""Starting a flow that runs once for each row: which rows have no run yet, and the form that names a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flows.engine.runs import MOST_NAME
from flows.engine.screens.wording import plain, shortened, text
from flows.model.flow import Flow, Library, Stage
from flows.model.ids import FlowId, ItemId
from flows.model.programme import Item, Programme
from flows.model.screens import Button, Buttons, Entry, Field, Form, Line, Menu, Part, Prose, Quiet, Ref, Screen

NAME = "name"
MOST_BUTTONS = 5
"""Rows offered as buttons; more of them go into a menu."""
LABEL = 75
"""Characters of a button's label."""


def run_arg(flow: FlowId, item: ItemId | None) -> str:
    """What a press that starts a flow carries: the flow, and the row where one is meant."""
    return f"{flow}/{item}" if item is not None else flow


def run_of(arg: str) -> tuple[FlowId, ItemId | None]:
    """The flow and the row of such a press."""
    flow, _, item = arg.partition("/")
    return FlowId(flow), ItemId(item) if item else None


def which_row(library: Library, programme: Programme, flow: Flow, rows: Sequence[Item]) -> Screen:
    """The rows that have no run of the flow yet, to start one for; those that have one; and the way to name another. ``rows``: the live ones."""
    texts, called = library.texts, _called(flow)
    there = {ref.item for ref in programme.sessions if ref.flow == flow.id}
    left = [row for row in rows if row.id not in there]
    line = text(texts, "pick.run" if left or not rows else "pick.run.none", title=flow.title, one=called)
    parts: list[Part] = [Prose((line,))]
    entries = tuple(Entry(run_arg(flow.id, row.id), row.name[:LABEL]) for row in left)
    new = Button(Ref("start_new", arg=flow.id), plain(text(texts, "run.another", one=called))[:LABEL])
    if len(entries) > MOST_BUTTONS:
        parts += [Menu(Ref("start"), texts["pick.row"], entries), Buttons((new,))]
    else:
        parts.append(Buttons((*(Button(Ref("start", arg=one.value), one.label) for one in entries), new)))
    begun: list[Line] = [text(texts, "pick.run.begun", names=", ".join(row.name for row in rows if row.id in there))]
    parts += [Quiet(tuple(begun))] if len(left) < len(rows) else []
    return Screen(tuple(parts), plain(line))


def which_flow(library: Library, stage: Stage) -> Screen:
    """The flows of a stage, to start one."""
    line = library.texts["pick.flow"]
    flows = [library.flows[flow] for flow in stage.flows if flow in library.flows]
    buttons = tuple(Button(Ref("start", arg=flow.id), flow.title[:LABEL]) for flow in flows)
    return Screen((Prose(((line,),)), Buttons(buttons)), line)


def which_part(library: Library, said: str) -> Screen:
    """What was to start is no part of the way: which parts there are, to start one."""
    line = text(library.texts, "start.which", said=shortened(said, LABEL))
    buttons = tuple(
        Button(Ref("start", arg=flow), (library.flows[flow].title if len(stage.flows) > 1 else stage.title)[:LABEL])
        for stage in library.stages
        for flow in stage.flows
        if flow in library.flows
    )
    return Screen((Prose((line,)), Buttons(buttons)), plain(line))


def new_row_form(texts: Mapping[str, str], flow: Flow, *, countries: bool) -> Form:
    """What the new row is called; of a register of countries, which country it is."""
    title = texts["run.form.title"]
    label = plain(text(texts, "run.form.name", one=_called(flow)))
    field = (
        Field(NAME, "country", label)
        if countries
        else Field(NAME, "text", label, texts["run.form.hint"], high=MOST_NAME)
    )
    return Form(
        Ref("start_new", arg=flow.id), title, texts["button.start"], texts["form.close"], (field,), ((flow.title,),)
    )


def _called(flow: Flow) -> str:
    """What one row is called."""
    return next((register.one for register in flow.registers if register.id == flow.per), "")
